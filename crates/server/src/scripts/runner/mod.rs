//! Starts what waits: a few runs at a time, one of each script, and schedules when they are due.
//!
//! One owner task, started by `wiring`. Runs go on beside it, each on a task of its own that the owner waits for. Children
//! die with the thread that starts them, so runs are started on the runtime's own threads.

mod clockwork;
mod host;
mod stops;
mod work;
mod workspace;
mod writer;

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use db::DbError;
use jiff::Timestamp;
use tokio::sync::{Notify, Semaphore, broadcast, watch};
use tokio::task::{JoinError, JoinHandle, JoinSet};
use uuid::Uuid;

use super::{EVENTS, Inner, Rooms, Scripts, runs, webhook};

pub(super) use host::refusal;
pub(super) use stops::Stops;
pub(super) use work::{fault_of, limits_of};
pub(super) use workspace::{MailPlan, Workspace};

/// Runs at the same time: each is a process of up to some 100 MB that wants a processor.
const RUNS_AT_ONCE: usize = 4;
/// Of one workspace, so that its endless loops do not hold up the others.
const RUNS_OF_ONE_WORKSPACE: usize = 2;
/// Dry runs at the same time, beside the runs: somebody waits for them.
const REHEARSALS_AT_ONCE: usize = 2;
/// After the database could not be read or written.
const PAUSE: Duration = Duration::from_secs(5);

/// The running owner; [`Running::stop`] ends it.
pub struct Running {
    stopping: watch::Sender<bool>,
    owner: JoinHandle<()>,
}

impl Scripts {
    /// Marks what the process's end cut off, and starts what waits.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub async fn open(rooms: Rooms) -> Result<(Self, Running), DbError> {
        let now = rooms.clock.now();
        let interrupted = rooms.db.write(move |tx| runs::interrupt_open(tx, now)).await?;
        if !interrupted.is_empty() {
            tracing::warn!(
                runs = interrupted.len(),
                "runs were cut off when the process ended; they are not started again"
            );
        }
        let inner = Arc::new(Inner {
            rooms,
            changed: Notify::new(),
            events: Mutex::new(Some(broadcast::Sender::new(EVENTS))),
            stops: Stops::default(),
            rehearsals: Semaphore::new(REHEARSALS_AT_ONCE),
        });
        let (stopping, stopped) = watch::channel(false);
        let owner =
            tokio::spawn(Owner { inner: inner.clone(), going: HashMap::new(), tasks: JoinSet::new() }.run(stopped));
        Ok((Self { inner }, Running { stopping, owner }))
    }

    /// Forgets runs that ended long ago, and keys of webhooks that nobody uses again.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn forget(&self, now: Timestamp) -> Result<(), DbError> {
        let db = &self.inner.rooms.db;
        db.write(move |tx| webhook::forget(tx, now)).await?;
        while db.write(move |tx| runs::forget(tx, now)).await? {}
        Ok(())
    }
}

impl Running {
    /// Stops all runs; they are marked as interrupted. What they had accepted is on disk.
    pub async fn stop(self) {
        self.stopping.send_replace(true);
        if let Err(error) = self.owner.await {
            tracing::error!(%error, "the owner of scripts ended by a fault of its own");
        }
    }
}

struct Owner {
    inner: Arc<Inner>,
    /// Runs that go on, with their workspaces.
    going: HashMap<Uuid, Uuid>,
    tasks: JoinSet<Uuid>,
}

impl Owner {
    async fn run(mut self, mut stopped: watch::Receiver<bool>) {
        loop {
            let wake_at = match self.look().await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(error = &error as &dyn Error, "looking for runs that wait");
                    Some(self.soon())
                }
            };
            let clock = self.inner.rooms.clock.clone();
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

    /// Fires schedules that are due and starts what there is room for. Answers when the next schedule is due.
    async fn look(&mut self) -> Result<Option<Timestamp>, super::ScriptsError> {
        clockwork::fire_due(&self.inner).await?;
        let waiting = self.inner.rooms.db.read(|rx| runs::next_waiting(rx)).await?;
        for (run, workspace) in waiting {
            let of_workspace = self.going.values().filter(|other| **other == workspace).count();
            if self.going.len() >= RUNS_AT_ONCE {
                break;
            }
            if of_workspace < RUNS_OF_ONE_WORKSPACE && !self.going.contains_key(&run) {
                self.going.insert(run, workspace);
                let inner = self.inner.clone();
                self.tasks.spawn(async move {
                    work::run(&inner, run).await;
                    run
                });
            }
        }
        Ok(self.inner.rooms.db.read(|rx| clockwork::next_due(rx)).await?)
    }

    /// A run ended, or could not be begun and still waits.
    async fn ended(&mut self, ended: Result<Uuid, JoinError>) {
        let run = match ended {
            Ok(run) => run,
            Err(error) => {
                tracing::error!(%error, "a run ended by a fault of our own");
                // Which it was is not told: it is the one that nobody can stop any more.
                let Some(run) = self.going.keys().copied().find(|run| !self.inner.stops.knows(*run)) else { return };
                let now = self.inner.now();
                if let Err(error) = self.inner.rooms.db.write(move |tx| runs::interrupt(tx, run, now)).await {
                    tracing::error!(error = &error as &dyn Error, "marking a run that was cut off");
                }
                run
            }
        };
        self.going.remove(&run);
    }

    fn soon(&self) -> Timestamp {
        self.inner.now().checked_add(PAUSE).unwrap_or(Timestamp::MAX)
    }
}
