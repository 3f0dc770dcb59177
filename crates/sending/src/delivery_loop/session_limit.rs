//! How many sessions the server accepts: learned from refused sessions, and raised again slowly.
//!
//! A connection begins with one session. A message that succeeds while all sessions are in use doubles their number, as
//! in the slow start of TCP (RFC 5681), so five messages suffice to reach twenty sessions. A refused session sets the
//! limit to the number of sessions that work; from then on one more is tried from time to time, with a delay that
//! doubles with each refusal. After a time without mail, or a failure, one session shows that the login works; then as
//! many are used as worked before. Pure: time and randomness are arguments.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The first delay before one session more than the server is known to accept is tried.
const FIRST_RAISE: Duration = Duration::from_secs(15);
/// The longest such delay.
const LONGEST_RAISE: Duration = Duration::from_secs(30 * 60);
/// After this long without a success the login may no longer work: it is tried with one session again.
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
    /// How many the server is known or assumed to accept.
    ceiling: usize,
    /// The maximum sessions that were in use when a message succeeded.
    proven: usize,
    succeeded_at: Option<Timestamp>,
    refused_at: Option<Timestamp>,
    raise_at: Option<Timestamp>,
    raise_after: Duration,
}

/// What is known about a server's sessions, for the next start of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownSessions {
    /// How many it accepts, if it refused more.
    pub limit: Option<usize>,
    /// The delay before one more is tried.
    pub raise_after: Duration,
    /// How many worked at once.
    pub proven: usize,
    /// When a session last worked.
    pub succeeded_at: Option<Timestamp>,
}

impl SessionLimit {
    /// The limit for a server about which nothing is known.
    pub fn new(configured: usize) -> Self {
        let configured = configured.max(1);
        Self {
            configured,
            is_slow_start: true,
            allowed: 1,
            ceiling: configured,
            proven: 1,
            succeeded_at: None,
            refused_at: None,
            raise_at: None,
            raise_after: FIRST_RAISE,
        }
    }

    /// All configured sessions at once, for transports whose server refuses none.
    pub fn fixed(configured: usize) -> Self {
        let limit = Self::new(configured);
        Self { allowed: limit.configured, is_slow_start: false, ..limit }
    }

    /// The limit that an earlier process learned. If a session worked less than five minutes ago, as many may be used
    /// as worked then.
    pub fn recalled(configured: usize, known: KnownSessions, now: Timestamp) -> Self {
        let mut limit = Self::new(configured);
        limit.ceiling = known.limit.map_or(limit.configured, |sessions| sessions.clamp(1, limit.configured));
        limit.proven = known.proven.clamp(1, limit.ceiling);
        limit.raise_after = known.raise_after.clamp(FIRST_RAISE, LONGEST_RAISE);
        limit.raise_at = known.limit.map(|_| now + limit.raise_after);
        limit.succeeded_at = known.succeeded_at.map(|at| at.min(now));
        limit.allowed = if limit.is_idle(now) { 1 } else { limit.proven };
        limit
    }

    /// What the next process needs to know; `None` for transports whose server refuses no session.
    pub fn known(&self) -> Option<KnownSessions> {
        self.is_slow_start.then(|| KnownSessions {
            limit: self.is_learned().then_some(self.ceiling),
            raise_after: self.raise_after,
            proven: self.proven,
            succeeded_at: self.succeeded_at,
        })
    }

    /// Changes the configured limit; what was learned about the server is kept.
    pub fn configure(&mut self, configured: usize) {
        let was_learned = self.is_learned();
        self.configured = configured.max(1);
        self.ceiling = if was_learned { self.ceiling.min(self.configured) } else { self.configured };
        self.allowed = self.allowed.min(self.ceiling);
        self.proven = self.proven.min(self.ceiling);
    }

    /// How many sessions may be used.
    pub fn allowed(&self) -> usize {
        self.allowed
    }

    /// Whether more sessions may be tried now.
    pub fn may_grow(&self) -> bool {
        self.allowed < self.ceiling
    }

    /// Whether the server was seen to refuse more.
    pub fn is_learned(&self) -> bool {
        self.ceiling < self.configured
    }

    /// Raises the limit by one if it is time. Returns when to call it again; `None` if the configured limit is reached.
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

    /// Records that a message succeeded while `in_use` sessions were in use.
    pub fn succeeded(&mut self, in_use: usize, now: Timestamp) {
        self.proven = self.proven.max(in_use).min(self.ceiling);
        // One of several sessions is reserved for urgent mail, so bulk mail alone uses one fewer.
        let is_full = in_use + 1 >= self.allowed;
        let grown = if is_full { self.allowed * 2 } else { self.allowed };
        self.allowed = grown.max(self.proven).min(self.ceiling);
        self.succeeded_at = Some(now);
    }

    /// Allows one more session.
    pub fn grow(&mut self) {
        self.allowed = (self.allowed + 1).min(self.ceiling);
    }

    /// Starts again with one session if the last success was long ago. Called while no attempt is in progress.
    pub fn begin_again(&mut self, now: Timestamp) {
        if self.is_slow_start && self.succeeded_at.is_some() && self.is_idle(now) {
            self.allowed = 1;
        }
    }

    /// Records that a session begun at `began` was refused while `working` others were open. `random` is in [0, 1).
    pub fn refused(&mut self, working: usize, began: Timestamp, now: Timestamp, random: f64) {
        self.ceiling = working.clamp(1, self.ceiling);
        self.allowed = self.ceiling;
        self.proven = self.proven.min(self.ceiling);
        // All refused sessions that began before the first refusal count as one refusal.
        let is_same = self.refused_at.is_some_and(|at| began <= at);
        if !is_same && self.raise_at.is_some_and(|at| at > now) {
            // Refused again after a raise.
            self.raise_after = (self.raise_after * 2).min(LONGEST_RAISE);
        }
        self.refused_at = Some(now);
        self.raise_at = Some(now + self.raise_after.mul_f64(1.0 + random / 4.0));
    }

    /// Starts again with one session, because the connection failed or was replaced. What was learned is kept.
    pub fn restart(&mut self) {
        self.allowed = if self.is_slow_start { 1 } else { self.ceiling };
    }

    /// Adjusts to a clock that was set back by `by`.
    pub fn set_back(&mut self, by: Duration) {
        for at in [&mut self.raise_at, &mut self.succeeded_at, &mut self.refused_at].into_iter().flatten() {
            *at -= by;
        }
    }

    fn is_idle(&self, now: Timestamp) -> bool {
        self.succeeded_at.is_none_or(|at| now.duration_since(at) >= IDLE)
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
        (0..configured).for_each(|_| limit.succeeded(limit.allowed(), at(0)));
        limit
    }

    /// The limits after each success, while all allowed sessions are in use.
    fn growth(limit: &mut SessionLimit, successes: usize) -> Vec<usize> {
        let after_success = |_| {
            limit.succeeded(limit.allowed(), at(0));
            limit.allowed()
        };
        (0..successes).map(after_success).collect()
    }

    #[test]
    fn a_connection_begins_with_one_session_and_each_success_doubles_the_sessions() {
        let mut limit = SessionLimit::new(20);
        assert_eq!(limit.allowed(), 1);
        assert_eq!(growth(&mut limit, 6), [2, 4, 8, 16, 20, 20]);
    }

    #[test]
    fn one_message_after_the_other_shows_no_more_than_four_sessions() {
        let mut limit = SessionLimit::new(20);
        (0..50).for_each(|_| limit.succeeded(1, at(0)));
        assert_eq!(limit.allowed(), 4);
    }

    #[test]
    fn the_sessions_double_although_one_is_reserved_for_urgent_mail() {
        let mut limit = SessionLimit::new(20);
        let after_success = |_| {
            limit.succeeded(limit.allowed().saturating_sub(1).max(1), at(0));
            limit.allowed()
        };
        assert_eq!((0..6).map(after_success).collect::<Vec<_>>(), [2, 4, 8, 16, 20, 20]);
    }

    #[test]
    fn after_a_failure_one_success_is_enough_for_the_sessions_that_worked() {
        let mut limit = grown(20);
        limit.restart();
        assert_eq!(limit.allowed(), 1);
        assert_eq!(growth(&mut limit, 1), [20]);
    }

    #[test]
    fn a_new_process_continues_where_the_last_one_stopped() {
        let mut limit = grown(20);
        limit.refused(6, at(0), at(1), 0.0);
        limit.succeeded(6, at(10));
        let known = limit.known().expect("a server");
        let soon = SessionLimit::recalled(20, known, at(40));
        assert_eq!((soon.allowed(), soon.is_learned()), (6, true));
        let mut later = SessionLimit::recalled(20, known, at(3600));
        assert_eq!(later.allowed(), 1, "the login may have ended");
        assert_eq!(growth(&mut later, 2), [6, 6]);
        assert_eq!(SessionLimit::recalled(3, known, at(40)).allowed(), 3, "the settings allow fewer now");
        assert_eq!(SessionLimit::fixed(4).known(), None);
    }

    #[test]
    fn sessions_refused_at_the_same_time_are_one_refusal() {
        let mut limit = grown(8);
        for working in (2..8).rev() {
            limit.refused(working, at(0), at(1), 0.0);
        }
        assert_eq!((limit.allowed(), limit.raise(at(2))), (2, Some(at(16))));
    }

    #[test]
    fn a_refused_session_sets_the_limit_to_the_sessions_that_work() {
        let mut limit = grown(10);
        limit.refused(2, at(0), at(0), 0.0);
        limit.succeeded(2, at(0));
        assert_eq!((limit.allowed(), limit.is_learned()), (2, true));
    }

    #[test]
    fn one_more_is_tried_less_and_less_often_while_it_is_refused() {
        let mut limit = grown(10);
        limit.refused(2, at(0), at(0), 0.0);
        let mut raised = Vec::new();
        for second in 0..7_200 {
            limit.raise(at(second));
            if limit.allowed() > 2 {
                raised.push(second);
                limit.refused(2, at(second), at(second), 0.0);
            }
        }
        assert_eq!(raised, [15, 45, 105, 225, 465, 945, 1905, 3705, 5505]);
    }

    #[test]
    fn a_server_that_accepts_more_again_gets_one_more_every_15_seconds() {
        let mut limit = grown(5);
        limit.refused(2, at(0), at(0), 0.0);
        let allowed: Vec<usize> = (0..5)
            .map(|step| {
                limit.raise(at(step * 15));
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
        fixed.succeeded(1, at(0));
        fixed.restart();
        fixed.begin_again(at(600));
        assert_eq!(fixed.allowed(), 4, "a mail API refuses no session");
    }

    #[test]
    fn what_was_learned_survives_other_settings_and_a_failure() {
        let mut limit = grown(10);
        limit.refused(3, at(0), at(0), 0.0);
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
