//! Verifies a server's certificate: chain, dates and name, as rustls does.
//!
//! Adds two things: an error contains what an administrator needs to know about the certificate, and a certificate that
//! the administrator entered is trusted directly. Self-signed certificates are often marked as authorities, which
//! rustls rejects as server certificates.

use std::fmt;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};

use super::certificate::CertificateInfo;

/// Why a certificate was rejected, with its validity and issuer.
#[derive(Clone, Debug)]
pub(crate) struct RejectedCertificate {
    pub(crate) cause: CertificateError,
    pub(crate) info: Option<CertificateInfo>,
}

impl fmt::Display for RejectedCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.cause)
    }
}

impl std::error::Error for RejectedCertificate {}

/// Verifies the certificates of one server's connections.
#[derive(Debug)]
pub(crate) struct Verifier {
    by_chain: Arc<WebPkiServerVerifier>,
    /// The certificates that the administrator entered.
    configured: Vec<CertificateDer<'static>>,
}

impl Verifier {
    pub(crate) fn new(by_chain: Arc<WebPkiServerVerifier>, configured: Vec<CertificateDer<'static>>) -> Self {
        Self { by_chain, configured }
    }

    /// Verifies name and dates of a certificate that the administrator entered; no chain is needed. `None` for other
    /// certificates.
    fn verify_configured(
        &self,
        certificate: &CertificateDer<'_>,
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Option<Result<ServerCertVerified, Error>> {
        if !self.configured.iter().any(|configured| configured == certificate) {
            return None;
        }
        let info = CertificateInfo::read(certificate)?;
        let parsed = match ParsedCertificate::try_from(certificate) {
            Ok(parsed) => parsed,
            Err(error) => return Some(Err(error)),
        };
        let since_1970 = |at: jiff::Timestamp| {
            UnixTime::since_unix_epoch(at.duration_since(jiff::Timestamp::UNIX_EPOCH).unsigned_abs())
        };
        if now > since_1970(info.not_after) {
            return Some(Err(CertificateError::Expired.into()));
        }
        if now < since_1970(info.not_before) {
            return Some(Err(CertificateError::NotValidYet.into()));
        }
        Some(verify_server_name(&parsed, name).map(|()| ServerCertVerified::assertion()))
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.by_chain
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            .or_else(|error| self.verify_configured(end_entity, server_name, now).unwrap_or(Err(error)))
            .map_err(|error| match error {
                Error::InvalidCertificate(cause) => {
                    let rejected = RejectedCertificate { cause, info: CertificateInfo::read(end_entity) };
                    Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(rejected))))
                }
                other => other,
            })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.by_chain.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.by_chain.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.by_chain.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, date_time_ymd};
    use rustls::RootCertStore;

    use super::*;

    const IN_2026: Duration = Duration::from_secs(1_790_000_000);
    const IN_2001: Duration = Duration::from_secs(1_000_000_000);
    const IN_2040: Duration = Duration::from_secs(2_210_000_000);

    /// What `openssl req -x509` makes: self-signed, and marked as an authority.
    fn self_made() -> CertificateDer<'static> {
        let mut params = CertificateParams::new(vec!["mail.example.com".to_owned()]).expect("a name");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.not_before = date_time_ymd(2025, 1, 1);
        params.not_after = date_time_ymd(2030, 1, 1);
        let key = KeyPair::generate().expect("a key");
        params.self_signed(&key).expect("a certificate").der().clone()
    }

    fn verifier(configured: &[CertificateDer<'static>]) -> Verifier {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        roots.add_parsable_certificates(configured.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let by_chain = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
        Verifier::new(by_chain.expect("roots"), configured.to_vec())
    }

    #[track_caller]
    fn check(
        configured: &[CertificateDer<'static>],
        shown: &CertificateDer<'_>,
        name: &str,
        now: Duration,
        expected: &str,
    ) {
        let name = ServerName::try_from(name.to_owned()).expect("a name");
        let now = UnixTime::since_unix_epoch(now);
        let found = match verifier(configured).verify_server_cert(shown, &[], &name, &[], now) {
            Ok(_) => "trusted".to_owned(),
            Err(Error::InvalidCertificate(CertificateError::Other(other))) => {
                let rejected = other.0.downcast_ref::<RejectedCertificate>().expect("a rejection");
                assert!(rejected.info.as_ref().is_some_and(|info| info.self_signed));
                let cause = format!("{:?}", rejected.cause);
                cause.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_configured_certificate_is_trusted_for_its_name_and_dates() {
        let configured = [self_made()];
        check(&configured, &configured[0], "mail.example.com", IN_2026, "trusted");
        check(&configured, &configured[0], "mail.example.net", IN_2026, "NotValidForNameContext");
        check(&configured, &configured[0], "mail.example.com", IN_2001, "NotValidYet");
        check(&configured, &configured[0], "mail.example.com", IN_2040, "Expired");
    }

    #[test]
    fn another_certificate_for_the_same_name_is_rejected() {
        let configured = [self_made()];
        check(&configured, &self_made(), "mail.example.com", IN_2026, "Other");
        check(&[], &configured[0], "mail.example.com", IN_2026, "Other");
    }
}
