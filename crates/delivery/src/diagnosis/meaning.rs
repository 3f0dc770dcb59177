//! What words together mean, for replies whose text no other row knows.
//!
//! A row needs words of all its concepts in one sentence, near each other; see [`words`](super::words). The first
//! row that applies counts, so what is said unmistakably comes first (encryption, reverse DNS, block lists), and what is
//! said of many things (*blocked*, *policy*) last. What no row understands is explained by numbers and stage, without
//! guessing.

use super::rule::LoginKind::{Nobody, Token};
use super::rule::{DATA, GREETING, LOGIN, MAIL, MESSAGE, RCPT, Rule, STARTTLS, means};
use super::vocabulary as v;
use super::words::Concept;
use super::{account, client, content, login, quota, recipient as to, sender as from};

/// The name in EHLO does not please.
const NAME_REFUSED: &[&[Concept]] = &[
    &[v::GREETING_NAME, v::WRONG],
    &[v::GREETING_NAME, v::REFUSED],
    &[v::GREETING_NAME, v::REQUIRED],
    &[v::GREETING_NAME, v::UNRESOLVABLE],
];

/// Replies before MAIL.
pub(super) const EARLY_ROWS: &[Rule] = &[
    means(&[&[v::TLS, v::REQUIRED]], client::TLS_FIRST).at(GREETING.and(LOGIN)).unless(&["certificate"]),
    means(&[&[v::DYNAMIC], &[v::TOO_MANY, v::ERRORS, v::IP]], client::BLOCKED).at(GREETING),
    means(&[&[v::REVERSE_DNS]], client::REVERSE_DNS).at(GREETING),
    means(NAME_REFUSED, client::GREETING_NAME).at(GREETING),
    means(&[&[v::CONNECTIONS, v::LIMIT], &[v::CONNECTIONS, v::RATE]], quota::TOO_MANY_CONNECTIONS)
        .at(GREETING.and(STARTTLS)),
    means(&[&[v::LIST], &[v::MACHINE, v::SPAM], &[v::IP, v::REFUSED], &[v::BLACK_IP], &[v::SPAM]], client::BLOCKED)
        .at(GREETING),
    means(&[&[v::TOO_MANY, v::UNKNOWN, v::RECIPIENT]], client::BLOCKED).at(GREETING),
    means(&[&[v::RATE], &[v::LIMIT, v::MAIL]], quota::TOO_FAST).codes("4").at(GREETING),
    // Before anything is known but our address, every objection is about it.
    means(&[&[v::REFUSED, v::MACHINE], &[v::TOO_MANY, v::RECIPIENT]], client::BLOCKED).codes("5").at(GREETING),
];

/// Replies to AUTH with a password.
pub(super) const LOGIN_ROWS: &[Rule] = &[
    means(&[&[v::APP_PASSWORD]], login::APP_PASSWORD).at(LOGIN),
    means(&[&[v::BROWSER]], login::BROWSER_NEEDED).at(LOGIN),
    means(&[&[v::MECHANISM, v::UNSUPPORTED]], login::MECHANISM_REFUSED).at(LOGIN),
    means(&[&[v::CREDENTIALS, v::EXPIRED]], login::EXPIRED).at(LOGIN).unless(&[
        "token",
        "account expired",
        "account has expired",
    ]),
    means(&[&[v::TOO_MANY, v::ATTEMPTS]], login::FAILED_TOO_OFTEN).at(LOGIN).unless(&[
        "connection",
        "session",
        "concurrent",
    ]),
    means(&[&[v::CREDIT, v::ENDED]], account::CREDITS_USED).at(LOGIN),
    means(&[&[v::ACCOUNT, v::INACTIVE]], account::NOT_ACTIVATED).at(LOGIN),
    means(&[&[v::ACCOUNT, v::DISABLED]], login::LOCKED)
        .at(LOGIN)
        .unless(&["smtp", "imap", "pop3", "protocol", "service"]),
    means(&[&[v::PLACE, v::REFUSED], &[v::PLACE, v::NOT_OURS]], login::NETWORK_REFUSED).at(LOGIN),
    means(&[&[v::ACCESS, v::OFF]], login::ACCESS_OFF).at(LOGIN).unless(&["password", "credential", "access denied"]),
    means(&[&[v::CONNECTIONS, v::LIMIT], &[v::RATE]], login::THROTTLED).at(LOGIN),
    means(&[&[v::AUTHENTICATION, v::UNSUPPORTED]], login::NOT_OFFERED).at(LOGIN).unless(&[
        "password",
        "user",
        "credential",
        "invalid",
    ]),
    means(&[&[v::TEMPORARY]], login::NOT_NOW).at(LOGIN).codes("4"),
    // An error of the login, and not a wrong password.
    means(&[&[v::AUTHENTICATION, v::ERRORS]], login::NOT_NOW).at(LOGIN).codes("451").unless(&["password", "fail"]),
    means(&[&[v::CREDENTIALS, v::WRONG]], login::REFUSED).at(LOGIN),
    means(&[&[v::TEMPORARY]], login::NOT_NOW).at(LOGIN),
];

/// Replies in a transaction: this machine, this session, and the account.
pub(super) const SESSION_ROWS: &[Rule] = &[
    means(&[&[v::TLS, v::REQUIRED]], client::TLS_FIRST).at(MESSAGE).unless(&["pgp", "s/mime", "gpg", "certificate"]),
    means(&[&[v::GREYLIST]], to::GREYLISTED).codes("4").at(MESSAGE),
    means(&[&[v::DYNAMIC]], client::BLOCKED).at(MAIL.and(RCPT)).codes("5"),
    means(&[&[v::REVERSE_DNS]], client::REVERSE_DNS).at(MESSAGE).unless(&["blacklist", "blocklist"]),
    means(NAME_REFUSED, client::GREETING_NAME).at(MESSAGE).unless(&["unsolicited", "spam"]),
    // A check that could not be made says nothing about the domain.
    means(&[&[v::DOMAIN_AUTHENTICATION]], from::AUTHENTICATION_FAILED)
        .at(MESSAGE)
        .unless(&["temporar", "lookup fail", "temperror", "header", "without spf pass"])
        .unmistakable(),
    // Who logged in and who sends must be one.
    means(&[&[v::SENDER_ONLY, v::SAME]], from::NOT_VERIFIED).at(MESSAGE).of(from::VERIFYING_PROVIDERS),
    means(&[&[v::SENDER_ONLY, v::SAME, v::CREDENTIALS]], from::NOT_ALLOWED).at(MESSAGE).unmistakable(),
    means(&[&[v::AUTHENTICATION, v::REQUIRED]], account::LOGIN_REQUIRED_TOKEN)
        .at(MESSAGE)
        .with_login(Token)
        .unless(NOT_ABOUT_LOGIN),
    means(&[&[v::AUTHENTICATION, v::REQUIRED]], account::LOGIN_REQUIRED).at(MESSAGE).unless(NOT_ABOUT_LOGIN),
    means(&[&[v::SANDBOX]], account::SANDBOX).at(MESSAGE).logged_in(),
    means(&[&[v::CREDIT, v::ENDED]], account::CREDITS_USED).at(MESSAGE).logged_in(),
    means(&[&[v::ACCOUNT, v::INACTIVE, v::OURS]], account::NOT_ACTIVATED).at(MESSAGE).logged_in(),
    means(&[&[v::ACCOUNT, v::INACTIVE]], account::NOT_ACTIVATED).at(MAIL.and(DATA)).codes("5").logged_in(),
    means(&[&[v::OUR_ACCOUNT, v::MISUSE], &[v::OUR_ACCOUNT, v::DISABLED]], account::SUSPENDED)
        .at(MESSAGE)
        .logged_in()
        .unless(RECIPIENTS),
    means(&[&[v::ACCOUNT, v::DISABLED, v::OURS], &[v::OUR_ACCOUNT, v::REFUSED]], account::SUSPENDED)
        .at(MAIL.and(DATA))
        .logged_in()
        .unless(&["cannot be delivered", "recipient", "send as", "send from", " from "]),
];

/// Replies about a sender or a domain, not about a session.
const NOT_ABOUT_LOGIN: &[&str] = &["not same as", "mismatch", "match", "unauthenticated email", "unauthenticated mail"];

/// A check that could not be made says nothing about the domain.
const NOT_CHECKED: &[&str] = &["cannot verify", "could not verify", "unable to verify", "temporar", "lookup fail"];

/// Words of replies about the recipient.
const RECIPIENTS: &[&str] = &["recipient address rejected", "tried to reach", "trying to reach", "cannot be delivered"];

/// Limits, block lists and relaying.
pub(super) const LIMIT_ROWS: &[Rule] = &[
    // Of several causes that a reply names none is certain.
    means(&[&[v::SPAM, v::VIRUS]], content::POLICY).at(DATA).codes("5"),
    means(&[&[v::EITHER]], content::REFUSED).at(DATA).codes("5"),
    means(&[&[v::EITHER]], to::REFUSED).at(RCPT).codes("5"),
    means(&[&[v::SCORE, v::LIMIT], &[v::SCORE, v::SPAM], &[v::SCORE, v::MAIL]], content::SPAM).at(DATA),
    means(&[&[v::CONNECTIONS, v::LIMIT], &[v::CONNECTIONS, v::RATE]], quota::TOO_MANY_CONNECTIONS).at(MESSAGE).unless(
        &[
            "per session",
            "per connection",
            "this session",
            "this connection",
            "closing connection",
            "closing transmission",
        ],
    ),
    // What names both an hour and a day names neither.
    means(&[&[v::DAY, v::HOUR, v::LIMIT]], quota::TOO_FAST).at(MESSAGE),
    means(&[&[v::DAY, v::LIMIT]], quota::DAILY).at(MESSAGE).unless(SPAMMED),
    means(&[&[v::HOUR, v::LIMIT]], quota::HOURLY).at(MESSAGE).unless(&[
        "spam",
        "unsolicited",
        "invalid recipients",
        "try again in",
    ]),
    means(&[&[v::TOO_MANY, v::RECIPIENT_ONLY]], to::TOO_MANY).at(RCPT).unless(&[
        "invalid",
        "unknown",
        "nonexist",
        "attempt",
        "multiple destination",
    ]),
    means(&[&[v::TOO_MANY, v::RECIPIENT_ONLY, v::TRIES]], quota::TOO_FAST).at(RCPT).unless(&["invalid", "unknown"]),
    means(&[&[v::MAILBOX, v::STORAGE, v::INSUFFICIENT]], to::FULL).at(RCPT.and(DATA)).unless(&["system", "server"]),
    means(&[&[v::RECIPIENT_ONLY, v::HOLDS, v::TOO_MANY_OF], &[v::USER, v::HOLDS, v::TOO_MANY_OF]], to::FULL)
        .at(RCPT)
        .codes("5"),
    means(&[&[v::USER, v::SPACE, v::EXHAUSTED]], to::FULL).at(RCPT.and(DATA)).unless(&["sending", "sender", "system"]),
    means(&[&[v::RECIPIENT, v::FULL]], to::FULL).at(RCPT.and(DATA)).unless(&[
        "sending",
        "outgoing",
        "outbound",
        "sender",
        "size",
        "larger than",
    ]),
    means(
        &[
            &[v::RATE, v::MAIL],
            &[v::RATE, v::LIMIT],
            &[v::MAIL, v::TOO_MANY],
            &[v::SENDING, v::LIMIT],
            &[v::RATE, v::IP],
        ],
        quota::TOO_FAST,
    )
    .at(MESSAGE)
    .unless(NOT_A_RATE),
    means(&[&[v::TOO_MANY_OF, v::MAILS]], quota::TOO_FAST).at(MESSAGE).unless(&[
        "recipient",
        "hop",
        "header",
        "rcpt",
        "on the server",
    ]),
    means(&[&[v::RECIPIENT, v::NOT_LISTED]], to::UNKNOWN).at(RCPT.and(DATA)),
    means(&[&[v::LINKS, v::LIST], &[v::LINKS, v::REFUSED]], content::SPAM).at(DATA),
    means(&[&[v::SENDER_ONLY, v::LIST], &[v::DOMAIN, v::LIST]], from::LISTED)
        .at(MAIL.and(RCPT))
        .unless(&[" ip", "ip/", "host", "dnsbl", "client"]),
    means(&[&[v::LIST], &[v::BLACK_IP]], client::BLOCKED).at(MAIL.and(RCPT)).unless_also(client::NOT_THIS_MACHINE),
    means(&[&[v::IP, v::LIST], &[v::IP, v::REFUSED]], client::BLOCKED).at(DATA).unless(UNREACHED),
    means(&[&[v::DNS_LIST]], client::BLOCKED).at(DATA).unless(&["url", "link", "domain", "sender"]),
    means(&[&[v::MACHINE, v::SPAM], &[v::MACHINE, v::REFUSED]], client::BLOCKED).at(MAIL.and(RCPT)).unless(&[
        "recipient",
        "user",
        "mailbox",
        "sender",
        "relay",
    ]),
    means(&[&[v::RELAY, v::REFUSED]], to::RELAYING_UNKNOWN).at(MESSAGE).with_login(Nobody).unless(UNREACHED),
    means(&[&[v::RELAY, v::REFUSED]], to::RELAYING).at(RCPT.and(DATA)).unless(UNREACHED),
    means(&[&[v::NOT_LOCAL]], to::RELAYING_UNKNOWN).at(RCPT).codes("5").with_login(Nobody),
];

/// The server did not reach the next one.
const UNREACHED: &[&str] = &["connection refused", "dial tcp"];

/// A limit on spam, not on mail.
const SPAMMED: &[&str] = &["spam", "unsolicited", "invalid recipients"];

/// What is too much or too many, and no rate.
const NOT_A_RATE: &[&str] = &[
    "time limit",
    "timeout",
    "timed out",
    "size",
    "large",
    "big",
    "hops",
    "spam",
    "invalid",
    "unknown",
    "attachment",
    "character",
    "header",
    "mail data",
    "on the server",
];

/// The sender, the message and the recipient.
pub(super) const MESSAGE_ROWS: &[Rule] = &[
    means(&[&[v::BY_RECIPIENT]], to::POLICY).at(RCPT).codes("5"),
    means(&[&[v::BY_RECIPIENT]], to::POLICY).at(DATA).codes("5").unless(&["only accept"]),
    means(&[&[v::SENDER_ONLY, v::DOMAIN, v::UNRESOLVABLE], &[v::SENDER_ONLY, v::NO_MX]], from::DOMAIN_UNKNOWN)
        .at(MESSAGE)
        .unless(NOT_CHECKED),
    means(&[&[v::SENDER_ONLY, v::UNVERIFIED], &[v::DOMAIN, v::UNVERIFIED]], from::NOT_VERIFIED)
        .at(MESSAGE)
        .logged_in()
        .unless(&["recipient", "to relay"]),
    means(&[&[v::SENDER_ONLY, v::NOT_OURS]], from::NOT_VERIFIED)
        .at(MESSAGE)
        .of(from::VERIFYING_PROVIDERS)
        .unless(&["recipient address"]),
    means(&[&[v::SENDER_ONLY, v::NOT_OURS]], from::NOT_ALLOWED).at(MESSAGE).unless(&["null sender"]),
    means(&[&[v::SENDER_ONLY, v::UNROUTABLE]], from::DOMAIN_UNKNOWN).at(MESSAGE),
    means(&[&[v::ADDRESS_ITSELF, v::NOT_OURS]], from::NOT_ALLOWED)
        .at(MAIL)
        .codes("5")
        .unless(&["ip ", "host", "denied"]),
    means(&[&[v::SENDER_ONLY, v::SYNTAX]], from::MALFORMED).at(MAIL),
    means(&[&[v::ADDRESS, v::INVALID], &[v::SENDER_ONLY, v::INVALID]], from::MALFORMED)
        .at(MAIL)
        .codes("5")
        .only_enhanced("1.7"),
    means(&[&[v::SENDER_ONLY, v::INVALID]], from::MALFORMED).at(MAIL).codes("501 555"),
    means(&[&[v::SYNTAX]], from::MALFORMED).at(MAIL).codes("501 553 555").unmistakable(),
    means(&[&[v::LOCAL, v::USER, v::ONLY]], from::NOT_ALLOWED).at(MAIL).logged_in(),
    means(&[&[v::SENDER_ONLY, v::ABSENT]], from::UNVERIFIABLE).at(MESSAGE).unless(&["recipient"]).weak(),
    means(&[&[v::SENDER_ONLY, v::UNKNOWN]], from::REFUSED).at(MESSAGE).codes("5").unless(&["recipient"]),
    means(&[&[v::SENDER_ONLY, v::HEADER, v::WRONG]], from::REFUSED).at(DATA).codes("5"),
    means(&[&[v::DOMAIN, v::UNRESOLVABLE]], from::DOMAIN_UNKNOWN).at(MAIL).unless(NOT_CHECKED),
    means(&[&[v::HOST_NAME, v::NONEXISTENT]], from::DOMAIN_UNKNOWN).at(MAIL).codes("5"),
    means(&[&[v::DOMAIN, v::UNRESOLVABLE, v::DNS]], from::DOMAIN_UNKNOWN).at(DATA).codes("5").unless(&["recipient"]),
    means(&[&[v::DOMAIN, v::GONE], &[v::SENDER_ONLY, v::GONE]], account::SUSPENDED).at(MAIL).logged_in(),
    means(&[&[v::POLICY, v::REFUSED, v::SENDER_ONLY]], content::POLICY).at(DATA).codes("5"),
    means(&[&[v::SENDER_ONLY, v::REFUSED]], from::REFUSED).at(MESSAGE).codes("5"),
    means(&[&[v::VIRUS, v::FOUND], &[v::VIRUS]], content::VIRUS).at(DATA.and(RCPT)).codes("5"),
    means(&[&[v::LOOP]], content::LOOP).at(MESSAGE).unmistakable(),
    means(&[&[v::LINE, v::LIMIT], &[v::LINE, v::TOO_LARGE]], content::MALFORMED).at(DATA).codes("5"),
    means(&[&[v::DATA_ITSELF, v::LIMIT]], content::TOO_BIG).at(DATA).codes("5"),
    means(&[&[v::SIZE, v::LIMIT], &[v::SIZE, v::MAIL]], content::TOO_BIG).at(MESSAGE).codes("5").unless(&[" line"]),
    means(&[&[v::TOO_LARGE, v::MAIL], &[v::ATTACHMENT, v::TOO_LARGE]], content::TOO_BIG).at(MESSAGE),
    means(&[&[v::ATTACHMENT, v::REFUSED], &[v::ATTACHMENT, v::UNSUPPORTED]], content::ATTACHMENT).at(DATA),
    means(&[&[v::SPAM_ONLY, v::JUDGED], &[v::SPAM]], content::SPAM).at(RCPT.and(DATA)).unless(&[
        "deactivated",
        "disabled",
        "suspended",
    ]),
    means(&[&[v::CONTENT, v::REFUSED]], content::SPAM).at(RCPT.and(DATA)).weak(),
    means(&[&[v::MIME_PART, v::REFUSED]], content::POLICY).at(DATA).codes("5"),
    means(&[&[v::ADDRESS, v::CHARACTERS]], content::REFUSED).at(DATA).codes("5"),
    means(&[&[v::FORMAT, v::WRONG], &[v::FORMAT, v::REFUSED], &[v::FORMAT, v::UNSUPPORTED]], content::MALFORMED)
        .at(DATA)
        .codes("5"),
    means(&[&[v::HEADER, v::WRONG], &[v::HEADER, v::REQUIRED], &[v::HEADER, v::TOO_MANY]], content::HEADER)
        .at(DATA)
        .codes("5")
        .weak(),
    means(&[&[v::STORAGE, v::INSUFFICIENT]], content::SERVER_FULL)
        .at(MESSAGE)
        .unless(&["user ", "mailbox", "benutzer", "account", "inbox"]),
    means(&[&[v::RECIPIENT, v::SUPPRESSED]], to::SUPPRESSED).at(RCPT.and(DATA)),
    means(&[&[v::RESERVED]], to::DOMAIN_UNKNOWN).at(RCPT).codes("5").unmistakable(),
    means(&[&[v::LOOKED_UP, v::NOT_FINDABLE], &[v::DNS, v::NONEXISTENT]], to::DOMAIN_UNKNOWN)
        .at(RCPT)
        .unless(&["your host", "your ip"]),
    means(&[&[v::NO_MX, v::DOMAIN], &[v::NO_MX, v::HOST_NAME], &[v::NO_MX, v::RECIPIENT]], to::DOMAIN_UNKNOWN)
        .at(RCPT)
        .codes("5")
        .unless(&["sender", "from"]),
    means(&[&[v::RECIPIENT, v::SYNTAX]], to::MALFORMED).at(RCPT).codes("5"),
    means(&[&[v::SYNTAX], &[v::RECIPIENT, v::INVALID]], to::MALFORMED).at(RCPT).codes("501 555").unmistakable(),
    means(&[&[v::SYNTAX]], to::MALFORMED).at(RCPT).codes("5"),
    means(&[&[v::DOMAIN, v::UNRESOLVABLE]], to::DOMAIN_UNKNOWN).at(RCPT),
    means(&[&[v::NOT_HERE]], to::UNKNOWN).at(RCPT).codes("5").unmistakable(),
    // What protects against forged bounces objects to how it is sent, not to the address.
    means(&[&[v::PROTECTION]], to::POLICY).at(RCPT).codes("5"),
    means(&[&[v::RECIPIENT, v::UNKNOWN]], to::UNKNOWN)
        .at(RCPT.and(DATA))
        .unless(&["no valid recipients", "many invalid"]),
    means(&[&[v::RECIPIENT, v::UNAVAILABLE]], to::UNKNOWN).at(RCPT).codes("5").weak(),
    // Filters call the sender and recipient together the envelope.
    means(&[&[v::ENVELOPE, v::REFUSED]], to::POLICY).at(RCPT).codes("5"),
    // What is blocked is not disabled: somebody decided it about this mail.
    means(&[&[v::RECIPIENT, v::BARRED]], to::POLICY).at(RCPT).codes("5").unless(&[
        "inactiv",
        "suspend",
        "disabled",
        "account",
        "name not allowed",
    ]),
    means(&[&[v::RECIPIENT, v::GONE], &[v::GONE]], to::DISABLED).at(RCPT),
    means(&[&[v::RECIPIENT, v::DISABLED]], to::DISABLED).at(RCPT).weak(),
    means(&[&[v::RECIPIENT, v::INACTIVE]], to::DISABLED).at(RCPT).with_login(Nobody).weak(),
    means(&[&[v::RECIPIENT_ONLY, v::REFUSED]], to::REFUSED).at(DATA).codes("5").unless(&["sender", "too many"]),
    means(&[&[v::RECIPIENT, v::GONE]], to::DISABLED).at(DATA).with_login(Nobody).unless(&["sender", "sending"]),
    means(&[&[v::RECIPIENT_ONLY, v::GONE], &[v::MAILBOX, v::GONE]], to::DISABLED).at(DATA).unless(&[
        "your account",
        "sender",
        "sending",
        "outgoing",
    ]),
    means(&[&[v::POLICY], &[v::REFUSED, v::SENDER]], to::POLICY).at(RCPT).codes("5"),
    means(&[&[v::RECIPIENT, v::TEMPORARY]], to::DEFERRED).at(RCPT).codes("4"),
    means(&[&[v::POLICY]], content::POLICY).at(DATA).codes("5"),
];
