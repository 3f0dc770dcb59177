//! Python's aiosmtpd as a child process, with login and TLS; accepted messages are read from its folder.
//!
//! The interpreter is `OWLPOST_TEST_PYTHON`, or the one that `./check` installs, or `python3`.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::foreign::{Foreign, StartError};
use crate::{CertificateKind, certificates};

const PROGRAM: &str = "aiosmtpd";

/// A running aiosmtpd; it ends when dropped.
pub struct Aiosmtpd {
    // Fields are dropped in this order: the server ends before its folder is removed.
    _running: Foreign,
    ports: [u16; 3],
    folder: TempDir,
}

/// A message accepted by aiosmtpd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMessage {
    /// The envelope sender.
    pub sender: String,
    /// The envelope recipients.
    pub recipients: Vec<String>,
    /// The message's bytes as received.
    pub message: Vec<u8>,
}

impl Aiosmtpd {
    /// The only username.
    pub const USERNAME: &str = "user@example.com";
    /// Its password.
    pub const PASSWORD: &str = "pässwörd %00";

    /// Starts it on three free ports of 127.0.0.1. Recipients that begin with `refuse-` are refused with 550 5.1.1.
    pub fn start() -> Result<Self, StartError> {
        let machine = |doing| move |source| StartError::Machine { program: PROGRAM, doing, source };
        let folder =
            tempfile::Builder::new().prefix("owlpost-aiosmtpd-").tempdir().map_err(machine("making a folder"))?;
        let mut command = prepare_command(folder.path()).map_err(machine("writing its program"))?;
        let mut running = Foreign::start(&mut command).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => {
                StartError::Missing { program: "python3", package: "the Debian package python3" }
            }
            _ => machine("starting Python")(source),
        })?;
        let said = running.ready().map_err(|said| {
            if said.contains("No module named 'aiosmtpd'") {
                StartError::Missing { program: PROGRAM, package: "the Python package aiosmtpd" }
            } else {
                StartError::Exited { program: PROGRAM, said }
            }
        })?;
        let ports: Vec<u16> = said.split(' ').filter_map(|port| port.parse().ok()).collect();
        let ports = ports.try_into().map_err(|_| StartError::Exited { program: PROGRAM, said })?;
        Ok(Self { _running: running, ports, folder })
    }

    /// Without TLS; login is offered.
    pub fn clear_port(&self) -> u16 {
        self.ports[0]
    }

    /// With STARTTLS and login, both required.
    pub fn starttls_port(&self) -> u16 {
        self.ports[1]
    }

    /// With implicit TLS; login is required.
    pub fn implicit_tls_port(&self) -> u16 {
        self.ports[2]
    }

    /// The accepted messages so far, in order. A message is listed before the server's reply.
    pub fn kept(&self) -> io::Result<Vec<StoredMessage>> {
        let mut kept = Vec::new();
        loop {
            let number = kept.len() + 1;
            let envelope = match fs::read_to_string(self.folder.path().join(format!("{number}.envelope"))) {
                Ok(envelope) => envelope,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(kept),
                Err(error) => return Err(error),
            };
            let mut lines = envelope.lines().map(str::to_owned);
            kept.push(StoredMessage {
                sender: lines.next().unwrap_or_default(),
                recipients: lines.collect(),
                message: fs::read(self.folder.path().join(format!("{number}.eml")))?,
            });
        }
    }
}

fn prepare_command(folder: &Path) -> io::Result<Command> {
    let certificate = certificates::certificate(CertificateKind::Good);
    fs::write(folder.join("server.py"), include_str!("aiosmtpd.py"))?;
    fs::write(folder.join("cert.pem"), &certificate.certificate_pem)?;
    fs::write(folder.join("key.pem"), &certificate.key_pem)?;
    let mut command = Command::new(python());
    command.arg(folder.join("server.py")).arg(folder).arg(folder.join("cert.pem")).arg(folder.join("key.pem"));
    command.args([Aiosmtpd::USERNAME, Aiosmtpd::PASSWORD]).env("PYTHONUTF8", "1");
    Ok(command)
}

/// The interpreter of tests, with the packages that `./check` installs.
pub fn python() -> OsString {
    let installed = || {
        let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/test-python/bin/python"));
        path.exists().then(|| path.into_os_string())
    };
    std::env::var_os("OWLPOST_TEST_PYTHON").or_else(installed).unwrap_or_else(|| "python3".into())
}
