//! The API through its router, with the product's verbs.

mod document;
mod files;
mod hooks;
mod invitations;
mod keys;
mod letters;
mod messages;
mod privileges;
mod problems;
mod scripts;
mod settings;
mod workspaces;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde_json::Value;
use tower::ServiceExt;

use ::settings::Settings;
use ::settings::vault::Vault;
use accounts::{Accounts, Scope};
use app::App;
use clock::{Clock, Random};
use config::Config;
use scripting::Scripts;
use scripting::files::Files;
use sending::delivery_loop::{self, DeliveryHandle, Deps, Running};
use sending::intake::Intake;
use sending::mailbox::Mailbox;
use sending::maillog::MailLog;
use tickets::Tickets;

/// The API over rooms of its own, in a folder of its own.
struct TestApp {
    app: App,
    router: Router,
    _running: (Running, scripting::Running),
    _folder: tempfile::TempDir,
}

/// What was answered.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl TestApp {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config::standard_in(folder.path());
        let clock = Clock::by_hand("2026-11-22T10:00:00Z".parse::<Timestamp>().expect("a time"));
        let random = Random::seeded(7);
        let db = storage::Db::open(&storage::Location::Sqlite(folder.path().to_owned())).expect("opens");
        let vault = Vault::open(&db, &config.master_key_file, random.clone()).await.expect("a master key");
        let settings =
            Settings::open(db.clone(), clock.clone(), Random::system(), vault, &config).await.expect("settings");
        let mailbox = Mailbox::open(db.clone(), clock.clone(), random.clone(), config.limits).await.expect("a mailbox");
        let deps = Deps {
            maillog: MailLog::default(),
            settings: settings.clone(),
            random: random.clone(),
            clock: clock.clone(),
            db: db.clone(),
        };
        let keep = Arc::new(mailbox.clone());
        let transports = delivery_loop::standard_transports(keep.clone());
        let started = DeliveryHandle::start(deps.clone(), keep, &config, transports).await;
        let (delivery_loop, running) = started.expect("a delivery loop");
        let accounts = Accounts::new(db.clone(), clock.clone(), random.clone());
        let intake = Intake::new(&deps, delivery_loop.clone());
        let audit = accounts::audit::Audit::new(db.clone(), clock.clone(), random.clone());
        let files = Files::new(db.clone(), clock.clone(), audit.clone());
        let (scripts, running_scripts) = Scripts::open(scripting::Deps {
            db: db.clone(),
            clock: clock.clone(),
            random: random.clone(),
            accounts: accounts.clone(),
            audit: audit.clone(),
            files: files.clone(),
            intake: intake.clone(),
            metrics: deps.maillog.metrics().clone(),
            // Where scripts must run, tests have the binary: `tests/faces`.
            sandbox: folder.path().join("no sandbox"),
        })
        .await
        .expect("scripts");
        let (letters, url) = (intake.clone(), &config.public_url);
        let app = App {
            audit,
            files,
            scripts,
            tickets: Tickets::new(db.clone(), clock.clone(), random.clone(), accounts.clone(), letters, url),
            accounts,
            mailbox,
            intake,
            delivery_loop,
            maillog: deps.maillog,
            config: config.into(),
            clock,
            random,
            db,
            settings,
        };
        Self { router: super::router(app.clone()), app, _running: (running, running_scripts), _folder: folder }
    }

    /// The secret of a new key with these scopes.
    async fn key(&self, scopes: &[Scope]) -> String {
        let name = format!("key {}", self.app.accounts.keys().await.expect("lists").len() + 1);
        let made = self.app.accounts.make_key(&name, scopes, &accounts::Actor::account("ann@example.com")).await;
        made.expect("makes a key").1.expose_secret().to_owned()
    }

    async fn all_powerful_key(&self) -> String {
        self.key(&Scope::ALL).await
    }

    async fn get(&self, key: &str, path: &str) -> Answer {
        self.call(request("GET", path, Some(key)).body(Body::empty()).expect("a request")).await
    }

    async fn send_json(&self, method: &str, key: &str, path: &str, body: &str) -> Answer {
        let request = request(method, path, Some(key)).header(header::CONTENT_TYPE, "application/json");
        self.call(request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    async fn call(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8(bytes.to_vec()).expect("text")));
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

fn request(method: &str, path: &str, key: Option<&str>) -> axum::http::request::Builder {
    let builder = Request::builder().method(method).uri(format!("/api/v1{path}"));
    match key {
        Some(key) => builder.header(header::AUTHORIZATION, format!("Bearer {key}")),
        None => builder,
    }
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// Status, telling headers and body, for a snapshot.
    fn in_words(&self) -> String {
        let mut words = format!("{}\n", self.status);
        for name in [header::CONTENT_TYPE, header::WWW_AUTHENTICATE, header::ALLOW, header::RETRY_AFTER] {
            if let Some(value) = self.headers.get(&name) {
                words.push_str(&format!("{name}: {}\n", value.to_str().expect("ASCII")));
            }
        }
        format!("{words}\n{}", serde_json::to_string_pretty(&self.body).expect("JSON"))
    }
}
