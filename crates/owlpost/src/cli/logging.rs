//! The log of the process, on standard error: standard output belongs to what a command answers.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use config::{Log, LogFormat};

/// Starts the log as configured.
pub fn start(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    // An error means that a log runs already, in a test.
    let _ = match log.format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
}
