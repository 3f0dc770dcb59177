//! Structured header values, which encoded words would break: non-ASCII text is converted to ASCII, or refused with a
//! remedy.

use crate::header_field::Structure;
use crate::quoted::quoted;
use crate::{Text, address, limits, texts};

/// The ASCII form of a value that is not ASCII. Text that `render` writes as encoded words is returned unchanged.
///
/// # Errors
/// The fault of a value that has no ASCII form, or whose ASCII form is too long.
pub(crate) fn ascii(name: &str, value: String, structure: Structure) -> Result<String, Text> {
    let value = match structure {
        Structure::Unstructured => return Ok(value),
        Structure::Urls => urls(&value)?,
        // The phrase becomes encoded words; the identifier may not (RFC 2919 section 3).
        Structure::ListId => match value.rfind('<') {
            Some(at) if value[at..].is_ascii() => return Ok(value),
            _ => return Err(texts::header_list_id_not_ascii(quoted(&value))),
        },
        Structure::MessageIds | Structure::Tokens => {
            return Err(texts::header_value_not_ascii(quoted(&value), name));
        }
    };
    // Escaping may make a URL three times as long.
    match value.split([' ', '\t']).find(|word| word.len() > limits::HEADER_WORD_OCTETS) {
        Some(long) => Err(texts::header_value_word_too_long(quoted(long), limits::HEADER_WORD_OCTETS)),
        None => Ok(value),
    }
}

/// URLs in angle brackets, the rest ASCII.
fn urls(value: &str) -> Result<String, Text> {
    let refused = || texts::header_url_not_ascii(quoted(value));
    let mut written = String::with_capacity(value.len() * 2);
    let mut rest = value;
    while let Some((before, inner)) = rest.split_once('<') {
        let (url, after) = inner.split_once('>').ok_or_else(refused)?;
        written.push_str(before);
        written.push('<');
        written.push_str(&uri(url).ok_or_else(refused)?);
        written.push('>');
        rest = after;
    }
    written.push_str(rest);
    if written.is_ascii() { Ok(written) } else { Err(refused()) }
}

/// An IRI as a URI (RFC 3987 section 3.1): the host in A-labels, the rest percent-encoded. `None` if the host is not
/// a name.
fn uri(iri: &str) -> Option<String> {
    let authority = iri.find("://").map(|at| at + "://".len());
    let Some(start) = authority.filter(|start| iri[..*start].is_ascii()) else { return Some(escaped(iri)) };
    let (scheme, rest) = iri.split_at(start);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
    let (host, port) = host.split_at(host.find(':').unwrap_or(host.len()));
    let host = if host.is_ascii() { host.to_owned() } else { address::host_name(host)? };
    let at = if authority.contains('@') { "@" } else { "" };
    Some(format!("{scheme}{}{at}{host}{port}{}", escaped(user), escaped(path)))
}

fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii() {
            written.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| written.push_str(&format!("%{byte:02X}")));
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, structure: Structure, value: &str, expected: &str) {
        let found = ascii(name, value.to_owned(), structure);
        let found = found.unwrap_or_else(|text| text.code().to_owned());
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn urls_are_percent_encoded_and_their_hosts_are_a_labels() {
        let check = |value, expected| check("List-Unsubscribe", Structure::Urls, value, expected);
        check(
            "<https://müller.example:8443/ab/ü?grund=zu viel&für=x>, <mailto:ab@example.com?subject=Abmelden für>",
            "<https://xn--mller-kva.example:8443/ab/%C3%BC?grund=zu viel&f%C3%BCr=x>, \
             <mailto:ab@example.com?subject=Abmelden f%C3%BCr>",
        );
        check("<https://ü@example.com/日>", "<https://%C3%BC@example.com/%E6%97%A5>");
        check("<https://example.com/ü> (hier abmelden)", "<https://example.com/%C3%BC> (hier abmelden)");
        check("<https://example.com/ü> (für alle)", "header_url_not_ascii");
        check("https://example.com/ü", "header_url_not_ascii");
        check("<https://example.com/ü", "header_url_not_ascii");
        check(&format!("<https://example.com/{}>", "ü".repeat(300)), "header_value_word_too_long");
    }

    #[test]
    fn tokens_are_refused_and_phrases_are_left_for_encoded_words() {
        check("List-Unsubscribe-Post", Structure::Tokens, "List-Unsubscribe=One-Clíck", "header_value_not_ascii");
        let list = "Neues für alle <news.example.com>";
        check("List-ID", Structure::ListId, list, list);
        check("List-ID", Structure::ListId, "News <für.example.com>", "header_list_id_not_ascii");
        check("X-Note", Structure::Unstructured, "für alle", "für alle");
    }
}
