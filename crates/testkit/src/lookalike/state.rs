//! The state of a provider: people, applications, grants and tokens, what arrived and what went wrong.
//!
//! One lock guards it all, so that a test never sees half a change. The rules on it are in `grants`, `posting`, `smtp`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::time::Duration;

use super::client::Client;
use super::clock::{Clock, Start};
use super::google::GoogleRules;
use super::microsoft::MicrosoftOptions;
use super::misbehaviour::Orders;
use super::person::Person;
use super::posting::Submission;
use super::{Counts, random};

/// Which provider this is, with the rules that only it has.
pub(super) enum Provider {
    Google(GoogleRules),
    Microsoft(MicrosoftOptions),
}

pub(super) struct State {
    pub provider: Provider,
    pub clock: Clock,
    pub clients: BTreeMap<String, Client>,
    pub accounts: Vec<Account>,
    /// Who is signed in, by the browser's cookie.
    pub browsers: HashMap<String, Vec<String>>,
    pub codes: HashMap<String, Code>,
    pub grants: Vec<Grant>,
    pub refresh_tokens: HashMap<String, RefreshToken>,
    pub access_tokens: HashMap<String, AccessToken>,
    pub access_lifetime: Option<Duration>,
    pub orders: Orders,
    pub counts: Counts,
    pub faults: Vec<String>,
    pub submissions: Vec<Submission>,
    /// Tokens that SMTP has refused once already, where it refuses each once.
    pub refused_once: HashSet<String>,
    /// Open connections that are logged in, by mailbox.
    pub smtp_sessions: HashMap<String, usize>,
    /// When each mailbox sent, for the rate limit.
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
    /// Whether a refresh token comes with it.
    pub with_refresh: bool,
    pub used: bool,
}

/// What a person or an administrator has allowed an application; all tokens belong to one.
pub(super) struct Grant {
    pub client: String,
    pub holder: Holder,
    pub scopes: Vec<String>,
    pub death: Option<Death>,
}

/// On whose behalf tokens of a grant act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// This person.
    Person(String),
    /// The application itself.
    Application,
}

pub(super) struct RefreshToken {
    pub grant: usize,
    pub issued: Duration,
    pub used: Duration,
    /// When it dies whatever is done: of projects in *Testing*.
    pub ends: Option<Duration>,
    pub death: Option<Death>,
}

pub(super) struct AccessToken {
    pub grant: usize,
    pub scopes: Vec<String>,
    pub ends: Duration,
    pub killed: bool,
    /// The refresh token that dies when this is used first: its successor came in the same answer.
    pub outdates: Option<String>,
}

/// Why a grant or a refresh token is good no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Death {
    Revoked,
    PasswordChanged,
    /// Too many were alive for the account and application.
    Displaced,
    /// Its code was presented a second time.
    CodeReused,
    /// The token that replaced it has been taken into use.
    Rotated,
}

/// What an access token is good for.
#[derive(Clone, Debug)]
pub(super) struct Pass {
    pub client: String,
    pub holder: Holder,
    pub scopes: Vec<String>,
}

/// Why an access token is good for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPass {
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
            orders: Orders::default(),
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

    /// Keeps a text among those that must appear nowhere.
    pub fn keep_secret(&mut self, secret: &str) {
        if !secret.is_empty() && !self.secrets.iter().any(|kept| kept == secret) {
            self.secrets.push(secret.to_owned());
        }
    }

    pub fn secrets(&self) -> Vec<String> {
        self.secrets.clone()
    }

    /// Notes what a client did wrong.
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

    /// Takes an access token for use: what it is good for, if it is.
    pub fn pass(&mut self, token: &str) -> Result<Pass, NoPass> {
        let now = self.clock.now();
        let Some(known) = self.access_tokens.get_mut(token) else { return Err(NoPass::Unknown) };
        if known.killed {
            return Err(NoPass::Killed);
        }
        if now >= known.ends {
            return Err(NoPass::Expired);
        }
        let grant = &self.grants[known.grant];
        let pass = Pass { client: grant.client.clone(), holder: grant.holder.clone(), scopes: known.scopes.clone() };
        if let Some(outdated) = known.outdates.take()
            && let Some(refresh) = self.refresh_tokens.get_mut(&outdated)
        {
            refresh.death.get_or_insert(Death::Rotated);
        }
        Ok(pass)
    }

    /// Ends a grant with all its tokens; Microsoft's access tokens outlive it, because nobody asks back about them.
    pub fn end_grant(&mut self, grant: usize, death: Death) {
        self.grants[grant].death.get_or_insert(death);
        if matches!(self.provider, Provider::Google(_)) {
            self.access_tokens.values_mut().filter(|token| token.grant == grant).for_each(|token| token.killed = true);
        }
    }

    /// Forgets that the grant's person has consented to the grant's application: the next time they are asked again.
    pub fn forget_consent(&mut self, grant: usize) {
        let grant = &self.grants[grant];
        if let Holder::Person(email) = &grant.holder {
            let (email, client) = (email.clone(), grant.client.clone());
            if let Some(account) = self.account_mut(&email) {
                account.consents.remove(&client);
            }
        }
    }

    /// The grants of this person that are alive, newest last.
    pub fn live_grants_of(&self, email: &str) -> Vec<usize> {
        let is_theirs = |grant: &Grant| match &grant.holder {
            Holder::Person(person) => person.eq_ignore_ascii_case(email),
            Holder::Application => false,
        };
        let all = self.grants.iter().enumerate();
        all.filter(|(_, grant)| grant.death.is_none() && is_theirs(grant)).map(|(index, _)| index).collect()
    }

    /// Signs a person in; answers the browser's cookie.
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
