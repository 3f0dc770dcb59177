//! Turns what a script threw into a [`Fault`] with line and column. Called by `engine` and `globals`.

use rquickjs::{Ctx, Exception, Value};

use super::console;
use crate::fault::{Fault, Limit, Position, Reason};

/// The script's name in the engine's stack traces.
pub(super) const FILE: &str = "script.js";

/// The fault that a thrown value means.
pub(super) fn fault_of<'js>(ctx: &Ctx<'js>, thrown: Value<'js>) -> Fault {
    let exception = thrown.as_object().cloned().and_then(Exception::from_object);
    let Some(exception) = exception else {
        // The engine throws null where it has no memory left to make an error of.
        if thrown.is_null() {
            return Fault::new(Reason::Limit(Limit::Memory), OUT_OF_MEMORY);
        }
        return Fault::new(Reason::Script, format!("thrown: {}", console::worded(ctx, &[thrown], 500)));
    };
    let name: String = exception.get("name").unwrap_or_else(|_| "Error".to_owned());
    let message = exception.message().unwrap_or_default();
    // Getters of the script's own may have thrown meanwhile.
    ctx.catch();
    let position = exception.stack().as_deref().and_then(position_in);
    ctx.catch();
    let (reason, message) = match (name.as_str(), message.as_str()) {
        ("InternalError", "out of memory") => (Reason::Limit(Limit::Memory), OUT_OF_MEMORY.to_owned()),
        ("RangeError" | "InternalError", "Maximum call stack size exceeded") => (
            Reason::Limit(Limit::Stack),
            "functions call each other too deeply; look for one that calls itself without an end".to_owned(),
        ),
        (name, "") => (Reason::Script, name.to_owned()),
        (name, message) => (Reason::Script, format!("{name}: {message}")),
    };
    Fault { reason, message, position }
}

const OUT_OF_MEMORY: &str = "the script needs more memory than a run may use";

/// The topmost place of a stack trace that is in the script.
pub(super) fn position_in(stack: &str) -> Option<Position> {
    stack.lines().find_map(|frame| {
        let (_, place) = frame.rsplit_once(FILE)?;
        let mut numbers = place.strip_prefix(':')?.trim_end_matches(')').split(':');
        let line = numbers.next()?.parse().ok()?;
        let column = numbers.next()?.parse().ok()?;
        Some(Position { line, column, source_line: String::new() })
    })
}
