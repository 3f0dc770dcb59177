//! The display name of an address: `Ann Smith`, `"Smith, Ann"`, `J. Smith` (RFC 5322 §3.4).

use std::{borrow::Cow, fmt};

use crate::{quoted, texts};

use super::{AddressError, local_part::is_atext, refuse_controls};

/// Maximum characters of a display name: mail clients show far fewer, and the header stays short.
const DISPLAY_NAME_CHARS: usize = 255;

/// The name of a person or role, unquoted: never empty, no control characters.
///
/// Encoded words (RFC 2047) in the input are not decoded. `Debug` masks the name like an [`super::EmailAddress`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DisplayName(String);

impl fmt::Debug for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}***", self.0.chars().next().unwrap_or('?'))
    }
}

impl DisplayName {
    /// Parses plain text, as entered in a form, without unquoting. Surrounding white space is ignored.
    ///
    /// # Errors
    /// If the name is empty, too long, or contains a control character or a line separator.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let name = text.trim();
        refuse_controls(name)?;
        if name.is_empty() {
            return Err(texts::display_name_empty().into());
        }
        if name.contains(['\t', '\u{2028}', '\u{2029}']) {
            return Err(texts::display_name_separator(quoted(name)).into());
        }
        if name.chars().count() > DISPLAY_NAME_CHARS {
            return Err(texts::display_name_too_long(quoted(name), DISPLAY_NAME_CHARS).into());
        }
        Ok(Self(name.to_owned()))
    }

    /// Reads the phrase before the `<` in a header: atoms, with the obsolete dot, and quoted strings. `None` if it is
    /// empty.
    pub(super) fn from_phrase(phrase: &str) -> Result<Option<Self>, AddressError> {
        let phrase = phrase.trim();
        let mut name = String::with_capacity(phrase.len());
        let mut chars = phrase.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => unquote(&mut chars, &mut name)
                    .map_err(|UnclosedQuote| texts::display_name_open_quote(quoted(phrase)))?,
                ' ' | '\t' if name.ends_with(' ') => {}
                ' ' | '\t' => name.push(' '),
                _ if is_atext(c) || c == '.' || !c.is_ascii() => name.push(c),
                ':' => return Err(group(phrase)),
                '(' | ')' => return Err(texts::display_name_comment(quoted(phrase)).into()),
                _ => return Err(texts::display_name_character(quoted(phrase), String::from(c)).into()),
            }
        }
        if name.trim().is_empty() { Ok(None) } else { Self::parse(&name).map(Some) }
    }

    /// The name, unquoted.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as an ASCII phrase in a header: atoms if possible, otherwise a quoted string; `None` if it needs
    /// encoded words (RFC 2047 §5).
    pub(crate) fn as_phrase(&self) -> Option<Cow<'_, str>> {
        let name = self.0.as_str();
        if !name.is_ascii() {
            return None;
        }
        if name.split(' ').all(is_atom_or_encoded_word) {
            return Some(Cow::Borrowed(name));
        }
        Some(Cow::Owned(format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))))
    }
}

pub(super) fn group(piece: &str) -> AddressError {
    texts::address_group(quoted(piece)).into()
}

struct UnclosedQuote;

fn unquote(chars: &mut std::str::Chars<'_>, name: &mut String) -> Result<(), UnclosedQuote> {
    while let Some(c) = chars.next() {
        match c {
            '"' => return Ok(()),
            '\\' => name.push(chars.next().ok_or(UnclosedQuote)?),
            _ => name.push(c),
        }
    }
    Err(UnclosedQuote)
}

fn is_atom_or_encoded_word(word: &str) -> bool {
    let encoded = word.len() > 4 && word.starts_with("=?") && word.ends_with("?=");
    !word.is_empty() && word.chars().all(|c| is_atext(c) || (encoded && c == '.'))
}
