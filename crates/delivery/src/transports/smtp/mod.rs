//! Delivery over SMTP: sessions are kept and reused, one report per attempt.
//!
//! `smtp` returns replies and errors; [`diagnosis`](crate::diagnosis) decides what they mean.

mod open;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use mail::{EmailAddress, FailedAt, Outcome, Outgoing, Problem, Report, Stage};
use oauth::TokenRequest;
use smtp::{
    Destination, Journal, Limits, Phase, Pool, Progress, RecipientResult, SESSION_IDLE, Session, SessionOrigin,
    SmtpError, Timeouts, Transaction, TransactionError, send,
};

pub(crate) use open::{OpenError, open};

use super::recipients::{Outcomes, RecipientOutcome};
use crate::diagnosis::{self, Context, Disposition};
use crate::transport::BoxFuture;
use crate::{CheckFailure, ServerTraits, SmtpAccount, Transport, texts};

/// Sends over one SMTP account and keeps sessions for the next message.
///
/// Opens at most as many sessions as `deliver` runs at once. Not for test mails: [`probe`](crate::probe) uses a session
/// of its own.
#[derive(Debug)]
pub struct SmtpTransport {
    account: SmtpAccount,
    to: Destination,
    pool: Pool,
    /// The number of recipients that the server accepted before it wanted the rest in another transaction (452 4.5.3).
    max_recipients: AtomicUsize,
    /// Whether the last problem of the connection occurred after the login: `check` then also tests the sender.
    refused_after_login: AtomicBool,
}

impl SmtpTransport {
    /// A transport over `account`. Opens nothing before the first message.
    pub fn new(account: SmtpAccount, timeouts: Timeouts) -> Self {
        Self::with_idle(account, timeouts, SESSION_IDLE)
    }

    /// Like [`SmtpTransport::new`]; a session is kept idle for `idle`.
    pub fn with_idle(account: SmtpAccount, timeouts: Timeouts, idle: Duration) -> Self {
        let to = Destination::new(account.server.clone(), Limits::new(timeouts, None));
        Self {
            account,
            to,
            pool: Pool::new(idle),
            max_recipients: AtomicUsize::new(usize::MAX),
            refused_after_login: AtomicBool::new(false),
        }
    }

    async fn try_once(&self, outgoing: &Outgoing, progress: Progress) -> Report {
        let mut journal = Journal::new(None).with_progress(progress);
        match self.transfer(outgoing, &mut journal).await {
            Ok(attempted) => {
                let is_refused = matches!(attempted.outcome, Outcome::ConnectionProblem(_));
                self.refused_after_login.store(is_refused, Ordering::Relaxed);
                report(&self.account, attempted, journal)
            }
            Err(error) => {
                let failed_at = FailedAt::Session { others_open: self.pool.open(), at_login: error.is_at_login() };
                let (problem, throttled) = diagnosis::of_open_error(&self.context(None), &error);
                let outcome = Outcome::ConnectionProblem(problem);
                let attempted =
                    AttemptResult { outcome, throttled, failed_at: Some(failed_at), passes_on_notifications: false };
                report(&self.account, attempted, journal)
            }
        }
    }

    /// Sends to all recipients. Those that the server wants in another transaction (RFC 5321 section 4.5.3.1.10) follow
    /// at once. Recipients that could not be tried have no verdict.
    async fn transfer(&self, outgoing: &Outgoing, journal: &mut Journal<'_>) -> Result<AttemptResult, OpenError> {
        let context = self.context(outgoing.sender.address());
        let mut waiting = outgoing.recipients.clone();
        let (mut recipients, mut outcomes, mut failed_at) = (Vec::new(), Vec::new(), None);
        let mut passes_on_notifications = true;
        while !waiting.is_empty() && failed_at.is_none() {
            let later = waiting.split_off(waiting.len().min(self.max_recipients.load(Ordering::Relaxed)));
            let part = Outgoing { recipients: std::mem::replace(&mut waiting, later), ..outgoing.clone() };
            let ended = match self.transact(&part, &context, journal).await {
                Ok(ended) => ended,
                // What was delivered before stays delivered.
                Err(error) if recipients.is_empty() => return Err(error),
                Err(_) => break,
            };
            failed_at = ended.failed_at;
            passes_on_notifications &= ended.passes_on_notifications;
            let surplus = surplus_recipients(&ended.outcomes);
            if surplus > 0 {
                self.max_recipients.store(part.recipients.len() - surplus, Ordering::Relaxed);
            }
            for (recipient, outcome) in part.recipients.into_iter().zip(ended.outcomes) {
                if surplus > 0 && outcome.is_surplus() {
                    waiting.push(recipient);
                } else {
                    recipients.push(recipient);
                    outcomes.push(outcome);
                }
            }
        }
        let outcomes = Outcomes::new(outcomes);
        let others_open = self.pool.open();
        if others_open > 0
            && let Some(problem) = outcomes.surplus_session()
        {
            // The server counts sessions only when mail is sent (Microsoft's 432).
            let failed_at = Some(FailedAt::Session { others_open, at_login: false });
            let outcome = Outcome::ConnectionProblem(problem.clone());
            return Ok(AttemptResult { outcome, throttled: false, failed_at, passes_on_notifications });
        }
        let (outcome, throttled) = outcomes.into_outcome(&recipients);
        Ok(AttemptResult { outcome, throttled, failed_at, passes_on_notifications })
    }

    /// Performs one transaction: in a kept session if there is one; if that has ended, in a new one.
    async fn transact(
        &self,
        outgoing: &Outgoing,
        context: &Context<'_>,
        journal: &mut Journal<'_>,
    ) -> Result<TransactionResult, OpenError> {
        let mut pipelined: Option<TransactionResult> = None;
        let mut kept = self.pool.take().await;
        loop {
            let (mut session, origin) = match kept.take() {
                Some(session) => (session, SessionOrigin::Reused { is_exhausted: diagnosis::is_session_exhausted }),
                None => match (self.open_counted(journal).await, pipelined.take()) {
                    (Ok(session), earlier) => {
                        pipelined = earlier;
                        (session, SessionOrigin::New)
                    }
                    (Err(_), Some(earlier)) => return Ok(earlier),
                    (Err(error), None) => return Err(error),
                },
            };
            match send_in(&mut session, origin, &self.to, context, outgoing, journal).await {
                // Nothing of the message was sent: repeat, one command at a time.
                SendResult::Ended(ended) if ended.pipelining_failed && pipelined.is_none() => {
                    journal.remark(format_args!(
                        "the server does not answer pipelined commands; one at a time from now on"
                    ));
                    journal.restart();
                    self.to.use_lock_step(true);
                    pipelined = Some(ended);
                }
                SendResult::Ended(ended) => {
                    if pipelined.is_some() && ended.is_interrupted {
                        // Pipelining was not the cause.
                        self.to.use_lock_step(false);
                    }
                    // A surplus session is closed, so that the server no longer counts it.
                    if ended.session_reusable && !ended.outcomes.iter().all(RecipientOutcome::is_surplus_session) {
                        self.pool.put(session);
                    }
                    return Ok(ended);
                }
                SendResult::SessionEnded => {}
            }
        }
    }

    async fn open_counted(&self, journal: &mut Journal<'_>) -> Result<Session, OpenError> {
        let mut session = open(&self.account, &self.to, TokenRequest::Valid, journal).await?;
        self.pool.count(&mut session);
        Ok(session)
    }

    /// Logs in, and also tests `sender` if the server refused a message after the login.
    async fn check_once(&self, sender: &EmailAddress) -> Result<(), CheckFailure> {
        // Idle sessions may be all that the server allows.
        self.pool.close_idle().await;
        let mut journal = Journal::new(None);
        let mut session = self.open_counted(&mut journal).await.map_err(|error| CheckFailure {
            problem: diagnosis::of_open_error(&self.context(None), &error).0,
            at_login: error.is_at_login(),
        })?;
        if self.refused_after_login.load(Ordering::Relaxed) {
            check_sender(&mut session, &self.to, &self.context(Some(sender)), sender, &mut journal).await?;
            self.refused_after_login.store(false, Ordering::Relaxed);
        }
        self.pool.put(session);
        Ok(())
    }

    fn context<'a>(&'a self, sender: Option<&'a EmailAddress>) -> Context<'a> {
        Context { account: &self.account, sender, greeting: None }
    }
}

impl Transport for SmtpTransport {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing, progress: Progress) -> BoxFuture<'a, Report> {
        Box::pin(self.try_once(outgoing, progress))
    }

    fn check<'a>(&'a self, sender: &'a EmailAddress) -> BoxFuture<'a, Result<(), CheckFailure>> {
        Box::pin(self.check_once(sender))
    }

    fn traits(&self) -> ServerTraits {
        let max_recipients = self.max_recipients.load(Ordering::Relaxed);
        ServerTraits {
            lock_step: self.to.is_lock_step(),
            max_recipients: (max_recipients < usize::MAX).then_some(max_recipients),
        }
    }

    fn recall(&self, traits: ServerTraits) {
        self.to.use_lock_step(traits.lock_step);
        // At least one; otherwise no recipient would ever be sent.
        let max_recipients = traits.max_recipients.map_or(usize::MAX, |most| most.max(1));
        self.max_recipients.store(max_recipients, Ordering::Relaxed);
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.pool.close())
    }
}

/// The result of a transaction in one session.
pub(crate) enum SendResult {
    /// The transaction ended, with this result.
    Ended(TransactionResult),
    /// The kept session had ended before the server accepted MAIL.
    SessionEnded,
}

/// The result of a transaction.
pub(crate) struct TransactionResult {
    /// The result of each recipient.
    pub(crate) outcomes: Vec<RecipientOutcome>,
    /// What the transaction failed at, if it ended early or the connection has a problem.
    pub(crate) failed_at: Option<FailedAt>,
    /// Whether the server closed the connection or did not answer.
    is_interrupted: bool,
    /// Whether the server answered only the first of several commands in one write.
    pipelining_failed: bool,
    /// Whether the server offers DSN.
    passes_on_notifications: bool,
    /// Whether the session can be used for the next message.
    pub(crate) session_reusable: bool,
}

/// The result of an attempt.
pub(crate) struct AttemptResult {
    pub(crate) outcome: Outcome,
    pub(crate) throttled: bool,
    pub(crate) failed_at: Option<FailedAt>,
    pub(crate) passes_on_notifications: bool,
}

impl AttemptResult {
    /// Of a test mail, which has no requests for notifications.
    pub(crate) fn of_test(outcome: Outcome, throttled: bool) -> Self {
        Self { outcome, throttled, failed_at: None, passes_on_notifications: false }
    }
}

/// The number of recipients that the server wants in another transaction, if it accepted the message for others in this
/// one.
fn surplus_recipients(outcomes: &[RecipientOutcome]) -> usize {
    let is_delivered = outcomes.iter().any(|outcome| matches!(outcome, RecipientOutcome::Delivered(_)));
    if is_delivered { outcomes.iter().filter(|outcome| outcome.is_surplus()).count() } else { 0 }
}

/// Sends `outgoing` in `session` and diagnoses the result.
pub(crate) async fn send_in(
    session: &mut Session,
    origin: SessionOrigin,
    to: &Destination,
    context: &Context<'_>,
    outgoing: &Outgoing,
    journal: &mut Journal<'_>,
) -> SendResult {
    match send(session, origin, to, outgoing, journal).await {
        Ok(transaction) => SendResult::Ended(diagnosed(context, outgoing, transaction)),
        Err(TransactionError::SessionEnded) => SendResult::SessionEnded,
        Err(TransactionError::MissingCapability(missing)) => {
            let diagnosis = diagnosis::of_missing_capability(context, missing, outgoing);
            journal.enter(Stage::MailFrom);
            journal.failed(texts::event_of(&diagnosis.problem));
            let outcome = RecipientOutcome::Failed(diagnosis, None);
            SendResult::Ended(TransactionResult {
                outcomes: vec![outcome; outgoing.recipients.len()],
                failed_at: None,
                is_interrupted: false,
                pipelining_failed: false,
                passes_on_notifications: false,
                session_reusable: true,
            })
        }
    }
}

fn diagnosed(context: &Context<'_>, outgoing: &Outgoing, transaction: Transaction) -> TransactionResult {
    let Transaction { recipients, interruption, stopped_at, passes_on_notifications, session_reusable } = transaction;
    let mut failed_at = match (stopped_at, &interruption) {
        (Some(at), _) => Some(FailedAt::Recipient(outgoing.recipients[at].clone())),
        (None, Some(interruption)) => Some(failed_in(interruption.phase, &outgoing.recipients[0])),
        (None, None) => None,
    };
    let pipelining_failed = interruption
        .as_ref()
        .is_some_and(|interruption| interruption.is_second && matches!(interruption.error, SmtpError::TimedOut(_)));
    let is_interrupted = interruption.is_some();
    let interruption = interruption.map(|interruption| diagnosis::of_interruption(context, &interruption));
    let mut outcomes = Vec::with_capacity(recipients.len());
    for (recipient, result) in outgoing.recipients.iter().zip(recipients) {
        outcomes.push(match result {
            RecipientResult::Accepted(reply) => RecipientOutcome::Delivered(reply),
            RecipientResult::Rejected { phase, reply } => {
                let diagnosis = diagnosis::of_reply(context, phase, &reply);
                if diagnosis.disposition == Disposition::Connection {
                    failed_at.get_or_insert_with(|| failed_in(phase, recipient));
                }
                RecipientOutcome::Failed(diagnosis, Some(reply))
            }
            RecipientResult::Interrupted => {
                let diagnosis = interruption.clone().expect("a recipient is interrupted only if the transaction was");
                RecipientOutcome::Failed(diagnosis, None)
            }
        });
    }
    TransactionResult {
        outcomes,
        failed_at,
        is_interrupted,
        pipelining_failed,
        passes_on_notifications,
        session_reusable,
    }
}

fn failed_in(phase: Phase, recipient: &EmailAddress) -> FailedAt {
    match phase {
        Phase::Rcpt => FailedAt::Recipient(recipient.clone()),
        Phase::Data | Phase::FinalDot => FailedAt::Message,
        Phase::Greeting | Phase::Starttls | Phase::Login | Phase::Mail => FailedAt::Sender,
    }
}

/// Checks with MAIL and RSET whether the server accepts mail from `sender`.
pub(crate) async fn check_sender(
    session: &mut Session,
    to: &Destination,
    context: &Context<'_>,
    sender: &EmailAddress,
    journal: &mut Journal<'_>,
) -> Result<(), Problem> {
    let lost = |error: SmtpError| diagnosis::of_session_error(context, Phase::Mail, &error, false).problem;
    let mail = session.mail_from(to, sender, journal).await.map_err(lost)?;
    if let Some(problem) = diagnosis::of_sender_check(context, &mail) {
        return Err(problem);
    }
    let reset = session.reset(to, journal).await.map_err(lost)?;
    diagnosis::of_sender_check(context, &reset).map_or(Ok(()), Err)
}

/// The report of one attempt.
pub(crate) fn report(account: &SmtpAccount, attempted: AttemptResult, journal: Journal<'_>) -> Report {
    let AttemptResult { outcome, throttled, failed_at, passes_on_notifications } = attempted;
    let (stages, transcript) = journal.close();
    Report {
        outcome,
        stages,
        transcript,
        connection: account.connection(),
        throttled,
        passes_on_notifications,
        failed_at,
    }
}

#[cfg(test)]
mod tests;
