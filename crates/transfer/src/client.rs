//! The network address of a client, even behind proxies: `X-Forwarded-For`, or `Forwarded` (RFC 7239).

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};

use axum::http::HeaderMap;
use axum::http::header::FORWARDED;
use rfc7239::NodeName;

const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// The client of a request, stored in the request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress {
    /// Its address.
    pub address: IpAddr,
    /// Whether this is the address of a proxy, behind which there may be many clients.
    pub is_proxy: bool,
}

impl ClientAddress {
    /// The nearest address that is not a trusted proxy, because anybody can forge the entries before it.
    ///
    /// If both headers are present, `X-Forwarded-For` counts: a proxy that sets one of them passes the other on as the
    /// client sent it, and far more proxies set this one.
    /// client sent it, and far more proxies set this one.
    pub fn of(peer: IpAddr, headers: &HeaderMap, is_trusted: impl Fn(IpAddr) -> bool) -> Self {
        let mut nearest = peer;
        if is_trusted(peer) {
            for hop in hops(headers).into_iter().rev() {
                let Some(address) = hop else { break };
                nearest = address;
                if !is_trusted(nearest) {
                    break;
                }
            }
        }
        Self { address: nearest, is_proxy: is_trusted(nearest) }
    }
}

/// Whether the request has a header of a proxy.
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key(X_FORWARDED_FOR) || headers.contains_key(FORWARDED)
}

/// The first address that forwarded a request without being a trusted proxy; clones share it.
///
/// If it is a proxy, all its clients count as one and share every limit. If not, somebody reaches the port without the
/// proxy and forges the header. An administrator must find out which.
#[derive(Clone, Debug, Default)]
pub struct UntrustedProxy {
    first: Arc<OnceLock<IpAddr>>,
}

impl UntrustedProxy {
    /// Records an address; returns whether it is the first.
    pub fn note(&self, peer: IpAddr) -> bool {
        self.first.set(peer).is_ok()
    }

    /// The first recorded address.
    pub fn address(&self) -> Option<IpAddr> {
        self.first.get().copied()
    }
}

/// The addresses that the proxies recorded, the nearest last; `None` for one that is not an address.
fn hops(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    // The client may have written any bytes before what the proxy appended; then only the client's entry is unreadable.
    let values = |name| headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    if headers.contains_key(X_FORWARDED_FOR) {
        let lines: Vec<_> = values(X_FORWARDED_FOR).collect();
        return lines.iter().flat_map(|line| line.split(',')).map(|hop| address_of(hop.trim())).collect();
    }
    // A proxy appends an element, or adds another line.
    let lines: Vec<_> = values(FORWARDED.as_str()).collect();
    lines
        .iter()
        .flat_map(|line| rfc7239::parse(line))
        .map(|element| match element.ok()?.forwarded_for?.name {
            NodeName::Ip(address) => Some(address),
            NodeName::Unknown | NodeName::Obfuscated(_) => None,
        })
        .collect()
}

/// Parses an address with or without a port: Azure's gateway writes `192.0.2.1:4711`, others write
/// `[2001:db8::1]:4711`.
fn address_of(hop: &str) -> Option<IpAddr> {
    let in_brackets = || hop.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::from);
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    hop.parse().ok().or_else(with_port).or_else(in_brackets)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[track_caller]
    fn check(peer: &str, lines: &[(&str, &str)], expected: &str) {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
        }
        let is_trusted = |address: IpAddr| address.to_string().starts_with("10.");
        let found = ClientAddress::of(peer.parse().expect("an address"), &headers, is_trusted);
        assert_eq!(found.address.to_string(), expected, "{lines:?}");
        assert_eq!(found.is_proxy, expected.starts_with("10."));
    }

    const XFF: &str = "X-Forwarded-For";

    #[test]
    fn only_trusted_proxies_are_trusted() {
        check("192.0.2.7", &[(XFF, "198.51.100.1")], "192.0.2.7");
        check("192.0.2.7", &[("Forwarded", "for=198.51.100.1")], "192.0.2.7");
        check("10.0.0.1", &[(XFF, "198.51.100.1")], "198.51.100.1");
        check("10.0.0.1", &[(XFF, "203.0.113.9, 198.51.100.1, 10.0.0.2")], "198.51.100.1");
        check("10.0.0.1", &[(XFF, "203.0.113.9"), (XFF, "198.51.100.1")], "198.51.100.1");
        check("10.0.0.1", &[(XFF, "\u{ff}, 198.51.100.1")], "198.51.100.1");
        check("10.0.0.1", &[(XFF, "not an address")], "10.0.0.1");
        check("10.0.0.1", &[(XFF, "198.51.100.1, ")], "10.0.0.1");
        check("10.0.0.1", &[], "10.0.0.1");
    }

    #[test]
    fn an_address_may_have_a_port_and_brackets() {
        check("10.0.0.1", &[(XFF, "198.51.100.1:4711")], "198.51.100.1");
        check("10.0.0.1", &[(XFF, "[2001:db8::1]:4711")], "2001:db8::1");
        check("10.0.0.1", &[(XFF, "[2001:db8::1]")], "2001:db8::1");
        check("10.0.0.1", &[(XFF, "2001:db8::1")], "2001:db8::1");
        check("10.0.0.1", &[(XFF, "203.0.113.9, 198.51.100.1:4711, 10.0.0.2:80")], "198.51.100.1");
    }

    #[test]
    fn the_standard_header_is_used_if_it_is_the_only_one() {
        check("10.0.0.1", &[("Forwarded", "for=198.51.100.1;proto=https;by=10.0.0.1")], "198.51.100.1");
        check("10.0.0.1", &[("Forwarded", "For=\"[2001:db8::1]:4711\"")], "2001:db8::1");
        check("10.0.0.1", &[("Forwarded", "for=203.0.113.9, for=198.51.100.1, for=10.0.0.2")], "198.51.100.1");
        check("10.0.0.1", &[("Forwarded", "for=203.0.113.9"), ("Forwarded", "for=198.51.100.1")], "198.51.100.1");
        check("10.0.0.1", &[("Forwarded", "for=203.0.113.9, for=_hidden")], "10.0.0.1");
        check("10.0.0.1", &[("Forwarded", "for=203.0.113.9, for=unknown")], "10.0.0.1");
        check("10.0.0.1", &[("Forwarded", "proto=https")], "10.0.0.1");
        check("10.0.0.1", &[("Forwarded", "for=198.51.100.1"), (XFF, "198.51.100.2")], "198.51.100.2");
    }
}
