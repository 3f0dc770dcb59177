//! Changes of the connection: it fails, works again, or is replaced by another one.

use jiff::Timestamp;
use mail::Problem;
use queue::Route;
use settings::{Active, Pause, SettingsError};

use super::completion::Completion;
use super::{ActiveTransport, DeliveryLoop, Release};
use crate::delivery_loop::learned::{Account, AccountKnowledge};
use crate::delivery_loop::route::{self, RouteChange};
use crate::delivery_loop::{Event, Shared};

impl DeliveryLoop {
    /// Whether mail may be sent: sending is not paused.
    pub fn is_working(&self) -> bool {
        !self.shared.deps.settings.is_paused()
    }

    /// Pauses sending because the connection fails: mail in memory goes back to the outbox without an attempt.
    pub fn pause(&mut self, problem: &Problem, at_login: bool, now: Timestamp) {
        if self.active.has_changed().unwrap_or(false) {
            // The connection of earlier settings failed.
            return self.switch_transport();
        }
        let settings = &self.shared.deps.settings;
        let is_new = !settings.is_paused();
        // A message that was in progress when the pause began does not postpone the probe.
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

    /// Resumes sending because the connection works.
    pub fn resume(&mut self) {
        let ended = self.shared.deps.settings.record_resume(self.active_transport.number);
        self.open_ready();
        self.end_pause(ended);
    }

    /// Records that mail was sent over the connection of version `number`.
    pub fn record_success(&mut self, number: u32) {
        self.learned.probe_backoff.reset();
        // Called for each message, so a task is started only if there is something to write.
        if self.shared.deps.settings.record_success(number) {
            self.write_status();
        }
    }

    /// Switches to the active settings: new attempts use them; attempts in progress end over the old transport.
    pub fn switch_transport(&mut self) {
        let active = self.active.borrow_and_update().clone();
        let now = self.shared.deps.clock.now();
        // What is known about the old server, which may also be the new one.
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
        // The pause concerned the old connection; the new one starts without a pause.
        let ended = self.shared.deps.settings.drop_pause();
        self.open_ready();
        self.end_pause(ended);
    }

    /// Changes the route. Before anything goes to the mailbox, the loop writes what happens to waiting mail: mail in
    /// memory goes back to the outbox, and nothing starts until that is written.
    pub fn change_route(&mut self, change: RouteChange) {
        if change.route == Route::Mailbox {
            self.awaits_route = true;
            let claims = self.shared.ready.close();
            self.release(claims, Release::RouteChanging);
        }
        self.unwritten_route = Some(change);
        self.write_route();
    }

    /// Starts to write a pending change of the route, unless another one is being written, or mail is being fetched or
    /// released: mail that is still leased would be neither put on hold nor cancelled.
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

    /// Continues after a change of the route was written; the settings may have changed again since.
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

    /// Uses the limits and the account of other settings. What was learned belongs to the account and is kept.
    fn switch_account(&mut self, active: &Active, now: Timestamp) {
        let limits = active.version.settings.effective_rate_limits();
        let connections = limits.connections as usize;
        let account = Account::of(&active.connection);
        if account != self.account {
            let learned = self.other_accounts.take(&account);
            let learned = learned.unwrap_or_else(|| {
                AccountKnowledge::new(&active.connection, connections, self.known.server(&account), now)
            });
            let old = std::mem::replace(&mut self.learned, learned);
            let day = self.known.days.remove(&account).unwrap_or_default();
            let old_day = std::mem::replace(self.rate_limit.day(), day);
            let old_account = std::mem::replace(&mut self.account, account);
            self.known.days.insert(old_account.clone(), old_day);
            self.other_accounts.put(old_account, old);
        }
        self.learned.sessions.configure(connections);
        self.learned.sessions.restart();
        self.rate_limit.switch(limits, now);
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
