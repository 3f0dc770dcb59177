//! Email settings that passed the check: closed choices, without secrets.

use std::fmt;

use jiff::Timestamp;
use mail::{DisplayName, EmailAddress, Security};

use crate::letters::test::Way;

/// Checked settings, without secrets.
#[derive(Clone, Debug, PartialEq)]
pub struct EmailSettings {
    /// The chosen method.
    pub method: Method,
    /// Who gets a copy of script mail.
    pub automatic_bcc: Option<EmailAddress>,
    /// Automatic BCC copies mail of the API as well.
    pub automatic_bcc_api: bool,
    /// Automatic BCC copies mail of SMTP submission as well.
    pub automatic_bcc_submission: bool,
    /// Who the mail is from.
    pub from: From,
    /// What was typed for the method *Username and password*; kept when another is chosen.
    pub password: Option<PasswordMethod>,
    /// Limits of the connection as chosen; [`EmailSettings::pace_in_force`] fills in the provider's.
    pub pace: Pace,
}

/// How mail leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The service that works from the first start.
    Builtin,
    /// An SMTP server with username and password.
    Password,
}

impl Method {
    /// The stored and API name.
    pub fn name(self) -> &'static str {
        match self {
            Method::Builtin => "builtin",
            Method::Password => "password",
        }
    }
}

/// Exactly one From per message, and who else may be asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct From {
    /// The From address; `None` leaves it to the built-in service: `noreply@` the host of the public URL.
    pub email: Option<EmailAddress>,
    /// The name beside it.
    pub name: Option<DisplayName>,
    /// Where answers go.
    pub reply_to: Option<EmailAddress>,
    /// Whose mail a draft may ask to be.
    pub allowed: Vec<AllowedSender>,
}

/// An entry of the allowed-senders list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowedSender {
    /// This address alone.
    Address(EmailAddress),
    /// Every address of this domain (A-labels, lower case), not of its subdomains.
    Domain(String),
}

impl AllowedSender {
    /// Whether a draft may be from `address`. Local parts are compared without regard to ASCII case, as providers do.
    pub fn covers(&self, address: &EmailAddress) -> bool {
        match self {
            AllowedSender::Address(allowed) => {
                allowed.domain() == address.domain() && allowed.local_part().eq_ignore_ascii_case(address.local_part())
            }
            AllowedSender::Domain(domain) => domain == address.domain(),
        }
    }

    /// As it is typed and shown.
    pub fn text(&self) -> &str {
        match self {
            AllowedSender::Address(address) => address.expose(),
            AllowedSender::Domain(domain) => domain,
        }
    }
}

/// An SMTP server with username and password; the password itself is sealed beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct PasswordMethod {
    /// DNS name (A-labels, lower case) or IP address without brackets.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Empty for a server that asks for none.
    pub username: String,
    /// Whether a password is stored.
    pub password_set: bool,
    /// How the connection is secured.
    pub security: Security,
    /// What is said after EHLO; `None` for the host of the public URL.
    pub ehlo: Option<String>,
    /// `None` for the best that the server offers.
    pub mechanism: Option<delivery::Mechanism>,
    /// PEM of a CA to trust besides the system's.
    pub ca_certificate: Option<String>,
    /// The administrator confirmed that the password may travel without TLS.
    pub allow_insecure_password: bool,
}

/// Limits of the connection as chosen; `None` means the provider's own, or none where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Sessions at the same time.
    pub connections: Option<u32>,
    /// Messages in a minute.
    pub messages_per_minute: Option<u32>,
    /// Recipients in any 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Recipients of one SMTP transaction.
    pub recipients_per_message: Option<u32>,
}

/// Limits of the connection in force; `None` is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceInForce {
    /// Sessions at the same time, at least 1.
    pub connections: u32,
    /// Messages in a minute.
    pub messages_per_minute: Option<u32>,
    /// Recipients in any 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Recipients of one SMTP transaction.
    pub recipients_per_message: Option<u32>,
}

/// A stored version.
#[derive(Clone, Debug)]
pub struct Version {
    /// Counts up from 1; 0 is what holds before the first save.
    pub number: u32,
    /// When it was saved; `None` before the first save.
    pub saved_at: Option<Timestamp>,
    /// Who saved it; empty before the first save.
    pub saved_by: String,
    /// What it says.
    pub settings: EmailSettings,
}

/// The way out that settings lead to, with secrets opened; Debug prints none.
#[derive(Clone, Debug)]
pub enum Connection {
    /// The built-in service: the local mailbox.
    Mailbox,
    /// SMTP: password method, or the built-in service's relay.
    Smtp(delivery::SmtpAccount),
}

impl Connection {
    /// How a test letter that leaves through it says so.
    pub fn way(&self) -> Way {
        match self {
            Connection::Mailbox => Way::Mailbox,
            Connection::Smtp(account) => Way::Server(account.connection()),
        }
    }
}

impl Connection {
    /// In words for a person: `smtp.example.com:465 (implicit TLS)`.
    pub fn words(&self) -> String {
        match self {
            Connection::Mailbox => "the local mailbox".to_owned(),
            Connection::Smtp(account) => account.connection(),
        }
    }
}

/// Who did something, for history and audit: `ann@example.com` or `api key "shop"`.
#[derive(Clone, Debug)]
pub struct Actor(pub String);

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl EmailSettings {
    /// What holds before the first save: the built-in service, nothing filled in.
    pub fn before_the_first_save() -> Self {
        Self {
            method: Method::Builtin,
            automatic_bcc: None,
            automatic_bcc_api: false,
            automatic_bcc_submission: false,
            from: From { email: None, name: None, reply_to: None, allowed: Vec::new() },
            password: None,
            pace: Pace::default(),
        }
    }
}
