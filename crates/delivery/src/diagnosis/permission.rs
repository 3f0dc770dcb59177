//! Replies to any command that say we may not send at all: problems of the connection.

use super::Disposition;
use super::login::{BASIC_AUTH_RETIRED, TLS_FIRST};
use super::rule::{EXPLANATION, Explanation, Rule};
use crate::problems::declared;

const LOGIN_REQUIRED: Explanation = Explanation {
    problem: declared("login_required"),
    field: Some("password.username"),
    disposition: Disposition::Connection,
    ..EXPLANATION
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        reply: "5",
        enhanced: "7.30",
        contains: &["basic authentication is not supported"],
        explanation: BASIC_AUTH_RETIRED,
    },
    Rule {
        reply: "5",
        enhanced: "7.57",
        contains: &["client not authenticated", "client was not authenticated"],
        explanation: LOGIN_REQUIRED,
    },
    Rule {
        reply: "530 538 550 554",
        enhanced: "7.10",
        contains: &[
            "starttls command first",
            "must issue a starttls",
            "starttls first",
            "starttls is required",
            "tls required",
            "encryption required",
        ],
        explanation: TLS_FIRST,
    },
    Rule { reply: "530", enhanced: "", contains: &[], explanation: LOGIN_REQUIRED },
    Rule {
        reply: "503 535 550 553 554",
        enhanced: "",
        contains: &[
            "authentication required",
            "authentication is required",
            "authentication needed",
            "must authenticate",
            "not authenticated",
            "auth first",
            "auth required",
            "authenticate first",
            "smtp auth is required",
            "login required",
        ],
        explanation: LOGIN_REQUIRED,
    },
    Rule {
        reply: "5",
        enhanced: "7.705 7.708 7.750",
        contains: &["access denied, traffic not accepted from this ip", "tenant has exceeded threshold"],
        explanation: Explanation {
            problem: declared("tenant_blocked"),
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "7.501 7.502 7.503",
        contains: &["bad outbound sender", "spam abuse detected", "banned sender", "user is restricted from sending"],
        explanation: Explanation {
            problem: declared("sender_blocked"),
            field: Some("from.email"),
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
    Rule {
        reply: "4 5",
        enhanced: "",
        contains: &[
            "helo command rejected",
            "ehlo command rejected",
            "invalid helo",
            "invalid ehlo",
            "helo name",
            "helo*fully-qualified",
            "helo*not*valid",
        ],
        explanation: Explanation {
            problem: declared("ehlo_name_refused"),
            field: Some("password.ehlo"),
            disposition: Disposition::Connection,
            ..EXPLANATION
        },
    },
];

/// Only before the message: replies to the message use the same words for addresses and links in it.
pub(super) const CLIENT_RULES: &[Rule] = &[Rule {
    reply: "4 5",
    enhanced: "",
    contains: &[
        "client host*blocked",
        "client host rejected",
        "your ip*blocked",
        "your ip*blacklisted",
        "ip address*block list",
        "ip address*blocklist",
        "ip address*blacklist",
        "your ip*listed",
    ],
    explanation: Explanation {
        problem: declared("address_blocked"),
        field: Some("password.host"),
        disposition: Disposition::Connection,
        ..EXPLANATION
    },
}];
