//! Removes secrets from a text of a provider, which may repeat the request, completely or in part.

use secrecy::{ExposeSecret, SecretString};

/// Minimum length in bytes of the part of a secret that is removed. Shorter parts occur in ordinary words by chance.
const MIN_PART_BYTES: usize = 8;

/// `text` without the secrets, longer parts of them, anything that looks like a signed token, and control characters.
pub(crate) fn redact(text: &str, secrets: &[&SecretString]) -> String {
    let mut hidden = vec![false; text.len()];
    for secret in secrets {
        hide(text, secret.expose_secret(), &mut hidden);
    }
    hide_signed_tokens(text, &mut hidden);
    let mut clean = String::new();
    let mut was_hidden = false;
    for (at, c) in text.char_indices() {
        if hidden[at] {
            if !was_hidden {
                clean.push('…');
            }
        } else if c.is_control() {
            clean.push(' ');
        } else {
            clean.push(c);
        }
        was_hidden = hidden[at];
    }
    clean
}

/// Marks every part of `text` that is a part of `secret`, or all of `secret` if it is short.
fn hide(text: &str, secret: &str, hidden: &mut [bool]) {
    let length = MIN_PART_BYTES.min(secret.len());
    if length == 0 || text.len() < length {
        return;
    }
    let (text, secret) = (text.as_bytes(), secret.as_bytes());
    let parts: std::collections::HashSet<&[u8]> = secret.windows(length).collect();
    for (at, piece) in text.windows(length).enumerate() {
        if parts.contains(piece) {
            hidden[at..at + length].fill(true);
        }
    }
}

/// Marks JWTs (RFC 7519) and Google's access tokens, which a server might repeat although we did not send them.
fn hide_signed_tokens(text: &str, hidden: &mut [bool]) {
    for start in ["eyJ", "ya29."] {
        for (at, _) in text.match_indices(start) {
            let is_token = |c: char| c.is_ascii_alphanumeric() || "-_.~+/=".contains(c);
            let length: usize = text[at..].chars().take_while(|c| is_token(*c)).map(char::len_utf8).sum();
            if length >= MIN_PART_BYTES * 2 {
                hidden[at..at + length].fill(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, secret: &str, expected: &str) {
        assert_eq!(redact(text, &[&SecretString::from(secret)]), expected);
    }

    #[test]
    fn removes_a_secret_complete_partial_and_escaped() {
        check("code 4/0AbCdEfGhIjKlMn is malformed", "4/0AbCdEfGhIjKlMn", "code … is malformed");
        check("code 4%2F0AbCdEfGhIjKlMn is malformed", "4/0AbCdEfGhIjKlMn", "code 4%2F… is malformed");
        check("token begins with 0AbCdEfGhI", "4/0AbCdEfGhIjKlMn", "token begins with …");
        check("wrong secret: tiny", "tiny", "wrong secret: …");
        check("nothing of it", "4/0AbCdEfGhIjKlMn", "nothing of it");
        check("nothing sent", "", "nothing sent");
        check("ünïcödé 0AbCdEfGhIj ß", "4/0AbCdEfGhIjKlMn", "ünïcödé … ß");
    }

    #[test]
    fn removes_what_looks_like_a_token() {
        check("got eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOi.c2ln instead", "", "got … instead");
        check("got ya29.a0AfB_byC1234567890 instead", "", "got … instead");
        check("eyJ is short", "", "eyJ is short");
    }

    #[test]
    fn control_characters_become_spaces() {
        check("a\r\nb\u{1b}[31m", "", "a  b [31m");
    }
}
