//! From disk to memory: what is due is leased into the room that was reserved for it. What cannot be read is set aside.

use jiff::Timestamp;
use queue::{Id, Lane, QueueError, State};

use super::{Event, Room, Shared, attempt};
use crate::notices::DamagedKind;

/// What a fetch brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The time it went by.
    pub at: Timestamp,
    /// Messages that are in memory now.
    pub leased: usize,
    /// There was no room for bulk mail, so that nothing of it could come.
    pub was_full: bool,
    /// When something is due next; not after `at` where more is due than there was room for.
    pub next_due: Option<Timestamp>,
}

/// Ends a message that cannot be read, so that the others can be leased.
async fn set_aside(shared: &Shared, id: Id, source: Box<QueueError>, now: Timestamp) -> Result<(), QueueError> {
    let ended = shared.rooms.db.write(move |tx| queue::set_aside(tx, id, now)).await?;
    if ended == 0 {
        // Not even its deliveries are found: leasing again would find the same.
        return Err(QueueError::Message { id, source });
    }
    shared.rooms.notices.report_damage(DamagedKind::Message, &id.0.to_string(), &*source).await;
    shared.rooms.maillog.metrics().settled(State::Failed, ended as u64);
    shared.tell(Event::Message(id));
    shared.tell(Event::Status);
    Ok(())
}

/// Leases what is due into `rooms`, and answers when something is due next.
pub async fn fetch(shared: &Shared, rooms: [(Lane, Room); 2], now: Timestamp) -> Result<Fetched, QueueError> {
    let amounts = rooms.each_ref().map(|(lane, room)| (*lane, room.amount()));
    let (lease, in_hand) = (shared.lease(), shared.in_hand.all());
    let (expired, leased, next_due) = loop {
        let (lease, in_hand) = (lease.clone(), in_hand.clone());
        let fetched = shared.rooms.db.write(move |tx| {
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
        shared.rooms.maillog.expired(expired);
        shared.tell(Event::Status);
    }
    let was_full = amounts.iter().any(|(lane, amount)| *lane == Lane::Bulk && amount.count == 0);
    let count = leased.iter().map(Vec::len).sum();
    for claim in leased.iter().flatten() {
        shared.tell(Event::Message(claim.id));
    }
    let mut late = Vec::new();
    for ((_, room), claims) in rooms.into_iter().zip(leased) {
        late.extend(room.fill(claims, now));
    }
    if !late.is_empty() {
        attempt::release(&shared.rooms, late).await?;
    }
    Ok(Fetched { at: now, leased: count, was_full, next_due })
}
