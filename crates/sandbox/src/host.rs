//! The port through which a script asks: one method per question. The server implements it; tests record with it.

use std::future::Future;

use serde::{Deserialize, Serialize};

use crate::call::{EmailCall, RefusedCall};

/// Who answers a script. `Err` is a sentence for the script's author: what is wrong, and what to do.
///
/// Each answer is waited for, so an implementation has time limits of its own.
/// A question that it has begun to answer is answered to the end, also when the run is cancelled meanwhile.
pub trait Host: Send {
    /// Takes a mail. Bad data is `Err`, which the script sees as `{id: null, error}`.
    fn send_email(&mut self, call: EmailCall) -> impl Future<Output = Result<Taken, String>> + Send;

    /// What became of a mail: what the script sees. `Err` becomes `{id, state: null, error}`.
    fn email_status(&mut self, id: &str) -> impl Future<Output = Result<serde_json::Value, String>> + Send;

    /// Looks for a file of the workspace. `Err` throws.
    fn file(&mut self, name: &str) -> impl Future<Output = Result<FileFacts, String>> + Send;

    /// All files of the workspace. `Err` throws.
    fn files(&mut self) -> impl Future<Output = Result<Vec<FileFacts>, String>> + Send;

    /// The members of the workspace. `Err` throws.
    fn members(&mut self) -> impl Future<Output = Result<Vec<Member>, String>> + Send;

    /// Hears of a call of `sendEmail` that was refused without asking: its data had a fault, or the limit is reached.
    fn refused(&mut self, call: RefusedCall);

    /// Hears a line of the console as it is written.
    fn console(&mut self, line: ConsoleLine);
}

/// A mail that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its id.
    pub id: String,
    /// Its key was used before, and this is the mail of that time: it counts as a question, not as a mail. Whoever runs a
    /// script again over the same table gets to the people whom the limit left out before.
    pub repeated: bool,
}

/// A file of the workspace, without its bytes: what `file(name)` gives a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its name.
    pub name: String,
    /// Its media type.
    #[serde(rename = "type")]
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A member of the workspace.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
}

/// A line of the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsoleLine {
    /// How loud.
    pub level: Level,
    /// The text; it may hold line breaks.
    pub text: String,
}

/// How loud a line of the console is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// `console.log`, `console.info`, `console.debug`.
    Log,
    /// `console.warn`, and what the sandbox itself remarks.
    Warn,
    /// `console.error`.
    Error,
}
