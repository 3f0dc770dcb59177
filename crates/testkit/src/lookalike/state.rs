//! The state of a provider: people, applications, grants and tokens, accepted messages and faults.
//!
//! One lock protects all of it, so that a test never sees a partial change. The rules are in `grants`, `posting`,
//! `smtp`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::time::Duration;

use super::client::Client;
use super::clock::{Clock, Start};
use super::google::GoogleRules;
use super::microsoft::MicrosoftOptions;
use super::misbehaviour::PendingMisbehaviours;
use super::person::Person;
use super::posting::Submission;
use super::{Counts, random};

/// The provider, with its specific rules.
pub(super) enum Provider {
    Google(GoogleRules),
    Microsoft(MicrosoftOptions),
}

pub(super) struct State {
    pub provider: Provider,
    pub clock: Clock,
    pub clients: BTreeMap<String, Client>,
    pub accounts: Vec<Account>,
    /// Signed-in accounts by browser cookie.
    pub browsers: HashMap<String, Vec<String>>,
    pub codes: HashMap<String, Code>,
    pub grants: Vec<Grant>,
    pub refresh_tokens: HashMap<String, RefreshToken>,
    pub access_tokens: HashMap<String, AccessToken>,
    pub access_lifetime: Option<Duration>,
    pub orders: PendingMisbehaviours,
    pub counts: Counts,
    pub faults: Vec<String>,
    pub submissions: Vec<Submission>,
    /// Tokens that SMTP has refused once, if it refuses each once.
    pub refused_once: HashSet<String>,
    /// Logged-in connections by mailbox.
    pub smtp_sessions: HashMap<String, usize>,
    /// Times of sending by mailbox, for the rate limit.
    pub sent_at: HashMap<String, VecDeque<Duration>>,
    /// API requests in progress, by application.
    pub api_under_way: HashMap<String, usize>,
    secrets: Vec<String>,
}

pub(super) struct Account {
    pub person: Person,
    /// The scopes that this person has granted, by application.
    pub consents: BTreeMap<String, BTreeSet<String>>,
}

/// An authorization code.
pub(super) struct Code {
    pub client: String,
    pub redirect: String,
    pub challenge: Option<String>,
    pub nonce: Option<String>,
    pub issued: Duration,
    pub grant: usize,
    /// Whether a refresh token is issued with it.
    pub with_refresh: bool,
    pub used: bool,
}

/// A grant by a person or an administrator to an application; every token belongs to one.
pub(super) struct Grant {
    pub client: String,
    pub holder: TokenOwner,
    pub scopes: Vec<String>,
    pub death: Option<GrantEnd>,
}

/// On whose behalf the tokens of a grant act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenOwner {
    /// This person.
    Person(String),
    /// The application itself.
    Application,
}

pub(super) struct RefreshToken {
    pub grant: usize,
    pub issued: Duration,
    pub used: Duration,
    /// When it expires in any case: for projects in *Testing*.
    pub ends: Option<Duration>,
    pub death: Option<GrantEnd>,
}

pub(super) struct AccessToken {
    pub grant: usize,
    pub scopes: Vec<String>,
    pub ends: Duration,
    pub killed: bool,
    /// The refresh token that is revoked at the first use of this one: its successor came in the same response.
    pub outdates: Option<String>,
}

/// Why a grant or a refresh token is no longer valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GrantEnd {
    Revoked,
    PasswordChanged,
    /// There were too many for the account and application.
    Displaced,
    /// Its code was presented a second time.
    CodeReused,
    /// The token that replaced it has been used.
    Rotated,
}

/// The access of a valid token.
#[derive(Clone, Debug)]
pub(super) struct TokenAccess {
    pub client: String,
    pub holder: TokenOwner,
    pub scopes: Vec<String>,
}

/// Why an access token is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenError {
    Unknown,
    Expired,
    Killed,
}

impl State {
    pub fn new(provider: Provider, start: Start) -> Self {
        Self {
            provider,
            clock: Clock::new(start),
            clients: BTreeMap::new(),
            accounts: Vec::new(),
            browsers: HashMap::new(),
            codes: HashMap::new(),
            grants: Vec::new(),
            refresh_tokens: HashMap::new(),
            access_tokens: HashMap::new(),
            access_lifetime: None,
            orders: PendingMisbehaviours::default(),
            counts: Counts::default(),
            faults: Vec::new(),
            submissions: Vec::new(),
            refused_once: HashSet::new(),
            smtp_sessions: HashMap::new(),
            sent_at: HashMap::new(),
            api_under_way: HashMap::new(),
            secrets: Vec::new(),
        }
    }

    /// Adds a text to the secrets, which must appear nowhere.
    pub fn keep_secret(&mut self, secret: &str) {
        if !secret.is_empty() && !self.secrets.iter().any(|kept| kept == secret) {
            self.secrets.push(secret.to_owned());
        }
    }

    pub fn secrets(&self) -> Vec<String> {
        self.secrets.clone()
    }

    /// Records a client's fault.
    pub fn fault(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    pub fn account(&self, email: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.person.email.eq_ignore_ascii_case(email))
    }

    pub fn account_mut(&mut self, email: &str) -> Option<&mut Account> {
        self.accounts.iter_mut().find(|account| account.person.email.eq_ignore_ascii_case(email))
    }

    /// Whether there is a mailbox with this address, a person's own or a shared one.
    pub fn has_mailbox(&self, email: &str) -> bool {
        self.accounts.iter().any(|account| {
            account.person.email.eq_ignore_ascii_case(email)
                || account.person.shared_mailboxes.iter().any(|shared| shared.eq_ignore_ascii_case(email))
        })
    }

    /// Uses an access token; returns its access if it is valid.
    pub fn pass(&mut self, token: &str) -> Result<TokenAccess, TokenError> {
        let now = self.clock.now();
        let Some(known) = self.access_tokens.get_mut(token) else { return Err(TokenError::Unknown) };
        if known.killed {
            return Err(TokenError::Killed);
        }
        if now >= known.ends {
            return Err(TokenError::Expired);
        }
        let grant = &self.grants[known.grant];
        let pass =
            TokenAccess { client: grant.client.clone(), holder: grant.holder.clone(), scopes: known.scopes.clone() };
        if let Some(outdated) = known.outdates.take()
            && let Some(refresh) = self.refresh_tokens.get_mut(&outdated)
        {
            refresh.death.get_or_insert(GrantEnd::Rotated);
        }
        Ok(pass)
    }

    /// Ends a grant with all its tokens, except Microsoft's access tokens, which are valid until they expire.
    pub fn end_grant(&mut self, grant: usize, death: GrantEnd) {
        self.grants[grant].death.get_or_insert(death);
        if matches!(self.provider, Provider::Google(_)) {
            self.access_tokens.values_mut().filter(|token| token.grant == grant).for_each(|token| token.killed = true);
        }
    }

    /// Deletes the person's consent to the grant's application: the next time they are asked again.
    pub fn delete_consent(&mut self, grant: usize) {
        let grant = &self.grants[grant];
        if let TokenOwner::Person(email) = &grant.holder {
            let (email, client) = (email.clone(), grant.client.clone());
            if let Some(account) = self.account_mut(&email) {
                account.consents.remove(&client);
            }
        }
    }

    /// The valid grants of this person, newest last.
    pub fn live_grants_of(&self, email: &str) -> Vec<usize> {
        let is_theirs = |grant: &Grant| match &grant.holder {
            TokenOwner::Person(person) => person.eq_ignore_ascii_case(email),
            TokenOwner::Application => false,
        };
        let all = self.grants.iter().enumerate();
        all.filter(|(_, grant)| grant.death.is_none() && is_theirs(grant)).map(|(index, _)| index).collect()
    }

    /// Signs a person in; returns the browser's cookie.
    pub fn sign_in(&mut self, cookie: Option<&str>, email: &str) -> String {
        let cookie = cookie.filter(|cookie| self.browsers.contains_key(*cookie)).map(str::to_owned);
        let cookie = cookie.unwrap_or_else(|| random::text(24));
        let signed_in = self.browsers.entry(cookie.clone()).or_default();
        if !signed_in.iter().any(|known| known == email) {
            signed_in.push(email.to_owned());
        }
        cookie
    }
}
