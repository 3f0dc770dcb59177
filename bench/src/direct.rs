//! No server at all: the load client sends directly to the sink. The result is the maximum of the two tools.

use crate::smtp;
use crate::subject::{Sender, Subject};
use crate::texts::Texts;
use crate::void::Void;

/// The sink itself.
pub struct Direct {
    /// The sink.
    pub sink: smtp::Target,
}

impl Subject for Direct {
    fn connect(&self) -> Result<Box<dyn Sender>, Void> {
        Ok(Box::new(smtp::Client::connect(&self.sink)?))
    }

    fn root_pid(&self) -> Option<u32> {
        None
    }

    fn stop(self: Box<Self>) -> Result<(), Void> {
        Ok(())
    }
}

impl Sender for smtp::Client {
    fn send(&mut self, texts: &Texts, number: usize) -> Result<(), Void> {
        self.deliver(&smtp::envelope(number, |wire| texts.write_wire(number, wire)))
    }
}
