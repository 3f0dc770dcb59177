//! Encoded words (RFC 2047), for text that a header cannot contain directly.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Maximum octets between the `?Q?` or `?B?` and the `?=`. An encoded word may have 75 octets, but a line with one may
/// have only 76 (RFC 2047 §2), and the first one is on the same line as the field name.
const PAYLOAD: usize = 64 - "=?utf-8?Q??=".len();

/// Maximum octets of a word or a run of spaces that is not encoded, because a line can be folded only at a space.
const LONGEST_STRETCH: usize = 60;

/// The text of an unstructured header. ASCII words stay readable; everything from the first to the last other word is
/// encoded. Next to encoded words mail clients collapse spaces, so a text with multiple spaces is encoded completely.
pub(crate) fn unstructured(text: &str) -> String {
    let to_encode = || words(text).filter(|(_, word)| !can_stay_plain(word));
    match (to_encode().next(), to_encode().last()) {
        (Some((start, _)), Some((last, word))) if !text.contains("  ") => {
            let end = last + word.len();
            format!("{}{}{}", &text[..start], encoded(&text[start..end]), &text[end..])
        }
        (None, _) if !text.contains(&" ".repeat(LONGEST_STRETCH)) => text.to_owned(),
        _ => encoded(text),
    }
}

/// `text` as encoded words separated by spaces, which mail clients remove. The unencoded characters are also valid in a
/// phrase (RFC 2047 §5).
pub(super) fn encoded(text: &str) -> String {
    let quoted_length: usize = text.bytes().map(q_length).sum();
    let base64_length = text.len().div_ceil(3) * 4;
    if quoted_length <= base64_length {
        let pieces = pieces(text, |c| c.encode_utf8(&mut [0; 4]).bytes().map(q_length).sum(), PAYLOAD);
        joined(pieces.map(|piece| format!("=?utf-8?Q?{}?=", q(piece))))
    } else {
        let pieces = pieces(text, char::len_utf8, PAYLOAD / 4 * 3);
        joined(pieces.map(|piece| format!("=?utf-8?B?{}?=", STANDARD.encode(piece))))
    }
}

/// Whether a word needs no encoding. A word that looks like an encoded word does, or it would be read as one.
fn can_stay_plain(word: &str) -> bool {
    word.is_ascii() && !word.contains("=?") && word.len() <= LONGEST_STRETCH
}

/// Each word with its position.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    let placed = text.split(' ').map(move |word| {
        let start = next;
        next += word.len() + 1;
        (start, word)
    });
    placed.filter(|(_, word)| !word.is_empty())
}

/// Splits between characters, so that every encoded word can be decoded separately (RFC 2047 §5).
fn pieces(text: &str, length: impl Fn(char) -> usize, room: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut taken = 0;
        let end = rest.char_indices().find_map(|(at, c)| {
            taken += length(c);
            (taken > room).then_some(at)
        });
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

fn q_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!*+-/".contains(&byte)
}

fn q_length(byte: u8) -> usize {
    if byte == b' ' || q_plain(byte) { 1 } else { 3 }
}

fn q(text: &str) -> String {
    let mut written = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b' ' => written.push('_'),
            _ if q_plain(byte) => written.push(char::from(byte)),
            _ => written.push_str(&format!("={byte:02X}")),
        }
    }
    written
}
