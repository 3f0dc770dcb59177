//! A server in one process, with the product's verbs.

mod way_out;

pub use way_out::{WayOut, delivered};

use std::sync::Arc;
use std::time::Duration;

use app::App;
use clock::{Clock, Random};
use config::Config;
use i18n::Language;
use jiff::Timestamp;
use mail::{Draft, Problem};
use owlpost::wiring::House;
use queue::{Detail, Id, Kind, State};
use secrecy::{ExposeSecret, SecretString};
use sending::delivery_loop::Event;
use sending::intake::{IntakeError, Ready, Receipt, Request};
use settings::{Actor, SettingsInput};
use tokio::sync::broadcast;

/// A server with a clock and a way out in the test's hands.
pub struct TestApp {
    pub app: App,
    pub way_out: WayOut,
    house: House,
    events: broadcast::Receiver<Event>,
    folder: tempfile::TempDir,
}

/// What is left of a server that was stopped: its folder, and the time.
pub struct Stopped {
    folder: tempfile::TempDir,
    clock: Clock,
}

impl TestApp {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::by_hand("2026-11-22T12:00:00Z".parse().expect("a time"));
        Stopped { folder, clock }.start().await
    }

    /// With settings as `PUT /email-settings` takes them.
    pub async fn with_settings(json: &str) -> Self {
        let app = Self::start().await;
        app.save_settings(json).await;
        app
    }

    /// Stops, letting what is in flight take `limit`.
    pub async fn stop_within(self, limit: Duration) -> Stopped {
        let clock = self.app.clock.clone();
        self.house.close_within(limit).await;
        Stopped { folder: self.folder, clock }
    }

    /// Makes the first administrator, who reads that language.
    pub async fn administrator(&self, email: &str, language: Language) {
        let accounts = &self.app.accounts;
        let token = accounts.setup_token().await.expect("a token").expect("nobody is there yet");
        let password = SecretString::from("a long way to go");
        let (account, _) =
            accounts.set_up(Some(token.expose_secret()), email, password, "Example").await.expect("set up");
        let speaks = move |tx: &mut storage::Tx<'_>| {
            tx.execute(
                "UPDATE account SET language = $1 WHERE id = $2",
                storage::params![language.tag(), account.id.as_bytes()],
            )
        };
        self.app.db.write(speaks).await.map(|_: usize| ()).expect("written");
    }

    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    pub fn turn(&self, by: Duration) {
        self.app.clock.turn(by);
    }

    pub fn turn_back(&self, by: Duration) {
        self.app.clock.turn_back(by);
    }

    pub async fn save_settings(&self, json: &str) -> u32 {
        let input: SettingsInput = serde_json::from_str(json).expect("well-formed settings");
        self.app.settings.save(input, &Actor::account("ann@example.com")).await.expect("saved").number
    }

    pub async fn try_accept(&self, request: Request) -> Result<Receipt, IntakeError> {
        self.app.intake.accept(request).await
    }

    /// Mail of the API to one recipient, whose local part is also the subject.
    pub async fn accept(&self, to: &str) -> Id {
        self.accept_kind(Kind::Api, to).await
    }

    pub async fn accept_kind(&self, kind: Kind, to: &str) -> Id {
        self.try_accept(Request { kind, ..request(to) }).await.expect("accepted").id
    }

    /// Accepts mail that does not get into memory, as other transactions do.
    pub async fn accept_on_disk(&self, kind: Kind, to: &str) -> Id {
        let (id, ready) = self.store(Request { kind, ..request(to) }).await;
        self.app.intake.committed(&ready);
        id
    }

    /// Mail on disk that the delivery loop does not know of.
    pub async fn accept_untold(&self, to: &str) -> Id {
        self.store(request(to)).await.0
    }

    async fn store(&self, request: Request) -> (Id, Arc<Ready>) {
        let ready = Arc::new(self.app.intake.prepare(request).expect("sound"));
        let (intake, stored) = (self.app.intake.clone(), ready.clone());
        let receipt = self.app.db.write(move |tx| intake.accept_in(tx, &stored)).await.expect("stored");
        (receipt.id, ready)
    }

    pub async fn detail(&self, id: Id) -> Detail {
        self.app.db.read(move |rx| queue::detail(rx, id)).await.expect("a message")
    }

    /// The states of a message's deliveries.
    pub async fn states(&self, id: Id) -> Vec<State> {
        self.detail(id).await.deliveries.iter().map(|delivery| delivery.state).collect()
    }

    /// Waits until all deliveries of a message are in `state`. Never sleeps: looks when something happened.
    pub async fn reaches(&mut self, id: Id, state: State) {
        while self.states(id).await.iter().any(|found| *found != state) {
            self.something_happens().await;
        }
    }

    /// Waits until sending paused, or resumed.
    pub async fn paused_is(&mut self, stands: bool) {
        while self.app.settings.pause().is_some() != stands {
            self.something_happens().await;
        }
    }

    /// Waits until the pause is about `code`.
    pub async fn pause_is_about(&mut self, code: &str) {
        while self.app.settings.pause().is_none_or(|pause| pause.problem.code != code) {
            self.something_happens().await;
        }
    }

    async fn something_happens(&mut self) {
        match self.events.recv().await {
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => panic!("the delivery loop ended"),
        }
    }
}

impl Stopped {
    /// Starts again, over the same folder.
    pub async fn start(self) -> TestApp {
        let Stopped { folder, clock } = self;
        let way_out = WayOut::new();
        let config = Config::standard_in(folder.path());
        let opener = way_out.opener();
        let house =
            House::open_over(config, clock, Random::seeded(1), SANDBOX.into(), |_| opener).await.expect("a server");
        let (app, events) = (house.app.clone(), house.app.delivery_loop.events());
        TestApp { app, way_out, house, events, folder }
    }
}

/// The product's binary, which becomes the sandbox of scripts.
const SANDBOX: &str = env!("CARGO_BIN_EXE_owlpost");

/// A request of the API to one recipient.
pub fn request(to: &str) -> Request {
    let subject = to.split('@').next().unwrap_or(to).to_owned();
    let draft = Draft { to: vec![to.to_owned()], subject, text: Some("Hello".into()), ..Draft::default() };
    Request { draft, kind: Kind::Api, origin: "api key \"test\"".into(), key: None, expires_at: None }
}

pub fn problem(code: &str) -> Problem {
    Problem::verbatim(
        code,
        mail::ProblemSentences {
            what: format!("{code} happened."),
            meaning: "Something is wrong.".into(),
            remedy: "Mend it.".into(),
        },
    )
}

pub fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Settings of an SMTP server with one session, and `more` limits.
pub fn server(host: &str, more: &str) -> String {
    format!(
        r#"{{"method": "password", "from": {{"email": "noreply@example.com"}}, "password": {{"host": "{host}"}},
            "pace": {{"connections": 1 {more}}}}}"#
    )
}
