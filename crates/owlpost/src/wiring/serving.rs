//! Limits on HTTP connections: how many, from whom, and for how long.
//!
//! A connection without a request ends after a while, and so does one whose request head does not arrive (slow loris);
//! both end at once if a new client needs the place. The size of a head is limited. One client gets only a share of all
//! connections, so that others are served. While all places have a request in progress, new clients wait in the system's
//! backlog. A client that does not read its response is disconnected. Bodies have limits of their own, where they are
//! read.

use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use accounts::network_of;
use axum::Router;
use axum::extract::ConnectInfo;
use futures_util::TryFutureExt;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;
use transfer::Clients;

use super::connection_places::{ConnectionPlace, ConnectionPlaces, PlacedStream};
use super::write_limit::WriteLimit;

/// Maximum time for a request's head, including waiting for it. Longer than proxies keep a connection idle (usually 60
/// s), so that they close it, and not we in the middle of their next request.
const HEAD_WITHIN: Duration = Duration::from_secs(75);
/// The same for the first request of a connection: no client connects long before its first request.
const FIRST_HEAD_WITHIN: Duration = Duration::from_secs(20);
/// A client that receives almost nothing of a response within this time is disconnected.
const WRITE_SPAN: Duration = Duration::from_secs(60);
/// Maximum bytes of a request's head, and of what is read ahead of a body.
const HEAD_BYTES: usize = 64_000;
/// Maximum number of connections; an idle one costs about 10 KiB.
const CONNECTIONS: usize = 4_096;
/// Maximum number of connections of one client that is not a proxy.
pub(super) const CONNECTIONS_OF_ONE: usize = 64;
/// Open files other than connections of clients: database, mail servers.
const OTHER_FILES: u64 = 256;
/// Pause after the system had no file descriptor or memory for a connection.
const PAUSE: Duration = Duration::from_secs(1);
/// The response to a connection above the limit.
const TOO_MANY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\ncontent-length: 69\r\n\
retry-after: 10\r\nconnection: close\r\n\r\nToo many connections from this address. Close some, then call again.\n";

/// Raises the limit on open files as far as the system allows; returns the limit.
pub(super) fn raise_open_files() -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    if raised.is_ok() { maximum } else { current }.unwrap_or(u64::MAX)
}

/// Limits on connections of clients.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Connections of all clients together.
    pub connections: usize,
    /// Connections of one client that is not a proxy.
    pub of_one_client: usize,
    /// Maximum time for the head of a request, including waiting for it.
    pub head_within: Duration,
    /// The same for the first request of a connection.
    pub first_head_within: Duration,
    /// The time within which a client must receive some of a response, see [`WriteLimit`].
    pub write_span: Duration,
}

impl Bounds {
    /// The places of HTTP, and those of SMTP submission if there is some: a quarter of all where open files are few.
    pub(super) fn shared_with_submission(self, is_shared: bool) -> (Self, submission::Bounds) {
        let connections = if is_shared { (self.connections / 4).max(4) } else { 0 };
        let http = if self.connections < CONNECTIONS { self.connections - connections } else { CONNECTIONS };
        let submission = submission::Bounds { connections, of_one_client: CONNECTIONS_OF_ONE };
        (Self { connections: http, ..self }, submission)
    }

    /// The limits that the process's limit on open files allows.
    pub fn of_this_process() -> Self {
        let files = raise_open_files();
        let left = usize::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX);
        Self {
            connections: left.clamp(16, CONNECTIONS),
            of_one_client: CONNECTIONS_OF_ONE,
            head_within: HEAD_WITHIN,
            first_head_within: FIRST_HEAD_WITHIN,
            write_span: WRITE_SPAN,
        }
    }
}

/// Serves until `stopped` is true, then finishes requests in progress and returns. `is_proxy` says whether many clients
/// share an address.
pub(super) async fn serve(
    listener: TcpListener,
    faces: Router,
    bounds: Bounds,
    is_proxy: impl Fn(IpAddr) -> bool,
    mut stopped: watch::Receiver<bool>,
) {
    let places = ConnectionPlaces::new(bounds.connections);
    let clients = Clients::default();
    let mut connections = JoinSet::new();
    loop {
        let (stream, peer) = tokio::select! {
            () = stop(&mut stopped) => break,
            Some(_) = connections.join_next() => continue,
            accepted = accept(&listener) => accepted,
        };
        // Otherwise a response in two writes waits for the client's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        let most = if is_proxy(peer.ip()) { usize::MAX } else { bounds.of_one_client };
        // First, so that a client above its own limit ends no connection of others.
        let Some(client) = clients.enter(network_of(peer.ip()), most) else {
            reject(&stream);
            continue;
        };
        let place = tokio::select! {
            () = stop(&mut stopped) => break,
            place = places.place() => Arc::new(place),
        };
        let stream = PlacedStream { stream: WriteLimit::new(stream, bounds.write_span), place: place.clone() };
        let served = converse(stream, peer, faces.clone(), bounds, stopped.clone());
        connections.spawn(async move {
            served.await;
            drop((client, place));
        });
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The client disconnected while it waited.
            Err(error) if transfer::is_of_client(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted for the moment");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn stop(stopped: &mut watch::Receiver<bool>) {
    // An error means that the sender is gone, which means to stop as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Best effort: the connection is closed even if the client does not read the response.
fn reject(stream: &TcpStream) {
    let _ = stream.try_write(TOO_MANY);
}

/// Completes if no request begins in time.
async fn is_late(begun: &Notify, within: Duration) {
    if tokio::time::timeout(within, begun.notified()).await.is_ok() {
        std::future::pending::<()>().await;
    }
}

/// Dropped when the last piece of a response is taken.
struct Answer(Arc<ConnectionPlace>);

impl Drop for Answer {
    fn drop(&mut self) {
        self.0.answered();
    }
}

async fn converse(
    stream: PlacedStream<WriteLimit<TcpStream>>,
    peer: SocketAddr,
    faces: Router,
    bounds: Bounds,
    mut stopped: watch::Receiver<bool>,
) {
    let begun = Arc::new(Notify::new());
    let (begins, place) = (begun.clone(), stream.place.clone());
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        begins.notify_one();
        place.request_begins();
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = Answer(place.clone());
        faces.clone().oneshot(request).map_ok(|response| response.map(|body| transfer::holding(body, answer)))
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(bounds.head_within).max_buf_size(HEAD_BYTES);
    let place = stream.place.clone();
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        // What the connection has received is looked at before it ends for another one.
        biased;
        ended = connection.as_mut() => Some(ended),
        () = place.ended_for_another() => return,
        () = stop(&mut stopped) => None,
        () = is_late(&begun, bounds.first_head_within) => return,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                biased;
                ended = connection => ended,
                () = place.ended_for_another() => return,
            }
        }
    };
    if let Err(error) = ended {
        // Clients that disconnect or do not speak HTTP are normal.
        tracing::debug!(%error, "an HTTP connection ended");
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use axum::body::Body;
    use axum::routing::get;
    use futures_util::stream;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";
    const CLOSING_REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

    /// Serves on a free port until the sender is dropped.
    async fn served(bounds: Bounds, is_proxy: bool) -> (SocketAddr, watch::Sender<bool>, tokio::task::JoinHandle<()>) {
        let faces = Router::new().route("/", get(async || "here"));
        let (address, stop, stopped, listener) = listening().await;
        (address, stop, tokio::spawn(serve(listener, faces, bounds, move |_| is_proxy, stopped)))
    }

    async fn listening() -> (SocketAddr, watch::Sender<bool>, watch::Receiver<bool>, TcpListener) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = watch::channel(false);
        (address, stop, stopped, listener)
    }

    #[tokio::test]
    async fn a_client_that_does_not_read_is_disconnected() {
        let (address, _stop, stopped, listener) = listening().await;
        let held = Arc::new(watch::Sender::new(()));
        let holds = held.clone();
        let endless = async move || {
            let held = holds.subscribe();
            Body::from_stream(stream::repeat_with(move || {
                let _held = &held;
                Ok::<_, io::Error>(vec![0; 64 * 1024])
            }))
        };
        let faces = Router::new().route("/", get(endless));
        let _serving = tokio::spawn(serve(listener, faces, bounds(), |_| false, stopped));
        let mut deaf = TcpStream::connect(address).await.expect("connects");
        deaf.write_all(REQUEST).await.expect("written");
        let mut begun = [0; 12];
        deaf.read_exact(&mut begun).await.expect("an answer");
        // The response is dropped although the client keeps the connection open.
        held.closed().await;
    }

    /// As in the product: nothing ends within a test unless another connection needs its place.
    fn patient() -> Bounds {
        Bounds { head_within: HEAD_WITHIN, first_head_within: HEAD_WITHIN, ..bounds() }
    }

    fn bounds() -> Bounds {
        Bounds {
            connections: 8,
            of_one_client: 3,
            head_within: Duration::from_millis(50),
            first_head_within: Duration::from_millis(50),
            write_span: Duration::from_millis(50),
        }
    }

    async fn all_of(stream: &mut TcpStream) -> String {
        let mut text = Vec::new();
        // A reset after the response is a valid end.
        let _ = stream.read_to_end(&mut text).await;
        String::from_utf8(text).expect("text")
    }

    #[tokio::test]
    async fn a_client_that_sends_no_head_is_disconnected() {
        let (address, _stop, _serving) = served(bounds(), false).await;
        for beginning in [&b""[..], b"GET / HTTP/1.1\r\nhost: loc"] {
            let mut slow = TcpStream::connect(address).await.expect("connects");
            slow.write_all(beginning).await.expect("written");
            assert!(!all_of(&mut slow).await.contains("200 OK"), "ended without an answer");
        }
    }

    #[tokio::test]
    async fn the_first_request_of_a_connection_has_less_time_than_the_next() {
        let (address, _stop, _serving) = served(Bounds { head_within: HEAD_WITHIN, ..bounds() }, false).await;
        let mut used = TcpStream::connect(address).await.expect("connects");
        used.write_all(REQUEST).await.expect("written");
        let mut begun = [0; 12];
        used.read_exact(&mut begun).await.expect("an answer");
        let mut silent = TcpStream::connect(address).await.expect("connects");
        assert!(all_of(&mut silent).await.is_empty(), "disconnected");
        used.write_all(CLOSING_REQUEST).await.expect("written");
        assert!(all_of(&mut used).await.ends_with("here"), "the other one waits longer");
    }

    #[tokio::test]
    async fn a_connection_that_waits_for_its_next_request_is_ended() {
        let (address, _stop, _serving) = served(bounds(), false).await;
        let mut idle = TcpStream::connect(address).await.expect("connects");
        idle.write_all(REQUEST).await.expect("written");
        let text = all_of(&mut idle).await;
        assert!(text.starts_with("HTTP/1.1 200 OK") && text.ends_with("here"), "{text}");
    }

    #[tokio::test]
    async fn a_head_without_end_is_refused() {
        let (address, _stop, _serving) = served(Bounds { head_within: HEAD_WITHIN, ..bounds() }, false).await;
        let mut bomb = TcpStream::connect(address).await.expect("connects");
        bomb.write_all(b"GET / HTTP/1.1\r\nx: ").await.expect("written");
        // The server stops reading before all of it is written.
        let _ = bomb.write_all(&vec![b'a'; 4 * HEAD_BYTES]).await;
        let text = all_of(&mut bomb).await;
        assert!(text.is_empty() || text.starts_with("HTTP/1.1 431"), "{text}");
    }

    #[tokio::test]
    async fn one_client_cannot_use_all_connections_and_a_proxy_is_not_a_client() {
        let patient = patient();
        for (is_proxy, expected) in [(false, "HTTP/1.1 503"), (true, "HTTP/1.1 200")] {
            let (address, _stop, _serving) = served(patient, is_proxy).await;
            let mut held = Vec::new();
            for _ in 0..3 {
                held.push(TcpStream::connect(address).await.expect("connects"));
            }
            let mut next = TcpStream::connect(address).await.expect("connects");
            next.write_all(CLOSING_REQUEST).await.expect("written");
            let text = all_of(&mut next).await;
            assert!(text.starts_with(expected), "{text}");
        }
    }

    #[tokio::test]
    async fn a_new_client_is_served_at_once_although_half_open_connections_have_all_places() {
        let (address, _stop, _serving) = served(patient(), true).await;
        let mut half_open = Vec::new();
        for _ in 0..20 {
            let mut stream = TcpStream::connect(address).await.expect("connects");
            stream.write_all(b"GET / HTTP/1.1\r\nhost: loc").await.expect("written");
            half_open.push(stream);
        }
        for _ in 0..20 {
            let mut next = TcpStream::connect(address).await.expect("connects");
            next.write_all(CLOSING_REQUEST).await.expect("written");
            assert!(all_of(&mut next).await.starts_with("HTTP/1.1 200"));
        }
        assert!(all_of(&mut half_open[0]).await.is_empty(), "the oldest was ended, not in its 75 seconds");
        let last = half_open.last_mut().expect("20");
        last.write_all(b"alhost\r\nconnection: close\r\n\r\n").await.expect("written");
        assert!(all_of(last).await.ends_with("here"), "the newest is still there");
    }

    #[tokio::test]
    async fn kept_connections_make_place_and_requests_in_progress_do_not() {
        let (address, _stop, stopped, listener) = listening().await;
        let go_on = Arc::new(Notify::new());
        let goes_on = go_on.clone();
        let slow = async move || {
            goes_on.notified().await;
            "at last"
        };
        let faces = Router::new().route("/", get(async || "here")).route("/slow", get(slow));
        let bounds = Bounds { connections: 2, ..patient() };
        let _serving = tokio::spawn(serve(listener, faces, bounds, |_| true, stopped));
        let mut waits = TcpStream::connect(address).await.expect("connects");
        waits.write_all(b"GET /slow HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.expect("written");
        let mut kept = Vec::new();
        for _ in 0..3 {
            let mut next = TcpStream::connect(address).await.expect("connects");
            next.write_all(REQUEST).await.expect("written");
            let mut begun = [0; 12];
            next.read_exact(&mut begun).await.expect("an answer");
            kept.push(next);
        }
        for ended in &mut kept[..2] {
            assert!(all_of(ended).await.ends_with("here"), "ended after its response, for the next one");
        }
        go_on.notify_one();
        assert!(all_of(&mut waits).await.ends_with("at last"));
    }

    #[tokio::test]
    async fn a_stop_ends_connections_that_wait() {
        let (address, stop, serving) = served(Bounds { head_within: HEAD_WITHIN, ..bounds() }, false).await;
        let mut idle = TcpStream::connect(address).await.expect("connects");
        idle.write_all(REQUEST).await.expect("written");
        let mut begun = [0; 12];
        idle.read_exact(&mut begun).await.expect("an answer");
        stop.send_replace(true);
        serving.await.expect("ends");
        assert!(all_of(&mut idle).await.ends_with("here"));
    }

    #[test]
    fn the_response_to_a_rejected_connection_has_the_declared_length() {
        let text = std::str::from_utf8(TOO_MANY).expect("text");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        assert!(head.contains(&format!("content-length: {}", body.len())), "{}", body.len());
    }
}
