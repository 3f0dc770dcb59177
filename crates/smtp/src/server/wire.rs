//! Reads from a client and writes to it, each within a time limit.
//!
//! Replies are collected and written together when the server waits for the client, as RFC 2920 asks for pipelining.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::watch;
use tokio::time::{Instant, timeout, timeout_at};

use super::answer::Answer;
use super::line::{Input, LineFault, LineKind};

/// How much is read at once.
const READ_OCTETS: usize = 16 * 1024;
/// With more replies they are written before the next command is read.
const REPLIES_OCTETS: usize = 16 * 1024;
/// How long the rest of what a client sends is read after the last reply, so that the client sees that reply.
const LINGER: Duration = Duration::from_secs(2);
/// How much of it is read.
const LINGER_OCTETS: usize = 4_000_000;

/// Time limits.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Waiting for a whole command: at least 5 minutes (RFC 5321 section 4.5.3.2.7).
    pub command: Duration,
    /// In such a time a client sends at least [`Times::data_octets`] of a message: 3 minutes are what a client gives each
    /// block (RFC 5321 section 4.5.3.2.5).
    pub data_span: Duration,
    /// See [`Times::data_span`].
    pub data_octets: usize,
    /// A client takes replies within this time.
    pub write: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            command: Duration::from_secs(300),
            data_span: Duration::from_secs(180),
            data_octets: 180_000,
            write: Duration::from_secs(60),
        }
    }
}

/// Why nothing more is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The client closed the connection, or the network did.
    Closed,
    /// The client sent no command in time.
    Idle,
    /// The client sent a message too slowly.
    TooSlow,
    /// The client did not take the replies.
    NotReading,
    /// The server stops.
    Stopped,
    /// What came is not SMTP.
    Input(LineFault),
}

/// A connection with a client.
pub(super) struct Wire<S> {
    stream: S,
    pub(super) input: Input,
    out: Vec<u8>,
    chunk: Box<[u8; READ_OCTETS]>,
    times: Times,
    stopped: watch::Receiver<bool>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    pub(super) fn new(stream: S, times: Times, stopped: watch::Receiver<bool>) -> Self {
        let chunk = Box::new([0; READ_OCTETS]);
        Self { stream, input: Input::default(), out: Vec::new(), chunk, times, stopped }
    }

    /// Adds a reply to those that are written next.
    pub(super) fn put(&mut self, answer: &Answer) {
        answer.write_to(&mut self.out);
    }

    /// Writes the replies.
    pub(super) async fn flush(&mut self) -> Result<(), Ended> {
        if self.out.is_empty() {
            return Ok(());
        }
        let writing = async {
            self.stream.write_all(&self.out).await?;
            self.stream.flush().await
        };
        let written = timeout(self.times.write, writing).await;
        self.out.clear();
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Ended::Closed),
            Err(_) => Err(Ended::NotReading),
        }
    }

    /// The next line, which comes in the time of a command, and before `until`; the inner error is a line that was skipped.
    pub(super) async fn line(
        &mut self,
        kind: LineKind,
        until: Option<Instant>,
    ) -> Result<Result<Vec<u8>, LineFault>, Ended> {
        let command_until = Instant::now() + self.times.command;
        let deadline = until.map_or(command_until, |until| until.min(command_until));
        loop {
            match self.input.line(kind) {
                Some(Ok(line)) if self.out.len() <= REPLIES_OCTETS => return Ok(Ok(line)),
                Some(Ok(line)) => {
                    self.flush().await?;
                    return Ok(Ok(line));
                }
                Some(Err(LineFault::TooLong)) => return Ok(Err(LineFault::TooLong)),
                Some(Err(fault)) => return Err(Ended::Input(fault)),
                None => {}
            }
            self.flush().await?;
            let stopped = async {
                // An error means that the sender is gone, which is a stop as well.
                let _ = self.stopped.wait_for(|stopped| *stopped).await;
            };
            let read = tokio::select! {
                biased;
                read = timeout_at(deadline, self.stream.read(&mut self.chunk[..])) => read,
                () = stopped => return Err(Ended::Stopped),
            };
            match read {
                Ok(Ok(read)) if read > 0 => self.input.feed(&self.chunk[..read]),
                Ok(_) => return Err(Ended::Closed),
                Err(_) => return Err(Ended::Idle),
            }
        }
    }

    /// Reads more of a message into the input, which is empty.
    pub(super) async fn more(&mut self, pace: &mut Pace) -> Result<(), Ended> {
        self.flush().await?;
        loop {
            match timeout_at(pace.until, self.stream.read(&mut self.chunk[..])).await {
                Ok(Ok(read)) if read > 0 => {
                    self.input.feed(&self.chunk[..read]);
                    return pace.count(read);
                }
                Ok(_) => return Err(Ended::Closed),
                Err(_) => pace.count(0)?,
            }
        }
    }

    /// Lets the client wait for the next reply.
    pub(super) async fn pause(&mut self, duration: Duration) -> Result<(), Ended> {
        self.flush().await?;
        // An error means that the sender is gone, which is a stop as well.
        match timeout(duration, self.stopped.wait_for(|stopped| *stopped)).await {
            Ok(_) => Err(Ended::Stopped),
            Err(_) => Ok(()),
        }
    }

    /// The time limit of a message.
    pub(super) fn pace(&self) -> Pace {
        let Times { data_span, data_octets, .. } = self.times;
        Pace { span: data_span, least: data_octets, until: Instant::now() + data_span, octets: 0 }
    }

    /// The stream, for a TLS handshake.
    pub(super) fn into_stream(self) -> S {
        self.stream
    }

    /// Writes what is left and closes the connection in a way that lets the client read it.
    pub(super) async fn close(mut self) {
        if self.flush().await.is_err() || !matches!(timeout(self.times.write, self.stream.shutdown()).await, Ok(Ok(())))
        {
            return;
        }
        let lingering = async {
            let mut left = LINGER_OCTETS;
            while let Ok(read @ 1..) = self.stream.read(&mut self.chunk[..]).await {
                left = left.saturating_sub(read);
                if left == 0 {
                    return;
                }
            }
        };
        // The client has had its reply; whatever it does now is over after this.
        let _ = timeout(LINGER, lingering).await;
    }
}

/// How fast a message arrives.
pub(super) struct Pace {
    span: Duration,
    least: usize,
    until: Instant,
    octets: usize,
}

impl Pace {
    fn count(&mut self, octets: usize) -> Result<(), Ended> {
        self.octets += octets;
        let now = Instant::now();
        if now < self.until {
            return Ok(());
        }
        if self.octets < self.least {
            return Err(Ended::TooSlow);
        }
        (self.until, self.octets) = (now + self.span, 0);
        Ok(())
    }
}
