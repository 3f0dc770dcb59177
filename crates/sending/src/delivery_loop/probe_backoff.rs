//! The delays between probes of a failing connection.

use std::time::Duration;

/// The delay before the first probe; each further one waits twice as long.
const FIRST: Duration = Duration::from_secs(5);
/// The longest delay between probes: mail leaves at most a minute after the connection works again.
const LONGEST: Duration = Duration::from_secs(60);

/// The delay before the next probe. Only mail that left resets it: a probe that succeeds says less than a message does.
#[derive(Debug)]
pub struct ProbeBackoff {
    delay: Duration,
}

impl Default for ProbeBackoff {
    fn default() -> Self {
        Self { delay: FIRST }
    }
}

impl ProbeBackoff {
    /// The delay before the next probe; the one after it is twice as long.
    pub fn next_delay(&mut self) -> Duration {
        let delay = self.delay;
        self.delay = (delay * 2).min(LONGEST);
        delay
    }

    /// Mail left.
    pub fn reset(&mut self) {
        self.delay = FIRST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_a_minute_until_mail_leaves() {
        let mut backoff = ProbeBackoff::default();
        let delays: Vec<u64> = (0..6).map(|_| backoff.next_delay().as_secs()).collect();
        assert_eq!(delays, [5, 10, 20, 40, 60, 60]);
        backoff.reset();
        assert_eq!(backoff.next_delay(), FIRST);
    }
}
