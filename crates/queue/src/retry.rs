//! Delays between attempts: they grow to an hour, and attempts end three days after the first one.
//!
//! The first delays are short, because greylisting and brief overloads end within minutes; the later ones are long,
//! because it is useless to try a server that has been down for an hour every minute (RFC 5321 §4.5.4.1).

use std::time::Duration;

use jiff::Timestamp;

const MINUTE: u64 = 60;

/// The delay after the first, second… attempt, in minutes; the last one repeats.
const STEPS_MINUTES: [u64; 7] = [1, 2, 5, 10, 20, 40, 60];

/// Random variation of a delay in both directions, as a fraction, so that deliveries deferred together are not always
/// retried together.
const JITTER: f64 = 0.1;

/// A delivery is abandoned this long after its first attempt: three days.
pub const MAX_RETRY_TIME: Duration = Duration::from_secs(3 * 24 * 60 * MINUTE);

/// The delay before the next attempt; `None` if there is none. A pure function.
///
/// `attempts` counts attempts including the one that just ended; `random` is in [0, 1). A delivery is abandoned if
/// its next attempt would be at or after `expires_at`, or three days after the first one.
pub fn next_delay(
    attempts: u32,
    first_try: Timestamp,
    now: Timestamp,
    expires_at: Option<Timestamp>,
    random: f64,
) -> Option<Duration> {
    next_delay_at_least(Duration::ZERO, attempts, first_try, now, expires_at, random)
}

/// Like [`next_delay`], but not sooner than the server requested.
pub(crate) fn next_delay_at_least(
    floor: Duration,
    attempts: u32,
    first_try: Timestamp,
    now: Timestamp,
    expires_at: Option<Timestamp>,
    random: f64,
) -> Option<Duration> {
    let step = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX).min(STEPS_MINUTES.len() - 1);
    let jitter = 1.0 + JITTER * (2.0 * random.clamp(0.0, 1.0) - 1.0);
    let delay = Duration::from_secs(STEPS_MINUTES[step] * MINUTE).mul_f64(jitter).max(floor);
    let next = now.checked_add(delay).ok()?;
    (next < deadline(first_try, expires_at)).then_some(delay)
}

/// When a delivery is abandoned, given its first attempt.
pub(crate) fn deadline(first_try: Timestamp, expires_at: Option<Timestamp>) -> Timestamp {
    let longest = first_try.checked_add(MAX_RETRY_TIME).unwrap_or(Timestamp::MAX);
    expires_at.map_or(longest, |expires_at| expires_at.min(longest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + minutes * 60).unwrap()
    }

    /// The times of all attempts of a delivery that is always deferred, in minutes since the first.
    fn tries(expires_at: Option<Timestamp>, random: f64) -> Vec<i64> {
        let mut tries = vec![at(0)];
        while let Some(delay) = next_delay(tries.len() as u32, at(0), tries[tries.len() - 1], expires_at, random) {
            tries.push(tries[tries.len() - 1] + delay);
        }
        tries.iter().map(|time| time.duration_since(at(0)).as_mins()).collect()
    }

    #[test]
    fn the_retry_times_of_a_message_without_an_expiry() {
        let tries = tries(None, 0.5);
        assert_eq!(tries[..10], [0, 1, 3, 8, 18, 38, 78, 138, 198, 258]);
        assert_eq!(tries[tries.len() - 2..], [4218, 4278], "three days are 4320 minutes");
    }

    #[test]
    fn the_retry_times_of_a_ticket_end_with_the_ticket() {
        assert_eq!(tries(Some(at(60)), 0.5), [0, 1, 3, 8, 18, 38]);
        assert_eq!(tries(Some(at(1)), 0.5), [0]);
        assert_eq!(tries(Some(at(0)), 0.5), [0]);
    }

    #[test]
    fn jitter_changes_a_delay_by_at_most_a_tenth() {
        let seconds = |random| next_delay(1, at(0), at(0), None, random).unwrap().as_secs();
        assert_eq!([seconds(0.0), seconds(0.5), seconds(0.999_999)], [54, 60, 65]);
    }

    #[test]
    fn the_server_may_request_a_longer_delay_but_not_a_shorter_one() {
        let seconds = |floor| {
            next_delay_at_least(Duration::from_secs(floor), 1, at(0), at(0), None, 0.5).map(|delay| delay.as_secs())
        };
        assert_eq!([seconds(1), seconds(3600), seconds(4 * 86_400)], [Some(60), Some(3600), None]);
    }

    proptest! {
        #[test]
        fn the_next_attempt_is_later_than_now_and_before_every_limit(
            attempts in 0..200_u32, now in 0..6000_i64, expires in proptest::option::of(0..6000_i64), random in 0.0..1.0,
        ) {
            let expires = expires.map(at);
            if let Some(delay) = next_delay(attempts, at(0), at(now), expires, random) {
                prop_assert!(delay >= Duration::from_secs(54) && delay <= Duration::from_secs(66 * 60));
                prop_assert!(at(now) + delay < at(3 * 24 * 60));
                prop_assert!(expires.is_none_or(|expires| at(now) + delay < expires));
            }
        }

        #[test]
        fn no_step_is_shorter_than_the_one_before(attempts in 1..50_u32, random in 0.0..1.0) {
            let delay = |attempts| next_delay(attempts, at(0), at(0), None, random);
            prop_assert!(delay(attempts) <= delay(attempts + 1));
        }
    }
}
