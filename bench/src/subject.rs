//! What can be loaded: the server under test, a peer, or nothing at all between the load and the sink.

use crate::texts::Texts;
use crate::void::Void;

/// Something that takes messages and hands them to the sink.
pub trait Subject {
    /// Its name in tables and JSON lines.
    fn name(&self) -> &'static str;
    /// Opens one kept connection for one client.
    fn connect(&self) -> Result<Box<dyn Sender>, Void>;
    /// The process whose descendants are counted with it; none where there is no process.
    fn root_pid(&self) -> Option<u32>;
    /// Ends it; what it still held is delivered or kept.
    fn stop(self: Box<Self>) -> Result<(), Void>;
}

/// One kept connection of one client.
pub trait Sender {
    /// Hands text `number` over; answers when it is accepted.
    fn send(&mut self, texts: &Texts, number: usize) -> Result<(), Void>;
}
