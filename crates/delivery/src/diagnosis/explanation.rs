//! What a failure means: the problem, whom it concerns, and what follows for the queue. The rows of the tables give them.

use std::time::Duration;

use mail::ProblemCode;
use smtp::ReplyClass;

use super::{Concern, Disposition};
use crate::problems::declared;

/// Every explanation names its problem; this one only completes the rows of `api` and `token` that omit fields.
pub(in crate::diagnosis) const UNNAMED: ProblemCode = ProblemCode { name: "", code: "", args: &[] };

/// What a failure means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Explanation {
    pub(super) problem: &'static ProblemCode,
    pub(super) concerns: Concern,
    /// The settings field it concerns.
    pub(super) field: Option<&'static str>,
    /// A 5xx defers as well.
    pub(super) temporary: bool,
    /// How long a quota of this kind lasts.
    pub(super) retry_after: Option<Duration>,
    /// The server asks to slow down.
    pub(super) throttled: bool,
    /// It says no more than that the server refused or deferred, or for a reason as wide as a policy.
    pub(super) general: bool,
}

const fn explanation(name: &str, concerns: Concern, field: Option<&'static str>) -> Explanation {
    Explanation {
        problem: declared(name),
        concerns,
        field,
        temporary: false,
        retry_after: None,
        throttled: false,
        general: false,
    }
}

/// Server, network, login or account: no message can be sent. All mail waits.
pub(super) const fn connection(name: &str) -> Explanation {
    explanation(name, Concern::Connection, None)
}

/// This From address.
pub(super) const fn sender(name: &str) -> Explanation {
    explanation(name, Concern::Sender, Some("from.email"))
}

/// This recipient.
pub(super) const fn recipient(name: &str) -> Explanation {
    explanation(name, Concern::Recipient, Some("to"))
}

/// This message, or how much is sent.
pub(super) const fn message(name: &str) -> Explanation {
    explanation(name, Concern::Message, None)
}

impl Explanation {
    pub(super) const fn field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    pub(super) const fn without_field(mut self) -> Self {
        self.field = None;
        self
    }

    pub(super) const fn temporary(mut self) -> Self {
        self.temporary = true;
        self
    }

    pub(super) const fn lasting(mut self, quota: Duration) -> Self {
        self.temporary = true;
        self.retry_after = Some(quota);
        self
    }

    /// See [`Explanation::general`].
    pub(super) const fn general(mut self) -> Self {
        self.general = true;
        self
    }

    pub(super) const fn throttled(mut self) -> Self {
        self.throttled = true;
        self
    }

    pub(super) fn disposition(&self, class: ReplyClass) -> Disposition {
        match self.concerns {
            Concern::Connection => Disposition::Connection,
            _ if self.temporary || class == ReplyClass::Transient => Disposition::Deferred,
            _ => Disposition::Refused,
        }
    }
}
