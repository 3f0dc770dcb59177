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

/// Whether `written` is the domain without any mapping but that of case, and with U-labels instead of A-labels.
pub(super) fn is_written_as(domain: &str, written: &str) -> bool {
    if written.is_ascii() {
        // Every form of a literal is ASCII, and so is what it stands for.
        return written.starts_with('[') || written.eq_ignore_ascii_case(domain);
    }
    let (shown, _) = Uts46::new().to_unicode(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    let is_label = |(label, (a_label, u_label)): (&str, (&str, &str))| {
        label.eq_ignore_ascii_case(a_label) || label.to_lowercase() == u_label
    };
    let labels = domain.split('.').zip(shown.split('.'));
    written.split('.').count() == domain.split('.').count() && written.split('.').zip(labels).all(is_label)
}

/// A host name as lower-case A-labels; `None` if it is invalid.
pub(crate) fn host_name(text: &str) -> Option<String> {
    let host = Uts46::new().to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify);
    host.ok().map(std::borrow::Cow::into_owned)
}
