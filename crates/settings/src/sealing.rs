//! What becomes of typed and stored secrets when settings are saved or tested.

use mail::Fault;

use crate::check::{self, Checked, SecretChange};
use crate::email_settings::EmailSettings;
use crate::input::SettingsInput;
use crate::transport::Secrets;
use crate::vault::UnsealError;
use crate::versions::SealedSecrets;
use crate::{SettingsError, Shared, fault, oauth, texts};

impl Shared {
    /// What is stored beside `settings`: what was typed sealed anew, what is kept as it is.
    pub(crate) fn seal(
        &self,
        settings: &EmailSettings,
        stored: &SealedSecrets,
        password: &SecretChange,
        credential: &SecretChange,
    ) -> Result<SealedSecrets, SettingsError> {
        // What is kept has to open for the destination it is kept for.
        self.open(settings, stored, password.clone(), credential.clone())?;
        Ok(SealedSecrets {
            password: match password {
                SecretChange::Keep => stored.password.clone(),
                SecretChange::Remove => None,
                SecretChange::Set(secret) => self.connections.seal_password(settings, secret),
            },
            credential: match credential {
                SecretChange::Keep => stored.credential.clone(),
                SecretChange::Remove => None,
                SecretChange::Set(secret) => self.connections.seal_credential(settings, secret),
            },
            grant: None,
        })
    }

    /// The secrets in force after a change.
    pub(crate) fn open(
        &self,
        settings: &EmailSettings,
        stored: &SealedSecrets,
        password: SecretChange,
        credential: SecretChange,
    ) -> Result<Secrets, SettingsError> {
        let field = settings.oauth.as_ref().map_or("", |method| method.credential_kind().field());
        Ok(Secrets {
            password: match password {
                SecretChange::Keep => self
                    .connections
                    .unseal_password(settings, stored.password.as_deref())
                    .map_err(|unopened| enter_again("password.password", unopened))?,
                SecretChange::Remove => None,
                SecretChange::Set(secret) => Some(secret),
            },
            credential: match credential {
                SecretChange::Keep => self
                    .connections
                    .unseal_credential(settings, stored.credential.as_deref())
                    .map_err(|unopened| enter_again(field, unopened))?,
                SecretChange::Remove => None,
                SecretChange::Set(secret) => Some(secret),
            },
        })
    }
}

/// What was typed, checked; `issuer_fault` says why the provider's endpoints are not known.
pub(crate) fn checked(
    input: SettingsInput,
    stored: &EmailSettings,
    issuer_fault: Option<Fault>,
) -> Result<Checked, SettingsError> {
    match check::check(input, stored) {
        Ok(checked) if issuer_fault.is_none() => Ok(checked),
        checked => {
            let faults = checked.err().unwrap_or_default();
            Err(SettingsError::Faults(oauth::with_issuer_fault(faults, issuer_fault)))
        }
    }
}

/// While the server runs there is a remedy, so the field reports it.
fn enter_again(field: &str, _: UnsealError) -> SettingsError {
    fault(field, texts::settings_secret_sealed_for_other_destination())
}
