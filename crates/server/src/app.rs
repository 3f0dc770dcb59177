//! What the faces work with: a handle for each room. Built by `wiring`.

use std::sync::Arc;

/// The rooms' handles; clones share them.
#[derive(Clone)]
pub struct App {
    pub config: Arc<crate::config::Config>,
    pub clock: crate::clock::Clock,
    pub chance: crate::clock::Chance,
    pub db: db::Db,
    pub accounts: crate::accounts::Accounts,
    pub settings: crate::settings::Settings,
    pub intake: crate::intake::Intake,
    pub dispatch: crate::dispatch::Dispatch,
    pub mailbox: crate::mailbox::Mailbox,
}
