//! The limits of a run. Each default has its reason; the caller may set others.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The limits of one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// What the engine may allocate for the script's values.
    pub memory_bytes: usize,
    /// Processor time of the child.
    pub cpu: Duration,
    /// Time from the start to the end, with all waiting for answers, without the time in which the run is suspended.
    pub wall: Duration,
    /// The engine's stack: how deep calls may nest.
    pub stack_bytes: usize,
    /// What the console keeps; the rest is dropped.
    pub console_bytes: usize,
    /// The longest line of the console; a longer one is cut.
    pub console_line_bytes: usize,
    /// Accepted mails; further calls of `sendEmail` return an error.
    pub mails: u64,
    /// Calls beyond `mails`: refused emails, `emailStatus`, `file`, `files`, `members`. One more ends the run.
    pub host_calls: u64,
    /// One call with its texts and attachments, as the child sends it.
    pub call_bytes: usize,
    /// The script's text.
    pub source_bytes: usize,
    /// The input as JSON.
    pub input_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            // A table of 100,000 people with ten columns takes about half of it; twenty runs at once fit a small server.
            memory_bytes: 64_000_000,
            // A mail costs about 0.1 ms of it, so this is far above 10,000 mails and still ends a loop soon.
            cpu: Duration::from_secs(10),
            // Long enough to have 10,000 mails made durable one after another on a slow disk.
            wall: Duration::from_secs(120),
            // About 2,000 calls deep; the process has 8 MB, and native code below a call needs its share.
            stack_bytes: 512 << 10,
            // Some 3,000 lines: nobody reads more, and all of it is stored with the run.
            console_bytes: 256_000,
            console_line_bytes: 8_000,
            // The product's default for one run.
            mails: 1_000,
            // Ten calls for each email of the default.
            host_calls: 10_000,
            // Attachments of about 10 MB in Base64, beyond which receivers refuse mail anyway; large files go by name.
            call_bytes: 16_000_000,
            // Longer ones are data, which belongs in the input.
            source_bytes: 256_000,
            // Parsed it takes about four times as much, which must fit `memory_bytes`.
            input_bytes: 8_000_000,
        }
    }
}
