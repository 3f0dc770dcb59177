//! A value as it is shown in a fault: in backticks, on one line, short.

/// How much of a value a fault repeats, in characters: enough to find it again.
const SHOWN: usize = 60;

/// The value in backticks; line breaks and other unprintable characters are escaped, what is long is cut.
pub fn quoted(value: &str) -> String {
    let mut shown = String::from("`");
    for (count, c) in value.chars().enumerate() {
        if count == SHOWN {
            shown.push('…');
            break;
        }
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown.push('`');
    shown
}
