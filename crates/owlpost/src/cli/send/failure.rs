//! What went wrong, in three parts, and the exit status for it.

use std::fmt;
use std::process::ExitCode;

/// EX_TEMPFAIL of sysexits.h, which mail programs understand as *try again*.
const TRY_AGAIN: u8 = 75;

/// Why nothing was sent.
#[derive(Debug)]
pub(super) struct Failure {
    what: String,
    meaning: String,
    remedy: String,
    exit: u8,
}

impl Failure {
    /// A failure that would happen again.
    pub(super) fn permanent(what: impl Into<String>, meaning: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), meaning: meaning.into(), remedy: remedy.into(), exit: 1 }
    }

    /// A failure that may be temporary.
    pub(super) fn for_now(what: impl Into<String>, meaning: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { exit: TRY_AGAIN, ..Self::permanent(what, meaning, remedy) }
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = tls::without_error_number(&self.what);
        write!(f, "owlpost send: {what}\n  {}\n  {}", self.meaning, self.remedy)
    }
}

#[cfg(test)]
impl Failure {
    /// The whole text and the exit status, for tests.
    pub(super) fn message_and_exit_code(&self) -> (String, u8) {
        (self.to_string(), self.exit)
    }
}
