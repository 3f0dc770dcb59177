//! A TCP server that plays a dialogue file and reports what the client did.
//!
//! Plain threads and blocking sockets, so that it shares neither code nor scheduling with the client under test. It
//! does not fail: [`ScriptRecord::faults`] lists the client's deviations, and the test decides.

use std::collections::VecDeque;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic::catch_unwind;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::script::{Numbered, Script};
use crate::script_session::run_script;

/// How long [`ScriptedServer::finish`] waits for the client to disconnect.
const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A server on a port of its own that plays a [`Script`].
pub struct ScriptedServer {
    address: SocketAddr,
    stage: Arc<ServerState>,
    accepting: Option<JoinHandle<()>>,
}

/// What the client did.
#[derive(Clone, Debug, Default)]
pub struct ScriptRecord {
    /// The connections that were made, in order.
    pub connections: Vec<Connection>,
    /// The client's deviations from the script, each with the script's line; empty if there are none.
    pub faults: Vec<String>,
}

/// What the client did on one connection.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// The client's lines, without message data.
    pub lines: Vec<String>,
    /// The messages of `!read-data`, dots unstuffed.
    pub messages: Vec<Vec<u8>>,
    /// Whether a TLS handshake was completed.
    pub over_tls: bool,
    /// The client's deviations from the script.
    pub faults: Vec<String>,
}

impl ScriptRecord {
    /// All messages of all connections, in order.
    pub fn messages(&self) -> impl Iterator<Item = &[u8]> {
        self.connections.iter().flat_map(|connection| &connection.messages).map(Vec::as_slice)
    }

    /// All lines of all connections, in order.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.connections.iter().flat_map(|connection| &connection.lines).map(String::as_str)
    }

    /// Panics with all faults and lines unless the client followed the script.
    #[track_caller]
    pub fn assert_as_written(&self) {
        assert!(self.faults.is_empty(), "the client did not follow the script:\n{}\n{self:#?}", self.faults.join("\n"));
    }
}

impl ScriptedServer {
    /// Plays to clients on a free port of 127.0.0.1.
    pub fn start(script: &Script) -> io::Result<Self> {
        Self::start_on(script, SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// Plays to clients on this address.
    pub fn start_on(script: &Script, address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let stage = Arc::new(ServerState::default());
        let parts: VecDeque<_> = script.connections.iter().cloned().collect();
        let accepting = thread::spawn({
            let stage = Arc::clone(&stage);
            move || accept(&listener, parts, &stage)
        });
        Ok(Self { address, stage, accepting: Some(accepting) })
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Waits at most ten seconds until the client has closed all connections, and reports what it did. A connection
    /// that is still open, and one of the script that was never made, are faults.
    pub fn finish(self) -> ScriptRecord {
        self.finish_within(DISCONNECT_TIMEOUT)
    }

    /// Like [`finish`](Self::finish), with another timeout.
    pub fn finish_within(mut self, patience: Duration) -> ScriptRecord {
        self.stop(patience);
        self.stage.played()
    }

    fn stop(&mut self, patience: Duration) {
        let Some(accepting) = self.accepting.take() else { return };
        // The last connection is our own: it comes after all earlier ones were accepted.
        let mut state = self.stage.lock();
        let last = TcpStream::connect(self.address);
        state.last = last.as_ref().ok().and_then(|socket| socket.local_addr().ok());
        drop(state);
        if last.is_ok() {
            let _ = accepting.join();
        }
        self.stage.wait_until_empty(patience);
    }
}

impl Drop for ScriptedServer {
    fn drop(&mut self) {
        self.stop(Duration::ZERO);
    }
}

/// The shared state of the threads of one server.
#[derive(Default)]
struct ServerState {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default)]
struct State {
    /// The source address of the connection that ends accepting.
    last: Option<SocketAddr>,
    never_made: usize,
    /// One entry per connection: the socket while it is open, then its record.
    entries: Vec<ConnectionEntry>,
}

enum ConnectionEntry {
    Open(TcpStream),
    Ended(Connection),
}

impl ServerState {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until every connection has ended; the others are shut down after the timeout.
    fn wait_until_empty(&self, patience: Duration) {
        let deadline = Instant::now() + patience;
        let mut state = self.lock();
        let mut shut_down = vec![false; state.entries.len()];
        loop {
            if state.entries.iter().all(|entry| matches!(entry, ConnectionEntry::Ended(_))) {
                break;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                for (entry, shut_down) in state.entries.iter().zip(&mut shut_down) {
                    if let ConnectionEntry::Open(socket) = entry {
                        *shut_down = true;
                        let _ = socket.shutdown(Shutdown::Both);
                    }
                }
                state = self.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
            } else {
                state = self.ended.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
        for (entry, shut_down) in state.entries.iter_mut().zip(shut_down) {
            if let (ConnectionEntry::Ended(connection), true) = (entry, shut_down) {
                connection.faults.push("the client did not hang up".to_owned());
            }
        }
    }

    fn played(&self) -> ScriptRecord {
        let state = self.lock();
        let mut played = ScriptRecord::default();
        for (index, entry) in state.entries.iter().enumerate() {
            if let ConnectionEntry::Ended(connection) = entry {
                let named = connection.faults.iter().map(|fault| format!("connection {}: {fault}", index + 1));
                played.faults.extend(named);
                played.connections.push(connection.clone());
            }
        }
        let made = state.entries.len();
        played.faults.extend((1..=state.never_made).map(|more| format!("connection {} was never made", made + more)));
        played
    }
}

fn accept(listener: &TcpListener, mut parts: VecDeque<Vec<Numbered>>, stage: &Arc<ServerState>) {
    while let Ok((socket, from)) = listener.accept() {
        let mut state = stage.lock();
        if state.last == Some(from) {
            state.never_made = parts.len();
            return;
        }
        let index = state.entries.len();
        let Ok(watched) = socket.try_clone() else { continue };
        state.entries.push(ConnectionEntry::Open(watched));
        drop(state);
        let part = parts.pop_front();
        let stage = Arc::clone(stage);
        // The record of the thread is in `ServerState`: `finish` waits until each connection has ended.
        thread::spawn(move || {
            let connection = match part {
                Some(steps) => catch_unwind(|| run_script(socket, &steps)).unwrap_or_else(|_| Connection {
                    faults: vec!["the scripted server panicked".to_owned()],
                    ..Connection::default()
                }),
                None => Connection { faults: vec!["is one too many".to_owned()], ..Connection::default() },
            };
            stage.lock().entries[index] = ConnectionEntry::Ended(connection);
            stage.ended.notify_all();
        });
    }
}
