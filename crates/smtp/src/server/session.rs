//! One session: which command may come when, and what it is answered (RFC 5321 section 4.1.4).

mod auth;

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::time::Instant;

use super::answer::Answer;
use super::arriving::{Arriving, skip_chunk, too_large};
use super::command::{Command, MailCommand, RcptCommand, parse};
use super::line::{LineFault, LineKind};
use super::terms::{Hello, Host, Incoming, LoginOffer, Terms};
use super::wire::{Ended, Wire};

/// Commands that are refused for their syntax or order until the session ends.
const MISTAKES: usize = 20;
/// Commands and time of a session until a login, or a sender that needs none, is accepted.
const COMMANDS_BEFORE_LOGIN: usize = 20;
const LOGIN_WITHIN: Duration = Duration::from_secs(60);

/// How a session begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// The server greets.
    Greeting,
    /// After STARTTLS the client speaks first.
    AfterStartTls,
}

/// How a session ended.
#[derive(Debug)]
pub enum End<S> {
    /// The connection is closed: after QUIT or a reply that ends the session (`None`), or for this reason.
    Closed(Option<Ended>),
    /// The client expects a TLS handshake now.
    StartTls(S),
}

/// Serves one connection until it ends, or until the client asks for TLS. When `stopped` becomes true, a message that is
/// arriving is finished, and the session ends with 421.
pub async fn serve<S, H>(
    stream: S,
    terms: &Terms,
    host: &mut H,
    opening: Opening,
    stopped: watch::Receiver<bool>,
) -> End<S>
where
    S: AsyncRead + AsyncWrite + Unpin,
    H: Host,
{
    let mut session = Session {
        wire: Wire::new(stream, terms.times, stopped),
        terms,
        host,
        hello: None,
        is_logged_in: false,
        transaction: None,
        messages: 0,
        mistakes: 0,
        refused_logins: 0,
        refused_recipients: 0,
        login_until: Some(Instant::now() + LOGIN_WITHIN),
        commands_before_login: 0,
        skippable_octets: terms.message_octets as u64,
    };
    if opening == Opening::Greeting {
        session.wire.put(&Answer::plain(220, format!("{} ESMTP owlpost", terms.host_name)));
    }
    let why = loop {
        match session.step().await {
            Ok(Step::Next) => {}
            Ok(Step::Close) => break None,
            Ok(Step::StartTls) => {
                session.host.reset();
                return End::StartTls(session.wire.into_stream());
            }
            Err(why) => break Some(why),
        }
    };
    session.host.reset();
    if let Some(answer) = why.and_then(|why| last_words(why, &terms.host_name)) {
        session.wire.put(&answer);
    }
    session.wire.close().await;
    End::Closed(why)
}

/// The reply before the server closes the connection.
fn last_words(why: Ended, host_name: &str) -> Option<Answer> {
    match why {
        Ended::Closed | Ended::NotReading => None,
        Ended::Idle => Some(Answer::new(421, "4.4.2", format!("{host_name} No command came in time"))),
        Ended::TooSlow => Some(Answer::new(421, "4.4.2", format!("{host_name} The message came too slowly"))),
        Ended::Stopped => Some(Answer::new(421, "4.3.2", format!("{host_name} The server stops; try again"))),
        Ended::Input(LineFault::BareLineEnd) => {
            Some(Answer::new(500, "5.5.2", "Only CRLF ends a command: a bare CR or LF, or a NUL, is not accepted"))
        }
        Ended::Input(LineFault::Endless | LineFault::TooLong) => Some(Answer::new(500, "5.5.2", "The line has no end")),
        Ended::Input(LineFault::Tls) => {
            Some(Answer::new(500, "5.5.2", "This port begins in clear: choose STARTTLS, or the port of implicit TLS"))
        }
    }
}

/// What follows a command.
enum Step {
    Next,
    Close,
    StartTls,
}

struct Session<'a, S, H> {
    wire: Wire<S>,
    terms: &'a Terms,
    host: &'a mut H,
    hello: Option<Hello>,
    is_logged_in: bool,
    transaction: Option<Transaction>,
    messages: usize,
    mistakes: usize,
    refused_logins: usize,
    refused_recipients: usize,
    /// When the session ends without a login; `None` once a login, or a sender that needs none, was accepted.
    login_until: Option<Instant>,
    commands_before_login: usize,
    /// Octets of chunks outside of a transaction that are still read before the session ends.
    skippable_octets: u64,
}

/// From MAIL to the end of the message.
struct Transaction {
    size: Option<u64>,
    smtputf8: bool,
    recipients: usize,
    /// Chunks that have arrived.
    chunks: Option<Arriving>,
}

impl<S: AsyncRead + AsyncWrite + Unpin, H: Host> Session<'_, S, H> {
    async fn step(&mut self) -> Result<Step, Ended> {
        let line = self.line(LineKind::Command).await?;
        if self.login_until.is_some() {
            self.commands_before_login += 1;
            if self.commands_before_login > COMMANDS_BEFORE_LOGIN {
                self.wire.put(&Answer::new(421, "4.7.0", "Too many commands before a login"));
                return Ok(Step::Close);
            }
        }
        let answer = match line {
            Err(_) => self.unknown(Answer::new(500, "5.5.2", "The line is too long")),
            Ok(line) => match parse(&line) {
                Err(answer) if answer.number() == 500 => self.unknown(answer),
                Err(answer) => self.mistake(answer),
                Ok(Command::StartTls) => match self.start_tls() {
                    Ok(()) => {
                        self.wire.put(&Answer::new(220, "2.0.0", "Begin TLS now"));
                        self.wire.flush().await?;
                        return Ok(Step::StartTls);
                    }
                    Err(answer) => answer,
                },
                Ok(command) => self.command(command).await?,
            },
        };
        self.wire.put(&answer);
        Ok(if answer.ends_session() { Step::Close } else { Step::Next })
    }

    async fn line(&mut self, kind: LineKind) -> Result<Result<Vec<u8>, LineFault>, Ended> {
        self.wire.line(kind, self.login_until).await
    }

    async fn command(&mut self, command: Command) -> Result<Answer, Ended> {
        Ok(match command {
            Command::Hello { name, extended } => self.hello(name, extended),
            Command::Mail(mail) => self.mail(mail).await,
            Command::Rcpt(rcpt) => self.rcpt(rcpt).await,
            Command::Data => self.data().await?,
            Command::Bdat { octets, last } => self.chunk(octets, last).await?,
            Command::Auth { mechanism, initial } => self.auth(&mechanism, initial).await?,
            Command::Rset => {
                self.end_transaction();
                Answer::new(250, "2.0.0", "Reset")
            }
            Command::Noop => Answer::new(250, "2.0.0", "OK"),
            Command::Vrfy => Answer::new(252, "2.5.0", "Send the message; who receives it is not told"),
            Command::Help => Answer::plain(
                214,
                "EHLO HELO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT\nThe password is an API key or a mail password",
            ),
            Command::Quit => Answer::new(221, "2.0.0", "Bye").and_close(),
            Command::Http => Answer::new(554, "5.5.0", "This is not a web server").and_close(),
            Command::StartTls => self.bad_sequence("STARTTLS was handled before"),
        })
    }

    fn hello(&mut self, name: String, extended: bool) -> Answer {
        self.end_transaction();
        self.hello = Some(Hello { name, extended });
        let Terms { host_name, message_octets, recipients, messages, .. } = self.terms;
        if !extended {
            return Answer::plain(250, host_name.clone());
        }
        let mut lines = vec![
            host_name.clone(),
            "PIPELINING".to_owned(),
            format!("SIZE {message_octets}"),
            "8BITMIME".to_owned(),
            "SMTPUTF8".to_owned(),
            "CHUNKING".to_owned(),
            "ENHANCEDSTATUSCODES".to_owned(),
            "DSN".to_owned(),
        ];
        if self.terms.starttls {
            lines.push("STARTTLS".to_owned());
        }
        if self.terms.login == LoginOffer::Offered {
            lines.push("AUTH PLAIN LOGIN".to_owned());
        }
        lines.push(format!("LIMITS RCPTMAX={recipients} MAILMAX={messages}"));
        Answer::plain(250, lines.join("\n"))
    }

    fn start_tls(&mut self) -> Result<(), Answer> {
        if !self.terms.starttls {
            return Err(self.mistake(Answer::new(502, "5.5.1", "STARTTLS is not offered here")));
        }
        if !self.wire.input.unread().is_empty() {
            // They would be read as if they had come over TLS (CVE-2011-0411).
            return Err(Answer::new(554, "5.5.0", "Something was sent behind STARTTLS").and_close());
        }
        Ok(())
    }

    async fn mail(&mut self, mail: MailCommand) -> Answer {
        if self.hello.is_none() {
            return self.bad_sequence("Begin with EHLO");
        }
        if self.transaction.is_some() {
            return self.bad_sequence("The last message is not complete; RSET gives it up");
        }
        if self.messages >= self.terms.messages {
            return Answer::new(421, "4.7.0", "Enough messages for one connection; open another").and_close();
        }
        if let Some(answer) = self.refused_parameter(&mail) {
            return answer;
        }
        let (size, smtputf8) = (mail.size, mail.smtputf8);
        match self.host.mail(mail).await {
            Ok(()) => {
                self.login_until = None;
                self.transaction = Some(Transaction { size, smtputf8, recipients: 0, chunks: None });
                Answer::new(250, "2.1.0", "Sender accepted")
            }
            Err(answer) => self.mistake(answer),
        }
    }

    fn refused_parameter(&self, mail: &MailCommand) -> Option<Answer> {
        if mail.size.is_some_and(|size| size > self.terms.message_octets as u64) {
            return Some(too_large(self.terms.message_octets));
        }
        if !mail.sender.is_ascii() && !mail.smtputf8 {
            return Some(needs_smtputf8());
        }
        None
    }

    async fn rcpt(&mut self, rcpt: RcptCommand) -> Answer {
        let Some(transaction) = &mut self.transaction else { return self.bad_sequence("Begin with MAIL") };
        if transaction.chunks.is_some() {
            return self.bad_sequence("The message has begun");
        }
        if transaction.recipients >= self.terms.recipients {
            return Answer::new(452, "4.5.3", format!("A message has at most {} recipients", self.terms.recipients));
        }
        if !rcpt.recipient.is_ascii() && !transaction.smtputf8 {
            return needs_smtputf8();
        }
        match self.host.rcpt(rcpt).await {
            Ok(()) => {
                transaction.recipients += 1;
                Answer::new(250, "2.1.5", "Recipient accepted")
            }
            Err(answer) => {
                self.refused_recipients += 1;
                if self.refused_recipients < self.terms.recipients {
                    return answer;
                }
                Answer::new(421, "4.7.0", "Too many recipients were refused").and_close()
            }
        }
    }

    async fn data(&mut self) -> Result<Answer, Ended> {
        let size = match &self.transaction {
            None => return Ok(self.bad_sequence("Begin with MAIL")),
            Some(Transaction { chunks: Some(_), .. }) => return Ok(self.bad_sequence("The message came by BDAT")),
            Some(Transaction { recipients: 0, .. }) => return Ok(self.without_recipient()),
            Some(transaction) => transaction.size,
        };
        let limit = self.terms.message_octets;
        let mut arriving = match Arriving::announced(size, self.host, limit).await {
            Ok(arriving) => arriving,
            Err(answer) => {
                self.end_transaction();
                return Ok(answer);
            }
        };
        self.wire.put(&Answer::plain(354, "Send the message; CRLF.CRLF ends it"));
        arriving.read_data(&mut self.wire, self.host, self.terms).await?;
        Ok(self.accept(arriving.complete(false)).await)
    }

    async fn chunk(&mut self, octets: u64, last: bool) -> Result<Answer, Ended> {
        let mut arriving = match &self.transaction {
            Some(Transaction { chunks: Some(_), .. }) => {
                let chunks = self.transaction.as_mut().and_then(|transaction| transaction.chunks.take());
                chunks.unwrap_or_default()
            }
            Some(transaction) if transaction.recipients > 0 => {
                match Arriving::announced(transaction.size, self.host, self.terms.message_octets).await {
                    Ok(arriving) => arriving,
                    Err(answer) => refused(answer),
                }
            }
            Some(_) => {
                let refusal = self.without_recipient();
                let answer = self.unexpected_chunk((octets, last), refusal.clone()).await?;
                // What follows this chunk is no message without it (RFC 3030 section 2).
                if let Some(transaction) = &mut self.transaction {
                    transaction.chunks = Some(refused(refusal));
                }
                return Ok(answer);
            }
            None => {
                let answer = self.bad_sequence("Begin with MAIL");
                return self.unexpected_chunk((octets, last), answer).await;
            }
        };
        arriving.read_chunk(octets, &mut self.wire, self.host, self.terms).await?;
        if last {
            return Ok(self.accept(arriving.complete(true)).await);
        }
        let answer = match arriving.refusal() {
            Some(refusal) => refusal.clone(),
            None => Answer::new(250, "2.0.0", format!("{octets} octets")),
        };
        if let Some(transaction) = &mut self.transaction {
            transaction.chunks = Some(arriving);
        }
        Ok(answer)
    }

    /// A chunk that belongs to no message. A client that pipelines did not know yet, so it is read and refused; with more
    /// of them than one message has, or from a client that has nothing to send here, the session ends instead.
    async fn unexpected_chunk(&mut self, (octets, last): (u64, bool), answer: Answer) -> Result<Answer, Ended> {
        let may_send = self.is_logged_in || self.transaction.is_some();
        if !may_send || octets > self.skippable_octets {
            return Ok(answer.and_close());
        }
        self.skippable_octets -= octets;
        skip_chunk(octets, &mut self.wire).await?;
        if last {
            self.end_transaction();
        }
        Ok(answer)
    }

    /// Ends the transaction with a message, or without.
    async fn accept(&mut self, message: Result<Vec<u8>, Answer>) -> Answer {
        let (Some(hello), Some(transaction)) = (self.hello.clone(), self.transaction.take()) else {
            return message.err().unwrap_or_else(|| Answer::new(503, "5.5.1", "Begin with MAIL"));
        };
        match message {
            Ok(octets) => {
                self.messages += 1;
                self.host.accept(Incoming { octets, hello, smtputf8: transaction.smtputf8 }).await
            }
            Err(answer) => {
                self.host.reset();
                answer
            }
        }
    }

    fn without_recipient(&mut self) -> Answer {
        self.mistake(Answer::new(554, "5.5.1", "No recipient was accepted"))
    }

    fn bad_sequence(&mut self, words: &str) -> Answer {
        self.mistake(Answer::new(503, "5.5.1", words))
    }

    /// The reply to what is no command. Before EHLO or HELO the client may speak another protocol, with commands in what
    /// it sends next, as a page can do through a visitor's browser: the session ends.
    fn unknown(&mut self, answer: Answer) -> Answer {
        if self.hello.is_some() { self.mistake(answer) } else { answer.and_close() }
    }

    /// Counts a command that was refused. The last one ends the session.
    fn mistake(&mut self, answer: Answer) -> Answer {
        self.mistakes += 1;
        if self.mistakes < MISTAKES {
            return answer;
        }
        Answer::new(421, "4.7.0", format!("Too many errors. The last: {}", answer.text())).and_close()
    }

    fn end_transaction(&mut self) {
        if self.transaction.take().is_some() {
            self.host.reset();
        }
    }
}

fn needs_smtputf8() -> Answer {
    Answer::new(553, "5.6.7", "An address that is not ASCII needs the parameter SMTPUTF8 at MAIL")
}

fn refused(answer: Answer) -> Arriving {
    let mut arriving = Arriving::default();
    arriving.refuse(answer);
    arriving
}
