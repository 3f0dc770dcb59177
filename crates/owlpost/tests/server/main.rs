//! The server without pages and API: what `intake` accepts, and when and how the delivery loop sends it.
//!
//! The test turns the clock and sets the result of each attempt; the database is real.

mod support;

mod clock;
mod connection_problems;
mod damage;
mod intake;
mod order;
mod rate_limits;
mod route;
mod shutdown;
mod storage;
mod test_mails;
