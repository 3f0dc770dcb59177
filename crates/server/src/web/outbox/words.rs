//! How states, kinds and replies read on the pages of the outbox.

use outbox::{Kind, State, Tally};

/// A state with the colour of its badge.
pub struct Badge {
    pub class: &'static str,
    pub words: String,
}

impl Badge {
    pub fn of(state: State) -> Self {
        Self { class: class(state), words: state_words(state).to_owned() }
    }

    /// One badge for each state that occurs; with counts where there are several recipients.
    pub fn all(tally: &Tally) -> Vec<Self> {
        let several = tally.total() > 1;
        tally
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| Self {
                class: class(state),
                words: if several { format!("{} {count}", state_words(state)) } else { state_words(state).to_owned() },
            })
            .collect()
    }
}

fn class(state: State) -> &'static str {
    match state {
        State::Sent => "good",
        State::Queued | State::Sending => "info",
        State::Deferred => "warning",
        State::Failed | State::Expired => "danger",
        State::Cancelled => "",
    }
}

pub fn state_words(state: State) -> &'static str {
    match state {
        State::Queued => "Queued",
        State::Sending => "Sending",
        State::Sent => "Sent",
        State::Deferred => "Deferred",
        State::Failed => "Failed",
        State::Expired => "Expired",
        State::Cancelled => "Cancelled",
    }
}

/// What a state means, in one sentence.
pub fn state_meaning(state: State) -> &'static str {
    match state {
        State::Queued => "It is stored and waits for its turn.",
        State::Sending => "It is being handed over at this moment.",
        State::Sent => "The next mail server took it over. That is no proof of the inbox.",
        State::Deferred => "The server said not now. It is tried again by itself, less often with time.",
        State::Failed => "The server refused it for good. It is not tried again by itself.",
        State::Expired => "Its time was over before a server took it.",
        State::Cancelled => "Somebody took it back before it was sent.",
    }
}

pub fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Invitation => "Invitation",
        Kind::PasswordReset => "Password reset",
        Kind::Validation => "Account validation",
        Kind::Script => "Script",
        Kind::Api => "API",
        Kind::Submission => "SMTP submission",
        Kind::Test => "Test email",
        Kind::Notice => "Notice",
    }
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
    fn a_message_to_one_shows_its_state_and_one_to_many_shows_counts() {
        check(&[(State::Sent, 1)], &["Sent"]);
        check(&[(State::Sent, 3), (State::Failed, 1)], &["Sent 3", "Failed 1"]);
        check(&[(State::Queued, 12)], &["Queued 12"]);
    }
}
