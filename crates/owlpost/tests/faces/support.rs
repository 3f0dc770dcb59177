//! Pages and API as one router, with the product's verbs.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use accounts::Scope;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use clock::{Clock, Random};
use config::Config;
use owlpost::wiring::House;
use secrecy::ExposeSecret;
use sending::delivery_loop;
use tower::ServiceExt;

pub const ANN: &str = "ann@example.com";
/// The product's binary, which becomes the sandbox of scripts.
const SANDBOX: &str = env!("CARGO_BIN_EXE_owlpost");

pub const PASSWORD: &str = "four unrelated plain words";

/// A server with its administrator Ann, in a folder of its own.
pub struct App {
    pub house: House,
    router: Router,
    _folder: tempfile::TempDir,
}

/// What was answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

impl App {
    pub async fn new(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::standard_in(folder.path());
        change(&mut config);
        let clock = Clock::by_hand("2026-11-22T10:00:00Z".parse().expect("a time"));
        // As `House::open` does it, save for the sandbox: this process is not our binary.
        let transports = |mailbox| delivery_loop::standard_transports(Arc::new(mailbox));
        let house = House::open_over(config, clock, Random::system(), SANDBOX.into(), transports).await.expect("opens");
        house.app.accounts.set_up(None, ANN, PASSWORD.to_owned().into(), "Example").await.expect("set up");
        Self { router: house.faces(), house, _folder: folder }
    }

    /// A session, as the `Cookie` header.
    pub async fn session(&self) -> String {
        let client = IpAddr::from([192, 0, 2, 1]);
        let secret = self.house.app.accounts.sign_in(ANN, PASSWORD.to_owned().into(), client).await.expect("signed in");
        let name = if self.house.app.config.is_https() { "__Host-owlpost" } else { "owlpost" };
        format!("{name}={}", secret.expose_secret())
    }

    /// The `Authorization` header of a new key.
    pub async fn key(&self, name: &str, scopes: &[Scope]) -> String {
        let (_, secret) =
            self.house.app.accounts.make_key(name, scopes, &accounts::Actor::account(ANN)).await.expect("a key");
        format!("Bearer {}", secret.expose_secret())
    }

    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.call_from([192, 0, 2, 7].into(), method, path, headers, body).await
    }

    pub async fn call_from(
        &self,
        peer: IpAddr,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header(header::HOST, "localhost:8020");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request = request.extension(ConnectInfo(SocketAddr::new(peer, 4711)));
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = answer.into_parts();
        // A stream of events never ends: its head is the answer.
        let is_endless = parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let bytes = if is_endless { Vec::new() } else { to_bytes(body, usize::MAX).await.expect("a body").to_vec() };
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn post_form(&self, path: &str, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Answer {
        let encoded: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
        let all = [headers, &[("content-type", "application/x-www-form-urlencoded")]].concat();
        self.call("POST", path, &all, &encoded.join("&")).await
    }

    pub async fn json(&self, method: &str, path: &str, key: &str, body: &str) -> Answer {
        self.call(method, path, &[("authorization", key), ("content-type", "application/json")], body).await
    }
}

pub fn percent_encoded(text: &str) -> String {
    let one =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}
