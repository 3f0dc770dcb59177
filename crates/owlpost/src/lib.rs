//! The process: the commands, the server put together from its crates, and what it does without a request.
//!
//! Every mail enters through `sending::intake` and leaves through `sending::delivery_loop`.

pub mod caretaker;
pub mod cli;
pub mod wiring;
