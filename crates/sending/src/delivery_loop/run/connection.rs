//! Changes of the connection: it fails, it works again, it is replaced by another one.

use jiff::Timestamp;
use mail::Problem;
use queue::Route;
use settings::{Active, Pause, SettingsError};

use super::completion::Completion;
use super::{ActiveTransport, DeliveryLoop, Release};
use crate::delivery_loop::learned::{Account, Learned};
use crate::delivery_loop::route::{self, RouteChange};
use crate::delivery_loop::{Event, Shared};

impl DeliveryLoop {
    /// Mail may leave.
    pub fn is_working(&self) -> bool {
        !self.shared.deps.settings.is_paused()
    }

    /// The connection fails: what is ready goes back to the outbox without an attempt, and sending pauses.
    pub fn pause(&mut self, problem: &Problem, at_login: bool, now: Timestamp) {
        if self.active.has_changed().unwrap_or(false) {
            // It was the connection of earlier settings.
            return self.switch_transport();
        }
        let settings = &self.shared.deps.settings;
        let is_new = !settings.is_paused();
        // A message that was under way when the pause began does not postpone the probe.
        let random = self.shared.deps.random.unit();
        let next_probe_at =
            settings.next_probe_at().unwrap_or_else(|| now + self.learned.probe_backoff.next_delay(at_login, random));
        self.learned.sessions.restart();
        let is_changed = settings.record_pause(self.active_transport.number, problem, Some(next_probe_at));
        let claims = self.shared.ready.close();
        self.release(claims, Release::Pausing);
        if is_new {
            self.shared.deps.maillog.paused(problem);
        }
        if is_changed {
            self.write_status();
        }
    }

    /// The connection works.
    pub fn resume(&mut self) {
        let ended = self.shared.deps.settings.record_resume(self.active_transport.number);
        self.open_ready();
        self.end_pause(ended);
    }

    /// Mail left over the connection of version `number`.
    pub fn record_success(&mut self, number: u32) {
        self.learned.probe_backoff.reset();
        // Called for each message: a task only where something is to be written.
        if self.shared.deps.settings.record_success(number) {
            self.write_status();
        }
    }

    /// Other settings are active: mail leaves by them from now on; what is in flight ends over the old transport.
    pub fn switch_transport(&mut self) {
        let active = self.active.borrow_and_update().clone();
        let now = self.shared.deps.clock.now();
        // Of the server before, which may be the same one.
        self.store_knowledge(now);
        let known = self.known.server(&Account::of(&active.connection));
        let new = ActiveTransport::new(&active, &self.make_transport, known, now);
        let old = std::mem::replace(&mut self.active_transport, new);
        if self.active_transport.route != old.route {
            self.change_route(RouteChange::to(&active, None, self.shared.deps.clock.now()));
        }
        self.tasks.spawn(async move {
            old.transport.close().await;
            Completion::Done
        });
        self.switch_account(&active, now);
        // The pause was about the old connection; the new one starts without one.
        let ended = self.shared.deps.settings.drop_pause();
        self.open_ready();
        self.end_pause(ended);
    }

    /// Mail leaves to somewhere else. Before anything goes to the mailbox it is written what becomes of mail that waits:
    /// what is ready goes back to the outbox, and nothing starts until then.
    pub fn change_route(&mut self, change: RouteChange) {
        if change.route == Route::Mailbox {
            self.awaits_route = true;
            let claims = self.shared.ready.close();
            self.release(claims, Release::RouteChanging);
        }
        self.unwritten_route = Some(change);
        self.write_route();
    }

    /// Starts to write a change of the route as soon as nothing is written before it and nothing is in memory or on its way
    /// there: what is still leased would be neither on hold nor cancelled.
    pub fn write_route(&mut self) {
        if self.is_writing_route || self.is_fetching || self.releasing > 0 {
            return;
        }
        let Some(change) = self.unwritten_route.take() else { return };
        self.is_writing_route = true;
        let shared = self.shared.clone();
        self.tasks.spawn(async move {
            route::follow(&shared, change).await;
            Completion::RouteChanged(change.route)
        });
    }

    /// The change is written; the settings may have changed again meanwhile.
    pub fn route_changed(&mut self, route: Route) {
        self.is_writing_route = false;
        if self.unwritten_route.is_some() {
            return self.write_route();
        }
        if route != self.active_transport.route {
            let active = self.active.borrow().clone();
            return self.change_route(RouteChange::to(&active, None, self.shared.deps.clock.now()));
        }
        self.awaits_route = false;
        if self.is_working() {
            self.open_ready();
        }
    }

    /// Limits of the other settings. What was learned belongs to the account and survives.
    fn switch_account(&mut self, active: &Active, now: Timestamp) {
        let pace = active.version.settings.effective_rate_limits();
        let connections = pace.connections as usize;
        let account = Account::of(&active.connection);
        if account != self.account {
            let learned = self.other_accounts.take(&account);
            let learned = learned
                .unwrap_or_else(|| Learned::new(&active.connection, connections, self.known.server(&account), now));
            let old = std::mem::replace(&mut self.learned, learned);
            let day = self.known.days.remove(&account).unwrap_or_default();
            let old_day = std::mem::replace(self.rate_limit.day(), day);
            let old_account = std::mem::replace(&mut self.account, account);
            self.known.days.insert(old_account.clone(), old_day);
            self.other_accounts.put(old_account, old);
        }
        self.learned.sessions.configure(connections);
        self.learned.sessions.restart();
        self.rate_limit.switch(pace, now);
        self.shared.held_back.clear();
    }

    fn end_pause(&mut self, ended: Option<Pause>) {
        if ended.is_some() {
            self.shared.deps.maillog.resumed();
        }
        let shared = self.shared.clone();
        self.tasks.spawn(async move {
            if let Some(pause) = ended {
                let waiting = shared.deps.db.read(|rx| queue::waiting(rx)).await.map_or(0, |tally| tally.total());
                shared.deps.settings.publish_ended_pause(pause, waiting);
            }
            write_status(&shared).await;
            Completion::Done
        });
    }

    fn write_status(&mut self) {
        let shared = self.shared.clone();
        self.tasks.spawn(async move {
            write_status(&shared).await;
            Completion::Done
        });
    }
}

async fn write_status(shared: &Shared) {
    if let Err(error) = shared.deps.settings.write_status().await {
        log_unwritten(&error);
    }
    shared.publish(Event::Status);
}

fn log_unwritten(error: &SettingsError) {
    tracing::error!(error = error as &dyn std::error::Error, "writing the state of the connection");
}
