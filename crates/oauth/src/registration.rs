//! The client registered at the provider, and its credentials.

use std::fmt;

use secrecy::SecretString;

use crate::client_authentication::ClientAuthentication;
use crate::providers::{Endpoints, Provider};
use crate::service_account::ServiceAccountKey;

/// A client registered at a provider (RFC 6749 section 2). Debug prints no secret.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The provider.
    pub provider: Provider,
    /// Its endpoints, with `{tenant}` filled in.
    pub endpoints: Endpoints,
    /// The client ID; for a service account, the address of the account (the assertion's `iss`).
    pub client_id: String,
    /// What the client authenticates with.
    pub credential: Credential,
    /// How it sends a client secret; `None` if that is not known yet.
    pub authentication: Option<ClientAuthentication>,
}

/// What a client authenticates with.
#[derive(Clone)]
pub enum Credential {
    /// PKCE only: a public client (RFC 6749 section 2.1).
    Public,
    /// A client secret (RFC 6749 section 2.3.1).
    Secret(SecretString),
    /// A key that signs assertions (RFC 7523).
    ServiceAccount(ServiceAccountKey),
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Credential::Public => "Public",
            Credential::Secret(_) => "Secret",
            Credential::ServiceAccount(_) => "ServiceAccount",
        })
    }
}
