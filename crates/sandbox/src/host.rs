//! The interface through which a script's calls are answered. `scripting` implements it; tests use a recorder.

use std::future::Future;

use serde::{Deserialize, Serialize};

use crate::call::{EmailCall, RefusedCall};

/// Answers the calls of a script. An `Err` with a string becomes the `error` of the result that the script gets.
///
/// The script waits for each answer, so an implementation needs its own time limits.
///
/// An answer that was begun is completed even if the run is cancelled in the meantime.
pub trait Host: Send {
    /// Accepts an email. Invalid data is an `Err`, which the script sees as `{id: null, error}`.
    fn send_email(&mut self, call: EmailCall) -> impl Future<Output = Result<Accepted, String>> + Send;

    /// Answers a call beyond the limit on mails: returns the mail of an earlier call with the same key, which counts
    /// towards no limit, or records the call as `refused`.
    fn email_beyond_limit(
        &mut self,
        call: EmailCall,
        refused: RefusedCall,
    ) -> impl Future<Output = Result<Accepted, String>> + Send;

    /// Records a call of `sendEmail` with faults of its data. `readable`, if given, is what could be read of the call;
    /// its faults are reported as well. Returns the `error` for the script.
    fn refused(&mut self, call: RefusedCall, readable: Option<EmailCall>) -> impl Future<Output = String> + Send;

    /// The state of an email as the script sees it. `Err` becomes `{id, state: null, error}`.
    fn email_status(&mut self, id: &str) -> impl Future<Output = Result<serde_json::Value, String>> + Send;

    /// The file of the workspace with this name, if there is one.
    fn file(&mut self, name: &str) -> impl Future<Output = Result<Option<FileFacts>, Unavailable>> + Send;

    /// All files of the workspace.
    fn files(&mut self) -> impl Future<Output = Result<Vec<FileFacts>, Unavailable>> + Send;

    /// The members of the workspace.
    fn members(&mut self) -> impl Future<Output = Result<Vec<Member>, Unavailable>> + Send;

    /// Receives a line of the console as it is written.
    fn console(&mut self, line: ConsoleLine);
}

/// The host could not answer, for example because the database failed. The function then throws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

/// An accepted email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Its id.
    pub id: String,
    /// Whether the key was used before, and this is that earlier email. It does not count as a new email, so that a
    /// script that runs again over the same table reaches the people that the limit excluded before.
    pub repeated: bool,
}

/// A file of the workspace without its content: what `file(name)` returns to a script.
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
    /// Its level.
    pub level: Level,
    /// The text; it may contain line breaks.
    pub text: String,
}

/// The level of a line of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// `console.log`, `console.info`, `console.debug`.
    Log,
    /// `console.warn`.
    Warn,
    /// `console.error`.
    Error,
}
