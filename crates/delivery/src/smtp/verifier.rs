//! Verifies server certificates: chain, dates and name, as rustls does it, and never less.
//!
//! Adds two things: a rejection carries the facts an administrator needs, and a certificate that the administrator
//! pasted is trusted for itself, since self-made ones are often marked as authorities, which no chain may end in.

use std::fmt;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};

use super::certificate::Facts;

/// Why a certificate was rejected, with what is known about it.
#[derive(Clone, Debug)]
pub(crate) struct Rejected {
    pub(crate) cause: CertificateError,
    pub(crate) facts: Option<Facts>,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.cause)
    }
}

impl std::error::Error for Rejected {}

/// The verifier of one account's connections.
#[derive(Debug)]
pub(crate) struct Verifier {
    by_chain: Arc<WebPkiServerVerifier>,
    /// What the administrator pasted.
    pasted: Vec<CertificateDer<'static>>,
}

impl Verifier {
    pub(crate) fn new(by_chain: Arc<WebPkiServerVerifier>, pasted: Vec<CertificateDer<'static>>) -> Self {
        Self { by_chain, pasted }
    }

    /// The very certificate that was pasted, for this name and in its dates, needs no chain.
    fn verify_pasted(
        &self,
        certificate: &CertificateDer<'_>,
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Option<Result<ServerCertVerified, Error>> {
        if !self.pasted.iter().any(|pasted| pasted == certificate) {
            return None;
        }
        let facts = Facts::read(certificate)?;
        let parsed = match ParsedCertificate::try_from(certificate) {
            Ok(parsed) => parsed,
            Err(error) => return Some(Err(error)),
        };
        let since_1970 = |at: jiff::Timestamp| {
            UnixTime::since_unix_epoch(at.duration_since(jiff::Timestamp::UNIX_EPOCH).unsigned_abs())
        };
        if now > since_1970(facts.not_after) {
            return Some(Err(CertificateError::Expired.into()));
        }
        if now < since_1970(facts.not_before) {
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
            .or_else(|error| self.verify_pasted(end_entity, server_name, now).unwrap_or(Err(error)))
            .map_err(|error| match error {
                Error::InvalidCertificate(cause) => {
                    let rejected = Rejected { cause, facts: Facts::read(end_entity) };
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

    fn verifier(pasted: &[CertificateDer<'static>]) -> Verifier {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        roots.add_parsable_certificates(pasted.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let by_chain = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
        Verifier::new(by_chain.expect("roots"), pasted.to_vec())
    }

    #[track_caller]
    fn check(
        pasted: &[CertificateDer<'static>],
        shown: &CertificateDer<'_>,
        name: &str,
        now: Duration,
        expected: &str,
    ) {
        let name = ServerName::try_from(name.to_owned()).expect("a name");
        let now = UnixTime::since_unix_epoch(now);
        let found = match verifier(pasted).verify_server_cert(shown, &[], &name, &[], now) {
            Ok(_) => "trusted".to_owned(),
            Err(Error::InvalidCertificate(CertificateError::Other(other))) => {
                let rejected = other.0.downcast_ref::<Rejected>().expect("a rejection");
                assert!(rejected.facts.as_ref().is_some_and(|facts| facts.self_signed));
                let cause = format!("{:?}", rejected.cause);
                cause.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_pasted_certificate_is_trusted_in_its_time_and_for_its_name() {
        let pasted = [self_made()];
        check(&pasted, &pasted[0], "mail.example.com", IN_2026, "trusted");
        check(&pasted, &pasted[0], "mail.example.net", IN_2026, "NotValidForNameContext");
        check(&pasted, &pasted[0], "mail.example.com", IN_2001, "NotValidYet");
        check(&pasted, &pasted[0], "mail.example.com", IN_2040, "Expired");
    }

    #[test]
    fn another_certificate_for_the_same_name_is_not() {
        let pasted = [self_made()];
        check(&pasted, &self_made(), "mail.example.com", IN_2026, "Other");
        check(&[], &pasted[0], "mail.example.com", IN_2026, "Other");
    }
}
