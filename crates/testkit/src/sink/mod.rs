//! A fast, well-behaved SMTP server that counts what arrives: the other end of crash tests and benchmarks.
//!
//! It takes orders by the recipient's local part: `refuse-…` is refused for good, `defer-…` for now, `defer-once-…` only
//! the first time, `late-refuse-…` and `late-defer-once-…` after the final dot, and for `lose-once-…` the message is
//! taken and the connection reset before the answer. A message is counted before its 250 leaves, as
//! RFC 5321 §4.2.5 has it: whoever says 250 is responsible.

mod arrivals;
mod session;

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub use arrivals::Arrival;
use arrivals::Arrivals;
use session::serve;

use crate::CertificateKind;

/// How a sink behaves; the default is a plain, fast server without login.
#[derive(Clone, Debug)]
pub struct SinkOptions {
    /// Where it listens; port 0 takes a free one.
    pub address: SocketAddr,
    /// Whether and when TLS.
    pub security: SinkSecurity,
    /// Username and password that AUTH PLAIN, LOGIN or CRAM-MD5 must give before MAIL; `None` takes mail from anyone.
    pub login: Option<(String, String)>,
    /// Whether EHLO offers PIPELINING; commands sent ahead are served either way.
    pub pipelining: bool,
    /// The SIZE that EHLO offers and DATA enforces, in bytes.
    pub size_limit: Option<usize>,
    /// Slept before each reply.
    pub reply_delay: Duration,
    /// So many of a hundred messages are taken and their connection reset before the answer.
    pub resets_after_dot_percent: u8,
    /// Which messages those are: the same seed, the same positions in the order of arrival.
    pub seed: u64,
    /// Whether [`Arrival::message`] keeps the bytes, or only their hash is kept.
    pub keep_messages: bool,
}

/// Whether and when a sink speaks TLS. It shows a certificate of [`crate::certificates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SinkSecurity {
    /// Never.
    Clear,
    /// After STARTTLS; mail and login are refused before it.
    Starttls(CertificateKind),
    /// From the first byte.
    ImplicitTls(CertificateKind),
}

impl Default for SinkOptions {
    fn default() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            security: SinkSecurity::Clear,
            login: None,
            pipelining: true,
            size_limit: None,
            reply_delay: Duration::ZERO,
            resets_after_dot_percent: 0,
            seed: 0,
            keep_messages: false,
        }
    }
}

/// A running sink; it ends when dropped.
pub struct Sink {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

impl Sink {
    /// Starts to listen.
    pub fn start(options: SinkOptions) -> io::Result<Self> {
        let listener = TcpListener::bind(options.address)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::new(options));
        let accepting = thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Ok(Self { address, shared, accepting: Some(accepting) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port where it listens.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// How often each message arrived: sequence id (the `X-Sequence` header; without one the Message-ID) to the
    /// number of recipients it arrived for. For messages with one recipient each, a count above 1 is a duplicate.
    pub fn received(&self) -> BTreeMap<String, usize> {
        self.shared.arrivals.by_sequence()
    }

    /// How often each message arrived for each recipient: `(sequence id, recipient)` to count; above 1 is a duplicate.
    pub fn received_by_recipient(&self) -> BTreeMap<(String, String), usize> {
        self.shared.arrivals.by_recipient()
    }

    /// Everything that arrived, in order; one entry for each message and recipient.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.shared.arrivals.all()
    }

    /// How many connections were made so far.
    pub fn connections(&self) -> usize {
        self.shared.lock().connections
    }

    /// Waits until so many different messages (by sequence id and recipient) have arrived; false when time ran out.
    pub fn wait_for(&self, messages: usize, patience: Duration) -> bool {
        self.shared.arrivals.wait_for(messages, patience)
    }

    /// From now on answers this line (`421 4.3.2 …`) to whoever connects and to each MAIL, then closes;
    /// `None` takes mail again.
    pub fn turn_away(&self, reply: Option<&str>) {
        self.shared.lock().turned_away = reply.map(str::to_owned);
    }

    /// Ends every open connection at once, whatever is under way.
    pub fn cut_connections(&self) {
        for socket in self.shared.lock().sockets.values() {
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.shared.lock().closing = true;
        if TcpStream::connect(self.address).is_ok()
            && let Some(accepting) = self.accepting.take()
        {
            let _ = accepting.join();
        }
        self.cut_connections();
        let sessions = std::mem::take(&mut self.shared.lock().sessions);
        for session in sessions {
            let _ = session.join();
        }
    }
}

/// What the sessions of one sink share.
struct Shared {
    options: SinkOptions,
    arrivals: Arrivals,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    closing: bool,
    connections: usize,
    turned_away: Option<String>,
    /// The open connections, by their number.
    sockets: HashMap<usize, TcpStream>,
    sessions: Vec<JoinHandle<()>>,
    /// Orders with `once` that were carried out, by recipient.
    done_once: std::collections::HashSet<String>,
}

impl Shared {
    fn new(options: SinkOptions) -> Self {
        Self { arrivals: Arrivals::new(options.keep_messages), options, state: Mutex::default() }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turned_away(&self) -> Option<String> {
        self.lock().turned_away.clone()
    }

    /// Whether this is the first time that an order with `once` comes for the recipient.
    fn first_time(&self, recipient: &str) -> bool {
        self.lock().done_once.insert(recipient.to_owned())
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    while let Ok((socket, _)) = listener.accept() {
        let mut state = shared.lock();
        if state.closing {
            return;
        }
        let Ok(watched) = socket.try_clone() else { continue };
        let number = state.connections;
        state.connections += 1;
        state.sockets.insert(number, watched);
        state.sessions.retain(|session| !session.is_finished());
        let served = thread::spawn({
            let shared = Arc::clone(shared);
            move || {
                serve(socket, &shared);
                shared.lock().sockets.remove(&number);
            }
        });
        state.sessions.push(served);
    }
}
