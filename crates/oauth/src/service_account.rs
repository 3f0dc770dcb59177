//! The key of a Google service account: reads its file, and signs assertions with it (RFC 7523).

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use mail::{EmailAddress, Text};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject as _;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use crate::texts;

/// The lifetime of an assertion; Google accepts no longer one.
const ASSERTION_LIFETIME: Duration = Duration::from_secs(60 * 60);

/// The key of a Google service account. Debug prints only the account.
#[derive(Clone)]
pub struct ServiceAccountKey {
    /// `client_email` of the key file: the issuer.
    pub account: String,
    /// `private_key_id` of the key file.
    pub key_id: String,
    /// PKCS#8 in PEM.
    pub private_key: SecretString,
    /// `client_id` of the key file: the number that the Admin console delegates to. Not used in assertions.
    pub client_id: Option<String>,
}

impl fmt::Debug for ServiceAccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAccountKey").field("account", &self.account).finish_non_exhaustive()
    }
}

/// Why a key cannot sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is not PEM with a `PRIVATE KEY`.
    #[error("the private key is incomplete")]
    NotPem,
    /// It is not an RSA key of a supported size.
    #[error("the private key is not an RSA key of at least 2048 bits")]
    NotRsa,
    /// The signature failed.
    #[error("the private key cannot sign")]
    NoSignature,
}

impl ServiceAccountKey {
    /// Reads a key file as the Google Cloud console makes it.
    ///
    /// # Errors
    /// Which other kind of file it is, or what is missing, and what to do. Quotes nothing of the file.
    pub fn parse(json: &SecretString) -> Result<Self, Text> {
        // serde_json's message may quote the text, so it is dropped.
        let object: Map<String, Value> =
            serde_json::from_str(json.expose_secret().trim()).map_err(|_| texts::service_account_key_not_json())?;
        other_kind(&object)?;
        let field = |name: &str| match object.get(name) {
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            _ => Err(texts::service_account_key_without_field(name)),
        };
        let key = Self {
            account: field("client_email")?,
            key_id: field("private_key_id")?,
            private_key: SecretString::from(field("private_key")?),
            client_id: field("client_id").ok(),
        };
        key.pair().map_err(|error| match error {
            KeyError::NotPem => texts::service_account_key_incomplete(),
            KeyError::NotRsa => texts::service_account_key_not_rsa(),
            KeyError::NoSignature => texts::service_account_key_cannot_sign(),
        })?;
        Ok(key)
    }

    /// An assertion to act for `mailbox` (RFC 7523 section 3), a JWT signed with RS256.
    pub(crate) fn assertion(
        &self,
        audience: &str,
        scopes: &[String],
        mailbox: &EmailAddress,
        now: Timestamp,
    ) -> Result<SecretString, KeyError> {
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": self.key_id });
        let issued = now.as_second();
        let claims = json!({
            "iss": self.account,
            "sub": mailbox.expose(),
            "scope": scopes.join(" "),
            "aud": audience,
            "iat": issued,
            "exp": issued.saturating_add(ASSERTION_LIFETIME.as_secs().cast_signed()),
        });
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(&claims));
        let pair = self.pair()?;
        let mut signature = vec![0; pair.public().modulus_len()];
        // The generator only blinds the computation against timing attacks; the signature is deterministic (RFC 8017 section
        // 8.2).
        pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .map_err(|_| KeyError::NoSignature)?;
        Ok(SecretString::from(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))))
    }

    fn pair(&self) -> Result<RsaKeyPair, KeyError> {
        let der = PrivatePkcs8KeyDer::from_pem_slice(self.private_key.expose_secret().as_bytes())
            .map_err(|_| KeyError::NotPem)?;
        RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).map_err(|_| KeyError::NotRsa)
    }
}

/// Rejects the other files that Google's pages offer for download.
fn other_kind(object: &Map<String, Value>) -> Result<(), Text> {
    Err(match object.get("type").and_then(Value::as_str) {
        Some("service_account") => return Ok(()),
        Some("authorized_user") => texts::service_account_key_is_user_login(),
        Some("external_account") => texts::service_account_key_is_workload_identity(),
        _ if object.contains_key("web") || object.contains_key("installed") => {
            texts::service_account_key_is_oauth_client()
        }
        _ => texts::service_account_key_other_file(),
    })
}

#[cfg(test)]
mod tests;
