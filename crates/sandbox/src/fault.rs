//! How a run ended: [`Outcome`]. Made by the parent side, partly of what the child says.

use serde::{Deserialize, Serialize};

/// How a run ended, and what it used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The script ran to its end.
    Finished(Usage),
    /// It did not.
    Failed(Fault, Usage),
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
    /// Accepted mails.
    pub mails: u64,
    /// Refused calls of `sendEmail`, with those beyond the limit.
    pub refused: u64,
    /// Questions other than mails.
    pub questions: u64,
    /// Bytes on the console.
    pub console_bytes: usize,
    /// Whether a part of the console was dropped.
    pub console_cut: bool,
    /// From the start to the end, in milliseconds.
    pub wall_ms: u64,
}

/// Why a run did not end well: words for the script's author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// Whose fault it is.
    pub reason: Reason,
    /// What happened, as a sentence or as the engine words it (`ReferenceError: x is not defined`).
    pub message: String,
    /// Where in the script, where that is known.
    pub position: Option<Position>,
}

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The script threw, or cannot be read.
    Script,
    /// A limit was reached.
    Limit(Limit),
    /// The sandbox itself broke, or is none.
    Sandbox,
}

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The engine's memory.
    Memory,
    /// Processor time.
    Cpu,
    /// Time from start to end.
    Wall,
    /// Depth of calls.
    Stack,
    /// Calls of host functions.
    Questions,
    /// Length of the script.
    Source,
    /// Size of the input.
    Input,
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

impl Fault {
    /// A fault without a place.
    pub(crate) fn new(reason: Reason, message: impl Into<String>) -> Self {
        Fault { reason, message: message.into(), position: None }
    }
}
