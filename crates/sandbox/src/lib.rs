//! What a script may ask: the sandbox in which the JavaScript of users runs, and its host functions.
//!
//! [`run`] starts a child process of our own binary, gives it a [`Job`], and answers what the script asks through the
//! port [`Host`]. The child calls [`child::main`]. This crate stores nothing, sends nothing and checks no address;
//! it has neither network nor files nor a database.

mod call;
pub mod child;
mod fault;
mod host;
mod job;
mod limits;
mod run;
mod wire;

pub use call::{Attachment, AttachmentContent, EmailCall, RefusedCall};
pub use fault::{Fault, Limit, Outcome, Position, Reason, Usage};
pub use host::{ConsoleLine, FileFacts, Host, Level, Member, Taken};
pub use job::{Job, LANGUAGES};
pub use limits::Limits;
pub use run::{run, run_until};
