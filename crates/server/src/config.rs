//! The configuration: flag over variable over file over default.

use std::net::SocketAddr;
use std::path::PathBuf;

/// Everything the operator decides.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where everything is kept.
    pub data_dir: PathBuf,
    /// Where pages and API are served.
    pub http: SocketAddr,
    /// How people and providers reach us; without a slash at the end.
    pub public_url: String,
    /// The master key's file.
    pub master_key_file: PathBuf,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// How much is logged, and how.
    pub log: Log,
    /// What stands behind the built-in service.
    pub builtin: Builtin,
    /// Bounds, each with a default.
    pub limits: Limits,
}

/// A network in CIDR notation; a single address is a network of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// The first address.
    pub address: std::net::IpAddr,
    /// Leading bits that count.
    pub prefix: u8,
}

impl Network {
    /// Whether `address` belongs to it; an IPv4 address mapped into IPv6 counts as IPv4.
    pub fn contains(&self, _address: std::net::IpAddr) -> bool {
        todo!()
    }
}

/// How much is logged, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// A level, or directives such as `info,mail=debug`.
    pub level: String,
    /// Lines for people, or JSON for machines.
    pub format: LogFormat,
}

/// The shape of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// What stands behind the built-in service.
#[derive(Clone, Debug)]
pub enum Builtin {
    /// The local mailbox.
    Mailbox,
    /// A smarthost.
    Relay(delivery::SmtpAccount),
}

/// Bounds, each with a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Messages that the local mailbox keeps; the oldest go first.
    pub mailbox_messages: u64,
    /// Days that the text of a finished message is kept.
    pub keep_text_days: u32,
    /// Largest body of an API call, in bytes: a message of 25 MiB is 34 MiB in base64.
    pub request_bytes: usize,
}

impl Config {
    /// Whether people reach us over HTTPS: cookies are `Secure` then.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
