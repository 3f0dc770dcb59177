//! Writes commands and messages, reads replies, each with a deadline.
//!
//! A deadline applies to a whole reply or block, so a server that sends one byte per second also times out. Commands
//! are buffered until `flush`, so that several can be sent in one write.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use mail::Reply;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time::{Instant, timeout_at};

use crate::error::SmtpError;
use crate::reply::{ReplyReader, closes_session};
use crate::stuffing::{FINAL_DOT, stuffed};

/// Maximum bytes of one write: what rustls accepts at once.
const BLOCK_BYTES: usize = 64 * 1024;
/// Maximum bytes read at once; replies are short.
const READ_BYTES: usize = 4 * 1024;
/// Maximum wait for a reply from a server that stopped reading.
const CLOSING_REPLY: Duration = Duration::from_secs(2);

/// A byte stream in both directions: TCP, TLS, or a pipe in tests.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A stream of any type.
pub(crate) type BoxedStream = Box<dyn Stream>;

/// Why a message was not written completely.
#[derive(Debug)]
pub(crate) struct MessageError {
    pub(crate) error: SmtpError,
    /// All bytes, including the final dot, were passed to the network: the server may have received them.
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

    /// The stream, for a TLS handshake. Fails if unread bytes have arrived (RFC 3207 section 6).
    pub(crate) async fn into_stream(mut self) -> Result<BoxedStream, SmtpError> {
        if self.is_quiet().await { Ok(self.stream) } else { Err(SmtpError::PlaintextInjected) }
    }

    /// Adds a command to the next write. Line breaks and NUL are removed, so that it stays one command.
    pub(crate) fn put(&mut self, line: &str) {
        debug_assert!(!line.contains(['\r', '\n', '\0']), "a command is one line");
        self.out.extend(line.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n' | b'\0')));
        self.out.extend_from_slice(b"\r\n");
    }

    /// Writes the buffered commands. Fails if there is an unread reply, which would be mistaken for the reply to the
    /// next command.
    pub(crate) async fn flush(&mut self, limit: Duration) -> Result<(), SmtpError> {
        self.expect_no_reply()?;
        let deadline = Instant::now() + limit;
        let written = timeout_at(deadline, async {
            self.stream.write_all(&self.out).await?;
            self.stream.flush().await
        });
        let result = in_time(written.await, limit);
        self.out.clear();
        result
    }

    fn expect_no_reply(&mut self) -> Result<(), SmtpError> {
        if self.replies.is_empty() {
            return Ok(());
        }
        match self.replies.next() {
            // 421 may come at any time.
            Ok(Some(reply)) if closes_session(&reply) => Err(SmtpError::Reply(reply)),
            _ => Err(SmtpError::UnexpectedReply),
        }
    }

    /// Reads one reply.
    pub(crate) async fn reply(&mut self, limit: Duration) -> Result<Reply, SmtpError> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(reply) = self.replies.next().map_err(SmtpError::Parse)? {
                return Ok(reply);
            }
            let read = timeout_at(deadline, self.stream.read(&mut self.incoming[..])).await;
            match in_time(read, limit)? {
                0 => return Err(SmtpError::Closed),
                read => self.replies.feed(&self.incoming[..read]),
            }
        }
    }

    /// Writes a message with dot-stuffing and the final dot: a small one in one write, a large one in blocks of
    /// [`BLOCK_BYTES`]. `limit` applies to each block; `last` is called before the last one, which is not sent if it
    /// fails.
    pub(crate) async fn message(
        &mut self,
        message: &[u8],
        limit: Duration,
        last: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), MessageError> {
        let cut = |error| MessageError { error, whole: false };
        self.expect_no_reply().map_err(cut)?;
        for mut piece in stuffed(message) {
            while self.out.len() + piece.len() > BLOCK_BYTES {
                let (head, rest) = piece.split_at(BLOCK_BYTES - self.out.len());
                piece = rest;
                self.block(head, limit).await.map_err(cut)?;
            }
            self.out.extend_from_slice(piece);
        }
        last().map_err(|error| cut(SmtpError::Network(error)))?;
        self.block(FINAL_DOT, limit).await.map_err(cut)?;
        let flushed = timeout_at(Instant::now() + limit, self.stream.flush()).await;
        in_time(flushed, limit).map_err(|error| MessageError { error, whole: true })
    }

    /// Writes the buffered bytes and `head` in one write.
    async fn block(&mut self, head: &[u8], limit: Duration) -> Result<(), SmtpError> {
        let block = if self.out.is_empty() {
            head
        } else {
            self.out.extend_from_slice(head);
            &self.out
        };
        let written = timeout_at(Instant::now() + limit, self.stream.write_all(block)).await;
        self.out.clear();
        in_time(written, limit)
    }

    /// The reply that a server sent before it stopped reading; `error` if there is none.
    pub(crate) async fn closing_reply(&mut self, error: SmtpError) -> SmtpError {
        if !matches!(error, SmtpError::Closed | SmtpError::Network(_) | SmtpError::TimedOut(_)) {
            return error;
        }
        match self.reply(CLOSING_REPLY).await {
            Ok(reply) => SmtpError::Reply(reply),
            Err(_) => error,
        }
    }

    /// Whether the connection is open as far as can be seen, and no unread bytes have arrived.
    pub(crate) async fn is_quiet(&mut self) -> bool {
        if !self.replies.is_empty() {
            return false;
        }
        let mut byte = [0; 1];
        poll_fn(|cx| {
            let mut buffer = ReadBuf::new(&mut byte);
            // A byte, the end of the stream and an error all mean that the session cannot be used.
            Poll::Ready(Pin::new(&mut self.stream).poll_read(cx, &mut buffer).is_pending())
        })
        .await
    }

    /// Sends QUIT, reads the reply and shuts the stream down, all within `limit`.
    pub(crate) async fn quit(mut self, limit: Duration) {
        self.put("QUIT");
        let deadline = Instant::now() + limit;
        let quit = async {
            self.flush(limit).await?;
            self.reply(limit).await?;
            self.stream.shutdown().await.map_err(SmtpError::Network)
        };
        // The result does not matter: the connection ends either way.
        let _ = timeout_at(deadline, quit).await;
    }
}

/// The result of an operation with a deadline.
fn in_time<T>(result: Result<io::Result<T>, tokio::time::error::Elapsed>, limit: Duration) -> Result<T, SmtpError> {
    match result {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(network_error(error)),
        Err(_) => Err(SmtpError::TimedOut(limit)),
    }
}

fn network_error(error: io::Error) -> SmtpError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => SmtpError::Closed,
        _ => SmtpError::Network(error),
    }
}
