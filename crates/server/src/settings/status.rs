//! How the active connection fares: the status header of the page and `GET /email-settings/status`.

use jiff::Timestamp;
use mail::{EmailAddress, Problem};

use super::Method;

/// What the status header shows.
#[derive(Clone, Debug)]
pub struct Status {
    /// The method in force.
    pub method: Method,
    /// The From address in force.
    pub sender: EmailAddress,
    /// Whether the connection is known to work.
    pub state: StatusState,
    /// When mail last left, or a test last succeeded.
    pub last_success_at: Option<Timestamp>,
    /// The last failure of the connection, until it works again.
    pub problem: Option<Problem>,
}

/// Whether the connection is known to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusState {
    /// Saved, and not tried since.
    NotVerified,
    /// A test or a message went through, first at this time.
    Verified(Timestamp),
    /// In trouble since.
    FailingSince(Timestamp),
}

impl StatusState {
    /// The API name: `not_verified`, `verified` or `failing`.
    pub fn name(self) -> &'static str {
        match self {
            StatusState::NotVerified => "not_verified",
            StatusState::Verified(_) => "verified",
            StatusState::FailingSince(_) => "failing",
        }
    }
}
