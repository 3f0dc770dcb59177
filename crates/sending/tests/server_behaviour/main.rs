//! The delivery loop against servers as they really are: busy, limited, slow, broken. A server in memory follows rules
//! and counts connections; the clock is turned by hand, the database is real.

mod day;
mod learned;
mod limits;
mod seeds;
mod server;
mod slow;
mod storms;
mod support;
mod trouble;
mod turns;
mod waiting;
