//! The questions that a consent leaves open, and the administrator's answers.
//!
//! The grant of such a consent is already stored; an answer attaches it to the version that will become active.

use std::sync::Arc;

use accounts::Actor;
use accounts::audit::{Action, Entry};
use mail::EmailAddress;
use storage::Tx;
use uuid::Uuid;

use super::consents::{self, Outcome, Question};
use super::flow::{ConsentError, serves};
use super::grants::{self, Grant};
use crate::versions::{self, NewVersion};
use crate::{Settings, SettingsError, Version, WaitingMail, audit_subject};

/// The administrator's answer to a [`Question`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To [`Question::OtherAccount`]: the account may send as the From address.
    IsAlias,
    /// To [`Question::OtherAccount`]: the account's address becomes the From address.
    UseAccount,
    /// To [`Question::OtherScopes`]: the granted scopes are enough.
    AcceptScopes,
}

/// The result of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerResult {
    /// The version with this number is active.
    Connected(u32),
    /// Another question is open.
    AnotherQuestion,
}

impl Settings {
    /// Answers the question that a consent left open. The version becomes active, or a new version if the answer
    /// changes the settings; or another question is open.
    ///
    /// # Errors
    /// [`ConsentError::NoOpenQuestion`] if it was already answered, or if other settings were saved since.
    pub async fn answer_question(&self, id: Uuid, answer: Answer, by: &Actor) -> Result<AnswerResult, ConsentError> {
        match answer {
            Answer::IsAlias | Answer::UseAccount => {
                self.settle_account(id, answer, by).await.map(|row| AnswerResult::Connected(row.number))
            }
            Answer::AcceptScopes => self.accept_scopes(id, by).await,
        }
    }

    /// Accepts the granted scopes: the version becomes active, unless another account consented.
    async fn accept_scopes(&self, id: Uuid, by: &Actor) -> Result<AnswerResult, ConsentError> {
        let audit_entry = self.shared.audit.entry(Action::ConsentGiven, by.clone(), None);
        let answered = self.shared.db.write(move |tx| {
            let Some(consent) = consents::find(tx, id)? else { return Ok(None) };
            let row = versions::newest(tx)?;
            let Some(Outcome::OpenQuestion { question: Question::OtherScopes { .. } }) = consent.outcome else {
                return Ok(None);
            };
            let grant = consent.grant.map(|grant| grants::find(tx, grant)).transpose()?.flatten();
            let Some(grant) = grant.filter(|_| row.version.number == consent.version) else { return Ok(None) };
            Ok::<_, SettingsError>(Some(attach(tx, id, row, &grant, &audit_entry)?.1))
        });
        match answered.await?.ok_or(ConsentError::NoOpenQuestion)? {
            Some(row) => Ok(AnswerResult::Connected(self.activate(row).await?.number)),
            None => Ok(AnswerResult::AnotherQuestion),
        }
    }

    /// Confirms that the account that consented may send as the From address, or makes it the From address: stores that
    /// as a new version, which becomes active.
    async fn settle_account(&self, id: Uuid, answer: Answer, by: &Actor) -> Result<Arc<Version>, ConsentError> {
        let (by, now) = (by.clone(), self.shared.clock.now());
        let saving = self.shared.audit.entry(Action::SettingsSaved, by.clone(), None);
        let consenting = self.shared.audit.entry(Action::ConsentGiven, by.clone(), None);
        let answered = self.shared.db.write(move |tx| {
            let Some(consent) = consents::find(tx, id)? else { return Ok(None) };
            let row = versions::newest(tx)?;
            let (Some(Outcome::OpenQuestion { question: Question::OtherAccount { account } }), Some(grant)) =
                (consent.outcome, consent.grant)
            else {
                return Ok(None);
            };
            if row.version.number != consent.version {
                return Ok(None);
            }
            let mut settings = row.version.settings;
            match (answer, &mut settings.oauth) {
                (Answer::IsAlias, Some(method)) => method.other_sender_confirmed = true,
                (Answer::UseAccount, Some(method)) => {
                    method.other_sender_confirmed = false;
                    settings.from.email = EmailAddress::parse(&account).ok();
                }
                (Answer::AcceptScopes, _) | (_, None) => return Ok(None),
            }
            let sealed = versions::SealedSecrets {
                grant: Some(versions::GrantRef { id: grant, account: account.clone() }),
                ..row.sealed
            };
            let new = NewVersion { settings: &settings, complete: true, waiting_mail: WaitingMail::Hold };
            let row = versions::insert(tx, new, sealed, &by, now)?;
            saving.about(audit_subject::saved(row.version.number, &settings)).insert(tx)?;
            consenting.about(audit_subject::consent(&settings, &account)).insert(tx)?;
            consents::end(tx, id, &Outcome::Connected { account }, None)?;
            Ok::<_, SettingsError>(Some(row))
        });
        let row = answered.await?.ok_or(ConsentError::NoOpenQuestion)?;
        Ok(self.activate(row).await?)
    }
}

/// Attaches the grant to the newest version, `row`, which becomes complete; if another account consented, asks instead.
/// Also returns the version that is to become active.
pub(super) fn attach(
    tx: &mut Tx<'_>,
    consent: Uuid,
    row: versions::Row,
    grant: &Grant,
    audit_entry: &Entry,
) -> Result<(Outcome, Option<versions::Row>), SettingsError> {
    let account = grant.account.clone();
    if !serves(&row.version.settings, grant) {
        let outcome = Outcome::OpenQuestion { question: Question::OtherAccount { account } };
        consents::end(tx, consent, &outcome, Some(grant.id))?;
        return Ok((outcome, None));
    }
    if let Some(old) = row.sealed.grant {
        // Earlier versions of these settings also use the new consent if they are restored.
        versions::replace_grant(tx, old.id, grant.id)?;
        grants::delete_unreferenced(tx)?;
    }
    versions::attach_grant(tx, row.version.number, grant.id)?;
    audit_entry.about(audit_subject::consent(&row.version.settings, &account)).insert(tx)?;
    let outcome = Outcome::Connected { account };
    consents::end(tx, consent, &outcome, None)?;
    Ok((outcome, Some(versions::newest(tx)?)))
}
