//! Turns what a script threw into a [`Fault`] with line and column. Called by `engine` and `globals`.

use rquickjs::{Ctx, Exception, Object, Type, Value};

use super::console;
use crate::fault::{Fault, Limit, Position, Reason};

/// The script's name in the engine's stack traces.
pub(super) const FILE: &str = "script.js";

/// The message of a thrown `null` until `engine` knows who threw it: the engine does, where it has no memory left to make
/// an error of.
pub(super) const THROWN_NULL: &str = "thrown: null";

/// What the engine says where memory is out; `engine` words it.
const OUT_OF_MEMORY: &str = "out of memory";

/// The engine's own classes of errors.
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

/// More classes than this do not stand above one of a script's own.
const CLASSES: usize = 20;

/// The fault that a thrown value means. Memory is worded by `engine`, which knows the limit.
pub(super) fn fault_of<'js>(ctx: &Ctx<'js>, thrown: Value<'js>) -> Fault {
    let exception = thrown.as_object().cloned().and_then(Exception::from_object);
    let Some(exception) = exception else {
        return match thrown.type_of() {
            Type::Null => Fault::new(Reason::Limit(Limit::Memory), THROWN_NULL),
            // A function of the engine gave up without saying why; it does so where memory is out.
            Type::Uninitialized => Fault::new(Reason::Limit(Limit::Memory), OUT_OF_MEMORY),
            _ => Fault::new(Reason::Script, format!("thrown: {}", console::worded(ctx, &[thrown], 500))),
        };
    };
    let name: String = exception.get("name").unwrap_or_else(|_| "Error".to_owned());
    let message = exception.message().unwrap_or_default();
    // Getters of the script's own may have thrown meanwhile.
    ctx.catch();
    let classes = own_classes(&exception);
    ctx.catch();
    let position = exception.stack().as_deref().and_then(|stack| position_outside(stack, &classes));
    ctx.catch();
    let (reason, message) = match (name.as_str(), message.as_str()) {
        ("InternalError", OUT_OF_MEMORY) => (Reason::Limit(Limit::Memory), OUT_OF_MEMORY.to_owned()),
        ("RangeError" | "InternalError", "Maximum call stack size exceeded") => (
            Reason::Limit(Limit::Stack),
            "functions call each other too deeply; look for one that calls itself without an end".to_owned(),
        ),
        (name, "") => (Reason::Script, name.to_owned()),
        (name, message) => (Reason::Script, format!("{name}: {message}")),
    };
    Fault { reason, message, position }
}

/// The names of the script's own classes that the error is made by.
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

/// The topmost place of a stack trace that is in the script.
pub(super) fn position_in(stack: &str) -> Option<Position> {
    position_outside(stack, &[])
}

/// The topmost place below the constructors of the error's own `classes`: an error stands where it was made.
fn position_outside(stack: &str, classes: &[String]) -> Option<Position> {
    let is_constructor = |frame: &&str| {
        let name = frame.trim_start().strip_prefix("at ").and_then(|frame| frame.rsplit_once(" ("));
        name.is_some_and(|(name, _)| classes.iter().any(|class| class == name))
    };
    stack.lines().skip_while(is_constructor).find_map(position_of).or_else(|| stack.lines().find_map(position_of))
}

/// The place of one line of a stack trace.
fn position_of(frame: &str) -> Option<Position> {
    let (_, place) = frame.rsplit_once(FILE)?;
    let mut numbers = place.strip_prefix(':')?.trim_end_matches(')').split(':');
    let line = numbers.next()?.parse().ok()?;
    let column = numbers.next()?.parse().ok()?;
    Some(Position { line, column, source_line: String::new() })
}
