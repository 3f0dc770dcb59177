//! *Test connection* and *Send test email*: run at once over the connection as entered, reporting each stage, with the
//! time limits of real mail, so that a test and real mail have the same result.

use crate::texts;
use delivery::probe::{self, ProbeObserver, ProbeResult};
use delivery::{MailboxTransport, Transport};
use mail::{Outcome, Problem, Report, Stage, StageRecord};
use queue::Claim;
use smtp::{Progress, Timeouts};

use super::attempt::FinishedAttempt;
use super::learned::Account;
use super::{DeliveryHandle, Event, attempt};
use settings::Connection;

impl DeliveryHandle {
    /// Sends a leased test email at once over `connection` and settles it; reports each stage when it ends. If
    /// `connection` is the active one, its status follows the result.
    pub async fn send_test(&self, claim: Claim, connection: &Connection, follower: ProbeObserver<'_>) -> ProbeResult {
        let _under_way = self.shared.under_way.add(&claim);
        let outgoing = attempt::outgoing(&claim, claim.recipients.clone());
        let tested = match connection {
            Connection::Smtp(account) => probe::test_email(account, &Timeouts::default(), &outgoing, follower).await,
            Connection::Api(account) => probe::test_api_email(account, &outgoing, follower).await,
            Connection::Mailbox => {
                let report = MailboxTransport::new(self.shared.mailbox_store.clone())
                    .deliver(&outgoing, Progress::default())
                    .await;
                report.stages.iter().for_each(follower.on_stage);
                ProbeResult { problem: problem_of(&report), report }
            }
        };
        let (id, account) = (claim.id, Account::of(connection));
        let recipients = attempt::accepted_recipients(&tested.report);
        if recipients > 0 {
            let counted = (account.clone(), recipients);
            self.shared.commands.send_modify(|commands| commands.counted.push(counted));
        }
        let tried = std::sync::Arc::new(FinishedAttempt { claim, report: tested.report.clone(), account });
        if let Err(error) = attempt::settle(&self.shared.deps, &tried).await {
            tracing::error!(error = &error as &dyn std::error::Error, "writing the result of a test");
        }
        self.shared.publish(Event::Message(id));
        self.record(connection, tested.problem.as_ref()).await;
        tested
    }

    /// *Test connection*: logs in, sends nothing. If `connection` is the active one, its status follows the result.
    pub async fn test_connection(&self, connection: &Connection, follower: ProbeObserver<'_>) -> ProbeResult {
        let tested = match connection {
            Connection::Smtp(account) => probe::test_connection(account, &Timeouts::default(), follower).await,
            Connection::Api(account) => probe::test_api_connection(account, follower).await,
            Connection::Mailbox => {
                let tested = mailbox_result();
                tested.report.stages.iter().for_each(follower.on_stage);
                tested
            }
        };
        self.record(connection, tested.problem.as_ref()).await;
        tested
    }

    /// Updates the status only if the active settings were tested; a test of other settings counts once they are saved.
    /// A failed test does not pause sending: real mail uses its own sessions.
    async fn record(&self, connection: &Connection, problem: Option<&Problem>) {
        let settings = &self.shared.deps.settings;
        let Some(number) = settings.number_if_active(connection) else {
            settings.remember_test(connection, problem.is_none());
            return;
        };
        let recorded = match problem {
            None => {
                self.shared.probe_now();
                settings.record_test_success(number).await
            }
            Some(problem) => settings.record_failure(number, problem).await,
        };
        match recorded {
            Ok(true) => self.shared.publish(Event::Status),
            Ok(false) => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "writing the state of the connection")
            }
        }
    }
}

fn problem_of(report: &Report) -> Option<Problem> {
    match &report.outcome {
        Outcome::Tried(verdicts) => verdicts.iter().find_map(|verdict| verdict.problem.clone()),
        Outcome::ConnectionProblem(problem) => Some(problem.clone()),
    }
}

/// The result for the built-in mailbox: it is part of this process, so there is no connection, and its only stage says
/// so.
fn mailbox_result() -> ProbeResult {
    let detail = texts::stage_local_mailbox();
    ProbeResult {
        problem: None,
        report: Report {
            outcome: Outcome::Tried(Vec::new()),
            transcript: "-- stored in the local mailbox; no server is involved\n".to_owned(),
            stages: vec![StageRecord { name: Stage::Data, ok: true, ms: 0, detail }],
            connection: delivery::texts::connection_mailbox(),
            throttled: false,
            passes_on_notifications: false,
            failed_at: None,
        },
    }
}
