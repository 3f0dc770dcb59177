//! Data in flight between clients and this server: who the client is, how much memory its data may take, and how long
//! it may take to arrive.
//!
//! `owlpost` puts a [`ClientAddress`] and a [`RequestMemory`] into every request; pages, API and webhooks reserve
//! memory before they read a body, and send large responses in [`pieces`]. This crate knows neither routes nor the
//! limits of single bodies.

mod budget;
mod client;
mod connections;
mod pieces;
mod request;

pub use budget::{Budget, BudgetFull, Holder, LaneLimits, Limits, Reservation, SMALL_BYTES};
pub use client::{ClientAddress, UntrustedProxy, is_forwarded};
pub use connections::{Client, Clients, is_of_client};
pub use pieces::{PIECE_BYTES, pieces};
pub use request::{RequestMemory, STALL_MAX, announced, has_stalled, holding, limited};
