//! How a client with a secret authenticates at the token endpoint (RFC 6749 section 2.3.1).
//!
//! The method that a server accepts is known for Google and Microsoft; for another provider it is known from its
//! metadata or from a request that succeeded. Otherwise `token_client` tries the body first, then HTTP Basic.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded::byte_serialize;

/// How a client sends its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// `client_id` and `client_secret` as parameters of the body.
    Body,
    /// HTTP Basic authentication, which every server that issues client secrets must support.
    Basic,
}

impl ClientAuthentication {
    /// The name in metadata, settings and API (RFC 8414 section 2, RFC 7591 section 2).
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "client_secret_post",
            Self::Basic => "client_secret_basic",
        }
    }

    /// The method with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Body, Self::Basic].into_iter().find(|method| method.name() == name)
    }
}

/// The value of `Authorization`: ID and secret are form-encoded before they are joined (RFC 6749 section 2.3.1), so that
/// a colon in an ID does not end it.
pub(crate) fn basic(client_id: &str, secret: &SecretString) -> SecretString {
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(client_id), encoded(secret.expose_secret()));
    SecretString::from(format!("Basic {}", STANDARD.encode(pair)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_and_secret_are_form_encoded_before_base64() {
        for (id, secret, expected) in [
            ("s6BhdRkqt3", "gX1fBat3bV", "s6BhdRkqt3:gX1fBat3bV"),
            ("https://app.example", "a b:c+d%e&ü", "https%3A%2F%2Fapp.example:a+b%3Ac%2Bd%25e%26%C3%BC"),
        ] {
            let header = basic(id, &SecretString::from(secret));
            let base64 = header.expose_secret().strip_prefix("Basic ").expect("the scheme");
            assert_eq!(STANDARD.decode(base64).expect("Base64"), expected.as_bytes());
        }
    }

    #[test]
    fn names_are_those_of_the_metadata() {
        for method in [ClientAuthentication::Body, ClientAuthentication::Basic] {
            assert_eq!(ClientAuthentication::named(method.name()), Some(method));
        }
        assert_eq!(ClientAuthentication::named("private_key_jwt"), None);
    }
}
