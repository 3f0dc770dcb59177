//! Starts waiting runs (a few at a time, at most one of each script; workspaces and people take turns), and fires
//! schedules when they are due.
//!
//! One scheduler task, started by `wiring`. Each run has a task of its own, which the scheduler joins. A sandbox
//! process is killed when the thread that started it ends, so runs are started on the runtime's worker threads.

mod busy;
mod due_schedules;
mod host;
mod run_log;
mod stops;
mod work;
mod workspace;

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use storage::DbError;
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::{JoinError, JoinHandle, JoinSet};
use uuid::Uuid;

use super::dry_run_queue::DryRunQueue;
use super::runs::{self, InterruptedRuns, Waiting};
use super::{Deps, EVENTS, Inner, RunState, Scripts, webhook};

use busy::BusyWorkspaces;
pub(super) use stops::ActiveRuns;
pub(super) use work::limits_of;
pub(super) use workspace::{MailPlan, Workspace};

/// Maximum concurrent runs: each is a process that takes up to about 100 MB and a processor.
const RUNS_AT_ONCE: usize = 8;
/// The second run of a workspace starts only while fewer runs than this are active. The other places are for workspaces
/// without a run, so that endless loops of some do not delay the others.
const RUNS_WITH_SECONDS: usize = 4;
/// Maximum concurrent runs of one workspace.
const RUNS_OF_ONE_WORKSPACE: usize = 2;
/// A third or further run of a person starts only while fewer runs than this are active, so that one person with many
/// workspaces leaves places for others.
const RUNS_WITH_THIRDS: usize = 6;
/// A run of a workspace whose recent runs took long starts only while fewer runs than this are active.
const RUNS_WITH_BUSY: usize = 6;
/// A person with this many active runs starts another only while fewer than `RUNS_WITH_THIRDS` runs are active.
const FIRST_RUNS_OF_ONE_PERSON: usize = 2;
/// Interval at which active runs are checked for existence: their workspace may have been deleted.
const LOOK_AFTER: Duration = Duration::from_secs(5);
/// Delay after the database could not be read or written.
const PAUSE: Duration = Duration::from_secs(5);

/// The running scheduler; [`Running::stop`] ends it.
pub struct Running {
    stopping: watch::Sender<bool>,
    owner: JoinHandle<()>,
}

impl Scripts {
    /// Marks runs that the end of the last process interrupted, and starts waiting runs.
    ///
    /// # Errors
    /// If the database cannot be read or written.
    pub async fn open(deps: Deps) -> Result<(Self, Running), DbError> {
        let now = deps.clock.now();
        let cut_off = deps.db.with_reserve().write(move |tx| runs::interrupt_open(tx, now)).await?;
        let InterruptedRuns { started_again, interrupted } = cut_off;
        if started_again > 0 {
            tracing::warn!(
                runs = started_again,
                "runs were interrupted by the end of the last process before they stored anything; they start again"
            );
        }
        if interrupted > 0 {
            tracing::warn!(
                runs = interrupted,
                "runs were interrupted by the end of the last process and are not started again"
            );
        }
        for state in [RunState::Finished, RunState::Failed, RunState::Cancelled] {
            // The metrics exist from the start: an alarm on an increase must not miss the first failure.
            deps.metrics.script_runs_ended(state.name(), 0);
        }
        deps.metrics.script_runs_ended(RunState::Interrupted.name(), u64::try_from(interrupted).unwrap_or(u64::MAX));
        let inner = Arc::new(Inner {
            deps,
            changed: Notify::new(),
            events: Mutex::new(Some(broadcast::Sender::new(EVENTS))),
            stops: ActiveRuns::default(),
            dry_runs: DryRunQueue::default(),
        });
        let (stopping, stopped) = watch::channel(false);
        let owner = tokio::spawn(RunScheduler::new(inner.clone()).run(stopped));
        Ok((Self { inner }, Running { stopping, owner }))
    }

    /// Deletes runs that ended long ago, and outdated keys of webhook calls.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn forget(&self, now: Timestamp) -> Result<(), DbError> {
        let db = &self.inner.deps.db;
        db.write(move |tx| webhook::forget(tx, now)).await?;
        while db.write(move |tx| runs::forget(tx, now)).await? {}
        Ok(())
    }
}

impl Running {
    /// Stops all runs. They are marked as interrupted; runs that had stored nothing start again with the next
    /// process. Accepted mails are on disk.
    pub async fn stop(self) {
        self.stopping.send_replace(true);
        if let Err(error) = self.owner.await {
            tracing::error!(%error, "the scheduler of runs failed");
        }
    }
}

struct RunScheduler {
    inner: Arc<Inner>,
    /// Active runs, with script and workspace.
    going: HashMap<Uuid, Waiting>,
    /// When each of them started.
    began: HashMap<Uuid, Timestamp>,
    busy: BusyWorkspaces,
    tasks: JoinSet<Uuid>,
    turns: FairOrder,
}

/// The last turns of workspaces, people and scripts. Workspaces take turns; so do people, whose turn counts for all
/// their workspaces; and so do scripts within a workspace. A thousand calls of one webhook delay only its own script.
#[derive(Default)]
struct FairOrder {
    last: u64,
    workspaces: HashMap<Uuid, u64>,
    persons: HashMap<String, u64>,
    scripts: HashMap<Uuid, u64>,
}

impl FairOrder {
    /// Sorts runs by the last turn of workspace or person, then of the script, earliest first; among equals the oldest
    /// run comes first. Entries without waiting or active runs are removed.
    fn order(&mut self, waiting: &mut [Waiting], going: &HashMap<Uuid, Waiting>) {
        let (workspaces, scripts): (HashSet<Uuid>, HashSet<Uuid>) =
            waiting.iter().chain(going.values()).map(|run| (run.workspace, run.script)).unzip();
        self.workspaces.retain(|id, _| workspaces.contains(id));
        self.scripts.retain(|id, _| scripts.contains(id));
        let persons: HashSet<&str> = waiting.iter().chain(going.values()).map(|run| run.person.as_str()).collect();
        self.persons.retain(|person, _| persons.contains(person.as_str()));
        let turn = |turns: &HashMap<Uuid, u64>, id| turns.get(&id).copied().unwrap_or(0);
        waiting.sort_by_cached_key(|run| {
            let of_person = self.persons.get(&run.person).copied().unwrap_or(0);
            let last = turn(&self.workspaces, run.workspace).max(of_person);
            (last, turn(&self.scripts, run.script), run.run)
        });
    }

    fn take(&mut self, run: &Waiting) {
        self.last += 1;
        self.workspaces.insert(run.workspace, self.last);
        self.persons.insert(run.person.clone(), self.last);
        self.scripts.insert(run.script, self.last);
    }
}

impl RunScheduler {
    fn new(inner: Arc<Inner>) -> Self {
        Self {
            inner,
            going: HashMap::new(),
            began: HashMap::new(),
            busy: BusyWorkspaces::default(),
            tasks: JoinSet::new(),
            turns: FairOrder::default(),
        }
    }

    async fn run(mut self, mut stopped: watch::Receiver<bool>) {
        loop {
            let wake_at = match self.look().await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(error = &error as &dyn Error, "checking for waiting runs");
                    Some(self.within(PAUSE))
                }
            };
            let clock = self.inner.deps.clock.clone();
            let sleep = async {
                match wake_at {
                    Some(at) => clock.sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            let ended = tokio::select! {
                () = self.inner.changed.notified() => None,
                () = sleep => None,
                ended = self.tasks.join_next(), if !self.tasks.is_empty() => ended,
                _ = stopped.changed() => break,
            };
            if let Some(ended) = ended {
                self.ended(ended).await;
            }
        }
        self.inner.stops.stop_all();
        while self.tasks.join_next().await.is_some() {}
    }

    /// Fires schedules that are due and starts runs up to the limit. Returns when to check again if nothing happens
    /// before.
    async fn look(&mut self) -> Result<Option<Timestamp>, super::ScriptsError> {
        // A schedule that cannot be fired does not delay runs.
        let unfired = due_schedules::fire_due(&self.inner).await.err();
        if let Some(error) = &unfired {
            tracing::error!(error = error as &dyn Error, "firing schedules that are due");
        }
        self.stop_gone().await?;
        let mut waiting = self.inner.deps.db.read(|rx| runs::next_waiting(rx)).await?;
        self.turns.order(&mut waiting, &self.going);
        for next in waiting {
            let run = next.run;
            let of_workspace = self.going.values().filter(|other| other.workspace == next.workspace).count();
            let of_person = self.going.values().filter(|other| other.person == next.person).count();
            let now = self.inner.now();
            let is_busy = self.busy.contains(next.workspace, now);
            if has_place(self.going.len(), of_workspace, of_person, is_busy) && !self.going.contains_key(&run) {
                self.turns.take(&next);
                self.began.insert(run, now);
                self.going.insert(run, next);
                let inner = self.inner.clone();
                self.tasks.spawn(async move {
                    work::run(&inner, run).await;
                    run
                });
            }
        }
        let due = match unfired {
            None => self.inner.deps.db.read(|rx| due_schedules::next_due(rx)).await?,
            Some(_) => Some(self.within(PAUSE)),
        };
        let again = (!self.going.is_empty()).then(|| self.within(LOOK_AFTER));
        Ok([due, again].into_iter().flatten().min())
    }

    /// Stops runs that no longer exist, because their workspace was deleted.
    async fn stop_gone(&self) -> Result<(), DbError> {
        let going: Vec<Uuid> = self.going.keys().copied().collect();
        let gone = self.inner.deps.db.read(move |rx| {
            let mut gone = Vec::new();
            for run in &going {
                if runs::owner_of(rx, *run)?.is_none() {
                    gone.push(*run);
                }
            }
            Ok::<_, DbError>(gone)
        });
        gone.await?.into_iter().for_each(|run| self.inner.stops.stop(run));
        Ok(())
    }

    /// Handles the end of a run's task: the run ended, or could not be started and still waits.
    async fn ended(&mut self, ended: Result<Uuid, JoinError>) {
        let run = match ended {
            Ok(run) => run,
            Err(error) => {
                tracing::error!(%error, "the task of a run failed");
                // The error does not name the run; it is the one without a registered stop.
                let Some(run) = self.going.keys().copied().find(|run| !self.inner.stops.knows(*run)) else { return };
                let now = self.inner.now();
                match self.inner.deps.db.write(move |tx| runs::interrupt(tx, run, now)).await {
                    Ok(()) => self.inner.count_ended(RunState::Interrupted, 1),
                    Err(error) => tracing::error!(error = &error as &dyn Error, "marking an interrupted run"),
                }
                run
            }
        };
        if let (Some(ended), Some(began)) = (self.going.remove(&run), self.began.remove(&run)) {
            self.busy.ran(ended.workspace, began, self.inner.now());
        }
    }

    fn within(&self, by: Duration) -> Timestamp {
        self.inner.now().checked_add(by).unwrap_or(Timestamp::MAX)
    }
}

/// Whether a run may start, given the number of active runs in total, of its workspace and of its person, and whether
/// its workspace is busy.
fn has_place(going: usize, of_workspace: usize, of_person: usize, is_busy: bool) -> bool {
    if is_busy && going >= RUNS_WITH_BUSY {
        return false;
    }
    if of_person >= FIRST_RUNS_OF_ONE_PERSON && going >= RUNS_WITH_THIRDS {
        return false;
    }
    match of_workspace {
        0 => going < RUNS_AT_ONCE,
        _ => of_workspace < RUNS_OF_ONE_WORKSPACE && going < RUNS_WITH_SECONDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_without_a_run_gets_a_place_although_others_have_two() {
        assert!(has_place(3, 1, 1, false) && has_place(0, 0, 0, false));
        assert!(
            !has_place(4, 1, 1, false) && !has_place(2, 2, 2, false),
            "a second one goes where there is room for all, a third never"
        );
        assert!(has_place(4, 0, 0, false) && has_place(7, 0, 0, false) && !has_place(8, 0, 0, false));
    }

    #[test]
    fn a_person_with_many_workspaces_leaves_places_for_others() {
        let mut going = 0;
        while has_place(going, 0, going, false) {
            going += 1;
        }
        assert_eq!(going, 6);
        assert!(
            has_place(6, 0, 0, false) && has_place(7, 0, 1, false),
            "a person with fewer than two runs gets a place"
        );
        assert!(!has_place(8, 0, 0, false));
    }

    #[test]
    fn busy_workspaces_leave_two_places_for_others() {
        assert!(has_place(5, 0, 0, true) && !has_place(6, 0, 0, true) && has_place(7, 0, 0, false));
    }

    #[test]
    fn people_take_turns_regardless_of_their_number_of_workspaces() {
        let id = |nth: u128| Uuid::from_u128(nth);
        let run = |nth: u128, person: &str| Waiting {
            run: id(nth),
            script: id(100 + nth),
            workspace: id(200 + nth),
            person: person.into(),
        };
        let mut waiting: Vec<Waiting> =
            (0..12).map(|nth| run(nth, "ann")).chain([run(50, "bob"), run(51, "cy")]).collect();
        let (mut turns, going) = (FairOrder::default(), HashMap::new());
        let mut served = Vec::new();
        while served.len() < 4 {
            turns.order(&mut waiting, &going);
            let next = waiting.remove(0);
            turns.take(&next);
            served.push(next.person);
        }
        assert_eq!(served, ["ann", "bob", "cy", "ann"]);
    }

    #[test]
    fn workspaces_take_turns_regardless_of_their_number_of_waiting_runs() {
        let id = |nth: u128| Uuid::from_u128(nth);
        // The runs of workspace 1, of many scripts, have waited longest; those of 2 and 3 came later.
        let mut waiting: Vec<Waiting> = (0..20)
            .map(|nth| Waiting { run: id(nth), script: id(100 + nth), workspace: id(1), person: "ann".into() })
            .chain([2, 3].map(|nth| Waiting {
                run: id(50 + nth),
                script: id(200 + nth),
                workspace: id(nth),
                person: format!("person {nth}"),
            }))
            .collect();
        let (mut turns, going) = (FairOrder::default(), HashMap::new());
        let mut served = Vec::new();
        while !waiting.is_empty() && served.len() < 5 {
            turns.order(&mut waiting, &going);
            let next = waiting.remove(0);
            turns.take(&next);
            served.push(next.workspace.as_u128());
        }
        assert_eq!(served, [1, 2, 3, 1, 1]);
    }

    #[test]
    fn the_turn_of_a_running_script_is_remembered() {
        let run = |nth: u128, script| Waiting {
            run: Uuid::from_u128(nth),
            script,
            workspace: Uuid::from_u128(1),
            person: "ann".into(),
        };
        let (often, once) = (Uuid::from_u128(10), Uuid::from_u128(11));
        let mut turns = FairOrder::default();
        turns.take(&run(1, often));
        let going = HashMap::from([(Uuid::from_u128(1), run(1, often))]);
        turns.order(&mut [], &going);
        let mut waiting = [run(2, often), run(3, once)];
        turns.order(&mut waiting, &HashMap::new());
        assert_eq!(waiting[0].script, once);
    }
}
