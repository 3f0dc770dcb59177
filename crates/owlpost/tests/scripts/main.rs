//! Scripts in the whole house: the real sandbox, the real database, the local mailbox as the way out, and a clock that is
//! turned by hand.

mod support;

mod calls;
mod damage;
mod governance;
mod runs;
mod schedules;
mod stored;
mod trouble;
mod upgrade;
mod webhooks;
