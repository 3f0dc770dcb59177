//! The delays between probes of a failing connection.

use std::time::Duration;

/// The delay before the first probe; it doubles with each further probe.
const FIRST: Duration = Duration::from_secs(5);
/// The longest delay between probes, before jitter: mail is sent about a minute after the connection works again, at
/// the latest.
const LONGEST: Duration = Duration::from_secs(60);
/// The longest delay after a refused login: providers lock accounts after a few dozen refused logins in an hour.
const LONGEST_AFTER_LOGIN: Duration = Duration::from_secs(15 * 60);
/// The maximum share of a delay that randomness adds, so that several servers do not probe at the same time.
const JITTER: f64 = 0.25;

/// The delay before the next probe. Only sent mail resets it: a successful probe proves less than a message.
#[derive(Clone, Debug)]
pub struct ProbeBackoff {
    delay: Duration,
}

impl Default for ProbeBackoff {
    fn default() -> Self {
        Self { delay: FIRST }
    }
}

impl ProbeBackoff {
    /// The delay before the next probe; the one after it is twice as long. `random` is in [0, 1).
    pub fn next_delay(&mut self, at_login: bool, random: f64) -> Duration {
        let longest = if at_login { LONGEST_AFTER_LOGIN } else { LONGEST };
        let delay = self.delay.min(longest);
        self.delay = (self.delay * 2).min(LONGEST_AFTER_LOGIN);
        delay.mul_f64(1.0 + JITTER * random.clamp(0.0, 1.0))
    }

    /// Starts again with the first delay, because mail was sent.
    pub fn reset(&mut self) {
        self.delay = FIRST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delays(at_login: bool, random: f64, count: usize) -> Vec<u64> {
        let mut backoff = ProbeBackoff::default();
        (0..count).map(|_| backoff.next_delay(at_login, random).as_secs()).collect()
    }

    #[test]
    fn delays_double_up_to_a_minute_until_mail_is_sent() {
        assert_eq!(delays(false, 0.0, 7), [5, 10, 20, 40, 60, 60, 60]);
        let mut backoff = ProbeBackoff::default();
        backoff.next_delay(false, 0.0);
        backoff.reset();
        assert_eq!(backoff.next_delay(false, 0.0), FIRST);
    }

    #[test]
    fn refused_logins_are_repeated_less_and_less_often() {
        assert_eq!(delays(true, 0.0, 10), [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
    }

    #[test]
    fn randomness_adds_up_to_a_quarter() {
        assert_eq!(delays(false, 1.0, 4), [6, 12, 25, 50]);
    }
}
