//! The parameters of one run. Made by the caller, read by the child.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The languages that `formatDate` and `formatNumber` know.
pub const LANGUAGES: [&str; 2] = ["en", "de"];

/// The parameters of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The script's text.
    pub source: String,
    /// What the script sees as `input`, as JSON text: it takes a tenth of the memory of its values.
    pub input: String,
    /// The start of the run: `Date.now()` returns it for the whole run, so that a script has no clock.
    pub now: Timestamp,
    /// The IANA time zone of `formatDate`, such as `Europe/Berlin`; an unknown one becomes UTC.
    pub time_zone: String,
    /// Where the random numbers of the run come from: a random value.
    pub seed: [u8; 32],
    /// The language of `formatDate` and `formatNumber` where the call names none; see [`LANGUAGES`].
    pub language: String,
}
