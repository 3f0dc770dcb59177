//! The look-alike of Microsoft 365: Entra's sign-in and tokens, Exchange Online's SMTP and Graph's `sendMail`.
//!
//! What it shares with Google's is in [`Lookalike`], to which it dereferences.

use std::io;
use std::net::SocketAddr;
use std::ops::Deref;

use super::client::{Client, RegistrationError, microsoft_takes};
use super::clock::Start;
use super::state::Provider;
use super::{FREE_PORT, Lookalike, Ports};

/// Whether mailboxes may log in at SMTP at all, by OAuth too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SmtpAuth {
    /// Everyone.
    #[default]
    On,
    /// Nobody of the tenant.
    OffForTenant,
    /// Nobody of the tenant but these mailboxes, which have their own switch on.
    OffForTenantSave(Vec<String>),
    /// Everyone but these mailboxes, which have their own switch off.
    OffForMailboxes(Vec<String>),
}

/// Options of a look-alike of Microsoft.
#[derive(Clone, Debug)]
pub struct MicrosoftOptions {
    /// Where its pages, endpoints and API listen; port 0 takes a free one.
    pub http: SocketAddr,
    /// Where its SMTP with STARTTLS listens.
    pub smtp_starttls: SocketAddr,
    /// Its clock.
    pub clock: Start,
    /// The ID of the one tenant.
    pub tenant_id: String,
    /// The tenant's domain, another name of it.
    pub tenant_domain: String,
    /// Whether an old refresh token dies when the access token that came with its successor is used first: it finds out
    /// who uses a token before keeping the refresh token that came with it.
    pub strict_rotation: bool,
    /// Whether SMTP AUTH is on.
    pub smtp_auth: SmtpAuth,
    /// Whether only an administrator may consent.
    pub admin_approval_needed: bool,
    /// Connections that a mailbox may have at once.
    pub connections_per_mailbox: usize,
    /// Messages that a mailbox may send in a minute of its clock; `None` means no limit.
    pub messages_per_minute: Option<usize>,
    /// Recipients of a message.
    pub recipients_per_message: usize,
    /// Graph requests that an application may have in progress.
    pub concurrent_requests: usize,
}

impl Default for MicrosoftOptions {
    fn default() -> Self {
        Self {
            http: FREE_PORT,
            smtp_starttls: FREE_PORT,
            clock: Start::default(),
            tenant_id: "9f2d3c1a-5b7e-4a60-8c9d-0e1f2a3b4c5d".to_owned(),
            tenant_domain: "lookalike.onmicrosoft.com".to_owned(),
            strict_rotation: false,
            smtp_auth: SmtpAuth::On,
            admin_approval_needed: false,
            connections_per_mailbox: 3,
            messages_per_minute: Some(30),
            recipients_per_message: 500,
            concurrent_requests: 4,
        }
    }
}

/// A running look-alike of Microsoft; it ends when dropped.
pub struct Microsoft {
    lookalike: Lookalike,
    tenant_id: String,
}

impl Microsoft {
    /// Starts to listen.
    pub fn start(options: MicrosoftOptions) -> io::Result<Self> {
        let ports = Ports { http: options.http, smtp_starttls: options.smtp_starttls, smtp_implicit_tls: None };
        let (clock, tenant_id) = (options.clock, options.tenant_id.clone());
        let lookalike = Lookalike::start(Provider::Microsoft(options), clock, &ports)?;
        Ok(Self { lookalike, tenant_id })
    }

    /// The ID of the tenant.
    pub fn tenant_id(&self) -> &str {
        &self.tenant_id
    }

    /// Registers an application, whose redirect URLs must obey Microsoft's rules.
    pub fn register_client(&self, client: Client) -> Result<(), RegistrationError> {
        client.redirects.iter().try_for_each(|redirect| microsoft_takes(redirect))?;
        self.lookalike.enter_client(client);
        Ok(())
    }

    /// Switches SMTP AUTH for the tenant or for mailboxes.
    pub fn switch_smtp_auth(&self, smtp_auth: SmtpAuth) {
        self.change(|rules| rules.smtp_auth = smtp_auth);
    }

    /// From now on only an administrator may consent, or everybody.
    pub fn need_admin_approval(&self, needed: bool) {
        self.change(|rules| rules.admin_approval_needed = needed);
    }

    /// Makes refresh tokens die by the use of what came with their successor, or not.
    pub fn rotate_strictly(&self, strict: bool) {
        self.change(|rules| rules.strict_rotation = strict);
    }

    fn change(&self, change: impl FnOnce(&mut MicrosoftOptions)) {
        if let Provider::Microsoft(rules) = &mut self.lookalike.shared.state().provider {
            change(rules);
        }
    }
}

impl Deref for Microsoft {
    type Target = Lookalike;

    fn deref(&self) -> &Lookalike {
        &self.lookalike
    }
}
