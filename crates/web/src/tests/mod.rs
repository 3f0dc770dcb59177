//! The pages through their router, with the product's verbs.

mod audit;
mod content;
mod german_settings;
mod guards;
mod languages;
mod letters;
mod pseudo_localisation;
mod scripts;
mod settings;
mod users;
mod words_of_others;

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::MockConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use tower::ServiceExt;

use clock::{Clock, Random};
use config::Config;
use owlpost::wiring::House;

const ANN: &str = "ann@example.com";
const PASSWORD: &str = "four unrelated plain words";

/// The pages over rooms of their own, in a folder of its own.
struct Pages {
    house: House,
    router: Router,
    /// The `Cookie` header, once somebody is signed in.
    cookie: Option<String>,
    _folder: tempfile::TempDir,
}

/// What was answered.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Pages {
    /// Nobody has set up anything.
    async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// As [`Pages::new`], with another configuration.
    async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::by_hand("2026-11-22T10:00:00Z".parse::<Timestamp>().expect("a time"));
        let mut config = Config::standard_in(folder.path());
        change(&mut config);
        let house = House::open(config, clock, Random::seeded(7)).await.expect("opens");
        let router = super::router(house.app.clone()).layer(MockConnectInfo(SocketAddr::from(([192, 0, 2, 7], 4711))));
        Self { house, router, cookie: None, _folder: folder }
    }

    /// Ann has set up and is signed in.
    async fn set_up() -> Self {
        Self::set_up_with(|_| {}).await
    }

    async fn set_up_with(change: impl FnOnce(&mut Config)) -> Self {
        let mut pages = Self::with(change).await;
        let token = pages.setup_token().await;
        let form = [("token", token.as_str()), ("email", ANN), ("password", PASSWORD), ("workspace", "Example")];
        let answer = pages.post("/setup", &form).await;
        assert_eq!(answer.header(header::LOCATION), "/configuration/email-settings?welcome=1", "{}", answer.body);
        pages.cookie = Some(answer.session());
        pages
    }

    async fn setup_token(&self) -> String {
        let token = self.house.app.accounts.setup_token().await.expect("answers").expect("no administrator yet");
        token.expose_secret().to_owned()
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let builder = Request::builder().method(method).uri(path).header(header::HOST, "localhost:8020");
        match &self.cookie {
            Some(cookie) => builder.header(header::COOKIE, cookie),
            None => builder,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.call(self.request("GET", path).body(Body::empty()).expect("a request")).await
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", super::session::percent_encoded(value))).collect();
        let request = self.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.call(request.body(Body::from(body.join("&"))).expect("a request")).await
    }

    async fn call(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

impl Answer {
    fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// The session that the answer begins.
    fn session(&self) -> String {
        self.header(header::SET_COOKIE).split(';').next().expect("a cookie").to_owned()
    }

    #[track_caller]
    fn says(&self, words: &str) {
        assert!(self.body.contains(words), "{words:?} is not in {}", self.body);
    }

    #[track_caller]
    fn does_not_say(&self, words: &str) {
        assert!(!self.body.contains(words), "{words:?} is in {}", self.body);
    }
}
