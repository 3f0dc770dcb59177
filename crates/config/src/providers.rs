//! The endpoints of providers: the standard ones, or those of national clouds and look-alikes.

use mail::Security;
use oauth::{Endpoints, Provider, SmtpServer};
use oauth::{has_login, is_safe_url};

use super::host::{Host, is_loopback};
use super::relay::{SHAPE_OF_SERVER, server};

/// The operator's overrides of the known providers.
#[derive(Clone, Debug, Default)]
pub struct Providers {
    /// `[providers.google]`.
    pub google: Overrides,
    /// `[providers.microsoft]`.
    pub microsoft: Overrides,
}

/// Endpoints that replace a provider's standard ones.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The authorization endpoint; may contain `{tenant}`.
    pub authorize_url: Option<String>,
    /// The token endpoint; may contain `{tenant}`.
    pub token_url: Option<String>,
    /// The revocation endpoint.
    pub revoke_url: Option<String>,
    /// The base URL of the API.
    pub api_url: Option<String>,
    /// The SMTP server.
    pub smtp: Option<SmtpServer>,
    /// PEM of a CA to trust for all of these in addition to the system's.
    pub ca_certificate: Option<String>,
}

impl Providers {
    /// The endpoints of a provider, with the operator's overrides; empty for a custom one.
    pub fn endpoints(&self, provider: Provider) -> Endpoints {
        let usual = provider.endpoints();
        let values = match provider {
            Provider::Google => &self.google,
            Provider::Microsoft => &self.microsoft,
            Provider::Custom => return usual,
        };
        let values = values.clone();
        Endpoints {
            authorize_url: values.authorize_url.unwrap_or(usual.authorize_url),
            token_url: values.token_url.unwrap_or(usual.token_url),
            revoke_url: values.revoke_url.or(usual.revoke_url),
            api_url: values.api_url.or(usual.api_url),
            smtp: values.smtp.unwrap_or(usual.smtp),
            ca_certificate: values.ca_certificate.or(usual.ca_certificate),
        }
    }
}

/// The URL of an endpoint, without a final slash.
pub(super) fn endpoint(text: &str) -> Result<Option<String>, String> {
    // The placeholder of the tenant is not part of a URL until it is filled in.
    let url = text.replace("{tenant}", "tenant");
    if has_login(&url) {
        return Err("the URL of an endpoint has no user name and no password: remove everything up to `@`".to_owned());
    }
    if !is_safe_url(&url) || text.contains(['#', ' ']) {
        return Err(format!(
            "`{text}` is not the URL of an endpoint: write one that begins with https://; http:// is allowed for this machine alone"
        ));
    }
    Ok(Some(text.trim_end_matches('/').to_owned()))
}

/// An SMTP server in the form of a relay, without a login.
pub(super) fn smtp(text: &str) -> Result<Option<SmtpServer>, String> {
    let (security, host, port) = server(text)?;
    if host.contains('@') {
        return Err(format!("a provider's SMTP server is written without a login: {SHAPE_OF_SERVER}"));
    }
    let host = Host::configured(&host)?.text();
    if security == Security::None && !is_loopback(&host) {
        return Err("an access token would travel without TLS: use smtps:// or smtp+starttls://".to_owned());
    }
    Ok(Some(SmtpServer { host, port, security }))
}
