//! Parses SMTP replies (RFC 5321 section 4.2) from bytes, and classifies their codes. Uses no socket.
//!
//! Lenient where the meaning is clear: LF alone ends a line, a code without space or text is a reply, the text may be
//! any bytes. Strict where a guess could confuse replies: a missing code, different codes in one reply, a reply without
//! end.

use std::fmt::Write as _;

use mail::{EnhancedCode, Reply};

/// Maximum bytes of a line. RFC 5321 section 4.5.3.1.5 allows 512 octets; replies with long URLs exceed that.
pub(crate) const LINE_BYTES: usize = 4 * 1024;
/// Maximum lines of one reply; a long reply to EHLO has thirty.
pub(crate) const LINES: usize = 128;
/// Maximum bytes of text in one reply, all lines together.
pub(crate) const TEXT_BYTES: usize = 32 * 1024;
/// Maximum bytes of an invalid line that an error quotes.
const EXCERPT_BYTES: usize = 80;

/// Why the server's bytes are not a valid reply. Commands and replies can no longer be matched, so the session must be
/// closed.
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
    /// A line exceeds the maximum length.
    #[error("the server sent a line longer than {LINE_BYTES} bytes")]
    LineTooLong,
    /// A reply exceeds the maximum length.
    #[error("the server sent a reply of more than {LINES} lines or {TEXT_BYTES} bytes")]
    TooLong,
    /// A TLS record instead of text: the port expects implicit TLS, or the server sent an alert.
    #[error("the server sent TLS where plain text was expected")]
    TlsRecord,
}

/// Collects bytes and returns replies in order.
#[derive(Debug, Default)]
pub struct ReplyReader {
    /// Received bytes, some of them already parsed.
    bytes: Vec<u8>,
    /// Number of bytes parsed.
    read: usize,
    /// Number of bytes searched for a line ending.
    searched: usize,
    /// The reply whose last line has not arrived.
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
    /// 3xx: positive intermediate; the server expects more input.
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

/// Whether commands and replies still match after this negative reply: the connection stays open, and the server does
/// not report a bad sequence of commands (503).
pub(crate) fn keeps_sequence(reply: &Reply) -> bool {
    ReplyClass::of(reply).is_negative() && !closes_session(reply) && reply.code != 503
}

/// Whether the server refuses the mechanism rather than the credentials (RFC 4954 sections 4 and 6).
pub(crate) fn refuses_mechanism(reply: &Reply) -> bool {
    reply.code == 504 || (reply.code == 534 && reply.text.to_ascii_lowercase().contains("too weak"))
}

/// One parsed line of a reply.
struct Line<'a> {
    code: u16,
    last: bool,
    text: &'a [u8],
}

impl ReplyReader {
    /// Adds received bytes, split at any position.
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
    /// [`ReplyParseError`]. The reader must not be used afterwards.
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

    /// The position of the next line feed. Each byte is examined once.
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
mod tests;
