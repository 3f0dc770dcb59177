//! What the faces work with: a handle for each room. Built by `wiring`.

use std::sync::Arc;

/// The rooms' handles; clones share them.
#[derive(Clone)]
pub struct App {
    /// What the operator decided.
    pub config: Arc<config::Config>,
    /// The time.
    pub clock: clock::Clock,
    /// Randomness.
    pub chance: clock::Chance,
    /// The database: faces read the outbox through it.
    pub db: storage::Db,
    /// Accounts, sessions, API keys.
    pub accounts: accounts::Accounts,
    /// What goes by a link in a letter.
    pub tickets: crate::tickets::Tickets,
    /// Scripts and their runs.
    pub scripts: crate::scripts::Scripts,
    /// Email settings.
    pub settings: crate::settings::Settings,
    /// The door in.
    pub intake: crate::intake::Intake,
    /// The door out.
    pub dispatch: crate::dispatch::Dispatch,
    /// What the built-in service kept.
    pub mailbox: crate::mailbox::Mailbox,
    /// Alarms.
    pub notices: crate::notices::Notices,
    /// Files of workspaces.
    pub files: crate::files::Files,
    /// The audit log.
    pub audit: accounts::audit::Audit,
    /// The log of mail, with the metrics it counts in.
    pub maillog: crate::maillog::MailLog,
}
