//! Alarms: what an administrator must hear of, raised once and cleared once; stored, so that a restart forgets nothing.
//!
//! Read by the pages' banner, the metric and `GET /email-settings/status`.

use jiff::Timestamp;
use mail::Problem;

/// The room's handle; clones share it.
#[derive(Clone)]
pub struct Notices {}

/// What is wrong, since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// When it was raised.
    pub since: Timestamp,
    /// What happened, what it means, what to do.
    pub problem: Problem,
}

impl Notices {
    /// The alarm that stands, if one does.
    pub fn alarm(&self) -> Option<Alarm> {
        todo!()
    }
}
