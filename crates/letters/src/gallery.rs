//! Every letter with its sample: what the page *Letters* and the tests go through.

use jiff::{SignedDuration, Timestamp};

use super::{
    Language, Letter, account_exists, address_change, address_changed, alarm, expiration, invitation, password_changed,
    password_reset, test, validation,
};

/// A letter by its name.
#[derive(Clone, Copy, Debug)]
pub struct Exhibit {
    /// In addresses and names of files: `password-reset`.
    pub name: &'static str,
    /// Words its sample.
    pub sample: fn(Language) -> Letter,
}

/// All letters: first those that people wait for, then notices.
pub const ALL: [Exhibit; 10] = [
    Exhibit { name: "invitation", sample: |language| invitation::letter(&invitation::Words::sample(), language) },
    Exhibit {
        name: "password-reset",
        sample: |language| password_reset::letter(&password_reset::Words::sample(), language),
    },
    Exhibit { name: "validation", sample: |language| validation::letter(&validation::Words::sample(), language) },
    Exhibit {
        name: "account-exists",
        sample: |language| account_exists::letter(&account_exists::Words::sample(), language),
    },
    Exhibit {
        name: "address-change",
        sample: |language| address_change::letter(&address_change::Words::sample(), language),
    },
    Exhibit {
        name: "address-changed",
        sample: |language| address_changed::letter(&address_changed::Words::sample(), language),
    },
    Exhibit {
        name: "password-changed",
        sample: |language| password_changed::letter(&password_changed::Words::sample(), language),
    },
    Exhibit { name: "test", sample: |language| test::letter(&test::Words::sample(), language) },
    Exhibit { name: "alarm", sample: |language| alarm::letter(&alarm::Words::sample(), language) },
    Exhibit { name: "ending", sample: |language| expiration::letter(&expiration::Words::sample(), language) },
];

/// The time of all samples.
pub(super) fn now() -> Timestamp {
    /// 25 November 2026, 10:00 UTC.
    const SECONDS: i64 = 1_795_600_800;
    Timestamp::from_second(SECONDS).unwrap_or_default()
}

pub(super) fn in_an_hour() -> Timestamp {
    now() + SignedDuration::from_hours(1)
}

pub(super) fn in_a_day() -> Timestamp {
    now() + SignedDuration::from_hours(24)
}

pub(super) fn in_a_week() -> Timestamp {
    now() + SignedDuration::from_hours(7 * 24)
}
