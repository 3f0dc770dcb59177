//! Labels of states, kinds and replies on the pages of the outbox.

use std::borrow::Cow;

use queue::{Kind, State, StateGroup, Tally};

use crate::translation::tr;

/// A label with the colour of its badge.
pub struct Badge {
    pub class: &'static str,
    pub words: String,
}

impl Badge {
    pub fn of(state: State) -> Self {
        Self { class: class(state), words: state_label(state).into_owned() }
    }

    /// The badge of a message that cannot be read.
    pub fn damaged() -> Self {
        Self { class: "danger", words: tr("outbox-damaged-badge").into_owned() }
    }

    /// One badge for each state that occurs, with counts if there are several recipients.
    pub fn all(tally: &Tally) -> Vec<Self> {
        let several = tally.total() > 1;
        tally
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| Self {
                class: class(state),
                words: if several {
                    format!("{} {count}", state_label(state))
                } else {
                    state_label(state).into_owned()
                },
            })
            .collect()
    }
}

fn class(state: State) -> &'static str {
    match state {
        State::Sent => "good",
        State::Queued | State::Sending => "info",
        State::Deferred | State::Uncertain => "warning",
        State::Failed | State::Expired => "danger",
        State::Kept | State::Cancelled => "",
    }
}

pub fn state_label(state: State) -> Cow<'static, str> {
    tr(match state {
        State::Queued => "state-queued",
        State::Sending => "state-sending",
        State::Sent => "state-sent",
        State::Kept => "state-kept",
        State::Deferred => "state-deferred",
        State::Failed => "state-failed",
        State::Uncertain => "state-uncertain",
        State::Expired => "state-expired",
        State::Cancelled => "state-cancelled",
    })
}

/// The label of a group of states.
pub fn group_label(group: StateGroup) -> Cow<'static, str> {
    tr(match group {
        StateGroup::Waiting => "state-group-waiting",
        StateGroup::Unsuccessful => "state-group-unsuccessful",
    })
}

/// What a state means, in one sentence.
pub fn state_meaning(state: State) -> Cow<'static, str> {
    tr(match state {
        State::Queued => "state-queued-meaning",
        State::Sending => "state-sending-meaning",
        State::Sent => "state-sent-meaning",
        State::Kept => "state-kept-meaning",
        State::Deferred => "state-deferred-meaning",
        State::Failed => "state-failed-meaning",
        State::Uncertain => "state-uncertain-meaning",
        State::Expired => "state-expired-meaning",
        State::Cancelled => "state-cancelled-meaning",
    })
}

pub fn kind_label(kind: Kind) -> Cow<'static, str> {
    tr(match kind {
        Kind::Invitation => "kind-invitation",
        Kind::PasswordReset => "kind-password-reset",
        Kind::Validation => "kind-validation",
        Kind::Script => "kind-script",
        Kind::Api => "kind-api",
        Kind::Submission => "kind-submission",
        Kind::Test => "kind-test",
        Kind::Notice => "kind-notice",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(counts: &[(State, u64)], expected: &[&str]) {
        let badges = Badge::all(&counts.iter().copied().collect());
        let words: Vec<&str> = badges.iter().map(|badge| badge.words.as_str()).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn one_recipient_shows_a_state_and_several_show_counts() {
        check(&[(State::Sent, 1)], &["Sent"]);
        check(&[(State::Sent, 3), (State::Failed, 1)], &["Sent 3", "Failed 1"]);
        check(&[(State::Kept, 2), (State::Uncertain, 1)], &["Kept here 2", "May have arrived 1"]);
        check(&[(State::Queued, 12)], &["Queued 12"]);
    }
}
