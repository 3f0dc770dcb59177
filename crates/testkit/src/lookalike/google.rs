//! The look-alike of Google: accounts, OAuth with granular consent, Gmail SMTP and the Gmail API.
//!
//! The common part of the look-alikes is in [`Lookalike`], to which it dereferences.

use std::io;
use std::net::SocketAddr;
use std::ops::Deref;

use super::client::{Client, RegistrationError, google_takes};
use super::clock::Start;
use super::service_account::{ServiceAccount, line_of_the_key};
use super::state::Provider;
use super::{FREE_PORT, Lookalike, Ports};

/// Whether a project's consent screen is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Publishing {
    /// *Testing*: refresh tokens issued in this state expire after 7 days, even if the project is published later.
    Testing,
    /// *In production*, or a Workspace's *Internal*.
    #[default]
    Production,
}

/// Options of a look-alike of Google; the default is a published project with the Gmail API enabled.
#[derive(Clone, Debug)]
pub struct GoogleOptions {
    /// The address of its pages, endpoints and API; port 0 means a free one.
    pub http: SocketAddr,
    /// The address of its SMTP with STARTTLS.
    pub smtp_starttls: SocketAddr,
    /// The address of its SMTP with implicit TLS.
    pub smtp_implicit_tls: SocketAddr,
    /// Its clock.
    pub clock: Start,
    /// Whether its consent screen is published.
    pub publishing: Publishing,
    /// Whether its project has the Gmail API enabled.
    pub gmail_api_enabled: bool,
    /// Maximum recipients of a message by SMTP.
    pub recipients_per_message: usize,
    /// Maximum valid refresh tokens for an account and a client; one more revokes the oldest.
    pub refresh_tokens_per_account: usize,
}

impl Default for GoogleOptions {
    fn default() -> Self {
        Self {
            http: FREE_PORT,
            smtp_starttls: FREE_PORT,
            smtp_implicit_tls: FREE_PORT,
            clock: Start::default(),
            publishing: Publishing::default(),
            gmail_api_enabled: true,
            recipients_per_message: 100,
            refresh_tokens_per_account: 100,
        }
    }
}

/// Options that only Google has.
pub(super) struct GoogleRules {
    pub publishing: Publishing,
    pub gmail_api_enabled: bool,
    pub recipients_per_message: usize,
    pub refresh_tokens_per_account: usize,
    pub service_accounts: Vec<ServiceAccount>,
}

/// A running look-alike of Google; it ends when dropped.
pub struct Google {
    lookalike: Lookalike,
    smtp_implicit_tls: SocketAddr,
}

impl Google {
    /// Starts it.
    pub fn start(options: GoogleOptions) -> io::Result<Self> {
        let rules = GoogleRules {
            publishing: options.publishing,
            gmail_api_enabled: options.gmail_api_enabled,
            recipients_per_message: options.recipients_per_message,
            refresh_tokens_per_account: options.refresh_tokens_per_account,
            service_accounts: Vec::new(),
        };
        let ports = Ports {
            http: options.http,
            smtp_starttls: options.smtp_starttls,
            smtp_implicit_tls: Some(options.smtp_implicit_tls),
        };
        let lookalike = Lookalike::start(Provider::Google(rules), options.clock, &ports)?;
        let smtp_implicit_tls =
            lookalike.implicit_port().ok_or_else(|| io::Error::other("no port for implicit TLS"))?;
        Ok(Self { lookalike, smtp_implicit_tls })
    }

    /// The address of its SMTP with implicit TLS.
    pub fn smtp_implicit_tls(&self) -> SocketAddr {
        self.smtp_implicit_tls
    }

    /// The revocation endpoint.
    pub fn revoke_url(&self) -> String {
        format!("{}/revoke", self.api_url())
    }

    /// Registers an OAuth client, whose redirect URLs must obey Google's rules.
    pub fn register_client(&self, client: Client) -> Result<(), RegistrationError> {
        client.redirects.iter().try_for_each(|redirect| google_takes(redirect))?;
        self.lookalike.enter_client(client);
        Ok(())
    }

    /// Makes or replaces a service account that may request these scopes for any person (domain-wide delegation);
    /// returns its key file. The key is always the same, only for tests.
    pub fn register_service_account(&self, email: &str, delegated: &[&str]) -> String {
        let account = ServiceAccount::new(email, delegated);
        let file = account.key_file(&self.token_url());
        let mut state = self.lookalike.shared.state();
        state.keep_secret(line_of_the_key());
        if let Provider::Google(rules) = &mut state.provider {
            rules.service_accounts.retain(|known| known.email != email);
            rules.service_accounts.push(account);
        }
        file
    }

    /// Moves the project to *Testing* or into production.
    pub fn publish(&self, publishing: Publishing) {
        self.change(|rules| rules.publishing = publishing);
    }

    /// Enables or disables the Gmail API of the project.
    pub fn enable_gmail_api(&self, enabled: bool) {
        self.change(|rules| rules.gmail_api_enabled = enabled);
    }

    fn change(&self, change: impl FnOnce(&mut GoogleRules)) {
        if let Provider::Google(rules) = &mut self.lookalike.shared.state().provider {
            change(rules);
        }
    }
}

impl Deref for Google {
    type Target = Lookalike;

    fn deref(&self) -> &Lookalike {
        &self.lookalike
    }
}
