//! The options of SMTP submission: listeners, the certificate, and networks that need no login.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use mail::{DefaultDomain, EmailAddress};

use super::Network;

/// Where programs submit mail by SMTP, and who may without a login.
#[derive(Clone, Debug, Default)]
pub struct Submission {
    /// Addresses that begin in clear and offer STARTTLS; none if it is off.
    pub smtp: Vec<SocketAddr>,
    /// Addresses with implicit TLS; none if it is off.
    pub smtps: Vec<SocketAddr>,
    /// Networks whose machines need no login.
    pub trusted_networks: Vec<TrustedNetwork>,
    /// Whether the Received field names the address of the client.
    pub client_in_received: bool,
    /// The domain of addresses that are submitted without one; without it they are refused.
    pub default_domain: Option<DefaultDomain>,
    /// Whether the sender of a submitted message that failed gets a notification without having asked for one.
    pub bounces: bool,
}

/// A network whose machines send without a login, as one sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedNetwork {
    /// The network.
    pub network: Network,
    /// The only sender that its machines may name, in the envelope and as From.
    pub sender: EmailAddress,
}

/// The certificate of this server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Certificate {
    /// There is none: no TLS is offered.
    #[default]
    None,
    /// From files.
    Files {
        /// PEM of the certificate.
        certificate: PathBuf,
        /// PEM of its key.
        key: PathBuf,
    },
    /// A self-signed one, made in the data folder.
    SelfSigned,
}

impl Submission {
    /// The network of a client that needs no login; the smallest, if it is in several.
    pub fn trusted(&self, client: std::net::IpAddr) -> Option<&TrustedNetwork> {
        let of_client = self.trusted_networks.iter().filter(|trusted| trusted.network.contains(client));
        of_client.max_by_key(|trusted| trusted.network.prefix)
    }
}

/// `off`, or addresses with ports.
pub(super) fn listeners(text: &str) -> Result<Vec<SocketAddr>, String> {
    if text == "off" {
        return Ok(Vec::new());
    }
    let mut addresses = Vec::new();
    for piece in text.split(',').map(str::trim).filter(|piece| !piece.is_empty()) {
        let address: SocketAddr = piece.parse().map_err(|_| {
            format!("`{piece}` is no address with a port: write one like 127.0.0.1:2525, several, or off")
        })?;
        if addresses.contains(&address) {
            return Err(format!("`{piece}` is there twice"));
        }
        addresses.push(address);
    }
    if addresses.is_empty() {
        Err("this is empty: write an address with a port, or off".to_owned())
    } else {
        Ok(addresses)
    }
}

/// `192.168.1.20=scanner@example.com`, several separated by commas.
pub(super) fn trusted_networks(text: &str) -> Result<Vec<TrustedNetwork>, String> {
    text.split(',').map(str::trim).filter(|piece| !piece.is_empty()).map(trusted_network).collect()
}

fn trusted_network(text: &str) -> Result<TrustedNetwork, String> {
    let (network, sender) = text.split_once('=').ok_or_else(|| {
        format!("`{text}` names no sender: write a network with the only sender that it may use, 192.168.1.20=scanner@example.com")
    })?;
    let sender = sender.trim();
    let address = EmailAddress::parse(sender);
    let network = Network::from_str(network.trim())?;
    let shortest = if network.address.is_ipv4() { 8 } else { 32 };
    if network.prefix < shortest {
        return Err(format!(
            "`{network}` has more machines than can be trusted: name single addresses, or networks of /{shortest} or longer"
        ));
    }
    Ok(TrustedNetwork {
        network,
        sender: address.map_err(|_| format!("`{sender}` is no email address: write one like scanner@example.com"))?,
    })
}

pub(super) fn default_domain(text: &str) -> Result<Option<DefaultDomain>, String> {
    let domain =
        DefaultDomain::parse(text).ok_or_else(|| format!("`{text}` is no domain name: write one like example.com"));
    domain.map(Some)
}

pub(super) fn truth(text: &str) -> Result<bool, String> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(format!("`{text}` is neither true nor false")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_is_off_or_has_addresses() {
        let ports = |text: &str| listeners(text).map(|found| found.iter().map(SocketAddr::port).collect::<Vec<_>>());
        assert_eq!(ports("off"), Ok(vec![]));
        assert_eq!(ports("127.0.0.1:25, [::1]:587"), Ok(vec![25, 587]));
        assert!(ports("2525").expect_err("no address").starts_with("`2525` is no address with a port"));
        assert!(ports("127.0.0.1:25,off").is_err());
        assert!(ports("127.0.0.1:25,127.0.0.1:25").is_err());
        assert!(ports(" , ").is_err());
    }

    #[test]
    fn a_trusted_network_has_a_sender() {
        let trusted = trusted_networks("192.168.1.20=scan@example.com, 10.0.0.0/8 = print@example.com").expect("two");
        let submission = Submission { trusted_networks: trusted, ..Submission::default() };
        let sender = |client: &str| {
            let trusted = submission.trusted(client.parse().expect("an address"));
            trusted.map(|trusted| trusted.sender.expose().to_owned())
        };
        assert_eq!(sender("192.168.1.20").as_deref(), Some("scan@example.com"));
        assert_eq!(sender("10.9.8.7").as_deref(), Some("print@example.com"));
        assert_eq!(sender("192.168.1.21"), None);
        let nested = trusted_networks("10.0.0.0/8=print@example.com, 10.1.0.0/16=scan@example.com").expect("two");
        let submission = Submission { trusted_networks: nested, ..Submission::default() };
        let smallest = submission.trusted([10, 1, 2, 3].into()).expect("it is in both");
        assert_eq!(smallest.sender.expose(), "scan@example.com");
        for everybody in ["0.0.0.0/0=a@example.com", "::/0=a@example.com", "10.0.0.0/7=a@example.com"] {
            let refused = trusted_networks(everybody).expect_err(everybody);
            assert!(refused.contains("name single addresses"), "{refused}");
        }
        for (text, expected) in [
            ("10.0.0.0/8", "`10.0.0.0/8` names no sender"),
            ("10.0.0.0/99=a@b.example", "`10.0.0.0/99` is no network"),
            ("10.0.0.0/8=root", "`root` is no email address"),
        ] {
            let fault = trusted_networks(text).expect_err("a fault");
            assert!(fault.starts_with(expected), "{fault}");
        }
    }
}
