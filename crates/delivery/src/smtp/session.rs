//! Opening a conversation: from a host name to a server that takes mail from us.
//!
//! Implicit TLS: resolve, connect, tls, greeting, login. STARTTLS: resolve, connect, greeting, tls, login. Security is
//! never weakened on the way: what cannot be had as configured fails.

use mail::{Reply, Security, Stage};
use tokio::time::Instant;

use super::bearer;
use super::capabilities::Capabilities;
use super::destination::Destination;
use super::dial;
use super::journal::Journal;
use super::mishap::{Failure, Mishap};
use super::sasl::{Exchange, candidates, scrubbed};
use super::tls;
use super::wire::{BoxedStream, Wire};
use crate::oauth::Wish;
use crate::trouble::{self, Class};
use crate::{BearerLogin, BearerMechanism, Login, Mechanism, PasswordLogin};

/// A server that takes mail from us.
pub(crate) struct Session {
    pub(crate) wire: Wire,
    pub(crate) server: Capabilities,
    pub(crate) opened: Instant,
    /// How many messages were tried over it.
    pub(crate) messages: u32,
}

/// How far to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// Greeting and TLS, without credentials: for ports that nobody configured.
    Greeted,
    /// Ready for mail; where an access token is needed, with one that will do.
    LoggedIn(Wish),
}

/// Connects and opens a conversation. A failure is in the journal as the stage it came in.
///
/// An access token that is refused is replaced once, over a connection of its own: some servers end the first.
pub(crate) async fn open(to: &Destination, until: Until, journal: &mut Journal<'_>) -> Result<Session, Failure> {
    let mut until = until;
    loop {
        let opened = async {
            let stream = dial(to, journal).await?;
            converse(to, stream, until, journal).await
        };
        let mishap = match opened.await {
            Ok(session) => return Ok(session),
            Err(mishap) => mishap,
        };
        if let (Mishap::BearerRefused { reply, number, .. }, Until::LoggedIn(Wish::Good)) = (&mishap, until)
            && trouble::is_token_refused(reply)
        {
            journal.remark(format_args!("once more with a new access token"));
            journal.begin_again();
            until = Until::LoggedIn(Wish::OtherThan(*number));
            continue;
        }
        journal.failed(mishap.to_string());
        journal.remark(format_args!("{mishap}"));
        return Err(Failure { stage: journal.stage(), mishap });
    }
}

async fn dial(to: &Destination, journal: &mut Journal<'_>) -> Result<BoxedStream, Mishap> {
    journal.enter(Stage::Resolve);
    let addresses = dial::resolve(to.account.bare_host(), to.account.port, to.limits.resolve()).await?;
    let shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    journal.passed(shown.join(", "));

    journal.enter(Stage::Connect);
    let (stream, address) = dial::connect(&addresses, to.limits.connect()).await?;
    // Each command of ours waits for its answer, so Nagle's waiting for more would only cost time.
    stream.set_nodelay(true).map_err(Mishap::Network)?;
    journal.passed(address.to_string());
    journal.remark(format_args!("connected to {address}"));
    Ok(Box::new(stream))
}

/// The conversation over a connection that stands, up to the login.
pub(crate) async fn converse(
    to: &Destination,
    mut stream: BoxedStream,
    until: Until,
    journal: &mut Journal<'_>,
) -> Result<Session, Mishap> {
    if to.account.security == Security::ImplicitTls {
        journal.enter(Stage::Tls);
        let (encrypted, agreed) = encrypt(to, stream, journal).await?;
        journal.passed(agreed);
        stream = encrypted;
    }
    let mut wire = Wire::new(stream);

    journal.enter(Stage::Greeting);
    let greeting = wire.reply(to.limits.greeting()).await.map_err(|mishap| match mishap {
        Mishap::TimedOut(limit) => Mishap::NotGreeted(limit),
        other => other,
    })?;
    journal.server(&greeting);
    let greeting = expect(greeting, Class::Done)?;
    let mut server = hello(to, &mut wire, journal).await?;
    let name = greeting.text.lines().next().unwrap_or_default();
    journal.passed(format!("{name}; {}", server.summary()));

    if to.account.security == Security::Starttls {
        journal.enter(Stage::Tls);
        let agreed;
        (wire, agreed) = starttls(to, wire, &server, journal).await?;
        // What was said in clear may have been forged: everything is asked anew (RFC 3207 §4.2).
        server = hello(to, &mut wire, journal).await?;
        journal.passed(agreed);
    }

    if let (Some(login), Until::LoggedIn(wish)) = (&to.account.login, until) {
        journal.enter(Stage::Login);
        let mechanism = match login {
            Login::Password(login) => log_in(to, &mut wire, &server, login, journal).await?.name(),
            Login::Bearer(login) => log_in_by_token(to, &mut wire, &server, login, wish, journal).await?.name(),
        };
        journal.passed(format!("logged in with {mechanism}"));
    }
    Ok(Session { wire, server, opened: Instant::now(), messages: 0 })
}

async fn encrypt(
    to: &Destination,
    stream: BoxedStream,
    journal: &mut Journal<'_>,
) -> Result<(BoxedStream, String), Mishap> {
    let config = to.tls().await?;
    let (stream, agreed) = tls::handshake(config, to.account.bare_host(), stream, to.limits.tls()).await?;
    journal.remark(format_args!("{agreed}"));
    Ok((stream, agreed))
}

async fn starttls(
    to: &Destination,
    mut wire: Wire,
    server: &Capabilities,
    journal: &mut Journal<'_>,
) -> Result<(Wire, String), Mishap> {
    if !server.starttls {
        return Err(Mishap::StarttlsMissing);
    }
    let reply = ask(to, &mut wire, "STARTTLS", journal).await.map_err(|mishap| match mishap {
        Mishap::Unasked => Mishap::Injected,
        other => other,
    })?;
    expect(reply, Class::Done)?;
    let (stream, agreed) = encrypt(to, wire.into_stream().await?, journal).await?;
    Ok((Wire::new(stream), agreed))
}

/// EHLO, or HELO where the server refuses EHLO for good (RFC 5321 §3.2).
async fn hello(to: &Destination, wire: &mut Wire, journal: &mut Journal<'_>) -> Result<Capabilities, Mishap> {
    let name = to.ehlo_name();
    let reply = ask(to, wire, &format!("EHLO {name}"), journal).await?;
    match trouble::class(&reply) {
        Class::Done => Ok(Capabilities::read(&reply)),
        Class::Never => {
            let reply = ask(to, wire, &format!("HELO {name}"), journal).await?;
            expect(reply, Class::Done).map(|_| Capabilities::default())
        }
        _ => Err(Mishap::Reply(reply)),
    }
}

/// Logs in with the best mechanism the server knows what to do with.
async fn log_in(
    to: &Destination,
    wire: &mut Wire,
    server: &Capabilities,
    login: &PasswordLogin,
    journal: &mut Journal<'_>,
) -> Result<Mechanism, Mishap> {
    // Encrypted is what the account demands: a session that lacks it has failed before this.
    let encrypted = to.account.security != Security::None;
    let mut candidates = candidates(server, login, encrypted)?.into_iter().peekable();
    while let Some(mechanism) = candidates.next() {
        let reply = try_mechanism(to, wire, mechanism, login, journal).await?;
        match trouble::class(&reply) {
            Class::Done => return Ok(mechanism),
            Class::Never if trouble::mechanism_unusable(&reply) && candidates.peek().is_some() => {}
            _ => return Err(Mishap::Reply(reply)),
        }
    }
    Err(Mishap::LoginNotOffered)
}

/// One mechanism up to the reply that ends it.
async fn try_mechanism(
    to: &Destination,
    wire: &mut Wire,
    mechanism: Mechanism,
    login: &PasswordLogin,
    journal: &mut Journal<'_>,
) -> Result<Reply, Mishap> {
    let mut exchange = Exchange::new(mechanism, login)?;
    let mut said = exchange.first();
    loop {
        journal.client(&said.shown);
        wire.put(&said.line);
        wire.flush(to.limits.command()).await?;
        let mut reply = wire.reply(to.limits.command()).await?;
        reply.text = scrubbed(&reply.text, login);
        journal.server(&reply);
        if trouble::class(&reply) != Class::GoOn {
            return Ok(reply);
        }
        said = exchange.answer(&reply.text)?;
    }
}

/// Logs in with an access token.
async fn log_in_by_token(
    to: &Destination,
    wire: &mut Wire,
    server: &Capabilities,
    login: &BearerLogin,
    wish: Wish,
    journal: &mut Journal<'_>,
) -> Result<BearerMechanism, Mishap> {
    let encrypted = to.account.security != Security::None;
    let mechanism = bearer::choose(server, login, encrypted)?;
    let token = login.tokens.token(wish).await.map_err(|problem| Mishap::NoToken(Box::new(problem)))?;
    let mut exchange = bearer::Exchange::new(mechanism, &to.account, login, &token)?;
    let mut said = exchange.first();
    loop {
        journal.client(&said.shown);
        wire.put(&said.line);
        wire.flush(to.limits.command()).await?;
        let mut reply = wire.reply(to.limits.command()).await?;
        reply.text = exchange.scrubbed(&reply.text);
        match trouble::class(&reply) {
            Class::GoOn => {
                said = exchange.answer(&reply.text)?;
                // A challenge that is a reason is shown decoded below; its Base64 says nothing to a person.
                journal.remark(format_args!("the server answers {}", reply.code));
                if let Some(refusal) = &exchange.refusal {
                    journal.remark(format_args!("{}", refusal.words()));
                }
            }
            Class::Done => {
                journal.server(&reply);
                return Ok(mechanism);
            }
            Class::NotNow | Class::Never => {
                journal.server(&reply);
                return Err(Mishap::BearerRefused { reply, refusal: exchange.refusal.take(), number: token.number });
            }
        }
    }
}

/// One command that shows as it is, and its reply.
async fn ask(to: &Destination, wire: &mut Wire, line: &str, journal: &mut Journal<'_>) -> Result<Reply, Mishap> {
    journal.client(line);
    wire.put(line);
    wire.flush(to.limits.command()).await?;
    let reply = wire.reply(to.limits.command()).await?;
    journal.server(&reply);
    Ok(reply)
}

fn expect(reply: Reply, class: Class) -> Result<Reply, Mishap> {
    if trouble::class(&reply) == class { Ok(reply) } else { Err(Mishap::Reply(reply)) }
}
