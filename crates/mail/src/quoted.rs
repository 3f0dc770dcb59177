//! A value as it is shown in a fault: in backticks, on one line, truncated.

/// Maximum characters of a value in a fault: enough to find it again.
const SHOWN: usize = 60;

/// The value in backticks; line breaks, other unprintable characters and those that change the writing direction
/// (also of the fault's own text) are escaped; a long value is truncated.
pub fn quoted(value: &str) -> String {
    let mut shown = String::from("`");
    for (count, c) in value.chars().enumerate() {
        if count == SHOWN {
            shown.push('…');
            break;
        }
        if is_deceiving(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown.push('`');
    shown
}

/// A code point in hexadecimal, without the `U+`: `0007`, `1F600`.
pub(crate) fn code_point(c: char) -> String {
    format!("{:04X}", u32::from(c))
}

/// Control characters, line and paragraph separators, and characters that change the writing direction.
fn is_deceiving(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_line_that_turns_nothing() {
        for (value, expected) in [
            ("a b", "`a b`"),
            ("a\r\nb", "`a\\r\\nb`"),
            ("gpj.\u{202E}exe", "`gpj.\\u{202e}exe`"),
            (&"x".repeat(61), &format!("`{}…`", "x".repeat(60))),
        ] {
            assert_eq!(quoted(value), expected);
        }
    }
}
