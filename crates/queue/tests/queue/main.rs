//! Tests of the queue with a real database.

mod test_queue;

mod accepting;
mod actions;
mod clock;
mod damage;
mod history;
mod retention;
mod sequences;
mod settling;
mod upgrades;
