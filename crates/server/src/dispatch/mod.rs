//! The door out: lanes, pace, health; lease → deliver → settle.

use delivery::probe::Tested;
use mail::StageRecord;
use outbox::Claim;

use crate::settings::Connection;

/// The room's handle; clones share it.
#[derive(Clone)]
pub struct Dispatch {}

/// What happened in the outbox, for pages that watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A message changed.
    Message(outbox::Id),
    /// Sending paused or resumed, or the settings' status changed.
    Status,
}

impl Dispatch {
    /// Events for pages (server-sent events); a receiver that is too slow loses the oldest.
    pub fn events(&self) -> tokio::sync::broadcast::Receiver<Event> {
        todo!()
    }

    /// Something new waits, or is due sooner (after a commit made elsewhere): retry now, resend, cancel.
    pub fn wake(&self) {
        todo!()
    }

    /// Tries a leased test mail at once over `connection` and settles it; each stage is told as it ends.
    /// Where `connection` is the active one, the settings' status follows the result.
    pub async fn try_now(
        &self,
        _claim: Claim,
        _connection: &Connection,
        _on_stage: &mut (dyn FnMut(&StageRecord) + Send),
    ) -> Tested {
        todo!()
    }

    /// *Test connection*: logs in, sends nothing.
    /// Where `connection` is the active one, the settings' status follows the result.
    pub async fn test_connection(
        &self,
        _connection: &Connection,
        _on_stage: &mut (dyn FnMut(&StageRecord) + Send),
    ) -> Tested {
        todo!()
    }
}
