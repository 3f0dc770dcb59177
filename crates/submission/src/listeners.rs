//! The listeners: addresses, and how many connections there may be, from whom.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use accounts::network_of;
use app::App;
use config::Submission;
use tls::server::ServerCertificate;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use transfer::{Client, Clients};

use crate::connection::{Access, Opened, converse};

/// Pause after the system had no file or memory for a connection.
const PAUSE: Duration = Duration::from_secs(1);
/// The reply to a connection while there are as many as there may be.
const FULL: &[u8] = b"421 4.3.2 The server is busy; try again in a minute\r\n";
/// How long the reply to a connection above the limit may take.
const REJECT_WITHIN: Duration = Duration::from_secs(1);
/// While fewer than a quarter of the places are free, new clients have less time for each command.
const COMMAND_WITHIN_WHEN_CROWDED: Duration = Duration::from_secs(30);
/// The reply to a connection above the limit of one client.
const TOO_MANY: &[u8] = b"421 4.7.0 Too many connections from this address; close some\r\n";

/// Limits on connections.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Of all clients together, at all listeners.
    pub connections: usize,
    /// Of one client that is not this machine.
    pub of_one_client: usize,
}

/// An address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error(
    "the address {address} cannot be listened on: another program uses it, or this machine does not have it. Stop the \
     other program, or choose another with --{option}, or --{option} off"
)]
pub struct ListenError {
    /// `smtp` or `smtps`.
    pub option: &'static str,
    /// What was configured.
    pub address: SocketAddr,
    /// What the system said.
    #[source]
    pub source: io::Error,
}

/// The open listeners.
pub struct Listeners {
    open: Vec<(TcpListener, Access)>,
}

impl Listeners {
    /// Listens where the configuration says; nowhere if submission is off.
    ///
    /// # Errors
    /// [`ListenError`].
    pub async fn bind(submission: &Submission) -> Result<Self, ListenError> {
        let mut open = Vec::new();
        let all = [("smtp", &submission.smtp, Access::Clear), ("smtps", &submission.smtps, Access::ImplicitTls)];
        for (option, addresses, access) in all {
            for &address in addresses {
                let listener = TcpListener::bind(address).await;
                open.push((listener.map_err(|source| ListenError { option, address, source })?, access));
            }
        }
        Ok(Self { open })
    }

    /// Whether it listens nowhere.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Where it listens.
    pub fn addresses(&self) -> impl Iterator<Item = (SocketAddr, Access)> {
        self.open.iter().filter_map(|(listener, access)| Some((listener.local_addr().ok()?, *access)))
    }

    /// Serves until `stopped` is true, then finishes messages that are arriving and ends.
    pub async fn serve(
        self,
        app: App,
        certificate: Option<Arc<ServerCertificate>>,
        bounds: Bounds,
        stopped: watch::Receiver<bool>,
    ) {
        let places = Places { room: Arc::new(Semaphore::new(bounds.connections)), clients: Clients::default(), bounds };
        let mut serving = JoinSet::new();
        for (listener, access) in self.open {
            let (app, certificate, places) = (app.clone(), certificate.clone(), places.clone());
            serving.spawn(serve_one(listener, access, app, certificate, places, stopped.clone()));
        }
        while serving.join_next().await.is_some() {}
    }
}

/// The places of all listeners.
#[derive(Clone)]
struct Places {
    room: Arc<Semaphore>,
    clients: Clients,
    bounds: Bounds,
}

/// The place of a connection.
struct Place {
    _of_all: OwnedSemaphorePermit,
    _of_client: Client,
}

async fn serve_one(
    listener: TcpListener,
    access: Access,
    app: App,
    certificate: Option<Arc<ServerCertificate>>,
    places: Places,
    stopped: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    let mut stop = stopped.clone();
    loop {
        let (stream, peer) = tokio::select! {
            // An error means that the sender is gone, which is a stop as well.
            _ = stop.wait_for(|stopped| *stopped) => break,
            Some(_) = connections.join_next() => continue,
            accepted = accept(&listener) => accepted,
        };
        // Otherwise a reply waits for the client's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        let Ok(permit) = places.room.clone().try_acquire_owned() else {
            connections.spawn(reject(stream, access, FULL));
            continue;
        };
        let Some(client) = places.clients.enter(network_of(peer.ip()), places.most(peer.ip())) else {
            connections.spawn(reject(stream, access, TOO_MANY));
            continue;
        };
        let place = Place { _of_all: permit, _of_client: client };
        let is_crowded = places.room.available_permits() < places.bounds.connections / 4;
        let command_within = is_crowded.then_some(COMMAND_WITHIN_WHEN_CROWDED);
        let opened = Opened { peer, access, certificate: certificate.clone(), command_within };
        let (app, stopped) = (app.clone(), stopped.clone());
        connections.spawn(async move {
            converse(stream, opened, app, stopped).await;
            drop(place);
        });
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

impl Places {
    /// Connections that a client may have; programs of this machine share its address.
    fn most(&self, client: IpAddr) -> usize {
        if client.to_canonical().is_loopback() { usize::MAX } else { self.bounds.of_one_client }
    }
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if transfer::is_of_client(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no SMTP connection can be accepted for the moment");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Best effort: the connection is closed even if the client does not read the reply.
async fn reject(mut stream: TcpStream, access: Access, reply: &'static [u8]) {
    if access == Access::Clear {
        let _ = tokio::time::timeout(REJECT_WITHIN, stream.write_all(reply)).await;
    }
}
