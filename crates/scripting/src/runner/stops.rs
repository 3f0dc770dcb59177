//! Stops active runs, with a reason.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use uuid::Uuid;

/// Why a run is stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopReason {
    /// Somebody cancelled it.
    Cancelled,
    /// The process ends.
    Shutdown,
    /// Its mails cannot be stored.
    Storage,
}

/// The active runs.
#[derive(Clone, Default)]
pub(crate) struct ActiveRuns {
    active: Arc<Mutex<HashMap<Uuid, watch::Sender<Option<StopReason>>>>>,
    /// Whether the process is ending: then runs that were stopped for another reason no longer wait either.
    ending: Arc<watch::Sender<bool>>,
}

/// The registration of an active run, removed on drop.
pub(super) struct Stop {
    run: Uuid,
    stops: ActiveRuns,
    told: watch::Receiver<Option<StopReason>>,
}

impl ActiveRuns {
    /// Registers a run, so that it can be stopped.
    pub(super) fn register(&self, run: Uuid) -> Stop {
        let (tell, told) = watch::channel(None);
        self.active().insert(run, tell);
        Stop { run, stops: self.clone(), told }
    }

    /// Stops a run that somebody cancelled; has no effect on a run that is not active.
    pub(crate) fn stop(&self, run: Uuid) {
        self.stop_for(run, StopReason::Cancelled);
    }

    /// Stops a run; only the first reason counts.
    pub(super) fn stop_for(&self, run: Uuid, why: StopReason) {
        if let Some(tell) = self.active().get(&run) {
            tell.send_modify(|told| *told = told.or(Some(why)));
        }
    }

    /// Stops all runs, because the process is ending.
    pub(super) fn stop_all(&self) {
        self.ending.send_replace(true);
        for tell in self.active().values() {
            tell.send_modify(|told| *told = told.or(Some(StopReason::Shutdown)));
        }
    }

    /// Whether the run is active.
    pub(super) fn knows(&self, run: Uuid) -> bool {
        self.active().contains_key(&run)
    }

    fn active(&self) -> MutexGuard<'_, HashMap<Uuid, watch::Sender<Option<StopReason>>>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stop {
    /// Waits until the run must stop.
    pub(super) async fn asked(&self) {
        // The sender lives as long as `self`.
        let _ = self.told.clone().wait_for(Option::is_some).await;
    }

    /// Waits until the process is ending.
    pub(super) async fn process_ends(&self) {
        // The sender lives as long as `self`.
        let _ = self.stops.ending.subscribe().wait_for(|ending| *ending).await;
    }

    /// Why the run must stop; `None` if it need not.
    pub(super) fn why(&self) -> Option<StopReason> {
        *self.told.borrow()
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.stops.active().remove(&self.run);
    }
}
