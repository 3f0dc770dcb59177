//! One session: commands in order, the envelope, the message.

use std::io;
use std::net::TcpStream;

use super::{Answer, Dialogue, Envelope, Security, Server};
use crate::wire::Wire;

const TOO_LARGE: &str = "552 5.3.4 Message size exceeds fixed limit";

/// Serves a client until it disconnects or is disconnected.
pub(crate) fn serve(socket: TcpStream, server: impl Server) {
    let Ok(wire) = Wire::new(socket) else { return };
    let dialogue = Dialogue::new(wire, server.reply_delay());
    let mut session = Session { dialogue, server, envelope: None, chunks: Vec::new() };
    let end = session.run();
    // Before the connection closes, because the client may act as soon as it does.
    drop(session.server);
    match end {
        Ok(End::Closed) => session.dialogue.close(),
        Ok(End::Reset) => session.dialogue.reset(),
        // The client disconnected or violated the protocol below SMTP: nobody waits for a reply.
        Err(_) => {}
    }
}

/// How a connection ends.
enum End {
    Closed,
    Reset,
}

/// The result of a command: continue, or the end of the connection.
type Next = io::Result<Option<End>>;

struct Session<S> {
    dialogue: Dialogue,
    server: S,
    envelope: Option<Envelope>,
    /// The parts of the message that were sent by BDAT.
    chunks: Vec<u8>,
}

impl<S: Server> Session<S> {
    fn run(&mut self) -> io::Result<End> {
        if let Security::ImplicitTls(certificate) = self.server.security() {
            self.dialogue.start_tls(certificate)?;
        }
        let greeting = self.server.greeting();
        if let Some(end) = self.answer(greeting) {
            return Ok(end);
        }
        while let Some(line) = self.dialogue.read_line()? {
            if let Some(end) = self.command(&line)? {
                return Ok(end);
            }
        }
        Ok(End::Closed)
    }

    fn command(&mut self, line: &str) -> Next {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => self.ehlo(),
            "HELO" => self.helo(),
            "STARTTLS" => return self.starttls(),
            "AUTH" => {
                let reply = self.server.authenticate(&mut self.dialogue, rest)?;
                self.dialogue.reply(&reply);
            }
            "MAIL" => return Ok(self.mail(rest)),
            "RCPT" => self.rcpt(rest),
            "DATA" => return self.data(),
            "BDAT" if self.offers("CHUNKING") => return self.bdat(rest),
            "RSET" => {
                self.forget_message();
                self.dialogue.reply("250 2.0.0 Ok");
            }
            "NOOP" => self.dialogue.reply("250 2.0.0 Ok"),
            "QUIT" => return Ok(self.answer(Answer::ReplyAndClose("221 2.0.0 Bye".to_owned()))),
            _ => self.dialogue.reply("500 5.5.2 Unknown command"),
        }
        Ok(None)
    }

    fn ehlo(&mut self) {
        self.forget_message();
        let lines = self.server.capabilities(self.dialogue.is_encrypted());
        let last = lines.len().saturating_sub(1);
        let reply: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| format!("250{}{line}", if index == last { ' ' } else { '-' }))
            .collect();
        self.dialogue.reply(&reply.join("\r\n"));
    }

    fn helo(&mut self) {
        self.forget_message();
        let name = self.server.capabilities(self.dialogue.is_encrypted()).swap_remove(0);
        self.dialogue.reply(&format!("250 {name}"));
    }

    fn starttls(&mut self) -> Next {
        match self.server.security() {
            Security::Starttls(certificate) if !self.dialogue.is_encrypted() => {
                self.dialogue.reply("220 2.0.0 Ready to start TLS");
                self.dialogue.start_tls(certificate)?;
                // RFC 3207 section 4.2.
                self.forget_message();
            }
            _ => self.dialogue.reply("503 5.5.1 STARTTLS is not available"),
        }
        Ok(None)
    }

    fn mail(&mut self, rest: &str) -> Option<End> {
        if let Err(answer) = self.server.may_send(self.dialogue.is_encrypted()) {
            return self.answer(answer);
        }
        let reply = match path(rest, "FROM:") {
            None => "501 5.5.4 Syntax: MAIL FROM:<address>",
            Some(_) if declared_size(rest).is_some_and(|size| self.is_too_large(size)) => TOO_LARGE,
            Some(sender) => {
                self.forget_message();
                self.envelope = Some(Envelope { sender, recipients: Vec::new() });
                "250 2.1.0 Ok"
            }
        };
        self.dialogue.reply(reply);
        None
    }

    fn rcpt(&mut self, rest: &str) {
        let Some(recipient) = path(rest, "TO:") else {
            return self.dialogue.reply("501 5.5.4 Syntax: RCPT TO:<address>");
        };
        let Some(envelope) = &mut self.envelope else { return self.dialogue.reply("503 5.5.1 MAIL first") };
        match self.server.check_recipient(envelope, &recipient) {
            Ok(()) => {
                envelope.recipients.push(recipient);
                self.dialogue.reply("250 2.1.5 Ok");
            }
            Err(reply) => self.dialogue.reply(&reply),
        }
    }

    fn data(&mut self) -> Next {
        let Some(envelope) = self.take_envelope() else { return Ok(None) };
        self.dialogue.reply("354 Go ahead");
        let data = self.dialogue.read_data()?;
        if let Some(fault) = data.fault {
            self.server.report_fault(&fault);
            self.dialogue.reply(&format!("554 5.6.0 {fault}"));
            return Ok(None);
        }
        Ok(self.take(envelope, data.message))
    }

    /// A part of a message (RFC 3030 section 2).
    fn bdat(&mut self, rest: &str) -> Next {
        let mut words = rest.split(' ');
        let Some(count) = words.next().and_then(|count| count.parse().ok()) else {
            self.dialogue.reply("501 5.5.4 Syntax: BDAT size [LAST]");
            return Ok(None);
        };
        let is_last = words.next().is_some_and(|word| word.eq_ignore_ascii_case("LAST"));
        // The bytes of a refused chunk are read as well: they are not commands.
        let chunk = self.dialogue.read_bytes(count)?;
        let Some(envelope) = self.take_envelope() else { return Ok(None) };
        self.chunks.extend_from_slice(&chunk);
        if !is_last {
            self.envelope = Some(envelope);
            self.dialogue.reply("250 2.0.0 Ok");
            return Ok(None);
        }
        let message = std::mem::take(&mut self.chunks);
        Ok(self.take(envelope, message))
    }

    /// Takes the envelope for a message. Refuses the message if there is none or it has no recipients.
    fn take_envelope(&mut self) -> Option<Envelope> {
        let Some(envelope) = self.envelope.take() else {
            self.dialogue.reply("503 5.5.1 MAIL first");
            return None;
        };
        if envelope.recipients.is_empty() {
            self.dialogue.reply("554 5.5.1 No valid recipients");
            return None;
        }
        Some(envelope)
    }

    fn take(&mut self, envelope: Envelope, message: Vec<u8>) -> Option<End> {
        let answer =
            if self.is_too_large(message.len()) { TOO_LARGE.into() } else { self.server.take(envelope, message) };
        self.answer(answer)
    }

    fn answer(&mut self, answer: Answer) -> Option<End> {
        match answer {
            Answer::Reply(reply) => {
                self.dialogue.reply(&reply);
                None
            }
            Answer::ReplyAndClose(reply) => {
                self.dialogue.reply(&reply);
                Some(End::Closed)
            }
            Answer::Reset => Some(End::Reset),
        }
    }

    fn forget_message(&mut self) {
        self.envelope = None;
        self.chunks.clear();
    }

    fn offers(&self, extension: &str) -> bool {
        self.server.capabilities(self.dialogue.is_encrypted()).iter().any(|line| line == extension)
    }

    fn is_too_large(&self, size: usize) -> bool {
        self.server.size_limit().is_some_and(|limit| size > limit)
    }
}

/// The address in `FROM:<address> …`.
fn path(rest: &str, keyword: &str) -> Option<String> {
    let start = rest.get(..keyword.len()).filter(|word| word.eq_ignore_ascii_case(keyword))?;
    let inside = rest[start.len()..].trim_start().strip_prefix('<')?;
    Some(inside[..inside.rfind('>')?].to_owned())
}

/// The SIZE of a MAIL command (RFC 1870 section 6).
fn declared_size(rest: &str) -> Option<usize> {
    let mut parameters = rest.split(' ').filter_map(|word| word.split_once('='));
    parameters.find(|(name, _)| name.eq_ignore_ascii_case("SIZE"))?.1.parse().ok()
}
