//! The way out over SMTP: sessions kept and reused, one report per try.

use std::sync::{Mutex, PoisonError};

use mail::{EmailAddress, Outcome, Problem, Report};

use crate::oauth::Wish;
use crate::smtp::destination::{Destination, Limits};
use crate::smtp::journal::Journal;
use crate::smtp::mishap::Failure;
use crate::smtp::pool::Pool;
use crate::smtp::session::{Session, Until, open};
use crate::smtp::transaction::{Age, End, Handed, check_sender, hand_over};
use crate::transport::Boxed;
use crate::trouble::{Scene, of_connection};
use crate::{Outgoing, Patience, SmtpAccount, Transport};

/// Sends over one SMTP account, keeping sessions for the next message.
///
/// Opens at most as many sessions as `deliver` runs at once. Not for test mails: [`probe`](crate::probe) uses a session
/// of its own.
#[derive(Debug)]
pub struct SmtpTransport {
    to: Destination,
    pool: Pool,
    /// The sender the server took exception to as trouble of the connection; `check` asks again with it.
    suspect: Mutex<Option<EmailAddress>>,
}

impl SmtpTransport {
    /// A way out over `account`; opens nothing before the first message.
    pub fn new(account: SmtpAccount, patience: Patience) -> Self {
        let to = Destination::new(account, Limits::new(patience, None));
        Self { to, pool: Pool::default(), suspect: Mutex::new(None) }
    }

    async fn try_once(&self, outgoing: &Outgoing) -> Report {
        let mut journal = Journal::new(None);
        let (outcome, throttled) = match self.hand_over(outgoing, &mut journal).await {
            Ok((session, handed)) => self.settle(session, handed, outgoing),
            Err(failure) => {
                let (problem, throttled) = of_connection(&self.scene(None), &failure);
                (Outcome::ConnectionTrouble(problem), throttled)
            }
        };
        report(&self.to.account, outcome, throttled, journal)
    }

    /// Over a kept session if there is one; when it turns out to have ended, once more over a fresh one.
    async fn hand_over(&self, outgoing: &Outgoing, journal: &mut Journal<'_>) -> Result<(Session, Handed), Failure> {
        let scene = self.scene(Some(&outgoing.sender));
        if let Some(mut session) = self.pool.take().await {
            let handed = hand_over(&mut session, Age::Kept, &self.to.limits, &scene, outgoing, journal).await;
            if !matches!(handed.end, End::SessionGone) {
                return Ok((session, handed));
            }
        }
        let mut session = open(&self.to, Until::LoggedIn(Wish::Good), journal).await?;
        let handed = hand_over(&mut session, Age::Fresh, &self.to.limits, &scene, outgoing, journal).await;
        Ok((session, handed))
    }

    fn settle(&self, session: Session, handed: Handed, outgoing: &Outgoing) -> (Outcome, bool) {
        if handed.session_free {
            self.pool.put(session);
        }
        let outcome = outcome(handed.end);
        if matches!(outcome, Outcome::ConnectionTrouble(_)) {
            self.suspect(Some(outgoing.sender.clone()));
        }
        (outcome, handed.throttled)
    }

    /// Logs in, and asks for the suspect sender where there is one.
    async fn check_once(&self) -> Result<(), Problem> {
        let mut journal = Journal::new(None);
        let opened = open(&self.to, Until::LoggedIn(Wish::Good), &mut journal).await;
        let mut session = opened.map_err(|failure| of_connection(&self.scene(None), &failure).0)?;
        let suspect = self.suspect.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(sender) = suspect {
            let scene = self.scene(Some(&sender));
            check_sender(&mut session, &self.to.limits, &scene, &sender, &mut journal).await?;
            self.suspect(None);
        }
        self.pool.put(session);
        Ok(())
    }

    fn suspect(&self, sender: Option<EmailAddress>) {
        *self.suspect.lock().unwrap_or_else(PoisonError::into_inner) = sender;
    }

    fn scene<'a>(&'a self, sender: Option<&'a EmailAddress>) -> Scene<'a> {
        Scene { account: &self.to.account, sender }
    }
}

impl Transport for SmtpTransport {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Boxed<'a, Report> {
        Box::pin(self.try_once(outgoing))
    }

    fn check(&self) -> Boxed<'_, Result<(), Problem>> {
        Box::pin(self.check_once())
    }

    fn close(&self) -> Boxed<'_, ()> {
        Box::pin(self.pool.close())
    }
}

/// What became of a transaction, as the report says it.
pub(crate) fn outcome(end: End) -> Outcome {
    match end {
        End::Verdicts(verdicts) => Outcome::Tried(verdicts),
        End::Connection(problem) => Outcome::ConnectionTrouble(problem),
        End::SessionGone => unreachable!("only kept sessions are gone, and a fresh one follows them"),
    }
}

/// The report of one attempt.
pub(crate) fn report(account: &SmtpAccount, outcome: Outcome, throttled: bool, journal: Journal<'_>) -> Report {
    let (stages, transcript) = journal.close();
    Report { outcome, stages, transcript, connection: account.connection(), throttled }
}
