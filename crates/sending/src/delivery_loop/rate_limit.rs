//! Limits on the rate of mail: messages a minute, recipients a day, and less where the server asks to slow down.
//!
//! Pure: time comes in as an argument. Owned by the delivery_loop loop.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use queue::Lane;

use settings::EffectiveRateLimits;

use super::day_count::DayCount;
use super::waiting::WaitingFor;

/// Mail that may leave in a burst; also the grain below which the clock is not asked.
const BURST: Duration = Duration::from_millis(100);

/// How many times the speed can be halved.
const SLOWEST: u32 = 6;

/// The distance between messages after the first halving where nobody set a limit: 40 a second.
const UNLIMITED_ONCE_HALVED: Duration = Duration::from_millis(25);

/// The speed is halved once for all answers within this time: they belong to the same overload.
const SAME_OVERLOAD: Duration = Duration::from_secs(5);

/// Without a further complaint the speed doubles after this time, until it is the full one.
const RECOVERY: Duration = Duration::from_secs(60);

/// The last part of a day's recipients is kept for the urgent lane: a mailing must not use up what a password reset needs.
const KEPT_FOR_URGENT: u64 = 20;

/// The limits, and what was used of them.
#[derive(Debug)]
pub struct RateLimit {
    pace: EffectiveRateLimits,
    /// When the next message may leave, were it not for bursts (the theoretical arrival time of GCRA, ITU-T I.371).
    next_at: Timestamp,
    /// The recipients of the account.
    day: DayCount,
    /// How often the speed was halved.
    halvings: u32,
    halved_at: Timestamp,
    /// Nothing leaves before: the server asked to slow down.
    hold_until: Timestamp,
}

impl RateLimit {
    /// Full speed, with the recipients of the last day that are known.
    pub fn new(pace: EffectiveRateLimits, day: DayCount, now: Timestamp) -> Self {
        Self { pace, next_at: now, day, halvings: 0, halved_at: now, hold_until: now }
    }

    /// Other settings: another server may be fast. The recipients of the day stay counted.
    pub fn switch(&mut self, pace: EffectiveRateLimits, now: Timestamp) {
        *self = Self::new(pace, std::mem::take(&mut self.day), now);
    }

    /// The recipients of the account in force.
    pub fn day(&mut self) -> &mut DayCount {
        &mut self.day
    }

    /// Sessions at the same time.
    pub fn connections(&self) -> usize {
        (self.pace.connections as usize >> self.halvings).max(1)
    }

    /// Recipients of one transaction.
    pub fn recipients_per_message(&self) -> usize {
        self.pace.recipients_per_message.map_or(usize::MAX, |most| most as usize).max(1)
    }

    /// How many messages of the bulk lane leave within ten minutes, so that a lease does not end in memory.
    pub fn ten_minutes(&self) -> usize {
        self.pace.messages_per_minute.map_or(usize::MAX, |most| most as usize).saturating_mul(10)
    }

    /// How often the speed was halved and has not come back.
    #[cfg(test)]
    fn halvings(&self) -> u32 {
        self.halvings
    }

    /// When a message of `lane` may leave, and which limit holds it back until then; `None` if it may leave at once.
    pub fn holds_back(&self, lane: Lane, now: Timestamp) -> Option<(WaitingFor, Timestamp)> {
        let burst = if self.distance() < BURST { BURST } else { Duration::ZERO };
        let by_minute = self.next_at.checked_sub(burst).unwrap_or(self.next_at);
        let is_throttled = self.halvings > 0;
        let limits = [
            (if is_throttled { WaitingFor::SlowDown } else { WaitingFor::MessageRate }, by_minute),
            (WaitingFor::SlowDown, self.hold_until),
            (WaitingFor::DailyQuota, self.by_day_at(lane, now)),
        ];
        limits.into_iter().max_by_key(|(_, at)| *at).filter(|(_, at)| *at > now)
    }

    /// How many recipients of `lane` the day has room for, with those of attempts under way counted. A larger message is
    /// sent to that many; the others wait.
    pub fn room_of_day(&self, lane: Lane, now: Timestamp) -> usize {
        let Some(most) = self.most_of_day(lane) else { return usize::MAX };
        usize::try_from(most.saturating_sub(self.day.counted(now))).unwrap_or(usize::MAX)
    }

    /// When a message of `lane` may leave.
    #[cfg(test)]
    fn allows_at(&self, lane: Lane, now: Timestamp) -> Timestamp {
        self.holds_back(lane, now).map_or(now, |(_, at)| at)
    }

    /// A message leaves for that many recipients.
    pub fn spend(&mut self, recipients: usize, now: Timestamp) {
        self.recover(now);
        self.next_at = self.next_at.max(now) + self.distance();
        self.day.add(recipients as u64, now);
    }

    /// The server asked to slow down: half the speed, half the sessions, and a short pause.
    pub fn throttled(&mut self, now: Timestamp) {
        self.recover(now);
        let is_same = self.halvings > 0 && now.duration_since(self.halved_at) < signed(SAME_OVERLOAD);
        if !is_same {
            self.halvings = (self.halvings + 1).min(SLOWEST);
            self.halved_at = now;
            self.hold_until = now + Duration::from_secs(1 << self.halvings);
        }
    }

    /// The clock was set back by that much; the hours of the day follow it separately ([`DayCount::set_back`]).
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

    /// Between two messages.
    fn distance(&self) -> Duration {
        match self.pace.messages_per_minute {
            Some(most) => Duration::from_secs(60) / most.max(1) * (1 << self.halvings),
            None if self.halvings == 0 => Duration::ZERO,
            None => UNLIMITED_ONCE_HALVED * (1 << (self.halvings - 1)),
        }
    }

    /// When the day's limit allows one more recipient: at once, or when its oldest hour is a day old.
    fn by_day_at(&self, lane: Lane, now: Timestamp) -> Timestamp {
        self.most_of_day(lane).map_or(now, |most| self.day.is_below_at(most, now))
    }

    /// The recipients of a day that `lane` may use; `None` without a limit.
    fn most_of_day(&self, lane: Lane) -> Option<u64> {
        let most = u64::from(self.pace.recipients_per_day?);
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
        let pace = EffectiveRateLimits {
            connections: 10,
            messages_per_minute,
            recipients_per_day,
            recipients_per_message: None,
        };
        RateLimit::new(pace, DayCount::default(), at(0.0))
    }

    /// Sends as fast as allowed for `seconds`, and answers when each message left.
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
    fn thirty_a_minute_leave_evenly() {
        assert_eq!(run(&mut rate_limit(Some(30), None), 0.0, 10.0), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(run(&mut rate_limit(Some(30), None), 0.0, 60.0).len(), 30);
    }

    #[test]
    fn a_fast_pace_is_kept_although_the_clock_is_coarse() {
        let left = run(&mut rate_limit(Some(60_000), None), 0.0, 1.0).len();
        assert!((1_000..=1_101).contains(&left), "{left}");
        assert_eq!(run(&mut rate_limit(None, None), 0.0, 0.1).len(), 100_000);
    }

    #[test]
    fn a_complaint_halves_the_speed_which_comes_back_slowly() {
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
    fn without_a_limit_a_complaint_sets_one_for_a_while() {
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
    fn the_last_of_a_days_recipients_are_kept_for_the_urgent_lane() {
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
    fn one_large_message_of_bulk_mail_has_no_room_in_what_is_kept_for_the_urgent_lane() {
        let mut rate_limit = rate_limit(None, Some(10_000));
        rate_limit.spend(9_499, at(0.0));
        assert_eq!(rate_limit.allows_at(Lane::Bulk, at(10.0)), at(10.0));
        assert_eq!(rate_limit.room_of_day(Lane::Bulk, at(10.0)), 1);
        rate_limit.spend(1, at(10.0));
        assert_eq!(rate_limit.room_of_day(Lane::Bulk, at(20.0)), 0);
        assert_eq!(rate_limit.room_of_day(Lane::Urgent, at(20.0)), 500);
        assert_eq!(rate_limit.room_of_day(Lane::Bulk, at(26.0 * 3600.0)), 9_500, "a new day");
    }

    #[test]
    fn a_day_is_known_after_a_restart() {
        let pace = EffectiveRateLimits {
            connections: 1,
            messages_per_minute: None,
            recipients_per_day: Some(10),
            recipients_per_message: None,
        };
        let hour = hour_of(at(0.0));
        let rate_limit = RateLimit::new(pace, [(hour - 23, 6), (hour, 4)].into_iter().collect(), at(0.0));
        assert_eq!(rate_limit.allows_at(Lane::Urgent, at(0.0)), at(2.0 * 3600.0));
    }
}
