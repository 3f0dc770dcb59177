//! Replies about the message itself: to DATA and the final dot, sometimes already to MAIL. Also messages that the server
//! cannot accept, known before anything is sent.

use mail::Outgoing;
use smtp::MissingCapability;

use super::rule::{EXPLANATION, Explanation, Rule};
use super::{Context, Diagnosis, Disposition};

const FROM: Option<&str> = Some("from.email");

/// Any other 5xx.
pub(super) const REFUSED: Explanation = Explanation {
    code: "message_refused",
    meaning: "The server looked at the message and does not take it.",
    remedy: "The reply says why. If it does not, ask the provider and give them the transcript.",
    ..EXPLANATION
};

/// Any other 4xx.
pub(super) const DEFERRED: Explanation = Explanation {
    code: "message_deferred",
    disposition: Disposition::Deferred,
    meaning: "The server has some trouble of its own, or wants to look at the message later.",
    remedy: "Nothing: the message is tried again by itself.",
    ..EXPLANATION
};

const TOO_BIG: Explanation = Explanation {
    code: "message_too_big",
    meaning: "The message is larger than the server takes. Attachments grow by a third on their way.",
    remedy: "Send smaller attachments, or a link to them; or ask the provider for a higher limit.",
    ..EXPLANATION
};

const SMTPUTF8: Explanation = Explanation {
    code: "smtputf8_unsupported",
    field: Some("to"),
    meaning: "The address has letters beyond ASCII before the @, and the server does not offer SMTPUTF8, without which \
              such an address cannot be written.",
    remedy: "Use an address in ASCII, or a server that offers SMTPUTF8.",
    ..EXPLANATION
};

const EIGHT_BIT: Explanation = Explanation {
    code: "eight_bit_unsupported",
    meaning: "The message holds bytes above 127, and the server does not offer 8BITMIME, without which they would be \
              damaged.",
    remedy: "Send the message with base64 or quoted-printable encoding, or use a server that offers 8BITMIME.",
    ..EXPLANATION
};

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
    explanation: Explanation {
        code: "sender_authentication_failed",
        field: FROM,
        meaning: "The receiving server asked the domain of {from} whether this mail is genuine (SPF, DKIM, DMARC), and \
                  the answer was no.",
        remedy: "Add the provider to the domain's SPF record and switch DKIM on with the provider; or use a From address \
                 of a domain the provider signs for.",
        ..EXPLANATION
    },
}];

pub(super) const RULES: &[Rule] = &[
    Rule {
        reply: "5",
        enhanced: "",
        contains: &["virus", "malware", "infected"],
        explanation: Explanation {
            code: "message_virus",
            meaning: "The server believes that the message carries a virus.",
            remedy: "Check the attachments. If the server is wrong, its administrator can allow them.",
            ..EXPLANATION
        },
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
        explanation: Explanation {
            code: "message_header_refused",
            field: FROM,
            meaning: "The server finds a header of the message wrong; it wants exactly one From with one address.",
            remedy: "This should not happen: please report it with the transcript.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "554",
        enhanced: "2.2",
        contains: &["mailbox full", "quotaexceeded", "storedrv*quota"],
        explanation: Explanation {
            code: "sender_mailbox_full",
            field: FROM,
            meaning: "The mailbox that mail is sent from is full. Microsoft 365 keeps a copy of every message in Sent \
                      Items.",
            remedy: "Make room in the mailbox, and give its Sent Items a retention policy.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "4.6 4.14",
        contains: &["too many hops", "mail loop", "loops back", "routing loop"],
        explanation: Explanation {
            code: "mail_loop",
            meaning: "The message runs in a circle between servers.",
            remedy: "Check the forwarding rules of the recipient and the relay.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "4 5",
        enhanced: "",
        contains: &["spam", "unsolicited", "junk", "bulk mail", "content rejected", "content filter", "suspicious"],
        explanation: Explanation {
            code: "message_spam",
            meaning: "The server takes the message for spam.",
            remedy: "Look at subject, links and wording; make sure that SPF, DKIM and DMARC are set up for the From \
                     domain; send only to people who expect it.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "6.0 6.1 6.2 6.3 6.4 6.5",
        contains: &["line too long", "bare lf", "bare newline", "malformed message", "mime"],
        explanation: Explanation {
            code: "message_malformed",
            meaning: "The server finds the form of the message wrong.",
            remedy: "This should not happen: please report it with the transcript.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "4 5",
        enhanced: "5.3",
        contains: &["too many recipients"],
        explanation: Explanation {
            code: "too_many_recipients",
            field: Some("pace.recipients_per_message"),
            meaning: "The server takes only so many recipients with one message.",
            remedy: "Lower recipients per message in the advanced settings; Gmail takes 100.",
            ..EXPLANATION
        },
    },
    Rule { reply: "552", enhanced: "2.3 3.4", contains: &["too large", "too big", "size"], explanation: TOO_BIG },
    Rule {
        reply: "5",
        enhanced: "7.0 7.1",
        contains: &["policy", "prohibited", "not allowed", "rejected for"],
        explanation: Explanation {
            code: "message_policy",
            meaning: "A rule of the server forbids this message.",
            remedy: "The reply says which rule it is; the provider or the recipient's administrator can change it.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "452",
        enhanced: "3.1",
        contains: &["insufficient system storage", "insufficient storage", "insufficient disk"],
        explanation: Explanation {
            code: "server_full",
            disposition: Disposition::Deferred,
            meaning: "The server has no room for the message now.",
            remedy: "Nothing: the message is tried again by itself.",
            ..EXPLANATION
        },
    },
];

const ATTACHMENT: Explanation = Explanation {
    code: "attachment_blocked",
    meaning: "The server does not take a file of this kind, or an archive that holds one.",
    remedy: "Leave the file out, or send a link to it.",
    ..EXPLANATION
};

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
        MissingCapability::Size { size, limit } => {
            let (size, limit) = (mebibytes(size), mebibytes(limit));
            let what = format!("The message has {size}, and {} takes at most {limit}.", context.server());
            refused(context, &TOO_BIG, what)
        }
        MissingCapability::Smtputf8 => smtputf8_missing(context, outgoing),
        MissingCapability::EightBitMime => {
            let what = format!("{} does not offer 8BITMIME, which this message needs.", context.server());
            refused(context, &EIGHT_BIT, what)
        }
    }
}

fn smtputf8_missing(context: &Context<'_>, outgoing: &Outgoing) -> Diagnosis {
    let server = context.server();
    if outgoing.sender.needs_smtputf8() {
        let what = format!("{server} cannot take mail from {}: it does not offer SMTPUTF8.", outgoing.sender.expose());
        return refused(context, &Explanation { field: FROM, ..SMTPUTF8 }, what);
    }
    let names: Vec<&str> = outgoing
        .recipients
        .iter()
        .filter(|recipient| recipient.needs_smtputf8())
        .map(mail::EmailAddress::expose)
        .take(5)
        .collect();
    let what = if names.is_empty() {
        format!("{server} cannot take the message: a header needs SMTPUTF8, which it does not offer.")
    } else {
        format!("{server} cannot take mail for {}: it does not offer SMTPUTF8.", names.join(", "))
    };
    refused(context, &SMTPUTF8, what)
}

fn refused(context: &Context<'_>, explanation: &Explanation, what: String) -> Diagnosis {
    Diagnosis {
        disposition: Disposition::Refused,
        problem: context.problem(explanation, what),
        retry_after: None,
        throttled: false,
        may_have_arrived: false,
        in_sequence: true,
    }
}

/// `23.4 MiB`; small sizes in bytes, so that a limit and a slightly larger size differ.
fn mebibytes(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1024 * 1024;
    if bytes < MEBIBYTE {
        format!("{bytes} bytes")
    } else {
        let tenths = bytes.saturating_mul(10).div_ceil(MEBIBYTE);
        format!("{}.{} MiB", tenths / 10, tenths % 10)
    }
}
