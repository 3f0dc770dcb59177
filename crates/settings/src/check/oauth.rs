//! The method *OAuth 2.0*: provider, client and grant as typed, and what becomes of the stored secret or key.

use jiff::civil::Date;
use mail::Security;
use oauth::is_safe_url;
use oauth::{Grant, Provider, SendThrough, ServiceAccountKey};
use secrecy::{ExposeSecret, SecretString};
use smtp::BearerMechanism;

use super::faults::Faults;
use super::password::ca_certificate;
use super::{SecretChange, one_line, security};
use crate::email_settings::{CredentialKind, CustomProvider, OAuthMethod};
use crate::input::{CustomInput, OAuthInput, SecretInput};
use config::host::{Host, is_loopback};

/// Longest key file; Google's have about 2,400 bytes.
const LONGEST_KEY_FILE: usize = 16 * 1024;
/// Longest URL of an endpoint.
const LONGEST_URL: usize = 2_048;

/// Checks what was typed against what is stored.
pub fn check(
    typed: OAuthInput,
    stored: Option<&OAuthMethod>,
    faults: &mut Faults,
) -> (Option<OAuthMethod>, SecretChange) {
    let provider = faults.take("oauth.provider", provider(&typed.provider)).unwrap_or(Provider::Google);
    let grant = faults.take("oauth.grant", grant(&typed.grant)).unwrap_or(Grant::Mailbox);
    let send_through =
        faults.take("oauth.send_through", send_through(&typed.send_through)).unwrap_or(SendThrough::Smtp);
    let mut method = OAuthMethod {
        provider,
        grant,
        send_through,
        client_id: faults.text("oauth.client_id", &typed.client_id).unwrap_or_default(),
        tenant: faults.take("oauth.tenant", tenant(&typed.tenant)).unwrap_or_default(),
        service_account: stored.map(|stored| stored.service_account.clone()).unwrap_or_default(),
        credential_set: false,
        client_secret_expires: faults
            .take("oauth.client_secret_expires", last_day(&typed.client_secret_expires))
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

/// What the method cannot do without.
pub fn complete(method: Option<&OAuthMethod>, faults: &mut Faults) {
    let Some(method) = method else {
        faults.add("oauth.provider", "a provider is needed: choose `google`, `microsoft` or `custom`");
        return;
    };
    let name = method.provider.facts().name;
    if let Err(why) = method.provider.supports(method.grant, method.send_through) {
        faults.add("oauth.send_through", why);
    }
    match method.credential_kind() {
        CredentialKind::ServiceAccountKey if !method.credential_set => faults.add(
            "oauth.service_account_key",
            "the service account's key is missing: paste the whole key file (JSON) that Google made for the account",
        ),
        CredentialKind::ServiceAccountKey => {}
        CredentialKind::ClientSecret => {
            if method.client_id.is_empty() {
                faults.add(
                    "oauth.client_id",
                    format!("the client ID is missing: copy it from the client that you registered with {name}"),
                );
            }
            let is_optional = method.provider == Provider::Custom && method.grant == Grant::Mailbox;
            if !method.credential_set && !is_optional {
                faults.add(
                    "oauth.client_secret",
                    format!("the client secret is missing: {name} shows it when it is made"),
                );
            }
        }
    }
    let tenant_is_concrete = !matches!(method.tenant.as_str(), "" | "organizations" | "common" | "consumers");
    if method.provider == Provider::Microsoft && method.grant == Grant::App && !tenant_is_concrete {
        faults.add(
            "oauth.tenant",
            "the tenant is missing: without a person who signs in, Microsoft must be told which directory it is; write its ID or domain, like `example.onmicrosoft.com`",
        );
    }
    if method.provider == Provider::Custom {
        complete_custom(method, faults);
    }
}

fn complete_custom(method: &OAuthMethod, faults: &mut Faults) {
    let custom = &method.custom;
    if custom.authorize_url.is_empty() && method.grant == Grant::Mailbox {
        faults.add("oauth.custom.authorize_url", "the address of the consent page is missing: the provider's documentation calls it the authorization endpoint");
    }
    if custom.token_url.is_empty() {
        faults.add(
            "oauth.custom.token_url",
            "the address of the token endpoint is missing: the provider's documentation has it",
        );
    }
    if custom.host.is_empty() {
        faults.add(
            "oauth.custom.host",
            "a mail server is needed: write the name of the SMTP server that takes the provider's tokens",
        );
    }
    if custom.security == Some(Security::None) && !is_loopback(&custom.host) {
        faults.add(
            "oauth.custom.security",
            "the access token would travel unencrypted: choose `starttls` or `implicit_tls`",
        );
    }
}

/// Decides about the client secret. A stored one is never sent to another destination than the one it was typed for.
fn client_secret(
    typed: SecretInput,
    method: &OAuthMethod,
    stored: Option<&OAuthMethod>,
    faults: &mut Faults,
) -> SecretChange {
    match typed {
        SecretInput::Set(secret) => {
            let secret = SecretString::from(secret.expose_secret().trim());
            one_line(&secret, "oauth.client_secret", "client secret", faults);
            SecretChange::Set(secret)
        }
        SecretInput::Remove => SecretChange::Remove,
        SecretInput::Keep if method.client_id.is_empty() => SecretChange::Remove,
        SecretInput::Keep => match stored.filter(|stored| stored.credential_set) {
            None => SecretChange::Remove,
            Some(stored) if stored.same_destination(method) => SecretChange::Keep,
            Some(_) => {
                faults.add(
                    "oauth.client_secret",
                    "type the client secret again: provider, client ID, tenant or token endpoint changed since it was saved, and a stored secret is never sent to another destination",
                );
                SecretChange::Keep
            }
        },
    }
}

fn service_account_key(
    typed: SecretInput,
    method: &mut OAuthMethod,
    stored: Option<&OAuthMethod>,
    faults: &mut Faults,
) -> SecretChange {
    const FIELD: &str = "oauth.service_account_key";
    match typed {
        SecretInput::Set(key) if key.expose_secret().len() > LONGEST_KEY_FILE => {
            faults.add(FIELD, format!("longer than {} KiB: paste the key file alone", LONGEST_KEY_FILE / 1024));
            SecretChange::Remove
        }
        SecretInput::Set(key) => match faults.take(FIELD, ServiceAccountKey::parse(&key)) {
            Some(parsed) => {
                method.service_account = parsed.account;
                SecretChange::Set(key)
            }
            // The fault is answered; called missing as well it would be confusing.
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
    /// Whether a secret that was typed for `self` may be sent to where `other` leads.
    pub(crate) fn same_destination(&self, other: &Self) -> bool {
        let token_url = |method: &Self| match method.provider {
            Provider::Custom => method.custom.token_url.clone(),
            Provider::Google | Provider::Microsoft => String::new(),
        };
        let client = |method: &Self| match method.credential_kind() {
            CredentialKind::ClientSecret => method.client_id.clone(),
            CredentialKind::ServiceAccountKey => method.service_account.clone(),
        };
        (self.provider, self.credential_kind(), client(self), &self.tenant, token_url(self))
            == (other.provider, other.credential_kind(), client(other), &other.tenant, token_url(other))
    }
}

fn custom(typed: CustomInput, faults: &mut Faults) -> CustomProvider {
    let host = match typed.host.trim() {
        "" => String::new(),
        text => faults.take("oauth.custom.host", Host::parse(text)).map(|host| host.text()).unwrap_or_default(),
    };
    let port = faults.number("oauth.custom.port", &typed.port, 1, u32::from(u16::MAX));
    let security = match typed.security.trim() {
        "" => None,
        name => faults.take("oauth.custom.security", security(name)),
    };
    CustomProvider {
        authorize_url: endpoint("oauth.custom.authorize_url", &typed.authorize_url, faults),
        token_url: endpoint("oauth.custom.token_url", &typed.token_url, faults),
        revoke_url: endpoint("oauth.custom.revoke_url", &typed.revoke_url, faults),
        scopes: faults.take("oauth.custom.scopes", scopes(&typed.scopes)).unwrap_or_default(),
        host,
        port: port.and_then(|port| u16::try_from(port).ok()),
        security,
        mechanism: faults.take("oauth.custom.mechanism", mechanism(&typed.mechanism)).flatten(),
        ca_certificate: faults.take("oauth.custom.ca_certificate", ca_certificate(&typed.ca_certificate)).flatten(),
    }
}

fn endpoint(field: &str, text: &str, faults: &mut Faults) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let fault = if text.len() > LONGEST_URL {
        format!("longer than {LONGEST_URL} bytes: copy the address from the provider's documentation")
    } else if !is_safe_url(text) {
        format!(
            "`{text}` is no address of an endpoint: it begins with https:// and a host; http:// serves for this machine alone"
        )
    } else if text.contains('#') {
        format!("`{text}` holds a `#`: copy the address from the provider's documentation")
    } else {
        return text.to_owned();
    };
    faults.add(field, fault);
    String::new()
}

/// RFC 6749 §3.3: visible ASCII save `"` and `\`, separated by blanks.
fn scopes(text: &str) -> Result<Vec<String>, String> {
    let scopes: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    match scopes
        .iter()
        .find(|scope| !scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\'))
    {
        Some(scope) => Err(format!("`{scope}` is no scope: write names as the provider has them, with blanks between")),
        None => Ok(scopes),
    }
}

fn provider(id: &str) -> Result<Provider, String> {
    match id.trim() {
        "" => Ok(Provider::Google),
        id => Provider::named(id)
            .ok_or_else(|| format!("`{id}` is no provider: choose `google`, `microsoft` or `custom`")),
    }
}

fn grant(name: &str) -> Result<Grant, String> {
    match name.trim() {
        "" | "mailbox" => Ok(Grant::Mailbox),
        "app" => Ok(Grant::App),
        other => Err(format!("`{other}` is no grant: choose `mailbox` or `app`")),
    }
}

fn send_through(name: &str) -> Result<SendThrough, String> {
    match name.trim() {
        "" | "smtp" => Ok(SendThrough::Smtp),
        "api" => Ok(SendThrough::Api),
        other => Err(format!("`{other}` takes no mail: choose `smtp` or `api`")),
    }
}

/// A mechanism by its stored and API name; empty for the best that is offered.
pub fn mechanism(name: &str) -> Result<Option<BearerMechanism>, String> {
    match name.trim() {
        "" => Ok(None),
        "xoauth2" => Ok(Some(BearerMechanism::XOAuth2)),
        "oauthbearer" => Ok(Some(BearerMechanism::OAuthBearer)),
        other => Err(format!("`{other}` is no login mechanism: choose `xoauth2` or `oauthbearer`, or leave it empty")),
    }
}

/// It becomes a part of the endpoints' path, so it holds nothing that could lead elsewhere.
fn tenant(text: &str) -> Result<String, String> {
    let text = text.trim().to_ascii_lowercase();
    let fits =
        text.len() <= 253 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    if fits && !text.starts_with('.') && !text.contains("..") {
        Ok(text)
    } else {
        Err(format!(
            "`{text}` is no tenant: write the directory's ID (like 8eaef023-2b34-4da1-9baa-8bc8c9d6a490) or its domain, or leave it empty"
        ))
    }
}

fn last_day(text: &str) -> Result<Option<Date>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| format!("`{text}` is no date: write it like 2027-11-30")),
    }
}
