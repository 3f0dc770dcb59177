//! Saving, restoring and trying email settings; which version becomes active, and when.

use std::sync::Arc;

use crate::check::{self, CheckedInput, SecretChange};
use crate::sealing::checked;
use crate::versions::{self, GrantRef, NewVersion, SealedSecrets};
use crate::{
    Active, Actor, Connection, EmailSettings, Settings, SettingsError, SettingsInput, Version, WaitingMail,
    audit_subject, fault, oauth, texts,
};
use accounts::audit::Action;

impl Settings {
    /// Stores a new version and makes it active, unless it has to wait for consent: until then the previous one stays
    /// active.
    ///
    /// # Errors
    /// [`SettingsError::Faults`] with all faults; nothing is stored then. Errors of the database.
    pub async fn save(&self, input: SettingsInput, by: &Actor) -> Result<Arc<Version>, SettingsError> {
        self.save_based_on(input, None, by).await
    }

    /// Like [`Settings::save`]; if `based_on` is given, only while that version is the newest.
    ///
    /// # Errors
    /// As [`Settings::save`]; [`SettingsError::NewerVersion`] if another version was saved since.
    pub async fn save_based_on(
        &self,
        input: SettingsInput,
        based_on: Option<u32>,
        by: &Actor,
    ) -> Result<Arc<Version>, SettingsError> {
        let (shared, by) = (self.shared.clone(), by.clone());
        let now = self.shared.clock.now();
        let audit_entry = self.shared.audit.entry(Action::SettingsSaved, by.clone(), None);
        let (input, issuer_fault) = oauth::with_endpoints(input).await;
        // Checked inside the transaction, against the stored version: two concurrent saves cannot mix their secrets.
        let saved = self.shared.db.write(move |tx| {
            let newest = versions::newest(tx)?;
            if based_on.is_some_and(|number| number != newest.version.number) {
                return Err(SettingsError::NewerVersion { newest: newest.version.number });
            }
            let CheckedInput { settings, password, credential, waiting_mail } =
                checked(input.clone(), &newest.version.settings, issuer_fault.clone())?;
            let sealed = shared.seal(&settings, &newest.sealed, &password, &credential)?;
            if matches!(password, SecretChange::Remove) && newest.sealed.password.is_some() {
                // A removed secret is also deleted from earlier versions, which could be restored.
                versions::delete_passwords(tx)?;
            }
            if matches!(credential, SecretChange::Remove) && newest.sealed.credential.is_some() {
                versions::delete_credentials(tx)?;
            }
            let grant = valid_grant(tx, &newest, &settings)?;
            let complete = grant.is_some() || !settings.needs_consent();
            let new = NewVersion { settings: &settings, complete, waiting_mail };
            let row = versions::insert(tx, new, SealedSecrets { grant, ..sealed }, &by, now)?;
            audit_entry.about(audit_subject::saved(row.version.number, &settings)).insert(tx)?;
            Ok::<_, SettingsError>(row)
        });
        self.activate(saved.await?).await
    }

    /// Checks what was typed as [`Settings::save`] would, and returns it with its connection. Stored secrets are used
    /// if their destination is unchanged. Stores nothing.
    ///
    /// # Errors
    /// [`SettingsError::Faults`] with all faults; also if a consent is needed that was not given yet.
    pub async fn typed(&self, input: SettingsInput) -> Result<(EmailSettings, Connection), SettingsError> {
        let shared = self.shared.clone();
        let (input, issuer_fault) = oauth::with_endpoints(input).await;
        let (settings, secrets, grant) = self
            .shared
            .db
            .read(move |rx| {
                let newest = versions::newest(rx)?;
                let CheckedInput { settings, password, credential, .. } =
                    checked(input, &newest.version.settings, issuer_fault)?;
                let secrets = shared.open(&settings, &newest.sealed, password, credential)?;
                let grant = valid_grant(rx, &newest, &settings)?;
                Ok::<_, SettingsError>((settings, secrets, grant))
            })
            .await?;
        if settings.needs_consent() && grant.is_none() {
            return Err(fault("oauth.provider", texts::settings_consent_missing()));
        }
        let connection = self.shared.connections.of(&settings, secrets, grant.as_ref());
        Ok((settings, connection))
    }

    /// Stores a copy of version `number` as the newest one. If its consent has ended, it waits for a new one.
    /// `waiting_mail` is used if it makes the built-in mailbox active.
    ///
    /// # Errors
    /// [`SettingsError::NoSuchVersion`]; [`SettingsError::Faults`] if its secrets were removed since.
    pub async fn restore(
        &self,
        number: u32,
        waiting_mail: WaitingMail,
        by: &Actor,
    ) -> Result<Arc<Version>, SettingsError> {
        let (shared, by, now) = (self.shared.clone(), by.clone(), self.shared.clock.now());
        let audit_entry = self.shared.audit.entry(Action::SettingsRestored, by.clone(), None);
        let restored = self.shared.db.write(move |tx| {
            let row = versions::numbered(tx, number)?.ok_or(SettingsError::NoSuchVersion)?;
            let settings = &row.version.settings;
            // A version whose secrets cannot be decrypted must not become the newest: the next start would fail.
            shared.open(settings, &row.sealed, SecretChange::Keep, SecretChange::Keep)?;
            check::check_complete(settings).map_err(SettingsError::Faults)?;
            let grant = valid_grant(tx, &row, settings)?;
            let complete = grant.is_some() || !settings.needs_consent();
            let new = NewVersion { settings, complete, waiting_mail };
            let new = versions::insert(tx, new, SealedSecrets { grant, ..row.sealed.clone() }, &by, now)?;
            audit_entry.about(audit_subject::restored(number, new.version.number, settings)).insert(tx)?;
            Ok::<_, SettingsError>(new)
        });
        self.activate(restored.await?).await
    }

    /// Makes a complete version active; also the active one again, after its consent was replaced.
    pub(crate) async fn activate(&self, row: versions::Row) -> Result<Arc<Version>, SettingsError> {
        if !row.version.complete {
            return Ok(Arc::new(row.version));
        }
        let connection = self.shared.connections.of_row(&row)?;
        let version = Arc::new(row.version);
        let passed_at = self.take_passed_test(&connection);
        let active = Arc::new(Active { version: version.clone(), connection });
        self.shared.active.send_if_modified(|current| {
            let is_taken = current.version.number <= version.number;
            if is_taken {
                // Before the version is published, because its readers must find the state of its connection.
                let mut record = self.record();
                record.follow_version(version.number, self.shared.clock.now());
                if let Some(at) = passed_at {
                    record.record_success(version.number, at);
                }
                drop(record);
                *current = active;
            }
            is_taken
        });
        if passed_at.is_some() {
            self.write_status().await?;
        }
        Ok(version)
    }
}

/// The consent of `before`, if it is still valid and also covers `settings`.
fn valid_grant<R: storage::Read>(
    rx: &mut R,
    before: &versions::Row,
    settings: &EmailSettings,
) -> Result<Option<GrantRef>, SettingsError> {
    let (Some(method), Some(earlier), Some(held)) =
        (&settings.oauth, &before.version.settings.oauth, &before.sealed.grant)
    else {
        return Ok(None);
    };
    let grant = oauth::find_grant(rx, held.id)?;
    let is_good =
        |grant: &oauth::Grant| earlier.same_consent(method) && grant.is_alive() && oauth::serves(settings, grant);
    Ok(grant.filter(is_good).map(|_| held.clone()))
}
