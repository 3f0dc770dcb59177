//! The SMTP load client: kept connections, MAIL, RCPT and DATA pipelined, one recipient a message.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};

use crate::texts::Texts;
use crate::void::{Doing, Void};

/// One kept connection.
pub struct Client {
    out: TcpStream,
    replies: BufReader<TcpStream>,
    line: String,
    buffer: Vec<u8>,
}

impl Client {
    /// Connects and says EHLO.
    pub fn connect(to: SocketAddr) -> Result<Self, Void> {
        let out = TcpStream::connect(to).doing("connecting by SMTP")?;
        out.set_nodelay(true).doing("switching TCP_NODELAY on")?;
        let replies = BufReader::new(out.try_clone().doing("sharing a socket")?);
        let mut client = Self { out, replies, line: String::new(), buffer: Vec::new() };
        client.expect("greeting", '2')?;
        client.write(b"EHLO load.example\r\n")?;
        client.expect("EHLO", '2')?;
        Ok(client)
    }

    /// Sends text `number`; answers after the 250 to its final dot.
    pub fn send(&mut self, texts: &Texts, number: usize) -> Result<(), Void> {
        let envelope = format!("MAIL FROM:<load@example.com>\r\nRCPT TO:<r{number}@sink.example>\r\nDATA\r\n");
        self.write(envelope.as_bytes())?;
        self.expect("MAIL", '2')?;
        self.expect("RCPT", '2')?;
        self.expect("DATA", '3')?;
        let mut message = std::mem::take(&mut self.buffer);
        message.clear();
        message.extend_from_slice(
            format!(
                "From: load@example.com\r\nTo: r{number}@sink.example\r\nSubject: bench {number}\r\n\
                 Message-ID: <{number}@load.example>\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\n\r\n"
            )
            .as_bytes(),
        );
        texts.write_wire(number, &mut message);
        message.extend_from_slice(b".\r\n");
        self.write(&message)?;
        self.buffer = message;
        self.expect("final dot", '2')
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Void> {
        self.out.write_all(bytes).doing("writing to an SMTP server")
    }

    /// Reads one reply, all its lines, of the class asked for.
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
