//! Requests to pages and API, and their responses.

use std::net::{IpAddr, SocketAddr};

use accounts::Scope;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{self, AsHeaderName};
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode};
use secrecy::ExposeSecret;
use serde_json::Value;
use tower::ServiceExt;

use super::{ANN, ANNS_ADDRESS, PASSWORD, TestServer};

/// The client address of requests, unless specified otherwise.
const CLIENT: [u8; 4] = [192, 0, 2, 7];

/// A browser: its session and its language.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// The `Cookie` header, if signed in.
    pub cookie: Option<String>,
    /// The `Accept-Language` header.
    pub language: Option<&'static str>,
}

/// A browser that is not signed in.
pub const NOBODY: Browser = Browser { cookie: None, language: None };

impl Browser {
    /// A browser with this cookie.
    pub fn with(cookie: impl Into<String>) -> Self {
        Self { cookie: Some(cookie.into()), language: None }
    }

    /// The same browser, which prefers German.
    pub fn in_german(&self) -> Self {
        Self { language: Some("de"), ..self.clone() }
    }
}

/// A response.
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body as text.
    pub body: String,
    /// Its body as JSON; a string if it is not JSON.
    pub json: Value,
}

impl Answer {
    /// A header; empty if it is missing.
    pub fn header(&self, name: impl AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// The `Cookie` header of the session that the response starts.
    pub fn session(&self) -> String {
        self.header(header::SET_COOKIE).split(';').next().expect("a cookie").to_owned()
    }

    /// Asserts that the body contains `words`.
    #[track_caller]
    pub fn says(&self, words: &str) {
        assert!(self.body.contains(words), "{words:?} is not in {}", self.body);
    }

    /// Asserts that the body does not contain `words`.
    #[track_caller]
    pub fn does_not_say(&self, words: &str) {
        assert!(!self.body.contains(words), "{words:?} is in {}", self.body);
    }

    /// Status, the headers that API clients act on, and body, for a snapshot.
    pub fn in_words(&self) -> String {
        let mut words = format!("{}\n", self.status);
        for name in [header::CONTENT_TYPE, header::WWW_AUTHENTICATE, header::ALLOW, header::RETRY_AFTER] {
            if let Some(value) = self.headers.get(&name) {
                words.push_str(&format!("{name}: {}\n", value.to_str().expect("ASCII")));
            }
        }
        format!("{words}\n{}", serde_json::to_string_pretty(&self.json).expect("JSON"))
    }
}

impl TestServer {
    /// Sends any request. Adds the `Host` header and the client's address if the request has none.
    pub async fn call(&self, mut request: Request<Body>) -> Answer {
        let host = header::HeaderValue::from_static("localhost:8020");
        request.headers_mut().entry(header::HOST).or_insert(host);
        if request.extensions().get::<ConnectInfo<SocketAddr>>().is_none() {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from((CLIENT, 4711))));
        }
        let response = self.router().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        // A stream of events never ends: the response has only its head.
        let is_endless = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let bytes = if is_endless { Vec::new() } else { to_bytes(body, usize::MAX).await.expect("a body").to_vec() };
        let body = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&body).unwrap_or_else(|_| Value::String(body.clone()));
        Answer { status: parts.status, headers: parts.headers, body, json }
    }

    /// Sends a request with these headers and this body.
    pub async fn call_with(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.call_from(CLIENT.into(), method, path, headers, body).await
    }

    /// Like [`TestServer::call_with`], from another address.
    pub async fn call_from(
        &self,
        peer: IpAddr,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.extension(ConnectInfo(SocketAddr::new(peer, 4711)));
        self.call(request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    /// A request of Ann's browser.
    pub fn request(&self, method: &str, path: &str) -> Builder {
        request_of(&self.ann, method, path)
    }

    /// Reads a page in Ann's browser.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(self.request("GET", path).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form from Ann's browser.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.call(request.body(Body::from(urlencoded(form))).expect("a request")).await
    }

    /// Reads a page in somebody's browser, a millisecond later: ids of the same millisecond have no order.
    pub async fn read(&self, browser: &Browser, path: &str) -> Answer {
        self.ask(browser, "GET", path, "").await
    }

    /// Sends a form from somebody's browser, a millisecond later.
    pub async fn send(&self, browser: &Browser, path: &str, form: &[(&str, &str)]) -> Answer {
        self.ask(browser, "POST", path, &urlencoded(form)).await
    }

    /// Sends any request with an encoded form from somebody's browser, a millisecond later.
    pub async fn ask(&self, browser: &Browser, method: &str, path: &str, body: &str) -> Answer {
        self.turn(std::time::Duration::from_millis(1));
        let request =
            request_of(browser, method, path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.call(request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    /// Sends a form with these headers.
    pub async fn post_form(&self, path: &str, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Answer {
        let all = [headers, &[("content-type", "application/x-www-form-urlencoded")]].concat();
        self.call_with("POST", path, &all, &urlencoded(form)).await
    }

    /// Sends JSON with this `Authorization` header.
    pub async fn send_json(&self, method: &str, path: &str, key: &str, body: &str) -> Answer {
        self.call_with(method, path, &[("authorization", key), ("content-type", "application/json")], body).await
    }

    /// The `Authorization` header of a new API key.
    pub async fn key(&self, name: &str, scopes: &[Scope]) -> String {
        let made = self.app.accounts.make_key(name, scopes, &accounts::Actor::account(ANN)).await;
        format!("Bearer {}", made.expect("a key").1.expose_secret())
    }

    /// The `Cookie` header of a new session of Ann's.
    pub async fn session(&self) -> String {
        let secret = self.app.accounts.sign_in(ANN, PASSWORD.into(), ANNS_ADDRESS).await.expect("signed in");
        let name = if self.app.config.is_https() { "__Host-owlpost" } else { "owlpost" };
        format!("{name}={}", secret.expose_secret())
    }

    /// The secret of the setup link.
    pub async fn setup_token(&self) -> String {
        let token = self.app.accounts.setup_token().await.expect("answers").expect("no administrator yet");
        token.expose_secret().to_owned()
    }

    /// Ann completes the setup and is signed in.
    pub(crate) async fn set_up_in_the_browser(&mut self) {
        let token = self.setup_token().await;
        let form = [("token", token.as_str()), ("email", ANN), ("password", PASSWORD), ("workspace", "Example")];
        let answer = self.post("/setup", &form).await;
        assert_eq!(answer.header(header::LOCATION), "/configuration/email-settings?welcome=1", "{}", answer.body);
        self.ann = Browser::with(answer.session());
        self.workspace = self.app.accounts.workspaces().await.expect("lists")[0].id;
    }
}

fn request_of(browser: &Browser, method: &str, path: &str) -> Builder {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(cookie) = &browser.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    if let Some(language) = browser.language {
        request = request.header(header::ACCEPT_LANGUAGE, language);
    }
    request
}

fn urlencoded(form: &[(&str, &str)]) -> String {
    let fields: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
    fields.join("&")
}

/// Encodes everything but letters and digits (RFC 3986 section 2.1).
pub fn percent_encoded(text: &str) -> String {
    let one =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}
