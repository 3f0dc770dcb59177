//! Time and random numbers: the only crate that gets either from the machine.
//!
//! [`Clock`] and [`Random`] are handles that are passed as arguments; clones share the source. Tests use a manual
//! clock and a repeatable sequence of random numbers.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use uuid::Uuid;

/// Maximum time between checks of the wall clock while sleeping: setting the clock, or suspending the machine, delays a
/// sleeper by at most this long.
const MAX_SLEEP: Duration = Duration::from_secs(60);

/// The machine's clock, or one that a test sets.
#[derive(Clone, Debug)]
pub struct Clock {
    source: TimeSource,
}

#[derive(Clone, Debug)]
enum TimeSource {
    System,
    Manual(Arc<watch::Sender<Timestamp>>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { source: TimeSource::System }
    }

    /// A clock that changes only by [`Clock::turn`] and [`Clock::turn_back`].
    pub fn manual(start: Timestamp) -> Self {
        Self { source: TimeSource::Manual(Arc::new(watch::Sender::new(start))) }
    }

    /// The current time in whole milliseconds, the precision in which times are stored.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> Timestamp {
        let now = match &self.source {
            TimeSource::System => Timestamp::now(),
            TimeSource::Manual(now) => *now.borrow(),
        };
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// Advances a manual clock and wakes sleepers; has no effect on the machine's clock.
    pub fn turn(&self, by: Duration) {
        if let TimeSource::Manual(now) = &self.source {
            let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
            now.send_modify(|now| *now = now.saturating_add(by).unwrap_or(Timestamp::MAX));
        }
    }

    /// Sets a manual clock back; has no effect on the machine's clock.
    pub fn turn_back(&self, by: Duration) {
        if let TimeSource::Manual(now) = &self.source {
            let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
            now.send_modify(|now| *now = now.saturating_sub(by).unwrap_or(Timestamp::MIN));
        }
    }

    /// Sleeps until `at`; returns at once if that is in the past. Returns early if the clock is set back: the caller
    /// has to compute `at` again.
    pub async fn sleep_until(&self, at: Timestamp) {
        self.sleep_from(self.now(), at).await;
    }

    /// Like [`Clock::sleep_until`], for an `at` computed at the time `seen`: the clock may have been set back since
    /// then.
    pub async fn sleep_from(&self, mut seen: Timestamp, at: Timestamp) {
        match &self.source {
            TimeSource::System => loop {
                let now = self.now();
                match Duration::try_from(at.duration_since(now)) {
                    Ok(left) if !left.is_zero() && now >= seen => tokio::time::sleep(left.min(MAX_SLEEP)).await,
                    _ => return,
                }
                seen = now;
            },
            TimeSource::Manual(now) => {
                // The sender is in `self`, so the wait cannot fail.
                let _ = now.subscribe().wait_for(|now| *now >= at || *now < seen).await;
            }
        }
    }

    /// Sleeps for this duration, even if the clock is set in the meantime.
    pub async fn sleep(&self, by: Duration) {
        match &self.source {
            TimeSource::System => tokio::time::sleep(by).await,
            TimeSource::Manual(_) => {
                let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
                self.sleep_until(self.now().saturating_add(by).unwrap_or(Timestamp::MAX)).await;
            }
        }
    }
}

/// Random numbers of the operating system, or a repeatable sequence for tests.
#[derive(Clone, Debug)]
pub struct Random {
    source: RandomSource,
}

#[derive(Clone, Debug)]
enum RandomSource {
    System,
    /// The state of SplitMix64 (Steele, Lea, Flood 2014), which is uniform but not suitable for secrets.
    Seeded(Arc<Mutex<u64>>),
}

impl Random {
    /// The random numbers of the operating system.
    pub fn system() -> Self {
        Self { source: RandomSource::System }
    }

    /// A sequence that is the same for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self { source: RandomSource::Seeded(Arc::new(Mutex::new(seed))) }
    }

    /// Random bytes. Those of the operating system are suitable for keys and tokens.
    ///
    /// # Panics
    /// If the operating system provides no randomness, because no secret could be made.
    #[expect(clippy::disallowed_methods, reason = "this is the source of random numbers")]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.source {
            RandomSource::System => getrandom::fill(&mut bytes).expect("the operating system provides randomness"),
            RandomSource::Seeded(state) => {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                for chunk in bytes.chunks_mut(8) {
                    chunk.copy_from_slice(&split_mix(&mut state).to_le_bytes()[..chunk.len()]);
                }
            }
        }
        bytes
    }

    /// A number in [0, 1).
    pub fn unit(&self) -> f64 {
        /// A double represents 53 bits exactly.
        const BITS: u32 = 53;
        (u64::from_le_bytes(self.bytes()) >> (64 - BITS)) as f64 / (1u64 << BITS) as f64
    }

    /// A UUIDv7 for `now` (RFC 9562 §5.7): ids of later milliseconds sort after earlier ones.
    pub fn id(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

/// The smallest id of that millisecond: it sorts before every id of that time and after all earlier ones.
pub fn first_id(at: Timestamp) -> Uuid {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().expect("a timestamp")
    }

    #[tokio::test]
    async fn turning_the_clock_wakes_sleepers() {
        let clock = Clock::manual(noon());
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move {
                clock.sleep(Duration::from_secs(90)).await;
                clock.now()
            }
        });
        tokio::task::yield_now().await;
        clock.turn(Duration::from_secs(60));
        clock.turn(Duration::from_secs(60));
        assert_eq!(sleeper.await.expect("the sleeper ends"), "2026-11-22T12:02:00Z".parse().expect("a timestamp"));
    }

    #[test]
    fn random_numbers_repeat_only_for_the_same_seed() {
        assert_eq!(Random::seeded(7).bytes::<13>(), Random::seeded(7).bytes::<13>());
        assert_ne!(Random::seeded(7).bytes::<13>(), Random::seeded(8).bytes::<13>());
        assert_ne!(Random::system().bytes::<32>(), Random::system().bytes::<32>());
    }

    #[test]
    fn a_unit_is_never_one() {
        let random = Random::seeded(1);
        assert!((0..10_000).map(|_| random.unit()).all(|unit| (0.0..1.0).contains(&unit)));
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let random = Random::seeded(1);
        let later = noon() + Duration::from_millis(1);
        assert!((0..100).all(|_| random.id(noon()) < random.id(later)));
        assert_eq!(random.id(noon()).get_version_num(), 7);
    }
}
