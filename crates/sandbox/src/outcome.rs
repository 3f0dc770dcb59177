//! How a run ended: [`Outcome`]. Created by the parent, partly from the child's report.
//!
//! This crate has no texts for people: an error is a variant with values, which `scripting` turns into a message.

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
    /// The caller stopped the run.
    Cancelled(Usage),
}

impl Outcome {
    /// The resources that the run used.
    pub fn usage(&self) -> &Usage {
        match self {
            Outcome::Finished(usage) | Outcome::Failed(_, usage) | Outcome::Cancelled(usage) => usage,
        }
    }
}

/// The resources that a run used.
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
    /// Whether some console output was dropped.
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
    /// The script threw an error or cannot be parsed: `ReferenceError: x is not defined`, in the words of the engine or
    /// the script.
    Error {
        /// Class and message of the error.
        message: String,
    },
    /// The script threw a value that is not an error.
    Value {
        /// The value as the console formats it.
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
        /// The maximum.
        megabytes: usize,
    },
    /// The engine's memory, exhausted by the input alone.
    InputMemory {
        /// The maximum.
        megabytes: usize,
    },
    /// The child crashed, most likely for lack of memory.
    Crash,
    /// Processor time.
    Cpu {
        /// The maximum.
        time: Duration,
    },
    /// Time from start to end.
    Wall {
        /// The maximum.
        time: Duration,
    },
    /// Depth of function calls.
    CallDepth,
    /// Calls of host functions.
    HostCalls {
        /// The maximum.
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

/// A position in the script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1.
    pub column: u32,
    /// The text of the line, cut if it is long; the parent takes it from the script.
    #[serde(default, skip_deserializing)]
    pub source_line: String,
}

impl RunError {
    /// An error without a position.
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
