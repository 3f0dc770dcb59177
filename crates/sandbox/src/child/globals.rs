//! The global functions of a script: each asks the parent and answers what the script sees.
//!
//! Answers are made by parsing JSON, so setters that a script puts on prototypes never see them.

use std::cell::RefCell;

use jiff::tz::TimeZone;
use rquickjs::function::{Opt, Rest};
use rquickjs::{Ctx, Error, Exception, Function, IntoJs, Object, Persistent, Result, Value};
use serde_json::json;

use super::line::ToParent;
use super::position::position_in;
use super::{console, email, wording};
use crate::Job;
use crate::wire::Ask;
use crate::wire::Said;

thread_local! {
    /// What the prelude made: [date to ISO, date to milliseconds, stack of the call].
    static TOOLS: RefCell<Vec<Persistent<Function<'static>>>> = const { RefCell::new(Vec::new()) };
}

const ISO: usize = 0;
const MILLIS: usize = 1;
const STACK: usize = 2;

/// How much of a wrong value an error shows.
const SHOWN_BYTES: usize = 80;

/// Puts all globals but the console into the engine.
pub(super) fn install<'js>(ctx: &Ctx<'js>, job: &Job, input: String, zone: TimeZone, parent: &ToParent) -> Result<()> {
    let mut options = rquickjs::context::EvalOptions::default();
    options.filename = Some("owlpost".to_owned());
    let prelude: Function = ctx.eval_with_options(include_str!("prelude.js"), options)?;
    let tools: Vec<Function> = prelude.call((job.now.as_millisecond() as f64,))?;
    TOOLS.set(tools.into_iter().map(|tool| Persistent::save(ctx, tool)).collect());
    let globals = ctx.globals();
    globals.set("input", ctx.json_parse(input)?)?;
    install_mail(ctx, &globals, parent)?;
    install_workspace(ctx, &globals, parent)?;
    install_wording(ctx, &globals, job, zone)
}

fn install_mail<'js>(ctx: &Ctx<'js>, globals: &Object<'js>, parent: &ToParent) -> Result<()> {
    let to = parent.clone();
    let send = move |ctx: Ctx<'js>, values: Rest<Value<'js>>| -> Result<Value<'js>> {
        let sent = match email::call_of(&ctx, values.first())? {
            Ok(mut call) => {
                call.line = line_of_call(&ctx);
                to.ask(Ask::SendEmail(Box::new(call)))
            }
            Err(mut refused) => {
                refused.line = line_of_call(&ctx);
                to.say(&Said::Refused(refused.clone()));
                Err(refused.reason)
            }
        };
        answer(
            &ctx,
            sent.map_or_else(|error| json!({"id": null, "error": error}), |id| json!({"id": id, "error": null})),
        )
    };
    define(ctx, globals, "sendEmail", Function::new(ctx.clone(), send)?)?;
    let to = parent.clone();
    let status = move |ctx: Ctx<'js>, id: Opt<Value<'js>>| -> Result<Value<'js>> {
        let id = text_of(&ctx, id.0, "emailStatus takes the id that sendEmail answered: emailStatus(sent.id)")?;
        let state = to.ask(Ask::EmailStatus(id.clone()));
        answer(&ctx, state.unwrap_or_else(|error| json!({"id": id, "state": null, "error": error})))
    };
    define(ctx, globals, "emailStatus", Function::new(ctx.clone(), status)?)
}

fn install_workspace<'js>(ctx: &Ctx<'js>, globals: &Object<'js>, parent: &ToParent) -> Result<()> {
    let to = parent.clone();
    let file = move |ctx: Ctx<'js>, name: Opt<Value<'js>>| -> Result<Value<'js>> {
        let name = text_of(&ctx, name.0, "file takes the name of a file of the workspace: file(\"terms.pdf\")")?;
        let facts = to.ask(Ask::File(name)).map_err(|reason| Exception::throw_message(&ctx, &reason))?;
        answer(&ctx, with_mark(facts))
    };
    define(ctx, globals, "file", Function::new(ctx.clone(), file)?)?;
    let to = parent.clone();
    let files = move |ctx: Ctx<'js>| -> Result<Value<'js>> {
        match to.ask(Ask::Files).map_err(|reason| Exception::throw_message(&ctx, &reason))? {
            serde_json::Value::Array(all) => answer(&ctx, all.into_iter().map(with_mark).collect()),
            other => answer(&ctx, other),
        }
    };
    define(ctx, globals, "files", Function::new(ctx.clone(), files)?)?;
    let to = parent.clone();
    let members = move |ctx: Ctx<'js>| -> Result<Value<'js>> {
        let members = to.ask(Ask::Members).map_err(|reason| Exception::throw_message(&ctx, &reason))?;
        answer(&ctx, members)
    };
    define(ctx, globals, "members", Function::new(ctx.clone(), members)?)
}

fn install_wording<'js>(ctx: &Ctx<'js>, globals: &Object<'js>, job: &Job, zone: TimeZone) -> Result<()> {
    let own = job.language.clone();
    let date = move |ctx: Ctx<'js>, value: Opt<Value<'js>>, language: Opt<Value<'js>>, style: Opt<Value<'js>>| {
        let value = value.0.unwrap_or_else(|| Value::new_undefined(ctx.clone()));
        let moment = match (value.as_number(), value.as_string()) {
            (Some(millis), _) => wording::moment_of_millis(millis),
            (_, Some(text)) => text.to_string().ok().and_then(|text| wording::moment_of_text(&text, &zone)),
            _ => millis(&ctx, &value).and_then(wording::moment_of_millis),
        };
        let Some(moment) = moment else {
            let shown = shown(&ctx, &value);
            return Err(throw_type(
                &ctx,
                format!("formatDate takes a Date, milliseconds or a date such as \"2026-05-31\", not {shown}"),
            ));
        };
        let language = text_or(&ctx, language.0, &own)?;
        let style = text_or(&ctx, style.0, "date")?;
        wording::date(moment, &zone, &language, &style).map_err(|wrong| throw_type(&ctx, wrong))
    };
    define(ctx, globals, "formatDate", Function::new(ctx.clone(), date)?)?;
    let own = job.language.clone();
    let number = move |ctx: Ctx<'js>, value: Opt<Value<'js>>, language: Opt<Value<'js>>, decimals: Opt<Option<f64>>| {
        let Some(number) = value.0.as_ref().and_then(Value::as_number) else {
            let shown = value.0.map_or_else(|| "nothing".to_owned(), |value| shown(&ctx, &value));
            return Err(throw_type(&ctx, format!("formatNumber takes a number, not {shown}")));
        };
        let language = text_or(&ctx, language.0, &own)?;
        wording::number(number, &language, decimals.0.flatten()).map_err(|wrong| throw_type(&ctx, wrong))
    };
    define(ctx, globals, "formatNumber", Function::new(ctx.clone(), number)?)
}

/// A file's facts with the mark by which `sendEmail` knows that its bytes are the host's.
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

/// Throws a TypeError of any length; the engine's own way cuts messages at 256 bytes, also within a character.
pub(super) fn throw_type(ctx: &Ctx<'_>, message: String) -> Error {
    let made = ctx
        .globals()
        .get::<_, rquickjs::function::Constructor>("TypeError")
        .and_then(|constructor| constructor.construct::<_, Value>((message.as_str(),)));
    match made {
        Ok(error) => ctx.throw(error),
        Err(_) => Exception::throw_message(ctx, &message),
    }
}

/// A value as an error shows it: its kind and its beginning.
pub(super) fn shown<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> String {
    let text = console::worded(ctx, std::slice::from_ref(value), SHOWN_BYTES);
    if value.is_string() {
        format!("the text “{text}”")
    } else if value.is_number() {
        format!("the number {text}")
    } else if value.is_function() {
        "a function".to_owned()
    } else if value.is_array() {
        format!("the list {text}")
    } else if value.is_object() {
        format!("the object {text}")
    } else {
        text
    }
}

fn text_of<'js>(ctx: &Ctx<'js>, value: Option<Value<'js>>, usage: &str) -> Result<String> {
    match value.as_ref().and_then(Value::as_string) {
        Some(text) => text.to_string(),
        None => {
            let shown = value.map_or_else(|| "nothing".to_owned(), |value| shown(ctx, &value));
            Err(throw_type(ctx, format!("{usage}; it was given {shown}")))
        }
    }
}

fn text_or<'js>(ctx: &Ctx<'js>, value: Option<Value<'js>>, otherwise: &str) -> Result<String> {
    match value {
        Some(value) if !value.is_undefined() && !value.is_null() => {
            text_of(ctx, Some(value), "language and style are texts, such as \"de\" and \"long\"")
        }
        _ => Ok(otherwise.to_owned()),
    }
}

/// The script's line of the running call, as the engine tells it.
fn line_of_call(ctx: &Ctx<'_>) -> Option<u32> {
    let stack = tool(ctx, STACK)?.call::<_, String>(());
    let stack = stack.inspect_err(|_| drop(ctx.catch())).ok()?;
    position_in(&stack).map(|position| position.line)
}

/// A date in ISO 8601; `None` for what is no date.
pub(super) fn iso_date<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Option<String> {
    tool(ctx, ISO)?.call::<_, Option<String>>((object.clone(),)).ok().flatten()
}

fn millis<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Option<f64> {
    tool(ctx, MILLIS)?.call::<_, Option<f64>>((value.clone(),)).ok().flatten()
}

fn tool<'js>(ctx: &Ctx<'js>, which: usize) -> Option<Function<'js>> {
    TOOLS.with_borrow(|tools| tools.get(which).cloned())?.restore(ctx).ok()
}
