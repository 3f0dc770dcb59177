//! How email settings are stored: JSON with its own version number, a promise to next year's binary.
//!
//! Separate from the checked types, so that those may change and this may not. Fields may be added with a default;
//! another meaning needs another `v`.

use mail::{DisplayName, EmailAddress, Security};
use serde::{Deserialize, Serialize};

use super::email_settings::{AllowedSender, EmailSettings, From, Method, PasswordMethod, RateLimits};
use super::{mechanism_name, mechanism_of};

mod oauth;

use oauth::StoredOAuth;

/// The form written today.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Stored {
    v: u32,
    method: String,
    #[serde(default)]
    automatic_bcc: Option<String>,
    #[serde(default)]
    automatic_bcc_api: bool,
    #[serde(default)]
    automatic_bcc_submission: bool,
    #[serde(default)]
    from: StoredFrom,
    #[serde(default)]
    password: Option<StoredPassword>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    oauth: Option<StoredOAuth>,
    #[serde(default)]
    pace: StoredRateLimits,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredFrom {
    email: Option<String>,
    name: Option<String>,
    reply_to: Option<String>,
    allowed: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredPassword {
    host: String,
    port: u16,
    username: String,
    security: Security,
    #[serde(default)]
    ehlo: Option<String>,
    #[serde(default)]
    mechanism: Option<String>,
    #[serde(default)]
    ca_certificate: Option<String>,
    #[serde(default)]
    allow_insecure_password: bool,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredRateLimits {
    connections: Option<u32>,
    messages_per_minute: Option<u32>,
    recipients_per_day: Option<u32>,
    recipients_per_message: Option<u32>,
}

/// Why a stored version cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Not the JSON that is written here.
    #[error("stored email settings are not in a form that is known")]
    Json(#[from] serde_json::Error),
    /// Written by another owlpost.
    #[error("stored email settings hold something unknown: {0}")]
    Value(String),
}

/// As stored.
pub(super) fn write(settings: &EmailSettings) -> String {
    let address = |address: &Option<EmailAddress>| address.as_ref().map(|address| address.expose().to_owned());
    let stored = Stored {
        v: FORM,
        method: settings.method.name().to_owned(),
        automatic_bcc: address(&settings.automatic_bcc),
        automatic_bcc_api: settings.automatic_bcc_api,
        automatic_bcc_submission: settings.automatic_bcc_submission,
        from: StoredFrom {
            email: address(&settings.from.email),
            name: settings.from.name.as_ref().map(|name| name.as_str().to_owned()),
            reply_to: address(&settings.from.reply_to),
            allowed: settings.from.allowed.iter().map(|allowed| allowed.text().to_owned()).collect(),
        },
        password: settings.password.as_ref().map(|password| StoredPassword {
            host: password.host.clone(),
            port: password.port,
            username: password.username.clone(),
            security: password.security,
            ehlo: password.ehlo.clone(),
            mechanism: password.mechanism.map(|mechanism| mechanism_name(mechanism).to_owned()),
            ca_certificate: password.ca_certificate.clone(),
            allow_insecure_password: password.allow_insecure_password,
        }),
        oauth: settings.oauth.as_ref().map(StoredOAuth::of),
        pace: StoredRateLimits {
            connections: settings.pace.connections,
            messages_per_minute: settings.pace.messages_per_minute,
            recipients_per_day: settings.pace.recipients_per_day,
            recipients_per_message: settings.pace.recipients_per_message,
        },
    };
    serde_json::to_string(&stored).expect("settings are made of texts and numbers")
}

/// Which secrets are stored, according to the columns beside the settings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SecretsSet {
    pub password: bool,
    pub credential: bool,
}

/// Reads what was stored.
pub(super) fn read(json: &str, set: SecretsSet) -> Result<EmailSettings, Unreadable> {
    let stored: Stored = serde_json::from_str(json)?;
    if stored.v != FORM {
        return Err(Unreadable::Value(format!("form {}", stored.v)));
    }
    let address = |text: Option<String>| text.map(|text| address(&text)).transpose();
    Ok(EmailSettings {
        method: match stored.method.as_str() {
            "builtin" => Method::Builtin,
            "password" => Method::Password,
            "oauth" => Method::OAuth,
            other => return Err(Unreadable::Value(format!("method {other}"))),
        },
        automatic_bcc: address(stored.automatic_bcc)?,
        automatic_bcc_api: stored.automatic_bcc_api,
        automatic_bcc_submission: stored.automatic_bcc_submission,
        from: From {
            email: address(stored.from.email)?,
            name: stored.from.name.map(|name| display_name(&name)).transpose()?,
            reply_to: address(stored.from.reply_to)?,
            allowed: stored.from.allowed.into_iter().map(allowed_sender).collect::<Result<_, _>>()?,
        },
        password: stored.password.map(|password| read_password(password, set.password)).transpose()?,
        oauth: stored.oauth.map(|oauth| oauth.read(set.credential)).transpose()?,
        pace: RateLimits {
            connections: stored.pace.connections,
            messages_per_minute: stored.pace.messages_per_minute,
            recipients_per_day: stored.pace.recipients_per_day,
            recipients_per_message: stored.pace.recipients_per_message,
        },
    })
}

fn read_password(stored: StoredPassword, password_set: bool) -> Result<PasswordMethod, Unreadable> {
    Ok(PasswordMethod {
        host: stored.host,
        port: stored.port,
        username: stored.username,
        password_set,
        security: stored.security,
        ehlo: stored.ehlo,
        mechanism: mechanism_of(stored.mechanism.as_deref().unwrap_or_default())
            .map_err(|fault| Unreadable::Value(fault.to_string()))?,
        ca_certificate: stored.ca_certificate,
        allow_insecure_password: stored.allow_insecure_password,
    })
}

fn address(text: &str) -> Result<EmailAddress, Unreadable> {
    EmailAddress::parse(text).map_err(|_| Unreadable::Value("an address".to_owned()))
}

fn display_name(text: &str) -> Result<DisplayName, Unreadable> {
    DisplayName::parse(text).map_err(|_| Unreadable::Value("a name".to_owned()))
}

fn allowed_sender(text: String) -> Result<AllowedSender, Unreadable> {
    if text.contains('@') { address(&text).map(AllowedSender::Address) } else { Ok(AllowedSender::Domain(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The oldest form; a binary that cannot read it may not be released.
    const FORM_1: &str = r#"{"v":1,"method":"password","automatic_bcc":"archive@example.com","automatic_bcc_api":true,"automatic_bcc_submission":false,"from":{"email":"noreply@example.com","name":"Example","reply_to":null,"allowed":["example.com","ann@example.net"]},"password":{"host":"smtp.example.com","port":587,"username":"u","security":"starttls","ehlo":null,"mechanism":"plain","ca_certificate":null,"allow_insecure_password":false},"pace":{"connections":2,"messages_per_minute":null,"recipients_per_day":null,"recipients_per_message":null}}"#;

    #[test]
    fn the_oldest_form_is_read_and_written_the_same() {
        let settings = read(FORM_1, SecretsSet { password: true, credential: false }).expect("readable");
        assert_eq!(write(&settings), FORM_1);
        assert!(settings.password.as_ref().is_some_and(|password| password.password_set));
        assert_eq!(settings.from.allowed.len(), 2);
    }

    #[test]
    fn what_was_added_later_has_a_default() {
        let settings = read(r#"{"v":1,"method":"builtin"}"#, SecretsSet::default()).expect("readable");
        assert_eq!(settings, EmailSettings::before_the_first_save());
    }

    #[test]
    fn an_unknown_form_is_not_guessed_at() {
        for json in [r#"{"v":2,"method":"builtin"}"#, r#"{"v":1,"method":"pigeon"}"#, "{}", "nonsense"] {
            assert!(read(json, SecretsSet::default()).is_err(), "{json}");
        }
    }
}
