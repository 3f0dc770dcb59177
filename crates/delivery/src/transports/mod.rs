//! One file or folder per transport; each implements [`Transport`](crate::Transport).

mod api;
mod mailbox;
mod recipients;
mod smtp;

pub use api::ApiTransport;
pub use mailbox::{MailboxError, MailboxStore, MailboxTransport};
pub(crate) use recipients::Outcomes;
pub use smtp::SmtpTransport;
pub(crate) use smtp::{AttemptResult, OpenError, SendResult, open, report, send_in};
