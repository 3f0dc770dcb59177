//! From a host name to a TCP connection: all addresses of the name, both families, the first that answers.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::mishap::Mishap;

/// How long an address is tried alone before the next one is tried beside it (RFC 8305 §5).
const HEAD_START: Duration = Duration::from_millis(250);
/// The most addresses tried; a name with more is load balancing, and any of them will do.
const ADDRESSES: usize = 8;

/// The addresses of a host, IPv6 and IPv4 taking turns (RFC 8305 §4).
pub(crate) async fn resolve(host: &str, port: u16, patience: Duration) -> Result<Vec<SocketAddr>, Mishap> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    match timeout(patience, lookup_host((host, port))).await {
        Ok(Ok(found)) => match taking_turns(found) {
            addresses if addresses.is_empty() => Err(Mishap::Unresolved(io::ErrorKind::NotFound.into())),
            addresses => Ok(addresses),
        },
        Ok(Err(error)) => Err(Mishap::Unresolved(error)),
        Err(_) => Err(Mishap::TimedOut(patience)),
    }
}

/// Each address once, the families in turn, the resolver's favourite first.
fn taking_turns(found: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
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
    let mut turns = Vec::with_capacity(all.len());
    while turns.len() < all.len().min(ADDRESSES) {
        turns.extend(first.next());
        turns.extend(second.next());
    }
    turns
}

/// Connects to the first address that answers.
pub(crate) async fn connect(addresses: &[SocketAddr], patience: Duration) -> Result<(TcpStream, SocketAddr), Mishap> {
    let mut failed = Vec::new();
    match timeout(patience, race(addresses, &mut failed)).await {
        Ok(Some(connected)) => Ok(connected),
        Ok(None) => Err(Mishap::Unreached(failed)),
        Err(_) => {
            let silent: Vec<SocketAddr> = addresses
                .iter()
                .filter(|address| !failed.iter().any(|(tried, _)| tried == *address))
                .copied()
                .collect();
            failed.extend(silent.into_iter().map(|address| (address, io::ErrorKind::TimedOut.into())));
            Err(Mishap::Unreached(failed))
        }
    }
}

/// Tries one address after the other, each with a head start. The losers end with the set that holds them.
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
    fn the_families_take_turns() {
        let found =
            addresses("[2001:db8::1]:25 [2001:db8::2]:25 [2001:db8::1]:25 192.0.2.1:25 192.0.2.2:25 192.0.2.3:25");
        let expected = addresses("[2001:db8::1]:25 192.0.2.1:25 [2001:db8::2]:25 192.0.2.2:25 192.0.2.3:25");
        assert_eq!(taking_turns(found.into_iter()), expected);
        assert_eq!(taking_turns(std::iter::empty()), []);
    }

    #[tokio::test]
    async fn an_address_needs_no_resolver() {
        let found = resolve("::1", 25, Duration::from_secs(5)).await.expect("an address");
        assert_eq!(found, addresses("[::1]:25"));
    }

    #[tokio::test]
    async fn a_dead_address_does_not_hide_a_live_one() {
        let live = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let live = live.local_addr().map(|address| (live, address)).expect("an address");
        let dead = {
            let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            gone.local_addr().expect("an address")
        };
        let (_, address) = connect(&[dead, live.1], Duration::from_secs(5)).await.expect("a connection");
        assert_eq!(address, live.1);
        let refused = connect(&[dead], Duration::from_secs(5)).await.expect_err("nobody listens");
        let Mishap::Unreached(errors) = refused else { panic!("{refused}") };
        assert_eq!(errors[0].1.kind(), io::ErrorKind::ConnectionRefused);
    }
}
