//! Replies to any command that say we may not send at all: problems of the connection.

use super::Disposition;
use super::login::{BASIC_AUTH_RETIRED, TLS_FIRST};
use super::rule::{EXPLANATION, Explanation, Rule};

const LOGIN_REQUIRED: Explanation = Explanation {
    code: "login_required",
    field: Some("password.username"),
    disposition: Disposition::Connection,
    meaning: "The server takes mail only after a login, and does not count us as logged in.",
    remedy: "Type username and password, and choose implicit TLS or STARTTLS, since servers often offer the login only \
             then. For Microsoft 365, check that Authenticated SMTP is ticked for the mailbox.",
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
            code: "tenant_blocked",
            disposition: Disposition::Connection,
            meaning: "Microsoft has blocked mail from this tenant or from our Internet address, as a rule after spam or \
                      for a new trial tenant.",
            remedy: "Look for compromised accounts, then ask Microsoft support to lift the block. Mail waits meanwhile.",
            ..EXPLANATION
        },
    },
    Rule {
        reply: "5",
        enhanced: "7.501 7.502 7.503",
        contains: &["bad outbound sender", "spam abuse detected", "banned sender", "user is restricted from sending"],
        explanation: Explanation {
            code: "sender_blocked",
            field: Some("from.email"),
            disposition: Disposition::Connection,
            meaning: "The provider has blocked this account from sending, because mail from it looked like spam or the \
                      account was misused.",
            remedy: "Change the account's password, then have it unblocked; in Microsoft 365 under Restricted entities \
                     of the Defender portal. Mail waits meanwhile.",
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
            code: "ehlo_name_refused",
            field: Some("password.ehlo"),
            disposition: Disposition::Connection,
            meaning: "The server does not accept the name we introduce ourselves with.",
            remedy: "Set the EHLO name in the advanced settings to this machine's full public name, such as \
                     mail.example.com.",
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
        code: "address_blocked",
        field: Some("password.host"),
        disposition: Disposition::Connection,
        meaning: "The server does not talk to the Internet address we come from, often because it is on a block list \
                  or is not known to the server.",
        remedy: "Have this machine's public address allowed at the server, or removed from the list the reply names; or \
                 send through a provider with a login instead.",
        ..EXPLANATION
    },
}];
