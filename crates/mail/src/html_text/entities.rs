//! Character references (`&amp;`, `&#228;`): the named ones of Latin-1 and typography, and all numeric ones.

use std::borrow::Cow;

/// Maximum length of a name or number in octets.
const LONGEST: usize = 8;

/// `text` with its character references decoded; anything else is not changed.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let mut pieces = text.split('&');
    let first = pieces.next().unwrap_or_default();
    if first.len() == text.len() {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    decoded.push_str(first);
    for piece in pieces {
        match reference(piece) {
            Some((c, after)) => {
                decoded.push(c);
                decoded.push_str(after);
            }
            None => {
                decoded.push('&');
                decoded.push_str(piece);
            }
        }
    }
    Cow::Owned(decoded)
}

/// The character of the reference at the start of `text`, which follows a `&`, and the text after its semicolon.
fn reference(text: &str) -> Option<(char, &str)> {
    let end = text.bytes().take(LONGEST + 1).position(|b| b == b';')?;
    let (name, after) = (&text[..end], &text[end + 1..]);
    let c = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => char::from_u32(u32::from_str_radix(digits, 16).ok()?)?,
            None => char::from_u32(number.parse().ok()?)?,
        },
        None => NAMED[NAMED.binary_search_by_key(&name, |(known, _)| known).ok()?].1,
    };
    Some((c, after))
}

/// Sorted by name in the order of octets, for the binary search.
#[rustfmt::skip]
pub(super) const NAMED: [(&str, char); 146] = [
    ("AElig", '\u{C6}'), ("Aacute", '\u{C1}'), ("Acirc", '\u{C2}'), ("Agrave", '\u{C0}'), ("Aring", '\u{C5}'),
    ("Atilde", '\u{C3}'), ("Auml", '\u{C4}'), ("Ccedil", '\u{C7}'), ("Dagger", '\u{2021}'), ("ETH", '\u{D0}'),
    ("Eacute", '\u{C9}'), ("Ecirc", '\u{CA}'), ("Egrave", '\u{C8}'), ("Euml", '\u{CB}'), ("Iacute", '\u{CD}'),
    ("Icirc", '\u{CE}'), ("Igrave", '\u{CC}'), ("Iuml", '\u{CF}'), ("Ntilde", '\u{D1}'), ("OElig", '\u{152}'),
    ("Oacute", '\u{D3}'), ("Ocirc", '\u{D4}'), ("Ograve", '\u{D2}'), ("Oslash", '\u{D8}'), ("Otilde", '\u{D5}'),
    ("Ouml", '\u{D6}'), ("Prime", '\u{2033}'), ("Scaron", '\u{160}'), ("THORN", '\u{DE}'), ("Uacute", '\u{DA}'),
    ("Ucirc", '\u{DB}'), ("Ugrave", '\u{D9}'), ("Uuml", '\u{DC}'), ("Yacute", '\u{DD}'), ("Yuml", '\u{178}'),
    ("aacute", '\u{E1}'), ("acirc", '\u{E2}'), ("acute", '\u{B4}'), ("aelig", '\u{E6}'), ("agrave", '\u{E0}'),
    ("amp", '\u{26}'), ("apos", '\u{27}'), ("aring", '\u{E5}'), ("asymp", '\u{2248}'), ("atilde", '\u{E3}'),
    ("auml", '\u{E4}'), ("bdquo", '\u{201E}'), ("brvbar", '\u{A6}'), ("bull", '\u{2022}'), ("ccedil", '\u{E7}'),
    ("cedil", '\u{B8}'), ("cent", '\u{A2}'), ("circ", '\u{2C6}'), ("copy", '\u{A9}'), ("curren", '\u{A4}'),
    ("dagger", '\u{2020}'), ("darr", '\u{2193}'), ("deg", '\u{B0}'), ("divide", '\u{F7}'), ("eacute", '\u{E9}'),
    ("ecirc", '\u{EA}'), ("egrave", '\u{E8}'), ("emsp", '\u{2003}'), ("ensp", '\u{2002}'), ("eth", '\u{F0}'),
    ("euml", '\u{EB}'), ("euro", '\u{20AC}'), ("fnof", '\u{192}'), ("frac12", '\u{BD}'), ("frac14", '\u{BC}'),
    ("frac34", '\u{BE}'), ("ge", '\u{2265}'), ("gt", '\u{3E}'), ("harr", '\u{2194}'), ("hellip", '\u{2026}'),
    ("iacute", '\u{ED}'), ("icirc", '\u{EE}'), ("iexcl", '\u{A1}'), ("igrave", '\u{EC}'), ("infin", '\u{221E}'),
    ("iquest", '\u{BF}'), ("iuml", '\u{EF}'), ("laquo", '\u{AB}'), ("larr", '\u{2190}'), ("ldquo", '\u{201C}'),
    ("le", '\u{2264}'), ("lrm", '\u{200E}'), ("lsaquo", '\u{2039}'), ("lsquo", '\u{2018}'), ("lt", '\u{3C}'),
    ("macr", '\u{AF}'), ("mdash", '\u{2014}'), ("micro", '\u{B5}'), ("middot", '\u{B7}'), ("minus", '\u{2212}'),
    ("nbsp", '\u{A0}'), ("ndash", '\u{2013}'), ("ne", '\u{2260}'), ("not", '\u{AC}'), ("ntilde", '\u{F1}'),
    ("oacute", '\u{F3}'), ("ocirc", '\u{F4}'), ("oelig", '\u{153}'), ("ograve", '\u{F2}'), ("ordf", '\u{AA}'),
    ("ordm", '\u{BA}'), ("oslash", '\u{F8}'), ("otilde", '\u{F5}'), ("ouml", '\u{F6}'), ("para", '\u{B6}'),
    ("permil", '\u{2030}'), ("plusmn", '\u{B1}'), ("pound", '\u{A3}'), ("prime", '\u{2032}'), ("quot", '\u{22}'),
    ("raquo", '\u{BB}'), ("rarr", '\u{2192}'), ("rdquo", '\u{201D}'), ("reg", '\u{AE}'), ("rlm", '\u{200F}'),
    ("rsaquo", '\u{203A}'), ("rsquo", '\u{2019}'), ("sbquo", '\u{201A}'), ("scaron", '\u{161}'), ("sect", '\u{A7}'),
    ("shy", '\u{AD}'), ("sup1", '\u{B9}'), ("sup2", '\u{B2}'), ("sup3", '\u{B3}'), ("szlig", '\u{DF}'),
    ("thinsp", '\u{2009}'), ("thorn", '\u{FE}'), ("tilde", '\u{2DC}'), ("times", '\u{D7}'), ("trade", '\u{2122}'),
    ("uacute", '\u{FA}'), ("uarr", '\u{2191}'), ("ucirc", '\u{FB}'), ("ugrave", '\u{F9}'), ("uml", '\u{A8}'),
    ("uuml", '\u{FC}'), ("yacute", '\u{FD}'), ("yen", '\u{A5}'), ("yuml", '\u{FF}'), ("zwj", '\u{200D}'),
    ("zwnj", '\u{200C}'),
];
