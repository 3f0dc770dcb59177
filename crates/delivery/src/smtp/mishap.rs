//! Everything that can go wrong in a conversation, as facts. `trouble` makes verdicts and words of them.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use mail::{Problem, Reply, Stage};

use super::bearer::Refusal;
use super::reply::Garbled;
use super::tls::TlsFault;

/// A mishap and the stage in which it came.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) stage: Stage,
    pub(crate) mishap: Mishap,
}

/// What went wrong. `Display` is the short form for a stage's detail and the transcript.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Mishap {
    /// The name leads to no address.
    #[error("{0}")]
    Unresolved(io::Error),
    /// No address could be connected to; one error for each tried.
    #[error("{}", unreached(.0))]
    Unreached(Vec<(SocketAddr, io::Error)>),
    /// The time limit of a stage or command passed.
    #[error("no answer within {} s", .0.as_secs_f32().ceil())]
    TimedOut(Duration),
    /// The server accepted the connection and did not greet us.
    #[error("no greeting within {} s", .0.as_secs_f32().ceil())]
    NotGreeted(Duration),
    /// The server closed the connection.
    #[error("the server closed the connection")]
    Closed,
    /// The network failed.
    #[error("connection lost: {0}")]
    Network(io::Error),
    /// The server's bytes are no SMTP reply.
    #[error("{0}")]
    Garbled(Garbled),
    /// A reply came that answers nothing.
    #[error("the server answered before it was asked")]
    Unasked,
    /// The server answered no, or what does not fit the command.
    #[error("{0}")]
    Reply(Reply),
    /// TLS could not be agreed on, or the certificate does not hold.
    #[error("{0}")]
    Tls(TlsFault),
    /// STARTTLS is required and not offered.
    #[error("the server does not offer STARTTLS")]
    StarttlsMissing,
    /// Bytes came between STARTTLS and the handshake: somebody may be injecting replies.
    #[error("unencrypted bytes came before the TLS handshake")]
    Injected,
    /// A login is configured and the server offers none.
    #[error("the server offers no login")]
    LoginNotOffered,
    /// The server offers logins, none of which can be used.
    #[error("the server offers only {}", .offered.join(", "))]
    MechanismNotOffered { offered: Vec<String> },
    /// A password would travel in clear, and the account does not allow it.
    #[error("the login was not tried, because the connection is not encrypted")]
    CleartextRefused,
    /// A username or password that cannot be written in the mechanism.
    #[error("the username or password holds a NUL character")]
    CredentialUnusable,
    /// There is no access token to log in with; the words are those of who could not get one.
    #[error("no access token: {}", .0.what)]
    NoToken(Box<Problem>),
    /// The server refused the access token of that number.
    #[error("{reply}")]
    BearerRefused {
        /// Its last word.
        reply: Reply,
        /// Its reason, where it gave one.
        refusal: Option<Refusal>,
        /// Which token.
        number: u64,
    },
    /// The server's challenge cannot be answered.
    #[error("the server's login challenge is not readable")]
    ChallengeUnreadable,
}

impl Mishap {
    /// The server's reply, where one is the mishap.
    pub(crate) fn reply(&self) -> Option<&Reply> {
        match self {
            Mishap::Reply(reply) | Mishap::BearerRefused { reply, .. } => Some(reply),
            _ => None,
        }
    }
}

fn unreached(errors: &[(SocketAddr, io::Error)]) -> String {
    let each: Vec<String> = errors.iter().map(|(address, error)| format!("{}: {error}", address.ip())).collect();
    each.join("; ")
}
