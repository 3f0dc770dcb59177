//! What the server says: a code, an enhanced code (RFC 2034, RFC 3463) and text in English.

/// The longest text of one line: with code, enhanced code and CRLF it has at most 512 octets (RFC 5321 section 4.5.3.1.5).
const LINE_OCTETS: usize = 490;

/// One reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    number: u16,
    /// Empty for replies that have none: to EHLO, HELO and HELP, 334 and 354 (RFC 2034 section 4).
    enhanced: &'static str,
    text: String,
    ends_session: bool,
}

impl Answer {
    /// A reply. Lines of `text` become lines of the reply; control characters become spaces.
    pub fn new(number: u16, enhanced: &'static str, text: impl Into<String>) -> Self {
        Self { number, enhanced, text: text.into(), ends_session: false }
    }

    /// A reply without an enhanced code.
    pub fn plain(number: u16, text: impl Into<String>) -> Self {
        Self::new(number, "", text)
    }

    /// The same, and the server closes the connection after it.
    #[must_use]
    pub fn and_close(self) -> Self {
        Self { ends_session: true, ..self }
    }

    /// Whether the server closes the connection after it.
    pub fn ends_session(&self) -> bool {
        self.ends_session
    }

    /// The reply code.
    pub fn number(&self) -> u16 {
        self.number
    }

    /// The enhanced code; empty if it has none.
    pub fn enhanced(&self) -> &'static str {
        self.enhanced
    }

    /// The text, without codes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the client's command was refused, for now or for good.
    pub fn is_refusal(&self) -> bool {
        self.number >= 400
    }

    /// Adds the lines to `out`.
    pub(crate) fn write_to(&self, out: &mut Vec<u8>) {
        let text = in_ascii(&self.text);
        let mut lines: Vec<&str> = text.lines().flat_map(pieces).collect();
        if lines.is_empty() {
            lines.push("");
        }
        let last = lines.len() - 1;
        for (at, line) in lines.into_iter().enumerate() {
            let separator = if at == last { ' ' } else { '-' };
            out.extend_from_slice(format!("{}{separator}", self.number).as_bytes());
            if !self.enhanced.is_empty() {
                out.extend_from_slice(self.enhanced.as_bytes());
                out.push(b' ');
            }
            out.extend(line.bytes().map(|byte| if byte.is_ascii_control() { b' ' } else { byte }));
            out.extend_from_slice(b"\r\n");
        }
    }
}

/// The text in ASCII (RFC 5321 section 4.2): a client may read a reply that is not, only after MAIL with SMTPUTF8 (RFC 6531
/// section 3.7.4.2). Other characters are shown by their numbers, so that none is invisible.
fn in_ascii(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2026}' => ascii.push_str("..."),
            '\u{2018}' | '\u{2019}' => ascii.push('\''),
            '\u{201c}' | '\u{201d}' => ascii.push('"'),
            '\u{2013}' | '\u{2014}' => ascii.push('-'),
            _ if c.is_ascii() => ascii.push(c),
            _ => ascii.extend(c.escape_unicode()),
        }
    }
    ascii
}

/// A line in pieces that are short enough, cut at spaces where there are some.
fn pieces(line: &str) -> Vec<&str> {
    let (mut pieces, mut rest) = (Vec::new(), line);
    while rest.len() > LINE_OCTETS {
        let most = (0..=LINE_OCTETS).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(0);
        let end = rest[..most].rfind(' ').map_or(most, |at| at + 1);
        let (piece, after) = rest.split_at(end);
        pieces.push(piece.trim_end());
        rest = after;
    }
    pieces.push(rest);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(answer: &Answer) -> String {
        let mut out = Vec::new();
        answer.write_to(&mut out);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn every_line_has_both_codes() {
        assert_eq!(written(&Answer::new(250, "2.1.0", "Sender accepted")), "250 2.1.0 Sender accepted\r\n");
        assert_eq!(written(&Answer::new(550, "5.7.1", "a\nb")), "550-5.7.1 a\r\n550 5.7.1 b\r\n");
        assert_eq!(written(&Answer::plain(354, "Go on")), "354 Go on\r\n");
        assert_eq!(written(&Answer::plain(334, "")), "334 \r\n");
    }

    #[test]
    fn a_reply_is_ascii() {
        assert_eq!(
            written(&Answer::new(235, "2.7.0", "the key Gr\u{f6}\u{df}e\u{200b}\u{202e}\u{2026}")),
            "235 2.7.0 the key Gr\\u{f6}\\u{df}e\\u{200b}\\u{202e}...\r\n"
        );
    }

    #[test]
    fn nothing_in_a_text_can_add_a_reply() {
        assert_eq!(written(&Answer::new(550, "5.1.3", "a\rb\u{1}c")), "550 5.1.3 a b c\r\n");
        let long = written(&Answer::new(550, "5.1.3", format!("{} {}", "ä".repeat(300), "b ".repeat(600))));
        assert!(long.lines().count() > 3 && long.lines().all(|line| line.len() <= 510), "{long}");
    }
}
