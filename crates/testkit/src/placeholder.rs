//! Escapes, placeholders, and `*` in patterns in the lines of a dialogue.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};

/// The bytes of a dialogue's text.
pub(crate) fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match first {
            '\\' => rest = escape(&rest[1..], &mut bytes)?,
            '{' => {
                let end = rest.find('}').ok_or_else(|| format!("`{rest}` has no closing brace"))?;
                bytes.extend_from_slice(filled(&rest[1..end])?.as_bytes());
                rest = &rest[end + 1..];
            }
            _ => {
                bytes.extend_from_slice(first.encode_utf8(&mut [0; 4]).as_bytes());
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    Ok(bytes)
}

/// The pattern of a dialogue's text, with placeholders filled in.
pub(crate) fn pattern(text: &str) -> Result<String, String> {
    String::from_utf8(bytes(text)?).map_err(|_| "a pattern must be UTF-8".to_owned())
}

/// Whether a line matches a pattern: case is ignored, `*` matches anything.
pub(crate) fn matches(pattern: &str, line: &str) -> bool {
    let (pattern, line) = (pattern.to_lowercase(), line.to_lowercase());
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

fn escape<'a>(rest: &'a str, bytes: &mut Vec<u8>) -> Result<&'a str, String> {
    let wrong = || format!("`\\{rest}`: the escapes are \\r \\n \\0 \\\\ \\{{ and \\xHH");
    let byte = match rest.chars().next().ok_or_else(wrong)? {
        'r' => b'\r',
        'n' => b'\n',
        '0' => 0,
        '\\' => b'\\',
        '{' => b'{',
        'x' => {
            let hex = rest.get(1..3).ok_or_else(wrong)?;
            bytes.push(u8::from_str_radix(hex, 16).map_err(|_| wrong())?);
            return Ok(&rest[3..]);
        }
        _ => return Err(wrong()),
    };
    bytes.push(byte);
    Ok(&rest[1..])
}

/// The value of `name:argument`, the inside of a pair of braces.
fn filled(inside: &str) -> Result<String, String> {
    match inside.split_once(':') {
        Some(("base64", text)) => Ok(BASE64.encode(bytes(text)?)),
        Some(("cram", argument)) => {
            let mut parts = argument.splitn(3, '|');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(user), Some(password), Some(challenge)) => Ok(cram_md5(user, password, challenge)),
                _ => Err("`{cram:…}` needs user|password|challenge".to_owned()),
            }
        }
        _ => Err(format!("`{{{inside}}}`: only {{base64:text}} and {{cram:user|password|challenge}} are known")),
    }
}

/// The answer to a CRAM-MD5 challenge (RFC 2195 §2), in Base64.
pub(crate) fn cram_md5(user: &str, password: &str, challenge: &str) -> String {
    let mut mac = Hmac::<md5::Md5>::new_from_slice(password.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(challenge.as_bytes());
    let digest: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    BASE64.encode(format!("{user} {digest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, line: &str, expected: bool) {
        assert_eq!(matches(pattern, line), expected, "`{pattern}` and `{line}`");
    }

    #[test]
    fn a_star_matches_anything_and_case_is_ignored() {
        check("EHLO *", "ehlo mail.example.com", true);
        check("EHLO *", "EHLO", false);
        check("QUIT", "QUIT", true);
        check("QUIT", "QUITE", false);
        check("MAIL FROM:<*> *SIZE=*", "MAIL FROM:<a@b> BODY=8BITMIME SIZE=12", true);
        check("MAIL FROM:<*>", "MAIL FROM:<a@b> SIZE=12", false);
        check("*", "", true);
        check("a*a", "a", false);
    }

    #[test]
    fn a_challenge_is_answered_as_in_rfc_2195() {
        let answer = cram_md5("tim", "tanstaaftanstaaf", "<1896.697170952@postoffice.reston.mci.net>");
        assert_eq!(answer, "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw");
    }
}
