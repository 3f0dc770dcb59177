//! Email settings as typed: the JSON of `PUT /email-settings`, also built from the page's form.
//!
//! Everything is text until [`super::check`] has checked it, so that all faults are reported at once, with their
//! fields. A key or section that is absent at the top level keeps the stored value; within a section, an absent key
//! means the default. A response of the API may be sent back: its read-only keys are accepted and ignored.

use std::fmt;

use secrecy::SecretString;
use serde::de::{self, Deserializer, IgnoredAny, Unexpected, Visitor};
use serde::{Deserialize, Serialize};

/// What serde reports as expected for a value that accepts a number or a string with one. `api` recognises it.
pub const NUMBER_OR_STRING: &str = "number_or_string";
/// What serde reports as expected for a secret, which errors never repeat. `api` recognises it.
pub const SECRET: &str = "secret";

/// Email settings as typed by a person or an API caller. Unknown keys are refused with the key's name.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsInput {
    /// `builtin`, `password` or `oauth`.
    pub method: Option<String>,
    /// The address that gets a copy of script mail; empty for none.
    pub automatic_bcc: Option<String>,
    /// Whether Automatic BCC also applies to mail of the API.
    pub automatic_bcc_api: Option<bool>,
    /// Whether Automatic BCC also applies to mail of SMTP submission.
    pub automatic_bcc_submission: Option<bool>,
    /// The sender of mail.
    pub from: Option<FromInput>,
    /// The SMTP server with username and password.
    pub password: Option<PasswordInput>,
    /// The provider that issues access tokens.
    pub oauth: Option<OAuthInput>,
    /// Limits of the connection.
    pub pace: Option<PaceInput>,
    /// What happens to waiting mail if these settings switch from a mail server to the built-in mailbox: `hold` (also
    /// when absent: it waits until a mail server is connected again), `deliver` (it goes to the mailbox and is not
    /// sent) or `cancel`. Not stored as a setting.
    pub waiting_mail: Option<String>,
    /// Read-only; accepted and ignored, so that a response of `GET` can be sent back.
    #[serde(default, rename = "version")]
    #[schema(ignore)]
    pub ignored_version: IgnoredAny,
    /// Read-only; accepted and ignored, so that a response of `GET` can be sent back.
    #[serde(default, rename = "state")]
    #[schema(ignore)]
    pub ignored_state: IgnoredAny,
}

/// The sender of mail, as typed.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FromInput {
    /// The From address.
    #[serde(default)]
    pub email: String,
    /// The display name.
    #[serde(default)]
    pub name: String,
    /// The Reply-To address; empty for the From address.
    #[serde(default)]
    pub reply_to: String,
    /// Addresses and domains that a draft may use as sender; each entry may itself be a list, separated by commas,
    /// semicolons or white space.
    #[serde(default)]
    pub allowed: Vec<String>,
}

/// The SMTP server with username and password, as typed.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordInput {
    /// DNS name or IP address.
    #[serde(default)]
    pub host: String,
    /// The port; empty for 25.
    #[serde(default)]
    pub port: NumberInput,
    /// The username; empty for a server without login.
    #[serde(default)]
    pub username: String,
    /// Write-only: absent or empty keeps the stored one, `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>, write_only)]
    pub password: SecretInput,
    /// `implicit_tls` (also when empty), `starttls` or `none`.
    #[serde(default)]
    pub security: String,
    /// The name sent with EHLO; empty for the host of the public URL.
    #[serde(default)]
    pub ehlo: String,
    /// `plain`, `login` or `cram-md5`; empty for the best that the server offers.
    #[serde(default)]
    pub mechanism: String,
    /// PEM of a CA certificate to trust in addition to those of the system.
    #[serde(default)]
    pub ca_certificate: String,
    /// Confirms that the password may be sent without TLS.
    #[serde(default)]
    pub allow_insecure_password: bool,
    /// Read-only; accepted and ignored, so that a response of `GET` can be sent back.
    #[serde(default, rename = "password_set")]
    #[schema(ignore)]
    pub ignored_password_set: IgnoredAny,
}

/// The provider that issues access tokens, as typed.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OAuthInput {
    /// `google`, `microsoft` or `custom`.
    #[serde(default)]
    pub provider: String,
    /// `mailbox` (somebody signs in and consents; also when empty) or `app` (nobody needs to).
    #[serde(default)]
    pub grant: String,
    /// `smtp` (also when empty) or `api`.
    #[serde(default)]
    pub send_through: String,
    /// The client ID.
    #[serde(default)]
    pub client_id: String,
    /// Write-only: absent or empty keeps the stored one, `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>, write_only)]
    pub client_secret: SecretInput,
    /// The client secret's last day, `2027-11-30`, for the reminder; empty if it has none.
    #[serde(default)]
    pub client_secret_expires: String,
    /// Microsoft's directory: an ID or domain; empty for `organizations`.
    #[serde(default)]
    pub tenant: String,
    /// The key file of a Google service account. Write-only: absent or empty keeps the stored one, `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>, write_only)]
    pub service_account_key: SecretInput,
    /// Confirms that the mailbox that consents may send as the From address.
    #[serde(default)]
    pub confirm_other_sender: bool,
    /// A custom provider.
    #[serde(default)]
    pub custom: CustomInput,
    /// Read-only; accepted and ignored, so that a response of `GET` can be sent back.
    #[serde(default, rename = "client_secret_set")]
    #[schema(ignore)]
    pub ignored_client_secret_set: IgnoredAny,
    /// Read-only; accepted and ignored, so that a response of `GET` can be sent back.
    #[serde(default, rename = "service_account_key_set")]
    #[schema(ignore)]
    pub ignored_service_account_key_set: IgnoredAny,
    /// Read-only; accepted and ignored, so that a response of `GET` can be sent back.
    #[serde(default, rename = "service_account")]
    #[schema(ignore)]
    pub ignored_service_account: IgnoredAny,
}

/// A custom provider, as typed.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomInput {
    /// The issuer. Endpoints that are empty are taken from its metadata (OpenID Connect Discovery, RFC 8414) when the
    /// settings are saved or tested.
    #[serde(default)]
    pub issuer: String,
    /// The authorization endpoint (RFC 6749 section 3.1).
    #[serde(default)]
    pub authorize_url: String,
    /// The token endpoint.
    #[serde(default)]
    pub token_url: String,
    /// The revocation endpoint (RFC 7009); empty if the provider has none.
    #[serde(default)]
    pub revoke_url: String,
    /// How the client secret is sent (RFC 6749 section 2.3.1): `client_secret_basic` or `client_secret_post`; empty to
    /// take it from the issuer's metadata, else to try both.
    #[serde(default)]
    pub client_authentication: String,
    /// The scopes, separated by spaces.
    #[serde(default)]
    pub scopes: String,
    /// The SMTP server.
    #[serde(default)]
    pub host: String,
    /// The port; empty for the default port of the security mode.
    #[serde(default)]
    pub port: NumberInput,
    /// `starttls` (also when empty), `implicit_tls` or `none`.
    #[serde(default)]
    pub security: String,
    /// `xoauth2` or `oauthbearer`; empty for the best that the server offers.
    #[serde(default)]
    pub mechanism: String,
    /// PEM of a CA certificate to trust in addition to those of the system.
    #[serde(default)]
    pub ca_certificate: String,
}

/// Limits of the connection, as typed; empty or 0 means the default of the provider.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaceInput {
    /// Maximum number of concurrent sessions.
    #[serde(default)]
    pub connections: NumberInput,
    /// Maximum messages per minute.
    #[serde(default)]
    pub messages_per_minute: NumberInput,
    /// Maximum recipients in 24 hours.
    #[serde(default)]
    pub recipients_per_day: NumberInput,
    /// Maximum recipients of one SMTP transaction.
    #[serde(default)]
    pub recipients_per_message: NumberInput,
    /// Seconds that an idle session is kept for the next message: 1 to 600.
    #[serde(default)]
    pub idle_seconds: NumberInput,
    /// Seconds that a kept session may take to answer MAIL before a new one is opened: 1 to 300.
    #[serde(default)]
    pub kept_session_reply_seconds: NumberInput,
}

/// A number as typed, a JSON number or a string. It is parsed by the check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(value_type = Option<u32>)]
pub struct NumberInput(pub String);

impl From<u32> for NumberInput {
    fn from(number: u32) -> Self {
        Self(number.to_string())
    }
}

impl<'de> Deserialize<'de> for NumberInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;
        impl Visitor<'_> for NumberVisitor {
            type Value = NumberInput;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(NUMBER_OR_STRING)
            }
            fn visit_unit<E: de::Error>(self) -> Result<NumberInput, E> {
                Ok(NumberInput::default())
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<NumberInput, E> {
                Ok(NumberInput(number.to_string()))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<NumberInput, E> {
                Ok(NumberInput(number.to_string()))
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<NumberInput, E> {
                Ok(NumberInput(number.to_string()))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<NumberInput, E> {
                Ok(NumberInput(text.trim().to_owned()))
            }
        }
        deserializer.deserialize_any(NumberVisitor)
    }
}

/// A secret as typed. JSON: absent or empty keeps the stored one, `null` removes it, text sets it.
#[derive(Clone, Debug, Default)]
pub enum SecretInput {
    /// Keep what is stored; refused if its destination has changed.
    #[default]
    Keep,
    /// Remove what is stored.
    Remove,
    /// Store this.
    Set(SecretString),
}

impl<'de> Deserialize<'de> for SecretInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // This is not called for an absent key: `#[serde(default)]` makes it `Keep`. serde would repeat the value in
        // its error: a password of digits without quotes is a number.
        let typed = Option::<String>::deserialize(deserializer)
            .map_err(|_| de::Error::invalid_type(Unexpected::Other("a secret"), &SECRET))?;
        Ok(match typed {
            None => Self::Remove,
            Some(text) if text.is_empty() => Self::Keep,
            Some(text) => Self::Set(SecretString::from(text)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: &str) {
        let read = match serde_json::from_str::<SettingsInput>(json) {
            Ok(input) => match input.password {
                Some(password) => format!("port {:?}, {:?}", password.port.0, password.password),
                None => "no section".to_owned(),
            },
            Err(error) => error.to_string(),
        };
        assert!(read.contains(expected), "{json}: {read}");
    }

    #[test]
    fn a_secret_is_kept_removed_or_set_by_how_it_is_written() {
        check(r#"{"password": {}}"#, "Keep");
        check(r#"{"password": {"password": ""}}"#, "Keep");
        check(r#"{"password": {"password": null}}"#, "Remove");
        check(r#"{"password": {"password": "hunter2"}}"#, "Set(SecretBox<str>([REDACTED]))");
        check(r#"{"password": {"password": 123456}}"#, "invalid type: a secret, expected secret");
    }

    #[test]
    fn a_number_may_be_written_as_text() {
        check(r#"{"password": {"port": 465}}"#, r#"port "465""#);
        check(r#"{"password": {"port": " 465"}}"#, r#"port "465""#);
        check(r#"{"password": {"port": null}}"#, r#"port """#);
    }

    #[test]
    fn an_unknown_key_is_named() {
        check(r#"{"metod": "password"}"#, "unknown field `metod`");
        check(r#"{"password": {"hots": "a"}}"#, "unknown field `hots`");
        check(r#"{}"#, "no section");
    }
}
