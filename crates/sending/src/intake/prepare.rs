//! A request becomes a message: drafts are checked and rendered, submitted messages checked and completed.

use std::collections::HashSet;

use mail::submitted::CheckedSubmission;
use mail::{Draft, EmailAddress, Fault, Faults, Mailbox, RecipientCounts, Stamp, quoted};
use queue::{Id, IdempotencyKey, Kind, NewMessage};

use super::request::check_key;
use super::submission_policy::Rules;
use super::{CallerKey, Intake, IntakeError, KEYS_KEPT, Ready, Request, SubmittedRequest};
use super::{digest, policy, submission_policy};
use crate::texts;
use settings::EmailSettings;

/// Drafts with more content are rendered beside the server's threads, which have others to serve.
const RENDERED_IN_PLACE_BYTES: usize = 256 * 1024;

impl Intake {
    pub(super) async fn prepare_blocking_by(
        &self,
        request: Request,
        settings: EmailSettings,
    ) -> Result<Ready, IntakeError> {
        if content_bytes(&request.draft) <= RENDERED_IN_PLACE_BYTES {
            return self.prepare_by(request, &settings);
        }
        let intake = self.clone();
        match tokio::task::spawn_blocking(move || intake.prepare_by(request, &settings)).await {
            Ok(prepared) => prepared,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    pub(super) fn prepare_by(&self, request: Request, settings: &EmailSettings) -> Result<Ready, IntakeError> {
        let Request { draft, kind, origin, source, key, expires_at, client } = request;
        let key = key.map(|key| idempotency_key(key, kind, &draft)).transpose();
        let checked = draft.check();
        let (key, mut checked) = match (key, checked) {
            (Ok(key), Ok(checked)) => (key, checked),
            (key, checked) => {
                let mut faults = checked.err().map(|faults| faults.0).unwrap_or_default();
                faults.extend(key.err());
                return Err(IntakeError::Faults(faults));
            }
        };
        let own = self.shared.deps.settings.sender(settings);
        let asked: Vec<EmailAddress> = checked.recipients().into_iter().cloned().collect();
        // Each recipient stands there once, in the order of the fields.
        let distinct = |lists: &[&[Mailbox]]| {
            lists.iter().copied().flatten().map(|mailbox| &mailbox.address).collect::<HashSet<_>>().len()
        };
        let asked_until = (distinct(&[&checked.to]), distinct(&[&checked.to, &checked.cc]));
        let policy::Policy { sender, copies, remark } = policy::apply(settings, own, kind, &mut checked);
        let remarks = checked.remarks().iter().cloned().chain(remark).collect();
        let now = self.shared.deps.clock.now();
        let id = Id(self.shared.deps.random.id(now));
        let stamp = Stamp { date: now, unique: id.0.as_u128(), auto_submitted: policy::is_letter(kind) };
        let message = checked.render(sender, &copies, stamp).map_err(|faults| IntakeError::Faults(faults.0))?;
        Ok(Ready {
            new: NewMessage {
                id,
                kind,
                lane: kind.lane(),
                message,
                expires_at,
                origin,
                source,
                key,
                remarks,
                usage: None,
                client,
            },
            accepted_at: now,
            asked,
            asked_until,
            reservation: None,
            waiting: None,
        })
    }

    /// Checks and completes by the active settings; what is large beside the server's threads.
    pub(super) async fn prepare_submitted(&self, request: SubmittedRequest) -> Result<Ready, IntakeError> {
        let settings = self.shared.deps.settings.active();
        if request.submitted.bytes.len() <= RENDERED_IN_PLACE_BYTES {
            return self.prepare_submitted_by(request, &settings.settings);
        }
        let intake = self.clone();
        match tokio::task::spawn_blocking(move || intake.prepare_submitted_by(request, &settings.settings)).await {
            Ok(prepared) => prepared,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    fn prepare_submitted_by(&self, request: SubmittedRequest, settings: &EmailSettings) -> Result<Ready, IntakeError> {
        let SubmittedRequest { submitted, kind, origin, source, key, key_scope, client, .. } = request;
        let refuse = |faults: Faults| IntakeError::Faults(faults.0);
        let checked = submitted.check().map_err(refuse)?;
        let key = submitted_key(key, &checked).map_err(|fault| IntakeError::Faults(vec![fault]))?;
        let key = key.map(|key| {
            let digest = digest::of_submitted(kind, &checked);
            IdempotencyKey { scope: key_scope, key, digest, kept_for: KEYS_KEPT }
        });
        let rules = Rules {
            settings,
            own: self.shared.deps.settings.sender(settings),
            kind,
            from_policy: request.from_policy,
            allowed_senders: &request.allowed_senders,
            allowed_recipients: &request.allowed_recipients,
        };
        let (handover, remark) = submission_policy::apply(&rules, &checked)?;
        let now = self.shared.deps.clock.now();
        let id = Id(self.shared.deps.random.id(now));
        let stamp = Stamp { date: now, unique: id.0.as_u128(), auto_submitted: false };
        let message = checked.finish(handover, &stamp).map_err(refuse)?;
        let RecipientCounts { to, cc, bcc } = message.fields;
        let asked = message.recipients[..to + cc + bcc].to_vec();
        let remarks = remark.into_iter().collect();
        Ok(Ready {
            new: NewMessage {
                id,
                kind,
                lane: kind.lane(),
                message,
                expires_at: None,
                origin,
                source,
                key,
                remarks,
                usage: None,
                client,
            },
            accepted_at: now,
            asked,
            asked_until: (to, to + cc),
            reservation: None,
            waiting: None,
        })
    }
}

/// The key that was given beside the message or in it; both may be given if they are equal.
fn submitted_key(beside: Option<String>, message: &CheckedSubmission) -> Result<Option<String>, Fault> {
    let inside = message.idempotency_key();
    if let (Some(beside), Some(inside)) = (&beside, inside)
        && beside != inside
    {
        let text = texts::idempotency_keys_differ_in_message(quoted(inside), quoted(beside));
        return Err(Fault::new("headers.Idempotency-Key", text));
    }
    let key = beside.or_else(|| inside.map(str::to_owned));
    key.map(|key| check_key(&key).map(|()| key)).transpose()
}

/// The key of a draft, with the digest of what it stands for.
fn idempotency_key(key: CallerKey, kind: Kind, draft: &Draft) -> Result<IdempotencyKey, Fault> {
    let CallerKey { scope, key, stands_for, kept_for } = key;
    check_key(&key)?;
    let digest = stands_for.map_or_else(|| digest::of(kind, draft), |asked| digest::of_words(kind, &asked));
    Ok(IdempotencyKey { scope, key, digest, kept_for })
}

fn content_bytes(draft: &Draft) -> usize {
    let calendar = draft.calendar.as_ref().map(|calendar| &calendar.content);
    let texts = [draft.text.as_ref(), draft.html.as_ref(), calendar].into_iter().flatten().map(String::len);
    texts.chain(draft.attachments.iter().map(|attachment| attachment.content.len())).sum()
}
