//! The global functions of a script. Each calls the host through the parent and returns the result to the script.
//!
//! Results are created by parsing JSON, so that setters on prototypes never see them.

use std::cell::RefCell;

use jiff::tz::TimeZone;
use rquickjs::function::{Opt, Rest};
use rquickjs::{Ctx, Error, Exception, Function, IntoJs, Object, Persistent, Result, Value};
use serde_json::json;

use super::channel::{CallError, ParentChannel};
use super::thrown::position_in;
use super::{console, email, formatting, web_api};
use crate::wire::HostCall;
use crate::{HostException, Job, ShownArgument};

thread_local! {
    /// Functions defined by the prelude: [date to ISO, date to milliseconds, stack of the call].
    static TOOLS: RefCell<Vec<Persistent<Function<'static>>>> = const { RefCell::new(Vec::new()) };
    /// The last exception thrown by one of our functions.
    static LAST_THROWN: RefCell<Option<(Persistent<Value<'static>>, HostException)>> = const { RefCell::new(None) };
}

const ISO: usize = 0;
const MILLIS: usize = 1;
const STACK: usize = 2;

/// Maximum bytes of an invalid argument shown in an error.
const SHOWN_BYTES: usize = 80;

/// Defines all globals except the console.
pub(super) fn install<'js>(
    ctx: &Ctx<'js>,
    job: &Job,
    input: String,
    zone: TimeZone,
    parent: &ParentChannel,
) -> Result<()> {
    let mut options = rquickjs::context::EvalOptions::default();
    options.filename = Some("owlpost".to_owned());
    let prelude: Function = ctx.eval_with_options(include_str!("prelude.js"), options)?;
    let tools: Vec<Function> = prelude.call((job.now.as_millisecond() as f64,))?;
    TOOLS.set(tools.into_iter().map(|tool| Persistent::save(ctx, tool)).collect());
    let globals = ctx.globals();
    globals.set("input", ctx.json_parse(input)?)?;
    install_mail(ctx, &globals, parent)?;
    install_workspace(ctx, &globals, parent)?;
    install_formatting(ctx, &globals, job, zone)?;
    web_api::install(ctx, &job.seed)
}

fn install_mail<'js>(ctx: &Ctx<'js>, globals: &Object<'js>, parent: &ParentChannel) -> Result<()> {
    let to = parent.clone();
    let send = move |ctx: Ctx<'js>, values: Rest<Value<'js>>| -> Result<Value<'js>> {
        let call = match email::call_of(&ctx, values.first())? {
            Ok(mut call) => {
                call.line = line_of_call(&ctx);
                HostCall::SendEmail(Box::new(call))
            }
            Err((mut refused, readable)) => {
                refused.line = line_of_call(&ctx);
                HostCall::Refused { call: refused, readable: Some(Box::new(readable)) }
            }
        };
        match to.call(call) {
            Ok(id) => answer(&ctx, json!({"id": id, "error": null})),
            Err(CallError::Returned(error)) => answer(&ctx, json!({"id": null, "error": error})),
            Err(CallError::Exception(exception)) => Err(throw(&ctx, exception)),
        }
    };
    define(ctx, globals, "sendEmail", Function::new(ctx.clone(), send)?)?;
    let to = parent.clone();
    let status = move |ctx: Ctx<'js>, id: Opt<Value<'js>>| -> Result<Value<'js>> {
        let id = text_of(&ctx, id.0, |given| HostException::EmailStatus { given })?;
        match to.call(HostCall::EmailStatus(id.clone())) {
            Ok(state) => answer(&ctx, state),
            Err(CallError::Returned(error)) => answer(&ctx, json!({"id": id, "state": null, "error": error})),
            Err(CallError::Exception(exception)) => Err(throw(&ctx, exception)),
        }
    };
    define(ctx, globals, "emailStatus", Function::new(ctx.clone(), status)?)
}

fn install_workspace<'js>(ctx: &Ctx<'js>, globals: &Object<'js>, parent: &ParentChannel) -> Result<()> {
    let to = parent.clone();
    let file = move |ctx: Ctx<'js>, name: Opt<Value<'js>>| -> Result<Value<'js>> {
        let name = text_of(&ctx, name.0, |given| HostException::File { given })?;
        match call_or_throw(&ctx, &to, HostCall::File(name.clone()))? {
            serde_json::Value::Null => Err(throw(&ctx, HostException::FileUnknown { name: begin(&name) })),
            facts => answer(&ctx, with_mark(facts)),
        }
    };
    define(ctx, globals, "file", Function::new(ctx.clone(), file)?)?;
    let to = parent.clone();
    let files = move |ctx: Ctx<'js>| -> Result<Value<'js>> {
        match call_or_throw(&ctx, &to, HostCall::Files)? {
            serde_json::Value::Array(all) => answer(&ctx, all.into_iter().map(with_mark).collect()),
            other => answer(&ctx, other),
        }
    };
    define(ctx, globals, "files", Function::new(ctx.clone(), files)?)?;
    let to = parent.clone();
    let members =
        move |ctx: Ctx<'js>| -> Result<Value<'js>> { answer(&ctx, call_or_throw(&ctx, &to, HostCall::Members)?) };
    define(ctx, globals, "members", Function::new(ctx.clone(), members)?)
}

fn install_formatting<'js>(ctx: &Ctx<'js>, globals: &Object<'js>, job: &Job, zone: TimeZone) -> Result<()> {
    let own = job.language.clone();
    let date = move |ctx: Ctx<'js>, value: Opt<Value<'js>>, language: Opt<Value<'js>>, style: Opt<Value<'js>>| {
        let value = value.0.unwrap_or_else(|| Value::new_undefined(ctx.clone()));
        let moment = match (value.as_number(), value.as_string()) {
            (Some(millis), _) => formatting::moment_of_millis(millis),
            (_, Some(text)) => text.to_string().ok().and_then(|text| formatting::moment_of_text(&text, &zone)),
            _ => millis(&ctx, &value).and_then(formatting::moment_of_millis),
        };
        let Some(moment) = moment else {
            let given = given(&ctx, Some(&value));
            return Err(throw(&ctx, HostException::FormatDate { given }));
        };
        let language = text_or(&ctx, language.0, &own)?;
        let style = text_or(&ctx, style.0, "date")?;
        formatting::date(moment, &zone, &language, &style).map_err(|exception| throw(&ctx, exception))
    };
    define(ctx, globals, "formatDate", Function::new(ctx.clone(), date)?)?;
    let own = job.language.clone();
    let number = move |ctx: Ctx<'js>, value: Opt<Value<'js>>, language: Opt<Value<'js>>, decimals: Opt<Option<f64>>| {
        let Some(number) = value.0.as_ref().and_then(Value::as_number) else {
            let given = given(&ctx, value.0.as_ref());
            return Err(throw(&ctx, HostException::FormatNumber { given }));
        };
        let language = text_or(&ctx, language.0, &own)?;
        formatting::number(number, &language, decimals.0.flatten()).map_err(|exception| throw(&ctx, exception))
    };
    define(ctx, globals, "formatNumber", Function::new(ctx.clone(), number)?)
}

/// A file's properties, with the marker that tells `sendEmail` to take the bytes from the host.
fn with_mark(mut facts: serde_json::Value) -> serde_json::Value {
    if let Some(name) = facts.get("name").cloned() {
        facts["file"] = name;
    }
    facts
}

fn define<'js>(ctx: &Ctx<'js>, globals: &Object<'js>, name: &str, function: Function<'js>) -> Result<()> {
    globals.set(name, function.with_name(name)?.into_js(ctx)?)
}

fn answer<'js>(ctx: &Ctx<'js>, value: serde_json::Value) -> Result<Value<'js>> {
    ctx.json_parse(value.to_string())
}

/// Throws an exception of a host function, and records it for [`host_exception`].
///
/// Creates the error through its class: the engine's own function cuts messages at 256 bytes, also within a character.
pub(super) fn throw(ctx: &Ctx<'_>, exception: HostException) -> Error {
    let message = exception.to_string();
    let error = ctx
        .globals()
        .get::<_, rquickjs::function::Constructor>(exception.class())
        .and_then(|constructor| constructor.construct::<_, Value>((message.as_str(),)));
    match error {
        Ok(error) => {
            LAST_THROWN.set(Some((Persistent::save(ctx, error.clone()), exception)));
            ctx.throw(error)
        }
        Err(_) => Exception::throw_message(ctx, &message),
    }
}

/// The host exception behind `value`, if `value` is the object that was thrown last.
pub(super) fn host_exception<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Option<HostException> {
    LAST_THROWN.with_borrow(|last| {
        let (thrown, exception) = last.as_ref()?;
        thrown.clone().restore(ctx).is_ok_and(|thrown| thrown == *value).then(|| exception.clone())
    })
}

fn call_or_throw(ctx: &Ctx<'_>, parent: &ParentChannel, call: HostCall) -> Result<serde_json::Value> {
    parent.call(call).map_err(|error| match error {
        CallError::Exception(exception) => throw(ctx, exception),
        CallError::Returned(_) => throw(ctx, HostException::Unavailable),
    })
}

/// An argument as shown in an error: its type and its beginning.
pub(super) fn given<'js>(ctx: &Ctx<'js>, value: Option<&Value<'js>>) -> ShownArgument {
    let Some(value) = value else { return ShownArgument::Nothing };
    let text = console::format_values(ctx, std::slice::from_ref(value), SHOWN_BYTES);
    if value.is_string() {
        ShownArgument::Text(text)
    } else if value.is_number() {
        ShownArgument::Number(text)
    } else if value.is_function() {
        ShownArgument::Function
    } else if value.is_array() {
        ShownArgument::List(text)
    } else if value.is_object() {
        ShownArgument::Object(text)
    } else {
        ShownArgument::Literal(text)
    }
}

fn text_of<'js>(
    ctx: &Ctx<'js>,
    value: Option<Value<'js>>,
    exception: impl FnOnce(ShownArgument) -> HostException,
) -> Result<String> {
    match value.as_ref().and_then(Value::as_string) {
        Some(text) => text.to_string(),
        None => Err(throw(ctx, exception(given(ctx, value.as_ref())))),
    }
}

fn text_or<'js>(ctx: &Ctx<'js>, value: Option<Value<'js>>, otherwise: &str) -> Result<String> {
    match value {
        Some(value) if !value.is_undefined() && !value.is_null() => {
            text_of(ctx, Some(value), |given| HostException::FormatOption { given })
        }
        _ => Ok(otherwise.to_owned()),
    }
}

fn begin(text: &str) -> String {
    text.chars().take(SHOWN_BYTES).collect()
}

/// The script's line of the current call, as the engine reports it.
fn line_of_call(ctx: &Ctx<'_>) -> Option<u32> {
    let stack = tool(ctx, STACK)?.call::<_, String>(());
    let stack = stack.inspect_err(|_| drop(ctx.catch())).ok()?;
    position_in(&stack).map(|position| position.line)
}

/// A date in ISO 8601; `None` for an invalid date.
pub(super) fn iso_date<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Option<String> {
    tool(ctx, ISO)?.call::<_, Option<String>>((object.clone(),)).ok().flatten()
}

fn millis<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Option<f64> {
    tool(ctx, MILLIS)?.call::<_, Option<f64>>((value.clone(),)).ok().flatten()
}

fn tool<'js>(ctx: &Ctx<'js>, which: usize) -> Option<Function<'js>> {
    TOOLS.with_borrow(|tools| tools.get(which).cloned())?.restore(ctx).ok()
}
