//! The state of the letter of an invitation or sign-up, for the people who wait for it: a badge, and the reason if it
//! was not sent. Only administrators see the server's name and reply.

use i18n::language;
use queue::{Delivery, State};

use super::translation::tr;
use crate::layout;

/// A letter's state as text.
pub struct MailState {
    /// The colour of its badge.
    pub class: &'static str,
    /// A short label.
    pub words: String,
    /// Why it waits or failed.
    pub reason: Option<String>,
}

impl MailState {
    /// From the delivery of a letter, which has one recipient, for an instance administrator. `paused` is the reason
    /// why sending is paused, which is not stored with a letter.
    pub fn in_full(letter: &Delivery, paused: Option<&str>) -> Self {
        let own = letter.problem.as_ref().map(|problem| language().problem(problem).what);
        let reason = paused.filter(|_| letter.state.waits()).or(own.as_deref()).map(layout::sentence);
        Self { reason, ..Self::of(letter, paused.is_some()) }
    }

    /// Like [`MailState::in_full`], for everybody else: the state of the letter and what follows from it.
    pub fn of(letter: &Delivery, is_paused: bool) -> Self {
        let (class, key) = match letter.state {
            // It was already tried, or the connection has a problem: show the reason.
            State::Queued if letter.problem.is_some() || is_paused => ("warning", "mail-state-waiting"),
            State::Queued => ("info", "mail-state-waiting"),
            State::Sending => ("info", "mail-state-sending"),
            State::Sent => ("good", "mail-state-sent"),
            State::Kept => ("", "mail-state-kept"),
            State::Deferred => ("warning", "mail-state-waiting"),
            State::Uncertain => ("warning", "mail-state-uncertain"),
            State::Failed => ("danger", "mail-state-failed"),
            State::Expired => ("danger", "mail-state-expired"),
            State::Cancelled => ("", "mail-state-cancelled"),
        };
        let reason = match letter.state {
            State::Queued | State::Deferred if is_paused => Some("mail-state-paused"),
            State::Queued | State::Deferred if letter.problem.is_some() => Some("mail-state-tried-again"),
            State::Failed => Some("mail-state-not-accepted"),
            State::Uncertain => Some("mail-state-no-confirmation"),
            State::Expired => Some("mail-state-not-in-time"),
            _ => None,
        };
        Self { class, words: tr(key).into_owned(), reason: reason.map(|key| tr(key).into_owned()) }
    }
}
