//! Replies to AUTH. All are problems of the connection: while the login fails, no message can be sent.
//!
//! Sources: Microsoft's page on fixing printers and applications that send through Microsoft 365, Google's list of SMTP
//! errors, RFC 4954 section 6.

use super::Disposition;
use super::rule::{EXPLANATION, Explanation, Rule};

const USERNAME: Option<&str> = Some("password.username");
const PASSWORD: Option<&str> = Some("password.password");
const SECURITY: Option<&str> = Some("password.security");

/// Any other 5xx.
pub(super) const REFUSED: Explanation = Explanation {
    code: "login_refused",
    field: PASSWORD,
    disposition: Disposition::Connection,
    meaning: "The server does not accept this username and password. Often the password was changed or mistyped, the \
              username has to be the whole email address, or the account may not send over SMTP.",
    remedy: "Type username and password again. Check in the provider's administration that this account may send over \
             SMTP, and whether it asks for an app password or an API key instead of the ordinary password.",
    ..EXPLANATION
};

/// Any other 4xx.
pub(super) const NOT_NOW: Explanation = Explanation {
    code: "login_unavailable",
    disposition: Disposition::Connection,
    meaning: "The server cannot check logins now, or has seen too many of them lately. Username and password may well \
              be right.",
    remedy: "Nothing, at first: it is tried again by itself. If it lasts for hours, ask the provider.",
    ..EXPLANATION
};

const NOT_OFFERED: Explanation = Explanation {
    code: "login_not_offered",
    field: USERNAME,
    disposition: Disposition::Connection,
    meaning: "The server does not know the login command it was given.",
    remedy: "If it takes mail without login, as a relay in your own network may, leave username and password empty. \
             Otherwise choose another port or security, or another login mechanism.",
    ..EXPLANATION
};

pub(super) const BASIC_AUTH_RETIRED: Explanation = Explanation {
    code: "login_password_retired",
    field: PASSWORD,
    disposition: Disposition::Connection,
    meaning: "Microsoft no longer accepts a password for sending over SMTP in this tenant. From the end of December \
              2026 that is the default for all tenants.",
    remedy: "Connect with OAuth 2.0 instead of a password. Until Microsoft removes it for good, an administrator of \
             the tenant can switch SMTP AUTH with a password on again.",
    ..EXPLANATION
};

pub(super) const TLS_FIRST: Explanation = Explanation {
    code: "tls_required",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "The server demands an encrypted connection before it goes on.",
    remedy: "Choose STARTTLS for this port (usually 587), or implicit TLS with port 465.",
    ..EXPLANATION
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        reply: "5",
        enhanced: "7.30",
        contains: &["basic authentication is not supported", "basic authentication is disabled"],
        explanation: BASIC_AUTH_RETIRED,
    },
    Rule {
        reply: "5",
        enhanced: "",
        contains: &["smtpclientauthentication is disabled", "smtp_auth_disabled"],
        explanation: Explanation {
            code: "login_smtp_auth_disabled",
            field: USERNAME,
            disposition: Disposition::Connection,
            meaning: "Sending over SMTP is switched off in Microsoft 365, for the whole tenant or for this mailbox.",
            remedy: "In the Microsoft 365 admin centre open the user, Mail, Manage email apps, and tick Authenticated \
                     SMTP. The setting of the mailbox goes before that of the tenant. It takes effect within an hour.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "",
        contains: &[
            "security defaults",
            "did not meet the criteria",
            "conditional access",
            "locked by your organization",
        ],
        explanation: Explanation {
            code: "login_blocked_by_policy",
            field: USERNAME,
            disposition: Disposition::Connection,
            meaning: "The organisation's rules forbid this login: security defaults, Conditional Access, or a second \
                      factor that a password alone cannot give.",
            remedy: "Connect with OAuth 2.0, or have an administrator of the tenant exempt this mailbox from the \
                     policy.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "",
        contains: &["federated sts", "sts is unreachable", "sts unreachable", "federation server"],
        explanation: Explanation {
            code: "login_federation_unreachable",
            field: USERNAME,
            disposition: Disposition::Connection,
            meaning: "Microsoft asks your organisation's own federation server about this login, and cannot reach it \
                      over HTTPS.",
            remedy: "Have the federation server (ADFS) repaired; it has to answer from the Internet with TLS 1.2. \
                     Sending goes on by itself then.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "",
        contains: &["too weak"],
        explanation: Explanation {
            code: "login_mechanism_refused",
            field: Some("password.mechanism"),
            disposition: Disposition::Connection,
            meaning: "The server does not accept this way of logging in.",
            remedy: "Set the login mechanism back to automatic, or choose another one in the advanced settings.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "534 535",
        enhanced: "7.9",
        contains: &["application-specific password", "app password", "invalidsecondfactor"],
        explanation: Explanation {
            code: "login_app_password_needed",
            field: PASSWORD,
            disposition: Disposition::Connection,
            meaning: "The account is protected by a second factor, and its ordinary password does not serve for SMTP.",
            remedy: "Create an app password in the account's security settings and type it here, or connect with \
                     OAuth 2.0.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "534 535",
        enhanced: "7.14",
        contains: &["web browser", "webloginrequired"],
        explanation: Explanation {
            code: "login_browser_needed",
            field: USERNAME,
            disposition: Disposition::Connection,
            meaning: "The provider found this login unusual and wants the account's owner to confirm it.",
            remedy: "Sign in to the account in a web browser and confirm that it was you, then test again. OAuth 2.0 or \
                     an app password avoids this.",
            ..EXPLANATION
        },
    },
    Rule { reply: "538", enhanced: "7.11", contains: &["encryption required"], explanation: TLS_FIRST },
    Rule {
        reply: "5",
        enhanced: "",
        contains: &["must issue a starttls", "starttls first", "starttls command first"],
        explanation: TLS_FIRST,
    },
    Rule {
        reply: "5",
        enhanced: "7.13",
        contains: &["account*disabled", "account*locked", "account*suspended", "account*blocked", "user disabled"],
        explanation: Explanation {
            code: "login_account_locked",
            field: USERNAME,
            disposition: Disposition::Connection,
            meaning: "The provider has locked or suspended this account.",
            remedy: "Ask the provider to unlock the account, and find out why it was locked before mail is sent again.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "",
        enhanced: "7.12",
        contains: &["password*expired", "password*transition"],
        explanation: Explanation {
            code: "login_password_expired",
            field: PASSWORD,
            disposition: Disposition::Connection,
            meaning: "The account's password has expired.",
            remedy: "Set a new password at the provider and type it here.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "4",
        enhanced: "3.2",
        contains: &["too many", "rate limit", "try again later", "throttl"],
        explanation: Explanation {
            code: "login_throttled",
            disposition: Disposition::Connection,
            throttled: true,
            meaning: "The server has seen too many logins or connections lately and asks to wait.",
            remedy: "Nothing: it is tried again by itself, more slowly. If it returns, allow fewer connections in the \
                     advanced settings.",
            ..EXPLANATION
        },
    },
    Rule { reply: "454", enhanced: "7.0", contains: &[], explanation: Explanation { throttled: true, ..NOT_NOW } },
    Rule { reply: "500 502 504", enhanced: "", contains: &[], explanation: NOT_OFFERED },
    Rule {
        reply: "503",
        enhanced: "",
        contains: &["not enabled", "not available", "not supported"],
        explanation: NOT_OFFERED,
    },
    Rule {
        reply: "535",
        enhanced: "7.3",
        contains: &["5.7.3"],
        explanation: Explanation {
            code: "login_refused",
            field: PASSWORD,
            disposition: Disposition::Connection,
            meaning: "The server does not accept this login. Microsoft answers so to a wrong password, but also when \
                      Authenticated SMTP is off for the mailbox, or security defaults or Conditional Access forbid it.",
            remedy: "Check in this order: username and password; that the username is the mailbox's own sign-in name; \
                     that Authenticated SMTP is ticked for the mailbox; that no policy forbids it. OAuth 2.0 avoids \
                     the password.",
            ..EXPLANATION
        },
    },
];
