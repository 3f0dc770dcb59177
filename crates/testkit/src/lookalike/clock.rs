//! The provider's own clock: stopped until a test turns it, or running for manual use.
//!
//! Every lifetime of a look-alike (codes, tokens, secrets, rate limits) is measured by it. Nothing here sleeps.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Where a look-alike's clock begins, and whether it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// At the machine's time; then stopped until it is turned.
    #[default]
    Now,
    /// At these seconds since 1970, for servers with a manual clock; then stopped.
    At(u64),
    /// At the machine's time, and it goes on with it.
    Running,
}

/// The clock of one look-alike.
pub(super) struct Clock {
    began_unix: u64,
    turned: Duration,
    running_since: Option<Instant>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "tokens carry dates that the tested server compares with its own")]
    pub fn new(start: Start) -> Self {
        let machine = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        Self {
            began_unix: if let Start::At(seconds) = start { seconds } else { machine() },
            turned: Duration::ZERO,
            running_since: (start == Start::Running).then(Instant::now),
        }
    }

    pub fn turn(&mut self, by: Duration) {
        self.turned += by;
    }

    /// Since the look-alike started.
    pub fn now(&self) -> Duration {
        self.turned + self.running_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Seconds since 1970, for claims.
    pub fn unix(&self) -> u64 {
        self.began_unix + self.now().as_secs()
    }

    /// A moment of this clock as Microsoft writes it in its errors: `2026-11-22 09:30:00Z`.
    pub fn written(&self, at: Duration) -> String {
        let seconds = i64::try_from(self.began_unix + at.as_secs()).unwrap_or(i64::MAX);
        let at = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::MAX);
        at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
    }
}
