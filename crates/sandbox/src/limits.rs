//! The limits of a run, with the reason for each default. The caller may set others.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The limits of one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Maximum bytes that the engine may allocate for the script's values.
    pub memory_bytes: usize,
    /// Maximum processor time of the child.
    pub cpu: Duration,
    /// Time from the start to the end, with all waiting for answers, without the time in which the run is suspended.
    pub wall: Duration,
    /// Maximum bytes of the engine's stack, which limits the depth of calls.
    pub stack_bytes: usize,
    /// Maximum bytes of console output; the rest is dropped.
    pub console_bytes: usize,
    /// Maximum bytes of a console line; a longer one is cut.
    pub console_line_bytes: usize,
    /// Maximum number of accepted mails; further calls of `sendEmail` return an error.
    pub mails: u64,
    /// Maximum number of other calls: refused emails, `emailStatus`, `file`, `files`, `members`. One more ends the run.
    pub host_calls: u64,
    /// Maximum bytes of one call with its texts and attachments, as the child sends it.
    pub call_bytes: usize,
    /// Maximum bytes of the script.
    pub source_bytes: usize,
    /// Maximum bytes of the input as JSON.
    pub input_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            // A table of 100,000 people with ten columns takes about half of it; twenty concurrent runs fit on a small
            // server.
            memory_bytes: 64_000_000,
            // A mail takes about 0.1 ms, so this is enough for far more than 10,000 mails and still ends a loop soon.
            cpu: Duration::from_secs(10),
            // Long enough to store 10,000 mails one after another on a slow disk.
            wall: Duration::from_secs(120),
            // About 2,000 nested calls. The process has a stack of 8 MB, which native code needs too.
            stack_bytes: 512 << 10,
            // About 3,000 lines: nobody reads more, and all of them are stored with the run.
            console_bytes: 256_000,
            console_line_bytes: 8_000,
            // The product's default for one run.
            mails: 1_000,
            // Ten calls per email at the default limit.
            host_calls: 10_000,
            // Attachments of about 10 MB in Base64, above which most receivers refuse mail. Large files are referred to
            // by name.
            call_bytes: 16_000_000,
            // A longer script contains data, which belongs in the input.
            source_bytes: 256_000,
            // Parsed, it takes about four times as much, which must fit into `memory_bytes`.
            input_bytes: 8_000_000,
        }
    }
}
