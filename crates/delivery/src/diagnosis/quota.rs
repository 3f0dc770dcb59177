//! Replies about quotas, rates and too many connections. They defer, even where the code is 5xx.
//!
//! Sources: Microsoft's pages on SMTP submission throttling and on non-delivery reports, Google's list of SMTP errors,
//! Amazon SES's throttling answers, Oracle's list, cPanel's limits.

use std::time::Duration;

use mail::Reply;

use super::rule::{ANYWHERE, Explanation, GREETING, MESSAGE, Rule, STARTTLS, message, numbered, says};

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) const DAILY: Explanation = message("quota_daily").lasting(DAY).throttled();

pub(super) const HOURLY: Explanation = message("quota_hourly").lasting(HOUR).throttled();

pub(super) const TOO_FAST: Explanation = message("throttled").temporary().throttled();

pub(super) const TOO_MANY_CONNECTIONS: Explanation = message("too_many_connections").temporary().throttled();

pub(super) const RULES: &[Rule] = &[
    says(
        &[
            "submissionquotaexceeded",
            "submission quota exceeded",
            "daily user sending",
            "daily sending quota",
            "daily sending limit",
            "daily send limit",
            "daily message quota",
            "daily message limit",
            "daily limit",
            "daily",
            "per day",
            "daily send",
            "daily rate",
            "daily quota",
            "daily smtp relay",
            "daily email limit",
            "daily recipient limit",
            "recipient limit*per day",
            "per day reached",
            "messages per day",
            "/day",
            "emails per day",
            "mails per day",
            "recipients per day",
            "limit*per day",
            "limit*24 hours",
            "24 hour",
            "24-hour",
            "try again tomorrow",
            "sending limit for today",
            "limit for today",
        ],
        DAILY,
    )
    .at(MESSAGE)
    .or_enhanced("1.90")
    .unless(&["tenant external recipient", "per hour and per day"]),
    numbered(DAILY).at(MESSAGE).codes("550").or_enhanced("4.5"),
    says(
        &["tenant external recipient rate limit", "terrl"],
        message("quota_tenant").lasting(HOUR.saturating_mul(4)).throttled(),
    )
    .at(MESSAGE)
    .codes("5")
    .or_enhanced("7.232 7.233"),
    says(
        &[
            "max emails per hour",
            "emails per hour",
            "messages per hour",
            "mails per hour",
            "recipients per hour",
            "max defers and failures per hour",
            "limit*per hour",
            "hourly limit",
            "hourly send",
            "hourly rate",
            "hourly quota",
            "hourly sending",
            "hourly email",
            "hourly message",
            "in the last hour",
            "per hour limit",
            "hourly",
            "/hour",
            "per hour",
        ],
        HOURLY,
    )
    .at(MESSAGE)
    .unless(&["per hour and per day"]),
    says(&["limit for", "its limit", "limit of"], TOO_MANY_CONNECTIONS).at(GREETING),
    // NetEase's own codes.
    says(&["hl:icc", "hl:itc"], TOO_MANY_CONNECTIONS),
    says(&["hl:ifc"], TOO_FAST),
    numbered(TOO_MANY_CONNECTIONS).at(GREETING.and(STARTTLS).and(MESSAGE)).codes("432"),
    says(
        &[
            "concurrent*connection",
            "connections*concurrent",
            "simultaneous*connection",
            "thread limit exceeded",
            "too many connections",
            "too many concurrent",
            "too many simultaneous",
            "connection limit",
            "connection rate",
            "connections per",
            "number of connections",
            "too many sessions",
            "session limit",
            "maximum connections",
            "max connections",
        ],
        TOO_MANY_CONNECTIONS,
    )
    .at(GREETING.and(STARTTLS).and(MESSAGE)),
    says(OURS_EXCEEDED, TOO_FAST).at(MESSAGE).unless(&[
        "mailbox size",
        "mailbox is full",
        "mailbox full",
        "inbox",
        "size",
        "storage",
        "credit",
        "month",
        "tenant",
        "thread",
        "connection",
        "session",
        "concurren",
        "simultan",
        "parallel",
    ]),
    says(
        &["rate limit", "ratelimit", "rate-limit", "rate exceeded", " rate*exceeded", "exceeded* rate", "sending rate"],
        TOO_FAST,
    )
    .at(GREETING.and(STARTTLS).and(MESSAGE))
    .unless(&["recipient rate", "tenant external"]),
    says(
        &[
            "unusual rate",
            "rate limit",
            "ratelimit",
            "rate-limit",
            "rate exceeded",
            "rate control",
            "sending rate",
            "message rate",
            "throttl",
            "too fast",
            "too quickly",
            "slow down",
            "too much mail",
            "too many messages",
            "too many mails",
            "too many emails",
            "too many requests",
            "too frequent",
            "frequency",
            "relay limit",
            "peak smtp",
            "per minute",
            "per connection",
            "per session",
            "user complaints",
            "unexpected volume",
            "from a new or untrusted",
            "emails per second",
            "messages per second",
            "sending limit",
            "send limit",
            "sending quota",
            "quota for sending",
            "exceeded the limit",
            "limit exceeded",
            "limit reached",
            "reached the limit",
        ],
        TOO_FAST,
    )
    .at(GREETING.and(STARTTLS).and(MESSAGE))
    .late()
    .or_enhanced("7.28")
    .unless(&[
        "time limit",
        "timeout",
        "size",
        "mailbox",
        "inbox",
        "recipient's",
        "storage",
        "mail data",
        "on the server",
        "try*in a separate transaction",
        "quota limit",
    ]),
    numbered(TOO_FAST).at(GREETING.and(STARTTLS).and(MESSAGE)).codes("421").or_enhanced("7.0"),
    says(&["throttling failure"], TOO_FAST).at(ANYWHERE),
];

/// That we sent more than we may, and not that a mailbox is full.
const OURS_EXCEEDED: &[&str] = &[
    "you have exceeded",
    "you've exceeded",
    "you exceeded",
    "you have reached",
    "you've reached",
    "have sent too many",
    "outgoing*quota",
    "outgoing*limit",
    "outgoing*exceeded",
    "exceeded*outgoing",
    "exceeded*sending",
    "exceeded*relay",
    "sending*limit",
    "sending*quota",
    "sent*limit",
    "outbound*limit",
    "outbound*quota",
    "sender rate",
    "sender*quota",
    "sender*limit",
    "limit on outgoing",
    "email limit",
    "emails limit",
    "message limit",
    "message count",
    "messages limit",
    "you've hit",
    "you have hit",
    "over your limit",
    "over your quota",
    "relay quota",
    "exceeds limit of",
    "exceeds the limit of",
    "allowed*messages*exceeded",
    "number of allowed*exceeded",
    "limit on the number",
    "number of*messages*exceed",
    "number of*emails*exceed",
    "messages quota",
    "wait to send more",
    "rate limit increase",
];

/// Whether a reply asks to slow down in addition to its meaning: 432, and 421 for policy reasons (RFC 3463 section 3.8).
pub(super) fn slows_down(reply: &Reply) -> bool {
    match reply.code {
        432 => true,
        421 => reply.enhanced.is_some_and(|enhanced| enhanced.subject == 7),
        _ => false,
    }
}
