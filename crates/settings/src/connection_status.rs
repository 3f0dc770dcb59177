//! The state of the active connection: whether it works, since when, and whether sending is paused because of it.
//!
//! This is the only place with that state. The delivery loop and the connection test write it; pages, API, metrics and
//! letters read it. While sending is paused, neither the success of a message that was already in progress nor that of
//! a connection test makes the connection *verified*; only the probe that ends the pause does.

use jiff::Timestamp;
use mail::{EmailAddress, Problem};
use storage::{Read, Tx, params};

use super::{Method, SettingsError};

/// The state of the active connection, as pages and `GET /email-settings/status` show it.
#[derive(Clone, Debug)]
pub struct ConnectionStatus {
    /// The active method.
    pub method: Method,
    /// The active From address.
    pub sender: EmailAddress,
    /// Whether the connection is known to work.
    pub state: ConnectionState,
    /// When a message was last sent, or a test last succeeded; `None` for the built-in mailbox.
    pub last_success_at: Option<Timestamp>,
    /// The last failure of the connection, until it works again.
    pub problem: Option<Problem>,
}

/// Whether the connection is known to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    /// The built-in mailbox: there is nothing to verify, and nothing is sent.
    Mailbox,
    /// Saved, and not used or tested since.
    NotVerified,
    /// A test or a message succeeded, first at this time.
    Verified(Timestamp),
    /// Failing since this time.
    FailingSince(Timestamp),
    /// Somebody has to consent at the provider, since this time.
    ConsentNeededSince(Timestamp),
}

/// Sending is paused: mail waits until a probe of the connection succeeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it began; a restart does not change it.
    pub since: Timestamp,
    /// The newest problem of the connection.
    pub problem: Problem,
    /// When the connection is probed next; `None` while a probe is under way, and before the first one after a start.
    pub next_probe_at: Option<Timestamp>,
}

/// A pause that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedPause {
    /// The pause.
    pub pause: Pause,
    /// When it ended.
    pub until: Timestamp,
    /// Number of messages that were waiting at that time.
    pub waiting: u64,
}

/// The code of a problem that a new consent solves; `delivery::diagnosis` and the token source use it.
const CONSENT_NEEDED: &str = "consent_needed";

impl ConnectionState {
    /// The API name: `mailbox`, `not_verified`, `verified`, `failing` or `consent_needed`.
    pub fn name(self) -> &'static str {
        match self {
            ConnectionState::Mailbox => "mailbox",
            ConnectionState::NotVerified => "not_verified",
            ConnectionState::Verified(_) => "verified",
            ConnectionState::FailingSince(_) => "failing",
            ConnectionState::ConsentNeededSince(_) => "consent_needed",
        }
    }
}

/// The state of a version's connection, in memory; written to the database when the state changes.
#[derive(Clone, Debug)]
pub(super) struct StatusRecord {
    number: u32,
    state: ConnectionState,
    since: Timestamp,
    last_success_at: Option<Timestamp>,
    problem: Option<Problem>,
    /// Kept when another version becomes active, until the delivery loop uses the new version.
    pause: Option<Pause>,
    /// Whether the last success is newer than the one in the database.
    unwritten: bool,
}

impl StatusRecord {
    pub fn not_verified(number: u32, now: Timestamp) -> Self {
        let state = ConnectionState::NotVerified;
        Self { number, state, since: now, last_success_at: None, problem: None, pause: None, unwritten: false }
    }

    /// Follows a change of the active version.
    pub fn follow_version(&mut self, number: u32, now: Timestamp) {
        *self = Self { pause: self.pause.take(), ..Self::not_verified(number, now) };
    }

    /// The status to show. `to_mailbox` says that the connection is the built-in mailbox: it sends nothing, so storing
    /// mail verifies nothing.
    pub fn status(&self, method: Method, sender: EmailAddress, to_mailbox: bool) -> ConnectionStatus {
        let Self { mut state, mut last_success_at, .. } = *self;
        if to_mailbox {
            last_success_at = None;
            if !matches!(state, ConnectionState::FailingSince(_)) {
                state = ConnectionState::Mailbox;
            }
        }
        if let (ConnectionState::FailingSince(since), Some(CONSENT_NEEDED)) =
            (state, self.problem.as_ref().map(|problem| problem.code.as_ref()))
        {
            state = ConnectionState::ConsentNeededSince(since);
        }
        ConnectionStatus { method, sender, state, last_success_at, problem: self.problem.clone() }
    }

    pub fn pause(&self) -> Option<&Pause> {
        self.pause.as_ref()
    }

    /// Records that a message was sent, or that a test succeeded. Returns whether the state changed; a success of
    /// another version changes nothing.
    pub fn record_success(&mut self, number: u32, now: Timestamp) -> bool {
        if number != self.number {
            return false;
        }
        self.last_success_at = Some(now);
        if self.pause.is_some() || matches!(self.state, ConnectionState::Verified(_)) {
            self.unwritten = true;
            return false;
        }
        self.verified(now);
        true
    }

    /// Records that the connection failed. Returns whether the state changed; the same problem again is not a change.
    pub fn record_failure(&mut self, number: u32, problem: &Problem, now: Timestamp) -> bool {
        if number != self.number || self.pause.is_some() {
            return false;
        }
        self.fails(problem, now)
    }

    /// Records that sending pauses, or that a probe failed. Returns whether anything changed that is stored in the
    /// database.
    pub fn record_pause(
        &mut self,
        number: u32,
        problem: &Problem,
        next_probe_at: Option<Timestamp>,
        now: Timestamp,
    ) -> bool {
        if number != self.number {
            return false;
        }
        let failed = self.fails(problem, now);
        let since = self.pause.as_ref().map_or(now, |pause| pause.since);
        let is_new = self.pause.is_none();
        self.pause = Some(Pause { since, problem: problem.clone(), next_probe_at });
        is_new || failed
    }

    pub fn schedule_probe(&mut self, at: Option<Timestamp>) {
        if let Some(pause) = &mut self.pause {
            pause.next_probe_at = at;
        }
    }

    /// Records that the connection of version `number` works. Returns the pause that ends, if there is one.
    pub fn resume(&mut self, number: u32, now: Timestamp) -> Option<Pause> {
        if number == self.number {
            self.last_success_at = Some(now);
            self.verified(now);
        }
        self.pause.take()
    }

    /// Ends a pause that belongs to a connection which is no longer active.
    pub fn drop_pause(&mut self) -> Option<Pause> {
        self.pause.take()
    }

    pub fn take_unwritten(&mut self) -> bool {
        std::mem::take(&mut self.unwritten)
    }

    fn verified(&mut self, now: Timestamp) {
        if !matches!(self.state, ConnectionState::Verified(_)) {
            self.state = ConnectionState::Verified(now);
            self.since = now;
        }
        self.problem = None;
        self.unwritten = false;
    }

    fn fails(&mut self, problem: &Problem, now: Timestamp) -> bool {
        let is_new = self.problem.as_ref() != Some(problem);
        self.problem = Some(problem.clone());
        if matches!(self.state, ConnectionState::FailingSince(_)) {
            return is_new;
        }
        self.state = ConnectionState::FailingSince(now);
        self.since = now;
        true
    }
}

/// Reads the state of version `number`. A state of another version is ignored, except its pause, which the delivery
/// loop ends.
pub(super) fn read<R: Read>(rx: &mut R, number: u32, now: Timestamp) -> Result<StatusRecord, SettingsError> {
    let sql = "SELECT number, state, since, last_success_at, problem, paused_since FROM settings_status";
    let row = rx.query_first(sql, &[], |row| {
        let problem: Option<String> = row.get(4)?;
        let state: String = row.get(1)?;
        let times = (row.get::<i64>(2)?, row.get::<Option<i64>>(3)?, row.get::<Option<i64>>(5)?);
        Ok((row.get::<u32>(0)?, state, times, problem))
    });
    let row = match row {
        Err(error) if error.is_unreadable() => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the stored state of the connection is damaged and will be determined again"
            );
            None
        }
        row => row?,
    };
    let time = |ms: i64| Timestamp::from_millisecond(ms).ok();
    let record = row.and_then(|(number, state, (since, last_success_at, paused_since), problem)| {
        let since = time(since)?;
        let state = match state.as_str() {
            "verified" => ConnectionState::Verified(since),
            "failing" => ConnectionState::FailingSince(since),
            _ => ConnectionState::NotVerified,
        };
        // A problem that a newer owlpost wrote may be unreadable; the next probe determines it again.
        let problem: Option<Problem> = problem.and_then(|problem| serde_json::from_str(&problem).ok());
        let pause = paused_since.and_then(time).zip(problem.clone()).map(|(since, problem)| Pause {
            since,
            problem,
            next_probe_at: None,
        });
        let last_success_at = last_success_at.and_then(time);
        Some(StatusRecord { number, state, since, last_success_at, problem, pause, unwritten: false })
    });
    Ok(match record {
        Some(record) if record.number == number => record,
        Some(record) => StatusRecord { pause: record.pause, ..StatusRecord::not_verified(number, now) },
        None => StatusRecord::not_verified(number, now),
    })
}

pub(super) fn write(tx: &mut Tx<'_>, record: &StatusRecord) -> Result<(), SettingsError> {
    let problem = record.pause.as_ref().map(|pause| &pause.problem).or(record.problem.as_ref());
    let problem = problem.map(|problem| serde_json::to_string(problem).expect("a problem serializes to JSON"));
    tx.execute(
        "INSERT INTO settings_status (one, number, state, since, last_success_at, problem, paused_since)
         VALUES (1, $1, $2, $3, $4, $5, $6)
         ON CONFLICT (one) DO UPDATE SET number = excluded.number, state = excluded.state, since = excluded.since,
             last_success_at = excluded.last_success_at, problem = excluded.problem,
             paused_since = excluded.paused_since",
        params![
            record.number,
            record.state.name(),
            record.since.as_millisecond(),
            record.last_success_at.map(Timestamp::as_millisecond),
            problem,
            record.pause.as_ref().map(|pause| pause.since.as_millisecond())
        ],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn problem(code: &str) -> Problem {
        let text = String::new;
        Problem::verbatim(code, mail::ProblemSentences { what: text(), meaning: text(), remedy: text() })
    }

    fn at(seconds: u64) -> Timestamp {
        let noon: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        noon + Duration::from_secs(seconds)
    }

    #[test]
    fn a_pause_persists_when_a_message_in_progress_succeeds() {
        let mut record = StatusRecord::not_verified(1, at(0));
        assert!(record.record_pause(1, &problem("login_refused"), Some(at(5)), at(0)));
        assert!(!record.record_success(1, at(1)), "nothing to write");
        assert_eq!(record.state, ConnectionState::FailingSince(at(0)));
        assert_eq!(record.problem, Some(problem("login_refused")));
        assert_eq!(record.last_success_at, Some(at(1)));
        assert!(!record.record_failure(1, &problem("found_by_a_test"), at(2)), "the pause has its own problem");
        assert!(record.resume(1, at(9)).is_some());
        assert_eq!((record.state, record.problem), (ConnectionState::Verified(at(9)), None));
    }

    #[test]
    fn a_pause_keeps_its_beginning_and_the_newest_problem() {
        let mut record = StatusRecord::not_verified(1, at(0));
        assert!(record.record_pause(1, &problem("a"), Some(at(5)), at(0)));
        assert!(!record.record_pause(1, &problem("a"), Some(at(15)), at(5)), "no news");
        assert!(record.record_pause(1, &problem("b"), Some(at(35)), at(15)));
        let expected = Pause { since: at(0), problem: problem("b"), next_probe_at: Some(at(35)) };
        assert_eq!(record.pause(), Some(&expected));
    }

    #[test]
    fn the_state_of_another_version_is_ignored_and_its_pause_stays_until_the_loop_ends_it() {
        let mut record = StatusRecord::not_verified(1, at(0));
        record.record_pause(1, &problem("a"), None, at(0));
        record.follow_version(2, at(1));
        assert_eq!((record.state, &record.problem), (ConnectionState::NotVerified, &None));
        assert!(!record.record_pause(1, &problem("late"), None, at(2)) && !record.record_success(1, at(2)));
        assert_eq!(record.drop_pause().map(|pause| pause.problem), Some(problem("a")));
        assert_eq!(record.pause(), None);
    }
}
