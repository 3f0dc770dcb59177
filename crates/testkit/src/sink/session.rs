//! One connection to a sink: the server's part of RFC 5321, with the sink's special recipients.

use std::fmt::Write as _;
use std::io;
use std::net::TcpStream;
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{Shared, SinkSecurity};
use crate::certificates::server_config;
use crate::placeholder::cram_md5;
use crate::wire::{Wire, auth_too_long};

const CHALLENGE: &str = "<1896.697170952@sink.testkit>";

/// Serves a client until it disconnects or is turned away.
pub(super) fn serve(socket: TcpStream, shared: &Shared) {
    let Ok(wire) = Wire::new(socket) else { return };
    let mut session = Session { wire, shared, unsaid: String::new(), tls: false, known: false, envelope: None };
    match session.converse() {
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

struct Session<'a> {
    wire: Wire,
    shared: &'a Shared,
    /// Replies that are sent together before the client's next line is read.
    unsaid: String,
    tls: bool,
    known: bool,
    envelope: Option<Envelope>,
}

#[derive(Default)]
struct Envelope {
    sender: String,
    recipients: Vec<String>,
}

impl Session<'_> {
    fn converse(&mut self) -> io::Result<Farewell> {
        if let SinkSecurity::ImplicitTls(kind) = self.shared.options.security {
            self.wire.start_tls(server_config(kind))?;
            self.tls = true;
        }
        if self.is_rejected()? {
            return Ok(Farewell::Polite);
        }
        self.send_reply("220 sink.testkit ESMTP")?;
        while let Some(line) = self.read_line()? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.ehlo()?,
                "HELO" => self.send_reply("250 sink.testkit")?,
                "STARTTLS" => self.starttls()?,
                "AUTH" => self.auth(rest)?,
                "MAIL" if self.is_rejected()? => return Ok(Farewell::Polite),
                "MAIL" => self.mail(rest)?,
                "RCPT" => self.rcpt(rest)?,
                "DATA" => {
                    if let Some(farewell) = self.data()? {
                        return Ok(farewell);
                    }
                }
                "RSET" => {
                    self.envelope = None;
                    self.send_reply("250 2.0.0 Ok")?;
                }
                "NOOP" => self.send_reply("250 2.0.0 Ok")?,
                "QUIT" => {
                    self.send_reply("221 2.0.0 Bye")?;
                    self.flush()?;
                    return Ok(Farewell::Polite);
                }
                _ => self.send_reply("500 5.5.2 Unknown command")?,
            }
        }
        Ok(Farewell::Polite)
    }

    fn ehlo(&mut self) -> io::Result<()> {
        let options = &self.shared.options;
        let mut lines =
            vec!["sink.testkit".to_owned(), "8BITMIME".into(), "SMTPUTF8".into(), "ENHANCEDSTATUSCODES".into()];
        if options.pipelining {
            lines.push("PIPELINING".into());
        }
        if let Some(limit) = options.size_limit {
            lines.push(format!("SIZE {limit}"));
        }
        if self.tls_is_missing() {
            lines.push("STARTTLS".into());
        } else if options.login.is_some() {
            lines.push("AUTH PLAIN LOGIN CRAM-MD5".into());
        }
        let last = lines.len() - 1;
        for (index, line) in lines.iter().enumerate() {
            let _ = write!(self.unsaid, "250{}{line}\r\n", if index == last { ' ' } else { '-' });
        }
        self.envelope = None;
        Ok(())
    }

    fn starttls(&mut self) -> io::Result<()> {
        match self.shared.options.security {
            SinkSecurity::Starttls(kind) if !self.tls => {
                self.send_reply("220 2.0.0 Ready")?;
                self.flush()?;
                self.wire.start_tls(server_config(kind))?;
                self.tls = true;
                self.known = false;
                self.envelope = None;
                Ok(())
            }
            _ => self.send_reply("503 5.5.1 No STARTTLS here"),
        }
    }

    fn auth(&mut self, request: &str) -> io::Result<()> {
        let shared = self.shared;
        let Some((user, password)) = &shared.options.login else { return self.send_reply("503 5.5.1 No login here") };
        if self.tls_is_missing() {
            return self.send_reply("530 5.7.0 STARTTLS first");
        }
        if let Some(refusal) = auth_too_long(request) {
            return self.send_reply(refusal);
        }
        let (mechanism, initial) = request.split_once(' ').unwrap_or((request, ""));
        let accepted = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => {
                let answer = if initial.is_empty() { self.ask("")? } else { initial.to_owned() };
                let mut parts = decoded(&answer).split('\0').map(str::to_owned).skip(1).collect::<Vec<_>>().into_iter();
                (parts.next().as_deref(), parts.next().as_deref()) == (Some(user), Some(password))
            }
            "LOGIN" => {
                let name = if initial.is_empty() { self.ask("Username:")? } else { initial.to_owned() };
                let word = self.ask("Password:")?;
                decoded(&name) == *user && decoded(&word) == *password
            }
            "CRAM-MD5" => self.ask(CHALLENGE)? == cram_md5(user, password, CHALLENGE),
            _ => return self.send_reply("504 5.5.4 Unknown mechanism"),
        };
        self.known = accepted;
        self.send_reply(if accepted { "235 2.7.0 Welcome" } else { "535 5.7.8 Username and password not accepted" })
    }

    /// Sends a challenge and returns the answer, both in Base64; the answer is not decoded.
    fn ask(&mut self, challenge: &str) -> io::Result<String> {
        self.send_reply(&format!("334 {}", BASE64.encode(challenge)))?;
        self.read_line()?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn mail(&mut self, rest: &str) -> io::Result<()> {
        if self.tls_is_missing() {
            return self.send_reply("530 5.7.0 STARTTLS first");
        }
        if self.shared.options.login.is_some() && !self.known {
            return self.send_reply("530 5.7.0 Authentication required");
        }
        match (path(rest, "FROM:"), self.shared.options.size_limit, declared_size(rest)) {
            (None, ..) => self.send_reply("501 5.5.4 MAIL FROM:<address>"),
            (_, Some(limit), Some(size)) if size > limit => self.send_reply("552 5.3.4 Message too big"),
            (Some(sender), ..) => {
                self.envelope = Some(Envelope { sender, recipients: Vec::new() });
                self.send_reply("250 2.1.0 Ok")
            }
        }
    }

    fn rcpt(&mut self, rest: &str) -> io::Result<()> {
        let Some(recipient) = path(rest, "TO:") else { return self.send_reply("501 5.5.4 RCPT TO:<address>") };
        let Some(envelope) = &mut self.envelope else { return self.send_reply("503 5.5.1 MAIL first") };
        if recipient.starts_with("refuse-") {
            return self.send_reply("550 5.1.1 No such user here");
        }
        let once = recipient.starts_with("defer-once-");
        if (once && self.shared.first_time(&recipient)) || (!once && recipient.starts_with("defer-")) {
            return self.send_reply("451 4.7.1 Not now");
        }
        envelope.recipients.push(recipient);
        self.send_reply("250 2.1.5 Ok")
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
        let shared = self.shared;
        let ordered = |order: &str| envelope.recipients.iter().find(|recipient| recipient.starts_with(order));
        let too_big = shared.options.size_limit.is_some_and(|limit| data.message.len() > limit);
        let refusal = if let Some(fault) = data.fault {
            Some(format!("554 5.6.0 {fault}"))
        } else if too_big {
            Some("552 5.3.4 Message too big".to_owned())
        } else if ordered("late-refuse-").is_some() {
            Some("550 5.7.1 Content refused".to_owned())
        } else if ordered("late-defer-once-").is_some_and(|recipient| shared.first_time(recipient)) {
            Some("451 4.3.0 Try again".to_owned())
        } else {
            None
        };
        if let Some(refusal) = refusal {
            return self.send_reply(&refusal).map(|()| None);
        }
        let number = shared.arrivals.enter(&envelope.sender, &envelope.recipients, data.message);
        let lost = ordered("lose-once-").is_some_and(|recipient| shared.first_time(recipient));
        if lost || falls(shared.options.seed, number, shared.options.resets_after_dot_percent) {
            return Ok(Some(Farewell::Reset));
        }
        self.send_reply(&format!("250 2.0.0 Taken as {number}")).map(|()| None)
    }

    fn is_rejected(&mut self) -> io::Result<bool> {
        let Some(reply) = self.shared.rejection() else { return Ok(false) };
        self.send_reply(&reply)?;
        self.flush()?;
        Ok(true)
    }

    fn tls_is_missing(&self) -> bool {
        matches!(self.shared.options.security, SinkSecurity::Starttls(_)) && !self.tls
    }

    fn send_reply(&mut self, reply: &str) -> io::Result<()> {
        if !self.shared.options.reply_delay.is_zero() {
            thread::sleep(self.shared.options.reply_delay);
        }
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

    /// The client's next line. Replies are sent only before waiting for it, so that those to pipelined commands are
    /// sent together (RFC 2920 §3.2).
    fn read_line(&mut self) -> io::Result<Option<String>> {
        if !self.wire.waiting().contains(&b'\n') {
            self.flush()?;
        }
        Ok(self.wire.line()?.map(|line| String::from_utf8_lossy(&line).into_owned()))
    }
}

/// The address in `FROM:<address> …`.
fn path(rest: &str, keyword: &str) -> Option<String> {
    let after =
        rest.get(..keyword.len()).filter(|word| word.eq_ignore_ascii_case(keyword)).map(|_| &rest[keyword.len()..])?;
    let inside = after.trim_start().strip_prefix('<')?;
    Some(inside[..inside.rfind('>')?].to_owned())
}

fn declared_size(rest: &str) -> Option<usize> {
    rest.split(' ')
        .filter_map(|word| word.split_once('='))
        .find(|(name, _)| name.eq_ignore_ascii_case("SIZE"))?
        .1
        .parse()
        .ok()
}

fn decoded(base64: &str) -> String {
    BASE64.decode(base64).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// Whether the reply to the message with this number is lost (SplitMix64 of seed and number).
fn falls(seed: u64, number: u64, percent: u8) -> bool {
    let mut mixed = seed.wrapping_add((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % 100 < u64::from(percent)
}
