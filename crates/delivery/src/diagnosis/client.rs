//! Replies about this machine: its address, the name of that address, its EHLO name, and encryption.
//!
//! They concern the connection wherever they come, unless the server quotes another one.
//!
//! Sources: Postfix `reject_unknown_client_hostname` and `reject_rbl_client`, Exim's main options, the postmaster pages of
//! GMX, T-Online and Google.

use super::rule::LoginKind::Nobody;
use super::rule::{DATA, Explanation, GREETING, LOGIN, MAIL, MESSAGE, RCPT, Rule, connection, numbered, says};

pub(super) const TLS_FIRST: Explanation = connection("tls_required").field("password.security");

pub(super) const BLOCKED: Explanation = connection("address_blocked");

pub(super) const REVERSE_DNS: Explanation = connection("reverse_dns_missing");

/// The name in EHLO.
pub(super) const GREETING_NAME: Explanation = connection("ehlo_name_refused").field("password.ehlo");

/// What is on the list is not our address, whatever else the reply says about it.
pub(super) const NOT_THIS_MACHINE: &[&str] = &[
    "mailfrom domain",
    "blacklisted user",
    "blocked user",
    "blacklisted sender",
    "blocked sender",
    "user in blacklist",
    "user is in blacklist",
    "user is blacklisted",
    "sender in blacklist",
    "sender is in blacklist",
    "sender is blacklisted",
];

pub(super) const RULES: &[Rule] = &[
    says(
        &[
            "must issue a starttls",
            "starttls command first",
            "starttls first",
            "starttls is required",
            "starttls required",
            "issue starttls",
            "use starttls",
            "need starttls",
            "requires starttls",
            "must use tls",
            "must use ssl",
            "tls required",
            "tls is required",
            "tls is mandatory",
            "tls*mandatory",
            "mandatory tls",
            "tls only",
            "only over tls",
            "requires a secure",
            "requires secure",
            "ssl/tls",
            "requires tls",
            "require tls",
            "tls encryption required",
            "tls*required before",
            "without ssl/tls",
            "without tls",
            "ssl required",
            "ssl is required",
            "encryption required",
            "encryption is required",
            "encryption needed",
            "requires encryption",
            "must be encrypted",
            "encrypted connection",
            "secure connection required",
            "session encryption",
            "non-secure",
            "not on a secure",
            "insecure connection",
            "client_non_ssl",
        ],
        TLS_FIRST,
    )
    .or_enhanced("7.10 7.11")
    .unless(&["rcpt domain", "recipient"]),
    numbered(TLS_FIRST).codes("538").at(LOGIN),
    // An FTP server, whose replies look like those of SMTP.
    says(
        &["please login with user and pass", "user and pass", "ftp server", "filezilla", "vsftpd", "proftpd"],
        connection("not_smtp_ftp").field("password.port"),
    )
    .at(GREETING.and(LOGIN)),
    says(
        &["mail relay denied", "isn't registered in your", "not registered in your", "invalid credentials for relay"],
        connection("relaying_denied_google"),
    )
    .of(&["gmail_relay", "gmail"]),
    says(&["ip not in whitelist for rcpt domain"], connection("relaying_denied_google")).of(&["gmail_relay"]),
    says(&["(ehlo)", "(helo)"], connection("ehlo_name_refused_google").field("password.ehlo"))
        .at(GREETING)
        .of(&["gmail_relay", "gmail"]),
    says(
        &[
            "helo command rejected",
            "ehlo command rejected",
            "invalid helo",
            "helo invalid",
            "ehlo invalid",
            "helo*invalid",
            "ehlo*invalid",
            "ehlo requires",
            "helo requires",
            "invalid ehlo",
            "invalid domain name in ehlo",
            "invalid domain name in helo",
            "helo name",
            "ehlo name",
            "helo*fully-qualified",
            "helo*fully qualified",
            "helo*not*valid",
            "ehlo argument",
            "helo argument",
            "helo/ehlo",
            "ehlo/helo",
            "helo string",
            "helo*does not resolve",
            "ehlo*does not resolve",
            "helo has been spoofed",
            "bad helo",
            "bad ehlo",
            "rejected because of helo",
            "access denied - invalid helo",
        ],
        GREETING_NAME,
    )
    .unless(&["reverse dns", "ptr"]),
    says(
        &[
            "reverse dns",
            "reverse-dns",
            "rdns",
            "reverse hostname",
            "reverse host name",
            "reverse mapping",
            "reverse lookup",
            "cannot find your hostname",
            "dns ptr",
            "ptr record",
            "no ptr",
            "missing ptr",
            "ptr resource record",
            "no dns pointer",
            "does not have a valid hostname",
            "does not resolve to an existing hostname",
            "forward-confirmed",
            "fcrdns",
            "unresolvable ip",
            "no host name found for ip",
            "ip address does not resolve",
            "ip name lookup failed",
            "generic rdns",
        ],
        REVERSE_DNS,
    )
    .at(GREETING.and(LOGIN).and(MESSAGE))
    .or_enhanced("7.25")
    .unless(&["blacklist", "blocklist", "dynamic ip"]),
    // Postfix's submission service, to clients without login.
    says(
        &["client host rejected: access denied"],
        connection("address_blocked_without_login").field("password.username"),
    )
    .with_login(Nobody),
    says(
        &[
            "client host*blocked",
            "client host*listed",
            "client host rejected",
            "client*blocked using",
            "block list",
            "blocklist",
            "blacklist",
            "black list",
            "your ip*blocked",
            "your ip*banned",
            "your ip*blacklisted",
            "your ip*black list",
            "your ip*listed",
            "your ip*rejected",
            "your ip*denied",
            "your ip*reputation",
            "your host*blocked",
            "your host*denied",
            "your network*block",
            "your server*blocked",
            "your address*blocked",
            "your email server*blocked",
            "ip address*block list",
            "ip address*blocklist",
            "ip address*blacklist",
            "ip address*blocked",
            "ip address*banned",
            "ip*is blocked",
            "ip*has been blocked",
            "ip*on a blacklist",
            "ip*poor reputation",
            "ip reputation",
            "sender ip",
            "banned sending ip",
            "dialup/transient ip",
            "dynamic ip",
            "residential ip",
            "ip= - a problem occurred",
            "ip=*a problem occurred",
            "rbl restriction",
            "dnsbl",
            "listed in zen",
            "listed at",
            "listed by",
            "spamhaus",
            "spamcop",
            "barracudanetworks.com/reputation",
            "blocked due to abuse",
            "connection refused due to",
            "connection rejected due to",
        ],
        BLOCKED,
    )
    .at(GREETING.and(LOGIN).and(MAIL).and(RCPT))
    .unless(&["recipient address rejected", "too many", "excessive", "slower"])
    .unless_also(NOT_THIS_MACHINE),
    says(&["blocked - see"], BLOCKED).at(MAIL.and(RCPT)).unless_also(NOT_THIS_MACHINE),
    says(&["no smtp service"], BLOCKED).at(GREETING).of(&["strato"]),
    // NetEase's own codes.
    says(&["hl:rep", "hl:mep", "dt:rbl"], BLOCKED),
    says(
        &[
            "client host*blocked using",
            "client host rejected",
            "banned sending ip",
            "your ip*blocked",
            "your ip*listed",
            "ip address*blocked",
        ],
        BLOCKED,
    )
    .at(DATA)
    .unless(&["url", "link", "domain"]),
    // Before anything is known but our address, every objection is about it.
    says(
        &[
            "blocked",
            "blacklist",
            "black list",
            "blocklist",
            "block list",
            "reputation",
            "banned",
            "abuse",
            "spam",
            "not welcome",
            "access denied",
            "not allowed to connect",
            "not permitted to connect",
        ],
        BLOCKED,
    )
    .at(GREETING)
    .late(),
    numbered(BLOCKED).at(MESSAGE).codes("5").or_enhanced("7.606 7.511"),
];
