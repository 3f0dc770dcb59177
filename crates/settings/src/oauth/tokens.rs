//! Caches access tokens and renews them: one renewal at a time for all sessions, stored before the token is used.
//!
//! - A token is used until shortly before it expires; all callers after that wait for one renewal.
//! - A rotated refresh token is on disk, in a transaction of its own, before the access token is returned.
//! - A renewal runs on a task of its own, so that a cancelled session does not interrupt it between response and disk.
//! - A failure is remembered for a while, so that waiting sessions and probes do not each send a request.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use delivery::diagnosis::{self, TokenProblem, TokenProblemKind};
use jiff::Timestamp;
use mail::{EmailAddress, Problem};
use oauth::{
    AccessToken, ClientAuthentication, Credential, HttpClient, HttpTimeouts, Registration, TokenRequest, TokenResponse,
    TokenSource,
};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use storage::{Db, DbError};
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use super::authentication;
use super::destination::refresh_destination;
use super::grants::{self, Grant, Renewal};
use crate::problems;
use crate::vault::Vault;
use clock::Clock;

/// How long before its expiry a token is renewed: this, or a tenth of its life if that is shorter.
const AHEAD: Duration = Duration::from_secs(5 * 60);
/// Pause after a failure that a person must fix: it may have been fixed at the provider.
const PERSON_NEEDED_WAIT: Duration = Duration::from_secs(15 * 60);
/// Pause after a temporary failure, unless the provider names one.
const TRANSIENT_WAIT: Duration = Duration::from_secs(5);
/// Maximum pause that a provider may request.
const MAX_WAIT: Duration = Duration::from_secs(10 * 60);

/// Time limits of requests to token endpoints.
pub const HTTP_TIMEOUTS: HttpTimeouts =
    HttpTimeouts { connect: Duration::from_secs(10), total: Duration::from_secs(30) };

/// The owner of tokens.
#[derive(Clone, Debug)]
pub enum TokenOwner {
    /// The grant of somebody who consented.
    Grant(Uuid),
    /// The application itself, for this mailbox.
    App { scopes: Vec<String>, mailbox: EmailAddress },
}

/// All token sources: the same registration and owner share one.
pub struct TokenSources {
    deps: Deps,
    sources: Mutex<Vec<([u8; 32], Weak<CachedTokens>)>>,
    /// The state of each grant, shared by all its sources: two concurrent renewals would lose a rotated token.
    cells: Mutex<Vec<(Uuid, Weak<tokio::sync::Mutex<State>>)>>,
}

#[derive(Clone)]
struct Deps {
    db: Db,
    clock: Clock,
    vault: Vault,
}

impl TokenSources {
    pub fn new(db: Db, clock: Clock, vault: Vault) -> Self {
        Self { deps: Deps { db, clock, vault }, sources: Mutex::default(), cells: Mutex::default() }
    }

    /// The token source of a registration and owner.
    pub fn source(&self, registration: Registration, owner: TokenOwner) -> Arc<dyn TokenSource> {
        let key = digest(&registration, &owner);
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.retain(|(_, source)| source.strong_count() > 0);
        if let Some(kept) = sources.iter().filter(|(other, _)| *other == key).find_map(|(_, source)| source.upgrade()) {
            return kept;
        }
        let cell = match &owner {
            TokenOwner::Grant(id) => self.cell(*id),
            TokenOwner::App { .. } => Arc::default(),
        };
        let http = HttpClient::new(registration.endpoints.ca_certificate.clone(), HTTP_TIMEOUTS);
        let renewer = Renewer { deps: self.deps.clone(), http, registration, owner };
        let source = Arc::new(CachedTokens { renewer: Arc::new(renewer), cell });
        sources.push((key, Arc::downgrade(&source)));
        source
    }

    /// Forgets the access token of a grant that was disconnected.
    pub async fn forget(&self, grant: Uuid) {
        *self.cell(grant).lock().await = State::default();
    }

    fn cell(&self, grant: Uuid) -> Arc<tokio::sync::Mutex<State>> {
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        cells.retain(|(_, cell)| cell.strong_count() > 0);
        if let Some(kept) = cells.iter().filter(|(id, _)| *id == grant).find_map(|(_, cell)| cell.upgrade()) {
            return kept;
        }
        let cell = Arc::default();
        cells.push((grant, Arc::downgrade(&cell)));
        cell
    }
}

/// Identifies a registration and owner without keeping a second copy of the secret.
fn digest(registration: &Registration, owner: &TokenOwner) -> [u8; 32] {
    let secret = match &registration.credential {
        Credential::Public => "",
        Credential::Secret(secret) => secret.expose_secret(),
        Credential::ServiceAccount(key) => key.private_key.expose_secret(),
    };
    let certificate = registration.endpoints.ca_certificate.as_deref().unwrap_or_default();
    let owner = match owner {
        TokenOwner::Grant(id) => id.to_string(),
        TokenOwner::App { scopes, mailbox } => format!("{} {}", mailbox.expose(), scopes.join(" ")),
    };
    let authentication = registration.authentication.map(ClientAuthentication::name).unwrap_or_default();
    let parts =
        [&registration.endpoints.token_url, &registration.client_id, secret, certificate, &owner, authentication];
    let hash = parts
        .into_iter()
        .fold(Sha256::new(), |hash, part| hash.chain_update((part.len() as u64).to_be_bytes()).chain_update(part));
    hash.finalize().into()
}

/// The token source of one owner.
struct CachedTokens {
    renewer: Arc<Renewer>,
    cell: Arc<tokio::sync::Mutex<State>>,
}

/// What a renewal needs.
struct Renewer {
    deps: Deps,
    http: HttpClient,
    registration: Registration,
    owner: TokenOwner,
}

/// The cached token and the last failure, only in memory.
#[derive(Default)]
struct State {
    live: Option<CachedToken>,
    /// Renewals so far.
    number: u64,
    /// The problem of the last renewal, and until when no other one is tried.
    failure: Option<(Problem, Timestamp)>,
    /// A renewal that could not be stored: the next call stores it before anything else.
    unstored: Option<(TokenResponse, Timestamp, Renewal)>,
}

struct CachedToken {
    token: AccessToken,
    good_until: Timestamp,
}

impl State {
    fn usable(&self, request: TokenRequest, now: Timestamp) -> Option<AccessToken> {
        let live = self.live.as_ref().filter(|live| live.good_until > now)?;
        match request {
            TokenRequest::Valid => Some(live.token.clone()),
            TokenRequest::Replace(refused) if refused != live.token.number => Some(live.token.clone()),
            TokenRequest::Replace(_) | TokenRequest::Renew => None,
        }
    }

    fn remembered(&self, request: TokenRequest, now: Timestamp) -> Option<Problem> {
        let (problem, until) = self.failure.as_ref()?;
        (request != TokenRequest::Renew && *until > now).then(|| problem.clone())
    }

    fn take_in(&mut self, granted: &TokenResponse, asked_at: Timestamp) -> AccessToken {
        self.number += 1;
        self.failure = None;
        let token = AccessToken { secret: granted.access_token.clone(), number: self.number };
        let ahead = AHEAD.min(granted.expires_in / 10);
        let good_until = asked_at.saturating_add(granted.expires_in - ahead).unwrap_or(Timestamp::MAX);
        self.live = Some(CachedToken { token: token.clone(), good_until });
        token
    }
}

impl fmt::Debug for CachedTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Renewer { registration, owner, .. } = &*self.renewer;
        f.debug_struct("CachedTokens").field("registration", registration).field("owner", owner).finish()
    }
}

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl TokenSource for CachedTokens {
    fn token(&self, request: TokenRequest) -> BoxFuture<'_, Result<AccessToken, Problem>> {
        Box::pin(async move {
            let state = self.cell.clone().lock_owned().await;
            let now = self.renewer.deps.clock.now();
            if let Some(token) = state.usable(request, now) {
                return Ok(token);
            }
            if let Some(problem) = state.remembered(request, now) {
                return Err(problem);
            }
            let renewer = self.renewer.clone();
            match tokio::spawn(async move { renewer.renew(state, now).await }).await {
                Ok(renewed) => renewed,
                Err(_) => Err(problems::token_faulty()),
            }
        })
    }
}

impl Renewer {
    async fn renew(&self, mut state: OwnedMutexGuard<State>, now: Timestamp) -> Result<AccessToken, Problem> {
        let renewed = match &self.owner {
            TokenOwner::App { scopes, mailbox } => self.ask_for_app(&mut state, scopes, mailbox, now).await,
            TokenOwner::Grant(id) => match state.unstored.take() {
                Some((granted, asked_at, renewal)) => self.store(&mut state, *id, granted, asked_at, renewal).await,
                None => self.renew_grant(&mut state, *id, now).await,
            },
        };
        renewed.map_err(|error| {
            let wait = match error.kind {
                TokenProblemKind::Consent | TokenProblemKind::Registration => PERSON_NEEDED_WAIT,
                TokenProblemKind::Transient => error.retry_after.unwrap_or(TRANSIENT_WAIT).min(MAX_WAIT),
            };
            let until = now.saturating_add(wait).unwrap_or(Timestamp::MAX);
            state.failure = Some((error.problem.clone(), until));
            tracing::warn!(code = %error.problem.code, "an access token was not renewed: {}", error.problem);
            error.problem
        })
    }

    async fn ask_for_app(
        &self,
        state: &mut State,
        scopes: &[String],
        mailbox: &EmailAddress,
        now: Timestamp,
    ) -> Result<AccessToken, TokenProblem> {
        let registration = authentication::with_known(&self.deps.db, &self.registration).await;
        let granted = ::oauth::app_token(&self.http, &registration, scopes, mailbox, now)
            .await
            .map_err(|error| diagnosis::of_token_error(&self.registration, &error))?;
        authentication::remember(&self.deps.db, &registration, granted.client_authentication).await;
        Ok(state.take_in(&granted, now))
    }

    async fn renew_grant(&self, state: &mut State, id: Uuid, now: Timestamp) -> Result<AccessToken, TokenProblem> {
        let found = self.deps.db.read(move |rx| grants::find(rx, id)).await;
        let grant = found.map_err(|error| read_failed(&error))?.ok_or_else(|| needs_consent(disconnected()))?;
        let sealed = grant.refresh_sealed.as_deref().ok_or_else(|| needs_consent(disconnected()))?;
        let refresh_token =
            refresh_destination(&self.registration, id, |destination| self.deps.vault.unseal(destination, sealed))
                .map_err(|_| needs_consent(problems::consent_needed_unusable().at("oauth.provider")))?;
        let registration = authentication::with_known(&self.deps.db, &self.registration).await;
        match ::oauth::renew(&self.http, &registration, &refresh_token).await {
            Ok(granted) => {
                let renewal = self.renewal(&grant, &granted, now);
                let accepted = granted.client_authentication;
                let stored = self.store(state, id, granted, now, renewal).await;
                authentication::remember(&self.deps.db, &registration, accepted).await;
                stored
            }
            Err(error) => {
                let problem = diagnosis::of_token_error(&self.registration, &error);
                Err(self.note_refusal(&grant, problem, now).await)
            }
        }
    }

    fn renewal(&self, grant: &Grant, granted: &TokenResponse, now: Timestamp) -> Renewal {
        let seal = |token: &SecretString| {
            refresh_destination(&self.registration, grant.id, |destination| self.deps.vault.seal(destination, token))
        };
        Renewal {
            after: grant.renewals,
            renewed_at: now,
            refresh_sealed: granted.refresh_token.as_ref().map(seal),
            refresh_ends_at: granted.refresh_token_expires_in.and_then(|life| now.checked_add(life).ok()),
        }
    }

    /// The rotated refresh token is on disk before the access token that came with it is used.
    async fn store(
        &self,
        state: &mut State,
        id: Uuid,
        granted: TokenResponse,
        asked_at: Timestamp,
        renewal: Renewal,
    ) -> Result<AccessToken, TokenProblem> {
        let stored = self.deps.db.write({
            let renewal = renewal.clone();
            move |tx| grants::renew(tx, id, &renewal)
        });
        match stored.await {
            Ok(true) => Ok(state.take_in(&granted, asked_at)),
            Ok(false) => {
                // Disconnected in the meantime, or another process renewed it: in the second case the token is valid.
                let still =
                    self.deps.db.read(move |rx| grants::find(rx, id)).await.map_err(|error| read_failed(&error))?;
                match still.and_then(|grant| grant.refresh_sealed) {
                    Some(_) => Ok(state.take_in(&granted, asked_at)),
                    None => Err(needs_consent(disconnected())),
                }
            }
            Err(error) => {
                state.unstored = Some((granted, asked_at, renewal));
                Err(write_failed(&error))
            }
        }
    }

    async fn note_refusal(&self, grant: &Grant, mut refusal: TokenProblem, now: Timestamp) -> TokenProblem {
        if refusal.kind != TokenProblemKind::Consent {
            return refusal;
        }
        let provider = self.registration.provider;
        if let Some(life) = provider.facts().testing_trap
            && is_trapped(grant, life, now)
        {
            refusal.problem = diagnosis::explain_testing_status(refusal.problem);
        }
        let (id, after, problem) = (grant.id, grant.renewals, refusal.problem.clone());
        let stored = self.deps.db.write(move |tx| grants::refuse(tx, id, after, &problem)).await;
        if let Err(error) = stored {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "storing that a provider refuses to renew a consent"
            );
        }
        refusal
    }
}

/// Whether a consent ended at the age at which those of unpublished projects end, or when the provider had announced.
fn is_trapped(grant: &Grant, life: Duration, now: Timestamp) -> bool {
    const AROUND: Duration = Duration::from_secs(24 * 3600);
    let age = Duration::try_from(now.duration_since(grant.granted_at)).unwrap_or_default();
    let announced = grant.refresh_ends_at.is_some_and(|end| now.saturating_add(AROUND).is_ok_and(|soon| end <= soon));
    // An older consent has outlived that age; a younger one ended for another reason.
    announced || (age + AROUND >= life && age <= life + 2 * AROUND)
}

/// A token source without tokens: returns the same problem for each request.
#[derive(Debug)]
pub struct NoTokens(pub Problem);

impl TokenSource for NoTokens {
    fn token(&self, _: TokenRequest) -> BoxFuture<'_, Result<AccessToken, Problem>> {
        let problem = self.0.clone();
        Box::pin(async move { Err(problem) })
    }
}

/// The problem if nobody has consented yet, or an administrator disconnected.
pub fn disconnected() -> Problem {
    problems::consent_needed_disconnected().at("oauth.provider")
}

fn needs_consent(problem: Problem) -> TokenProblem {
    TokenProblem { problem, kind: TokenProblemKind::Consent, retry_after: None }
}

/// The problem if the stored secret is missing or cannot be decrypted for its current destination.
pub fn secret_needed(field: &str) -> Problem {
    problems::client_secret_needed().at(field)
}

fn transient(problem: Problem) -> TokenProblem {
    TokenProblem { problem, kind: TokenProblemKind::Transient, retry_after: None }
}

fn read_failed(error: &DbError) -> TokenProblem {
    tracing::error!(error = error as &dyn std::error::Error, "reading a provider's consent");
    transient(problems::token_not_read())
}

fn write_failed(error: &DbError) -> TokenProblem {
    tracing::error!(error = error as &dyn std::error::Error, "storing a renewed consent");
    transient(match error {
        DbError::Full => problems::token_not_stored_disk_full(),
        _ => problems::token_not_stored(),
    })
}
