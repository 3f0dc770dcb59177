//! The details of stages: what succeeded, and the errors.

use tls::{HandshakeSummary, TlsError};

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
            SmtpError::HostNotFound(error) | SmtpError::LookupFailed(error) => smtp_system_error(error.to_string()),
            SmtpError::Unreachable(attempts) => {
                let attempts = attempts.iter().map(|(address, error)| format!("{}: {error}", address.ip()));
                smtp_unreachable(attempts.collect::<Vec<_>>())
            }
            SmtpError::TimedOut(limit) => smtp_timed_out(whole_seconds(*limit)),
            SmtpError::GreetingTimedOut(limit) => smtp_greeting_timed_out(whole_seconds(*limit)),
            SmtpError::Closed => smtp_connection_closed(),
            SmtpError::Network(error) => smtp_connection_lost(error.to_string()),
            SmtpError::Parse(error) => of_parse_error(error),
            SmtpError::UnexpectedReply => smtp_unexpected_reply(),
            SmtpError::Reply(reply) | SmtpError::TokenRefused { reply, .. } => smtp_reply(reply.to_string()),
            SmtpError::Tls(error) => of_tls_error(error),
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

fn whole_seconds(limit: std::time::Duration) -> u64 {
    u64::try_from(limit.as_millis().div_ceil(1000)).unwrap_or(u64::MAX)
}

fn of_parse_error(error: &ReplyParseError) -> mail::Text {
    match error {
        ReplyParseError::NoCode { excerpt } => smtp_reply_without_code(excerpt.as_str()),
        ReplyParseError::CodesDiffer { first, then } => smtp_reply_codes_differ(first.to_string(), then.to_string()),
        ReplyParseError::LineTooLong => smtp_reply_line_too_long(crate::reply::LINE_BYTES),
        ReplyParseError::TooLong => smtp_reply_too_long(crate::reply::LINES, crate::reply::TEXT_BYTES),
        ReplyParseError::TlsRecord => smtp_reply_tls_record(),
    }
}

fn of_tls_error(error: &TlsError) -> mail::Text {
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
        TlsError::CertificateRejected(reason) => tls_certificate_rejected(reason.as_str()),
        TlsError::NotTls => tls_not_tls(),
        TlsError::TooOld => tls_too_old(),
        TlsError::ClosedInHandshake => tls_closed(),
        TlsError::Failed(reason) => tls_failed(reason.as_str()),
    }
}
