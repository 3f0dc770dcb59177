//! The limits of an API key within its scopes, and of a mail password: rates, senders, recipients, networks, and
//! expiration.
//!
//! Stored as JSON of version 1 in `api_key.limits` and `mail_password.limits`, which is NULL without limits.

use std::net::IpAddr;
use std::str::FromStr;

use config::Network;
use jiff::Timestamp;
use mail::{EmailAddress, Fault, quoted};
use serde::{Deserialize, Serialize};
use storage::DbError;

use super::quota::LIMIT_MAX;
use super::{fault, texts};
use crate::allowed_recipients::AllowedRecipients;

/// The version of the stored form.
const VERSION: u32 = 1;
/// Maximum networks of a key.
const NETWORKS_MAX: usize = 100;
/// A network longer than this many characters is cut in the message that reports it.
const NETWORK_SHOWN: usize = 50;

/// The limits of an API key or a mail password; the default has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyLimits {
    /// Recipients in any 60 minutes.
    pub recipients_per_hour: Option<u32>,
    /// Recipients in any 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Calls in any minute.
    pub calls_per_minute: Option<u32>,
    /// Addresses and domains that may be named as From.
    pub senders: AllowedRecipients,
    /// A finished message whose From is not allowed is sent from the configured one; without this it is refused.
    pub rewrites_from: bool,
    /// Addresses and domains that may be written to.
    pub recipients: AllowedRecipients,
    /// Networks from which the key may be used; any network if empty.
    pub networks: Vec<Network>,
    /// The key stops working at this time.
    pub expires_at: Option<Timestamp>,
}

/// Limits as they are entered: lists are texts, separated by commas, semicolons or white space.
#[derive(Clone, Debug, Default)]
pub struct TypedKeyLimits {
    /// Recipients in any 60 minutes.
    pub recipients_per_hour: Option<u32>,
    /// Recipients in any 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Calls in any minute.
    pub calls_per_minute: Option<u32>,
    /// See [`KeyLimits::senders`].
    pub senders: String,
    /// See [`KeyLimits::rewrites_from`].
    pub rewrites_from: bool,
    /// See [`KeyLimits::recipients`].
    pub recipients: String,
    /// Networks in CIDR notation, or single addresses.
    pub networks: String,
    /// When the key stops working.
    pub expires_at: Option<Timestamp>,
    /// Faults of fields that could not be parsed at all; they are reported together with the others.
    pub unreadable: Vec<Fault>,
}

impl KeyLimits {
    /// Whether no limit is set.
    pub fn is_none(&self) -> bool {
        // A way of rewriting is none.
        *self == Self { rewrites_from: self.rewrites_from, ..Self::default() }
    }

    /// Whether the key may be used from `client`. An unknown client is admitted only if the key has no list of
    /// networks.
    pub fn admits(&self, client: Option<IpAddr>) -> bool {
        self.networks.is_empty()
            || client.is_some_and(|client| self.networks.iter().any(|network| network.contains(client)))
    }

    /// Whether the key has expired.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    /// Whether the key may send with this From address.
    pub fn may_send_as(&self, from: &EmailAddress) -> bool {
        self.senders.covers(from)
    }

    /// Checks limits as they are entered.
    ///
    /// # Errors
    /// All faults, by the API's field names.
    pub fn parse(typed: &TypedKeyLimits, now: Timestamp) -> Result<Self, Vec<Fault>> {
        let mut faults = typed.unreadable.clone();
        let counts = [
            ("limits.recipients_per_hour", typed.recipients_per_hour),
            ("limits.recipients_per_day", typed.recipients_per_day),
            ("limits.calls_per_minute", typed.calls_per_minute),
        ];
        for (field, count) in counts {
            if count.is_some_and(|count| count == 0 || count > LIMIT_MAX) {
                faults.push(fault(field, texts::api_key_limit_out_of_range(LIMIT_MAX)));
            }
        }
        let mut list = |field: &str, typed: &str| match AllowedRecipients::parse(field, typed) {
            Ok(list) => list,
            Err(more) => {
                faults.extend(more);
                AllowedRecipients::Anybody
            }
        };
        let senders = list("limits.senders", &typed.senders);
        let recipients = list("limits.recipients", &typed.recipients);
        let mut networks = Vec::new();
        for piece in typed.networks.split([',', ';', ' ', '\t', '\r', '\n']).filter(|piece| !piece.is_empty()) {
            match Network::from_str(piece) {
                Ok(network) => networks.push(network),
                Err(_) => {
                    let shown: String = piece.chars().take(NETWORK_SHOWN).collect();
                    faults.push(fault("limits.networks", texts::api_key_network_invalid(quoted(&shown))));
                }
            }
        }
        if networks.len() > NETWORKS_MAX {
            faults.push(fault("limits.networks", texts::api_key_networks_too_many(networks.len(), NETWORKS_MAX)));
        }
        if typed.expires_at.is_some_and(|end| end <= now) {
            faults.push(fault("limits.expires_at", texts::api_key_expiry_past()));
        }
        let TypedKeyLimits { recipients_per_hour, recipients_per_day, calls_per_minute, expires_at, .. } = *typed;
        let limits = Self {
            recipients_per_hour,
            recipients_per_day,
            calls_per_minute,
            senders,
            rewrites_from: typed.rewrites_from,
            recipients,
            networks,
            expires_at,
        };
        if faults.is_empty() { Ok(limits) } else { Err(faults) }
    }

    /// The networks in the form in which they are entered.
    pub fn networks_text(&self) -> Vec<String> {
        self.networks.iter().map(ToString::to_string).collect()
    }

    /// The stored form; `None` without limits.
    pub(super) fn to_stored(&self) -> Option<String> {
        let stored = Stored {
            v: VERSION,
            recipients_per_hour: self.recipients_per_hour,
            recipients_per_day: self.recipients_per_day,
            calls_per_minute: self.calls_per_minute,
            senders: self.senders.text(),
            rewrites_from: self.rewrites_from,
            recipients: self.recipients.text(),
            networks: self.networks_text(),
            expires_at: self.expires_at,
        };
        (*self != Self::default())
            .then(|| serde_json::to_string(&stored).expect("limits consist of strings and numbers"))
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// If it cannot be read: a key must not work without limits because they are damaged.
    pub(super) fn from_stored(stored: Option<&str>) -> Result<Self, DbError> {
        let Some(json) = stored else { return Ok(Self::default()) };
        let stored: Stored = serde_json::from_str(json).map_err(unreadable)?;
        let wrong = |_| unreadable(std::io::Error::other("a list of an API key"));
        let networks = stored.networks.iter().map(|network| Network::from_str(network));
        Ok(Self {
            recipients_per_hour: stored.recipients_per_hour,
            recipients_per_day: stored.recipients_per_day,
            calls_per_minute: stored.calls_per_minute,
            senders: AllowedRecipients::parse("", &stored.senders).map_err(wrong)?,
            rewrites_from: stored.rewrites_from,
            recipients: AllowedRecipients::parse("", &stored.recipients).map_err(wrong)?,
            networks: networks.collect::<Result<_, _>>().map_err(|text| unreadable(std::io::Error::other(text)))?,
            expires_at: stored.expires_at,
        })
    }
}

fn unreadable(source: impl std::error::Error + Send + Sync + 'static) -> DbError {
    DbError::Engine { operation: "reading the limits of an API key".to_owned(), source: std::sync::Arc::new(source) }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    v: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recipients_per_hour: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recipients_per_day: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calls_per_minute: Option<u32>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    senders: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    rewrites_from: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    recipients: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    networks: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> TypedKeyLimits {
        TypedKeyLimits {
            recipients_per_hour: Some(5),
            senders: "shop@example.com".to_owned(),
            recipients: "example.com, bob@example.org".to_owned(),
            networks: "192.0.2.0/24, 2001:db8::1".to_owned(),
            expires_at: Some(Timestamp::from_second(1_000).expect("a time")),
            ..TypedKeyLimits::default()
        }
    }

    #[test]
    fn limits_are_stored_and_read() {
        let limits = KeyLimits::parse(&typed(), Timestamp::UNIX_EPOCH).expect("no faults");
        let stored = r#"{"v":1,"recipients_per_hour":5,"senders":"shop@example.com","recipients":"example.com\nbob@example.org","networks":["192.0.2.0/24","2001:db8::1/128"],"expires_at":"1970-01-01T00:16:40Z"}"#;
        assert_eq!(limits.to_stored().as_deref(), Some(stored));
        assert_eq!(KeyLimits::from_stored(Some(stored)).expect("read"), limits);
        assert_eq!(KeyLimits::default().to_stored(), None);
        let rewriting = KeyLimits { rewrites_from: true, ..limits };
        assert_eq!(KeyLimits::from_stored(rewriting.to_stored().as_deref()).expect("read"), rewriting);
        assert!(KeyLimits::from_stored(Some("{}")).is_err(), "a key must not lose its limits");
    }

    #[test]
    fn a_key_works_from_its_networks_until_it_expires() {
        let limits = KeyLimits::parse(&typed(), Timestamp::UNIX_EPOCH).expect("no faults");
        let from = |client: &str| limits.admits(Some(client.parse().expect("an address")));
        assert!(from("192.0.2.77") && from("::ffff:192.0.2.77") && from("2001:db8::1"));
        assert!(!from("192.0.3.1") && !from("2001:db8::2") && !limits.admits(None));
        assert!(KeyLimits::default().admits(None));
        let at = |second| Timestamp::from_second(second).expect("a time");
        assert!(!limits.is_expired(at(999)) && limits.is_expired(at(1_000)));
        assert!(limits.may_send_as(&EmailAddress::parse("shop@example.com").expect("an address")));
        assert!(!limits.may_send_as(&EmailAddress::parse("ceo@example.com").expect("an address")));
    }

    #[test]
    fn all_faults_are_reported_at_once() {
        let wrong = TypedKeyLimits {
            calls_per_minute: Some(0),
            senders: "a@b@c".to_owned(),
            networks: "10.0.0.0/33 home".to_owned(),
            ..typed()
        };
        let faults = KeyLimits::parse(&wrong, Timestamp::from_second(2_000).expect("a time")).expect_err("faults");
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            ["limits.calls_per_minute", "limits.senders", "limits.networks", "limits.networks", "limits.expires_at"]
        );
    }
}
