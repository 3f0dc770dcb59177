//! What is known about the connection: read by pages and API, recorded by the delivery loop and by tests.
//!
//! The state itself is in [`super::connection_status`]; this file has the methods of [`Settings`] for it.

use jiff::Timestamp;
use mail::Problem;
use tokio::sync::broadcast;

use super::{Connection, ConnectionStatus, EndedPause, Pause, Settings, SettingsError, connection_status};

impl Settings {
    /// The state of the active connection.
    pub fn status(&self) -> ConnectionStatus {
        let version = self.active();
        self.record().status(version.settings.method, self.sender(&version.settings), self.is_to_mailbox())
    }

    /// Whether the built-in mailbox is active: mail is stored on this server, and nothing is sent.
    pub fn is_to_mailbox(&self) -> bool {
        matches!(self.shared.active.borrow().connection, Connection::Mailbox)
    }

    /// The current pause of sending, if there is one.
    pub fn pause(&self) -> Option<Pause> {
        self.record().pause().cloned()
    }

    /// Whether sending is paused.
    pub fn is_paused(&self) -> bool {
        self.record().pause().is_some()
    }

    /// When the connection is probed next; `None` unless sending is paused and a probe is scheduled.
    pub fn next_probe_at(&self) -> Option<Timestamp> {
        self.record().pause().and_then(|pause| pause.next_probe_at)
    }

    /// A receiver of each pause that ends from now on.
    pub fn ended_pauses(&self) -> broadcast::Receiver<EndedPause> {
        self.shared.ended_pauses.subscribe()
    }

    /// Records that a message was sent over the connection of version `number`. Only in memory, because it is called
    /// for each message. Returns whether the state changed and should be written ([`Settings::write_status`]).
    pub fn record_success(&self, number: u32) -> bool {
        self.record().record_success(number, self.shared.clock.now())
    }

    /// Records that a test of the connection of version `number` succeeded. Returns whether the state changed.
    ///
    /// # Errors
    /// If a change of state could not be written; it is recorded in memory nevertheless.
    pub async fn record_test_success(&self, number: u32) -> Result<bool, SettingsError> {
        let changed = self.record_success(number);
        if changed {
            self.write_status().await?;
        }
        Ok(changed)
    }

    /// Records that the connection of version `number` failed, without a pause. Returns whether the state changed.
    ///
    /// # Errors
    /// If a change of state could not be written; it is recorded in memory nevertheless.
    pub async fn record_failure(&self, number: u32, problem: &Problem) -> Result<bool, SettingsError> {
        let changed = self.record().record_failure(number, problem, self.shared.clock.now());
        if changed {
            self.write_status().await?;
        }
        Ok(changed)
    }

    /// Records that sending pauses because of the connection of version `number`, or that a probe failed. Only in
    /// memory; returns whether it should be written.
    pub fn record_pause(&self, number: u32, problem: &Problem, next_probe_at: Option<Timestamp>) -> bool {
        self.record().record_pause(number, problem, next_probe_at, self.shared.clock.now())
    }

    /// Records when the connection is probed next; `None` while it is being probed.
    pub fn schedule_probe(&self, at: Option<Timestamp>) {
        self.record().schedule_probe(at);
    }

    /// Records that the connection of version `number` works. Returns the pause that ended; pass it to
    /// [`Settings::publish_ended_pause`].
    pub fn record_resume(&self, number: u32) -> Option<Pause> {
        self.record().resume(number, self.shared.clock.now())
    }

    /// Ends the pause of a connection that is no longer active, and returns it.
    pub fn drop_pause(&self) -> Option<Pause> {
        self.record().drop_pause()
    }

    /// Sends a pause that ended to the receivers of [`Settings::ended_pauses`].
    pub fn publish_ended_pause(&self, pause: Pause, waiting: u64) {
        // There may be no receiver.
        let _ = self.shared.ended_pauses.send(EndedPause { pause, until: self.shared.clock.now(), waiting });
    }

    /// Writes the time of the last success, which is otherwise only in memory. Called from time to time, and at
    /// shutdown.
    ///
    /// # Errors
    /// Where it could not be written.
    pub async fn write_last_success(&self) -> Result<(), SettingsError> {
        let is_unwritten = self.record().take_unwritten();
        if is_unwritten { self.write_status().await } else { Ok(()) }
    }

    /// Writes the state of the active connection.
    ///
    /// # Errors
    /// Where it could not be written.
    pub async fn write_status(&self) -> Result<(), SettingsError> {
        let shared = self.shared.clone();
        // Read inside the transaction, so that the later of two writes has the newer state.
        self.shared.db.write(move |tx| connection_status::write(tx, &shared.record().clone())).await
    }
}
