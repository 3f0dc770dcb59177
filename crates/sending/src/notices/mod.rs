//! Alarms: what an administrator must hear of, raised once and cleared once; stored, so that a restart forgets nothing.
//!
//! Raised and cleared by `dispatch`; read by the pages' banner, the metric and `GET /email-settings/status`. That one was
//! cleared is told to whoever listens: `caretaker` writes to the administrators.

mod damage;

pub use damage::DamagedKind;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use mail::Problem;
use storage::{Db, DbError, DiskState, Read, params};
use tokio::sync::{broadcast, watch};

use crate::problems;
use clock::Clock;
use damage::Damage;

/// Cleared alarms that a slow listener may lag behind: each stood a while.
const HEARD_LATE: usize = 16;

/// The room's handle; clones share it.
#[derive(Clone)]
pub struct Notices {
    db: Db,
    clock: Clock,
    standing: Arc<Mutex<Option<Alarm>>>,
    disk: watch::Receiver<DiskState>,
    damaged: Arc<Mutex<Vec<Damage>>>,
    cleared: broadcast::Sender<Cleared>,
}

/// What is wrong, since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// When it was raised.
    pub since: Timestamp,
    /// What happened, what it means, what to do.
    pub problem: Problem,
}

/// An alarm that stood, and no longer does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleared {
    /// As it stood last, since when it was raised: before a restart, where there was one.
    pub alarm: Alarm,
    /// When it was cleared.
    pub until: Timestamp,
    /// Messages that waited then.
    pub waiting: u64,
}

impl Notices {
    /// Reads the alarm that stands.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn open(db: Db, clock: Clock) -> Result<Self, DbError> {
        let stored = db.read(|rx| {
            rx.query_first("SELECT since, problem FROM alarm", &[], |row| {
                Ok::<(i64, String), DbError>((row.get(0)?, row.get(1)?))
            })
        });
        // An alarm that a newer owlpost wrote is raised anew by the next probe.
        let standing = stored.await?.and_then(|(since, problem)| {
            let since = Timestamp::from_millisecond(since).ok()?;
            Some(Alarm { since, problem: serde_json::from_str(&problem).ok()? })
        });
        let cleared = broadcast::Sender::new(HEARD_LATE);
        let disk = db.disk();
        let damaged = Arc::new(Mutex::new(db.read(|rx| damage::stored(rx)).await?));
        Ok(Self { db, clock, disk, damaged, standing: Arc::new(Mutex::new(standing)), cleared })
    }

    /// The alarm that stands, if one does.
    pub fn alarm(&self) -> Option<Alarm> {
        self.standing().clone()
    }

    /// Why nothing can be accepted: the disk is full or read-only. Known by the database, so it is neither raised nor
    /// cleared here, and it stands beside an alarm.
    pub fn disk(&self) -> Option<Problem> {
        match *self.disk.borrow() {
            DiskState::Writable => None,
            DiskState::Full => Some(problems::disk_full()),
            DiskState::ReadOnly => Some(problems::disk_read_only()),
        }
    }

    /// What administrators must hear of beside the alarm, the most urgent first.
    pub fn about_storage(&self) -> Vec<Problem> {
        self.disk().into_iter().chain(self.damage()).collect()
    }

    /// Raises the alarm, or changes what the standing one says. Answers whether anything changed.
    ///
    /// # Errors
    /// Where it could not be written; it stands in memory all the same.
    pub async fn raise(&self, problem: &Problem) -> Result<bool, DbError> {
        let alarm = {
            let mut standing = self.standing();
            if standing.as_ref().is_some_and(|alarm| alarm.problem == *problem) {
                return Ok(false);
            }
            let since = standing.as_ref().map_or_else(|| self.clock.now(), |alarm| alarm.since);
            standing.insert(Alarm { since, problem: problem.clone() }).clone()
        };
        let json = serde_json::to_string(&alarm.problem).expect("a problem is made of texts");
        self.db
            .write(move |tx| {
                tx.execute(
                    "INSERT INTO alarm (one, since, problem) VALUES (1, $1, $2)
                     ON CONFLICT (one) DO UPDATE SET problem = excluded.problem",
                    params![alarm.since.as_millisecond(), &json],
                )
            })
            .await
            .map(|_: usize| true)
    }

    /// Clears the alarm, and tells who listens; that many messages wait. Answers whether one stood.
    ///
    /// # Errors
    /// Where it could not be written; it is cleared in memory all the same.
    pub async fn clear(&self, waiting: u64) -> Result<bool, DbError> {
        let Some(alarm) = self.standing().take() else { return Ok(false) };
        // That nobody listens is no fault.
        let _ = self.cleared.send(Cleared { alarm, until: self.clock.now(), waiting });
        self.db.write(|tx| tx.execute("DELETE FROM alarm", &[])).await.map(|_: usize| true)
    }

    /// Hears of each alarm that is cleared from now on.
    pub fn cleared(&self) -> broadcast::Receiver<Cleared> {
        self.cleared.subscribe()
    }

    fn damaged(&self) -> MutexGuard<'_, Vec<Damage>> {
        self.damaged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn standing(&self) -> MutexGuard<'_, Option<Alarm>> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(code: &str) -> Problem {
        let text = String::new;
        Problem::verbatim(code, mail::ProblemSentences { what: text(), meaning: text(), remedy: text() })
    }

    #[tokio::test]
    async fn an_alarm_is_raised_once_changed_and_cleared_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&storage::Location::Sqlite(folder.path().into())).expect("a database");
        let noon: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        let clock = Clock::by_hand(noon);
        let notices = Notices::open(db.clone(), clock.clone()).await.expect("notices");
        assert!(notices.raise(&problem("a")).await.expect("raised"));
        clock.turn(std::time::Duration::from_secs(60));
        assert!(!notices.raise(&problem("a")).await.expect("raised already"));
        assert!(notices.raise(&problem("b")).await.expect("changed"));
        let again = Notices::open(db.clone(), clock.clone()).await.expect("notices");
        assert_eq!(again.alarm(), Some(Alarm { since: noon, problem: problem("b") }));
        let mut heard = again.cleared();
        assert!(again.clear(7).await.expect("cleared"));
        assert!(!again.clear(0).await.expect("cleared already"));
        let alarm = Alarm { since: noon, problem: problem("b") };
        assert_eq!(heard.try_recv(), Ok(Cleared { alarm, until: clock.now(), waiting: 7 }));
        assert!(heard.try_recv().is_err(), "told once");
        assert_eq!(Notices::open(db, clock).await.expect("notices").alarm(), None);
    }
}
