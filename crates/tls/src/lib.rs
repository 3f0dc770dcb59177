//! TLS as a client: trusted certificates, the handshake, and why one fails; [`server`] has TLS as a server.
//!
//! rustls with ring, TLS 1.2 and 1.3. Certificate and name are always verified; no setting turns that off. One
//! configuration serves all connections to a server, so that TLS sessions are resumed. Used by the SMTP client and the
//! HTTP client.

mod certificate;
mod error;
pub mod server;
mod verifier;

use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};

use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ClientConnection, Error, InvalidMessage, PeerIncompatible,
    ProtocolVersion, RootCertStore,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use certificate::{CertificateInfo, day};
pub use error::{Rejection, TlsError};
use verifier::{RejectedCertificate, Verifier};

/// A configuration that trusts the system's certificate authorities, or Mozilla's if there are none, and the
/// certificates in `ca_pem`.
///
/// The first call reads files; call it on a blocking thread.
///
/// # Errors
/// [`TlsError::TrustUnreadable`], [`TlsError::NoCertificate`] or [`TlsError::NotACertificate`] if `ca_pem` cannot be
/// used.
pub fn client_config(ca_pem: Option<&str>) -> Result<Arc<ClientConfig>, TlsError> {
    let extra = ca_pem.map(read_pem).transpose()?.unwrap_or_default();
    let roots = if extra.is_empty() {
        Arc::clone(system_roots())
    } else {
        let mut roots = RootCertStore::clone(system_roots());
        roots.add_parsable_certificates(extra.iter().cloned());
        Arc::new(roots)
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let unreadable = |reason: &dyn fmt::Display| TlsError::TrustUnreadable(reason.to_string());
    let by_chain = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider))
        .build()
        .map_err(|error| unreadable(&error))?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unreadable(&error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Verifier::new(by_chain, extra)))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

fn read_pem(pem: &str) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let certificates = certificates.map_err(|error| TlsError::TrustUnreadable(error.to_string()))?;
    if certificates.is_empty() {
        return Err(TlsError::NoCertificate);
    }
    match certificates.iter().position(|certificate| CertificateInfo::read(certificate).is_none()) {
        Some(at) => Err(TlsError::NotACertificate { number: at + 1 }),
        None => Ok(certificates),
    }
}

/// The system's certificate authorities, or Mozilla's if the system has none (scratch images). Read once per process;
/// the first call reads files.
pub fn system_roots() -> &'static Arc<RootCertStore> {
    static ROOTS: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    ROOTS.get_or_init(|| {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        let (added, _) = roots.add_parsable_certificates(found.certs);
        if added == 0 {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            tracing::info!(errors = ?found.errors, "the system has no certificate authorities; using the built-in ones");
        } else {
            tracing::debug!(added, "read the system's certificate authorities");
        }
        Arc::new(roots)
    })
}

/// Performs the handshake and returns the encrypted stream with a summary. Sets no time limit; the caller does.
///
/// # Errors
/// Any [`TlsError`] except those about the certificates to trust.
pub async fn handshake<S>(
    config: Arc<ClientConfig>,
    host: &str,
    stream: S,
) -> Result<(TlsStream<S>, HandshakeSummary), TlsError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let name = ServerName::try_from(host.to_owned()).map_err(|_| TlsError::NameUnusable)?;
    let stream = TlsConnector::from(config).connect(name, stream).await.map_err(|error| handshake_error(&error))?;
    let summary = summary(stream.get_ref().1, host);
    Ok((stream, summary))
}

/// What a handshake negotiated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandshakeSummary {
    /// The protocol version, such as `TLS 1.3`.
    pub version: &'static str,
    /// The host that the certificate was verified for.
    pub host: String,
    /// The last day of the certificate's validity, UTC: `2027-03-01`.
    pub last_day: Option<String>,
}

/// `TLS 1.3, certificate for smtp.example.com until 2027-03-01`.
impl fmt::Display for HandshakeSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, certificate for {}", self.version, self.host)?;
        self.last_day.as_ref().map_or(Ok(()), |day| write!(f, " until {day}"))
    }
}

fn summary(connection: &ClientConnection, host: &str) -> HandshakeSummary {
    let version = match connection.protocol_version() {
        Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
        Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
        _ => "TLS",
    };
    let certificate = connection.peer_certificates().and_then(<[_]>::first);
    let info = certificate.and_then(|certificate| CertificateInfo::read(certificate));
    HandshakeSummary { version, host: host.to_owned(), last_day: info.map(|info| info.last_day()) }
}

/// The cause of a failed handshake.
fn handshake_error(error: &io::Error) -> TlsError {
    let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) else {
        return match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => TlsError::ClosedInHandshake,
            _ => TlsError::Failed(error.to_string()),
        };
    };
    match tls {
        Error::InvalidCertificate(cause) => certificate_error(cause),
        // Text where a record is expected has an unknown content type or version, or claims a huge length.
        Error::InvalidMessage(
            InvalidMessage::InvalidContentType
            | InvalidMessage::UnknownProtocolVersion
            | InvalidMessage::MessageTooLarge
            | InvalidMessage::InvalidEmptyPayload,
        ) => TlsError::NotTls,
        Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
            | PeerIncompatible::Tls12NotOffered
            | PeerIncompatible::Tls12NotOfferedOrEnabled
            | PeerIncompatible::NoCipherSuitesInCommon
            | PeerIncompatible::NoKxGroupsInCommon,
        )
        | Error::AlertReceived(
            AlertDescription::ProtocolVersion
            | AlertDescription::HandshakeFailure
            | AlertDescription::InsufficientSecurity,
        ) => TlsError::TooOld,
        Error::AlertReceived(alert) if is_about_client_certificate(*alert) => TlsError::ClientCertificateRequired,
        other => TlsError::Failed(other.to_string()),
    }
}

fn certificate_error(cause: &CertificateError) -> TlsError {
    let CertificateError::Other(other) = cause else { return rejected(cause) };
    let Some(RejectedCertificate { cause, info }) = other.0.downcast_ref::<RejectedCertificate>() else {
        return rejected(cause);
    };
    let info = info.as_ref();
    match cause {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            TlsError::Expired { on: info.map(CertificateInfo::last_day) }
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            TlsError::NotYetValid { from: info.map(|info| day(info.not_before)) }
        }
        CertificateError::NotValidForName => TlsError::WrongName { names: Vec::new() },
        CertificateError::NotValidForNameContext { presented, .. } => {
            TlsError::WrongName { names: presented.iter().map(|name| plain_name(name)).collect() }
        }
        // `openssl req -x509` makes an authority's certificate; used by a server, it is rejected as CaUsedAsEndEntity.
        _ if info.is_some_and(|info| info.self_signed) => TlsError::SelfSigned,
        CertificateError::UnknownIssuer => {
            TlsError::UnknownIssuer { issuer: info.and_then(|info| info.issuer.clone()) }
        }
        other => rejected(other),
    }
}

/// A certificate whose issuer, dates and name are right.
fn rejected(cause: &CertificateError) -> TlsError {
    match cause {
        // A key of 1024 bits, and signatures with MD5 or SHA-1.
        CertificateError::BadSignature
        | CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => TlsError::WeakCertificate,
        CertificateError::Revoked => TlsError::CertificateRejected(Rejection::Revoked),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            TlsError::CertificateRejected(Rejection::Purpose)
        }
        CertificateError::BadEncoding | CertificateError::UnhandledCriticalExtension => {
            TlsError::CertificateRejected(Rejection::Unreadable)
        }
        _ => TlsError::CertificateRejected(Rejection::Chain),
    }
}

/// Whether a server ended a connection because it requires a client certificate. With TLS 1.3 its alert arrives only
/// after the handshake, as the error of a later read.
pub fn demands_client_certificate(error: &io::Error) -> bool {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    matches!(tls, Some(Error::AlertReceived(alert)) if is_about_client_certificate(*alert))
}

/// We send no certificate, so every alert about one means that the server requires it.
fn is_about_client_certificate(alert: AlertDescription) -> bool {
    matches!(
        alert,
        AlertDescription::CertificateRequired
            | AlertDescription::NoCertificate
            | AlertDescription::BadCertificate
            | AlertDescription::UnknownCA
            | AlertDescription::CertificateUnknown
    )
}

/// rustls writes names as `DnsName("mail.example.com")` and `IpAddress(192.0.2.1)`.
fn plain_name(name: &str) -> String {
    let inside = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(name);
    inside.trim_matches('"').to_owned()
}

/// Removes the error numbers from a message of the operating system: `Connection refused` for `Connection refused (os
/// error 111)`. Also accepts a chain of causes in one text.
pub fn without_error_number(text: &str) -> String {
    const BEFORE: &str = " (os error ";
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(BEFORE) {
        let number = &rest[at + BEFORE.len()..];
        let end = number.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(number.len());
        if end > 0 && number[end..].starts_with(')') {
            plain.push_str(&rest[..at]);
            rest = &number[end + 1..];
        } else {
            plain.push_str(&rest[..at + BEFORE.len()]);
            rest = number;
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    #[test]
    fn error_numbers_of_the_system_are_removed() {
        for (text, plain) in [
            ("Connection refused (os error 111)", "Connection refused"),
            ("a: b (os error 2): c (os error -7)", "a: b: c"),
            ("of (os error x) (os error ", "of (os error x) (os error "),
        ] {
            assert_eq!(super::without_error_number(text), plain);
        }
    }
}
