//! A minimal SMTP server, used by the sink and by the bound.
//!
//! A thread per connection, blocking sockets, pipelined replies in one write. It is a load tool: it trusts its client.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Instant;

use crate::stream::{Identity, Stream};
use crate::void::{IoContext, Void};

/// What happens to the messages.
pub trait Receiver: Send + Sync + 'static {
    /// Before the 250 to the final dot: returns when the message may be accepted. It comes without dot-stuffing.
    fn accept(&self, _message: &[u8]) {}
    /// After the 250, with the time at which the whole message was there.
    fn accepted(&self, message: Vec<u8>, at: Instant);
}

/// Listens on a loopback port until the process ends; offers STARTTLS if it has an identity.
pub fn start(receiver: Arc<impl Receiver>, tls: Option<Arc<Identity>>) -> Result<SocketAddr, Void> {
    let listener = TcpListener::bind("127.0.0.1:0").doing("opening a port for an SMTP server")?;
    let address = listener.local_addr().doing("asking the port of an SMTP server")?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (receiver, tls) = (receiver.clone(), tls.clone());
            // An I/O error ends only this connection; its messages are then missing in the comparison.
            std::thread::spawn(move || drop(serve(stream, &*receiver, tls.as_deref())));
        }
    });
    Ok(address)
}

fn serve(stream: TcpStream, receiver: &impl Receiver, tls: Option<&Identity>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (greeting, mut stream, mut tls) = (b"220 sink.example ESMTP\r\n", Stream::Clear(stream), tls);
    stream.write_all(greeting)?;
    while let Some(clear) = Session::new(stream, tls.is_some()).run(receiver)? {
        let Some(identity) = tls.take() else { return Ok(()) };
        stream = clear.into_tls_server(identity)?;
    }
    Ok(())
}

/// A connection from its greeting, or from its TLS handshake.
struct Session {
    reader: BufReader<Stream>,
    replies: Vec<u8>,
    offers_tls: bool,
}

impl Session {
    fn new(stream: Stream, offers_tls: bool) -> Self {
        Self { reader: BufReader::with_capacity(128 * 1024, stream), replies: Vec::new(), offers_tls }
    }

    /// Until QUIT or the end; returns the connection where TLS begins.
    fn run(mut self, receiver: &impl Receiver) -> std::io::Result<Option<Stream>> {
        let mut line = Vec::new();
        loop {
            self.send_when_idle()?;
            line.clear();
            if self.reader.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            line.make_ascii_uppercase();
            match line.get(..4).unwrap_or_default() {
                b"EHLO" => {
                    let tls = if self.offers_tls { "250-STARTTLS\r\n" } else { "" };
                    let head = "250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n";
                    self.reply(format!("{head}{tls}250 SIZE 104857600\r\n").as_bytes());
                }
                b"STAR" if self.offers_tls => {
                    self.reply(b"220 2.0.0 go on\r\n");
                    self.send()?;
                    return Ok(Some(self.reader.into_inner()));
                }
                b"DATA" => {
                    self.reply(b"354 go on\r\n");
                    self.send_when_idle()?;
                    let message = read_data(&mut self.reader)?;
                    let at = Instant::now();
                    receiver.accept(&message);
                    self.reply(b"250 2.0.0 taken\r\n");
                    self.send_when_idle()?;
                    receiver.accepted(message, at);
                }
                b"QUIT" => {
                    self.reply(b"221 2.0.0 bye\r\n");
                    self.send()?;
                    return Ok(None);
                }
                _ => self.reply(b"250 2.0.0 ok\r\n"),
            }
        }
    }

    fn reply(&mut self, reply: &[u8]) {
        self.replies.extend_from_slice(reply);
    }

    /// Pipelined commands are answered together (RFC 2920 §3.2): one write when nothing more is waiting.
    fn send_when_idle(&mut self) -> std::io::Result<()> {
        if self.reader.buffer().is_empty() && !self.replies.is_empty() { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> std::io::Result<()> {
        let stream = self.reader.get_mut();
        stream.write_all(&self.replies)?;
        self.replies.clear();
        stream.flush()
    }
}

/// Reads to the final dot and unstuffs dots (RFC 5321 §4.5.2).
fn read_data(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut message = Vec::with_capacity(8 * 1024);
    loop {
        let from = message.len();
        if reader.read_until(b'\n', &mut message)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if message[from..] == *b".\r\n" {
            message.truncate(from);
            return Ok(message);
        }
        if message[from] == b'.' {
            message.remove(from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_ends_at_a_single_dot_and_is_unstuffed() {
        let mut wire: &[u8] = b"one\r\n..two\r\n.\r\nMAIL";
        assert_eq!(read_data(&mut wire).expect("the data is whole"), b"one\r\n.two\r\n");
        assert_eq!(wire, b"MAIL");
    }
}
