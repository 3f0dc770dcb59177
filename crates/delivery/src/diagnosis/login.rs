//! Replies to AUTH. All are problems of the connection: while the login fails, no message can be sent.
//!
//! Sources: Microsoft's page on fixing printers and applications that send through Microsoft 365, Google's list of SMTP
//! errors, RFC 4954 section 6.

use super::Disposition;
use super::rule::{EXPLANATION, Explanation, Rule};
use crate::problems::declared;

const USERNAME: Option<&str> = Some("password.username");
const PASSWORD: Option<&str> = Some("password.password");
const SECURITY: Option<&str> = Some("password.security");

/// Any other 5xx.
pub(super) const REFUSED: Explanation = Explanation {
    problem: declared("login_refused"),
    field: PASSWORD,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

/// Any other 4xx.
pub(super) const NOT_NOW: Explanation =
    Explanation { problem: declared("login_unavailable"), disposition: Disposition::Connection, ..EXPLANATION };

const NOT_OFFERED: Explanation = Explanation {
    problem: declared("login_not_offered_unknown_command"),
    field: USERNAME,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

pub(super) const BASIC_AUTH_RETIRED: Explanation = Explanation {
    problem: declared("login_password_retired"),
    field: PASSWORD,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

pub(super) const TLS_FIRST: Explanation = Explanation {
    problem: declared("tls_required"),
    field: SECURITY,
    disposition: Disposition::Connection,
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
            problem: declared("login_smtp_auth_disabled"),
            field: USERNAME,
            disposition: Disposition::Connection,
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
            problem: declared("login_blocked_by_policy"),
            field: USERNAME,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "",
        contains: &["federated sts", "sts is unreachable", "sts unreachable", "federation server"],
        explanation: Explanation {
            problem: declared("login_federation_unreachable"),
            field: USERNAME,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "",
        contains: &["too weak"],
        explanation: Explanation {
            problem: declared("login_mechanism_refused"),
            field: Some("password.mechanism"),
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "534 535",
        enhanced: "7.9",
        contains: &["application-specific password", "app password", "invalidsecondfactor"],
        explanation: Explanation {
            problem: declared("login_app_password_needed"),
            field: PASSWORD,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "534 535",
        enhanced: "7.14",
        contains: &["web browser", "webloginrequired"],
        explanation: Explanation {
            problem: declared("login_browser_needed"),
            field: USERNAME,
            disposition: Disposition::Connection,
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
            problem: declared("login_account_locked"),
            field: USERNAME,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "",
        enhanced: "7.12",
        contains: &["password*expired", "password*transition"],
        explanation: Explanation {
            problem: declared("login_password_expired"),
            field: PASSWORD,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "4",
        enhanced: "3.2",
        contains: &["too many", "rate limit", "try again later", "throttl"],
        explanation: Explanation {
            problem: declared("login_throttled"),
            disposition: Disposition::Connection,
            throttled: true,
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
            problem: declared("login_refused_microsoft"),
            field: PASSWORD,
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
];
