//! Connections that behave badly, each kind on a thread of its own. A client that is disconnected connects again.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Interval between actions of a connection.
const TICK: Duration = Duration::from_secs(1);
/// A connection that is not established within this time is retried at the next tick.
const CONNECT_WITHIN: Duration = Duration::from_millis(500);

/// What a connection does at each tick.
#[derive(Clone, Copy, Debug)]
pub enum Behaviour {
    /// Nothing; it only stays open.
    Stay,
    /// Reads everything that has arrived.
    ReadAll,
    /// Reads at most this number of bytes.
    Read(usize),
    /// Sends this number of bytes.
    Send(usize),
}

/// Returns what the nth connection sends first.
pub type Beginning = Box<dyn Fn(usize) -> Vec<u8> + Send>;

/// Connections of one kind.
pub struct Kind {
    /// The name in the output.
    pub name: &'static str,
    /// The number of connections.
    pub count: usize,
    /// What each connection does.
    pub behaviour: Behaviour,
    /// What the nth connection sends first.
    pub beginning: Beginning,
}

/// Connections that stay open until they are stopped.
pub struct Crowd {
    over: Arc<AtomicBool>,
    kinds: Vec<(&'static str, usize, Arc<Counts>, JoinHandle<()>)>,
}

/// Counts of connections of one kind.
#[derive(Default)]
struct Counts {
    open: AtomicUsize,
    reconnected: AtomicUsize,
}

impl Crowd {
    /// Starts all kinds and waits, for at most `patience`, until all connections are open.
    pub fn start(server: SocketAddr, kinds: Vec<Kind>, patience: Duration) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let kinds = kinds
            .into_iter()
            .map(|kind| {
                let (over, counts) = (over.clone(), Arc::new(Counts::default()));
                let (name, count, shared) = (kind.name, kind.count, counts.clone());
                (name, count, counts, std::thread::spawn(move || hold(server, &kind, &over, &shared)))
            })
            .collect();
        let crowd = Self { over, kinds };
        let started = Instant::now();
        while !crowd.is_complete() && started.elapsed() < patience {
            std::thread::sleep(Duration::from_millis(100));
        }
        crowd
    }

    fn is_complete(&self) -> bool {
        self.kinds.iter().all(|(_, count, counts, _)| counts.open.load(Ordering::Relaxed) >= *count)
    }

    /// The number of open connections of each kind, and how often one was opened again.
    pub fn describe(&self) -> String {
        let each = self.kinds.iter().map(|(name, count, counts, _)| {
            let (open, again) = (counts.open.load(Ordering::Relaxed), counts.reconnected.load(Ordering::Relaxed));
            format!("{open} of {count} {name} ({again} connected again)")
        });
        each.collect::<Vec<_>>().join(", ")
    }

    /// Closes all connections.
    pub fn stop(self) {
        self.over.store(true, Ordering::Relaxed);
        for (.., thread) in self.kinds {
            thread.join().expect("a load thread does not panic");
        }
    }
}

fn hold(server: SocketAddr, kind: &Kind, over: &AtomicBool, counts: &Counts) {
    let mut sockets: Vec<Option<TcpStream>> = (0..kind.count).map(|_| None).collect();
    let mut is_first_round = true;
    while !over.load(Ordering::Relaxed) {
        let tick = Instant::now();
        let mut takes_no_more = false;
        for (nth, socket) in sockets.iter_mut().enumerate() {
            if socket.as_mut().is_some_and(|socket| act(socket, kind.behaviour).is_err()) {
                *socket = None;
            }
            if socket.is_none() && !takes_no_more {
                *socket = begin(server, &(kind.beginning)(nth)).ok();
                takes_no_more = socket.is_none();
                counts.reconnected.fetch_add(usize::from(!is_first_round && socket.is_some()), Ordering::Relaxed);
            }
        }
        is_first_round &= takes_no_more;
        counts.open.store(sockets.iter().flatten().count(), Ordering::Relaxed);
        std::thread::sleep(TICK.saturating_sub(tick.elapsed()));
    }
}

fn begin(server: SocketAddr, beginning: &[u8]) -> io::Result<TcpStream> {
    let mut socket = TcpStream::connect_timeout(&server, CONNECT_WITHIN)?;
    socket.set_nonblocking(true)?;
    socket.write_all(beginning)?;
    Ok(socket)
}

/// # Errors
/// If the connection has ended.
fn act(socket: &mut TcpStream, behaviour: Behaviour) -> io::Result<()> {
    match behaviour {
        Behaviour::Stay => {
            let mut next = [0; 1];
            match socket.peek(&mut next) {
                // A response that nobody reads.
                Ok(bytes) if bytes > 0 => Err(ErrorKind::ConnectionAborted.into()),
                ended => still_open(ended),
            }
        }
        Behaviour::ReadAll => take(socket, usize::MAX),
        Behaviour::Read(most) => take(socket, most),
        Behaviour::Send(bytes) => match socket.write(&vec![b'x'; bytes]) {
            Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
            _ => act(socket, Behaviour::Stay),
        },
    }
}

fn take(socket: &mut TcpStream, most: usize) -> io::Result<()> {
    let mut buffer = [0; 16 * 1024];
    let mut taken = 0;
    while taken < most {
        let next = buffer.len().min(most - taken);
        match socket.read(&mut buffer[..next]) {
            Ok(bytes) if bytes > 0 => taken += bytes,
            ended => return still_open(ended),
        }
    }
    Ok(())
}

fn still_open(read: io::Result<usize>) -> io::Result<()> {
    match read {
        Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
        Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
        _ => Ok(()),
    }
}
