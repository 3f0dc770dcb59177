//! One message handed over: MAIL, RCPT, DATA, the bytes and the final dot, with a verdict for each recipient.
//!
//! - What the server cannot take is refused before a word is said: size, octets above 127, UTF-8 addresses.
//! - With PIPELINING the envelope and DATA go out in one write (RFC 2920), else command by command.
//! - A recipient's refusal is its own; the others go on. 421 or a lost connection ends all that are undecided.
//! - After the final dot, silence is no refusal: the message may have arrived.

use std::fmt::Write as _;
use std::time::Duration;

use mail::{EmailAddress, Problem, RecipientVerdict, Reply, Stage};

use super::destination::Limits;
use super::journal::Journal;
use super::mishap::Mishap;
use super::session::Session;
use super::standings::Standings;
use super::wire::BodyCut;
use crate::Outgoing;
use crate::trouble::{self, Class, Fate, Part, Scene};

/// The most commands in one write: their replies have to fit the network's buffers while we do not read (RFC 2920 §3.1).
const FLIGHT: usize = 100;
/// How long RSET may take: a session that does not answer it is not worth keeping.
const RESET: Duration = Duration::from_secs(10);

/// What a transaction came to.
#[derive(Debug)]
pub(crate) struct Handed {
    pub(crate) end: End,
    pub(crate) throttled: bool,
    /// The session is in step and free for the next message.
    pub(crate) session_free: bool,
}

/// How it ended.
#[derive(Debug)]
pub(crate) enum End {
    /// A verdict for each recipient, in order.
    Verdicts(Vec<RecipientVerdict>),
    /// It is not this message's trouble.
    Connection(Problem),
    /// The session had ended while it was kept, before it heard of this message.
    SessionGone,
}

/// Whether a session that is gone says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Age {
    /// It was opened for this message.
    Fresh,
    /// It was kept since an earlier one; servers end those when they please.
    Kept,
}

/// Hands `outgoing` over.
pub(crate) async fn hand_over(
    session: &mut Session,
    age: Age,
    limits: &Limits,
    scene: &Scene<'_>,
    outgoing: &Outgoing,
    journal: &mut Journal<'_>,
) -> Handed {
    session.messages += 1;
    let recipients = Standings::new(outgoing.recipients.len());
    let mut transaction = Transaction {
        session,
        age,
        limits,
        scene,
        outgoing,
        journal,
        recipients,
        sender_refusal: None,
        go_ahead: None,
        in_step: true,
    };
    if let Some(judgement) = trouble::unsendable(scene, &transaction.session.server, outgoing) {
        transaction.journal.enter(Stage::MailFrom);
        transaction.journal.failed(judgement.problem.what.clone());
        transaction.recipients.judge_rest(&judgement, None);
        return transaction.end();
    }
    let result = transaction.run().await;
    if let Err(lost) = result
        && transaction.is_lost(lost)
    {
        return Handed { end: End::SessionGone, throttled: false, session_free: false };
    }
    transaction.reset().await;
    transaction.end()
}

/// What is asked of the server before the message.
#[derive(Clone, Copy)]
enum Asked {
    Mail,
    Rcpt(usize),
    Data,
}

impl Asked {
    /// A yes of the wrong kind: replies and commands are out of step, and nothing more is believed.
    fn is_misfit(self, reply: &Reply) -> bool {
        match self {
            Asked::Mail | Asked::Rcpt(_) => trouble::class(reply) == Class::GoOn,
            Asked::Data => trouble::class(reply) == Class::Done,
        }
    }
}

/// The end of the conversation before its time.
struct Lost {
    mishap: Mishap,
    part: Part,
    /// The final dot had gone out.
    after_dot: bool,
}

struct Transaction<'a, 'j> {
    session: &'a mut Session,
    age: Age,
    limits: &'a Limits,
    scene: &'a Scene<'a>,
    outgoing: &'a Outgoing,
    journal: &'a mut Journal<'j>,
    recipients: Standings,
    /// MAIL's reply where it was refused.
    sender_refusal: Option<Reply>,
    /// Whether DATA was answered 354; `None` while it was not asked.
    go_ahead: Option<bool>,
    /// Every reply so far fitted its command.
    in_step: bool,
}

impl Transaction<'_, '_> {
    async fn run(&mut self) -> Result<(), Lost> {
        self.envelope().await?;
        if self.go_ahead != Some(true) {
            return Ok(());
        }
        if self.recipients.any_accepted() { self.message().await } else { self.nothing_to_send().await }
    }

    /// MAIL, RCPT for each recipient, DATA; as many in one write as the server allows.
    async fn envelope(&mut self) -> Result<(), Lost> {
        let most = if self.session.server.pipelining { FLIGHT } else { 1 };
        let recipients = (0..self.recipients.len()).map(Asked::Rcpt);
        let mut asked = std::iter::once(Asked::Mail).chain(recipients).chain(std::iter::once(Asked::Data)).peekable();
        let mut flight = Vec::with_capacity(most.min(self.recipients.len() + 2));
        self.journal.enter(Stage::MailFrom);
        while let Some(first) = asked.peek().copied() {
            if !self.is_worth_asking(first) {
                break;
            }
            flight.clear();
            flight.extend(asked.by_ref().take(most));
            self.fly(&flight).await?;
        }
        Ok(())
    }

    /// Nothing follows a refused sender, and no DATA follows when no recipient is left.
    fn is_worth_asking(&self, asked: Asked) -> bool {
        match asked {
            Asked::Mail => true,
            Asked::Rcpt(_) => self.sender_refusal.is_none(),
            Asked::Data => self.recipients.any_accepted(),
        }
    }

    /// One write, and a reply to each command in it.
    async fn fly(&mut self, flight: &[Asked]) -> Result<(), Lost> {
        for asked in flight {
            let line = self.line(*asked);
            self.journal.client(&line);
            self.session.wire.put(&line);
        }
        let part = |asked: &Asked| match asked {
            Asked::Mail => Part::Mail,
            Asked::Rcpt(_) => Part::Rcpt,
            Asked::Data => Part::Data,
        };
        let lost = |mishap, asked| Lost { mishap, part: part(asked), after_dot: false };
        if let Err(mishap) = self.session.wire.flush(self.limits.command()).await {
            // A server that hangs up has often said why before.
            let mishap = self.session.wire.last_words(mishap).await;
            self.note_last_words(&mishap);
            return Err(lost(mishap, &flight[0]));
        }
        for asked in flight {
            let reply = self.session.wire.reply(self.limits.command()).await.map_err(|mishap| lost(mishap, asked))?;
            self.journal.server(&reply);
            let worn_out = self.age == Age::Kept && part(asked) == Part::Mail && trouble::is_worn_out(&reply);
            if worn_out || asked.is_misfit(&reply) || trouble::ends_session(&reply) {
                return Err(lost(Mishap::Reply(reply), asked));
            }
            self.heard(*asked, reply);
        }
        Ok(())
    }

    fn line(&self, asked: Asked) -> String {
        match asked {
            Asked::Mail => self.mail_line(),
            Asked::Rcpt(at) => format!("RCPT TO:<{}>", self.outgoing.recipients[at].expose()),
            Asked::Data => "DATA".to_owned(),
        }
    }

    fn mail_line(&self) -> String {
        let server = &self.session.server;
        let mut line = format!("MAIL FROM:<{}>", self.outgoing.sender.expose());
        if server.size {
            // Writing to a String cannot fail.
            let _ = write!(line, " SIZE={}", self.outgoing.bytes.len());
        }
        if self.outgoing.eight_bit && server.eight_bit_mime {
            line.push_str(" BODY=8BITMIME");
        }
        if needs_smtputf8(self.outgoing) && server.smtputf8 {
            line.push_str(" SMTPUTF8");
        }
        line
    }

    /// Takes one reply of the envelope in.
    fn heard(&mut self, asked: Asked, reply: Reply) {
        match asked {
            Asked::Mail => self.heard_mail(reply),
            // After a refused sender the rest of a pipelined flight is refused too, which says nothing new.
            Asked::Rcpt(_) if self.sender_refusal.is_some() => {}
            Asked::Rcpt(at) => self.heard_rcpt(at, reply),
            Asked::Data => self.heard_data(reply),
        }
    }

    fn heard_mail(&mut self, reply: Reply) {
        if trouble::class(&reply) == Class::Done {
            self.journal.passed(reply.to_string());
            self.journal.enter(Stage::RcptTo);
        } else {
            self.journal.failed(reply.to_string());
            self.sender_refusal = Some(reply.clone());
            self.judge_reply(Part::Mail, reply);
        }
    }

    fn heard_rcpt(&mut self, at: usize, reply: Reply) {
        if trouble::class(&reply) == Class::Done {
            self.recipients.accept(at);
        } else {
            let judgement = trouble::of_reply(self.scene, Part::Rcpt, &reply);
            self.in_step &= judgement.in_step;
            self.recipients.judge(at, judgement, reply.clone());
        }
        if at + 1 == self.recipients.len() {
            self.all_recipients_heard(&reply);
        }
    }

    fn all_recipients_heard(&mut self, last: &Reply) {
        let all = self.recipients.len();
        let accepted = self.recipients.accepted();
        let detail = if all == 1 { last.to_string() } else { format!("{accepted} of {all} recipients accepted") };
        if accepted > 0 {
            self.journal.passed(detail);
            self.journal.enter(Stage::Data);
        } else {
            self.journal.failed(detail);
        }
    }

    fn heard_data(&mut self, reply: Reply) {
        let go_ahead = trouble::class(&reply) == Class::GoOn;
        self.go_ahead = Some(go_ahead);
        // When nobody is left, DATA is refused too, which says nothing new.
        if !go_ahead && self.recipients.any_accepted() {
            self.journal.failed(reply.to_string());
            self.judge_reply(Part::Data, reply);
        }
    }

    /// The message, the final dot and the answer to it.
    async fn message(&mut self) -> Result<(), Lost> {
        self.journal.remark(format_args!("message of {} bytes", self.outgoing.bytes.len()));
        if let Err(cut) = self.session.wire.message(&self.outgoing.bytes, self.limits.data_block()).await {
            return Err(self.cut_off(cut).await);
        }
        let lost = |mishap| Lost { mishap, part: Part::FinalDot, after_dot: true };
        let reply = self.session.wire.reply(self.limits.final_dot()).await.map_err(lost)?;
        self.journal.server(&reply);
        if trouble::class(&reply) == Class::Done {
            self.journal.passed(reply.to_string());
            self.recipients.deliver(&reply);
        } else {
            self.journal.failed(reply.to_string());
            self.in_step &= !trouble::ends_session(&reply);
            self.judge_reply(Part::FinalDot, reply);
        }
        Ok(())
    }

    /// The server stopped taking the message; perhaps it says why.
    async fn cut_off(&mut self, cut: BodyCut) -> Lost {
        let mut mishap = cut.mishap;
        if !cut.whole {
            mishap = self.session.wire.last_words(mishap).await;
            self.note_last_words(&mishap);
        }
        Lost { mishap, part: Part::FinalDot, after_dot: cut.whole }
    }

    /// DATA was answered 354 although nobody is left: an empty message ends it, and the server refuses that (RFC 2920
    /// §3.1).
    async fn nothing_to_send(&mut self) -> Result<(), Lost> {
        self.journal.remark(format_args!("no recipient is left; ending DATA"));
        let lost = |mishap| Lost { mishap, part: Part::Data, after_dot: false };
        self.session.wire.message(b"", self.limits.data_block()).await.map_err(|cut| lost(cut.mishap))?;
        let reply = self.session.wire.reply(self.limits.final_dot()).await.map_err(lost)?;
        self.journal.server(&reply);
        self.in_step &= !trouble::ends_session(&reply);
        Ok(())
    }

    fn note_last_words(&mut self, mishap: &Mishap) {
        if let Some(reply) = mishap.reply() {
            self.journal.server(reply);
        }
    }

    /// Takes the loss in; answers whether it is only a kept session's end, which says nothing about this message.
    fn is_lost(&mut self, lost: Lost) -> bool {
        self.in_step = false;
        let Lost { mishap, part, after_dot } = lost;
        if self.age == Age::Kept && part == Part::Mail {
            self.journal.remark(format_args!("the kept session had ended: {mishap}"));
            return true;
        }
        self.journal.failed(mishap.to_string());
        self.journal.remark(format_args!("{mishap}"));
        match mishap {
            Mishap::Reply(reply) => self.judge_reply(part, reply),
            mishap => {
                let judgement = trouble::of_loss(self.scene, part, &mishap, after_dot);
                self.recipients.judge_rest(&judgement, None);
            }
        }
        false
    }

    /// Judges by a reply all recipients that are still undecided.
    fn judge_reply(&mut self, part: Part, reply: Reply) {
        let judgement = trouble::of_reply(self.scene, part, &reply);
        self.in_step &= judgement.in_step;
        self.recipients.judge_rest(&judgement, Some(&reply));
    }

    /// Clears what an unfinished transaction left at the server.
    async fn reset(&mut self) {
        let finished = self.go_ahead == Some(true);
        if finished || !self.in_step {
            return;
        }
        self.journal.client("RSET");
        self.session.wire.put("RSET");
        let patience = self.limits.command().min(RESET);
        let answered = match self.session.wire.flush(patience).await {
            Ok(()) => self.session.wire.reply(patience).await,
            Err(mishap) => Err(mishap),
        };
        match answered {
            Ok(reply) => {
                self.journal.server(&reply);
                self.in_step = trouble::class(&reply) == Class::Done;
            }
            Err(mishap) => {
                self.journal.remark(format_args!("{mishap}"));
                self.in_step = false;
            }
        }
    }

    fn end(self) -> Handed {
        let throttled = self.recipients.throttled();
        let end = match self.recipients.connection_trouble() {
            Some(problem) => End::Connection(problem.clone()),
            None => End::Verdicts(self.recipients.into_verdicts(&self.outgoing.recipients)),
        };
        Handed { end, throttled, session_free: self.in_step }
    }
}

/// Asks whether the server would take mail from `sender`, and takes the question back.
pub(crate) async fn check_sender(
    session: &mut Session,
    limits: &Limits,
    scene: &Scene<'_>,
    sender: &EmailAddress,
    journal: &mut Journal<'_>,
) -> Result<(), Problem> {
    let lost = |part, mishap: &Mishap| trouble::of_loss(scene, part, mishap, false).problem;
    for line in [format!("MAIL FROM:<{}>", sender.expose()), "RSET".to_owned()] {
        journal.client(&line);
        session.wire.put(&line);
        session.wire.flush(limits.command()).await.map_err(|mishap| lost(Part::Mail, &mishap))?;
        let reply = session.wire.reply(limits.command()).await.map_err(|mishap| lost(Part::Mail, &mishap))?;
        journal.server(&reply);
        if trouble::class(&reply) != Class::Done {
            let judgement = trouble::of_reply(scene, Part::Mail, &reply);
            // A sender who is refused by himself is his messages' fate, and no reason for the others to wait.
            if judgement.fate == Fate::Connection || !judgement.in_step {
                return Err(judgement.problem);
            }
        }
    }
    Ok(())
}

/// Whether an address of the envelope or a header needs SMTPUTF8.
pub(crate) fn needs_smtputf8(outgoing: &Outgoing) -> bool {
    outgoing.smtputf8
        || outgoing.sender.needs_smtputf8()
        || outgoing.recipients.iter().any(EmailAddress::needs_smtputf8)
}
