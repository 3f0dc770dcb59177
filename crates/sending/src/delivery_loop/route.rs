//! What happens to waiting mail when the route changes: to the built-in mailbox instead of a mail server, or back.
//!
//! The database stores the last route, so that a change is noticed whatever its cause: saved or restored settings, or
//! another configuration file. Nothing is leased for the mailbox until the change is written.

use std::sync::Arc;

use jiff::Timestamp;
use queue::{QueueError, Route};
use settings::{Active, Connection, WaitingMail};
use storage::{DbError, Tx};

use super::{DeliveryHandle, Event, Shared};

/// The delay between attempts to write a change.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(1);

/// A change of the route, and what happens to waiting mail.
#[derive(Clone, Copy, Debug)]
pub struct RouteChange {
    pub route: Route,
    waiting_mail: WaitingMail,
    /// Mail accepted at this time or later was accepted for the new route.
    before: Timestamp,
}

impl RouteChange {
    /// The change to the connection of `active`. `before` overrides the time at which the version was saved, for the
    /// start of the process.
    pub fn to(active: &Active, before: Option<Timestamp>, now: Timestamp) -> Self {
        let version = &active.version;
        let before = before.or(version.saved_at).unwrap_or(now);
        Self { route: route_of(&active.connection), waiting_mail: version.waiting_mail, before }
    }
}

pub fn route_of(connection: &Connection) -> Route {
    if matches!(connection, Connection::Mailbox) { Route::Mailbox } else { Route::Server }
}

/// Tries to write a change until that succeeds or the database is closed.
pub async fn follow(shared: &Shared, change: RouteChange) {
    loop {
        match write(shared, change).await {
            Ok(()) | Err(QueueError::Db(DbError::Closed)) => return,
            Err(error) => {
                log_unwritten(&error);
                shared.deps.clock.sleep(AGAIN).await;
            }
        }
    }
}

pub fn log_unwritten(error: &QueueError) {
    tracing::error!(
        error = error as &dyn std::error::Error,
        "what happens to waiting mail could not be written; trying again"
    );
}

/// Writes a change of the route, and holds, cancels or frees waiting mail.
///
/// # Errors
/// If the outbox could not be written.
pub async fn write(shared: &Shared, change: RouteChange) -> Result<(), QueueError> {
    let RouteChange { route, waiting_mail, before } = change;
    let db = &shared.deps.db;
    let (held, ended) = db
        .write(move |tx| {
            let was = queue::record_route(tx, route)?;
            let ended = if route == Route::Server { queue::end_hold(tx)? } else { 0 };
            let switches = was == Some(Route::Server) && route == Route::Mailbox;
            // Mail to be cancelled is put on hold first, because it may be too much for one transaction.
            let held = if switches && waiting_mail != WaitingMail::Deliver { queue::hold(tx, before)? } else { 0 };
            Ok::<_, QueueError>((held, ended))
        })
        .await?;
    if ended > 0 {
        tracing::info!(target: "mail", deliveries = ended, "no longer on hold");
    }
    if held == 0 {
        return Ok(());
    }
    if waiting_mail == WaitingMail::Cancel {
        let cancelled = cancel_on_hold(shared).await?;
        tracing::info!(target: "mail", deliveries = cancelled, "cancelled because the built-in mailbox is active");
    } else {
        tracing::info!(target: "mail", deliveries = held, "on hold because the built-in mailbox is active");
    }
    shared.publish(Event::Status);
    Ok(())
}

/// Writes the audit entry of a decision in its transaction. The argument is the number of deliveries.
pub type Note = Arc<dyn Fn(&mut Tx<'_>, u64) -> Result<(), DbError> + Send + Sync>;

impl DeliveryHandle {
    /// Releases deliveries on hold to the built-in mailbox. Returns their number.
    ///
    /// # Errors
    /// If that could not be written.
    pub async fn deliver_on_hold(&self, note: Note) -> Result<u64, QueueError> {
        let ended = self.shared.deps.db.write(move |tx| {
            let deliveries = queue::on_hold(tx)?;
            if deliveries > 0 {
                queue::end_hold(tx)?;
                note(tx, deliveries)?;
            }
            Ok::<_, QueueError>(deliveries)
        });
        let ended = ended.await?;
        self.wake();
        self.shared.publish(Event::Status);
        Ok(ended)
    }

    /// Cancels deliveries on hold. Returns their number.
    ///
    /// # Errors
    /// If that could not be written. Deliveries that are not cancelled by then stay on hold.
    pub async fn cancel_on_hold(&self, note: Note) -> Result<u64, QueueError> {
        let noted = self.shared.deps.db.write(move |tx| {
            let deliveries = queue::on_hold(tx)?;
            if deliveries > 0 {
                note(tx, deliveries)?;
            }
            Ok::<_, QueueError>(())
        });
        noted.await?;
        let cancelled = cancel_on_hold(&self.shared).await;
        self.wake();
        self.shared.publish(Event::Status);
        cancelled
    }
}

async fn cancel_on_hold(shared: &Shared) -> Result<u64, QueueError> {
    let mut all = 0;
    loop {
        let now = shared.deps.clock.now();
        let cancelled = shared.deps.db.write(move |tx| queue::cancel_on_hold(tx, now)).await?;
        if cancelled == 0 {
            return Ok(all);
        }
        all += cancelled as u64;
    }
}
