//! `owlpost serve`: opens everything, prints the address, and serves until a signal.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
use tokio::signal::unix::{SignalKind, signal};

use super::{DISK_FAILED, Failure, boxed, logging, print_line, runtime, setup_link};
use crate::wiring::{Listening, Server, StartError};
use clock::{Clock, Random};
use config::{Certificate, Config};
use submission::Access;

/// Serves until SIGTERM or SIGINT; a second signal ends the process at once. If the disk of the database fails, the
/// process ends with [`DISK_FAILED`].
pub fn run(config: Config) -> Result<(), Failure> {
    logging::start(&config.log);
    for warning in Config::warnings() {
        tracing::warn!("{warning}");
    }
    if let Err(error) = keep_memory_private() {
        tracing::warn!(error = &error as &dyn std::error::Error, "other processes of this user can read the memory");
    }
    let runtime = runtime()?;
    runtime.block_on(async {
        let server = match Server::open(config, Clock::system(), Random::system()).await {
            Err(StartError::DiskFailed(_)) => std::process::exit(DISK_FAILED.into()),
            opened => opened.map_err(boxed)?,
        };
        let listening = server.listen().await.map_err(boxed)?;
        let stop = stop_signal().map_err(boxed)?;
        announce(&server, &listening).await;
        // Keeps the last handle: dropping it would wait for a thread that may hang in a system call on the failed disk.
        let _db = server.app.db.clone();
        match server.serve(listening, stop).await {
            // Does not return, because the runtime would wait for readers of the database.
            Err(StartError::DiskFailed(_)) => std::process::exit(DISK_FAILED.into()),
            served => served.map_err(boxed),
        }
    })
}

/// The memory contains decrypted secrets, so it is never written to a core file, and other processes of the same user
/// cannot read it (prctl(2), `PR_SET_DUMPABLE`).
fn keep_memory_private() -> std::io::Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}

async fn announce(server: &Server, listening: &Listening) {
    let config = &server.app.config;
    print_line(&format!("owlpost {} serves {} on {}", env!("CARGO_PKG_VERSION"), config.public_url, config.http));
    announce_submission(config, listening);
    if let Some(link) = setup_link(&server.app).await {
        print_line("");
        print_line("  There is no administrator yet. Open this link to create the first one; it works once:");
        print_line(&format!("  {link}"));
        print_line("");
    }
}

/// Where programs submit mail by SMTP, and with which certificate.
fn announce_submission(config: &Config, listening: &Listening) {
    let certificate = listening.certificate.as_ref();
    for (address, access) in listening.submission.addresses() {
        let security = match (access, certificate) {
            (Access::ImplicitTls, _) => "with implicit TLS",
            (Access::Clear, Some(_)) => "with STARTTLS",
            (Access::Clear, None) => "without TLS, so with a login from this machine only",
        };
        print_line(&format!("  SMTP submission on {address}, {security}"));
    }
    if let (Some(certificate), Certificate::SelfSigned) = (certificate, &config.certificate) {
        print_line(&format!(
            "  Its certificate is self-signed: programs must be told to trust {}",
            certificate.file().display()
        ));
    }
}

/// Completes at the first SIGTERM or SIGINT.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::warn!("second signal: ending at once; attempts in progress are repeated after the next start");
            std::process::exit(130);
        });
    })
}
