//! The part before the `@`: a dot-atom or a quoted string (RFC 5321 §4.1.2), in UTF-8 where it must be (RFC 6531 §3.3).

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// Longest local part in octets (RFC 5321 §4.5.3.1.1).
const LOCAL_PART_OCTETS: usize = 64;

/// The octets of the quoted string that `text` opens with, both quotes included; `None` where it is not closed.
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

/// The local part in the one form it is kept in; or what is wrong with it, as the end of a sentence.
pub(super) fn parse(text: &str) -> Result<String, &'static str> {
    let text = composed(text);
    if text.is_empty() {
        return Err("has nothing before the @: write the name of the mailbox there, as in ann@example.com");
    }
    // Allowed by the grammar, but mail software is known to decode it, into an address of someone else.
    if text.contains("=?") {
        return Err(
            "holds `=?` before the @, which some mail software takes for an encoded word (RFC 2047) and turns \
                    into another address: such an address is not written to",
        );
    }
    let local = if text.starts_with('"') { requoted(&text)? } else { checked_dot_atom(&text)?.to_owned() };
    if local.len() > LOCAL_PART_OCTETS {
        return Err("has more than 64 octets before the @, the most that RFC 5321 allows: check it for a slip");
    }
    Ok(local)
}

/// Normalisation comes before every check, because it can turn a harmless character into a special one: U+037E, the
/// Greek question mark, is a semicolon in NFC.
fn composed(text: &str) -> Cow<'_, str> {
    const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
    if text.is_ascii() { Cow::Borrowed(text) } else { NFC.normalize(text) }
}

fn checked_dot_atom(text: &str) -> Result<&str, &'static str> {
    for c in text.chars() {
        if c.is_ascii() {
            match c {
                '.' => {}
                '(' | ')' => {
                    return Err("holds a comment in parentheses: leave it out, or write Name <ann@example.com>");
                }
                ' ' | '\t' => return Err("has a blank before the @: leave it out"),
                _ if is_atext(c) => {}
                _ => {
                    return Err("has a character before the @ that may only stand there in double quotes: \
                                leave it out, or write \"…\"@example.com");
                }
            }
        } else {
            refuse_invisible(c)?;
        }
    }
    if has_stray_dot(text) {
        return Err("has a dot first, last or twice in a row before the @: leave it out, \
                    or put that part in double quotes, \"a..b\"@example.com");
    }
    Ok(text)
}

/// Unquotes, checks, and quotes again only where the content is not a dot-atom.
fn requoted(text: &str) -> Result<String, &'static str> {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default();
    let mut content = String::with_capacity(inner.len());
    let mut escaped = false;
    for c in inner.chars() {
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '\t' => return Err("has a tab before the @: leave it out"),
            _ if c.is_ascii() => {}
            _ => refuse_invisible(c)?,
        }
        escaped = false;
        content.push(c);
    }
    if checked_dot_atom(&content).is_ok() && !content.is_empty() {
        return Ok(content);
    }
    Ok(format!("\"{}\"", content.replace('\\', "\\\\").replace('"', "\\\"")))
}

fn has_stray_dot(text: &str) -> bool {
    text.starts_with('.') || text.ends_with('.') || text.contains("..")
}

/// RFC 5322 §3.2.3, of ASCII only.
pub(super) fn is_atext(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// Characters that are not seen would make two addresses look alike; the joiners that Persian and the scripts of India
/// are written with (U+200C, U+200D) stay.
fn refuse_invisible(c: char) -> Result<(), &'static str> {
    let invisible = matches!(c,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}');
    if invisible {
        return Err("holds a character that is not seen, often copied along from a page: type the address anew");
    }
    if c == '\u{FFFD}' {
        return Err("holds U+FFFD, the mark of a text read in the wrong encoding: type the address anew");
    }
    if c.is_whitespace() || c.is_control() {
        return Err("has a blank before the @: leave it out");
    }
    Ok(())
}
