//! The task that decides what is sent and when. Everything that has to wait runs in a task of its own and returns a
//! [`Completion`].
//!
//! [`DeliveryLoop::step`] starts what may start now, `completion` handles finished tasks, `connection` the changes of
//! the connection, and [`DeliveryLoop::run`] is the loop around them: one `select!`, no polling. Between events it
//! sleeps until the next time at which anything can change.

mod completion;
mod connection;
mod knowledge;
mod release;
mod start;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use delivery::Transport;
use i18n::Language;
use jiff::Timestamp;
use queue::{Claim, QueueError, Route};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::account_store::KnownAccounts;
use super::learned::{Account, AccountKnowledge, OtherAccounts, ServerKnowledge};
use super::rate_limit::RateLimit;
use super::route::{self, RouteChange, route_of};
use super::{MakeTransport, Shared, account_store, attempt, fetch, maintenance, notifications};
use completion::Completion;
use release::Release;
use settings::Active;
use start::RunningAttempt;

/// Maximum verdicts that may wait to be written while sending continues: a crash may cause as many second deliveries.
const MAX_UNSETTLED: usize = 256;

/// While more mail is due than fits in memory, the outbox is checked this often for new urgent mail. Also the delay
/// after a failed fetch.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Requests to the loop from other tasks.
#[derive(Debug, Default)]
pub struct Commands {
    /// Stop; attempts in progress may take this long.
    pub stop_within: Option<Duration>,
    /// The connection was seen to work: make a scheduled probe due now.
    pub probe_now: bool,
    /// Something happened that may have broken or repaired the connection: probe it.
    pub recheck: bool,
    /// Claims that were handed over after the lanes in memory were closed.
    pub late: Vec<Claim>,
    /// Recipients of test emails, which are not attempts of the loop, by account.
    pub counted: Vec<(Account, u64)>,
}

/// The state of the loop.
pub struct DeliveryLoop {
    shared: Arc<Shared>,
    make_transport: MakeTransport,
    active: watch::Receiver<Arc<Active>>,
    commands: watch::Receiver<Commands>,
    keep_text_days: u32,

    active_transport: ActiveTransport,
    rate_limit: RateLimit,
    /// The active account, and what was learned about it.
    account: Account,
    learned: AccountKnowledge,
    other_accounts: OtherAccounts,
    known: KnownAccounts,

    /// All running tasks.
    tasks: JoinSet<Completion>,
    /// The attempts in progress, by number.
    running: HashMap<u64, RunningAttempt>,
    next_attempt: u64,
    settling: usize,
    releasing: usize,

    is_fetching: bool,
    /// A change of the route that is not being written yet.
    unwritten_route: Option<RouteChange>,
    /// The route is being written.
    is_writing_route: bool,
    /// Mail is to go to the mailbox, but that is not written yet: nothing starts before.
    awaits_route: bool,
    /// The change of the route at the start, if it could not be written then.
    route_at_start: Option<RouteChange>,
    /// When the outbox may contain due mail that is not in memory.
    look_at: Option<Timestamp>,
    maintenance_at: Option<Timestamp>,
    /// When delivery status notifications may be due.
    notify_at: Option<Timestamp>,
    is_notifying: bool,
    /// The time of the last step, to notice a clock that was set back.
    stepped_at: Timestamp,
}

/// The active transport, with the number of its settings version.
struct ActiveTransport {
    number: u32,
    route: Route,
    transport: Arc<dyn Transport>,
}

impl ActiveTransport {
    fn new(active: &Active, make_transport: &MakeTransport, known: Option<&ServerKnowledge>, now: Timestamp) -> Self {
        let number = active.version.number;
        let connection = Language::English.render(&active.connection.text());
        tracing::info!(settings = number, "mail is sent through {connection}");
        let transport = make_transport(active);
        transport.recall(known.map(|known| known.traits_at(now)).unwrap_or_default());
        Self { number, route: route_of(&active.connection), transport }
    }
}

impl DeliveryLoop {
    /// Makes a loop that has not started anything, with what is stored about accounts. Writes a change of the route.
    ///
    /// # Errors
    /// If what is stored about accounts cannot be read.
    pub async fn new(
        shared: Arc<Shared>,
        make_transport: MakeTransport,
        keep_text_days: u32,
    ) -> Result<Self, QueueError> {
        let mut active = shared.deps.settings.watch();
        let current = active.borrow_and_update().clone();
        let now = shared.deps.clock.now();
        let limits = current.version.settings.effective_rate_limits();
        let change = RouteChange::to(&current, Some(now), now);
        let route_at_start = match route::write(&shared, change).await {
            Ok(()) => None,
            Err(error) => {
                route::log_unwritten(&error);
                Some(change)
            }
        };
        let account = Account::of(&current.connection);
        let known = shared.deps.db.write({
            let account = account.clone();
            move |tx| account_store::open(tx, &account, now)
        });
        let mut known = known.await?;
        let day = known.days.remove(&account).unwrap_or_default();
        let server = known.server(&account);
        // If sending was paused when the process ended, the first probe is due at once.
        shared.deps.settings.schedule_probe(Some(now));
        Ok(Self {
            active_transport: ActiveTransport::new(&current, &make_transport, server, now),
            rate_limit: RateLimit::new(limits, day, now),
            learned: AccountKnowledge::new(&current.connection, limits.connections as usize, server, now),
            account,
            other_accounts: OtherAccounts::default(),
            known,
            commands: shared.commands.subscribe(),
            active,
            make_transport,
            shared,
            keep_text_days,
            tasks: JoinSet::new(),
            running: HashMap::new(),
            next_attempt: 0,
            settling: 0,
            releasing: 0,
            is_fetching: false,
            unwritten_route: None,
            is_writing_route: false,
            awaits_route: false,
            route_at_start,
            look_at: Some(now),
            maintenance_at: Some(now + maintenance::INTERVAL),
            // Those of the process before.
            notify_at: Some(now),
            is_notifying: false,
            stepped_at: now,
        })
    }

    /// Sends mail until it is stopped.
    pub async fn run(mut self) {
        if let Some(change) = self.route_at_start.take() {
            self.change_route(change);
        }
        if self.is_working() {
            self.open_ready();
        }
        let clock = self.shared.deps.clock.clone();
        let ready = self.shared.ready.clone();
        let stop_within = loop {
            if let Some(limit) = self.follow_commands() {
                break limit;
            }
            let now = clock.now();
            let next = self.step(now);
            let sleep = async {
                match next {
                    Some(at) => clock.sleep_from(now, at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                Some(ended) = self.tasks.join_next() => self.handle_completions(ended),
                () = ready.changed() => {}
                // The next step reads it.
                _ = self.active.changed() => self.active.mark_changed(),
                _ = self.commands.changed() => {}
                () = sleep => {}
            }
        };
        self.drain(stop_within).await;
    }

    /// Starts what may start now. Returns when to call it again if nothing happens before.
    pub fn step(&mut self, now: Timestamp) -> Option<Timestamp> {
        // Before anything starts, so that mail accepted after a save is sent with the saved settings.
        self.follow_settings();
        self.follow_clock(now);
        let mut next = Next::default();
        self.give_back_stale(now);
        self.probe(now, &mut next);
        self.start_maintenance(now, &mut next);
        self.notify(now, &mut next);
        if self.is_working() && !self.awaits_route && !self.shared.has_unwritten_verdicts() {
            self.start_attempts(now, &mut next);
            self.fetch(now, &mut next);
        }
        next.0
    }

    /// If the clock was set back, sets back every time that was computed from it; otherwise nothing would be sent until
    /// the clock is where it was.
    fn follow_clock(&mut self, now: Timestamp) {
        let back = Duration::try_from(self.stepped_at.duration_since(now)).unwrap_or_default();
        self.stepped_at = now;
        if back.is_zero() {
            return;
        }
        self.rate_limit.set_back(back);
        self.rate_limit.day().set_back(now);
        self.known.days.values_mut().for_each(|day| day.set_back(now));
        self.learned.sessions.set_back(back);
        self.learned.domains.set_back(back);
        for running in self.running.values_mut() {
            running.began -= back;
        }
        if let Some(at) = self.shared.deps.settings.next_probe_at() {
            self.shared.deps.settings.schedule_probe(Some(at - back));
        }
        for at in [&mut self.look_at, &mut self.maintenance_at, &mut self.notify_at].into_iter().flatten() {
            *at -= back;
        }
    }

    /// Returns messages that a limit has held back for too long, before their leases end. Maintenance wakes the loop
    /// often enough for that.
    fn give_back_stale(&mut self, now: Timestamp) {
        let Ok(fresh_since) = now.checked_sub(attempt::FRESH) else { return };
        let stale = self.shared.ready.take_leased_before(fresh_since);
        self.release(stale, Release::HeldBackTooLong);
    }

    /// Starts a fetch if mail may be due.
    fn fetch(&mut self, now: Timestamp, next: &mut Next) {
        if self.is_fetching {
            return;
        }
        let is_due = self.look_at.is_some_and(|at| at <= now);
        let is_wanted = self.shared.ready.take_woken() || is_due || self.shared.ready.has_memory_for_backlog();
        if !is_wanted {
            next.at_option(self.look_at);
            return;
        }
        self.is_fetching = true;
        self.look_at = None;
        let (shared, memory) = (self.shared.clone(), self.shared.ready.begin_fetch());
        self.tasks.spawn(async move { Completion::Fetched(fetch::fetch(&shared, memory, now).await) });
    }

    fn probe(&mut self, now: Timestamp, next: &mut Next) {
        let Some(at) = self.shared.deps.settings.next_probe_at() else { return };
        if at > now {
            next.at(at);
            return;
        }
        self.shared.deps.settings.schedule_probe(None);
        self.spawn_probe();
    }

    fn spawn_probe(&mut self) {
        let (transport, number) = (self.active_transport.transport.clone(), self.active_transport.number);
        let sender = self.shared.deps.settings.active_sender();
        self.tasks.spawn(async move { Completion::Probed { number, result: transport.check(&sender).await } });
    }

    fn follow_settings(&mut self) {
        if self.active.has_changed().unwrap_or(false) {
            self.switch_transport();
        }
    }

    fn start_maintenance(&mut self, now: Timestamp, next: &mut Next) {
        match self.maintenance_at {
            Some(at) if at <= now => {
                self.maintenance_at = None;
                self.store_knowledge(now);
                let (shared, days) = (self.shared.clone(), self.keep_text_days);
                self.tasks.spawn(async move { Completion::Maintenance(maintenance::run(&shared, days).await) });
            }
            at => next.at_option(at),
        }
    }

    /// Sends the delivery status notifications that are due; one task at a time.
    fn notify(&mut self, now: Timestamp, next: &mut Next) {
        match self.notify_at {
            _ if self.is_notifying => {}
            Some(at) if at <= now => {
                (self.notify_at, self.is_notifying) = (None, true);
                let shared = self.shared.clone();
                self.tasks.spawn(async move { Completion::Notified(notifications::send_due(&shared).await) });
            }
            at => next.at_option(at),
        }
    }

    /// Opens the lanes in memory, unless a change of the route must be written first.
    fn open_ready(&mut self) {
        if self.awaits_route {
            return;
        }
        self.shared.ready.open(self.rate_limit.ten_minutes());
        self.look_at = Some(self.shared.deps.clock.now());
    }

    /// Carries out the requests. Returns the time limit of a stop.
    fn follow_commands(&mut self) -> Option<Duration> {
        // Marked as seen before they are taken: requests made in between are taken now, later ones wake the loop again.
        let stop_within = self.commands.borrow_and_update().stop_within;
        let (mut late, mut counted, mut probe_now, mut recheck) = (Vec::new(), Vec::new(), false, false);
        self.shared.commands.send_if_modified(|commands| {
            late = std::mem::take(&mut commands.late);
            counted = std::mem::take(&mut commands.counted);
            probe_now = std::mem::take(&mut commands.probe_now);
            recheck = std::mem::take(&mut commands.recheck);
            false
        });
        self.release(late, Release::AfterClosing);
        for (account, recipients) in counted {
            let now = self.shared.deps.clock.now();
            self.day_of(&account).add(recipients, now);
        }
        let settings = &self.shared.deps.settings;
        if (probe_now || recheck) && settings.next_probe_at().is_some() {
            settings.schedule_probe(Some(self.shared.deps.clock.now()));
        }
        if recheck && self.is_working() {
            self.follow_settings();
            self.spawn_probe();
        }
        stop_within
    }

    /// Ends the loop: nothing new starts, mail in memory goes back, and attempts in progress may end within `limit`.
    async fn drain(mut self, limit: Duration) {
        let claims = self.shared.ready.close();
        self.release(claims, Release::Stopping);
        let clock = self.shared.deps.clock.clone();
        let deadline = clock.now() + limit;
        loop {
            self.follow_commands();
            tokio::select! {
                ended = self.tasks.join_next() => match ended {
                    Some(ended) => self.handle_completions(ended),
                    None => break,
                },
                () = clock.sleep_until(deadline) => {
                    self.end_attempts().await;
                    let (attempts, unwritten) = (self.running.len(), self.settling);
                    tracing::warn!(attempts, unwritten, "stopped while mail was in flight; it is tried again at the next start");
                    break;
                }
            }
        }
        self.tasks.shutdown().await;
        self.store_knowledge(clock.now());
        while self.tasks.join_next().await.is_some() {}
        self.active_transport.transport.close().await;
        if let Err(error) = self.shared.deps.settings.write_last_success().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "writing when mail last left");
        }
    }

    /// Ends the attempts whose message cannot have arrived yet, and gives their claims back unmarked.
    async fn end_attempts(&mut self) {
        /// Longer than a few writes take.
        const GRACE: Duration = Duration::from_secs(5);
        self.stop_attempts();
        let ended = async {
            while self.running.values().any(RunningAttempt::is_ending) || self.settling > 0 || self.releasing > 0 {
                match self.tasks.join_next().await {
                    Some(ended) => self.handle_completions(ended),
                    None => break,
                }
            }
        };
        // Wall time, because the process stops.
        let _ = tokio::time::timeout(GRACE, ended).await;
    }
}

/// The earliest time at which something can change without an event.
#[derive(Debug, Default)]
struct Next(Option<Timestamp>);

impl Next {
    fn at(&mut self, at: Timestamp) {
        self.0 = Some(self.0.map_or(at, |next| next.min(at)));
    }

    fn at_option(&mut self, at: Option<Timestamp>) {
        if let Some(at) = at {
            self.at(at);
        }
    }
}
