//! A failure in words: what happened, what it means, what to do.
//!
//! Made by `delivery::trouble`; stored with attempts and settings; shown by pages, API and log.

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
    /// A change that was probed and works.
    pub fix: Option<Fix>,
}

/// A change of settings that was probed and works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// The port to use.
    pub port: u16,
    /// The security to use with it.
    pub security: Security,
}
