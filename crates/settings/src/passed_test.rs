//! The last successful test of unsaved values: if the same values are saved afterwards, they count as verified.
//!
//! Kept only in memory, because it contains the connection with its secrets.

use std::time::Duration;

use jiff::Timestamp;

use crate::transport::is_same;
use crate::{Connection, Settings};

/// How long a test counts for values that are saved afterwards.
const VALID: Duration = Duration::from_secs(3600);

/// A test of values that were not active.
pub(super) struct PassedTest {
    connection: Connection,
    at: Timestamp,
}

impl Settings {
    /// Records the result of a test of values that are not active. A later result replaces an earlier one, also if the
    /// test failed.
    pub fn remember_test(&self, connection: &Connection, passed: bool) {
        let at = self.shared.clock.now();
        let test = passed.then(|| PassedTest { connection: connection.clone(), at });
        *self.passed_test() = test;
    }

    /// When `connection` passed its test, if that was at most [`VALID`] ago. Forgets the test.
    pub(super) fn take_passed_test(&self, connection: &Connection) -> Option<Timestamp> {
        let test = self.passed_test().take()?;
        let age = self.shared.clock.now().duration_since(test.at);
        let is_valid = jiff::SignedDuration::try_from(VALID).is_ok_and(|valid| age <= valid);
        (is_valid && is_same(&test.connection, connection)).then_some(test.at)
    }
}
