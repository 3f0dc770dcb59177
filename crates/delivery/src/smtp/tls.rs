//! TLS as a client: whom to trust, the handshake, and what a failed one means.
//!
//! rustls with ring, TLS 1.2 and 1.3. Certificate and name are always verified; there is no switch to turn that off.
//! One configuration serves all sessions of an account, so that handshakes are resumed.

use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ClientConnection, Error, InvalidMessage, PeerIncompatible,
    ProtocolVersion, RootCertStore,
};
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;

use super::certificate::{Facts, day};
use super::mishap::Mishap;
use super::verifier::{Rejected, Verifier};
use super::wire::BoxedStream;

/// Why there is no TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TlsFault {
    /// The certificates to trust cannot be read.
    TrustUnreadable(String),
    /// The host is no name that a certificate can hold.
    NameUnusable,
    /// The certificate's time is over.
    Expired { on: Option<String> },
    /// The certificate's time has not come; often our clock is wrong.
    NotYetValid { from: Option<String> },
    /// The certificate signed itself.
    SelfSigned,
    /// No known authority issued the certificate.
    UnknownIssuer { issuer: Option<String> },
    /// The certificate is for other names.
    WrongName { names: Vec<String> },
    /// The certificate is rejected for another reason.
    CertificateRejected(String),
    /// The server spoke plain text, or something else that is not TLS.
    NotTls,
    /// The server has no protocol version or cipher that is still safe.
    TooOld,
    /// The server ended the connection during the handshake.
    ClosedInHandshake,
    /// The handshake failed for another reason.
    Failed(String),
}

impl fmt::Display for TlsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TlsFault::TrustUnreadable(reason) => write!(f, "the certificates to trust cannot be read: {reason}"),
            TlsFault::NameUnusable => f.write_str("the host is no name that a certificate can hold"),
            TlsFault::Expired { on: Some(day) } => write!(f, "the certificate expired on {day}"),
            TlsFault::Expired { on: None } => f.write_str("the certificate has expired"),
            TlsFault::NotYetValid { from: Some(day) } => write!(f, "the certificate is not valid before {day}"),
            TlsFault::NotYetValid { from: None } => f.write_str("the certificate is not valid yet"),
            TlsFault::SelfSigned => f.write_str("the certificate is self-signed"),
            TlsFault::UnknownIssuer { issuer: Some(issuer) } => {
                write!(f, "the certificate was issued by “{issuer}”, which is not trusted")
            }
            TlsFault::UnknownIssuer { issuer: None } => f.write_str("the certificate's issuer is not trusted"),
            TlsFault::WrongName { names } if names.is_empty() => f.write_str("the certificate holds no host name"),
            TlsFault::WrongName { names } => write!(f, "the certificate is for {}", names.join(", ")),
            TlsFault::CertificateRejected(reason) => write!(f, "the certificate is rejected: {reason}"),
            TlsFault::NotTls => f.write_str("the server does not speak TLS on this port"),
            TlsFault::TooOld => f.write_str("the server offers no TLS version or cipher that is still safe"),
            TlsFault::ClosedInHandshake => f.write_str("the server closed the connection during the TLS handshake"),
            TlsFault::Failed(reason) => write!(f, "the TLS handshake failed: {reason}"),
        }
    }
}

/// A configuration that trusts the system's authorities and those of `pasted` (PEM).
///
/// Reads files the first time: call it off the runtime's threads.
pub(crate) fn client_config(pasted: Option<&str>) -> Result<Arc<ClientConfig>, TlsFault> {
    let pasted = pasted.map(read_pem).transpose()?.unwrap_or_default();
    let roots = if pasted.is_empty() {
        Arc::clone(system_roots())
    } else {
        let mut roots = RootCertStore::clone(system_roots());
        roots.add_parsable_certificates(pasted.iter().cloned());
        Arc::new(roots)
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let unreadable = |reason: &dyn fmt::Display| TlsFault::TrustUnreadable(reason.to_string());
    let by_chain = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider))
        .build()
        .map_err(|error| unreadable(&error))?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unreadable(&error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Verifier::new(by_chain, pasted)))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

fn read_pem(pem: &str) -> Result<Vec<CertificateDer<'static>>, TlsFault> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let certificates = certificates.map_err(|error| TlsFault::TrustUnreadable(error.to_string()))?;
    if certificates.is_empty() {
        return Err(TlsFault::TrustUnreadable("no BEGIN CERTIFICATE block was found".to_owned()));
    }
    match certificates.iter().position(|certificate| Facts::read(certificate).is_none()) {
        Some(at) => Err(TlsFault::TrustUnreadable(format!("block {} is not a certificate", at + 1))),
        None => Ok(certificates),
    }
}

/// The system's authorities, or Mozilla's where the system has none (scratch images); read once in a process.
pub fn system_roots() -> &'static Arc<RootCertStore> {
    static ROOTS: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    ROOTS.get_or_init(|| {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        let (added, _) = roots.add_parsable_certificates(found.certs);
        if added == 0 {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            tracing::info!(errors = ?found.errors, "no certificate authorities of the system; using the built-in ones");
        } else {
            tracing::debug!(added, "certificate authorities of the system");
        }
        Arc::new(roots)
    })
}

/// The handshake. Answers the encrypted stream, and in words what was agreed.
pub(crate) async fn handshake(
    config: Arc<ClientConfig>,
    host: &str,
    stream: BoxedStream,
    patience: Duration,
) -> Result<(BoxedStream, String), Mishap> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Mishap::Tls(TlsFault::NameUnusable))?;
    let connect = TlsConnector::from(config).connect(name, stream);
    let stream = match timeout_at(Instant::now() + patience, connect).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return Err(Mishap::Tls(fault(&error))),
        Err(_) => return Err(Mishap::TimedOut(patience)),
    };
    let agreed = agreed(stream.get_ref().1, host);
    Ok((Box::new(stream), agreed))
}

/// `TLS 1.3, certificate for smtp.example.com until 2027-03-01`.
fn agreed(connection: &ClientConnection, host: &str) -> String {
    let version = match connection.protocol_version() {
        Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
        Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
        _ => "TLS",
    };
    let certificate = connection.peer_certificates().and_then(<[_]>::first);
    match certificate.and_then(|certificate| Facts::read(certificate)) {
        Some(facts) => format!("{version}, certificate for {host} until {}", facts.last_day()),
        None => format!("{version}, certificate for {host}"),
    }
}

/// What a failed handshake means.
fn fault(error: &io::Error) -> TlsFault {
    let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) else {
        return match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => TlsFault::ClosedInHandshake,
            _ => TlsFault::Failed(error.to_string()),
        };
    };
    match tls {
        Error::InvalidCertificate(cause) => rejected(cause),
        // Text where a record is expected has an unknown content type or version, or claims a huge length.
        Error::InvalidMessage(
            InvalidMessage::InvalidContentType
            | InvalidMessage::UnknownProtocolVersion
            | InvalidMessage::MessageTooLarge
            | InvalidMessage::InvalidEmptyPayload,
        ) => TlsFault::NotTls,
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
        ) => TlsFault::TooOld,
        other => TlsFault::Failed(other.to_string()),
    }
}

fn rejected(cause: &CertificateError) -> TlsFault {
    let CertificateError::Other(other) = cause else { return TlsFault::CertificateRejected(cause.to_string()) };
    let Some(Rejected { cause, facts }) = other.0.downcast_ref::<Rejected>() else {
        return TlsFault::CertificateRejected(other.to_string());
    };
    let facts = facts.as_ref();
    match cause {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            TlsFault::Expired { on: facts.map(Facts::last_day) }
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            TlsFault::NotYetValid { from: facts.map(|facts| day(facts.not_before)) }
        }
        CertificateError::NotValidForName => TlsFault::WrongName { names: Vec::new() },
        CertificateError::NotValidForNameContext { presented, .. } => {
            TlsFault::WrongName { names: presented.iter().map(|name| plain_name(name)).collect() }
        }
        // An authority's certificate in the place of a server's is what `openssl req -x509` makes.
        _ if facts.is_some_and(|facts| facts.self_signed) => TlsFault::SelfSigned,
        CertificateError::UnknownIssuer => {
            TlsFault::UnknownIssuer { issuer: facts.and_then(|facts| facts.issuer.clone()) }
        }
        other => TlsFault::CertificateRejected(other.to_string()),
    }
}

/// rustls writes names as `DnsName("mail.example.com")` and `IpAddress(192.0.2.1)`.
fn plain_name(name: &str) -> String {
    let inside = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(name);
    inside.trim_matches('"').to_owned()
}
