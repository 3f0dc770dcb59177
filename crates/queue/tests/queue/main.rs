//! The outbox over a real database: what is accepted, what becomes of it, what is shown of it.

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
