//! How many recipients an account has sent to, by hour, for the provider's daily limit.
//!
//! A day is any 24 hours. Pure: time is an argument.

use std::collections::VecDeque;

use jiff::Timestamp;

/// The length of a day in hours.
const DAY_HOURS: i64 = 24;

/// Maximum hours remembered: more than a day, so that those before a jump of the clock count again when it is set
/// right.
const HOURS_REMEMBERED: usize = 2 * DAY_HOURS as usize + 2;

/// Recipients by hour since 1970, oldest first. Hours older than a day do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayCount(VecDeque<(i64, u64)>);

impl FromIterator<(i64, u64)> for DayCount {
    /// The hours must be in ascending order.
    fn from_iter<T: IntoIterator<Item = (i64, u64)>>(hours: T) -> Self {
        Self(hours.into_iter().collect())
    }
}

impl DayCount {
    /// Counts recipients at `now`.
    pub fn add(&mut self, recipients: u64, now: Timestamp) {
        let hour = hour_of(now);
        match self.0.iter_mut().rfind(|(counted, _)| *counted == hour) {
            Some((_, count)) => *count += recipients,
            None => {
                // Not always at the end: the clock may have been set back.
                let at = self.0.partition_point(|(counted, _)| *counted < hour);
                self.0.insert(at, (hour, recipients));
            }
        }
        while self.0.len() > HOURS_REMEMBERED {
            self.0.pop_front();
        }
    }

    /// Adjusts to a clock that was set back to `now`: recipients counted in later hours count in this hour, as after a
    /// restart.
    pub fn set_back(&mut self, now: Timestamp) {
        let first_ahead = self.0.partition_point(|(counted, _)| *counted <= hour_of(now));
        let ahead: u64 = self.0.drain(first_ahead..).map(|(_, count)| count).sum();
        if ahead > 0 {
            self.add(ahead, now);
        }
    }

    /// Subtracts recipients that were counted at `at` but got nothing.
    pub fn take_back(&mut self, recipients: u64, at: Timestamp) {
        let hour = hour_of(at);
        if let Some((_, count)) = self.0.iter_mut().find(|(counted, _)| *counted == hour) {
            *count = count.saturating_sub(recipients);
        }
    }

    /// When fewer than `limit` recipients are counted: `now`, or when enough of the oldest hours are a day old.
    pub fn is_below_at(&self, limit: u64, now: Timestamp) -> Timestamp {
        let hour_now = hour_of(now);
        if self.within_day(hour_now) < limit {
            return now;
        }
        (1..=DAY_HOURS + 1)
            .map(|later| hour_now + later)
            .find(|hour| self.within_day(*hour) < limit)
            .and_then(|hour| Timestamp::from_second(hour * 3600).ok())
            .unwrap_or(now)
    }

    /// The recipients counted within the last day.
    pub fn counted(&self, now: Timestamp) -> u64 {
        self.within_day(hour_of(now))
    }

    /// Whether no recipient is counted within the last day.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.counted(now) == 0
    }

    fn within_day(&self, hour_now: i64) -> u64 {
        self.0.iter().filter(|(hour, _)| *hour >= hour_now - DAY_HOURS).map(|(_, count)| count).sum()
    }
}

/// The hour since 1970.
pub fn hour_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(3600)
}

/// The first hour that counts at `now`.
pub fn first_hour(now: Timestamp) -> i64 {
    hour_of(now) - DAY_HOURS
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(hours: f64) -> Timestamp {
        let noon: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        noon + Duration::from_secs_f64(hours * 3600.0)
    }

    #[test]
    fn a_day_is_any_24_hours() {
        let mut day = DayCount::default();
        day.add(6, at(0.5));
        day.add(4, at(20.0));
        assert_eq!(day.is_below_at(11, at(21.0)), at(21.0));
        assert_eq!(day.is_below_at(10, at(21.0)), at(25.0), "when the first hour is a day old");
        assert_eq!((day.is_over(at(44.0)), day.is_over(at(45.5))), (false, true));
    }

    #[test]
    fn recipients_that_got_nothing_are_not_counted() {
        let mut day = DayCount::default();
        day.add(10, at(0.0));
        day.take_back(4, at(0.5));
        day.take_back(9, at(3.0));
        assert_eq!(day.is_below_at(7, at(1.0)), at(1.0));
        assert!(day.is_below_at(6, at(1.0)) > at(1.0));
    }

    #[test]
    fn hours_are_counted_after_the_clock_was_set_back() {
        let mut day = DayCount::default();
        day.add(3, at(5.0));
        day.add(2, at(1.0));
        day.add(1, at(5.5));
        assert_eq!(day, [(hour_of(at(1.0)), 2), (hour_of(at(5.0)), 4)].into_iter().collect());
    }

    #[test]
    fn a_jump_of_the_clock_resets_no_limit() {
        let mut day = DayCount::default();
        day.add(3, at(0.0));
        day.add(2, at(400.0 * 24.0));
        day.set_back(at(1.0));
        assert_eq!(day.is_below_at(6, at(1.0)), at(1.0));
        assert_eq!(
            day.is_below_at(5, at(1.0)),
            at(25.0),
            "the first hour counts again, the others count from when the clock was set back"
        );
        assert_eq!(day.is_below_at(2, at(1.0)), at(26.0));
    }
}
