//! What a script sees of its workspace (files, members, the state of its mails), and the conversion of its calls to
//! drafts.
//!
//! Used by runs and dry runs.

use std::collections::HashMap;
use std::sync::Arc;

use mail::{Attachment, Draft, EmailAddress, Text};
use queue::{Delivery, Id, Tally};
use sandbox::{AttachmentContent, EmailCall, FileFacts, Member, Unavailable};
use serde_json::{Value, json};
use storage::{DbError, Read, params};
use uuid::Uuid;

use crate::refusal::{Refusal, RefusalFault};
use crate::{Inner, texts};
use accounts::ReachableRecipients;

/// Maximum bytes of workspace files that a run keeps in memory: a thousand mails may attach the same file.
const FILES_BYTES: usize = 20 << 20;
/// Maximum characters of a file name shown in a fault.
const SHOWN_NAME_CHARS: usize = 80;

/// A script's view of its workspace.
pub(crate) struct Workspace {
    inner: Arc<Inner>,
    id: Uuid,
    files: HashMap<String, Arc<(String, Vec<u8>)>>,
    files_bytes: usize,
    /// The number of approvals ([`accounts::Accounts::approval_changes`]) when it was last seen that this workspace is
    /// approved.
    approved_at_change: Option<u64>,
}

/// A call of `sendEmail`, prepared for intake.
pub(crate) struct MailPlan {
    /// The line of the call, if known.
    pub line: Option<u32>,
    /// The recipients as the script wrote them.
    pub recipients: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The idempotency key.
    pub key: Option<String>,
    /// The mail; [`MailPlan::attach`] adds files of the workspace.
    pub draft: Draft,
    /// Files of the workspace: index among the attachments, and name.
    files: Vec<(usize, String)>,
}

impl MailPlan {
    /// Makes a draft from a call.
    pub(crate) fn of(call: EmailCall) -> Self {
        let mut files = Vec::new();
        let attachments = call.attachments.into_iter().enumerate().map(|(nth, attachment)| {
            let content = match attachment.content {
                AttachmentContent::Text(text) => text.into_bytes(),
                AttachmentContent::Bytes(bytes) => bytes,
                AttachmentContent::File(name) => {
                    files.push((nth, name));
                    Vec::new()
                }
            };
            Attachment { name: attachment.name, content_type: attachment.content_type, content, content_id: None }
        });
        let attachments = attachments.collect();
        let recipients = [&call.to, &call.cc, &call.bcc].into_iter().flatten().cloned().collect();
        let draft = Draft {
            from: call.from,
            to: call.to,
            cc: call.cc,
            bcc: call.bcc,
            reply_to: call.reply_to,
            subject: call.subject.clone(),
            text: call.text,
            html: call.html,
            calendar: call
                .calendar
                .map(|calendar| mail::Calendar { content: calendar.content, method: calendar.method }),
            attachments,
            headers: Vec::new(),
            provider_headers: false,
        };
        Self { line: call.line, recipients, subject: call.subject, key: call.key, draft, files }
    }

    /// Adds the workspace's files. Returns a fault for each that does not exist.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub(crate) async fn attach(&mut self, workspace: &mut Workspace) -> Result<Vec<RefusalFault>, Refusal> {
        let mut faults = Vec::new();
        for (nth, name) in std::mem::take(&mut self.files) {
            let Some(file) = workspace.content(&name).await? else {
                let text = texts::script_file_unknown(name.chars().take(SHOWN_NAME_CHARS).collect::<String>());
                faults.push(RefusalFault { key: format!("attachments[{nth}]"), text });
                continue;
            };
            if let Some(attachment) = self.draft.attachments.get_mut(nth) {
                attachment.content.clone_from(&file.1);
                attachment.content_type.get_or_insert_with(|| file.0.clone());
            }
        }
        Ok(faults)
    }
}

impl Workspace {
    pub(crate) fn new(inner: Arc<Inner>, id: Uuid) -> Self {
        Self { inner, id, files: HashMap::new(), files_bytes: 0, approved_at_change: None }
    }

    /// Which of these recipients mail of the workspace reaches now. Reads nothing where the workspace was approved before
    /// and no approval changed since.
    pub(crate) async fn reach(&mut self, recipients: Vec<EmailAddress>) -> Result<ReachableRecipients, Text> {
        // Before the read: a change during the read is seen the next time.
        let changes = self.inner.deps.accounts.approval_changes();
        if self.approved_at_change == Some(changes) {
            return Ok(ReachableRecipients::Everybody);
        }
        let workspace = self.id;
        let read = self.inner.deps.db.read(move |rx| accounts::approval::reach(rx, workspace, &recipients)).await;
        let reach = read.map_err(|error: DbError| no_answer(&error))?;
        self.approved_at_change = (reach == ReachableRecipients::Everybody).then_some(changes);
        Ok(reach)
    }

    /// A file's type and bytes; `None` if it does not exist.
    async fn content(&mut self, name: &str) -> Result<Option<Arc<(String, Vec<u8>)>>, Text> {
        if let Some(file) = self.files.get(name) {
            return Ok(Some(file.clone()));
        }
        let found = self.inner.deps.files.content(self.id, name).await.map_err(|error| no_answer(&error))?;
        let Some((facts, bytes)) = found else { return Ok(None) };
        let file = Arc::new((facts.content_type, bytes));
        if self.files_bytes + file.1.len() <= FILES_BYTES {
            self.files_bytes += file.1.len();
            self.files.insert(name.to_owned(), file.clone());
        }
        Ok(Some(file))
    }

    pub(crate) async fn file(&mut self, name: &str) -> Result<Option<FileFacts>, Unavailable> {
        let found = self.inner.deps.files.facts(self.id, name).await.map_err(|error| unavailable(&error))?;
        Ok(found.map(facts_of))
    }

    pub(crate) async fn files(&mut self) -> Result<Vec<FileFacts>, Unavailable> {
        let files = self.inner.deps.files.list(self.id).await.map_err(|error| unavailable(&error))?;
        Ok(files.into_iter().map(facts_of).collect())
    }

    pub(crate) async fn members(&mut self) -> Result<Vec<Member>, Unavailable> {
        let members = self.inner.deps.accounts.members(self.id).await.map_err(|error| unavailable(&error))?;
        let shown = |member: accounts::Member| Member {
            name: member.account.name,
            email: member.account.email.expose().to_owned(),
        };
        Ok(members.into_iter().map(shown).collect())
    }

    /// The state of a mail that a script of this workspace sent.
    pub(crate) async fn email_status(&mut self, id: &str) -> Result<Value, Text> {
        let none = || texts::script_mail_unknown(id.chars().take(60).collect::<String>());
        let message = Id(id.parse::<Uuid>().map_err(|_| none())?);
        let workspace = self.id;
        let deliveries = self.inner.deps.db.read(move |rx| {
            let is_ours = rx.query_first(
                "SELECT 1 FROM script_mail JOIN script ON script.id = script_mail.script_id \
                 WHERE script_mail.message = $1 AND script.workspace_id = $2",
                params![message, workspace.as_bytes()],
                |row| row.get::<i64>(0),
            )?;
            if is_ours.is_none() {
                return Ok(None);
            }
            queue::deliveries(rx, message).map(Some)
        });
        let deliveries = deliveries.await.map_err(|error: queue::QueueError| no_answer(&error))?.ok_or_else(none)?;
        let state = deliveries.iter().map(|delivery| (delivery.state, 1)).collect::<Tally>().overall();
        let deliveries: Vec<Value> = deliveries.iter().map(delivery_view).collect();
        Ok(json!({"id": id, "state": state.name(), "deliveries": deliveries, "error": null}))
    }
}

/// A delivery as a script sees it, with the names of the API.
fn delivery_view(delivery: &Delivery) -> Value {
    let reply = delivery.reply.as_ref().map(|reply| {
        json!({"code": reply.code, "enhanced": reply.enhanced.map(|code| code.to_string()), "text": reply.text})
    });
    json!({
        "recipient": delivery.recipient.expose(),
        "state": delivery.state.name(),
        "attempts": delivery.attempts,
        "reply": reply,
        "next_attempt_at": delivery.next_attempt_at,
        "may_have_arrived_twice": delivery.may_have_arrived_twice,
    })
}

fn facts_of(facts: crate::files::FileFacts) -> FileFacts {
    FileFacts { name: facts.name, content_type: facts.content_type, size: facts.size as u64 }
}

/// The fault shown when the database failed, which the script's author cannot correct.
fn no_answer(error: &(dyn std::error::Error + 'static)) -> Text {
    tracing::error!(error, "reading data for a script");
    texts::script_no_answer()
}

/// Like [`no_answer`], for functions that throw.
fn unavailable(error: &(dyn std::error::Error + 'static)) -> Unavailable {
    tracing::error!(error, "reading data for a script");
    Unavailable
}
