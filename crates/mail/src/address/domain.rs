//! The part after the `@`: a host name (IDNA, UTS 46) or an address literal (RFC 5321 §4.1.3).

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::{Text, texts};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// The domain as lower-case A-labels, or the literal in its shortest form. A single label is valid: relays inside a
/// network use `root@localhost`.
///
/// # Errors
/// The fault of an invalid domain.
pub(super) fn parse(text: &str, value: impl Fn() -> String) -> Result<String, Text> {
    if text.is_empty() {
        return Err(texts::address_domain_empty(value()));
    }
    if text.starts_with('[') {
        return literal(text).ok_or_else(|| texts::address_domain_literal(value()));
    }
    if text.contains(['(', ')']) {
        return Err(texts::address_domain_comment(value()));
    }
    if text.contains([' ', '\t']) {
        return Err(texts::address_domain_space(value()));
    }
    if text.ends_with('.') {
        return Err(texts::address_domain_final_dot(value()));
    }
    if text.starts_with('.') || text.contains("..") {
        return Err(texts::address_domain_dot(value()));
    }
    let domain = Uts46::new()
        .to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .map_err(|_| texts::address_domain_invalid(value()))?;
    if domain.parse::<Ipv4Addr>().is_ok() {
        return Err(texts::address_domain_ip_address(value(), domain.into_owned()));
    }
    // No top-level domain is numeric (RFC 3696 §2), so this is a typing error or another kind of address.
    if domain.rsplit('.').next().is_some_and(|label| label.bytes().all(|b| b.is_ascii_digit())) {
        return Err(texts::address_domain_numeric(value()));
    }
    Ok(domain.into_owned())
}

fn literal(text: &str) -> Option<String> {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))?;
    if let Ok(v4) = inner.parse::<Ipv4Addr>() {
        return Some(format!("[{v4}]"));
    }
    match inner.split_at_checked("IPv6:".len())? {
        (tag, rest) if tag.eq_ignore_ascii_case("IPv6:") => Some(format!("[IPv6:{}]", rest.parse::<Ipv6Addr>().ok()?)),
        _ => None,
    }
}

/// A host name as lower-case A-labels; `None` if it is invalid.
pub(crate) fn host_name(text: &str) -> Option<String> {
    let host = Uts46::new().to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify);
    host.ok().map(std::borrow::Cow::into_owned)
}
