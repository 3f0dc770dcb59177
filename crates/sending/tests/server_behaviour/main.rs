//! The delivery loop against realistic servers: busy, limited, slow, broken. A server in memory follows rules and
//! counts connections; tests turn the clock, the database is real.

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
