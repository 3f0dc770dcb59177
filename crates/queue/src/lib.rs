//! The queue of messages and its history. Only this crate reads and writes the tables `message`, `body`, `delivery`,
//! `attempt`, `idempotency`, `notification_due` and `outbox_route`.
//!
//! Synchronous functions on a transaction: [`accept`] in the caller's own transaction; [`lease_urgent`],
//! [`lease_bulk`], [`settle`] and
//! [`rescue`] for the delivery loop; [`cancel`], [`retry_now`] and [`resend`] for people; [`list`] and [`detail`] for pages
//! and the API. Only this crate decides about retries ([`next_delay`]). It uses neither the network nor templates nor
//! settings. `transitions.rs` describes the states of a delivery and the transitions between them.

mod names;
pub mod texts;

mod accept;
mod client;
mod clock;
mod damage;
mod due_sources;
mod fair_share;
mod lease;
mod retry;
mod settle;
mod source;
mod transitions;
pub mod usage;

mod actions;
mod hold;
mod release;

mod history;
mod notifications;
mod retention;

mod bodies;
mod errors;
pub mod problems;
mod stored;

#[cfg(test)]
mod plans;

/// The tables that acceptance writes, without the texts of messages: in a copied folder they are checked before
/// anything is accepted.
pub const TABLES: &[&str] = &["message", "delivery", "idempotency", "notification_due"];

pub use accept::{Accepted, IdempotencyKey, NewMessage, accept, is_key_used};
pub use actions::{Cancelled, Resend, Retry, cancel, resend, retry_now, source_of};
pub use client::{Client, SmtpClient};
pub use clock::{note_time, observe_clock, retention_time, set_back};
pub use damage::{Verified, never_leased, set_aside, set_aside_tried, verify};
pub use errors::QueueError;
pub use fair_share::{Amount, FairShare};
pub use history::{
    Attempt, Delivery, Detail, Filter, Page, StoredBody, Summary, Tally, counts, deliveries, detail, list, next_due,
    raw, raw_body, raw_part, sent_by_hour, tallies, tally_of, waiting,
};
pub use hold::{Route, cancel_on_hold, end_hold, hold, on_hold, record_route};
pub use lease::{
    BulkLease, Claim, Lease, MayHaveArrived, OwnLeases, RescuedLeases, Token, lease_bulk, lease_urgent, release,
    rescue, rescue_all, rescue_ended,
};
pub use names::{Id, Kind, Lane, NotificationEvent, RecipientField, State, StateGroup, states_named};
pub use notifications::{
    DELAYED_AFTER, DueNotification, NotifiableMessage, due_notifications, notifiable_message, postpone_notification,
    store_notification,
};
pub use release::{Releasable, releasable, release_kept};
pub use retention::{DeletedBodies, DeletedMessages, delete_bodies, delete_keys, delete_messages};
pub use retry::{MAX_RETRY_TIME, next_delay};
pub use settle::{RetryContext, SettleResult, settle};
pub use source::{Source, SourceKey};
pub use transitions::expire;
