//! The child's side: reads one order, walls itself in, runs the script, says the end. Called by `owlpost run-script`.
//!
//! It opens no file and no connection; all it has is its standard input and output.

mod console;
mod email;
mod engine;
mod globals;
mod line;
mod position;
mod walls;
mod wording;

use std::io::{self, BufRead};
use std::process::ExitCode;

use self::line::ToParent;
use crate::wire::{Order, Said};

/// The child's whole life. Without an order on standard input it ends at once.
pub fn main() -> ExitCode {
    let mut first = Vec::new();
    if io::stdin().lock().read_until(b'\n', &mut first).is_err() {
        return ExitCode::FAILURE;
    }
    let Ok((job, limits)) = serde_json::from_slice::<Order>(&first) else { return ExitCode::FAILURE };
    drop(first);
    // The time zone is the last thing that is read from the machine.
    let zone = jiff::tz::TimeZone::get(&job.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    if walls::build(&limits).is_err() {
        return ExitCode::FAILURE;
    }
    let parent = ToParent::new(limits.clone());
    let fault = engine::run(job, zone, &limits, &parent);
    parent.say(&Said::End(fault));
    ExitCode::SUCCESS
}
