//! Encrypts and decrypts the secrets of settings when these are saved or tested.

use mail::Fault;

use crate::check::{self, CheckedInput, SecretChange};
use crate::email_settings::EmailSettings;
use crate::input::SettingsInput;
use crate::transport::Secrets;
use crate::vault::UnsealError;
use crate::versions::SealedSecrets;
use crate::{SettingsError, Shared, fault, oauth, texts};

impl Shared {
    /// The encrypted secrets to store with `settings`: typed ones are encrypted, kept ones are unchanged.
    pub(crate) fn seal(
        &self,
        settings: &EmailSettings,
        stored: &SealedSecrets,
        password: &SecretChange,
        credential: &SecretChange,
    ) -> Result<SealedSecrets, SettingsError> {
        // A kept secret must be decryptable for the destination of `settings`.
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

    /// The decrypted secrets after a change.
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

/// Checks the input. `issuer_fault`, which says why the provider's endpoints are not known, is reported with the other
/// faults.
pub(crate) fn checked(
    input: SettingsInput,
    stored: &EmailSettings,
    issuer_fault: Option<Fault>,
) -> Result<CheckedInput, SettingsError> {
    match check::check(input, stored) {
        Ok(checked) if issuer_fault.is_none() => Ok(checked),
        checked => {
            let faults = checked.err().unwrap_or_default();
            Err(SettingsError::Faults(oauth::with_issuer_fault(faults, issuer_fault)))
        }
    }
}

/// A fault instead of an error: while the server runs, the administrator can enter the secret again.
fn enter_again(field: &str, _: UnsealError) -> SettingsError {
    fault(field, texts::settings_secret_sealed_for_other_destination())
}
