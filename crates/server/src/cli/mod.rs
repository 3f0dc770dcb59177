//! Commands.

pub mod send;

/// Runs the command of the command line.
pub fn main() -> std::process::ExitCode {
    todo!()
}
