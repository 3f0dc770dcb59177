//! The tables: each provider's own reasons first, then what the status alone tells.
//!
//! Sources: Gmail API *Resolve errors* and *Usage limits*; Microsoft Graph *Error responses*, *Throttling* and *sendMail*.

use std::time::Duration;

use super::{ApiKnown, ApiRow, KNOWN};
use crate::trouble::Fate;

const FROM: Option<&str> = Some("from.email");
const SEND_THROUGH: Option<&str> = Some("oauth.send_through");
const PROVIDER: Option<&str> = Some("oauth.provider");

const HOUR: Duration = Duration::from_secs(60 * 60);
const MINUTE: Duration = Duration::from_secs(60);

const PERMISSION_MISSING: ApiKnown = ApiKnown {
    code: "api_permission_missing",
    field: SEND_THROUGH,
    fate: Fate::Connection,
    meaning: "The access that was granted does not cover sending mail through this API.",
    remedy: "Choose Reconnect and consent again, leaving every box ticked. App-only: grant the application permission to \
             send mail, with the consent of an administrator, and check that it covers {from}.",
    ..KNOWN
};

const TOO_FAST: ApiKnown = ApiKnown {
    code: "too_fast",
    fate: Fate::Deferred,
    retry_after: Some(MINUTE),
    throttled: true,
    meaning: "The provider has had more requests from this account or application than it takes at a time. The message \
              is not at fault.",
    remedy: "Nothing: it is tried again by itself, more slowly. If it returns, set a lower pace in the advanced settings.",
    ..KNOWN
};

const QUOTA_DAILY: ApiKnown = ApiKnown {
    code: "quota_daily",
    fate: Fate::Deferred,
    retry_after: Some(HOUR),
    throttled: true,
    meaning: "The account has sent as much as the provider allows in a day. The message is not at fault.",
    remedy: "Nothing: it is tried again every hour. Spread the load, or ask the provider for a higher limit.",
    ..KNOWN
};

const RECIPIENTS_REFUSED: ApiKnown = ApiKnown {
    code: "recipients_refused",
    meaning: "The provider does not take a recipient of this message for a valid address. An API takes a message for all \
              its recipients or for none.",
    remedy: "Check the recipients' addresses, and send the message again to those that are right.",
    ..KNOWN
};

pub(super) const TOO_LARGE: ApiKnown = ApiKnown {
    code: "message_too_large",
    field: SEND_THROUGH,
    meaning: "The API takes smaller messages than the provider's SMTP server does.",
    remedy: "Send through SMTP, or make the attachments smaller.",
    ..KNOWN
};

pub(super) const UNREACHED: ApiKnown = ApiKnown {
    code: "api_unreached",
    field: PROVIDER,
    fate: Fate::Connection,
    meaning: "The provider's API could not be reached over HTTPS. The network or a firewall is in the way, or the \
              configured address is wrong.",
    remedy: "Check this machine's network and that it may connect to {server}. It is tried again by itself.",
    ..KNOWN
};

pub(super) const NOT_ENCRYPTED: ApiKnown = ApiKnown {
    code: "api_needs_https",
    field: PROVIDER,
    fate: Fate::Connection,
    meaning: "An access token is sent over HTTPS alone, save to this machine itself.",
    remedy: "Correct api_url in the configuration file.",
    ..KNOWN
};

pub(super) const ANSWER_LOST: ApiKnown = ApiKnown {
    code: "answer_lost",
    fate: Fate::Deferred,
    meaning: "The message was handed over, but the answer did not come. The recipients may have it already.",
    remedy: "Nothing: it is tried again with the same Message-ID, by which servers can tell the second copy from a new \
             message.",
    ..KNOWN
};

pub(super) const UNKNOWN: ApiKnown = ApiKnown {
    code: "api_refused",
    meaning: "The provider refused the message for a reason that owlpost does not know.",
    remedy: "Look the answer up in the provider's documentation.",
    ..KNOWN
};

pub(super) const GMAIL: &[ApiRow] = &[
    ApiRow {
        status: &[403],
        reasons: &["accessnotconfigured", "service_disabled"],
        says: &[],
        means: ApiKnown {
            code: "api_disabled",
            field: SEND_THROUGH,
            fate: Fate::Connection,
            meaning: "The Gmail API is switched off for the project that the client belongs to.",
            remedy: "Switch it on in the Google Cloud console (APIs & Services, Library, Gmail API). It takes some minutes.",
            ..KNOWN
        },
    },
    ApiRow { status: &[403, 429], reasons: &["dailylimitexceeded", "quotaexceeded"], says: &[], means: QUOTA_DAILY },
    ApiRow {
        status: &[403, 429],
        reasons: &["userratelimitexceeded", "ratelimitexceeded", "resource_exhausted"],
        says: &[],
        means: TOO_FAST,
    },
    ApiRow {
        status: &[403],
        reasons: &["insufficientpermissions", "access_token_scope_insufficient", "permission_denied", "domainpolicy"],
        says: &[],
        means: PERMISSION_MISSING,
    },
    ApiRow {
        status: &[400],
        reasons: &["failedprecondition", "failed_precondition"],
        says: &[],
        means: ApiKnown {
            code: "mailbox_not_enabled",
            field: FROM,
            fate: Fate::Connection,
            meaning: "The account has no Gmail mailbox: the service is off for it, or a service account acts for nobody.",
            remedy: "Switch Gmail on for {from} in the Admin console; app-only, check that From email is a person's mailbox.",
            ..KNOWN
        },
    },
    ApiRow {
        status: &[400],
        reasons: &[],
        says: &["recipient address required", "invalid to header", "invalid cc header", "invalid bcc header"],
        means: RECIPIENTS_REFUSED,
    },
];

pub(super) const GRAPH: &[ApiRow] = &[
    ApiRow {
        status: &[],
        reasons: &["errorsendasdenied"],
        says: &[],
        means: ApiKnown {
            code: "sender_not_allowed",
            field: FROM,
            meaning: "The mailbox that signed in may not send as {from}.",
            remedy: "Set From email to the mailbox's own address, or grant it Send As for {from}.",
            ..KNOWN
        },
    },
    ApiRow {
        status: &[403],
        reasons: &["erroraccessdenied", "authorization_requestdenied", "accessdenied"],
        says: &[],
        means: PERMISSION_MISSING,
    },
    ApiRow {
        status: &[],
        reasons: &["errormessagesubmissionblocked", "erroraccountsuspend", "erroraccountsuspended"],
        says: &[],
        means: ApiKnown {
            code: "sender_blocked",
            field: FROM,
            fate: Fate::Connection,
            meaning: "Microsoft has blocked this account from sending, because mail from it looked like spam or the account \
                      was misused.",
            remedy: "Change the account's password, then have it unblocked under Restricted entities of the Defender \
                     portal. Mail waits meanwhile.",
            ..KNOWN
        },
    },
    ApiRow {
        status: &[],
        reasons: &[
            "errorinvaliduser",
            "resourcenotfound",
            "request_resourcenotfound",
            "mailboxnotenabledforrestapi",
            "errornonexistentmailbox",
            "mailboxnotsupportedforrestapi",
        ],
        says: &[],
        means: ApiKnown {
            code: "mailbox_not_enabled",
            field: FROM,
            fate: Fate::Connection,
            meaning: "There is no mailbox {from} that Microsoft Graph could send from: it is mistyped, has no licence, or is \
                      kept on a server of the organisation's own.",
            remedy: "Check From email, and that the mailbox is licensed and in Exchange Online.",
            ..KNOWN
        },
    },
    ApiRow {
        status: &[],
        reasons: &["errorexceededmessagelimit", "errorsubmissionquotaexceeded", "errormessagelimitexceeded"],
        says: &[],
        means: QUOTA_DAILY,
    },
    ApiRow {
        status: &[],
        reasons: &["errorquotaexceeded"],
        says: &[],
        means: ApiKnown {
            code: "mailbox_full",
            field: FROM,
            fate: Fate::Connection,
            meaning: "The sending mailbox is full: copies in Sent Items filled it, and Microsoft sends nothing more.",
            remedy: "Empty the mailbox, or set a retention policy on Sent Items. Mail waits meanwhile.",
            ..KNOWN
        },
    },
    ApiRow { status: &[], reasons: &["errorinvalidrecipients"], says: &[], means: RECIPIENTS_REFUSED },
    ApiRow { status: &[], reasons: &["errormessagesizeexceeded"], says: &[], means: TOO_LARGE },
    ApiRow {
        status: &[429, 503],
        reasons: &["applicationthrottled", "errortoomanyobjectsopened", "mailboxconcurrency", "toomanyrequests"],
        says: &[],
        means: TOO_FAST,
    },
];

/// What the status alone tells.
pub(super) const RULES: &[ApiRow] = &[
    ApiRow {
        status: &[401],
        reasons: &[],
        says: &[],
        means: ApiKnown {
            code: "token_refused",
            field: PROVIDER,
            fate: Fate::Connection,
            meaning: "The provider does not accept the access token, although it is new.",
            remedy: "Choose Reconnect and consent again with {from}.",
            ..KNOWN
        },
    },
    ApiRow { status: &[403], reasons: &[], says: &[], means: PERMISSION_MISSING },
    ApiRow { status: &[413], reasons: &[], says: &[], means: TOO_LARGE },
    ApiRow { status: &[429], reasons: &[], says: &[], means: TOO_FAST },
    ApiRow {
        status: &[408, 500, 502, 503, 504, 509],
        reasons: &[],
        says: &[],
        means: ApiKnown {
            code: "api_trouble",
            fate: Fate::Deferred,
            meaning: "The provider has some trouble of its own.",
            remedy: "Nothing: the message is tried again by itself.",
            ..KNOWN
        },
    },
    ApiRow {
        status: &[400, 415, 422],
        reasons: &[],
        says: &[],
        means: ApiKnown {
            code: "message_refused",
            meaning: "The provider does not take the message as it is.",
            remedy: "Look at the answer: it names what is wrong with recipients or content.",
            ..KNOWN
        },
    },
    ApiRow {
        status: &[404],
        reasons: &[],
        says: &[],
        means: ApiKnown {
            code: "api_not_found",
            field: PROVIDER,
            fate: Fate::Connection,
            meaning: "There is no such API at {server}: the configured address is wrong, or something else answers there.",
            remedy: "Correct api_url in the configuration file, or leave it out.",
            ..KNOWN
        },
    },
];
