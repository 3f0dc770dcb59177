//! Replies that ask to wait: quotas, rates, too many connections. They defer, and some of them although they are 5xx.
//!
//! Sources: Microsoft's pages on SMTP submission throttling and on non-delivery reports, Google's list of SMTP errors,
//! Amazon SES's throttling answers.

use std::time::Duration;

use mail::Reply;

use super::Fate;
use super::row::{KNOWN, Known, Row};

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const DAILY: Known = Known {
    code: "quota_daily",
    fate: Fate::Deferred,
    retry_after: Some(DAY),
    throttled: true,
    meaning: "The account has sent as much as the provider allows in a day. The message is not at fault.",
    remedy: "Nothing: it is tried again tomorrow. If this happens often, spread the load over more accounts or use a \
             provider for bulk mail; if it is a surprise, look whether somebody misuses the account.",
    ..KNOWN
};

const TOO_FAST: Known = Known {
    code: "throttled",
    fate: Fate::Deferred,
    throttled: true,
    meaning: "The server asks to send more slowly. The message is not at fault.",
    remedy: "Nothing: sending slows down by itself. If it returns, lower messages per minute and connections in the \
             advanced settings.",
    ..KNOWN
};

const TOO_MANY_CONNECTIONS: Known = Known {
    code: "too_many_connections",
    fate: Fate::Deferred,
    throttled: true,
    meaning: "More connections are open to this account than the provider allows; Microsoft 365 allows three for a \
              mailbox. The message is not at fault.",
    remedy: "Nothing: it is tried again soon, over fewer connections. If other programs send through the same account, \
             allow fewer connections in the advanced settings.",
    ..KNOWN
};

pub(super) const ROWS: &[Row] = &[
    Row {
        reply: "4 5",
        enhanced: "1.90",
        says: &[
            "submissionquotaexceeded",
            "submission quota exceeded",
            "daily user sending limit exceeded",
            "daily user sending quota exceeded",
            "daily sending quota",
            "daily sending limit",
            "daily message quota exceeded",
            "recipient limit*per day",
        ],
        means: DAILY,
    },
    Row { reply: "550", enhanced: "4.5", says: &[], means: DAILY },
    Row {
        reply: "5",
        enhanced: "7.232 7.233",
        says: &["tenant external recipient rate limit", "terrl"],
        means: Known {
            code: "quota_tenant",
            fate: Fate::Deferred,
            retry_after: Some(HOUR.saturating_mul(4)),
            throttled: true,
            meaning: "The Microsoft 365 tenant has sent as much to outside recipients as it may within 24 hours. The \
                      message is not at fault.",
            remedy: "Nothing: it is tried again in some hours. The report on the tenant's limit is in the Exchange admin \
                     centre; more licences raise it.",
            ..KNOWN
        },
    },
    Row {
        reply: "4 5",
        enhanced: "",
        says: &["max emails per hour", "emails per hour", "messages per hour", "max defers and failures per hour"],
        means: Known {
            code: "quota_hourly",
            fate: Fate::Deferred,
            retry_after: Some(HOUR),
            throttled: true,
            meaning: "The account has sent as much as the provider allows in an hour. The message is not at fault.",
            remedy: "Nothing: it is tried again in an hour. Ask the provider for a higher limit if this happens often.",
            ..KNOWN
        },
    },
    Row { reply: "432", enhanced: "", says: &[], means: TOO_MANY_CONNECTIONS },
    Row {
        reply: "4",
        enhanced: "",
        says: &[
            "concurrent*connection",
            "thread limit exceeded",
            "too many connections",
            "too many concurrent",
            "connection limit",
            "too many sessions",
        ],
        means: TOO_MANY_CONNECTIONS,
    },
    Row {
        reply: "4",
        enhanced: "7.28",
        says: &[
            "unusual rate",
            "rate limit",
            "rate exceeded",
            "sending rate",
            "throttl",
            "too fast",
            "too quickly",
            "slow down",
            "too many messages",
            "too many mails",
            "too many emails",
            "relay limit",
            "peak smtp",
        ],
        means: TOO_FAST,
    },
    Row { reply: "421", enhanced: "7.0", says: &[], means: TOO_FAST },
];

/// Whether a reply asks to slow down, whatever else it means: 432, and 421 for reasons of policy (RFC 3463 §3.8).
pub(super) fn slows_down(reply: &Reply) -> bool {
    match reply.code {
        432 => true,
        421 => reply.enhanced.is_some_and(|enhanced| enhanced.subject == 7),
        _ => false,
    }
}
