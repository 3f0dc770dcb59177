//! From disk to memory: leases what is due into memory that was reserved for it. What cannot be read is set aside.

use std::collections::HashSet;

use jiff::Timestamp;
use queue::{Id, LeasedBulk, QueueError, SourceKey, State};

use super::ready::FetchMemory;
use super::{Event, Shared, attempt};
use crate::storage_status::DamagedKind;

/// Bulk messages that one transaction leases.
const MOST_AT_ONCE: usize = 512;

/// The result of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The time it went by.
    pub at: Timestamp,
    /// More urgent mail may be due than was leased; `None` where there was memory for none.
    pub is_urgent_behind: Option<bool>,
    /// Bulk messages that are in memory now.
    pub leased_bulk: usize,
    /// The sources of bulk mail of which more is due than fitted in memory.
    pub backlog: HashSet<SourceKey>,
    /// When something is due next; not after `at` where more is due than fitted in memory.
    pub next_due: Option<Timestamp>,
}

/// Ends a message that cannot be read, so that the others can be leased.
pub(super) async fn set_aside(
    shared: &Shared,
    id: Id,
    source: Box<QueueError>,
    now: Timestamp,
) -> Result<(), QueueError> {
    let ended = shared.deps.db.write(move |tx| queue::set_aside(tx, id, now)).await?;
    if ended == 0 {
        // Not even its deliveries are found: leasing again would find the same.
        return Err(QueueError::Message { id, source });
    }
    shared.deps.storage_status.report_damage(DamagedKind::Message, &id.0.to_string(), &*source).await;
    shared.deps.maillog.metrics().settled(State::Failed, ended as u64);
    shared.publish(Event::Message(id));
    shared.publish(Event::Status);
    Ok(())
}

/// Leases what is due into `memory`, and returns when something is due next.
pub async fn fetch(shared: &Shared, memory: FetchMemory, now: Timestamp) -> Result<Fetched, QueueError> {
    let FetchMemory { urgent, bulk, share } = memory;
    let in_hand = shared.under_way.in_hand();
    let (amount, lease) = (urgent.amount(), shared.lease());
    let (expired, leased_urgent, leased, next_due) = loop {
        let (lease, in_hand, share) = (lease.clone(), in_hand.clone(), share.clone());
        let fetched = shared.deps.db.write(move |tx| {
            // Both are in `next_due`, which would otherwise stay in the past.
            let expired = queue::expire(tx, now)?;
            queue::rescue_ended(tx, &in_hand, lease.until, now)?;
            let urgent = match amount.count {
                0 => Vec::new(),
                most => queue::lease_urgent(tx, most, amount.bytes, &lease, now)?,
            };
            // The transaction may be carried out again.
            let bulk = match share.clone() {
                Some(mut share) => queue::lease_bulk(tx, &mut share, MOST_AT_ONCE, &lease, now)?,
                None => LeasedBulk::default(),
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
    let LeasedBulk { claims, backlog } = leased;
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
    Ok(Fetched { at: now, is_urgent_behind, leased_bulk, backlog, next_due })
}
