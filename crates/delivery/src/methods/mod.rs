//! One file per way out; each implements [`Transport`](crate::Transport).

mod api;
mod mailbox;
mod smtp;

pub use api::ApiTransport;
pub use mailbox::{Keep, MailboxTransport};
pub use smtp::SmtpTransport;
pub(crate) use smtp::{outcome, report};
