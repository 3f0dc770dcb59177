//! Scripts: making, changing and running them, and waiting for runs.

use accounts::Actor;
use i18n::Language;
use scripting::{Change, Input, NewScript, Run, RunMail, Script, ScriptLimits, ScriptsError, Start, Trigger};
use serde_json::Value;
use uuid::Uuid;

use super::{ANN, TestServer};

/// A run with its console and calls.
pub struct EndedRun {
    /// The run.
    pub run: Run,
    /// The lines of its console.
    pub console: Vec<String>,
    /// Its calls of `sendEmail`.
    pub mails: Vec<RunMail>,
}

impl EndedRun {
    /// The line and the error of each refused call, in English.
    pub fn refused(&self) -> Vec<(Option<u32>, String)> {
        let english = |refusal: &scripting::Refusal| refusal.render(Language::English);
        self.mails.iter().filter_map(|mail| Some((mail.line, english(mail.refusal.as_ref()?)))).collect()
    }

    /// The number of accepted mails.
    pub fn accepted(&self) -> usize {
        self.mails.iter().filter(|mail| mail.id.is_some()).count()
    }
}

impl TestServer {
    /// A new script of Ann's workspace.
    pub async fn script(&self, source: &str) -> Script {
        let name = format!("Script {}", self.app.random.id(self.now()));
        let new = NewScript { name, source: source.to_owned(), ..NewScript::default() };
        self.app.scripts.make(self.workspace, new, &self.by_ann()).await.expect("made")
    }

    /// Changes a script.
    ///
    /// # Errors
    /// Those of [`scripting::Scripts::change`].
    pub async fn change_script(&self, script: &Script, change: Change) -> Result<Script, ScriptsError> {
        self.app.scripts.change(script.id, change, &self.by_ann()).await
    }

    /// Sets a script's limits.
    pub async fn limit_script(&self, script: &Script, limits: ScriptLimits) {
        self.change_script(script, Change { limits: Some(limits), ..Change::default() }).await.expect("limited");
    }

    /// Starts a run as Ann.
    pub async fn start_run(&self, script: &Script, input: Value) -> Uuid {
        let input = Input::of(&input).expect("an input");
        let start = Start { trigger: Trigger::Hand, started_by: Some(Actor::account(ANN)), input, late: false };
        self.app.scripts.start(script.id, start).await.expect("started")
    }

    /// Runs a source to its end.
    pub async fn run(&self, source: &str) -> EndedRun {
        let script = self.script(source).await;
        self.run_script(&script, Value::Null).await
    }

    /// Runs a script to its end.
    pub async fn run_script(&self, script: &Script, input: Value) -> EndedRun {
        let run = self.start_run(script, input).await;
        self.run_ends(run).await
    }

    /// Waits until `is_so` is true for a run; checks when the run changed.
    pub async fn run_is(&self, run: Uuid, is_so: impl Fn(&Run) -> bool) -> Run {
        let mut events = self.app.scripts.events();
        loop {
            let now = self.app.scripts.run(run).await.expect("read").expect("a run");
            if is_so(&now) {
                return now;
            }
            // A lost event is an event too.
            let _ = events.recv().await;
        }
    }

    /// Waits until a run has ended.
    pub async fn run_ends(&self, run: Uuid) -> EndedRun {
        let run = self.run_is(run, |run| run.state.is_final()).await;
        self.read_run(run).await
    }

    /// Reads the console and calls of a run so far.
    pub async fn read_run(&self, run: Run) -> EndedRun {
        let console = self.app.scripts.console(run.id, 0).await.expect("read");
        let mails = self.app.scripts.mails(run.id, 0, 100_000, false).await.expect("read");
        EndedRun { run, console: console.into_iter().map(|line| line.text).collect(), mails }
    }
}
