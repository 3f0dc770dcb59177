//! Replies about the message itself: to DATA and the final dot, sometimes already to MAIL. Also messages that the server
//! cannot accept, known before anything is sent.

use mail::{Outgoing, Text};
use smtp::MissingCapability;

use super::rule::{EXPLANATION, Explanation, Rule};
use super::{Context, Diagnosis, Disposition, size};
use crate::problems::declared;
use crate::texts;

const FROM: Option<&str> = Some("from.email");

/// Any other 5xx.
pub(super) const REFUSED: Explanation = Explanation { problem: declared("message_refused"), ..EXPLANATION };

/// Any other 4xx.
pub(super) const DEFERRED: Explanation =
    Explanation { problem: declared("message_deferred"), disposition: Disposition::Deferred, ..EXPLANATION };

const TOO_BIG: Explanation = Explanation { problem: declared("message_too_big"), ..EXPLANATION };

const SMTPUTF8: Explanation =
    Explanation { problem: declared("smtputf8_unsupported"), field: Some("to"), ..EXPLANATION };

const EIGHT_BIT: Explanation = Explanation { problem: declared("eight_bit_unsupported"), ..EXPLANATION };

/// Authentication of the From domain.
pub(super) const AUTHENTICATION_RULES: &[Rule] = &[Rule {
    reply: "4 5",
    enhanced: "7.20 7.21 7.22 7.23 7.24 7.26 7.509",
    contains: &[
        "dmarc",
        "dkim",
        "spf ",
        "spf-",
        "unauthenticated email",
        "sender policy framework",
        "fails authentication",
    ],
    explanation: Explanation { problem: declared("sender_authentication_failed"), field: FROM, ..EXPLANATION },
}];

pub(super) const RULES: &[Rule] = &[
    Rule {
        reply: "5",
        enhanced: "",
        contains: &["virus", "malware", "infected"],
        explanation: Explanation { problem: declared("message_virus"), ..EXPLANATION },
    },
    Rule {
        reply: "5",
        enhanced: "",
        contains: &["attachment", "executable", "file type", "potential security issue", "its content presents"],
        explanation: ATTACHMENT,
    },
    Rule { reply: "552", enhanced: "7.0", contains: &[], explanation: ATTACHMENT },
    Rule {
        reply: "5",
        enhanced: "1.20 7.512",
        contains: &[
            "multiple from",
            "from header",
            "from: header",
            "header from",
            "missing header",
            "5322.from",
            "rfc5322",
            "rfc 5322",
        ],
        explanation: Explanation { problem: declared("message_header_refused"), field: FROM, ..EXPLANATION },
    },
    Rule {
        reply: "554",
        enhanced: "2.2",
        contains: &["mailbox full", "quotaexceeded", "storedrv*quota"],
        explanation: Explanation { problem: declared("sender_mailbox_full"), field: FROM, ..EXPLANATION },
    },
    Rule {
        reply: "5",
        enhanced: "4.6 4.14",
        contains: &["too many hops", "mail loop", "loops back", "routing loop"],
        explanation: Explanation { problem: declared("mail_loop"), ..EXPLANATION },
    },
    Rule {
        reply: "4 5",
        enhanced: "",
        contains: &["spam", "unsolicited", "junk", "bulk mail", "content rejected", "content filter", "suspicious"],
        explanation: Explanation { problem: declared("message_spam"), ..EXPLANATION },
    },
    Rule {
        reply: "5",
        enhanced: "6.0 6.1 6.2 6.3 6.4 6.5",
        contains: &["line too long", "bare lf", "bare newline", "malformed message", "mime"],
        explanation: Explanation { problem: declared("message_malformed"), ..EXPLANATION },
    },
    Rule {
        reply: "4 5",
        enhanced: "5.3",
        contains: &["too many recipients"],
        explanation: Explanation {
            problem: declared("too_many_recipients_message"),
            field: Some("pace.recipients_per_message"),
            ..EXPLANATION
        },
    },
    Rule { reply: "552", enhanced: "2.3 3.4", contains: &["too large", "too big", "size"], explanation: TOO_BIG },
    Rule {
        reply: "5",
        enhanced: "7.0 7.1",
        contains: &["policy", "prohibited", "not allowed", "rejected for"],
        explanation: Explanation { problem: declared("message_policy"), ..EXPLANATION },
    },
    Rule {
        reply: "452",
        enhanced: "3.1",
        contains: &["insufficient system storage", "insufficient storage", "insufficient disk"],
        explanation: Explanation {
            problem: declared("server_full"),
            disposition: Disposition::Deferred,
            ..EXPLANATION
        },
    },
];

const ATTACHMENT: Explanation = Explanation { problem: declared("attachment_blocked"), ..EXPLANATION };

/// Sizes; servers also send these replies to MAIL and RCPT.
pub(super) const SIZE_RULES: &[Rule] = &[
    Rule {
        reply: "5",
        enhanced: "3.4 2.3",
        contains: &[
            "too large",
            "too big",
            "size limit",
            "message size",
            "exceeds*size",
            "exceeds fixed maximum",
            "maximum size",
        ],
        explanation: TOO_BIG,
    },
    Rule { reply: "552", enhanced: "", contains: &[], explanation: TOO_BIG },
];

/// The diagnosis of a message that needs what the server does not offer. Nothing was sent.
pub(crate) fn of_missing_capability(
    context: &Context<'_>,
    missing: MissingCapability,
    outgoing: &Outgoing,
) -> Diagnosis {
    match missing {
        MissingCapability::Size { size: message, limit } => {
            refused(context, &TOO_BIG, texts::event_message_too_big(context.server(), size(message), size(limit)))
        }
        MissingCapability::Smtputf8 => smtputf8_missing(context, outgoing),
        MissingCapability::EightBitMime => refused(context, &EIGHT_BIT, texts::event_eight_bit_mime(context.server())),
    }
}

fn smtputf8_missing(context: &Context<'_>, outgoing: &Outgoing) -> Diagnosis {
    let server = context.server();
    if outgoing.sender.needs_smtputf8() {
        let event = texts::event_smtputf8_sender(server, outgoing.sender.expose());
        return refused(context, &Explanation { field: FROM, ..SMTPUTF8 }, event);
    }
    let names: Vec<String> = outgoing
        .recipients
        .iter()
        .filter(|recipient| recipient.needs_smtputf8())
        .map(|recipient| recipient.expose().to_owned())
        .take(5)
        .collect();
    let event = if names.is_empty() {
        texts::event_smtputf8_message(server)
    } else {
        texts::event_smtputf8_recipients(server, names)
    };
    refused(context, &SMTPUTF8, event)
}

fn refused(context: &Context<'_>, explanation: &Explanation, event: Text) -> Diagnosis {
    Diagnosis {
        disposition: Disposition::Refused,
        problem: context.problem(explanation, event),
        retry_after: None,
        throttled: false,
        may_have_arrived: false,
        in_sequence: true,
    }
}
