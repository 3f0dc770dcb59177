//! The log of the process, on standard error, because commands print their results on standard output. Repeated lines
//! are collapsed (`repeats`).

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use super::repeats::Collapsed;
use config::{Log, LogFormat};

/// Starts the log as configured.
pub fn start(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        // It would report a failed write to standard error by `eprintln!`, which panics if nobody reads standard error.
        .log_internal_errors(false);
    // An error means that another test of this process has already started a log.
    let _ = match log.format {
        LogFormat::Text => builder.map_event_format(|lines| Collapsed::new(lines, log.format)).try_init(),
        LogFormat::Json => {
            builder.json().flatten_event(true).map_event_format(|lines| Collapsed::new(lines, log.format)).try_init()
        }
    };
}
