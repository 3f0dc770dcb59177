//! The SMTP client: persistent connections, MAIL, RCPT and DATA pipelined, one recipient per message.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};

use crate::void::{IoContext, Void};

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
        "From: load@example.com\r\nTo: {recipient}\r\nSubject: bench {number}\r\n\
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

/// One persistent connection.
pub struct Client {
    out: TcpStream,
    replies: BufReader<TcpStream>,
    line: String,
}

impl Client {
    /// Connects and sends EHLO.
    pub fn connect(to: SocketAddr) -> Result<Self, Void> {
        let out = TcpStream::connect(to).doing("connecting by SMTP")?;
        out.set_nodelay(true).doing("switching TCP_NODELAY on")?;
        let replies = BufReader::new(out.try_clone().doing("sharing a socket")?);
        let mut client = Self { out, replies, line: String::new() };
        client.expect("greeting", '2')?;
        client.write(b"EHLO load.example\r\n")?;
        client.expect("EHLO", '2')?;
        Ok(client)
    }

    /// Sends a message; returns after the 250 to its final dot.
    pub fn deliver(&mut self, envelope: &Envelope) -> Result<(), Void> {
        let commands = format!("MAIL FROM:<load@example.com>\r\nRCPT TO:<{}>\r\nDATA\r\n", envelope.recipient);
        self.write(commands.as_bytes())?;
        self.expect("MAIL", '2')?;
        self.expect("RCPT", '2')?;
        self.expect("DATA", '3')?;
        self.write(&envelope.wire)?;
        self.expect("final dot", '2')
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Void> {
        self.out.write_all(bytes).doing("writing to an SMTP server")
    }

    /// Reads one reply with all its lines, which must be of the given class.
    fn expect(&mut self, asked: &str, class: char) -> Result<(), Void> {
        loop {
            self.line.clear();
            self.replies.read_line(&mut self.line).doing("reading from an SMTP server")?;
            if !self.line.starts_with(class) {
                return Err(Void::Refused { asked: format!("SMTP {asked}"), answer: self.line.trim_end().to_owned() });
            }
            if self.line.as_bytes().get(3) != Some(&b'-') {
                return Ok(());
            }
        }
    }
}
