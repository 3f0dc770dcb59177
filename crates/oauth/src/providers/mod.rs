//! Providers as data: endpoints, scopes, hosts, limits and redirect rules, one file each.
//!
//! A new provider needs a file, a variant of [`Provider`], a row of the conformance suite (`tests/providers.rs`) and rules
//! for its errors in `delivery::diagnosis`.

mod custom;
mod endpoints;
mod google;
mod microsoft;
mod redirect;

use std::time::Duration;

use mail::Text;

pub use endpoints::{Endpoints, SmtpServer};
pub use redirect::{PlainHttp, RedirectRules};

use crate::texts;
use endpoints::StandardEndpoints;

/// A provider that issues tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Gmail and Google Workspace.
    Google,
    /// Microsoft 365.
    Microsoft,
    /// Any other OAuth 2.0 server with an SMTP server that accepts its tokens.
    Custom,
}

/// How access to the mailbox is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// A person signs in with the mailbox and consents (authorization code with PKCE).
    Mailbox,
    /// An administrator grants it to the application itself.
    App,
}

/// How mail is sent at a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendThrough {
    /// The provider's SMTP server.
    Smtp,
    /// The provider's HTTP API.
    Api,
}

/// The data of a provider.
#[derive(Debug)]
pub struct ProviderData {
    /// The stored and API name: `google`.
    pub id: &'static str,
    /// The name for people: `Google`.
    pub name: &'static str,
    /// The domains of its SMTP servers.
    pub mail_domains: &'static [&'static str],
    /// The time without use after which a refresh token expires, if the provider has such a rule.
    pub unused_refresh_token_expires_after: Option<Duration>,
    /// The time after which a consent to an application in testing ends, if the provider has such a rule.
    pub testing_trap: Option<Duration>,
    /// SASL mechanisms for an access token, the preferred one first, by their names in the protocol.
    pub mechanisms: &'static [&'static str],
    /// Parameters of the consent page beyond RFC 6749.
    pub extra_parameters: &'static [(&'static str, &'static str)],
    /// Parameters that are sent only if there is no login hint.
    pub extra_without_hint: &'static [(&'static str, &'static str)],
    /// The default tenant; `None` if the provider has no tenants.
    pub default_tenant: Option<&'static str>,
    /// Which redirect URLs can be registered.
    pub redirect_rules: RedirectRules,
    /// For a person: where an application is registered.
    pub where_to_register: fn() -> Text,
    /// For a person: where the client ID is found and what it looks like.
    pub client_id_hint: fn() -> Text,
    /// For a person: where the client secret is found.
    pub secret_hint: fn() -> Text,
    /// For a person: where the redirect URL is pasted.
    pub redirect_hint: fn() -> Text,
    standard_endpoints: StandardEndpoints,
    scopes: ScopeTable,
    smtp: SendMethod,
    api: Option<SendMethod>,
    /// Whether the revocation endpoint requires the client's credentials (RFC 7009 section 2.1).
    pub(crate) revocation_names_client: bool,
}

/// The smallest sufficient scopes, by grant and transport.
#[derive(Debug)]
pub(super) struct ScopeTable {
    pub(super) mailbox_smtp: &'static [&'static str],
    pub(super) mailbox_api: &'static [&'static str],
    pub(super) app_smtp: &'static [&'static str],
    pub(super) app_api: &'static [&'static str],
}

/// The limits and set-up steps of one transport.
#[derive(Debug)]
pub(super) struct SendMethod {
    pub(super) pace: Pace,
    /// The steps that grant access to the application itself, in order.
    pub(super) app_setup: &'static [fn() -> Text],
}

/// A provider's limits; `None` if there is no limit, or none is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Concurrent sessions or requests.
    pub connections: Option<u32>,
    /// Messages per minute.
    pub messages_per_minute: Option<u32>,
    /// Recipients in any 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Recipients of one message.
    pub recipients_per_message: Option<u32>,
}

impl ProviderData {
    /// Whether owlpost knows its endpoints.
    pub fn has_standard_endpoints(&self) -> bool {
        !self.standard_endpoints.token_url.is_empty()
    }
}

impl Provider {
    /// All providers, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Google, Self::Microsoft, Self::Custom];

    /// The data of this provider.
    pub fn facts(self) -> &'static ProviderData {
        match self {
            Self::Google => &google::DATA,
            Self::Microsoft => &microsoft::DATA,
            Self::Custom => &custom::DATA,
        }
    }

    /// The provider with this stored and API name.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.facts().id == id)
    }

    /// The provider to whose domains an SMTP server's host name belongs.
    pub fn of_mail_host(host: &str) -> Option<Self> {
        let is_under = |domain: &&str| {
            host == *domain || host.strip_suffix(*domain).is_some_and(|subdomain| subdomain.ends_with('.'))
        };
        Self::ALL.into_iter().find(|provider| provider.facts().mail_domains.iter().any(is_under))
    }

    /// Its standard endpoints, with `{tenant}` not filled in; empty for [`Provider::Custom`].
    pub fn endpoints(self) -> Endpoints {
        self.facts().standard_endpoints.to_endpoints()
    }

    /// The smallest sufficient scopes; none for [`Provider::Custom`], whose scopes the administrator enters.
    pub fn scopes(self, grant: Grant, through: SendThrough) -> &'static [&'static str] {
        let table = &self.facts().scopes;
        match (grant, through) {
            (Grant::Mailbox, SendThrough::Smtp) => table.mailbox_smtp,
            (Grant::Mailbox, SendThrough::Api) => table.mailbox_api,
            (Grant::App, SendThrough::Smtp) => table.app_smtp,
            (Grant::App, SendThrough::Api) => table.app_api,
        }
    }

    /// The faults of a redirect URL according to the provider's rules, and what to do; empty if there are none.
    pub fn redirect_faults(self, redirect_uri: &str) -> Vec<Text> {
        redirect::faults(self.facts(), redirect_uri)
    }

    /// Checks whether mail can be sent with this transport.
    ///
    /// # Errors
    /// The reason and what to choose instead, for people.
    pub fn supports(self, _grant: Grant, through: SendThrough) -> Result<(), Text> {
        if through == SendThrough::Api && self.facts().api.is_none() {
            return Err(texts::provider_without_api());
        }
        Ok(())
    }

    /// The limits of this transport.
    pub fn pace(self, through: SendThrough) -> Pace {
        self.way(through).pace
    }

    /// For people: the steps by which an administrator grants this transport to the application itself, in order.
    pub fn app_setup(self, through: SendThrough) -> Vec<Text> {
        self.way(through).app_setup.iter().map(|step| step()).collect()
    }

    /// Whether a new consent with this lifetime is for an application in testing, and will end soon.
    ///
    /// `life` is [`TokenResponse::refresh_token_expires_in`](super::TokenResponse::refresh_token_expires_in).
    pub fn is_testing_trap(self, life: Option<Duration>) -> bool {
        matches!((self.facts().testing_trap, life), (Some(trap), Some(life)) if life <= trap)
    }

    fn way(self, through: SendThrough) -> &'static SendMethod {
        let facts = self.facts();
        match through {
            SendThrough::Smtp => &facts.smtp,
            SendThrough::Api => facts.api.as_ref().unwrap_or(&facts.smtp),
        }
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
