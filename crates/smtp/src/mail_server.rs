//! An SMTP server and how to connect to it.

use mail::Security;

/// An SMTP server and how to connect to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// DNS name or IP address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is secured. A connection that cannot be secured as configured fails.
    pub security: Security,
    /// The client's name in EHLO (RFC 5321 section 4.1.1.1); never `localhost`.
    pub ehlo_name: String,
    /// Certificates in PEM to trust in addition to the system's.
    pub ca_certificate: Option<String>,
}

impl Server {
    /// Host and port: `smtp.example.com:465`, `[2001:db8::7]:25`.
    pub fn address(&self) -> String {
        let host = self.bare_host();
        if host.contains(':') { format!("[{host}]:{}", self.port) } else { format!("{host}:{}", self.port) }
    }

    /// The host without the brackets around an IPv6 address, and without a final dot.
    pub fn bare_host(&self) -> &str {
        let host = self.host.trim();
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        host.strip_suffix('.').unwrap_or(host)
    }
}
