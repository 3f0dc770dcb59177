//! The process without its faces: what goes in by `intake`, and when and how it leaves by `delivery_loop`.
//!
//! The clock is turned by hand, the way out is a fake that asks the test for each answer, the database is real.

mod support;

mod intake;
mod lanes;
mod pace;
mod shutdown;
mod storage;
mod trials;
mod trouble;
