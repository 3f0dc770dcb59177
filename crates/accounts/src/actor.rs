//! Actors: an account, an API key, or an unknown person.
//!
//! Text columns (audit log, versions of the email settings, API keys, invitations) contain an actor as version 2: JSON.
//! Any other value is English text that version 1 stored, and is shown unchanged.

use std::fmt;
use std::net::IpAddr;

use mail::Text;
use serde::{Deserialize, Serialize};

use super::texts;

/// The prefix of every stored actor of version 2. The texts of version 1 (an address, or `api key "…"`) cannot begin
/// with it.
const VERSION_2: &str = r#"{"v":2,"#;

/// An actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A person with an account.
    Account {
        /// The address of the account.
        email: String,
    },
    /// A program with an API key.
    ApiKey {
        /// The name of the key.
        name: String,
    },
    /// Somebody who failed to sign in.
    Anonymous {
        /// The address that was entered, which may belong to somebody else; `None` if it was not a valid address.
        email: Option<String>,
    },
    /// Somebody who ran a command on the server.
    Operator {
        /// The command: `owlpost key forget`.
        command: String,
    },
    /// An actor that version 1 stored as English text.
    Stored {
        /// The text.
        text: String,
    },
}

#[derive(Serialize, Deserialize)]
struct StoredActor {
    v: u8,
    #[serde(flatten)]
    actor: Actor,
}

impl Actor {
    /// A person with an account.
    pub fn account(email: impl Into<String>) -> Self {
        Self::Account { email: email.into() }
    }

    /// A program with an API key.
    pub fn api_key(name: impl Into<String>) -> Self {
        Self::ApiKey { name: name.into() }
    }

    /// The value of a text column.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(&StoredActor { v: 2, actor: self.clone() }).expect("an actor consists of texts")
    }

    /// Reads the value of a text column, of either version.
    pub fn from_stored(stored: &str) -> Self {
        let read = || serde_json::from_str::<StoredActor>(stored).ok();
        let known = is_version_2(stored).then(read).flatten();
        known.map_or_else(|| Self::Stored { text: stored.to_owned() }, |stored| stored.actor)
    }

    /// The actor as a message.
    pub fn text(&self) -> Text {
        match self {
            Self::Account { email } => texts::actor_account(email.as_str()),
            Self::ApiKey { name } => texts::actor_api_key(name.as_str()),
            Self::Anonymous { email: Some(email) } => texts::actor_anonymous_with_address(email.as_str()),
            Self::Anonymous { email: None } => texts::actor_anonymous(),
            Self::Operator { command } => texts::actor_operator(command.as_str()),
            Self::Stored { text } => Text::verbatim(text.as_str()),
        }
    }

    /// The address or name, for searches.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Account { email } => email,
            Self::ApiKey { name } => name,
            Self::Anonymous { email } => email.as_deref().unwrap_or_default(),
            Self::Operator { command } => command,
            Self::Stored { text } => text,
        }
    }
}

/// Whether a stored value is the JSON of version 2.
pub(crate) fn is_version_2(stored: &str) -> bool {
    stored.starts_with(VERSION_2)
}

/// For logs: `ann@example.com`, `api key "shop"`.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApiKey { name } => write!(f, "api key \"{name}\""),
            other => f.write_str(other.name()),
        }
    }
}

/// An actor, with the client's network address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorContext {
    /// The actor.
    pub actor: Actor,
    /// The client's network address, if a person acts in a browser.
    pub client: Option<IpAddr>,
}

impl ActorContext {
    /// A person with an account, in a browser.
    pub fn account(email: impl Into<String>, client: IpAddr) -> Self {
        Self { actor: Actor::account(email), client: Some(client) }
    }

    /// A program with an API key.
    pub fn api_key(name: impl Into<String>) -> Self {
        Self { actor: Actor::api_key(name), client: None }
    }
}

#[cfg(test)]
mod tests {
    use i18n::Language;

    use super::*;

    #[track_caller]
    fn check_stored(actor: Actor, stored: &str) {
        assert_eq!(actor.to_stored(), stored);
        assert_eq!(Actor::from_stored(stored), actor);
    }

    #[test]
    fn actors_are_stored_as_json_of_version_2() {
        check_stored(Actor::account("ann@example.com"), r#"{"v":2,"kind":"account","email":"ann@example.com"}"#);
        check_stored(Actor::api_key("by hand"), r#"{"v":2,"kind":"api_key","name":"by hand"}"#);
        check_stored(Actor::Anonymous { email: None }, r#"{"v":2,"kind":"anonymous","email":null}"#);
        let operator = Actor::Operator { command: "owlpost key forget".to_owned() };
        check_stored(operator, r#"{"v":2,"kind":"operator","command":"owlpost key forget"}"#);
    }

    #[test]
    fn an_actor_of_version_1_or_of_a_newer_version_is_shown_as_stored() {
        for stored in ["ann@example.com", "api key \"shop\"", "owlpost", "", r#"{"v":2,"kind":"robot"}"#] {
            let actor = Actor::from_stored(stored);
            assert_eq!(actor, Actor::Stored { text: stored.to_owned() });
            assert_eq!(Language::German.render(&actor.text()), stored);
            assert_eq!(Actor::from_stored(&actor.to_stored()), actor);
        }
    }

    #[test]
    fn an_api_key_is_named_in_each_language_and_its_name_stays_as_it_is() {
        let key = Actor::api_key("by hand");
        assert_eq!(Language::English.render(&key.text()), "API key “by hand”");
        assert_eq!(Language::German.render(&key.text()), "API-Schlüssel „by hand“");
    }
}
