//! Email settings as typed: the JSON of `PUT /email-settings`, also built from the page's form.
//!
//! Everything is text until [`super::check`] has looked at it, so that every fault is answered at once, with its field.
//! A key or section that is absent at the top level keeps what is stored; within a section, absent means the default.
//! What the API answers may come back: its read-only keys are taken and not looked at.

use std::fmt;

use secrecy::SecretString;
use serde::de::{self, Deserializer, IgnoredAny, Unexpected, Visitor};
use serde::{Deserialize, Serialize};

/// `expecting` of a value that accepts a number or a string with one.
pub const NUMBER_OR_STRING: &str = "number_or_string";
/// `expecting` of a secret, which errors never repeat.
pub const SECRET: &str = "secret";

/// Email settings as typed by a person or an API caller. Unknown keys are refused with the key's name.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsInput {
    /// `builtin`, `password` or `oauth`.
    pub method: Option<String>,
    /// Who gets a copy of script mail; empty for nobody.
    pub automatic_bcc: Option<String>,
    /// Automatic BCC copies mail of the API as well.
    pub automatic_bcc_api: Option<bool>,
    /// Automatic BCC copies mail of SMTP submission as well.
    pub automatic_bcc_submission: Option<bool>,
    /// Who the mail is from.
    pub from: Option<FromInput>,
    /// The SMTP server with username and password.
    pub password: Option<PasswordInput>,
    /// The provider that grants tokens.
    pub oauth: Option<OAuthInput>,
    /// Limits of the connection.
    pub pace: Option<PaceInput>,
    /// What becomes of mail that waits if these settings switch from a mail server to the built-in mailbox: `hold` (also
    /// when absent: it waits until a mail server is connected again), `deliver` (it goes to the mailbox and is not sent) or
    /// `cancel`. Not stored as a setting.
    pub waiting_mail: Option<String>,
    /// Read-only, and ignored: what `GET` answers may come back.
    #[serde(default, rename = "version")]
    #[schema(ignore)]
    pub ignored_version: IgnoredAny,
    /// Read-only, and ignored: what `GET` answers may come back.
    #[serde(default, rename = "state")]
    #[schema(ignore)]
    pub ignored_state: IgnoredAny,
}

/// Who the mail is from, as typed.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FromInput {
    /// The From address.
    #[serde(default)]
    pub email: String,
    /// The name beside it.
    #[serde(default)]
    pub name: String,
    /// Where answers go; empty for the From address.
    #[serde(default)]
    pub reply_to: String,
    /// Addresses and domains a draft may ask to be from; each entry may itself be a list, separated by commas,
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
    /// Empty for 25.
    #[serde(default)]
    pub port: NumberInput,
    /// Empty for a server that asks for none.
    #[serde(default)]
    pub username: String,
    /// Write-only: absent or empty keeps the stored one, `null` removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>, write_only)]
    pub password: SecretInput,
    /// `implicit_tls` (also when empty), `starttls` or `none`.
    #[serde(default)]
    pub security: String,
    /// What is said after EHLO; empty for the host of the public URL.
    #[serde(default)]
    pub ehlo: String,
    /// `plain`, `login` or `cram-md5`; empty for the best that the server offers.
    #[serde(default)]
    pub mechanism: String,
    /// PEM of a CA to trust besides the system's.
    #[serde(default)]
    pub ca_certificate: String,
    /// Confirms that the password may travel without TLS.
    #[serde(default)]
    pub allow_insecure_password: bool,
    /// Read-only, and ignored: what `GET` answers may come back.
    #[serde(default, rename = "password_set")]
    #[schema(ignore)]
    pub ignored_password_set: IgnoredAny,
}

/// The provider that grants tokens, as typed.
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
    /// The client secret's last day, `2027-11-30`, for the reminder; empty where it has none.
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
    /// A provider that is not known to us.
    #[serde(default)]
    pub custom: CustomInput,
    /// Read-only, and ignored: what `GET` answers may come back.
    #[serde(default, rename = "client_secret_set")]
    #[schema(ignore)]
    pub ignored_client_secret_set: IgnoredAny,
    /// Read-only, and ignored: what `GET` answers may come back.
    #[serde(default, rename = "service_account_key_set")]
    #[schema(ignore)]
    pub ignored_service_account_key_set: IgnoredAny,
    /// Read-only, and ignored: what `GET` answers may come back.
    #[serde(default, rename = "service_account")]
    #[schema(ignore)]
    pub ignored_service_account: IgnoredAny,
}

/// A provider that is not known to us, as typed.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomInput {
    /// The issuer. Endpoints that are empty are taken from its metadata (OpenID Connect Discovery, RFC 8414) when the
    /// settings are saved or tested.
    #[serde(default)]
    pub issuer: String,
    /// The consent page.
    #[serde(default)]
    pub authorize_url: String,
    /// The token endpoint.
    #[serde(default)]
    pub token_url: String,
    /// Where tokens are revoked (RFC 7009); empty if the provider has none.
    #[serde(default)]
    pub revoke_url: String,
    /// How the client secret is sent (RFC 6749 section 2.3.1): `client_secret_basic` or `client_secret_post`; empty to
    /// take it from the issuer's metadata, else to find it out.
    #[serde(default)]
    pub client_authentication: String,
    /// The scopes, separated by spaces.
    #[serde(default)]
    pub scopes: String,
    /// The SMTP server.
    #[serde(default)]
    pub host: String,
    /// Empty for the usual one of the security.
    #[serde(default)]
    pub port: NumberInput,
    /// `starttls` (also when empty), `implicit_tls` or `none`.
    #[serde(default)]
    pub security: String,
    /// `xoauth2` or `oauthbearer`; empty for the best that the server offers.
    #[serde(default)]
    pub mechanism: String,
    /// PEM of a CA to trust besides the system's.
    #[serde(default)]
    pub ca_certificate: String,
}

/// Limits of the connection, as typed; empty or 0 means the default of the provider.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaceInput {
    /// Sessions at the same time.
    #[serde(default)]
    pub connections: NumberInput,
    /// Messages in a minute.
    #[serde(default)]
    pub messages_per_minute: NumberInput,
    /// Recipients in 24 hours.
    #[serde(default)]
    pub recipients_per_day: NumberInput,
    /// Recipients of one SMTP transaction.
    #[serde(default)]
    pub recipients_per_message: NumberInput,
    /// Seconds that an idle session is kept for the next message: 1 to 600.
    #[serde(default)]
    pub idle_seconds: NumberInput,
    /// Seconds that a kept session may take to answer MAIL before a new one is opened: 1 to 300.
    #[serde(default)]
    pub kept_session_reply_seconds: NumberInput,
}

/// A number as typed: JSON number or text, looked at by the check.
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
    /// Keep what is stored; refused where its destination changed.
    #[default]
    Keep,
    /// Remove what is stored.
    Remove,
    /// Store this.
    Set(SecretString),
}

impl<'de> Deserialize<'de> for SecretInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An absent key is never given here: `#[serde(default)]` on the section answers `Keep`.
        // serde would repeat what it found, and a password of digits alone is a number where the quotes are missing.
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
