//! The server of a test: the whole product in this process, with methods named after the product's functions.
//!
//! Every suite that needs a running server starts a [`TestServer`]: with a folder of its own, a manual clock, and
//! random numbers from a seed. It calls pages and API through the product's router. Suites add their own methods in a
//! wrapper around it. For fakes of other servers see `testkit`.

mod http;
mod links;
mod mail;
mod people;
mod scripts;
mod transport;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use accounts::ActorContext;
use app::App;
use axum::Router;
use clock::{Clock, Random};
use config::Config;
use jiff::Timestamp;
use owlpost::wiring::Server;
use sending::delivery_loop::{self, MakeTransport};
use sending::mailbox::Mailbox;
use tempfile::TempDir;
use uuid::Uuid;

pub use http::{Answer, Browser, NOBODY, percent_encoded};
pub use links::{faults_in, link_error};
pub use mail::{Letter, parse_letter, request};
pub use people::{invitation, person};
pub use scripts::EndedRun;
pub use transport::{ManualTransport, OutageSwitch, PendingAttempt, delivered, problem};

/// A complete form of the email settings with username and password.
pub const PASSWORD_SETTINGS: &[(&str, &str)] = &[
    ("method", "password"),
    ("password.host", "smtp.example.com"),
    ("password.port", "465"),
    ("password.security", "implicit_tls"),
    ("password.username", "ann"),
    ("password.password", "s3cret-of-ann"),
    ("from.email", "noreply@example.com"),
];

/// The first administrator.
pub const ANN: &str = "ann@example.com";
/// The password of Ann, and of everybody made by [`TestServer::person`].
pub const PASSWORD: &str = "four unrelated plain words";
/// The client address of Ann's requests.
pub const ANNS_ADDRESS: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
/// Maximum time that a test waits for the server; reached only if a test fails.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Creates the function that opens transports, from the local mailbox.
type Transports = Box<dyn FnOnce(Mailbox) -> MakeTransport + Send>;

/// A running server.
pub struct TestServer {
    /// The handles that pages and API work with.
    pub app: App,
    /// The server itself.
    pub server: Server,
    /// Ann's workspace; nil before the setup.
    pub workspace: Uuid,
    /// Ann's browser; [`NOBODY`] until she has signed in with it.
    pub ann: Browser,
    /// The data folder.
    pub folder: TempDir,
    router: Router,
    sandbox: PathBuf,
    strangers: AtomicU32,
    seed: u64,
}

/// The options of a server to be started.
pub struct Builder {
    config: Box<dyn FnOnce(&mut Config) + Send>,
    transports: Option<Transports>,
    sandbox: Option<PathBuf>,
    time: Timestamp,
}

/// A stopped server.
pub struct StoppedServer {
    /// The data folder.
    pub folder: TempDir,
    /// The clock, which can be turned while it is stopped.
    pub clock: Clock,
    config: Config,
    sandbox: PathBuf,
    workspace: Uuid,
    ann: Browser,
    seed: u64,
}

impl Builder {
    /// Changes the configuration.
    #[must_use]
    pub fn config(self, change: impl FnOnce(&mut Config) + Send + 'static) -> Self {
        Self { config: Box::new(change), ..self }
    }

    /// Replaces the product's transports.
    #[must_use]
    pub fn transports(self, transports: impl FnOnce(Mailbox) -> MakeTransport + Send + 'static) -> Self {
        Self { transports: Some(Box::new(transports)), ..self }
    }

    /// The product's binary, which runs scripts: `env!("CARGO_BIN_EXE_owlpost")`. Without it no script runs.
    #[must_use]
    pub fn sandbox(self, binary: &str) -> Self {
        Self { sandbox: Some(binary.into()), ..self }
    }

    /// Sets another time than 2026-11-22, 10:00 UTC.
    #[must_use]
    pub fn at(self, time: &str) -> Self {
        Self { time: time.parse().expect("a time"), ..self }
    }

    /// Starts a server before the setup. Anybody may sign up.
    pub async fn start_empty(self) -> TestServer {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::standard_in(folder.path());
        // The machine that runs the tests may have little free space.
        config.limits.free_disk_bytes = Some(0);
        (self.config)(&mut config);
        let sandbox = self.sandbox.unwrap_or_else(|| folder.path().join("no sandbox"));
        let clock = Clock::manual(self.time);
        let stopped = StoppedServer { folder, clock, config, sandbox, workspace: Uuid::nil(), ann: NOBODY, seed: 7 };
        let server = stopped.open(self.transports.unwrap_or_else(|| Box::new(product_transports))).await;
        let open = |tx: &mut storage::Tx<'_>| tx.execute("UPDATE accounts_policy SET sign_up = 1", storage::params![]);
        server.app.db.write(open).await.expect("opens sign-up");
        server
    }

    /// Starts a server with Ann as the administrator.
    pub async fn start(self) -> TestServer {
        let mut server = self.start_empty().await;
        let made = server.app.accounts.set_up(None, ANN, PASSWORD.into(), "Example").await;
        server.workspace = made.expect("set up").1;
        server
    }

    /// Starts a server whose setup Ann has completed in her browser; she is signed in.
    pub async fn start_signed_in(self) -> TestServer {
        let mut server = self.start_empty().await;
        server.set_up_in_the_browser().await;
        server
    }
}

impl TestServer {
    /// The options of a server to be started.
    pub fn builder() -> Builder {
        Builder {
            config: Box::new(|_| {}),
            transports: None,
            sandbox: None,
            time: "2026-11-22T10:00:00Z".parse().expect("a time"),
        }
    }

    /// Starts a server with Ann as the administrator.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// Stops the server; attempts in progress get up to `limit` to end.
    pub async fn stop_within(self, limit: Duration) -> StoppedServer {
        let config = Config::clone(&self.app.config);
        let clock = self.app.clock.clone();
        self.server.close_within(limit).await;
        let Self { folder, sandbox, workspace, ann, seed, .. } = self;
        // Each start has other random numbers, or ids of the same millisecond would repeat.
        StoppedServer { folder, clock, config, sandbox, workspace, ann, seed: seed + 1 }
    }

    /// Stops the server; attempts in progress get up to five seconds to end.
    pub async fn stop(self) -> StoppedServer {
        self.stop_within(Duration::from_secs(5)).await
    }

    /// The server's time.
    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Turns the clock.
    pub fn turn(&self, by: Duration) {
        self.app.clock.turn(by);
    }

    /// Turns the clock back.
    pub fn turn_back(&self, by: Duration) {
        self.app.clock.turn_back(by);
    }

    /// Ann as an actor.
    pub fn by_ann(&self) -> ActorContext {
        ActorContext::account(ANN, ANNS_ADDRESS)
    }

    /// Saves settings in the form of `PUT /email-settings`; returns the version's number.
    pub async fn save_settings(&self, json: &str) -> u32 {
        let input = serde_json::from_str(json).expect("well-formed settings");
        self.app.settings.save(input, &accounts::Actor::account(ANN)).await.expect("saved").number
    }

    /// Configures a mail server at a closed port, so that accepted mail waits.
    pub async fn send_to_nobody(&self) {
        self.save_settings(
            r#"{"method": "password", "from": {"email": "noreply@example.com"},
                "password": {"host": "127.0.0.1", "port": 1, "security": "none"}}"#,
        )
        .await;
    }

    /// Waits until a condition is true. Checks when the delivery loop reports an event, and from time to time, because
    /// not every change is an event.
    pub async fn until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        let mut events = self.app.delivery_loop.events();
        let checking = async {
            while !is_so().await {
                let _ = tokio::time::timeout(Duration::from_millis(20), events.recv()).await;
            }
        };
        tokio::time::timeout(PATIENCE, checking).await.unwrap_or_else(|_| panic!("timeout while waiting until {what}"));
    }

    /// The router that the product serves.
    pub fn router(&self) -> Router {
        self.router.clone()
    }
}

impl StoppedServer {
    /// Turns the clock.
    pub fn turn(&self, by: Duration) {
        self.clock.turn(by);
    }

    /// Turns the clock back.
    pub fn turn_back(&self, by: Duration) {
        self.clock.turn_back(by);
    }

    /// Starts again with the same folder.
    pub async fn start(self) -> TestServer {
        self.open(Box::new(product_transports)).await
    }

    /// Like [`StoppedServer::start`], with other transports.
    pub async fn start_with(self, transports: impl FnOnce(Mailbox) -> MakeTransport + Send + 'static) -> TestServer {
        self.open(Box::new(transports)).await
    }

    async fn open(self, transports: Transports) -> TestServer {
        let Self { folder, clock, config, sandbox, workspace, ann, seed } = self;
        let random = Random::seeded(seed);
        let server = Server::open_with(config, clock, random, sandbox.clone(), transports).await.expect("starts");
        let (app, router) = (server.app.clone(), server.router());
        TestServer { app, server, workspace, ann, folder, router, sandbox, strangers: AtomicU32::new(1), seed }
    }
}

fn product_transports(mailbox: Mailbox) -> MakeTransport {
    delivery_loop::standard_transports(Arc::new(mailbox))
}
