//! Reads SMTP replies (RFC 5321 §4.2) out of bytes: fed, never reading itself; it knows no socket.
//!
//! Lenient where meaning is plain: LF alone ends a line, a code without blank or text is a reply, any bytes are text.
//! Strict where guessing would mistake one reply for another: no code, another code within a reply, no end.

use std::fmt::Write as _;

use mail::{EnhancedCode, Reply};

/// The longest line taken. RFC 5321 §4.5.3.1.5 grants 512 octets; servers with long web addresses exceed that.
const LINE_BYTES: usize = 4 * 1024;
/// The most lines of one reply; a long EHLO answer has thirty.
const LINES: usize = 128;
/// The most text of one reply, all lines together.
const TEXT_BYTES: usize = 32 * 1024;
/// How much of a line that is no reply is shown to people.
const EXCERPT_BYTES: usize = 80;

/// Why bytes are not a reply. The conversation is out of step then, and the session has to be closed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Garbled {
    /// A line does not begin with a reply code.
    #[error("the server sent a line that is no SMTP reply: “{excerpt}”")]
    NoCode { excerpt: String },
    /// The lines of one reply disagree (RFC 5321 §4.2.1 has one code on all).
    #[error("the server changed its reply code within one reply, from {first} to {then}")]
    CodesDiffer { first: u16, then: u16 },
    /// A line without end.
    #[error("the server sent a line longer than {LINE_BYTES} bytes")]
    LineTooLong,
    /// A reply without end.
    #[error("the server sent a reply of more than {LINES} lines or {TEXT_BYTES} bytes")]
    TooLong,
    /// A TLS record where text is expected: the port speaks TLS from the first byte, or an alert came.
    #[error("the server sent TLS where plain text is expected")]
    TlsRecord,
}

/// Collects bytes and gives replies back, in order.
#[derive(Debug, Default)]
pub(crate) struct ReplyReader {
    /// What was fed and is not yet read.
    bytes: Vec<u8>,
    /// How much of `bytes` is read already.
    read: usize,
    /// How much of `bytes` is known to hold no line end.
    searched: usize,
    /// The lines of a reply that has not ended.
    part: Option<Part>,
}

#[derive(Debug)]
struct Part {
    code: u16,
    enhanced: Option<EnhancedCode>,
    text: String,
    lines: usize,
}

/// One line, taken apart.
struct Line<'a> {
    code: u16,
    last: bool,
    text: &'a [u8],
}

impl ReplyReader {
    /// Takes what arrived, however it was cut.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        if self.read == self.bytes.len() {
            self.bytes.clear();
            (self.read, self.searched) = (0, 0);
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Whether all that was fed has been given back as replies.
    pub(crate) fn is_empty(&self) -> bool {
        self.read == self.bytes.len() && self.part.is_none()
    }

    /// The next whole reply, if one has arrived.
    pub(crate) fn next(&mut self) -> Result<Option<Reply>, Garbled> {
        while let Some(end) = self.line_end()? {
            let start = self.read;
            (self.read, self.searched) = (end + 1, end + 1);
            let line = self.bytes[start..end].strip_suffix(b"\r").unwrap_or(&self.bytes[start..end]);
            let line = read_line(line)?;
            let last = line.last;
            let part = Part::with(self.part.take(), &line)?;
            if last {
                return Ok(Some(Reply { code: part.code, enhanced: part.enhanced, text: part.text }));
            }
            self.part = Some(part);
        }
        Ok(None)
    }

    /// Where the next line feed stands, looking at each byte once.
    fn line_end(&mut self) -> Result<Option<usize>, Garbled> {
        let unread = &self.bytes[self.read..];
        if is_tls_record(unread) {
            return Err(Garbled::TlsRecord);
        }
        match self.bytes[self.searched..].iter().position(|&byte| byte == b'\n') {
            Some(at) if self.searched + at - self.read > LINE_BYTES => Err(Garbled::LineTooLong),
            Some(at) => Ok(Some(self.searched + at)),
            None if unread.len() > LINE_BYTES => Err(Garbled::LineTooLong),
            None => {
                self.searched = self.bytes.len();
                Ok(None)
            }
        }
    }
}

impl Part {
    /// The reply so far with one more line.
    fn with(before: Option<Part>, line: &Line<'_>) -> Result<Part, Garbled> {
        let text = clean(line.text);
        let (enhanced, text) = split_enhanced(line.code, &text);
        let Some(mut part) = before else {
            return Ok(Part { code: line.code, enhanced, text: text.to_owned(), lines: 1 });
        };
        if part.code != line.code {
            return Err(Garbled::CodesDiffer { first: part.code, then: line.code });
        }
        part.lines += 1;
        part.text.push('\n');
        match enhanced {
            // Another enhanced code than the first line's is news, and stays in the text.
            Some(other) if part.enhanced.is_some_and(|first| first != other) => {
                let _ = write!(part.text, "{other} ");
            }
            Some(code) => part.enhanced = Some(code),
            None => {}
        }
        part.text.push_str(text);
        if part.lines > LINES || part.text.len() > TEXT_BYTES {
            return Err(Garbled::TooLong);
        }
        Ok(part)
    }
}

/// `250-text`, `250 text`, `250text`, `250`: three digits, then whether more lines follow.
fn read_line(line: &[u8]) -> Result<Line<'_>, Garbled> {
    let no_code = || Garbled::NoCode { excerpt: excerpt(line) };
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

/// The enhanced code at the start of a line, where its class fits the reply code's (RFC 2034 §4).
fn split_enhanced(code: u16, text: &str) -> (Option<EnhancedCode>, &str) {
    match EnhancedCode::read(text) {
        Some((enhanced, rest)) if u16::from(enhanced.class) == code / 100 => (Some(enhanced), rest),
        _ => (None, text),
    }
}

/// Text for people: what is not UTF-8 and control characters become U+FFFD, so that no terminal or page is played with.
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

/// A TLS alert or handshake record, any version (RFC 8446 §5.1): no text begins with these bytes.
fn is_tls_record(bytes: &[u8]) -> bool {
    matches!(bytes, [0x15 | 0x16, 0x03, 0x00..=0x04, ..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_all(chunks: &[&[u8]]) -> (Vec<Reply>, Option<Garbled>, bool) {
        let mut reader = ReplyReader::default();
        let mut replies = Vec::new();
        for chunk in chunks {
            reader.feed(chunk);
            loop {
                match reader.next() {
                    Ok(Some(reply)) => replies.push(reply),
                    Ok(None) => break,
                    Err(garbled) => return (replies, Some(garbled), false),
                }
            }
        }
        let empty = reader.is_empty();
        (replies, None, empty)
    }

    /// Replies are written `code [enhanced] text|text`, a blank where there is no enhanced code.
    #[track_caller]
    fn check(bytes: &str, expected: &[&str]) {
        let (replies, garbled, empty) = read_all(&[bytes.as_bytes()]);
        let shown: Vec<String> = replies
            .iter()
            .map(|reply| {
                let enhanced = reply.enhanced.map(|code| code.to_string()).unwrap_or_default();
                format!("{} [{enhanced}] {}", reply.code, reply.text.replace('\n', "|"))
            })
            .collect();
        assert_eq!(shown, expected, "{bytes:?}");
        assert_eq!(garbled, None, "{bytes:?}");
        assert!(empty, "{bytes:?} leaves nothing behind");
    }

    #[track_caller]
    fn check_garbled(bytes: &[u8], expected: Garbled) {
        assert_eq!(read_all(&[bytes]).1, Some(expected), "{:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn replies_are_read_in_every_form_servers_use() {
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
    fn an_enhanced_code_is_kept_whole_and_taken_from_each_line() {
        check("550 5.7.708 Access denied\r\n", &["550 [5.7.708] Access denied"]);
        check("550-5.7.1 one\r\n550 5.7.1 two\r\n", &["550 [5.7.1] one|two"]);
        check("550-one\r\n550 5.7.1 two\r\n", &["550 [5.7.1] one|two"]);
        check("550-5.7.1 one\r\n550 5.7.26 two\r\n", &["550 [5.7.1] one|5.7.26 two"]);
    }

    #[test]
    fn an_enhanced_code_of_another_class_stays_text() {
        check("250 5.7.1 odd\r\n", &["250 [] 5.7.1 odd"]);
        check("550 4.2.1 odd\r\n", &["550 [] 4.2.1 odd"]);
        check("354 2.0.0 go\r\n", &["354 [] 2.0.0 go"]);
    }

    #[test]
    fn what_is_not_text_is_made_harmless() {
        check("250 \x1b[31mred\u{7}\r\n", &["250 [] \u{fffd}[31mred\u{fffd}"]);
        let (replies, ..) = read_all(&[b"550 gr\xfc\xdfe\r\n"]);
        assert_eq!(replies[0].text, "gr\u{fffd}\u{fffd}e");
    }

    #[test]
    fn what_is_no_reply_is_an_error_that_shows_it() {
        check_garbled(b"HTTP/1.1 400 Bad Request\r\n", Garbled::NoCode { excerpt: "HTTP/1.1 400 Bad Request".into() });
        check_garbled(b"\r\n", Garbled::NoCode { excerpt: String::new() });
        check_garbled(b"25\r\n", Garbled::NoCode { excerpt: "25".into() });
        check_garbled(b"2500 no\r\n", Garbled::NoCode { excerpt: "2500 no".into() });
        check_garbled(b"650 no\r\n", Garbled::NoCode { excerpt: "650 no".into() });
        check_garbled(b"250-a\r\n550 b\r\n", Garbled::CodesDiffer { first: 250, then: 550 });
    }

    #[test]
    fn replies_without_end_are_cut_off() {
        check_garbled(&[b'2'; LINE_BYTES + 1], Garbled::LineTooLong);
        let mut line = b"250 ".to_vec();
        line.extend(vec![b'x'; LINE_BYTES]);
        line.extend(b"\r\n");
        check_garbled(&line, Garbled::LineTooLong);
        check_garbled("250-x\r\n".repeat(LINES + 1).as_bytes(), Garbled::TooLong);
        check_garbled(format!("250-{}\r\n", "x".repeat(2000)).repeat(20).as_bytes(), Garbled::TooLong);
    }

    #[test]
    fn tls_where_text_is_expected_is_recognised() {
        check_garbled(&[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46], Garbled::TlsRecord);
        check_garbled(&[0x16, 0x03, 0x01, 0x00, 0x7a], Garbled::TlsRecord);
    }

    #[test]
    fn an_unfinished_reply_is_not_given_back() {
        let (replies, garbled, empty) = read_all(&[b"250-a\r\n250 b"]);
        assert_eq!((replies.len(), garbled, empty), (0, None, false));
    }

    fn any_reply() -> impl Strategy<Value = (u16, Vec<String>)> {
        (200u16..600, prop::collection::vec("[ -~äß€]{0,60}", 1..6))
    }

    proptest! {
        #[test]
        fn the_way_bytes_are_cut_changes_nothing(
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
        fn no_bytes_make_it_panic_or_grow_without_bound(
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
        fn bytes_that_look_like_replies_do_not_make_it_panic(
            text in "([2-5][0-9]{2}[- ]?(5\\.7\\.[0-9]{1,4} )?[a-z]{0,4}\r?\n?){0,20}",
        ) {
            let (_, garbled, _) = read_all(&[text.as_bytes()]);
            prop_assert!(!matches!(garbled, Some(Garbled::TlsRecord)));
        }
    }
}
