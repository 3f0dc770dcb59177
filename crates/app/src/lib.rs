//! The handles that pages and API work with, one per crate below them. Created by `owlpost::wiring`.

use std::sync::Arc;

/// All handles; clones share them.
#[derive(Clone)]
pub struct App {
    /// The configuration.
    pub config: Arc<config::Config>,
    /// Random numbers.
    pub clock: clock::Clock,
    /// Randomness.
    pub random: clock::Random,
    /// The database: pages and API read the outbox through it.
    pub db: storage::Db,
    /// Accounts, sessions, API keys.
    pub accounts: accounts::Accounts,
    /// Links in letters: invitation, reset, validation.
    pub tickets: tickets::Tickets,
    /// Scripts and their runs.
    pub scripts: scripting::Scripts,
    /// Email settings, and the state of the active connection.
    pub settings: settings::Settings,
    /// Accepts mail.
    pub intake: sending::intake::Intake,
    /// Delivers mail.
    pub delivery_loop: sending::delivery_loop::DeliveryHandle,
    /// The local mailbox.
    pub mailbox: sending::mailbox::Mailbox,
    /// Files of workspaces.
    pub files: scripting::files::Files,
    /// The audit log.
    pub audit: accounts::audit::Audit,
    /// Whether the disk accepts mail, and what could not be read.
    pub storage_status: sending::storage_status::StorageStatus,
    /// The log of mail, with the metrics.
    pub maillog: sending::maillog::MailLog,
    /// The memory for data in flight.
    pub budget: transfer::Budget,
    /// The first proxy that is not trusted.
    pub untrusted_proxy: transfer::UntrustedProxy,
}
