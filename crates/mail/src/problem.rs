//! A failure in words: what happened, what it means, what to do.
//!
//! Made by `delivery::diagnosis`; stored with attempts and settings; shown by pages, API and log.

use serde::{Deserialize, Serialize};

/// How a connection is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte (RFC 8314 §3.3), usually port 465.
    ImplicitTls,
    /// TLS required after the STARTTLS command (RFC 3207), usually port 587; never in clear.
    Starttls,
    /// No TLS.
    None,
}

impl Security {
    /// The stored and API name: `implicit_tls`, `starttls` or `none`.
    pub fn name(self) -> &'static str {
        match self {
            Security::ImplicitTls => "implicit_tls",
            Security::Starttls => "starttls",
            Security::None => "none",
        }
    }
}

/// A known failure, for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable name for programs and translations, in snake case: `login_refused`.
    pub code: String,
    /// The settings field it concerns, as in the API's JSON: `password.host`, `from.email`.
    pub field: Option<String>,
    /// What happened, in one sentence.
    pub what: String,
    /// What it usually means.
    pub meaning: String,
    /// What to do next.
    pub remedy: String,
    /// A change of settings that mends it, where one is known.
    pub fix: Option<Fix>,
}

/// A change of settings that mends the failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredFix", into = "StoredFix")]
pub enum Fix {
    /// Another port and security, which were probed and work.
    Server {
        /// The port to use.
        port: u16,
        /// The security to use with it.
        security: Security,
    },
    /// The provider's API instead of its SMTP server.
    SendThroughApi,
}

/// How a fix is stored: told apart by its fields, since the first kind was stored before there was a second.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum StoredFix {
    Server { port: u16, security: Security },
    SendThrough { send_through: StoredWay },
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredWay {
    Api,
}

impl From<StoredFix> for Fix {
    fn from(stored: StoredFix) -> Self {
        match stored {
            StoredFix::Server { port, security } => Fix::Server { port, security },
            StoredFix::SendThrough { send_through: StoredWay::Api } => Fix::SendThroughApi,
        }
    }
}

impl From<Fix> for StoredFix {
    fn from(fix: Fix) -> Self {
        match fix {
            Fix::Server { port, security } => StoredFix::Server { port, security },
            Fix::SendThroughApi => StoredFix::SendThrough { send_through: StoredWay::Api },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_stored(stored: &str, fix: &Fix) {
        assert_eq!(&serde_json::from_str::<Fix>(stored).expect("a stored fix"), fix);
        assert_eq!(serde_json::to_string(fix).expect("a fix"), stored);
    }

    #[test]
    fn a_fix_is_stored_as_it_always_was_and_each_kind_is_read_back() {
        check_stored(r#"{"port":587,"security":"starttls"}"#, &Fix::Server { port: 587, security: Security::Starttls });
        check_stored(r#"{"send_through":"api"}"#, &Fix::SendThroughApi);
        assert!(serde_json::from_str::<Fix>(r#"{"send_through":"pigeon"}"#).is_err());
    }
}
