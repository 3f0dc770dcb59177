//! How the active connection fares: the status header of the page and `GET /email-settings/status`.

use jiff::Timestamp;
use mail::{EmailAddress, Problem};
use storage::{Read, Tx, params};

use super::{Method, SettingsError};

/// What the status header shows.
#[derive(Clone, Debug)]
pub struct Status {
    /// The method in force.
    pub method: Method,
    /// The From address in force.
    pub sender: EmailAddress,
    /// Whether the connection is known to work.
    pub state: StatusState,
    /// When mail last left, or a test last succeeded.
    pub last_success_at: Option<Timestamp>,
    /// The last failure of the connection, until it works again.
    pub problem: Option<Problem>,
}

/// Whether the connection is known to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusState {
    /// Saved, and not tried since.
    NotVerified,
    /// A test or a message went through, first at this time.
    Verified(Timestamp),
    /// In trouble since.
    FailingSince(Timestamp),
    /// Somebody has to consent at the provider, since.
    ConsentNeededSince(Timestamp),
}

/// The problem that a consent solves; `delivery::diagnosis` and the token source use this code.
const CONSENT_NEEDED: &str = "consent_needed";

impl StatusState {
    /// The API name: `not_verified`, `verified`, `failing` or `consent_needed`.
    pub fn name(self) -> &'static str {
        match self {
            StatusState::NotVerified => "not_verified",
            StatusState::Verified(_) => "verified",
            StatusState::FailingSince(_) => "failing",
            StatusState::ConsentNeededSince(_) => "consent_needed",
        }
    }
}

/// How a version's connection fares, in memory; written where the state changes.
#[derive(Clone, Debug)]
pub(super) struct Fortune {
    number: u32,
    state: StatusState,
    since: Timestamp,
    last_success_at: Option<Timestamp>,
    problem: Option<Problem>,
    /// The last success is newer than what is written.
    unwritten: bool,
}

impl Fortune {
    pub fn not_verified(number: u32, now: Timestamp) -> Self {
        let state = StatusState::NotVerified;
        Self { number, state, since: now, last_success_at: None, problem: None, unwritten: false }
    }

    pub fn status(&self, method: Method, sender: EmailAddress) -> Status {
        let Self { mut state, last_success_at, .. } = *self;
        if let (StatusState::FailingSince(since), Some(CONSENT_NEEDED)) =
            (state, self.problem.as_ref().map(|problem| problem.code.as_ref()))
        {
            state = StatusState::ConsentNeededSince(since);
        }
        Status { method, sender, state, last_success_at, problem: self.problem.clone() }
    }

    /// Whether the state changed; a success of another version says nothing.
    pub fn succeeded(&mut self, number: u32, now: Timestamp) -> bool {
        if number != self.number {
            return false;
        }
        self.last_success_at = Some(now);
        if matches!(self.state, StatusState::Verified(_)) {
            self.unwritten = true;
            return false;
        }
        *self = Self { state: StatusState::Verified(now), since: now, problem: None, unwritten: false, ..self.clone() };
        true
    }

    /// Whether the state changed; the same trouble again is no change.
    pub fn failed(&mut self, number: u32, problem: &Problem, now: Timestamp) -> bool {
        if number != self.number {
            return false;
        }
        let is_new = self.problem.as_ref() != Some(problem);
        self.problem = Some(problem.clone());
        if !matches!(self.state, StatusState::FailingSince(_)) {
            self.state = StatusState::FailingSince(now);
            self.since = now;
            return true;
        }
        is_new
    }

    pub fn take_unwritten(&mut self) -> bool {
        std::mem::take(&mut self.unwritten)
    }
}

/// What was read, if anything was.
pub(super) struct ReadFortune(Option<Fortune>);

impl ReadFortune {
    /// What is known of version `number`: what was read, if it is about that version.
    pub fn of_version(self, number: u32, now: Timestamp) -> Fortune {
        self.0.filter(|fortune| fortune.number == number).unwrap_or_else(|| Fortune::not_verified(number, now))
    }
}

pub(super) fn read<R: Read>(rx: &mut R) -> Result<ReadFortune, SettingsError> {
    let row =
        rx.query_first("SELECT number, state, since, last_success_at, problem FROM settings_status", &[], |row| {
            let problem: Option<String> = row.get(4)?;
            let state: String = row.get(1)?;
            Ok((row.get::<u32>(0)?, state, row.get::<i64>(2)?, row.get::<Option<i64>>(3)?, problem))
        })?;
    let time = |ms: i64| Timestamp::from_millisecond(ms).ok();
    Ok(ReadFortune(row.and_then(|(number, state, since, last_success_at, problem)| {
        let since = time(since)?;
        let state = match state.as_str() {
            "verified" => StatusState::Verified(since),
            "failing" => StatusState::FailingSince(since),
            _ => StatusState::NotVerified,
        };
        // A problem that a newer owlpost wrote is found anew by the next probe.
        let problem = problem.and_then(|problem| serde_json::from_str(&problem).ok());
        let last_success_at = last_success_at.and_then(time);
        Some(Fortune { number, state, since, last_success_at, problem, unwritten: false })
    })))
}

pub(super) fn write(tx: &mut Tx<'_>, fortune: &Fortune) -> Result<(), SettingsError> {
    let problem =
        fortune.problem.as_ref().map(|problem| serde_json::to_string(problem).expect("a problem is made of texts"));
    tx.execute(
        "INSERT INTO settings_status (one, number, state, since, last_success_at, problem) VALUES (1, $1, $2, $3, $4, $5)
         ON CONFLICT (one) DO UPDATE SET number = excluded.number, state = excluded.state, since = excluded.since,
             last_success_at = excluded.last_success_at, problem = excluded.problem",
        params![
            fortune.number,
            fortune.state.name(),
            fortune.since.as_millisecond(),
            fortune.last_success_at.map(Timestamp::as_millisecond),
            problem
        ],
    )?;
    Ok(())
}
