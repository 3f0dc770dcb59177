//! Replies about the sender: to MAIL, and by some providers only to RCPT or the final dot.
//!
//! They concern the message and not the connection, because the next message may have another From.

use super::Disposition;
use super::rule::{EXPLANATION, Explanation, Rule};

const FROM: Option<&str> = Some("from.email");

/// Any other 5xx to MAIL.
pub(super) const REFUSED: Explanation = Explanation {
    code: "sender_refused",
    field: FROM,
    meaning: "The server does not accept mail from {from}.",
    remedy: "Use a From address that belongs to the account, or have the provider allow this one.",
    ..EXPLANATION
};

/// Any other 4xx to MAIL.
pub(super) const DEFERRED: Explanation = Explanation {
    code: "sender_deferred",
    disposition: Disposition::Deferred,
    meaning: "The server has some trouble of its own, or wants to look at the sender first.",
    remedy: "Nothing: the message is tried again by itself.",
    ..EXPLANATION
};

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
        explanation: Explanation {
            code: "sender_not_allowed",
            field: FROM,
            meaning: "The account we log in with may not send as {from}.",
            remedy: "Set the From address to the account's own, or grant the account the right to send as {from} (Send \
                     As in Microsoft 365, Send mail as in Gmail).",
            ..EXPLANATION
        },
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
        explanation: Explanation {
            code: "sender_not_verified",
            field: FROM,
            meaning: "The provider sends only from addresses and domains that were verified with it, and {from} is not \
                      among them.",
            remedy: "Verify the address or its domain in the provider's administration, or use a From address that is \
                     verified.",
            ..EXPLANATION
        },
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
        explanation: Explanation {
            code: "sender_domain_unknown",
            field: FROM,
            meaning: "The server cannot find the domain of {from} in the DNS.",
            remedy: "Check the spelling of the From address. If the domain is new, wait until its DNS records are \
                     known everywhere.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "1.7",
        contains: &["sender address rejected: syntax", "bad sender address syntax", "malformed sender"],
        explanation: Explanation {
            code: "sender_malformed",
            field: FROM,
            meaning: "The server does not take {from} for a valid address.",
            remedy: "Check the From address; some servers demand a full domain such as example.com.",
            ..EXPLANATION
        },
    },
];
