//! Emails as pure values.
//!
//! A [`Draft`] is what a caller asks to send: unchecked strings. [`Draft::check`] finds all its faults at once; the
//! [`CheckedDraft`] is rendered once to a [`Message`], whose bytes do not change afterwards. A [`Report`] is the result
//! of one attempt for each recipient.
//!
//! [`submitted::Submitted`] is a message that a client made itself; it becomes a [`Message`] without being rendered.
//!
//! No I/O, clock, randomness or async: time and random numbers are arguments.

mod address;
mod draft;
mod faults;
mod header_field;
mod html_text;
pub mod limits;
mod media_type;
mod message;
mod message_ids;
mod outgoing;
mod problem;
pub mod problems;
mod quoted;
mod render;
mod report;
mod reverse_path;
mod size;
pub mod status_notification;
mod structured;
pub mod submitted;
mod text;
pub mod texts;
mod verdict;

pub use address::{AddressError, DefaultDomain, DisplayName, EmailAddress, Mailbox, parse_each, parse_list};
pub use draft::{Attachment, Calendar, CheckedDraft, Draft, check_file_name};
pub use faults::{Fault, Faults};
pub use html_text::text_from_html;
pub use media_type::{check_media_type, media_type_of_file};
pub use message::{Message, MessageId, RecipientCounts, Stamp};
pub use outgoing::Outgoing;
pub use problem::{Fix, Problem, ProblemCode, ProblemSentences, Security};
pub use quoted::quoted;
pub use render::{Addressed, addressed_to};
pub use report::{FailedAt, Outcome, RecipientVerdict, Report, Stage, StageRecord};
pub use reverse_path::ReversePath;
pub use size::{KILOBYTE, MEGABYTE, byte_size, megabytes, size_and_limit};
pub use text::{Arg, Args, Code, Text};
pub use verdict::{EnhancedCode, Reply, Verdict};
