//! Determines from settings where their secrets may be sent: endpoints, registration, scopes.
//!
//! The only place that decrypts a client secret or key, and only for its destination.

use mail::{Security, Text};
use oauth::{
    ClientAuthentication, Credential, Endpoints, Grant, Provider, Registration, ServiceAccountKey, SmtpServer,
};
use secrecy::SecretString;

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

    fn with_destination<T>(&self, work: impl FnOnce(Destination<'_>) -> T) -> T {
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
