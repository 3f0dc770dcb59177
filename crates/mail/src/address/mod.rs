//! Addresses, parsed strictly once (RFC 5321 §4.1.2, RFC 5322 §3.4, RFC 6531).
//!
//! Every address that reaches SMTP or a header is parsed here first, so no address or display name can contain CR, LF
//! or NUL, or add a second address. Comments, groups, source routes and the obsolete forms of RFC 5322 §4.4 are refused
//! with a remedy.

mod default_domain;
mod display_name;
mod domain;
mod list;
mod local_part;

use std::fmt;

pub use default_domain::DefaultDomain;
pub(crate) use default_domain::local_name;
pub use display_name::DisplayName;
pub(crate) use domain::host_name;
pub use list::{parse_each, parse_list};

use crate::quoted::{code_point, quoted};
use crate::{Text, texts};

/// Maximum octets of an address: a path of 256 (RFC 5321 §4.5.3.1.3) less its angle brackets.
const ADDRESS_OCTETS: usize = 254;

/// An address of one mailbox that may reach SMTP or a header: it cannot contain CR, LF or NUL.
///
/// Different spellings of one address are equal: the domain is stored as lower-case A-labels (IDNA, UTS 46),
/// unnecessary quotes around the local part are removed, and a UTF-8 local part is stored in NFC (RFC 6532 §3.1) and
/// needs SMTPUTF8. The case of the local part is significant (RFC 5321 §2.4). `Debug` masks the local part;
/// [`EmailAddress::expose`] shows it; there is no `Display`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailAddress {
    text: String,
    at: usize,
}

impl EmailAddress {
    /// Parses `local@domain`, without name or angle brackets. Spaces, tabs and invisible characters around it are
    /// ignored.
    ///
    /// # Errors
    /// The fault, with its remedy.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        Self::parse_piece(text).map_err(|error| match list::parse_list(text).as_deref() {
            // With a name or brackets: the error proposes the address alone.
            Ok([only]) => texts::address_with_name(quoted(text.trim()), quoted(only.address.expose())).into(),
            Ok([_, _, ..]) => texts::address_one_only(quoted(text.trim())).into(),
            // A list with invalid items: the error is that there are several.
            _ if has_more_pieces(text) => texts::address_one_only(quoted(text.trim())).into(),
            _ => error,
        })
    }

    /// As [`EmailAddress::parse`], for a piece of a list.
    fn parse_piece(text: &str) -> Result<Self, AddressError> {
        let text = text.trim_matches(is_space);
        refuse_controls(text)?;
        let (local, domain) = split(text)?;
        let value = || quoted(text);
        let local = local_part::parse(local, value)?;
        let domain = domain::parse(domain, value)?;
        let address = Self { at: local.len(), text: format!("{local}@{domain}") };
        if address.text.len() > ADDRESS_OCTETS {
            return Err(texts::address_too_long(value(), ADDRESS_OCTETS).into());
        }
        Ok(address)
    }

    /// Parses a domain name that may follow the `@` of an address, with or without a leading `@`, to A-labels in lower
    /// case. `None` for a name without a dot, an address literal, and any other text.
    pub fn parse_domain_name(text: &str) -> Option<String> {
        let name = text.strip_prefix('@').unwrap_or(text);
        let address = Self::parse(&format!("a@{name}")).ok()?;
        let is_name = address.domain().contains('.') && !address.domain().starts_with('[');
        is_name.then(|| address.domain().to_owned())
    }

    /// Whether programs that compare octets read this address in `written` as well: they differ at most in the case of the
    /// domain, in A-labels for U-labels, and in quotes that are not needed. [`EmailAddress::parse`] reads more: text that
    /// was copied together with an address, and characters that only UTS 46 takes for others.
    pub(crate) fn is_written_as(&self, written: &str) -> bool {
        let Some((local, domain)) = written.rsplit_once('@') else { return false };
        let is_local_part = local == self.local_part() || (local.is_ascii() && self.local_part().is_ascii());
        is_local_part && domain::is_written_as(self.domain(), domain)
    }

    /// The whole address, as it goes on the wire.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The part before the `@`, quoted if necessary.
    pub fn local_part(&self) -> &str {
        &self.text[..self.at]
    }

    /// The part after the `@`: A-labels in lower case, or an address literal in brackets.
    pub fn domain(&self) -> &str {
        &self.text[self.at + 1..]
    }

    /// Whether the server must offer SMTPUTF8: the local part is not ASCII.
    pub fn needs_smtputf8(&self) -> bool {
        !self.local_part().is_ascii()
    }

    /// For logs and metrics: the first character and the domain, `a***@example.com`.
    pub fn masked(&self) -> String {
        let first = self.local_part().chars().next().unwrap_or('?');
        format!("{first}***@{}", self.domain())
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// An address with an optional display name: `Ann <ann@example.com>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The display name.
    pub name: Option<DisplayName>,
    /// The address.
    pub address: EmailAddress,
}

impl From<EmailAddress> for Mailbox {
    fn from(address: EmailAddress) -> Self {
        Self { name: None, address }
    }
}

/// Why a string is not an address: what is wrong with which value, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct AddressError {
    /// The message for a person.
    pub text: Text,
}

impl From<Text> for AddressError {
    fn from(text: Text) -> Self {
        Self { text }
    }
}

impl From<AddressError> for Text {
    fn from(error: AddressError) -> Self {
        error.text
    }
}

/// Whether more items follow the first address, as in a list. `ann@example,com` is one address with a typing error.
fn has_more_pieces(text: &str) -> bool {
    let after_at = text.trim_matches(is_space).split_once('@').map_or("", |(_, rest)| rest);
    after_at.split_once([',', ';']).is_some_and(|(_, rest)| rest.contains('@') || rest.starts_with(is_space))
}

/// Splits at the `@` that is not inside a quoted local part.
fn split(text: &str) -> Result<(&str, &str), AddressError> {
    if text.is_empty() {
        return Err(texts::address_empty().into());
    }
    let local_length = if text.starts_with('"') {
        local_part::quoted_length(text).ok_or_else(|| texts::address_open_quote(quoted(text)))?
    } else {
        text.find('@').unwrap_or(text.len())
    };
    let (local, rest) = text.split_at(local_length);
    match rest.strip_prefix('@') {
        Some(domain) if domain.contains('@') => Err(texts::address_several_at_signs(quoted(text)).into()),
        Some(domain) => Ok((local, domain)),
        None if rest.is_empty() => Err(texts::address_without_at(quoted(text)).into()),
        None => Err(texts::address_after_quote(quoted(text)).into()),
    }
}

/// Space that may be copied together with an address, including the no-break space and characters without width.
fn is_space(c: char) -> bool {
    let has_no_width = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    has_no_width
        || (c.is_whitespace() && !matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}'))
}

/// Refuses control characters except the tab: line breaks and NUL would allow injections (RFC 5322 §2.2), and the
/// others have no meaning in an address.
fn refuse_controls(text: &str) -> Result<(), AddressError> {
    match text.chars().find(|c| c.is_control() && *c != '\t') {
        None => Ok(()),
        Some('\r' | '\n') => Err(texts::address_line_break(quoted(text)).into()),
        Some(c) => Err(texts::address_control_character(quoted(text), code_point(c)).into()),
    }
}

#[cfg(test)]
mod tests;
