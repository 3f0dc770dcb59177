//! What came of everything that ran beside the owner.

use std::sync::Arc;

use jiff::Timestamp;
use mail::{Outcome, Problem, Report, Verdict};
use queue::{Claim, QueueError};
use tokio::task::JoinError;

use super::{LOOK_AGAIN, Owner};
use crate::dispatch::fetch::Fetched;
use crate::dispatch::gauge::SLOWEST;
use crate::dispatch::in_hand::Held;
use crate::dispatch::{Event, attempt, upkeep};

/// What ended.
pub enum Ended {
    /// An attempt, over the way out of that version of the settings.
    Attempt { number: u32, claim: Claim, held: Held, report: Box<Report> },
    /// A verdict is written; whether nothing of the message waits any more.
    Settled { is_over: bool },
    /// What was due is in memory.
    Fetched(Result<Fetched, QueueError>),
    /// The connection was tried without mail.
    Probed { number: u32, result: Result<(), Problem> },
    /// When something is due next.
    Upkeep(Result<Option<Timestamp>, QueueError>),
    /// Told, released, closed: nothing follows.
    Done,
}

impl Owner {
    /// Takes in `first` and whatever else has ended.
    pub fn take_all(&mut self, first: Result<Ended, JoinError>) {
        let mut ended = Some(first);
        while let Some(result) = ended {
            match result {
                Ok(ended) => self.take(ended),
                Err(error) => tracing::error!(%error, "a part of dispatch ended by a fault of its own"),
            }
            ended = self.tasks.try_join_next();
        }
    }

    fn take(&mut self, ended: Ended) {
        let now = self.shared.rooms.clock.now();
        match ended {
            Ended::Attempt { number, claim, held, report } => self.take_attempt(number, claim, held, *report, now),
            Ended::Settled { is_over } => {
                self.settling -= 1;
                if !is_over {
                    self.look_at = Some(now);
                }
            }
            Ended::Fetched(result) => self.take_fetched(result, now),
            Ended::Probed { number, .. } if number != self.way.number => {}
            Ended::Probed { result: Ok(()), .. } => self.resume(),
            Ended::Probed { result: Err(problem), .. } => self.pause(problem, now),
            Ended::Upkeep(result) => {
                self.upkeep_at = Some(now + upkeep::EVERY);
                match result {
                    Ok(next_due) => self.look_at = [self.look_at, next_due].into_iter().flatten().min(),
                    Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "upkeep of the outbox"),
                }
            }
            Ended::Done => {}
        }
    }

    fn take_attempt(&mut self, number: u32, claim: Claim, held: Held, report: Report, now: Timestamp) {
        self.attempts -= 1;
        self.shared.rooms.maillog.metrics().sessions(self.attempts);
        if number == self.way.number {
            if report.throttled {
                self.gauge.throttled(now);
            }
            match &report.outcome {
                Outcome::Tried(verdicts) => {
                    if verdicts.iter().any(|verdict| verdict.verdict == Verdict::Delivered) {
                        self.health.mail_left();
                        self.note_success(number);
                    }
                }
                // A server that refuses one session too many has its way by fewer sessions, not by a pause.
                Outcome::ConnectionTrouble(_) if report.throttled && self.gauge.halvings() < SLOWEST => {}
                Outcome::ConnectionTrouble(problem) => self.pause(problem.clone(), now),
            }
        }
        self.settle(claim, held, report);
    }

    /// Writes beside; the session is free for the next message meanwhile.
    fn settle(&mut self, claim: Claim, held: Held, report: Report) {
        self.settling += 1;
        // The next attempt's time is known to the outbox; what went back may be due at once.
        let is_over = matches!(&report.outcome, Outcome::Tried(verdicts)
            if verdicts.len() == claim.recipients.len()
                && verdicts.iter().all(|verdict| verdict.verdict != Verdict::Deferred));
        let shared = self.shared.clone();
        self.tasks.spawn(async move {
            let id = claim.id;
            attempt::settle_until_written(&shared, Arc::new((claim, report))).await;
            drop(held);
            shared.tell(Event::Message(id));
            Ended::Settled { is_over }
        });
    }

    fn take_fetched(&mut self, result: Result<Fetched, QueueError>, now: Timestamp) {
        self.is_fetching = false;
        match result {
            Ok(Fetched { at: fetched_at, leased, was_full, next_due }) => {
                let is_more_due = next_due.is_some_and(|at| at <= fetched_at);
                // Where nothing came although there was room, asking again at once would bring nothing either.
                self.shared.ready.set_backlog(is_more_due && (leased > 0 || was_full));
                let next = if is_more_due { Some(now + LOOK_AGAIN) } else { next_due };
                // What was settled while the fetch ran may be due before what the fetch saw.
                self.look_at = [self.look_at, next].into_iter().flatten().min();
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "leasing what is due");
                self.look_at = Some(now + LOOK_AGAIN);
            }
        }
    }
}
