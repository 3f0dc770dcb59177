//! Delivery over SMTP: sessions are kept and reused, one report per attempt.
//!
//! `smtp` returns replies and errors; [`diagnosis`](crate::diagnosis) decides what they mean.

mod open;

use std::sync::{Mutex, PoisonError};

use mail::{EmailAddress, Outcome, Outgoing, Problem, Report, Stage};
use oauth::TokenRequest;
use smtp::{
    Destination, Journal, Limits, Phase, Pool, RecipientResult, Session, SessionOrigin, SmtpError, Timeouts,
    Transaction, TransactionError, send,
};

pub(crate) use open::{OpenError, open};

use super::recipients::{Outcomes, RecipientOutcome};
use crate::diagnosis::{self, Context};
use crate::transport::BoxFuture;
use crate::{SmtpAccount, Transport, texts};

/// Sends over one SMTP account and keeps sessions for the next message.
///
/// Opens at most as many sessions as `deliver` runs at once. Not for test mails: [`probe`](crate::probe) uses a session
/// of its own.
#[derive(Debug)]
pub struct SmtpTransport {
    account: SmtpAccount,
    to: Destination,
    pool: Pool,
    /// The sender whose message failed with a connection problem; `check` tries it again.
    suspect: Mutex<Option<EmailAddress>>,
}

impl SmtpTransport {
    /// A transport over `account`. Opens nothing before the first message.
    pub fn new(account: SmtpAccount, timeouts: Timeouts) -> Self {
        let to = Destination::new(account.server.clone(), Limits::new(timeouts, None));
        Self { account, to, pool: Pool::default(), suspect: Mutex::new(None) }
    }

    async fn try_once(&self, outgoing: &Outgoing) -> Report {
        let mut journal = Journal::new(None);
        let (outcome, throttled) = match self.transfer(outgoing, &mut journal).await {
            Ok((outcome, throttled)) => {
                if matches!(outcome, Outcome::ConnectionTrouble(_)) {
                    self.set_suspect(Some(outgoing.sender.clone()));
                }
                (outcome, throttled)
            }
            Err(error) => {
                let (problem, throttled) = diagnosis::of_open_error(&self.context(None), &error);
                (Outcome::ConnectionTrouble(problem), throttled)
            }
        };
        report(&self.account, outcome, throttled, journal)
    }

    /// In a kept session if there is one; if it has ended, in a new one.
    async fn transfer(&self, outgoing: &Outgoing, journal: &mut Journal<'_>) -> Result<(Outcome, bool), OpenError> {
        let context = self.context(Some(&outgoing.sender));
        if let Some(mut session) = self.pool.take().await {
            let origin = SessionOrigin::Reused { is_exhausted: diagnosis::is_session_exhausted };
            match send_in(&mut session, origin, &self.to, &context, outgoing, journal).await {
                Sent::Ended { outcome, throttled, session_reusable } => {
                    self.keep(session, session_reusable);
                    return Ok((outcome, throttled));
                }
                Sent::SessionEnded => {}
            }
        }
        let mut session = open(&self.account, &self.to, TokenRequest::Valid, journal).await?;
        match send_in(&mut session, SessionOrigin::New, &self.to, &context, outgoing, journal).await {
            Sent::Ended { outcome, throttled, session_reusable } => {
                self.keep(session, session_reusable);
                Ok((outcome, throttled))
            }
            Sent::SessionEnded => unreachable!("only a reused session can have ended before the message"),
        }
    }

    fn keep(&self, session: Session, reusable: bool) {
        if reusable {
            self.pool.put(session);
        }
    }

    /// Logs in, and tries the suspect sender if there is one.
    async fn check_once(&self) -> Result<(), Problem> {
        let mut journal = Journal::new(None);
        let mut session = open(&self.account, &self.to, TokenRequest::Valid, &mut journal)
            .await
            .map_err(|error| diagnosis::of_open_error(&self.context(None), &error).0)?;
        let suspect = self.suspect.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(sender) = suspect {
            check_sender(&mut session, &self.to, &self.context(Some(&sender)), &sender, &mut journal).await?;
            self.set_suspect(None);
        }
        self.pool.put(session);
        Ok(())
    }

    fn set_suspect(&self, sender: Option<EmailAddress>) {
        *self.suspect.lock().unwrap_or_else(PoisonError::into_inner) = sender;
    }

    fn context<'a>(&'a self, sender: Option<&'a EmailAddress>) -> Context<'a> {
        Context { account: &self.account, sender, greeting: None }
    }
}

impl Transport for SmtpTransport {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> BoxFuture<'a, Report> {
        Box::pin(self.try_once(outgoing))
    }

    fn check(&self) -> BoxFuture<'_, Result<(), Problem>> {
        Box::pin(self.check_once())
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.pool.close())
    }
}

/// The result of a transaction in one session.
pub(crate) enum Sent {
    /// The transaction ended.
    Ended {
        outcome: Outcome,
        throttled: bool,
        /// The session can be used for the next message.
        session_reusable: bool,
    },
    /// The kept session had ended before the server accepted MAIL.
    SessionEnded,
}

/// Sends `outgoing` in `session` and diagnoses the result.
pub(crate) async fn send_in(
    session: &mut Session,
    origin: SessionOrigin,
    to: &Destination,
    context: &Context<'_>,
    outgoing: &Outgoing,
    journal: &mut Journal<'_>,
) -> Sent {
    let (outcomes, session_reusable) = match send(session, origin, to, outgoing, journal).await {
        Ok(transaction) => {
            let session_reusable = transaction.session_reusable;
            (diagnosed(context, transaction), session_reusable)
        }
        Err(TransactionError::SessionEnded) => return Sent::SessionEnded,
        Err(TransactionError::MissingCapability(missing)) => {
            let diagnosis = diagnosis::of_missing_capability(context, missing, outgoing);
            journal.enter(Stage::MailFrom);
            journal.failed(texts::event_of(&diagnosis.problem));
            (Outcomes::same(outgoing.recipients.len(), &RecipientOutcome::Failed(diagnosis, None)), true)
        }
    };
    let (outcome, throttled) = outcomes.into_outcome(&outgoing.recipients);
    Sent::Ended { outcome, throttled, session_reusable }
}

fn diagnosed(context: &Context<'_>, transaction: Transaction) -> Outcomes {
    let interruption = transaction.interruption.map(|interruption| diagnosis::of_interruption(context, &interruption));
    let outcome = |result| match result {
        RecipientResult::Accepted(reply) => RecipientOutcome::Delivered(reply),
        RecipientResult::Rejected { phase, reply } => {
            RecipientOutcome::Failed(diagnosis::of_reply(context, phase, &reply), Some(reply))
        }
        RecipientResult::Interrupted => {
            let diagnosis = interruption.clone().expect("an interruption is the reason of an interrupted recipient");
            RecipientOutcome::Failed(diagnosis, None)
        }
    };
    Outcomes::new(transaction.recipients.into_iter().map(outcome).collect())
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
pub(crate) fn report(account: &SmtpAccount, outcome: Outcome, throttled: bool, journal: Journal<'_>) -> Report {
    let (stages, transcript) = journal.close();
    Report { outcome, stages, transcript, connection: account.connection(), throttled }
}

#[cfg(test)]
mod tests;
