//! Replies about one recipient: to RCPT, and by some servers only to the final dot.

use super::Disposition;
use super::rule::{EXPLANATION, Explanation, Rule};

const TO: Option<&str> = Some("to");

/// Any other 5xx to RCPT.
pub(super) const REFUSED: Explanation = Explanation {
    code: "recipient_refused",
    field: TO,
    meaning: "The server does not take mail for this recipient.",
    remedy: "Check the address. If it is right, the reply says why; ask the recipient's administrator or the provider.",
    ..EXPLANATION
};

/// Any other 4xx to RCPT.
pub(super) const DEFERRED: Explanation = Explanation {
    code: "recipient_deferred",
    disposition: Disposition::Deferred,
    meaning: "The server cannot take mail for this recipient now.",
    remedy: "Nothing: the message is tried again by itself.",
    ..EXPLANATION
};

/// Too many in one transaction: the others are sent in the next one, for 4xx and 5xx alike.
pub(super) const MANY_RULES: &[Rule] = &[Rule {
    reply: "4 5",
    enhanced: "5.3",
    contains: &["too many recipients"],
    explanation: Explanation {
        code: "too_many_recipients",
        field: Some("pace.recipients_per_message"),
        disposition: Disposition::Deferred,
        meaning: "The server takes only so many recipients with one message. Those before this one are not affected.",
        remedy: "Nothing: the rest is sent with another try. Setting recipients per message in the advanced settings \
                 saves the detour; Gmail takes 100.",
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
            code: "recipient_rate",
            disposition: Disposition::Deferred,
            throttled: true,
            meaning: "The recipient gets more mail at the moment than their server allows.",
            remedy: "Nothing: the message is tried again by itself.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "4",
        enhanced: "",
        contains: &["greylist", "graylist", "grey list", "gray list", "greylst", "postgrey"],
        explanation: Explanation {
            code: "greylisted",
            disposition: Disposition::Deferred,
            meaning: "The recipient's server turns every new sender away at first, and takes the mail when it comes \
                      again.",
            remedy: "Nothing: the message is tried again by itself, and arrives some minutes late.",
            ..EXPLANATION
        },
    },
];

const UNKNOWN: Explanation = Explanation {
    code: "recipient_unknown",
    field: TO,
    meaning: "There is no such mailbox.",
    remedy: "Check the spelling of the address, or ask the recipient for the right one.",
    ..EXPLANATION
};

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
        explanation: Explanation {
            code: "recipient_mailbox_full",
            field: TO,
            meaning: "The recipient's mailbox is full.",
            remedy: "Tell the recipient by other means; they have to make room first.",
            ..EXPLANATION
        },
    },
];

const RELAYING: Explanation = Explanation {
    code: "relaying_denied",
    field: Some("password.username"),
    meaning: "The server takes mail for its own people only, and does not pass mail on for us to this recipient.",
    remedy: "Type a username and password the server knows, or have this machine's address allowed to relay. Make sure \
             the host is the one for outgoing mail.",
    ..EXPLANATION
};

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
        explanation: Explanation {
            code: "recipient_domain_unknown",
            field: TO,
            meaning: "The domain of the address does not exist, or takes no mail.",
            remedy: "Check what stands behind the @ of the address.",
            ..EXPLANATION
        },
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
        explanation: Explanation {
            code: "recipient_malformed",
            field: TO,
            meaning: "The server does not take this for a valid address.",
            remedy: "Check the address; unusual characters before the @ are not accepted everywhere.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "6.7",
        contains: &["smtputf8"],
        explanation: Explanation {
            code: "smtputf8_unsupported",
            field: TO,
            meaning: "An address has letters beyond ASCII before the @, which not every server on the way can take.",
            remedy: "Use another address of the recipient, written in ASCII.",
            ..EXPLANATION
        },
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
        explanation: Explanation {
            code: "recipient_disabled",
            field: TO,
            meaning: "The mailbox exists, but is switched off.",
            remedy: "Ask the recipient for another address.",
            ..EXPLANATION
        },
    },
];

const POLICY: Explanation = Explanation {
    code: "recipient_policy",
    field: TO,
    meaning: "A rule of the server forbids mail from us to this recipient.",
    remedy: "The reply says which rule it is; the recipient's administrator or the provider can allow us.",
    ..EXPLANATION
};

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
