//! What an attempt came to is written: a fate for each recipient, and the attempt with its transcript.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use mail::{EmailAddress, Outcome, Problem, RecipientVerdict, Report, Verdict};
use storage::{Read as _, Tx, params};

use crate::lease::Claim;
use crate::retry::{deadline, next_delay_at_least};
use crate::stored::{self, address};
use crate::transitions::{self, Fate, Held};
use crate::{Id, QueueError, State, bodies, problems};

/// What decides about another attempt, besides the verdict.
#[derive(Clone, Copy, Debug)]
pub struct RetryContext {
    /// The time.
    pub now: Timestamp,
    /// From 0 to 1, for the jitter of delays. One for all recipients, so that those who were deferred together are tried
    /// together again.
    pub random: f64,
    /// How often a message is sent again whose reply after the final dot was lost.
    pub max_repetitions: u32,
}

/// What a settle came to.
#[derive(Debug)]
pub enum Settled {
    /// Written: each recipient's new state, for log, events and metrics.
    Done(Vec<(EmailAddress, State)>),
    /// The lease was lost meanwhile (rescued, perhaps leased anew): nothing was written.
    Stale,
}

/// Writes verdicts and the next attempt, by compare-and-set on the claim's token.
///
/// Trouble of the connection spends no attempt: the message is due again at once, and dispatch holds it back until the
/// connection works.
pub fn settle(tx: &mut Tx<'_>, claim: &Claim, report: &Report, context: &RetryContext) -> Result<Settled, QueueError> {
    let held = transitions::held(tx, claim.id, claim.token)?;
    if held.is_empty() {
        return Ok(Settled::Stale);
    }
    let settled = match &report.outcome {
        Outcome::Tried(verdicts) => settle_tried(tx, claim, &held, verdicts, report, context)?,
        Outcome::ConnectionTrouble(problem) => settle_trouble(tx, claim, &held, problem, report, context.now)?,
    };
    if claim.kind.holds_ticket() {
        bodies::forget_ended_ticket(tx, claim.id)?;
    }
    Ok(Settled::Done(settled))
}

fn settle_tried(
    tx: &mut Tx<'_>,
    claim: &Claim,
    held: &[Held],
    verdicts: &[RecipientVerdict],
    report: &Report,
    context: &RetryContext,
) -> Result<Vec<(EmailAddress, State)>, QueueError> {
    let now = context.now;
    let silence = if verdicts.is_empty() { silence(held)? } else { Vec::new() };
    let spoken = verdicts.iter().chain(&silence);
    let by_recipient: HashMap<_, _> = spoken.map(|verdict| (verdict.recipient.expose(), verdict)).collect();
    let mut settled = Vec::with_capacity(held.len());
    let mut recorded = Vec::with_capacity(held.len());
    for held in held {
        let Some(verdict) = by_recipient.get(held.recipient.as_str()) else {
            // It was not tried with the others (a limit on recipients): its turn comes at once, no attempt is spent.
            transitions::give_one_back(tx, claim.id, held, now)?;
            settled.push((address(&held.recipient)?, held.waits_as()));
            continue;
        };
        let fate = fate(held, claim.kind.is_tried_once(), verdict, context);
        let outcome = match fate.state {
            State::Uncertain => Some(stored::trouble(&problems::arrival_uncertain(held.lost_answers + 1))?),
            _ => stored::outcome(verdict)?,
        };
        transitions::settle_one(tx, claim.id, held, &fate, outcome.as_deref(), now)?;
        recorded.push((held.position, verdict.verdict));
        settled.push((verdict.recipient.clone(), fate.state));
    }
    record(tx, claim.id, &stored::attempt(report, recorded, None)?, Spent::Yes, now)?;
    Ok(settled)
}

/// A report that says nothing counts as a deferral of all, or the message would be tried without end.
fn silence(held: &[Held]) -> Result<Vec<RecipientVerdict>, QueueError> {
    let deferred = |held: &Held| {
        Ok(RecipientVerdict {
            recipient: address(&held.recipient)?,
            verdict: Verdict::Deferred,
            reply: None,
            problem: None,
            may_have_arrived: false,
            retry_after: None,
        })
    };
    held.iter().map(deferred).collect()
}

/// What one verdict makes of one delivery: a pure function.
///
/// Where no attempt follows one whose reply was lost, the delivery ends as uncertain. It also does so after
/// `max_repetitions`, because each repetition may be one more copy in the recipient's mailbox.
fn fate(held: &Held, tried_once: bool, verdict: &RecipientVerdict, context: &RetryContext) -> Fate {
    let now = context.now;
    let ended = |state| Fate { state, due: None, expires_at: None, maybe_twice: false };
    // The mark says that the message was sent again: here it was, unless this was the first try.
    let uncertain = Fate { maybe_twice: held.lost_answers > 0, ..ended(State::Uncertain) };
    match verdict.verdict {
        Verdict::Delivered => ended(State::Sent),
        Verdict::Kept => ended(State::Kept),
        Verdict::Refused => ended(State::Failed),
        Verdict::Deferred if verdict.may_have_arrived && held.lost_answers >= context.max_repetitions => uncertain,
        Verdict::Deferred if tried_once && verdict.may_have_arrived => uncertain,
        Verdict::Deferred if tried_once => ended(State::Failed),
        Verdict::Deferred => {
            let first_try = held.first_try_at.and_then(|at| Timestamp::from_millisecond(at).ok()).unwrap_or(now);
            let expires_at = held.expires_at.and_then(|at| Timestamp::from_millisecond(at).ok());
            let floor = verdict.retry_after.unwrap_or(Duration::ZERO);
            match next_delay_at_least(floor, held.attempts + 1, first_try, now, expires_at, context.random) {
                None if verdict.may_have_arrived => uncertain,
                None => ended(State::Expired),
                Some(delay) => Fate {
                    state: State::Deferred,
                    due: Some(now + delay),
                    expires_at: Some(deadline(first_try, expires_at)),
                    maybe_twice: verdict.may_have_arrived,
                },
            }
        }
    }
}

fn settle_trouble(
    tx: &mut Tx<'_>,
    claim: &Claim,
    held: &[Held],
    problem: &Problem,
    report: &Report,
    now: Timestamp,
) -> Result<Vec<(EmailAddress, State)>, QueueError> {
    record(tx, claim.id, &stored::attempt(report, Vec::new(), Some(problem))?, Spent::No, now)?;
    let tried_once = claim.kind.is_tried_once();
    if tried_once {
        transitions::fail_untried(tx, claim.id, claim.token, &stored::trouble(problem)?, now)?;
    } else {
        transitions::give_back(tx, claim.id, claim.token, now)?;
    }
    let state = |held: &Held| if tried_once { State::Failed } else { held.waits_as() };
    held.iter().map(|held| Ok((address(&held.recipient)?, state(held)))).collect()
}

/// Whether a try counts as an attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spent {
    Yes,
    No,
}

/// Adds an attempt to the history. Trouble may go on for days of probing, so trouble after trouble keeps one row.
fn record(tx: &mut Tx<'_>, message: Id, record: &str, spent: Spent, now: Timestamp) -> Result<(), QueueError> {
    let last = tx.query_first(
        "SELECT number, trouble FROM attempt WHERE message = $1 ORDER BY number DESC LIMIT 1",
        params![message],
        |row| Ok((row.get::<i64>(0)?, row.get::<bool>(1)?)),
    )?;
    let trouble = spent == Spent::No;
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
