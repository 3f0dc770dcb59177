//! The process: the commands, the server assembled from its crates, and periodic maintenance.
//!
//! Every mail enters through `sending::intake` and leaves through `sending::delivery_loop`.

pub mod cli;
pub mod maintenance;
pub mod wiring;
