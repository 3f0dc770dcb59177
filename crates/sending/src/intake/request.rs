//! What faces and flows ask intake for.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use mail::submitted::Submitted;
use mail::{Draft, EmailAddress, Fault, Text, quoted};
use queue::{Client, Kind, Source};

use crate::quotas::WaitingLimit;
use crate::texts;

/// Longest idempotency key, in characters.
const LONGEST_KEY: usize = 256;

/// How long the keys of programs are kept after their first use: they repeat a call within hours, if at all.
pub const KEYS_KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// What a face or flow asks for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The mail.
    pub draft: Draft,
    /// Why it exists; decides lane, Automatic BCC and `Auto-Submitted`.
    pub kind: Kind,
    /// Who caused it: an account, an API key, a script.
    pub origin: Text,
    /// Who it is counted for.
    pub source: Source,
    /// The caller's idempotency key.
    pub key: Option<CallerKey>,
    /// Given up at this time (a ticket's expiry).
    pub expires_at: Option<Timestamp>,
    /// The client of the API that asks for it.
    pub client: Option<Client>,
}

/// An idempotency key: the same key with the same content is accepted once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerKey {
    /// Keeps callers apart: the API key's id.
    pub scope: String,
    /// What the caller wrote, 1 to 256 characters.
    pub key: String,
    /// What was asked, where the draft is worded anew each time (a letter says how long its link still works); otherwise
    /// the draft is what was asked.
    pub stands_for: Option<String>,
    /// How long it is kept after its first use: [`KEYS_KEPT`], unless the same is asked again much later.
    pub kept_for: Duration,
}

/// A message that a client made itself, and what its login allows.
#[derive(Clone, Debug)]
pub struct SubmittedRequest {
    /// Envelope and octets.
    pub submitted: Submitted,
    /// [`Kind::Submission`] or [`Kind::Api`]; decides Automatic BCC.
    pub kind: Kind,
    /// Who caused it: an API key, a trusted network.
    pub origin: Text,
    /// Who it is counted for.
    pub source: Source,
    /// The client that submits it.
    pub client: Option<Client>,
    /// The idempotency key that was given beside the message. The message may have one in its field Idempotency-Key.
    pub key: Option<String>,
    /// Keeps the idempotency keys of callers apart: the API key's id.
    pub key_scope: String,
    /// What happens to a sender that is not allowed.
    pub from_policy: FromPolicy,
    /// The senders that the login may use, besides what the email settings allow.
    pub allowed_senders: AllowedAddresses,
    /// The recipients that the login may write to.
    pub allowed_recipients: AllowedAddresses,
    /// How much mail of the same source may wait, if that is limited.
    pub waiting: Option<WaitingLimit>,
}

/// What happens to a message whose sender is not allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FromPolicy {
    /// It is refused.
    #[default]
    Refuse,
    /// From becomes the configured one, and the asked one becomes Reply-To unless there is one.
    Rewrite,
}

/// Which addresses a login may use. The rule is the login's own.
#[derive(Clone)]
pub struct AllowedAddresses(Option<Arc<Rule>>);

type Rule = dyn Fn(&EmailAddress) -> bool + Send + Sync;

impl AllowedAddresses {
    /// No limit.
    pub const ANY: Self = Self(None);

    /// Those that `rule` accepts.
    pub fn by(rule: impl Fn(&EmailAddress) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(rule)))
    }

    /// Whether the address is one of them.
    pub fn covers(&self, address: &EmailAddress) -> bool {
        self.0.as_ref().is_none_or(|rule| rule(address))
    }
}

impl fmt::Debug for AllowedAddresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_none() { "any" } else { "by a rule" })
    }
}

/// Checks an idempotency key.
pub(super) fn check_key(key: &str) -> Result<(), Fault> {
    let length = key.chars().count();
    let wrong = if length == 0 || length > LONGEST_KEY {
        Some(texts::idempotency_key_length(LONGEST_KEY, length))
    } else if let Some(c) = key.chars().find(|c| c.is_control()) {
        Some(texts::idempotency_key_control_character(quoted(key), format!("U+{:04X}", u32::from(c))))
    } else if key.trim().is_empty() {
        Some(texts::idempotency_key_blank(quoted(key)))
    } else {
        None
    };
    wrong.map_or(Ok(()), |text| Err(Fault::new("key", text)))
}
