//! A server in one process, with the verbs of scripts.

use std::time::Duration;

use accounts::{Actor, ActorContext};
use app::App;
use clock::{Clock, Random};
use config::Config;
use jiff::Timestamp;
use owlpost::wiring::House;
use scripting::{Change, Input, NewScript, Run, RunMail, Script, ScriptLimits, ScriptsError, Start, Trigger};
use secrecy::{ExposeSecret, SecretString};
use sending::delivery_loop;
use sending::mailbox::Entry;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// The product's binary, which becomes the sandbox.
const SANDBOX: &str = env!("CARGO_BIN_EXE_owlpost");

pub const ANN: &str = "ann@example.com";

/// A server with a workspace whose administrator is Ann.
pub struct TestApp {
    pub app: App,
    pub workspace: Uuid,
    house: House,
    folder: tempfile::TempDir,
}

/// What is left of a server that was stopped.
pub struct Stopped {
    pub folder: tempfile::TempDir,
    clock: Clock,
    workspace: Uuid,
}

/// A run that has ended, and what it did.
pub struct Ended {
    pub run: Run,
    pub console: Vec<String>,
    pub mails: Vec<RunMail>,
}

impl TestApp {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::by_hand("2026-11-22T12:00:00Z".parse().expect("a time"));
        let house = open(&folder, clock).await;
        let app = house.app.clone();
        let token = app.accounts.setup_token().await.expect("a token").expect("nobody is there yet");
        let password = SecretString::from("a long way to go");
        let made = app.accounts.set_up(Some(token.expose_secret()), ANN, password, "Example").await;
        let (_, workspace) = made.expect("set up");
        Self { app, workspace, house, folder }
    }

    pub async fn stop(self) -> Stopped {
        let clock = self.app.clock.clone();
        self.house.close_within(Duration::from_secs(5)).await;
        Stopped { folder: self.folder, clock, workspace: self.workspace }
    }

    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    pub fn turn(&self, by: Duration) {
        self.app.clock.turn(by);
    }

    pub fn by(&self) -> ActorContext {
        ActorContext { actor: Actor::account(ANN), client: None }
    }

    pub async fn save_settings(&self, json: &str) {
        let input = serde_json::from_str(json).expect("well-formed settings");
        self.app.settings.save(input, &accounts::Actor::account(ANN)).await.expect("saved");
    }

    /// Chooses a mail server at a port on which nobody listens: what is accepted waits.
    pub async fn send_to_nobody(&self) {
        self.save_settings(
            r#"{"method": "password", "from": {"email": "noreply@example.com"},
                "password": {"host": "127.0.0.1", "port": 1, "security": "none"}}"#,
        )
        .await;
    }

    pub async fn script(&self, source: &str) -> Script {
        let name = format!("Script {}", self.app.random.id(self.now()));
        let new = NewScript { name, source: source.to_owned(), ..NewScript::default() };
        self.app.scripts.make(self.workspace, new, &self.by()).await.expect("made")
    }

    pub async fn change(&self, script: &Script, change: Change) -> Result<Script, ScriptsError> {
        self.app.scripts.change(script.id, change, &self.by()).await
    }

    pub async fn limit(&self, script: &Script, limits: ScriptLimits) {
        self.change(script, Change { limits: Some(limits), ..Change::default() }).await.expect("limited");
    }

    pub async fn start_run(&self, script: &Script, input: Value) -> Uuid {
        let input = Input::of(&input).expect("an input");
        let start = Start { trigger: Trigger::Hand, started_by: ANN.to_owned(), input, late: false };
        self.app.scripts.start(script.id, start).await.expect("started")
    }

    /// Runs a text to its end.
    pub async fn run(&self, source: &str) -> Ended {
        let script = self.script(source).await;
        self.run_again(&script, Value::Null).await
    }

    pub async fn run_again(&self, script: &Script, input: Value) -> Ended {
        let run = self.start_run(script, input).await;
        self.ends(run).await
    }

    /// Waits until a run is as `found` wants it. Never sleeps: looks when something happened.
    pub async fn is(&self, run: Uuid, found: impl Fn(&Run) -> bool) -> Run {
        let mut events = self.app.scripts.events();
        loop {
            let now = self.app.scripts.run(run).await.expect("read").expect("a run");
            if found(&now) {
                return now;
            }
            // An event that was lost is news as well.
            let _ = events.recv().await;
        }
    }

    pub async fn ends(&self, run: Uuid) -> Ended {
        let run = self.is(run, |run| run.state.is_final()).await;
        self.look(run).await
    }

    pub async fn look(&self, run: Run) -> Ended {
        let console = self.app.scripts.console(run.id, 0).await.expect("read");
        let mails = self.app.scripts.mails(run.id, 0, 100_000, false).await.expect("read");
        Ended { run, console: console.into_iter().map(|line| line.text).collect(), mails }
    }

    /// Waits until the mailbox holds so many mails, and answers them, the newest first.
    pub async fn mailbox_holds(&self, count: u64) -> Vec<Entry> {
        let mut events = self.app.delivery_loop.events();
        while self.app.mailbox.count().await.expect("counted") < count {
            let _ = events.recv().await;
        }
        self.app.mailbox.list("", None, 10_000).await.expect("listed")
    }
}

impl Stopped {
    pub fn turn(&self, by: Duration) {
        self.clock.turn(by);
    }

    pub async fn start(self) -> TestApp {
        let house = open(&self.folder, self.clock).await;
        TestApp { app: house.app.clone(), workspace: self.workspace, house, folder: self.folder }
    }
}

impl Ended {
    /// The line and the error of each refused call, in English.
    pub fn refused(&self) -> Vec<(Option<u32>, String)> {
        let english = |refusal: &scripting::Refusal| refusal.render(i18n::Language::English);
        self.mails.iter().filter_map(|mail| Some((mail.line, english(mail.refusal.as_ref()?)))).collect()
    }

    pub fn accepted(&self) -> usize {
        self.mails.iter().filter(|mail| mail.id.is_some()).count()
    }
}

async fn open(folder: &tempfile::TempDir, clock: Clock) -> House {
    let config = Config::standard_in(folder.path());
    let ways = |mailbox| delivery_loop::standard_transports(Arc::new(mailbox));
    House::open_over(config, clock, Random::system(), SANDBOX.into(), ways).await.expect("a server")
}

/// Rows of a table, as a file with that many people gives them.
pub fn people(count: usize) -> Value {
    let rows = (0..count).map(|nth| json!({"name": format!("Person {nth}"), "email": format!("p{nth}@example.org")}));
    json!({ "rows": rows.collect::<Vec<_>>() })
}
