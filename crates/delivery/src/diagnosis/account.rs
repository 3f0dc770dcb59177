//! Problems of the account, at any stage and with any code: not logged in, not activated, suspended, in a trial, out
//! of credits. All mail waits, because the next message would get the same reply.
//!
//! Sources: the providers' help pages named in the gallery; Microsoft's list of non-delivery reports.

use super::login::{BASIC_AUTH_RETIRED, SMTP_AUTH_DISABLED};
use super::rule::LoginKind::{Nobody, Token};
use super::rule::{Explanation, GREETING, LOGIN, MAIL, MESSAGE, RCPT, Rule, connection, numbered, says};

pub(super) const LOGIN_REQUIRED: Explanation = connection("login_required").field("password.username");
pub(super) const LOGIN_REQUIRED_TOKEN: Explanation = connection("login_required_token").field("password.username");

/// That the session is not logged in.
const NOT_LOGGED_IN: &[&str] = &[
    "authentication required",
    "authentication is required",
    "authentication needed",
    "authentication*necessary",
    "requires authentication",
    "require authentication",
    "authenticate first",
    "authenticate before",
    "must authenticate",
    "need to authenticate",
    "please authenticate",
    "please login",
    "please log in",
    "not authenticated",
    "client was not authenticated",
    "unauthenticated sender",
    "not logged in",
    "auth first",
    "auth required",
    "auth is required",
    "smtp auth is",
    "smtp auth required",
    "smtp authentication",
    "login required",
    "log in first",
    "login first",
    "without authentication",
    "authorization required",
    "must be authenticated",
    "check your mail before",
    "receive your mail before",
    "pop before smtp",
    "check mail first",
    "issue auth",
];

pub(super) const CREDITS_USED: Explanation = connection("account_credits_used");

pub(super) const SANDBOX: Explanation = connection("account_sandbox");
pub(super) const NOT_ACTIVATED: Explanation = connection("account_not_activated");
pub(super) const SUSPENDED: Explanation = connection("account_suspended");

/// Rows for any stage; the login's own rows come before them.
pub(super) const RULES: &[Rule] = &[
    says(
        &[
            "credit",
            "monthly",
            "per month",
            "maximum credits exceeded",
            "credits exceeded",
            "not enough credits",
            "insufficient credits",
            "insufficient credit",
            "no credits",
            "out of credits",
            "credits*used up",
            "no remaining credit",
            "insufficient balance",
            "insufficient funds",
            "balance is insufficient",
            "quota reached*recharge",
            "payment required",
            "subscription*expired",
            "unpaid",
            "overdue",
            "arrears",
            "plan*expired",
            "upgrade your plan",
            "trial*expired",
            "trial has ended",
        ],
        CREDITS_USED,
    )
    .unless(&["credit card", "credential"]),
    says(
        &[
            "not yet activated",
            "not been activated",
            "not activated",
            "activate your",
            "account*pending",
            "pending approval",
            "pending review",
            "under review",
            "not yet approved",
            "not been approved",
            "account is not approved",
            "account not approved",
            "account*not verified",
            "account has not been verified",
            "verify your account",
            "confirm your account",
            "account*not active",
            "account is inactive",
            "request activation",
        ],
        NOT_ACTIVATED,
    )
    .logged_in()
    .unless(&["recipient address rejected", "mailbox unavailable", "user unknown", "sender"]),
    says(
        &[
            "sandbox",
            "test purposes only",
            "testing purposes",
            "authorized recipients",
            "free accounts are for",
            "#ms42225",
            "trial account",
            "trial accounts",
            "demo domain",
            "only send testing emails",
            "only send test emails",
            "only be sent to the administrator",
        ],
        SANDBOX,
    )
    .at(LOGIN.and(MESSAGE)),
    says(
        &[
            "unusual sending activity",
            "unusual activity",
            "suspicious activity",
            "outboundspamexception",
            "wascl useraction",
            "disabled by user from",
            "account*paused",
            "sending paused",
            "sending*suspended",
            "sending*disabled",
            "account*suspended",
            "account*disabled",
            "account*restricted",
            "account*blocked",
            "account*banned",
            "account*deactivated",
            "account*terminated",
            "account*on hold",
            "account*frozen",
            "account isn't allowed to send",
            "account is not allowed to send",
            "not allowed to send mail from this account",
            "user*suspended",
            "user is suspended",
            "sender*suspended",
            "outgoing mail*suspended",
            "outgoing*disabled",
            "outbound*disabled",
            "outgoing mail*blocked",
            "outgoing email*blocked",
            "server is paused",
            "server has been suspended",
            "mail server has been suspended",
            "credential*held",
            "compromised",
            "blocked from sending",
            "sending blocked",
            "sending is blocked",
            "sending*has been blocked",
            "abuse complaints",
            "complaint rate",
            "spam complaints",
            "license",
            "sender*throttled due to",
            "restricted from sending",
            "prohibited from sending",
            "barred from sending",
            "not allowed to send any",
            "hacked",
            "sending*blocked for this account",
            "smtp*blocked for this account",
        ],
        SUSPENDED,
    )
    .at(GREETING.and(MESSAGE))
    .logged_in()
    .unless(&[
        "recipient",
        "mailbox",
        "user you are trying",
        "account that you tried",
        "to reach is disabled",
        "sending ip",
        "cannot be delivered",
    ]),
    says(&["basic authentication is not supported", "basic authentication is disabled"], BASIC_AUTH_RETIRED)
        .or_enhanced("7.30"),
    says(&["smtpclientauthentication is disabled"], SMTP_AUTH_DISABLED).at(MESSAGE).unless(&["token"]),
    says(NOT_LOGGED_IN, LOGIN_REQUIRED_TOKEN).at(MESSAGE).with_login(Token).or_enhanced("7.57").unless(AFTER_LOGIN),
    says(NOT_LOGGED_IN, LOGIN_REQUIRED).at(MESSAGE).with_login(Nobody).or_enhanced("7.57").unless(RESTRICTED),
    says(NOT_LOGGED_IN, LOGIN_REQUIRED).at(MESSAGE).or_enhanced("7.57").unless(AFTER_LOGIN),
    says(NOT_LOGGED_IN, LOGIN_REQUIRED).at(GREETING.and(LOGIN)).or_enhanced("7.57").unless(&["user and pass"]),
    says(
        &[
            "access denied, traffic not accepted from this ip",
            "traffic not accepted from this ip",
            "tenant has exceeded threshold",
            "tenant*blocked",
        ],
        connection("tenant_blocked"),
    )
    .or_enhanced("7.705 7.708 7.750")
    .codes("5"),
    says(
        &[
            "bad outbound sender",
            "spam abuse detected",
            "banned sender",
            "user is restricted from sending",
            "user*restricted from sending",
            "unusual amount of unsolicited email originating from your address",
        ],
        connection("sender_blocked").field("from.email"),
    )
    .or_enhanced("7.501 7.502 7.503")
    .codes("5")
    .unless(&["banned sending ip"]),
    numbered(LOGIN_REQUIRED_TOKEN).at(MESSAGE).with_login(Token).codes("530"),
    numbered(LOGIN_REQUIRED).at(MESSAGE.and(GREETING).and(LOGIN)).codes("530"),
    numbered(LOGIN_REQUIRED).at(MAIL.and(RCPT)).with_login(Nobody).codes("503").or_enhanced("5.1"),
];

/// A group that accepts mail from colleagues only says "authentication required" of people, not of this session.
const RESTRICTED: &[&str] = &["resolver.rst.", "control panel"];

/// What is said of a sender or recipient although the login succeeded: by Sendmail, and of restricted groups.
const AFTER_LOGIN: &[&str] = &[
    "resolver.rst.",
    "control panel",
    "relaying denied",
    "not same as",
    "mismatch",
    "sender rejected",
    "sender address rejected: not logged in",
];
