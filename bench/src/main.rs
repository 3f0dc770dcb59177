//! The benchmark: measures an owlpost binary from outside, knowing nothing of its insides.
//!
//! `bench post` loads the REST API from many clients and checks every message in a sink of its own.
//! `bench script` has one script send a hundred thousand mails, and asks for password resets meanwhile.
//! `bench idle` measures start and idle memory.
//! How to run them and how to read what they print: `bench/README.md`.

mod idle;
mod post;
mod script;

mod bound;
mod direct;
mod owlpost;
mod postfix;
mod subject;

mod http;
mod load;
mod sink;
mod smtp;
mod texts;
mod truth;

mod disk;
mod figures;
mod machine;
mod usage;
mod void;

use std::process::ExitCode;

use clap::Parser;

/// Measures owlpost on this machine.
#[derive(Parser)]
#[command(name = "bench", version)]
enum Command {
    /// Many clients POST messages, a local sink takes them: rates, answer times, CPU, memory.
    Post(post::Options),
    /// One run of a script sends many mails while password resets are asked for: rates, memory, how long resets take.
    Script(script::Options),
    /// Time to the first page and memory of a server that does nothing.
    Idle(idle::Options),
}

fn main() -> ExitCode {
    let measured = match Command::parse() {
        Command::Post(options) => post::run(&options),
        Command::Script(options) => script::run(&options),
        Command::Idle(options) => idle::run(&options),
    };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(void) => {
            figures::complain(&void);
            ExitCode::FAILURE
        }
    }
}
