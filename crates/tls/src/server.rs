//! TLS as a server: certificate and key from files, which may be replaced while the server runs, and a self-signed
//! certificate for those who have none.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::Timestamp;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ProtocolVersion, ServerConfig};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::certificate::CertificateInfo;

/// Where certificate and key are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// PEM of the certificate, and of those up to its authority.
    pub certificate: PathBuf,
    /// PEM of the private key, without a password.
    pub key: PathBuf,
}

/// Why a certificate cannot be used; each names the file.
#[derive(Debug, thiserror::Error)]
pub enum CertificateFileError {
    /// A file cannot be read.
    #[error("the file {} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// No certificate in it.
    #[error("the file {} has no certificate in PEM (BEGIN CERTIFICATE)", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// No key in it.
    #[error(
        "the file {} has no private key in PEM that can be read (BEGIN PRIVATE KEY, without a password)",
        path.display()
    )]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// The key is another one's, or of a kind that is not supported.
    #[error("the key in {} is not the one of the certificate in {}", key.display(), certificate.display())]
    Mismatch {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// What rustls says.
        #[source]
        source: rustls::Error,
    },
    /// It could not be made.
    #[error("making a self-signed certificate")]
    SelfSigned(#[source] rcgen::Error),
    /// The TLS configuration could not be made.
    #[error("making the TLS configuration")]
    Configuration(#[source] rustls::Error),
}

/// A certificate with its key, as long as the server runs.
#[derive(Debug)]
pub struct ServerCertificate {
    presented: Arc<Presented>,
    files: CertificateFiles,
    /// The files as they were when they were read last, whether they could be used or not.
    seen: Mutex<Seen>,
    config: Arc<ServerConfig>,
}

/// What tells that a file was replaced: time of change and length of both files.
type Seen = [Option<(std::time::SystemTime, u64)>; 2];

impl ServerCertificate {
    /// Reads both files.
    ///
    /// # Errors
    /// [`CertificateFileError`].
    pub fn open(files: CertificateFiles) -> Result<Self, CertificateFileError> {
        let seen = look_at(&files);
        let presented = Arc::new(Presented(RwLock::new(read(&files)?)));
        let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(CertificateFileError::Configuration)?
            .with_no_client_auth()
            .with_cert_resolver(presented.clone());
        // A client that speaks other protocols only, such as a browser, is refused (ALPACA); one without ALPN is served.
        config.alpn_protocols = vec![b"smtp".to_vec()];
        Ok(Self { presented, files, seen: Mutex::new(seen), config: Arc::new(config) })
    }

    /// The configuration of the next handshake. Files that were replaced are read; if they cannot be used, which is logged
    /// once, the certificate stays the one that it was.
    pub fn config(&self) -> Arc<ServerConfig> {
        let now = look_at(&self.files);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen != now {
            *seen = now;
            match read(&self.files) {
                Ok(read) => {
                    *self.presented.0.write().unwrap_or_else(PoisonError::into_inner) = read;
                    tracing::info!(file = %self.files.certificate.display(), "the TLS certificate was replaced");
                }
                Err(error) => tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the new TLS certificate cannot be used; the one before stays in use"
                ),
            }
        }
        self.config.clone()
    }

    /// The end of its validity; `None` if it cannot be read.
    pub fn valid_until(&self) -> Option<Timestamp> {
        let key = self.presented.current();
        CertificateInfo::read(key.cert.first()?).map(|info| info.not_after)
    }

    /// The last day of its validity, UTC: `2027-03-01`.
    pub fn last_day(&self) -> Option<String> {
        self.valid_until().map(crate::certificate::day)
    }

    /// The file of the certificate.
    pub fn file(&self) -> &Path {
        &self.files.certificate
    }
}

/// The certificate that handshakes present.
#[derive(Debug)]
struct Presented(RwLock<Arc<CertifiedKey>>);

impl Presented {
    fn current(&self) -> Arc<CertifiedKey> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ResolvesServerCert for Presented {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

/// Performs the handshake as a server. Sets no time limit; the caller does.
///
/// # Errors
/// The network, or what rustls refuses.
pub async fn accept<S>(config: Arc<ServerConfig>, stream: S) -> io::Result<(TlsStream<S>, TlsVersion)>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let stream = TlsAcceptor::from(config).accept(stream).await?;
    let version = match stream.get_ref().1.protocol_version() {
        Some(ProtocolVersion::TLSv1_2) => TlsVersion::Tls12,
        _ => TlsVersion::Tls13,
    };
    Ok((stream, version))
}

/// A version of TLS; older ones are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsVersion {
    /// RFC 5246.
    Tls12,
    /// RFC 8446.
    Tls13,
}

impl fmt::Display for TlsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tls12 => "TLS 1.2",
            Self::Tls13 => "TLS 1.3",
        })
    }
}

/// PEM of a self-signed certificate and of its key.
#[derive(Debug)]
pub struct SelfSigned {
    /// The certificate.
    pub certificate: String,
    /// The key.
    pub key: String,
}

/// Makes a self-signed certificate for these names and addresses. It has no end that matters: nobody trusts it for its
/// dates.
///
/// # Errors
/// [`CertificateFileError::SelfSigned`], for a name that no certificate can have.
pub fn self_signed(names: Vec<String>) -> Result<SelfSigned, CertificateFileError> {
    let make = || {
        let common_name = names.first().cloned().unwrap_or_default();
        let mut parameters = rcgen::CertificateParams::new(names)?;
        parameters.distinguished_name.push(rcgen::DnType::CommonName, common_name);
        parameters.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
        let key = rcgen::KeyPair::generate()?;
        let certificate = parameters.self_signed(&key)?;
        Ok(SelfSigned { certificate: certificate.pem(), key: key.serialize_pem() })
    };
    make().map_err(CertificateFileError::SelfSigned)
}

fn look_at(files: &CertificateFiles) -> Seen {
    [&files.certificate, &files.key].map(|path| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    })
}

fn read(files: &CertificateFiles) -> Result<Arc<CertifiedKey>, CertificateFileError> {
    let text = |path: &Path| {
        std::fs::read(path).map_err(|source| CertificateFileError::Unreadable { path: path.to_owned(), source })
    };
    let chain: Result<Vec<CertificateDer<'static>>, _> =
        CertificateDer::pem_slice_iter(&text(&files.certificate)?).collect();
    let chain = chain.unwrap_or_default();
    if chain.is_empty() || chain.iter().any(|certificate| CertificateInfo::read(certificate).is_none()) {
        return Err(CertificateFileError::NoCertificate { path: files.certificate.clone() });
    }
    let key = PrivateKeyDer::from_pem_slice(&text(&files.key)?)
        .map_err(|_| CertificateFileError::NoKey { path: files.key.clone() })?;
    let provider = rustls::crypto::ring::default_provider();
    let pair = CertifiedKey::from_der(chain, key, &provider).map_err(|source| CertificateFileError::Mismatch {
        certificate: files.certificate.clone(),
        key: files.key.clone(),
        source,
    })?;
    Ok(Arc::new(pair))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn write(folder: &TempDir, name: &str, text: &str) -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    fn pair() -> SelfSigned {
        self_signed(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).expect("made")
    }

    fn presented(certificate: &ServerCertificate) -> Vec<u8> {
        certificate.config();
        certificate.presented.current().cert[0].to_vec()
    }

    #[test]
    fn files_that_are_replaced_are_read_and_a_wrong_pair_is_not_used() {
        let folder = tempfile::tempdir().expect("a folder");
        let (first, second) = (pair(), pair());
        let files = CertificateFiles {
            certificate: write(&folder, "cert.pem", &first.certificate),
            key: write(&folder, "key.pem", &first.key),
        };
        let certificate = ServerCertificate::open(files).expect("a pair");
        let before = presented(&certificate);
        // Longer, so that the change is seen within the same tick of the file system's clock.
        write(&folder, "cert.pem", &format!("new\n{}", second.certificate));
        assert_eq!(presented(&certificate), before, "the key does not fit");
        write(&folder, "key.pem", &format!("new\n{}", second.key));
        assert_ne!(presented(&certificate), before, "both were replaced");
        std::fs::remove_file(folder.path().join("key.pem")).expect("removed");
        assert_ne!(presented(&certificate), before, "it stays in use");
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let (first, second) = (pair(), pair());
        let certificate = write(&folder, "cert.pem", &first.certificate);
        let key = write(&folder, "key.pem", &first.key);
        let other = write(&folder, "other.pem", &second.key);
        let open = |certificate: &Path, key: &Path| {
            let files = CertificateFiles { certificate: certificate.to_owned(), key: key.to_owned() };
            ServerCertificate::open(files).expect_err("it is wrong")
        };
        let missing = folder.path().join("missing.pem");
        assert!(matches!(open(&missing, &key), CertificateFileError::Unreadable { path, .. } if path == missing));
        assert!(matches!(open(&key, &key), CertificateFileError::NoCertificate { .. }));
        assert!(matches!(open(&certificate, &certificate), CertificateFileError::NoKey { .. }));
        assert!(matches!(open(&certificate, &other), CertificateFileError::Mismatch { .. }));
    }

    #[tokio::test]
    async fn a_client_of_another_protocol_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let made = pair();
        let files = CertificateFiles {
            certificate: write(&folder, "cert.pem", &made.certificate),
            key: write(&folder, "key.pem", &made.key),
        };
        let certificate = ServerCertificate::open(files).expect("a pair");
        for (offered, is_served) in [(vec!["h2", "http/1.1"], false), (vec!["smtp"], true), (vec![], true)] {
            let mut trusting = (*crate::client_config(Some(&made.certificate)).expect("it is trusted")).clone();
            trusting.alpn_protocols = offered.iter().map(|name| name.as_bytes().to_vec()).collect();
            let (client, server) = tokio::io::duplex(1 << 16);
            let (accepted, _) = tokio::join!(
                accept(certificate.config(), server),
                crate::handshake(Arc::new(trusting), "localhost", client)
            );
            assert_eq!(accepted.is_ok(), is_served, "{offered:?}");
        }
    }

    #[tokio::test]
    async fn both_sides_agree_on_a_version() {
        let folder = tempfile::tempdir().expect("a folder");
        let made = pair();
        let files = CertificateFiles {
            certificate: write(&folder, "cert.pem", &made.certificate),
            key: write(&folder, "key.pem", &made.key),
        };
        let certificate = ServerCertificate::open(files).expect("a pair");
        assert!(certificate.last_day().is_some_and(|day| day.as_str() > "2100"));
        let (client, server) = tokio::io::duplex(1 << 16);
        let trusting = crate::client_config(Some(&made.certificate)).expect("it is trusted");
        let (accepted, connected) =
            tokio::join!(accept(certificate.config(), server), crate::handshake(trusting, "localhost", client));
        assert_eq!(accepted.expect("a handshake").1.to_string(), connected.expect("a handshake").1.version);
    }
}
