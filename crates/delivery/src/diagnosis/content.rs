//! Replies about the message itself: to DATA and the final dot, sometimes already to MAIL or RCPT.

use super::rule::{DATA, Explanation, MAIL, MESSAGE, Rule, message, numbered, says, sender};

/// Any other 5xx.
pub(super) const REFUSED: Explanation = message("message_refused").general();

/// Any other 4xx.
pub(super) const DEFERRED: Explanation = message("message_deferred").general();

pub(super) const TOO_BIG: Explanation = message("message_too_big");

pub(super) const ATTACHMENT: Explanation = message("attachment_blocked");

pub(super) const VIRUS: Explanation = message("message_virus");
pub(super) const LOOP: Explanation = message("mail_loop");
pub(super) const SPAM: Explanation = message("message_spam");
pub(super) const HEADER: Explanation = message("message_header_refused").field("from.email");
pub(super) const MALFORMED: Explanation = message("message_malformed");
pub(super) const POLICY: Explanation = message("message_policy").general();
pub(super) const SERVER_FULL: Explanation = message("server_full").temporary();

/// A link in these replies contains words such as `attachment` or `message content`.
pub(super) const RULES: &[Rule] = &[
    says(&["virus", "malware", "infected", "trojan", "phishing.heur"], VIRUS).at(DATA).codes("5").unless(&["spam"]),
    says(
        &[
            "executable",
            "file type",
            "potential security issue",
            "potential security risk",
            "its content presents",
            "forbidden file",
            "banned file",
            "blocked file",
            "file extension",
        ],
        ATTACHMENT,
    )
    .at(DATA)
    .codes("5")
    .unless(&["too large", "too big", "size"]),
    says(&["attachment"], ATTACHMENT).at(DATA).codes("5").late().unless(&[
        "too large",
        "too big",
        "too long",
        "size",
        "limit",
        "maximum",
        "exceed",
        "number of attachments",
    ]),
    numbered(ATTACHMENT).at(DATA).codes("552").or_enhanced("7.0"),
    says(
        &[
            "multiple from",
            "from header",
            "from: header",
            "header from",
            "missing header",
            "missing from",
            "missing date",
            "invalid header",
            "header*missing",
            "duplicate header",
            "5322.from",
            "rfc5322",
            "rfc 5322",
            "rfc2822",
            "rfc 2822",
        ],
        HEADER,
    )
    .at(DATA)
    .codes("5")
    .unless(&["mime error"])
    .or_enhanced("1.20 7.512"),
    says(&["mailbox full", "quotaexceeded", "storedrv*quota"], sender("sender_mailbox_full"))
        .at(DATA)
        .codes("554")
        .only_enhanced("2.2"),
    says(&["best-preference mx", "too many hops", "mail loop", "loops back", "routing loop", "hop count"], LOOP)
        .at(MESSAGE)
        .or_enhanced("4.6 4.14"),
    says(
        &[
            "spam",
            "unsolicited",
            "junk",
            "bulk mail",
            "content rejected",
            "content denied",
            "content is denied",
            "content blocked",
            "dt:spm",
            "content filter",
            "suspicious",
            "message content",
            "blacklisted url",
            "blocked url",
            "url in this email",
            "domain in the message",
            "reputation of a link",
            "phish",
            "message looks like",
            "blocked by content",
        ],
        SPAM,
    )
    .at(DATA)
    .unless(&["unusual rate", "rate limit", "virus", "dnsbl"]),
    says(
        &[
            "line too long",
            "lines too long",
            "line length",
            "bare lf",
            "bare newline",
            "bare <lf>",
            "malformed message",
            "invalid message format",
            "parsing error",
            "not rfc compliant",
        ],
        MALFORMED,
    )
    .at(DATA)
    .codes("5")
    .unless(&["headers are not rfc"])
    .or_enhanced("6.0 6.1 6.2 6.3 6.4 6.5"),
    says(
        &["too many recipients", "number of recipients", "maximum number of rcpt"],
        message("too_many_recipients_message").field("pace.recipients_per_message"),
    )
    .at(DATA)
    .or_enhanced("5.3"),
    says(
        &[
            "insufficient system storage",
            "insufficient storage",
            "insufficient disk",
            "insufficient system resources",
            "no space left",
            "disk full",
        ],
        SERVER_FULL,
    )
    .at(MAIL.and(DATA))
    .codes("4 5")
    .or_enhanced("3.1"),
];

/// After the more specific rows.
pub(super) const POLICY_RULES: &[Rule] = &[says(
    &[
        "policy",
        "policies",
        "prohibited",
        "not allowed",
        "not permitted",
        "rejected for",
        "administrative prohibition",
        "blocked by",
    ],
    POLICY,
)
.at(DATA)
.codes("5")
.late()];

/// Sizes; servers also send these replies to MAIL and RCPT.
pub(super) const SIZE_RULES: &[Rule] = &[
    says(
        &[
            "too large",
            "too big",
            "size limit",
            "message size",
            "exceeds*size",
            "exceeded*size",
            "size exceeds",
            "exceeds fixed maximum",
            "maximum size",
            "maximum message",
            "length of data content",
            "length of attach",
            "message length exceeds",
        ],
        TOO_BIG,
    )
    .at(MESSAGE)
    .codes("5")
    .or_enhanced("3.4 2.3")
    .unless(&["mailbox size"]),
    numbered(TOO_BIG).at(MAIL.and(DATA)).codes("552"),
];
