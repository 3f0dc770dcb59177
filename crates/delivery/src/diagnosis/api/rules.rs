//! The tables: each provider's own reasons first, then the status alone.
//!
//! Sources: Gmail API *Resolve errors* and *Usage limits*; Microsoft Graph *Error responses*, *Throttling* and *sendMail*.

use std::time::Duration;

use super::{ApiExplanation, ApiRule, EXPLANATION};
use crate::diagnosis::Disposition;

const FROM: Option<&str> = Some("from.email");
const SEND_THROUGH: Option<&str> = Some("oauth.send_through");
const PROVIDER: Option<&str> = Some("oauth.provider");

const HOUR: Duration = Duration::from_secs(60 * 60);
const MINUTE: Duration = Duration::from_secs(60);

const PERMISSION_MISSING: ApiExplanation = ApiExplanation {
    code: "api_permission_missing",
    field: SEND_THROUGH,
    disposition: Disposition::Connection,
    meaning: "The access that was granted does not cover sending mail through this API.",
    remedy: "Choose Reconnect and consent again, leaving every box ticked. App-only: grant the application permission to \
             send mail, with the consent of an administrator, and check that it covers {from}.",
    ..EXPLANATION
};

const TOO_FAST: ApiExplanation = ApiExplanation {
    code: "too_fast",
    disposition: Disposition::Deferred,
    retry_after: Some(MINUTE),
    throttled: true,
    meaning: "The provider has had more requests from this account or application than it takes at a time. The message \
              is not at fault.",
    remedy: "Nothing: it is tried again by itself, more slowly. If it returns, set a lower pace in the advanced settings.",
    ..EXPLANATION
};

const QUOTA_DAILY: ApiExplanation = ApiExplanation {
    code: "quota_daily",
    disposition: Disposition::Deferred,
    retry_after: Some(HOUR),
    throttled: true,
    meaning: "The account has sent as much as the provider allows in a day. The message is not at fault.",
    remedy: "Nothing: it is tried again every hour. Spread the load, or ask the provider for a higher limit.",
    ..EXPLANATION
};

const RECIPIENTS_REFUSED: ApiExplanation = ApiExplanation {
    code: "recipients_refused",
    meaning: "The provider does not take a recipient of this message for a valid address. An API takes a message for all \
              its recipients or for none.",
    remedy: "Check the recipients' addresses, and send the message again to those that are right.",
    ..EXPLANATION
};

pub(super) const TOO_LARGE: ApiExplanation = ApiExplanation {
    code: "message_too_large",
    field: SEND_THROUGH,
    meaning: "The API takes smaller messages than the provider's SMTP server does.",
    remedy: "Send through SMTP, or make the attachments smaller.",
    ..EXPLANATION
};

pub(super) const UNREACHABLE: ApiExplanation = ApiExplanation {
    code: "api_unreached",
    field: PROVIDER,
    disposition: Disposition::Connection,
    meaning: "The provider's API could not be reached over HTTPS. The network or a firewall is in the way, or the \
              configured address is wrong.",
    remedy: "Check this machine's network and that it may connect to {server}. It is tried again by itself.",
    ..EXPLANATION
};

pub(super) const NOT_ENCRYPTED: ApiExplanation = ApiExplanation {
    code: "api_needs_https",
    field: PROVIDER,
    disposition: Disposition::Connection,
    meaning: "An access token is sent over HTTPS alone, save to this machine itself.",
    remedy: "Correct api_url in the configuration file.",
    ..EXPLANATION
};

pub(super) const ANSWER_LOST: ApiExplanation = ApiExplanation {
    code: "answer_lost",
    disposition: Disposition::Deferred,
    meaning: "The message was handed over, but the answer did not come. The recipients may have it already.",
    remedy: "Nothing: it is tried again with the same Message-ID, by which servers can tell the second copy from a new \
             message.",
    ..EXPLANATION
};

pub(super) const UNKNOWN: ApiExplanation = ApiExplanation {
    code: "api_refused",
    meaning: "The provider refused the message for a reason that owlpost does not know.",
    remedy: "Look the answer up in the provider's documentation.",
    ..EXPLANATION
};

pub(super) const GMAIL: &[ApiRule] = &[
    ApiRule {
        status: &[403],
        reasons: &["accessnotconfigured", "service_disabled"],
        contains: &[],
        explanation: ApiExplanation {
            code: "api_disabled",
            field: SEND_THROUGH,
            disposition: Disposition::Connection,
            meaning: "The Gmail API is switched off for the project that the client belongs to.",
            remedy: "Switch it on in the Google Cloud console (APIs & Services, Library, Gmail API). It takes some minutes.",
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
            code: "mailbox_not_enabled",
            field: FROM,
            disposition: Disposition::Connection,
            meaning: "The account has no Gmail mailbox: the service is off for it, or a service account acts for nobody.",
            remedy: "Switch Gmail on for {from} in the Admin console; app-only, check that From email is a person's mailbox.",
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
        explanation: ApiExplanation {
            code: "sender_not_allowed",
            field: FROM,
            meaning: "The mailbox that signed in may not send as {from}.",
            remedy: "Set From email to the mailbox's own address, or grant it Send As for {from}.",
            ..EXPLANATION
        },
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
            code: "sender_blocked",
            field: FROM,
            disposition: Disposition::Connection,
            meaning: "Microsoft has blocked this account from sending, because mail from it looked like spam or the account \
                      was misused.",
            remedy: "Change the account's password, then have it unblocked under Restricted entities of the Defender \
                     portal. Mail waits meanwhile.",
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
            code: "mailbox_not_enabled",
            field: FROM,
            disposition: Disposition::Connection,
            meaning: "There is no mailbox {from} that Microsoft Graph could send from: it is mistyped, has no licence, or is \
                      kept on a server of the organisation's own.",
            remedy: "Check From email, and that the mailbox is licensed and in Exchange Online.",
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
            code: "mailbox_full",
            field: FROM,
            disposition: Disposition::Connection,
            meaning: "The sending mailbox is full: copies in Sent Items filled it, and Microsoft sends nothing more.",
            remedy: "Empty the mailbox, or set a retention policy on Sent Items. Mail waits meanwhile.",
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
            code: "token_refused",
            field: PROVIDER,
            disposition: Disposition::Connection,
            meaning: "The provider does not accept the access token, although it is new.",
            remedy: "Choose Reconnect and consent again with {from}.",
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
            code: "api_trouble",
            disposition: Disposition::Deferred,
            meaning: "The provider has some trouble of its own.",
            remedy: "Nothing: the message is tried again by itself.",
            ..EXPLANATION
        },
    },
    ApiRule {
        status: &[400, 415, 422],
        reasons: &[],
        contains: &[],
        explanation: ApiExplanation {
            code: "message_refused",
            meaning: "The provider does not take the message as it is.",
            remedy: "Look at the answer: it names what is wrong with recipients or content.",
            ..EXPLANATION
        },
    },
    ApiRule {
        status: &[404],
        reasons: &[],
        contains: &[],
        explanation: ApiExplanation {
            code: "api_not_found",
            field: PROVIDER,
            disposition: Disposition::Connection,
            meaning: "There is no such API at {server}: the configured address is wrong, or something else answers there.",
            remedy: "Correct api_url in the configuration file, or leave it out.",
            ..EXPLANATION
        },
    },
];
