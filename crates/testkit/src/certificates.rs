//! TLS certificates made at run time: one valid, the others each invalid in one way.
//!
//! All are for `localhost`, `127.0.0.1` and `::1` and signed by one CA of the process, unless their name says
//! otherwise. They do not depend on the clock: each is valid for centuries, or only in the past or the future.

use std::sync::{Arc, OnceLock};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// The certificate that a fake server presents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CertificateKind {
    /// Signed by the CA of [`ca_pem`], for `localhost`, `127.0.0.1` and `::1`.
    #[default]
    Good,
    /// Like `Good`, but expired in 2001.
    Expired,
    /// Like `Good`, but valid from 2190.
    NotYetValid,
    /// Like `Good`, but for `mail.elsewhere.example`.
    WrongName,
    /// For the right names, self-signed.
    SelfSigned,
    /// For the right names, signed by a CA that nobody trusts.
    UnknownIssuer,
}

impl CertificateKind {
    /// Every kind, in the order of their names in dialogue files.
    pub const ALL: [CertificateKind; 6] =
        [Self::Good, Self::Expired, Self::NotYetValid, Self::WrongName, Self::SelfSigned, Self::UnknownIssuer];

    /// The name in dialogue files and on the command line: `wrong-name`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::WrongName => "wrong-name",
            Self::SelfSigned => "self-signed",
            Self::UnknownIssuer => "unknown-issuer",
        }
    }

    /// The kind with this [`name`](Self::name).
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A certificate with its private key.
#[derive(Clone, Debug)]
pub struct Certificate {
    chain: CertificateDer<'static>,
    key: Arc<[u8]>,
    /// PEM of the certificate.
    pub certificate_pem: String,
    /// PEM of its private key (PKCS#8).
    pub key_pem: String,
}

/// PEM of the CA that a client must trust to accept [`CertificateKind::Good`]. Made once per process.
pub fn ca_pem() -> &'static str {
    &Authority::of_this_process().pem
}

/// The certificate of this kind. Made once per process.
pub fn certificate(kind: CertificateKind) -> &'static Certificate {
    static MADE: [OnceLock<Certificate>; CertificateKind::ALL.len()] =
        [const { OnceLock::new() }; CertificateKind::ALL.len()];
    MADE[kind as usize].get_or_init(|| make(kind))
}

/// A TLS server's configuration with the certificate of this kind.
pub fn server_config(kind: CertificateKind) -> Arc<ServerConfig> {
    let certificate = certificate(kind);
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(certificate.key.to_vec()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring supports the default TLS versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.chain.clone()], key)
        .expect("a certificate made here fits its key");
    Arc::new(config)
}

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn of_this_process() -> &'static Authority {
        static AUTHORITY: OnceLock<Authority> = OnceLock::new();
        AUTHORITY.get_or_init(|| Authority::named("owlpost testkit CA"))
    }

    fn named(name: &str) -> Authority {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = new_key();
        let pem = params.self_signed(&key).expect("a CA certificate can be signed").pem();
        Authority { issuer: Issuer::new(params, key), pem }
    }
}

fn make(kind: CertificateKind) -> Certificate {
    let names = match kind {
        CertificateKind::WrongName => vec!["mail.elsewhere.example".to_owned()],
        _ => vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()],
    };
    let mut params = CertificateParams::new(names).expect("the names are valid");
    params.distinguished_name.push(DnType::CommonName, kind.name());
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let (from, until) = match kind {
        CertificateKind::Expired => (2000, 2001),
        CertificateKind::NotYetValid => (2190, 2191),
        _ => (2000, 2200),
    };
    params.not_before = rcgen::date_time_ymd(from, 1, 1);
    params.not_after = rcgen::date_time_ymd(until, 1, 1);
    let key = new_key();
    let signed = match kind {
        CertificateKind::SelfSigned => params.self_signed(&key),
        CertificateKind::UnknownIssuer => params.signed_by(&key, &Authority::named("a CA nobody trusts").issuer),
        _ => params.signed_by(&key, &Authority::of_this_process().issuer),
    }
    .expect("a certificate can be signed");
    Certificate {
        chain: signed.der().clone(),
        key: key.serialize_der().into(),
        certificate_pem: signed.pem(),
        key_pem: key.serialize_pem(),
    }
}

fn new_key() -> KeyPair {
    KeyPair::generate().expect("the machine has randomness for a key")
}
