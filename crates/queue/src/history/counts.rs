//! Counts of deliveries, and the next due time.

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::Timestamp;
use storage::{DbError, Read, Row, Value, params};

use super::time;
use crate::due_sources::sources;
use crate::{Id, Lane, QueueError, State, StateGroup};

/// Counts of deliveries by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([u64; State::ALL.len()]);

impl Tally {
    /// The count of this state.
    pub fn of(&self, state: State) -> u64 {
        self.0[state as usize]
    }

    /// How many are in a state of this group.
    pub fn of_group(&self, group: StateGroup) -> u64 {
        group.states().iter().map(|state| self.of(*state)).sum()
    }

    /// The total.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The number of deliveries that wait for an attempt.
    pub fn waiting(&self) -> u64 {
        self.iter().filter(|(state, _)| state.waits()).map(|(_, count)| count).sum()
    }

    /// The most significant state: pending ones first, then failures, then successes.
    pub fn overall(&self) -> State {
        const BY_WEIGHT: [State; 8] = [
            State::Sending,
            State::Deferred,
            State::Queued,
            State::Failed,
            State::Expired,
            State::Uncertain,
            State::Cancelled,
            State::Kept,
        ];
        BY_WEIGHT.into_iter().find(|state| self.of(*state) > 0).unwrap_or(State::Sent)
    }

    /// Each state with its count.
    pub fn iter(&self) -> impl Iterator<Item = (State, u64)> + '_ {
        State::ALL.iter().map(|state| (*state, self.of(*state)))
    }
}

impl FromIterator<(State, u64)> for Tally {
    fn from_iter<T: IntoIterator<Item = (State, u64)>>(counts: T) -> Self {
        let mut tally = Self::default();
        for (state, count) in counts {
            tally.0[state as usize] += count;
        }
        tally
    }
}

pub(crate) const FIRST_EXPIRY: &str =
    "SELECT min(expires_at) FROM delivery WHERE expires_at IS NOT NULL AND due IS NOT NULL";
pub(crate) const WAITING: &str = "SELECT state, count(*) FROM delivery WHERE due IS NOT NULL GROUP BY state";
pub(crate) const SINCE: &str = "SELECT state, count(*) FROM delivery WHERE message >= $1 GROUP BY state";

/// The next time at which a delivery becomes due or expires, or a lease ends; `None` if nothing waits. The delivery
/// loop sleeps until then. It is in the past if something is already due.
pub fn next_due(rx: &mut impl Read) -> Result<Option<Timestamp>, QueueError> {
    let mut next = first_expiry(rx)?;
    // One search for each prefix of the index; a minimum over all of them would read the whole index.
    for state in [State::Queued, State::Deferred, State::Sending] {
        for lane in Lane::ALL {
            let first = sources(rx, state, *lane)?.into_iter().filter_map(|(_, due)| due).min();
            next = [next, first].into_iter().flatten().min();
        }
    }
    next.map(time).transpose()
}

fn first_expiry(rx: &mut impl Read) -> Result<Option<i64>, QueueError> {
    match rx.query_first(FIRST_EXPIRY, params![], |row| row.get::<Option<i64>>(0)) {
        // An unreadable value sorts after all times, so there is no other one.
        Err(error) if error.is_unreadable() => Ok(None),
        found => Ok(found?.flatten()),
    }
}

/// Counts of waiting and sending deliveries by state; reads only these, not the history.
pub fn waiting(rx: &mut impl Read) -> Result<Tally, QueueError> {
    tally(rx, WAITING, params![])
}

/// The number of recipients sent to at `since` or later, by hour since 1970, oldest first, for the daily limit of a
/// provider. Does not look further back than a message can have been attempted.
pub fn sent_by_hour(rx: &mut impl Read, since: Timestamp) -> Result<Vec<(i64, u64)>, QueueError> {
    let oldest = since.checked_sub(crate::MAX_RETRY_TIME).unwrap_or(Timestamp::MIN);
    let hours = rx.query(
        "SELECT changed_at / 3600000, count(*) FROM delivery \
         WHERE message >= $1 AND state = 'sent' AND changed_at >= $2 GROUP BY 1 ORDER BY 1",
        params![Id::first_at(oldest), since.as_millisecond()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(hours)
}

/// Counts of deliveries by state for messages accepted at `since` or later; reads all of them.
pub fn counts(rx: &mut impl Read, since: Timestamp) -> Result<Tally, QueueError> {
    tally(rx, SINCE, params![Id::first_at(since)])
}

/// Messages per statement: one search in the primary key for each, and few statements.
pub(crate) const AT_ONCE: usize = 500;

/// Counts of deliveries by state for each of these messages; a message that is no longer stored is missing.
pub fn tallies(rx: &mut impl Read, messages: &[Id]) -> Result<HashMap<Id, Tally>, QueueError> {
    let mut tallies: HashMap<Id, Tally> = HashMap::with_capacity(messages.len());
    let read = |row: &Row<'_>| Ok((row.get::<Id>(0)?, row.get::<State>(1)?, row.get::<u64>(2)?));
    each_state(rx, "message, state, count(*)", "message, state", messages, read, |(id, state, count)| {
        tallies.entry(id).or_default().0[state as usize] += count;
    })?;
    Ok(tallies)
}

/// Counts of deliveries by state for all these messages together; reads each of them.
pub fn tally_of(rx: &mut impl Read, messages: &[Id]) -> Result<Tally, QueueError> {
    let mut tally = Tally::default();
    let read = |row: &Row<'_>| Ok((row.get::<State>(0)?, row.get::<u64>(1)?));
    each_state(rx, "state, count(*)", "state", messages, read, |(state, count)| tally.0[state as usize] += count)?;
    Ok(tally)
}

fn each_state<T>(
    rx: &mut impl Read,
    columns: &str,
    by: &str,
    messages: &[Id],
    read: impl Fn(&Row<'_>) -> Result<T, DbError>,
    mut take: impl FnMut(T),
) -> Result<(), QueueError> {
    for some in messages.chunks(AT_ONCE) {
        let sql = of_messages(columns, by, some.len());
        let values: Vec<Value<'_>> = some.iter().map(|id| Value::from(*id)).collect();
        rx.query(&sql, &values, &read)?.into_iter().for_each(&mut take);
    }
    Ok(())
}

/// The statement for `count` messages.
pub(crate) fn of_messages(columns: &str, by: &str, count: usize) -> String {
    format!("SELECT {columns} FROM delivery WHERE message IN ({}) GROUP BY {by}", placeholders(count))
}

/// `$1, $2, …`
pub(crate) fn placeholders(count: usize) -> String {
    let mut list = String::new();
    for number in 1..=count {
        let _ = write!(list, "{}${number}", if number == 1 { "" } else { ", " });
    }
    list
}

fn tally(rx: &mut impl Read, sql: &str, values: &[Value<'_>]) -> Result<Tally, QueueError> {
    Ok(rx.query(sql, values, |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}
