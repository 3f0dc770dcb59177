//! The bytes of a conversation: commands out, replies in, each against a deadline.
//!
//! A deadline holds for a whole reply or block, so a server that sends a byte a second is given up in time too.
//! Commands wait in a buffer until `flush`, so that several go out in one write.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use mail::Reply;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time::{Instant, timeout_at};

use super::mishap::Mishap;
use super::reply::ReplyReader;
use super::stuffing::{FINAL_DOT, stuffed};
use crate::trouble;

/// What goes out in one write at most: as much as rustls takes at once.
const BLOCK_BYTES: usize = 64 * 1024;
/// What is read at once; replies are short.
const READ_BYTES: usize = 4 * 1024;
/// How long a server's explanation is waited for when it stopped taking the message.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Anything that carries bytes both ways: TCP, TLS over it, a pipe in tests.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A stream of which only the duty is known.
pub(crate) type BoxedStream = Box<dyn Stream>;

/// Why the message could not be written to its end.
#[derive(Debug)]
pub(crate) struct BodyCut {
    pub(crate) mishap: Mishap,
    /// All of it, the final dot included, was handed to the network: the server may have it.
    pub(crate) whole: bool,
}

/// One connection.
pub(crate) struct Wire {
    stream: BoxedStream,
    replies: ReplyReader,
    out: Vec<u8>,
    incoming: Box<[u8; READ_BYTES]>,
}

impl Wire {
    pub(crate) fn new(stream: BoxedStream) -> Self {
        Self {
            stream,
            replies: ReplyReader::default(),
            out: Vec::with_capacity(1024),
            incoming: Box::new([0; READ_BYTES]),
        }
    }

    /// The bare stream, for a TLS handshake. Refuses when bytes have arrived that nobody asked for (RFC 3207 §6).
    pub(crate) async fn into_stream(mut self) -> Result<BoxedStream, Mishap> {
        if self.is_quiet().await { Ok(self.stream) } else { Err(Mishap::Injected) }
    }

    /// Puts a command into the next write. What cannot be in one line is left out, so none can become two.
    pub(crate) fn put(&mut self, line: &str) {
        debug_assert!(!line.contains(['\r', '\n', '\0']), "a command is one line");
        self.out.extend(line.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n' | b'\0')));
        self.out.extend_from_slice(b"\r\n");
    }

    /// Writes what was put. Every reply so far must have been read: one too many would be taken for the next answer,
    /// and all that follow for the one after.
    pub(crate) async fn flush(&mut self, patience: Duration) -> Result<(), Mishap> {
        self.all_was_asked_for()?;
        let deadline = Instant::now() + patience;
        let written = timeout_at(deadline, async {
            self.stream.write_all(&self.out).await?;
            self.stream.flush().await
        });
        let result = in_time(written.await, patience);
        self.out.clear();
        result
    }

    fn all_was_asked_for(&mut self) -> Result<(), Mishap> {
        if self.replies.is_empty() {
            return Ok(());
        }
        match self.replies.next() {
            // A server may say goodbye at any moment.
            Ok(Some(reply)) if trouble::ends_session(&reply) => Err(Mishap::Reply(reply)),
            _ => Err(Mishap::Unasked),
        }
    }

    /// Reads one reply.
    pub(crate) async fn reply(&mut self, patience: Duration) -> Result<Reply, Mishap> {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(reply) = self.replies.next().map_err(Mishap::Garbled)? {
                return Ok(reply);
            }
            let read = timeout_at(deadline, self.stream.read(&mut self.incoming[..])).await;
            match in_time(read, patience)? {
                0 => return Err(Mishap::Closed),
                read => self.replies.feed(&self.incoming[..read]),
            }
        }
    }

    /// Writes a message, dots stuffed, and the final dot: small ones in one write, large ones in blocks that are not
    /// copied where they need no stuffing. `patience` is for each block.
    pub(crate) async fn message(&mut self, message: &[u8], patience: Duration) -> Result<(), BodyCut> {
        let cut = |mishap| BodyCut { mishap, whole: false };
        self.all_was_asked_for().map_err(cut)?;
        for mut piece in stuffed(message) {
            while self.out.len() + piece.len() > BLOCK_BYTES {
                let (head, rest) = piece.split_at(BLOCK_BYTES - self.out.len());
                piece = rest;
                self.block(head, patience).await.map_err(cut)?;
            }
            self.out.extend_from_slice(piece);
        }
        self.block(FINAL_DOT, patience).await.map_err(cut)?;
        let flushed = timeout_at(Instant::now() + patience, self.stream.flush()).await;
        in_time(flushed, patience).map_err(|mishap| BodyCut { mishap, whole: true })
    }

    /// Writes what waits and `head` behind it, in one write.
    async fn block(&mut self, head: &[u8], patience: Duration) -> Result<(), Mishap> {
        let block = if self.out.is_empty() {
            head
        } else {
            self.out.extend_from_slice(head);
            &self.out
        };
        let written = timeout_at(Instant::now() + patience, self.stream.write_all(block)).await;
        self.out.clear();
        in_time(written, patience)
    }

    /// Why the server stopped taking bytes, if it says so; otherwise `mishap`.
    pub(crate) async fn last_words(&mut self, mishap: Mishap) -> Mishap {
        if !matches!(mishap, Mishap::Closed | Mishap::Network(_) | Mishap::TimedOut(_)) {
            return mishap;
        }
        match self.reply(LAST_WORDS).await {
            Ok(reply) => Mishap::Reply(reply),
            Err(_) => mishap,
        }
    }

    /// Whether the connection is open as far as is known, and nothing came that we would take for the next answer.
    pub(crate) async fn is_quiet(&mut self) -> bool {
        if !self.replies.is_empty() {
            return false;
        }
        let mut byte = [0; 1];
        poll_fn(|cx| {
            let mut buffer = ReadBuf::new(&mut byte);
            // A byte, the end and an error all mean that the session is no longer what it was.
            Poll::Ready(Pin::new(&mut self.stream).poll_read(cx, &mut buffer).is_pending())
        })
        .await
    }

    /// Ends the conversation: QUIT, its answer or a short while, and the stream's own end.
    pub(crate) async fn quit(mut self, patience: Duration) {
        self.put("QUIT");
        let deadline = Instant::now() + patience;
        let goodbye = async {
            self.flush(patience).await?;
            self.reply(patience).await?;
            self.stream.shutdown().await.map_err(Mishap::Network)
        };
        // Nobody needs the answer: the mail is settled, and the connection ends here either way.
        let _ = timeout_at(deadline, goodbye).await;
    }
}

/// A result under a deadline, as the conversation sees it.
fn in_time<T>(result: Result<io::Result<T>, tokio::time::error::Elapsed>, patience: Duration) -> Result<T, Mishap> {
    match result {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(lost(error)),
        Err(_) => Err(Mishap::TimedOut(patience)),
    }
}

fn lost(error: io::Error) -> Mishap {
    match error.kind() {
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => Mishap::Closed,
        _ => Mishap::Network(error),
    }
}
