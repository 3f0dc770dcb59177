//! Settling: writes the result of an attempt for each recipient, and the attempt with its transcript.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use mail::{EmailAddress, Outcome, Problem, RecipientVerdict, Report, Verdict};
use storage::{Read as _, Tx, params};

use crate::lease::Claim;
use crate::retry::{deadline, next_delay_at_least};
use crate::stored::{self, address};
use crate::transitions::{self, DeliveryUpdate, LeasedDelivery};
use crate::{Id, QueueError, State, bodies, clock, notifications, problems};

/// What determines the next attempt, in addition to the verdict.
#[derive(Clone, Copy, Debug)]
pub struct RetryContext {
    /// The current time.
    pub now: Timestamp,
    /// From 0 to 1, for the jitter of delays. One for all recipients, so that those who were deferred together are tried
    /// together again.
    pub random: f64,
    /// How often a message is sent again if the reply after the final dot is lost.
    pub max_repetitions: u32,
}

/// The result of settling.
#[derive(Debug)]
pub enum SettleResult {
    /// Written.
    Done {
        /// Each recipient's new state, for log, events and metrics.
        states: Vec<(EmailAddress, State)>,
        /// Whether the sender may want a delivery status notification, which is due now.
        notifies: bool,
    },
    /// The lease was lost in the meantime (rescued, perhaps leased again): nothing was written.
    Stale,
}

/// Writes verdicts and the next attempt, by compare-and-set on the claim's token.
///
/// A failure of the connection does not count as an attempt: the message is due again at once, and the delivery loop
/// does not lease it until the connection works.
pub fn settle(
    tx: &mut Tx<'_>,
    claim: &Claim,
    report: &Report,
    context: &RetryContext,
) -> Result<SettleResult, QueueError> {
    let leased = transitions::leased_deliveries(tx, claim.id, claim.token)?;
    if leased.is_empty() {
        return Ok(SettleResult::Stale);
    }
    let (states, notifies) = match &report.outcome {
        Outcome::Tried(verdicts) => settle_tried(tx, claim, &leased, verdicts, report, context)?,
        Outcome::ConnectionProblem(problem) => {
            (settle_connection_problem(tx, claim, &leased, problem, report, context.now)?, false)
        }
    };
    if claim.kind.contains_ticket() {
        bodies::delete_ended_ticket(tx, claim.id)?;
    }
    Ok(SettleResult::Done { states, notifies })
}

fn settle_tried(
    tx: &mut Tx<'_>,
    claim: &Claim,
    leased: &[LeasedDelivery],
    verdicts: &[RecipientVerdict],
    report: &Report,
    context: &RetryContext,
) -> Result<(Vec<(EmailAddress, State)>, bool), QueueError> {
    let now = context.now;
    clock::note_time(tx, now)?;
    let deferred_without_verdict = if verdicts.is_empty() { deferred_without_verdict(leased)? } else { Vec::new() };
    let spoken = verdicts.iter().chain(&deferred_without_verdict);
    let by_recipient: HashMap<_, _> = spoken.map(|verdict| (verdict.recipient.expose(), verdict)).collect();
    let mut settled = Vec::with_capacity(leased.len());
    let mut recorded = Vec::with_capacity(leased.len());
    let mut notifies = false;
    for leased in leased {
        let Some(verdict) = by_recipient.get(leased.recipient.as_str()) else {
            // It was not tried with the others (a limit on recipients): it is due at once, without counting an
            // attempt.
            transitions::release_one(tx, claim.id, leased, now)?;
            settled.push((address(&leased.recipient)?, leased.released_state()));
            continue;
        };
        let update = decide(leased, claim.kind.is_tried_once(), verdict, context);
        let outcome = match update.state {
            State::Uncertain => Some(stored::trouble(&problems::arrival_uncertain(leased.lost_answers + 1))?),
            _ => stored::outcome(verdict)?,
        };
        transitions::settle_one(tx, claim.id, leased, &update, outcome.as_deref(), now)?;
        let of = (leased.position, &verdict.recipient);
        notifies |= notifications::note_settled(tx, claim, of, (update.state, report), now)?;
        recorded.push((leased.position, verdict.verdict));
        settled.push((verdict.recipient.clone(), update.state));
    }
    record(tx, claim.id, &stored::attempt(report, recorded, None)?, CountsAsAttempt::Yes, now)?;
    Ok((settled, notifies))
}

/// An empty report counts as a deferral of all recipients; otherwise the message would be retried for ever.
fn deferred_without_verdict(leased: &[LeasedDelivery]) -> Result<Vec<RecipientVerdict>, QueueError> {
    let deferred = |leased: &LeasedDelivery| {
        Ok(RecipientVerdict {
            recipient: address(&leased.recipient)?,
            verdict: Verdict::Deferred,
            reply: None,
            problem: None,
            may_have_arrived: false,
            retry_after: None,
        })
    };
    leased.iter().map(deferred).collect()
}

/// The next state of a delivery after a verdict: a pure function.
///
/// A delivery whose reply was lost ends as uncertain if no attempt follows, or after `max_repetitions`, because each
/// repetition may be one more copy in the recipient's mailbox.
fn decide(
    leased: &LeasedDelivery,
    tried_once: bool,
    verdict: &RecipientVerdict,
    context: &RetryContext,
) -> DeliveryUpdate {
    let now = context.now;
    let ended = |state| DeliveryUpdate { state, due: None, expires_at: None, maybe_twice: false };
    // The mark says that the message was sent more than once: it was, unless this was the first attempt.
    let uncertain = DeliveryUpdate { maybe_twice: leased.lost_answers > 0, ..ended(State::Uncertain) };
    match verdict.verdict {
        Verdict::Delivered => ended(State::Sent),
        Verdict::Kept => ended(State::Kept),
        Verdict::Refused => ended(State::Failed),
        Verdict::Deferred if verdict.may_have_arrived && leased.lost_answers >= context.max_repetitions => uncertain,
        Verdict::Deferred if tried_once && verdict.may_have_arrived => uncertain,
        Verdict::Deferred if tried_once => ended(State::Failed),
        Verdict::Deferred => {
            let first_try = leased.first_try_at.and_then(|at| Timestamp::from_millisecond(at).ok()).unwrap_or(now);
            let expires_at = leased.expires_at.and_then(|at| Timestamp::from_millisecond(at).ok());
            let floor = verdict.retry_after.unwrap_or(Duration::ZERO);
            match next_delay_at_least(floor, leased.attempts + 1, first_try, now, expires_at, context.random) {
                None if verdict.may_have_arrived => uncertain,
                None => ended(State::Expired),
                Some(delay) => DeliveryUpdate {
                    state: State::Deferred,
                    due: Some(now + delay),
                    expires_at: Some(deadline(first_try, expires_at)),
                    maybe_twice: verdict.may_have_arrived,
                },
            }
        }
    }
}

fn settle_connection_problem(
    tx: &mut Tx<'_>,
    claim: &Claim,
    leased: &[LeasedDelivery],
    problem: &Problem,
    report: &Report,
    now: Timestamp,
) -> Result<Vec<(EmailAddress, State)>, QueueError> {
    record(tx, claim.id, &stored::attempt(report, Vec::new(), Some(problem))?, CountsAsAttempt::No, now)?;
    let tried_once = claim.kind.is_tried_once();
    if tried_once {
        transitions::fail_untried(tx, claim.id, claim.token, &stored::trouble(problem)?, now)?;
    } else {
        transitions::release_claim(tx, claim.id, claim.token, now)?;
    }
    let state = |leased: &LeasedDelivery| if tried_once { State::Failed } else { leased.released_state() };
    leased.iter().map(|leased| Ok((address(&leased.recipient)?, state(leased)))).collect()
}

/// Whether an attempt counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CountsAsAttempt {
    Yes,
    No,
}

/// Adds an attempt to the history. Failures of the connection may repeat for days, so consecutive ones share one row.
fn record(
    tx: &mut Tx<'_>,
    message: Id,
    record: &str,
    spent: CountsAsAttempt,
    now: Timestamp,
) -> Result<(), QueueError> {
    let last = tx.query_first(
        "SELECT number, trouble FROM attempt WHERE message = $1 ORDER BY number DESC LIMIT 1",
        params![message],
        |row| Ok((row.get::<i64>(0)?, row.get::<bool>(1)?)),
    )?;
    let trouble = spent == CountsAsAttempt::No;
    let number = match last {
        Some((number, true)) if trouble => number,
        Some((number, _)) => number + 1,
        None => 1,
    };
    tx.execute(
        "INSERT INTO attempt (message, number, ended_at, trouble, record) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (message, number) DO UPDATE SET ended_at = excluded.ended_at, record = excluded.record",
        params![message, number, now.as_millisecond(), trouble, record],
    )?;
    Ok(())
}
