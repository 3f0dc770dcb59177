//! How many sessions the server takes: learned from refused sessions, and raised again slowly.
//!
//! A connection begins with one session, and each success allows one more, as in the slow start of TCP (RFC 5681), also
//! after a time without mail. A refused session sets the limit to the number of sessions that work. From then on one more
//! is tried from time to time, with a delay that doubles with each refusal. Pure: time and randomness are arguments.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The delay before one session more than the server was seen to take is tried.
const FIRST_RAISE: Duration = Duration::from_secs(60);
/// The longest such delay.
const LONGEST_RAISE: Duration = Duration::from_secs(30 * 60);
/// After this long without a success nothing is known of the login: it is tried with one session again.
const IDLE: SignedDuration = SignedDuration::from_secs(5 * 60);

/// The number of sessions that may be used now.
#[derive(Clone, Debug)]
pub struct SessionLimit {
    /// The limit of the settings.
    configured: usize,
    /// Whether a connection begins with one session.
    is_slow_start: bool,
    /// How many may be used now; grows up to `ceiling`.
    allowed: usize,
    /// How many the server is known or assumed to take.
    ceiling: usize,
    succeeded_at: Option<Timestamp>,
    raise_at: Option<Timestamp>,
    raise_after: Duration,
}

impl SessionLimit {
    /// Nothing is known of the server.
    pub fn new(configured: usize) -> Self {
        let configured = configured.max(1);
        Self {
            configured,
            is_slow_start: true,
            allowed: 1,
            ceiling: configured,
            succeeded_at: None,
            raise_at: None,
            raise_after: FIRST_RAISE,
        }
    }

    /// All sessions of the settings at once, for transports whose server refuses none.
    pub fn fixed(configured: usize) -> Self {
        let limit = Self::new(configured);
        Self { allowed: limit.configured, is_slow_start: false, ..limit }
    }

    /// Another limit of the settings; what was learned of the server stays.
    pub fn configure(&mut self, configured: usize) {
        let was_learned = self.ceiling < self.configured;
        self.configured = configured.max(1);
        self.ceiling = if was_learned { self.ceiling.min(self.configured) } else { self.configured };
        self.allowed = self.allowed.min(self.ceiling);
    }

    /// How many sessions may be used.
    pub fn allowed(&self) -> usize {
        self.allowed
    }

    /// Whether more sessions may be tried at once.
    pub fn may_grow(&self) -> bool {
        self.allowed < self.ceiling
    }

    /// Whether the server was seen to refuse more.
    pub fn is_learned(&self) -> bool {
        self.ceiling < self.configured
    }

    /// Raises the limit if it is time. Returns when to look again.
    pub fn raise(&mut self, now: Timestamp) -> Option<Timestamp> {
        let at = self.raise_at.filter(|_| self.is_learned())?;
        if at > now {
            return Some(at);
        }
        self.ceiling += 1;
        if self.allowed + 1 == self.ceiling {
            self.allowed = self.ceiling;
        }
        self.raise_at = Some(now + self.raise_after);
        self.raise_at.filter(|_| self.is_learned())
    }

    /// A session worked.
    pub fn succeeded(&mut self, now: Timestamp) {
        self.grow();
        self.succeeded_at = Some(now);
    }

    /// Allows one more session.
    pub fn grow(&mut self) {
        self.allowed = (self.allowed + 1).min(self.ceiling);
    }

    /// Nothing is under way: begins with one session again if the last success was long ago.
    pub fn begin_again(&mut self, now: Timestamp) {
        if self.is_slow_start && self.succeeded_at.is_some_and(|at| now.duration_since(at) >= IDLE) {
            self.allowed = 1;
        }
    }

    /// A session was refused while `working` others were open. `random` is in [0, 1).
    pub fn refused(&mut self, working: usize, now: Timestamp, random: f64) {
        self.ceiling = working.clamp(1, self.ceiling);
        self.allowed = self.ceiling;
        if self.raise_at.is_some_and(|at| at > now) {
            // Several were refused at once, or again after a raise: one more refusal of the same limit.
            self.raise_after = (self.raise_after * 2).min(LONGEST_RAISE);
        }
        self.raise_at = Some(now + self.raise_after.mul_f64(1.0 + random / 4.0));
    }

    /// The connection failed or was replaced: begins with one session again. What was learned stays.
    pub fn restart(&mut self) {
        self.allowed = if self.is_slow_start { 1 } else { self.ceiling };
    }

    /// The clock was set back.
    pub fn set_back(&mut self, by: Duration) {
        for at in [&mut self.raise_at, &mut self.succeeded_at].into_iter().flatten() {
            *at -= by;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        let noon: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        noon + Duration::from_secs(seconds)
    }

    fn grown(configured: usize) -> SessionLimit {
        let mut limit = SessionLimit::new(configured);
        (1..configured).for_each(|_| limit.succeeded(at(0)));
        limit
    }

    #[test]
    fn a_connection_begins_with_one_session_and_each_success_allows_one_more() {
        let mut limit = SessionLimit::new(3);
        let allowed: Vec<usize> = (0..4)
            .map(|_| {
                let allowed = limit.allowed();
                limit.succeeded(at(0));
                allowed
            })
            .collect();
        assert_eq!(allowed, [1, 2, 3, 3]);
    }

    #[test]
    fn a_refused_session_sets_the_limit_to_the_sessions_that_work() {
        let mut limit = grown(10);
        limit.refused(2, at(0), 0.0);
        limit.succeeded(at(0));
        assert_eq!((limit.allowed(), limit.is_learned()), (2, true));
    }

    #[test]
    fn one_more_is_tried_ever_more_rarely_while_it_is_refused() {
        let mut limit = grown(10);
        limit.refused(2, at(0), 0.0);
        let mut raised = Vec::new();
        for second in 0..7_200 {
            limit.raise(at(second));
            if limit.allowed() > 2 {
                raised.push(second);
                limit.refused(2, at(second), 0.0);
            }
        }
        assert_eq!(raised, [60, 180, 420, 900, 1860, 3660, 5460]);
    }

    #[test]
    fn a_server_that_takes_more_again_gets_one_more_each_minute() {
        let mut limit = grown(5);
        limit.refused(2, at(0), 0.0);
        let allowed: Vec<usize> = (0..5)
            .map(|minute| {
                limit.raise(at(minute * 60));
                limit.allowed()
            })
            .collect();
        assert_eq!(allowed, [2, 3, 4, 5, 5]);
        assert_eq!(limit.raise(at(300)), None, "the limit of the settings is reached");
    }

    #[test]
    fn after_a_time_without_mail_a_connection_begins_with_one_session_again() {
        let mut limit = grown(4);
        limit.begin_again(at(299));
        assert_eq!(limit.allowed(), 4);
        limit.begin_again(at(300));
        assert_eq!(limit.allowed(), 1);
        let mut fixed = SessionLimit::fixed(4);
        fixed.succeeded(at(0));
        fixed.restart();
        fixed.begin_again(at(600));
        assert_eq!(fixed.allowed(), 4, "a mail API refuses no session");
    }

    #[test]
    fn what_was_learned_survives_other_settings_and_a_failure() {
        let mut limit = grown(10);
        limit.refused(3, at(0), 0.0);
        limit.configure(20);
        limit.restart();
        assert_eq!(limit.allowed(), 1);
        (0..10).for_each(|_| limit.grow());
        assert_eq!(limit.allowed(), 3);
        let mut free = grown(2);
        free.configure(4);
        (0..10).for_each(|_| free.grow());
        assert_eq!(free.allowed(), 4, "nothing was learned, so the settings decide");
    }
}
