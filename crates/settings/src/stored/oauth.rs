//! The stored form of the method *OAuth 2.0*.

use jiff::civil::Date;
use mail::Security;
use oauth::{Grant, Provider, SendThrough};
use serde::{Deserialize, Serialize};

use super::Unreadable;
use crate::check;
use crate::email_settings::{CustomProvider, OAuthMethod};

#[derive(Serialize, Deserialize)]
pub(super) struct StoredOAuth {
    provider: String,
    grant: String,
    send_through: String,
    client_id: String,
    #[serde(default)]
    tenant: String,
    #[serde(default)]
    service_account: String,
    #[serde(default)]
    client_secret_expires: Option<Date>,
    #[serde(default)]
    other_sender_confirmed: bool,
    #[serde(default)]
    custom: StoredCustom,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredCustom {
    issuer: String,
    client_authentication: Option<String>,
    authorize_url: String,
    token_url: String,
    revoke_url: String,
    scopes: Vec<String>,
    host: String,
    port: Option<u16>,
    security: Option<Security>,
    mechanism: Option<String>,
    ca_certificate: Option<String>,
}

impl StoredOAuth {
    pub fn of(method: &OAuthMethod) -> Self {
        let custom = method.custom.clone();
        Self {
            provider: method.provider.facts().id.to_owned(),
            grant: method.grant.name().to_owned(),
            send_through: method.send_through.name().to_owned(),
            client_id: method.client_id.clone(),
            tenant: method.tenant.clone(),
            service_account: method.service_account.clone(),
            client_secret_expires: method.client_secret_expires,
            other_sender_confirmed: method.other_sender_confirmed,
            custom: StoredCustom {
                issuer: custom.issuer,
                client_authentication: custom.client_authentication.map(|method| method.name().to_owned()),
                authorize_url: custom.authorize_url,
                token_url: custom.token_url,
                revoke_url: custom.revoke_url,
                scopes: custom.scopes,
                host: custom.host,
                port: custom.port,
                security: custom.security,
                mechanism: custom.mechanism.map(|mechanism| mechanism.id().to_owned()),
                ca_certificate: custom.ca_certificate,
            },
        }
    }

    pub fn read(self, credential_set: bool) -> Result<OAuthMethod, Unreadable> {
        let unknown = |what: &str, value: &str| Unreadable::Value(format!("{what} {value}"));
        let custom = self.custom;
        Ok(OAuthMethod {
            provider: Provider::named(&self.provider).ok_or_else(|| unknown("provider", &self.provider))?,
            grant: [Grant::Mailbox, Grant::App]
                .into_iter()
                .find(|grant| grant.name() == self.grant)
                .ok_or_else(|| unknown("grant", &self.grant))?,
            send_through: [SendThrough::Smtp, SendThrough::Api]
                .into_iter()
                .find(|through| through.name() == self.send_through)
                .ok_or_else(|| unknown("way", &self.send_through))?,
            client_id: self.client_id,
            tenant: self.tenant,
            service_account: self.service_account,
            credential_set,
            client_secret_expires: self.client_secret_expires,
            other_sender_confirmed: self.other_sender_confirmed,
            custom: CustomProvider {
                issuer: custom.issuer,
                client_authentication: check::client_authentication(
                    custom.client_authentication.as_deref().unwrap_or_default(),
                )
                .map_err(|fault| Unreadable::Value(fault.to_string()))?,
                authorize_url: custom.authorize_url,
                token_url: custom.token_url,
                revoke_url: custom.revoke_url,
                scopes: custom.scopes,
                host: custom.host,
                port: custom.port,
                security: custom.security,
                mechanism: check::bearer_mechanism(custom.mechanism.as_deref().unwrap_or_default())
                    .map_err(|fault| Unreadable::Value(fault.to_string()))?,
                ca_certificate: custom.ca_certificate,
            },
        })
    }
}
