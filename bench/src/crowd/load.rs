//! Connections that behave badly, each kind on a thread of its own: a client that is disconnected connects again.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Each connection does something once in this time.
const TICK: Duration = Duration::from_secs(1);
/// A server that does not take a connection within this time is tried again with the next tick.
const CONNECT_WITHIN: Duration = Duration::from_millis(500);

/// What a connection does in each tick.
#[derive(Clone, Copy, Debug)]
pub enum Behaviour {
    /// Nothing: it only stays.
    Stay,
    /// Reads all that has arrived.
    ReadAll,
    /// Reads as many bytes, and no more.
    Read(usize),
    /// Sends as many bytes.
    Send(usize),
}

/// What the nth connection sends at its beginning.
pub type Beginning = Box<dyn Fn(usize) -> Vec<u8> + Send>;

/// Connections of one kind.
pub struct Kind {
    /// For the log.
    pub name: &'static str,
    /// How many.
    pub count: usize,
    /// What each of them does.
    pub behaviour: Behaviour,
    /// What the nth sends at its beginning.
    pub beginning: Beginning,
}

/// Connections until they are stopped.
pub struct Crowd {
    over: Arc<AtomicBool>,
    kinds: Vec<(&'static str, usize, Arc<Counts>, JoinHandle<()>)>,
}

/// What became of connections of one kind.
#[derive(Default)]
struct Counts {
    open: AtomicUsize,
    reconnected: AtomicUsize,
}

impl Crowd {
    /// Starts all kinds, and waits until as many are open as there are to be, for at most `patience`.
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

    /// How many of each kind are open, and how often one connected again.
    pub fn describe(&self) -> String {
        let each = self.kinds.iter().map(|(name, count, counts, _)| {
            let (open, again) = (counts.open.load(Ordering::Relaxed), counts.reconnected.load(Ordering::Relaxed));
            format!("{open} of {count} {name} ({again} connected again)")
        });
        each.collect::<Vec<_>>().join(", ")
    }

    /// Closes all.
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
/// The connection has ended.
fn act(socket: &mut TcpStream, behaviour: Behaviour) -> io::Result<()> {
    match behaviour {
        Behaviour::Stay => {
            let mut next = [0; 1];
            match socket.peek(&mut next) {
                // An answer, which nobody reads.
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
