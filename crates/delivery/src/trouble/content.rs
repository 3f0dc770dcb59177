//! Replies about the message itself: to DATA and the final dot, sometimes already to MAIL. And what is known to be
//! impossible before anything is sent.

use super::row::{KNOWN, Known, Row};
use super::{Fate, Judgement, Scene};
use crate::Outgoing;
use crate::smtp::capabilities::Capabilities;
use crate::smtp::transaction::needs_smtputf8;

const FROM: Option<&str> = Some("from.email");

/// Any other 5xx.
pub(super) const REFUSED: Known = Known {
    code: "message_refused",
    meaning: "The server looked at the message and does not take it.",
    remedy: "The reply says why. If it does not, ask the provider and give them the transcript.",
    ..KNOWN
};

/// Any other 4xx.
pub(super) const DEFERRED: Known = Known {
    code: "message_deferred",
    fate: Fate::Deferred,
    meaning: "The server has some trouble of its own, or wants to look at the message later.",
    remedy: "Nothing: the message is tried again by itself.",
    ..KNOWN
};

const TOO_BIG: Known = Known {
    code: "message_too_big",
    meaning: "The message is larger than the server takes. Attachments grow by a third on their way.",
    remedy: "Send smaller attachments, or a link to them; or ask the provider for a higher limit.",
    ..KNOWN
};

const SMTPUTF8: Known = Known {
    code: "smtputf8_unsupported",
    field: Some("to"),
    meaning: "The address has letters beyond ASCII before the @, and the server does not offer SMTPUTF8, without which \
              such an address cannot be written.",
    remedy: "Use an address in ASCII, or a server that offers SMTPUTF8.",
    ..KNOWN
};

const EIGHT_BIT: Known = Known {
    code: "eight_bit_unsupported",
    meaning: "The message holds bytes above 127, and the server does not offer 8BITMIME, without which they would be \
              damaged.",
    remedy: "Send the message with base64 or quoted-printable encoding, or use a server that offers 8BITMIME.",
    ..KNOWN
};

/// Whether the domain of From vouches for this server.
pub(super) const AUTHENTICATION_ROWS: &[Row] = &[Row {
    reply: "4 5",
    enhanced: "7.20 7.21 7.22 7.23 7.24 7.26 7.509",
    says: &[
        "dmarc",
        "dkim",
        "spf ",
        "spf-",
        "unauthenticated email",
        "sender policy framework",
        "fails authentication",
    ],
    means: Known {
        code: "sender_authentication_failed",
        field: FROM,
        meaning: "The receiving server asked the domain of {from} whether this mail is genuine (SPF, DKIM, DMARC), and \
                  the answer was no.",
        remedy: "Add the provider to the domain's SPF record and switch DKIM on with the provider; or use a From address \
                 of a domain the provider signs for.",
        ..KNOWN
    },
}];

pub(super) const ROWS: &[Row] = &[
    Row {
        reply: "5",
        enhanced: "",
        says: &["virus", "malware", "infected"],
        means: Known {
            code: "message_virus",
            meaning: "The server believes that the message carries a virus.",
            remedy: "Check the attachments. If the server is wrong, its administrator can allow them.",
            ..KNOWN
        },
    },
    Row {
        reply: "5",
        enhanced: "",
        says: &["attachment", "executable", "file type", "potential security issue", "its content presents"],
        means: ATTACHMENT,
    },
    Row { reply: "552", enhanced: "7.0", says: &[], means: ATTACHMENT },
    Row {
        reply: "5",
        enhanced: "1.20 7.512",
        says: &[
            "multiple from",
            "from header",
            "from: header",
            "header from",
            "missing header",
            "5322.from",
            "rfc5322",
            "rfc 5322",
        ],
        means: Known {
            code: "message_header_refused",
            field: FROM,
            meaning: "The server finds a header of the message wrong; it wants exactly one From with one address.",
            remedy: "This should not happen: please report it with the transcript.",
            ..KNOWN
        },
    },
    Row {
        reply: "554",
        enhanced: "2.2",
        says: &["mailbox full", "quotaexceeded", "storedrv*quota"],
        means: Known {
            code: "sender_mailbox_full",
            field: FROM,
            meaning: "The mailbox that mail is sent from is full. Microsoft 365 keeps a copy of every message in Sent \
                      Items.",
            remedy: "Make room in the mailbox, and give its Sent Items a retention policy.",
            ..KNOWN
        },
    },
    Row {
        reply: "5",
        enhanced: "4.6 4.14",
        says: &["too many hops", "mail loop", "loops back", "routing loop"],
        means: Known {
            code: "mail_loop",
            meaning: "The message runs in a circle between servers.",
            remedy: "Check the forwarding rules of the recipient and the relay.",
            ..KNOWN
        },
    },
    Row {
        reply: "4 5",
        enhanced: "",
        says: &["spam", "unsolicited", "junk", "bulk mail", "content rejected", "content filter", "suspicious"],
        means: Known {
            code: "message_spam",
            meaning: "The server takes the message for spam.",
            remedy: "Look at subject, links and wording; make sure that SPF, DKIM and DMARC are set up for the From \
                     domain; send only to people who expect it.",
            ..KNOWN
        },
    },
    Row {
        reply: "5",
        enhanced: "6.0 6.1 6.2 6.3 6.4 6.5",
        says: &["line too long", "bare lf", "bare newline", "malformed message", "mime"],
        means: Known {
            code: "message_malformed",
            meaning: "The server finds the form of the message wrong.",
            remedy: "This should not happen: please report it with the transcript.",
            ..KNOWN
        },
    },
    Row {
        reply: "4 5",
        enhanced: "5.3",
        says: &["too many recipients"],
        means: Known {
            code: "too_many_recipients",
            field: Some("pace.recipients_per_message"),
            meaning: "The server takes only so many recipients with one message.",
            remedy: "Lower recipients per message in the advanced settings; Gmail takes 100.",
            ..KNOWN
        },
    },
    Row { reply: "552", enhanced: "2.3 3.4", says: &["too large", "too big", "size"], means: TOO_BIG },
    Row {
        reply: "5",
        enhanced: "7.0 7.1",
        says: &["policy", "prohibited", "not allowed", "rejected for"],
        means: Known {
            code: "message_policy",
            meaning: "A rule of the server forbids this message.",
            remedy: "The reply says which rule it is; the provider or the recipient's administrator can change it.",
            ..KNOWN
        },
    },
    Row {
        reply: "452",
        enhanced: "3.1",
        says: &["insufficient system storage", "insufficient storage", "insufficient disk"],
        means: Known {
            code: "server_full",
            fate: Fate::Deferred,
            meaning: "The server has no room for the message now.",
            remedy: "Nothing: the message is tried again by itself.",
            ..KNOWN
        },
    },
];

const ATTACHMENT: Known = Known {
    code: "attachment_blocked",
    meaning: "The server does not take a file of this kind, or an archive that holds one.",
    remedy: "Leave the file out, or send a link to it.",
    ..KNOWN
};

/// Sizes, which MAIL and RCPT are answered with too.
pub(super) const SIZE_ROWS: &[Row] = &[
    Row {
        reply: "5",
        enhanced: "3.4 2.3",
        says: &[
            "too large",
            "too big",
            "size limit",
            "message size",
            "exceeds*size",
            "exceeds fixed maximum",
            "maximum size",
        ],
        means: TOO_BIG,
    },
    Row { reply: "552", enhanced: "", says: &[], means: TOO_BIG },
];

/// What the server cannot take, known from its offer before anything is sent.
pub(crate) fn unsendable(scene: &Scene<'_>, server: &Capabilities, outgoing: &Outgoing) -> Option<Judgement> {
    let size = outgoing.bytes.len() as u64;
    if let Some(limit) = server.size_limit.filter(|&limit| size > limit) {
        let what =
            format!("The message has {}, and {} takes at most {}.", mebibytes(size), scene.server(), mebibytes(limit));
        return Some(refused(scene, &TOO_BIG, what));
    }
    if needs_smtputf8(outgoing) && !server.smtputf8 {
        return Some(smtputf8_missing(scene, outgoing));
    }
    if outgoing.eight_bit && !server.eight_bit_mime {
        let what = format!("{} does not offer 8BITMIME, which this message needs.", scene.server());
        return Some(refused(scene, &EIGHT_BIT, what));
    }
    None
}

fn smtputf8_missing(scene: &Scene<'_>, outgoing: &Outgoing) -> Judgement {
    let server = scene.server();
    if outgoing.sender.needs_smtputf8() {
        let what = format!("{server} cannot take mail from {}: it does not offer SMTPUTF8.", outgoing.sender.expose());
        return refused(scene, &Known { field: FROM, ..SMTPUTF8 }, what);
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
    refused(scene, &SMTPUTF8, what)
}

fn refused(scene: &Scene<'_>, known: &Known, what: String) -> Judgement {
    Judgement {
        fate: Fate::Refused,
        problem: scene.problem(known, what),
        retry_after: None,
        throttled: false,
        may_have_arrived: false,
        in_step: true,
    }
}

/// `23.4 MiB`; small sizes in bytes, so that a limit and a size just above it differ.
fn mebibytes(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1024 * 1024;
    if bytes < MEBIBYTE {
        format!("{bytes} bytes")
    } else {
        let tenths = bytes.saturating_mul(10).div_ceil(MEBIBYTE);
        format!("{}.{} MiB", tenths / 10, tenths % 10)
    }
}
