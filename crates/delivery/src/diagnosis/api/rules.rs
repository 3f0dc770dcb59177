//! The tables: each provider's own reasons first, then the status alone.
//!
//! Sources: Gmail API *Resolve errors* and *Usage limits*; Microsoft Graph *Error responses*, *Throttling* and *sendMail*.

use std::time::Duration;

use super::{ApiExplanation, ApiRule, EXPLANATION};
use crate::diagnosis::Disposition;
use crate::problems::declared;

const FROM: Option<&str> = Some("from.email");
const SEND_THROUGH: Option<&str> = Some("oauth.send_through");
const PROVIDER: Option<&str> = Some("oauth.provider");

const HOUR: Duration = Duration::from_secs(60 * 60);
const MINUTE: Duration = Duration::from_secs(60);

const PERMISSION_MISSING: ApiExplanation = ApiExplanation {
    problem: declared("api_permission_missing"),
    field: SEND_THROUGH,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const TOO_FAST: ApiExplanation = ApiExplanation {
    problem: declared("too_fast"),
    disposition: Disposition::Deferred,
    retry_after: Some(MINUTE),
    throttled: true,
    ..EXPLANATION
};

const QUOTA_DAILY: ApiExplanation = ApiExplanation {
    problem: declared("quota_daily_api"),
    disposition: Disposition::Deferred,
    retry_after: Some(HOUR),
    throttled: true,
    ..EXPLANATION
};

const RECIPIENTS_REFUSED: ApiExplanation = ApiExplanation { problem: declared("recipients_refused"), ..EXPLANATION };

pub(super) const TOO_LARGE: ApiExplanation =
    ApiExplanation { problem: declared("message_too_large"), field: SEND_THROUGH, ..EXPLANATION };

pub(super) const UNREACHABLE: ApiExplanation = ApiExplanation {
    problem: declared("api_unreached"),
    field: PROVIDER,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

pub(super) const NOT_ENCRYPTED: ApiExplanation = ApiExplanation {
    problem: declared("api_needs_https"),
    field: PROVIDER,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

pub(super) const ANSWER_LOST: ApiExplanation =
    ApiExplanation { problem: declared("answer_lost_api"), disposition: Disposition::Deferred, ..EXPLANATION };

pub(super) const UNKNOWN: ApiExplanation = ApiExplanation { problem: declared("api_refused"), ..EXPLANATION };

pub(super) const GMAIL: &[ApiRule] = &[
    ApiRule {
        status: &[403],
        reasons: &["accessnotconfigured", "service_disabled"],
        contains: &[],
        explanation: ApiExplanation {
            problem: declared("api_disabled"),
            field: SEND_THROUGH,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    ApiRule {
        status: &[403, 429],
        reasons: &["dailylimitexceeded", "quotaexceeded"],
        contains: &[],
        explanation: QUOTA_DAILY,
    },
    ApiRule {
        status: &[403, 429],
        reasons: &["userratelimitexceeded", "ratelimitexceeded", "resource_exhausted"],
        contains: &[],
        explanation: TOO_FAST,
    },
    ApiRule {
        status: &[403],
        reasons: &["insufficientpermissions", "access_token_scope_insufficient", "permission_denied", "domainpolicy"],
        contains: &[],
        explanation: PERMISSION_MISSING,
    },
    ApiRule {
        status: &[400],
        reasons: &["failedprecondition", "failed_precondition"],
        contains: &[],
        explanation: ApiExplanation {
            problem: declared("mailbox_not_enabled_google"),
            field: FROM,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    ApiRule {
        status: &[400],
        reasons: &[],
        contains: &["recipient address required", "invalid to header", "invalid cc header", "invalid bcc header"],
        explanation: RECIPIENTS_REFUSED,
    },
];

pub(super) const GRAPH: &[ApiRule] = &[
    ApiRule {
        status: &[],
        reasons: &["errorsendasdenied"],
        contains: &[],
        explanation: ApiExplanation { problem: declared("sender_not_allowed_api"), field: FROM, ..EXPLANATION },
    },
    ApiRule {
        status: &[403],
        reasons: &["erroraccessdenied", "authorization_requestdenied", "accessdenied"],
        contains: &[],
        explanation: PERMISSION_MISSING,
    },
    ApiRule {
        status: &[],
        reasons: &["errormessagesubmissionblocked", "erroraccountsuspend", "erroraccountsuspended"],
        contains: &[],
        explanation: ApiExplanation {
            problem: declared("sender_blocked_api"),
            field: FROM,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    ApiRule {
        status: &[],
        reasons: &[
            "errorinvaliduser",
            "resourcenotfound",
            "request_resourcenotfound",
            "mailboxnotenabledforrestapi",
            "errornonexistentmailbox",
            "mailboxnotsupportedforrestapi",
        ],
        contains: &[],
        explanation: ApiExplanation {
            problem: declared("mailbox_not_enabled_microsoft"),
            field: FROM,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    ApiRule {
        status: &[],
        reasons: &["errorexceededmessagelimit", "errorsubmissionquotaexceeded", "errormessagelimitexceeded"],
        contains: &[],
        explanation: QUOTA_DAILY,
    },
    ApiRule {
        status: &[],
        reasons: &["errorquotaexceeded"],
        contains: &[],
        explanation: ApiExplanation {
            problem: declared("mailbox_full"),
            field: FROM,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    ApiRule { status: &[], reasons: &["errorinvalidrecipients"], contains: &[], explanation: RECIPIENTS_REFUSED },
    ApiRule { status: &[], reasons: &["errormessagesizeexceeded"], contains: &[], explanation: TOO_LARGE },
    ApiRule {
        status: &[429, 503],
        reasons: &["applicationthrottled", "errortoomanyobjectsopened", "mailboxconcurrency", "toomanyrequests"],
        contains: &[],
        explanation: TOO_FAST,
    },
];

/// By status alone.
pub(super) const RULES: &[ApiRule] = &[
    ApiRule {
        status: &[401],
        reasons: &[],
        contains: &[],
        explanation: ApiExplanation {
            problem: declared("token_refused_api"),
            field: PROVIDER,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    ApiRule { status: &[403], reasons: &[], contains: &[], explanation: PERMISSION_MISSING },
    ApiRule { status: &[413], reasons: &[], contains: &[], explanation: TOO_LARGE },
    ApiRule { status: &[429], reasons: &[], contains: &[], explanation: TOO_FAST },
    ApiRule {
        status: &[408, 500, 502, 503, 504, 509],
        reasons: &[],
        contains: &[],
        explanation: ApiExplanation {
            problem: declared("api_trouble"),
            disposition: Disposition::Deferred,
            ..EXPLANATION
        },
    },
    ApiRule {
        status: &[400, 415, 422],
        reasons: &[],
        contains: &[],
        explanation: ApiExplanation { problem: declared("message_refused_api"), ..EXPLANATION },
    },
    ApiRule {
        status: &[404],
        reasons: &[],
        contains: &[],
        explanation: ApiExplanation {
            problem: declared("api_not_found"),
            field: PROVIDER,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
];
