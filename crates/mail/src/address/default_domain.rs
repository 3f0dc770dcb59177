//! Addresses without a domain, such as `root`, which programs of one machine write, and the domain that completes them.

use std::ops::Range;

use super::{AddressError, EmailAddress};
use crate::render::address_list::{self, Item};

/// The domain of addresses that are written without one: a server of submission completes them before it passes them on
/// (RFC 6409 section 4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultDomain(String);

impl DefaultDomain {
    /// Parses a domain name with a dot, as [`EmailAddress::parse_domain_name`] does.
    pub fn parse(text: &str) -> Option<Self> {
        EmailAddress::parse_domain_name(text).map(Self)
    }

    /// The name, in A-labels and lower case.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// A mailbox, `root`, `root (Cron Daemon)` or `Cron Daemon <root>`, with this domain: its address, and the text with
    /// the domain in its place. `None` unless the text is one address without a domain.
    pub(crate) fn complete(&self, mailbox: &str) -> Option<(EmailAddress, String)> {
        let local = local_name(mailbox)?;
        let completed = format!("{}@{}{}", &mailbox[..local.end], self.0, &mailbox[local.end..]);
        let list = address_list::read(&completed);
        match list.items.into_iter().next()? {
            Item::Mailbox(only) if list.is_sound => Some((only.address?, only.text)),
            _ => None,
        }
    }
}

impl EmailAddress {
    /// As [`EmailAddress::parse`]; an address without a domain gets `domain`, if there is one.
    ///
    /// # Errors
    /// The fault, with its remedy.
    pub fn parse_with(text: &str, domain: Option<&DefaultDomain>) -> Result<Self, AddressError> {
        match domain.filter(|_| Self::lacks_domain(text)) {
            Some(domain) => Self::parse(&format!("{}@{}", text.trim(), domain.0)),
            None => Self::parse(text),
        }
    }

    /// Whether the text is an address without its `@` and domain: `root`.
    pub fn lacks_domain(text: &str) -> bool {
        is_local_name(text.trim())
    }
}

/// Where a mailbox has a name without a domain in place of an address; `None` for any other text.
pub(crate) fn local_name(mailbox: &str) -> Option<Range<usize>> {
    let (start, inside, rest) = match mailbox.split_once('<') {
        Some((phrase, rest)) => {
            let (inside, rest) = rest.split_once('>')?;
            (phrase.len() + 1, inside, rest.trim())
        }
        None => {
            let end = mailbox.find([' ', '\t', '(']).unwrap_or(mailbox.len());
            let comment = mailbox[end..].trim();
            // A comment may follow: `root (Cron Daemon)`. Whether it is one, the completed text shows.
            (0, &mailbox[..end], if comment.starts_with('(') && comment.ends_with(')') { "" } else { comment })
        }
    };
    let found = start..start + inside.len();
    (rest.is_empty() && is_local_name(inside)).then_some(found)
}

/// A dot-atom (RFC 5322 section 3.2.3).
fn is_local_name(text: &str) -> bool {
    let is_atom = |atom: &str| {
        !atom.is_empty()
            && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
    };
    text.split('.').all(is_atom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(text: &str) -> Option<(String, String)> {
        let domain = DefaultDomain::parse("Example.com").expect("a domain");
        domain.complete(text).map(|(address, text)| (address.expose().to_owned(), text))
    }

    #[test]
    fn one_name_without_a_domain_gets_it_where_it_stands() {
        let root = |text: &str| Some(("root@example.com".to_owned(), text.to_owned()));
        assert_eq!(completed("root"), root("root@example.com"));
        assert_eq!(completed("root (Cron Daemon)"), root("root@example.com (Cron Daemon)"));
        assert_eq!(completed("Cron Daemon <root>"), root("Cron Daemon <root@example.com>"));
        assert_eq!(completed("\"Daemon, Cron\" <root>"), root("\"Daemon, Cron\" <root@example.com>"));
        for other in
            ["", "Ann Lee", "ann@example.org", "root, ann", "<>", "a..b", "<root> <ann>", "x (a@b, <c>)", "root:"]
        {
            assert_eq!(completed(other), None, "{other}");
        }
        assert_eq!(completed("x (a) y (b)"), None, "two words");
    }

    #[test]
    fn an_address_with_a_domain_keeps_it() {
        let domain = DefaultDomain::parse("example.com");
        let parse =
            |text: &str| EmailAddress::parse_with(text, domain.as_ref()).map(|address| address.expose().to_owned());
        assert_eq!(parse(" www-data ").as_deref(), Ok("www-data@example.com"));
        assert_eq!(parse("ann@example.org").as_deref(), Ok("ann@example.org"));
        assert!(parse("Ann Lee").is_err() && parse("").is_err());
        assert!(EmailAddress::parse_with("root", None).is_err());
        assert!(DefaultDomain::parse("localhost").is_none(), "a domain without a dot reaches nobody");
    }
}
