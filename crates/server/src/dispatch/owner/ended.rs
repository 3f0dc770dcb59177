//! What came of everything that ran beside the owner.

use std::sync::Arc;

use jiff::Timestamp;
use mail::{Outcome, Problem, Report, Verdict};
use outbox::{Claim, OutboxError};
use tokio::task::JoinError;

use super::{LOOK_AGAIN, Owner, SETTLE_AGAIN};
use crate::dispatch::fetch::Fetched;
use crate::dispatch::gauge::SLOWEST;
use crate::dispatch::{Event, attempt, upkeep};

/// What ended.
pub enum Ended {
    /// An attempt, over the way out of that version of the settings.
    Attempt { number: u32, claim: Claim, report: Report },
    /// A verdict was written, or not.
    Settled { tried: Arc<(Claim, Report)>, result: Result<(), OutboxError> },
    /// What was due is in memory.
    Fetched(Result<Fetched, OutboxError>),
    /// The connection was tried without mail.
    Probed { number: u32, result: Result<(), Problem> },
    /// How many deliveries changed.
    Upkeep(Result<usize, OutboxError>),
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
            Ended::Attempt { number, claim, report } => self.take_attempt(number, claim, report, now),
            Ended::Settled { tried, result } => self.take_settled(tried, result, now),
            Ended::Fetched(result) => self.take_fetched(result, now),
            Ended::Probed { number, .. } if number != self.way.number => {}
            Ended::Probed { result: Ok(()), .. } => self.resume(),
            Ended::Probed { result: Err(problem), .. } => self.pause(problem, now),
            Ended::Upkeep(result) => {
                self.upkeep_at = Some(now + upkeep::EVERY);
                match result {
                    Ok(0) => {}
                    Ok(_) => self.look_at = Some(now),
                    Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "upkeep of the outbox"),
                }
            }
            Ended::Done => {}
        }
    }

    fn take_attempt(&mut self, number: u32, claim: Claim, report: Report, now: Timestamp) {
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
        self.settle(Arc::new((claim, report)));
    }

    pub fn settle(&mut self, tried: Arc<(Claim, Report)>) {
        self.settling += 1;
        let shared = self.shared.clone();
        self.tasks.spawn(async move {
            let result = attempt::settle(&shared.rooms, &tried).await;
            if result.is_ok() {
                shared.tell(Event::Message(tried.0.id));
            }
            Ended::Settled { tried, result }
        });
    }

    fn take_settled(&mut self, tried: Arc<(Claim, Report)>, result: Result<(), OutboxError>, now: Timestamp) {
        self.settling -= 1;
        match result {
            Ok(()) => {
                // The next attempt's time is known to the outbox; a message that went back may be due at once.
                let is_over = matches!(&tried.1.outcome, Outcome::Tried(verdicts)
                    if verdicts.len() == tried.0.recipients.len()
                        && verdicts.iter().all(|verdict| verdict.verdict != Verdict::Deferred));
                if !is_over {
                    self.look_at = Some(now);
                }
                if !self.unsettled.is_empty() {
                    tracing::info!("verdicts can be written again; sending goes on");
                    self.settle_again_at = now;
                    for tried in std::mem::take(&mut self.unsettled) {
                        self.settle(tried);
                    }
                }
            }
            Err(OutboxError::Db(error)) => {
                if self.unsettled.is_empty() {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "a verdict could not be written: sending waits, because a lost verdict would be a second delivery"
                    );
                }
                self.unsettled.push(tried);
                self.settle_again_at = now + SETTLE_AGAIN;
            }
            Err(error) => {
                // Nothing that waiting would change; the lease ends, and the message is marked and tried again.
                tracing::error!(id = %tried.0.id.0, error = &error as &dyn std::error::Error, "writing a verdict");
            }
        }
    }

    fn take_fetched(&mut self, result: Result<Fetched, OutboxError>, now: Timestamp) {
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
