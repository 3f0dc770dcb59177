//! What is known about the connection: read by pages and API, recorded by the delivery loop and by tests.
//!
//! The state itself is in [`super::connection_status`]; here are the verbs of [`Settings`] for it.

use jiff::Timestamp;
use mail::Problem;
use tokio::sync::broadcast;

use super::{
    Connection, ConnectionState, ConnectionStatus, EndedPause, Pause, Settings, SettingsError, connection_status,
};

impl Settings {
    /// The state of the active connection.
    pub fn status(&self) -> ConnectionStatus {
        let version = self.active();
        let status = self.record().status(version.settings.method, self.sender(&version.settings));
        match status.state {
            ConnectionState::NotVerified | ConnectionState::Verified(_)
                if matches!(self.connection(), Connection::Mailbox) =>
            {
                ConnectionStatus { state: ConnectionState::Ready, ..status }
            }
            _ => status,
        }
    }

    /// The pause of sending, while there is one.
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

    /// Each pause that ends from now on.
    pub fn ended_pauses(&self) -> broadcast::Receiver<EndedPause> {
        self.shared.ended_pauses.subscribe()
    }

    /// Records that the connection of version `number` worked: mail left. In memory alone, because it is called for each
    /// message. Returns whether the state changed, and should be written.
    pub fn record_success(&self, number: u32) -> bool {
        self.record().record_success(number, self.shared.clock.now())
    }

    /// Records that a test of the connection of version `number` succeeded. Returns whether the state changed.
    ///
    /// # Errors
    /// Where a change of state could not be written; it is kept in memory all the same.
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
    /// Where a change of state could not be written; it is kept in memory all the same.
    pub async fn record_failure(&self, number: u32, problem: &Problem) -> Result<bool, SettingsError> {
        let changed = self.record().record_failure(number, problem, self.shared.clock.now());
        if changed {
            self.write_status().await?;
        }
        Ok(changed)
    }

    /// Records that sending pauses because of the connection of version `number`, or that a probe failed. In memory;
    /// returns whether it should be written.
    pub fn record_pause(&self, number: u32, problem: &Problem, next_probe_at: Option<Timestamp>) -> bool {
        self.record().record_pause(number, problem, next_probe_at, self.shared.clock.now())
    }

    /// Records when the connection is probed next; `None` while it is being probed.
    pub fn schedule_probe(&self, at: Option<Timestamp>) {
        self.record().schedule_probe(at);
    }

    /// Records that the connection of version `number` works. Returns the pause that ended by that; pass it to
    /// [`Settings::publish_ended_pause`].
    pub fn record_resume(&self, number: u32) -> Option<Pause> {
        self.record().resume(number, self.shared.clock.now())
    }

    /// Ends the pause of a connection that is no longer in force, and returns it.
    pub fn drop_pause(&self) -> Option<Pause> {
        self.record().drop_pause()
    }

    /// Reports a pause that ended to the receivers of [`Settings::ended_pauses`].
    pub fn publish_ended_pause(&self, pause: Pause, waiting: u64) {
        // There may be no receiver.
        let _ = self.shared.ended_pauses.send(EndedPause { pause, until: self.shared.clock.now(), waiting });
    }

    /// Writes the time of the last success, which is otherwise kept in memory: from time to time, and at the end.
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
        // Read inside the transaction: of two writes the later one has the newer state.
        self.shared.db.write(move |tx| connection_status::write(tx, &shared.record().clone())).await
    }
}
