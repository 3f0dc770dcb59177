//! Lines and replies of one connection, and the parts of AUTH that all servers share.

use std::io;
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::CertificateKind;
use crate::certificates::server_config;
use crate::wire::{Data, Wire};

/// A connection that is read line by line and answered with replies.
pub(crate) struct Dialogue {
    wire: Wire,
    /// Replies that are sent together before the client's next line is read.
    unsent: String,
    reply_delay: Duration,
    encrypted: bool,
}

impl Dialogue {
    pub(super) fn new(wire: Wire, reply_delay: Duration) -> Self {
        Self { wire, unsent: String::new(), reply_delay, encrypted: false }
    }

    /// Whether the TLS handshake is done.
    pub fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Sends a challenge (RFC 4954 section 4) and returns the client's answer, which is not decoded.
    pub fn challenge(&mut self, text: &str) -> io::Result<String> {
        self.reply(&format!("334 {}", BASE64.encode(text)));
        self.read_line()?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// The response that came with the AUTH command, or the answer to an empty challenge.
    pub fn initial_response(&mut self, initial: &str) -> io::Result<String> {
        if initial.is_empty() { self.challenge("") } else { Ok(initial.to_owned()) }
    }

    /// Username and password of AUTH PLAIN (RFC 4616).
    pub fn plain(&mut self, initial: &str) -> io::Result<(String, String)> {
        let response = decoded(&self.initial_response(initial)?);
        let mut parts = response.split('\0').skip(1).map(str::to_owned);
        Ok((parts.next().unwrap_or_default(), parts.next().unwrap_or_default()))
    }

    /// Username and password of AUTH LOGIN.
    pub fn login(&mut self, initial: &str) -> io::Result<(String, String)> {
        let user = if initial.is_empty() { self.challenge("Username:")? } else { initial.to_owned() };
        Ok((decoded(&user), decoded(&self.challenge("Password:")?)))
    }

    /// Queues a reply, which is sent before the next line is read. Its lines are separated by CRLF.
    pub(super) fn reply(&mut self, reply: &str) {
        if !self.reply_delay.is_zero() {
            thread::sleep(self.reply_delay);
        }
        self.unsent.push_str(reply);
        self.unsent.push_str("\r\n");
    }

    /// The client's next line; `None` if it disconnected. Queued replies are sent first and not earlier, so that the
    /// replies to pipelined commands are sent together (RFC 2920 section 3.2).
    pub(super) fn read_line(&mut self) -> io::Result<Option<String>> {
        if !self.wire.waiting().contains(&b'\n') {
            self.flush()?;
        }
        Ok(self.wire.line()?.map(|line| String::from_utf8_lossy(&line).into_owned()))
    }

    /// The message after `354`.
    pub(super) fn read_data(&mut self) -> io::Result<Data> {
        self.flush()?;
        self.wire.data()?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// The `count` bytes of a BDAT command.
    pub(super) fn read_bytes(&mut self, count: usize) -> io::Result<Vec<u8>> {
        self.wire.bytes(count)
    }

    pub(super) fn start_tls(&mut self, certificate: CertificateKind) -> io::Result<()> {
        self.flush()?;
        self.wire.start_tls(server_config(certificate))?;
        self.encrypted = true;
        Ok(())
    }

    pub(super) fn close(mut self) {
        // The client may have disconnected already.
        let _ = self.flush();
        self.wire.close();
    }

    pub(super) fn reset(self) {
        self.wire.reset();
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.unsent.is_empty() {
            self.wire.write(self.unsent.as_bytes())?;
            self.unsent.clear();
        }
        Ok(())
    }
}

fn decoded(base64: &str) -> String {
    BASE64.decode(base64).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}
