//! One connection to a sink: who may send, and the behaviour selected by recipient.

use std::io;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use super::{Shared, SinkSecurity};
use crate::placeholder::cram_md5;
use crate::smtp_server::{self, Answer, Dialogue, Envelope, Security, Server};
use crate::wire::auth_too_long;

const CHALLENGE: &str = "<1896.697170952@sink.testkit>";

/// Serves a client until it disconnects or is disconnected.
pub(super) fn serve(socket: TcpStream, shared: &Arc<Shared>) {
    smtp_server::serve(socket, Session { shared: Arc::clone(shared), logged_in: false });
}

struct Session {
    shared: Arc<Shared>,
    logged_in: bool,
}

impl Session {
    fn rejection(&self) -> Option<Answer> {
        self.shared.rejection().map(Answer::ReplyAndClose)
    }

    fn lacks_tls(&self, encrypted: bool) -> bool {
        matches!(self.shared.options.security, SinkSecurity::Starttls(_)) && !encrypted
    }
}

impl Server for Session {
    fn security(&self) -> Security {
        match self.shared.options.security {
            SinkSecurity::Clear => Security::Clear,
            SinkSecurity::Starttls(certificate) => Security::Starttls(certificate),
            SinkSecurity::ImplicitTls(certificate) => Security::ImplicitTls(certificate),
        }
    }

    fn greeting(&mut self) -> Answer {
        self.rejection().unwrap_or_else(|| "220 sink.testkit ESMTP".into())
    }

    fn capabilities(&self, encrypted: bool) -> Vec<String> {
        let options = &self.shared.options;
        let mut lines = ["sink.testkit", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"].map(str::to_owned).to_vec();
        if options.pipelining {
            lines.push("PIPELINING".to_owned());
        }
        if let Some(limit) = options.size_limit {
            lines.push(format!("SIZE {limit}"));
        }
        if self.lacks_tls(encrypted) {
            lines.push("STARTTLS".to_owned());
        } else if options.login.is_some() {
            lines.push("AUTH PLAIN LOGIN CRAM-MD5".to_owned());
        }
        lines
    }

    fn authenticate(&mut self, dialogue: &mut Dialogue, request: &str) -> io::Result<String> {
        let Some((user, password)) = &self.shared.options.login else { return Ok("503 5.5.1 No login here".into()) };
        if self.lacks_tls(dialogue.is_encrypted()) {
            return Ok("530 5.7.0 STARTTLS first".into());
        }
        if let Some(refusal) = auth_too_long(request) {
            return Ok(refusal.into());
        }
        let (mechanism, initial) = request.split_once(' ').unwrap_or((request, ""));
        let expected = (user.clone(), password.clone());
        self.logged_in = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => dialogue.plain(initial)? == expected,
            "LOGIN" => dialogue.login(initial)? == expected,
            "CRAM-MD5" => dialogue.challenge(CHALLENGE)? == cram_md5(user, password, CHALLENGE),
            _ => return Ok("504 5.5.4 Unknown mechanism".into()),
        };
        let reply = if self.logged_in { "235 2.7.0 Welcome" } else { "535 5.7.8 Username and password not accepted" };
        Ok(reply.into())
    }

    fn may_send(&mut self, encrypted: bool) -> Result<(), Answer> {
        if let Some(answer) = self.rejection() {
            return Err(answer);
        }
        if self.lacks_tls(encrypted) {
            return Err("530 5.7.0 STARTTLS first".into());
        }
        if self.shared.options.login.is_some() && !self.logged_in {
            return Err("530 5.7.0 Authentication required".into());
        }
        Ok(())
    }

    fn size_limit(&self) -> Option<usize> {
        self.shared.options.size_limit
    }

    fn check_recipient(&mut self, _envelope: &Envelope, recipient: &str) -> Result<(), String> {
        if recipient.starts_with("refuse-") {
            return Err("550 5.1.1 No such user here".into());
        }
        let once = recipient.starts_with("defer-once-");
        if (once && self.shared.first_time(recipient)) || (!once && recipient.starts_with("defer-")) {
            return Err("451 4.7.1 Not now".into());
        }
        Ok(())
    }

    fn take(&mut self, envelope: Envelope, message: Vec<u8>) -> Answer {
        let shared = &self.shared;
        let ordered = |order: &str| envelope.recipients.iter().find(|recipient| recipient.starts_with(order));
        if ordered("late-refuse-").is_some() {
            return "550 5.7.1 Content refused".into();
        }
        if ordered("late-defer-once-").is_some_and(|recipient| shared.first_time(recipient)) {
            return "451 4.3.0 Try again".into();
        }
        let number = shared.arrivals.enter(&envelope.sender, &envelope.recipients, message);
        let lost = ordered("lose-once-").is_some_and(|recipient| shared.first_time(recipient));
        if lost || falls(shared.options.seed, number, shared.options.resets_after_dot_percent) {
            return Answer::Reset;
        }
        Answer::Reply(format!("250 2.0.0 Taken as {number}"))
    }

    fn reply_delay(&self) -> Duration {
        self.shared.options.reply_delay
    }
}

/// Whether the reply to the message with this number is lost (SplitMix64 of seed and number).
fn falls(seed: u64, number: u64, percent: u8) -> bool {
    let mut mixed = seed.wrapping_add((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % 100 < u64::from(percent)
}
