//! The door out: lanes, pace, health; lease → deliver → settle.

use delivery::probe::Tested;
use mail::StageRecord;
use outbox::Claim;

use crate::settings::Connection;

/// The room's handle.
#[derive(Clone)]
pub struct Dispatch {}

/// What happened in the outbox, for pages that watch.
#[derive(Clone, Debug)]
pub enum Event {
    /// A message changed.
    Message(outbox::Id),
    /// Sending paused or resumed, or the settings' status changed.
    Status,
}

impl Dispatch {
    /// Events for pages (server-sent events).
    pub fn events(&self) -> tokio::sync::broadcast::Receiver<Event> {
        todo!()
    }
    /// Something new waits (after a commit made elsewhere).
    pub fn wake(&self) {
        todo!()
    }
    /// Tries a leased test mail at once over `connection` and settles it; each stage is told as it ends.
    pub async fn try_now(
        &self,
        _claim: Claim,
        _connection: &Connection,
        _on_stage: &mut (dyn FnMut(&StageRecord) + Send),
    ) -> Tested {
        todo!()
    }
    /// *Test connection*: logs in, sends nothing.
    pub async fn test_connection(
        &self,
        _connection: &Connection,
        _on_stage: &mut (dyn FnMut(&StageRecord) + Send),
    ) -> Tested {
        todo!()
    }
}
