//! The server side of SMTP for message submission (RFC 6409): reads commands and messages, and replies.
//!
//! [`serve`] leads one connection and asks a [`Host`] who may log in and what becomes of a message. It stores nothing
//! and knows no settings. `line`, `data`, `command`, `parameters`, `login` and `answer` use no socket.
//!
//! STARTTLS ends [`serve`]: the caller performs the handshake and calls it again, so that nothing that a client sent
//! in clear has an effect afterwards (RFC 3207 section 4.2).

mod answer;
mod arriving;
mod command;
mod data;
mod line;
mod login;
mod parameters;
mod session;
#[cfg(test)]
mod session_tests;
mod terms;
mod wire;

pub use answer::Answer;
pub use command::{Command, MailCommand, RcptCommand, parse};
pub use data::{BareLineEnd, DataProgress, DataReader, bare_line_end};
pub use line::{Input, LineFault, LineKind};
pub use login::Credentials;
pub use parameters::Body;
pub use session::{End, Opening, serve};
pub use terms::{Hello, Host, Incoming, LoginOffer, Terms};
pub use wire::{Ended, Times};
