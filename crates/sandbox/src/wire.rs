//! The protocol between parent and child: one JSON value per line. Parent and child are the same binary.
//!
//! The parent trusts nothing that it reads here: every line is bounded, typed and counted.

use serde::{Deserialize, Serialize};

use crate::{Job, Limits, call::EmailCall, call::RefusedCall, host::ConsoleLine, outcome::RunError};

/// The first line to the child: what to run, and within which limits. Serialized from references to both.
pub(crate) type StartMessage = (Job, Limits);

/// A line from the child.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum ChildMessage {
    /// A line of the console.
    Console(ConsoleLine),
    /// The console is full; further lines are dropped.
    ConsoleCut,
    /// A call of a host function, which waits for an [`Answer`].
    Call(HostCall),
    /// The end of the script; the last line.
    End(Option<RunError>),
}

/// A call of a host function.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum HostCall {
    /// `sendEmail({...})`
    SendEmail(Box<EmailCall>),
    /// `sendEmail({...})` with faults. The answer is an `Err` with the message for the script.
    Refused {
        /// What is recorded of it, with its faults.
        call: RefusedCall,
        /// What could be read of it, unless that is too large.
        readable: Option<Box<EmailCall>>,
    },
    /// `emailStatus(id)`
    EmailStatus(String),
    /// `file(name)`; `null` if no file has the name.
    File(String),
    /// `files()`
    Files,
    /// `members()`
    Members,
    /// How many milliseconds of its time the run has left: the child does not know how long it was suspended.
    TimeLeft,
}

/// A line to the child: the answer to its call.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    /// The result.
    Ok(serde_json::Value),
    /// The error that the script sees as the `error` of the result.
    Err(String),
    /// The server could not answer.
    Unavailable,
}
