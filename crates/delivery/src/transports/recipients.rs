//! The result of each recipient of an attempt, and the outcome of all of them together.

use mail::{EmailAddress, Outcome, Problem, RecipientVerdict, Reply, Verdict};

use crate::diagnosis::{Diagnosis, Disposition, TOO_MANY_RECIPIENTS};

/// The result of one recipient.
#[derive(Clone)]
pub(crate) enum RecipientOutcome {
    /// The server took responsibility with this reply.
    Delivered(Reply),
    /// It was not delivered; with the reply, if there was one.
    Failed(Diagnosis, Option<Reply>),
}

impl RecipientOutcome {
    /// Whether the server refused because there are too many sessions.
    pub(crate) fn is_surplus_session(&self) -> bool {
        matches!(self, RecipientOutcome::Failed(diagnosis, _) if diagnosis.problem.code == TOO_MANY_CONNECTIONS)
    }

    /// Whether the server wants this recipient in another transaction.
    pub(crate) fn is_surplus(&self) -> bool {
        matches!(self, RecipientOutcome::Failed(diagnosis, _) if diagnosis.problem.code == TOO_MANY_RECIPIENTS)
    }
}

/// The code of the problem of a session that the server refuses because there are too many.
const TOO_MANY_CONNECTIONS: &str = "too_many_connections";

/// The results of all recipients, in the order of the envelope.
pub(crate) struct Outcomes(Vec<RecipientOutcome>);

impl Outcomes {
    pub(crate) fn new(outcomes: Vec<RecipientOutcome>) -> Self {
        Self(outcomes)
    }

    /// The same result for all recipients.
    pub(crate) fn same(recipients: usize, outcome: &RecipientOutcome) -> Self {
        Self(vec![outcome.clone(); recipients])
    }

    /// The report's outcome, and whether the server asked to slow down.
    pub(crate) fn into_outcome(self, recipients: &[EmailAddress]) -> (Outcome, bool) {
        let throttled = self.diagnoses().any(|diagnosis| diagnosis.throttled);
        let outcome = match self.connection_problem() {
            Some(problem) => Outcome::ConnectionProblem(problem.clone()),
            None => {
                let verdicts = recipients.iter().cloned().zip(self.0);
                Outcome::Tried(verdicts.map(|(recipient, outcome)| verdict(recipient, outcome)).collect())
            }
        };
        (outcome, throttled)
    }

    /// The connection's problem, if the attempt failed because of it. `None` if a recipient received the message, or
    /// may have received it: only verdicts can report that.
    fn connection_problem(&self) -> Option<&Problem> {
        let delivered = self.0.iter().any(|outcome| matches!(outcome, RecipientOutcome::Delivered(_)));
        if delivered || self.diagnoses().any(|diagnosis| diagnosis.may_have_arrived) {
            return None;
        }
        self.diagnoses()
            .find(|diagnosis| diagnosis.disposition == Disposition::Connection)
            .map(|diagnosis| &diagnosis.problem)
    }

    /// The problem, if every recipient failed because there are too many sessions.
    pub(crate) fn surplus_session(&self) -> Option<&Problem> {
        let all = !self.0.is_empty() && self.0.iter().all(RecipientOutcome::is_surplus_session);
        self.diagnoses().next().filter(|_| all).map(|diagnosis| &diagnosis.problem)
    }

    fn diagnoses(&self) -> impl Iterator<Item = &Diagnosis> {
        self.0.iter().filter_map(|outcome| match outcome {
            RecipientOutcome::Failed(diagnosis, _) => Some(diagnosis),
            RecipientOutcome::Delivered(_) => None,
        })
    }
}

fn verdict(recipient: EmailAddress, outcome: RecipientOutcome) -> RecipientVerdict {
    match outcome {
        RecipientOutcome::Delivered(reply) => RecipientVerdict {
            recipient,
            verdict: Verdict::Delivered,
            reply: Some(reply),
            problem: None,
            may_have_arrived: false,
            retry_after: None,
        },
        RecipientOutcome::Failed(diagnosis, reply) => RecipientVerdict {
            recipient,
            verdict: diagnosis.disposition.verdict(),
            reply,
            problem: Some(diagnosis.problem),
            may_have_arrived: diagnosis.may_have_arrived,
            retry_after: diagnosis.retry_after,
        },
    }
}
