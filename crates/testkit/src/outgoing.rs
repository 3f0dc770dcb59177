//! A small message for tests of transports.

use std::sync::Arc;

use mail::{EmailAddress, Outgoing};

/// A message from `sender@example.org` to these recipients, separated by spaces. Its text are the words `confidential
/// words`, which no report may contain.
pub fn outgoing(recipients: &str) -> Outgoing {
    let address = |text: &str| EmailAddress::parse(text).expect("an address");
    Outgoing {
        unique: 1,
        sender: address("sender@example.org").into(),
        recipients: recipients.split_whitespace().map(address).collect(),
        notifications: None,
        smtputf8: false,
        eight_bit: false,
        bytes: Arc::from(b"Subject: x\r\nMessage-ID: <1@example.org>\r\n\r\nconfidential words\r\n".as_slice()),
    }
}
