//! Trouble with TLS: certificates, names, versions, and ports that speak the other thing.

use super::Fate;
use super::row::{KNOWN, Known};
use crate::smtp::tls::TlsFault;

const HOST: Option<&str> = Some("password.host");
const SECURITY: Option<&str> = Some("password.security");
const CA: Option<&str> = Some("password.ca_certificate");

/// Any refusal of STARTTLS.
pub(super) const STARTTLS_REFUSED: Known = Known {
    code: "starttls_refused",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "The server offers STARTTLS and then refuses it; often its certificate or key is missing. Nothing was sent \
              in clear.",
    remedy: "Ask the server's administrator, or try implicit TLS with port 465.",
    ..KNOWN
};

pub(super) const STARTTLS_MISSING: Known = Known {
    code: "starttls_missing",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "STARTTLS is chosen, and the server does not offer it. Either it has no TLS on this port, or somebody on \
              the way takes the offer out. Nothing was sent in clear.",
    remedy: "Try implicit TLS with port 465, or port 587. Choose no TLS only for a server on a network you trust.",
    ..KNOWN
};

pub(super) const INJECTED: Known = Known {
    code: "starttls_injection",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "Unencrypted bytes came after the server agreed to TLS. Somebody on the way may be forging answers, or the \
              server is faulty.",
    remedy: "Use implicit TLS with port 465, which leaves no room for this, and tell the server's administrator.",
    ..KNOWN
};

pub(super) const TLS_EXPECTED: Known = Known {
    code: "tls_expected",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "The server speaks TLS from the first byte on this port.",
    remedy: "Choose implicit TLS for port {port}.",
    ..KNOWN
};

pub(super) const SILENT: Known = Known {
    code: "tls_handshake_silent",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "The server does not answer to TLS. As a rule the port begins in plain text, or a firewall answers in the \
              server's place.",
    remedy: "For ports 587 and 25 choose STARTTLS; for port 465 implicit TLS.",
    ..KNOWN
};

const NOT_TLS: Known = Known {
    code: "tls_not_spoken",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "The server answers in plain text where TLS is expected (other programs call this “wrong version number”). \
              Ports 587 and 25 begin in plain text and turn to TLS later.",
    remedy: "Choose STARTTLS for port {port}, or change to port 465 for implicit TLS.",
    ..KNOWN
};

const EXPIRED: Known = Known {
    code: "certificate_expired",
    field: HOST,
    fate: Fate::Connection,
    meaning: "The server's certificate is out of date, so it cannot be known that this is the right server. If other \
              servers seem expired too, this machine's clock is wrong.",
    remedy: "Have the server's administrator renew the certificate.",
    ..KNOWN
};

const NOT_YET_VALID: Known = Known {
    code: "certificate_not_yet_valid",
    field: HOST,
    fate: Fate::Connection,
    meaning: "The server's certificate is for a time to come. As a rule this machine's clock is wrong.",
    remedy: "Check the date and time of this machine; if they are right, tell the server's administrator.",
    ..KNOWN
};

const SELF_SIGNED: Known = Known {
    code: "certificate_self_signed",
    field: CA,
    fate: Fate::Connection,
    meaning: "No authority vouches for the server's certificate; anybody could have made it.",
    remedy: "If this is your own server, paste its certificate (PEM) as custom CA certificate in the advanced settings. \
             Otherwise do not trust it: check the host name.",
    ..KNOWN
};

const UNTRUSTED: Known = Known {
    code: "certificate_untrusted",
    field: CA,
    fate: Fate::Connection,
    meaning: "The server's certificate comes from an authority that this machine does not know, or the server leaves \
              out an intermediate certificate.",
    remedy: "For an authority of your own, paste its certificate (PEM) as custom CA certificate in the advanced \
             settings. Otherwise have the server send its whole chain.",
    ..KNOWN
};

const WRONG_NAME: Known = Known {
    code: "certificate_wrong_name",
    field: HOST,
    fate: Fate::Connection,
    meaning: "The server shows a certificate for other names, so it cannot be known that this is the right server. An \
              alias or an IP address instead of the proper name does this too.",
    remedy: "Type the host name that stands in the certificate, if that is the server you mean.",
    ..KNOWN
};

const REJECTED: Known = Known {
    code: "certificate_rejected",
    field: HOST,
    fate: Fate::Connection,
    meaning: "The server's certificate cannot be accepted.",
    remedy: "Give the reason to the server's administrator, who has to renew the certificate.",
    ..KNOWN
};

const TOO_OLD: Known = Known {
    code: "tls_too_old",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "The server offers only TLS versions or ciphers that are no longer safe. TLS 1.2 is needed at least.",
    remedy: "Have the server's TLS brought up to date.",
    ..KNOWN
};

const CLOSED: Known = Known {
    code: "tls_closed",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "The server hung up when TLS was to begin. Often the port is for plain text, or the server has no \
              certificate for this name.",
    remedy: "For ports 587 and 25 choose STARTTLS; for port 465 implicit TLS. Check the host name.",
    ..KNOWN
};

const FAILED: Known = Known {
    code: "tls_failed",
    field: SECURITY,
    fate: Fate::Connection,
    meaning: "The two sides could not agree on TLS.",
    remedy: "Give the reason to the server's administrator.",
    ..KNOWN
};

const TRUST: Known = Known {
    code: "ca_certificate_invalid",
    field: CA,
    fate: Fate::Connection,
    meaning: "The custom CA certificate of the settings is not one or more certificates in PEM.",
    remedy: "Paste the whole text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, without a private key.",
    ..KNOWN
};

const NAME: Known = Known {
    code: "host_invalid",
    field: HOST,
    fate: Fate::Connection,
    meaning: "The host is neither a DNS name nor an IP address, so that no certificate can be for it.",
    remedy: "Type the host name as the provider gives it, for example smtp.example.com, without https:// or a port.",
    ..KNOWN
};

pub(super) fn known(fault: &TlsFault) -> &'static Known {
    match fault {
        TlsFault::TrustUnreadable(_) => &TRUST,
        TlsFault::NameUnusable => &NAME,
        TlsFault::Expired { .. } => &EXPIRED,
        TlsFault::NotYetValid { .. } => &NOT_YET_VALID,
        TlsFault::SelfSigned => &SELF_SIGNED,
        TlsFault::UnknownIssuer { .. } => &UNTRUSTED,
        TlsFault::WrongName { .. } => &WRONG_NAME,
        TlsFault::CertificateRejected(_) => &REJECTED,
        TlsFault::NotTls => &NOT_TLS,
        TlsFault::TooOld => &TOO_OLD,
        TlsFault::ClosedInHandshake => &CLOSED,
        TlsFault::Failed(_) => &FAILED,
    }
}

pub(super) fn what(server: &str, host: &str, fault: &TlsFault) -> String {
    match fault {
        TlsFault::TrustUnreadable(_) | TlsFault::NameUnusable => format!("No TLS with {server}: {fault}."),
        TlsFault::WrongName { .. } => format!("The certificate of {server} is not for {host}: {fault}."),
        TlsFault::NotTls => format!("{server} does not speak TLS from the first byte."),
        fault => format!("No TLS with {server}: {fault}."),
    }
}
