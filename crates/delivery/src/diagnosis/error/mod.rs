//! Errors that are no replies: names, network, TLS, and servers that are not what they should be.

mod rows;

use std::io;

use mail::Stage;
use smtp::{ReplyParseError, SmtpError};
use tls::TlsError;

use super::Context;
use super::provider::{self, suggested_host};
use super::reply_text::{contains, one_line};
use super::rule::Explanation;
pub(super) use rows::{ANSWER_LOST, LOST, PROTOCOL_ERROR, SILENT};
use rows::{Host, Kind, ROWS};

/// The explanation of an error.
pub(super) fn explanation(context: &Context<'_>, stage: Stage, error: &SmtpError) -> &'static Explanation {
    let kind = kind(stage, error);
    let words = one_line(&words(error));
    let server = &context.account.server;
    let greeting = context.greeting.map(one_line).unwrap_or_default();
    let is_listed = |list: &[&str], text: &str| list.iter().any(|pattern| contains(text, pattern));
    let found = ROWS.iter().find(|row| {
        row.kind == kind
            && is_host(row.host, server.bare_host())
            && row.login.is_none_or(|login| login == context.login_kind())
            && row.security.is_none_or(|security| security == server.security)
            && (row.ports.is_empty() || row.ports.contains(&server.port))
            && (row.words.is_empty() || is_listed(row.words, &words))
            && !is_listed(row.unless, &words)
            && (row.greeting.is_empty() || row.greeting.iter().any(|words| greeting.contains(words)))
    });
    found.map_or(&PROTOCOL_ERROR, |row| &row.explanation)
}

fn is_host(expected: Host, host: &str) -> bool {
    match expected {
        Host::Any => true,
        Host::Local => is_local(host),
        Host::OfProvider => provider::of_host(host).is_some(),
        Host::Misspelled => suggested_host(host).is_some(),
    }
}

fn is_local(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The words that rows look for.
fn words(error: &SmtpError) -> String {
    match error {
        SmtpError::HostNotFound(error) => error.to_string(),
        SmtpError::Unreachable(errors) if errors.iter().all(|(address, _)| address.is_ipv6()) => "ipv6".to_owned(),
        SmtpError::Parse(ReplyParseError::NoCode { excerpt }) => excerpt.clone(),
        SmtpError::MechanismNotOffered { offered } => offered.join(" "),
        SmtpError::Tls(TlsError::UnknownIssuer { issuer }) => issuer.clone().unwrap_or_default(),
        SmtpError::Tls(TlsError::WrongName { names }) => names.join(" "),
        _ => String::new(),
    }
}

/// The product that made an intercepting certificate: the issuer's name.
pub(super) fn issuer(error: &SmtpError) -> Option<&str> {
    match error {
        SmtpError::Tls(TlsError::UnknownIssuer { issuer }) => issuer.as_deref(),
        _ => None,
    }
}

fn kind(stage: Stage, error: &SmtpError) -> Kind {
    match error {
        SmtpError::LookupFailed(error) | SmtpError::HostNotFound(error) if is_out_of_files(error) => {
            Kind::TooManyOpenFiles
        }
        SmtpError::LookupFailed(_) => Kind::LookupFailed,
        SmtpError::HostNotFound(_) => Kind::NameUnknown,
        SmtpError::Unreachable(errors) => unreachable(errors.iter().map(|(_, error)| error)),
        SmtpError::TimedOut(_) => match stage {
            Stage::Resolve => Kind::LookupFailed,
            Stage::Connect => Kind::TimedOut,
            Stage::Tls => Kind::HandshakeSilent,
            _ => Kind::Silent,
        },
        SmtpError::GreetingTimedOut(_) => Kind::GreetingSilent,
        SmtpError::Network(error) if tls::demands_client_certificate(error) => Kind::ClientCertificate,
        SmtpError::Closed | SmtpError::Network(_) => Kind::Lost,
        SmtpError::Parse(ReplyParseError::TlsRecord) => Kind::TlsRecord,
        SmtpError::Parse(_) if stage == Stage::Greeting => Kind::NotSmtp,
        SmtpError::Parse(_) | SmtpError::UnexpectedReply | SmtpError::Reply(_) | SmtpError::TokenRefused { .. } => {
            Kind::Protocol
        }
        SmtpError::StarttlsMissing => Kind::StarttlsMissing,
        SmtpError::PlaintextInjected => Kind::Injected,
        SmtpError::AuthNotOffered => Kind::LoginMissing,
        SmtpError::CleartextAuthRefused => Kind::LoginInClear,
        SmtpError::MechanismNotOffered { .. } => Kind::MechanismMissing,
        SmtpError::CredentialsInvalid => Kind::CredentialUnusable,
        SmtpError::ChallengeInvalid => Kind::ChallengeUnreadable,
        SmtpError::Tls(error) => of_tls(error),
    }
}

fn of_tls(error: &TlsError) -> Kind {
    match error {
        TlsError::TrustUnreadable(_) | TlsError::NoCertificate | TlsError::NotACertificate { .. } => {
            Kind::TrustUnreadable
        }
        TlsError::NameUnusable => Kind::NameUnusable,
        TlsError::Expired { .. } => Kind::Expired,
        TlsError::NotYetValid { .. } => Kind::NotYetValid,
        TlsError::SelfSigned => Kind::SelfSigned,
        TlsError::UnknownIssuer { .. } => Kind::UnknownIssuer,
        TlsError::WrongName { .. } => Kind::WrongName,
        TlsError::WeakCertificate => Kind::Weak,
        TlsError::CertificateRejected(_) => Kind::CertificateRejected,
        TlsError::ClientCertificateRequired => Kind::ClientCertificate,
        TlsError::NotTls => Kind::NotTls,
        TlsError::TooOld => Kind::TooOld,
        TlsError::ClosedInHandshake => Kind::TlsClosed,
        TlsError::Failed(_) => Kind::TlsFailed,
    }
}

/// Linux: EMFILE and ENFILE; the standard library has no kind for them.
fn is_out_of_files(error: &io::Error) -> bool {
    const EMFILE: i32 = 24;
    const ENFILE: i32 = 23;
    matches!(error.raw_os_error(), Some(EMFILE | ENFILE)) || error.to_string().contains("Too many open files")
}

/// One kind for all addresses: of this machine first, then of the address that came closest to a connection.
fn unreachable<'e>(errors: impl Iterator<Item = &'e io::Error> + Clone) -> Kind {
    let has = |kinds: &[io::ErrorKind]| errors.clone().any(|error| kinds.contains(&error.kind()));
    if errors.clone().any(is_out_of_files) {
        Kind::TooManyOpenFiles
    } else if has(&[io::ErrorKind::ConnectionRefused]) {
        Kind::Refused
    } else if has(&[io::ErrorKind::TimedOut]) {
        Kind::TimedOut
    } else if has(&[io::ErrorKind::HostUnreachable]) {
        Kind::HostUnreachable
    } else if has(&[io::ErrorKind::NetworkUnreachable, io::ErrorKind::AddrNotAvailable]) {
        Kind::NetworkUnreachable
    } else if has(&[io::ErrorKind::PermissionDenied]) {
        Kind::NotPermitted
    } else {
        Kind::Refused
    }
}
