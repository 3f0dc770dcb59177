//! Tests of the queue with a real database.

mod test_queue;

mod accepting;
mod actions;
mod clock;
mod damage;
mod history;
mod holding;
mod notifications;
mod retention;
mod sequences;
mod settling;
mod sharing;
mod upgrades;
