//! One mail transaction (RFC 5321 section 3.3): MAIL, RCPT, DATA, the message and the final dot.
//!
//! - A message that the server cannot accept because of its size, octets above 127 or UTF-8 addresses is not sent.
//! - With PIPELINING, up to [`PIPELINE_COMMANDS`] commands of the envelope are sent in one write (RFC 2920), otherwise
//!   one command at a time. A server that answers only the first of them within [`PIPELINE_REPLY`] does not really
//!   support pipelining.
//! - A reply to RCPT concerns one recipient; the others continue. 421 or a lost connection ends the transaction.
//! - The result is the server's reply for each recipient, and what ended the transaction early. The caller decides what
//!   that means for the message.

mod command;
mod recipients;
mod result;

pub use result::{Interruption, Phase, RecipientResult, SessionOrigin, Transaction, TransactionError};

use std::fmt::Write as _;
use std::time::Duration;

use mail::{EmailAddress, Outgoing, Reply, Stage};
use tokio::time::Instant;

use command::Command;
use recipients::Recipients;

use crate::Destination;
use crate::destination::Limits;
use crate::error::SmtpError;
use crate::journal::Journal;
use crate::reply::{ReplyClass, closes_session, keeps_sequence};
use crate::session::Session;
use crate::texts;
use crate::timeouts::Timeouts;
use crate::wire::MessageError;

/// Maximum commands in one write: the replies must fit the network's buffers while the client does not read (RFC 2920
/// section 3.1).
const PIPELINE_COMMANDS: usize = 100;
/// Maximum wait for the reply to a command that was sent behind others in the same write. A server that needs longer
/// gets the full limit of a command once commands are sent one at a time.
const PIPELINE_REPLY: Duration = Duration::from_secs(60);
/// The time limit of RSET: a session that does not answer in time is closed.
const RESET: Duration = Duration::from_secs(10);

/// Sends `outgoing` in `session`.
///
/// # Errors
/// [`TransactionError`] if nothing of the message reached the server.
pub async fn send(
    session: &mut Session,
    origin: SessionOrigin,
    to: &Destination,
    outgoing: &Outgoing,
    journal: &mut Journal<'_>,
) -> Result<Transaction, TransactionError> {
    session.transactions += 1;
    if let Some(missing) = session.capabilities.missing_for(outgoing) {
        return Err(TransactionError::MissingCapability(missing));
    }
    let mut running = Running {
        session,
        origin,
        to,
        limits: &to.limits,
        slow_reply_budget: to.limits.slow_replies(),
        outgoing,
        journal,
        recipients: Recipients::new(outgoing.recipients.len()),
        interruption: None,
        stopped_at: None,
        sender_rejected: false,
        data_accepted: None,
        in_sequence: true,
    };
    if let Err(interruption) = running.run().await
        && running.interrupt(interruption)
    {
        return Err(TransactionError::SessionEnded);
    }
    running.reset().await;
    Ok(running.end())
}

/// A transaction in progress.
struct Running<'a, 'j> {
    session: &'a mut Session,
    origin: SessionOrigin,
    to: &'a Destination,
    limits: &'a Limits,
    /// The time left for slow replies to the envelope.
    slow_reply_budget: Duration,
    outgoing: &'a Outgoing,
    journal: &'a mut Journal<'j>,
    recipients: Recipients,
    interruption: Option<Interruption>,
    stopped_at: Option<usize>,
    sender_rejected: bool,
    /// Whether DATA was answered with 354; `None` if it was not sent.
    data_accepted: Option<bool>,
    /// Every reply so far matches its command.
    in_sequence: bool,
}

impl Running<'_, '_> {
    async fn run(&mut self) -> Result<(), Interruption> {
        self.envelope().await?;
        if self.data_accepted != Some(true) {
            return Ok(());
        }
        if self.recipients.any_accepted() { self.message().await } else { self.empty_message().await }
    }

    /// Sends MAIL, RCPT for each recipient, and DATA; as many in one write as the server allows.
    async fn envelope(&mut self) -> Result<(), Interruption> {
        let is_pipelined = self.session.capabilities.pipelining && !self.to.is_lock_step();
        let most = if is_pipelined { PIPELINE_COMMANDS } else { 1 };
        let recipients = (0..self.recipients.len()).map(Command::Rcpt);
        let mut commands =
            std::iter::once(Command::Mail).chain(recipients).chain(std::iter::once(Command::Data)).peekable();
        let mut batch = Vec::with_capacity(most.min(self.recipients.len() + 2));
        self.journal.enter(Stage::MailFrom);
        while let Some(first) = commands.peek().copied() {
            if !self.is_needed(first) {
                break;
            }
            batch.clear();
            batch.extend(commands.by_ref().take(most));
            self.send_pipelined(&batch).await?;
        }
        Ok(())
    }

    /// Whether a command is still useful: nothing follows a rejected sender, and no DATA follows if every recipient was
    /// rejected.
    fn is_needed(&self, command: Command) -> bool {
        match command {
            Command::Mail => true,
            Command::Rcpt(_) => !self.sender_rejected,
            Command::Data => self.recipients.any_accepted(),
        }
    }

    /// Sends commands in one write, then reads a reply to each.
    async fn send_pipelined(&mut self, batch: &[Command]) -> Result<(), Interruption> {
        for command in batch {
            let line = self.line(*command);
            self.journal.client(&line);
            self.session.wire.put(&line);
        }
        let interrupted = |error, command: &Command, is_second| Interruption {
            phase: command.phase(),
            recipient: command.recipient(),
            is_second,
            error,
            after_final_dot: false,
        };
        if let Err(error) = self.session.wire.flush(self.limits.command()).await {
            // A server that closes the connection has often sent the reason first.
            let error = self.session.wire.closing_reply(error).await;
            self.note_closing_reply(&error);
            return Err(interrupted(error, &batch[0], false));
        }
        for (position, command) in batch.iter().enumerate() {
            let reply = self.reply(*command, position > 0).await;
            let reply = reply.map_err(|error| interrupted(error, command, position == 1))?;
            self.journal.server(&reply);
            if self.is_exhausted(*command, &reply) || command.is_mismatch(&reply) || closes_session(&reply) {
                return Err(interrupted(SmtpError::Reply(reply), command, false));
            }
            self.read_reply(*command, reply);
        }
        Ok(())
    }

    /// The reply to one command of the envelope. Slow replies use up the slow_reply_budget of the whole envelope.
    async fn reply(&mut self, command: Command, is_behind: bool) -> Result<Reply, SmtpError> {
        let mut limit = self.limits.command().min(self.slow_reply_budget.max(Timeouts::PROMPT));
        if is_behind {
            limit = limit.min(PIPELINE_REPLY);
        }
        if matches!((self.origin, command), (SessionOrigin::Reused { .. }, Command::Mail)) {
            limit = limit.min(self.limits.kept_session());
        }
        let started = Instant::now();
        let reply = self.session.wire.reply(limit).await;
        self.slow_reply_budget =
            self.slow_reply_budget.saturating_sub(started.elapsed().saturating_sub(Timeouts::PROMPT));
        reply
    }

    fn is_exhausted(&self, command: Command, reply: &Reply) -> bool {
        match (self.origin, command) {
            (SessionOrigin::Reused { is_exhausted }, Command::Mail) => is_exhausted(reply),
            _ => false,
        }
    }

    fn line(&self, command: Command) -> String {
        match command {
            Command::Mail => self.mail_line(),
            Command::Rcpt(at) => self.rcpt_line(&self.outgoing.recipients[at]),
            Command::Data => "DATA".to_owned(),
        }
    }

    fn mail_line(&self) -> String {
        let server = &self.session.capabilities;
        let mut line = format!("MAIL FROM:<{}>", self.outgoing.sender.expose());
        if server.size {
            // Writing to a String cannot fail.
            let _ = write!(line, " SIZE={}", self.outgoing.bytes.len());
        }
        if self.outgoing.eight_bit && server.eight_bit_mime {
            line.push_str(" BODY=8BITMIME");
        }
        if self.outgoing.needs_smtputf8() && server.smtputf8 {
            line.push_str(" SMTPUTF8");
        }
        if let Some(asked) = self.outgoing.notifications.as_ref().filter(|_| server.dsn) {
            if let Some(ret) = asked.ret {
                let _ = write!(line, " RET={}", ret.name());
            }
            if let Some(id) = &asked.envelope_id {
                let _ = write!(line, " ENVID={}", id.as_str());
            }
        }
        line
    }

    /// The parameters of RFC 3461 section 4 where the server offers DSN.
    fn rcpt_line(&self, recipient: &EmailAddress) -> String {
        let mut line = format!("RCPT TO:<{}>", recipient.expose());
        if let Some(asked) = self.outgoing.notifications.as_ref().filter(|_| self.session.capabilities.dsn) {
            let (notify, original) = asked.recipient(recipient);
            if let Some(notify) = notify {
                let _ = write!(line, " NOTIFY={notify}");
            }
            if let Some(original) = original {
                let _ = write!(line, " ORCPT={}", original.expose());
            }
        }
        line
    }

    fn read_reply(&mut self, command: Command, reply: Reply) {
        match command {
            Command::Mail => self.read_mail_reply(reply),
            // After a rejected sender the server also rejects the rest of a pipelined batch, which adds nothing.
            Command::Rcpt(_) if self.sender_rejected => {}
            Command::Rcpt(at) => self.read_rcpt_reply(at, reply),
            Command::Data => self.read_data_reply(reply),
        }
    }

    fn read_mail_reply(&mut self, reply: Reply) {
        if ReplyClass::of(&reply) == ReplyClass::Completion {
            self.journal.passed(texts::smtp_reply(reply.to_string()));
            self.journal.enter(Stage::RcptTo);
        } else {
            self.journal.failed(texts::smtp_reply(reply.to_string()));
            self.sender_rejected = true;
            self.reject_pending(Phase::Mail, &reply);
        }
    }

    fn read_rcpt_reply(&mut self, at: usize, reply: Reply) {
        let detail = reply.to_string();
        if ReplyClass::of(&reply) == ReplyClass::Completion {
            self.recipients.accept(at);
        } else {
            self.in_sequence &= keeps_sequence(&reply);
            self.recipients.end(at, RecipientResult::Rejected { phase: Phase::Rcpt, reply });
        }
        if at + 1 == self.recipients.len() {
            self.end_rcpt_stage(detail);
        }
    }

    fn end_rcpt_stage(&mut self, last_reply: String) {
        let all = self.recipients.len();
        let accepted = self.recipients.accepted();
        let detail =
            if all == 1 { texts::smtp_reply(last_reply) } else { texts::smtp_recipients_accepted(accepted, all) };
        if accepted > 0 {
            self.journal.passed(detail);
            self.journal.enter(Stage::Data);
        } else {
            self.journal.failed(detail);
        }
    }

    fn read_data_reply(&mut self, reply: Reply) {
        let accepted = ReplyClass::of(&reply) == ReplyClass::Intermediate;
        self.data_accepted = Some(accepted);
        // If every recipient was rejected, the server rejects DATA as well, which adds nothing.
        if !accepted && self.recipients.any_accepted() {
            self.journal.failed(texts::smtp_reply(reply.to_string()));
            self.reject_pending(Phase::Data, &reply);
        }
    }

    /// Sends the message and the final dot, and reads the reply.
    async fn message(&mut self) -> Result<(), Interruption> {
        self.journal.remark(format_args!("message of {} bytes", self.outgoing.bytes.len()));
        let progress = self.journal.progress();
        let last = move || progress.message_may_arrive();
        if let Err(error) = self.session.wire.message(&self.outgoing.bytes, self.limits.data_block(), last).await {
            return Err(self.message_interrupted(error).await);
        }
        let interrupted = |error| Interruption::at(Phase::FinalDot, error, true);
        let reply = self.session.wire.reply(self.limits.final_dot()).await.map_err(interrupted)?;
        self.journal.server(&reply);
        if ReplyClass::of(&reply) == ReplyClass::Completion {
            self.journal.passed(texts::smtp_reply(reply.to_string()));
            self.recipients.accept_all(&reply);
        } else {
            self.journal.failed(texts::smtp_reply(reply.to_string()));
            self.reject_pending(Phase::FinalDot, &reply);
        }
        Ok(())
    }

    /// The interruption of a message that could not be written; the server may have sent the reason.
    async fn message_interrupted(&mut self, MessageError { mut error, whole }: MessageError) -> Interruption {
        if !whole {
            error = self.session.wire.closing_reply(error).await;
            self.note_closing_reply(&error);
        }
        Interruption::at(Phase::FinalDot, error, whole)
    }

    /// Sends an empty message, which the server rejects: DATA was answered with 354 although every recipient was
    /// rejected (RFC 2920 section 3.1).
    async fn empty_message(&mut self) -> Result<(), Interruption> {
        self.journal.remark(format_args!("no recipient is left; ending DATA"));
        let interrupted = |error| Interruption::at(Phase::Data, error, false);
        let sent = self.session.wire.message(b"", self.limits.data_block(), || Ok(())).await;
        sent.map_err(|error| interrupted(error.error))?;
        let reply = self.session.wire.reply(self.limits.final_dot()).await.map_err(interrupted)?;
        self.journal.server(&reply);
        self.in_sequence &= !closes_session(&reply);
        Ok(())
    }

    fn note_closing_reply(&mut self, error: &SmtpError) {
        if let Some(reply) = error.reply() {
            self.journal.server(reply);
        }
    }

    /// Records the interruption. Returns whether it is only the end of a kept session, which concerns no recipient.
    fn interrupt(&mut self, interruption: Interruption) -> bool {
        self.in_sequence = false;
        let error = &interruption.error;
        if matches!(self.origin, SessionOrigin::Reused { .. }) && interruption.phase == Phase::Mail {
            self.journal.remark(format_args!("the kept session had ended: {error}"));
            return true;
        }
        self.journal.failed(error.text());
        self.journal.remark(format_args!("{error}"));
        self.stopped_at = interruption.recipient;
        match &interruption.error {
            SmtpError::Reply(reply) => self.reject_pending(interruption.phase, reply),
            _ => {
                self.recipients.end_pending(&RecipientResult::Interrupted);
                self.interruption = Some(interruption);
            }
        }
        false
    }

    /// Rejects all recipients without a result with one reply.
    fn reject_pending(&mut self, phase: Phase, reply: &Reply) {
        self.in_sequence &= keeps_sequence(reply);
        self.recipients.end_pending(&RecipientResult::Rejected { phase, reply: reply.clone() });
    }

    /// Ends an unfinished transaction at the server.
    async fn reset(&mut self) {
        let finished = self.data_accepted == Some(true);
        if finished || !self.in_sequence {
            return;
        }
        self.journal.client("RSET");
        self.session.wire.put("RSET");
        let limit = self.limits.command().min(RESET);
        let replied = match self.session.wire.flush(limit).await {
            Ok(()) => self.session.wire.reply(limit).await,
            Err(error) => Err(error),
        };
        match replied {
            Ok(reply) => {
                self.journal.server(&reply);
                self.in_sequence = ReplyClass::of(&reply) == ReplyClass::Completion;
            }
            Err(error) => {
                self.journal.remark(format_args!("{error}"));
                self.in_sequence = false;
            }
        }
    }

    fn end(self) -> Transaction {
        Transaction {
            recipients: self.recipients.into_results(),
            interruption: self.interruption,
            stopped_at: self.stopped_at,
            passes_on_notifications: self.session.capabilities.dsn,
            session_reusable: self.in_sequence,
        }
    }
}
