//! A port that accepts connections, each in a thread of its own. Dropping it ends all of them.

use std::collections::HashMap;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// A listening port and its connections.
pub(crate) struct Port {
    address: SocketAddr,
    connections: Arc<Mutex<Connections>>,
    accepting: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Connections {
    closing: bool,
    count: usize,
    /// The open connections by number.
    open: HashMap<usize, TcpStream>,
    threads: Vec<JoinHandle<()>>,
}

impl Port {
    /// Runs `serve` for each connection.
    pub fn open(listener: TcpListener, serve: impl Fn(TcpStream) + Send + Sync + 'static) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let connections = Arc::new(Mutex::new(Connections::default()));
        let accepting = thread::spawn({
            let connections = Arc::clone(&connections);
            move || accept(&listener, &Arc::new(serve), &connections)
        });
        Ok(Self { address, connections, accepting: Some(accepting) })
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of connections so far.
    pub fn connections(&self) -> usize {
        lock(&self.connections).count
    }

    /// Ends every open connection at once.
    pub fn cut_connections(&self) {
        for socket in lock(&self.connections).open.values() {
            // Fails if the client has already disconnected.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        lock(&self.connections).closing = true;
        // Wakes the accepting thread.
        if TcpStream::connect(self.address).is_ok()
            && let Some(accepting) = self.accepting.take()
        {
            let _ = accepting.join();
        }
        self.cut_connections();
        let threads = std::mem::take(&mut lock(&self.connections).threads);
        for thread in threads {
            let _ = thread.join();
        }
    }
}

fn lock(connections: &Mutex<Connections>) -> MutexGuard<'_, Connections> {
    connections.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept<S>(listener: &TcpListener, serve: &Arc<S>, connections: &Arc<Mutex<Connections>>)
where
    S: Fn(TcpStream) + Send + Sync + 'static,
{
    while let Ok((socket, _)) = listener.accept() {
        let mut all = lock(connections);
        if all.closing {
            return;
        }
        let Ok(second_handle) = socket.try_clone() else { continue };
        let number = all.count;
        all.count += 1;
        all.open.insert(number, second_handle);
        all.threads.retain(|thread| !thread.is_finished());
        let thread = thread::spawn({
            let (serve, connections) = (Arc::clone(serve), Arc::clone(connections));
            move || {
                serve(socket);
                lock(&connections).open.remove(&number);
            }
        });
        all.threads.push(thread);
    }
}
