//! Mail on hold: it was accepted for a mail server and waits while the built-in mailbox is active.
//!
//! `sending` calls it when the connection changes and when an administrator decides. A delivery that is being sent when
//! a hold begins is on hold afterwards, unless that attempt ends it. A hold changes neither the state nor the time
//! limit of a delivery.

use std::collections::BTreeSet;

use jiff::Timestamp;
use storage::{Read, Tx, params};

use crate::{Id, QueueError, transitions};

/// Where mail is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// A mail server.
    Server,
    /// The built-in mailbox.
    Mailbox,
}

/// Records where mail is delivered from now on. Returns the previous route; `None` if none was recorded.
///
/// # Errors
/// The database.
pub fn record_route(tx: &mut Tx<'_>, route: Route) -> Result<Option<Route>, QueueError> {
    let before = tx.query_first("SELECT to_mailbox FROM outbox_route", params![], |row| row.get::<bool>(0))?;
    let before = before.map(|to_mailbox| if to_mailbox { Route::Mailbox } else { Route::Server });
    // Written only if it changes: a start must be possible on a full disk.
    if before != Some(route) {
        tx.execute(
            "INSERT INTO outbox_route (one, to_mailbox) VALUES (1, $1) \
             ON CONFLICT (one) DO UPDATE SET to_mailbox = excluded.to_mailbox",
            params![route == Route::Mailbox],
        )?;
    }
    Ok(before)
}

/// Puts on hold the deliveries that wait or are being sent, of messages accepted before `before`, except tests. Returns
/// their number.
///
/// # Errors
/// The database.
pub fn hold(tx: &mut Tx<'_>, before: Timestamp) -> Result<usize, QueueError> {
    Ok(tx.execute(
        "UPDATE delivery SET on_hold = 1 WHERE due IS NOT NULL AND on_hold = 0 AND message < $1 \
         AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = delivery.message AND m.kind = 'test')",
        params![Id::first_at(before)],
    )?)
}

/// Ends every hold: deliveries that were on hold are sent when they are due. Returns their number.
///
/// # Errors
/// The database.
pub fn end_hold(tx: &mut Tx<'_>) -> Result<usize, QueueError> {
    Ok(tx.execute("UPDATE delivery SET on_hold = 0 WHERE due IS NOT NULL AND on_hold = 1", params![])?)
}

pub(crate) const ON_HOLD: &str = "SELECT count(*) FROM delivery WHERE due IS NOT NULL AND on_hold = 1";

/// The number of deliveries on hold.
///
/// # Errors
/// The database.
pub fn on_hold(rx: &mut impl Read) -> Result<u64, QueueError> {
    Ok(rx.query_first(ON_HOLD, params![], |row| row.get(0))?.unwrap_or(0))
}

/// Cancels deliveries on hold, as [`crate::cancel`] does. Returns their number. Handles the messages of at most a
/// thousand deliveries, so that the writer is not blocked: call it again until it returns 0.
///
/// # Errors
/// The database.
pub fn cancel_on_hold(tx: &mut Tx<'_>, now: Timestamp) -> Result<usize, QueueError> {
    const MOST: usize = 1000;
    let messages = tx.query(
        "SELECT message FROM delivery WHERE due IS NOT NULL AND on_hold = 1 AND state IN ('queued', 'deferred') LIMIT $1",
        params![MOST],
        |row| row.get::<Id>(0),
    )?;
    let mut cancelled = 0;
    for message in messages.into_iter().collect::<BTreeSet<_>>() {
        cancelled += transitions::cancel(tx, message, now)?;
    }
    Ok(cancelled)
}
