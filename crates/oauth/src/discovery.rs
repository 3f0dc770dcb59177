//! Fetches a provider's metadata (RFC 8414; OpenID Connect Discovery 1.0); only the issuer is needed.
//!
//! Requests the document of OpenID Connect first, which nearly every provider has, then that of RFC 8414. Sends no
//! credential. The settings store the result.

use serde_json::{Map, Value};
use url::Url;

use crate::client_authentication::ClientAuthentication;
use crate::http::{HttpClient, HttpError, is_safe_url};
use crate::refusal::object;

/// The metadata that a provider publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderMetadata {
    /// The authorization endpoint; `None` for a server that grants tokens to applications only.
    pub authorize_url: Option<String>,
    /// The token endpoint.
    pub token_url: String,
    /// The revocation endpoint (RFC 7009).
    pub revoke_url: Option<String>,
    /// How a client with a secret authenticates; `None` if the server accepts neither method of
    /// [`ClientAuthentication`].
    pub client_authentication: Option<ClientAuthentication>,
}

/// Why there is no metadata.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiscoveryError {
    /// The issuer is not an HTTPS URL without query and fragment (RFC 8414 section 2).
    #[error("the issuer is not an HTTPS URL")]
    IssuerInvalid,
    /// No document could be fetched.
    #[error("{url}: {error}")]
    Http {
        /// The document.
        url: String,
        /// Why.
        error: HttpError,
    },
    /// Neither document exists.
    #[error("{url}: HTTP {status}")]
    NotFound {
        /// The document that was requested last.
        url: String,
        /// The status.
        status: u16,
    },
    /// The document is not metadata, or lacks a token endpoint that can be used.
    #[error("{url} contains no token endpoint with https")]
    Incomplete {
        /// The document.
        url: String,
    },
    /// The document belongs to another issuer and must not be used (RFC 8414 section 3.3).
    #[error("{url} is the document of {found}")]
    OtherIssuer {
        /// The document.
        url: String,
        /// Its issuer.
        found: String,
    },
}

/// Fetches the metadata of an issuer.
///
/// # Errors
/// [`DiscoveryError`].
pub async fn discover(http: &HttpClient, issuer: &str) -> Result<ProviderMetadata, DiscoveryError> {
    let mut missing = DiscoveryError::IssuerInvalid;
    for url in well_known(issuer)? {
        let failed = |error| DiscoveryError::Http { url: url.clone(), error };
        let request = http.get(&url).await.map_err(failed)?.header("Accept", "application/json");
        let response = http.send(request).await.map_err(failed)?;
        if response.status == 200 {
            return read(&url, issuer, &response.body);
        }
        missing = DiscoveryError::NotFound { url, status: response.status };
    }
    Err(missing)
}

/// The URLs of an issuer's documents: OpenID Connect appends to the path (OpenID Connect Discovery section 4), RFC
/// 8414 section 3.1 inserts before it.
fn well_known(issuer: &str) -> Result<[String; 2], DiscoveryError> {
    let url = Url::parse(issuer).map_err(|_| DiscoveryError::IssuerInvalid)?;
    if !is_safe_url(issuer) || url.query().is_some() || url.fragment().is_some() {
        return Err(DiscoveryError::IssuerInvalid);
    }
    let path = url.path().trim_end_matches('/');
    let at = |path: String| {
        let mut url = url.clone();
        url.set_path(&path);
        url.to_string()
    };
    Ok([
        at(format!("{path}/.well-known/openid-configuration")),
        at(format!("/.well-known/oauth-authorization-server{path}")),
    ])
}

fn read(url: &str, issuer: &str, body: &[u8]) -> Result<ProviderMetadata, DiscoveryError> {
    let incomplete = || DiscoveryError::Incomplete { url: url.to_owned() };
    let document = object(body).ok_or_else(incomplete)?;
    let found = document.get("issuer").and_then(Value::as_str).unwrap_or_default();
    // An issuer may be entered with a final slash or without; any other difference means another issuer.
    if found.trim_end_matches('/') != issuer.trim_end_matches('/') {
        return Err(DiscoveryError::OtherIssuer { url: url.to_owned(), found: found.to_owned() });
    }
    let endpoint = |name: &str| document.get(name).and_then(Value::as_str).filter(|url| is_safe_url(url));
    Ok(ProviderMetadata {
        authorize_url: endpoint("authorization_endpoint").map(str::to_owned),
        token_url: endpoint("token_endpoint").ok_or_else(incomplete)?.to_owned(),
        revoke_url: endpoint("revocation_endpoint").map(str::to_owned),
        client_authentication: client_authentication(&document),
    })
}

/// The body if the server lists it, because a secret needs no second encoding there; otherwise HTTP Basic if it is
/// listed. A document without the list means HTTP Basic (RFC 8414 section 2).
fn client_authentication(document: &Map<String, Value>) -> Option<ClientAuthentication> {
    let Some(listed) = document.get("token_endpoint_auth_methods_supported").and_then(Value::as_array) else {
        return Some(ClientAuthentication::Basic);
    };
    [ClientAuthentication::Body, ClientAuthentication::Basic]
        .into_iter()
        .find(|method| listed.iter().any(|name| name.as_str() == Some(method.name())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_documents_of_an_issuer_are_found() {
        for (issuer, openid, oauth) in [
            (
                "https://login.example",
                "https://login.example/.well-known/openid-configuration",
                "https://login.example/.well-known/oauth-authorization-server",
            ),
            (
                "https://login.example:8443/realms/mail/",
                "https://login.example:8443/realms/mail/.well-known/openid-configuration",
                "https://login.example:8443/.well-known/oauth-authorization-server/realms/mail",
            ),
        ] {
            assert_eq!(well_known(issuer), Ok([openid.to_owned(), oauth.to_owned()]));
        }
        for issuer in ["http://login.example", "login.example", "https://login.example/?a", "https://login.example/#a"]
        {
            assert_eq!(well_known(issuer), Err(DiscoveryError::IssuerInvalid), "{issuer}");
        }
    }

    #[track_caller]
    fn check(document: &str, expected: &Result<(&str, Option<ClientAuthentication>), &str>) {
        let found = read("https://a.example/x", "https://a.example", document.as_bytes());
        let found = found.map(|data| (data.token_url, data.client_authentication)).map_err(|error| error.to_string());
        let expected = expected.as_ref().map(|(url, method)| ((*url).to_owned(), *method));
        assert_eq!(found, expected.map_err(|error| (*error).to_owned()), "{document}");
    }

    #[test]
    fn a_document_names_endpoints_and_how_to_authenticate() {
        let methods = |list: &str| {
            format!(
                r#"{{"issuer":"https://a.example/","token_endpoint":"https://a.example/t",
                    "token_endpoint_auth_methods_supported":{list}}}"#
            )
        };
        let token = "https://a.example/t";
        check(&methods("null"), &Ok((token, Some(ClientAuthentication::Basic))));
        check(&methods(r#"["client_secret_basic"]"#), &Ok((token, Some(ClientAuthentication::Basic))));
        let both = r#"["private_key_jwt","client_secret_basic","client_secret_post"]"#;
        check(&methods(both), &Ok((token, Some(ClientAuthentication::Body))));
        check(&methods(r#"["private_key_jwt"]"#), &Ok((token, None)));
    }

    #[test]
    fn a_document_that_cannot_be_used_is_refused() {
        check("<html>", &Err("https://a.example/x contains no token endpoint with https"));
        check(r#"{"issuer":"https://a.example"}"#, &Err("https://a.example/x contains no token endpoint with https"));
        let plain = r#"{"issuer":"https://a.example","token_endpoint":"http://a.example/t"}"#;
        check(plain, &Err("https://a.example/x contains no token endpoint with https"));
        let other = r#"{"issuer":"https://b.example","token_endpoint":"https://b.example/t"}"#;
        check(other, &Err("https://a.example/x is the document of https://b.example"));
    }
}
