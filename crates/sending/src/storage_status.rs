//! Storage problems that administrators must know about: the disk cannot be written or is nearly full, or rows could
//! not be read.
//!
//! Rows that cannot be read are set aside, so that others continue. The loops that read them report them (the delivery
//! loop: messages; the runner of scripts: schedules and runs), and they are shown for a week. The state of the
//! connection is in `settings::connection_status`.

use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use mail::Problem;
use storage::{Db, DbError, DiskSpace, DiskState, Read, params};
use tokio::sync::watch;

use crate::problems;
use clock::Clock;

/// How long damaged rows are shown after the last one was found. The log and the table keep them for longer.
const SHOWN: Duration = Duration::from_secs(7 * 24 * 3600);
/// Maximum damaged rows remembered, for a database that is damaged everywhere.
const REMEMBERED: usize = 1_000;

/// How long a measurement of the free space is used.
const MEASURED_EVERY: Duration = Duration::from_secs(1);
/// The default floor of free space: 1 GiB, or a twentieth of the disk if that is less.
const FLOOR_BYTES: u64 = 1 << 30;
const FLOOR_SHARE: u64 = 20;

/// The kind of a row that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DamagedKind {
    /// A message that was due.
    Message,
    /// A script whose schedule was due.
    Schedule,
    /// A run of a script that waited.
    Run,
}

impl DamagedKind {
    const ALL: [Self; 3] = [Self::Message, Self::Schedule, Self::Run];

    fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Schedule => "schedule",
            Self::Run => "run",
        }
    }

    /// The code of its problem.
    fn problem_name(self) -> &'static str {
        match self {
            Self::Message => "stored_messages_unreadable",
            Self::Schedule => "stored_schedules_unreadable",
            Self::Run => "stored_runs_unreadable",
        }
    }

    fn problem(self, count: usize, last: &str) -> Problem {
        let (count, last) = (count as u64, last.to_owned());
        match self {
            Self::Message => problems::stored_messages_unreadable(count, last),
            Self::Schedule => problems::stored_schedules_unreadable(count, last),
            Self::Run => problems::stored_runs_unreadable(count, last),
        }
    }
}

/// A row that was set aside.
#[derive(Clone, Debug)]
struct Damage {
    kind: DamagedKind,
    id: String,
    found_at: Timestamp,
}

fn stored(rx: &mut impl Read) -> Result<Vec<Damage>, DbError> {
    let sql = "SELECT kind, id, found_at FROM damaged_row ORDER BY found_at DESC LIMIT $1";
    let rows = rx.query(sql, params![REMEMBERED], |row| {
        // A row of this table that cannot be read is skipped.
        Ok(row.get::<String>(0).ok().zip(row.get::<String>(1).ok()).zip(row.get::<i64>(2).ok()))
    })?;
    let known = rows.into_iter().flatten().filter_map(|((kind, id), found_at)| {
        let kind = DamagedKind::ALL.into_iter().find(|known| known.name() == kind)?;
        Some(Damage { kind, id, found_at: Timestamp::from_millisecond(found_at).ok()? })
    });
    // Oldest first, in the order in which they are reported.
    Ok(known.collect::<Vec<_>>().into_iter().rev().collect())
}

/// A problem of the storage.
#[derive(Clone, Debug)]
pub struct StorageProblem {
    /// Identifies the problem: its code.
    pub name: &'static str,
    /// The problem.
    pub problem: Problem,
    /// When it was last found; `None` if it exists now.
    pub found_at: Option<Timestamp>,
}

/// The handle of the storage status; clones share the state.
#[derive(Clone)]
pub struct StorageStatus {
    db: Db,
    clock: Clock,
    disk: watch::Receiver<DiskState>,
    damaged: Arc<Mutex<Vec<Damage>>>,
    /// Free space below which bulk mail is refused; `None` is the default.
    floor_bytes: Arc<Mutex<Option<u64>>>,
    measured: Arc<Mutex<Option<SpaceMeasurement>>>,
}

/// The result of a measurement of the free space.
#[derive(Clone)]
struct SpaceMeasurement {
    at: Timestamp,
    low: Option<Problem>,
}

impl StorageStatus {
    /// Opens the status and reads which rows were set aside before.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn open(db: Db, clock: Clock) -> Result<Self, DbError> {
        let damaged = Arc::new(Mutex::new(db.read(|rx| stored(rx)).await?));
        let disk = db.disk();
        Ok(Self { disk, db: db.with_reserve(), clock, damaged, floor_bytes: Arc::default(), measured: Arc::default() })
    }

    /// Sets the floor of free space in bytes, below which bulk mail is refused; 0 is off. By default 1 GiB or 5 % of
    /// the disk, whichever is less.
    pub fn set_floor(&self, floor_bytes: Option<u64>) {
        *self.floor_bytes.lock().unwrap_or_else(PoisonError::into_inner) = floor_bytes;
    }

    /// Why no bulk mail is accepted: less space is free than the floor. Measures at most once a second; logs changes.
    pub fn low_space(&self) -> Option<Problem> {
        let now = self.clock.now();
        let mut measured = self.measured.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = measured.as_ref().filter(|before| (before.at..before.at + MEASURED_EVERY).contains(&now))
        {
            return before.low.clone();
        }
        let configured = *self.floor_bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let low = self.db.disk_space().and_then(|DiskSpace { free_bytes, total_bytes }| {
            let floor = configured.unwrap_or_else(|| FLOOR_BYTES.min(total_bytes / FLOOR_SHARE));
            let megabytes = |bytes: u64| bytes / 1_000_000;
            (free_bytes < floor).then(|| problems::disk_low(megabytes(free_bytes), megabytes(floor)))
        });
        if low.is_some() != measured.as_ref().is_some_and(|before| before.low.is_some()) {
            match &low {
                Some(_) => tracing::warn!("little disk space is free: bulk mail is refused, urgent mail is accepted"),
                None => tracing::info!("enough disk space is free again: bulk mail is accepted"),
            }
        }
        *measured = Some(SpaceMeasurement { at: now, low: low.clone() });
        low
    }

    /// The current problems, most urgent first.
    pub fn problems(&self) -> Vec<Problem> {
        self.dated_problems().into_iter().map(|dated| dated.problem).collect()
    }

    /// Why nothing can be accepted: the disk is full or read-only.
    pub fn disk(&self) -> Option<Problem> {
        match *self.disk.borrow() {
            DiskState::Writable => None,
            DiskState::Full => Some(problems::disk_full()),
            DiskState::ReadOnly => Some(problems::disk_read_only()),
        }
    }

    /// Logs, stores and shows a row that could not be read and was set aside.
    pub async fn report_damage(&self, kind: DamagedKind, id: &str, cause: &(dyn Error + Send + Sync + 'static)) {
        tracing::error!(
            id,
            error = cause as &(dyn Error + 'static),
            "a stored {} cannot be read and was set aside; others go on. Check the database with `owlpost check --deep`",
            kind.name()
        );
        let damage = Damage { kind, id: id.to_owned(), found_at: self.clock.now() };
        {
            let mut damaged = self.damaged();
            if damaged.len() < REMEMBERED {
                damaged.push(damage.clone());
            }
        }
        let sql = "INSERT INTO damaged_row (kind, id, found_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (kind, id) DO UPDATE SET found_at = excluded.found_at";
        let stored = self.db.write(move |tx| {
            tx.execute(sql, params![damage.kind.name(), &damage.id, damage.found_at.as_millisecond()])
        });
        if let Err(error) = stored.await.map(|_: usize| ()) {
            let error: DbError = error;
            tracing::error!(error = &error as &dyn Error, "storing what was set aside");
        }
    }

    /// As [`StorageStatus::problems`], with the time when each was found.
    pub fn dated_problems(&self) -> Vec<StorageProblem> {
        let disk = self.disk().map(|problem| {
            let name = if *self.disk.borrow() == DiskState::ReadOnly { "disk_read_only" } else { "disk_full" };
            StorageProblem { name, problem, found_at: None }
        });
        let low = if disk.is_some() { None } else { self.low_space() };
        let low = low.map(|problem| StorageProblem { name: "disk_low", problem, found_at: None });
        disk.into_iter().chain(low).chain(self.damage()).collect()
    }

    /// One problem for each kind of row that was set aside within the last week.
    fn damage(&self) -> Vec<StorageProblem> {
        let since = self.clock.now().checked_sub(SHOWN).unwrap_or(Timestamp::MIN);
        let damaged = self.damaged();
        let of_kind = |kind: DamagedKind| {
            let found: Vec<_> =
                damaged.iter().filter(|damage| damage.kind == kind && damage.found_at >= since).collect();
            let last = found.last()?;
            let problem = kind.problem(found.len(), &last.id);
            Some(StorageProblem { name: kind.problem_name(), problem, found_at: Some(last.found_at) })
        };
        DamagedKind::ALL.into_iter().filter_map(of_kind).collect()
    }

    fn damaged(&self) -> MutexGuard<'_, Vec<Damage>> {
        self.damaged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
