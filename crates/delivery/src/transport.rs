//! The interface of all transports.

use std::future::Future;
use std::pin::Pin;

use mail::{Outgoing, Problem, Report};

/// A boxed future, because [`Transport`] is used as a trait object.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Delivers messages over one connection.
pub trait Transport: Send + Sync {
    /// Tries once. Every failure is in the report.
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Pin<Box<dyn Future<Output = Report> + Send + 'a>>;

    /// Checks the connection without sending; used while sending is paused.
    ///
    /// # Errors
    /// The problem that the next message would have.
    fn check(&self) -> Pin<Box<dyn Future<Output = Result<(), Problem>> + Send + '_>>;

    /// Closes kept sessions, each within a short time limit, and keeps none afterwards.
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}
