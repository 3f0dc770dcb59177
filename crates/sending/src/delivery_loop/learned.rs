//! What was learned about an account at a provider: kept while other settings are active, and found again by its name.
//!
//! `account_store` stores what is kept across restarts: the recipients of the day, and [`ServerKnowledge`].

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use delivery::{ApiUser, Login, ServerTraits};
use jiff::{SignedDuration, Timestamp};
use mail::EmailAddress;
use serde::{Deserialize, Serialize};
use settings::Connection;

use super::domain_share::DomainShare;
use super::evidence::Evidence;
use super::probe_backoff::ProbeBackoff;
use super::session_limit::{KnownSessions, SessionLimit};

/// Maximum accounts remembered besides the active one.
const MAX_ACCOUNTS: usize = 16;
/// The version of [`ServerKnowledge`] that is written.
const FORM: u32 = 1;
/// How long the traits of a server are used before they are determined again: servers are updated.
const TRAITS_VALID_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An account at a provider: the host, and who logs in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account(Arc<str>);

/// What was learned about an account.
#[derive(Clone, Debug)]
pub struct AccountKnowledge {
    /// How many sessions its server accepts.
    pub sessions: SessionLimit,
    /// The replies to different messages.
    pub evidence: Evidence,
    /// The delay before the next probe while the connection fails.
    pub probe_backoff: ProbeBackoff,
    /// The share of the sessions of each recipient domain.
    pub domains: DomainShare,
}

/// The accounts that are not active, in the order in which they were last active.
#[derive(Debug, Default)]
pub struct OtherAccounts(VecDeque<(Account, AccountKnowledge)>);

/// What is known about the server of an account: stored as JSON with a version. Fields may be added with a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerKnowledge {
    v: u32,
    /// How many sessions it accepts, if it refused more.
    #[serde(default)]
    session_limit: Option<usize>,
    /// The delay in seconds before one more session is tried.
    #[serde(default)]
    raise_after_s: u64,
    /// How many sessions worked at once.
    #[serde(default)]
    proven_sessions: usize,
    /// When a session last worked, in milliseconds since 1970.
    #[serde(default)]
    succeeded_at: Option<i64>,
    /// PIPELINING is offered but does not work.
    #[serde(default)]
    lock_step: bool,
    /// The maximum recipients that it accepts in one transaction, if it refused more.
    #[serde(default)]
    max_recipients: Option<usize>,
    /// Since when the last two are known, in milliseconds since 1970.
    #[serde(default)]
    traits_since: Option<i64>,
}

impl Account {
    /// The account of a connection. It stays the same if the password or the port changes.
    pub fn of(connection: &Connection) -> Self {
        let name = match connection {
            Connection::Mailbox => "mailbox".to_owned(),
            Connection::Smtp(account) => {
                let login = match &account.login {
                    Some(Login::Password(login)) => login.username.as_str(),
                    Some(Login::Bearer(login)) => login.username.as_str(),
                    Some(Login::PasswordMissing(login)) => login.username.as_str(),
                    None => "",
                };
                format!("smtp {} {login}", account.server.host.to_ascii_lowercase())
            }
            Connection::Api(account) => {
                let user = match &account.user {
                    ApiUser::Me { address } => address.as_ref().map_or("", EmailAddress::expose),
                    ApiUser::Mailbox(address) => address.expose(),
                };
                format!("api {} {}", account.base_url, user.to_lowercase())
            }
        };
        Self(name.into())
    }

    /// The account with this stored name.
    pub fn stored(name: String) -> Self {
        Self(name.into())
    }

    /// The name by which it is stored.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl AccountKnowledge {
    /// Starts with what an earlier process stored, if anything.
    pub fn new(connection: &Connection, connections: usize, known: Option<&ServerKnowledge>, now: Timestamp) -> Self {
        let sessions = match (connection, known) {
            (Connection::Smtp(_), Some(known)) => SessionLimit::recalled(connections, known.sessions(), now),
            (Connection::Smtp(_), None) => SessionLimit::new(connections),
            // These have no server that could refuse sessions.
            (Connection::Mailbox | Connection::Api(_), _) => SessionLimit::fixed(connections),
        };
        Self {
            sessions,
            evidence: Evidence::default(),
            probe_backoff: ProbeBackoff::default(),
            domains: DomainShare::default(),
        }
    }
}

impl OtherAccounts {
    /// Keeps what was learned about an account. If there are too many, forgets the least recently active one.
    pub fn put(&mut self, account: Account, learned: AccountKnowledge) {
        self.take(&account);
        if self.0.len() >= MAX_ACCOUNTS {
            self.0.pop_front();
        }
        self.0.push_back((account, learned));
    }

    /// Removes and returns what was learned about an account earlier.
    pub fn take(&mut self, account: &Account) -> Option<AccountKnowledge> {
        let at = self.0.iter().position(|(other, _)| other == account)?;
        self.0.remove(at).map(|(_, learned)| learned)
    }
}

impl ServerKnowledge {
    /// What is known now; `before` is what was known about the same server.
    pub fn new(sessions: KnownSessions, traits: ServerTraits, before: Option<&Self>, now: Timestamp) -> Self {
        let same = before.filter(|before| before.traits() == traits);
        let since = same.map_or(Some(now.as_millisecond()), |before| before.traits_since);
        Self {
            v: FORM,
            session_limit: sessions.limit,
            raise_after_s: sessions.raise_after.as_secs(),
            proven_sessions: sessions.proven,
            succeeded_at: sessions.succeeded_at.map(|at| at.as_millisecond()),
            lock_step: traits.lock_step,
            max_recipients: traits.max_recipients,
            traits_since: since.filter(|_| traits != ServerTraits::default()),
        }
    }

    /// Reads the stored form; `None` for an unknown version or invalid JSON.
    pub fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok().filter(|known: &Self| known.v == FORM)
    }

    /// The stored form.
    pub fn stored(&self) -> String {
        serde_json::to_string(self).expect("numbers")
    }

    /// The traits for a transport that starts now; the default if they are too old.
    pub fn traits_at(&self, now: Timestamp) -> ServerTraits {
        let since = self.traits_since.and_then(|at| Timestamp::from_millisecond(at).ok());
        let is_valid = since.is_some_and(|since| now.duration_since(since) < TRAITS_VALID_FOR);
        if is_valid { self.traits() } else { ServerTraits::default() }
    }

    fn traits(&self) -> ServerTraits {
        ServerTraits { lock_step: self.lock_step, max_recipients: self.max_recipients }
    }

    fn sessions(&self) -> KnownSessions {
        KnownSessions {
            limit: self.session_limit,
            raise_after: Duration::from_secs(self.raise_after_s),
            proven: self.proven_sessions,
            succeeded_at: self.succeeded_at.and_then(|at| Timestamp::from_millisecond(at).ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As written by the first release that stored it. Never edit it: databases contain it.
    const FORM_1: &str = r#"{"v":1,"session_limit":2,"raise_after_s":120,"proven_sessions":2,"succeeded_at":1795348800000,"lock_step":true,"max_recipients":10,"traits_since":1795348800000}"#;

    fn noon() -> Timestamp {
        Timestamp::from_millisecond(1_795_348_800_000).expect("a time")
    }

    #[test]
    fn the_oldest_form_is_read_and_written_back_unchanged() {
        let known = ServerKnowledge::read(FORM_1).expect("a known form");
        assert_eq!(known.stored(), FORM_1);
        assert_eq!(known.sessions().limit, Some(2));
        assert_eq!(ServerKnowledge::read(r#"{"v":2}"#), None, "a newer form is not guessed at");
        assert_eq!(ServerKnowledge::read("nonsense"), None);
    }

    #[test]
    fn the_traits_of_a_server_are_used_for_a_week() {
        let known = ServerKnowledge::read(FORM_1).expect("a known form");
        let traits = ServerTraits { lock_step: true, max_recipients: Some(10) };
        let (day, week) = (SignedDuration::from_hours(24), TRAITS_VALID_FOR);
        assert_eq!(known.traits_at(noon() + day), traits);
        assert_eq!(known.traits_at(noon() + week), ServerTraits::default());
        let again = ServerKnowledge::new(known.sessions(), traits, Some(&known), noon() + day);
        assert_eq!(again.traits_at(noon() + week), ServerTraits::default(), "using the traits does not renew them");
    }

    #[test]
    fn the_least_recently_active_account_is_forgotten() {
        let account = |number: usize| Account::stored(format!("smtp smtp{number}.example.com ann"));
        let mut others = OtherAccounts::default();
        for number in 0..=MAX_ACCOUNTS {
            if number == MAX_ACCOUNTS {
                // The first account was active again.
                let first = others.take(&account(0)).expect("remembered");
                others.put(account(0), first);
            }
            others.put(account(number), AccountKnowledge::new(&Connection::Mailbox, 1, None, noon()));
        }
        let remembered: Vec<usize> =
            (0..=MAX_ACCOUNTS).filter(|number| others.take(&account(*number)).is_some()).collect();
        assert_eq!(remembered.len(), MAX_ACCOUNTS);
        assert!(!remembered.contains(&1), "{remembered:?}");
    }
}
