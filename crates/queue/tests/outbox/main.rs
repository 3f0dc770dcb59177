//! The outbox over a real database: what is accepted, what becomes of it, what is shown of it.

mod desk;

mod accepting;
mod history;
mod people;
mod retention;
mod sequences;
mod settling;
