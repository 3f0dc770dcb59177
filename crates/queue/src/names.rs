//! The outbox's nouns, with the names they are stored under and shown as in the API.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use storage::{FromValue, Value};
use uuid::Uuid;

/// Names a message in the outbox (UUIDv7, so ids sort by time).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub Uuid);

impl Id {
    /// The lowest id that a message of this time can have.
    pub(crate) fn first_at(time: Timestamp) -> Self {
        // RFC 9562 §5.7: the first 48 bits of a UUIDv7 are the time in milliseconds.
        let milliseconds = u128::try_from(time.as_millisecond()).unwrap_or(0);
        Id(Uuid::from_u128(milliseconds << 80))
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
            /// Every one.
            pub const ALL: &[$type] = &[$($type::$variant),*];

            /// The stored and API name.
            pub const fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name),*
                }
            }

            /// The one of this name.
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
    /// Why the message exists.
    Kind {
        /// Asks somebody to join a workspace.
        Invitation = "invitation",
        /// Lets somebody back in.
        PasswordReset = "password_reset",
        /// Shows that an address is its owner's.
        Validation = "validation",
        /// A script's `sendEmail()`.
        Script = "script",
        /// The REST API.
        Api = "api",
        /// SMTP submission.
        Submission = "submission",
        /// *Send test email*.
        Test = "test",
        /// Owlpost tells a person something: an alarm, a changed address.
        Notice = "notice",
    }
}

impl Kind {
    /// Which lane its messages wait in: a person waits for the urgent ones.
    pub fn lane(self) -> Lane {
        match self {
            Kind::Invitation | Kind::PasswordReset | Kind::Validation | Kind::Test | Kind::Notice => Lane::Urgent,
            Kind::Script | Kind::Api | Kind::Submission => Lane::Bulk,
        }
    }

    /// Whether the text holds a single-use link: shown to nobody, and kept no longer than it takes to send it.
    pub fn holds_ticket(self) -> bool {
        matches!(self, Kind::Invitation | Kind::PasswordReset | Kind::Validation)
    }

    /// Whether a deferral ends it: a test is sent over settings that may not even be saved.
    pub fn is_tried_once(self) -> bool {
        self == Kind::Test
    }
}

named! {
    /// Which lane it waits in: urgent goes before bulk.
    Lane {
        /// A person waits for it.
        Urgent = "urgent",
        /// Everything else.
        Bulk = "bulk",
    }
}

named! {
    /// Where a delivery stands; the ways between are in `transitions.rs`.
    State {
        /// Waits for its first attempt, or for the first after somebody asked to retry.
        Queued = "queued",
        /// Leased: in flight, or about to be.
        Sending = "sending",
        /// The next server took responsibility. Final.
        Sent = "sent",
        /// Stored in the built-in mailbox: nothing left. Final.
        Kept = "kept",
        /// Tried, and waits to be tried again.
        Deferred = "deferred",
        /// Refused for good. Final.
        Failed = "failed",
        /// The reply to the complete message was lost too often: it may have arrived. Final.
        Uncertain = "uncertain",
        /// Its time was over before it could be sent. Final.
        Expired = "expired",
        /// Somebody took it back before it was sent. Final.
        Cancelled = "cancelled",
    }
}

named! {
    /// The field of a message that names a recipient.
    RecipientField {
        /// In the header To.
        To = "to",
        /// In the header Cc.
        Cc = "cc",
        /// Named for Bcc, in no header.
        Bcc = "bcc",
        /// Added by the email settings, in no header.
        AutomaticBcc = "automatic_bcc",
    }
}

impl State {
    /// Whether nothing more happens by itself.
    pub fn is_final(self) -> bool {
        !self.waits() && self != State::Sending
    }

    /// Whether it waits for an attempt.
    pub fn waits(self) -> bool {
        matches!(self, State::Queued | State::Deferred)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_api_and_lead_back() {
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
    fn what_a_person_waits_for_is_urgent() {
        let urgent: Vec<_> =
            Kind::ALL.iter().filter(|kind| kind.lane() == Lane::Urgent).map(|kind| kind.name()).collect();
        assert_eq!(urgent, ["invitation", "password_reset", "validation", "test", "notice"]);
    }
}
