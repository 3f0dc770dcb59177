//! The actions of an administrator: beginning a consent, disconnecting. `callback` handles the return from the
//! provider, `answers` the questions.
//!
//! A version that waits for consent becomes active in the transaction that stores the grant; in all other cases the
//! previous version stays active. A consent is bound to its session and version, and can be used once.

use delivery::diagnosis;
use mail::Problem;
use oauth::{AuthorizationRequest, HttpClient, Registration, Revocation};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::authentication;
use super::consents::{self, Consent, Outcome};
use super::destination::{REDIRECT_PATH, Target, refresh_destination, scopes};
use super::grants::{self, ConnectedMailbox, Grant};
use super::tokens::HTTP_TIMEOUTS;
use super::tokens::disconnected;
use crate::email_settings::{EmailSettings, Method, OAuthMethod};
use crate::vault::Destination;
use crate::{Settings, SettingsError, audit_subject, versions};
use accounts::Actor;
use accounts::audit::Action;

/// A consent that begins: where to send the administrator.
#[derive(Clone, Debug)]
pub struct ConsentStart {
    /// The consent's id, to query its outcome.
    pub id: Uuid,
    /// URL of the provider's consent page; contains the state, but none of our secrets.
    pub authorize_url: String,
}

/// A consent that is not stored yet.
pub(super) struct PreparedConsent {
    pub(super) consent: Consent,
    state_hash: [u8; 32],
    authorize_url: String,
}

impl PreparedConsent {
    /// What the caller gets, and the consent to store with the hash of its state.
    pub(super) fn into_parts(self) -> (ConsentStart, Consent, [u8; 32]) {
        (ConsentStart { id: self.consent.id, authorize_url: self.authorize_url }, self.consent, self.state_hash)
    }
}

/// Why a consent cannot begin or continue.
#[derive(Debug, thiserror::Error)]
pub enum ConsentError {
    /// The settings saved last need no consent.
    #[error("the email settings that were saved last need no consent: choose OAuth 2.0 with sign-in, and save")]
    NotNeeded,
    /// No question is open.
    #[error("no question about this consent is open: the settings were changed since, or it was already answered")]
    NoOpenQuestion,
    /// The link of a program was opened before, is too old, or belongs to earlier settings.
    #[error(
        "the link that starts this consent was opened before, is older than an hour, or the settings were saved again since: start the consent again"
    )]
    LinkEnded,
    /// An error of the settings or the database.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

/// What the page shows beside the active settings.
#[derive(Clone, Debug)]
pub struct ConsentView {
    /// The version that waits for consent, if the one saved last does.
    pub pending: Option<u32>,
    /// The last consent for the version saved last, and its outcome so far.
    pub last: Option<(Uuid, Option<Outcome>)>,
    /// How the mailbox of the active version is connected.
    pub connected: Option<ConnectedMailbox>,
}

/// Whether the provider revoked the consent when we disconnected.
#[derive(Clone, Debug)]
pub enum DisconnectResult {
    /// The provider revoked the consent.
    Revoked,
    /// The provider offers no revocation; the consent can only be revoked manually there.
    NotOffered,
    /// The provider did not revoke it.
    NotRevoked(Problem),
    /// There was nothing to disconnect.
    Nothing,
}

impl Settings {
    /// The redirect URL that is registered at providers.
    pub fn redirect_url(&self) -> String {
        format!("{}{REDIRECT_PATH}", self.shared.public_url)
    }

    /// Begins a consent for the version saved last, bound to `session`.
    ///
    /// # Errors
    /// [`ConsentError::NotNeeded`] if that version needs none.
    pub async fn begin_consent(&self, session: &str, by: &Actor) -> Result<ConsentStart, ConsentError> {
        let id = self.shared.random.id(self.shared.clock.now());
        let (start, consent, state_hash) = self.prepare_consent(id, session, by).await?.into_parts();
        let stored = self.shared.db.write(move |tx| consents::begin(tx, &consent, &state_hash)).await;
        stored.map_err(SettingsError::from)?;
        Ok(start)
    }

    /// Generates state, verifier and URL of a consent; stores nothing.
    pub(super) async fn prepare_consent(
        &self,
        id: Uuid,
        session: &str,
        by: &Actor,
    ) -> Result<PreparedConsent, ConsentError> {
        let row = self.shared.db.read(|rx| versions::newest(rx)).await?;
        let settings = &row.version.settings;
        let method = method_of(settings).ok_or(ConsentError::NotNeeded)?;
        let registration = self.registration(method, row.sealed.credential.as_deref())?;

        let now = self.shared.clock.now();
        let (state, verifier) = (self.random_text(), self.random_text());
        let state_hash = hash(STATE, &state);
        let consent = Consent {
            id,
            version: row.version.number,
            session_hash: Some(hash(SESSION, &session.into()).to_vec()),
            verifier_sealed: verifier_destination(&state_hash, |to| self.shared.connections.vault.seal(to, &verifier)),
            started_at: now,
            started_by: by.clone(),
            outcome: None,
            grant: None,
        };
        let authorize_url = oauth::authorize_url(
            &registration,
            &AuthorizationRequest {
                redirect_uri: &self.redirect_url(),
                scopes: &scopes(method),
                state: &state,
                verifier: &verifier,
                login_hint: settings.from.email.as_ref().filter(|_| !method.other_sender_confirmed),
            },
        );
        Ok(PreparedConsent { consent, state_hash, authorize_url })
    }

    /// The outcome of a consent; the inner `None` means that it is in progress, the outer one that there is no such
    /// consent.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn consent_outcome(&self, id: Uuid) -> Result<Option<Option<Outcome>>, SettingsError> {
        let found = self.shared.db.read(move |rx| consents::find(rx, id)).await?;
        Ok(found.map(|consent| consent.outcome))
    }

    /// What the page shows beside the active settings.
    ///
    /// # Errors
    /// If the stored settings cannot be read.
    pub async fn consent_view(&self) -> Result<ConsentView, SettingsError> {
        let now = self.shared.clock.now();
        self.shared
            .db
            .read(move |rx| {
                let (newest, active) = (versions::newest(rx)?, versions::active(rx)?);
                let last = consents::newest_for(rx, newest.version.number, now)?;
                let grant = active_grant(rx, &active)?;
                Ok(ConsentView {
                    pending: (!newest.version.complete).then_some(newest.version.number),
                    last: last.map(|consent| (consent.id, consent.outcome)),
                    connected: grant.map(|grant| grant.connected()),
                })
            })
            .await
    }

    /// Deletes the consent of the active version here, then revokes it at the provider if that is possible.
    ///
    /// # Errors
    /// If it could not be deleted here; nothing was revoked then.
    pub async fn disconnect(&self, by: &Actor) -> Result<DisconnectResult, SettingsError> {
        let row = self.shared.db.read(|rx| versions::active(rx)).await?;
        let (Some(method), Some(held)) = (method_of(&row.version.settings), &row.sealed.grant) else {
            return Ok(DisconnectResult::Nothing);
        };
        let id = held.id;
        let grant = self.shared.db.read(move |rx| grants::find(rx, id)).await?;
        let Some(sealed) = grant.and_then(|grant| grant.refresh_sealed) else { return Ok(DisconnectResult::Nothing) };
        let registration = self.registration(method, row.sealed.credential.as_deref())?;
        let vault = &self.shared.connections.vault;
        let refresh_token = refresh_destination(&registration, id, |to| vault.unseal(to, &sealed));

        let subject = audit_subject::consent(&row.version.settings, &held.account);
        let audit_entry = self.shared.audit.entry(Action::Disconnected, by.clone(), subject);
        self.shared
            .db
            .write(move |tx| {
                // Of two concurrent calls only one writes the audit entry.
                if grants::forget(tx, id)? { audit_entry.insert(tx) } else { Ok(()) }
            })
            .await?;
        self.shared.connections.tokens.forget(id).await;
        // Sessions that are already logged in end with their transport.
        self.activate(row.clone()).await?;
        self.record_failure(row.version.number, &disconnected()).await?;

        let Ok(refresh_token) = refresh_token else { return Ok(DisconnectResult::NotOffered) };
        let http = HttpClient::new(registration.endpoints.ca_certificate.clone(), HTTP_TIMEOUTS);
        let registration = authentication::with_known(&self.shared.db, &registration).await;
        Ok(match oauth::revoke(&http, &registration, &refresh_token).await {
            Ok(Revocation::Done) => DisconnectResult::Revoked,
            Ok(Revocation::NotOffered) => DisconnectResult::NotOffered,
            Err(error) => DisconnectResult::NotRevoked(diagnosis::of_token_error(&registration, &error).problem),
        })
    }

    pub(super) fn registration(
        &self,
        method: &OAuthMethod,
        sealed: Option<&[u8]>,
    ) -> Result<Registration, SettingsError> {
        let connections = &self.shared.connections;
        let target = Target::of(method, &connections.providers);
        let credential = target.unseal(&connections.vault, sealed)?;
        target
            .registration(credential)
            .map_err(|message| SettingsError::Faults(vec![mail::Fault::new(method.credential_kind().field(), message)]))
    }

    pub(super) fn random_text(&self) -> SecretString {
        oauth::secret_text(&self.shared.random.bytes())
    }
}

/// The grant of the active version, if it needs one.
pub fn active_grant<R: storage::Read>(rx: &mut R, active: &versions::Row) -> Result<Option<Grant>, storage::DbError> {
    match (method_of(&active.version.settings), &active.sealed.grant) {
        (Some(_), Some(held)) => grants::find(rx, held.id),
        _ => Ok(None),
    }
}

/// Whether mail may be sent with this grant: the account that consented is the From address, may send as it, or is
/// unknown.
pub fn serves(settings: &EmailSettings, grant: &Grant) -> bool {
    let confirmed = settings.oauth.as_ref().is_some_and(|method| method.other_sender_confirmed);
    let same = settings.from.email.as_ref().is_some_and(|from| from.expose().eq_ignore_ascii_case(&grant.account));
    confirmed || same || grant.account.is_empty()
}

/// The OAuth method of settings that need consent.
pub(super) fn method_of(settings: &EmailSettings) -> Option<&OAuthMethod> {
    settings.oauth.as_ref().filter(|method| settings.method == Method::OAuth && method.needs_consent())
}

pub(super) const STATE: &[u8] = b"owlpost consent state\0";
pub(super) const SESSION: &[u8] = b"owlpost consent session\0";

pub(super) fn hash(purpose: &[u8], secret: &SecretString) -> [u8; 32] {
    use secrecy::ExposeSecret;
    Sha256::new().chain_update(purpose).chain_update(secret.expose_secret()).finalize().into()
}

pub(super) fn verifier_destination<T>(state_hash: &[u8; 32], work: impl FnOnce(Destination<'_>) -> T) -> T {
    let state: String = state_hash.iter().map(|byte| format!("{byte:02x}")).collect();
    work(Destination { purpose: "oauth.verifier", parts: &[&state] })
}
