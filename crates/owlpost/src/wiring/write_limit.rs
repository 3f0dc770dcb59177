//! Disconnects clients that do not read.
//!
//! While data waits to be written, the client must receive some of it in every span of time. A client on a slow line
//! does; one that only keeps the connection open, or reads a byte from time to time, does not. An idle connection has
//! no data to write and is limited elsewhere.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// Minimum bytes that a client must receive in each span, unless less is waiting: 136 bytes a second over 60 seconds,
/// less than the slowest modem.
const LEAST_BYTES: usize = 8 * 1024;

/// A stream with this limit.
pub(super) struct WriteLimit<S> {
    stream: S,
    span: Duration,
    /// Runs while data waits.
    waits: Option<Pin<Box<Sleep>>>,
    /// Bytes received by the client in this span.
    taken_bytes: usize,
}

impl<S> WriteLimit<S> {
    /// `span` is the time in which a client must receive at least 8 KiB.
    pub(super) fn new(stream: S, span: Duration) -> Self {
        Self { stream, span, waits: None, taken_bytes: 0 }
    }

    /// Evaluates the result of a write of `offered` bytes.
    fn judge(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
        offered: usize,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => {
                self.taken_bytes += bytes;
                if bytes >= offered || self.taken_bytes >= LEAST_BYTES {
                    self.begin_anew();
                }
                Poll::Ready(Ok(bytes))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => self.wait(context),
        }
    }

    fn begin_anew(&mut self) {
        self.waits = None;
        self.taken_bytes = 0;
    }

    fn wait<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        let span = self.span;
        let waits = self.waits.get_or_insert_with(|| Box::pin(sleep(span)));
        ready!(waits.as_mut().poll(context));
        waits.as_mut().reset(Instant::now() + span);
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not read the response")))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WriteLimit<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, data);
        self.judge(context, written, data.len())
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.judge(context, written, parts.iter().map(|part| part.len()).sum())
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_flush(context) {
            Poll::Pending => self.wait(context),
            flushed => flushed,
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_shutdown(context) {
            Poll::Pending => self.wait(context),
            shut => shut,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for WriteLimit<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const SPAN: Duration = Duration::from_secs(60);

    /// Writes 100 KB to a client that reads `bytes` every `seconds`.
    async fn write_to(bytes: usize, seconds: u64) -> io::Result<()> {
        let (server, mut client) = duplex(1024);
        let mut server = WriteLimit::new(server, SPAN);
        let reading = tokio::spawn(async move {
            let mut taken = vec![0; bytes];
            while client.read_exact(&mut taken).await.is_ok() {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
            }
        });
        let written = server.write_all(&[b'x'; 100_000]).await;
        reading.abort();
        written
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_client_is_served_and_one_that_does_not_read_is_disconnected() {
        assert!(write_to(9_000, 55).await.is_ok(), "9 KB in 55 seconds");
        let timed_out = |written: io::Result<()>| written.expect_err("given up").kind() == io::ErrorKind::TimedOut;
        assert!(timed_out(write_to(1, 1).await), "a byte a second");
        assert!(timed_out(write_to(1, 3_600).await), "nothing");
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_of_small_events_is_never_disconnected() {
        let (server, mut client) = duplex(64);
        let mut server = WriteLimit::new(server, SPAN);
        let reading = async {
            let mut event = [0; 40];
            for _ in 0..100 {
                client.read_exact(&mut event).await.expect("an event");
            }
        };
        let writing = async {
            for _ in 0..100 {
                tokio::time::sleep(Duration::from_secs(50)).await;
                server.write_all(&[b'e'; 40]).await.expect("is taken");
            }
        };
        tokio::join!(reading, writing);
    }
}
