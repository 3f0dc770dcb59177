//! The benchmark: measures an owlpost binary as a black box.
//!
//! `bench post` loads the REST API from many clients, `bench smtp` SMTP submission, and both check every message in a
//! sink of their own. `bench compare` sets owlpost beside Postfix. `bench script` runs
//! one script that sends a hundred thousand mails, and requests password resets at the same time. `bench idle` measures
//! start and idle memory, `bench growth` an outbox with much waiting mail, `bench soak` a steady load, `bench memory` memory during and after large messages, `bench crowd` how a workspace is
//! served while others take as much as they can. See `bench/README.md` for usage and results.

mod crowd;
mod growth;
mod idle;
mod memory;
mod script;
mod soak;
mod throughput;

mod bound;
mod direct;
mod owlpost;
mod postfix;
mod subject;

mod http;
mod load;
mod sink;
mod smtp;
mod smtp_server;
mod stream;
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
    /// Many clients POST messages and a local sink accepts them: rates, response times, CPU, memory
    Post(throughput::PostOptions),
    /// Many clients submit messages by SMTP and a local sink accepts them: the same figures
    Smtp(throughput::SmtpOptions),
    /// owlpost, Postfix and the bound, SMTP in and SMTP out, with ratios; needs root and Debian's postfix
    Compare(throughput::CompareOptions),
    /// One run of a script sends many mails while password resets are requested: rates, memory, duration of resets
    Script(script::Options),
    /// Time to the first page and memory of an idle server
    Idle(idle::Options),
    /// Start, pages, API and delivery of an outbox with much waiting mail
    Growth(growth::Options),
    /// A steady load for a long time: memory, descriptors and file sizes each minute
    Soak(soak::Options),
    /// Memory during and after large uploads
    Memory(memory::Options),
    /// Whether a workspace is served while others take as much as they can
    Crowd(crowd::Options),
}

fn main() -> ExitCode {
    let measured = match Command::parse() {
        Command::Post(options) => throughput::post(&options),
        Command::Smtp(options) => throughput::smtp(&options),
        Command::Compare(options) => throughput::compare(&options),
        Command::Script(options) => script::run(&options),
        Command::Idle(options) => idle::run(&options),
        Command::Growth(options) => growth::run(&options),
        Command::Soak(options) => soak::run(&options),
        Command::Memory(options) => memory::run(&options),
        Command::Crowd(options) => crowd::run(&options),
    };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(void) => {
            figures::print_void(&void);
            ExitCode::FAILURE
        }
    }
}
