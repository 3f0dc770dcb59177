//! A message as it goes on the wire: dots stuffed (RFC 5321 §4.5.2), line ends CRLF and nothing else.
//!
//! Cuts the message into slices of itself and a few constants, so that a clean message is not copied.

/// What ends a message: the line end before it belongs to the message.
pub(crate) const FINAL_DOT: &[u8] = b".\r\n";

/// The pieces of `message` in order, the final dot not among them. Together they end with CRLF, or are empty.
///
/// `mail` makes clean bytes, so bare CR and LF do not occur; if they did, one written here could end the message early
/// at a lenient server (SMTP smuggling), so they become CRLF.
pub(crate) fn stuffed(message: &[u8]) -> Stuffed<'_> {
    Stuffed { rest: message, line_start: true, line_end_due: false }
}

/// Gives the pieces.
pub(crate) struct Stuffed<'a> {
    rest: &'a [u8],
    /// The rest begins a line.
    line_start: bool,
    /// The piece given back last lacks its line end.
    line_end_due: bool,
}

impl<'a> Iterator for Stuffed<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if std::mem::take(&mut self.line_end_due) {
            return Some(b"\r\n");
        }
        let first = *self.rest.first()?;
        if std::mem::take(&mut self.line_start) && first == b'.' {
            return Some(b".");
        }
        let Clean { bytes, skip, line_end_due } = clean_start(self.rest);
        let piece = &self.rest[..bytes];
        self.rest = &self.rest[bytes + skip..];
        self.line_start = true;
        self.line_end_due = line_end_due;
        if piece.is_empty() { self.next() } else { Some(piece) }
    }
}

/// How much of a message may go out as it is, up to the start of a line.
struct Clean {
    bytes: usize,
    /// A bare CR or LF after it, which stays out.
    skip: usize,
    /// A line end has to be written after it.
    line_end_due: bool,
}

fn clean_start(message: &[u8]) -> Clean {
    let mut at = 0;
    while let Some(found) = message[at..].iter().position(|&byte| byte == b'\r' || byte == b'\n') {
        at += found;
        if !message[at..].starts_with(b"\r\n") {
            return Clean { bytes: at, skip: 1, line_end_due: true };
        }
        at += 2;
        if message.get(at) == Some(&b'.') {
            return Clean { bytes: at, skip: 0, line_end_due: false };
        }
    }
    Clean { bytes: message.len(), skip: 0, line_end_due: !message.ends_with(b"\r\n") }
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
    fn a_dot_at_the_start_of_a_line_is_doubled() {
        check(".\r\n", "..\r\n");
        check(".a\r\n..b\r\n.\r\nc.d\r\n", "..a\r\n...b\r\n..\r\nc.d\r\n");
        check("a\r\n\r\n.\r\n", "a\r\n\r\n..\r\n");
    }

    #[test]
    fn a_clean_message_is_one_piece_of_itself() {
        let message = b"Subject: x\r\n\r\nHello.\r\n. not at the start of the message\r\n";
        let before_dot = message.len() - b". not at the start of the message\r\n".len();
        let pieces: Vec<&[u8]> = stuffed(message).collect();
        assert_eq!(pieces, [&message[..before_dot], b".", &message[before_dot..]]);
        let clean = &message[..before_dot];
        assert_eq!(stuffed(clean).next().map(<[u8]>::as_ptr), Some(clean.as_ptr()), "nothing is copied");
    }

    #[test]
    fn the_end_is_a_line_end_and_nothing_stays_nothing() {
        check("", "");
        check("a", "a\r\n");
        check("a\r\n", "a\r\n");
        check("\r\n", "\r\n");
    }

    #[test]
    fn bare_line_ends_never_leave() {
        check("a\nb\rc\r\n", "a\r\nb\r\nc\r\n");
        check("a\n.\nMAIL FROM:<x@y>\n", "a\r\n..\r\nMAIL FROM:<x@y>\r\n");
        check("a\r.\r", "a\r\n..\r\n");
        check("a\r\r\n.\r\r\n", "a\r\n\r\n..\r\n\r\n");
        check("\n", "\r\n");
    }

    proptest! {
        #[test]
        fn nothing_in_a_message_ends_it(message in "[.a\r\n]{0,60}") {
            let wire = on_the_wire(message.as_bytes());
            let text = String::from_utf8(wire).expect("ASCII");
            prop_assert!(text.is_empty() || text.ends_with("\r\n"));
            let lines: Vec<&str> = text.split_terminator("\r\n").collect();
            for line in &lines {
                prop_assert!(!line.contains(['\r', '\n']), "a bare line end left: {:?}", line);
                prop_assert!(*line != ".", "the message ends early: {:?}", text);
            }
            // What the server reads, dots unstuffed, is the message with its line ends made whole.
            let read: Vec<&str> = lines.iter().map(|line| line.strip_prefix('.').unwrap_or(line)).collect();
            let whole = message.replace("\r\n", "\n").replace('\r', "\n");
            let meant: Vec<&str> = whole.split_terminator('\n').collect();
            prop_assert_eq!(read, meant);
        }
    }
}
