//! What the faces work with: a handle for each crate below them. Built by `owlpost::wiring`.

use std::sync::Arc;

/// The handles; clones share them.
#[derive(Clone)]
pub struct App {
    /// What the operator decided.
    pub config: Arc<config::Config>,
    /// The time.
    pub clock: clock::Clock,
    /// Randomness.
    pub random: clock::Random,
    /// The database: faces read the outbox through it.
    pub db: storage::Db,
    /// Accounts, sessions, API keys.
    pub accounts: accounts::Accounts,
    /// What goes by a link in a letter.
    pub tickets: tickets::Tickets,
    /// Scripts and their runs.
    pub scripts: scripting::Scripts,
    /// Email settings, and the state of the active connection.
    pub settings: settings::Settings,
    /// Where mail enters.
    pub intake: sending::intake::Intake,
    /// Where mail leaves.
    pub delivery_loop: sending::delivery_loop::DeliveryHandle,
    /// What the built-in service kept.
    pub mailbox: sending::mailbox::Mailbox,
    /// Files of workspaces.
    pub files: scripting::files::Files,
    /// The audit log.
    pub audit: accounts::audit::Audit,
    /// Whether the disk takes mail, and what could not be read.
    pub storage_status: sending::storage_status::StorageStatus,
    /// The log of mail, with the metrics it counts in.
    pub maillog: sending::maillog::MailLog,
}
