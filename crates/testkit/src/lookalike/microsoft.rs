//! The look-alike of Microsoft 365: Entra's sign-in and tokens, Exchange Online's SMTP and Graph's `sendMail`.
//!
//! The common part of the look-alikes is in [`Lookalike`], to which it dereferences.

use std::io;
use std::net::SocketAddr;
use std::ops::Deref;

use super::client::{Client, RegistrationError, microsoft_takes};
use super::clock::Start;
use super::state::Provider;
use super::{FREE_PORT, Lookalike, Ports};

/// Whether mailboxes may log in to SMTP at all, including by OAuth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SmtpAuth {
    /// All mailboxes.
    #[default]
    On,
    /// No mailbox of the tenant.
    OffForTenant,
    /// Only these mailboxes of the tenant, which have their own switch on.
    OffForTenantSave(Vec<String>),
    /// All but these mailboxes, which have their own switch off.
    OffForMailboxes(Vec<String>),
}

/// Options of a look-alike of Microsoft.
#[derive(Clone, Debug)]
pub struct MicrosoftOptions {
    /// The address of its pages, endpoints and API; port 0 means a free one.
    pub http: SocketAddr,
    /// The address of its SMTP with STARTTLS.
    pub smtp_starttls: SocketAddr,
    /// Its clock.
    pub clock: Start,
    /// The ID of the one tenant.
    pub tenant_id: String,
    /// The tenant's domain, which also identifies it.
    pub tenant_domain: String,
    /// Whether an old refresh token is revoked at the first use of the access token that came with its successor: it
    /// detects clients that use a token before storing the new refresh token.
    pub strict_rotation: bool,
    /// Whether SMTP AUTH is on.
    pub smtp_auth: SmtpAuth,
    /// Whether only an administrator may consent.
    pub admin_approval_needed: bool,
    /// Maximum concurrent connections of a mailbox.
    pub connections_per_mailbox: usize,
    /// Maximum messages of a mailbox per minute of its clock; `None` means no limit.
    pub messages_per_minute: Option<usize>,
    /// Maximum recipients of a message.
    pub recipients_per_message: usize,
    /// Maximum concurrent Graph requests of an application.
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
    /// Starts it.
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

    /// Sets whether only an administrator may consent.
    pub fn need_admin_approval(&self, needed: bool) {
        self.change(|rules| rules.admin_approval_needed = needed);
    }

    /// Sets whether refresh tokens are revoked by the use of the token that came with their successor.
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
