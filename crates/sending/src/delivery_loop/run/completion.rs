//! Handles what ran beside the loop and ended.

use std::sync::Arc;

use jiff::Timestamp;
use mail::{Outcome, Problem, Report, Verdict};
use queue::{Claim, QueueError};
use tokio::task::JoinError;

use super::{DeliveryLoop, LOOK_AGAIN};
use crate::delivery_loop::fetch::Fetched;
use crate::delivery_loop::rate_limit::SLOWEST;
use crate::delivery_loop::under_way::UnderWayGuard;
use crate::delivery_loop::{Event, attempt, maintenance};

/// Something that ran beside the loop and ended.
pub enum Completion {
    /// An attempt, over the transport of that version of the settings.
    Attempt { number: u32, claim: Claim, guard: UnderWayGuard, report: Box<Report> },
    /// A verdict is written; whether nothing of the message waits any more.
    Settled { is_over: bool },
    /// What was due is in memory.
    Fetched(Result<Fetched, QueueError>),
    /// A probe of the connection.
    Probed { number: u32, result: Result<(), Problem> },
    /// When something is due next.
    Maintenance(Result<Option<Timestamp>, QueueError>),
    /// Written, released, closed: nothing follows.
    Done,
}

impl DeliveryLoop {
    /// Handles `first` and whatever else has ended.
    pub fn handle_completions(&mut self, first: Result<Completion, JoinError>) {
        let mut ended = Some(first);
        while let Some(result) = ended {
            match result {
                Ok(completion) => self.handle(completion),
                Err(error) => tracing::error!(%error, "a task of the delivery loop panicked"),
            }
            ended = self.tasks.try_join_next();
        }
    }

    fn handle(&mut self, completion: Completion) {
        let now = self.shared.deps.clock.now();
        match completion {
            Completion::Attempt { number, claim, guard, report } => {
                self.handle_attempt(number, claim, guard, *report, now)
            }
            Completion::Settled { is_over } => {
                self.settling -= 1;
                if !is_over {
                    self.look_at = Some(now);
                }
            }
            Completion::Fetched(result) => self.handle_fetched(result, now),
            Completion::Probed { number, .. } if number != self.active_transport.number => {}
            Completion::Probed { result: Ok(()), .. } => self.resume(),
            Completion::Probed { result: Err(problem), .. } => self.pause(&problem, now),
            Completion::Maintenance(result) => {
                self.maintenance_at = Some(now + maintenance::INTERVAL);
                match result {
                    Ok(next_due) => self.look_at = [self.look_at, next_due].into_iter().flatten().min(),
                    Err(error) => {
                        tracing::error!(error = &error as &dyn std::error::Error, "maintenance of the outbox")
                    }
                }
            }
            Completion::Done => {}
        }
    }

    fn handle_attempt(&mut self, number: u32, claim: Claim, guard: UnderWayGuard, report: Report, now: Timestamp) {
        self.attempts -= 1;
        self.shared.deps.maillog.metrics().sessions(self.attempts);
        if number == self.active_transport.number {
            if report.throttled {
                self.rate_limit.throttled(now);
            }
            match &report.outcome {
                Outcome::Tried(verdicts) => {
                    if verdicts.iter().any(|verdict| verdict.verdict == Verdict::Delivered) {
                        self.record_success(number);
                    }
                }
                // The answer to a server that refuses one session too many is fewer sessions, not a pause.
                Outcome::ConnectionTrouble(_) if report.throttled && self.rate_limit.halvings() < SLOWEST => {}
                Outcome::ConnectionTrouble(problem) => self.pause(problem, now),
            }
        }
        self.settle(claim, guard, report);
    }

    /// Writes the result in a task; the session is free for the next message meanwhile.
    fn settle(&mut self, claim: Claim, guard: UnderWayGuard, report: Report) {
        self.settling += 1;
        // The next attempt's time is known to the outbox; what went back may be due at once.
        let is_over = matches!(&report.outcome, Outcome::Tried(verdicts)
            if verdicts.len() == claim.recipients.len()
                && verdicts.iter().all(|verdict| verdict.verdict != Verdict::Deferred));
        let shared = self.shared.clone();
        self.tasks.spawn(async move {
            let id = claim.id;
            attempt::settle_until_written(&shared, Arc::new((claim, report))).await;
            drop(guard);
            shared.publish(Event::Message(id));
            Completion::Settled { is_over }
        });
    }

    fn handle_fetched(&mut self, result: Result<Fetched, QueueError>, now: Timestamp) {
        self.is_fetching = false;
        match result {
            Ok(Fetched { at: fetched_at, leased, was_full, next_due }) => {
                let is_more_due = next_due.is_some_and(|at| at <= fetched_at);
                // Where nothing came although memory was left, asking again at once would bring nothing either.
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
