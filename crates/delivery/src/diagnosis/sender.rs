//! Replies about the sender: to MAIL, and by some providers only to RCPT or the final dot.
//!
//! They concern the message and not the connection, because the next message may have another From.

use super::Disposition;
use super::rule::{EXPLANATION, Explanation, Rule};
use crate::problems::declared;

const FROM: Option<&str> = Some("from.email");

/// Any other 5xx to MAIL.
pub(super) const REFUSED: Explanation = Explanation { problem: declared("sender_refused"), field: FROM, ..EXPLANATION };

/// Any other 4xx to MAIL.
pub(super) const DEFERRED: Explanation =
    Explanation { problem: declared("sender_deferred"), disposition: Disposition::Deferred, ..EXPLANATION };

pub(super) const RULES: &[Rule] = &[
    Rule {
        reply: "5",
        enhanced: "7.60",
        contains: &[
            "sendasdenied",
            "not allowed to send as",
            "permissions to send as",
            "permission to send as",
            "send as this sender",
            "send as another",
            "not owned by user",
            "not authorized to send on behalf",
            "not authorized to send from",
            "not allowed to send from",
            "not permitted to send from",
            "sender address rejected: not logged in",
        ],
        explanation: Explanation { problem: declared("sender_not_allowed"), field: FROM, ..EXPLANATION },
    },
    Rule {
        reply: "5",
        enhanced: "",
        contains: &[
            "email address is not verified",
            "identities failed the check",
            "verified sender identity",
            "from address*not*verified",
            "from address*not match",
            "sender signature",
            "domain is not verified",
            "sender*not registered",
        ],
        explanation: Explanation { problem: declared("sender_not_verified"), field: FROM, ..EXPLANATION },
    },
    Rule {
        reply: "4 5",
        enhanced: "1.8",
        contains: &[
            "sender address rejected: domain not found",
            "sender domain*not*exist",
            "sender domain must",
            "domain of sender address*does not",
            "sender*unresolvable",
            "cannot resolve your domain",
        ],
        explanation: Explanation { problem: declared("sender_domain_unknown"), field: FROM, ..EXPLANATION },
    },
    Rule {
        reply: "5",
        enhanced: "1.7",
        contains: &["sender address rejected: syntax", "bad sender address syntax", "malformed sender"],
        explanation: Explanation { problem: declared("sender_malformed"), field: FROM, ..EXPLANATION },
    },
];
