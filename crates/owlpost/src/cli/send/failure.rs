//! What went wrong, in three parts, and the exit status for it.

use std::fmt;
use std::process::ExitCode;

/// The exit statuses of sysexits.h, which programs that call sendmail understand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// EX_USAGE: wrong arguments.
    Usage = 64,
    /// EX_DATAERR: the message has a fault.
    Data = 65,
    /// EX_NOUSER: a recipient is not an address, or not allowed.
    Recipient = 67,
    /// EX_UNAVAILABLE: what responds is not an owlpost server.
    Unavailable = 69,
    /// EX_IOERR: a file or standard input cannot be read or written.
    Io = 74,
    /// EX_TEMPFAIL: a repetition may succeed.
    TryAgain = 75,
    /// EX_NOPERM: the API key is not accepted, or may not send as this sender.
    NotPermitted = 77,
    /// EX_CONFIG: URL, API key or configuration file.
    Config = 78,
}

impl Exit {
    pub(super) fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// Why nothing was sent.
#[derive(Debug)]
pub(super) struct Failure {
    what: String,
    meaning: String,
    remedy: String,
    exit: Exit,
    /// The server refused this message, and not the caller.
    is_of_message: bool,
    may_have_arrived: bool,
}

impl Failure {
    pub(super) fn new(
        exit: Exit,
        what: impl Into<String>,
        meaning: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (what, meaning, remedy) = (what.into(), meaning.into(), remedy.into());
        Self { what, meaning, remedy, exit, is_of_message: false, may_have_arrived: false }
    }

    /// The server refused the message, and would refuse it again.
    #[must_use]
    pub(super) fn of_message(self) -> Self {
        Self { is_of_message: true, ..self }
    }

    /// The server may have accepted the message all the same.
    #[must_use]
    pub(super) fn perhaps_arrived(self) -> Self {
        Self { may_have_arrived: true, ..self }
    }

    /// The failure with something else that happened.
    #[must_use]
    pub(super) fn adding(self, more: &str) -> Self {
        Self { what: format!("{}, {more}", self.what), ..self }
    }

    pub(super) fn exit(&self) -> Exit {
        self.exit
    }

    pub(super) fn is_of_message(&self) -> bool {
        self.is_of_message
    }

    pub(super) fn may_have_arrived(&self) -> bool {
        self.may_have_arrived
    }

    /// What happened, without its meaning and remedy.
    pub(super) fn what(&self) -> String {
        tls::without_error_number(&self.what)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  {}\n  {}", self.what(), self.meaning, self.remedy)
    }
}
