//! The task that decides what leaves when. Everything that waits runs beside it and reports a [`Completion`].
//!
//! [`DeliveryLoop::step`] starts what may start now, `completion` handles what ended, `connection` the changes of the
//! connection, and [`DeliveryLoop::run`] is the loop around them: one `select!`, no polling. Between events it sleeps until
//! the next moment at which anything can change.

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
use super::learned::{Account, Learned, OtherAccounts, ServerKnowledge};
use super::rate_limit::RateLimit;
use super::route::{self, RouteChange, route_of};
use super::{MakeTransport, Shared, account_store, attempt, fetch, maintenance};
use completion::Completion;
use release::Release;
use settings::Active;
use start::RunningAttempt;

/// Verdicts that may wait to be written while sending goes on. Above it sending waits: a mark that is lost is a second
/// delivery, and this many is what a crash may cost.
const MAX_UNSETTLED: usize = 256;

/// While more is due than fits in memory, the outbox is asked this often whether something urgent became due.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// What others ask of the loop.
#[derive(Debug, Default)]
pub struct Commands {
    /// Stop, and let what is in flight take that long.
    pub stop_within: Option<Duration>,
    /// The connection was seen to work: a probe that is scheduled is due now.
    pub probe_now: bool,
    /// Something happened that may have broken or repaired the connection: it is probed.
    pub recheck: bool,
    /// Claims that were handed over after the queues in memory were closed.
    pub late: Vec<Claim>,
    /// Recipients of tests, which are not attempts of the loop, by account.
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
    /// The account in force, and what was learned of it.
    account: Account,
    learned: Learned,
    other_accounts: OtherAccounts,
    known: KnownAccounts,

    /// Everything under way.
    tasks: JoinSet<Completion>,
    /// The attempts under way, by number.
    running: HashMap<u64, RunningAttempt>,
    next_attempt: u64,
    settling: usize,
    releasing: usize,

    is_fetching: bool,
    /// A change of the route that is not being written yet.
    unwritten_route: Option<RouteChange>,
    /// The route is being written.
    is_writing_route: bool,
    /// It is not yet written that mail goes to the mailbox: nothing starts before that.
    awaits_route: bool,
    /// The change of the route at the start, where it could not be written then.
    route_at_start: Option<RouteChange>,
    /// When the outbox may hold something that is due and not in memory.
    look_at: Option<Timestamp>,
    maintenance_at: Option<Timestamp>,
    /// When the last step was, by the clock that may be set meanwhile.
    stepped_at: Timestamp,
}

/// The transport in force, with the number of the settings' version it belongs to.
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
    /// A loop that has not started anything; knows the recipients of the last day where a limit counts them.
    pub async fn new(
        shared: Arc<Shared>,
        make_transport: MakeTransport,
        keep_text_days: u32,
    ) -> Result<Self, QueueError> {
        let mut active = shared.deps.settings.watch();
        let current = active.borrow_and_update().clone();
        let now = shared.deps.clock.now();
        let pace = current.version.settings.effective_rate_limits();
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
        // Paused when the process ended: the first probe is due at once.
        shared.deps.settings.schedule_probe(Some(now));
        Ok(Self {
            active_transport: ActiveTransport::new(&current, &make_transport, server, now),
            rate_limit: RateLimit::new(pace, day, now),
            learned: Learned::new(&current.connection, pace.connections as usize, server, now),
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
            stepped_at: now,
        })
    }

    /// Sends until it is asked to stop.
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
                // The step that follows reads it.
                _ = self.active.changed() => self.active.mark_changed(),
                _ = self.commands.changed() => {}
                () = sleep => {}
            }
        };
        self.drain(stop_within).await;
    }

    /// Starts what may start now. Returns when to look again, unless something happens before.
    pub fn step(&mut self, now: Timestamp) -> Option<Timestamp> {
        // Before anything starts: what is accepted after a save leaves by what was saved.
        self.follow_settings();
        self.follow_clock(now);
        let mut next = Next::default();
        self.give_back_stale(now);
        self.probe(now, &mut next);
        self.start_maintenance(now, &mut next);
        if self.is_working() && !self.awaits_route && !self.shared.has_unwritten_verdicts() {
            self.start_attempts(now, &mut next);
            self.fetch(now, &mut next);
        }
        next.0
    }

    /// When the clock was set back, every time that was computed from it goes back too; otherwise nothing would leave until
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
        for at in [&mut self.look_at, &mut self.maintenance_at].into_iter().flatten() {
            *at -= back;
        }
    }

    /// What a limit holds back for longer than a lease would be freed as if it had been in flight, so it goes back in
    /// time. Maintenance wakes the loop often enough to see it.
    fn give_back_stale(&mut self, now: Timestamp) {
        let Ok(fresh_since) = now.checked_sub(attempt::FRESH) else { return };
        let stale = self.shared.ready.take_leased_before(fresh_since);
        self.release(stale, Release::HeldBackTooLong);
    }

    /// Leases what is due, where memory is left for it.
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

    /// Opens the queues in memory, unless they are to open after the route is written.
    fn open_ready(&mut self) {
        if self.awaits_route {
            return;
        }
        self.shared.ready.open(self.rate_limit.ten_minutes());
        self.look_at = Some(self.shared.deps.clock.now());
    }

    /// Does what was asked. Returns the time limit of a stop.
    fn follow_commands(&mut self) -> Option<Duration> {
        // Seen before taken: what comes in between is taken now, and what comes after wakes us again.
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

    /// Ends: nothing new starts, what is ready goes back, what is in flight may end within `limit`.
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
        /// More than a few writes take.
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
