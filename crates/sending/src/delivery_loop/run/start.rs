//! Decides which attempt starts next, and which one ends early because urgent mail is waiting.
//!
//! Urgent mail goes first. If there are several sessions, one is reserved for it; if all are in use, a bulk attempt
//! that hangs is ended. Within bulk mail, each recipient domain has its share of the sessions (`domain_share`).

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

/// A bulk attempt that has run for this long hangs: it may be ended for urgent mail.
const HANGS: Duration = Duration::from_secs(30);
/// One more session is tried if the newest attempt in progress has run for this long.
const NEWEST_HANGS: Duration = Duration::from_secs(2);
/// Maximum claims of slow domains that wait in memory; the others go back to the outbox, so that other mail has memory.
const MAX_BLOCKED: usize = 32;
/// The delay before those are due again.
const BLOCKED_FOR: Duration = Duration::from_secs(60);

/// No further bulk attempt starts while those in progress have this many bytes, so that many sessions with large
/// messages do not use up the memory. Six of the largest messages reach it.
const MAX_BULK_BYTES: usize = 128 << 20;

/// An attempt in progress.
pub struct RunningAttempt {
    /// The version of the settings whose transport it uses.
    pub number: u32,
    /// The account of that transport.
    pub account: Account,
    pub lane: Lane,
    /// The size of its message.
    bytes: usize,
    pub began: Timestamp,
    pub domains: BTreeSet<String>,
    /// The recipients of the claim that this attempt is for.
    pub recipients: Vec<EmailAddress>,
    progress: Progress,
    /// Ends it early; `None` once that was requested.
    end_early: Option<oneshot::Sender<EndEarly>>,
}

impl RunningAttempt {
    /// Whether it has been asked to end early.
    pub fn is_ending(&self) -> bool {
        self.end_early.is_none()
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
                // Set for both lanes: what holds back urgent mail holds back bulk mail too, perhaps for longer.
                self.shared.held_back.set(|lane| self.rate_limit.holds_back(lane, now));
                next.at(until);
                return;
            }
            let Some(claim) = self.next_claim(lane, now) else { return };
            self.start_attempt(claim, now);
        }
    }

    /// The lane that may use a session now, if any.
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
            // Every session is in use, so bulk mail has to wait too.
            self.end_hanging_bulk_attempt(now, next);
        }
        None
    }

    /// Whether a session is free for a lane.
    fn is_free(&self, lane: Lane) -> bool {
        let sessions = self.sessions();
        let bulk = || self.running.values().filter(|running| running.lane == Lane::Bulk).count();
        self.running.len() < sessions && (lane == Lane::Urgent || bulk() < bulk_sessions(sessions))
    }

    /// Bytes of bulk mail in attempts in progress.
    fn bulk_bytes(&self) -> usize {
        self.running.values().filter(|running| running.lane == Lane::Bulk).map(|running| running.bytes).sum()
    }

    /// How many sessions may be used.
    fn sessions(&self) -> usize {
        self.learned.sessions.allowed().min(self.rate_limit.connections())
    }

    /// Allows one more session if the newest attempt has run for a while, so that a first message that hangs does not
    /// keep the others waiting.
    fn try_one_more(&mut self, now: Timestamp, next: &mut Next) -> bool {
        if !self.learned.sessions.may_grow() || self.sessions() == self.rate_limit.connections() {
            return false;
        }
        let Some(newest) = self.running.values().map(|running| running.began).max() else { return false };
        if newest + NEWEST_HANGS > now {
            next.at(newest + NEWEST_HANGS);
            return false;
        }
        self.learned.sessions.grow();
        true
    }

    /// The next claim of a lane that may start; bulk mail may start if the shares of its domains are not used up.
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

    /// Ends the bulk attempt that has run longest of those whose message cannot have arrived yet, if it hangs.
    fn end_hanging_bulk_attempt(&mut self, now: Timestamp, next: &mut Next) {
        let may_end = |running: &&mut RunningAttempt| {
            running.lane == Lane::Bulk && running.end_early.is_some() && !running.progress.may_have_arrived()
        };
        let Some(oldest) = self.running.values_mut().filter(may_end).min_by_key(|running| running.began) else {
            return;
        };
        let at = oldest.began + HANGS;
        if at > now {
            next.at(at);
        } else if let Some(end_early) = oldest.end_early.take() {
            // It may just have ended.
            let _ = end_early.send(EndEarly::ForUrgentMail);
        }
    }

    /// Ends the attempts whose message cannot have arrived yet, because the process stops.
    pub fn stop_attempts(&mut self) {
        for running in self.running.values_mut().filter(|running| !running.progress.may_have_arrived()) {
            if let Some(end_early) = running.end_early.take() {
                let _ = end_early.send(EndEarly::ForStop);
            }
        }
    }

    fn start_attempt(&mut self, claim: Claim, now: Timestamp) {
        // A message accepted after a save must be sent with the saved settings; the claim may have overtaken the
        // change.
        self.follow_settings();
        if self.awaits_route {
            return self.release(vec![claim], Release::RouteChanging);
        }
        // A message larger than what is left is sent in parts, so that it neither exceeds the daily limit nor waits
        // forever.
        let left = self.rate_limit.left_today(claim.lane, now);
        if left == 0 {
            // The limit was checked before, but other settings may have become active since.
            return self.release(vec![claim], Release::DayUsedUp);
        }
        let max_recipients = self.rate_limit.recipients_per_message().min(left);
        let recipients: Vec<EmailAddress> = self.learned.evidence.next_recipients(&claim.recipients, max_recipients);
        self.rate_limit.spend(recipients.len(), now);
        // Urgent mail has its own session and does not count for a share.
        let domains = if claim.lane == Lane::Bulk { domains(&recipients) } else { BTreeSet::new() };
        self.learned.domains.begin(&domains, now);

        let (end_early, is_ended_early) = oneshot::channel();
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
            end_early: Some(end_early),
        };
        self.running.insert(attempt, running);
        self.shared.deps.maillog.metrics().sessions(self.running.len());
        self.tasks.spawn(async move {
            let outgoing = attempt::outgoing(&claim, recipients);
            let report = attempt::deliver(&*transport, &outgoing, progress, is_ended_early).await;
            Completion::Attempt { attempt, claim, guard, report: report.map(Box::new) }
        });
    }
}

/// The number of sessions that bulk mail may use: if there are several, one is reserved for urgent mail.
fn bulk_sessions(sessions: usize) -> usize {
    sessions.saturating_sub(1).max(1)
}
