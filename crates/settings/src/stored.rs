//! How email settings are stored: the checked model as JSON, with a version number. Later versions must be able to read
//! it.
//!
//! The form is that of [`EmailSettings`] and its parts. Fields may be added with a default; a change of meaning needs
//! another `v`. Values with a text form (addresses, names, providers) are stored as that text.

use oauth::{ClientAuthentication, Grant, Provider, SendThrough};
use serde::{Deserialize, Serialize};
use smtp::{BearerMechanism, Mechanism};

use mail::{DisplayName, EmailAddress};

use super::check;
use super::email_settings::{AllowedSender, EmailSettings};
use super::{mechanism_name, mechanism_of};

/// The version of the form that is written.
const FORM: u32 = 1;

#[derive(Serialize)]
struct StoredSettings<'s> {
    v: u32,
    #[serde(flatten)]
    settings: &'s EmailSettings,
}

#[derive(Deserialize)]
struct Form {
    v: u32,
}

/// Why a stored version cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is not the JSON that is written here.
    #[error("stored email settings are not in a known form")]
    Json(#[from] serde_json::Error),
    /// It has another version, probably of a newer owlpost.
    #[error("stored email settings are in the unknown form {0}")]
    Form(u32),
}

/// The stored form.
pub(super) fn write(settings: &EmailSettings) -> String {
    serde_json::to_string(&StoredSettings { v: FORM, settings }).expect("settings serialize to JSON")
}

/// Which secrets are stored, according to the columns beside the settings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SecretsSet {
    pub password: bool,
    pub credential: bool,
}

/// Reads the stored form; `set` says which secrets exist.
pub(super) fn read(json: &str, set: SecretsSet) -> Result<EmailSettings, Unreadable> {
    let form: Form = serde_json::from_str(json)?;
    if form.v != FORM {
        return Err(Unreadable::Form(form.v));
    }
    let mut settings: EmailSettings = serde_json::from_str(json)?;
    if let Some(password) = &mut settings.password {
        password.password_set = set.password;
    }
    if let Some(oauth) = &mut settings.oauth {
        oauth.credential_set = set.credential;
    }
    Ok(settings)
}

/// A value that is stored as its text.
pub trait StoredText: Sized {
    /// The text.
    fn stored(&self) -> &str;
    /// The value of a text; `None` if this binary does not know it.
    fn read(text: &str) -> Option<Self>;
}

impl StoredText for EmailAddress {
    fn stored(&self) -> &str {
        self.expose()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

impl StoredText for DisplayName {
    fn stored(&self) -> &str {
        self.as_str()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

impl StoredText for AllowedSender {
    fn stored(&self) -> &str {
        self.text()
    }

    fn read(text: &str) -> Option<Self> {
        if text.contains('@') {
            EmailAddress::parse(text).ok().map(Self::Address)
        } else {
            Some(Self::Domain(text.to_owned()))
        }
    }
}

impl StoredText for ClientAuthentication {
    fn stored(&self) -> &str {
        self.name()
    }

    fn read(text: &str) -> Option<Self> {
        Self::named(text)
    }
}

impl StoredText for Mechanism {
    fn stored(&self) -> &str {
        mechanism_name(*self)
    }

    fn read(text: &str) -> Option<Self> {
        mechanism_of(text).ok().flatten()
    }
}

impl StoredText for BearerMechanism {
    fn stored(&self) -> &str {
        self.id()
    }

    fn read(text: &str) -> Option<Self> {
        check::bearer_mechanism(text).ok().flatten()
    }
}

impl StoredText for Provider {
    fn stored(&self) -> &str {
        self.facts().id
    }

    fn read(text: &str) -> Option<Self> {
        Self::named(text)
    }
}

impl StoredText for Grant {
    fn stored(&self) -> &str {
        self.name()
    }

    fn read(text: &str) -> Option<Self> {
        [Self::Mailbox, Self::App].into_iter().find(|grant| grant.name() == text)
    }
}

impl StoredText for SendThrough {
    fn stored(&self) -> &str {
        self.name()
    }

    fn read(text: &str) -> Option<Self> {
        [Self::Smtp, Self::Api].into_iter().find(|through| through.name() == text)
    }
}

/// For `#[serde(with)]`: one value.
pub mod text {
    use std::borrow::Cow;

    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    use super::StoredText;

    pub fn serialize<T: StoredText, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.stored())
    }

    pub fn deserialize<'de, T: StoredText, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        // The error does not contain the value, which may be an address.
        T::read(&text).ok_or_else(|| D::Error::custom("an unknown value"))
    }
}

/// For `#[serde(with)]`: a value or `null`.
pub mod optional_text {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::{Serialize, Serializer};

    use super::StoredText;

    pub fn serialize<T: StoredText, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_ref().map(StoredText::stored).serialize(serializer)
    }

    pub fn deserialize<'de, T: StoredText, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        match Option::<String>::deserialize(deserializer)? {
            None => Ok(None),
            Some(text) => T::read(&text).map(Some).ok_or_else(|| D::Error::custom("an unknown value")),
        }
    }
}

/// For `#[serde(with)]`: a list of values.
pub mod texts {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    use super::StoredText;

    pub fn serialize<T: StoredText, S: Serializer>(values: &[T], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().map(StoredText::stored))
    }

    pub fn deserialize<'de, T: StoredText, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let values: Option<Vec<T>> = texts.iter().map(|text| T::read(text)).collect();
        values.ok_or_else(|| D::Error::custom("an unknown value"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The oldest form, which every version must be able to read.
    const FORM_1: &str = r#"{"v":1,"method":"password","automatic_bcc":"archive@example.com","automatic_bcc_api":true,"automatic_bcc_submission":false,"from":{"email":"noreply@example.com","name":"Example","reply_to":null,"allowed":["example.com","ann@example.net"]},"password":{"host":"smtp.example.com","port":587,"username":"u","security":"starttls","ehlo":null,"mechanism":"plain","ca_certificate":null,"allow_insecure_password":false},"pace":{"connections":2,"messages_per_minute":null,"recipients_per_day":null,"recipients_per_message":null}}"#;

    /// Google, as the first serializer of OAuth settings (`StoredOAuth` of commit b0a01c2) wrote it.
    const FORM_1_GOOGLE: &str = r#"{"v":1,"method":"oauth","automatic_bcc":"archive@example.com","automatic_bcc_api":false,"automatic_bcc_submission":false,"from":{"email":"ann@example.com","name":"Ann","reply_to":null,"allowed":[]},"password":null,"oauth":{"provider":"google","grant":"mailbox","send_through":"api","client_id":"1234.apps.googleusercontent.com","tenant":"","service_account":"","client_secret_expires":null,"other_sender_confirmed":false,"custom":{"authorize_url":"","token_url":"","revoke_url":"","scopes":[],"host":"","port":null,"security":null,"mechanism":null,"ca_certificate":null}},"pace":{"connections":null,"messages_per_minute":null,"recipients_per_day":null,"recipients_per_message":null}}"#;

    /// A custom provider as the same serializer wrote it, before the fields `issuer` and `client_authentication`
    /// existed.
    const FORM_1_CUSTOM: &str = r#"{"v":1,"method":"oauth","automatic_bcc":null,"automatic_bcc_api":false,"automatic_bcc_submission":false,"from":{"email":"ann@example.com","name":null,"reply_to":null,"allowed":[]},"password":null,"oauth":{"provider":"custom","grant":"mailbox","send_through":"smtp","client_id":"owlpost","tenant":"","service_account":"","client_secret_expires":"2027-11-30","other_sender_confirmed":true,"custom":{"authorize_url":"https://login.example.com/authorize","token_url":"https://login.example.com/token","revoke_url":"","scopes":["openid","smtp"],"host":"smtp.example.com","port":587,"security":"starttls","mechanism":"xoauth2","ca_certificate":null}},"pace":{"connections":null,"messages_per_minute":30,"recipients_per_day":null,"recipients_per_message":null}}"#;

    /// Fields may be added; those of `old` keep their names and values.
    #[track_caller]
    fn assert_contains(written: &serde_json::Value, old: &serde_json::Value) {
        match (written, old) {
            (serde_json::Value::Object(written), serde_json::Value::Object(old)) => {
                for (name, value) in old {
                    assert_contains(written.get(name).unwrap_or_else(|| panic!("{name} is missing")), value);
                }
            }
            _ => assert_eq!(written, old),
        }
    }

    #[test]
    fn the_oldest_form_is_read_and_nothing_of_it_is_lost_when_written() {
        for form in [FORM_1, FORM_1_GOOGLE, FORM_1_CUSTOM] {
            let settings = read(form, SecretsSet { password: true, credential: true }).expect("readable");
            let written: serde_json::Value = serde_json::from_str(&write(&settings)).expect("JSON");
            let old: serde_json::Value = serde_json::from_str(form).expect("JSON");
            assert_contains(&written, &old);
            assert!(settings.password.as_ref().is_none_or(|password| password.password_set));
            assert!(settings.oauth.as_ref().is_none_or(|oauth| oauth.credential_set));
        }
        let settings = read(FORM_1, SecretsSet::default()).expect("readable");
        assert!(settings.password.as_ref().is_some_and(|password| !password.password_set));
        assert_eq!(settings.from.allowed.len(), 2);
    }

    #[test]
    fn missing_fields_have_defaults() {
        let settings = read(r#"{"v":1,"method":"builtin"}"#, SecretsSet::default()).expect("readable");
        assert_eq!(settings, EmailSettings::before_the_first_save());
    }

    #[test]
    fn an_unknown_form_is_an_error() {
        for json in [
            r#"{"v":2,"method":"builtin"}"#,
            r#"{"v":1,"method":"pigeon"}"#,
            r#"{"v":1,"method":"builtin","from":{"email":"nobody"}}"#,
            "{}",
            "nonsense",
        ] {
            assert!(read(json, SecretsSet::default()).is_err(), "{json}");
        }
    }
}
