//! Queries for pages and the API: lists, one message in full, counts.

pub(crate) mod counts;
mod detail;
pub(crate) mod list;

use jiff::Timestamp;

pub use counts::{Tally, counts, next_due, sent_by_hour, tallies, tally_of, waiting};
pub use detail::{Attempt, Delivery, Detail, StoredBody, deliveries, detail, raw, raw_body, raw_part};
pub use list::{Filter, Page, Summary, list};

use crate::QueueError;

fn time(milliseconds: i64) -> Result<Timestamp, QueueError> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| QueueError::Unreadable { what: "a time", source: None })
}
