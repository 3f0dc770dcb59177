//! A server whose transport asks the test for each result.

use std::ops::Deref;
use std::time::Duration;

use i18n::Language;
use queue::{Id, State};
use sending::delivery_loop::Event;
use testserver::{ANN, ManualTransport, PASSWORD, StoppedServer, TestServer};
use tokio::sync::broadcast;

pub use testserver::{PATIENCE, delivered, problem, request};

/// The server, its transport, and the events of its delivery loop.
pub struct ManualServer {
    pub transport: ManualTransport,
    server: TestServer,
    events: broadcast::Receiver<Event>,
}

/// The server after a stop.
pub struct Stopped(StoppedServer);

impl Deref for ManualServer {
    type Target = TestServer;

    fn deref(&self) -> &TestServer {
        &self.server
    }
}

impl ManualServer {
    pub async fn start() -> Self {
        let transport = ManualTransport::default();
        let opener = transport.opener();
        let builder = TestServer::builder().at("2026-11-22T12:00:00Z").sandbox(env!("CARGO_BIN_EXE_owlpost"));
        Self::of(builder.transports(|_| opener).start_empty().await, transport)
    }

    fn of(server: TestServer, transport: ManualTransport) -> Self {
        let events = server.app.delivery_loop.events();
        Self { transport, server, events }
    }

    /// Starts with settings in the format of `PUT /email-settings`.
    pub async fn with_settings(json: &str) -> Self {
        let server = Self::start().await;
        server.save_settings(json).await;
        server
    }

    /// Creates the first administrator, whose language is `language`.
    pub async fn administrator(&self, language: Language) {
        self.app.accounts.set_up(None, ANN, PASSWORD.into(), "Example").await.expect("set up");
        self.ann_reads(language).await;
    }

    /// Stops the server; attempts in progress get up to `limit` to end.
    pub async fn stop_within(self, limit: Duration) -> Stopped {
        Stopped(self.server.stop_within(limit).await)
    }

    /// Waits until all deliveries of a message are in `state`.
    pub async fn reaches(&mut self, id: Id, state: State) {
        while self.states(id).await.iter().any(|found| *found != state) {
            let Ok(()) = self.next_event().await else { panic!("the message stays {:?}", self.states(id).await) };
        }
    }

    /// Waits until sending is paused or resumed.
    pub async fn is_paused(&mut self, paused: bool) {
        while self.app.settings.pause().is_some() != paused {
            let Ok(()) = self.next_event().await else { panic!("paused: {:?}", self.app.settings.pause()) };
        }
    }

    /// Waits until a problem of the storage is shown.
    pub async fn has_storage_problem(&mut self) {
        while self.app.storage_status.problems().is_empty() {
            self.next_event().await.expect("a problem of the storage");
        }
    }

    /// Waits until sending is paused because of the problem `code`.
    pub async fn pause_is_about(&mut self, code: &str) {
        while self.app.settings.pause().is_none_or(|pause| pause.problem.code != code) {
            let Ok(()) = self.next_event().await else { panic!("not {code}: {:?}", self.app.settings.pause()) };
        }
    }

    /// Waits for the next event of the delivery loop. An event comes after the change that it reports, so a read
    /// afterwards sees the change. An error if nothing happens within [`PATIENCE`].
    async fn next_event(&mut self) -> Result<(), tokio::time::error::Elapsed> {
        let event = tokio::time::timeout(PATIENCE, self.events.recv()).await?;
        assert!(!matches!(event, Err(broadcast::error::RecvError::Closed)), "the delivery loop ended");
        Ok(())
    }
}

impl Stopped {
    /// Turns the clock while the server is down.
    pub fn turn(&self, by: Duration) {
        self.0.turn(by);
    }

    /// Turns the clock back while the server is down.
    pub fn turn_back(&self, by: Duration) {
        self.0.turn_back(by);
    }

    /// Starts it again with the same folder.
    pub async fn start(self) -> ManualServer {
        let transport = ManualTransport::default();
        let opener = transport.opener();
        ManualServer::of(self.0.start_with(|_| opener).await, transport)
    }
}

pub fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Settings of an SMTP server with one session, and `more` limits.
pub fn smtp_settings(host: &str, more: &str) -> String {
    format!(
        r#"{{"method": "password", "from": {{"email": "noreply@example.com"}}, "password": {{"host": "{host}"}},
            "pace": {{"connections": 1 {more}}}}}"#
    )
}
