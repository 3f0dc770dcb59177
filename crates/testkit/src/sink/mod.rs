//! A fast, well-behaved SMTP server that counts what arrives: the other end of crash tests and benchmarks.
//!
//! It takes orders by the recipient's local part: `refuse-…` is refused for good, `defer-…` for now, `defer-once-…` only
//! the first time, `late-refuse-…` and `late-defer-once-…` after the final dot, and for `lose-once-…` the message is
//! taken and the connection reset before the answer. A message is counted before its 250 leaves, as
//! RFC 5321 §4.2.5 has it: whoever says 250 is responsible.

mod arrivals;
mod session;

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use arrivals::Arrival;
use arrivals::Arrivals;
use session::serve;

use crate::CertificateKind;
use crate::smtp_server::Port;

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
    port: Port,
    shared: Arc<Shared>,
}

impl Sink {
    /// Starts to listen.
    pub fn start(options: SinkOptions) -> io::Result<Self> {
        let listener = TcpListener::bind(options.address)?;
        let shared = Arc::new(Shared::new(options));
        let port = Port::open(listener, {
            let shared = Arc::clone(&shared);
            move |socket| serve(socket, &shared)
        })?;
        Ok(Self { port, shared })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// The port where it listens.
    pub fn port(&self) -> u16 {
        self.address().port()
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
        self.port.connections()
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
        self.port.cut_connections();
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
    turned_away: Option<String>,
    /// Orders with `once` that were carried out, by recipient.
    done_once: HashSet<String>,
}

impl Shared {
    fn new(options: SinkOptions) -> Self {
        Self { arrivals: Arrivals::new(options.keep_messages), options, state: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
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
