//! Starts waiting runs: a few at a time, at most one of each script, workspaces and persons in turn; suspends runs that
//! take long while others wait; and fires schedules when they are due.
//!
//! One scheduler task, started by `wiring`. Each run has a task of its own, which the scheduler joins. A sandbox
//! process is killed when the thread that started it ends, so runs are started on the runtime's worker threads.

mod due_schedules;
mod fair_order;
mod host;
mod run_log;
mod stops;
mod time_slices;
mod work;
mod workspace;

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use sandbox::Suspension;
use storage::DbError;
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::{JoinError, JoinHandle, JoinSet};
use uuid::Uuid;

use super::dry_run_queue::DryRunQueue;
use super::runs::{self, InterruptedRuns, Waiting};
use super::{Deps, EVENTS, Inner, RunState, Scripts, webhook};

use fair_order::FairOrder;
pub(super) use stops::ActiveRuns;
use time_slices::NoPlace;
#[cfg(test)]
pub(super) use time_slices::SLICE;
pub(super) use time_slices::{Change, TimeSlices};
pub(super) use work::limits_of;
pub(super) use workspace::{MailPlan, Workspace};

/// Runs that are active at a time: each is a process that may use a whole processor.
const RUNS_AT_ONCE: usize = 8;
/// Runs in progress, active or suspended: each keeps its memory, up to some 100 MB.
const RUNS_IN_PROGRESS: usize = 16;
/// The second run of a workspace starts only while fewer runs than this are in progress. The other places are for
/// workspaces without a run, so that endless loops of some do not delay the others.
const RUNS_WITH_SECONDS: usize = 4;
/// Maximum runs of one workspace that are in progress.
const RUNS_OF_ONE_WORKSPACE: usize = 2;
/// A further run of a person who has two starts only while fewer runs than this are in progress, so that one person with
/// many workspaces leaves places for others.
const RUNS_WITH_THIRDS: usize = 6;
/// So many runs of a person start wherever there is a place for the workspace.
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
    /// Runs in progress, with script and workspace.
    going: HashMap<Uuid, Waiting>,
    /// How each of them is suspended.
    suspensions: HashMap<Uuid, Suspension>,
    slices: TimeSlices<Uuid>,
    tasks: JoinSet<Uuid>,
    turns: FairOrder,
}

impl RunScheduler {
    fn new(inner: Arc<Inner>) -> Self {
        Self {
            inner,
            going: HashMap::new(),
            suspensions: HashMap::new(),
            slices: TimeSlices::new(RUNS_AT_ONCE, RUNS_IN_PROGRESS),
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
        let turn = self.share_places(waiting);
        let due = match unfired {
            None => self.inner.deps.db.read(|rx| due_schedules::next_due(rx)).await?,
            Some(_) => Some(self.within(PAUSE)),
        };
        let again = (!self.going.is_empty()).then(|| self.within(LOOK_AFTER));
        Ok([due, again, turn].into_iter().flatten().min())
    }

    /// Resumes suspended runs and starts waiting ones, where there are places or time slices are over. Returns when to
    /// check again.
    fn share_places(&mut self, waiting: Vec<Waiting>) -> Option<Timestamp> {
        let now = self.inner.now();
        self.follow_slices(now);
        let mut claimed = false;
        for next in waiting {
            let run = next.run;
            let of_workspace = self.going.values().filter(|other| other.workspace == next.workspace).count();
            let of_person = self.going.values().filter(|other| other.person == next.person).count();
            if self.going.contains_key(&run) || !may_start(self.going.len(), of_workspace, of_person) {
                continue;
            }
            // Only the first run of a workspace takes the place of another one.
            let has_claim = of_workspace == 0;
            match self.slices.start(run, has_claim, now) {
                Ok(suspended) => {
                    self.suspend(suspended);
                    self.start(next);
                }
                Err(NoPlace) => claimed |= has_claim,
            }
        }
        self.follow_slices(now);
        self.slices.next_turn(claimed)
    }

    fn start(&mut self, next: Waiting) {
        self.turns.take(&next);
        let (run, suspension) = (next.run, Suspension::default());
        self.suspensions.insert(run, suspension.clone());
        self.going.insert(run, next);
        let inner = self.inner.clone();
        self.tasks.spawn(async move {
            work::run(&inner, run, suspension).await;
            run
        });
    }

    fn follow_slices(&mut self, now: Timestamp) {
        while let Some(change) = self.slices.next_change(now) {
            match change {
                Change::Suspend(run) => self.suspend(Some(run)),
                Change::Resume(run) => {
                    if let Some(suspension) = self.suspensions.get(&run) {
                        suspension.resume();
                    }
                }
            }
        }
    }

    fn suspend(&self, run: Option<Uuid>) {
        if let Some(suspension) = run.and_then(|run| self.suspensions.get(&run)) {
            suspension.suspend();
        }
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
        self.slices.ended(run);
        self.suspensions.remove(&run);
        self.going.remove(&run);
    }

    fn within(&self, by: Duration) -> Timestamp {
        self.inner.now().checked_add(by).unwrap_or(Timestamp::MAX)
    }
}

/// Whether a run may start, given the number of runs in progress, in all, of its workspace and of its person. It still
/// needs a place.
fn may_start(going: usize, of_workspace: usize, of_person: usize) -> bool {
    if of_person >= FIRST_RUNS_OF_ONE_PERSON && going >= RUNS_WITH_THIRDS {
        return false;
    }
    match of_workspace {
        0 => true,
        _ => of_workspace < RUNS_OF_ONE_WORKSPACE && going < RUNS_WITH_SECONDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_without_a_run_may_start_one_where_others_have_two() {
        assert!(may_start(3, 1, 1) && may_start(0, 0, 0));
        assert!(
            !may_start(4, 1, 1) && !may_start(2, 2, 2),
            "a second one starts where there is room for all, a third never"
        );
        assert!(may_start(4, 0, 0) && may_start(15, 0, 0));
    }

    #[test]
    fn a_person_with_many_workspaces_leaves_places_for_others() {
        let most = (0..).find(|going| !may_start(*going, 0, *going));
        assert_eq!(most, Some(6));
        assert!(may_start(6, 0, 0) && may_start(7, 0, 1), "who has fewer than two finds one");
    }
}
