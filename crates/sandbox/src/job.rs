//! The parameters of one run. Created by the caller, read by the child.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The languages that `formatDate` and `formatNumber` support.
pub const LANGUAGES: [&str; 2] = ["en", "de"];

/// The parameters of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The script's text.
    pub source: String,
    /// What the script sees as `input`, as JSON text, which takes a tenth of the memory of its values.
    pub input: String,
    /// The start of the run. `Date.now()` returns it during the whole run, so that a script has no clock.
    pub now: Timestamp,
    /// The IANA time zone of `formatDate`, such as `Europe/Berlin`; an unknown one becomes UTC.
    pub time_zone: String,
    /// The seed of the run's random numbers; must be random itself.
    pub seed: [u8; 32],
    /// The default language of `formatDate` and `formatNumber`; see [`LANGUAGES`].
    pub language: String,
}
