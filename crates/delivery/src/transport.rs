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
    /// The server, or the provider that issues tokens, refused the login.
    pub at_login: bool,
}

impl From<Problem> for CheckFailure {
    fn from(problem: Problem) -> Self {
        Self { problem, at_login: false }
    }
}

/// What a transport found out about its server that also holds for later sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerTraits {
    /// It offers PIPELINING and does not answer commands that are sent together.
    pub lock_step: bool,
    /// The recipients that it takes in one transaction, if it took no more.
    pub max_recipients: Option<usize>,
}

/// Delivers messages over one connection.
pub trait Transport: Send + Sync {
    /// Tries once. Every failure is in the report. `progress` learns when the message may arrive, for a caller that ends
    /// the attempt early.
    fn deliver<'a>(
        &'a self,
        outgoing: &'a Outgoing,
        progress: Progress,
    ) -> Pin<Box<dyn Future<Output = Report> + Send + 'a>>;

    /// Checks the connection without sending; used while sending is paused. `sender` is the configured From: if the server
    /// refused senders, it is asked about this one.
    ///
    /// # Errors
    /// The problem that the next message would have.
    fn check<'a>(
        &'a self,
        sender: &'a EmailAddress,
    ) -> Pin<Box<dyn Future<Output = Result<(), CheckFailure>> + Send + 'a>>;

    /// What was found out about the server; nothing for transports without one.
    fn traits(&self) -> ServerTraits {
        ServerTraits::default()
    }

    /// Begins with what was found out earlier, before the first message.
    fn recall(&self, _traits: ServerTraits) {}

    /// Closes kept sessions, each within a short time limit, and keeps none afterwards.
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}
