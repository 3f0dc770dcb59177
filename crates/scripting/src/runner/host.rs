//! Answers the calls of a run's script: checks each mail, and hands it to the run's writer.
//!
//! The id is returned before the mail is on disk, so that the mails of a long loop share commits. Nobody can see the
//! difference: console lines and results go through the same writer, after the mails. The script waits for the first
//! mail of a run, because most scripts send only one, and for each mail with a key, because a repeated key returns
//! the first mail.

use std::sync::Arc;

use i18n::Language;
use mail::Text;
use queue::Kind;
use sandbox::{Accepted, ConsoleLine, EmailCall, FileFacts, Host, Member, RefusedCall, Unavailable};
use serde_json::Value;
use uuid::Uuid;

use super::run_log::{MailRow, Row, RunLog};
use super::workspace::{MailPlan, Workspace};
use crate::mail_limits::MailLimits;
use crate::refusal::Refusal;
use crate::runs::{Call, Job};
use crate::{Inner, Trigger, texts};
use sending::intake::{CallerKey, Request};

/// Maximum characters that are kept of each recipient and of the subject of a refused call.
const SHOWN_CHARS: usize = 300;
/// Maximum recipients of a refused call that are kept.
const SHOWN_RECIPIENTS: usize = 20;

/// The host of one run.
pub(super) struct RunHost {
    inner: Arc<Inner>,
    script: Uuid,
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

    async fn send(&mut self, mut plan: MailPlan, call: &Call) -> Result<Accepted, Refusal> {
        plan.attach(&mut self.workspace).await?;
        let key = plan.key.map(|key| CallerKey { scope: format!("script {}", self.script), key, stands_for: None });
        let is_waited_for = key.is_some() || self.accepted == 0;
        let origin = self.origin.clone();
        let request = Request { draft: plan.draft, kind: Kind::Script, origin, key, expires_at: None };
        let ready = self.inner.deps.intake.prepare_blocking(request).await.map_err(|error| Refusal::from(&error))?;
        self.mail_limits.allow(&ready)?;

        let asked = ready.asked().to_vec();
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
            self.mail_limits.count(&asked);
        }
        Ok(Accepted { id: id.0.to_string(), repeated })
    }
}

impl Host for RunHost {
    async fn send_email(&mut self, call: EmailCall) -> Result<Accepted, String> {
        let plan = MailPlan::of(call);
        let mut call = self.call(plan.line);
        call.recipients = plan.recipients.iter().take(SHOWN_RECIPIENTS).map(|text| shortened(text)).collect();
        call.subject = shortened(&plan.subject);
        let sent = self.send(plan, &call).await;
        sent.map_err(|refusal| {
            let error = refusal.render(Language::English);
            self.log.add(Row::Refused { call, refusal });
            error
        })
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

    fn refused(&mut self, refused: RefusedCall) -> String {
        let refusal = Refusal::from(&refused);
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
