//! The child process: reads the start message, confines itself, runs the script, and reports the end. Called by
//! `owlpost run-script`.
//!
//! It opens no files and no connections; it only uses standard input and output.

mod channel;
mod confinement;
mod console;
mod email;
mod engine;
mod formatting;
mod globals;
mod thrown;
mod web_api;

use std::io::{self, BufRead};
use std::process::ExitCode;

use self::channel::ParentChannel;
use crate::wire::{ChildMessage, StartMessage};

/// Runs the child process. Without a start message on standard input it exits at once.
pub fn main() -> ExitCode {
    // From the beginning: a child that is suspended early must not outlive its parent either.
    if confinement::die_with_parent().is_err() {
        return ExitCode::FAILURE;
    }
    let mut first = Vec::new();
    if io::stdin().lock().read_until(b'\n', &mut first).is_err() {
        return ExitCode::FAILURE;
    }
    let Ok((job, limits)) = serde_json::from_slice::<StartMessage>(&first) else { return ExitCode::FAILURE };
    drop(first);
    // The time zone is the last thing read from the machine.
    let zone = jiff::tz::TimeZone::get(&job.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    if confinement::apply(&limits).is_err() {
        return ExitCode::FAILURE;
    }
    let parent = ParentChannel::new(limits.clone());
    let error = engine::run(job, zone, &limits, &parent);
    parent.send(&ChildMessage::End(error));
    ExitCode::SUCCESS
}
