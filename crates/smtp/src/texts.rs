//! The translatable details of stages: what succeeded, and the errors.

use std::io;

use mail::{Arg, Text};
use tls::{HandshakeSummary, Rejection, TlsError};

use crate::{ReplyParseError, SmtpError};

mail::texts! {
    // Stages that succeeded.
    smtp_addresses(addresses);
    smtp_connected(address);
    smtp_tls(version, host);
    smtp_tls_until(version, host, day);
    smtp_greeting(greeting, extensions);
    smtp_logged_in(mechanism);
    smtp_reply(reply);
    smtp_recipients_accepted(accepted, count);

    // Errors; `reason` is what the system or a library reported.
    smtp_system_error(reason);
    smtp_unreachable(attempts);
    smtp_attempt(address, reason);
    network_refused();
    network_timed_out();
    network_unreachable();
    network_host_unreachable();
    network_reset();
    network_ended();
    network_not_permitted();
    network_address_missing();
    network_too_many_files();
    network_name_unknown();
    network_name_without_address();
    network_dns_unavailable();
    smtp_timed_out(seconds);
    smtp_greeting_timed_out(seconds);
    smtp_connection_closed();
    smtp_connection_lost(reason);
    smtp_reply_without_code(excerpt);
    smtp_reply_codes_differ(first, second);
    smtp_reply_line_too_long(limit);
    smtp_reply_too_long(lines, limit);
    smtp_reply_tls_record();
    smtp_unexpected_reply();
    smtp_starttls_missing();
    smtp_plaintext_injected();
    smtp_auth_not_offered();
    smtp_mechanism_not_offered(mechanisms);
    smtp_cleartext_auth_refused();
    smtp_credentials_invalid();
    smtp_challenge_invalid();
    tls_trust_unreadable(reason);
    tls_trust_no_certificate();
    tls_trust_not_a_certificate(number);
    tls_name_unusable();
    tls_certificate_expired();
    tls_certificate_expired_on(day);
    tls_certificate_not_yet_valid();
    tls_certificate_not_valid_before(day);
    tls_certificate_self_signed();
    tls_certificate_issuer_unknown();
    tls_certificate_issuer_not_trusted(issuer);
    tls_certificate_without_name();
    tls_certificate_for(names);
    tls_certificate_rejected(reason);
    tls_certificate_weak();
    tls_client_certificate_required();
    tls_rejected_revoked();
    tls_rejected_purpose();
    tls_rejected_unreadable();
    tls_rejected_chain();
    tls_not_tls();
    tls_too_old();
    tls_closed();
    tls_failed(reason);
}

/// What a handshake negotiated.
pub fn handshake(summary: &HandshakeSummary) -> mail::Text {
    let (version, host) = (summary.version, summary.host.as_str());
    match &summary.last_day {
        Some(day) => smtp_tls_until(version, host, day.as_str()),
        None => smtp_tls(version, host),
    }
}

impl SmtpError {
    /// The error as a part of a sentence, for a stage's detail and a problem's event.
    pub fn text(&self) -> mail::Text {
        match self {
            SmtpError::HostNotFound(error) | SmtpError::LookupFailed(error) => smtp_system_error(io_reason(error)),
            SmtpError::Unreachable(attempts) => {
                let attempt = |(address, error): &(std::net::SocketAddr, io::Error)| {
                    Arg::from(smtp_attempt(address.ip().to_string(), io_reason(error)))
                };
                smtp_unreachable(Arg::List(attempts.iter().map(attempt).collect()))
            }
            SmtpError::TimedOut(limit) => smtp_timed_out(whole_seconds(*limit)),
            SmtpError::GreetingTimedOut(limit) => smtp_greeting_timed_out(whole_seconds(*limit)),
            SmtpError::Closed => smtp_connection_closed(),
            SmtpError::Network(error) => smtp_connection_lost(io_reason(error)),
            SmtpError::Parse(error) => parse_error_text(error),
            SmtpError::UnexpectedReply => smtp_unexpected_reply(),
            SmtpError::Reply(reply) | SmtpError::TokenRefused { reply, .. } => smtp_reply(reply.to_string()),
            SmtpError::Tls(error) => tls_error_text(error),
            SmtpError::StarttlsMissing => smtp_starttls_missing(),
            SmtpError::PlaintextInjected => smtp_plaintext_injected(),
            SmtpError::AuthNotOffered => smtp_auth_not_offered(),
            SmtpError::MechanismNotOffered { offered } => smtp_mechanism_not_offered(offered.clone()),
            SmtpError::CleartextAuthRefused => smtp_cleartext_auth_refused(),
            SmtpError::CredentialsInvalid => smtp_credentials_invalid(),
            SmtpError::ChallengeInvalid => smtp_challenge_invalid(),
        }
    }
}

/// Why the network failed, as a text of ours; the system's or a library's own wording only for errors without one.
pub fn io_reason(error: &io::Error) -> Text {
    match error.kind() {
        _ if matches!(error.raw_os_error(), Some(EMFILE | ENFILE)) => network_too_many_files(),
        io::ErrorKind::ConnectionRefused => network_refused(),
        io::ErrorKind::TimedOut => network_timed_out(),
        io::ErrorKind::NetworkUnreachable => network_unreachable(),
        io::ErrorKind::HostUnreachable => network_host_unreachable(),
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => network_reset(),
        io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof => network_ended(),
        io::ErrorKind::PermissionDenied => network_not_permitted(),
        io::ErrorKind::AddrNotAvailable => network_address_missing(),
        _ if tls::demands_client_certificate(error) => tls_client_certificate_required(),
        _ => system_reason(error),
    }
}

/// Linux: the process, or the system, has too many files open.
const EMFILE: i32 = 24;
const ENFILE: i32 = 23;

/// The reason of an error that has no [`io::ErrorKind`] of its own: errors of the C library's resolver differ only in
/// their texts.
fn system_reason(error: &io::Error) -> Text {
    let text = error.to_string();
    let lower = text.to_lowercase();
    if lower.contains("temporary failure") || lower.contains("try again") {
        return network_dns_unavailable();
    }
    if lower.contains("no address associated") {
        return network_name_without_address();
    }
    if lower.contains("not known") || error.kind() == io::ErrorKind::NotFound {
        return network_name_unknown();
    }
    let plain = tls::without_error_number(&text);
    smtp_system_error(plain.strip_prefix("failed to lookup address information: ").unwrap_or(&plain))
}

fn whole_seconds(limit: std::time::Duration) -> u64 {
    u64::try_from(limit.as_millis().div_ceil(1000)).unwrap_or(u64::MAX)
}

fn parse_error_text(error: &ReplyParseError) -> mail::Text {
    match error {
        ReplyParseError::NoCode { excerpt } => smtp_reply_without_code(excerpt.as_str()),
        ReplyParseError::CodesDiffer { first, then } => smtp_reply_codes_differ(first.to_string(), then.to_string()),
        ReplyParseError::LineTooLong => smtp_reply_line_too_long(crate::reply::LINE_BYTES),
        ReplyParseError::TooLong => smtp_reply_too_long(crate::reply::LINES, crate::reply::TEXT_BYTES),
        ReplyParseError::TlsRecord => smtp_reply_tls_record(),
    }
}

fn tls_error_text(error: &TlsError) -> mail::Text {
    match error {
        TlsError::TrustUnreadable(reason) => tls_trust_unreadable(reason.as_str()),
        TlsError::NoCertificate => tls_trust_no_certificate(),
        TlsError::NotACertificate { number } => tls_trust_not_a_certificate(number.to_string()),
        TlsError::NameUnusable => tls_name_unusable(),
        TlsError::Expired { on: Some(day) } => tls_certificate_expired_on(day.as_str()),
        TlsError::Expired { on: None } => tls_certificate_expired(),
        TlsError::NotYetValid { from: Some(day) } => tls_certificate_not_valid_before(day.as_str()),
        TlsError::NotYetValid { from: None } => tls_certificate_not_yet_valid(),
        TlsError::SelfSigned => tls_certificate_self_signed(),
        TlsError::UnknownIssuer { issuer: Some(issuer) } => tls_certificate_issuer_not_trusted(issuer.as_str()),
        TlsError::UnknownIssuer { issuer: None } => tls_certificate_issuer_unknown(),
        TlsError::WrongName { names } if names.is_empty() => tls_certificate_without_name(),
        TlsError::WrongName { names } => tls_certificate_for(names.clone()),
        TlsError::CertificateRejected(reason) => tls_certificate_rejected(match reason {
            Rejection::Revoked => tls_rejected_revoked(),
            Rejection::Purpose => tls_rejected_purpose(),
            Rejection::Unreadable => tls_rejected_unreadable(),
            Rejection::Chain => tls_rejected_chain(),
        }),
        TlsError::WeakCertificate => tls_certificate_weak(),
        TlsError::ClientCertificateRequired => tls_client_certificate_required(),
        TlsError::NotTls => tls_not_tls(),
        TlsError::TooOld => tls_too_old(),
        TlsError::ClosedInHandshake => tls_closed(),
        TlsError::Failed(reason) => tls_failed(reason.as_str()),
    }
}
