//! The method *OAuth 2.0*: provider, client and grant, and the change of the stored secret or key.

use jiff::civil::Date;
use mail::{Security, Text, quoted};
use oauth::{ClientAuthentication, Grant, Provider, SendThrough, ServiceAccountKey};
use oauth::{has_login, is_safe_url};
use secrecy::{ExposeSecret, SecretString};
use smtp::BearerMechanism;

use super::faults::FaultCollector;
use super::password::ca_certificate;
use super::{MAX_TEXT_BYTES, SecretChange, SecretFault, secret_fault, security};
use crate::email_settings::{CredentialKind, CustomProvider, OAuthMethod};
use crate::input::{CustomInput, OAuthInput, SecretInput};
use crate::oauth::custom_endpoints;
use crate::texts;
use config::host::{Host, is_loopback};

/// Maximum size of a key file in kB (1,000 bytes); Google's have about 2,400 bytes.
const MAX_KEY_FILE_KB: usize = 16;
/// Maximum length of an endpoint's URL in bytes.
const MAX_URL_BYTES: usize = 2_048;

/// Checks the input against the stored method.
pub fn check(
    typed: OAuthInput,
    stored: Option<&OAuthMethod>,
    faults: &mut FaultCollector,
) -> (Option<OAuthMethod>, SecretChange) {
    let provider = faults.value_of("oauth.provider", provider(&typed.provider)).unwrap_or(Provider::Google);
    let grant = faults.value_of("oauth.grant", grant(&typed.grant)).unwrap_or(Grant::Mailbox);
    let send_through =
        faults.value_of("oauth.send_through", send_through(&typed.send_through)).unwrap_or(SendThrough::Smtp);
    let mut method = OAuthMethod {
        provider,
        grant,
        send_through,
        client_id: faults.text("oauth.client_id", &typed.client_id).unwrap_or_default(),
        tenant: faults.value_of("oauth.tenant", tenant(&typed.tenant)).unwrap_or_default(),
        service_account: stored.map(|stored| stored.service_account.clone()).unwrap_or_default(),
        credential_set: false,
        client_secret_expires: faults
            .value_of("oauth.client_secret_expires", last_day(&typed.client_secret_expires))
            .flatten(),
        other_sender_confirmed: typed.confirm_other_sender,
        custom: custom(typed.custom, faults),
    };
    let change = match method.credential_kind() {
        CredentialKind::ClientSecret => client_secret(typed.client_secret, &method, stored, faults),
        CredentialKind::ServiceAccountKey => {
            service_account_key(typed.service_account_key, &mut method, stored, faults)
        }
    };
    method.credential_set = match &change {
        SecretChange::Set(_) => true,
        SecretChange::Keep => stored.is_some_and(|stored| stored.credential_set),
        SecretChange::Remove => false,
    };
    (Some(method), change)
}

/// Reports missing values.
pub fn complete(method: Option<&OAuthMethod>, faults: &mut FaultCollector) {
    let Some(method) = method else {
        faults.add("oauth.provider", texts::settings_provider_missing());
        return;
    };
    let name = method.provider.facts().name;
    if let Err(why) = method.provider.supports(method.grant, method.send_through) {
        faults.add("oauth.send_through", why);
    }
    match method.credential_kind() {
        CredentialKind::ServiceAccountKey if !method.credential_set => {
            faults.add("oauth.service_account_key", texts::settings_service_account_key_missing());
        }
        CredentialKind::ServiceAccountKey => {}
        CredentialKind::ClientSecret => {
            if method.client_id.is_empty() {
                faults.add("oauth.client_id", texts::settings_client_id_missing(name));
            }
            let is_optional = method.provider == Provider::Custom && method.grant == Grant::Mailbox;
            if !method.credential_set && !is_optional {
                faults.add("oauth.client_secret", texts::settings_client_secret_missing(name));
            }
        }
    }
    let tenant_is_concrete = !matches!(method.tenant.as_str(), "" | "organizations" | "common" | "consumers");
    if method.provider == Provider::Microsoft && method.grant == Grant::App && !tenant_is_concrete {
        faults.add("oauth.tenant", texts::settings_tenant_missing());
    }
    if method.provider == Provider::Custom {
        complete_custom(method, faults);
    }
}

fn complete_custom(method: &OAuthMethod, faults: &mut FaultCollector) {
    let custom = &method.custom;
    if custom.authorize_url.is_empty() && method.grant == Grant::Mailbox {
        faults.add("oauth.custom.authorize_url", texts::settings_authorize_url_missing());
    }
    if custom.token_url.is_empty() {
        faults.add("oauth.custom.token_url", texts::settings_token_url_missing());
    }
    if custom.host.is_empty() {
        faults.add("oauth.custom.host", texts::settings_oauth_mail_server_missing());
    }
    if custom.security == Some(Security::None) && !is_loopback(&custom.host) {
        faults.add("oauth.custom.security", texts::settings_access_token_without_tls());
    }
}

/// Decides about the client secret. A stored one is only sent to the destination that it was entered for.
fn client_secret(
    typed: SecretInput,
    method: &OAuthMethod,
    stored: Option<&OAuthMethod>,
    faults: &mut FaultCollector,
) -> SecretChange {
    match typed {
        SecretInput::Set(secret) => {
            let secret = SecretString::from(secret.expose_secret().trim());
            match secret_fault(&secret) {
                Some(SecretFault::LineBreak) => {
                    faults.add("oauth.client_secret", texts::settings_client_secret_line_break());
                }
                Some(SecretFault::TooLong) => {
                    faults.add("oauth.client_secret", texts::settings_client_secret_too_long(MAX_TEXT_BYTES));
                }
                Some(SecretFault::Masked) => faults.add("oauth.client_secret", texts::settings_secret_masked()),
                None => {}
            }
            SecretChange::Set(secret)
        }
        SecretInput::Remove => SecretChange::Remove,
        SecretInput::Keep if method.client_id.is_empty() => SecretChange::Remove,
        SecretInput::Keep => match stored.filter(|stored| stored.credential_set) {
            None => SecretChange::Remove,
            Some(stored) if stored.same_destination(method) => SecretChange::Keep,
            Some(_) => {
                faults.add("oauth.client_secret", texts::settings_client_secret_destination_changed());
                SecretChange::Keep
            }
        },
    }
}

fn service_account_key(
    typed: SecretInput,
    method: &mut OAuthMethod,
    stored: Option<&OAuthMethod>,
    faults: &mut FaultCollector,
) -> SecretChange {
    const FIELD: &str = "oauth.service_account_key";
    match typed {
        SecretInput::Set(key) if key.expose_secret().len() > MAX_KEY_FILE_KB * 1_000 => {
            faults.add(FIELD, texts::settings_service_account_key_too_long(MAX_KEY_FILE_KB));
            SecretChange::Remove
        }
        SecretInput::Set(key) => match faults.value_of(FIELD, ServiceAccountKey::parse(&key)) {
            Some(parsed) => {
                method.service_account = parsed.account;
                SecretChange::Set(key)
            }
            // The fault is reported, so the key must not be reported as missing.
            None => SecretChange::Set(key),
        },
        SecretInput::Remove => {
            method.service_account.clear();
            SecretChange::Remove
        }
        SecretInput::Keep => match stored.filter(|stored| stored.credential_set) {
            Some(stored) if stored.same_destination(method) => SecretChange::Keep,
            _ => SecretChange::Remove,
        },
    }
}

impl OAuthMethod {
    /// Whether a secret that was entered for `self` may be used for `other`: client and endpoints are the same, and so
    /// is the mail server that receives the access tokens, with its security and CA certificate.
    pub(crate) fn same_destination(&self, other: &Self) -> bool {
        // Endpoints and mail servers of known providers are chosen by the operator, not in these settings.
        let endpoints = |method: &Self| (method.provider == Provider::Custom).then(|| custom_endpoints(method));
        let client = |method: &Self| match method.credential_kind() {
            CredentialKind::ClientSecret => method.client_id.clone(),
            CredentialKind::ServiceAccountKey => method.service_account.clone(),
        };
        (self.provider, self.credential_kind(), client(self), &self.tenant, endpoints(self))
            == (other.provider, other.credential_kind(), client(other), &other.tenant, endpoints(other))
    }
}

fn custom(typed: CustomInput, faults: &mut FaultCollector) -> CustomProvider {
    let host = match typed.host.trim() {
        "" => String::new(),
        text => faults.value_of("oauth.custom.host", Host::parse(text)).map(|host| host.text()).unwrap_or_default(),
    };
    let port = faults.port("oauth.custom.port", &typed.port);
    let security = match typed.security.trim() {
        "" => None,
        name => faults.value_of("oauth.custom.security", security(name)),
    };
    CustomProvider {
        issuer: endpoint("oauth.custom.issuer", &typed.issuer, faults),
        client_authentication: faults
            .value_of("oauth.custom.client_authentication", client_authentication(&typed.client_authentication))
            .flatten(),
        authorize_url: endpoint("oauth.custom.authorize_url", &typed.authorize_url, faults),
        token_url: endpoint("oauth.custom.token_url", &typed.token_url, faults),
        revoke_url: endpoint("oauth.custom.revoke_url", &typed.revoke_url, faults),
        scopes: faults.value_of("oauth.custom.scopes", scopes(&typed.scopes)).unwrap_or_default(),
        host,
        port: port.and_then(|port| u16::try_from(port).ok()),
        security,
        mechanism: faults.value_of("oauth.custom.mechanism", mechanism(&typed.mechanism)).flatten(),
        ca_certificate: faults.value_of("oauth.custom.ca_certificate", ca_certificate(&typed.ca_certificate)).flatten(),
    }
}

fn endpoint(field: &str, text: &str, faults: &mut FaultCollector) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let fault = if text.len() > MAX_URL_BYTES {
        texts::settings_endpoint_too_long(MAX_URL_BYTES)
    } else if let Some(control) = text.chars().find(|c| c.is_control()) {
        texts::settings_endpoint_control_character(quoted(text), format!("U+{:04X}", u32::from(control)))
    } else if has_login(text) {
        texts::settings_endpoint_login()
    } else if !is_safe_url(text) {
        texts::settings_endpoint_invalid(quoted(text))
    } else if text.contains('#') {
        texts::settings_endpoint_fragment(quoted(text))
    } else {
        return text.to_owned();
    };
    faults.add(field, fault);
    String::new()
}

/// RFC 6749 section 3.3: visible ASCII except `"` and `\`, separated by spaces.
fn scopes(text: &str) -> Result<Vec<String>, Text> {
    let scopes: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    match scopes
        .iter()
        .find(|scope| !scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\'))
    {
        Some(scope) => Err(texts::settings_scope_invalid(quoted(scope))),
        None => Ok(scopes),
    }
}

fn provider(id: &str) -> Result<Provider, Text> {
    match id.trim() {
        "" => Ok(Provider::Google),
        id => Provider::named(id).ok_or_else(|| texts::settings_provider_unknown(quoted(id))),
    }
}

fn grant(name: &str) -> Result<Grant, Text> {
    match name.trim() {
        "" | "mailbox" => Ok(Grant::Mailbox),
        "app" => Ok(Grant::App),
        other => Err(texts::settings_grant_unknown(quoted(other))),
    }
}

fn send_through(name: &str) -> Result<SendThrough, Text> {
    match name.trim() {
        "" | "smtp" => Ok(SendThrough::Smtp),
        "api" => Ok(SendThrough::Api),
        other => Err(texts::settings_send_through_unknown(quoted(other))),
    }
}

/// The mechanism of a stored or API name; `None` if the name is empty, for the best that the server offers.
pub fn mechanism(name: &str) -> Result<Option<BearerMechanism>, Text> {
    match name.trim() {
        "" => Ok(None),
        "xoauth2" => Ok(Some(BearerMechanism::XOAuth2)),
        "oauthbearer" => Ok(Some(BearerMechanism::OAuthBearer)),
        other => Err(texts::settings_bearer_mechanism_unknown(quoted(other))),
    }
}

/// How a client sends its secret, by the name in the provider's metadata; `None` if it is empty, to try the methods.
pub fn client_authentication(name: &str) -> Result<Option<ClientAuthentication>, Text> {
    match name.trim() {
        "" => Ok(None),
        name => match ClientAuthentication::named(name) {
            Some(method) => Ok(Some(method)),
            None => Err(texts::settings_client_authentication_unknown(quoted(name))),
        },
    }
}

/// Checks a tenant. It becomes a part of the endpoints' paths, so it must not contain anything else that changes a
/// path.
fn tenant(text: &str) -> Result<String, Text> {
    let text = text.trim().to_ascii_lowercase();
    let fits =
        text.len() <= 253 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    if fits && !text.starts_with('.') && !text.contains("..") {
        Ok(text)
    } else {
        Err(texts::settings_tenant_invalid(quoted(&text)))
    }
}

fn last_day(text: &str) -> Result<Option<Date>, Text> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| texts::settings_client_secret_expiry_invalid(quoted(text))),
    }
}
