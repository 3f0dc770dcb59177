//! Scripts in the running server: the real sandbox and database, the local mailbox as transport, a manual clock.

mod support;

mod calls;
mod damage;
mod failures;
mod governance;
mod places;
mod quotas;
mod runs;
mod schedules;
mod stored;
mod stranger;
mod upgrade;
mod webhooks;
