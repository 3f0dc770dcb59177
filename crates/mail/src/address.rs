//! Addresses, parsed strictly once (RFC 5321 §4.1.2, RFC 5322 §3.4, RFC 6531).

use std::fmt;

/// An address of one mailbox that may reach SMTP or a header: it cannot hold CR, LF or NUL.
///
/// The domain is kept as lower-case A-labels (IDNA); a UTF-8 local part is kept and needs SMTPUTF8 (RFC 6531).
/// `Debug` masks the local part; [`EmailAddress::expose`] shows it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailAddress {
    text: String,
    at: usize,
}

impl EmailAddress {
    /// Parses `local@domain`, without name or angle brackets.
    pub fn parse(_text: &str) -> Result<Self, AddressError> {
        todo!()
    }

    /// The whole address, as it goes on the wire.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The part before the `@`, quoted where it must be.
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
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.local_part().chars().next().unwrap_or('?');
        write!(f, "{first}***@{}", self.domain())
    }
}

/// An address with an optional display name: `Ann <ann@example.com>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The display name, unquoted; no control characters.
    pub name: Option<String>,
    /// The address.
    pub address: EmailAddress,
}

/// Parses a list separated by commas or semicolons; empty pieces are passed over; groups are refused.
pub fn parse_list(_text: &str) -> Result<Vec<Mailbox>, AddressError> {
    todo!()
}

/// Why a text is not an address: says what is wrong and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct AddressError {
    /// For a person, naming the value.
    pub what: String,
}
