//! `console.log`, `warn` and `error`, and formatting of values.
//!
//! Does not use the script's `JSON` or `toJSON`, so that a script cannot change the formatting.

use rquickjs::function::Rest;
use rquickjs::{Ctx, Exception, Function, Object, Result, Value};

use super::channel::ParentChannel;
use crate::host::Level;

/// Maximum depth of nested values that are shown.
const DEPTH: usize = 5;

/// Maximum entries of an array or object that are shown.
const ENTRIES: usize = 100;

/// Defines the global `console`.
pub(super) fn install<'js>(ctx: &Ctx<'js>, parent: &ParentChannel) -> Result<()> {
    let console = Object::new(ctx.clone())?;
    let levels = [
        ("log", Level::Log),
        ("info", Level::Log),
        ("debug", Level::Log),
        ("warn", Level::Warn),
        ("error", Level::Error),
    ];
    for (name, level) in levels {
        let parent = parent.clone();
        let write = move |ctx: Ctx<'js>, values: Rest<Value<'js>>| {
            if !parent.console_full() {
                parent.console(level, format_values(&ctx, &values, parent.limits().console_line_bytes));
            }
        };
        console.set(name, Function::new(ctx.clone(), write)?.with_name(name)?)?;
    }
    ctx.globals().set("console", console)
}

/// Values separated by spaces, as a console shows them, in at most `bound` bytes.
pub(super) fn format_values<'js>(ctx: &Ctx<'js>, values: &[Value<'js>], bound: usize) -> String {
    let mut text = Text { text: String::new(), bound };
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            text.push(" ");
        }
        match value.as_string() {
            Some(string) => text.push(&string.to_string().unwrap_or_else(|_| UNREADABLE.to_owned())),
            None => text.value(ctx, value, 0),
        }
    }
    if text.full() {
        text.text.push('…');
    }
    text.text
}

/// Shown for a string with a lone surrogate, which UTF-8 cannot express.
const UNREADABLE: &str = "\u{FFFD}";

/// A text with a maximum length.
struct Text {
    text: String,
    bound: usize,
}

impl Text {
    fn full(&self) -> bool {
        self.text.len() >= self.bound
    }

    fn push(&mut self, part: &str) {
        let room = self.bound.saturating_sub(self.text.len());
        let mut end = part.len().min(room);
        while !part.is_char_boundary(end) {
            end -= 1;
        }
        self.text.push_str(&part[..end]);
        if end < part.len() {
            // Cut before a character that does not fit; nothing may be appended after it.
            self.bound = self.text.len();
        }
    }

    fn value<'js>(&mut self, ctx: &Ctx<'js>, value: &Value<'js>, depth: usize) {
        if self.full() {
            return;
        }
        if let Some(string) = value.as_string() {
            let string = string.to_string().unwrap_or_else(|_| UNREADABLE.to_owned());
            self.push("\"");
            self.push(&string);
            self.push("\"");
        } else if let Some(exception) = value.as_object().cloned().and_then(Exception::from_object) {
            let name: String = exception.get("name").unwrap_or_else(|_| "Error".to_owned());
            let message = exception.message().unwrap_or_default();
            self.push(&if message.is_empty() { name } else { format!("{name}: {message}") });
        } else if value.is_function() {
            self.push("[function]");
        } else if value.is_symbol() {
            self.push("[symbol]");
        } else if let Some(object) = value.as_object() {
            self.object(ctx, object, depth);
        } else {
            let text: Result<rquickjs::Coerced<String>> = value.get();
            self.push(&text.map_or_else(|_| "?".to_owned(), |text| text.0));
        }
        // A getter or proxy of the script may have thrown; the console ignores that.
        ctx.catch();
    }

    fn object<'js>(&mut self, ctx: &Ctx<'js>, object: &Object<'js>, depth: usize) {
        if let Some(iso) = super::globals::iso_date(ctx, object) {
            return self.push(&iso);
        }
        let is_array = object.is_array();
        let (open, close) = if is_array { ("[", "]") } else { ("{", "}") };
        if depth >= DEPTH {
            return self.push(if is_array { "[…]" } else { "{…}" });
        }
        self.push(open);
        for (at, key) in object.keys::<String>().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            if at >= ENTRIES || self.full() {
                self.push("…");
                break;
            }
            let Ok(key) = key else { break };
            if !is_array {
                self.push(&key);
                self.push(": ");
            }
            match object.get::<_, Value>(key.as_str()) {
                Ok(value) => self.value(ctx, &value, depth + 1),
                Err(_) => self.push("?"),
            }
        }
        self.push(close);
    }
}
