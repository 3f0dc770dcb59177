//! Lists of mailboxes, as people and programs write them: `Ann <ann@example.com>, bob@example.com; carol@example.com`.

use crate::{quoted, texts};

use super::{AddressError, DisplayName, EmailAddress, Mailbox, display_name::group, refuse_controls};

/// Parses a list separated by commas or semicolons. Empty items are ignored; groups are refused.
///
/// # Errors
/// The first fault. [`crate::Draft::check`] returns the faults of all items.
pub fn parse_list(text: &str) -> Result<Vec<Mailbox>, AddressError> {
    parse_each(text).collect()
}

/// Parses each item of a list separately.
pub fn parse_each(text: &str) -> impl Iterator<Item = Result<Mailbox, AddressError>> {
    Pieces { rest: text }
        .map(|piece| piece.trim_matches(super::is_space))
        .filter(|piece| !piece.is_empty())
        .map(parse_piece)
}

/// Splits at commas and semicolons outside quotes, angle brackets, brackets and parentheses.
struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = separator(self.rest).unwrap_or(self.rest.len());
        let (piece, rest) = self.rest.split_at(end);
        self.rest = rest.get(1..).unwrap_or_default();
        Some(piece)
    }
}

fn separator(text: &str) -> Option<usize> {
    outside(text, |c, closer| closer.is_none() && matches!(c, ',' | ';'))
}

/// The first character outside quoted strings that `wanted` accepts. `wanted` also gets the closing bracket of the
/// innermost open bracket, if any.
fn outside(text: &str, wanted: impl Fn(char, Option<char>) -> bool) -> Option<usize> {
    let mut in_quotes = false;
    let mut escaped = false;
    let mut closer = None;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_quotes => escaped = true,
            '"' => in_quotes = !in_quotes,
            _ if in_quotes => {}
            _ if wanted(c, closer) => return Some(at),
            _ if closer == Some(c) => closer = None,
            '<' if closer.is_none() => closer = Some('>'),
            '[' if closer.is_none() => closer = Some(']'),
            '(' if closer.is_none() => closer = Some(')'),
            _ => {}
        }
    }
    None
}

fn parse_piece(piece: &str) -> Result<Mailbox, AddressError> {
    refuse_controls(piece)?;
    let Some(open) = outside(piece, |c, _| c == '<') else {
        if outside(piece, |c, closer| closer.is_none() && c == ':').is_some() {
            return Err(match piece.get(..7) {
                Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => texts::address_mailto(quoted(piece)).into(),
                _ => group(piece),
            });
        }
        return EmailAddress::parse_piece(piece).map(Mailbox::from);
    };
    let (phrase, bracketed) = piece.split_at(open);
    let Some(address) = bracketed.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return Err(texts::address_open_bracket(quoted(piece)).into());
    };
    let name = DisplayName::from_phrase(phrase)?;
    Ok(Mailbox { name, address: EmailAddress::parse_piece(address)? })
}
