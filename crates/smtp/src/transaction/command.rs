//! The commands of an envelope.

use mail::Reply;

use super::result::Phase;
use crate::reply::ReplyClass;

/// A command of the envelope.
#[derive(Clone, Copy)]
pub(super) enum Command {
    Mail,
    Rcpt(usize),
    Data,
}

impl Command {
    pub(super) fn phase(self) -> Phase {
        match self {
            Command::Mail => Phase::Mail,
            Command::Rcpt(_) => Phase::Rcpt,
            Command::Data => Phase::Data,
        }
    }

    pub(super) fn recipient(self) -> Option<usize> {
        match self {
            Command::Rcpt(at) => Some(at),
            Command::Mail | Command::Data => None,
        }
    }

    /// Whether a positive reply is of the wrong class: commands and replies no longer match, so no further reply is
    /// used.
    pub(super) fn is_mismatch(self, reply: &Reply) -> bool {
        match self {
            Command::Mail | Command::Rcpt(_) => ReplyClass::of(reply) == ReplyClass::Intermediate,
            Command::Data => ReplyClass::of(reply) == ReplyClass::Completion,
        }
    }
}
