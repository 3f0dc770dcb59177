//! HTTP requests that carry OAuth credentials: to token endpoints and, by `delivery`, to mail APIs.
//!
//! Does not follow redirects, because a credential is meant for one URL. Limits the time and the size of a response.
//! Requires HTTPS except for loopback addresses. Does not interpret status codes.

use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

pub use reqwest::RequestBuilder;
use reqwest::redirect::Policy;
use tls::{client_config, without_error_number};
use tokio::sync::OnceCell;

/// Maximum bytes of a response; token responses and errors are short.
const MAX_RESPONSE_BYTES: usize = 256 * 1024;

/// Time limits of a request.
#[derive(Clone, Copy, Debug)]
pub struct HttpTimeouts {
    /// Name resolution, TCP and TLS together.
    pub connect: Duration,
    /// From the request's first byte to the response's last.
    pub total: Duration,
}

/// A client for one set of trusted certificates. Clones share its connections.
#[derive(Clone, Debug)]
pub struct HttpClient {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    ca_certificate: Option<String>,
    timeouts: HttpTimeouts,
    client: OnceCell<reqwest::Client>,
}

/// A response.
#[derive(Debug)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// `Retry-After` in seconds (RFC 9110 section 10.2.3); a date is ignored.
    pub retry_after: Option<Duration>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The URL is not HTTPS; nothing was sent.
    #[error("{0} is neither an HTTPS URL nor on this machine")]
    NotEncrypted(String),
    /// The certificates to trust cannot be read.
    #[error("{0}")]
    Trust(String),
    /// The request was not sent, so it had no effect.
    #[error("{0}")]
    Unreachable(HttpFailure),
    /// The request was sent, and no complete response arrived.
    #[error("{0}")]
    ResponseLost(HttpFailure),
}

/// Why there is no complete response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpFailure {
    /// A time limit was exceeded.
    #[error("no response within the time limit")]
    TimedOut,
    /// The response exceeds the maximum size.
    #[error("the response is too long")]
    ResponseTooLong,
    /// No cause was reported.
    #[error("the request failed")]
    Unspecified,
    /// The reason that the system or a library reported.
    #[error("{0}")]
    Other(String),
}

impl HttpClient {
    /// A client that trusts the system's authorities and `ca_certificate` (PEM). Opens no connection before the first
    /// request.
    pub fn new(ca_certificate: Option<String>, timeouts: HttpTimeouts) -> Self {
        Self { shared: Arc::new(Shared { ca_certificate, timeouts, client: OnceCell::new() }) }
    }

    /// A POST request, to be completed and passed to [`HttpClient::send`].
    ///
    /// # Errors
    /// [`HttpError::NotEncrypted`] or [`HttpError::Trust`].
    pub async fn post(&self, url: &str) -> Result<reqwest::RequestBuilder, HttpError> {
        if !is_safe_url(url) {
            return Err(HttpError::NotEncrypted(without_query(url).to_owned()));
        }
        Ok(self.client().await?.post(url))
    }

    /// A GET request, to be completed and passed to [`HttpClient::send`].
    ///
    /// # Errors
    /// [`HttpError::NotEncrypted`] or [`HttpError::Trust`].
    pub async fn get(&self, url: &str) -> Result<reqwest::RequestBuilder, HttpError> {
        if !is_safe_url(url) {
            return Err(HttpError::NotEncrypted(without_query(url).to_owned()));
        }
        Ok(self.client().await?.get(url))
    }

    /// Sends a request and reads the response.
    ///
    /// # Errors
    /// [`HttpError::Unreachable`] or [`HttpError::ResponseLost`].
    pub async fn send(&self, request: RequestBuilder) -> Result<HttpResponse, HttpError> {
        let mut response = request.send().await.map_err(|error| http_error(&error))?;
        let status = response.status().as_u16();
        let retry_after = response
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.trim().parse().ok())
            .map(Duration::from_secs);
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| HttpError::ResponseLost(failure(&error)))? {
            if body.len() + chunk.len() > MAX_RESPONSE_BYTES {
                return Err(HttpError::ResponseLost(HttpFailure::ResponseTooLong));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(HttpResponse { status, retry_after, body })
    }

    /// Created at first use: reading the system's authorities takes tens of milliseconds.
    async fn client(&self) -> Result<&reqwest::Client, HttpError> {
        let make = || async {
            let pem = self.shared.ca_certificate.clone();
            let config = tokio::task::spawn_blocking(move || client_config(pem.as_deref()))
                .await
                .map_err(|error| HttpError::Trust(error.to_string()))?
                .map_err(|fault| HttpError::Trust(fault.to_string()))?;
            reqwest::Client::builder()
                .tls_backend_preconfigured(Arc::unwrap_or_clone(config))
                .redirect(Policy::none())
                .connect_timeout(self.shared.timeouts.connect)
                .timeout(self.shared.timeouts.total)
                .user_agent(concat!("owlpost/", env!("CARGO_PKG_VERSION")))
                .no_proxy()
                .build()
                .map_err(|error| HttpError::Trust(failure(&error).to_string()))
        };
        self.shared.client.get_or_try_init(make).await
    }
}

/// Whether a URL is HTTPS, or plain HTTP to a loopback address, without a login, which a log or a page would show, and
/// without the control characters that URL parsers drop.
pub fn is_safe_url(url: &str) -> bool {
    if url.contains(char::is_control) || has_login(url) {
        return false;
    }
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    match url.scheme() {
        "https" => url.has_host(),
        "http" => url.host_str().is_some_and(|host| {
            let host = host.trim_start_matches('[').trim_end_matches(']');
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }),
        _ => false,
    }
}

/// Whether a URL has a user name or a password (RFC 3986 section 3.2.1).
pub fn has_login(url: &str) -> bool {
    reqwest::Url::parse(url).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

fn http_error(error: &reqwest::Error) -> HttpError {
    if error.is_connect() || error.is_builder() {
        HttpError::Unreachable(failure(error))
    } else {
        HttpError::ResponseLost(failure(error))
    }
}

/// The chain of causes in one line, without the URL, whose query could contain a code.
fn failure(error: &reqwest::Error) -> HttpFailure {
    if error.is_timeout() {
        return HttpFailure::TimedOut;
    }
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(without_error_number(&cause.to_string()));
        next = cause.source();
    }
    causes.dedup();
    if causes.is_empty() { HttpFailure::Unspecified } else { HttpFailure::Other(causes.join(": ")) }
}

fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_with_a_login_a_control_character_or_without_tls_is_not_safe() {
        for safe in ["https://login.example.com/t", "http://127.0.0.1:1/t", "http://[::1]/t", "https://a.example/@ann"]
        {
            assert!(is_safe_url(safe), "{safe}");
        }
        for other in [
            "http://login.example.com",
            "https://ann@login.example.com",
            "https://ann:secret@login.example.com",
            "https://login.exa\nmple.com",
            "https://login.example.com/\t",
            "ftp://login.example.com",
        ] {
            assert!(!is_safe_url(other), "{other}");
        }
    }
}
