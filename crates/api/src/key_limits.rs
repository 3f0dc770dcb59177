//! Applies the limits of an API key to a message: allowed senders and recipients, the quota of recipients, and the
//! header fields that report what is left.
//!
//! `RateLimit-Policy` and `RateLimit` follow draft-ietf-httpapi-ratelimit-headers-11: lists of structured fields (RFC
//! 9651), with one item for each policy.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use mail::{Draft, Fault, parse_each};

use super::problem::Problem;
use super::texts;
use accounts::ApiKey;
use app::App;
use permissions::key_quota;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit");

/// Checks whether a key may send a draft. Invalid addresses are left to the check of the draft.
///
/// # Errors
/// A fault for each sender and recipient that is not allowed.
pub(super) fn check_draft(key: &ApiKey, draft: &Draft) -> Result<(), Problem> {
    if key.limits.is_none() {
        return Ok(());
    }
    let mut faults: Vec<Fault> = Vec::new();
    for mailbox in draft.from.iter().flat_map(|from| parse_each(from)).flatten() {
        if !key.limits.may_send_as(&mailbox.address) {
            faults.push(Fault::new("from", texts::request_sender_not_allowed(mailbox.address.expose())));
        }
    }
    for (field, list) in [("to", &draft.to), ("cc", &draft.cc), ("bcc", &draft.bcc)] {
        for mailbox in list.iter().flat_map(|entry| parse_each(entry)).flatten() {
            if !key.limits.recipients.covers(&mailbox.address) {
                faults.push(Fault::new(field, texts::request_recipient_not_allowed(mailbox.address.expose())));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Problem::faults(faults)) }
}

/// Checks whether a key may have owlpost write to an address, named by `field`.
///
/// # Errors
/// A fault of the field.
pub(super) fn check_recipient(key: &ApiKey, field: &str, address: &str) -> Result<(), Problem> {
    match parse_each(address).flatten().find(|mailbox| !key.limits.recipients.covers(&mailbox.address)) {
        Some(mailbox) => {
            let text = texts::request_recipient_not_allowed(mailbox.address.expose());
            Err(Problem::faults(vec![Fault::new(field, text)]))
        }
        None => Ok(()),
    }
}

/// Adds the header fields if the key has limits.
pub(super) async fn add_headers(app: &App, key: &ApiKey, headers: &mut HeaderMap) {
    if key.limits.is_none() {
        return;
    }
    let policies = policies(app, key, app.clock.now()).await;
    if policies.is_empty() {
        return;
    }
    let list = |item: fn(&Policy) -> String| policies.iter().map(item).collect::<Vec<_>>().join(", ");
    for (name, value) in [(POLICY, list(Policy::rule)), (REMAINING, list(Policy::state))] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
}

/// A limit, and what is left of it.
struct Policy {
    name: &'static str,
    unit: &'static str,
    limit: u32,
    window_seconds: u64,
    left: u64,
    /// The time until more is left, in seconds.
    renews_in: Option<u64>,
}

impl Policy {
    fn rule(&self) -> String {
        let Self { name, unit, limit, window_seconds, .. } = self;
        format!("\"{name}\";q={limit};w={window_seconds};qu=\"{unit}\"")
    }

    fn state(&self) -> String {
        let window = self.renews_in.map(|seconds| format!(";t={seconds}")).unwrap_or_default();
        format!("\"{}\";r={}{window}", self.name, self.left)
    }
}

async fn policies(app: &App, key: &ApiKey, now: Timestamp) -> Vec<Policy> {
    let mut policies = Vec::new();
    if let Some((limit, left)) = key.limits.calls_per_minute.zip(app.accounts.calls_left(key)) {
        let (name, unit) = ("calls", "requests");
        policies.push(Policy { name, unit, limit, window_seconds: 60, left: left.into(), renews_in: None });
    }
    if let Some(quota) = key_quota(key)
        // A failure to read the quota only omits the header field: the message itself was already handled.
        && let Ok(left) = app.intake.quotas().left(&quota, now).await
    {
        policies.extend(left.into_iter().map(|left| Policy {
            name: if left.window.as_secs() == 3600 { "hour" } else { "day" },
            unit: "recipients",
            limit: left.limit,
            window_seconds: left.window.as_secs(),
            left: left.left,
            renews_in: left.renews_in.map(|wait| wait.as_secs()),
        }));
    }
    policies
}
