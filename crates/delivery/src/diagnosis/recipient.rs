//! Replies about one recipient: to RCPT, and by some servers only to the final dot.

use super::Disposition;
use super::rule::{EXPLANATION, Explanation, Rule};
use crate::problems::declared;

const TO: Option<&str> = Some("to");

/// Any other 5xx to RCPT.
pub(super) const REFUSED: Explanation =
    Explanation { problem: declared("recipient_refused"), field: TO, ..EXPLANATION };

/// Any other 4xx to RCPT.
pub(super) const DEFERRED: Explanation =
    Explanation { problem: declared("recipient_deferred"), disposition: Disposition::Deferred, ..EXPLANATION };

/// The code of the problem that the server accepts no more recipients in this transaction.
pub(crate) const TOO_MANY_RECIPIENTS: &str = "too_many_recipients";

/// Too many in one transaction: the others are sent in the next one, for 4xx and 5xx alike.
pub(super) const MANY_RULES: &[Rule] = &[Rule {
    reply: "4 5",
    enhanced: "5.3",
    contains: &["too many recipients"],
    explanation: Explanation {
        problem: declared("too_many_recipients"),
        field: Some("pace.recipients_per_message"),
        disposition: Disposition::Deferred,
        ..EXPLANATION
    },
}];

/// A recipient's own rate limit, and greylisting; before the rates of the account.
pub(super) const RATE_RULES: &[Rule] = &[
    Rule {
        reply: "4",
        enhanced: "",
        contains: &["receiving mail*too quickly", "receiving mail*rate", "receiving mail too", "recipient*rate"],
        explanation: Explanation {
            problem: declared("recipient_rate"),
            disposition: Disposition::Deferred,
            throttled: true,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "4",
        enhanced: "",
        contains: &["greylist", "graylist", "grey list", "gray list", "greylst", "postgrey"],
        explanation: Explanation { problem: declared("greylisted"), disposition: Disposition::Deferred, ..EXPLANATION },
    },
];

const UNKNOWN: Explanation = Explanation { problem: declared("recipient_unknown"), field: TO, ..EXPLANATION };

pub(super) const UNKNOWN_RULES: &[Rule] = &[
    Rule {
        reply: "5 4",
        enhanced: "1.1 1.6 1.10",
        contains: &[
            "user unknown",
            "unknown user",
            "no such user",
            "no such recipient",
            "no such mailbox",
            "unknown recipient",
            "recipient unknown",
            "recipient not found",
            "recipientnotfound",
            "mailbox not found",
            "mailbox does not exist",
            "account*does not exist",
            "user*doesn't exist",
            "user does not exist",
            "no mailbox here",
            "undeliverable address",
            "invalid recipient",
            "not a valid mailbox",
        ],
        explanation: UNKNOWN,
    },
    Rule {
        reply: "422 452 522 550 552 554",
        enhanced: "2.2",
        contains: &[
            "mailbox full",
            "mailbox is full",
            "over quota",
            "overquota",
            "quota exceeded",
            "out of storage",
            "mailbox*storage",
        ],
        explanation: Explanation { problem: declared("recipient_mailbox_full"), field: TO, ..EXPLANATION },
    },
];

const RELAYING: Explanation =
    Explanation { problem: declared("relaying_denied"), field: Some("password.username"), ..EXPLANATION };

/// Faults of the address, or of us as its sender.
pub(super) const ADDRESS_RULES: &[Rule] = &[
    Rule {
        reply: "45 55",
        enhanced: "7.64",
        contains: &[
            // Postfix's reply to clients that are not logged in, as Debian configures its submission service.
            "recipient address rejected: access denied",
            "relay access denied",
            "relaying denied",
            "unable to relay",
            "not permitted to relay",
            "relay not permitted",
            "relaying not allowed",
            "relaying is not",
            "no relaying",
            "relay denied",
            "not allowed to relay",
            "we do not relay",
            "relay * denied",
            "relay not",
        ],
        explanation: RELAYING,
    },
    Rule {
        reply: "4 5",
        enhanced: "1.2 4.4 4.310",
        contains: &[
            "recipient address rejected: domain not found",
            "domain not found",
            "domain does not exist",
            "domain does not accept mail",
            "unrouteable address",
            "unroutable address",
            "host unknown",
            "null mx",
        ],
        explanation: Explanation { problem: declared("recipient_domain_unknown"), field: TO, ..EXPLANATION },
    },
    Rule {
        reply: "5",
        enhanced: "1.3",
        contains: &[
            "bad recipient address syntax",
            "malformed recipient",
            "address rejected: syntax",
            "invalid address",
        ],
        explanation: Explanation { problem: declared("recipient_malformed"), field: TO, ..EXPLANATION },
    },
    Rule {
        reply: "5",
        enhanced: "6.7",
        contains: &["smtputf8"],
        explanation: Explanation { problem: declared("smtputf8_unsupported_relay"), field: TO, ..EXPLANATION },
    },
    Rule {
        reply: "5",
        enhanced: "2.1",
        contains: &[
            "mailbox*disabled",
            "account*disabled",
            "mailbox*inactive",
            "account*inactive",
            "account*suspended",
            "mailbox*suspended",
            "user*disabled",
        ],
        explanation: Explanation { problem: declared("recipient_disabled"), field: TO, ..EXPLANATION },
    },
];

const POLICY: Explanation = Explanation { problem: declared("recipient_policy"), field: TO, ..EXPLANATION };

/// Exchange's delivery restrictions on one recipient, such as a group that accepts mail from colleagues only. Their text
/// is "authentication required", which in other replies concerns the login, so these rules come first.
pub(super) const RESTRICTED_RULES: &[Rule] = &[Rule {
    reply: "5",
    enhanced: "7.124 7.129 7.133 7.134 7.135 7.136",
    contains: &["resolver.rst."],
    explanation: POLICY,
}];

/// The general rule, after all specific ones.
pub(super) const POLICY_RULES: &[Rule] = &[Rule {
    reply: "5",
    enhanced: "7.0 7.1 7.606 7.509 7.25 7.27",
    contains: &["policy", "not allowed", "not permitted", "access denied", "blocked", "prohibited", "restricted"],
    explanation: POLICY,
}];
