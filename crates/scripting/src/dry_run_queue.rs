//! Decides which dry run may start: one per workspace at a time, two per person, a few in all; none waits for long.

use std::collections::HashMap;
use std::hash::Hash;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::ScriptsError;
use accounts::Actor;
use clock::Clock;

/// Maximum concurrent dry runs, in addition to runs: somebody waits for them.
const AT_ONCE: usize = 4;
/// Maximum dry runs of one workspace that run or wait: each keeps its input in memory.
const OF_ONE_WORKSPACE: usize = 4;
/// Maximum concurrent dry runs of one person or API key, so that their workspaces cannot use all places.
const OF_ONE_PERSON: usize = 2;
/// Maximum time that a dry run waits for its start. With its duration, a caller has the result within 20 seconds.
const WAIT: Duration = Duration::from_secs(5);

/// Which other dry runs kept one from starting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherDryRuns {
    /// Those of the same workspace.
    OfWorkspace,
    /// Those that the same person or API key started.
    OfPerson,
    /// Those of everybody.
    OfServer,
}

/// Limits concurrent dry runs.
pub(super) struct DryRunQueue {
    places: Arc<Semaphore>,
    workspaces: Mutex<HashMap<Uuid, Arc<WorkspaceQueue>>>,
    persons: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// The queue of one workspace.
struct WorkspaceQueue {
    capacity: Arc<Semaphore>,
    turn: Arc<Semaphore>,
}

/// Permission to run. Dropping it gives the place to the next dry run.
pub(super) struct Place {
    _queue: Arc<WorkspaceQueue>,
    _permits: [OwnedSemaphorePermit; 4],
}

impl Default for DryRunQueue {
    fn default() -> Self {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        Self { places, workspaces: Mutex::default(), persons: Mutex::default() }
    }
}

impl DryRunQueue {
    /// Waits for a place. Dry runs of a workspace start in the order of their requests, one at a time.
    ///
    /// # Errors
    /// [`ScriptsError::Busy`] if too many dry runs of the workspace wait already, or the place did not become free in
    /// time.
    pub(super) async fn place(&self, workspace: Uuid, person: &Actor, clock: &Clock) -> Result<Place, ScriptsError> {
        let queue = entry(&self.workspaces, workspace, || WorkspaceQueue {
            capacity: Arc::new(Semaphore::new(OF_ONE_WORKSPACE)),
            turn: Arc::new(Semaphore::new(1)),
        });
        let of_person = entry(&self.persons, person.to_stored(), || Semaphore::new(OF_ONE_PERSON));
        let capacity = queue.capacity.clone().try_acquire_owned();
        let capacity = capacity.map_err(|_| ScriptsError::Busy(OtherDryRuns::OfWorkspace))?;
        let mut end = pin!(clock.sleep(WAIT));
        // The most specific permit is acquired first, so that waiting for it does not hold a permit that others need.
        let of_person = acquire(of_person, end.as_mut(), OtherDryRuns::OfPerson).await?;
        let turn = acquire(queue.turn.clone(), end.as_mut(), OtherDryRuns::OfWorkspace).await?;
        let place = acquire(self.places.clone(), end, OtherDryRuns::OfServer).await?;
        Ok(Place { _queue: queue, _permits: [capacity, of_person, turn, place] })
    }
}

/// Acquires a permit before `end`. Otherwise all permits belong to `others`.
async fn acquire(
    semaphore: Arc<Semaphore>,
    end: Pin<&mut impl Future<Output = ()>>,
    others: OtherDryRuns,
) -> Result<OwnedSemaphorePermit, ScriptsError> {
    tokio::select! {
        biased;
        // The semaphores are never closed.
        permit = semaphore.acquire_owned() => permit.map_err(|_| ScriptsError::Busy(others)),
        () = end => Err(ScriptsError::Busy(others)),
    }
}

/// The entry of a key, created if missing. Unused entries are removed.
fn entry<K: Eq + Hash, T>(entries: &Mutex<HashMap<K, Arc<T>>>, key: K, new: impl FnOnce() -> T) -> Arc<T> {
    let mut entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
    entries.retain(|_, entry| Arc::strong_count(entry) > 1);
    entries.entry(key).or_insert_with(|| Arc::new(new())).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(nth: u128) -> Uuid {
        Uuid::from_u128(nth)
    }

    /// A person with a workspace of this number.
    fn person(nth: u128) -> Actor {
        Actor::account(format!("person-{nth}@example.com"))
    }

    fn clock() -> Clock {
        Clock::manual("2026-11-22T12:00:00Z".parse().expect("a time"))
    }

    #[tokio::test]
    async fn one_workspace_does_not_use_the_places_of_another() {
        let (dry_runs, clock) = (Arc::new(DryRunQueue::default()), clock());
        let first = dry_runs.place(workspace(1), &person(1), &clock).await.expect("a place");
        let waits: Vec<_> = (0..OF_ONE_WORKSPACE - 1)
            .map(|_| {
                let (dry_runs, clock) = (dry_runs.clone(), clock.clone());
                tokio::spawn(async move { dry_runs.place(workspace(1), &person(1), &clock).await.map(drop) })
            })
            .collect();
        tokio::task::yield_now().await;
        assert!(
            matches!(
                dry_runs.place(workspace(1), &person(1), &clock).await,
                Err(ScriptsError::Busy(OtherDryRuns::OfWorkspace))
            ),
            "its queue is full"
        );
        let other = dry_runs.place(workspace(2), &person(2), &clock).await.expect("a place");
        drop(first);
        for wait in waits {
            wait.await.expect("no panic").expect("its turn came");
        }
        drop(other);
        let _third = dry_runs.place(workspace(3), &person(3), &clock).await.expect("a place");
        assert_eq!(dry_runs.workspaces.lock().expect("queues").len(), 1, "queues in which nobody stands are forgotten");
    }

    #[tokio::test]
    async fn a_dry_run_that_cannot_start_in_time_is_refused() {
        let (dry_runs, clock) = (DryRunQueue::default(), clock());
        let mut held = Vec::new();
        for nth in 0..AT_ONCE {
            held.push(dry_runs.place(workspace(nth as u128), &person(nth as u128), &clock).await.expect("a place"));
        }
        let last = person(99);
        let late = dry_runs.place(workspace(99), &last, &clock);
        let turned = async {
            tokio::task::yield_now().await;
            clock.turn(WAIT);
        };
        assert!(matches!(tokio::join!(late, turned).0, Err(ScriptsError::Busy(OtherDryRuns::OfServer))));
        held.pop();
        dry_runs.place(workspace(99), &person(99), &clock).await.expect("a place is free again");
    }

    #[tokio::test]
    async fn one_person_does_not_use_all_places() {
        let (dry_runs, clock) = (DryRunQueue::default(), clock());
        let ann = person(1);
        let _held = [
            dry_runs.place(workspace(1), &ann, &clock).await.expect("a place"),
            dry_runs.place(workspace(2), &ann, &clock).await.expect("a place"),
        ];
        let third = dry_runs.place(workspace(3), &ann, &clock);
        let turned = async {
            tokio::task::yield_now().await;
            // Waiting for one's own dry runs does not block another workspace.
            drop(dry_runs.place(workspace(3), &person(2), &clock).await.expect("a place"));
            clock.turn(WAIT);
        };
        let third = tokio::join!(third, turned).0;
        assert!(matches!(third, Err(ScriptsError::Busy(OtherDryRuns::OfPerson))));
        let _others = dry_runs.place(workspace(4), &person(2), &clock).await.expect("a place");
    }

    #[tokio::test]
    async fn a_refusal_names_the_dry_runs_of_the_workspace() {
        let (dry_runs, clock) = (DryRunQueue::default(), clock());
        let _held = dry_runs.place(workspace(1), &person(1), &clock).await.expect("a place");
        let bob = person(2);
        let late = dry_runs.place(workspace(1), &bob, &clock);
        let turned = async {
            tokio::task::yield_now().await;
            clock.turn(WAIT);
        };
        let late = tokio::join!(late, turned).0;
        assert!(matches!(late, Err(ScriptsError::Busy(OtherDryRuns::OfWorkspace))));
    }
}
