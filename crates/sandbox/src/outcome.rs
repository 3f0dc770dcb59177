//! How a run ended: [`Outcome`]. Made by the parent side, partly from what the child reports.
//!
//! This crate has no text for people: an error is a variant with its values, which `scripting` turns into a message.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::exception::HostException;

/// How a run ended, and what it used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The script ran to its end.
    Finished(Usage),
    /// The script failed.
    Failed(RunError, Usage),
    /// Somebody stopped it.
    Cancelled(Usage),
}

impl Outcome {
    /// What the run used.
    pub fn usage(&self) -> &Usage {
        match self {
            Outcome::Finished(usage) | Outcome::Failed(_, usage) | Outcome::Cancelled(usage) => usage,
        }
    }
}

/// What a run used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Accepted emails.
    pub mails: u64,
    /// Refused calls of `sendEmail`, including those beyond the limit.
    pub refused: u64,
    /// Calls of host functions other than accepted emails.
    pub host_calls: u64,
    /// Bytes on the console.
    pub console_bytes: usize,
    /// Whether a part of the console was dropped.
    pub console_cut: bool,
    /// From the start to the end, in milliseconds.
    pub wall_ms: u64,
}

/// Why a run failed, and where in the script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunError {
    /// The cause.
    pub cause: Cause,
    /// Where in the script, if known.
    pub position: Option<Position>,
}

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The script threw an error, or cannot be parsed: `ReferenceError: x is not defined`, as the engine or the script
    /// words it.
    Error {
        /// Class and message of the error.
        message: String,
    },
    /// The script threw a value that is not an error.
    Value {
        /// The value as the console shows it.
        value: String,
    },
    /// A host function threw, and the script did not catch it.
    Exception(HostException),
    /// The script awaits a promise that is never settled.
    PromisePending,
    /// A limit was reached.
    Limit(Limit),
    /// The sandbox itself failed.
    Sandbox(SandboxError),
}

/// Which limit was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The engine's memory.
    Memory {
        /// What a run may use.
        megabytes: usize,
    },
    /// The engine's memory, used up by the input alone.
    InputMemory {
        /// What a run may use.
        megabytes: usize,
    },
    /// The child crashed, most likely for lack of memory.
    Crash,
    /// Processor time.
    Cpu {
        /// What a run may use.
        time: Duration,
    },
    /// Time from start to end.
    Wall {
        /// What a run may take.
        time: Duration,
    },
    /// Depth of function calls.
    CallDepth,
    /// Calls of host functions.
    HostCalls {
        /// What a run may make.
        limit: u64,
    },
    /// Length of the script.
    Source {
        /// The script's bytes.
        bytes: usize,
        /// The maximum.
        limit: usize,
    },
    /// Size of the input.
    Input {
        /// The input's bytes as JSON.
        bytes: usize,
        /// The maximum.
        limit: usize,
    },
}

/// How the sandbox itself failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SandboxError {
    /// The child process could not be started.
    NotStarted {
        /// The operating system's error.
        cause: String,
    },
    /// The engine could not be created.
    Engine {
        /// The engine's error.
        cause: String,
    },
    /// The engine could not read the input.
    InputUnreadable {
        /// The engine's error.
        cause: String,
    },
    /// The child sent something that is not part of the protocol.
    Protocol,
    /// The child was killed by another process.
    Killed,
    /// The child ended without reporting a result.
    NoResult {
        /// Its exit status.
        status: String,
    },
}

/// A place in the script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// The line's text, cut where it is long; the parent side reads it from the script itself.
    #[serde(default, skip_deserializing)]
    pub source_line: String,
}

impl RunError {
    /// An error without a place.
    pub(crate) fn new(cause: Cause) -> Self {
        Self { cause, position: None }
    }
}

impl From<Limit> for RunError {
    fn from(limit: Limit) -> Self {
        Self::new(Cause::Limit(limit))
    }
}

impl From<SandboxError> for RunError {
    fn from(error: SandboxError) -> Self {
        Self::new(Cause::Sandbox(error))
    }
}
