//! Every letter with its sample, for the page *Letters* and the tests.

use jiff::{SignedDuration, Timestamp};

use super::{
    Language, Letter, account_exists, address_change, address_changed, alarm, expiration, invitation, password_changed,
    password_reset, storage_problem, test, validation,
};

/// A letter by its name.
#[derive(Clone, Copy, Debug)]
pub struct LetterSample {
    /// The name in URLs and file names: `password-reset`.
    pub name: &'static str,
    /// Composes the letter with its sample.
    pub sample: fn(Language) -> Letter,
}

/// All letters: first those that people wait for, then notices.
pub const ALL: [LetterSample; 11] = [
    LetterSample { name: "invitation", sample: |language| invitation::letter(&invitation::Values::sample(), language) },
    LetterSample {
        name: "password-reset",
        sample: |language| password_reset::letter(&password_reset::sample(), language),
    },
    LetterSample { name: "validation", sample: |language| validation::letter(&validation::sample(), language) },
    LetterSample {
        name: "account-exists",
        sample: |language| account_exists::letter(&account_exists::Values::sample(), language),
    },
    LetterSample {
        name: "address-change",
        sample: |language| address_change::letter(&address_change::Values::sample(), language),
    },
    LetterSample {
        name: "address-changed",
        sample: |language| address_changed::letter(&address_changed::Values::sample(), language),
    },
    LetterSample {
        name: "password-changed",
        sample: |language| password_changed::letter(&password_changed::Values::sample(), language),
    },
    LetterSample { name: "test", sample: |language| test::letter(&test::Values::sample(), language) },
    LetterSample { name: "alarm", sample: |language| alarm::letter(&alarm::Values::sample(), language) },
    LetterSample {
        name: "storage-problem",
        sample: |language| storage_problem::letter(&storage_problem::Values::sample(), language),
    },
    LetterSample { name: "ending", sample: |language| expiration::letter(&expiration::Values::sample(), language) },
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
