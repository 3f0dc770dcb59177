//! The provider's own clock: stopped until a test turns it, or running for manual use.
//!
//! Every lifetime of a look-alike (codes, tokens, secrets, rate limits) uses it. Nothing here sleeps.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The start time of a look-alike's clock, and whether it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The machine's time; stopped until it is turned.
    #[default]
    Now,
    /// These seconds since 1970, for servers with a manual clock; stopped.
    At(u64),
    /// The machine's time, running.
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

    /// Time since the look-alike started.
    pub fn now(&self) -> Duration {
        self.turned + self.running_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Seconds since 1970, for claims.
    pub fn unix(&self) -> u64 {
        self.began_unix + self.now().as_secs()
    }

    /// A time of this clock in the format of Microsoft's errors: `2026-11-22 09:30:00Z`.
    pub fn written(&self, at: Duration) -> String {
        let seconds = i64::try_from(self.began_unix + at.as_secs()).unwrap_or(i64::MAX);
        let at = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::MAX);
        at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
    }
}
