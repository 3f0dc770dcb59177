//! Outgoing HTTP requests of this crate: token endpoints and mail APIs.
//!
//! No redirects (a credential goes where it was meant to go and nowhere else), a limit on the time and on what is read,
//! HTTPS save for this machine itself. Knows no status code; `trouble` does.

use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use tokio::sync::OnceCell;

use crate::smtp::tls::client_config;

/// The most of an answer that is read; token answers and errors are short.
const LONGEST_ANSWER: usize = 256 * 1024;

/// How long an answer may take: connecting, and all of it.
#[derive(Clone, Copy, Debug)]
pub struct HttpPatience {
    /// Name, TCP and TLS together.
    pub connect: Duration,
    /// From the request's first byte to the answer's last.
    pub whole: Duration,
}

/// A client for one set of trusted certificates; the connections it keeps are shared by its clones.
#[derive(Clone, Debug)]
pub struct HttpClient {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    ca_certificate: Option<String>,
    patience: HttpPatience,
    client: OnceCell<reqwest::Client>,
}

/// What was answered.
pub(crate) struct HttpAnswer {
    pub(crate) status: u16,
    /// `Retry-After` where it is in seconds (RFC 9110 §10.2.3); a date is passed over, and the usual wait holds.
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Vec<u8>,
}

/// Why no answer came.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpMishap {
    /// The address may not be asked: no HTTPS.
    #[error("{0} is neither HTTPS nor on this machine")]
    NotEncrypted(String),
    /// The certificates to trust cannot be read.
    #[error("{0}")]
    Trust(String),
    /// The request did not leave, so nothing can have come of it.
    #[error("{0}")]
    Unreached(String),
    /// The request left, and the answer did not come, or not whole.
    #[error("{0}")]
    AnswerLost(String),
}

impl HttpClient {
    /// A client that trusts the system's authorities and `ca_certificate` (PEM). Opens nothing before the first request.
    pub fn new(ca_certificate: Option<String>, patience: HttpPatience) -> Self {
        Self { shared: Arc::new(Shared { ca_certificate, patience, client: OnceCell::new() }) }
    }

    /// A request that can be completed and given to [`HttpClient::send`].
    pub(crate) async fn post(&self, url: &str) -> Result<reqwest::RequestBuilder, HttpMishap> {
        if !is_safe(url) {
            return Err(HttpMishap::NotEncrypted(without_query(url).to_owned()));
        }
        Ok(self.client().await?.post(url))
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Result<HttpAnswer, HttpMishap> {
        let mut answer = request.send().await.map_err(|error| mishap(&error))?;
        let status = answer.status().as_u16();
        let retry_after = answer
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.trim().parse().ok())
            .map(Duration::from_secs);
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| HttpMishap::AnswerLost(words(&error)))? {
            if body.len() + piece.len() > LONGEST_ANSWER {
                return Err(HttpMishap::AnswerLost("the answer is longer than any that makes sense".to_owned()));
            }
            body.extend_from_slice(&piece);
        }
        Ok(HttpAnswer { status, retry_after, body })
    }

    /// Made at first use: reading the system's authorities takes tens of milliseconds.
    async fn client(&self) -> Result<&reqwest::Client, HttpMishap> {
        let make = || async {
            let pem = self.shared.ca_certificate.clone();
            let config = tokio::task::spawn_blocking(move || client_config(pem.as_deref()))
                .await
                .map_err(|error| HttpMishap::Trust(error.to_string()))?
                .map_err(|fault| HttpMishap::Trust(fault.to_string()))?;
            reqwest::Client::builder()
                .tls_backend_preconfigured(Arc::unwrap_or_clone(config))
                .redirect(Policy::none())
                .connect_timeout(self.shared.patience.connect)
                .timeout(self.shared.patience.whole)
                .user_agent(concat!("owlpost/", env!("CARGO_PKG_VERSION")))
                .no_proxy()
                .build()
                .map_err(|error| HttpMishap::Trust(words(&error)))
        };
        self.shared.client.get_or_try_init(make).await
    }
}

/// HTTPS, or plain HTTP to a loopback address.
pub fn is_safe(url: &str) -> bool {
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

fn mishap(error: &reqwest::Error) -> HttpMishap {
    if error.is_connect() || error.is_builder() {
        HttpMishap::Unreached(words(error))
    } else {
        HttpMishap::AnswerLost(words(error))
    }
}

/// The whole chain in one line; never the address, whose query could hold a code.
fn words(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut words = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        words.push(cause.to_string());
        next = cause.source();
    }
    words.dedup();
    if words.is_empty() { "the request failed".to_owned() } else { words.join(": ") }
}

fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}
