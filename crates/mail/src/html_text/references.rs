//! The content ids that HTML refers to (RFC 2392): `cid:` URLs in attributes and styles.

use std::collections::HashSet;

use super::entities::decoded;

/// Maximum characters of a content id in a URL, if each octet is escaped.
const LONGEST: usize = 3 * crate::limits::CONTENT_ID_OCTETS;

/// All content ids in `html`, wherever a URL may be.
pub(crate) fn named_content_ids(html: &str) -> HashSet<String> {
    let mut named = HashSet::new();
    let mut rest = html;
    while let Some((head, after)) = rest.split_once(':') {
        rest = after;
        let scheme = head.len().checked_sub(3).map(|at| head.as_bytes().split_at(at));
        if let Some((before, _)) = scheme.filter(|(_, scheme)| scheme.eq_ignore_ascii_case(b"cid")) {
            named.extend(id(rest, before.last().copied()));
        }
    }
    named
}

/// The id at the start of `text`; `quote` is the octet before the URL.
fn id(text: &str, quote: Option<u8>) -> Option<String> {
    let ends = |c: char| match quote {
        Some(open @ (b'"' | b'\'')) => c == char::from(open),
        _ => c.is_whitespace() || matches!(c, '"' | '\'' | '>' | ')'),
    };
    let end = text.char_indices().take(LONGEST + 1).find(|(_, c)| ends(*c)).map(|(at, _)| at);
    let url = match end {
        Some(end) => &text[..end],
        None if text.len() <= LONGEST => text,
        None => return None,
    };
    percent_decoded(&decoded(url))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                digit(high).zip(digit(low)).map(|(high, low)| high * 16 + low)
            }
            _ => None,
        };
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let mut found: Vec<String> = named_content_ids(html).into_iter().collect();
        found.sort();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn ids_are_found_wherever_a_url_may_be() {
        check("<img src=cid:a><img src='cid:b'><img src=\"CID:c@x.org\">", &["a", "b", "c@x.org"]);
        check("<td style=\"background:url(cid:a) no-repeat; b: url('cid:b')\">", &["a", "b"]);
        check("<img src=\"cid:a&amp;b%40x.org\">", &["a&b@x.org"]);
        check("<img src=\"cid:it's\">", &["it's"]);
        check("<p>decid: no</p>: <a href='http://x'>", &[""]);
        check("cid:", &[""]);
        check("ücid:a", &["a"]);
        check("", &[]);
    }

    #[test]
    fn a_long_text_is_read_in_linear_time() {
        assert!(named_content_ids(&"cid:".repeat(20_000)).len() < 20_000);
        assert!(named_content_ids(&":".repeat(100_000)).is_empty());
    }
}
