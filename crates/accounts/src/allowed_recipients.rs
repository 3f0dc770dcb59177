//! Lists of addresses and domains: the recipients that scripts of a workspace may write to, and the senders and
//! recipients of an API key.

use mail::{EmailAddress, Fault, Text, quoted};

use super::{fault, texts};

/// Maximum number of entries.
const ENTRIES_MAX: usize = 1_000;

/// Which addresses are allowed: recipients of scripts, senders and recipients of API keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AllowedRecipients {
    /// Everybody.
    #[default]
    Anybody,
    /// Only these; nobody if the list is empty.
    Only(Vec<Recipient>),
}

/// An entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// This address.
    Address(EmailAddress),
    /// Every address of this domain (lower case), not of its subdomains.
    Domain(String),
}

impl AllowedRecipients {
    /// Whether `address` is allowed. ASCII case is ignored in local parts, as providers do.
    pub fn covers(&self, address: &EmailAddress) -> bool {
        match self {
            Self::Anybody => true,
            Self::Only(list) => list.iter().any(|entry| match entry {
                Recipient::Address(listed) => {
                    listed.domain() == address.domain()
                        && listed.local_part().eq_ignore_ascii_case(address.local_part())
                }
                Recipient::Domain(domain) => domain == address.domain() && is_plain(address.local_part()),
            }),
        }
    }

    /// Parses the text of `field`: addresses and domains separated by commas, semicolons or white space. An empty text
    /// means everybody.
    ///
    /// # Errors
    /// A fault of `field` for each entry that is neither an address nor a domain.
    pub fn parse(field: &str, typed: &str) -> Result<Self, Vec<Fault>> {
        let mut list = Vec::new();
        let mut faults = Vec::new();
        for piece in typed.split([',', ';', ' ', '\t', '\r', '\n']).filter(|piece| !piece.is_empty()) {
            match Recipient::parse(piece) {
                Ok(entry) if list.contains(&entry) => {}
                Ok(entry) => list.push(entry),
                Err(wrong) => faults.push(fault(field, wrong)),
            }
        }
        if list.len() > ENTRIES_MAX {
            faults.push(fault(field, texts::allowed_list_too_long(list.len(), ENTRIES_MAX)));
        }
        match (faults.is_empty(), list.is_empty()) {
            (false, _) => Err(faults),
            (true, true) => Ok(Self::Anybody),
            (true, false) => Ok(Self::Only(list)),
        }
    }

    /// The list in the form that [`Self::parse`] reads, one entry per line; empty for everybody.
    pub fn text(&self) -> String {
        match self {
            Self::Anybody => String::new(),
            Self::Only(list) => list.iter().map(Recipient::text).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// Whether every mail server delivers this local part within its own domain. Some servers rewrite `user%other.example`
/// and `other.example!user`, even when quoted, to an address in another domain (Postfix does by default).
fn is_plain(local_part: &str) -> bool {
    !local_part.contains(['%', '!', '@', '"'])
}

impl Recipient {
    /// Parses one entry.
    ///
    /// # Errors
    /// If it is neither an address nor a domain.
    pub fn parse(piece: &str) -> Result<Self, Text> {
        if piece.strip_prefix('@').unwrap_or(piece).contains('@') {
            return EmailAddress::parse(piece).map(Self::Address).map_err(Text::from);
        }
        let domain = EmailAddress::parse_domain_name(piece);
        domain.map(Self::Domain).ok_or_else(|| texts::allowed_entry_invalid(quoted(piece)))
    }

    /// The entry in the form that [`Self::parse`] reads.
    pub fn text(&self) -> &str {
        match self {
            Self::Address(address) => address.expose(),
            Self::Domain(domain) => domain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, covered: &[&str], others: &[&str]) {
        let allowed_recipients = AllowedRecipients::parse("recipients", typed).expect("no faults");
        let covers = |text: &&str| allowed_recipients.covers(&EmailAddress::parse(text).expect("an address"));
        assert!(covered.iter().all(covers), "{typed} covers {covered:?}");
        assert!(!others.iter().any(covers), "{typed} does not cover {others:?}");
    }

    #[test]
    fn a_list_covers_its_addresses_and_domains() {
        check("", &["ann@example.com"], &[]);
        check("Ann@example.com", &["ann@example.com", "ANN@EXAMPLE.COM"], &["bob@example.com", "ann@example.net"]);
        check(
            "example.com bücher.example",
            &["ann+tag@example.com", "ann@xn--bcher-kva.example"],
            &["victim%evil.test@example.com", "evil.test!victim@example.com", "\"victim@evil.test\"@example.com"],
        );
        check("@Example.com; x@y.org", &["ann@example.com", "x@y.org"], &["ann@sub.example.com", "z@y.org"]);
    }

    #[test]
    fn invalid_entries_are_reported() {
        let faults = AllowedRecipients::parse("recipients", "ann@example.com nobody, a@b@c").expect_err("faults");
        assert_eq!(faults.len(), 2);
        assert_eq!(faults[0].text, texts::allowed_entry_invalid("`nobody`"));
    }
}
