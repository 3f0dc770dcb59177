//! Why a run failed, in the form that is stored and that pages and API show.
//!
//! Stored in `script_run.error` as version 2, `{"v":2,"text":{…}}`. Any other content was stored by version 1 (a
//! sentence, or what the script threw) and is shown unchanged.

use mail::Text;
use sandbox::{Cause, Limit, RunError, SandboxError};
use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, exception_text};
use crate::texts;

/// The version in which errors are stored.
const VERSION: u32 = 2;
/// The code of an error whose message comes from the script or the engine.
const THROWN: &str = "script_error";

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFailure {
    /// `script` (it threw or cannot be parsed); `memory`, `cpu`, `wall`, `stack`, `questions`, `source`, `input` (a
    /// limit); `storage` (its emails could not be stored); `sandbox` (the sandbox failed).
    pub reason: String,
    /// What happened.
    pub text: Text,
    /// The line, counted from 1, if known; then column and source line are known too.
    pub line: Option<u32>,
    /// The column, counted from 1.
    pub column: Option<u32>,
    /// The line's text.
    pub source_line: Option<String>,
}

impl RunFailure {
    /// The message of the script or the engine, which is shown unchanged; `None` for other errors.
    pub fn thrown(&self) -> Option<&str> {
        match self.text.args().get("message") {
            Some(mail::Arg::String(message)) if self.text.code() == THROWN => Some(message),
            _ => self.text.as_verbatim(),
        }
    }

    /// The emails of the run could not be stored.
    pub(crate) fn of_storage(refusal: &Refusal) -> Self {
        let text = refusal.faults.first().map_or_else(texts::script_mail_not_stored, |fault| fault.text.clone());
        Self { reason: "storage".to_owned(), text, line: None, column: None, source_line: None }
    }

    /// The stored run, its script or its version cannot be read.
    pub(crate) fn unreadable() -> Self {
        let text = texts::script_run_unreadable();
        Self { reason: "storage".to_owned(), text, line: None, column: None, source_line: None }
    }

    /// The text in its stored form.
    pub(crate) fn stored_text(&self) -> serde_json::Result<String> {
        serde_json::to_string(&Stored { v: VERSION, text: self.text.clone() })
    }

    /// Reads a stored text.
    pub(crate) fn text_from_stored(stored: String) -> Text {
        match serde_json::from_str::<Stored>(&stored) {
            Ok(Stored { v: VERSION, text }) => text,
            _ => Text::verbatim(stored),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    v: u32,
    text: Text,
}

impl From<&RunError> for RunFailure {
    fn from(error: &RunError) -> Self {
        let position = error.position.as_ref();
        let (reason, text) = reason_and_text(&error.cause, position.is_some());
        Self {
            reason: reason.to_owned(),
            text,
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
            source_line: position.map(|position| position.source_line.clone()),
        }
    }
}

/// `is_placed`: whether the position was reported with the error. If the engine stops a loop, it knows only the last
/// position before the first iteration, which may be a statement before the loop.
fn reason_and_text(cause: &Cause, is_placed: bool) -> (&'static str, Text) {
    match cause {
        Cause::Error { message } => ("script", texts::script_error(message.as_str())),
        Cause::Value { value } => ("script", texts::script_threw_value(value.as_str())),
        Cause::Exception(exception) => ("script", exception_text(exception)),
        Cause::PromisePending => ("script", texts::script_promise_pending()),
        Cause::Limit(limit) => limit_reason_and_text(limit, is_placed),
        Cause::Sandbox(error) => ("sandbox", sandbox_text(error)),
    }
}

fn limit_reason_and_text(limit: &Limit, is_placed: bool) -> (&'static str, Text) {
    match *limit {
        Limit::Memory { megabytes } if is_placed => ("memory", texts::script_memory_limit_here(megabytes)),
        Limit::Memory { megabytes } => ("memory", texts::script_memory_limit(megabytes)),
        Limit::InputMemory { megabytes } => ("memory", texts::script_input_memory_limit(megabytes)),
        Limit::Crash => ("memory", texts::script_sandbox_crash()),
        Limit::Cpu { time } if is_placed => ("cpu", texts::script_cpu_limit_here(seconds(time))),
        Limit::Cpu { time } => ("cpu", texts::script_cpu_limit(seconds(time))),
        Limit::Wall { time } if is_placed => ("wall", texts::script_time_limit_here(seconds(time))),
        Limit::Wall { time } => ("wall", texts::script_time_limit(seconds(time))),
        Limit::CallDepth => ("stack", texts::script_call_depth()),
        Limit::HostCalls { limit } => ("questions", texts::script_host_call_limit(limit)),
        Limit::Source { bytes, limit } => ("source", texts::script_source_too_long(bytes, limit)),
        Limit::Input { bytes, limit } => ("input", texts::script_input_too_large(bytes, limit)),
    }
}

fn seconds(time: std::time::Duration) -> String {
    time.as_secs_f64().to_string()
}

fn sandbox_text(error: &SandboxError) -> Text {
    match error {
        SandboxError::NotStarted { cause } => texts::script_sandbox_not_started(cause.as_str()),
        SandboxError::Engine { cause } => texts::script_engine_failed(cause.as_str()),
        SandboxError::InputUnreadable { cause } => texts::script_input_unreadable(cause.as_str()),
        SandboxError::Protocol => texts::script_sandbox_protocol(),
        SandboxError::Killed => texts::script_sandbox_killed(),
        SandboxError::NoResult { status } => texts::script_sandbox_no_result(status.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(cause: Cause) -> RunFailure {
        RunFailure::from(&RunError { cause, position: None })
    }

    #[track_caller]
    fn check_stored(cause: Cause, stored: &str) {
        let fault = fault(cause);
        assert_eq!(fault.stored_text().expect("JSON"), stored);
        assert_eq!(RunFailure::text_from_stored(stored.to_owned()), fault.text);
    }

    #[test]
    fn an_error_is_stored_as_code_with_arguments() {
        check_stored(
            Cause::Error { message: "Error: the list of customers is empty".to_owned() },
            r#"{"v":2,"text":{"code":"script_error","args":{"message":"Error: the list of customers is empty"}}}"#,
        );
        check_stored(
            Cause::Limit(Limit::Memory { megabytes: 64 }),
            r#"{"v":2,"text":{"code":"script_memory_limit","args":{"limit":64}}}"#,
        );
        check_stored(Cause::PromisePending, r#"{"v":2,"text":{"code":"script_promise_pending"}}"#);
    }

    #[test]
    fn errors_of_version_1_are_shown_unchanged() {
        for stored in ["Error: the list of customers is empty", "thrown: nothing", "{\"code\":\"script_error\"}"] {
            assert_eq!(RunFailure::text_from_stored(stored.to_owned()).as_verbatim(), Some(stored));
        }
    }

    #[test]
    fn what_a_script_throws_is_shown_unchanged_in_every_language() {
        for thrown in ["Error: the list of customers is empty", "nothing", "Error: order 7 (no TLS)", "by hand"] {
            let error = fault(Cause::Error { message: thrown.to_owned() });
            assert_eq!(error.thrown(), Some(thrown));
            let value = fault(Cause::Value { value: thrown.to_owned() });
            for language in i18n::Language::ALL {
                assert_eq!(language.render(&error.text), thrown);
                assert!(language.render(&value.text).contains(thrown), "{thrown}");
            }
        }
    }
}
