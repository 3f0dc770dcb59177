//! Replies about quotas, rates and too many connections. They defer, even where the code is 5xx.
//!
//! Sources: Microsoft's pages on SMTP submission throttling and on non-delivery reports, Google's list of SMTP errors,
//! Amazon SES's throttling answers.

use std::time::Duration;

use mail::Reply;

use super::Disposition;
use super::rule::{EXPLANATION, Explanation, Rule};

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const DAILY: Explanation = Explanation {
    code: "quota_daily",
    disposition: Disposition::Deferred,
    retry_after: Some(DAY),
    throttled: true,
    meaning: "The account has sent as much as the provider allows in a day. The message is not at fault.",
    remedy: "Nothing: it is tried again tomorrow. If this happens often, spread the load over more accounts or use a \
             provider for bulk mail; if it is a surprise, look whether somebody misuses the account.",
    ..EXPLANATION
};

const TOO_FAST: Explanation = Explanation {
    code: "throttled",
    disposition: Disposition::Deferred,
    throttled: true,
    meaning: "The server asks to send more slowly. The message is not at fault.",
    remedy: "Nothing: sending slows down by itself. If it returns, lower messages per minute and connections in the \
             advanced settings.",
    ..EXPLANATION
};

const TOO_MANY_CONNECTIONS: Explanation = Explanation {
    code: "too_many_connections",
    disposition: Disposition::Deferred,
    throttled: true,
    meaning: "More connections are open to this account than the provider allows; Microsoft 365 allows three for a \
              mailbox. The message is not at fault.",
    remedy: "Nothing: it is tried again soon, over fewer connections. If other programs send through the same account, \
             allow fewer connections in the advanced settings.",
    ..EXPLANATION
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        reply: "4 5",
        enhanced: "1.90",
        contains: &[
            "submissionquotaexceeded",
            "submission quota exceeded",
            "daily user sending limit exceeded",
            "daily user sending quota exceeded",
            "daily sending quota",
            "daily sending limit",
            "daily message quota exceeded",
            "recipient limit*per day",
        ],
        explanation: DAILY,
    },
    Rule { reply: "550", enhanced: "4.5", contains: &[], explanation: DAILY },
    Rule {
        reply: "5",
        enhanced: "7.232 7.233",
        contains: &["tenant external recipient rate limit", "terrl"],
        explanation: Explanation {
            code: "quota_tenant",
            disposition: Disposition::Deferred,
            retry_after: Some(HOUR.saturating_mul(4)),
            throttled: true,
            meaning: "The Microsoft 365 tenant has sent as much to outside recipients as it may within 24 hours. The \
                      message is not at fault.",
            remedy: "Nothing: it is tried again in some hours. The report on the tenant's limit is in the Exchange admin \
                     centre; more licences raise it.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "4 5",
        enhanced: "",
        contains: &["max emails per hour", "emails per hour", "messages per hour", "max defers and failures per hour"],
        explanation: Explanation {
            code: "quota_hourly",
            disposition: Disposition::Deferred,
            retry_after: Some(HOUR),
            throttled: true,
            meaning: "The account has sent as much as the provider allows in an hour. The message is not at fault.",
            remedy: "Nothing: it is tried again in an hour. Ask the provider for a higher limit if this happens often.",
            ..EXPLANATION
        },
    },
    Rule { reply: "432", enhanced: "", contains: &[], explanation: TOO_MANY_CONNECTIONS },
    Rule {
        reply: "4",
        enhanced: "",
        contains: &[
            "concurrent*connection",
            "thread limit exceeded",
            "too many connections",
            "too many concurrent",
            "connection limit",
            "too many sessions",
        ],
        explanation: TOO_MANY_CONNECTIONS,
    },
    Rule {
        reply: "4",
        enhanced: "7.28",
        contains: &[
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
        explanation: TOO_FAST,
    },
    Rule { reply: "421", enhanced: "7.0", contains: &[], explanation: TOO_FAST },
];

/// Whether a reply asks to slow down in addition to its meaning: 432, and 421 for policy reasons (RFC 3463 section 3.8).
pub(super) fn slows_down(reply: &Reply) -> bool {
    match reply.code {
        432 => true,
        421 => reply.enhanced.is_some_and(|enhanced| enhanced.subject == 7),
        _ => false,
    }
}
