//! TLS errors: certificates, names, versions, and ports that expect the other security mode.

use tls::TlsError;

use super::Disposition;
use super::rule::{EXPLANATION, Explanation};
use crate::problems::declared;

const HOST: Option<&str> = Some("password.host");
const SECURITY: Option<&str> = Some("password.security");
const CA: Option<&str> = Some("password.ca_certificate");

/// Any refusal of STARTTLS.
pub(super) const STARTTLS_REFUSED: Explanation = Explanation {
    problem: declared("starttls_refused"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

pub(super) const STARTTLS_MISSING: Explanation = Explanation {
    problem: declared("starttls_missing"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

pub(super) const INJECTED: Explanation = Explanation {
    problem: declared("starttls_injection"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

pub(super) const TLS_EXPECTED: Explanation = Explanation {
    problem: declared("tls_expected"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

pub(super) const SILENT: Explanation = Explanation {
    problem: declared("tls_handshake_silent"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const NOT_TLS: Explanation = Explanation {
    problem: declared("tls_not_spoken"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const EXPIRED: Explanation = Explanation {
    problem: declared("certificate_expired"),
    field: HOST,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const NOT_YET_VALID: Explanation = Explanation {
    problem: declared("certificate_not_yet_valid"),
    field: HOST,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const SELF_SIGNED: Explanation = Explanation {
    problem: declared("certificate_self_signed"),
    field: CA,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const UNTRUSTED: Explanation = Explanation {
    problem: declared("certificate_untrusted"),
    field: CA,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const WRONG_NAME: Explanation = Explanation {
    problem: declared("certificate_wrong_name"),
    field: HOST,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const REJECTED: Explanation = Explanation {
    problem: declared("certificate_rejected"),
    field: HOST,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const TOO_OLD: Explanation = Explanation {
    problem: declared("tls_too_old"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const CLOSED: Explanation = Explanation {
    problem: declared("tls_closed"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const FAILED: Explanation = Explanation {
    problem: declared("tls_failed"),
    field: SECURITY,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const TRUST: Explanation = Explanation {
    problem: declared("ca_certificate_invalid"),
    field: CA,
    disposition: Disposition::Connection,
    ..EXPLANATION
};

const NAME: Explanation =
    Explanation { problem: declared("host_invalid"), field: HOST, disposition: Disposition::Connection, ..EXPLANATION };

pub(super) fn explanation(error: &TlsError) -> &'static Explanation {
    match error {
        TlsError::TrustUnreadable(_) | TlsError::NoCertificate | TlsError::NotACertificate { .. } => &TRUST,
        TlsError::NameUnusable => &NAME,
        TlsError::Expired { .. } => &EXPIRED,
        TlsError::NotYetValid { .. } => &NOT_YET_VALID,
        TlsError::SelfSigned => &SELF_SIGNED,
        TlsError::UnknownIssuer { .. } => &UNTRUSTED,
        TlsError::WrongName { .. } => &WRONG_NAME,
        TlsError::CertificateRejected(_) => &REJECTED,
        TlsError::NotTls => &NOT_TLS,
        TlsError::TooOld => &TOO_OLD,
        TlsError::ClosedInHandshake => &CLOSED,
        TlsError::Failed(_) => &FAILED,
    }
}
