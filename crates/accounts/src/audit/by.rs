//! Who does something, as the audit log names them.

use std::net::IpAddr;

/// Who does something, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// In words: an address, `api key "shop"`, `owlpost`.
    pub who: String,
    /// The client's network address, where a person does it in a browser.
    pub client: Option<IpAddr>,
}

impl By {
    /// A person in a browser.
    pub fn person(who: impl Into<String>, client: IpAddr) -> Self {
        Self { who: who.into(), client: Some(client) }
    }

    /// A program with an API key, a command, or the server itself.
    pub fn program(who: impl Into<String>) -> Self {
        Self { who: who.into(), client: None }
    }
}
