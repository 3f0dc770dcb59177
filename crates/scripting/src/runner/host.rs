//! Answers a script that really runs: checks each mail, and hands it to the run's writer.
//!
//! The id is answered before the mail is on disk, so that a loop of ten thousand mails shares its commits. Nobody can see
//! the difference: what the run says and reports goes through the same writer, and comes after its mails. The first mail
//! of a run, and each with a key, are waited for: one mail is all that most scripts send, and a key must know its first.

use std::sync::Arc;

use queue::Kind;
use sandbox::{ConsoleLine, EmailCall, FileFacts, Host, Member, RefusedCall, Taken};
use serde_json::Value;
use uuid::Uuid;

use super::workspace::{MailPlan, Workspace};
use super::writer::{Book, MailRow, Row};
use crate::governor::Governor;
use crate::runs::{Call, Job};
use crate::{Inner, Trigger};
use sending::intake::{CallerKey, IntakeError, Request};

/// Recipients and subject of a refused call are kept up to so many characters each.
const SHOWN_CHARS: usize = 300;
/// Recipients of a refused call that are kept.
const SHOWN_RECIPIENTS: usize = 20;

/// The host of one run.
pub(super) struct RunHost {
    inner: Arc<Inner>,
    script: Uuid,
    /// Who caused the mails, for the outbox's log.
    origin: String,
    workspace: Workspace,
    governor: Governor,
    book: Book,
    calls: u64,
    accepted: u64,
}

impl RunHost {
    pub(super) fn new(inner: Arc<Inner>, job: &Job, governor: Governor, book: Book) -> Self {
        Self {
            workspace: Workspace::new(inner.clone(), job.script.workspace),
            script: job.script.id,
            origin: origin(job),
            inner,
            governor,
            book,
            calls: 0,
            accepted: 0,
        }
    }

    fn call(&mut self, line: Option<u32>) -> Call {
        self.calls += 1;
        let at = self.inner.now();
        Call { number: self.calls, at, line, recipients: Vec::new(), subject: String::new() }
    }

    async fn send(&mut self, mut plan: MailPlan, call: &Call) -> Result<Taken, String> {
        plan.attach(&mut self.workspace).await?;
        let key = plan.key.map(|key| CallerKey { scope: format!("script {}", self.script), key, stands_for: None });
        let is_waited_for = key.is_some() || self.accepted == 0;
        let origin = self.origin.clone();
        let request = Request { draft: plan.draft, kind: Kind::Script, origin, key, expires_at: None };
        let ready = self.inner.rooms.intake.prepare_beside(request).await.map_err(|error| refusal(&error))?;
        self.governor.allow(&ready)?;

        let asked = ready.asked().to_vec();
        let kept =
            Call { recipients: asked.iter().map(|recipient| recipient.expose().to_owned()).collect(), ..call.clone() };
        let id = ready.id();
        let (id, repeated) = if is_waited_for {
            let receipt = self.book.write_mail(MailRow { call: kept, ready }).await?;
            (receipt.id, receipt.repeated)
        } else {
            self.book.add_mail(MailRow { call: kept, ready }).await;
            (id, false)
        };
        self.accepted += 1;
        if !repeated {
            self.governor.count(&asked);
        }
        Ok(Taken { id: id.0.to_string(), repeated })
    }
}

impl Host for RunHost {
    async fn send_email(&mut self, call: EmailCall) -> Result<Taken, String> {
        let plan = MailPlan::of(call);
        let mut call = self.call(plan.line);
        call.recipients = plan.recipients.iter().take(SHOWN_RECIPIENTS).map(|text| shortened(text)).collect();
        call.subject = shortened(&plan.subject);
        let sent = self.send(plan, &call).await;
        if let Err(reason) = &sent {
            self.book.add(Row::Refused { call, reason: reason.clone() });
        }
        sent
    }

    async fn email_status(&mut self, id: &str) -> Result<Value, String> {
        self.book.flushed().await;
        self.workspace.email_status(id).await
    }

    async fn file(&mut self, name: &str) -> Result<FileFacts, String> {
        self.workspace.file(name).await
    }

    async fn files(&mut self) -> Result<Vec<FileFacts>, String> {
        self.workspace.files().await
    }

    async fn members(&mut self) -> Result<Vec<Member>, String> {
        self.workspace.members().await
    }

    fn refused(&mut self, refused: RefusedCall) {
        let RefusedCall { line, recipients, subject, reason } = refused;
        let call = Call { recipients, subject, ..self.call(line) };
        self.book.add(Row::Refused { call, reason });
    }

    fn console(&mut self, line: ConsoleLine) {
        self.book.add(Row::Console(line));
    }
}

/// `script "Invoices" version 3, by ann@example.com`, or `…, schedule`.
fn origin(job: &Job) -> String {
    let who = match job.trigger {
        Trigger::Hand | Trigger::File | Trigger::Api => format!("by {}", job.started_by),
        Trigger::Schedule | Trigger::Webhook => job.trigger.name().to_owned(),
    };
    format!("script \"{}\" version {}, {who}", job.script.name, job.script.version)
}

/// Why intake took a mail not, as a sentence for the script's author: the keys are those of `sendEmail`.
pub(crate) fn refusal(error: &IntakeError) -> String {
    match error {
        IntakeError::Faults(faults) => {
            let each = faults.iter().map(|fault| format!("{}: {}", key_of(&fault.field), i18n::Language::English.render(&fault.text)));
            each.collect::<Vec<_>>().join("; ")
        }
        IntakeError::KeyReused { id } => format!(
            "key: this key was used for another mail ({}); the same key stands for the same mail, so give this one a key \
             of its own",
            id.0
        ),
        IntakeError::Full => {
            "the server's disk is full, so the mail was not accepted; tell an administrator, and send it again when there \
             is room"
                .to_owned()
        }
        IntakeError::Queue(error) => {
            tracing::error!(error = error as &dyn std::error::Error, "storing a script's mail");
            "the server could not store the mail; send it again later".to_owned()
        }
    }
}

/// The API's names of fields, as `sendEmail` calls them.
fn key_of(field: &str) -> String {
    field.replace("reply_to", "replyTo").replace("content_type", "type")
}

fn shortened(text: &str) -> String {
    text.chars().take(SHOWN_CHARS).collect()
}
