//! A fast, well-behaved SMTP server that counts messages, for crash tests and benchmarks.
//!
//! The recipient's local part controls it: `refuse-…` is refused permanently, `defer-…` temporarily, `defer-once-…`
//! only the first time, `late-refuse-…` and `late-defer-once-…` after the final dot, and for `lose-once-…` the
//! message is accepted and the connection reset before the reply. A message is counted before its 250 is sent,
//! because the 250 transfers responsibility (RFC 5321 §4.2.5).

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
    /// Whether and when TLS is used.
    pub security: SinkSecurity,
    /// Username and password that AUTH PLAIN, LOGIN or CRAM-MD5 must give before MAIL; `None` accepts mail from
    /// anyone.
    pub login: Option<(String, String)>,
    /// Whether EHLO offers PIPELINING; pipelined commands are handled in both cases.
    pub pipelining: bool,
    /// The SIZE that EHLO offers and DATA enforces, in bytes.
    pub size_limit: Option<usize>,
    /// Delay before each reply.
    pub reply_delay: Duration,
    /// Percentage of messages that are accepted, with the connection reset before the reply.
    pub resets_after_dot_percent: u8,
    /// Seed of the choice of these messages: the same seed selects the same positions in the order of arrival.
    pub seed: u64,
    /// Whether [`Arrival::message`] keeps the bytes, or only their hash is kept.
    pub keep_messages: bool,
}

/// Whether and when a sink uses TLS, with a certificate of [`crate::certificates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SinkSecurity {
    /// Never.
    Clear,
    /// After STARTTLS; mail and login are refused before it.
    Starttls(CertificateKind),
    /// Implicit TLS.
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
    /// Starts it.
    pub fn start(options: SinkOptions) -> io::Result<Self> {
        let listener = TcpListener::bind(options.address)?;
        let shared = Arc::new(Shared::new(options));
        let port = Port::open(listener, {
            let shared = Arc::clone(&shared);
            move |socket| serve(socket, &shared)
        })?;
        Ok(Self { port, shared })
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address().port()
    }

    /// How often each message arrived: sequence id (the `X-Sequence` header, or the Message-ID) to the number of
    /// recipients for whom it arrived. For messages with one recipient each, a count above 1 is a duplicate.
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

    /// The number of connections so far.
    pub fn connections(&self) -> usize {
        self.port.connections()
    }

    /// Waits until this many different messages (by sequence id and recipient) have arrived; false on timeout.
    pub fn wait_for(&self, messages: usize, patience: Duration) -> bool {
        self.shared.arrivals.wait_for(messages, patience)
    }

    /// From now on answers each connection and each MAIL with this line (`421 4.3.2 …`), then closes; `None` accepts
    /// mail again.
    pub fn reject_all(&self, reply: Option<&str>) {
        self.shared.lock().rejection = reply.map(str::to_owned);
    }

    /// Ends every open connection at once.
    pub fn cut_connections(&self) {
        self.port.cut_connections();
    }
}

/// The shared state of the sessions of one sink.
struct Shared {
    options: SinkOptions,
    arrivals: Arrivals,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    rejection: Option<String>,
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

    fn rejection(&self) -> Option<String> {
        self.lock().rejection.clone()
    }

    /// Whether it is the first time for a recipient with `once`.
    fn first_time(&self, recipient: &str) -> bool {
        self.lock().done_once.insert(recipient.to_owned())
    }
}
