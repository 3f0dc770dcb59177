//! From disk to memory: leases what is due into memory that was reserved for it. What cannot be read is set aside.

use jiff::Timestamp;
use queue::{Id, Lane, QueueError, State};

use super::{Event, Reservation, Shared, attempt};
use crate::storage_status::DamagedKind;

/// The result of a fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The time it went by.
    pub at: Timestamp,
    /// Messages that are in memory now.
    pub leased: usize,
    /// No memory was left for bulk mail, so none of it could be leased.
    pub was_full: bool,
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

/// Leases what is due into `reservations`, and returns when something is due next.
pub async fn fetch(
    shared: &Shared,
    reservations: [(Lane, Reservation); 2],
    now: Timestamp,
) -> Result<Fetched, QueueError> {
    let amounts = reservations.each_ref().map(|(lane, reservation)| (*lane, reservation.amount()));
    let (lease, in_hand) = (shared.lease(), shared.under_way.in_hand());
    let (expired, leased, next_due) = loop {
        let (lease, in_hand) = (lease.clone(), in_hand.clone());
        let fetched = shared.deps.db.write(move |tx| {
            // Both are in `next_due`, which would otherwise stay in the past.
            let expired = queue::expire(tx, now)?;
            queue::rescue_ended(tx, &in_hand, lease.until, now)?;
            let mut leased = Vec::with_capacity(amounts.len());
            for (lane, amount) in amounts {
                leased.push(match amount.count {
                    0 => Vec::new(),
                    most => queue::lease(tx, lane, most, amount.bytes, &lease, now)?,
                });
            }
            Ok::<_, QueueError>((expired, leased, queue::next_due(tx)?))
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
    let was_full = amounts.iter().any(|(lane, amount)| *lane == Lane::Bulk && amount.count == 0);
    let count = leased.iter().map(Vec::len).sum();
    for claim in leased.iter().flatten() {
        shared.publish(Event::Message(claim.id));
    }
    let mut late = Vec::new();
    for ((_, reservation), claims) in reservations.into_iter().zip(leased) {
        late.extend(reservation.fill(claims, now));
    }
    if !late.is_empty() {
        let ids: Vec<_> = late.iter().map(|claim| claim.id).collect();
        attempt::release(&shared.deps, late, None).await?;
        ids.into_iter().for_each(|id| shared.publish(Event::Message(id)));
    }
    Ok(Fetched { at: now, leased: count, was_full, next_due })
}
