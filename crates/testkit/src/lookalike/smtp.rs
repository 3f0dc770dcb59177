//! SMTP of each provider: STARTTLS, or at Google implicit TLS; login; the provider's limits.
//!
//! Login is in `smtp_login`, the submission of a message in `posting`. One thread per connection.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::Shared;
use super::misbehaviour::{Misbehaviour, Place};
use super::posting::{Channel, Posting, SendError};
use super::state::Provider;
use crate::certificates::{CertificateKind, server_config};
use crate::wire::Wire;

/// When TLS starts on a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tls {
    FromTheFirstByte,
    AfterStarttls,
}

/// A port that accepts mail; it closes when dropped.
pub(super) struct Port {
    pub address: SocketAddr,
    guests: Arc<Mutex<Guests>>,
    accepting: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Guests {
    closing: bool,
    count: usize,
    open: HashMap<usize, TcpStream>,
    sessions: Vec<JoinHandle<()>>,
}

impl Port {
    pub fn open(listener: TcpListener, tls: Tls, shared: &Arc<Shared>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let guests = Arc::new(Mutex::new(Guests::default()));
        let accepting = thread::spawn({
            let (shared, guests) = (Arc::clone(shared), Arc::clone(&guests));
            move || accept(&listener, tls, &shared, &guests)
        });
        Ok(Self { address, guests, accepting: Some(accepting) })
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        lock(&self.guests).closing = true;
        if TcpStream::connect(self.address).is_ok()
            && let Some(accepting) = self.accepting.take()
        {
            let _ = accepting.join();
        }
        let sessions = {
            let mut guests = lock(&self.guests);
            guests.open.values().for_each(|socket| drop(socket.shutdown(Shutdown::Both)));
            std::mem::take(&mut guests.sessions)
        };
        for session in sessions {
            let _ = session.join();
        }
    }
}

fn lock(guests: &Mutex<Guests>) -> MutexGuard<'_, Guests> {
    guests.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept(listener: &TcpListener, tls: Tls, shared: &Arc<Shared>, guests: &Arc<Mutex<Guests>>) {
    while let Ok((socket, _)) = listener.accept() {
        let mut book = lock(guests);
        if book.closing {
            return;
        }
        let Ok(watched) = socket.try_clone() else { continue };
        let number = book.count;
        book.count += 1;
        book.open.insert(number, watched);
        book.sessions.retain(|session| !session.is_finished());
        let session = thread::spawn({
            let (shared, guests) = (Arc::clone(shared), Arc::clone(guests));
            move || {
                serve(socket, tls, &shared);
                lock(&guests).open.remove(&number);
            }
        });
        book.sessions.push(session);
    }
}

fn serve(socket: TcpStream, tls: Tls, shared: &Shared) {
    let Ok(wire) = Wire::new(socket) else { return };
    shared.state().counts.smtp_connections += 1;
    let mut session =
        Session { wire, shared, unsaid: String::new(), tls: false, mailbox: None, surplus: false, envelope: None };
    let ended = session.converse(tls);
    session.leave();
    match ended {
        Ok(Farewell::Polite) => session.wire.close(),
        Ok(Farewell::Reset) => session.wire.reset(),
        // The client is gone or violated the protocol: nobody can be told.
        Err(_) => {}
    }
}

enum Farewell {
    Polite,
    Reset,
}

/// One connection.
pub(super) struct Session<'a> {
    pub(super) wire: Wire,
    pub(super) shared: &'a Shared,
    /// Replies that are sent together before the client's next line is read.
    unsaid: String,
    pub(super) tls: bool,
    /// The logged-in mailbox.
    pub(super) mailbox: Option<String>,
    /// Whether the mailbox had its full number of connections when this one logged in.
    surplus: bool,
    envelope: Option<Envelope>,
}

#[derive(Default)]
struct Envelope {
    sender: String,
    recipients: Vec<String>,
    chunks: Vec<u8>,
}

impl Session<'_> {
    fn converse(&mut self, tls: Tls) -> io::Result<Farewell> {
        if tls == Tls::FromTheFirstByte {
            self.wire.start_tls(server_config(CertificateKind::Good))?;
            self.tls = true;
        }
        self.send_reply(if self.is_google() {
            "220 smtp.gmail.com ESMTP lookalike - gsmtp"
        } else {
            "220 LOOKALIKE.outlook.office365.com Microsoft ESMTP MAIL Service ready"
        })?;
        while let Some(line) = self.read_line()? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.ehlo()?,
                "STARTTLS" if !self.tls => self.starttls()?,
                "AUTH" => self.auth(rest)?,
                "MAIL" => self.mail(rest)?,
                "RCPT" => self.rcpt(rest)?,
                "DATA" => {
                    if let Some(farewell) = self.data()? {
                        return Ok(farewell);
                    }
                }
                "BDAT" => {
                    if let Some(farewell) = self.bdat(rest)? {
                        return Ok(farewell);
                    }
                }
                "RSET" => {
                    self.envelope = None;
                    self.send_reply("250 2.0.0 Ok")?;
                }
                "NOOP" => self.send_reply("250 2.0.0 Ok")?,
                "QUIT" => {
                    self.send_reply("221 2.0.0 closing connection")?;
                    self.flush()?;
                    return Ok(Farewell::Polite);
                }
                _ => self.send_reply("502 5.5.1 Unrecognized command")?,
            }
        }
        Ok(Farewell::Polite)
    }

    fn ehlo(&mut self) -> io::Result<()> {
        let security = match (self.tls, self.is_google()) {
            (false, _) => "STARTTLS",
            (true, true) => "AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH",
            (true, false) => "AUTH LOGIN XOAUTH2",
        };
        let lines = if self.is_google() {
            vec![
                "smtp.gmail.com at your service, [127.0.0.1]",
                "SIZE 35882577",
                "8BITMIME",
                security,
                "ENHANCEDSTATUSCODES",
                "PIPELINING",
                "CHUNKING",
                "SMTPUTF8",
            ]
        } else {
            vec![
                "LOOKALIKE.outlook.office365.com Hello [127.0.0.1]",
                "SIZE 157286400",
                "PIPELINING",
                "DSN",
                "ENHANCEDSTATUSCODES",
                security,
                "8BITMIME",
                "BINARYMIME",
                "CHUNKING",
                "SMTPUTF8",
            ]
        };
        let last = lines.len() - 1;
        for (index, line) in lines.iter().enumerate() {
            let _ = write!(self.unsaid, "250{}{line}\r\n", if index == last { ' ' } else { '-' });
        }
        self.envelope = None;
        Ok(())
    }

    fn starttls(&mut self) -> io::Result<()> {
        self.send_reply("220 2.0.0 Ready to start TLS")?;
        self.flush()?;
        self.wire.start_tls(server_config(CertificateKind::Good))?;
        self.tls = true;
        self.envelope = None;
        Ok(())
    }

    fn mail(&mut self, rest: &str) -> io::Result<()> {
        match (self.tls, self.is_google(), &self.mailbox) {
            (false, true, _) => return self.send_reply("530 5.7.0 Must issue a STARTTLS command first. - gsmtp"),
            (false, false, _) => return self.send_reply("451 5.7.3 STARTTLS is required to send mail"),
            (true, true, None) => {
                return self.send_reply(
                    "530-5.7.0 Authentication Required. For more information, go to\r\n530 5.7.0  \
                     https://support.google.com/mail/?p=WantAuthError - gsmtp",
                );
            }
            (true, false, None) => return self.send_reply("530 5.7.57 Client not authenticated to send mail."),
            (true, _, Some(_)) => {}
        }
        let most = if self.is_google() { 35_882_577 } else { 157_286_400 };
        let size = rest.split(' ').find_map(|word| word.to_ascii_uppercase().strip_prefix("SIZE=")?.parse().ok());
        if size.is_some_and(|size: usize| size > most) {
            return self.send_reply("552 5.3.4 Your message exceeded the size limit");
        }
        match path(rest, "FROM:") {
            Some(sender) => {
                self.envelope = Some(Envelope { sender, ..Envelope::default() });
                self.send_reply("250 2.1.0 OK")
            }
            None => self.send_reply("501 5.5.4 Syntax error"),
        }
    }

    fn rcpt(&mut self, rest: &str) -> io::Result<()> {
        let most = match &self.shared.state().provider {
            Provider::Google(rules) => rules.recipients_per_message,
            Provider::Microsoft(rules) => rules.recipients_per_message,
        };
        let google = self.is_google();
        let Some(envelope) = &mut self.envelope else { return self.send_reply("503 5.5.1 MAIL first") };
        let Some(recipient) = path(rest, "TO:").filter(|recipient| recipient.contains('@')) else {
            return self.send_reply("553 5.1.3 The recipient address is not a valid RFC 5321 address");
        };
        if envelope.recipients.len() >= most {
            return self.send_reply(if google {
                "452 4.5.3 Your message has too many recipients. - gsmtp"
            } else {
                "452 4.5.3 Too many recipients"
            });
        }
        envelope.recipients.push(recipient);
        self.send_reply("250 2.1.5 OK")
    }

    fn data(&mut self) -> io::Result<Option<Farewell>> {
        let Some(envelope) = self.envelope.take() else {
            return self.send_reply("503 5.5.1 MAIL first").map(|()| None);
        };
        if envelope.recipients.is_empty() {
            return self.send_reply("554 5.5.1 No valid recipients").map(|()| None);
        }
        self.send_reply("354 Go ahead")?;
        self.flush()?;
        let data = self.wire.data()?.ok_or(io::ErrorKind::UnexpectedEof)?;
        if let Some(fault) = data.fault {
            self.shared.state().fault(fault.clone());
            return self.send_reply(&format!("554 5.6.0 {fault}")).map(|()| None);
        }
        self.take(envelope, data.message)
    }

    /// A chunk of a message (RFC 3030 §2).
    fn bdat(&mut self, rest: &str) -> io::Result<Option<Farewell>> {
        let mut words = rest.split(' ');
        let Some(count) = words.next().and_then(|count| count.parse().ok()) else {
            return self.send_reply("501 5.5.4 BDAT with a size").map(|()| None);
        };
        let is_last = words.next().is_some_and(|word| word.eq_ignore_ascii_case("LAST"));
        let chunk = self.wire.bytes(count)?;
        let Some(mut envelope) = self.envelope.take() else {
            return self.send_reply("503 5.5.1 MAIL first").map(|()| None);
        };
        if envelope.recipients.is_empty() {
            return self.send_reply("554 5.5.1 No valid recipients").map(|()| None);
        }
        envelope.chunks.extend_from_slice(&chunk);
        if !is_last {
            self.envelope = Some(envelope);
            return self.send_reply("250 2.0.0 Ok").map(|()| None);
        }
        let message = std::mem::take(&mut envelope.chunks);
        self.take(envelope, message)
    }

    /// Accepts or refuses a complete message.
    fn take(&mut self, envelope: Envelope, message: Vec<u8>) -> io::Result<Option<Farewell>> {
        let order = self.shared.state().orders.next(Place::SmtpDot);
        if let Some(Misbehaviour::SmtpAnswersDot(reply)) = order {
            return self.send_reply(&reply).map(|()| None);
        }
        let account = self.mailbox.clone().unwrap_or_default();
        if self.is_surplus(&account) {
            let refusal = "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded [LOOKALIKE.PROD.OUTLOOK.COM]";
            return self.send_reply(refusal).map(|()| None);
        }
        let posting = Posting {
            account,
            channel: Channel::Smtp,
            envelope_sender: envelope.sender,
            recipients: envelope.recipients,
            message,
        };
        let reply = match self.shared.post(posting) {
            Ok(()) if order == Some(Misbehaviour::SmtpLosesAnswer) => return Ok(Some(Farewell::Reset)),
            Ok(()) if self.is_google() => "250 2.0.0 OK lookalike - gsmtp".to_owned(),
            Ok(()) => "250 2.0.0 OK [Hostname=LOOKALIKE.PROD.OUTLOOK.COM]".to_owned(),
            Err(SendError::SendAsDenied { account, asked }) => format!(
                "554 5.2.252 SendAsDenied; {account} not allowed to send as {asked}; \
                 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process \
                 message due to a permanent exception with message Cannot submit message."
            ),
            Err(SendError::FromInvalid) => "550 5.7.512 Access denied, message must be RFC 5322 section 3.6.2 \
                                           compliant and include a valid From address"
                .to_owned(),
            Err(SendError::TooFast) => "432 4.3.2 STOREDRV.ClientSubmit; sender message rate limit exceeded".to_owned(),
        };
        self.send_reply(&reply).map(|()| None)
    }

    /// Counts this connection for the mailbox.
    pub(super) fn enter(&mut self, mailbox: &str) {
        let mut state = self.shared.state();
        let open = state.smtp_sessions.entry(mailbox.to_lowercase()).or_default();
        *open += 1;
        let open = *open;
        if let Provider::Microsoft(rules) = &state.provider {
            self.surplus = open > rules.connections_per_mailbox;
        }
        self.mailbox = Some(mailbox.to_owned());
    }

    fn is_surplus(&mut self, mailbox: &str) -> bool {
        let state = self.shared.state();
        let open = state.smtp_sessions.get(&mailbox.to_lowercase()).copied().unwrap_or_default();
        if let Provider::Microsoft(rules) = &state.provider {
            self.surplus &= open > rules.connections_per_mailbox;
        }
        self.surplus
    }

    fn leave(&mut self) {
        if let Some(mailbox) = &self.mailbox
            && let Some(open) = self.shared.state().smtp_sessions.get_mut(&mailbox.to_lowercase())
        {
            *open = open.saturating_sub(1);
        }
    }

    fn is_google(&self) -> bool {
        matches!(self.shared.state().provider, Provider::Google(_))
    }

    pub(super) fn send_reply(&mut self, reply: &str) -> io::Result<()> {
        self.unsaid.push_str(reply);
        self.unsaid.push_str("\r\n");
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.unsaid.is_empty() {
            self.wire.write(self.unsaid.as_bytes())?;
            self.unsaid.clear();
        }
        Ok(())
    }

    /// The client's next line. Replies to pipelined commands are sent together (RFC 2920 §3.2).
    pub(super) fn read_line(&mut self) -> io::Result<Option<String>> {
        if !self.wire.waiting().contains(&b'\n') {
            self.flush()?;
        }
        Ok(self.wire.line()?.map(|line| String::from_utf8_lossy(&line).into_owned()))
    }
}

/// The address in `FROM:<address> …`.
fn path(rest: &str, keyword: &str) -> Option<String> {
    let start = rest.get(..keyword.len()).filter(|word| word.eq_ignore_ascii_case(keyword))?;
    let inside = rest[start.len()..].trim_start().strip_prefix('<')?;
    Some(inside[..inside.find('>')?].to_owned())
}
