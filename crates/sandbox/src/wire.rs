//! The protocol between parent and child: one JSON value per line. Parent and child are the same binary.
//!
//! The parent trusts nothing that it reads: every line is limited in length, typed and counted.

use serde::{Deserialize, Serialize};

use crate::{Job, Limits, call::EmailCall, call::RefusedCall, host::ConsoleLine, outcome::RunError};

/// The first line to the child: the job and its limits.
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
        /// The record of the call, with its faults.
        call: RefusedCall,
        /// What could be read of the call, unless it is too large.
        readable: Option<Box<EmailCall>>,
    },
    /// `emailStatus(id)`
    EmailStatus(String),
    /// `file(name)`; the answer is `null` if there is no such file.
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
    /// The error, which the script sees as the `error` of the result.
    Err(String),
    /// The server could not answer.
    Unavailable,
}
