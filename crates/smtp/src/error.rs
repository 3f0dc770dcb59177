//! The errors of an SMTP session.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use mail::{Reply, Stage};
use tls::TlsError;

use crate::bearer::TokenRefusal;
use crate::reply::ReplyParseError;

/// An error while a session was opened, and the stage in which it occurred.
#[derive(Debug)]
pub struct Failure {
    /// The stage.
    pub stage: Stage,
    /// The error.
    pub error: SmtpError,
    /// The server's greeting, if one was received: it often names the product.
    pub greeting: Option<String>,
}

/// An error of the SMTP client. `Display` is the English form for the log and the transcript, [`text`](Self::text) the
/// translatable one.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// The name does not exist in the DNS, or has no address.
    #[error("{}", plain(.0))]
    HostNotFound(io::Error),
    /// The name could not be resolved; a later attempt may succeed.
    #[error("{}", plain(.0))]
    LookupFailed(io::Error),
    /// No address accepted a connection; one error per address.
    #[error("{}", unreachable(.0))]
    Unreachable(Vec<(SocketAddr, io::Error)>),
    /// The time limit of a stage or command was exceeded.
    #[error("no answer within {} s", .0.as_secs_f32().ceil())]
    TimedOut(Duration),
    /// The server accepted the connection and sent no greeting.
    #[error("no greeting within {} s", .0.as_secs_f32().ceil())]
    GreetingTimedOut(Duration),
    /// The server closed the connection.
    #[error("the server closed the connection")]
    Closed,
    /// The network failed.
    #[error("connection lost: {}", plain(.0))]
    Network(io::Error),
    /// The server sent bytes that are not an SMTP reply.
    #[error("{0}")]
    Parse(ReplyParseError),
    /// The server sent a reply although no command was waiting for one.
    #[error("the server sent an unexpected reply")]
    UnexpectedReply,
    /// The server replied negatively, or with a reply that does not fit the command.
    #[error("{0}")]
    Reply(Reply),
    /// The TLS handshake failed.
    #[error("{0}")]
    Tls(TlsError),
    /// STARTTLS is required but not offered.
    #[error("the server does not offer STARTTLS")]
    StarttlsMissing,
    /// Bytes arrived between STARTTLS and the handshake: an attacker may be injecting replies (RFC 3207 section 6).
    #[error("unencrypted bytes arrived before the TLS handshake")]
    PlaintextInjected,
    /// A login is configured but the server does not offer AUTH.
    #[error("the server offers no login")]
    AuthNotOffered,
    /// The server offers none of the mechanisms that can be used.
    #[error("the server offers only {}", .offered.join(", "))]
    MechanismNotOffered {
        /// The mechanisms that it offers.
        offered: Vec<String>,
    },
    /// The login would be sent without TLS, and the account does not allow that.
    #[error("the login was not attempted, because the connection is not encrypted")]
    CleartextAuthRefused,
    /// The username, password or token contains a character that the mechanism cannot represent: NUL, and with a token
    /// also ^A, CR or LF.
    #[error("the username, password or token contains a character that is not allowed")]
    CredentialsInvalid,
    /// The server refused the access token.
    #[error("{reply}")]
    TokenRefused {
        /// The final reply.
        reply: Reply,
        /// The reason in the challenge before it, if there was one.
        refusal: Option<TokenRefusal>,
    },
    /// The server's challenge cannot be answered.
    #[error("the server's login challenge is invalid")]
    ChallengeInvalid,
}

impl SmtpError {
    /// Classifies the error of a failed name lookup as [`SmtpError::LookupFailed`] or [`SmtpError::HostNotFound`].
    ///
    /// The standard library reports `EAI_AGAIN` and `EAI_NONAME` with the same [`io::ErrorKind`]; only the text of the
    /// C library differs.
    pub fn from_lookup(error: io::Error) -> Self {
        let text = error.to_string().to_lowercase();
        let is_temporary =
            ["temporary failure", "try again", "timed out", "resolver"].iter().any(|words| text.contains(words));
        if is_temporary { SmtpError::LookupFailed(error) } else { SmtpError::HostNotFound(error) }
    }

    /// The server's reply, if the error is one.
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            SmtpError::Reply(reply) | SmtpError::TokenRefused { reply, .. } => Some(reply),
            _ => None,
        }
    }
}

fn unreachable(errors: &[(SocketAddr, io::Error)]) -> String {
    let each: Vec<String> =
        errors.iter().map(|(address, error)| format!("{}: {}", address.ip(), plain(error))).collect();
    each.join("; ")
}

/// People read transcripts: no error numbers.
fn plain(error: &io::Error) -> String {
    tls::without_error_number(&error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_a_transcript_nor_a_page_shows_an_error_number() {
        let refused = || io::Error::from_raw_os_error(111);
        let address = SocketAddr::from(([127, 0, 0, 1], 25));
        for error in [
            SmtpError::HostNotFound(refused()),
            SmtpError::LookupFailed(refused()),
            SmtpError::Unreachable(vec![(address, refused())]),
            SmtpError::Network(refused()),
            // An error without a text of ours.
            SmtpError::Network(io::Error::from_raw_os_error(71)),
        ] {
            let shown = format!("{error} {:?}", error.text());
            assert!(!shown.contains("os error"), "{shown}");
        }
    }
}
