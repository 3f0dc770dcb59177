//! Look-alikes of Google and Microsoft 365: consent pages, tokens, SMTP and sending APIs that follow the rules of the
//! providers.
//!
//! They listen on this machine, plain HTTP and TLS for SMTP with [`crate::certificates`], in threads of their own, so
//! that sync and async tests can use them. The test turns their clock. Independent of the code that is tested.

mod authorize;
mod client;
mod clock;
mod fields;
mod gmail_api;
mod google;
mod grants;
mod graph_api;
mod manual;
mod microsoft;
mod misbehaviour;
mod pages;
mod person;
pub mod plain_http;
mod posting;
mod random;
mod refused;
mod scopes;
mod service_account;
mod smtp;
mod smtp_login;
mod state;
mod token;
mod web;

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub use client::{ApplicationPermission, Client, RegistrationError, SecretIn};
pub use clock::Start as ClockStart;
pub use google::{Google, GoogleOptions, Publishing};
pub use manual::ManualOptions;
pub use microsoft::{Microsoft, MicrosoftOptions, SmtpAuth};
pub use misbehaviour::Misbehaviour;
pub use person::{Browser, Choice, Person};
pub use posting::{Channel, Submission};
use posting::{NewSubmission, SendError};
use state::{Account, GrantEnd, Provider, State};
use web::{Addresses, Web};

use crate::CertificateKind;
use crate::smtp_server::{Port, Security};

const FREE_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Counts of requests so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests at the authorization endpoint, including each page.
    pub authorizations: usize,
    /// All requests at the token endpoint.
    pub token_requests: usize,
    /// Requests that the token endpoint refused by its own rules.
    pub token_refusals: usize,
    /// Codes presented by a known client.
    pub exchanges: usize,
    /// Refresh tokens presented by a known client.
    pub renewals: usize,
    /// Requests without a person: client credentials and assertions.
    pub app_tokens: usize,
    /// Requests at the revocation endpoint.
    pub revocations: usize,
    /// SMTP connections.
    pub smtp_connections: usize,
    /// SMTP logins.
    pub smtp_logins: usize,
    /// Refused ones.
    pub smtp_refusals: usize,
    /// Requests at the API.
    pub api_requests: usize,
    /// Refused ones.
    pub api_refusals: usize,
}

/// The common part of the look-alikes of both providers. It ends when dropped.
pub struct Lookalike {
    shared: Arc<Shared>,
    starttls: Port,
    implicit: Option<Port>,
    _web: Web,
}

/// The shared state of the threads of one look-alike.
struct Shared {
    state: Mutex<State>,
    arrived: Condvar,
    addresses: Addresses,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn post(&self, posting: NewSubmission) -> Result<(), SendError> {
        let posted = self.state().post(posting);
        self.arrived.notify_all();
        posted
    }
}

/// The addresses to listen on.
struct Ports {
    http: SocketAddr,
    smtp_starttls: SocketAddr,
    smtp_implicit_tls: Option<SocketAddr>,
}

impl Lookalike {
    fn start(provider: Provider, clock: ClockStart, ports: &Ports) -> io::Result<Self> {
        let http = TcpListener::bind(ports.http)?;
        let is_google = matches!(provider, Provider::Google(_));
        let addresses = Addresses { http: http.local_addr()?, is_google };
        let state = Mutex::new(State::new(provider, clock));
        let shared = Arc::new(Shared { state, arrived: Condvar::new(), addresses });
        let starttls =
            smtp::open(TcpListener::bind(ports.smtp_starttls)?, Security::Starttls(CertificateKind::Good), &shared)?;
        let implicit = match ports.smtp_implicit_tls {
            Some(address) => {
                Some(smtp::open(TcpListener::bind(address)?, Security::ImplicitTls(CertificateKind::Good), &shared)?)
            }
            None => None,
        };
        let web = Web::serve(http, Arc::clone(&shared))?;
        Ok(Self { shared, starttls, implicit, _web: web })
    }

    fn implicit_port(&self) -> Option<SocketAddr> {
        self.implicit.as_ref().map(|port| port.address())
    }

    /// The issuer, whose metadata Google's look-alike publishes (OpenID Connect Discovery 1.0 §4).
    pub fn issuer(&self) -> String {
        self.shared.addresses.base()
    }

    /// The authorization endpoint; Microsoft's contains `{tenant}` literally.
    pub fn authorize_url(&self) -> String {
        self.shared.addresses.authorize_url()
    }

    /// The token endpoint; Microsoft's contains `{tenant}` literally.
    pub fn token_url(&self) -> String {
        self.shared.addresses.token_url()
    }

    /// The base of the API, without `/gmail/v1…` or `/v1.0…`.
    pub fn api_url(&self) -> String {
        self.shared.addresses.base()
    }

    /// The address of its SMTP with STARTTLS.
    pub fn smtp_starttls(&self) -> SocketAddr {
        self.starttls.address()
    }

    fn enter_client(&self, client: Client) {
        let mut state = self.shared.state();
        state.keep_secret(&client.secret);
        state.clients.insert(client.id.clone(), client);
    }

    /// Adds a person, or replaces their password and rights.
    pub fn add_person(&self, person: Person) {
        let mut state = self.shared.state();
        match state.account_mut(&person.email) {
            Some(account) => account.person = person,
            None => state.accounts.push(Account { person, consents: BTreeMap::new() }),
        }
    }

    /// Takes a person through the pages of this link in a new browser: see [`Browser::consent`].
    pub fn consent(
        &self,
        authorize_url: &str,
        email: &str,
        password: &str,
        choice: Choice<'_>,
    ) -> Result<String, String> {
        Browser::default().consent(authorize_url, email, password, choice)
    }

    /// Turns the provider's clock.
    pub fn turn_clock(&self, by: Duration) {
        self.shared.state().clock.turn(by);
    }

    /// Misbehaves in this way once, at the next opportunity; several are queued in order.
    pub fn misbehave(&self, misbehaviour: Misbehaviour) {
        self.shared.state().orders.once(misbehaviour);
    }

    /// Misbehaves in this way until [`behave`](Self::behave).
    pub fn misbehave_always(&self, misbehaviour: Misbehaviour) {
        self.shared.state().orders.always(misbehaviour);
    }

    /// Removes all ordered misbehaviours.
    pub fn behave(&self) {
        self.shared.state().orders.forget();
    }

    /// Gives access tokens this lifetime from now on; `None` is the real one, 3599 s.
    pub fn shorten_access_tokens(&self, lifetime: Option<Duration>) {
        self.shared.state().access_lifetime = lifetime;
    }

    /// Revokes everything that this account has granted, as its owner or an administrator can; consent is then asked
    /// for again.
    pub fn revoke_everything(&self, account: &str) {
        let mut state = self.shared.state();
        for grant in state.live_grants_of(account) {
            state.end_grant(grant, GrantEnd::Revoked);
            state.delete_consent(grant);
        }
    }

    /// Changes the account's password, as its owner can: all sessions end; Google revokes grants with a mail scope,
    /// while at Microsoft the tokens of an application with a secret stay valid.
    pub fn change_password(&self, account: &str, password: &str) {
        let mut state = self.shared.state();
        if let Some(account) = state.account_mut(account) {
            account.person.password = password.to_owned();
        }
        state
            .browsers
            .values_mut()
            .for_each(|signed_in| signed_in.retain(|known| !known.eq_ignore_ascii_case(account)));
        if matches!(state.provider, Provider::Google(_)) {
            for grant in state.live_grants_of(account) {
                let reaches_mail = |scope: &String| scope.contains("mail.google.com") || scope.contains("/gmail.");
                if state.grants[grant].scopes.iter().any(reaches_mail) {
                    state.end_grant(grant, GrantEnd::PasswordChanged);
                }
            }
        }
    }

    /// Revokes every access token so far; refresh tokens stay valid.
    pub fn kill_access_tokens(&self) {
        self.shared.state().access_tokens.values_mut().for_each(|token| token.killed = true);
    }

    /// The counts of requests so far.
    pub fn counts(&self) -> Counts {
        self.shared.state().counts
    }

    /// The number of requests at the token endpoint.
    pub fn token_requests(&self) -> usize {
        self.counts().token_requests
    }

    /// The number of refresh tokens presented.
    pub fn renewals(&self) -> usize {
        self.counts().renewals
    }

    /// Every client secret, code, verifier, assertion, access and refresh token so far: texts that must appear nowhere.
    pub fn secrets(&self) -> Vec<String> {
        self.shared.state().secrets()
    }

    /// Protocol faults of clients, in order.
    pub fn faults(&self) -> Vec<String> {
        self.shared.state().faults.clone()
    }

    /// Every accepted message, in order.
    pub fn arrivals(&self) -> Vec<Submission> {
        self.shared.state().submissions.clone()
    }

    /// Waits until `messages` messages were accepted; false on timeout.
    pub fn wait_for(&self, messages: usize, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        let mut state = self.shared.state();
        while state.submissions.len() < messages {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.shared.arrived.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}
