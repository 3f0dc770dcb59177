//! Reads the message that follows DATA (RFC 5321 section 4.5.2): undoes dot-stuffing, and ends only at CRLF.CRLF. Uses no
//! socket.
//!
//! A bare CR or LF is a fault of the message. Such a message is read to its end, so that what follows is not taken for
//! commands, and refused; it is never repaired.

/// Where the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    /// The next octet begins a line.
    LineStart,
    /// A dot began the line.
    Dot,
    /// A dot began the line, and CR follows.
    DotCr,
    /// In a line.
    Line,
    /// After a CR.
    Cr,
}

/// A CR or LF that is not part of CRLF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BareLineEnd {
    /// The number of the line, from 1.
    pub line: u64,
    /// Whether it is a CR.
    pub is_cr: bool,
}

/// What became of some octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataProgress {
    /// How many were read; all of them unless the message ended.
    pub consumed: usize,
    /// Whether the message ended.
    pub ended: bool,
}

/// Reads one message.
#[derive(Debug)]
pub struct DataReader {
    position: Position,
    line: u64,
    fault: Option<BareLineEnd>,
}

impl Default for DataReader {
    fn default() -> Self {
        Self { position: Position::LineStart, line: 1, fault: None }
    }
}

impl DataReader {
    /// Reads octets and adds those of the message to `message`, until it has `limit` of them or a fault occurs; what comes
    /// after that is read and dropped. A message above the limit has `limit + 1` octets.
    pub fn read(&mut self, bytes: &[u8], message: &mut Vec<u8>, limit: usize) -> DataProgress {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match (self.position, byte) {
                (Position::LineStart, b'.') => {
                    self.position = Position::Dot;
                    at += 1;
                }
                (Position::Dot, b'\r') => {
                    self.position = Position::DotCr;
                    at += 1;
                }
                (Position::DotCr, b'\n') => return DataProgress { consumed: at + 1, ended: true },
                (Position::DotCr, _) => {
                    self.note_fault(true);
                    self.position = Position::Line;
                }
                (Position::Cr, b'\n') => {
                    self.add(message, b"\r\n", limit);
                    self.line += 1;
                    self.position = Position::LineStart;
                    at += 1;
                }
                (Position::Cr, _) => {
                    self.note_fault(true);
                    self.position = Position::Line;
                }
                (Position::LineStart | Position::Line | Position::Dot, _) => {
                    let rest = &bytes[at..];
                    let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
                    self.add(message, &rest[..end], limit);
                    at += end;
                    self.position = Position::Line;
                    match bytes.get(at) {
                        Some(b'\r') => {
                            self.position = Position::Cr;
                            at += 1;
                        }
                        Some(_) => {
                            self.note_fault(false);
                            at += 1;
                        }
                        None => {}
                    }
                }
            }
        }
        DataProgress { consumed: at, ended: false }
    }

    /// The first bare CR or LF.
    pub fn fault(&self) -> Option<BareLineEnd> {
        self.fault
    }

    fn note_fault(&mut self, is_cr: bool) {
        self.fault.get_or_insert(BareLineEnd { line: self.line, is_cr });
    }

    fn add(&self, message: &mut Vec<u8>, octets: &[u8], limit: usize) {
        if self.fault.is_none() {
            let room = (limit + 1).saturating_sub(message.len());
            message.extend_from_slice(&octets[..octets.len().min(room)]);
        }
    }
}

/// The first bare CR or LF of a message that arrived in chunks (RFC 3030), which have their own lengths.
pub fn bare_line_end(message: &[u8]) -> Option<BareLineEnd> {
    let (mut line, mut at) = (1, 0);
    while let Some(found) = message[at..].iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
        at += found;
        if !message[at..].starts_with(b"\r\n") {
            return Some(BareLineEnd { line, is_cr: message[at] == b'\r' });
        }
        line += 1;
        at += 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stuffing::{FINAL_DOT, stuffed};

    const LIMIT: usize = 10_000;

    #[derive(Debug, PartialEq, Eq)]
    struct Read {
        message: String,
        fault: Option<BareLineEnd>,
        /// What follows the message; `None` if it has no end.
        rest: Option<String>,
    }

    fn read(pieces: &[&[u8]], limit: usize) -> Read {
        let (mut reader, mut message) = (DataReader::default(), Vec::new());
        let mut rest: Option<Vec<u8>> = None;
        for piece in pieces {
            if let Some(rest) = &mut rest {
                rest.extend_from_slice(piece);
                continue;
            }
            let progress = reader.read(piece, &mut message, limit);
            if progress.ended {
                rest = Some(piece[progress.consumed..].to_vec());
            } else {
                assert_eq!(progress.consumed, piece.len());
            }
        }
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Read { message: text(message), fault: reader.fault(), rest: rest.map(text) }
    }

    #[track_caller]
    fn check(wire: &str, message: &str, rest: Option<&str>) {
        let expected = Read { message: message.to_owned(), fault: None, rest: rest.map(str::to_owned) };
        assert_eq!(read(&[wire.as_bytes()], LIMIT), expected);
        let single: Vec<&[u8]> = wire.as_bytes().chunks(1).collect();
        assert_eq!(read(&single, LIMIT), expected, "octet by octet");
    }

    #[test]
    fn a_message_ends_at_a_dot_on_a_line_of_its_own() {
        check("a\r\n.\r\nNOOP\r\n", "a\r\n", Some("NOOP\r\n"));
        check(".\r\n", "", Some(""));
        check("\r\n.\r\n", "\r\n", Some(""));
        check("a\r\n.", "a\r\n", None);
        check("a\r\n.\r", "a\r\n", None);
    }

    #[test]
    fn a_first_dot_is_removed() {
        check("..\r\n..a\r\n...\r\na..b\r\n.b\r\n.\r\n", ".\r\n.a\r\n..\r\na..b\r\nb\r\n", Some(""));
    }

    #[test]
    fn nothing_but_crlf_dot_crlf_ends_a_message() {
        for (wire, line, is_cr) in [
            ("a\n.\nNOOP\r\n.\r\nrest", 1, false),
            ("a\n.\r\nNOOP\r\n.\r\nrest", 1, false),
            ("a\r\n.\nNOOP\r\n.\r\nrest", 2, false),
            ("a\r.\r\nNOOP\r\n.\r\nrest", 1, true),
            ("a\r\n.\rNOOP\r\n.\r\nrest", 2, true),
            ("a\r\n.\r\rNOOP\r\n.\r\nrest", 2, true),
            ("a\r\r\n.\r\r\nNOOP\r\n.\r\nrest", 1, true),
            ("a\n\n.\r\nNOOP\r\n.\r\nrest", 1, false),
            ("a\r.\rNOOP\r\n.\r\nrest", 1, true),
            ("a\r\n\n.\r\nNOOP\r\n.\r\nrest", 2, false),
            ("a\r\n\r.\r\nNOOP\r\n.\r\nrest", 2, true),
        ] {
            for size in [1, 2, 3, wire.len()] {
                let pieces: Vec<&[u8]> = wire.as_bytes().chunks(size).collect();
                let read = read(&pieces, LIMIT);
                assert_eq!(read.fault, Some(BareLineEnd { line, is_cr }), "{wire:?}");
                assert_eq!(read.rest.as_deref(), Some("rest"), "{wire:?}: it is one message");
            }
        }
    }

    #[test]
    fn a_message_above_the_limit_is_read_to_its_end() {
        let read = read(&[b"12345\r\n67890\r\n.\r\nNOOP"], 8);
        assert_eq!((read.message.len(), read.rest.as_deref()), (9, Some("NOOP")));
    }

    proptest! {
        #[test]
        fn what_was_stuffed_comes_out_and_splits_change_nothing(
            lines in prop::collection::vec("[.a]{0,5}", 0..10),
            after in "[.a\r\n]{0,20}",
            cuts in prop::collection::vec(0usize..8, 0..20),
        ) {
            let message: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
            let mut wire = stuffed(message.as_bytes()).collect::<Vec<_>>().concat();
            wire.extend_from_slice(FINAL_DOT);
            wire.extend_from_slice(after.as_bytes());
            let mut rest = wire.as_slice();
            let mut pieces = Vec::new();
            for cut in cuts {
                let (piece, left) = rest.split_at(cut.min(rest.len()));
                pieces.push(piece);
                rest = left;
            }
            pieces.push(rest);
            prop_assert_eq!(read(&pieces, LIMIT), Read { message, fault: None, rest: Some(after) });
        }

        #[test]
        fn any_octets_give_the_same_whatever_the_splits(wire in "[.a\r\n]{0,60}", size in 1usize..7) {
            let pieces: Vec<&[u8]> = wire.as_bytes().chunks(size).collect();
            let (split, whole) = (read(&pieces, LIMIT), read(&[wire.as_bytes()], LIMIT));
            prop_assert_eq!(&split, &whole);
            prop_assert_eq!(bare_line_end(whole.message.as_bytes()).filter(|_| whole.fault.is_none() && whole.rest.is_some()), None);
            // It ended exactly where the octets have CRLF.CRLF, or begin with .CRLF.
            let end = if wire.starts_with(".\r\n") { Some(3) } else { wire.find("\r\n.\r\n").map(|at| at + 5) };
            prop_assert_eq!(whole.rest, end.map(|end| wire[end..].to_owned()));
        }
    }
}
