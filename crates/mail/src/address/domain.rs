//! The part after the `@`: a host name (IDNA, UTS 46) or an address literal (RFC 5321 §4.1.3).

use std::net::{Ipv4Addr, Ipv6Addr};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// The domain as lower-case A-labels, or the literal in its shortest form; or what is wrong with it, as the end of a
/// sentence. A single label is a domain: relays inside a network use `root@localhost`.
pub(super) fn parse(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("has nothing after the @: write a domain such as example.com".to_owned());
    }
    if text.starts_with('[') {
        return literal(text);
    }
    if text.contains(['(', ')']) {
        return Err("holds a comment in parentheses: leave it out, or write Name <ann@example.com>".to_owned());
    }
    if text.contains([' ', '\t']) {
        return Err("has a blank after the @: leave it out, and separate addresses by commas".to_owned());
    }
    if text.ends_with('.') {
        return Err("ends with a dot: leave it out".to_owned());
    }
    if text.starts_with('.') || text.contains("..") {
        return Err("has a dot first or twice in a row after the @: leave it out".to_owned());
    }
    let domain = Uts46::new()
        .to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .map_err(|_| {
            "has a domain that cannot exist: its labels hold letters, digits and inner hyphens, at most 63 octets each \
             and 253 in all (RFC 1123)"
                .to_owned()
        })?;
    if domain.parse::<Ipv4Addr>().is_ok() {
        return Err(format!("has an IP address after the @: put it in brackets, @[{domain}]"));
    }
    // No top-level domain is a number (RFC 3696 §2), so this is a slip or an address of another kind.
    if domain.rsplit('.').next().is_some_and(|label| label.bytes().all(|b| b.is_ascii_digit())) {
        return Err("has a domain that ends in a number: write a domain such as example.com".to_owned());
    }
    Ok(domain.into_owned())
}

fn literal(text: &str) -> Result<String, String> {
    let wrong = || "has no IP address in its brackets: write [192.0.2.1] or [IPv6:2001:db8::1]".to_owned();
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).ok_or_else(wrong)?;
    if let Ok(v4) = inner.parse::<Ipv4Addr>() {
        return Ok(format!("[{v4}]"));
    }
    match inner.split_at_checked("IPv6:".len()) {
        Some((tag, rest)) if tag.eq_ignore_ascii_case("IPv6:") => {
            Ok(format!("[IPv6:{}]", rest.parse::<Ipv6Addr>().map_err(|_| wrong())?))
        }
        _ => Err(wrong()),
    }
}
