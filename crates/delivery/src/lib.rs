//! How an email leaves: one try, one report. Never waits for a retry, never stores.
//!
//! [`Transport::deliver`] is the one verb. [`SmtpTransport`] is the way out over SMTP with kept sessions,
//! [`MailboxTransport`] the built-in one. `trouble` alone reads status codes. [`probe`] is the staged test.

mod account;
mod http;
mod methods;
pub mod oauth;
pub mod probe;
mod smtp;
mod transport;
mod trouble;

pub use account::{
    ApiAccount, ApiUser, BearerLogin, BearerMechanism, CleartextLogin, Login, Mechanism, PasswordLogin, Patience,
    SmtpAccount,
};
pub use http::{HttpClient, HttpPatience, is_safe as is_safe_url};
pub use methods::{ApiTransport, Keep, MailboxTransport, SmtpTransport};
pub use smtp::tls::system_roots;
pub use transport::{Outgoing, Transport};
