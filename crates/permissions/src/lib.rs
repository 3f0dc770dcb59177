//! What a program may send: as whom, to whom, how much, and for whom its mail is counted.
//!
//! A program sends with an API key, with a mail password of an account, or from a trusted network without a login. REST
//! and SMTP submission make each request to `sending::intake` from a [`Sender`], so that a key means the same in both.
//! Nothing here checks a login: `accounts` does.

mod account;
mod network;
mod quota;
pub mod texts;

use std::sync::Arc;

use accounts::{Actor, ApiKey, Scope};
use mail::submitted::Submitted;
use mail::{EmailAddress, Text};
use queue::{Client, Kind, Source};
use sending::intake::{AllowedAddresses, FromPolicy, SubmittedRequest};
use sending::quotas::{Quota, WaitingLimit};

pub use account::AccountSender;
pub use network::NetworkSender;
pub use quota::{
    of_account as account_quota, of_key as key_quota, of_mail_password as mail_password_quota, of_owner as owner_quota,
    waiting_of_owner as owner_waiting_limit,
};

/// A program that sends, with what it was admitted by.
#[derive(Clone, Debug)]
pub enum Sender {
    /// An API key.
    Key(Arc<ApiKey>),
    /// A mail password of an account.
    MailPassword(AccountSender),
    /// A machine of a trusted network.
    Network(NetworkSender),
}

impl Sender {
    /// Whether it may send as this address. The email settings must allow the address as well.
    pub fn may_send_as(&self, address: &EmailAddress) -> bool {
        match self {
            Self::Key(key) => key.limits.may_send_as(address),
            Self::MailPassword(account) => account.may_send_as(address),
            // Servers compare names without case; those of keys are compared so as well.
            Self::Network(network) => network.sender().expose().eq_ignore_ascii_case(address.expose()),
        }
    }

    /// Whether it may send to this address; of a mail password, as far as its reach was set ([`AccountSender::set_reach`]).
    pub fn may_send_to(&self, address: &EmailAddress) -> bool {
        match self {
            Self::Key(key) => key.limits.recipients.covers(address),
            Self::MailPassword(account) => account.may_send_to(address),
            Self::Network(_) => true,
        }
    }

    /// What happens to a finished message from a sender that is not allowed.
    pub fn from_policy(&self) -> FromPolicy {
        match self {
            Self::Key(key) if key.limits.rewrites_from => FromPolicy::Rewrite,
            Self::MailPassword(account) if account.rewrites_from() => FromPolicy::Rewrite,
            Self::Key(_) | Self::MailPassword(_) | Self::Network(_) => FromPolicy::Refuse,
        }
    }

    /// Whether its messages may have header fields that control a sending service.
    pub fn may_control_provider(&self) -> bool {
        matches!(self, Self::Key(key) if key.may(Scope::ProviderHeaders))
    }

    /// The quotas that its messages count for.
    pub fn quotas(&self) -> Vec<Quota> {
        match self {
            Self::Key(key) => key_quota(key).into_iter().collect(),
            Self::MailPassword(account) => account.quotas(),
            Self::Network(network) => vec![network.quota()],
        }
    }

    /// For whom its messages are counted, and with whom they share the bulk lane.
    pub fn source(&self) -> Source {
        match self {
            Self::Key(key) => Source::program(key.id),
            Self::MailPassword(account) => account.source(),
            Self::Network(network) => Source::program(network.id()),
        }
    }

    /// How much of its mail may wait, if that is limited.
    pub fn waiting(&self) -> Option<WaitingLimit> {
        match self {
            Self::MailPassword(account) => Some(account.waiting()),
            Self::Key(_) | Self::Network(_) => None,
        }
    }

    /// Who caused a message, as pages and logs name it.
    pub fn origin(&self) -> Text {
        match self {
            Self::Key(key) => Actor::api_key(key.name.as_str()).text(),
            Self::MailPassword(account) => account.origin(),
            Self::Network(network) => texts::origin_trusted_network(network.name()),
        }
    }

    /// The request for a message that the program made itself; `key` is an idempotency key that it gave beside the
    /// message, `client` where it came from.
    pub fn request(
        self,
        submitted: Submitted,
        kind: Kind,
        key: Option<String>,
        client: Option<Client>,
    ) -> SubmittedRequest {
        let key_scope = match &self {
            Self::Key(key) => key.id.to_string(),
            Self::MailPassword(account) => account.id().to_string(),
            Self::Network(network) => network.sender().expose().to_owned(),
        };
        let (origin, source, from_policy) = (self.origin(), self.source(), self.from_policy());
        let waiting = self.waiting();
        let recipients = self.clone();
        SubmittedRequest {
            submitted,
            kind,
            origin,
            source,
            client,
            key,
            key_scope,
            from_policy,
            allowed_senders: AllowedAddresses::by(move |address| self.may_send_as(address)),
            allowed_recipients: AllowedAddresses::by(move |address| recipients.may_send_to(address)),
            waiting,
        }
    }
}
