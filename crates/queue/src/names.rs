//! Kinds, lanes and states, with their names in storage and the API.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use storage::{FromValue, Value};
use uuid::Uuid;

/// The id of a message in the outbox (UUIDv7, so ids sort by time).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub Uuid);

impl Id {
    /// The lowest id that a message of this time can have.
    pub(crate) fn first_at(time: Timestamp) -> Self {
        // RFC 9562 §5.7: the first 48 bits of a UUIDv7 are the time in milliseconds.
        let milliseconds = u128::try_from(time.as_millisecond()).unwrap_or(0);
        Id(Uuid::from_u128(milliseconds << 80))
    }

    /// When the message was accepted, according to the id.
    pub fn accepted_at(self) -> Timestamp {
        let milliseconds = i64::try_from(self.0.as_u128() >> 80).unwrap_or(i64::MAX);
        Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Id {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Id)
    }
}

impl From<Id> for Value<'_> {
    fn from(id: Id) -> Self {
        Value::from(id.0.into_bytes())
    }
}

impl FromValue for Id {
    fn from_value(value: Value<'_>) -> Option<Self> {
        <[u8; 16]>::from_value(value).map(|bytes| Id(Uuid::from_bytes(bytes)))
    }
}

/// Declares an enum whose variants have one stored name each.
macro_rules! named {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $type {
            $($(#[$doc])* $variant),*
        }

        impl $type {
            /// All variants.
            pub const ALL: &[$type] = &[$($type::$variant),*];

            /// The stored and API name.
            pub const fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name),*
                }
            }

            /// The variant with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some($type::$variant),)*
                    _ => None,
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl From<$type> for Value<'_> {
            fn from(value: $type) -> Self {
                Value::from(value.name())
            }
        }

        impl FromValue for $type {
            fn from_value(value: Value<'_>) -> Option<Self> {
                match value {
                    Value::Text(name) => $type::from_name(&name),
                    _ => None,
                }
            }
        }
    };
}

named! {
    /// The kind of message, by its cause.
    Kind {
        /// Invites a person to a workspace.
        Invitation = "invitation",
        /// Resets a forgotten password.
        PasswordReset = "password_reset",
        /// Validates an address.
        Validation = "validation",
        /// A script's `sendEmail()`.
        Script = "script",
        /// The REST API.
        Api = "api",
        /// SMTP submission.
        Submission = "submission",
        /// *Send test email*.
        Test = "test",
        /// A notice by owlpost: an alarm, a changed address.
        Notice = "notice",
    }
}

impl Kind {
    /// The lane of its messages: a person waits for the urgent ones.
    pub fn lane(self) -> Lane {
        match self {
            Kind::Invitation | Kind::PasswordReset | Kind::Validation | Kind::Test | Kind::Notice => Lane::Urgent,
            Kind::Script | Kind::Api | Kind::Submission => Lane::Bulk,
        }
    }

    /// Whether the text contains a single-use link: it is never shown, and deleted as soon as all its deliveries have
    /// ended.
    pub fn contains_ticket(self) -> bool {
        matches!(self, Kind::Invitation | Kind::PasswordReset | Kind::Validation)
    }

    /// Whether there is only one attempt: a test may use unsaved settings.
    pub fn is_tried_once(self) -> bool {
        self == Kind::Test
    }
}

named! {
    /// The lane of a message; urgent messages are sent before bulk ones.
    Lane {
        /// A person waits for it.
        Urgent = "urgent",
        /// Everything else.
        Bulk = "bulk",
    }
}

named! {
    /// The state of a delivery; the transitions are in `transitions.rs`.
    State {
        /// Waits for its first attempt, or for the first after a person retried it.
        Queued = "queued",
        /// Leased: being sent, or about to be.
        Sending = "sending",
        /// The next server has accepted it. Final.
        Sent = "sent",
        /// Stored in the built-in mailbox: nothing was sent. Final.
        Kept = "kept",
        /// Waits for another attempt.
        Deferred = "deferred",
        /// Failed permanently. Final.
        Failed = "failed",
        /// The reply to the complete message was lost too often: it may have arrived. Final.
        Uncertain = "uncertain",
        /// It expired before it could be sent. Final.
        Expired = "expired",
        /// A person cancelled it before it was sent. Final.
        Cancelled = "cancelled",
    }
}

named! {
    /// What a delivery status notification reports (RFC 3464 section 2.3.3).
    NotificationEvent {
        /// It failed, expired, or may have arrived without a reply.
        Failed = "failed",
        /// The next server took it over and sends no notifications.
        Relayed = "relayed",
        /// It waits for longer than usual.
        Delayed = "delayed",
    }
}

named! {
    /// The field of a message that names a recipient.
    RecipientField {
        /// In the header To.
        To = "to",
        /// In the header Cc.
        Cc = "cc",
        /// A Bcc of the draft, in no header.
        Bcc = "bcc",
        /// Added by the email settings, in no header.
        AutomaticBcc = "automatic_bcc",
    }
}

impl State {
    /// Whether it has ended.
    pub fn is_final(self) -> bool {
        !self.waits() && self != State::Sending
    }

    /// Whether it waits for an attempt.
    pub fn waits(self) -> bool {
        matches!(self, State::Queued | State::Deferred)
    }
}

named! {
    /// States that are counted and listed together.
    StateGroup {
        /// Deliveries that are still to be sent.
        Waiting = "waiting",
        /// Deliveries that ended without being known to have been sent, except cancelled ones.
        Unsuccessful = "unsuccessful",
    }
}

impl StateGroup {
    /// The states that belong to it.
    pub const fn states(self) -> &'static [State] {
        match self {
            StateGroup::Waiting => &[State::Queued, State::Sending, State::Deferred],
            StateGroup::Unsuccessful => &[State::Failed, State::Uncertain, State::Expired],
        }
    }
}

/// The states with this name: one state, or those of a group; `None` if the name is unknown.
pub fn states_named(name: &str) -> Option<Vec<State>> {
    let one = State::from_name(name).map(|state| vec![state]);
    one.or_else(|| StateGroup::from_name(name).map(|group| group.states().to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_api_and_can_be_parsed() {
        let all: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(
            all,
            ["invitation", "password_reset", "validation", "script", "api", "submission", "test", "notice"]
        );
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(*kind));
        }
        for state in State::ALL {
            assert_eq!(State::from_name(state.name()), Some(*state));
        }
        assert_eq!(State::from_name("gone"), None);
    }

    #[test]
    fn a_name_is_that_of_a_state_or_of_a_group_of_states() {
        for group in StateGroup::ALL {
            assert_eq!(State::from_name(group.name()), None, "{group} would mean two things");
            assert_eq!(states_named(group.name()).as_deref(), Some(group.states()));
        }
        assert_eq!(states_named("kept"), Some(vec![State::Kept]));
        assert_eq!(states_named("gone"), None);
        let waits: Vec<_> = State::ALL.iter().copied().filter(|state| !state.is_final()).collect();
        assert_eq!(StateGroup::Waiting.states(), waits, "what is not final waits");
    }

    #[test]
    fn mail_that_a_person_waits_for_is_urgent() {
        let urgent: Vec<_> =
            Kind::ALL.iter().filter(|kind| kind.lane() == Lane::Urgent).map(|kind| kind.name()).collect();
        assert_eq!(urgent, ["invitation", "password_reset", "validation", "test", "notice"]);
    }
}
