//! The interface of all transports.

use std::future::Future;
use std::pin::Pin;

use mail::{EmailAddress, Outgoing, Problem, Report};
use smtp::Progress;

/// A boxed future, because [`Transport`] is used as a trait object.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a check of the connection failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckFailure {
    /// The problem.
    pub problem: Problem,
    /// Whether the server, or the provider that issues tokens, refused the login.
    pub at_login: bool,
}

impl From<Problem> for CheckFailure {
    fn from(problem: Problem) -> Self {
        Self { problem, at_login: false }
    }
}

/// What a transport has learned about its server that also applies to later sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerTraits {
    /// Whether it offers PIPELINING but does not answer commands that are sent together.
    pub lock_step: bool,
    /// The number of recipients that it accepts in one transaction, if it refused more.
    pub max_recipients: Option<usize>,
}

/// Delivers messages over one connection.
pub trait Transport: Send + Sync {
    /// Makes one attempt. Every failure is in the report. `progress` is notified before the message may arrive, for a
    /// caller that ends the attempt early.
    fn deliver<'a>(
        &'a self,
        outgoing: &'a Outgoing,
        progress: Progress,
    ) -> Pin<Box<dyn Future<Output = Report> + Send + 'a>>;

    /// Checks the connection without sending; used while sending is paused. `sender` is the configured From address: if
    /// the server refused a message after the login, the check includes this sender.
    ///
    /// # Errors
    /// The problem that the next message would have.
    fn check<'a>(
        &'a self,
        sender: &'a EmailAddress,
    ) -> Pin<Box<dyn Future<Output = Result<(), CheckFailure>> + Send + 'a>>;

    /// What was learned about the server; the default for transports without one.
    fn traits(&self) -> ServerTraits {
        ServerTraits::default()
    }

    /// Restores what was learned earlier. Called before the first message.
    fn recall(&self, _traits: ServerTraits) {}

    /// Closes kept sessions, each within a short time limit. From then on no session is kept.
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}
