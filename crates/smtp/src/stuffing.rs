//! Dot-stuffing (RFC 5321 section 4.5.2), and CRLF for every line ending.
//!
//! Yields slices of the message and a few constants, so that nothing is copied.

/// Ends a message; the line ending before it belongs to the message.
pub(crate) const FINAL_DOT: &[u8] = b".\r\n";

/// The pieces of `message` in order, without the final dot. Their concatenation ends with CRLF, or is empty.
///
/// `mail` writes no bare CR or LF. A lenient server could mistake one for the end of the message (SMTP smuggling), so
/// any that occurs is replaced by CRLF.
pub(crate) fn stuffed(message: &[u8]) -> DotStuffing<'_> {
    DotStuffing { rest: message, line_start: true, needs_line_ending: false }
}

/// Iterates over the pieces of a message.
pub(crate) struct DotStuffing<'a> {
    rest: &'a [u8],
    /// The rest begins a line.
    line_start: bool,
    /// The last piece lacks its line ending.
    needs_line_ending: bool,
}

impl<'a> Iterator for DotStuffing<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if std::mem::take(&mut self.needs_line_ending) {
            return Some(b"\r\n");
        }
        let first = *self.rest.first()?;
        if std::mem::take(&mut self.line_start) && first == b'.' {
            return Some(b".");
        }
        let CleanPrefix { bytes, skip, needs_line_ending } = clean_start(self.rest);
        let piece = &self.rest[..bytes];
        self.rest = &self.rest[bytes + skip..];
        self.line_start = true;
        self.needs_line_ending = needs_line_ending;
        if piece.is_empty() { self.next() } else { Some(piece) }
    }
}

/// The prefix of a message that can be sent unchanged, up to the start of a line.
struct CleanPrefix {
    bytes: usize,
    /// A bare CR or LF after it, which is skipped.
    skip: usize,
    /// A line ending must be written after it.
    needs_line_ending: bool,
}

fn clean_start(message: &[u8]) -> CleanPrefix {
    let mut at = 0;
    while let Some(found) = message[at..].iter().position(|&byte| byte == b'\r' || byte == b'\n') {
        at += found;
        if !message[at..].starts_with(b"\r\n") {
            return CleanPrefix { bytes: at, skip: 1, needs_line_ending: true };
        }
        at += 2;
        if message.get(at) == Some(&b'.') {
            return CleanPrefix { bytes: at, skip: 0, needs_line_ending: false };
        }
    }
    CleanPrefix { bytes: message.len(), skip: 0, needs_line_ending: !message.ends_with(b"\r\n") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn on_the_wire(message: &[u8]) -> Vec<u8> {
        stuffed(message).collect::<Vec<_>>().concat()
    }

    #[track_caller]
    fn check(message: &str, expected: &str) {
        assert_eq!(String::from_utf8_lossy(&on_the_wire(message.as_bytes())), expected, "{message:?}");
    }

    #[test]
    fn doubles_a_dot_at_the_start_of_a_line() {
        check(".\r\n", "..\r\n");
        check(".a\r\n..b\r\n.\r\nc.d\r\n", "..a\r\n...b\r\n..\r\nc.d\r\n");
        check("a\r\n\r\n.\r\n", "a\r\n\r\n..\r\n");
    }

    #[test]
    fn copies_nothing() {
        let message = b"Subject: x\r\n\r\nHello.\r\n. not at the start of the message\r\n";
        let before_dot = message.len() - b". not at the start of the message\r\n".len();
        let pieces: Vec<&[u8]> = stuffed(message).collect();
        assert_eq!(pieces, [&message[..before_dot], b".", &message[before_dot..]]);
        let clean = &message[..before_dot];
        assert_eq!(stuffed(clean).next().map(<[u8]>::as_ptr), Some(clean.as_ptr()), "nothing is copied");
    }

    #[test]
    fn adds_a_final_line_ending() {
        check("", "");
        check("a", "a\r\n");
        check("a\r\n", "a\r\n");
        check("\r\n", "\r\n");
    }

    #[test]
    fn replaces_bare_line_endings() {
        check("a\nb\rc\r\n", "a\r\nb\r\nc\r\n");
        check("a\n.\nMAIL FROM:<x@y>\n", "a\r\n..\r\nMAIL FROM:<x@y>\r\n");
        check("a\r.\r", "a\r\n..\r\n");
        check("a\r\r\n.\r\r\n", "a\r\n\r\n..\r\n\r\n");
        check("\n", "\r\n");
    }

    proptest! {
        #[test]
        fn no_message_contains_its_end(message in "[.a\r\n]{0,60}") {
            let wire = on_the_wire(message.as_bytes());
            let text = String::from_utf8(wire).expect("ASCII");
            prop_assert!(text.is_empty() || text.ends_with("\r\n"));
            let lines: Vec<&str> = text.split_terminator("\r\n").collect();
            for line in &lines {
                prop_assert!(!line.contains(['\r', '\n']), "a bare line ending: {:?}", line);
                prop_assert!(*line != ".", "the message ends early: {:?}", text);
            }
            // Without the added dots it is the message with CRLF line endings.
            let read: Vec<&str> = lines.iter().map(|line| line.strip_prefix('.').unwrap_or(line)).collect();
            let whole = message.replace("\r\n", "\n").replace('\r', "\n");
            let meant: Vec<&str> = whole.split_terminator('\n').collect();
            prop_assert_eq!(read, meant);
        }
    }
}
