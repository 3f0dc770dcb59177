//! The client that submitted a message: stored with it, for the people who look at it, and deleted with it.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// The client that submitted a message. Stored, so fields are only added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Its address, as far as it is known behind proxies.
    pub address: IpAddr,
    /// Its SMTP session; `None` for the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smtp: Option<SmtpClient>,
}

/// What is known of an SMTP session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmtpClient {
    /// The name in EHLO or HELO: any text without spaces.
    pub hello: String,
    /// The version of TLS, such as `TLS 1.3`; `None` in clear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<String>,
}

impl Client {
    /// A client of the API.
    pub fn of_api(address: IpAddr) -> Self {
        Self { address, smtp: None }
    }
}
