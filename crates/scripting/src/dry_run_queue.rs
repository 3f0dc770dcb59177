//! Which dry run may start: one per workspace at a time, a few in all, and nobody waits for long.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::ScriptsError;
use clock::Clock;

/// Concurrent dry runs, in addition to runs: somebody waits for them.
const AT_ONCE: usize = 4;
/// Dry runs of one workspace that run or wait: each keeps its input in memory.
const OF_ONE_WORKSPACE: usize = 4;
/// Maximum wait for a turn. Together with the duration of the dry run, a caller has the result within 20 seconds.
const WAIT: Duration = Duration::from_secs(5);

/// Limits concurrent dry runs.
pub(super) struct DryRunQueue {
    places: Arc<Semaphore>,
    queues: Mutex<HashMap<Uuid, Arc<WorkspaceQueue>>>,
}

/// The dry runs of one workspace.
struct WorkspaceQueue {
    capacity: Arc<Semaphore>,
    turn: Arc<Semaphore>,
}

/// Permission to run; dropping it gives the place to the next dry run.
pub(super) struct Place {
    _queue: Arc<WorkspaceQueue>,
    _permits: [OwnedSemaphorePermit; 3],
}

impl Default for DryRunQueue {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), queues: Mutex::default() }
    }
}

impl DryRunQueue {
    /// Waits for a place. Workspaces are served in the order of their requests, each with one dry run at a time.
    ///
    /// # Errors
    /// [`ScriptsError::Busy`] if too many dry runs of the workspace wait already, or the turn did not come in time.
    pub(super) async fn place(&self, workspace: Uuid, clock: &Clock) -> Result<Place, ScriptsError> {
        let queue = self.queue(workspace);
        let capacity = queue.capacity.clone().try_acquire_owned().map_err(|_| ScriptsError::Busy)?;
        let turns = async {
            // First the workspace's turn, so that each workspace waits for a place only once.
            let turn = queue.turn.clone().acquire_owned().await?;
            Ok::<_, tokio::sync::AcquireError>((turn, self.places.clone().acquire_owned().await?))
        };
        tokio::select! {
            biased;
            turns = turns => {
                // No semaphore here is ever closed.
                let (turn, place) = turns.map_err(|_| ScriptsError::Busy)?;
                Ok(Place { _queue: queue.clone(), _permits: [capacity, turn, place] })
            }
            () = clock.sleep(WAIT) => Err(ScriptsError::Busy),
        }
    }

    /// The queue of a workspace; empty queues are removed.
    fn queue(&self, workspace: Uuid) -> Arc<WorkspaceQueue> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues.retain(|_, queue| Arc::strong_count(queue) > 1);
        let new = || WorkspaceQueue {
            capacity: Arc::new(Semaphore::new(OF_ONE_WORKSPACE)),
            turn: Arc::new(Semaphore::new(1)),
        };
        queues.entry(workspace).or_insert_with(|| Arc::new(new())).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(nth: u128) -> Uuid {
        Uuid::from_u128(nth)
    }

    fn clock() -> Clock {
        Clock::manual("2026-11-22T12:00:00Z".parse().expect("a time"))
    }

    #[tokio::test]
    async fn one_workspace_does_not_use_the_places_of_another() {
        let (dry_runs, clock) = (Arc::new(DryRunQueue::default()), clock());
        let first = dry_runs.place(workspace(1), &clock).await.expect("a place");
        let waits: Vec<_> = (0..OF_ONE_WORKSPACE - 1)
            .map(|_| {
                let (dry_runs, clock) = (dry_runs.clone(), clock.clone());
                tokio::spawn(async move { dry_runs.place(workspace(1), &clock).await.map(drop) })
            })
            .collect();
        tokio::task::yield_now().await;
        assert!(matches!(dry_runs.place(workspace(1), &clock).await, Err(ScriptsError::Busy)), "its queue is full");
        let other = dry_runs.place(workspace(2), &clock).await.expect("a place");
        drop(first);
        for wait in waits {
            wait.await.expect("no panic").expect("its turn came");
        }
        drop(other);
        let _third = dry_runs.place(workspace(3), &clock).await.expect("a place");
        assert_eq!(dry_runs.queues.lock().expect("queues").len(), 1, "queues in which nobody stands are forgotten");
    }

    #[tokio::test]
    async fn a_dry_run_that_gets_no_turn_in_time_is_refused() {
        let (dry_runs, clock) = (DryRunQueue::default(), clock());
        let mut held = Vec::new();
        for nth in 0..AT_ONCE {
            held.push(dry_runs.place(workspace(nth as u128), &clock).await.expect("a place"));
        }
        let late = dry_runs.place(workspace(99), &clock);
        let turned = async {
            tokio::task::yield_now().await;
            clock.turn(WAIT);
        };
        assert!(matches!(tokio::join!(late, turned).0, Err(ScriptsError::Busy)));
        held.pop();
        dry_runs.place(workspace(99), &clock).await.expect("a place is free again");
    }
}
