//! The SMTP client: persistent connections, MAIL, RCPT and DATA pipelined, one recipient per message.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::stream::{Identity, Stream};
use crate::void::{IoContext, Void};

/// The sender of all messages.
pub const SENDER: &str = "load@example.com";

/// One message and its recipient.
pub struct Envelope {
    /// The address without angle brackets.
    pub recipient: String,
    /// The message with CRLF line endings, dots stuffed, and the final dot.
    pub wire: Vec<u8>,
}

/// Makes a minimal message: `text` has CRLF line ends and no dot at the beginning of a line.
pub fn envelope(number: usize, write_text: impl FnOnce(&mut Vec<u8>)) -> Envelope {
    let recipient = recipient(number);
    let mut wire = format!(
        "From: {SENDER}\r\nTo: {recipient}\r\nSubject: bench {number}\r\n\
         Message-ID: <{number}@load.example>\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\n\r\n"
    )
    .into_bytes();
    write_text(&mut wire);
    wire.extend_from_slice(b".\r\n");
    Envelope { recipient, wire }
}

/// The recipient of a message; each message has its own.
pub fn recipient(number: usize) -> String {
    format!("r{number}@sink.example")
}

/// The only recipient of a message, from its header To.
pub fn recipient_of(message: &[u8]) -> String {
    let head_end = message.windows(4).position(|end| end == b"\r\n\r\n").unwrap_or(message.len());
    let head = String::from_utf8_lossy(&message[..head_end]);
    let to = head.lines().find_map(|line| line.strip_prefix("To: ")).unwrap_or_default();
    to.trim_matches(['<', '>', ' ']).to_owned()
}

/// A server, and how clients begin with it.
#[derive(Clone)]
pub struct Target {
    /// Where it listens.
    pub address: SocketAddr,
    /// STARTTLS, where wanted.
    pub tls: Option<Arc<Identity>>,
    /// The password of AUTH PLAIN, where wanted.
    pub password: Option<String>,
}

/// One persistent connection.
pub struct Client {
    /// `None` only while TLS begins.
    connection: Option<BufReader<Stream>>,
    line: String,
}

impl Client {
    /// Connects, sends EHLO, begins TLS and logs in as the target wants it.
    pub fn connect(to: &Target) -> Result<Self, Void> {
        let stream = Stream::connect(to.address).doing("connecting by SMTP")?;
        let mut client = Self { connection: Some(BufReader::new(stream)), line: String::new() };
        client.expect("greeting", '2')?;
        client.ask("EHLO load.example", '2')?;
        if let Some(identity) = &to.tls {
            client.ask("STARTTLS", '2')?;
            let clear = client.connection.take().expect("a connection").into_inner();
            let stream = clear.into_tls_client(identity).doing("beginning TLS")?;
            client.connection = Some(BufReader::new(stream));
            client.ask("EHLO load.example", '2')?;
        }
        if let Some(password) = &to.password {
            client.ask(&format!("AUTH PLAIN {}", STANDARD.encode(format!("\0load\0{password}"))), '2')?;
        }
        Ok(client)
    }

    /// Sends a message; returns after the 250 to its final dot.
    pub fn deliver(&mut self, envelope: &Envelope) -> Result<(), Void> {
        self.write(format!("MAIL FROM:<{SENDER}>\r\nRCPT TO:<{}>\r\nDATA\r\n", envelope.recipient).as_bytes())?;
        self.expect("MAIL", '2')?;
        self.expect("RCPT", '2')?;
        self.expect("DATA", '3')?;
        self.write(&envelope.wire)?;
        self.expect("final dot", '2')
    }

    fn ask(&mut self, command: &str, class: char) -> Result<(), Void> {
        self.write(format!("{command}\r\n").as_bytes())?;
        self.expect(command.split(' ').next().unwrap_or_default(), class)
    }

    fn connection(&mut self) -> &mut BufReader<Stream> {
        self.connection.as_mut().expect("a connection")
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Void> {
        let stream = self.connection().get_mut();
        stream.write_all(bytes).and_then(|()| stream.flush()).doing("writing to an SMTP server")
    }

    /// Reads one reply with all its lines, which must be of the given class.
    fn expect(&mut self, asked: &str, class: char) -> Result<(), Void> {
        loop {
            let mut line = std::mem::take(&mut self.line);
            line.clear();
            self.connection().read_line(&mut line).doing("reading from an SMTP server")?;
            self.line = line;
            if !self.line.starts_with(class) {
                return Err(Void::Refused { asked: format!("SMTP {asked}"), answer: self.line.trim_end().to_owned() });
            }
            if self.line.as_bytes().get(3) != Some(&b'-') {
                return Ok(());
            }
        }
    }
}
