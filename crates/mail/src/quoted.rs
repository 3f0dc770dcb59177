//! Values as they are shown in faults: in backticks, on one line, truncated.

/// Maximum characters of a value in a fault: enough to recognise it.
const SHOWN: usize = 60;

/// The value in backticks. Line breaks, other control characters, and characters that change the writing direction,
/// which would also affect the text of the fault, are escaped; a long value is truncated.
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
    fn line_breaks_and_changes_of_direction_are_escaped_and_long_values_truncated() {
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
