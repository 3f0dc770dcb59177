//! The usage of one subject in memory: recipients by minute, and mails by recipient. Pure.
//!
//! A window of an hour is the current minute and the 60 before it: it is never shorter than 60 minutes, and at most one
//! longer.

use std::collections::{HashMap, VecDeque};

use queue::usage::{DAY_MINUTES, HOUR_MINUTES, MailsInMinute};

/// Maximum mails remembered for a subject, one per recipient; the oldest are forgotten first.
pub(super) const MAILED_MAX: usize = 200_000;

/// The window of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Window {
    Hour,
    Day,
}

impl Window {
    fn minutes(self) -> i64 {
        match self {
            Self::Hour => HOUR_MINUTES,
            Self::Day => DAY_MINUTES,
        }
    }
}

/// What a subject sent within the last day.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Minute and number of recipients, oldest first.
    minutes: VecDeque<(i64, u32)>,
    /// The sum of the recipients in `minutes`.
    day: u64,
    /// Minute and recipient hash of each mail of the last hour, oldest first.
    mailed: VecDeque<(i64, i64)>,
    by_recipient: HashMap<i64, u32>,
    /// Reservations that are neither stored nor given back.
    pub open: usize,
}

impl Ledger {
    /// A ledger of stored usage; both lists are ordered from oldest to newest. Minutes after `now` count as `now`.
    pub(super) fn of(minutes: Vec<(i64, u32)>, mailed: Vec<MailsInMinute>, now: i64) -> Self {
        let mut ledger = Self::default();
        for (minute, recipients) in minutes {
            ledger.add(minute.min(now), recipients);
        }
        for MailsInMinute { minute, recipient, mails } in mailed {
            for _ in 0..mails {
                ledger.add_mail(minute.min(now), recipient);
            }
        }
        ledger
    }

    /// Forgets what is older than its window. If the clock was set back, minutes after `now` count as `now`.
    pub(super) fn observe(&mut self, now: i64) {
        for (minute, _) in self.minutes.iter_mut().rev().take_while(|(minute, _)| *minute > now) {
            *minute = now;
        }
        for (minute, _) in self.mailed.iter_mut().rev().take_while(|(minute, _)| *minute > now) {
            *minute = now;
        }
        while let Some((_, recipients)) = self.minutes.pop_front_if(|(minute, _)| *minute < now - DAY_MINUTES) {
            self.day -= u64::from(recipients);
        }
        while let Some((_, recipient)) = self.mailed.pop_front_if(|(minute, _)| *minute < now - HOUR_MINUTES) {
            self.forget_mail(recipient);
        }
    }

    /// Recipients within the window.
    pub(super) fn used(&self, window: Window, now: i64) -> u64 {
        match window {
            Window::Day => self.day,
            Window::Hour => {
                let within = self.minutes.iter().rev().take_while(|(minute, _)| *minute >= now - HOUR_MINUTES);
                within.map(|(_, recipients)| u64::from(*recipients)).sum()
            }
        }
    }

    /// Mails to a recipient within the hour.
    pub(super) fn mails_to(&self, recipient: i64) -> u32 {
        self.by_recipient.get(&recipient).copied().unwrap_or(0)
    }

    /// The first minute at which `count` more recipients are within the limit of the window; `None` if `count` exceeds
    /// the limit.
    pub(super) fn room_at(&self, window: Window, limit: u32, count: u32, now: i64) -> Option<i64> {
        if count > limit {
            return None;
        }
        let mut used = self.used(window, now);
        let first = now - window.minutes();
        for (minute, recipients) in self.minutes.iter().filter(|(minute, _)| *minute >= first) {
            if used + u64::from(count) <= u64::from(limit) {
                break;
            }
            used -= u64::from(*recipients);
            if used + u64::from(count) <= u64::from(limit) {
                return Some(minute + window.minutes() + 1);
            }
        }
        Some(now)
    }

    /// The minute at which the oldest recipients of the window leave it.
    pub(super) fn renews_at(&self, window: Window, now: i64) -> Option<i64> {
        let first = now - window.minutes();
        let oldest = self.minutes.iter().find(|(minute, recipients)| *minute >= first && *recipients > 0);
        oldest.map(|(minute, _)| minute + window.minutes() + 1)
    }

    /// The first minute at which one more mail may go to a recipient; `None` if the limit is 0.
    pub(super) fn room_for(&self, recipient: i64, limit: u32, now: i64) -> Option<i64> {
        if limit == 0 {
            return None;
        }
        let surplus = usize::try_from(self.mails_to(recipient).saturating_sub(limit)).unwrap_or(usize::MAX);
        let oldest = self.mailed.iter().filter(|(_, mailed)| *mailed == recipient).nth(surplus);
        Some(oldest.map_or(now, |(minute, _)| minute + HOUR_MINUTES + 1))
    }

    pub(super) fn add(&mut self, minute: i64, recipients: u32) {
        self.day += u64::from(recipients);
        match self.minutes.back_mut() {
            Some((last, counted)) if *last >= minute => *counted = counted.saturating_add(recipients),
            _ => self.minutes.push_back((minute, recipients)),
        }
    }

    pub(super) fn add_mail(&mut self, minute: i64, recipient: i64) {
        self.mailed.push_back((minute, recipient));
        *self.by_recipient.entry(recipient).or_default() += 1;
        if self.mailed.len() > MAILED_MAX
            && let Some((_, oldest)) = self.mailed.pop_front()
        {
            self.forget_mail(oldest);
        }
    }

    /// Takes back what [`Ledger::add`] added.
    pub(super) fn take_back(&mut self, minute: i64, recipients: u32) {
        let found = self.minutes.iter_mut().rev().find(|(counted, _)| *counted <= minute);
        if let Some((_, counted)) = found {
            let taken = recipients.min(*counted);
            *counted -= taken;
            self.day -= u64::from(taken);
        }
    }

    /// Takes back what [`Ledger::add_mail`] added.
    pub(super) fn take_back_mail(&mut self, recipient: i64) {
        if let Some(nth) = self.mailed.iter().rposition(|(_, mailed)| *mailed == recipient) {
            self.mailed.remove(nth);
            self.forget_mail(recipient);
        }
    }

    fn forget_mail(&mut self, recipient: i64) {
        if let Some(mails) = self.by_recipient.get_mut(&recipient) {
            *mails -= 1;
            if *mails == 0 {
                self.by_recipient.remove(&recipient);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_never_shorter_than_60_minutes() {
        let mut ledger = Ledger::default();
        ledger.add(0, 7);
        ledger.add(30, 2);
        for (now, hour, day) in [(30, 9, 9), (60, 9, 9), (61, 2, 9), (91, 0, 9), (1440, 0, 9), (1441, 0, 2)] {
            ledger.observe(now);
            assert_eq!((ledger.used(Window::Hour, now), ledger.used(Window::Day, now)), (hour, day), "minute {now}");
        }
    }

    #[test]
    fn there_is_room_when_enough_recipients_have_left_the_window() {
        let mut ledger = Ledger::default();
        ledger.add(0, 7);
        ledger.add(30, 2);
        let room = |limit, count| ledger.room_at(Window::Hour, limit, count, 31);
        assert_eq!([room(10, 1), room(10, 2), room(10, 9), room(10, 10)], [Some(31), Some(61), Some(91), Some(91)]);
        assert_eq!(room(10, 11), None, "more than the limit");
    }

    #[test]
    fn mails_to_a_recipient_are_counted_for_an_hour() {
        let mut ledger = Ledger::default();
        for minute in [0, 10, 10] {
            ledger.add_mail(minute, 5);
        }
        ledger.add_mail(10, 6);
        assert_eq!((ledger.mails_to(5), ledger.room_for(5, 3, 10), ledger.room_for(5, 2, 10)), (3, Some(61), Some(71)));
        ledger.take_back_mail(5);
        ledger.observe(61);
        assert_eq!((ledger.mails_to(5), ledger.mails_to(6)), (1, 1));
        ledger.observe(71);
        assert_eq!((ledger.mails_to(5), ledger.by_recipient.len()), (0, 0));
    }

    #[test]
    fn usage_that_is_taken_back_does_not_count() {
        let mut ledger = Ledger::default();
        ledger.add(0, 7);
        ledger.add(1, 3);
        ledger.take_back(1, 3);
        assert_eq!((ledger.used(Window::Hour, 1), ledger.used(Window::Day, 1)), (7, 7));
    }

    #[test]
    fn usage_in_the_future_counts_as_present_after_the_clock_was_set_back() {
        let mut ledger = Ledger::of(vec![(100, 4)], vec![MailsInMinute { minute: 100, recipient: 1, mails: 2 }], 90);
        ledger.add(90, 1);
        ledger.observe(20);
        assert_eq!((ledger.used(Window::Hour, 20), ledger.mails_to(1)), (5, 2));
        ledger.observe(81);
        assert_eq!((ledger.used(Window::Hour, 81), ledger.mails_to(1)), (0, 0));
    }

    #[test]
    fn the_number_of_remembered_mails_is_bounded() {
        let mut ledger = Ledger::default();
        for recipient in 0..=MAILED_MAX as i64 {
            ledger.add_mail(0, recipient);
        }
        assert_eq!((ledger.mailed.len(), ledger.by_recipient.len(), ledger.mails_to(0)), (MAILED_MAX, MAILED_MAX, 0));
    }
}
