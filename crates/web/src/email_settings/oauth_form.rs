//! The part of the form for *OAuth 2.0*; its fields are named as in the API's JSON.

use oauth::{Grant, Provider, SendThrough};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use settings::{CustomInput, NumberInput, OAuthInput, OAuthMethod, OAuthView, SecretInput};

/// What the page shows and posts. A checkbox that is not ticked is absent.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct OAuthForm {
    #[serde(rename = "oauth.provider")]
    pub provider: String,
    #[serde(rename = "oauth.grant")]
    pub grant: String,
    #[serde(rename = "oauth.send_through")]
    pub send_through: String,
    #[serde(rename = "oauth.client_id")]
    pub client_id: String,
    /// Write-only: never put back into the page.
    #[serde(rename = "oauth.client_secret")]
    pub client_secret: SecretString,
    pub remove_client_secret: Option<String>,
    #[serde(rename = "oauth.client_secret_expires")]
    pub client_secret_expires: String,
    #[serde(rename = "oauth.tenant")]
    pub tenant: String,
    /// Write-only: never put back into the page.
    #[serde(rename = "oauth.service_account_key")]
    pub service_account_key: SecretString,
    #[serde(rename = "oauth.confirm_other_sender")]
    pub confirm_other_sender: Option<String>,
    #[serde(rename = "oauth.custom.issuer")]
    pub issuer: String,
    #[serde(rename = "oauth.custom.client_authentication")]
    pub client_authentication: String,
    #[serde(rename = "oauth.custom.authorize_url")]
    pub authorize_url: String,
    #[serde(rename = "oauth.custom.token_url")]
    pub token_url: String,
    #[serde(rename = "oauth.custom.revoke_url")]
    pub revoke_url: String,
    #[serde(rename = "oauth.custom.scopes")]
    pub scopes: String,
    #[serde(rename = "oauth.custom.host")]
    pub host: String,
    #[serde(rename = "oauth.custom.port")]
    pub port: String,
    #[serde(rename = "oauth.custom.security")]
    pub security: String,
    #[serde(rename = "oauth.custom.mechanism")]
    pub mechanism: String,
    #[serde(rename = "oauth.custom.ca_certificate")]
    pub ca_certificate: String,
}

impl OAuthForm {
    /// The form that shows what is stored.
    pub fn of(view: &OAuthView) -> Self {
        let custom = &view.custom;
        Self {
            provider: view.provider.to_owned(),
            grant: view.grant.to_owned(),
            send_through: view.send_through.to_owned(),
            client_id: view.client_id.clone(),
            client_secret: SecretString::default(),
            remove_client_secret: None,
            client_secret_expires: view.client_secret_expires.clone(),
            tenant: view.tenant.clone(),
            service_account_key: SecretString::default(),
            confirm_other_sender: view.confirm_other_sender.then(|| "on".to_owned()),
            issuer: custom.issuer.clone(),
            client_authentication: custom.client_authentication.to_owned(),
            authorize_url: custom.authorize_url.clone(),
            token_url: custom.token_url.clone(),
            revoke_url: custom.revoke_url.clone(),
            scopes: custom.scopes.clone(),
            host: custom.host.clone(),
            port: custom.port.map(|port| port.to_string()).unwrap_or_default(),
            security: custom.security.to_owned(),
            mechanism: custom.mechanism.to_owned(),
            ca_certificate: custom.ca_certificate.clone(),
        }
    }

    /// What the settings room checks.
    pub fn input(&self) -> OAuthInput {
        OAuthInput {
            provider: self.provider.clone(),
            grant: self.grant.clone(),
            // A choice that the page hides for this provider is not the administrator's.
            send_through: if self.provider() == Provider::Custom {
                SendThrough::Smtp.name().to_owned()
            } else {
                self.send_through.clone()
            },
            client_id: self.client_id.clone(),
            client_secret: secret(&self.client_secret, self.remove_client_secret.is_some()),
            client_secret_expires: self.client_secret_expires.clone(),
            tenant: self.tenant.clone(),
            service_account_key: secret(&self.service_account_key, false),
            confirm_other_sender: self.confirm_other_sender.is_some(),
            custom: CustomInput {
                issuer: self.issuer.clone(),
                client_authentication: self.client_authentication.clone(),
                authorize_url: self.authorize_url.clone(),
                token_url: self.token_url.clone(),
                revoke_url: self.revoke_url.clone(),
                scopes: self.scopes.clone(),
                host: self.host.clone(),
                port: NumberInput(self.port.trim().to_owned()),
                security: self.security.clone(),
                mechanism: self.mechanism.clone(),
                ca_certificate: self.ca_certificate.clone(),
            },
        }
    }

    /// The provider as chosen, for warnings while the rest is not complete yet.
    pub fn method(&self) -> OAuthMethod {
        let grant = if self.grant == Grant::App.name() { Grant::App } else { Grant::Mailbox };
        OAuthMethod { provider: self.provider(), grant, ..OAuthMethod::empty() }
    }

    fn provider(&self) -> Provider {
        Provider::named(&self.provider).unwrap_or(Provider::Google)
    }
}

/// A typed secret wins over the tick that removes the saved one.
pub fn secret(typed: &SecretString, remove: bool) -> SecretInput {
    if !typed.expose_secret().is_empty() {
        SecretInput::Set(typed.clone())
    } else if remove {
        SecretInput::Remove
    } else {
        SecretInput::Keep
    }
}
