//! The certificate that the configuration names, or a self-signed one in the data folder.

use std::path::Path;
use std::sync::Arc;

use config::{Certificate, Config};
use tls::server::{CertificateFileError, CertificateFiles, ServerCertificate, self_signed};

/// The self-signed certificate in the data folder.
const CERTIFICATE: &str = "tls-certificate.pem";
/// Its key.
const KEY: &str = "tls-key.pem";

/// Opens the certificate; `None` if the configuration names none. A self-signed one that is missing is made if `may_make`.
///
/// # Errors
/// Why it cannot be used.
pub fn open(config: &Config, may_make: bool) -> Result<Option<Arc<ServerCertificate>>, CertificateFileError> {
    let files = match &config.certificate {
        Certificate::None => return Ok(None),
        Certificate::Files { certificate, key } => {
            CertificateFiles { certificate: certificate.clone(), key: key.clone() }
        }
        Certificate::SelfSigned => {
            let folder = &config.data_dir;
            let files = CertificateFiles { certificate: folder.join(CERTIFICATE), key: folder.join(KEY) };
            if !(files.certificate.exists() && files.key.exists()) {
                if !may_make {
                    return Ok(None);
                }
                make(config, &files)?;
            }
            files
        }
    };
    ServerCertificate::open(files).map(|certificate| Some(Arc::new(certificate)))
}

fn make(config: &Config, files: &CertificateFiles) -> Result<(), CertificateFileError> {
    let mut names = vec![config.public_host.text(), "localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    names.dedup();
    let made = self_signed(names)?;
    let write = |path: &Path, text: &str| {
        storage::write_durably(path, text.as_bytes())
            .map_err(|source| CertificateFileError::Unreadable { path: path.to_owned(), source })
    };
    // The certificate last: without it both are made again.
    write(&files.key, &made.key)?;
    write(&files.certificate, &made.certificate)
}
