//! The owner: one task that decides what leaves when. Everything that waits runs beside it and reports back.
//!
//! [`Owner::step`] starts what may start now, [`Owner::take`] takes in what ended, [`Owner::run`] is the loop around
//! them: one `select!`, no polling. Between events it sleeps until the next moment at which anything can change.

mod ended;
mod turns;

use std::sync::Arc;
use std::time::Duration;

use delivery::Transport;
use jiff::Timestamp;
use queue::{Claim, Lane, QueueError};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::gauge::Gauge;
use super::health::Health;
use super::{OpenWay, Shared, attempt, fetch, upkeep};
use ended::Ended;
use settings::Active;

/// Verdicts that may wait to be written while sending goes on. Above it sending waits: a mark that is lost is a second
/// delivery, and this many is what a crash may cost.
const MOST_UNSETTLED: usize = 256;

/// While more is due than fits in memory, the outbox is asked this often whether something urgent became due.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// What others ask of the owner.
#[derive(Debug, Default)]
pub struct Orders {
    /// Stop, and let what is in flight take that long.
    pub stop_within: Option<Duration>,
    /// The connection was seen to work.
    pub probe_now: bool,
    /// Something happened that may have broken the connection, or mended it: it is tried without mail.
    pub doubt: bool,
    /// Claims that were handed over after the lanes were closed.
    pub late: Vec<Claim>,
}

/// The owner of all sending.
pub struct Owner {
    shared: Arc<Shared>,
    open_way: OpenWay,
    active: watch::Receiver<Arc<Active>>,
    orders: watch::Receiver<Orders>,
    keep_text_days: u32,

    way: Way,
    gauge: Gauge,
    health: Health,

    /// Everything under way.
    tasks: JoinSet<Ended>,
    attempts: usize,
    settling: usize,

    is_fetching: bool,
    /// When the outbox may hold something that is due and not in memory.
    look_at: Option<Timestamp>,
    upkeep_at: Option<Timestamp>,
    /// When the last step was, by the clock that may be set meanwhile.
    stepped_at: Timestamp,
}

/// The way out in force, with the number of the settings' version it belongs to.
struct Way {
    number: u32,
    transport: Arc<dyn Transport>,
}

impl Way {
    fn open(active: &Active, open_way: &OpenWay) -> Self {
        let number = active.version.number;
        tracing::info!(settings = number, "mail is sent through {}", active.connection.text());
        Self { number, transport: open_way(&active.connection) }
    }
}

impl Owner {
    /// An owner at rest; knows the recipients of the last day where the pace counts them.
    pub async fn new(shared: Arc<Shared>, open_way: OpenWay, keep_text_days: u32) -> Result<Self, QueueError> {
        let mut active = shared.rooms.settings.watch();
        let current = active.borrow_and_update().clone();
        let now = shared.rooms.clock.now();
        let pace = current.version.settings.pace_in_force();
        let day = match pace.recipients_per_day {
            Some(_) => {
                shared.rooms.db.read(move |rx| queue::sent_by_hour(rx, now - Duration::from_secs(25 * 3600))).await?
            }
            None => Vec::new(),
        };
        let health = match shared.rooms.notices.alarm() {
            Some(_) => Health::paused_before(now),
            None => Health::working(),
        };
        Ok(Self {
            way: Way::open(&current, &open_way),
            gauge: Gauge::new(pace, day, now),
            health,
            orders: shared.orders.subscribe(),
            active,
            open_way,
            shared,
            keep_text_days,
            tasks: JoinSet::new(),
            attempts: 0,
            settling: 0,
            is_fetching: false,
            look_at: Some(now),
            upkeep_at: Some(now + upkeep::EVERY),
            stepped_at: now,
        })
    }

    /// Sends until told to stop.
    pub async fn run(mut self) {
        if self.health.is_working() {
            self.open_lanes();
        }
        self.shared.rooms.maillog.metrics().paused(!self.health.is_working());
        let clock = self.shared.rooms.clock.clone();
        let ready = self.shared.ready.clone();
        let stop_within = loop {
            let orders = self.follow_orders();
            if let Some(limit) = orders {
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
                Some(ended) = self.tasks.join_next() => self.take_all(ended),
                () = ready.changed() => {}
                // The step that follows looks by itself.
                _ = self.active.changed() => self.active.mark_changed(),
                _ = self.orders.changed() => {}
                () = sleep => {}
            }
        };
        self.drain(stop_within).await;
    }

    /// Starts what may start now. Answers when to look again, unless something happens before.
    pub fn step(&mut self, now: Timestamp) -> Option<Timestamp> {
        // Before anything starts: what is accepted after a save leaves by what was saved.
        self.follow_settings();
        self.follow_clock(now);
        let mut next = Next::default();
        self.give_back_stale(now);
        self.probe(now, &mut next);
        self.keep_up(now, &mut next);
        if self.health.is_working() && !self.shared.is_stuck() {
            self.start_attempts(now, &mut next);
            self.fetch(now, &mut next);
        }
        next.0
    }

    /// Where the clock was set back, every moment that was meant by it goes back too; else nothing would leave until the
    /// clock is where it was.
    fn follow_clock(&mut self, now: Timestamp) {
        let back = Duration::try_from(self.stepped_at.duration_since(now)).unwrap_or_default();
        self.stepped_at = now;
        if back.is_zero() {
            return;
        }
        self.gauge.set_back(back);
        self.health.set_back(back);
        for at in [&mut self.look_at, &mut self.upkeep_at].into_iter().flatten() {
            *at -= back;
        }
    }

    /// What the pace holds back for longer than a lease would be freed as if it had been in flight, so it goes back in
    /// time. Upkeep wakes us often enough to see it.
    fn give_back_stale(&mut self, now: Timestamp) {
        let Ok(fresh_since) = now.checked_sub(attempt::FRESH) else { return };
        let stale = self.shared.ready.take_leased_before(fresh_since);
        if !stale.is_empty() {
            self.release(stale);
        }
    }

    fn start_attempts(&mut self, now: Timestamp, next: &mut Next) {
        let ready = self.shared.ready.clone();
        while self.attempts < self.gauge.connections() && self.settling < MOST_UNSETTLED {
            let Some(lane) = ready.next_lane() else { return };
            let allowed = self.gauge.allows_at(lane, now);
            if allowed > now {
                next.at(allowed);
                return;
            }
            let Some(waiting) = ready.pop(lane) else { return };
            self.start_attempt(waiting.claim, now);
        }
    }

    fn start_attempt(&mut self, claim: Claim, now: Timestamp) {
        // Whoever saves settings and sends a message next expects it to leave by them; the claim may have overtaken
        // their change on its way here.
        self.follow_settings();
        let most = self.gauge.recipients_per_message();
        self.gauge.spend(claim.recipients.len().min(most), now);
        self.attempts += 1;
        self.shared.rooms.maillog.metrics().sessions(self.attempts);
        let held = self.shared.in_hand.hold(&claim);
        let (transport, number) = (self.way.transport.clone(), self.way.number);
        self.tasks.spawn(async move {
            let report = attempt::deliver(&*transport, &claim, most).await;
            Ended::Attempt { number, claim, held, report: Box::new(report) }
        });
    }

    /// Leases what is due, where there is room for it.
    fn fetch(&mut self, now: Timestamp, next: &mut Next) {
        if self.is_fetching {
            return;
        }
        let is_due = self.look_at.is_some_and(|at| at <= now);
        let is_wanted = self.shared.ready.take_woken() || is_due || self.shared.ready.has_room_for_backlog();
        if !is_wanted {
            next.at_option(self.look_at);
            return;
        }
        self.is_fetching = true;
        self.look_at = None;
        let shared = self.shared.clone();
        let rooms = [Lane::Urgent, Lane::Bulk].map(|lane| (lane, shared.ready.reserve_rest(lane)));
        self.tasks.spawn(async move { Ended::Fetched(fetch::fetch(&shared, rooms, now).await) });
    }

    fn probe(&mut self, now: Timestamp, next: &mut Next) {
        let Some(at) = self.health.probe_at() else { return };
        if at > now {
            next.at(at);
            return;
        }
        self.health.probe_begins();
        self.spawn_probe();
    }

    fn spawn_probe(&mut self) {
        let (transport, number) = (self.way.transport.clone(), self.way.number);
        self.tasks.spawn(async move { Ended::Probed { number, result: transport.check().await } });
    }

    fn follow_settings(&mut self) {
        if self.active.has_changed().unwrap_or(false) {
            self.switch_way();
        }
    }

    fn keep_up(&mut self, now: Timestamp, next: &mut Next) {
        match self.upkeep_at {
            Some(at) if at <= now => {
                self.upkeep_at = None;
                let (shared, days) = (self.shared.clone(), self.keep_text_days);
                self.tasks.spawn(async move { Ended::Upkeep(upkeep::run(&shared, days).await) });
            }
            at => next.at_option(at),
        }
    }

    fn open_lanes(&mut self) {
        self.shared.ready.open(self.gauge.ten_minutes());
        self.look_at = Some(self.shared.rooms.clock.now());
    }

    fn release(&mut self, claims: Vec<Claim>) {
        let shared = self.shared.clone();
        let held: Vec<_> = claims.iter().map(|claim| shared.in_hand.hold(claim)).collect();
        self.tasks.spawn(async move {
            if let Err(error) = attempt::release(&shared.rooms, claims).await {
                // Their leases end by themselves.
                tracing::error!(error = &error as &dyn std::error::Error, "giving claims back to the outbox");
            }
            drop(held);
            // They are due at once, and a fetch that ran meanwhile has not seen them.
            shared.ready.wake();
            Ended::Done
        });
    }

    /// Does what was asked. Answers the limit where it is to stop.
    fn follow_orders(&mut self) -> Option<Duration> {
        // Seen before taken: what comes in between is taken now, and what comes after wakes us again.
        let stop_within = self.orders.borrow_and_update().stop_within;
        let (mut late, mut probe_now, mut doubt) = (Vec::new(), false, false);
        self.shared.orders.send_if_modified(|orders| {
            late = std::mem::take(&mut orders.late);
            probe_now = std::mem::take(&mut orders.probe_now);
            doubt = std::mem::take(&mut orders.doubt);
            false
        });
        if !late.is_empty() {
            self.release(late);
        }
        if probe_now || doubt {
            self.health.probe_now(self.shared.rooms.clock.now());
        }
        if doubt && self.health.is_working() {
            self.follow_settings();
            self.spawn_probe();
        }
        stop_within
    }

    /// Ends: nothing new starts, what is ready goes back, what is in flight may end within `limit`.
    async fn drain(mut self, limit: Duration) {
        let claims = self.shared.ready.close();
        if !claims.is_empty() {
            self.release(claims);
        }
        let clock = self.shared.rooms.clock.clone();
        let deadline = clock.now() + limit;
        loop {
            self.follow_orders();
            tokio::select! {
                ended = self.tasks.join_next() => match ended {
                    Some(ended) => self.take_all(ended),
                    None => break,
                },
                () = clock.sleep_until(deadline) => {
                    let (attempts, unwritten) = (self.attempts, self.settling);
                    tracing::warn!(attempts, unwritten, "stopped while mail was in flight; it is tried again at the next start");
                    break;
                }
            }
        }
        self.tasks.shutdown().await;
        self.way.transport.close().await;
        if let Err(error) = self.shared.rooms.settings.write_last_success().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "writing when mail last left");
        }
    }
}

/// The earliest moment at which something can change by itself.
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
