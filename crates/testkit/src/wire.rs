//! One connection as a fake server sees it: lines and message data in, bytes out, in clear or over TLS.
//!
//! Used by [`crate::scripted`] and [`crate::smtp_server`]. Blocking, one thread per connection. It reports what RFC
//! 5321 forbids a client to send: a line without CRLF, and a bare CR or LF in a message.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Maximum bytes before a line or a message ends.
const MOST_BUFFERED: usize = 128 * 1024 * 1024;

/// The longest command including CRLF (RFC 5321 section 4.5.3.1.4). AUTH is no exception (RFC 4954 section 4).
const LONGEST_COMMAND: usize = 512;

/// A client that sends nothing for this time is considered gone, so that no test hangs.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

/// The reply to an AUTH command that is too long, in Dovecot's words; its limit is 1024 octets of parameters.
///
/// `parameters` is what follows `AUTH `. The line that answers a challenge may be longer.
pub(crate) fn auth_too_long(parameters: &str) -> Option<&'static str> {
    ("AUTH ".len() + parameters.len() + "\r\n".len() > LONGEST_COMMAND).then_some("500 5.5.2 Line too long")
}

/// One connection.
pub(crate) struct Wire {
    stream: Stream,
    buffer: Vec<u8>,
    /// Number of consumed bytes of `buffer`.
    taken: usize,
}

enum Stream {
    Clear(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

/// Message data as received, and its violation of the format, if any.
pub(crate) struct Data {
    /// The message with CRLF line ends and dots unstuffed, without the final dot's line.
    pub message: Vec<u8>,
    /// A violation of RFC 5321: a bare CR or LF (§2.3.8).
    pub fault: Option<String>,
}

impl Wire {
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(LONGEST_SILENCE))?;
        stream.set_write_timeout(Some(LONGEST_SILENCE))?;
        Ok(Self { stream: Stream::Clear(stream), buffer: Vec::new(), taken: 0 })
    }

    /// Bytes that were received and not consumed.
    pub fn waiting(&self) -> &[u8] {
        &self.buffer[self.taken..]
    }

    /// Bytes that were sent ahead, including those not yet read from the network.
    pub fn ahead(&mut self) -> io::Result<Vec<u8>> {
        let mut ahead = self.waiting().to_vec();
        let mut unread = [0; 1024];
        self.tcp().set_nonblocking(true)?;
        let peeked = self.tcp().peek(&mut unread);
        self.tcp().set_nonblocking(false)?;
        ahead.extend_from_slice(&unread[..peeked.unwrap_or(0)]);
        Ok(ahead)
    }

    /// The next line without its end; `None` if the client disconnected before a complete one.
    pub fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut searched = 0;
        loop {
            if let Some(found) = self.waiting()[searched..].iter().position(|byte| *byte == b'\n') {
                let mut line = self.take(searched + found + 1);
                line.pop();
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(Some(line));
            }
            searched = self.waiting().len();
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// The message up to CRLF.CRLF; `None` if the client disconnected before it.
    pub fn data(&mut self) -> io::Result<Option<Data>> {
        const END: &[u8] = b"\r\n.\r\n";
        // The CRLF that ended the DATA command counts as the first of the five (RFC 5321 §4.1.1.4).
        self.fill_to(3)?;
        if self.waiting().starts_with(&END[2..]) {
            self.take(3);
            return Ok(Some(Data { message: Vec::new(), fault: None }));
        }
        let mut searched = 0;
        loop {
            if let Some(found) = find(&self.waiting()[searched..], END) {
                let stuffed = self.take(searched + found + END.len());
                return Ok(Some(unstuff(&stuffed[..stuffed.len() - 3])));
            }
            searched = self.waiting().len().saturating_sub(END.len() - 1);
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Reads exactly `count` bytes, or fewer if the client disconnected.
    pub fn bytes(&mut self, count: usize) -> io::Result<Vec<u8>> {
        self.fill_to(count)?;
        Ok(self.take(count.min(self.waiting().len())))
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.stream {
            Stream::Clear(tcp) => tcp.write_all(bytes),
            Stream::Tls(tls) => tls.write_all(bytes).and_then(|()| tls.flush()),
        }
    }

    /// Performs the TLS handshake as the server. Bytes sent ahead in clear are an error: they could have been
    /// injected.
    pub fn start_tls(&mut self, config: Arc<ServerConfig>) -> io::Result<()> {
        if !self.waiting().is_empty() {
            return Err(io::Error::other("the client sent bytes in clear ahead of the handshake"));
        }
        let Stream::Clear(tcp) = &self.stream else {
            return Err(io::Error::other("TLS has been started already"));
        };
        let mut tcp = tcp.try_clone()?;
        let mut tls = ServerConnection::new(config).map_err(io::Error::other)?;
        while tls.is_handshaking() {
            tls.complete_io(&mut tcp)?;
        }
        // Sends the session tickets of TLS 1.3.
        while tls.wants_write() {
            tls.write_tls(&mut tcp)?;
        }
        self.stream = Stream::Tls(Box::new(StreamOwned::new(tls, tcp)));
        Ok(())
    }

    /// Closes the connection cleanly: flushes, closes TLS, then TCP.
    pub fn close(mut self) {
        if let Stream::Tls(tls) = &mut self.stream {
            tls.conn.send_close_notify();
            let _ = tls.flush();
        }
        self.cut();
    }

    /// Closes TCP without a TLS close_notify. Reads until the client has closed too, because closing with unread
    /// bytes would cause a reset.
    pub fn cut(mut self) {
        let _ = self.tcp().shutdown(Shutdown::Write);
        self.drain();
    }

    /// Resets the connection (RST).
    pub fn reset(self) {
        let _ = socket2::SockRef::from(self.tcp()).set_linger(Some(Duration::ZERO));
    }

    /// Reads and discards until the client disconnects.
    pub fn drain(&mut self) {
        self.taken = self.buffer.len();
        while let Ok(true) = self.fill() {
            self.taken = self.buffer.len();
        }
    }

    fn tcp(&self) -> &TcpStream {
        match &self.stream {
            Stream::Clear(tcp) => tcp,
            Stream::Tls(tls) => &tls.sock,
        }
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        let taken = self.waiting()[..count].to_vec();
        self.taken += count;
        taken
    }

    fn fill_to(&mut self, count: usize) -> io::Result<()> {
        while self.waiting().len() < count && self.fill()? {}
        Ok(())
    }

    /// Reads once; false at the end of the stream.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..std::mem::take(&mut self.taken));
        if self.buffer.len() > MOST_BUFFERED {
            return Err(io::Error::other("the client sent too much without an end"));
        }
        let start = self.buffer.len();
        self.buffer.resize(start + 64 * 1024, 0);
        let read = match &mut self.stream {
            Stream::Clear(tcp) => tcp.read(&mut self.buffer[start..]),
            Stream::Tls(tls) => tls.read(&mut self.buffer[start..]),
        };
        let count = match &read {
            Ok(count) => *count,
            Err(_) => 0,
        };
        self.buffer.truncate(start + count);
        match read {
            // A client that leaves without a close_notify or with a reset counts as disconnected.
            Err(error) if matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset) => {
                Ok(false)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(true),
            other => other.map(|count| count > 0),
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// Removes the dot that the client added to each line that began with one (RFC 5321 §4.5.2).
fn unstuff(stuffed: &[u8]) -> Data {
    let mut message = Vec::with_capacity(stuffed.len());
    let mut fault = None;
    let mut before = *b"\r\n";
    for (index, byte) in stuffed.iter().copied().enumerate() {
        if before == *b"\r\n" && byte == b'.' {
            before = *b"..";
            continue;
        }
        let next = stuffed.get(index + 1).copied();
        if (byte == b'\n' && before[1] != b'\r') || (byte == b'\r' && next != Some(b'\n')) {
            fault.get_or_insert_with(|| format!("a bare CR or LF at byte {index} of the message"));
        }
        before = [before[1], byte];
        message.push(byte);
    }
    Data { message, fault }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn pair() -> (TcpStream, Wire) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let client = TcpStream::connect(listener.local_addr().expect("its address")).expect("a connection");
        let (server, _) = listener.accept().expect("the other end");
        (client, Wire::new(server).expect("a wire"))
    }

    #[track_caller]
    fn check(sent: &[u8], message: &[u8], fault: bool) {
        let (mut client, mut wire) = pair();
        client.write_all(sent).expect("sent");
        drop(client);
        let data = wire.data().expect("readable").expect("an end");
        assert_eq!(data.message, message);
        assert_eq!(data.fault.is_some(), fault, "{:?}", data.fault);
    }

    #[test]
    fn a_message_ends_at_crlf_dot_crlf_and_is_unstuffed() {
        check(b".\r\n", b"", false);
        check(b"a\r\n.\r\n", b"a\r\n", false);
        check(b"..a\r\n..\r\n...\r\nb.c\r\n.\r\n", b".a\r\n.\r\n..\r\nb.c\r\n", false);
    }

    #[test]
    fn a_bare_cr_or_lf_is_reported_and_does_not_end_the_message() {
        check(b"a\n.\nb\r\n.\r\n", b"a\n.\nb\r\n", true);
        check(b"a\r\n.\nb\r\n.\r\n", b"a\r\n\nb\r\n", true);
        check(b"a\rb\r\n.\r\n", b"a\rb\r\n", true);
    }

    #[test]
    fn complete_lines_are_returned_one_by_one() {
        let (mut client, mut wire) = pair();
        client.write_all(b"EHLO a\r\nMAIL\r\nhalf").expect("sent");
        drop(client);
        assert_eq!(wire.line().expect("readable").as_deref(), Some(&b"EHLO a"[..]));
        assert_eq!(wire.line().expect("readable").as_deref(), Some(&b"MAIL"[..]));
        assert_eq!(wire.line().expect("readable"), None);
    }
}
