//! The bound: a minimal server with the same durability guarantee, to show the maximum that the machine allows.
//!
//! HTTP or SMTP in, one append-only log with grouped fdatasync before the 202 or 250, SMTP out over persistent
//! connections; no checks, queries, retries or recovery. It runs inside the benchmark process, so its processor time
//! counts as load.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Instant;

use serde::Deserialize;

use crate::http;
use crate::owlpost::Poster;
use crate::smtp::{self, Envelope};
use crate::smtp_server::{self, Receiver};
use crate::subject::{Sender, Subject};
use crate::void::{IoContext, Void};

/// A running bound; its threads end with the process.
pub enum Bound {
    /// Accepts by HTTP.
    Http(SocketAddr),
    /// Accepts by SMTP.
    Smtp(smtp::Target),
}

/// The fields that it reads of a message.
#[derive(Deserialize)]
struct Posted {
    text: String,
}

impl Bound {
    /// Starts it with its log in `folder` and `connections` persistent connections to the sink; it accepts by SMTP, with
    /// the sink's TLS, or by HTTP.
    pub fn start(folder: &Path, sink: &smtp::Target, connections: u32, by_smtp: bool) -> Result<Self, Void> {
        let log = Arc::new(Log::create(&folder.join("log"))?);
        let outgoing = Arc::new(Outgoing::default());
        std::thread::spawn({
            let log = log.clone();
            move || log.sync_forever()
        });
        for _ in 0..connections {
            let (outgoing, mut session) = (outgoing.clone(), smtp::Client::connect(sink)?);
            std::thread::spawn(move || {
                // A failed message is missing in the sink, which makes the run void.
                while session.deliver(&outgoing.next()).is_ok() {}
            });
        }
        if by_smtp {
            let accepting = Accepting { log, outgoing };
            let address = smtp_server::start(Arc::new(accepting), sink.tls.clone())?;
            return Ok(Self::Smtp(smtp::Target { address, ..sink.clone() }));
        }
        let listener = TcpListener::bind("127.0.0.1:0").doing("opening a port for the bound")?;
        let address = listener.local_addr().doing("asking the bound's port")?;
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, outgoing) = (log.clone(), outgoing.clone());
                std::thread::spawn(move || drop(serve(stream, &log, &outgoing)));
            }
        });
        Ok(Self::Http(address))
    }
}

impl Subject for Bound {
    fn connect(&self) -> Result<Box<dyn Sender>, Void> {
        match self {
            Self::Smtp(target) => Ok(Box::new(smtp::Client::connect(target)?)),
            Self::Http(address) => {
                let client = http::Client::connect(*address, "").doing("connecting to the bound")?;
                Ok(Box::new(Poster::new(client)))
            }
        }
    }

    fn root_pid(&self) -> Option<u32> {
        None
    }

    fn stop(self: Box<Self>) -> Result<(), Void> {
        Ok(())
    }
}

/// Accepts by SMTP: log, reply, forward.
struct Accepting {
    log: Arc<Log>,
    outgoing: Arc<Outgoing>,
}

impl Receiver for Accepting {
    fn accept(&self, message: &[u8]) {
        self.log.append(message);
    }

    fn accepted(&self, mut message: Vec<u8>, _at: Instant) {
        let recipient = smtp::recipient_of(&message);
        // No line of a text begins with a dot.
        message.extend_from_slice(b".\r\n");
        self.outgoing.put(Envelope { recipient, wire: message });
    }
}

/// Serves one HTTP connection: read, render, log, respond, forward.
fn serve(stream: TcpStream, log: &Log, outgoing: &Outgoing) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut reader = BufReader::with_capacity(128 * 1024, stream);
    let (mut line, mut body) = (String::new(), Vec::new());
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().map_err(std::io::Error::other)?,
                _ if line == "\r\n" => break,
                _ => {}
            }
        }
        body.resize(length, 0);
        reader.read_exact(&mut body)?;
        let posted: Posted = serde_json::from_slice(&body)?;
        let mail = smtp::envelope(0, |wire| {
            for line in posted.text.lines() {
                wire.extend_from_slice(line.as_bytes());
                wire.extend_from_slice(b"\r\n");
            }
        });
        log.append(&mail.wire);
        out.write_all(b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}")?;
        outgoing.put(mail);
    }
}

/// An append-only file whose waiting appends are synced together.
struct Log {
    file: File,
    state: Mutex<LogState>,
    changed: Condvar,
}

#[derive(Default)]
struct LogState {
    waiting: Vec<u8>,
    /// Number of appends; `synced` of them are on disk.
    appended: u64,
    synced: u64,
}

impl Log {
    fn create(path: &Path) -> Result<Self, Void> {
        let file = File::create(path).doing("creating the bound's log")?;
        Ok(Self { file, state: Mutex::default(), changed: Condvar::new() })
    }

    /// Returns when the bytes are on disk.
    fn append(&self, bytes: &[u8]) {
        let mut state = self.lock();
        state.waiting.extend_from_slice(bytes);
        state.appended += 1;
        let own = state.appended;
        self.changed.notify_all();
        while state.synced < own {
            state = self.changed.wait(state).expect("the log's thread panicked");
        }
    }

    fn sync_forever(&self) {
        let mut group = Vec::new();
        loop {
            let mut state = self.lock();
            while state.waiting.is_empty() {
                state = self.changed.wait(state).expect("a connection's thread panicked");
            }
            std::mem::swap(&mut group, &mut state.waiting);
            let upto = state.appended;
            drop(state);
            (&self.file).write_all(&group).and_then(|()| self.file.sync_data()).expect("the disk takes the log");
            group.clear();
            self.lock().synced = upto;
            self.changed.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, LogState> {
        self.state.lock().expect("a thread of the bound panicked")
    }
}

/// Messages that wait for a connection to the sink.
#[derive(Default)]
struct Outgoing {
    queue: Mutex<VecDeque<Envelope>>,
    filled: Condvar,
}

impl Outgoing {
    fn put(&self, mail: Envelope) {
        self.queue.lock().expect("a thread of the bound panicked").push_back(mail);
        self.filled.notify_one();
    }

    fn next(&self) -> Envelope {
        let mut queue = self.queue.lock().expect("a thread of the bound panicked");
        loop {
            if let Some(mail) = queue.pop_front() {
                return mail;
            }
            queue = self.filled.wait(queue).expect("a thread of the bound panicked");
        }
    }
}
