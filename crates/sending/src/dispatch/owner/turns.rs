//! The turns of a connection: it fails, it works again, it is another one.

use jiff::Timestamp;
use mail::Problem;

use super::ended::Ended;
use super::{Owner, Way};
use crate::dispatch::health::Health;
use crate::dispatch::{Event, Shared};

impl Owner {
    /// The connection is in trouble: what is ready goes back without spending an attempt, one alarm is raised.
    pub fn pause(&mut self, problem: Problem, now: Timestamp) {
        let is_new = self.health.trouble(now);
        let claims = self.shared.ready.close();
        if !claims.is_empty() {
            self.release(claims);
        }
        if is_new {
            self.shared.rooms.maillog.paused(&problem);
        }
        let (shared, number) = (self.shared.clone(), self.way.number);
        self.tasks.spawn(async move {
            // In this order: whoever hears the alarm finds it in the status.
            let noted = shared.rooms.settings.note_trouble(number, &problem).await;
            let raised = shared.rooms.notices.raise(&problem).await;
            log_unwritten(raised.as_ref().err(), noted.as_ref().err());
            if is_new || raised.unwrap_or(true) || noted.unwrap_or(true) {
                shared.tell(Event::Status);
            }
            Ended::Done
        });
    }

    /// The connection works again.
    pub fn resume(&mut self) {
        if self.health.probe_succeeded() {
            self.shared.rooms.maillog.resumed();
        }
        self.open_lanes();
        let (shared, number) = (self.shared.clone(), self.way.number);
        self.tasks.spawn(async move {
            let cleared = clear_alarm(&shared).await;
            let noted = shared.rooms.settings.note_success(number).await;
            log_unwritten(cleared.as_ref().err(), noted.as_ref().err());
            shared.tell(Event::Status);
            Ended::Done
        });
    }

    pub fn note_success(&mut self, number: u32) {
        // Said of each message; a task only where something is to be written.
        if !self.shared.rooms.settings.mark_success(number) {
            return;
        }
        let shared = self.shared.clone();
        self.tasks.spawn(async move {
            let written = shared.rooms.settings.write_status().await;
            log_unwritten(None, written.as_ref().err());
            shared.tell(Event::Status);
            Ended::Done
        });
    }

    /// Other settings are active: mail leaves by them from now on; what is in flight ends over the old way.
    pub fn switch_way(&mut self) {
        let active = self.active.borrow_and_update().clone();
        let old = std::mem::replace(&mut self.way, Way::open(&active, &self.open_way));
        self.tasks.spawn(async move {
            old.transport.close().await;
            Ended::Done
        });
        self.gauge.switch(active.version.settings.pace_in_force(), self.shared.rooms.clock.now());
        let was_paused = !self.health.is_working();
        self.health = Health::working();
        self.open_lanes();
        if was_paused {
            self.shared.rooms.maillog.resumed();
        }
        let shared = self.shared.clone();
        self.tasks.spawn(async move {
            // The alarm was about the old connection; the new one starts without one.
            let cleared = clear_alarm(&shared).await;
            log_unwritten(cleared.as_ref().err(), None);
            shared.tell(Event::Status);
            Ended::Done
        });
    }
}

/// Clears the alarm, where one stands, with what waited for it.
async fn clear_alarm(shared: &Shared) -> Result<bool, storage::DbError> {
    if shared.rooms.notices.alarm().is_none() {
        return Ok(false);
    }
    let waiting = shared.rooms.db.read(|rx| queue::waiting(rx)).await.map_or(0, |tally| tally.total());
    shared.rooms.notices.clear(waiting).await
}

fn log_unwritten(alarm: Option<&storage::DbError>, status: Option<&settings::SettingsError>) {
    if let Some(error) = alarm {
        tracing::error!(error = error as &dyn std::error::Error, "writing the alarm");
    }
    if let Some(error) = status {
        tracing::error!(error = error as &dyn std::error::Error, "writing the status of the settings");
    }
}
