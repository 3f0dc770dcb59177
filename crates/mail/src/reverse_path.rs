//! The envelope sender: an address, or null for mail that nobody may reply to with a bounce.

use std::fmt;

use crate::{AddressError, DefaultDomain, EmailAddress};

/// The reverse-path of an envelope (RFC 5321 section 4.1.2): where bounces go. The null reverse-path `<>` is that of
/// bounces themselves and of automatic answers (section 4.5.5).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ReversePath(Option<EmailAddress>);

impl ReversePath {
    /// The null reverse-path, `MAIL FROM:<>`.
    pub const NULL: Self = Self(None);

    /// Parses what [`ReversePath::expose`] returns: an address, or nothing for the null reverse-path.
    ///
    /// # Errors
    /// As [`EmailAddress::parse`].
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if text.is_empty() { Ok(Self::NULL) } else { EmailAddress::parse(text).map(Self::from) }
    }

    /// As [`ReversePath::parse`]; an address without a domain gets `domain`, if there is one.
    ///
    /// # Errors
    /// As [`EmailAddress::parse`].
    pub fn parse_with(text: &str, domain: Option<&DefaultDomain>) -> Result<Self, AddressError> {
        if text.is_empty() { Ok(Self::NULL) } else { EmailAddress::parse_with(text, domain).map(Self::from) }
    }

    /// The address; `None` for the null reverse-path.
    pub fn address(&self) -> Option<&EmailAddress> {
        self.0.as_ref()
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        self.0.is_none()
    }

    /// What is written between the angle brackets of MAIL FROM: nothing for the null reverse-path.
    pub fn expose(&self) -> &str {
        self.0.as_ref().map_or("", EmailAddress::expose)
    }

    /// As people and programs read it: the address, or `<>`.
    pub fn shown(&self) -> &str {
        self.0.as_ref().map_or("<>", EmailAddress::expose)
    }

    /// Whether the server must offer SMTPUTF8 for it.
    pub fn needs_smtputf8(&self) -> bool {
        self.0.as_ref().is_some_and(EmailAddress::needs_smtputf8)
    }
}

impl From<EmailAddress> for ReversePath {
    fn from(address: EmailAddress) -> Self {
        Self(Some(address))
    }
}

/// Masked, as the address is.
impl fmt::Debug for ReversePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(address) => address.fmt(f),
            None => f.write_str("<>"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_null_are_read_back_as_they_are_written() {
        for (text, shown) in [("", "<>"), ("ann@example.com", "ann@example.com")] {
            let path = ReversePath::parse(text).expect("a reverse-path");
            assert_eq!((path.expose(), path.shown(), path.is_null()), (text, shown, text.is_empty()));
        }
        assert!(ReversePath::parse("<>").is_err(), "angle brackets are not part of it");
        assert_eq!(format!("{:?}", ReversePath::NULL), "<>");
    }
}
