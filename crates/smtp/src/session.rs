//! Opens a session: from a host name to a server that accepts mail from us.
//!
//! Implicit TLS: resolve, connect, tls, greeting, login. STARTTLS: resolve, connect, greeting, tls, login. A connection
//! that cannot be secured as configured fails. The functions enter stages in the [`Journal`]; the caller records an
//! error there with [`Journal::fail`].

use std::net::SocketAddr;

use mail::{EmailAddress, Reply, Security, Stage};
use secrecy::SecretString;
use tokio::time::{Duration, Instant, timeout};

use crate::bearer;
use crate::capabilities::Capabilities;
use crate::credentials::{BearerMechanism, Mechanism, PasswordLogin};
use crate::destination::Destination;
use crate::dial;
use crate::error::SmtpError;
use crate::journal::Journal;
use crate::pool::OpenGuard;
use crate::reply::{ReplyClass, refuses_mechanism};
use crate::sasl::{self, candidates, redacted};
use crate::texts;
use crate::wire::{BoxedStream, Stream, Wire};
use tls::{HandshakeSummary, TlsError};

/// Maximum time to wait for the greeting of an address while other addresses are left.
const NEXT_ADDRESS: Duration = Duration::from_secs(30);

/// A session with a server that has answered EHLO.
pub struct Session {
    pub(crate) wire: Wire,
    pub(crate) capabilities: Capabilities,
    pub(crate) opened: Instant,
    /// Transactions attempted in this session.
    pub(crate) transactions: u32,
    /// Counts the session as open in its pool.
    pub(crate) open_guard: Option<OpenGuard>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("capabilities", &self.capabilities)
            .field("transactions", &self.transactions)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// What the server offers.
    pub fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Sends MAIL FROM without parameters, to check the sender. Follow it with [`Session::reset`].
    ///
    /// # Errors
    /// If the network fails or the server violates the protocol. A negative reply is not an error.
    pub async fn mail_from(
        &mut self,
        to: &Destination,
        sender: &EmailAddress,
        journal: &mut Journal<'_>,
    ) -> Result<Reply, SmtpError> {
        command(to, &mut self.wire, &format!("MAIL FROM:<{}>", sender.expose()), journal).await
    }

    /// Sends RSET.
    ///
    /// # Errors
    /// If the network fails or the server violates the protocol. A negative reply is not an error.
    pub async fn reset(&mut self, to: &Destination, journal: &mut Journal<'_>) -> Result<Reply, SmtpError> {
        command(to, &mut self.wire, "RSET", journal).await
    }

    /// Closes the session with QUIT. Waits at most `limit` for the reply.
    pub async fn quit(self, limit: Duration) {
        self.wire.quit(limit).await;
    }
}

/// Connects and opens a session up to the reply to EHLO, secured as configured. Sends no credentials.
///
/// # Errors
/// See [`SmtpError`]; the journal knows the stage.
pub async fn connect(to: &Destination, journal: &mut Journal<'_>) -> Result<Session, SmtpError> {
    journal.enter(Stage::Resolve);
    let addresses = dial::resolve(to.server.bare_host(), to.server.port, to.limits.resolve()).await?;
    let shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    journal.passed(texts::smtp_addresses(shown));

    connect_to(to, addresses, journal).await
}

/// Tries the addresses until one opens a session: if a server greets with a negative reply, closes the connection or is
/// silent, the next address is tried (RFC 5321 section 5.1). If none works, returns the first error.
pub(crate) async fn connect_to(
    to: &Destination,
    mut addresses: Vec<SocketAddr>,
    journal: &mut Journal<'_>,
) -> Result<Session, SmtpError> {
    let mut first_error = None;
    loop {
        journal.enter(Stage::Connect);
        let (stream, address) = match dial::connect(&addresses, to.limits.connect()).await {
            Ok(connected) => connected,
            Err(error) => return Err(first_error.unwrap_or(error)),
        };
        addresses.retain(|other| *other != address);
        // Each command waits for its reply, so Nagle's algorithm would only delay it.
        stream.set_nodelay(true).map_err(SmtpError::Network)?;
        journal.passed(texts::smtp_connected(address.to_string()));
        journal.remark(format_args!("connected to {address}"));
        let greeting = if addresses.is_empty() { to.limits.greeting() } else { to.limits.greeting().min(NEXT_ADDRESS) };
        let error = match open_over(to, stream, greeting, journal).await {
            Ok(session) => return Ok(session),
            Err(error) => error,
        };
        if addresses.is_empty() || !may_work_at_next_address(journal.stage(), &error) {
            return Err(first_error.unwrap_or(error));
        }
        journal.failed(error.text());
        journal.remark(format_args!("{error}; trying the next address"));
        journal.restart();
        first_error.get_or_insert(error);
    }
}

/// Whether another address of the same name may work: the error occurred before this server was ready.
fn may_work_at_next_address(stage: Stage, error: &SmtpError) -> bool {
    match error {
        SmtpError::Reply(_) | SmtpError::TimedOut(_) | SmtpError::GreetingTimedOut(_) => {
            matches!(stage, Stage::Tls | Stage::Greeting)
        }
        SmtpError::Closed | SmtpError::Network(_) => matches!(stage, Stage::Tls | Stage::Greeting),
        SmtpError::Tls(error) => matches!(error, TlsError::ClosedInHandshake),
        _ => false,
    }
}

/// Like [`connect`], over a stream that is already connected.
///
/// # Errors
/// See [`SmtpError`]; the journal knows the stage.
pub async fn connect_over(
    to: &Destination,
    stream: impl Stream + 'static,
    journal: &mut Journal<'_>,
) -> Result<Session, SmtpError> {
    open_over(to, stream, to.limits.greeting(), journal).await
}

async fn open_over(
    to: &Destination,
    stream: impl Stream + 'static,
    greeting_limit: Duration,
    journal: &mut Journal<'_>,
) -> Result<Session, SmtpError> {
    let mut stream: BoxedStream = Box::new(stream);
    if to.server.security == Security::ImplicitTls {
        journal.enter(Stage::Tls);
        let (encrypted, summary) = encrypt(to, stream, journal).await?;
        journal.passed(texts::handshake(&summary));
        stream = encrypted;
    }
    let mut wire = Wire::new(stream);

    journal.enter(Stage::Greeting);
    let greeting = wire.reply(greeting_limit).await.map_err(|error| match error {
        SmtpError::TimedOut(limit) => SmtpError::GreetingTimedOut(limit),
        other => other,
    })?;
    journal.greeted(&greeting);
    let greeting = expect_completion(greeting)?;
    let mut capabilities = send_ehlo(to, &mut wire, journal).await?;
    let name = greeting.text.lines().next().unwrap_or_default();
    journal.passed(texts::smtp_greeting(name, capabilities.summary()));

    if to.server.security == Security::Starttls {
        journal.enter(Stage::Tls);
        let summary;
        (wire, summary) = starttls(to, wire, &capabilities, journal).await?;
        // Anything received without TLS may have been forged and is discarded (RFC 3207 section 4.2).
        capabilities = send_ehlo(to, &mut wire, journal).await?;
        journal.passed(texts::handshake(&summary));
    }
    Ok(Session { wire, capabilities, opened: Instant::now(), transactions: 0, open_guard: None })
}

async fn encrypt(
    to: &Destination,
    stream: BoxedStream,
    journal: &mut Journal<'_>,
) -> Result<(BoxedStream, HandshakeSummary), SmtpError> {
    let config = to.tls().await?;
    let limit = to.limits.tls();
    let (stream, summary) = timeout(limit, tls::handshake(config, to.server.bare_host(), stream))
        .await
        .map_err(|_| SmtpError::TimedOut(limit))?
        .map_err(SmtpError::Tls)?;
    journal.remark(format_args!("{summary}"));
    Ok((Box::new(stream), summary))
}

async fn starttls(
    to: &Destination,
    mut wire: Wire,
    capabilities: &Capabilities,
    journal: &mut Journal<'_>,
) -> Result<(Wire, HandshakeSummary), SmtpError> {
    if !capabilities.starttls {
        return Err(SmtpError::StarttlsMissing);
    }
    let reply = command(to, &mut wire, "STARTTLS", journal).await.map_err(|error| match error {
        SmtpError::UnexpectedReply => SmtpError::PlaintextInjected,
        other => other,
    })?;
    expect_completion(reply)?;
    let (stream, summary) = encrypt(to, wire.into_stream().await?, journal).await?;
    Ok((Wire::new(stream), summary))
}

/// Sends EHLO, or HELO if the server refuses EHLO permanently (RFC 5321 section 3.2).
async fn send_ehlo(to: &Destination, wire: &mut Wire, journal: &mut Journal<'_>) -> Result<Capabilities, SmtpError> {
    let name = to.ehlo_name();
    let reply = command(to, wire, &format!("EHLO {name}"), journal).await?;
    match ReplyClass::of(&reply) {
        ReplyClass::Completion => Ok(Capabilities::read(&reply)),
        ReplyClass::Permanent => {
            let reply = command(to, wire, &format!("HELO {name}"), journal).await?;
            expect_completion(reply).map(|_| Capabilities::default())
        }
        ReplyClass::Intermediate | ReplyClass::Transient => Err(SmtpError::Reply(reply)),
    }
}

/// Logs in with a password, using the best mechanism that the server accepts.
///
/// # Errors
/// [`SmtpError::Reply`] if the server refuses the login; see [`SmtpError`] for the others.
pub async fn log_in(
    session: &mut Session,
    to: &Destination,
    login: &PasswordLogin,
    journal: &mut Journal<'_>,
) -> Result<(), SmtpError> {
    journal.enter(Stage::Login);
    let mut candidates = candidates(&session.capabilities, login, to.is_encrypted())?.into_iter().peekable();
    while let Some(mechanism) = candidates.next() {
        let reply = try_mechanism(to, &mut session.wire, mechanism, login, journal).await?;
        match ReplyClass::of(&reply) {
            ReplyClass::Completion => {
                journal.passed(texts::smtp_logged_in(mechanism.name()));
                return Ok(());
            }
            ReplyClass::Permanent if refuses_mechanism(&reply) && candidates.peek().is_some() => {}
            _ => return Err(SmtpError::Reply(reply)),
        }
    }
    Err(SmtpError::AuthNotOffered)
}

/// Runs the exchange of one mechanism and returns its final reply.
async fn try_mechanism(
    to: &Destination,
    wire: &mut Wire,
    mechanism: Mechanism,
    login: &PasswordLogin,
    journal: &mut Journal<'_>,
) -> Result<Reply, SmtpError> {
    let mut exchange = sasl::Exchange::new(mechanism, login)?;
    let mut line = exchange.first();
    loop {
        journal.client(&line.shown);
        wire.put(&line.line);
        wire.flush(to.limits.command()).await?;
        let mut reply = wire.reply(to.limits.command()).await?;
        reply.text = redacted(&reply.text, login);
        journal.server(&reply);
        if ReplyClass::of(&reply) != ReplyClass::Intermediate {
            return Ok(reply);
        }
        line = exchange.answer(&reply.text)?;
    }
}

/// Logs in with an access token. [`choose_mechanism`](crate::choose_mechanism) returns the mechanism.
///
/// Does not enter the login stage: the caller enters it before it requests the token.
///
/// # Errors
/// [`SmtpError::TokenRefused`] for any negative reply; see [`SmtpError`] for the others.
pub async fn log_in_with_token(
    session: &mut Session,
    to: &Destination,
    mechanism: BearerMechanism,
    username: &str,
    token: &SecretString,
    journal: &mut Journal<'_>,
) -> Result<(), SmtpError> {
    let mut exchange = bearer::Exchange::new(mechanism, &to.server, username, token)?;
    let wire = &mut session.wire;
    let mut line = exchange.first();
    loop {
        journal.client(&line.shown);
        wire.put(&line.line);
        wire.flush(to.limits.command()).await?;
        let mut reply = wire.reply(to.limits.command()).await?;
        reply.text = exchange.redacted(&reply.text);
        match ReplyClass::of(&reply) {
            ReplyClass::Intermediate => {
                line = exchange.answer(&reply.text)?;
                // The reason in a challenge is shown decoded instead of its Base64.
                journal.remark(format_args!("the server answers {}", reply.code));
                if let Some(refusal) = &exchange.refusal {
                    journal.remark(format_args!("{refusal}"));
                }
            }
            ReplyClass::Completion => {
                journal.server(&reply);
                journal.passed(texts::smtp_logged_in(mechanism.name()));
                return Ok(());
            }
            ReplyClass::Transient | ReplyClass::Permanent => {
                journal.server(&reply);
                return Err(SmtpError::TokenRefused { reply, refusal: exchange.refusal.take() });
            }
        }
    }
}

/// Sends one command, which is shown in the transcript, and reads its reply.
async fn command(to: &Destination, wire: &mut Wire, line: &str, journal: &mut Journal<'_>) -> Result<Reply, SmtpError> {
    journal.client(line);
    wire.put(line);
    wire.flush(to.limits.command()).await?;
    let reply = wire.reply(to.limits.command()).await?;
    journal.server(&reply);
    Ok(reply)
}

fn expect_completion(reply: Reply) -> Result<Reply, SmtpError> {
    if ReplyClass::of(&reply) == ReplyClass::Completion { Ok(reply) } else { Err(SmtpError::Reply(reply)) }
}
