//! One file or folder per transport; each implements [`Transport`](crate::Transport).

mod api;
mod mailbox;
mod recipients;
mod smtp;

pub use api::ApiTransport;
pub use mailbox::{MailboxError, MailboxStore, MailboxTransport};
pub use smtp::SmtpTransport;
pub(crate) use smtp::{OpenError, Sent, open, report, send_in};
