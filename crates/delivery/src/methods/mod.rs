//! One file per way out; each implements [`Transport`](crate::Transport).

mod mailbox;
mod smtp;

pub use mailbox::{Keep, MailboxTransport};
pub use smtp::SmtpTransport;
pub(crate) use smtp::{outcome, report};
