//! The return from the provider's consent page: exchanges the code for tokens and activates the version that waits for
//! them.
//!
//! Called by `web` with the parameters of the redirect URL. A consent that fails changes only its own outcome.

use delivery::diagnosis;
use mail::Problem;
use oauth::{HttpClient, Provider, Registration, TokenResponse};
use secrecy::SecretString;
use uuid::Uuid;

use super::answers::attach;
use super::authentication;
use super::consents::{self, Consent, Outcome, Question};
use super::destination::{refresh_destination, scopes};
use super::flow::{SESSION, STATE, hash, method_of, verifier_destination};
use super::grants::{self, Grant};
use super::tokens::HTTP_TIMEOUTS;
use crate::email_settings::OAuthMethod;
use crate::{Settings, SettingsError, problems, versions};
use accounts::audit::{self, Action};

/// The parameters of the redirect from a provider (RFC 6749 §4.1.2).
#[derive(Clone, Debug)]
pub struct Callback {
    /// The state, which identifies the consent.
    pub state: String,
    /// The authorization code.
    pub code: Option<SecretString>,
    /// The provider's error.
    pub error: Option<String>,
    /// The provider's description of the error.
    pub description: Option<String>,
}

/// The result for a person who returns from a provider.
#[derive(Clone, Debug)]
pub enum CallbackResult {
    /// The consent has ended, or left a question.
    Ended {
        /// The consent's id.
        id: Uuid,
        /// Its outcome.
        outcome: Outcome,
    },
    /// There is no consent with this state.
    Unknown,
    /// The state was used before.
    UsedAlready,
    /// It began too long ago.
    Expired,
    /// It began in another session.
    OtherSession,
}

impl Settings {
    /// Handles the redirect from a provider. Runs on a task of its own, so that nothing is lost if the browser
    /// disconnects.
    ///
    /// # Errors
    /// If the settings cannot be read or written.
    pub async fn take_callback(
        &self,
        callback: Callback,
        session: Option<&str>,
    ) -> Result<CallbackResult, SettingsError> {
        let state_hash = hash(STATE, &callback.state.as_str().into());
        let session_hash = session.map(|session| hash(SESSION, &session.into()).to_vec());
        let now = self.shared.clock.now();
        let taken = self.shared.db.write(move |tx| {
            let Some(consent) = consents::of_state(tx, &state_hash)? else { return Ok(Err(CallbackResult::Unknown)) };
            if consent.session_hash.is_none() || consent.session_hash != session_hash {
                return Ok(Err(CallbackResult::OtherSession));
            }
            if !consents::take(tx, consent.id, now)? {
                return Ok(Err(CallbackResult::UsedAlready));
            }
            let is_over = consent.started_at.saturating_add(consents::LIFE).is_ok_and(|end| end <= now);
            Ok::<_, SettingsError>(if is_over { Err(CallbackResult::Expired) } else { Ok(consent) })
        });
        let consent = match taken.await? {
            Ok(consent) => consent,
            Err(returned) => return Ok(returned),
        };
        let (settings, id) = (self.clone(), consent.id);
        let concluded = async move { settings.conclude(consent, state_hash, callback).await };
        let concluded = tokio::spawn(audit::with_client(audit::client(), concluded));
        match concluded.await {
            Ok(outcome) => Ok(CallbackResult::Ended { id, outcome: outcome? }),
            Err(_) => {
                Ok(CallbackResult::Ended { id, outcome: Outcome::Refused { problem: problems::consent_faulty() } })
            }
        }
    }

    /// Exchanges the code, connects the mailbox, and stores the outcome of the consent.
    async fn conclude(
        &self,
        consent: Consent,
        state_hash: [u8; 32],
        callback: Callback,
    ) -> Result<Outcome, SettingsError> {
        let id = consent.id;
        let problem = match self.exchange(&consent, &state_hash, callback).await? {
            Ok((grant, missing)) => match self.connect(&consent, grant, missing).await? {
                Ok(outcome) => return Ok(outcome),
                Err(problem) => problem,
            },
            Err(problem) => problem,
        };
        tracing::warn!(code = %problem.code, "a consent failed: {problem}");
        let outcome = Outcome::Refused { problem };
        let stored = outcome.clone();
        self.shared.db.write(move |tx| consents::end(tx, id, &stored, None)).await?;
        Ok(outcome)
    }

    /// Exchanges the code for tokens. Also returns the requested scopes that the response does not name; or the
    /// problem.
    async fn exchange(
        &self,
        consent: &Consent,
        state_hash: &[u8; 32],
        callback: Callback,
    ) -> Result<Result<(Grant, Vec<String>), Problem>, SettingsError> {
        let row = self.shared.db.read(|rx| versions::newest(rx)).await?;
        if row.version.number != consent.version {
            return Ok(Err(problems::consent_superseded()));
        }
        let Some(method) = method_of(&row.version.settings) else { return Ok(Err(problems::consent_superseded())) };
        let registration = self.registration(method, row.sealed.credential.as_deref())?;
        if let Some(error) = &callback.error {
            let description = callback.description.as_deref().unwrap_or_default();
            return Ok(Err(diagnosis::of_redirect(method.provider, error, description)));
        }
        let Some(code) = callback.code else {
            return Ok(Err(problems::consent_answer_incomplete().at("oauth.provider")));
        };
        let vault = &self.shared.connections.vault;
        let verifier = verifier_destination(state_hash, |to| vault.unseal(to, &consent.verifier_sealed))?;
        let http = HttpClient::new(registration.endpoints.ca_certificate.clone(), HTTP_TIMEOUTS);
        let registration = authentication::with_known(&self.shared.db, &registration).await;
        let granted = match oauth::exchange_code(&http, &registration, &self.redirect_url(), &code, &verifier).await {
            Ok(granted) => granted,
            Err(error) => return Ok(Err(diagnosis::of_token_error(&registration, &error).problem)),
        };
        authentication::remember(&self.shared.db, &registration, granted.client_authentication).await;
        let missing = oauth::missing_scopes(&scopes(method), granted.scopes.as_deref());
        // A custom provider may name scopes differently in its response, so the administrator is asked.
        if !missing.is_empty() && method.provider != Provider::Custom {
            return Ok(Err(scopes_missing(method.provider, missing)));
        }
        let grant = self.grant(consent, method, &registration, &granted);
        Ok(grant.map(|grant| (grant, missing)).ok_or_else(|| refresh_token_missing(method.provider)))
    }

    /// The grant to store; `None` without a refresh token.
    fn grant(
        &self,
        consent: &Consent,
        method: &OAuthMethod,
        registration: &Registration,
        granted: &TokenResponse,
    ) -> Option<Grant> {
        let now = self.shared.clock.now();
        let id = self.shared.random.id(now);
        let refresh_token = granted.refresh_token.as_ref()?;
        let vault = &self.shared.connections.vault;
        Some(Grant {
            id,
            account: granted.account.clone().unwrap_or_default(),
            scopes: granted.scopes.clone().unwrap_or_else(|| scopes(method)),
            granted_at: now,
            granted_by: consent.started_by.clone(),
            renewed_at: now,
            renewals: 0,
            refresh_sealed: Some(refresh_destination(registration, id, |to| vault.seal(to, refresh_token))),
            refresh_ends_at: granted.refresh_token_expires_in.and_then(|life| now.checked_add(life).ok()),
            refusal: None,
        })
    }

    /// Stores the grant and makes the version active. If another account consented or scopes are `missing`, asks
    /// instead.
    async fn connect(
        &self,
        consent: &Consent,
        grant: Grant,
        missing: Vec<String>,
    ) -> Result<Result<Outcome, Problem>, SettingsError> {
        let (id, version) = (consent.id, consent.version);
        let audit_entry = self.shared.audit.entry(Action::ConsentGiven, consent.started_by.clone(), None);
        let stored = self.shared.db.write(move |tx| {
            let row = versions::newest(tx)?;
            if row.version.number != version {
                return Ok(Err(problems::consent_superseded()));
            }
            grants::insert(tx, &grant)?;
            if !missing.is_empty() {
                let question = Question::OtherScopes { missing: missing.clone(), granted: grant.scopes.clone() };
                let outcome = Outcome::OpenQuestion { question };
                consents::end(tx, id, &outcome, Some(grant.id))?;
                return Ok(Ok((outcome, None)));
            }
            attach(tx, id, row, &grant, &audit_entry).map(Ok)
        });
        Ok(match stored.await? {
            Ok((outcome, row)) => {
                if let Some(row) = row {
                    self.activate(row).await?;
                }
                Ok(outcome)
            }
            Err(problem) => Err(problem),
        })
    }
}

/// The problem of scopes that were not granted.
fn scopes_missing(provider: Provider, missing: Vec<String>) -> Problem {
    problems::scope_missing(missing, provider.facts().name).at("oauth.send_through")
}

/// The problem of a missing refresh token: sending would end when the first access token expires.
fn refresh_token_missing(provider: Provider) -> Problem {
    let problem = match provider {
        Provider::Google => problems::refresh_token_missing_google(),
        Provider::Microsoft => problems::refresh_token_missing_microsoft(),
        Provider::Custom => problems::refresh_token_missing(),
    };
    problem.at("oauth.provider")
}
