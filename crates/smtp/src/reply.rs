//! Parses SMTP replies (RFC 5321 section 4.2) from bytes, and classifies their codes. Uses no socket.
//!
//! Lenient where the meaning is clear: LF alone ends a line, a code without space or text is a reply, the text may be any
//! bytes. Strict where a guess could confuse replies: a missing code, different codes in one reply, a reply without end.

use std::fmt::Write as _;

use mail::{EnhancedCode, Reply};

/// The longest line accepted. RFC 5321 section 4.5.3.1.5 allows 512 octets; replies with long URLs exceed that.
pub(crate) const LINE_BYTES: usize = 4 * 1024;
/// The most lines of one reply; a long reply to EHLO has thirty.
pub(crate) const LINES: usize = 128;
/// The most text of one reply, all lines together.
pub(crate) const TEXT_BYTES: usize = 32 * 1024;
/// How much of an invalid line an error contains.
const EXCERPT_BYTES: usize = 80;

/// Why bytes are not a reply. Commands and replies can no longer be matched, so the session must be closed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplyParseError {
    /// A line does not begin with a reply code.
    #[error("the server sent a line that is not an SMTP reply: “{excerpt}”")]
    NoCode {
        /// The beginning of the line.
        excerpt: String,
    },
    /// The lines of one reply have different codes, against RFC 5321 section 4.2.1.
    #[error("the server changed its reply code within one reply, from {first} to {then}")]
    CodesDiffer {
        /// The code of the first line.
        first: u16,
        /// The other code.
        then: u16,
    },
    /// A line without end.
    #[error("the server sent a line longer than {LINE_BYTES} bytes")]
    LineTooLong,
    /// A reply without end.
    #[error("the server sent a reply of more than {LINES} lines or {TEXT_BYTES} bytes")]
    TooLong,
    /// A TLS record instead of text: the port expects implicit TLS, or the server sent an alert.
    #[error("the server sent TLS where plain text was expected")]
    TlsRecord,
}

/// Collects bytes and returns replies in order.
#[derive(Debug, Default)]
pub struct ReplyReader {
    /// Bytes received, some of them parsed.
    bytes: Vec<u8>,
    /// How much of `bytes` is parsed.
    read: usize,
    /// How much of `bytes` was searched for a line ending.
    searched: usize,
    /// A reply that has not ended.
    part: Option<PartialReply>,
}

#[derive(Debug)]
struct PartialReply {
    code: u16,
    enhanced: Option<EnhancedCode>,
    text: String,
    lines: usize,
}

/// The class of a reply code (RFC 5321 section 4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyClass {
    /// 2xx: positive completion.
    Completion,
    /// 3xx: positive intermediate; the server waits for more.
    Intermediate,
    /// 4xx: transient negative completion.
    Transient,
    /// 5xx: permanent negative completion.
    Permanent,
}

impl ReplyClass {
    /// The class of a reply. The parser accepts no other codes.
    pub fn of(reply: &Reply) -> Self {
        match reply.code {
            200..=299 => ReplyClass::Completion,
            300..=399 => ReplyClass::Intermediate,
            400..=499 => ReplyClass::Transient,
            _ => ReplyClass::Permanent,
        }
    }

    /// 4xx or 5xx.
    pub fn is_negative(self) -> bool {
        matches!(self, ReplyClass::Transient | ReplyClass::Permanent)
    }
}

/// Whether the server closes the connection after this reply: 421 may come at any time (RFC 5321 section 3.8).
pub(crate) fn closes_session(reply: &Reply) -> bool {
    reply.code == 421
}

/// Whether commands and replies still match after a reply that ended a command: it is negative, the connection stays
/// open, and the server does not report a bad sequence of commands (503).
pub(crate) fn keeps_sequence(reply: &Reply) -> bool {
    ReplyClass::of(reply).is_negative() && !closes_session(reply) && reply.code != 503
}

/// Whether a server refuses the mechanism and not the credentials (RFC 4954 sections 4 and 6).
pub(crate) fn refuses_mechanism(reply: &Reply) -> bool {
    reply.code == 504 || (reply.code == 534 && reply.text.to_ascii_lowercase().contains("too weak"))
}

/// One line, split.
struct Line<'a> {
    code: u16,
    last: bool,
    text: &'a [u8],
}

impl ReplyReader {
    /// Adds bytes, split anywhere.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.read == self.bytes.len() {
            self.bytes.clear();
            (self.read, self.searched) = (0, 0);
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Whether all bytes have been returned as replies.
    pub fn is_empty(&self) -> bool {
        self.read == self.bytes.len() && self.part.is_none()
    }

    /// The next complete reply, if one has arrived.
    ///
    /// # Errors
    /// [`ReplyParseError`]; every later call fails or returns replies that must not be used.
    #[expect(clippy::should_implement_trait, reason = "an iterator could not be fed")]
    pub fn next(&mut self) -> Result<Option<Reply>, ReplyParseError> {
        while let Some(end) = self.line_end()? {
            let start = self.read;
            (self.read, self.searched) = (end + 1, end + 1);
            let line = self.bytes[start..end].strip_suffix(b"\r").unwrap_or(&self.bytes[start..end]);
            let line = read_line(line)?;
            let last = line.last;
            let part = PartialReply::with(self.part.take(), &line)?;
            if last {
                return Ok(Some(Reply { code: part.code, enhanced: part.enhanced, text: part.text }));
            }
            self.part = Some(part);
        }
        Ok(None)
    }

    /// The position of the next line feed. Looks at each byte once.
    fn line_end(&mut self) -> Result<Option<usize>, ReplyParseError> {
        let unread = &self.bytes[self.read..];
        if is_tls_record(unread) {
            return Err(ReplyParseError::TlsRecord);
        }
        match self.bytes[self.searched..].iter().position(|&byte| byte == b'\n') {
            Some(at) if self.searched + at - self.read > LINE_BYTES => Err(ReplyParseError::LineTooLong),
            Some(at) => Ok(Some(self.searched + at)),
            None if unread.len() > LINE_BYTES => Err(ReplyParseError::LineTooLong),
            None => {
                self.searched = self.bytes.len();
                Ok(None)
            }
        }
    }
}

impl PartialReply {
    /// The reply so far with one more line.
    fn with(before: Option<PartialReply>, line: &Line<'_>) -> Result<PartialReply, ReplyParseError> {
        let text = clean(line.text);
        let (enhanced, text) = split_enhanced(line.code, &text);
        let Some(mut part) = before else {
            return Ok(PartialReply { code: line.code, enhanced, text: text.to_owned(), lines: 1 });
        };
        if part.code != line.code {
            return Err(ReplyParseError::CodesDiffer { first: part.code, then: line.code });
        }
        part.lines += 1;
        part.text.push('\n');
        match enhanced {
            // An enhanced code that differs from the first line's stays in the text.
            Some(other) if part.enhanced.is_some_and(|first| first != other) => {
                let _ = write!(part.text, "{other} ");
            }
            Some(code) => part.enhanced = Some(code),
            None => {}
        }
        part.text.push_str(text);
        if part.lines > LINES || part.text.len() > TEXT_BYTES {
            return Err(ReplyParseError::TooLong);
        }
        Ok(part)
    }
}

/// `250-text`, `250 text`, `250text` or `250`; a hyphen means that more lines follow.
fn read_line(line: &[u8]) -> Result<Line<'_>, ReplyParseError> {
    let no_code = || ReplyParseError::NoCode { excerpt: excerpt(line) };
    let [first @ b'2'..=b'5', second @ b'0'..=b'9', third @ b'0'..=b'9', rest @ ..] = line else {
        return Err(no_code());
    };
    let digit = |byte: &u8| u16::from(byte - b'0');
    let code = digit(first) * 100 + digit(second) * 10 + digit(third);
    match rest {
        [b'-', text @ ..] => Ok(Line { code, last: false, text }),
        [b' ' | b'\t', text @ ..] => Ok(Line { code, last: true, text }),
        [b'0'..=b'9', ..] => Err(no_code()),
        text => Ok(Line { code, last: true, text }),
    }
}

/// The enhanced code at the start of a line, if its class matches the reply code (RFC 2034 section 4).
fn split_enhanced(code: u16, text: &str) -> (Option<EnhancedCode>, &str) {
    match EnhancedCode::read(text) {
        Some((enhanced, rest)) if u16::from(enhanced.class) == code / 100 => (Some(enhanced), rest),
        _ => (None, text),
    }
}

/// Printable text: invalid UTF-8 and control characters become U+FFFD.
fn clean(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let text = text.trim();
    if text.chars().any(char::is_control) {
        text.chars()
            .map(|c| match c {
                '\t' => ' ',
                c if c.is_control() => char::REPLACEMENT_CHARACTER,
                c => c,
            })
            .collect()
    } else {
        text.to_owned()
    }
}

fn excerpt(line: &[u8]) -> String {
    let mut text = clean(&line[..line.len().min(EXCERPT_BYTES)]);
    if line.len() > EXCERPT_BYTES {
        text.push('…');
    }
    text
}

/// A TLS alert or handshake record of any version (RFC 8446 section 5.1). No text begins with these bytes.
fn is_tls_record(bytes: &[u8]) -> bool {
    matches!(bytes, [0x15 | 0x16, 0x03, 0x00..=0x04, ..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_all(chunks: &[&[u8]]) -> (Vec<Reply>, Option<ReplyParseError>, bool) {
        let mut reader = ReplyReader::default();
        let mut replies = Vec::new();
        for chunk in chunks {
            reader.feed(chunk);
            loop {
                match reader.next() {
                    Ok(Some(reply)) => replies.push(reply),
                    Ok(None) => break,
                    Err(error) => return (replies, Some(error), false),
                }
            }
        }
        let empty = reader.is_empty();
        (replies, None, empty)
    }

    /// Replies are written `code [enhanced] text|text`, with empty brackets if there is no enhanced code.
    #[track_caller]
    fn check(bytes: &str, expected: &[&str]) {
        let (replies, error, empty) = read_all(&[bytes.as_bytes()]);
        let shown: Vec<String> = replies
            .iter()
            .map(|reply| {
                let enhanced = reply.enhanced.map(|code| code.to_string()).unwrap_or_default();
                format!("{} [{enhanced}] {}", reply.code, reply.text.replace('\n', "|"))
            })
            .collect();
        assert_eq!(shown, expected, "{bytes:?}");
        assert_eq!(error, None, "{bytes:?}");
        assert!(empty, "{bytes:?} leaves nothing behind");
    }

    #[track_caller]
    fn check_error(bytes: &[u8], expected: ReplyParseError) {
        assert_eq!(read_all(&[bytes]).1, Some(expected), "{:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn reads_replies_in_all_forms_that_servers_use() {
        check("250 2.1.0 Ok\r\n", &["250 [2.1.0] Ok"]);
        check("220 mx.example.com ESMTP\r\n", &["220 [] mx.example.com ESMTP"]);
        check("250\r\n", &["250 [] "]);
        check("250 \r\n", &["250 [] "]);
        check("250ok\r\n", &["250 [] ok"]);
        check("250 lf only\n", &["250 [] lf only"]);
        check("250-a\n250-b\r\n250 c\n", &["250 [] a|b|c"]);
        check("250-\r\n250 \r\n", &["250 [] |"]);
        check("354 go\r\n250 2.0.0 done\r\n", &["354 [] go", "250 [2.0.0] done"]);
    }

    #[test]
    fn reads_the_enhanced_code_of_each_line() {
        check("550 5.7.708 Access denied\r\n", &["550 [5.7.708] Access denied"]);
        check("550-5.7.1 one\r\n550 5.7.1 two\r\n", &["550 [5.7.1] one|two"]);
        check("550-one\r\n550 5.7.1 two\r\n", &["550 [5.7.1] one|two"]);
        check("550-5.7.1 one\r\n550 5.7.26 two\r\n", &["550 [5.7.1] one|5.7.26 two"]);
    }

    #[test]
    fn an_enhanced_code_of_another_class_is_text() {
        check("250 5.7.1 odd\r\n", &["250 [] 5.7.1 odd"]);
        check("550 4.2.1 odd\r\n", &["550 [] 4.2.1 odd"]);
        check("354 2.0.0 go\r\n", &["354 [] 2.0.0 go"]);
    }

    #[test]
    fn replaces_unprintable_bytes() {
        check("250 \x1b[31mred\u{7}\r\n", &["250 [] \u{fffd}[31mred\u{fffd}"]);
        let (replies, ..) = read_all(&[b"550 gr\xfc\xdfe\r\n"]);
        assert_eq!(replies[0].text, "gr\u{fffd}\u{fffd}e");
    }

    #[test]
    fn other_bytes_are_an_error_with_an_excerpt() {
        check_error(
            b"HTTP/1.1 400 Bad Request\r\n",
            ReplyParseError::NoCode { excerpt: "HTTP/1.1 400 Bad Request".into() },
        );
        check_error(b"\r\n", ReplyParseError::NoCode { excerpt: String::new() });
        check_error(b"25\r\n", ReplyParseError::NoCode { excerpt: "25".into() });
        check_error(b"2500 no\r\n", ReplyParseError::NoCode { excerpt: "2500 no".into() });
        check_error(b"650 no\r\n", ReplyParseError::NoCode { excerpt: "650 no".into() });
        check_error(b"250-a\r\n550 b\r\n", ReplyParseError::CodesDiffer { first: 250, then: 550 });
    }

    #[test]
    fn replies_without_end_are_an_error() {
        check_error(&[b'2'; LINE_BYTES + 1], ReplyParseError::LineTooLong);
        let mut line = b"250 ".to_vec();
        line.extend(vec![b'x'; LINE_BYTES]);
        line.extend(b"\r\n");
        check_error(&line, ReplyParseError::LineTooLong);
        check_error("250-x\r\n".repeat(LINES + 1).as_bytes(), ReplyParseError::TooLong);
        check_error(format!("250-{}\r\n", "x".repeat(2000)).repeat(20).as_bytes(), ReplyParseError::TooLong);
    }

    #[test]
    fn recognises_tls_records() {
        check_error(&[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46], ReplyParseError::TlsRecord);
        check_error(&[0x16, 0x03, 0x01, 0x00, 0x7a], ReplyParseError::TlsRecord);
    }

    #[test]
    fn does_not_return_an_unfinished_reply() {
        let (replies, error, empty) = read_all(&[b"250-a\r\n250 b"]);
        assert_eq!((replies.len(), error, empty), (0, None, false));
    }

    fn any_reply() -> impl Strategy<Value = (u16, Vec<String>)> {
        (200u16..600, prop::collection::vec("[ -~äß€]{0,60}", 1..6))
    }

    proptest! {
        #[test]
        fn splits_change_nothing(
            replies in prop::collection::vec(any_reply(), 1..5),
            cuts in prop::collection::vec(1usize..20, 1..40),
        ) {
            let mut bytes = Vec::new();
            for (code, lines) in &replies {
                for (at, line) in lines.iter().enumerate() {
                    let sign = if at + 1 == lines.len() { ' ' } else { '-' };
                    bytes.extend(format!("{code}{sign}{line}\r\n").into_bytes());
                }
            }
            let whole = read_all(&[&bytes]);
            let mut chunks: Vec<&[u8]> = Vec::new();
            let mut rest = bytes.as_slice();
            for cut in cuts.iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (chunk, next) = rest.split_at((*cut).min(rest.len()));
                chunks.push(chunk);
                rest = next;
            }
            prop_assert_eq!(&read_all(&chunks), &whole);
            prop_assert_eq!(whole.0.len(), replies.len());
            for (read, (code, lines)) in whole.0.iter().zip(&replies) {
                prop_assert_eq!(read.code, *code);
                prop_assert_eq!(read.text.split('\n').count(), lines.len());
            }
        }

        #[test]
        fn arbitrary_bytes_do_not_panic_and_replies_are_bounded(
            chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..60),
        ) {
            let chunks: Vec<&[u8]> = chunks.iter().map(Vec::as_slice).collect();
            let (replies, ..) = read_all(&chunks);
            for reply in replies {
                prop_assert!((200..600).contains(&reply.code));
                prop_assert!(reply.text.len() <= TEXT_BYTES + 3 * LINE_BYTES);
            }
        }

        #[test]
        fn bytes_similar_to_replies_do_not_panic(
            text in "([2-5][0-9]{2}[- ]?(5\\.7\\.[0-9]{1,4} )?[a-z]{0,4}\r?\n?){0,20}",
        ) {
            let (_, error, _) = read_all(&[text.as_bytes()]);
            prop_assert!(!matches!(error, Some(ReplyParseError::TlsRecord)));
        }
    }
}
