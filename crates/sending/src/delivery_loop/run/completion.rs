//! Handles the results of the loop's tasks.

use std::sync::Arc;

use delivery::CheckFailure;
use jiff::Timestamp;
use mail::{FailedAt, Outcome, Problem, Report, Verdict};
use queue::{Claim, QueueError, Route};
use tokio::task::JoinError;

use super::start::RunningAttempt;
use super::{DeliveryLoop, LOOK_AGAIN, Release};
use crate::delivery_loop::attempt::FinishedAttempt;
use crate::delivery_loop::fetch::FetchResult;
use crate::delivery_loop::under_way::UnderWayGuard;
use crate::delivery_loop::{Event, attempt, maintenance};

/// The result of a task of the loop.
pub enum Completion {
    /// An attempt ended; without a report if it was ended because the process stops.
    Attempt { attempt: u64, claim: Claim, guard: UnderWayGuard, report: Option<Box<Report>> },
    /// A verdict is written. `is_over` is whether no recipient of the message waits any more, `notifies` whether its sender
    /// may want to know.
    Settled { is_over: bool, notifies: bool },
    /// A fetch ended.
    Fetched(Result<FetchResult, QueueError>),
    /// A probe of the connection ended.
    Probed { number: u32, result: Result<(), CheckFailure> },
    /// Delivery status notifications were sent, or none were due.
    Notified(Result<bool, QueueError>),
    /// Maintenance ended, with the time when mail is due next.
    Maintenance(Result<Option<Timestamp>, QueueError>),
    /// Claims are back in the outbox.
    Released,
    /// A change to this route is written, with what happens to waiting mail.
    RouteChanged(Route),
    /// Another task ended; nothing is left to do.
    Done,
}

impl DeliveryLoop {
    /// Handles `first` and the results of all other tasks that have ended.
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
            Completion::Attempt { attempt, claim, guard, report } => {
                self.handle_attempt(attempt, claim, guard, report.map(|report| *report));
            }
            Completion::Settled { is_over, notifies } => {
                self.settling -= 1;
                if notifies {
                    self.notify_at = Some(now);
                }
                if !is_over {
                    self.look_at = Some(now);
                }
            }
            Completion::Fetched(result) => self.handle_fetched(result, now),
            Completion::Probed { number, .. } if number != self.active_transport.number => {}
            Completion::Probed { result: Ok(()), .. } => {
                self.learned.evidence.probe_succeeded(now);
                self.resume();
            }
            Completion::Probed { result: Err(failure), .. } => self.pause(&failure.problem, failure.at_login, now),
            Completion::Released => {
                self.releasing -= 1;
                self.write_route();
            }
            Completion::RouteChanged(route) => self.route_changed(route),
            Completion::Maintenance(result) => {
                self.maintenance_at = Some(now + maintenance::INTERVAL);
                self.notify_at = Some(now);
                match result {
                    Ok(next_due) => self.look_at = [self.look_at, next_due].into_iter().flatten().min(),
                    Err(error) => {
                        tracing::error!(error = &error as &dyn std::error::Error, "maintenance of the outbox")
                    }
                }
            }
            Completion::Notified(result) => {
                self.is_notifying = false;
                match result {
                    Ok(true) => self.look_at = Some(now),
                    Ok(false) => {}
                    // They stay due, and maintenance follows.
                    Err(error) => {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "sending delivery status notifications"
                        )
                    }
                }
            }
            Completion::Done => {}
        }
    }

    fn handle_attempt(&mut self, number: u64, claim: Claim, guard: UnderWayGuard, report: Option<Report>) {
        let now = self.shared.deps.clock.now();
        let Some(running) = self.running.remove(&number) else { return };
        self.shared.deps.maillog.metrics().sessions(self.running.len());
        self.learned.domains.end(&running.domains, running.began, now);
        let accepted = report.as_ref().map_or(0, attempt::accepted_recipients);
        let untaken = (running.recipients.len() as u64).saturating_sub(accepted);
        self.day_of(&running.account).take_back(untaken, running.began);
        let Some(mut report) = report else {
            drop(guard);
            return self.release(vec![claim], Release::Stopping);
        };
        if running.number == self.active_transport.number {
            if report.throttled && !matches!(report.failed_at, Some(FailedAt::Session { .. })) {
                self.rate_limit.throttled(now);
            }
            if let Some(alone) = self.learn(&claim, &running, &report, now) {
                report = alone;
            }
        }
        self.settle(FinishedAttempt { claim, report, account: running.account }, guard);
    }

    /// Learns from an attempt about the connection. Returns another report if only this message fails.
    fn learn(&mut self, claim: &Claim, running: &RunningAttempt, report: &Report, now: Timestamp) -> Option<Report> {
        // Including the attempt that ended.
        let in_use = self.running.len() + 1;
        match &report.outcome {
            Outcome::Tried(verdicts) => {
                self.learned.sessions.succeeded(in_use, now);
                let delivered = verdicts.iter().filter(|verdict| verdict.verdict == Verdict::Delivered);
                let mut delivered = delivered.map(|verdict| verdict.recipient.clone()).peekable();
                if delivered.peek().is_some() {
                    self.learned.evidence.accepted(claim.id, delivered, now);
                    self.record_success(self.active_transport.number);
                }
                if let Some(FailedAt::Recipient(recipient)) = &report.failed_at {
                    self.learned.evidence.interrupted_at(recipient);
                }
                None
            }
            Outcome::ConnectionProblem(problem) => match &report.failed_at {
                Some(FailedAt::Session { others_open, at_login }) => {
                    let working = (*others_open).max(self.running.len());
                    self.session_failed(problem, (working, *at_login), running.began, now);
                    if working > 0 {
                        self.shared.ready.keep_place(claim.id);
                    }
                    None
                }
                Some(failed_at) => {
                    self.learned.sessions.succeeded(in_use, now);
                    let configured = self.shared.deps.settings.active_sender();
                    let senders = (&claim.sender, &configured);
                    let judgement = self.learned.evidence.judge(claim.id, failed_at, senders, now);
                    if judgement.pauses {
                        self.pause(problem, false, now);
                    }
                    judgement.counts.then(|| attempt::deferred_alone(report, problem, &running.recipients))
                }
                None => {
                    self.pause(problem, false, now);
                    None
                }
            },
        }
    }

    /// Handles a session that could not be opened while `working` others are in use. If there are any, the server
    /// accepts fewer sessions; otherwise the connection has failed.
    fn session_failed(
        &mut self,
        problem: &Problem,
        (working, at_login): (usize, bool),
        began: Timestamp,
        now: Timestamp,
    ) {
        if working == 0 {
            return self.pause(problem, at_login, now);
        }
        let random = self.shared.deps.random.unit();
        self.learned.sessions.refused(working, began, now, random);
        let sessions = self.learned.sessions.allowed();
        tracing::info!(sessions, code = %problem.code, "the server refused a session while others work; using fewer");
    }

    /// Writes the result in a task, so that the session is free for the next message at once.
    fn settle(&mut self, tried: FinishedAttempt, guard: UnderWayGuard) {
        self.settling += 1;
        let FinishedAttempt { claim, report, .. } = &tried;
        // Deliveries without a final verdict may be due at once, so the outbox must be checked.
        let is_over = matches!(&report.outcome, Outcome::Tried(verdicts)
            if verdicts.len() == claim.recipients.len()
                && verdicts.iter().all(|verdict| verdict.verdict != Verdict::Deferred));
        let shared = self.shared.clone();
        self.tasks.spawn(async move {
            let id = tried.claim.id;
            let written = attempt::settle_until_written(&shared, Arc::new(tried)).await;
            match written {
                Some(_) => guard.end_settled(),
                None => drop(guard),
            }
            shared.publish(Event::Message(id));
            Completion::Settled { is_over, notifies: written.unwrap_or(false) }
        });
    }

    fn handle_fetched(&mut self, result: Result<FetchResult, QueueError>, now: Timestamp) {
        self.is_fetching = false;
        match result {
            Ok(FetchResult { at: fetched_at, is_urgent_behind, leased_bulk, backlog, next_due }) => {
                self.shared.ready.end_fetch(is_urgent_behind, backlog, leased_bulk);
                let is_more_due = next_due.is_some_and(|at| at <= fetched_at);
                // Counted from the time of the fetch, so that leases that ended since are noticed even if the clock
                // jumped.
                let next = if is_more_due { Some(fetched_at + LOOK_AGAIN) } else { next_due };
                // Mail settled while the fetch ran may be due earlier than anything the fetch saw.
                self.look_at = [self.look_at, next].into_iter().flatten().min();
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "leasing what is due");
                self.look_at = Some(now + LOOK_AGAIN);
            }
        }
        self.write_route();
    }
}
