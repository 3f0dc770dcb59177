//! Reads what a script threw: why the run failed, with line and column. Used by `engine` and `globals`.

use rquickjs::{Ctx, Exception, Object, Type, Value};

use super::console;
use super::globals::host_exception;
use crate::outcome::{Cause, Limit, Position};

/// The script's name in the engine's stack traces.
pub(super) const FILE: &str = "script.js";

/// The engine's message when it has no memory left.
const OUT_OF_MEMORY: &str = "out of memory";

/// The engine's built-in error classes.
const ERRORS: [&str; 9] = [
    "Error",
    "AggregateError",
    "EvalError",
    "InternalError",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "TypeError",
    "URIError",
];

/// Maximum bytes shown of a thrown value that is not an error.
const VALUE_BYTES: usize = 500;

/// Maximum number of classes followed up the inheritance chain of a script's own class.
const CLASSES: usize = 20;

/// A thrown value and its position.
#[derive(Clone, Debug)]
pub(super) struct ThrownValue {
    pub what: ThrownValueKind,
    pub position: Option<Position>,
}

/// The kind of thrown value.
#[derive(Clone, Debug)]
pub(super) enum ThrownValueKind {
    /// `null`: by the script, or by the engine if it has no memory left to create an error.
    Null,
    /// The engine has no memory left.
    OutOfMemory,
    /// Anything else.
    Other(Cause),
}

/// Reads a thrown value.
pub(super) fn thrown<'js>(ctx: &Ctx<'js>, value: Value<'js>) -> ThrownValue {
    let own = host_exception(ctx, &value);
    let exception = value.as_object().cloned().and_then(Exception::from_object);
    let Some(exception) = exception else {
        let what = match value.type_of() {
            Type::Null => ThrownValueKind::Null,
            // A function of the engine failed without an error, which happens when memory is exhausted.
            Type::Uninitialized => ThrownValueKind::OutOfMemory,
            _ => ThrownValueKind::Other(Cause::Value { value: console::format_values(ctx, &[value], VALUE_BYTES) }),
        };
        return ThrownValue { what, position: None };
    };
    let name: String = exception.get("name").unwrap_or_else(|_| "Error".to_owned());
    let message = exception.message().unwrap_or_default();
    // Getters of the script may have thrown in the meantime.
    ctx.catch();
    let classes = own_classes(&exception);
    ctx.catch();
    let position = exception.stack().as_deref().and_then(|stack| position_outside(stack, &classes));
    ctx.catch();
    if let Some(own) = own {
        return ThrownValue { what: ThrownValueKind::Other(Cause::Exception(own)), position };
    }
    let what = match (name.as_str(), message.as_str()) {
        ("InternalError", OUT_OF_MEMORY) => ThrownValueKind::OutOfMemory,
        ("RangeError" | "InternalError", "Maximum call stack size exceeded") => {
            ThrownValueKind::Other(Cause::Limit(Limit::CallDepth))
        }
        (name, "") => ThrownValueKind::Other(Cause::Error { message: name.to_owned() }),
        (name, message) => ThrownValueKind::Other(Cause::Error { message: format!("{name}: {message}") }),
    };
    ThrownValue { what, position }
}

/// The names of the script's own classes in the inheritance chain of the error.
fn own_classes(error: &Object<'_>) -> Vec<String> {
    let mut names = Vec::new();
    let mut prototype = error.get_prototype();
    while let Some(object) = prototype.filter(|_| names.len() < CLASSES) {
        let name = object.get::<_, Object>("constructor").and_then(|class| class.get::<_, String>("name"));
        match name {
            Ok(name) if !ERRORS.contains(&name.as_str()) => names.push(name),
            _ => break,
        }
        prototype = object.get_prototype();
    }
    names
}

/// The topmost position of a stack trace that is in the script.
pub(super) fn position_in(stack: &str) -> Option<Position> {
    position_outside(stack, &[])
}

/// The topmost position outside of the constructors of the error's own `classes`: an error points to where it was
/// created.
fn position_outside(stack: &str, classes: &[String]) -> Option<Position> {
    let is_constructor = |frame: &&str| {
        let name = frame.trim_start().strip_prefix("at ").and_then(|frame| frame.rsplit_once(" ("));
        name.is_some_and(|(name, _)| classes.iter().any(|class| class == name))
    };
    stack.lines().skip_while(is_constructor).find_map(position_of).or_else(|| stack.lines().find_map(position_of))
}

/// The position in one line of a stack trace.
fn position_of(frame: &str) -> Option<Position> {
    let (_, place) = frame.rsplit_once(FILE)?;
    let mut numbers = place.strip_prefix(':')?.trim_end_matches(')').split(':');
    let line = numbers.next()?.parse().ok()?;
    let column = numbers.next()?.parse().ok()?;
    Some(Position { line, column, source_line: String::new() })
}
