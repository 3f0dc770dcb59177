//! The names of authentication mechanisms with a password, as they are stored and in the API.

use mail::{Text, quoted};
use smtp::Mechanism;

use crate::texts;

/// A mechanism's stored and API name.
pub fn mechanism_name(mechanism: Mechanism) -> &'static str {
    match mechanism {
        Mechanism::Plain => "plain",
        Mechanism::Login => "login",
        Mechanism::CramMd5 => "cram-md5",
    }
}

/// The mechanism of a name; `None` if the name is empty, for the best that the server offers.
pub(crate) fn mechanism_of(name: &str) -> Result<Option<Mechanism>, Text> {
    match name.trim().to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "plain" => Ok(Some(Mechanism::Plain)),
        "login" => Ok(Some(Mechanism::Login)),
        "cram-md5" => Ok(Some(Mechanism::CramMd5)),
        other => Err(texts::settings_mechanism_unknown(quoted(other))),
    }
}
