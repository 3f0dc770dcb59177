//! The part before the `@`: a dot-atom or a quoted string (RFC 5321 §4.1.2), in UTF-8 if necessary (RFC 6531 §3.3).

use std::borrow::Cow;

use crate::quoted::code_point;
use crate::{Text, texts};
use icu_normalizer::ComposingNormalizerBorrowed;

/// Maximum octets of a local part (RFC 5321 §4.5.3.1.1).
const LOCAL_PART_OCTETS: usize = 64;

/// The length of the quoted string at the start of `text`, including both quotes; `None` if it is not closed.
pub(super) fn quoted_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The local part in its canonical form.
///
/// # Errors
/// The fault of an invalid local part.
pub(super) fn parse(text: &str, value: impl Fn() -> String) -> Result<String, Text> {
    let text = composed(text);
    if text.is_empty() {
        return Err(texts::address_local_part_empty(value()));
    }
    // Allowed by the grammar, but some mail software decodes it to another person's address.
    if text.contains("=?") {
        return Err(texts::address_local_part_encoded_word(value()));
    }
    let local =
        if text.starts_with('"') { requoted(&text, &value)? } else { checked_dot_atom(&text, &value)?.to_owned() };
    if local.len() > LOCAL_PART_OCTETS {
        return Err(texts::address_local_part_too_long(value(), LOCAL_PART_OCTETS));
    }
    Ok(local)
}

/// The text in NFC. Normalisation precedes every check, because it can turn a harmless character into a special one:
/// U+037E, the Greek question mark, becomes a semicolon.
fn composed(text: &str) -> Cow<'_, str> {
    const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
    if text.is_ascii() { Cow::Borrowed(text) } else { NFC.normalize(text) }
}

fn checked_dot_atom(text: &str, value: impl Fn() -> String) -> Result<&str, Text> {
    for c in text.chars() {
        if c.is_ascii() {
            match c {
                '.' => {}
                '(' | ')' => {
                    return Err(texts::address_local_part_comment(value()));
                }
                ' ' | '\t' => return Err(texts::address_local_part_space(value())),
                _ if is_atext(c) => {}
                _ => {
                    return Err(texts::address_local_part_character(value()));
                }
            }
        } else {
            refuse_invisible(c, &value)?;
        }
    }
    if has_stray_dot(text) {
        return Err(texts::address_local_part_dot(value()));
    }
    Ok(text)
}

/// Unquotes, checks, and quotes again only if the content is not a dot-atom.
fn requoted(text: &str, value: impl Fn() -> String) -> Result<String, Text> {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default();
    let mut content = String::with_capacity(inner.len());
    let mut escaped = false;
    for c in inner.chars() {
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '\t' => return Err(texts::address_local_part_tab(value())),
            _ if c.is_ascii() => {}
            _ => refuse_invisible(c, &value)?,
        }
        escaped = false;
        content.push(c);
    }
    if checked_dot_atom(&content, value).is_ok() && !content.is_empty() {
        return Ok(content);
    }
    Ok(format!("\"{}\"", content.replace('\\', "\\\\").replace('"', "\\\"")))
}

fn has_stray_dot(text: &str) -> bool {
    text.starts_with('.') || text.ends_with('.') || text.contains("..")
}

/// `atext` of RFC 5322 §3.2.3, ASCII only.
pub(super) fn is_atext(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// Refuses invisible characters, which would make two addresses look alike. The joiners used in Persian and Indic
/// scripts (U+200C, U+200D) are allowed.
fn refuse_invisible(c: char, value: impl Fn() -> String) -> Result<(), Text> {
    let invisible = matches!(c,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}');
    if invisible {
        return Err(texts::address_invisible_character(value(), code_point(c)));
    }
    if c == '\u{FFFD}' {
        return Err(texts::address_replacement_character(value()));
    }
    if c.is_whitespace() || c.is_control() {
        return Err(texts::address_local_part_space(value()));
    }
    Ok(())
}
