//! Which attempt starts next, and which one ends early because urgent mail waits.
//!
//! Urgent mail goes first. Of several sessions one is kept for it; if all are in use, an attempt of bulk mail that hangs
//! gives way. Within bulk mail, a recipient domain gets its share of the sessions (`domain_share`).

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use mail::EmailAddress;
use queue::{Claim, Lane};
use smtp::Progress;
use tokio::sync::oneshot;

use super::completion::Completion;
use super::{DeliveryLoop, MAX_UNSETTLED, Next, Release};
use crate::delivery_loop::attempt::{self, EndEarly};
use crate::delivery_loop::domain_share::domains;
use crate::delivery_loop::learned::Account;

/// An attempt of bulk mail that has run for this long hangs: it is ended for urgent mail.
const HANGS: Duration = Duration::from_secs(30);
/// One more session is tried when the attempts under way have neither ended nor failed for this long.
const NO_NEWS: Duration = Duration::from_secs(2);
/// Claims of slow domains that wait in memory; more go back to the outbox, so that others find a place.
const MAX_BLOCKED: usize = 32;
/// When those are due again.
const BLOCKED_FOR: Duration = Duration::from_secs(60);

/// Bytes of bulk mail in attempts under way; above it the next one waits, so that many sessions with large messages do
/// not take all memory. Reached by six of the largest messages.
const MAX_BULK_BYTES: usize = 128 << 20;

/// An attempt under way.
pub struct RunningAttempt {
    /// The version of the settings whose transport it uses.
    pub number: u32,
    /// The account of that transport.
    pub account: Account,
    pub lane: Lane,
    /// Size of its message.
    bytes: usize,
    pub began: Timestamp,
    pub domains: BTreeSet<String>,
    /// Those of the claim's recipients that it is for.
    pub recipients: Vec<EmailAddress>,
    progress: Progress,
    /// Ends it early; `None` once that was asked.
    give_way: Option<oneshot::Sender<EndEarly>>,
}

impl RunningAttempt {
    /// Whether it was asked to end early.
    pub fn is_ending(&self) -> bool {
        self.give_way.is_none()
    }
}

impl DeliveryLoop {
    pub(super) fn start_attempts(&mut self, now: Timestamp, next: &mut Next) {
        next.at_option(self.learned.sessions.raise(now));
        if self.running.is_empty() {
            self.learned.sessions.begin_again(now);
        }
        while self.settling < MAX_UNSETTLED {
            let Some(lane) = self.next_lane(now, next) else { return };
            if let Some((_, until)) = self.rate_limit.holds_back(lane, now) {
                // Of both: what holds back urgent mail holds back bulk mail as well, perhaps for longer.
                self.shared.held_back.set(|lane| self.rate_limit.holds_back(lane, now));
                next.at(until);
                return;
            }
            let Some(claim) = self.next_claim(lane, now) else { return };
            self.start_attempt(claim, now);
        }
    }

    /// The lane that may use a session now.
    fn next_lane(&mut self, now: Timestamp, next: &mut Next) -> Option<Lane> {
        let lane = self.shared.ready.next_lane()?;
        if lane == Lane::Bulk && self.bulk_bytes() >= MAX_BULK_BYTES {
            return None;
        }
        let mut is_free = self.is_free(lane);
        while !is_free && self.try_one_more(now, next) {
            is_free = self.is_free(lane);
        }
        if is_free {
            return Some(lane);
        }
        if lane == Lane::Urgent {
            // Bulk mail waits as well: every session is in use.
            self.make_way(now, next);
        }
        None
    }

    /// Whether a session is free for a lane.
    fn is_free(&self, lane: Lane) -> bool {
        let sessions = self.sessions();
        let bulk = || self.running.values().filter(|running| running.lane == Lane::Bulk).count();
        self.running.len() < sessions && (lane == Lane::Urgent || bulk() < bulk_sessions(sessions))
    }

    /// Bytes of bulk mail in attempts under way.
    fn bulk_bytes(&self) -> usize {
        self.running.values().filter(|running| running.lane == Lane::Bulk).map(|running| running.bytes).sum()
    }

    /// How many sessions may be used.
    fn sessions(&self) -> usize {
        self.learned.sessions.allowed().min(self.rate_limit.connections())
    }

    /// Allows one more session if the attempts under way have neither ended nor failed for a while: a first message that
    /// hangs does not keep the others waiting.
    fn try_one_more(&mut self, now: Timestamp, next: &mut Next) -> bool {
        if !self.learned.sessions.may_grow() || self.sessions() == self.rate_limit.connections() {
            return false;
        }
        let Some(newest) = self.running.values().map(|running| running.began).max() else { return false };
        if newest + NO_NEWS > now {
            next.at(newest + NO_NEWS);
            return false;
        }
        self.learned.sessions.grow();
        true
    }

    /// The next claim of a lane that may start; of bulk mail one whose domains have a share left.
    fn next_claim(&mut self, lane: Lane, now: Timestamp) -> Option<Claim> {
        let ready = self.shared.ready.clone();
        if lane == Lane::Urgent {
            return Some(ready.pop_urgent()?.claim);
        }
        let sessions = bulk_sessions(self.sessions());
        let learned = &self.learned;
        let is_allowed = |claim: &Claim| learned.domains.allows(&domains(&claim.recipients), sessions, now);
        if let Some(waiting) = ready.pop_bulk(is_allowed) {
            return Some(waiting.claim);
        }
        let blocked = ready.take_bulk_beyond(MAX_BLOCKED);
        if !blocked.is_empty() {
            self.release(blocked, Release::DomainBusy { until: now + BLOCKED_FOR });
        }
        None
    }

    /// Ends the attempt of bulk mail that has hung for longest, unless its message may have arrived.
    fn make_way(&mut self, now: Timestamp, next: &mut Next) {
        let may_end = |running: &&mut RunningAttempt| {
            running.lane == Lane::Bulk && running.give_way.is_some() && !running.progress.may_have_arrived()
        };
        let Some(oldest) = self.running.values_mut().filter(may_end).min_by_key(|running| running.began) else {
            return;
        };
        let at = oldest.began + HANGS;
        if at > now {
            next.at(at);
        } else if let Some(give_way) = oldest.give_way.take() {
            // It may just have ended.
            let _ = give_way.send(EndEarly::ForUrgentMail);
        }
    }

    /// Ends the attempts whose message cannot have arrived yet, because the process stops.
    pub fn stop_attempts(&mut self) {
        for running in self.running.values_mut().filter(|running| !running.progress.may_have_arrived()) {
            if let Some(give_way) = running.give_way.take() {
                let _ = give_way.send(EndEarly::ForStop);
            }
        }
    }

    fn start_attempt(&mut self, claim: Claim, now: Timestamp) {
        // Whoever saves settings and sends a message next expects it to leave by them; the claim may have overtaken
        // the change.
        self.follow_settings();
        if self.awaits_route {
            return self.release(vec![claim], Release::RouteChanging);
        }
        // The others of a larger message wait, so that the day's limit holds and no message waits for ever.
        let room = self.rate_limit.room_of_day(claim.lane, now);
        if room == 0 {
            // The limit of other settings.
            return self.release(vec![claim], Release::DayUsedUp);
        }
        let max_recipients = self.rate_limit.recipients_per_message().min(room);
        let recipients: Vec<EmailAddress> = self.learned.evidence.next_recipients(&claim.recipients, max_recipients);
        self.rate_limit.spend(recipients.len(), now);
        // Urgent mail has a session of its own and uses up no share.
        let domains = if claim.lane == Lane::Bulk { domains(&recipients) } else { BTreeSet::new() };
        self.learned.domains.begin(&domains, now);

        let (give_way, gives_way) = oneshot::channel();
        let guard = self.shared.under_way.add(&claim);
        let progress = guard.progress();
        let attempt = self.next_attempt;
        self.next_attempt += 1;
        let (transport, number) = (self.active_transport.transport.clone(), self.active_transport.number);
        let running = RunningAttempt {
            number,
            account: self.account.clone(),
            lane: claim.lane,
            bytes: claim.bytes.len(),
            began: now,
            domains,
            recipients: recipients.clone(),
            progress: progress.clone(),
            give_way: Some(give_way),
        };
        self.running.insert(attempt, running);
        self.shared.deps.maillog.metrics().sessions(self.running.len());
        self.tasks.spawn(async move {
            let outgoing = attempt::outgoing(&claim, recipients);
            let report = attempt::deliver(&*transport, &outgoing, progress, gives_way).await;
            Completion::Attempt { attempt, claim, guard, report: report.map(Box::new) }
        });
    }
}

/// The sessions that bulk mail may use: one is kept for urgent mail, if there are several.
fn bulk_sessions(sessions: usize) -> usize {
    sessions.saturating_sub(1).max(1)
}
