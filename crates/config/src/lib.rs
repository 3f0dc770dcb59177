//! The configuration: a flag takes precedence over a variable, a variable over the file, the file over the default.
//!
//! `options` is the table of options, `sources` collects the values and their sources, this file parses them.
//! Everything is checked before anything starts, and all faults are reported at once.

pub mod host;
mod options;
pub mod pem;
pub mod providers;
mod relay;
mod sources;
mod submission;
pub mod texts;

pub use options::{OptionEntry, option_entries, with_flags};
pub use sources::ConfigFault;
pub use submission::{Certificate, Submission, TrustedNetwork};

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use host::Host;
use providers::{Overrides, Providers};
use sources::{ConfigValue, ConfigValues};
use tracing_subscriber::filter::LevelFilter;

/// Everything that the operator configures.
#[derive(Clone, Debug)]
pub struct Config {
    /// The data folder.
    pub data_dir: PathBuf,
    /// The listening address of pages and API.
    pub http: SocketAddr,
    /// SMTP submission.
    pub submission: Submission,
    /// The certificate of SMTP submission.
    pub certificate: Certificate,
    /// The URL at which people and providers reach the server; without a final slash.
    pub public_url: String,
    /// The host of the public URL.
    pub public_host: Host,
    /// The master key's file.
    pub master_key_file: PathBuf,
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<Network>,
    /// The level and format of the log.
    pub log: Log,
    /// How the built-in service delivers.
    pub builtin: Builtin,
    /// The endpoints of known providers.
    pub providers: Providers,
    /// Who approves workspaces.
    pub approval: Approval,
    /// Limits, each with a default.
    pub limits: Limits,
}

/// Who approves the workspaces of people who are not instance administrators, before they can send to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// An instance administrator.
    Administrator,
    /// Nobody: they are approved when they are made.
    None,
}

/// A network in CIDR notation, or a single address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// An address of the network.
    pub address: IpAddr,
    /// Length of the prefix in bits.
    pub prefix: u8,
}

/// The level and format of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// A level, or directives such as `info,mail=debug`.
    pub level: String,
    /// Text for people, or JSON for programs.
    pub format: LogFormat,
}

/// The format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text for people.
    Text,
    /// JSON for programs.
    Json,
}

/// How the built-in service delivers.
#[derive(Clone, Debug)]
pub enum Builtin {
    /// The local mailbox.
    Mailbox,
    /// A smarthost.
    Relay(delivery::SmtpAccount),
}

/// Limits, each with a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Messages that the local mailbox keeps; the oldest are deleted first.
    pub mailbox_messages: u64,
    /// Bytes of messages that the local mailbox keeps; the oldest are deleted first.
    pub mailbox_bytes: u64,
    /// Days that the text of a finished message is kept.
    pub keep_text_days: u32,
    /// Days that a finished message is kept, with recipients, attempts and transcripts.
    pub keep_history_days: u32,
    /// How often a message is sent again if the reply after the final dot is lost.
    pub lost_reply_repetitions: u32,
    /// Free disk space below which bulk mail is refused, in bytes; `None` is the default, 0 is off.
    pub free_disk_bytes: Option<u64>,
    /// Recipients that each trusted network may send to in any 60 minutes.
    pub trusted_network_hour: u32,
    /// Recipients that each trusted network may send to in any 24 hours.
    pub trusted_network_day: u32,
    /// Maximum body of an API call, in bytes: a message of 25 MB is 34 MB in base64.
    pub request_bytes: usize,
}

impl Config {
    /// Reads flags, variables and the file, by default that in the working folder.
    ///
    /// # Errors
    /// All faults, each with its place and what to write instead.
    pub fn load(matches: &clap::ArgMatches) -> Result<Self, Vec<ConfigFault>> {
        let variable = |name: &str| std::env::var(name).ok();
        Self::from_sources(options::flags(matches), variable, Path::new("."))
    }

    /// Warnings about environment variables: a sentence for each one that begins with `OWLPOST_` and is unknown.
    pub fn warnings() -> Vec<String> {
        let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        sources::unknown_variables(names)
    }

    /// The defaults, with everything in `data_dir`: for tests and embedding.
    pub fn standard_in(data_dir: &Path) -> Self {
        let flags = vec![("data_dir", data_dir.display().to_string())];
        Self::from_sources(flags, |_| None, data_dir).expect("the defaults have no faults")
    }

    fn from_sources(
        flags: Vec<(&'static str, String)>,
        variable: impl Fn(&str) -> Option<String>,
        folder: &Path,
    ) -> Result<Self, Vec<ConfigFault>> {
        let mut faults = Vec::new();
        let values = sources::gather(flags, variable, folder, &mut faults);
        let config = Reader { values, faults: &mut faults }.config();
        if faults.is_empty() { Ok(config) } else { Err(faults) }
    }

    /// Whether the public URL is HTTPS: cookies are then `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Whether this address is a proxy whose headers about its clients are trusted.
    pub fn is_trusted_proxy(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(address))
    }

    /// The EHLO name if none is chosen, and the domain of the built-in service's sender.
    ///
    /// The host of the public URL if it is public; otherwise `owlpost.invalid`. Relays refuse `localhost` and names
    /// without a dot (Postfix `reject_non_fqdn_helo_hostname`, Google's relay), and an address literal of the
    /// loopback interface as well; a name under `.invalid` (RFC 2606 §2) is well-formed and does not exist.
    pub fn own_name(&self) -> String {
        own_name(&self.public_host)
    }
}

fn own_name(public_host: &Host) -> String {
    match public_host {
        Host::Name(name) if public_host.is_public_name() => name.clone(),
        Host::Address(IpAddr::V4(address)) if !address.is_loopback() => format!("[{address}]"),
        Host::Address(IpAddr::V6(address)) if !address.is_loopback() => format!("[IPv6:{address}]"),
        _ => "owlpost.invalid".to_owned(),
    }
}

impl Network {
    /// Whether `address` belongs to it; an IPv4 address mapped into IPv6 counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        let bits = |address: IpAddr| match address.to_canonical() {
            IpAddr::V4(address) => (32, u128::from(u32::from(address)) << 96),
            IpAddr::V6(address) => (128, u128::from(address)),
        };
        let (own_width, own) = bits(self.address);
        let (width, other) = bits(address);
        let differ = (own ^ other).checked_shr(128 - u32::from(self.prefix)).unwrap_or(0);
        own_width == width && differ == 0
    }
}

/// CIDR notation: `10.0.0.0/8`.
impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no network: write one like 10.0.0.0/8 or 127.0.0.1");
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Some(width), |prefix| prefix.trim().parse().ok()).filter(|prefix| *prefix <= width);
        Ok(Self { address, prefix: prefix.ok_or_else(wrong)? })
    }
}

/// The keys of a known provider.
const GOOGLE: [&str; 6] = [
    "providers.google.authorize_url",
    "providers.google.token_url",
    "providers.google.revoke_url",
    "providers.google.api_url",
    "providers.google.smtp",
    "providers.google.ca_file",
];
const MICROSOFT: [&str; 6] = [
    "providers.microsoft.authorize_url",
    "providers.microsoft.token_url",
    "providers.microsoft.revoke_url",
    "providers.microsoft.api_url",
    "providers.microsoft.smtp",
    "providers.microsoft.ca_file",
];

/// Parses the configured values. After a fault the default is used, so that the other values are also checked.
struct Reader<'f> {
    values: ConfigValues,
    faults: &'f mut Vec<ConfigFault>,
}

impl Reader<'_> {
    fn config(mut self) -> Config {
        let http = self.read("http", SocketAddr::from(([127, 0, 0, 1], 8020)), |text| {
            text.parse().map_err(|_| format!("`{text}` is no address with a port: write one like 127.0.0.1:8020"))
        });
        let standard = (format!("http://localhost:{}", http.port()), Host::Name("localhost".to_owned()));
        let (public_url, public_host) = self.read("public_url", standard, public_url);
        let data_dir = self.read("data_dir", PathBuf::from("./owlpost-data"), path);
        self.read("database", (), database);
        let certificate = self.certificate();
        Config {
            http,
            submission: self.submission(http, certificate.as_ref()),
            certificate: certificate.unwrap_or_default(),
            master_key_file: self.read("master_key_file", data_dir.join("master.key"), path),
            data_dir,
            trusted_proxies: self.read("trusted_proxies", Vec::new(), |text| {
                text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(Network::from_str).collect()
            }),
            log: Log {
                level: self.read("log.level", "info".to_owned(), log_level),
                format: self.read("log.format", LogFormat::Text, |text| match text {
                    "text" => Ok(LogFormat::Text),
                    "json" => Ok(LogFormat::Json),
                    _ => Err(format!("`{text}` is no format: write text or json")),
                }),
            },
            builtin: self.builtin(own_name(&public_host)),
            providers: Providers { google: self.overrides(GOOGLE), microsoft: self.overrides(MICROSOFT) },
            approval: self.read("accounts.approval", Approval::Administrator, |text| match text {
                "administrator" => Ok(Approval::Administrator),
                "none" => Ok(Approval::None),
                _ => Err(format!("`{text}` is not a kind of approval: write administrator or none")),
            }),
            limits: Limits {
                mailbox_messages: self.read("limits.mailbox_messages", 10_000, |text| whole(text, 1, 10_000_000)),
                mailbox_bytes: self.read("limits.mailbox_mb", 1_000, |text| whole::<u64>(text, 1, 1_000_000))
                    * 1_000_000,
                keep_text_days: self.read("limits.keep_text_days", 30, |text| whole(text, 0, 36_500)),
                // Runs and invitations refer to their messages for half a year.
                keep_history_days: self.read("limits.keep_history_days", 400, |text| whole(text, 180, 36_500)),
                lost_reply_repetitions: self.read("limits.lost_reply_repetitions", 3, |text| whole(text, 0, 20)),
                free_disk_bytes: self
                    .read("limits.free_disk_mb", None, |text| whole::<u64>(text, 0, 1_000_000_000).map(Some))
                    .map(|megabytes| megabytes * 1_000_000),
                trusted_network_hour: self.read("limits.trusted_network_hour", 500, |text| whole(text, 1, 1_000_000)),
                trusted_network_day: self.read("limits.trusted_network_day", 2_000, |text| whole(text, 1, 1_000_000)),
                request_bytes: self.read("limits.request_mb", 36, |text| whole::<usize>(text, 1, 1_000)) * 1_000_000,
            },
            public_url,
            public_host,
        }
    }

    fn read<T>(&mut self, key: &str, default: T, parse: impl FnOnce(&str) -> Result<T, String>) -> T {
        let Some(ConfigValue { text, place }) = self.values.get(key) else { return default };
        match parse(text.trim()) {
            Ok(value) => value,
            Err(wrong) => {
                self.faults.push(ConfigFault::at(place, format!("`{key}`: {wrong}")));
                default
            }
        }
    }

    /// `None` if what is written makes no sense, which is a fault of its own.
    fn certificate(&mut self) -> Option<Certificate> {
        let file = self.read("tls.certificate_file", None, |text| path(text).map(Some));
        let key = self.read("tls.key_file", None, |text| path(text).map(Some));
        let self_signed = self.read("tls.self_signed", false, submission::truth);
        let fault = match (file, key, self_signed) {
            (None, None, false) => return Some(Certificate::None),
            (None, None, true) => return Some(Certificate::SelfSigned),
            (Some(certificate), Some(key), false) => return Some(Certificate::Files { certificate, key }),
            (_, _, true) => "`tls.self_signed` is true, and a file is named: leave one of them out",
            (Some(_), None, _) => "`tls.certificate_file` is named without its key: write `tls.key_file` too",
            (None, Some(_), _) => "`tls.key_file` is named without its certificate: write `tls.certificate_file` too",
        };
        self.faults.push(ConfigFault::of(fault));
        None
    }

    fn submission(&mut self, http: SocketAddr, certificate: Option<&Certificate>) -> Submission {
        let submission = Submission {
            smtp: self.read("smtp", vec![SocketAddr::from(([127, 0, 0, 1], 2525))], submission::listeners),
            smtps: self.read("smtps", Vec::new(), submission::listeners),
            trusted_networks: self.read("submission.trusted_networks", Vec::new(), submission::trusted_networks),
            client_in_received: self.read("submission.client_in_received", false, submission::truth),
            default_domain: self.read("submission.default_domain", None, submission::default_domain),
            bounces: self.read("submission.bounces", false, submission::truth),
        };
        if !submission.smtps.is_empty() && certificate == Some(&Certificate::None) {
            self.faults.push(ConfigFault::of(
                "`smtps` needs a certificate: write `tls.certificate_file` and `tls.key_file`, or `tls.self_signed = true`",
            ));
        }
        let used = [("http", http)].into_iter().chain(submission.smtp.iter().map(|address| ("smtp", *address)));
        let used: Vec<(&str, SocketAddr)> =
            used.chain(submission.smtps.iter().map(|address| ("smtps", *address))).collect();
        for (at, (name, address)) in used.iter().enumerate() {
            if let Some((other, _)) = used[..at].iter().find(|(_, other)| other == address && address.port() != 0) {
                self.faults
                    .push(ConfigFault::of(format!("`{other}` and `{name}` are both {address}: choose two ports")));
            }
        }
        submission
    }

    fn overrides(&mut self, keys: [&'static str; 6]) -> Overrides {
        let [authorize, token, revoke, api, smtp, ca] = keys;
        Overrides {
            authorize_url: self.read(authorize, None, providers::endpoint),
            token_url: self.read(token, None, providers::endpoint),
            revoke_url: self.read(revoke, None, providers::endpoint),
            api_url: self.read(api, None, providers::endpoint),
            smtp: self.read(smtp, None, providers::smtp),
            ca_certificate: self.read(ca, None, |path| certificates(path).map(Some)),
        }
    }

    fn builtin(&mut self, own_name: String) -> Builtin {
        let wants_relay = self.read("builtin.mode", false, |text| match text {
            "mailbox" => Ok(false),
            "relay" => Ok(true),
            "direct" => Err("direct delivery is not supported by this version: write mailbox or relay".to_owned()),
            _ => Err(format!("`{text}` is no mode: write mailbox or relay")),
        });
        let ca = self.read("builtin.relay_ca_file", None, |path| certificates(path).map(Some));
        let from_file = self.read("builtin.relay_file", None, |path| contents(path).map(Some));
        let account = |url: &str| relay::parse(url, own_name.clone(), ca.clone()).map(Some);
        let account = match from_file {
            Some(url) => self.read("builtin.relay_file", None, |_| account(&url)),
            None => self.read("builtin.relay", None, account),
        };
        match (wants_relay, account) {
            (true, Some(account)) => Builtin::Relay(account),
            (true, None) => {
                if !self.values.contains_key("builtin.relay") && !self.values.contains_key("builtin.relay_file") {
                    self.faults.push(ConfigFault::of(
                        "`builtin.mode` is relay, and no relay is named: write builtin.relay or builtin.relay_file",
                    ));
                }
                Builtin::Mailbox
            }
            (false, Some(_)) => {
                self.faults.push(ConfigFault::of(
                    "a relay is named, and `builtin.mode` is mailbox: write mode = \"relay\", or leave the relay out",
                ));
                Builtin::Mailbox
            }
            (false, None) => Builtin::Mailbox,
        }
    }
}

fn public_url(text: &str) -> Result<(String, Host), String> {
    const SHAPE: &str = "write one like https://mail.example.com, without a path";
    let url = text.trim_end_matches('/');
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .ok_or_else(|| format!("`{text}` does not begin with https:// or http://: {SHAPE}"))?;
    if rest.contains(['/', '?', '#', '@', ' ']) {
        return Err(format!("`{text}` holds more than a host and a port: {SHAPE}"));
    }
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        _ => (rest, None),
    };
    let port = port.map(str::parse::<u16>).transpose();
    let port = port.map_err(|_| format!("the port of `{text}` is no number: {SHAPE}"))?;
    let host = Host::configured(host)?;
    // In the form of an origin (RFC 6454 section 6.1), or forms would be refused as cross-site: A-labels in lower
    // case, and no default port.
    let scheme = if url.starts_with("https://") { "https" } else { "http" };
    let usual = if scheme == "https" { 443 } else { 80 };
    let port = port.filter(|port| *port != usual).map(|port| format!(":{port}")).unwrap_or_default();
    let shown = match &host {
        Host::Address(IpAddr::V6(address)) => format!("[{address}]"),
        other => other.text(),
    };
    Ok((format!("{scheme}://{shown}{port}"), host))
}

fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("this is empty: write a path".to_owned()) } else { Ok(PathBuf::from(text)) }
}

fn database(text: &str) -> Result<(), String> {
    match text.split_once("://").map_or(text, |(scheme, _)| scheme) {
        "sqlite" if !text.contains("://") => Ok(()),
        "postgres" | "postgresql" => {
            Err("PostgreSQL is not supported by this version: write sqlite, or leave it out".to_owned())
        }
        // The value is not repeated: the URL of a database may contain a password.
        _ => Err("this is no database that is known here: write sqlite, or leave it out".to_owned()),
    }
}

fn log_level(text: &str) -> Result<String, String> {
    // A single word that is not a level would be read as a module's name, and nothing else would be logged.
    let is_level = |word: &str| word.contains(['=', '[']) || word.trim().parse::<LevelFilter>().is_ok();
    let is_known = text.split(',').all(is_level) && tracing_subscriber::EnvFilter::try_new(text).is_ok();
    is_known
        .then(|| text.to_owned())
        .ok_or_else(|| format!("`{text}` is no level: write error, warn, info, debug or trace, or info,mail=debug"))
}

fn whole<T: FromStr + PartialOrd + std::fmt::Display>(text: &str, least: T, most: T) -> Result<T, String> {
    text.parse()
        .ok()
        .filter(|number| (&least..=&most).contains(&number))
        .ok_or_else(|| format!("`{text}` is no whole number from {least} to {most}"))
}

fn contents(path: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("the file {path} cannot be read: {error}"))?;
    Ok(text.trim().to_owned())
}

fn certificates(path: &str) -> Result<String, String> {
    contents(path).map(|text| pem::plain(&text))
}

#[cfg(test)]
mod tests;
