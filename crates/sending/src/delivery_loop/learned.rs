//! What was learned of an account at a provider: kept while other settings are in force, and found again by its name.

use std::collections::HashMap;

use delivery::{ApiUser, Login};
use settings::Connection;

use super::domain_share::DomainShare;
use super::evidence::Evidence;
use super::probe_backoff::ProbeBackoff;
use super::session_limit::SessionLimit;

/// The most accounts that are remembered.
const MAX_ACCOUNTS: usize = 16;

/// An account at a provider: the host, and who logs in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account(String);

/// What was learned of an account.
#[derive(Clone, Debug)]
pub struct Learned {
    /// How many sessions its server takes.
    pub sessions: SessionLimit,
    /// What different messages heard.
    pub evidence: Evidence,
    /// When it is probed while it fails.
    pub probe_backoff: ProbeBackoff,
    /// The recipient domains and how fast they are served.
    pub domains: DomainShare,
    /// Recipients by hour since 1970.
    pub recipients_by_hour: Vec<(i64, u64)>,
}

/// The accounts that are not in force.
#[derive(Debug, Default)]
pub struct OtherAccounts(HashMap<Account, Learned>);

impl Account {
    /// The account of a connection. A changed password or port is the same account.
    pub fn of(connection: &Connection) -> Self {
        Self(match connection {
            Connection::Mailbox => "mailbox".to_owned(),
            Connection::Smtp(account) => {
                let login = match &account.login {
                    Some(Login::Password(login)) => login.username.as_str(),
                    Some(Login::Bearer(login)) => login.username.as_str(),
                    None => "",
                };
                format!("smtp {} {login}", account.server.host.to_ascii_lowercase())
            }
            Connection::Api(account) => {
                let user = match &account.user {
                    ApiUser::Me => "",
                    ApiUser::Mailbox(address) => address.expose(),
                };
                format!("api {} {user}", account.base_url)
            }
        })
    }
}

impl Learned {
    /// Nothing is known.
    pub fn new(connection: &Connection, connections: usize) -> Self {
        let sessions = match connection {
            Connection::Smtp(_) => SessionLimit::new(connections),
            // No server that refuses sessions.
            Connection::Mailbox | Connection::Api(_) => SessionLimit::fixed(connections),
        };
        Self {
            sessions,
            evidence: Evidence::default(),
            probe_backoff: ProbeBackoff::default(),
            domains: DomainShare::default(),
            recipients_by_hour: Vec::new(),
        }
    }
}

impl OtherAccounts {
    /// Remembers what was learned of an account.
    pub fn put(&mut self, account: Account, learned: Learned) {
        if self.0.len() >= MAX_ACCOUNTS {
            self.0.clear();
        }
        self.0.insert(account, learned);
    }

    /// What was learned of an account earlier.
    pub fn take(&mut self, account: &Account) -> Option<Learned> {
        self.0.remove(account)
    }
}
