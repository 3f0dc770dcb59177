//! Whether the connection works: while it is in trouble, sending pauses and probes go on with growing delay.
//!
//! Pure: time comes in as an argument. Owned by the dispatch loop.

use std::time::Duration;

use jiff::Timestamp;

/// The delay before the first probe; each further one waits twice as long.
const FIRST_PROBE: Duration = Duration::from_secs(5);
/// The longest delay between probes: mail goes on at most a minute after the connection works again.
const LONGEST: Duration = Duration::from_secs(60);

/// Whether the connection works.
#[derive(Debug)]
pub struct Health {
    state: State,
    /// The next delay. Only mail that left makes it short again: a probe that works says less than a message does.
    delay: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Working,
    Paused { probe_at: Timestamp },
    Probing,
}

impl Health {
    /// Taken to work until something fails.
    pub fn working() -> Self {
        Self { state: State::Working, delay: FIRST_PROBE }
    }

    /// In trouble when the process ended: the first probe is due at once.
    pub fn paused_before(now: Timestamp) -> Self {
        Self { state: State::Paused { probe_at: now }, delay: FIRST_PROBE }
    }

    /// Whether mail may leave.
    pub fn is_working(&self) -> bool {
        self.state == State::Working
    }

    /// The connection is in trouble, by a message or a probe. Answers whether that is new.
    pub fn trouble(&mut self, now: Timestamp) -> bool {
        let is_new = self.state == State::Working;
        // Messages that were under way when it began say nothing new.
        if !matches!(self.state, State::Paused { .. }) {
            self.state = State::Paused { probe_at: now + self.delay };
            self.delay = (self.delay * 2).min(LONGEST);
        }
        is_new
    }

    /// A probe went through. Answers whether that is new.
    pub fn probe_succeeded(&mut self) -> bool {
        std::mem::replace(&mut self.state, State::Working) != State::Working
    }

    /// Mail left.
    pub fn mail_left(&mut self) {
        self.delay = FIRST_PROBE;
    }

    /// When the next probe is due, unless one is under way.
    pub fn probe_at(&self) -> Option<Timestamp> {
        match self.state {
            State::Paused { probe_at } => Some(probe_at),
            State::Working | State::Probing => None,
        }
    }

    /// The connection was seen to work elsewhere: the next probe is due now.
    pub fn probe_now(&mut self, now: Timestamp) {
        if let State::Paused { probe_at } = &mut self.state {
            *probe_at = now;
        }
    }

    /// The clock was set back by that much.
    pub fn set_back(&mut self, by: Duration) {
        if let State::Paused { probe_at } = &mut self.state {
            *probe_at -= by;
        }
    }

    /// A probe begins.
    pub fn probe_begins(&mut self) {
        self.state = State::Probing;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        start + Duration::from_secs(seconds)
    }

    /// Lets probes fail at once for a while, and answers when they were due.
    fn probes(health: &mut Health, count: usize) -> Vec<u64> {
        let mut due = Vec::new();
        while due.len() < count {
            let probe_at = health.probe_at().expect("paused");
            health.probe_begins();
            assert_eq!(health.probe_at(), None, "one probe at a time");
            assert!(!health.trouble(probe_at), "still the same trouble");
            due.push(probe_at.duration_since(at(0)).as_secs().unsigned_abs());
        }
        due
    }

    #[test]
    fn probes_grow_apart_to_a_minute() {
        let mut health = Health::working();
        assert!(health.trouble(at(0)));
        assert!(!health.trouble(at(1)), "another message that was under way");
        assert_eq!(probes(&mut health, 6), [5, 15, 35, 75, 135, 195]);
    }

    #[test]
    fn only_mail_that_left_makes_the_delay_short_again() {
        let mut health = Health::working();
        health.trouble(at(0));
        health.probe_begins();
        assert!(health.probe_succeeded() && health.is_working());
        health.trouble(at(100));
        assert_eq!(health.probe_at(), Some(at(110)));
        health.probe_begins();
        health.probe_succeeded();
        health.mail_left();
        health.trouble(at(200));
        assert_eq!(health.probe_at(), Some(at(205)));
    }

    #[test]
    fn a_clock_that_is_set_back_puts_no_probe_off() {
        let mut health = Health::working();
        health.trouble(at(3600));
        health.set_back(Duration::from_secs(3600));
        assert_eq!(health.probe_at(), Some(at(5)));
    }

    #[test]
    fn trouble_from_before_a_restart_is_probed_at_once() {
        assert_eq!(Health::paused_before(at(7)).probe_at(), Some(at(7)));
    }
}
