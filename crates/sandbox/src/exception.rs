//! Exceptions that host functions throw to a script. Created by the child.
//!
//! The `Display` text is the exception's `message`. It is in English like all messages of the engine, because scripts
//! read and log it. If a script does not catch the exception, the run ends with its value, so that it can be reported
//! in the reader's language.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An exception that a host function throws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum HostException {
    /// `sendEmail` was called without an object.
    #[error(
        "sendEmail expects one object: sendEmail({{ to: \"a@example.com\", subject: \"Hello\", text: \"Good morning\" }}); \
         got {given}"
    )]
    SendEmail {
        /// The argument.
        given: ShownArgument,
    },
    /// `emailStatus` was called without an id.
    #[error("emailStatus expects the id that sendEmail returned: emailStatus(sent.id); got {given}")]
    EmailStatus {
        /// The argument.
        given: ShownArgument,
    },
    /// `file` was called without a name.
    #[error("file expects the name of a file of the workspace: file(\"terms.pdf\"); got {given}")]
    File {
        /// The argument.
        given: ShownArgument,
    },
    /// `file` was called with the name of a file that does not exist in the workspace.
    #[error("this workspace has no file “{name}”: upload it under Files, or list the names with files()")]
    FileUnknown {
        /// The name.
        name: String,
    },
    /// `formatDate` was called without a date.
    #[error("formatDate expects a Date, milliseconds or a date such as \"2026-05-31\", got {given}")]
    FormatDate {
        /// The argument.
        given: ShownArgument,
    },
    /// `formatNumber` was called without a number.
    #[error("formatNumber expects a number, got {given}")]
    FormatNumber {
        /// The argument.
        given: ShownArgument,
    },
    /// A language or style is not a string.
    #[error("language and style are strings, such as \"de\" and \"long\"; got {given}")]
    FormatOption {
        /// The argument.
        given: ShownArgument,
    },
    /// The language is not supported.
    #[error("unknown language “{language}”: use \"en\" or \"de\"")]
    Language {
        /// The argument.
        language: String,
    },
    /// The style of a date is not supported.
    #[error("unknown style “{style}”: use date, short, long, time or datetime")]
    Style {
        /// The argument.
        style: String,
    },
    /// The number of decimals is out of range.
    #[error("decimals range from 0 to {limit}, got {given}")]
    Decimals {
        /// The maximum.
        limit: u32,
        /// The argument.
        given: String,
    },
    /// The number is infinite or NaN.
    #[error("{value} cannot be written as a number")]
    NotFinite {
        /// The argument.
        value: String,
    },
    /// A function that scripts do not have, because the engine has no locale data.
    #[error("{name} is not available in scripts: use {instead}")]
    FunctionUnavailable {
        /// The function: `toLocaleDateString`.
        name: String,
        /// What to write instead: `formatDate(date, "de")`.
        instead: String,
    },
    /// The arguments exceed the maximum size of a call.
    #[error("the call is larger than {megabytes} MB")]
    CallTooLarge {
        /// The maximum.
        megabytes: usize,
    },
    /// The server could not answer.
    #[error("the server could not answer: try again later")]
    Unavailable,
}

impl HostException {
    /// The name of the JavaScript class of the exception.
    pub fn class(&self) -> &'static str {
        match self {
            Self::FileUnknown { .. } | Self::CallTooLarge { .. } | Self::Unavailable => "Error",
            _ => "TypeError",
        }
    }
}

/// An argument as shown in an error: its type and its beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum ShownArgument {
    /// No argument.
    Nothing,
    /// A string.
    Text(String),
    /// A number.
    Number(String),
    /// An array.
    List(String),
    /// An object.
    Object(String),
    /// A function.
    Function,
    /// `null`, `undefined`, `true` and the like, as written.
    Literal(String),
}

impl fmt::Display for ShownArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Text(text) => write!(f, "the string “{text}”"),
            Self::Number(number) => write!(f, "the number {number}"),
            Self::List(list) => write!(f, "the list {list}"),
            Self::Object(object) => write!(f, "the object {object}"),
            Self::Function => f.write_str("a function"),
            Self::Literal(literal) => f.write_str(literal),
        }
    }
}
