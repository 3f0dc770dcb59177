//! TLS errors: certificates, names, versions, and ports that expect the other security mode.

use tls::TlsError;

use super::Disposition;
use super::rule::{EXPLANATION, Explanation};

const HOST: Option<&str> = Some("password.host");
const SECURITY: Option<&str> = Some("password.security");
const CA: Option<&str> = Some("password.ca_certificate");

/// Any refusal of STARTTLS.
pub(super) const STARTTLS_REFUSED: Explanation = Explanation {
    code: "starttls_refused",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "The server offers STARTTLS and then refuses it; often its certificate or key is missing. Nothing was sent \
              in clear.",
    remedy: "Ask the server's administrator, or try implicit TLS with port 465.",
    ..EXPLANATION
};

pub(super) const STARTTLS_MISSING: Explanation = Explanation {
    code: "starttls_missing",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "STARTTLS is chosen, and the server does not offer it. Either it has no TLS on this port, or somebody on \
              the way takes the offer out. Nothing was sent in clear.",
    remedy: "Try implicit TLS with port 465, or port 587. Choose no TLS only for a server on a network you trust.",
    ..EXPLANATION
};

pub(super) const INJECTED: Explanation = Explanation {
    code: "starttls_injection",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "Unencrypted bytes came after the server agreed to TLS. Somebody on the way may be forging answers, or the \
              server is faulty.",
    remedy: "Use implicit TLS with port 465, which leaves no room for this, and tell the server's administrator.",
    ..EXPLANATION
};

pub(super) const TLS_EXPECTED: Explanation = Explanation {
    code: "tls_expected",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "The server speaks TLS from the first byte on this port.",
    remedy: "Choose implicit TLS for port {port}.",
    ..EXPLANATION
};

pub(super) const SILENT: Explanation = Explanation {
    code: "tls_handshake_silent",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "The server does not answer to TLS. As a rule the port begins in plain text, or a firewall answers in the \
              server's place.",
    remedy: "For ports 587 and 25 choose STARTTLS; for port 465 implicit TLS.",
    ..EXPLANATION
};

const NOT_TLS: Explanation = Explanation {
    code: "tls_not_spoken",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "The server answers in plain text where TLS is expected (other programs call this “wrong version number”). \
              Ports 587 and 25 begin in plain text and turn to TLS later.",
    remedy: "Choose STARTTLS for port {port}, or change to port 465 for implicit TLS.",
    ..EXPLANATION
};

const EXPIRED: Explanation = Explanation {
    code: "certificate_expired",
    field: HOST,
    disposition: Disposition::Connection,
    meaning: "The server's certificate is out of date, so it cannot be known that this is the right server. If other \
              servers seem expired too, this machine's clock is wrong.",
    remedy: "Have the server's administrator renew the certificate.",
    ..EXPLANATION
};

const NOT_YET_VALID: Explanation = Explanation {
    code: "certificate_not_yet_valid",
    field: HOST,
    disposition: Disposition::Connection,
    meaning: "The server's certificate is for a time to come. As a rule this machine's clock is wrong.",
    remedy: "Check the date and time of this machine; if they are right, tell the server's administrator.",
    ..EXPLANATION
};

const SELF_SIGNED: Explanation = Explanation {
    code: "certificate_self_signed",
    field: CA,
    disposition: Disposition::Connection,
    meaning: "No authority vouches for the server's certificate; anybody could have made it.",
    remedy: "If this is your own server, paste its certificate (PEM) as custom CA certificate in the advanced settings. \
             Otherwise do not trust it: check the host name.",
    ..EXPLANATION
};

const UNTRUSTED: Explanation = Explanation {
    code: "certificate_untrusted",
    field: CA,
    disposition: Disposition::Connection,
    meaning: "The server's certificate comes from an authority that this machine does not know, or the server leaves \
              out an intermediate certificate.",
    remedy: "For an authority of your own, paste its certificate (PEM) as custom CA certificate in the advanced \
             settings. Otherwise have the server send its whole chain.",
    ..EXPLANATION
};

const WRONG_NAME: Explanation = Explanation {
    code: "certificate_wrong_name",
    field: HOST,
    disposition: Disposition::Connection,
    meaning: "The server shows a certificate for other names, so it cannot be known that this is the right server. An \
              alias or an IP address instead of the proper name does this too.",
    remedy: "Type the host name that stands in the certificate, if that is the server you mean.",
    ..EXPLANATION
};

const REJECTED: Explanation = Explanation {
    code: "certificate_rejected",
    field: HOST,
    disposition: Disposition::Connection,
    meaning: "The server's certificate cannot be accepted.",
    remedy: "Give the reason to the server's administrator, who has to renew the certificate.",
    ..EXPLANATION
};

const TOO_OLD: Explanation = Explanation {
    code: "tls_too_old",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "The server offers only TLS versions or ciphers that are no longer safe. TLS 1.2 is needed at least.",
    remedy: "Have the server's TLS brought up to date.",
    ..EXPLANATION
};

const CLOSED: Explanation = Explanation {
    code: "tls_closed",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "The server hung up when TLS was to begin. Often the port is for plain text, or the server has no \
              certificate for this name.",
    remedy: "For ports 587 and 25 choose STARTTLS; for port 465 implicit TLS. Check the host name.",
    ..EXPLANATION
};

const FAILED: Explanation = Explanation {
    code: "tls_failed",
    field: SECURITY,
    disposition: Disposition::Connection,
    meaning: "The two sides could not agree on TLS.",
    remedy: "Give the reason to the server's administrator.",
    ..EXPLANATION
};

const TRUST: Explanation = Explanation {
    code: "ca_certificate_invalid",
    field: CA,
    disposition: Disposition::Connection,
    meaning: "The custom CA certificate of the settings is not one or more certificates in PEM.",
    remedy: "Paste the whole text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, without a private key.",
    ..EXPLANATION
};

const NAME: Explanation = Explanation {
    code: "host_invalid",
    field: HOST,
    disposition: Disposition::Connection,
    meaning: "The host is neither a DNS name nor an IP address, so that no certificate can be for it.",
    remedy: "Type the host name as the provider gives it, for example smtp.example.com, without https:// or a port.",
    ..EXPLANATION
};

pub(super) fn explanation(error: &TlsError) -> &'static Explanation {
    match error {
        TlsError::TrustUnreadable(_) => &TRUST,
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

pub(super) fn describe(server: &str, host: &str, error: &TlsError) -> String {
    match error {
        TlsError::TrustUnreadable(_) | TlsError::NameUnusable => format!("No TLS with {server}: {error}."),
        TlsError::WrongName { .. } => format!("The certificate of {server} is not for {host}: {error}."),
        TlsError::NotTls => format!("{server} does not speak TLS from the first byte."),
        error => format!("No TLS with {server}: {error}."),
    }
}
