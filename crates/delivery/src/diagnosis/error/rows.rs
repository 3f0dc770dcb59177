//! The rows: a kind of error with its circumstances, and what it means.

use mail::Security;

use super::super::rule::LoginKind::{self, Token};
use super::super::rule::{Explanation, connection, message};

const HOST: &str = "password.host";
const PORT: &str = "password.port";
const SECURITY: &str = "password.security";
const CA: &str = "password.ca_certificate";
const MECHANISM: &str = "password.mechanism";

/// What kind of error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    LookupFailed,
    NameUnknown,
    TooManyOpenFiles,
    NotPermitted,
    Refused,
    TimedOut,
    HostUnreachable,
    NetworkUnreachable,
    GreetingSilent,
    HandshakeSilent,
    Silent,
    Lost,
    NotSmtp,
    TlsRecord,
    Protocol,
    StarttlsMissing,
    Injected,
    LoginMissing,
    LoginInClear,
    MechanismMissing,
    CredentialUnusable,
    ChallengeUnreadable,
    TrustUnreadable,
    NameUnusable,
    Expired,
    NotYetValid,
    SelfSigned,
    UnknownIssuer,
    WrongName,
    Weak,
    CertificateRejected,
    ClientCertificate,
    NotTls,
    TooOld,
    TlsClosed,
    TlsFailed,
}

/// What the host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Any,
    /// This machine itself, or in a container the container itself.
    Local,
    /// A known provider's.
    OfProvider,
    /// Almost a known provider's.
    Misspelled,
}

/// Evidence and explanation. Every given matcher must match.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) kind: Kind,
    pub(super) host: Host,
    pub(super) login: Option<LoginKind>,
    pub(super) security: Option<Security>,
    /// Any if empty.
    pub(super) ports: &'static [u16],
    /// Words of the error: what the server sent instead of a greeting, an issuer, mechanisms. Any if empty.
    pub(super) words: &'static [&'static str],
    /// Words that must not occur.
    pub(super) unless: &'static [&'static str],
    /// Words of the greeting. Any if empty.
    pub(super) greeting: &'static [&'static str],
    pub(super) explanation: Explanation,
}

const fn row(kind: Kind, explanation: Explanation) -> Row {
    Row {
        kind,
        host: Host::Any,
        login: None,
        security: None,
        ports: &[],
        words: &[],
        unless: &[],
        greeting: &[],
        explanation,
    }
}

impl Row {
    const fn host(mut self, host: Host) -> Self {
        self.host = host;
        self
    }

    const fn login(mut self, login: LoginKind) -> Self {
        self.login = Some(login);
        self
    }

    const fn security(mut self, security: Security) -> Self {
        self.security = Some(security);
        self
    }

    const fn ports(mut self, ports: &'static [u16]) -> Self {
        self.ports = ports;
        self
    }

    const fn words(mut self, words: &'static [&'static str]) -> Self {
        self.words = words;
        self
    }

    const fn unless(mut self, words: &'static [&'static str]) -> Self {
        self.unless = words;
        self
    }

    const fn greeting(mut self, words: &'static [&'static str]) -> Self {
        self.greeting = words;
        self
    }
}

const IMAP_PORTS: &[u16] = &[143, 993];
const POP_PORTS: &[u16] = &[110, 995];
const WEB_PORTS: &[u16] = &[80, 443, 8000, 8080, 8443];

const NOT_SMTP: Explanation = connection("not_smtp").field(PORT);
const IMAP: Explanation = connection("not_smtp_imap").field(PORT);
const POP: Explanation = connection("not_smtp_pop").field(PORT);
const WEB: Explanation = connection("not_smtp_web").field(PORT);
const INTERCEPTED: Explanation = connection("certificate_intercepted");

pub(in crate::diagnosis) const SILENT: Explanation = message("server_silent").temporary();
pub(in crate::diagnosis) const LOST: Explanation = message("connection_lost").temporary();
pub(in crate::diagnosis) const ANSWER_LOST: Explanation = message("answer_lost").temporary();
pub(in crate::diagnosis) const PROTOCOL_ERROR: Explanation = message("protocol_error").temporary();

/// The rows, special ones first.
pub(super) const ROWS: &[Row] = &[
    // Names and network.
    row(Kind::TooManyOpenFiles, connection("too_many_open_files")),
    row(Kind::NotPermitted, connection("connection_not_permitted")),
    row(Kind::LookupFailed, connection("name_lookup_failed").field(HOST)),
    row(Kind::NameUnknown, connection("host_not_found_misspelled").field(HOST)).host(Host::Misspelled),
    // The resolver knows the name, but no address of it.
    row(Kind::NameUnknown, connection("host_not_found_without_address").field(HOST)).words(&[
        "no address associated",
        "no data",
        "nodata",
    ]),
    row(Kind::NameUnknown, connection("host_not_found").field(HOST)),
    row(Kind::Refused, connection("connection_refused_local").field(HOST)).host(Host::Local),
    row(Kind::Refused, connection("connection_refused").field(PORT)),
    row(Kind::TimedOut, connection("connection_timed_out").field(PORT)),
    row(Kind::HostUnreachable, connection("network_unreachable_host").field(HOST)).unless(&["ipv6"]),
    row(Kind::HostUnreachable, connection("network_unreachable_ipv6").field(HOST)),
    row(Kind::NetworkUnreachable, connection("network_unreachable_ipv6").field(HOST)).words(&["ipv6"]),
    row(Kind::NetworkUnreachable, connection("network_unreachable").field(HOST)),
    // Servers that are no mail servers for sending.
    row(Kind::NotSmtp, IMAP).words(&["* ok", "* preauth", "* bye", "imap4"]),
    row(Kind::NotSmtp, POP).words(&["+ok", "-err"]),
    row(Kind::NotSmtp, WEB).words(&["http/", "<html", "<!doctype", "bad request"]),
    row(Kind::NotSmtp, connection("not_smtp_ssh").field(PORT)).words(&["ssh-"]),
    row(Kind::NotSmtp, NOT_SMTP),
    row(Kind::GreetingSilent, IMAP).ports(IMAP_PORTS),
    row(Kind::GreetingSilent, POP).ports(POP_PORTS),
    row(Kind::GreetingSilent, WEB).ports(WEB_PORTS),
    // With implicit TLS, the handshake has shown that the port is the right one.
    row(Kind::GreetingSilent, SILENT).security(Security::ImplicitTls),
    row(Kind::GreetingSilent, connection("greeting_missing").field(SECURITY)),
    row(Kind::HandshakeSilent, WEB).ports(&[80, 8080]),
    row(Kind::HandshakeSilent, connection("tls_handshake_silent").field(SECURITY)),
    row(Kind::TlsRecord, IMAP).ports(IMAP_PORTS),
    row(Kind::TlsRecord, POP).ports(POP_PORTS),
    row(Kind::TlsRecord, WEB).ports(WEB_PORTS),
    row(Kind::TlsRecord, connection("tls_expected").field(SECURITY)),
    row(Kind::NotTls, IMAP).ports(IMAP_PORTS),
    row(Kind::NotTls, POP).ports(POP_PORTS),
    row(Kind::NotTls, WEB).ports(WEB_PORTS),
    row(Kind::NotTls, connection("tls_not_spoken").field(SECURITY)),
    row(Kind::Silent, SILENT),
    row(Kind::Lost, LOST),
    row(Kind::Protocol, PROTOCOL_ERROR),
    // A firewall that rewrites SMTP hides greeting and offers behind asterisks.
    row(Kind::StarttlsMissing, connection("starttls_missing_filtered").field(SECURITY)).greeting(&["****"]),
    row(Kind::StarttlsMissing, connection("starttls_missing").field(SECURITY)),
    row(Kind::Injected, connection("starttls_injection").field(SECURITY)),
    // Login.
    row(Kind::LoginMissing, connection("login_not_offered_token").field("oauth.provider")).login(Token),
    row(Kind::LoginMissing, connection("login_not_offered_encrypted").field("password.username"))
        .security(Security::ImplicitTls),
    row(Kind::LoginMissing, connection("login_not_offered_encrypted").field("password.username"))
        .security(Security::Starttls),
    row(Kind::LoginMissing, connection("login_not_offered").field("password.username")),
    row(Kind::LoginInClear, connection("login_needs_tls_token").field(SECURITY)).login(Token),
    row(Kind::LoginInClear, connection("login_needs_tls").field(SECURITY)),
    row(Kind::MechanismMissing, connection("mechanism_not_offered_token").field(MECHANISM)).login(Token),
    row(Kind::MechanismMissing, connection("mechanism_not_offered_ntlm").field(MECHANISM))
        .words(&["ntlm", "gssapi", "kerberos"])
        .unless(&["plain", "login", "cram-md5", "xoauth2", "oauthbearer"]),
    row(Kind::MechanismMissing, connection("mechanism_not_offered").field(MECHANISM)),
    row(Kind::CredentialUnusable, connection("credential_unusable_token").field("from.email")).login(Token),
    row(Kind::CredentialUnusable, connection("credential_unusable").field("password.password")),
    row(Kind::ChallengeUnreadable, connection("login_challenge_unreadable_token").field(MECHANISM)).login(Token),
    row(Kind::ChallengeUnreadable, connection("login_challenge_unreadable").field(MECHANISM)),
    // TLS.
    row(Kind::TrustUnreadable, connection("ca_certificate_invalid").field(CA)),
    row(Kind::NameUnusable, connection("host_invalid").field(HOST)),
    row(Kind::Expired, connection("certificate_expired").field(HOST)),
    row(Kind::NotYetValid, connection("certificate_not_yet_valid").field(HOST)),
    row(Kind::UnknownIssuer, INTERCEPTED).words(INTERCEPTORS),
    // A provider's certificate is signed by a public authority: whoever shows another one stands in between.
    row(Kind::SelfSigned, connection("certificate_intercepted_unnamed")).host(Host::OfProvider),
    row(Kind::SelfSigned, connection("certificate_self_signed").field(CA)),
    row(Kind::UnknownIssuer, connection("certificate_intercepted_unnamed")).host(Host::OfProvider),
    row(Kind::UnknownIssuer, connection("certificate_untrusted").field(CA)),
    row(Kind::WrongName, connection("certificate_wrong_name_diverted")).host(Host::OfProvider),
    row(Kind::WrongName, connection("certificate_wrong_name").field(HOST)),
    row(Kind::Weak, connection("certificate_weak")),
    row(Kind::CertificateRejected, connection("certificate_rejected").field(HOST)),
    row(Kind::ClientCertificate, connection("client_certificate_required")),
    row(Kind::TooOld, connection("tls_too_old").field(SECURITY)),
    row(Kind::TlsClosed, connection("tls_closed").field(SECURITY)),
    row(Kind::TlsFailed, connection("tls_failed").field(SECURITY)),
];

/// Issuers of certificates that virus scanners and firewalls make, in lower case.
const INTERCEPTORS: &[&str] = &[
    "avast",
    "avg ",
    "kaspersky",
    "eset",
    "bitdefender",
    "fortinet",
    "fortigate",
    "zscaler",
    "sophos",
    "palo alto",
    "paloalto",
    "cisco umbrella",
    "umbrella",
    "netskope",
    "mcafee",
    "symantec web",
    "blue coat",
    "bluecoat",
    "check point",
    "checkpoint",
    "barracuda",
    "watchguard",
    "sonicwall",
    "untangle",
    "smoothwall",
    "squid",
    "mitmproxy",
    "charles proxy",
    "portswigger",
    "fiddler",
    "trend micro",
    "dr.web",
    "drweb",
    "g data",
    "norton",
    "lightspeed",
    "contentkeeper",
    "securly",
    "iboss",
    "forcepoint",
    "websense",
    "cato networks",
    "cyberoam",
    "opendns",
    "mail shield",
    "ssl inspection",
    "ssl-inspection",
    "tls inspection",
    "deep inspection",
    "web gateway",
    "proxy ca",
    "adguard",
    "panda security",
    "trellix",
    "menlo security",
    "cloudflare gateway",
    "cloudflare for teams",
];
