//! Reasons why a run is void.

use std::path::PathBuf;

/// Why a run is void; its figures are not printed.
#[derive(Debug, thiserror::Error)]
pub enum Void {
    /// The machine or a connection failed.
    #[error("{doing}")]
    Io {
        /// The operation.
        doing: String,
        #[source]
        source: std::io::Error,
    },
    /// The data folder would be in memory, where fsync is free.
    #[error(
        "{folder} is on {kind}, which is not durable, so figures from there would be too good; choose a folder on a disk with --folder"
    )]
    NotADisk {
        /// The requested folder.
        folder: PathBuf,
        /// Its file system.
        kind: String,
    },
    /// A server gave another response than the benchmark needs.
    #[error("{asked}: answered {answer}")]
    Refused {
        /// The request.
        asked: String,
        /// Status and body, or the SMTP reply.
        answer: String,
    },
    /// The messages in the sink differ from those sent.
    #[error("the run is void: {missing} missing, {changed} changed, {doubled} doubled, {strange} that nobody sent")]
    Untrue {
        /// Accepted, but not in the sink.
        missing: usize,
        /// Arrived with another text.
        changed: usize,
        /// Arrived more than once.
        doubled: usize,
        /// Arrived, but not part of this run.
        strange: usize,
    },
    /// A server did not start, or stopped unexpectedly.
    #[error("{who} {how}; its log ends with:\n{log}")]
    Died {
        /// Which server.
        who: &'static str,
        /// What happened.
        how: String,
        /// The end of its log.
        log: String,
    },
}

/// Names the operation of an I/O error.
pub trait IoContext<T> {
    /// Wraps the error with the operation.
    fn doing(self, what: impl Into<String>) -> Result<T, Void>;
}

impl<T> IoContext<T> for std::io::Result<T> {
    fn doing(self, what: impl Into<String>) -> Result<T, Void> {
        self.map_err(|source| Void::Io { doing: what.into(), source })
    }
}
