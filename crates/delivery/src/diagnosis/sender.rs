//! Replies about the sender: to MAIL, and by some providers only to RCPT or the final dot.
//!
//! An address that the account may not use concerns the message, because the next one may have another From. A domain that
//! is not set up at the provider concerns the connection: it is usually the configured one, and all mail waits for it.
//!
//! Sources: Postfix `reject_sender_login_mismatch`, OpenSMTPD, Exim's `verify = sender`, the providers' pages named in the
//! gallery.

use super::rule::LoginKind::Password;
use super::rule::{DATA, Explanation, MAIL, MESSAGE, RCPT, Rule, connection, says, sender};

/// A 5xx that speaks of the sender.
pub(super) const REFUSED: Explanation = sender("sender_refused").general();

/// Any other 5xx to MAIL.
pub(super) const UNEXPLAINED: Explanation = sender("sender_refused_unexplained").general();

/// Any other 4xx to MAIL.
pub(super) const DEFERRED: Explanation = sender("sender_deferred").without_field().general();

pub(super) const NOT_ALLOWED: Explanation = sender("sender_not_allowed");

/// All mail waits until the domain is set up.
pub(super) const NOT_VERIFIED: Explanation = connection("sender_not_verified").field("from.email");

/// On a list of domains.
pub(super) const LISTED: Explanation = sender("sender_refused_listed");
pub(super) const UNVERIFIABLE: Explanation = sender("sender_unverifiable");
pub(super) const DOMAIN_UNKNOWN: Explanation = sender("sender_domain_unknown");
pub(super) const MALFORMED: Explanation = sender("sender_malformed");

/// SPF, DKIM or DMARC.
pub(super) const AUTHENTICATION_FAILED: Explanation = sender("sender_authentication_failed");

pub(super) const RULES: &[Rule] = &[
    says(
        &[
            "email address is not verified",
            "identities failed the check",
            "verified sender identity",
            "from address*not*verified",
            "from address*not match a verified",
            "sender signature",
            "domain is not verified",
            "domain not verified",
            "domain*is not verified",
            "domain*has not been verified",
            "domain*must be verified",
            "domain*needs to be verified",
            "domain*unverified",
            "unverified domain",
            "unverified sender",
            "verify the sender domain",
            "verify your domain",
            "verify your sending domain",
            "verify a domain",
            "sender*not verified",
            "sender*not registered",
            "unregistered from",
            "unregistered sender",
            "activated sender",
            "sender*not activated",
            "sender*not confirmed",
            "unconfirmed sender",
            "sender*not validated",
            "sender*not approved",
            "sender domain*not*configured",
            "unconfigured sending domain",
            "sending domain",
            "domain is not configured",
            "domain is not associated with your account",
            "domain not associated",
            "domain*not found in your account",
            "domain not configured",
            "domain*not registered with",
            "domain*does not belong to",
            "domain*not authorized",
            "from/sender name is not valid",
            "from address is not authorised to send mail from this server",
            "from address*not authorized",
            "from.email domain",
            "authorization failed: ",
            "from address*is not an approved sender",
            "header from*not authorized",
            "not an approved sender",
            "unapproved sender",
            "no dkim*sending domain",
        ],
        NOT_VERIFIED,
    )
    .at(MESSAGE)
    .unless(&[
        "not configured for mail",
        "dmarc",
        "recipient address",
        "send as",
        "this user",
        "policy",
        "helo",
        "reputation",
        "spam",
        "blacklist",
        "to relay",
    ]),
    // The address itself, and not ours on the network.
    says(&["your email address*blacklisted", "your email address*blocked", "your email address*banned"], REFUSED)
        .at(MAIL.and(RCPT))
        .codes("5"),
    // These providers know only domains and addresses that were verified.
    says(NOT_ALLOWED_WORDS, NOT_VERIFIED).at(MESSAGE).of(VERIFYING_PROVIDERS).unless(&[
        "multiple from",
        "policy",
        "spf",
        "dkim",
        "dmarc",
        "limit exceeded",
        "country",
    ]),
    says(NOT_ALLOWED_WORDS, NOT_ALLOWED).at(MESSAGE).or_enhanced("7.60").unless(&[
        "multiple from",
        "spf",
        "dkim",
        "dmarc",
        "limit exceeded",
        "country",
    ]),
    says(&["sender address rejected: not logged in"], NOT_ALLOWED).at(MESSAGE),
    says(
        &[
            "sender verify failed",
            "sender verification failed",
            "sender verify",
            "verify sender",
            "callback setup failed",
            "callout verification failed while verifying",
            "verification failed for",
            "sender callout",
            "sender address*undeliverable",
            "sender address rejected: undeliverable",
            "sender address rejected: unverified address",
            "sender address does not exist",
            "sender*user unknown",
            "sender address rejected: user unknown",
            "return address*does not exist",
        ],
        UNVERIFIABLE,
    )
    .at(MESSAGE)
    .unmistakable(),
    // Lists of domains, not of IP addresses.
    says(
        &[
            "sender address*blocked using",
            "mailfrom domain*listed",
            "sending domain*listed",
            "from domain*listed",
            "sender domain*blocked using",
            "sender domain*listed",
            "sender address*listed",
            "your domain*listed",
            "your domain*blacklisted",
            "domain*blocklist",
            "domain*blacklist",
            "dbl.spamhaus",
            "surbl",
            "uribl",
            "rhsbl",
        ],
        LISTED,
    )
    .at(MAIL.and(RCPT)),
    says(
        &[
            "sender address rejected: domain not found",
            "sender domain*not*exist",
            "sender domain*no mx",
            "sender domain must",
            "sender domain not found",
            "domain of sender",
            "sender's domain",
            "sender*unresolvable",
            "sender*does not resolve",
            "sender*no mx",
            "cannot resolve your domain",
            "can't resolve your domain",
            "sender domain*not resolve",
            "sender address*domain*not exist",
            "sender address*domain*invalid",
            "envelope sender domain",
            "mail from domain*does not",
        ],
        DOMAIN_UNKNOWN,
    )
    .at(MESSAGE)
    .or_enhanced("1.8"),
    says(
        &[
            "sender address rejected: syntax",
            "bad sender address syntax",
            "malformed sender",
            "domain name required",
            "sender address*malformed",
            "sender address*syntax",
            "syntax error in sender",
            "sender address rejected: need fully-qualified",
            "bad sender's",
            "sender address must contain a domain",
        ],
        MALFORMED,
    )
    .at(MESSAGE)
    .or_enhanced("1.7"),
    says(
        &[
            "sender rejected",
            "sender address rejected",
            "sender address blocked",
            "sender refused",
            "sender denied",
            "sender not accepted",
            "sender blocked",
            "sender is blocked",
        ],
        REFUSED,
    )
    .at(MESSAGE)
    .late()
    .unless(&["authenticate", "ip ", "configuration problem", "temporar", "lookup"]),
];

/// After the rows about this machine and the login: what speaks of the sender without more.
pub(super) const LATE_RULES: &[Rule] = &[
    says(
        &["permission denied", "not authorized", "not authorised", "unauthorized", "not permitted", "access denied"],
        NOT_ALLOWED,
    )
    .at(MAIL)
    .with_login(Password)
    .unless(&["ip", "address is not authorized", "host", "policy"]),
    says(&["sender", "from address", "mail from", "return path", "return-path", "from:"], REFUSED)
        .at(MAIL)
        .codes("5")
        .late(),
];

/// The same after the message, which the authentication of the domain and the content come before.
pub(super) const LATE_DATA_RULES: &[Rule] =
    &[says(&["from address", "sender address", "from domain", "sender domain", "envelope sender"], NOT_ALLOWED)
        .at(DATA)
        .codes("5")];

/// Authentication of the From domain.
pub(super) const AUTHENTICATION_RULES: &[Rule] = &[says(
    &[
        "dmarc",
        "dkim",
        "spf ",
        "spf-",
        "spf:",
        "(spf)",
        "openspf",
        "unauthenticated email",
        "sender is unauthenticated",
        "unauthenticated mail",
        "sender policy framework",
        "fails authentication",
        "authentication checks",
        "authentication information",
        "sender id",
    ],
    AUTHENTICATION_FAILED,
)
.at(MAIL.and(RCPT).and(DATA))
.unless(&["temporar", "lookup fail", "temperror", "duplicate header"])
.or_enhanced("7.20 7.21 7.22 7.23 7.24 7.26 7.509")];

/// That the account may not use this sender.
const NOT_ALLOWED_WORDS: &[&str] = &[
    "sendasdenied",
    "domain*is not allowed",
    "domain*not allowed to send",
    "from domain*not allowed",
    "not one of your addresses",
    "not authorized to perform",
    "is not your address",
    "not yours",
    "not allowed to send as",
    "authorized to send as",
    "authorised to send as",
    "use of sender address",
    "unauthorized use of",
    "from address*not authorized for",
    "anti-spoofing",
    "permissions to send as",
    "permission to send as",
    "send as this sender",
    "send as another",
    "send on behalf",
    "not owned by",
    "not authorized to send from",
    "not authorised to send from",
    "not allowed to send from",
    "not permitted to send from",
    "not authorized to use",
    "not authorised to use",
    "not allowed to use",
    "not allowed to send with",
    "must be same as auth",
    "must match auth",
    "must be the same as",
    "same as authorization user",
    "does not match auth",
    "doesn't match auth",
    "does not match the auth",
    "does not match login",
    "not match*authenticated",
    "conform with authentication",
    "sender*mismatch",
    "sender address is not allowed",
    "sender address not allowed",
    "sender address is not authorized",
    "sender*not allowed for user",
    "sender address does not belong",
    "sender does not belong",
    "relaying disallowed",
    "from address*not allowed",
    "from address*not permitted",
    "from address*not yours",
    "from address*must match",
    "from header*must match",
    "envelope sender*not allowed",
    "envelope sender*not permitted",
    "sender address*not permitted",
    "sender is not authorized",
    "sender not authorized",
    "sender unauthorized",
    "invalid return path",
    "not a valid sender",
    "spoof",
    "non-local account",
    "emetteur invalide",
];

/// Providers that send for domains and addresses that were verified, and not for mailboxes.
pub(super) const VERIFYING_PROVIDERS: &[&str] = &[
    "ses",
    "mailgun",
    "sendgrid",
    "postmark",
    "brevo",
    "mailjet",
    "sparkpost",
    "mandrill",
    "resend",
    "mailersend",
    "mailtrap",
    "smtp2go",
    "elasticemail",
    "socketlabs",
    "scaleway",
    "plunk",
    "azure",
    "oci",
    "zeptomail",
];
