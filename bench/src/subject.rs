//! Subjects of the load: the server under test, Postfix, or nothing between load and sink.

use crate::texts::Texts;
use crate::void::Void;

/// A server that accepts messages and delivers them to the sink.
pub trait Subject {
    /// Opens one persistent connection for one client.
    fn connect(&self) -> Result<Box<dyn Sender>, Void>;
    /// The process that is measured with its descendants; `None` if there is no process.
    fn root_pid(&self) -> Option<u32>;
    /// Stops it; waiting messages are delivered or stay on disk.
    fn stop(self: Box<Self>) -> Result<(), Void>;
}

/// One persistent connection of one client.
pub trait Sender {
    /// Sends text `number`; returns when it is accepted.
    fn send(&mut self, texts: &Texts, number: usize) -> Result<(), Void>;
}
