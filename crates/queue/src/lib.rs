//! What is waiting, and what became of it: the only owner of the tables `message`, `body`, `delivery`, `attempt`,
//! `idempotency`.
//!
//! Plain synchronous functions over a transaction: [`accept`] in the caller's own; [`lease`], [`settle`], [`rescue`]
//! by dispatch; [`cancel`], [`retry_now`], [`resend`] for people; [`list`], [`detail`] for pages and the API.
//! Decides about retries, and nobody else does: [`next_delay`]. Knows no network, template or settings.
//! The states and how a delivery moves between them are described in `transitions.rs`.

mod words;

mod accept;
mod ladder;
mod lease;
mod settle;
mod transitions;

mod people;

mod history;
mod retention;

mod bodies;
mod errors;
mod stored;

#[cfg(test)]
mod plans;

pub use accept::{Accepted, IdempotencyKey, NewMessage, accept};
pub use errors::OutboxError;
pub use history::{
    Attempt, Delivery, Detail, Filter, Page, Summary, Tally, counts, deliveries, detail, list, next_due, raw,
    sent_by_hour, tallies, tally_of, waiting,
};
pub use ladder::{LONGEST_TRY, next_delay};
pub use lease::{Claim, Lease, Token, lease, release, rescue, rescue_ended};
pub use people::{Cancelled, cancel, resend, retry_now};
pub use retention::{Forgotten, forget_bodies, forget_keys};
pub use settle::{Settled, settle};
pub use transitions::expire;
pub use words::{Id, Kind, Lane, State};
