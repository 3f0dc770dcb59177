//! A dry run: the script runs as usual, but nothing is sent or stored. The result contains the mails as they would be
//! sent.
//!
//! The source need not be saved. Limits and allowed recipients apply as in a real run, so that a dry run shows what
//! they would refuse.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use queue::Source;
use sandbox::{
    Accepted, ConsoleLine, Control, EmailCall, FileFacts, Host, Job, Member, Outcome, RefusedCall, Unavailable,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::call_check;
use super::mail_limits::{self, MailLimits, ScriptLimits};
use super::runner::{MailPlan, Workspace, limits_of};
use super::{Inner, Input, Refusal, RunFailure, Scripts, ScriptsError, allowed_recipients, texts};
use accounts::{Actor, api_key, quota};
use i18n::Language;
use sending::intake::{CallerKey, IntakeError, KEYS_KEPT, Ready};
use sending::quotas::{Quotas, Reservation, ReserveError};

/// Maximum duration of a dry run after its turn came, without the time in which it is suspended: somebody waits for the
/// page.
const WALL: Duration = Duration::from_secs(15);
/// Maximum number of rendered mails; further ones are listed without their text.
const RENDERED_MAX: usize = 200;
/// Maximum bytes of all rendered mails together.
const RENDERED_BYTES: usize = 8_000_000;
/// Maximum number of listed calls; further ones are only counted.
const LISTED_MAX: usize = 10_000;
/// Maximum bytes of the list without rendered mails: a call may have thousands of recipients.
const LISTED_BYTES: usize = 8_000_000;

/// The parameters of a dry run.
#[derive(Clone, Debug)]
pub struct DryRunRequest {
    /// The script, if it is stored: mails that it sent before count towards its limits.
    pub script: Option<Uuid>,
    /// The workspace, with its files, members and allowed recipients.
    pub workspace: Uuid,
    /// The source.
    pub source: String,
    /// Language of dates and numbers.
    pub language: Language,
    /// IANA zone of dates.
    pub time_zone: String,
    /// The limits on its mails.
    pub limits: ScriptLimits,
    /// What the script sees as `input`.
    pub input: Input,
    /// The person or API key that started it.
    pub started_by: Actor,
}

/// The result of a dry run.
#[derive(Clone, Debug, Default)]
pub struct DryRun {
    /// Why it failed, if it did.
    pub fault: Option<RunFailure>,
    /// What it wrote to the console.
    pub console: Vec<ConsoleLine>,
    /// Whether the script wrote more than the console stores.
    pub console_cut: bool,
    /// The calls of `sendEmail`: at most 10,000, and at most 8 MB without the rendered mails.
    pub mails: Vec<DryMail>,
    /// Mails that would have been accepted.
    pub accepted: u64,
    /// Calls that were refused.
    pub refused: u64,
    /// How long it took, in milliseconds.
    pub wall_ms: u64,
}

impl DryRun {
    /// The bytes of memory that it takes, including everything in it.
    pub fn bytes(&self) -> usize {
        let console = self.console.iter().map(|line| size_of::<ConsoleLine>() + line.text.capacity());
        let fault = self.fault.as_ref().map_or(0, |fault| {
            stored_bytes(&fault.text) + fault.reason.len() + fault.source_line.as_ref().map_or(0, String::len)
        });
        let mails = self.mails.iter().map(|mail| mail.listed_bytes() + mail.message.as_ref().map_or(0, |it| it.len()));
        size_of::<Self>() + console.sum::<usize>() + fault + mails.sum::<usize>()
    }
}

/// A call of `sendEmail` in a dry run.
#[derive(Clone, Debug)]
pub struct DryMail {
    /// The number of the call, counted from 1.
    pub number: u64,
    /// The line of the call, if known.
    pub line: Option<u32>,
    /// All recipients, including Automatic BCC.
    pub recipients: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The rendered mail; `None` if it was refused, or if too many are rendered already.
    pub message: Option<Arc<[u8]>>,
    /// Why it was refused, if it was.
    pub refusal: Option<Refusal>,
}

impl DryMail {
    /// The bytes of memory that it takes without the rendered mail.
    fn listed_bytes(&self) -> usize {
        let recipients = self.recipients.iter().map(|recipient| size_of::<String>() + recipient.capacity());
        let refusal = self.refusal.iter().flat_map(|refusal| &refusal.faults);
        let refusal = refusal.map(|fault| size_of_val(fault) + fault.key.capacity() + stored_bytes(&fault.text));
        size_of::<Self>() + self.subject.capacity() + recipients.sum::<usize>() + refusal.sum::<usize>()
    }
}

/// A text takes about as much memory as its stored form, and as much again for its map of arguments.
fn stored_bytes(text: &mail::Text) -> usize {
    serde_json::to_string(text).map_or(0, |stored| 2 * stored.len())
}

impl Scripts {
    /// Runs a script without sending or storing anything.
    ///
    /// # Errors
    /// [`ScriptsError::Busy`], or an error if the database cannot be read. Errors of the script are part of the result.
    pub async fn dry_run(&self, request: DryRunRequest) -> Result<DryRun, ScriptsError> {
        let inner = &self.inner;
        let permit = inner.dry_runs.place(request.workspace, &request.started_by, &inner.deps.clock).await?;
        let (script, workspace, now) = (request.script, request.workspace, inner.now());
        let started_by = request.started_by.clone();
        let (audience, counted, key) = inner
            .deps
            .db
            .read(move |rx| {
                Ok::<_, ScriptsError>((
                    allowed_recipients::allowed_recipients(rx, workspace)?,
                    quota::of_workspace(rx, workspace)?,
                    api_key::of_actor(rx, &started_by)?,
                ))
            })
            .await?;
        let mail_limits = MailLimits::new(script, &request.limits, (workspace, &counted), audience);
        let mut host = DryHost {
            inner: inner.clone(),
            workspace: Workspace::new(inner.clone(), workspace),
            mail_limits: mail_limits.started_by(key),
            quotas: inner.deps.intake.quotas().copy(),
            reserved: Vec::new(),
            ran: DryRun::default(),
            calls: 0,
            rendered: 0,
            listed: Listed::default(),
            now,
        };
        let job = Job {
            source: request.source,
            input: request.input.into_json(),
            now,
            time_zone: request.time_zone,
            language: request.language.tag().to_owned(),
            seed: inner.deps.random.bytes(),
        };
        let limits = sandbox::Limits { wall: WALL, ..limits_of(&request.limits) };
        let control = Control { stop: permit.share(&inner.deps.clock), suspension: permit.suspension() };
        let outcome = sandbox::run_until(&inner.deps.sandbox, job, &limits, &mut host, control).await;
        let mut ran = host.ran;
        let usage = outcome.usage();
        (ran.accepted, ran.refused) = (usage.mails, usage.refused);
        (ran.console_cut, ran.wall_ms) = (usage.console_cut, usage.wall_ms);
        if let Outcome::Failed(fault, _) = &outcome {
            ran.fault = Some(RunFailure::from(fault));
        }
        Ok(ran)
    }
}

/// Answers the calls of a script in a dry run.
struct DryHost {
    inner: Arc<Inner>,
    workspace: Workspace,
    mail_limits: MailLimits,
    /// The stored quotas, in a copy: what a dry run uses of them is discarded.
    quotas: Quotas,
    reserved: Vec<Reservation>,
    ran: DryRun,
    calls: u64,
    rendered: usize,
    listed: Listed,
    now: Timestamp,
}

/// The size of the list so far.
#[derive(Default)]
struct Listed {
    calls: usize,
    bytes: usize,
}

impl Listed {
    /// Adds the call to the size if it fits; returns whether it does.
    fn has_room_for(&mut self, mail: &DryMail) -> bool {
        let bytes = self.bytes + mail.listed_bytes();
        let fits = self.calls < LISTED_MAX && bytes <= LISTED_BYTES;
        if fits {
            *self = Self { calls: self.calls + 1, bytes };
        }
        fits
    }
}

impl DryHost {
    fn list(&mut self, mail: DryMail) {
        if self.listed.has_room_for(&mail) {
            self.ran.mails.push(mail);
        }
    }

    /// The checked mail, and its reservation in the quotas.
    async fn prepare(&mut self, plan: &mut MailPlan) -> Result<(Ready, Reservation), Refusal> {
        // The key is checked as in a run, but not looked up: nothing is stored, so no key can repeat.
        let key = plan.key.take().map(|key| CallerKey {
            scope: "dry run".to_owned(),
            key,
            stands_for: None,
            kept_for: KEYS_KEPT,
        });
        let origin = (texts::origin_dry_run(), Source::default());
        let recipients = &mut self.mail_limits;
        let ready =
            call_check::ready(plan, key, origin, (&self.inner.deps.intake, &mut self.workspace, recipients)).await?;
        self.mail_limits.allow(&ready)?;
        match self.quotas.reserve(self.mail_limits.quotas(), ready.asked(), self.now).await {
            Ok(reservation) => Ok((ready, reservation)),
            Err(ReserveError::Exceeded(exceeded)) => Err(mail_limits::refusal(&ready, &exceeded)),
            Err(ReserveError::Waiting(exceeded)) => Err(Refusal::from(&IntakeError::Waiting(exceeded))),
            Err(ReserveError::Db(error)) => Err(Refusal::from(&IntakeError::from(error))),
        }
    }

    /// The id of the call for `emailStatus`.
    fn id(&self) -> String {
        format!("dry-run-{}", self.calls)
    }
}

impl Host for DryHost {
    async fn send_email(&mut self, call: EmailCall) -> Result<Accepted, String> {
        self.calls += 1;
        let number = self.calls;
        let mut plan = MailPlan::of(call);
        let (line, recipients, subject) = (plan.line, plan.recipients.clone(), plan.subject.clone());
        let refused =
            |refusal: Refusal| DryMail { number, line, recipients, subject, message: None, refusal: Some(refusal) };
        let (ready, reservation) = match self.prepare(&mut plan).await {
            Ok(prepared) => prepared,
            Err(refusal) => {
                let error = refusal.render(Language::English);
                self.list(refused(refusal));
                return Err(error);
            }
        };
        self.reserved.push(reservation);
        self.mail_limits.count(ready.asked().len());
        let message = ready.message();
        let fits = self.ran.mails.len() < RENDERED_MAX && self.rendered + message.bytes.len() <= RENDERED_BYTES;
        if fits {
            self.rendered += message.bytes.len();
        }
        let mail = DryMail {
            number,
            line,
            recipients: message.recipients.iter().map(|recipient| recipient.expose().to_owned()).collect(),
            subject: message.subject.clone(),
            message: fits.then(|| message.bytes.clone()),
            refusal: None,
        };
        self.list(mail);
        Ok(Accepted { id: self.id(), repeated: false })
    }

    async fn email_status(&mut self, id: &str) -> Result<Value, String> {
        let number = id.strip_prefix("dry-run-").and_then(|number| number.parse::<u64>().ok());
        match number {
            Some(number) if (1..=self.calls).contains(&number) => {
                Ok(json!({"id": id, "state": "dry_run", "deliveries": [], "at": self.now, "error": null}))
            }
            _ => self.workspace.email_status(id).await.map_err(|text| Language::English.render(&text)),
        }
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

    async fn email_beyond_limit(&mut self, _: EmailCall, refused: RefusedCall) -> Result<Accepted, String> {
        Err(self.refused(refused, None).await)
    }

    async fn refused(&mut self, refused: RefusedCall, readable: Option<EmailCall>) -> String {
        self.calls += 1;
        let mut refusal = Refusal::from(&refused);
        if let Some(readable) = readable
            && let Err(more) = self.prepare(&mut MailPlan::of(readable)).await
        {
            refusal.add(more);
        }
        let error = refusal.render(Language::English);
        let RefusedCall { line, recipients, subject, .. } = refused;
        let number = self.calls;
        self.list(DryMail { number, line, recipients, subject, message: None, refusal: Some(refusal) });
        error
    }

    fn console(&mut self, line: ConsoleLine) {
        self.ran.console.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(recipients: usize) -> DryMail {
        let recipients = vec!["a".repeat(80); recipients];
        DryMail { number: 1, line: None, recipients, subject: String::new(), message: None, refusal: None }
    }

    #[test]
    fn the_list_of_a_dry_run_is_limited_in_number_and_size() {
        let listed = |mail: DryMail| {
            let mut listed = Listed::default();
            (0..2 * LISTED_MAX).filter(|_| listed.has_room_for(&mail)).count()
        };
        assert_eq!(listed(refused(1)), LISTED_MAX);
        // 80 bytes, and a pointer, a length and a capacity for each recipient.
        assert_eq!(listed(refused(1_000)), LISTED_BYTES / refused(1_000).listed_bytes());
        assert!(listed(refused(1_000)) < 80);
    }
}
