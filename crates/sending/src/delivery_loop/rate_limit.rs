//! Limits on the rate of mail: messages per minute, recipients per day, and less if the server asks to slow down.
//!
//! Pure: time is an argument. Owned by the delivery loop.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use queue::Lane;

use settings::EffectiveRateLimits;

use super::day_count::DayCount;
use super::waiting::WaitingFor;

/// If messages are closer together than this, they may be sent in bursts of this length: timers are not precise enough
/// to space them evenly.
const BURST: Duration = Duration::from_millis(100);

/// Maximum number of times the rate is halved.
const SLOWEST: u32 = 6;

/// The interval between messages after the first halving if no limit is configured: 40 a second.
const UNLIMITED_ONCE_HALVED: Duration = Duration::from_millis(25);

/// The rate is halved once for all requests to slow down within this time: they belong to the same overload.
const SAME_OVERLOAD: Duration = Duration::from_secs(5);

/// The rate doubles after each period of this length without a new request to slow down, until it is the full rate.
const RECOVERY: Duration = Duration::from_secs(60);

/// One in this many of a day's recipients is reserved for the urgent lane: a mailing must not use up what a password
/// reset needs.
const KEPT_FOR_URGENT: u64 = 20;

/// The rate limits, and how much of them is used.
#[derive(Debug)]
pub struct RateLimit {
    limits: EffectiveRateLimits,
    /// When the next message may be sent, apart from bursts (the theoretical arrival time of GCRA, ITU-T I.371).
    next_at: Timestamp,
    /// The recipients of the active account.
    day: DayCount,
    /// How many times the rate is halved now.
    halvings: u32,
    halved_at: Timestamp,
    /// Nothing is sent before this time, because the server asked to slow down.
    hold_until: Timestamp,
}

impl RateLimit {
    /// Starts at the full rate, with the known recipients of the last day.
    pub fn new(limits: EffectiveRateLimits, day: DayCount, now: Timestamp) -> Self {
        Self { limits, next_at: now, day, halvings: 0, halved_at: now, hold_until: now }
    }

    /// Switches to the limits of other settings, at the full rate. The recipients of the day stay counted.
    pub fn switch(&mut self, limits: EffectiveRateLimits, now: Timestamp) {
        *self = Self::new(limits, std::mem::take(&mut self.day), now);
    }

    /// The recipients of the active account.
    pub fn day(&mut self) -> &mut DayCount {
        &mut self.day
    }

    /// Maximum concurrent sessions.
    pub fn connections(&self) -> usize {
        (self.limits.connections as usize >> self.halvings).max(1)
    }

    /// Maximum recipients of one transaction.
    pub fn recipients_per_message(&self) -> usize {
        self.limits.recipients_per_message.map_or(usize::MAX, |most| most as usize).max(1)
    }

    /// How many messages may be sent within ten minutes. More are not kept in memory, so that no lease ends there.
    pub fn ten_minutes(&self) -> usize {
        self.limits.messages_per_minute.map_or(usize::MAX, |most| most as usize).saturating_mul(10)
    }

    /// How many times the rate is halved now.
    #[cfg(test)]
    fn halvings(&self) -> u32 {
        self.halvings
    }

    /// When a message of `lane` may be sent, and which limit holds it back until then; `None` if it may be sent at
    /// once.
    pub fn holds_back(&self, lane: Lane, now: Timestamp) -> Option<(WaitingFor, Timestamp)> {
        let burst = if self.interval() < BURST { BURST } else { Duration::ZERO };
        let by_minute = self.next_at.checked_sub(burst).unwrap_or(self.next_at);
        let is_throttled = self.halvings > 0;
        let limits = [
            (if is_throttled { WaitingFor::SlowDown } else { WaitingFor::MessageRate }, by_minute),
            (WaitingFor::SlowDown, self.hold_until),
            (WaitingFor::DailyQuota, self.by_day_at(lane, now)),
        ];
        limits.into_iter().max_by_key(|(_, at)| *at).filter(|(_, at)| *at > now)
    }

    /// How many more recipients the daily limit allows `lane`; those of attempts under way are counted as used. A
    /// message with more recipients is sent to that many; the others wait.
    pub fn left_today(&self, lane: Lane, now: Timestamp) -> usize {
        let Some(most) = self.most_of_day(lane) else { return usize::MAX };
        usize::try_from(most.saturating_sub(self.day.counted(now))).unwrap_or(usize::MAX)
    }

    /// When a message of `lane` may be sent.
    #[cfg(test)]
    fn allows_at(&self, lane: Lane, now: Timestamp) -> Timestamp {
        self.holds_back(lane, now).map_or(now, |(_, at)| at)
    }

    /// Counts a message to `recipients` recipients.
    pub fn spend(&mut self, recipients: usize, now: Timestamp) {
        self.recover(now);
        self.next_at = self.next_at.max(now) + self.interval();
        self.day.add(recipients as u64, now);
    }

    /// Follows a server's request to slow down: halves the rate and the sessions, and pauses for some seconds.
    pub fn throttled(&mut self, now: Timestamp) {
        self.recover(now);
        let is_same = self.halvings > 0 && now.duration_since(self.halved_at) < signed(SAME_OVERLOAD);
        if !is_same {
            self.halvings = (self.halvings + 1).min(SLOWEST);
            self.halved_at = now;
            self.hold_until = now + Duration::from_secs(1 << self.halvings);
        }
    }

    /// Adjusts to a clock that was set back by `by`. The hours of the day are adjusted separately
    /// ([`DayCount::set_back`]).
    pub fn set_back(&mut self, by: Duration) {
        for at in [&mut self.next_at, &mut self.halved_at, &mut self.hold_until] {
            *at -= by;
        }
    }

    fn recover(&mut self, now: Timestamp) {
        while self.halvings > 0 && now.duration_since(self.halved_at) >= signed(RECOVERY) {
            self.halvings -= 1;
            self.halved_at += RECOVERY;
        }
    }

    /// The interval between two messages.
    fn interval(&self) -> Duration {
        match self.limits.messages_per_minute {
            Some(most) => Duration::from_secs(60) / most.max(1) * (1 << self.halvings),
            None if self.halvings == 0 => Duration::ZERO,
            None => UNLIMITED_ONCE_HALVED * (1 << (self.halvings - 1)),
        }
    }

    /// When the daily limit allows one more recipient: `now`, or when enough of the oldest hours are a day old.
    fn by_day_at(&self, lane: Lane, now: Timestamp) -> Timestamp {
        self.most_of_day(lane).map_or(now, |most| self.day.is_below_at(most, now))
    }

    /// The maximum recipients per day for `lane`; `None` without a limit.
    fn most_of_day(&self, lane: Lane) -> Option<u64> {
        let most = u64::from(self.limits.recipients_per_day?);
        Some(match lane {
            Lane::Urgent => most,
            Lane::Bulk => (most - most / KEPT_FOR_URGENT).max(1),
        })
    }
}

fn signed(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery_loop::day_count::hour_of;

    fn at(seconds: f64) -> Timestamp {
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        start + Duration::from_secs_f64(seconds)
    }

    fn rate_limit(messages_per_minute: Option<u32>, recipients_per_day: Option<u32>) -> RateLimit {
        let limits = EffectiveRateLimits {
            connections: 10,
            messages_per_minute,
            recipients_per_day,
            recipients_per_message: None,
        };
        RateLimit::new(limits, DayCount::default(), at(0.0))
    }

    /// Sends as fast as allowed for `seconds`, and returns when each message was sent.
    fn run(rate_limit: &mut RateLimit, from: f64, seconds: f64) -> Vec<f64> {
        let mut left = Vec::new();
        let mut now = at(from);
        while now < at(from + seconds) && left.len() < 100_000 {
            let allowed = rate_limit.allows_at(Lane::Bulk, now);
            if allowed > now {
                now = allowed;
                continue;
            }
            rate_limit.spend(1, now);
            left.push(now.duration_since(at(from)).as_secs_f64());
        }
        left
    }

    #[test]
    fn thirty_a_minute_are_spaced_evenly() {
        assert_eq!(run(&mut rate_limit(Some(30), None), 0.0, 10.0), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(run(&mut rate_limit(Some(30), None), 0.0, 60.0).len(), 30);
    }

    #[test]
    fn a_high_rate_is_reached_in_bursts() {
        let left = run(&mut rate_limit(Some(60_000), None), 0.0, 1.0).len();
        assert!((1_000..=1_101).contains(&left), "{left}");
        assert_eq!(run(&mut rate_limit(None, None), 0.0, 0.1).len(), 100_000);
    }

    #[test]
    fn a_request_to_slow_down_halves_the_rate_which_recovers_slowly() {
        let mut rate_limit = rate_limit(Some(60), None);
        rate_limit.throttled(at(0.0));
        rate_limit.throttled(at(1.0));
        assert_eq!((rate_limit.connections(), rate_limit.halvings()), (5, 1));
        assert_eq!(run(&mut rate_limit, 0.0, 10.0), [2.0, 4.0, 6.0, 8.0]);
        rate_limit.throttled(at(10.0));
        assert_eq!((rate_limit.connections(), rate_limit.allows_at(Lane::Bulk, at(10.0))), (2, at(14.0)));
        rate_limit.spend(1, at(75.0));
        assert_eq!(rate_limit.halvings(), 1);
        rate_limit.spend(1, at(131.0));
        assert_eq!((rate_limit.connections(), rate_limit.halvings()), (10, 0));
    }

    #[test]
    fn without_a_limit_a_request_to_slow_down_sets_one_for_a_while() {
        let mut rate_limit = rate_limit(None, None);
        rate_limit.throttled(at(0.0));
        let left = run(&mut rate_limit, 0.0, 12.0).len();
        assert!((400..=410).contains(&left), "{left}");
        for second in [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 65.0, 70.0] {
            rate_limit.throttled(at(second));
        }
        assert_eq!((rate_limit.connections(), rate_limit.halvings()), (1, SLOWEST));
    }

    #[test]
    fn a_part_of_a_days_recipients_is_reserved_for_the_urgent_lane() {
        let mut rate_limit = rate_limit(None, Some(100));
        rate_limit.spend(94, at(0.0));
        assert_eq!(rate_limit.allows_at(Lane::Bulk, at(10.0)), at(10.0));
        rate_limit.spend(1, at(10.0));
        assert!(rate_limit.allows_at(Lane::Bulk, at(20.0)) > at(24.0 * 3600.0));
        assert_eq!(rate_limit.allows_at(Lane::Urgent, at(20.0)), at(20.0));
        rate_limit.spend(5, at(20.0));
        let again = rate_limit.allows_at(Lane::Urgent, at(30.0));
        assert!(again > at(24.0 * 3600.0) && again <= at(25.0 * 3600.0), "{again}");
        assert_eq!(rate_limit.allows_at(Lane::Urgent, again), again);
    }

    #[test]
    fn a_large_bulk_message_does_not_use_what_is_reserved_for_the_urgent_lane() {
        let mut rate_limit = rate_limit(None, Some(10_000));
        rate_limit.spend(9_499, at(0.0));
        assert_eq!(rate_limit.allows_at(Lane::Bulk, at(10.0)), at(10.0));
        assert_eq!(rate_limit.left_today(Lane::Bulk, at(10.0)), 1);
        rate_limit.spend(1, at(10.0));
        assert_eq!(rate_limit.left_today(Lane::Bulk, at(20.0)), 0);
        assert_eq!(rate_limit.left_today(Lane::Urgent, at(20.0)), 500);
        assert_eq!(rate_limit.left_today(Lane::Bulk, at(26.0 * 3600.0)), 9_500, "a new day");
    }

    #[test]
    fn the_recipients_of_the_day_are_known_after_a_restart() {
        let limits = EffectiveRateLimits {
            connections: 1,
            messages_per_minute: None,
            recipients_per_day: Some(10),
            recipients_per_message: None,
        };
        let hour = hour_of(at(0.0));
        let rate_limit = RateLimit::new(limits, [(hour - 23, 6), (hour, 4)].into_iter().collect(), at(0.0));
        assert_eq!(rate_limit.allows_at(Lane::Urgent, at(0.0)), at(2.0 * 3600.0));
    }
}
