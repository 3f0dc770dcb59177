//! Which dry run may start: one per workspace at a time, two per person, a few in all, and nobody waits for long. Dry runs
//! that take long while others wait share the places in time slices, as runs do.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use sandbox::Suspension;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::ScriptsError;
use super::runner::{Change, TimeSlices};
use accounts::Actor;
use clock::Clock;

/// Dry runs that are active at a time, in addition to runs: somebody waits for them.
const AT_ONCE: usize = 4;
/// Dry runs in progress, active or suspended: each keeps its memory.
const IN_PROGRESS: usize = 8;
/// Dry runs of one workspace that run or wait: each keeps its input in memory.
const OF_ONE_WORKSPACE: usize = 4;
/// Maximum concurrent dry runs of one person or API key, so that their workspaces cannot use all places.
const OF_ONE_PERSON: usize = 2;
/// Maximum wait for a turn. Together with the duration of the dry run, a caller has the result within 20 seconds, or 35
/// while all places are shared.
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
    places: Arc<Places>,
    workspaces: Mutex<HashMap<Uuid, Arc<WorkspaceQueue>>>,
    persons: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// The queue of one workspace.
struct WorkspaceQueue {
    capacity: Arc<Semaphore>,
    turn: Arc<Semaphore>,
}

/// Permission to run; dropping it gives the place to the next dry run.
pub(super) struct Permit {
    place: Place,
    _queue: Arc<WorkspaceQueue>,
    _permits: [OwnedSemaphorePermit; 3],
}

/// The places of all dry runs.
struct Places {
    state: Mutex<PlacesState>,
    changed: Notify,
}

struct PlacesState {
    slices: TimeSlices<u64>,
    /// Of the dry runs in progress.
    suspensions: HashMap<u64, Suspension>,
    /// In the order of their requests, each with its claim to a place ([`TimeSlices::start`]).
    waiting: VecDeque<(u64, bool)>,
    last: u64,
}

/// The number of a dry run that waits for a place or has one, until it is dropped.
struct Place {
    places: Arc<Places>,
    number: u64,
    suspension: Suspension,
}

impl Default for DryRunQueue {
    fn default() -> Self {
        let state = PlacesState {
            slices: TimeSlices::new(AT_ONCE, IN_PROGRESS),
            suspensions: HashMap::new(),
            waiting: VecDeque::new(),
            last: 0,
        };
        let places = Arc::new(Places { state: Mutex::new(state), changed: Notify::new() });
        Self { places, workspaces: Mutex::default(), persons: Mutex::default() }
    }
}

impl Permit {
    /// How the dry run is suspended.
    pub(super) fn suspension(&self) -> Suspension {
        self.place.suspension.clone()
    }

    /// Shares the places with the other dry runs in progress; never returns. To be polled during the dry run.
    pub(super) async fn share(&self, clock: &Clock) {
        let places = &self.place.places;
        loop {
            let changed = places.changed.notified();
            let next = places.state().follow_slices(clock.now());
            tokio::select! {
                () = changed => {}
                () = sleep_until(clock, next) => {}
            }
        }
    }
}

impl Place {
    /// Waits for a place.
    async fn wait(places: &Arc<Places>, has_claim: bool, clock: &Clock) -> Self {
        let place = {
            let mut state = places.state();
            state.last += 1;
            let number = state.last;
            state.waiting.push_back((number, has_claim));
            Self { places: places.clone(), number, suspension: Suspension::default() }
        };
        loop {
            let changed = places.changed.notified();
            let next = match places.state().start(&place, has_claim, clock.now()) {
                Started::Now => break,
                Started::NotBefore(next) => next,
            };
            tokio::select! {
                () = changed => {}
                () = sleep_until(clock, next) => {}
            }
        }
        places.changed.notify_waiters();
        place
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.places.state();
        state.waiting.retain(|(number, _)| *number != self.number);
        state.suspensions.remove(&self.number);
        state.slices.ended(self.number);
        drop(state);
        self.places.changed.notify_waiters();
    }
}

impl Places {
    fn state(&self) -> MutexGuard<'_, PlacesState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a dry run has got a place.
enum Started {
    Now,
    /// When one may become free, if that is known.
    NotBefore(Option<Timestamp>),
}

impl PlacesState {
    /// Gives the place to this one, if it is its turn.
    fn start(&mut self, place: &Place, has_claim: bool, now: Timestamp) -> Started {
        let next = self.follow_slices(now);
        let mut before = self.waiting.iter().take_while(|(number, _)| *number != place.number);
        if before.any(|(_, other_has_claim)| *other_has_claim || !has_claim) {
            return Started::NotBefore(next);
        }
        let Ok(suspended) = self.slices.start(place.number, has_claim, now) else { return Started::NotBefore(next) };
        if let Some(suspension) = suspended.and_then(|number| self.suspensions.get(&number)) {
            suspension.suspend();
        }
        self.waiting.retain(|(number, _)| *number != place.number);
        self.suspensions.insert(place.number, place.suspension.clone());
        Started::Now
    }

    /// Suspends and resumes what has its turn. Returns when the next one has it.
    fn follow_slices(&mut self, now: Timestamp) -> Option<Timestamp> {
        while let Some(change) = self.slices.next_change(now) {
            match change {
                Change::Suspend(number) => self.suspensions.get(&number).inspect(|suspension| suspension.suspend()),
                Change::Resume(number) => self.suspensions.get(&number).inspect(|suspension| suspension.resume()),
            };
        }
        self.slices.next_turn(self.waiting.iter().any(|(_, has_claim)| *has_claim))
    }
}

async fn sleep_until(clock: &Clock, at: Option<Timestamp>) {
    match at {
        Some(at) => clock.sleep_until(at).await,
        None => std::future::pending().await,
    }
}

impl DryRunQueue {
    /// Waits for a place. Dry runs of a workspace start in the order of their requests, one at a time.
    ///
    /// # Errors
    /// [`ScriptsError::Busy`] if too many dry runs of the workspace wait already, or the turn did not come in time.
    pub(super) async fn place(&self, workspace: Uuid, person: &Actor, clock: &Clock) -> Result<Permit, ScriptsError> {
        let queue = entry(&self.workspaces, workspace, || WorkspaceQueue {
            capacity: Arc::new(Semaphore::new(OF_ONE_WORKSPACE)),
            turn: Arc::new(Semaphore::new(1)),
        });
        let of_person = entry(&self.persons, person.to_stored(), || Semaphore::new(OF_ONE_PERSON));
        let capacity = queue.capacity.clone().try_acquire_owned();
        let capacity = capacity.map_err(|_| ScriptsError::Busy(OtherDryRuns::OfWorkspace))?;
        let mut end = pin!(clock.sleep(WAIT));
        // What belongs to fewer comes first, so that who waits for it keeps nobody else waiting.
        let others_of_person = of_person.clone();
        let of_person = acquire(of_person, end.as_mut(), OtherDryRuns::OfPerson).await?;
        let turn = acquire(queue.turn.clone(), end.as_mut(), OtherDryRuns::OfWorkspace).await?;
        // Only the first dry run of a person takes the place of another one.
        let has_claim = others_of_person.available_permits() + 1 >= OF_ONE_PERSON;
        let place = tokio::select! {
            biased;
            place = Place::wait(&self.places, has_claim, clock) => place,
            () = end => return Err(ScriptsError::Busy(OtherDryRuns::OfServer)),
        };
        Ok(Permit { place, _queue: queue, _permits: [capacity, of_person, turn] })
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
    use crate::runner::SLICE;

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
    async fn dry_runs_without_end_share_their_places_with_others() {
        let (dry_runs, clock) = (DryRunQueue::default(), clock());
        let mut held = Vec::new();
        for nth in 0..AT_ONCE as u128 {
            held.push(dry_runs.place(workspace(nth), &person(nth), &clock).await.expect("a place"));
        }
        let suspended =
            |held: &[Permit]| held.iter().map(|permit| permit.suspension().is_suspended()).collect::<Vec<bool>>();
        let late = person(99);
        let late = dry_runs.place(workspace(99), &late, &clock);
        let turned = async {
            tokio::task::yield_now().await;
            clock.turn(SLICE);
        };
        let late = tokio::join!(late, turned).0.expect("a place after a time slice");
        assert_eq!(suspended(&held), [true, false, false, false]);
        // The next slice is shared by those in progress, with nobody who waits.
        let share = held[1].share(&clock);
        let turned = async {
            tokio::task::yield_now().await;
            clock.turn(SLICE);
            while suspended(&held) != [false, true, false, false] {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            () = share => panic!("it never returns"),
            () = turned => {}
        }
        drop(late);
        tokio::select! {
            biased;
            () = held[2].share(&clock) => panic!("it never returns"),
            () = tokio::task::yield_now() => {}
        }
        assert_eq!(suspended(&held), [false; AT_ONCE], "a free place is for who was suspended");
    }

    #[tokio::test]
    async fn a_dry_run_that_gets_no_turn_in_time_is_refused() {
        let (dry_runs, clock) = (DryRunQueue::default(), clock());
        let mut held = Vec::new();
        for nth in 0..IN_PROGRESS as u128 {
            // Who comes when all places are taken waits for the end of a time slice.
            let person = person(nth);
            let place = dry_runs.place(workspace(nth), &person, &clock);
            let turned = async {
                tokio::task::yield_now().await;
                if held.len() >= AT_ONCE {
                    clock.turn(SLICE);
                }
            };
            let place = tokio::join!(place, turned).0.expect("a place");
            held.push(place);
        }
        let last = person(99);
        let late = dry_runs.place(workspace(99), &last, &clock);
        let turned = async {
            tokio::task::yield_now().await;
            clock.turn(WAIT);
        };
        assert!(matches!(tokio::join!(late, turned).0, Err(ScriptsError::Busy(OtherDryRuns::OfServer))));
        held.pop();
        let next = dry_runs.place(workspace(99), &last, &clock);
        let turned = async {
            tokio::task::yield_now().await;
            clock.turn(SLICE);
        };
        tokio::join!(next, turned).0.expect("fewer are in progress");
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
