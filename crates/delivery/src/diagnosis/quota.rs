//! Replies about quotas, rates and too many connections. They defer, even where the code is 5xx.
//!
//! Sources: Microsoft's pages on SMTP submission throttling and on non-delivery reports, Google's list of SMTP errors,
//! Amazon SES's throttling answers.

use std::time::Duration;

use mail::Reply;

use super::Disposition;
use super::rule::{EXPLANATION, Explanation, Rule};
use crate::problems::declared;

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const DAILY: Explanation = Explanation {
    problem: declared("quota_daily"),
    disposition: Disposition::Deferred,
    retry_after: Some(DAY),
    throttled: true,
    ..EXPLANATION
};

const TOO_FAST: Explanation =
    Explanation { problem: declared("throttled"), disposition: Disposition::Deferred, throttled: true, ..EXPLANATION };

const TOO_MANY_CONNECTIONS: Explanation = Explanation {
    problem: declared("too_many_connections"),
    disposition: Disposition::Deferred,
    throttled: true,
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
            problem: declared("quota_tenant"),
            disposition: Disposition::Deferred,
            retry_after: Some(HOUR.saturating_mul(4)),
            throttled: true,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "4 5",
        enhanced: "",
        contains: &["max emails per hour", "emails per hour", "messages per hour", "max defers and failures per hour"],
        explanation: Explanation {
            problem: declared("quota_hourly"),
            disposition: Disposition::Deferred,
            retry_after: Some(HOUR),
            throttled: true,
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
