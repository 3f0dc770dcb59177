//! Providers as data: endpoints, scopes, hosts, limits, redirect rules and error texts, one file each.
//!
//! Adding one touches its file, a line of [`Provider`] and a row of the conformance suite.

mod custom;
mod google;
mod microsoft;

use std::time::Duration;

use mail::Security;

/// Who grants tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Gmail and Google Workspace.
    Google,
    /// Microsoft 365.
    Microsoft,
    /// Any other OAuth 2.0 server with an SMTP server that takes its tokens.
    Custom,
}

/// How the mailbox is opened to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Somebody signs in with the mailbox and consents (authorization code with PKCE).
    Mailbox,
    /// Nobody needs to: an administrator granted it to the application itself.
    App,
}

/// What takes the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendThrough {
    /// The provider's SMTP server.
    Smtp,
    /// The provider's HTTP API.
    Api,
}

/// Where a provider's endpoints are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// The consent page; may hold `{tenant}` until it is filled in.
    pub authorize_url: String,
    /// The token endpoint; may hold `{tenant}` until it is filled in.
    pub token_url: String,
    /// Where tokens are revoked (RFC 7009); `None` where the provider has no such thing.
    pub revoke_url: Option<String>,
    /// The base of the API, without a slash at the end.
    pub api_url: Option<String>,
    /// The SMTP server.
    pub smtp: SmtpServer,
    /// PEM of certificates to trust besides the system's, for all of these.
    pub ca_certificate: Option<String>,
}

/// A provider's SMTP server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpServer {
    /// DNS name or IP address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
}

/// What is known of a provider.
#[derive(Debug)]
pub struct Facts {
    /// The stored and API name: `google`.
    pub id: &'static str,
    /// For a person: `Google`.
    pub name: &'static str,
    /// Hosts under these domains are its SMTP servers.
    pub mail_domains: &'static [&'static str],
    /// A refresh token that is not used for so long is dead.
    pub unused_refresh_token_dies_after: Option<Duration>,
}

impl Provider {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Google, Self::Microsoft, Self::Custom];

    /// What is known of it.
    pub fn facts(self) -> &'static Facts {
        match self {
            Self::Google => &google::FACTS,
            Self::Microsoft => &microsoft::FACTS,
            Self::Custom => &custom::FACTS,
        }
    }

    /// By its stored and API name.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.facts().id == id)
    }

    /// By the name of an SMTP server of its.
    pub fn of_mail_host(host: &str) -> Option<Self> {
        let is_under = |domain: &&str| {
            host == *domain || host.strip_suffix(*domain).is_some_and(|subdomain| subdomain.ends_with('.'))
        };
        Self::ALL.into_iter().find(|provider| provider.facts().mail_domains.iter().any(is_under))
    }
}

impl Grant {
    /// The stored and API name: `mailbox` or `app`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::App => "app",
        }
    }
}

impl SendThrough {
    /// The stored and API name: `smtp` or `api`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Smtp => "smtp",
            Self::Api => "api",
        }
    }
}
