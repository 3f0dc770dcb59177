//! Leases due mail from the outbox into reserved memory. Messages that cannot be read are set aside.

use std::collections::HashSet;

use jiff::Timestamp;
use queue::{BulkLease, Id, QueueError, SourceKey, State};

use super::ready::FetchMemory;
use super::{Event, Shared, attempt};
use crate::storage_status::DamagedKind;

/// Maximum bulk messages that one transaction leases.
const MOST_AT_ONCE: usize = 512;

/// The result of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchResult {
    /// The time for which mail was due.
    pub at: Timestamp,
    /// Whether more urgent mail may be due than was leased; `None` if there was no memory for any.
    pub is_urgent_behind: Option<bool>,
    /// Number of bulk messages leased.
    pub leased_bulk: usize,
    /// The sources with more due bulk mail than fitted in memory.
    pub backlog: HashSet<SourceKey>,
    /// When mail is due next; not after `at` if more is due than fitted in memory.
    pub next_due: Option<Timestamp>,
}

/// Ends a message that cannot be read, so that the others can be leased.
///
/// # Errors
/// If that could not be written, or [`QueueError::Message`] if not even the message's deliveries are found.
pub(super) async fn set_aside(
    shared: &Shared,
    id: Id,
    source: Box<QueueError>,
    now: Timestamp,
) -> Result<(), QueueError> {
    let ended = shared.deps.db.write(move |tx| queue::set_aside(tx, id, now)).await?;
    if ended == 0 {
        // Not even its deliveries are found, so the next lease would fail in the same way.
        return Err(QueueError::Message { id, source });
    }
    shared.deps.storage_status.report_damage(DamagedKind::Message, &id.0.to_string(), &*source).await;
    shared.deps.maillog.metrics().settled(State::Failed, ended as u64);
    shared.publish(Event::Message(id));
    shared.publish(Event::Status);
    Ok(())
}

/// Leases due mail into `memory`. Also ends expired deliveries and frees leases that ended.
///
/// # Errors
/// If the outbox could not be read or written.
pub async fn fetch(shared: &Shared, memory: FetchMemory, now: Timestamp) -> Result<FetchResult, QueueError> {
    let FetchMemory { urgent, bulk, share } = memory;
    let in_hand = shared.under_way.in_hand();
    let (amount, lease) = (urgent.amount(), shared.lease());
    let (expired, leased_urgent, leased, next_due) = loop {
        let (lease, in_hand, share) = (lease.clone(), in_hand.clone(), share.clone());
        let fetched = shared.deps.db.write(move |tx| {
            // Both count in `next_due`, which would otherwise stay in the past.
            let expired = queue::expire(tx, now)?;
            queue::rescue_ended(tx, &in_hand, lease.until, now)?;
            let urgent = match amount.count {
                0 => Vec::new(),
                most => queue::lease_urgent(tx, most, amount.bytes, &lease, now)?,
            };
            // The transaction may be run again.
            let bulk = match share.clone() {
                Some(mut share) => queue::lease_bulk(tx, &mut share, MOST_AT_ONCE, &lease, now)?,
                None => BulkLease::default(),
            };
            Ok::<_, QueueError>((expired, urgent, bulk, queue::next_due(tx)?))
        });
        match fetched.await {
            Err(QueueError::Message { id, source }) => set_aside(shared, id, source, now).await?,
            fetched => break fetched?,
        }
    };
    if expired > 0 {
        shared.deps.maillog.expired(expired);
        shared.publish(Event::Status);
    }
    let urgent_bytes: usize = leased_urgent.iter().map(|claim| claim.bytes.len()).sum();
    let is_urgent_behind =
        (amount.count > 0).then_some(leased_urgent.len() >= amount.count || urgent_bytes > amount.bytes / 2);
    let BulkLease { claims, backlog } = leased;
    let leased_bulk = claims.len();
    for claim in leased_urgent.iter().chain(&claims) {
        shared.publish(Event::Message(claim.id));
    }
    let mut late = urgent.fill(leased_urgent, now);
    late.extend(bulk.fill(claims, now));
    if !late.is_empty() {
        let ids: Vec<_> = late.iter().map(|claim| claim.id).collect();
        attempt::release(&shared.deps, late, None).await?;
        ids.into_iter().for_each(|id| shared.publish(Event::Message(id)));
    }
    Ok(FetchResult { at: now, is_urgent_behind, leased_bulk, backlog, next_due })
}
