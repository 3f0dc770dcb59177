//! What parent and child say to each other: one JSON value per line. Parent and child are the same binary.
//!
//! The parent trusts nothing that it reads here: every line is bounded, typed and counted.

use serde::{Deserialize, Serialize};

use crate::{Job, Limits, call::EmailCall, call::RefusedCall, fault::Fault, host::ConsoleLine};

/// The first line, to the child: what to run, and within which limits. Written from references to both.
pub(crate) type Order = (Job, Limits);

/// A line from the child.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Said {
    /// A line of the console.
    Console(ConsoleLine),
    /// The console is full; from now on lines are dropped.
    ConsoleCut,
    /// A question, which waits for an [`Answer`].
    Ask(Ask),
    /// A call of `sendEmail` whose data had a fault, so that nobody needed to be asked.
    Refused(RefusedCall),
    /// The end; the last line.
    End(Option<Fault>),
}

/// A question of the script.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Ask {
    /// `sendEmail({...})`
    SendEmail(Box<EmailCall>),
    /// `emailStatus(id)`
    EmailStatus(String),
    /// `file(name)`
    File(String),
    /// `files()`
    Files,
    /// `members()`
    Members,
}

/// A line to the child: the answer to its question.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    /// What was asked for.
    Ok(serde_json::Value),
    /// A sentence that says why not.
    Err(String),
}
