//! The parameters of MAIL and RCPT: SIZE (RFC 1870), BODY (RFC 6152), AUTH (RFC 4954), and those of DSN (RFC 3461). Uses
//! no socket.

use mail::submitted::{EnvelopeId, Notify, OriginalRecipient, Ret};

use super::answer::Answer;

/// The most digits of a size (RFC 1870 section 4).
const SIZE_DIGITS: usize = 20;

/// The announced kind of body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// `7BIT`.
    SevenBit,
    /// `8BITMIME`.
    EightBit,
}

/// Each parameter with its name in upper case and its value.
pub(super) fn each(parameters: &str) -> Result<Vec<(String, Option<&str>)>, Answer> {
    let mut found: Vec<(String, Option<&str>)> = Vec::new();
    for parameter in parameters.split(' ').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').map_or((parameter, None), |(name, value)| (name, Some(value)));
        let name = name.to_ascii_uppercase();
        let is_keyword = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if name.is_empty() || !is_keyword || value == Some("") {
            return Err(Answer::new(501, "5.5.4", "A parameter is written NAME or NAME=value"));
        }
        if found.iter().any(|(other, _)| *other == name) {
            return Err(Answer::new(501, "5.5.4", format!("The parameter {name} is there twice")));
        }
        found.push((name, value));
    }
    Ok(found)
}

/// The reply to a parameter that is not offered.
pub(super) fn unknown(name: &str) -> Answer {
    Answer::new(555, "5.5.4", format!("The parameter {name} is not supported"))
}

fn wrong(name: &str, expected: &str) -> Answer {
    Answer::new(501, "5.5.4", format!("The value of {name} is {expected}"))
}

/// A size above what 64 bits hold is the largest that they hold.
pub(super) fn size(value: Option<&str>) -> Result<u64, Answer> {
    let digits = value.filter(|value| value.len() <= SIZE_DIGITS && value.bytes().all(|byte| byte.is_ascii_digit()));
    let digits = digits.ok_or_else(|| wrong("SIZE", "a number of octets"))?;
    Ok(digits.parse().unwrap_or(u64::MAX))
}

pub(super) fn body(value: Option<&str>) -> Result<Body, Answer> {
    match value.map(str::to_ascii_uppercase).as_deref() {
        Some("7BIT") => Ok(Body::SevenBit),
        Some("8BITMIME") => Ok(Body::EightBit),
        _ => Err(wrong("BODY", "7BIT or 8BITMIME")),
    }
}

pub(super) fn ret(value: Option<&str>) -> Result<Ret, Answer> {
    value.and_then(Ret::parse).ok_or_else(|| wrong("RET", "FULL or HDRS"))
}

pub(super) fn envelope_id(value: Option<&str>) -> Result<EnvelopeId, Answer> {
    let id = value.and_then(EnvelopeId::parse);
    id.ok_or_else(|| wrong("ENVID", "xtext of printable characters, at most 100 (RFC 3461 section 4.4)"))
}

pub(super) fn notify(value: Option<&str>) -> Result<Notify, Answer> {
    let notify = value.and_then(Notify::parse);
    notify.ok_or_else(|| wrong("NOTIFY", "NEVER, or some of SUCCESS, FAILURE and DELAY with commas, each once"))
}

pub(super) fn original_recipient(value: Option<&str>) -> Result<OriginalRecipient, Answer> {
    let original = value.and_then(OriginalRecipient::parse);
    original.ok_or_else(|| wrong("ORCPT", "a type and xtext, at most 500 characters: rfc822;ann@example.com"))
}

/// Decodes xtext (RFC 3461 section 4): `+` and two upper-case digits of base 16 are one octet.
pub(super) fn xtext(name: &str, value: Option<&str>) -> Result<String, Answer> {
    let expected = || wrong(name, "xtext (RFC 3461 section 4)");
    let value = value.ok_or_else(expected)?;
    let (mut decoded, mut rest) = (Vec::with_capacity(value.len()), value.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => {
                let digits = after.get(..2).ok_or_else(expected)?;
                let is_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
                let text = std::str::from_utf8(digits).ok().filter(|_| digits.iter().all(is_hex));
                let octet = text.and_then(|text| u8::from_str_radix(text, 16).ok()).ok_or_else(expected)?;
                decoded.push(octet);
                rest = &after[2..];
            }
            b'=' => return Err(expected()),
            octet => decoded.push(octet),
        }
    }
    String::from_utf8(decoded).map_err(|_| expected())
}
