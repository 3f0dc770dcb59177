//! Answers the calls of a run's script: checks each mail and passes it to the writer of the run.
//!
//! The id is returned before the mail is on disk, so that the mails of a long loop share commits. Nobody outside can
//! see the difference: console lines and results go through the same writer, after the mails. The script waits for the
//! first mail of a run, because most scripts send only one, and for each mail with a key, because a repeated key
//! returns the first mail.

use std::sync::Arc;

use i18n::Language;
use mail::Text;
use queue::Source;
use sandbox::{Accepted, ConsoleLine, EmailCall, FileFacts, Host, Member, RefusedCall, Unavailable};
use serde_json::Value;
use uuid::Uuid;

use super::run_log::{MailRow, Row, RunLog};
use super::workspace::{MailPlan, Workspace};
use crate::mail_limits::{self, MailLimits};
use crate::refusal::Refusal;
use crate::runs::{self, Call, Job};
use crate::{Inner, Trigger, call_check, texts};
use sending::intake::{CallerKey, IntakeError, Ready};

/// Maximum characters stored of each recipient and of the subject of a refused call.
const SHOWN_CHARS: usize = 300;
/// Maximum recipients stored of a refused call.
const SHOWN_RECIPIENTS: usize = 20;

/// The host of one run.
pub(super) struct RunHost {
    inner: Arc<Inner>,
    script: Uuid,
    source: Source,
    /// What caused the mails, shown in the outbox.
    origin: Text,
    workspace: Workspace,
    mail_limits: MailLimits,
    log: RunLog,
    calls: u64,
    accepted: u64,
}

impl RunHost {
    pub(super) fn new(inner: Arc<Inner>, job: &Job, mail_limits: MailLimits, log: RunLog) -> Self {
        Self {
            workspace: Workspace::new(inner.clone(), job.script.workspace),
            script: job.script.id,
            source: Source::script(job.script.workspace, job.script.id),
            origin: origin(job),
            inner,
            mail_limits,
            log,
            calls: 0,
            accepted: 0,
        }
    }

    fn call(&mut self, line: Option<u32>) -> Call {
        self.calls += 1;
        let at = self.inner.now();
        Call { number: self.calls, at, line, recipients: Vec::new(), subject: String::new() }
    }

    /// Checks the mail; the error contains all faults.
    async fn ready(&mut self, plan: &mut MailPlan) -> Result<Ready, Refusal> {
        let scope = format!("script {}", self.script);
        let key = plan.key.take();
        let key = key.map(|key| CallerKey { scope, key, stands_for: None, kept_for: runs::KEPT });
        let (intake, recipients) = (&self.inner.deps.intake, &mut self.mail_limits);
        call_check::ready(plan, key, (self.origin.clone(), self.source), (intake, &mut self.workspace, recipients))
            .await
    }

    /// `run_limit` is the refusal by the limit of the run, if that is reached.
    async fn send(&mut self, mut plan: MailPlan, call: &Call, run_limit: Option<Refusal>) -> Result<Accepted, Refusal> {
        let is_waited_for = plan.key.is_some() || self.accepted == 0;
        let mut ready = self.ready(&mut plan).await?;
        let intake = &self.inner.deps.intake;
        // The mail of a repeated key was sent before, so no limit refuses it.
        intake.has_space(&ready).map_err(|error| Refusal::from(&error))?;
        match run_limit.map_or(Ok(()), Err).and_then(|()| self.mail_limits.allow(&ready)) {
            Ok(()) => match intake.reserve(&mut ready, self.mail_limits.quotas()).await {
                Err(IntakeError::Quota(exceeded)) => return Err(mail_limits::refusal(&ready, &exceeded)),
                reserved => {
                    reserved.map_err(|error| Refusal::from(&error))?;
                    let waiting = intake.reserve_waiting(&mut ready, self.mail_limits.waiting()).await;
                    waiting.map_err(|error| Refusal::from(&error))?;
                }
            },
            Err(refusal) => {
                if !intake.is_repeated(&ready).await.map_err(|error| Refusal::from(&error))? {
                    return Err(refusal);
                }
            }
        }

        let asked = ready.asked();
        let recipients = asked.len();
        let kept =
            Call { recipients: asked.iter().map(|recipient| recipient.expose().to_owned()).collect(), ..call.clone() };
        let id = ready.id();
        let (id, repeated) = if is_waited_for {
            let receipt = self.log.write_mail(MailRow { call: kept, ready }).await?;
            (receipt.id, receipt.repeated)
        } else {
            self.log.add_mail(MailRow { call: kept, ready }).await;
            (id, false)
        };
        self.accepted += 1;
        if !repeated {
            self.mail_limits.count(recipients);
        }
        Ok(Accepted { id: id.0.to_string(), repeated })
    }
}

impl RunHost {
    async fn answer(&mut self, call: EmailCall, run_limit: Option<Refusal>) -> Result<Accepted, String> {
        let plan = MailPlan::of(call);
        let mut call = self.call(plan.line);
        call.recipients = plan.recipients.iter().take(SHOWN_RECIPIENTS).map(|text| shortened(text)).collect();
        call.subject = shortened(&plan.subject);
        let sent = self.send(plan, &call, run_limit).await;
        sent.map_err(|refusal| {
            let error = refusal.render(Language::English);
            self.log.add(Row::Refused { call, refusal });
            error
        })
    }
}

impl Host for RunHost {
    async fn send_email(&mut self, call: EmailCall) -> Result<Accepted, String> {
        self.answer(call, None).await
    }

    async fn email_beyond_limit(&mut self, call: EmailCall, refused: RefusedCall) -> Result<Accepted, String> {
        if call.key.is_none() {
            return Err(self.refused(refused, None).await);
        }
        self.answer(call, Some(Refusal::from(&refused))).await
    }

    async fn email_status(&mut self, id: &str) -> Result<Value, String> {
        self.log.flushed().await;
        self.workspace.email_status(id).await.map_err(|text| Language::English.render(&text))
    }

    async fn file(&mut self, name: &str) -> Result<Option<FileFacts>, Unavailable> {
        self.workspace.file(name).await
    }

    async fn files(&mut self) -> Result<Vec<FileFacts>, Unavailable> {
        self.workspace.files().await
    }

    async fn members(&mut self) -> Result<Vec<Member>, Unavailable> {
        self.workspace.members().await
    }

    async fn refused(&mut self, refused: RefusedCall, readable: Option<EmailCall>) -> String {
        let mut refusal = Refusal::from(&refused);
        if let Some(readable) = readable
            && let Err(more) = self.ready(&mut MailPlan::of(readable)).await
        {
            refusal.add(more);
        }
        let error = refusal.render(Language::English);
        let RefusedCall { line, recipients, subject, .. } = refused;
        let call = Call { recipients, subject, ..self.call(line) };
        self.log.add(Row::Refused { call, refusal });
        error
    }

    fn console(&mut self, line: ConsoleLine) {
        self.log.add(Row::Console(line));
    }
}

/// The script, its version, and who or what started the run.
fn origin(job: &Job) -> Text {
    let (script, version) = (job.script.name.as_str(), job.script.version.to_string());
    match (job.trigger, &job.started_by) {
        (Trigger::Webhook, _) => texts::origin_script_webhook(script, version),
        (Trigger::Schedule, _) | (_, None) => texts::origin_script_schedule(script, version),
        (Trigger::Hand | Trigger::File | Trigger::Api, Some(actor)) => {
            texts::origin_script_by(script, version, actor.text())
        }
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(SHOWN_CHARS).collect()
}
