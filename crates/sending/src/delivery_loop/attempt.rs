//! One attempt: passes a claim to the transport once, and writes the result.

use crate::storage_status::DamagedKind;
use crate::{problems, texts};
use std::error::Error;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use storage::DbError;

use delivery::Transport;
use futures_util::FutureExt as _;
use mail::Outgoing;
use mail::{EmailAddress, Outcome, Problem, RecipientVerdict, Reply, Report, Verdict};
use queue::{Claim, QueueError, RetryContext, SettleResult, State};

use smtp::Progress;
use tokio::sync::oneshot;

use super::learned::Account;
use super::{Deps, Shared, account_store};

/// The length of a lease: more than the longest wait in memory and the longest attempt together.
pub const LEASE: Duration = Duration::from_secs(30 * 60);
/// The delay before a verdict that could not be written is tried again.
const SETTLE_AGAIN: Duration = Duration::from_secs(1);
/// The longest time a claim waits in memory; after that it goes back to the outbox.
pub const FRESH: Duration = Duration::from_secs(10 * 60);
/// The time limit of a whole attempt, whatever the server does; each stage has its own, shorter limit.
const LONGEST_ATTEMPT: Duration = Duration::from_secs(19 * 60);

/// Why an attempt ends before it is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndEarly {
    /// Urgent mail is waiting for its session.
    ForUrgentMail,
    /// The process is stopping.
    ForStop,
}

/// Passes `outgoing` to the transport once. Ends early on a message from `end_early`; returns `None` if the process is
/// stopping and nothing can have arrived.
pub async fn deliver(
    transport: &dyn Transport,
    outgoing: &Outgoing,
    progress: Progress,
    end_early: oneshot::Receiver<EndEarly>,
) -> Option<Report> {
    // A panic counts as an attempt; otherwise its session would never be free again, and the message would be tried
    // forever.
    let delivering = AssertUnwindSafe(transport.deliver(outgoing, progress.clone())).catch_unwind();
    let ended_early = async {
        // The sender is dropped only after the attempt ended.
        match end_early.await {
            Ok(why) => why,
            Err(_) => std::future::pending().await,
        }
    };
    let report = tokio::select! {
        biased;
        delivered = tokio::time::timeout(LONGEST_ATTEMPT, delivering) => match delivered {
            Ok(Ok(report)) => report,
            Ok(Err(_)) => cut_short(outgoing, &progress, &problems::attempt_faulty(), "an error of owlpost"),
            Err(_) => {
                let minutes = LONGEST_ATTEMPT.as_secs() / 60;
                cut_short(outgoing, &progress, &problems::attempt_too_long(minutes), &format!("{minutes} minutes"))
            }
        },
        why = ended_early => match why {
            EndEarly::ForStop if !progress.may_have_arrived() => return None,
            EndEarly::ForStop => {
                cut_short(outgoing, &progress, &problems::attempt_stopped(), "a stop of owlpost")
            }
            EndEarly::ForUrgentMail => {
                cut_short(outgoing, &progress, &problems::attempt_gave_way(), "urgent mail was waiting")
            }
        },
    };
    Some(report)
}

/// The envelope and bytes of a claim, for the given recipients only.
pub fn outgoing(claim: &Claim, recipients: Vec<EmailAddress>) -> Outgoing {
    Outgoing {
        unique: claim.id.0.as_u128(),
        sender: claim.sender.clone(),
        recipients,
        notifications: claim.notifications.clone(),
        smtputf8: claim.smtputf8,
        eight_bit: claim.eight_bit,
        bytes: claim.bytes.clone(),
    }
}

/// The report for a connection problem that was judged to concern this message alone: all recipients are deferred.
pub fn deferred_alone(report: &Report, problem: &Problem, recipients: &[EmailAddress]) -> Report {
    let outcome = deferred(recipients, problem, false);
    Report { outcome, ..report.clone() }
}

/// The report of an attempt that was ended early: all recipients are deferred, and the message may have arrived if its
/// last octets were about to be sent.
fn cut_short(outgoing: &Outgoing, progress: &Progress, problem: &Problem, by: &str) -> Report {
    Report {
        outcome: deferred(&outgoing.recipients, problem, progress.may_have_arrived()),
        stages: Vec::new(),
        transcript: format!("-- ended by {by}\n"),
        connection: texts::connection_unknown(),
        throttled: false,
        passes_on_notifications: false,
        failed_at: None,
    }
}

fn deferred(recipients: &[EmailAddress], problem: &Problem, may_have_arrived: bool) -> Outcome {
    let verdict = |recipient: &EmailAddress| RecipientVerdict {
        recipient: recipient.clone(),
        verdict: Verdict::Deferred,
        reply: None,
        problem: Some(problem.clone()),
        may_have_arrived,
        retry_after: None,
    };
    Outcome::Tried(recipients.iter().map(verdict).collect())
}

/// An attempt that ended, with its result.
pub struct FinishedAttempt {
    /// The claim that was attempted.
    pub claim: Claim,
    /// The result.
    pub report: Report,
    /// The account that was used.
    pub account: Account,
}

/// The number of recipients that the server accepted the message for, or may have: they count towards its daily limit.
pub fn accepted_recipients(report: &Report) -> u64 {
    match &report.outcome {
        Outcome::Tried(verdicts) => {
            let is_accepted =
                |verdict: &&RecipientVerdict| verdict.verdict == Verdict::Delivered || verdict.may_have_arrived;
            verdicts.iter().filter(is_accepted).count() as u64
        }
        Outcome::ConnectionProblem(_) => 0,
    }
}

/// Writes the result of an attempt and counts its recipients, in one transaction, and logs it. Returns whether a
/// notification of the sender was noted.
///
/// # Errors
/// If the result could not be written. The caller must try again, because a lost verdict would cause a second delivery.
pub async fn settle(deps: &Deps, tried: &Arc<FinishedAttempt>) -> Result<bool, QueueError> {
    let context =
        RetryContext { now: deps.clock.now(), random: deps.random.unit(), max_repetitions: deps.max_repetitions };
    let settled = deps.db.write({
        let tried = tried.clone();
        move |tx| {
            // Counted even if the lease has ended: the server accepted the message.
            account_store::count(tx, &tried.account, accepted_recipients(&tried.report), context.now)?;
            queue::settle(tx, &tried.claim, &tried.report, &context)
        }
    });
    let FinishedAttempt { claim, report, .. } = &**tried;
    match settled.await? {
        SettleResult::Done { states, notifies } => {
            for (recipient, state) in &states {
                log(deps, claim, report, recipient, *state);
            }
            Ok(notifies)
        }
        SettleResult::Stale => {
            tracing::warn!(id = %claim.id.0, "a verdict came after its lease had ended; the message is tried again");
            Ok(false)
        }
    }
}

/// Calls [`settle`] until the result is written; sending waits in the meantime ([`Shared::has_unwritten_verdicts`]).
/// Returns whether a notification of the sender was noted; `None` if trying again would not help.
pub async fn settle_until_written(shared: &Shared, tried: Arc<FinishedAttempt>) -> Option<bool> {
    let mut unwritten = None;
    loop {
        match settle(&shared.deps, &tried).await {
            Ok(notifies) => return Some(notifies),
            Err(QueueError::Db(error)) if error.is_unreadable() => {
                return set_aside(shared, &tried, &error).await.then_some(false);
            }
            Err(QueueError::Db(error)) if !matches!(error, DbError::Closed) => {
                unwritten.get_or_insert_with(|| UnwrittenVerdict::new(shared, &error));
                shared.deps.clock.sleep(SETTLE_AGAIN).await;
            }
            Err(error) => {
                // Waiting would not help. The lease ends; then the message is marked and tried again.
                tracing::error!(id = %tried.claim.id.0, error = &error as &dyn Error, "writing a verdict");
                return None;
            }
        }
    }
}

/// Ends a claim whose rows are too damaged for a verdict to be written, so that other mail continues. Returns whether
/// that was written.
async fn set_aside(shared: &Shared, tried: &Arc<FinishedAttempt>, cause: &DbError) -> bool {
    let (id, now) = (tried.claim.id, shared.deps.clock.now());
    let ended = shared.deps.db.write({
        let tried = tried.clone();
        move |tx| queue::set_aside_tried(tx, &tried.claim, now)
    });
    match ended.await {
        Ok(_) => {
            shared.deps.storage_status.report_damage(DamagedKind::Message, &id.0.to_string(), cause).await;
            true
        }
        Err(error) => {
            tracing::error!(id = %id.0, error = &error as &dyn Error, "setting a damaged message aside");
            false
        }
    }
}

/// A verdict that could not be written yet.
struct UnwrittenVerdict<'s> {
    shared: &'s Shared,
}

impl<'s> UnwrittenVerdict<'s> {
    fn new(shared: &'s Shared, error: &DbError) -> Self {
        if shared.unwritten_verdicts.fetch_add(1, Ordering::Relaxed) == 0 {
            tracing::error!(
                error = error as &dyn Error,
                "a verdict could not be written: sending waits, because a lost verdict would cause a second delivery"
            );
        }
        Self { shared }
    }
}

impl Drop for UnwrittenVerdict<'_> {
    fn drop(&mut self) {
        if self.shared.unwritten_verdicts.fetch_sub(1, Ordering::Relaxed) == 1 {
            tracing::info!("all verdicts are written; sending continues");
        }
    }
}

fn log(deps: &Deps, claim: &Claim, report: &Report, recipient: &EmailAddress, state: State) {
    let reply = reply_for(report, recipient);
    match state {
        State::Sent => deps.maillog.sent(claim.id, recipient, &report.connection, reply),
        State::Deferred => deps.maillog.deferred(claim.id, recipient, &report.connection, reply),
        State::Kept => deps.maillog.kept(claim.id, recipient, &report.connection),
        State::Uncertain => deps.maillog.uncertain(claim.id, recipient, &report.connection),
        State::Failed | State::Expired => deps.maillog.failed(claim.id, recipient, &report.connection, reply),
        State::Queued | State::Sending | State::Cancelled => {}
    }
}

fn reply_for<'r>(report: &'r Report, recipient: &EmailAddress) -> Option<&'r Reply> {
    match &report.outcome {
        Outcome::Tried(verdicts) => {
            verdicts.iter().find(|verdict| verdict.recipient == *recipient).and_then(|verdict| verdict.reply.as_ref())
        }
        Outcome::ConnectionProblem(_) => None,
    }
}

/// Returns claims to the outbox without counting an attempt. They are due at `due`; without it, at the time they were
/// due before, so that they keep their place.
///
/// # Errors
/// If the release could not be written; the claims then become due when their leases end.
pub async fn release(deps: &Deps, claims: Vec<Claim>, due: Option<Timestamp>) -> Result<(), QueueError> {
    let now = deps.clock.now();
    let released = deps.db.write(move |tx| {
        // The clock may have been set back since.
        claims.iter().try_for_each(|claim| queue::release(tx, claim, due.unwrap_or(claim.due.min(now)), now))
    });
    released.await
}
