//! Replies that say we may not send at all, whichever command they come to: trouble of the connection.

use super::Fate;
use super::login::{BASIC_AUTH_RETIRED, TLS_FIRST};
use super::row::{KNOWN, Known, Row};

const LOGIN_REQUIRED: Known = Known {
    code: "login_required",
    field: Some("password.username"),
    fate: Fate::Connection,
    meaning: "The server takes mail only after a login, and does not count us as logged in.",
    remedy: "Type username and password, and choose implicit TLS or STARTTLS, since servers often offer the login only \
             then. For Microsoft 365, check that Authenticated SMTP is ticked for the mailbox.",
    ..KNOWN
};

pub(super) const ROWS: &[Row] = &[
    Row { reply: "5", enhanced: "7.30", says: &["basic authentication is not supported"], means: BASIC_AUTH_RETIRED },
    Row {
        reply: "5",
        enhanced: "7.57",
        says: &["client not authenticated", "client was not authenticated"],
        means: LOGIN_REQUIRED,
    },
    Row {
        reply: "530 538 550 554",
        enhanced: "7.10",
        says: &[
            "starttls command first",
            "must issue a starttls",
            "starttls first",
            "starttls is required",
            "tls required",
            "encryption required",
        ],
        means: TLS_FIRST,
    },
    Row { reply: "530", enhanced: "", says: &[], means: LOGIN_REQUIRED },
    Row {
        reply: "503 535 550 553 554",
        enhanced: "",
        says: &[
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
        means: LOGIN_REQUIRED,
    },
    Row {
        reply: "5",
        enhanced: "7.705 7.708 7.750",
        says: &["access denied, traffic not accepted from this ip", "tenant has exceeded threshold"],
        means: Known {
            code: "tenant_blocked",
            fate: Fate::Connection,
            meaning: "Microsoft has blocked mail from this tenant or from our Internet address, as a rule after spam or \
                      for a new trial tenant.",
            remedy: "Look for compromised accounts, then ask Microsoft support to lift the block. Mail waits meanwhile.",
            ..KNOWN
        },
    },
    Row {
        reply: "5",
        enhanced: "7.501 7.502 7.503",
        says: &["bad outbound sender", "spam abuse detected", "banned sender", "user is restricted from sending"],
        means: Known {
            code: "sender_blocked",
            field: Some("from.email"),
            fate: Fate::Connection,
            meaning: "The provider has blocked this account from sending, because mail from it looked like spam or the \
                      account was misused.",
            remedy: "Change the account's password, then have it unblocked; in Microsoft 365 under Restricted entities \
                     of the Defender portal. Mail waits meanwhile.",
            ..KNOWN
        },
    },
    Row {
        reply: "4 5",
        enhanced: "",
        says: &[
            "helo command rejected",
            "ehlo command rejected",
            "invalid helo",
            "invalid ehlo",
            "helo name",
            "helo*fully-qualified",
            "helo*not*valid",
        ],
        means: Known {
            code: "ehlo_name_refused",
            field: Some("password.ehlo"),
            fate: Fate::Connection,
            meaning: "The server does not accept the name we introduce ourselves with.",
            remedy: "Set the EHLO name in the advanced settings to this machine's full public name, such as \
                     mail.example.com.",
            ..KNOWN
        },
    },
];

/// Only before the message: afterwards the same words are said of addresses and links in it.
pub(super) const CLIENT_ROWS: &[Row] = &[Row {
    reply: "4 5",
    enhanced: "",
    says: &[
        "client host*blocked",
        "client host rejected",
        "your ip*blocked",
        "your ip*blacklisted",
        "ip address*block list",
        "ip address*blocklist",
        "ip address*blacklist",
        "your ip*listed",
    ],
    means: Known {
        code: "address_blocked",
        field: Some("password.host"),
        fate: Fate::Connection,
        meaning: "The server does not talk to the Internet address we come from, often because it is on a block list \
                  or is not known to the server.",
        remedy: "Have this machine's public address allowed at the server, or removed from the list the reply names; or \
                 send through a provider with a login instead.",
        ..KNOWN
    },
}];
