//! The sandbox in which the JavaScript of users runs, and the functions that it offers to scripts.
//!
//! [`run`] starts a child process of our own binary, passes it a [`Job`], and answers the script's calls through the
//! trait [`Host`]. The child calls [`child::main`]. This crate stores nothing, sends nothing and checks no addresses;
//! it uses neither network nor files nor a database. Its errors are enums with values; the only texts that people read
//! are the messages of exceptions that its functions throw.

mod call;
pub mod child;
mod exception;
mod host;
mod job;
mod limits;
mod outcome;
mod run;
mod suspension;
mod wire;

pub use call::{Attachment, AttachmentContent, Calendar, CallFault, CallFaultKind, EmailCall, Expected, RefusedCall};
pub use exception::{HostException, ShownArgument};
pub use host::{Accepted, ConsoleLine, FileFacts, Host, Level, Member, Unavailable};
pub use job::{Job, LANGUAGES};
pub use limits::Limits;
pub use outcome::{Cause, Limit, Outcome, Position, RunError, SandboxError, Usage};
pub use run::{Control, run, run_until};
pub use suspension::Suspension;
