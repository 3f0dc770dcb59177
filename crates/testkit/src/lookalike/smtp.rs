//! SMTP of each provider: STARTTLS, or at Google implicit TLS; login; the provider's limits.
//!
//! Logging in is in `smtp_login`, accepting or refusing messages in `posting`.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use super::Shared;
use super::misbehaviour::{Misbehaviour, Place};
use super::posting::{Channel, NewSubmission, SendError};
use super::state::Provider;
use crate::smtp_server::{self, Answer, Dialogue, Envelope, Port, Security, Server};

/// Opens a port that accepts mail; it closes when dropped.
pub(super) fn open(listener: TcpListener, security: Security, shared: &Arc<Shared>) -> io::Result<Port> {
    let shared = Arc::clone(shared);
    Port::open(listener, move |socket| serve(socket, security, &shared))
}

fn serve(socket: TcpStream, security: Security, shared: &Arc<Shared>) {
    shared.state().counts.smtp_connections += 1;
    smtp_server::serve(socket, Session { shared: Arc::clone(shared), security, mailbox: None, surplus: false });
}

/// One connection.
pub(super) struct Session {
    pub(super) shared: Arc<Shared>,
    security: Security,
    /// The mailbox that is logged in.
    pub(super) mailbox: Option<String>,
    /// Whether the mailbox had its full number of connections when this one logged in.
    surplus: bool,
}

impl Server for Session {
    fn security(&self) -> Security {
        self.security
    }

    fn greeting(&mut self) -> Answer {
        if self.is_google() {
            "220 smtp.gmail.com ESMTP lookalike - gsmtp".into()
        } else {
            "220 LOOKALIKE.outlook.office365.com Microsoft ESMTP MAIL Service ready".into()
        }
    }

    fn capabilities(&self, encrypted: bool) -> Vec<String> {
        let security = match (encrypted, self.is_google()) {
            (false, _) => "STARTTLS",
            (true, true) => "AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH",
            (true, false) => "AUTH LOGIN XOAUTH2",
        };
        let lines = if self.is_google() {
            &[
                "smtp.gmail.com at your service, [127.0.0.1]",
                "SIZE 35882577",
                "8BITMIME",
                security,
                "ENHANCEDSTATUSCODES",
                "PIPELINING",
                "CHUNKING",
                "SMTPUTF8",
            ][..]
        } else {
            &[
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
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    fn authenticate(&mut self, dialogue: &mut Dialogue, request: &str) -> io::Result<String> {
        self.log_in(dialogue, request)
    }

    fn may_send(&mut self, encrypted: bool) -> Result<(), Answer> {
        Err(match (encrypted, self.is_google(), &self.mailbox) {
            (true, _, Some(_)) => return Ok(()),
            (false, true, _) => "530 5.7.0 Must issue a STARTTLS command first. - gsmtp".into(),
            (false, false, _) => "451 5.7.3 STARTTLS is required to send mail".into(),
            (true, true, None) => "530-5.7.0 Authentication Required. For more information, go to\r\n530 5.7.0  \
                                   https://support.google.com/mail/?p=WantAuthError - gsmtp"
                .into(),
            (true, false, None) => "530 5.7.57 Client not authenticated to send mail.".into(),
        })
    }

    fn size_limit(&self) -> Option<usize> {
        Some(if self.is_google() { 35_882_577 } else { 157_286_400 })
    }

    fn check_recipient(&mut self, envelope: &Envelope, recipient: &str) -> Result<(), String> {
        let (most, refusal) = match &self.shared.state().provider {
            Provider::Google(rules) => {
                (rules.recipients_per_message, "452 4.5.3 Your message has too many recipients. - gsmtp")
            }
            Provider::Microsoft(rules) => (rules.recipients_per_message, "452 4.5.3 Too many recipients"),
        };
        if !recipient.contains('@') {
            return Err("553 5.1.3 The recipient address is not a valid RFC 5321 address".into());
        }
        if envelope.recipients.len() >= most { Err(refusal.into()) } else { Ok(()) }
    }

    fn take(&mut self, envelope: Envelope, message: Vec<u8>) -> Answer {
        let order = self.shared.state().orders.next(Place::SmtpDot);
        if let Some(Misbehaviour::SmtpAnswersDot(reply)) = order {
            return Answer::Reply(reply);
        }
        let account = self.mailbox.clone().unwrap_or_default();
        if self.is_surplus(&account) {
            return "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded [LOOKALIKE.PROD.OUTLOOK.COM]".into();
        }
        let posting = NewSubmission {
            account,
            channel: Channel::Smtp,
            envelope_sender: envelope.sender,
            recipients: envelope.recipients,
            message,
        };
        match self.shared.post(posting) {
            Ok(()) if order == Some(Misbehaviour::SmtpLosesAnswer) => Answer::Reset,
            Ok(()) if self.is_google() => "250 2.0.0 OK lookalike - gsmtp".into(),
            Ok(()) => "250 2.0.0 OK [Hostname=LOOKALIKE.PROD.OUTLOOK.COM]".into(),
            Err(SendError::SendAsDenied { account, asked }) => Answer::Reply(format!(
                "554 5.2.252 SendAsDenied; {account} not allowed to send as {asked}; \
                 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process \
                 message due to a permanent exception with message Cannot submit message."
            )),
            Err(SendError::FromInvalid) => "550 5.7.512 Access denied, message must be RFC 5322 section 3.6.2 \
                                           compliant and include a valid From address"
                .into(),
            Err(SendError::TooFast) => "432 4.3.2 STOREDRV.ClientSubmit; sender message rate limit exceeded".into(),
        }
    }

    fn report_fault(&mut self, fault: &str) {
        self.shared.state().fault(fault);
    }
}

impl Session {
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

    pub(super) fn is_google(&self) -> bool {
        matches!(self.shared.state().provider, Provider::Google(_))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(mailbox) = &self.mailbox
            && let Some(open) = self.shared.state().smtp_sessions.get_mut(&mailbox.to_lowercase())
        {
            *open = open.saturating_sub(1);
        }
    }
}
