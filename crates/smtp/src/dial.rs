//! From a host name to a TCP connection: all addresses of both families, in the manner of RFC 8305 (Happy Eyeballs).

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::error::SmtpError;

/// The delay before the next address is tried in parallel (RFC 8305 section 5).
const HEAD_START: Duration = Duration::from_millis(250);
/// Maximum addresses tried. A name with more uses them for load balancing, so any of them will do.
const ADDRESSES: usize = 8;

/// The addresses of a host, IPv6 and IPv4 alternating (RFC 8305 section 4), at most eight. An IP address is
/// returned without a lookup.
///
/// # Errors
/// [`SmtpError::HostNotFound`], [`SmtpError::LookupFailed`], or [`SmtpError::TimedOut`] after `limit`.
pub async fn resolve(host: &str, port: u16, limit: Duration) -> Result<Vec<SocketAddr>, SmtpError> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    match timeout(limit, lookup_host((host, port))).await {
        Ok(Ok(found)) => match interleaved(found) {
            addresses if addresses.is_empty() => Err(SmtpError::HostNotFound(io::ErrorKind::NotFound.into())),
            addresses => Ok(addresses),
        },
        Ok(Err(error)) => Err(SmtpError::from_lookup(error)),
        Err(_) => Err(SmtpError::TimedOut(limit)),
    }
}

/// Each address once, alternating between the families, beginning with the resolver's first choice.
fn interleaved(found: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    let mut all: Vec<SocketAddr> = Vec::new();
    for address in found {
        if !all.contains(&address) {
            all.push(address);
        }
    }
    let first_family = all.first().is_some_and(SocketAddr::is_ipv6);
    let of_first_family = |address: &&SocketAddr| address.is_ipv6() == first_family;
    let mut first = all.iter().filter(of_first_family);
    let mut second = all.iter().filter(|address| !of_first_family(address));
    let mut order = Vec::with_capacity(all.len());
    while order.len() < all.len().min(ADDRESSES) {
        order.extend(first.next());
        order.extend(second.next());
    }
    order
}

/// Connects to the first address that accepts.
///
/// # Errors
/// [`SmtpError::Unreachable`] with one error per address; an address that did not answer within `limit` timed out.
pub async fn connect(addresses: &[SocketAddr], limit: Duration) -> Result<(TcpStream, SocketAddr), SmtpError> {
    let mut failed = Vec::new();
    match timeout(limit, race(addresses, &mut failed)).await {
        Ok(Some(connected)) => Ok(connected),
        Ok(None) => Err(SmtpError::Unreachable(failed)),
        Err(_) => {
            let silent: Vec<SocketAddr> = addresses
                .iter()
                .filter(|address| !failed.iter().any(|(tried, _)| tried == *address))
                .copied()
                .collect();
            failed.extend(silent.into_iter().map(|address| (address, io::ErrorKind::TimedOut.into())));
            Err(SmtpError::Unreachable(failed))
        }
    }
}

/// Tries the addresses in order, each with a head start over the next. Dropping the set cancels the other attempts.
async fn race(addresses: &[SocketAddr], failed: &mut Vec<(SocketAddr, io::Error)>) -> Option<(TcpStream, SocketAddr)> {
    let mut waiting = addresses.iter().copied();
    let mut trying = JoinSet::new();
    loop {
        let more = match waiting.next() {
            Some(address) => {
                trying.spawn(async move { (address, TcpStream::connect(address).await) });
                true
            }
            None => false,
        };
        tokio::select! {
            Some(tried) = trying.join_next() => match tried {
                Ok((address, Ok(stream))) => return Some((stream, address)),
                Ok((address, Err(error))) => failed.push((address, error)),
                Err(_) => {}
            },
            () = sleep(HEAD_START), if more => {}
            else => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    fn addresses(text: &str) -> Vec<SocketAddr> {
        text.split_whitespace().map(|address| address.parse().expect("an address")).collect()
    }

    #[test]
    fn address_families_alternate() {
        let found =
            addresses("[2001:db8::1]:25 [2001:db8::2]:25 [2001:db8::1]:25 192.0.2.1:25 192.0.2.2:25 192.0.2.3:25");
        let expected = addresses("[2001:db8::1]:25 192.0.2.1:25 [2001:db8::2]:25 192.0.2.2:25 192.0.2.3:25");
        assert_eq!(interleaved(found.into_iter()), expected);
        assert_eq!(interleaved(std::iter::empty()), []);
    }

    #[tokio::test]
    async fn an_ip_address_is_not_looked_up() {
        let found = resolve("::1", 25, Duration::from_secs(5)).await.expect("an address");
        assert_eq!(found, addresses("[::1]:25"));
    }

    #[tokio::test]
    async fn an_unreachable_address_does_not_hide_a_reachable_one() {
        let live = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let live = live.local_addr().map(|address| (live, address)).expect("an address");
        let dead = {
            let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            gone.local_addr().expect("an address")
        };
        let (_, address) = connect(&[dead, live.1], Duration::from_secs(5)).await.expect("a connection");
        assert_eq!(address, live.1);
        let refused = connect(&[dead], Duration::from_secs(5)).await.expect_err("nobody listens");
        let SmtpError::Unreachable(errors) = refused else { panic!("{refused}") };
        assert_eq!(errors[0].1.kind(), io::ErrorKind::ConnectionRefused);
    }
}
