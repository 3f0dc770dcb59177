//! Reads command lines (RFC 5321 section 2.3.8): only CRLF ends a line. Uses no socket.
//!
//! A bare CR or LF is never taken for the end of a line and never repaired: servers that disagree about line ends are
//! what SMTP smuggling (CVE-2023-51764) and command injection live on. Every octet is looked at once, and what the
//! network's splits are changes nothing.

/// The longest command line with its CRLF (RFC 5321 section 4.5.3.1.4).
const COMMAND_OCTETS: usize = 512;
/// The longest MAIL and RCPT: with SIZE (26 more, RFC 1870), BODY and SMTPUTF8 (27, RFC 6531), AUTH (500, RFC 4954), and
/// RET, ENVID, NOTIFY and ORCPT (500 each, RFC 3461).
const PATH_COMMAND_OCTETS: usize = 2_048;
/// The longest line of an authentication exchange (RFC 4954 section 4).
const AUTH_OCTETS: usize = 12_288;
/// As much of a line that is too long is read to its end. After more the session ends.
const SKIPPED_OCTETS: usize = 64 * 1024;

/// What was read instead of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// The line was too long. It was read to its end, and the next one can be read.
    TooLong,
    /// A CR or LF that is not part of CRLF, or a NUL. Where the next command begins is not known: the session ends.
    BareLineEnd,
    /// A line without end.
    Endless,
    /// A TLS handshake: the client expects implicit TLS.
    Tls,
}

/// Which line is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A command.
    Command,
    /// The response to a challenge of AUTH.
    AuthResponse,
}

/// Octets that were received and not yet read.
#[derive(Debug, Default)]
pub struct Input {
    bytes: Vec<u8>,
    /// How much of `bytes` is read.
    read: usize,
    /// How much of `bytes` was searched for the end of the line.
    searched: usize,
    /// Octets of a line that is too long, which were dropped.
    skipped: usize,
}

impl Input {
    /// Adds octets, split anywhere.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.read > 0 {
            self.bytes.drain(..self.read);
            self.searched -= self.read;
            self.read = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Octets that were not read.
    pub fn unread(&self) -> &[u8] {
        &self.bytes[self.read..]
    }

    /// Marks octets as read: a message was among them.
    pub fn consume(&mut self, octets: usize) {
        self.read = (self.read + octets).min(self.bytes.len());
        self.searched = self.read;
    }

    /// The next complete line without its CRLF; `None` until it has arrived.
    pub fn line(&mut self, kind: LineKind) -> Option<Result<Vec<u8>, LineFault>> {
        if self.skipped == 0 && is_tls_record(self.unread()) {
            return Some(Err(LineFault::Tls));
        }
        while let Some(&byte) = self.bytes.get(self.searched) {
            match byte {
                b'\r' => match self.bytes.get(self.searched + 1) {
                    Some(b'\n') => return Some(self.take_line(kind)),
                    Some(_) => return Some(Err(LineFault::BareLineEnd)),
                    None => break,
                },
                b'\n' | 0 => return Some(Err(LineFault::BareLineEnd)),
                _ => self.searched += 1,
            }
        }
        let begun = self.searched - self.read;
        if begun + 2 > limit(self.unread(), kind) || self.skipped > 0 {
            self.skipped += begun;
            self.read = self.searched;
            if self.skipped > SKIPPED_OCTETS {
                return Some(Err(LineFault::Endless));
            }
        }
        None
    }

    fn take_line(&mut self, kind: LineKind) -> Result<Vec<u8>, LineFault> {
        let line = self.bytes[self.read..self.searched].to_vec();
        self.searched += 2;
        self.read = self.searched;
        let skipped = std::mem::take(&mut self.skipped) + line.len();
        if skipped > SKIPPED_OCTETS {
            return Err(LineFault::Endless);
        }
        if skipped > line.len() || line.len() + 2 > limit(&line, kind) { Err(LineFault::TooLong) } else { Ok(line) }
    }
}

fn limit(line: &[u8], kind: LineKind) -> usize {
    let begins_with = |verb: &[u8]| line.get(..verb.len()).is_some_and(|start| start.eq_ignore_ascii_case(verb));
    match kind {
        LineKind::AuthResponse => AUTH_OCTETS,
        LineKind::Command if begins_with(b"AUTH ") => AUTH_OCTETS,
        LineKind::Command if begins_with(b"MAIL ") || begins_with(b"RCPT ") => PATH_COMMAND_OCTETS,
        LineKind::Command => COMMAND_OCTETS,
    }
}

/// A handshake record of TLS (RFC 8446 section 5.1). No command begins with these octets.
fn is_tls_record(bytes: &[u8]) -> bool {
    matches!(bytes, [0x16, 0x03, ..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All lines of `pieces`, until a fault that ends the session.
    fn lines(pieces: &[&[u8]]) -> Vec<Result<String, LineFault>> {
        let mut input = Input::default();
        let mut lines = Vec::new();
        for piece in pieces {
            input.feed(piece);
            while let Some(line) = input.line(LineKind::Command) {
                let is_end = matches!(line, Err(fault) if fault != LineFault::TooLong);
                lines.push(line.map(|line| String::from_utf8_lossy(&line).into_owned()));
                if is_end {
                    return lines;
                }
            }
        }
        lines
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: &[Result<&str, LineFault>]) {
        let expected: Vec<Result<String, LineFault>> = expected.iter().map(|line| line.map(str::to_owned)).collect();
        assert_eq!(lines(&[bytes]), expected);
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(lines(&single), expected, "octet by octet");
    }

    #[test]
    fn only_crlf_ends_a_line() {
        check(b"EHLO a\r\nNOOP\r\n\r\nRS", &[Ok("EHLO a"), Ok("NOOP"), Ok("")]);
        check(b"NOOP\r\nEHLO a\nNOOP\r\n", &[Ok("NOOP"), Err(LineFault::BareLineEnd)]);
        check(b"EHLO a\rNOOP\r\n", &[Err(LineFault::BareLineEnd)]);
        check(b"EHLO a\r\r\n", &[Err(LineFault::BareLineEnd)]);
        check(b"NO\0OP\r\n", &[Err(LineFault::BareLineEnd)]);
        check(b"\x16\x03\x01\x02\x00", &[Err(LineFault::Tls)]);
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_the_next_one_read() {
        let whole = "x".repeat(COMMAND_OCTETS - 2);
        check(format!("{whole}\r\nNOOP\r\n").as_bytes(), &[Ok(&whole), Ok("NOOP")]);
        check(format!("{whole}x\r\nNOOP\r\n").as_bytes(), &[Err(LineFault::TooLong), Ok("NOOP")]);
        let long = "x".repeat(SKIPPED_OCTETS - 100);
        check(format!("{long}\r\nNOOP\r\n").as_bytes(), &[Err(LineFault::TooLong), Ok("NOOP")]);
        let mail = format!("mail FROM:<{}>", "x".repeat(PATH_COMMAND_OCTETS - 14));
        check(format!("{mail}\r\n").as_bytes(), &[Ok(&mail)]);
        check(format!("{mail}x\r\n").as_bytes(), &[Err(LineFault::TooLong)]);
        let auth = format!("AUTH PLAIN {}", "x".repeat(AUTH_OCTETS - 13));
        check(format!("{auth}\r\n").as_bytes(), &[Ok(&auth)]);
        check(format!("{auth}x\r\n").as_bytes(), &[Err(LineFault::TooLong)]);
    }

    #[test]
    fn a_line_without_end_ends_the_session_and_takes_no_memory() {
        let mut input = Input::default();
        for _ in 0..1_000 {
            input.feed(&[b'x'; 4_096]);
            assert!(input.bytes.len() < 2 * AUTH_OCTETS, "what is skipped is dropped");
            if let Some(line) = input.line(LineKind::Command) {
                assert_eq!(line, Err(LineFault::Endless));
                return;
            }
        }
        panic!("it goes on for ever");
    }

    proptest! {
        #[test]
        fn splits_change_nothing(bytes in "[aM \r\n]{0,80}|[a\r\n]{0,40}x{500,600}\r\nb\r\n", cuts in prop::collection::vec(0usize..30, 0..20)) {
            let bytes = bytes.as_bytes();
            let mut rest = bytes;
            let mut pieces = Vec::new();
            for cut in cuts {
                let (piece, after) = rest.split_at(cut.min(rest.len()));
                pieces.push(piece);
                rest = after;
            }
            pieces.push(rest);
            prop_assert_eq!(lines(&pieces), lines(&[bytes]));
        }
    }
}
