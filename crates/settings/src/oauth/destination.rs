//! Determines from settings where their secrets may be sent: endpoints, registration, scopes.
//!
//! The only place that decrypts a client secret or key, and only for its destination.

use mail::{Security, Text};
use oauth::{
    ClientAuthentication, Credential, Endpoints, Grant, Provider, Registration, ServiceAccountKey, SmtpServer,
};
use secrecy::SecretString;
use uuid::Uuid;

use crate::email_settings::{CredentialKind, OAuthMethod};
use crate::vault::{Destination, UnsealError, Vault};
use config::providers::Providers;

/// The path below the public URL to which providers redirect.
pub const REDIRECT_PATH: &str = "/oauth/callback";

/// Microsoft's tenant if none is entered: work and school accounts.
const ANY_ORGANIZATION: &str = "organizations";

/// An OAuth method with its endpoints.
pub struct Target<'m> {
    pub method: &'m OAuthMethod,
    pub endpoints: Endpoints,
}

impl<'m> Target<'m> {
    /// The endpoints of `method`, as the operator configured them.
    pub fn of(method: &'m OAuthMethod, providers: &Providers) -> Self {
        let endpoints = match method.provider {
            Provider::Custom => custom_endpoints(method),
            known => {
                let tenant = if method.tenant.is_empty() { ANY_ORGANIZATION } else { &method.tenant };
                providers.endpoints(known).with_tenant(tenant)
            }
        };
        Self { method, endpoints }
    }

    /// Encrypts a client secret or key for its destination.
    pub fn seal(&self, vault: &Vault, credential: &SecretString) -> Vec<u8> {
        self.with_destination(|destination| vault.seal(destination, credential))
    }

    /// Encrypts a secret again that an earlier version did not bind to the mail server of its custom provider; `None`
    /// if that is not needed.
    pub fn reseal(&self, vault: &Vault, sealed: &[u8]) -> Option<Vec<u8>> {
        let opened = self.with_destination_1(|destination| vault.unseal(destination, sealed)).ok()?;
        (self.method.provider == Provider::Custom).then(|| self.seal(vault, &opened))
    }

    /// Decrypts the stored client secret or key for its destination.
    pub fn unseal(&self, vault: &Vault, sealed: Option<&[u8]>) -> Result<Option<SecretString>, UnsealError> {
        sealed.map(|sealed| self.with_destination(|destination| vault.unseal(destination, sealed))).transpose()
    }

    /// The client as the token endpoint knows it.
    ///
    /// # Errors
    /// If a stored service account key cannot be parsed.
    pub fn registration(&self, credential: Option<SecretString>) -> Result<Registration, Text> {
        let (client_id, credential) = match (self.method.credential_kind(), credential) {
            (CredentialKind::ServiceAccountKey, Some(key)) => {
                let key = ServiceAccountKey::parse(&key)?;
                (key.account.clone(), Credential::ServiceAccount(key))
            }
            (_, Some(secret)) => (self.method.client_id.clone(), Credential::Secret(secret)),
            (_, None) => (self.method.client_id.clone(), Credential::Public),
        };
        let authentication = match self.method.provider {
            Provider::Custom => self.method.custom.client_authentication,
            Provider::Google | Provider::Microsoft => Some(ClientAuthentication::Body),
        };
        let endpoints = self.endpoints.clone();
        Ok(Registration { provider: self.method.provider, endpoints, client_id, credential, authentication })
    }

    /// The destination of the secret. With a custom provider, the other endpoints and the mail server are a part of it:
    /// the secret obtains the access tokens that this server receives.
    fn with_destination<T>(&self, work: impl FnOnce(Destination<'_>) -> T) -> T {
        if self.method.provider != Provider::Custom {
            return self.with_destination_1(work);
        }
        let Endpoints { authorize_url, token_url, revoke_url, smtp, ca_certificate, .. } = &self.endpoints;
        let port = smtp.port.to_string();
        work(Destination {
            purpose: "oauth.client_secret_2",
            parts: &[
                self.method.provider.facts().id,
                token_url,
                &self.method.client_id,
                authorize_url,
                revoke_url.as_deref().unwrap_or_default(),
                &smtp.host,
                &port,
                smtp.security.name(),
                ca_certificate.as_deref().unwrap_or_default(),
            ],
        })
    }

    /// The destination for known providers, whose endpoints and mail servers the operator chooses, and for every provider
    /// in earlier versions.
    fn with_destination_1<T>(&self, work: impl FnOnce(Destination<'_>) -> T) -> T {
        let method = self.method;
        let client = match method.credential_kind() {
            CredentialKind::ClientSecret => &method.client_id,
            CredentialKind::ServiceAccountKey => &method.service_account,
        };
        work(Destination {
            purpose: method.credential_kind().field(),
            parts: &[method.provider.facts().id, &self.endpoints.token_url, client],
        })
    }
}

/// Calls `work` with the destination of a grant's refresh token. With a custom provider, the mail server is a part of it:
/// it receives the access tokens.
pub fn refresh_destination<T>(registration: &Registration, id: Uuid, work: impl FnOnce(Destination<'_>) -> T) -> T {
    if registration.provider != Provider::Custom {
        return refresh_destination_1(registration, id, work);
    }
    let Endpoints { token_url, smtp, ca_certificate, .. } = &registration.endpoints;
    let (id, port) = (id.to_string(), smtp.port.to_string());
    let ca = ca_certificate.as_deref().unwrap_or_default();
    let parts = [token_url.as_str(), &registration.client_id, &id, &smtp.host, &port, smtp.security.name(), ca];
    work(Destination { purpose: "oauth.refresh_token_2", parts: &parts })
}

/// The destination for known providers, whose mail servers the operator chooses, and for every provider in earlier
/// versions.
fn refresh_destination_1<T>(registration: &Registration, id: Uuid, work: impl FnOnce(Destination<'_>) -> T) -> T {
    let id = id.to_string();
    let parts = [registration.endpoints.token_url.as_str(), &registration.client_id, &id];
    work(Destination { purpose: "oauth.refresh_token", parts: &parts })
}

/// Encrypts a refresh token again that an earlier version did not bind to the mail server of its custom provider; `None`
/// if that is not needed.
pub fn reseal_refresh_token(vault: &Vault, registration: &Registration, id: Uuid, sealed: &[u8]) -> Option<Vec<u8>> {
    if registration.provider != Provider::Custom {
        return None;
    }
    let opened = refresh_destination_1(registration, id, |destination| vault.unseal(destination, sealed)).ok()?;
    Some(refresh_destination(registration, id, |destination| vault.seal(destination, &opened)))
}

/// The scopes to request.
pub fn scopes(method: &OAuthMethod) -> Vec<String> {
    match method.provider {
        Provider::Custom => method.custom.scopes.clone(),
        known => known.scopes(method.grant, method.send_through).iter().map(|scope| (*scope).to_owned()).collect(),
    }
}

/// The endpoints and the mail server of a custom provider.
pub fn custom_endpoints(method: &OAuthMethod) -> Endpoints {
    let custom = &method.custom;
    let security = custom.security.unwrap_or(Security::Starttls);
    let usual_port = match security {
        Security::ImplicitTls => 465,
        Security::Starttls => 587,
        Security::None => 25,
    };
    Endpoints {
        authorize_url: custom.authorize_url.clone(),
        token_url: custom.token_url.clone(),
        revoke_url: Some(custom.revoke_url.clone()).filter(|url| !url.is_empty()),
        api_url: None,
        smtp: SmtpServer { host: custom.host.clone(), port: custom.port.unwrap_or(usual_port), security },
        ca_certificate: custom.ca_certificate.clone(),
    }
}

impl OAuthMethod {
    /// Whether a consent that was given for `self` is also valid for `other`: same client, same destination of its
    /// tokens, same account type, same scopes.
    pub(crate) fn same_consent(&self, other: &Self) -> bool {
        self.same_destination(other)
            && self.grant == other.grant
            && self.grant == Grant::Mailbox
            && scopes(self) == scopes(other)
    }
}
