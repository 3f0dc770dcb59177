//! Replies about one recipient: to RCPT, and by some servers only to the final dot.
//!
//! Sources: RFC 3463, Postfix's and Exim's documentation, Google's and Microsoft's lists, the pages named in the gallery.

use super::rule::LoginKind::Nobody;
use super::rule::{DATA, Explanation, MESSAGE, QUOTATIONS, RCPT, Rule, connection, message, numbered, recipient, says};

/// Any other 5xx to RCPT.
pub(super) const REFUSED: Explanation = recipient("recipient_refused").general();

/// Any other 4xx to RCPT.
pub(super) const DEFERRED: Explanation = recipient("recipient_deferred").without_field().general();

/// The code of the problem that the server accepts no more recipients in this transaction.
pub(crate) const TOO_MANY_RECIPIENTS: &str = "too_many_recipients";

pub(super) const UNKNOWN: Explanation = recipient("recipient_unknown");
pub(super) const FULL: Explanation = recipient("recipient_mailbox_full");
pub(super) const POLICY: Explanation = recipient("recipient_policy").general();
pub(super) const DISABLED: Explanation = recipient("recipient_disabled");

pub(super) const SUPPRESSED: Explanation = recipient("recipient_suppressed");
pub(super) const DOMAIN_UNKNOWN: Explanation = recipient("recipient_domain_unknown");
pub(super) const MALFORMED: Explanation = recipient("recipient_malformed");
pub(super) const GREYLISTED: Explanation = recipient("greylisted").without_field().general();

/// A recipient's own limit.
pub(super) const RATE: Explanation = recipient("recipient_rate").without_field().temporary().throttled();

/// Too many in one transaction.
pub(super) const TOO_MANY: Explanation =
    message("too_many_recipients").field("pace.recipients_per_message").temporary();

/// The server of the recipient says it, and ours repeats it.
pub(super) const OTHER_SERVER: Explanation = recipient("recipient_server_refused").general();

/// Rows before those of the account and the quotas, because their words occur there too.
pub(super) const EARLY_RULES: &[Rule] = &[
    // Too many in one transaction: the others are sent in the next one, for 4xx and 5xx alike.
    says(
        &[
            "too many recipients",
            "only one recipient",
            "one recipient at a time",
            "single recipient per",
            "one recipient per",
        ],
        TOO_MANY,
    )
    .at(RCPT)
    .or_enhanced("5.3")
    .unless(&["duplicate", "per day", "per hour", "daily", "hourly", "rcpt_today"]),
    // By a list of the server or of the recipient, of our address or the sender's: the reply does not say.
    says(&["you are blacklisted", "you are blocklisted", "you have been blacklisted", "you are on*blacklist"], POLICY)
        .at(RCPT)
        .codes("5")
        .unless(&[" ip", "ip ", "host", "rbl", "spamhaus", "http"]),
    says(&["syntax", "malformed", "invalid address", "bad address"], MALFORMED)
        .at(RCPT)
        .codes("5")
        .only_enhanced("1.3")
        .unmistakable(),
    // Microsoft 365 says that it knows no such recipient.
    says(&["recipient address rejected: access denied"], UNKNOWN).at(RCPT).of(&["microsoft365"]),
    // Gmail's word for what an organization of the recipient requires.
    says(&["for rcpt domain"], DEFERRED).at(RCPT).unless(&["whitelist"]),
    // A recipient's own rate limit.
    says(
        &[
            "receiving mail*too quickly",
            "receiving mail*rate",
            "receiving mail too",
            "recipient rate",
            "too many messages for this recipient",
            "mailbox received too much",
            "recipient*too many messages",
            "mailbox*too many messages",
            "recipient has exceeded",
            "recipient exceeded",
            "recipient has reached",
            "they can receive",
            "messages it can receive",
            "at a rate that prevents",
        ],
        RATE,
    )
    .at(RCPT.and(DATA))
    .unless(&["tenant", "quota", "storage", "size"]),
    // The code of a mailbox: the rate is that of its mail.
    says(&["rate limit", "ratelimit", "rate-limit", "throttl", "too fast", "too quickly"], RATE)
        .at(RCPT)
        .codes("4")
        .only_enhanced("2.1")
        .unless(&["you", "sender"]),
    says(
        &["greylist", "graylist", "grey list", "gray list", "greylst", "postgrey", "grey-list", "greylisting"],
        GREYLISTED,
    )
    .at(MESSAGE)
    .codes("4"),
    // Exchange's delivery restrictions on one recipient, such as a group that accepts mail from colleagues only. Their text
    // is "authentication required", which in other replies concerns the login.
    says(&["resolver.rst."], POLICY).at(RCPT.and(DATA)).codes("5").or_enhanced("7.124 7.129 7.133 7.134 7.135 7.136"),
    says(
        &[
            "marked as inactive",
            "inactive recipient",
            "inactive addresses",
            "suppressed",
            "suppression",
            "unsubscribed",
            "on the bounce list",
            "previously bounced",
            "hard bounce",
        ],
        SUPPRESSED,
    )
    .at(RCPT.and(DATA))
    .unmistakable(),
    says(
        &[
            "account*disabled",
            "account*inactive",
            "account*suspended",
            "user*disabled",
            "account*deactivated",
            "account*blocked",
        ],
        DISABLED,
    )
    .at(RCPT.and(DATA))
    .only_enhanced("1.1 1.6 2.0 2.1 2.2")
    .unless(NOT_DISABLED),
    says(
        &[
            "<*@*>*disabled",
            "<*@*>*suspended",
            "<*@*>*inactive",
            "mailbox*disabled",
            "mailbox*inactive",
            "mailbox*suspended",
            "mailbox*locked",
            "recipient*disabled",
            "recipient*suspended",
            "recipient*inactive",
            "user*inactive",
            "account that you tried to reach is disabled",
            "account*not allowed to receive",
            "account isn't allowed to receive",
            "not accepting messages",
            "not accepting mail",
        ],
        DISABLED,
    )
    .at(RCPT)
    .unless(NOT_DISABLED),
];

/// A full mailbox is often called inactive as well, and a sender can be disabled too.
const NOT_DISABLED: &[&str] = &["storage", "quota", "full", "sender", "outgoing", "outbound"];

pub(super) const RELAYING_UNKNOWN: Explanation = connection("relaying_denied").field("password.username");
pub(super) const RELAYING: Explanation = recipient("relaying_denied_after_login");

const RELAY_DENIED: &[&str] = &[
    "relay access denied",
    "relaying denied",
    "unable to relay",
    "not permitted to relay",
    "relay not permitted",
    "relaying not allowed",
    "relaying not permitted",
    "relaying is not",
    "relaying prohibited",
    "no relaying",
    "relay denied",
    "relay prohibited",
    "cannot deliver mail for",
    "delivery is not allowed to this address",
    "relay not allowed",
    "relay*prohibited",
    "relay is not allowed",
    "relay*requires authentication",
    "not allowed to relay",
    "we do not relay",
    "we don't relay",
    "does not relay",
    "relay * denied",
    "open relay",
    "cannot relay",
    "can't relay",
    "list of allowed rcpthosts",
    "not local",
    "not a local domain",
    "authenticate to relay",
    "recipient address rejected: access denied",
    "gateway to that",
];

/// Faults of the address, or of us as its sender.
pub(super) const ADDRESS_RULES: &[Rule] = &[
    // Without a login, every recipient elsewhere gets the same reply.
    says(RELAY_DENIED, RELAYING_UNKNOWN).at(RCPT.and(DATA)).with_login(Nobody).or_enhanced("7.64 7.54"),
    says(RELAY_DENIED, RELAYING).at(RCPT.and(DATA)).or_enhanced("7.64 7.54"),
    says(&["smtputf8", "internationalized", "non-ascii"], recipient("smtputf8_unsupported_relay"))
        .at(MESSAGE)
        .codes("5")
        .unmistakable()
        .or_enhanced("6.7"),
    says(
        &[
            "recipient address rejected: domain not found",
            "recipient domain*not",
            "domain not found",
            "domain does not exist",
            "domain*does not exist",
            "dns.nonexistentdomain",
            "no such domain",
            "unknown domain",
            "domain*does not accept mail",
            "domain*not resolve",
            "nullmx",
            "null mx",
            "no mx record",
            "unrouteable address",
            "unroutable address",
            "unrouteable domain",
            "host unknown",
            "host not found",
            "name service error",
            "bad destination system",
            "no valid hosts",
            "dns error",
            "bad destination host",
            "illegal host",
            "nameserver query",
            "not used for mail",
            "indicated no smtp service",
            "invalid dns mx",
        ],
        DOMAIN_UNKNOWN,
    )
    .at(RCPT.and(DATA))
    .or_enhanced("1.2 4.4 4.310 1.10")
    .unless(&["user reject", "best-preference"]),
];

pub(super) const UNKNOWN_RULES: &[Rule] = &[
    says(
        &[
            "mailbox full",
            "mailbox is full",
            "mailbox*full",
            "over quota",
            "overquota",
            "over its quota",
            "over the quota",
            "quota exceeded",
            "exceeded*quota",
            "quota limit",
            "out of storage",
            "mailbox*storage",
            "storage*exceeded",
            "inbox is full",
            "mailbox size limit",
            "mailbox exceed",
            "mailbox has exceeded",
            "insufficient mailbox",
            "not enough space in mailbox",
        ],
        FULL,
    )
    .at(RCPT.and(DATA))
    .or_enhanced("2.2")
    .unless(&[
        "message size",
        "sending",
        "submission",
        "daily",
        "organization",
        "queue",
        "you have",
        "you've",
        "outgoing",
        "larger than",
    ]),
    says(
        &[
            "user unknown",
            "unknown user",
            "no such user",
            "no such recipient",
            "no such mailbox",
            "no such address",
            "no such person",
            "no such account",
            "unknown recipient",
            "unknown mailbox",
            "unknown address",
            "unknown or illegal",
            "recipient unknown",
            "recipient not found",
            "recipientnotfound",
            "recipnotfound",
            "recipient*does not exist",
            "recipient*doesn't exist",
            "recipient*not exist",
            "recipient*unknown",
            "rcpt (account) dosn't exist",
            "mailbox not found",
            "mailbox does not exist",
            "mailbox*not exist",
            "mailbox unknown",
            "address*does not exist",
            "address does not exist",
            "address*not exist",
            "address unknown",
            "account*does not exist",
            "account*not exist",
            "account not found",
            "user*doesn't exist",
            "user does not exist",
            "user not found",
            "user*not found",
            "user invalid",
            "no mailbox here",
            "not a valid mailbox",
            "not a known user",
            "not our customer",
            "doesn't have a * account",
            "does not have a * account",
            "invalid recipient",
            "invalid mailbox",
            "invalid rcptto",
            "is not a valid recipient",
            "is unknown",
            "address rejected: undeliverable address: no such",
        ],
        UNKNOWN,
    )
    .at(RCPT.and(DATA))
    .or_enhanced("1.1 1.6")
    .unless(&["number of invalid", "many invalid"]),
    says(
        &[
            "bad recipient address syntax",
            "malformed recipient",
            "address rejected: syntax",
            "recipient*syntax",
            "invalid address",
            "syntax error in recipient",
            "malformed address",
            "invalid recipient address",
            "illegal character",
            "local part*invalid",
        ],
        MALFORMED,
    )
    .at(RCPT)
    .codes("5")
    .or_enhanced("1.3"),
    says(&["verification in progress", "unverified address"], DEFERRED).at(RCPT).codes("4"),
    says(QUOTATIONS, OTHER_SERVER).at(RCPT.and(DATA)),
    // Whatever else is said about relaying.
    says(&["relay"], RELAYING_UNKNOWN)
        .at(RCPT.and(DATA))
        .with_login(Nobody)
        .codes("5")
        .late()
        .unless(&["limit", "quota"]),
    says(&["relay"], RELAYING).at(RCPT).codes("5").late().unless(&["limit", "quota", "relays."]),
    says(&["exceeded storage allocation", "exceeding storage allocation"], FULL).at(RCPT),
    says(&["no route to host"], REFUSED).at(RCPT).codes("5"),
    says(&["undeliverable address", "no mailbox"], UNKNOWN).at(RCPT).codes("5"),
    // The words of RFC 5321 for 550, which servers put before any cause.
    says(&["mailbox unavailable"], UNKNOWN).at(RCPT).codes("5").late(),
    numbered(DISABLED).at(RCPT).codes("5").or_enhanced("2.1"),
    numbered(FULL).at(RCPT).codes("422 522").or_enhanced("2.2"),
    // RFC 5321 section 4.2.2: 552 is exceeded storage, which at RCPT is that of the mailbox.
    numbered(FULL).at(RCPT).codes("552"),
];

/// The general row, after all specific ones.
pub(super) const POLICY_RULES: &[Rule] = &[says(
    &[
        "policy",
        "policies",
        "not allowed",
        "not permitted",
        "access denied",
        "blocked",
        "prohibited",
        "restricted",
        "not accept mail from",
        "not welcome",
        "administrative prohibition",
        "administratively",
    ],
    POLICY,
)
.at(RCPT)
.codes("5")
.late()
.or_enhanced("7.509 7.27")];
