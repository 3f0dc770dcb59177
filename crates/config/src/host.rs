//! Host names: DNS names, including internationalised ones, and IP addresses.

use std::net::IpAddr;

use mail::{Text, quoted};

use super::texts;

/// A valid host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A DNS name as lower-case A-labels (RFC 5890), without a final dot.
    Name(String),
    /// An IP address.
    Address(IpAddr),
}

impl Host {
    /// Reads a DNS name or an IP address, the latter with or without brackets.
    ///
    /// # Errors
    /// The fault, as a text that says what to write instead.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let text = text.trim();
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(Host::Address(address));
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            let rest = rest.split(['/', ':']).next().unwrap_or(rest);
            return Err(texts::host_url(quoted(text), quoted(&format!("{scheme}://")), quoted(rest)));
        }
        if let Some((host, port)) = text.rsplit_once(':')
            && !host.contains(':')
            && port.parse::<u16>().is_ok()
        {
            return Err(texts::host_with_port(quoted(text), quoted(host), port));
        }
        if text.contains('@') {
            return Err(texts::host_email_address(quoted(text)));
        }
        let name = idna::domain_to_ascii_cow(text.as_bytes(), idna::AsciiDenyList::URL)
            .map_err(|_| texts::host_invalid(quoted(text)))?
            .trim_end_matches('.')
            .to_owned();
        let all_digits = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
        if all_digits || name.len() > 253 || !name.split('.').all(is_label) {
            return Err(texts::host_invalid(quoted(text)));
        }
        Ok(Host::Name(name))
    }

    /// Like [`Host::parse`], with an English error for the operator.
    pub(crate) fn configured(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|_| {
            let value = quoted(text);
            format!("{value} is neither a host name nor an IP address: write one such as smtp.example.com or 192.0.2.7")
        })
    }

    /// The text that is stored and shown: an IPv6 address without brackets.
    pub fn text(&self) -> String {
        match self {
            Host::Name(name) => name.clone(),
            Host::Address(address) => address.to_string(),
        }
    }

    /// Whether it is a DNS name that other hosts may know: it has more than one label and is not reserved for this
    /// machine (RFC 6761 §6.3).
    pub fn is_public_name(&self) -> bool {
        matches!(self, Host::Name(name) if name.contains('.') && !name.ends_with(".localhost"))
    }
}

/// Whether the host is this machine: only then is a password sent without TLS without confirmation.
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Whether it is a label of a host name (RFC 1123 section 2.1). Underscores are accepted, because the names of some
/// internal relays contain them.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        match (Host::parse(text).map(|host| host.text()), expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{text}"),
            (Err(found), Err(expected)) => assert_eq!(found.code(), expected, "{text}"),
            (found, _) => panic!("{text}: {found:?}"),
        }
    }

    #[test]
    fn names_and_addresses_are_accepted() {
        check("SMTP.Example.com", Ok("smtp.example.com"));
        check(" smtp.example.com. ", Ok("smtp.example.com"));
        check("mail_relay", Ok("mail_relay"));
        check("bücher.example", Ok("xn--bcher-kva.example"));
        check("192.0.2.7", Ok("192.0.2.7"));
        check("[2001:db8::7]", Ok("2001:db8::7"));
        check("::1", Ok("::1"));
    }

    #[test]
    fn only_names_and_addresses_of_this_machine_are_loopback() {
        for host in ["localhost", "localhost.", "a.localhost", "127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["localhost.example.com", "10.0.0.1", "::2", "127.0.0.1.example.com", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn an_invalid_host_is_reported_with_its_reason() {
        check("smtps://smtp.example.com:465", Err("host_url"));
        check("smtp.example.com:465", Err("host_with_port"));
        check("ann@example.com", Err("host_email_address"));
        check("smtp example.com", Err("host_invalid"));
        check("smtp..example.com", Err("host_invalid"));
        check("-a.example", Err("host_invalid"));
        check("192.0.2.700", Err("host_invalid"));
        check("a\r\nb", Err("host_invalid"));
        check("", Err("host_invalid"));
    }
}
