//! The envelope that a client gives with its message (RFC 5321), with its requests for delivery status notifications
//! (RFC 3461).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{EmailAddress, ReversePath};

/// Most characters of ENVID (RFC 3461 section 4.4).
const ENVELOPE_ID_CHARS: usize = 100;
/// Most characters of ORCPT (RFC 3461 section 4.2).
const ORIGINAL_RECIPIENT_CHARS: usize = 500;

/// Who sends a message, and to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// Where bounces go; `None` for the first address of From, where the client gives no envelope sender.
    pub sender: Option<ReversePath>,
    /// The recipients; `None` for those of To, Cc and Bcc, where the client gives none.
    pub recipients: Option<Vec<Recipient>>,
    /// Adds the recipients of the header to those that are given (`sendmail -t` with recipients as arguments).
    pub adds_header_recipients: bool,
    /// What a delivery status notification names (ENVID).
    pub envelope_id: Option<EnvelopeId>,
    /// How much of the message a delivery status notification contains (RET).
    pub ret: Option<Ret>,
    /// When the sender wants a notification about recipients that have no request of their own (NOTIFY).
    pub notify: Option<Notify>,
}

/// A recipient, with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The address.
    pub address: EmailAddress,
    /// When the sender wants a notification (NOTIFY).
    pub notify: Option<Notify>,
    /// The address that the sender wrote to at first (ORCPT).
    pub original: Option<OriginalRecipient>,
}

impl From<EmailAddress> for Recipient {
    fn from(address: EmailAddress) -> Self {
        Self { address, notify: None, original: None }
    }
}

/// How much of a message a notification of a failure contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Ret {
    /// The whole message.
    Full,
    /// Its header.
    Hdrs,
}

impl Ret {
    /// Reads the value of RET, without regard to case.
    pub fn parse(value: &str) -> Option<Self> {
        [Self::Full, Self::Hdrs].into_iter().find(|ret| ret.name().eq_ignore_ascii_case(value))
    }

    /// The value in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Hdrs => "HDRS",
        }
    }
}

/// When the sender wants a notification about a recipient. None of the three is `NEVER`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notify {
    /// The message was delivered.
    pub success: bool,
    /// It failed for good.
    pub failure: bool,
    /// It is delayed.
    pub delay: bool,
}

impl Notify {
    /// `NEVER`.
    pub const NEVER: Self = Self { success: false, failure: false, delay: false };

    /// Reads the value of NOTIFY, without regard to case: `NEVER`, or a list of `SUCCESS`, `FAILURE` and `DELAY`, each once.
    pub fn parse(value: &str) -> Option<Self> {
        if value.eq_ignore_ascii_case("NEVER") {
            return Some(Self::NEVER);
        }
        let mut notify = Self::NEVER;
        for word in value.split(',') {
            let asked = match word.to_ascii_uppercase().as_str() {
                "SUCCESS" => &mut notify.success,
                "FAILURE" => &mut notify.failure,
                "DELAY" => &mut notify.delay,
                _ => return None,
            };
            if std::mem::replace(asked, true) {
                return None;
            }
        }
        Some(notify)
    }
}

/// The value in the protocol.
impl fmt::Display for Notify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = [(self.success, "SUCCESS"), (self.failure, "FAILURE"), (self.delay, "DELAY")];
        let words: Vec<&str> = words.into_iter().filter(|(is_set, _)| *is_set).map(|(_, word)| word).collect();
        f.write_str(if words.is_empty() { "NEVER".to_owned() } else { words.join(",") }.as_str())
    }
}

/// An ENVID: `xtext` of at most 100 characters, so it cannot end a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct EnvelopeId(String);

impl EnvelopeId {
    /// Reads the value of ENVID.
    pub fn parse(value: &str) -> Option<Self> {
        (value.len() <= ENVELOPE_ID_CHARS && is_xtext(value)).then(|| Self(value.to_owned()))
    }

    /// The id of a text; `None` if it is empty, longer than 100 characters as `xtext`, or not printable ASCII.
    pub fn of_text(text: &str) -> Option<Self> {
        let mut value = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '+' | '=' | ' ' => value.push_str(&format!("+{:02X}", u32::from(c))),
                c => value.push(c),
            }
        }
        Self::parse(&value)
    }

    /// The value in the protocol, as `xtext`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the sender wrote: printable ASCII.
    pub fn text(&self) -> String {
        decoded(&self.0)
    }
}

/// An ORCPT: a type and an address as `xtext`, such as `rfc822;ann@example.com`, of at most 500 characters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct OriginalRecipient(String);

impl OriginalRecipient {
    /// Reads the value of ORCPT.
    pub fn parse(value: &str) -> Option<Self> {
        let (kind, address) = value.split_once(';')?;
        let is_kind = !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let fits = value.len() <= ORIGINAL_RECIPIENT_CHARS && is_kind && is_xtext(address);
        fits.then(|| Self(value.to_owned()))
    }

    /// The value in the protocol.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The type of the address, such as `rfc822`, and what the sender wrote: printable ASCII.
    pub fn parts(&self) -> (&str, String) {
        let (kind, address) = self.0.split_once(';').unwrap_or_default();
        (kind, decoded(address))
    }
}

/// It contains an address.
impl fmt::Debug for OriginalRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl TryFrom<String> for EnvelopeId {
    type Error = &'static str;

    fn try_from(value: String) -> Result<Self, Self::Error> {
        Self::parse(&value).ok_or("not an ENVID")
    }
}

impl TryFrom<String> for OriginalRecipient {
    type Error = &'static str;

    fn try_from(value: String) -> Result<Self, Self::Error> {
        Self::parse(&value).ok_or("not an ORCPT")
    }
}

/// RFC 3461 section 4: visible ASCII; `+` introduces two hexadecimal digits in upper case, `=` is not allowed. What it
/// stands for is printable: it is written into a header field.
fn is_xtext(text: &str) -> bool {
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let is_valid = match byte {
            b'+' => {
                let octet = hex(rest.next()).zip(hex(rest.next())).map(|(high, low)| 16 * high + low);
                octet.is_some_and(|octet| (0x20..=0x7e).contains(&octet))
            }
            b'=' => false,
            _ => byte.is_ascii_graphic(),
        };
        if !is_valid {
            return false;
        }
    }
    !text.is_empty()
}

/// A hexadecimal digit in upper case.
fn hex(digit: Option<u8>) -> Option<u8> {
    match digit? {
        digit @ b'0'..=b'9' => Some(digit - b'0'),
        digit @ b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// What valid `xtext` stands for.
fn decoded(xtext: &str) -> String {
    let mut text = String::with_capacity(xtext.len());
    let mut rest = xtext.bytes();
    while let Some(byte) = rest.next() {
        let escaped = if byte == b'+' { hex(rest.next()).zip(hex(rest.next())) } else { None };
        text.push(char::from(escaped.map_or(byte, |(high, low)| 16 * high + low)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_as_rfc_3461_writes_them() {
        assert_eq!(Ret::parse("hdrs").map(Ret::name), Some("HDRS"));
        assert_eq!(Ret::parse("HALF"), None);
        for (value, expected) in [
            ("NEVER", Some("NEVER")),
            ("never", Some("NEVER")),
            ("DELAY,success", Some("SUCCESS,DELAY")),
            ("FAILURE", Some("FAILURE")),
            ("NEVER,DELAY", None),
            ("", None),
            ("SUCCESS,", None),
            ("DELAY,DELAY", None),
        ] {
            assert_eq!(Notify::parse(value).map(|notify| notify.to_string()).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn texts_of_a_client_cannot_end_a_command() {
        for value in ["QQ314159", "a+2Bb", "a;b"] {
            assert_eq!(EnvelopeId::parse(value).as_ref().map(EnvelopeId::as_str), Some(value));
        }
        for value in
            ["", "a b", "a\r\nRCPT TO:<eve@example.com>", "a+2b", "a+", "a=b", "a+0Ab", "a+FFb", "ä", &"x".repeat(101)]
        {
            assert_eq!(EnvelopeId::parse(value), None, "{value}");
        }
        let id = EnvelopeId::of_text("order 1+1=2").expect("an id");
        assert_eq!((id.as_str(), &*id.text()), ("order+201+2B1+3D2", "order 1+1=2"));
        for text in ["", "ä", "a\nb", &"=".repeat(34)] {
            assert_eq!(EnvelopeId::of_text(text), None, "{text}");
        }
        let original = OriginalRecipient::parse("rfc822;ann+2Bx@example.com").expect("an ORCPT");
        assert_eq!(original.parts(), ("rfc822", "ann+x@example.com".to_owned()));
        for value in ["ann@example.com", ";ann@example.com", "rfc822;", "rfc 822;ann", "rfc822;a\nb"] {
            assert_eq!(OriginalRecipient::parse(value), None, "{value}");
        }
    }
}
