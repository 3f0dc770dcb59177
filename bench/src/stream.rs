//! A TCP connection, in clear or in TLS, with blocking reads and writes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use crate::void::{IoContext, Void};

/// One connection; begins in clear.
pub enum Stream {
    /// Without TLS.
    Clear(TcpStream),
    /// The client's side of TLS.
    Client(Box<StreamOwned<ClientConnection, TcpStream>>),
    /// The server's side of TLS.
    Server(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Stream {
    /// Connects in clear, without delay of small segments.
    pub fn connect(to: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(to)?;
        stream.set_nodelay(true)?;
        Ok(Self::Clear(stream))
    }

    /// Begins TLS as client of a server on loopback; the handshake happens with the first octets.
    pub fn into_tls_client(self, identity: &Identity) -> std::io::Result<Self> {
        let name = ServerName::try_from("localhost").map_err(std::io::Error::other)?;
        let session = ClientConnection::new(identity.client.clone(), name).map_err(std::io::Error::other)?;
        Ok(Self::Client(Box::new(StreamOwned::new(session, self.into_clear()?))))
    }

    /// Begins TLS as server.
    pub fn into_tls_server(self, identity: &Identity) -> std::io::Result<Self> {
        let session = ServerConnection::new(identity.server.clone()).map_err(std::io::Error::other)?;
        Ok(Self::Server(Box::new(StreamOwned::new(session, self.into_clear()?))))
    }

    fn into_clear(self) -> std::io::Result<TcpStream> {
        match self {
            Self::Clear(stream) => Ok(stream),
            Self::Client(_) | Self::Server(_) => Err(std::io::Error::other("TLS within TLS")),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.read(buffer),
            Self::Client(stream) => stream.read(buffer),
            Self::Server(stream) => stream.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.write(bytes),
            Self::Client(stream) => stream.write(bytes),
            Self::Server(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Clear(stream) => stream.flush(),
            Self::Client(stream) => stream.flush(),
            Self::Server(stream) => stream.flush(),
        }
    }
}

/// The certificate that all servers of a run present, and what its clients trust.
pub struct Identity {
    /// A PEM file of the certificate, which is its own CA.
    pub certificate_file: PathBuf,
    /// A PEM file of its private key.
    pub key_file: PathBuf,
    /// The certificate as PEM.
    pub certificate: String,
    client: Arc<ClientConfig>,
    server: Arc<ServerConfig>,
}

impl Identity {
    /// Makes one for `localhost` and `127.0.0.1`, with its files in `folder`.
    pub fn make(folder: &Path) -> Result<Arc<Self>, Void> {
        let doing = "making a certificate";
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned(), "127.0.0.1".to_owned()])
            .map_err(std::io::Error::other)
            .doing(doing)?;
        let (certificate, key) = (made.cert.pem(), made.signing_key.serialize_pem());
        let (certificate_file, key_file) = (folder.join("certificate.pem"), folder.join("key.pem"));
        std::fs::write(&certificate_file, &certificate).doing(doing)?;
        std::fs::write(&key_file, &key).doing(doing)?;
        let configured = configurations(&certificate, &key).map_err(std::io::Error::other).doing(doing)?;
        let (client, server) = configured;
        Ok(Arc::new(Self { certificate_file, key_file, certificate, client, server }))
    }
}

type Configurations = (Arc<ClientConfig>, Arc<ServerConfig>);

fn configurations(certificate: &str, key: &str) -> Result<Configurations, Box<dyn std::error::Error + Send + Sync>> {
    let chain = CertificateDer::pem_slice_iter(certificate.as_bytes()).collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes())?;
    let mut roots = RootCertStore::empty();
    for certificate in &chain {
        roots.add(certificate.clone())?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let client = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok((Arc::new(client), Arc::new(server)))
}
