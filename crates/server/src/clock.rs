//! Time and chance: the only place that asks the machine for either.

use jiff::Timestamp;

/// The time, or one that a test turns by hand.
#[derive(Clone)]
pub struct Clock {}

impl Clock {
    /// The machine's.
    pub fn system() -> Self {
        todo!()
    }
    /// Stands still until turned.
    pub fn by_hand(_start: Timestamp) -> Self {
        todo!()
    }
    /// Now.
    pub fn now(&self) -> Timestamp {
        todo!()
    }
    /// Turns a clock that is turned by hand; wakes who sleeps.
    pub fn turn(&self, _by: std::time::Duration) {
        todo!()
    }
    /// Sleeps until then.
    pub async fn sleep_until(&self, _at: Timestamp) {
        todo!()
    }
}

/// Randomness of the operating system, or one that repeats, for tests.
#[derive(Clone)]
pub struct Chance {}

impl Chance {
    /// The operating system's.
    pub fn system() -> Self {
        todo!()
    }
    /// Repeats with the same seed.
    pub fn seeded(_seed: u64) -> Self {
        todo!()
    }
    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        todo!()
    }
    /// In [0, 1).
    pub fn unit(&self) -> f64 {
        todo!()
    }
    /// A UUIDv7 of `now`.
    pub fn id(&self, _now: Timestamp) -> uuid::Uuid {
        todo!()
    }
}
