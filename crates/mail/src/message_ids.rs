//! Lists of message identifiers in In-Reply-To and References, as other mail programs write them.
//!
//! A reply copies the identifiers of a mail, and people cannot correct them. RFC 5322 section 4.5.4 allows phrases and
//! comments between them when reading, but section 4 forbids writing them, so the list is rewritten: only the
//! identifiers, separated by one space. Identifiers are compared by octets, so the text within the brackets is changed
//! only if it is not a valid identifier.

use crate::limits;

/// The parsed value of a field.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct MessageIds {
    /// Identifiers with their angle brackets.
    pub(crate) ids: Vec<String>,
    /// Number of identifiers that violated RFC 5322 and were repaired.
    pub(crate) repaired: usize,
    /// Number of identifiers that could not be repaired and were left out.
    pub(crate) left_out: usize,
    /// Number of identifiers in the middle that were left out because the field would be too long.
    pub(crate) shortened: usize,
}

impl MessageIds {
    /// Reads the value of a field. Line breaks are treated as folding, whatever follows them.
    pub(crate) fn read(value: &str) -> Self {
        let has_brackets = value.contains('<');
        let mut found = Self::default();
        // If one quotation mark has no closing one, no later one has one; searching again would take quadratic time.
        let mut may_quote = true;
        let mut rest = value;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',' || c == ';');
            let Some(first) = rest.chars().next() else { break };
            rest = match first {
                '(' => after_comment(rest).unwrap_or_else(|| {
                    found.left_out += 1;
                    ""
                }),
                // A phrase, such as the name of the author.
                '"' => after_quoted(rest).unwrap_or_else(|| {
                    found.left_out += 1;
                    ""
                }),
                '<' => found.read_bracketed(&rest[1..], &mut may_quote),
                _ => {
                    let end = rest.find(|c: char| c.is_ascii_whitespace() || "<,;(\"".contains(c));
                    let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
                    found.read_word(word, has_brackets);
                    after
                }
            };
        }
        found.shorten();
        found
    }

    /// The value to write; empty if there are no identifiers.
    pub(crate) fn value(&self) -> String {
        self.ids.join(" ")
    }

    fn read_bracketed<'a>(&mut self, inner: &'a str, may_quote: &mut bool) -> &'a str {
        let end = bracket_end(inner, may_quote);
        let (text, after) = inner.split_at(end);
        let rest = after.strip_prefix('>');
        match identifier(text) {
            Some((id, is_as_written)) => self.take(id, is_as_written && rest.is_some()),
            None => self.left_out += 1,
        }
        rest.unwrap_or(after)
    }

    /// A word outside of brackets: a part of a phrase, unless it can be an identifier whose brackets were lost.
    fn read_word(&mut self, word: &str, has_brackets: bool) {
        let word = word.strip_suffix('>').unwrap_or(word);
        match identifier(word) {
            Some((id, _)) if !has_brackets => self.take(id, false),
            _ if word.contains('@') || !word.is_ascii() || !has_brackets => self.left_out += 1,
            _ => {}
        }
    }

    fn take(&mut self, id: String, is_as_written: bool) {
        self.repaired += usize::from(!is_as_written);
        self.ids.push(format!("<{id}>"));
    }

    /// Removes identifiers from the middle of a list that is too long, as newsreaders do: the first identifies the
    /// thread, the last ones its end.
    fn shorten(&mut self) {
        let mut length: usize = self.ids.iter().map(|id| id.len() + 1).sum();
        let mut removed = 0;
        while length > limits::HEADER_VALUE_OCTETS && removed + 2 < self.ids.len() {
            removed += 1;
            length -= self.ids[removed].len() + 1;
        }
        if removed > 0 {
            self.ids.drain(1..=removed);
        }
        self.shortened = removed;
    }
}

/// The text without comments and folding, if it is an identifier, and whether it was valid by RFC 5322 including
/// obsolete syntax.
fn identifier(text: &str) -> Option<(String, bool)> {
    let (dense, is_as_written) = without_comments(text);
    let at = dense.rfind('@')?;
    let (left, right) = (&dense[..at], &dense[at + 1..]);
    let fits = dense.len() + 2 <= limits::HEADER_WORD_OCTETS;
    (fits && is_left(left) && is_right(right)).then_some((dense, is_as_written))
}

/// White space and comments are allowed around each word (RFC 5322 section 4.4); within a word, white space comes
/// from a line that was folded incorrectly.
fn without_comments(text: &str) -> (String, bool) {
    let mut dense = String::with_capacity(text.len());
    let mut is_as_written = true;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            '(' => rest = after_comment(rest).unwrap_or_default(),
            '"' => {
                let after = after_quoted(rest).unwrap_or_default();
                dense.push_str(&rest[..rest.len() - after.len()]);
                rest = after;
            }
            c if c.is_ascii_whitespace() => {
                rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
                let before = dense.chars().next_back().is_none_or(|c| ".@".contains(c));
                let behind = rest.chars().next().is_none_or(|c| ".@(".contains(c));
                is_as_written &= before || behind;
            }
            c => {
                dense.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    (dense, is_as_written)
}

/// Words separated by dots, each plain or quoted. More characters are allowed than in RFC 5322, because identifiers
/// in use have them.
fn is_left(left: &str) -> bool {
    let mut rest = left;
    while let Some(at) = rest.find('"') {
        let Some(after) = after_quoted(&rest[at..]) else { return false };
        let quoted = &rest[at..rest.len() - after.len()];
        if !is_plain(&rest[..at]) || !quoted.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) {
            return false;
        }
        rest = after;
    }
    !left.is_empty() && is_plain(rest)
}

fn is_right(right: &str) -> bool {
    !right.is_empty() && is_plain(right)
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_graphic() && !b"<>@,;\"\\()".contains(&b))
}

/// Where the identifier ends: at its `>`, or before the next `<` if there is none.
fn bracket_end(inner: &str, may_quote: &mut bool) -> usize {
    let mut rest = inner;
    while let Some(c) = rest.chars().next() {
        if matches!(c, '<' | '>') {
            break;
        }
        let after = if c == '"' && *may_quote { after_quoted(rest) } else { None };
        *may_quote &= c != '"' || after.is_some();
        rest = after.unwrap_or(&rest[c.len_utf8()..]);
    }
    inner.len() - rest.len()
}

/// The text after a comment, which may be nested (RFC 5322 section 3.2.2); `None` if it is never closed.
fn after_comment(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '(' => depth += 1,
            ')' if depth == 1 => return Some(&text[at + 1..]),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The text after a quoted string (RFC 5322 section 3.2.4); `None` if it is never closed.
fn after_quoted(text: &str) -> Option<&str> {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '"' => return Some(&text[at + 1..]),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value that is written, followed by `!` for repaired and `-` for omitted identifiers.
    #[track_caller]
    fn check(value: &str, expected: &str) {
        let found = MessageIds::read(value);
        let marks = format!("{}{}", "!".repeat(found.repaired), "-".repeat(found.left_out));
        assert_eq!(format!("{} {marks}", found.value()).trim(), expected, "{value}");
    }

    #[test]
    fn identifiers_valid_by_rfc_5322_are_not_changed() {
        check("<a@example.net>", "<a@example.net>");
        check("<a@localhost>", "<a@localhost>");
        check("<a@b> <c@d>\r\n\t<e@f>", "<a@b> <c@d> <e@f>");
        check("<a@b><c@d>", "<a@b> <c@d>");
        check("<\"quoted id\"@host>", "<\"quoted id\"@host>");
        check("<\"a>b\"@host> <c@d>", "<\"a>b\"@host> <c@d>");
        check("<a.\"b c\".d@host>", "<a.\"b c\".d@host>");
        check("<a@[192.0.2.1]>", "<a@[192.0.2.1]>");
        check("<a@b> (added by a filter (twice))", "<a@b>");
        check("(comment) <a@b>", "<a@b>");
        check("Your message of Monday <a@b>", "<a@b>");
        check("\"Ann <ann@example.net>\" <a@b>", "<a@b>");
        check("< a . b @ c . d >", "<a.b@c.d>");
        check("<a(comment)@b>", "<a@b>");
        check("<CAF=+x_1/2$3%4@mail.gmail.com>", "<CAF=+x_1/2$3%4@mail.gmail.com>");
        check("<a..b@c.>", "<a..b@c.>");
    }

    #[test]
    fn invalid_identifiers_are_repaired() {
        check("a@example.net", "<a@example.net> !");
        check("a@b, c@d", "<a@b> <c@d> !!");
        check("<a@b", "<a@b> !");
        check("<a@b <c@d>", "<a@b> <c@d> !");
        check("a@b>", "<a@b> !");
        check("<a@b>, <c@d>", "<a@b> <c@d>");
        check("<ab\r\n cd@e>", "<abcd@e> !");
    }

    #[test]
    fn identifiers_that_cannot_be_repaired_are_left_out() {
        check("<no-at-sign>", "-");
        check("<a@b> <grüße@c> <d@e>", "<a@b> <d@e> -");
        check("<a@b@c>", "-");
        check("<@b> <a@> <>", "---");
        check("nothing of the kind", "----");
        check("ann@example.net wrote <a@b>", "<a@b> -");
        check("<\"open@b>", "-");
        check("<a\\b@c>", "-");
        check(&format!("<{}@b> <c@d>", "x".repeat(1_000)), "<c@d> -");
        check("(never closed <a@b>", "-");
        check("", "");
    }

    #[test]
    fn a_long_list_keeps_its_first_and_its_last() {
        let ids: Vec<String> = (0..500).map(|nth| format!("<{nth:030}@example.net>")).collect();
        let found = MessageIds::read(&ids.join(" "));
        assert!(found.value().len() <= limits::HEADER_VALUE_OCTETS);
        assert_eq!(found.ids.len() + found.shortened, 500);
        assert_eq!((found.ids.first(), found.ids.last()), (ids.first(), ids.last()));
        assert!(found.ids.len() > 80, "{}", found.ids.len());
    }

    #[test]
    fn every_value_is_read_in_linear_time_and_a_written_value_does_not_change() {
        for piece in ["<", ">", "\"", "(", "\\", "<a@b>", "a@b ", "<\"", "\"<", "(\\", "<\"a\"@", "\r\n "] {
            let value = piece.repeat(4_000);
            let written = MessageIds::read(&value).value();
            assert_eq!(MessageIds::read(&written).value(), written, "{piece}");
        }
    }
}
