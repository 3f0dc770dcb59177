//! The configuration: flag over variable over file over default.

/// Everything the operator decides.
#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: std::path::PathBuf,
    pub http: std::net::SocketAddr,
    /// Without a slash at the end.
    pub public_url: String,
    pub builtin: Builtin,
}

/// What stands behind the built-in service.
#[derive(Clone, Debug)]
pub enum Builtin {
    /// The local mailbox.
    Mailbox,
    /// A smarthost.
    Relay(delivery::SmtpAccount),
}
