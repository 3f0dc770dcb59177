//! The door in: a draft is checked, given From, Automatic BCC, class and expiry, rendered once and accepted.

use jiff::Timestamp;
use mail::{Draft, Fault};
use outbox::{Claim, Id, Kind};

/// The room's handle.
#[derive(Clone)]
pub struct Intake {}

/// What a face or flow asks for.
#[derive(Clone, Debug)]
pub struct Request {
    pub draft: Draft,
    pub kind: Kind,
    /// In words: `api key "shop"`.
    pub origin: String,
    /// The caller's key, and the scope that keeps callers apart.
    pub key: Option<(String, String)>,
    pub expires_at: Option<Timestamp>,
}

/// A request that passed every check and is rendered: `accept` stores it.
pub struct Ready {/* private */}

/// Accepted and on disk once the transaction is.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub id: Id,
    pub deliveries: usize,
}

/// Why it was refused.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    #[error("the message has faults")]
    Faults(Vec<Fault>),
    #[error("this idempotency key was used for other content")]
    KeyReused { id: Id },
    #[error("no room to store mail: the disk is full")]
    Full,
    #[error("storing mail")]
    Outbox(#[source] outbox::OutboxError),
}

impl Intake {
    /// Checks and renders; pure work on the caller's thread. `settings` policy is that of the active version.
    pub fn prepare(&self, _request: Request) -> Result<Ready, IntakeError> {
        todo!()
    }
    /// Stores in the caller's transaction (a flow that makes mail and rows together). Call [`Intake::committed`] after the commit.
    pub fn accept_in(&self, _tx: &mut db::Tx<'_>, _ready: &Ready) -> Result<Receipt, IntakeError> {
        todo!()
    }
    /// Prepares, stores and hands over to dispatch: what API, pages and scripts call.
    pub async fn accept(&self, _request: Request) -> Result<Receipt, IntakeError> {
        todo!()
    }
    /// For *Send test email*: rendered with the typed settings and leased to the caller, who hands the claim to `dispatch.try_now`.
    pub async fn accept_test(
        &self,
        _request: Request,
        _typed: &crate::settings::EmailSettings,
    ) -> Result<Claim, IntakeError> {
        todo!()
    }
}
