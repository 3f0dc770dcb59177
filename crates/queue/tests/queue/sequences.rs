//! Property tests: in any order of events no delivery is lost, none is sent after its end unless a person retried it,
//! and no two leases of a delivery are valid at the same time.

use std::collections::HashMap;

use jiff::Timestamp;
use mail::{Outcome, RecipientVerdict, Verdict};
use proptest::prelude::*;
use queue::{Claim, Id, Kind, Lane, Lease, QueueError, SettleResult, State};
use storage::{DbError, Tx};
use uuid::Uuid;

use crate::test_queue::{LEASE, NODE, OTHER_NODE, TestQueue, context, lease_in, new_message, report, says, trouble};

/// One event. Numbers choose among existing messages or claims.
#[derive(Clone, Debug)]
enum Step {
    Accept { recipients: usize, leased: bool, expires: bool, kind: usize },
    Lease { lane: usize, other_node: bool },
    Settle { claim: usize, verdicts: [usize; 3] },
    Trouble { claim: usize },
    Release { claim: usize },
    Rescue { at_start: bool },
    Expire,
    Cancel { message: usize },
    Retry { message: usize, uncertain: bool },
    TimePasses { minutes: u64 },
}

fn step() -> impl Strategy<Value = Step> {
    use Step::*;
    prop_oneof![
        2 => (1..=3_usize, any::<bool>(), any::<bool>(), 0..8_usize)
            .prop_map(|(recipients, leased, expires, kind)| Accept { recipients, leased, expires, kind }),
        4 => (0..2_usize, any::<bool>()).prop_map(|(lane, other_node)| Lease { lane, other_node }),
        6 => (any::<usize>(), any::<[u8; 3]>())
            .prop_map(|(claim, verdicts)| Settle { claim, verdicts: verdicts.map(|verdict| verdict as usize % 10) }),
        1 => any::<usize>().prop_map(|claim| Trouble { claim }),
        1 => any::<usize>().prop_map(|claim| Release { claim }),
        1 => any::<bool>().prop_map(|at_start| Rescue { at_start }),
        1 => Just(Expire),
        1 => any::<usize>().prop_map(|message| Cancel { message }),
        1 => (any::<usize>(), any::<bool>()).prop_map(|(message, uncertain)| Retry { message, uncertain }),
        3 => (1..100_u64).prop_map(|minutes| TimePasses { minutes }),
    ]
}

/// The model of the checker, independent of the stored state.
struct World {
    now: Timestamp,
    next_id: u128,
    messages: Vec<(Id, Kind)>,
    /// Every claim ever made, valid or not.
    claims: Vec<Claim>,
    /// The states after the last step.
    seen: HashMap<(Id, usize), State>,
}

impl World {
    fn run(&mut self, tx: &mut Tx<'_>, step: &Step) -> Result<(), QueueError> {
        let before = std::mem::take(&mut self.seen);
        let asked = self.happen(tx, step)?;
        for (id, _) in &self.messages {
            for (position, state) in states(tx, *id)?.into_iter().enumerate() {
                if let Some(was) = before.get(&(*id, position)) {
                    let revived = was.is_final() && *was != state;
                    let may_be_revived = match was {
                        State::Sent | State::Kept => false,
                        State::Uncertain => matches!(step, Step::Retry { uncertain: true, .. }),
                        _ => true,
                    };
                    assert!(!revived || asked == Some(*id) && may_be_revived, "{step:?}: {was} became {state}");
                }
                self.seen.insert((*id, position), state);
            }
        }
        assert!(before.keys().all(|delivery| self.seen.contains_key(delivery)), "{step:?} lost a delivery");
        self.check_fences(tx)
    }

    /// Every sending delivery is held by exactly one of all claims ever made.
    fn check_fences(&self, tx: &mut Tx<'_>) -> Result<(), QueueError> {
        use storage::Read as _;
        for (id, _) in &self.messages {
            let sending = tx.query(
                "SELECT recipient, token FROM delivery WHERE message = $1 AND state = 'sending'",
                storage::params![*id],
                |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)),
            )?;
            for (recipient, token) in sending {
                let holds = |claim: &&Claim| {
                    claim.id == *id
                        && format!("{:?}", claim.token) == format!("Token({token})")
                        && claim.recipients.iter().any(|to| to.expose() == recipient)
                };
                assert_eq!(self.claims.iter().filter(holds).count(), 1, "holders of a delivery that is sending");
            }
        }
        Ok(())
    }

    /// Runs a step; returns the message that a person retried.
    fn happen(&mut self, tx: &mut Tx<'_>, step: &Step) -> Result<Option<Id>, QueueError> {
        let now = self.now;
        match step {
            Step::Accept { recipients, leased, expires, kind } => {
                self.accept(tx, *recipients, *leased, *expires, *kind)?
            }
            Step::Lease { lane, other_node } => {
                let lease = self.lease(if *other_node { OTHER_NODE } else { NODE });
                let claims = lease_in(tx, Lane::ALL[*lane], (2, usize::MAX), &lease, now)?;
                assert!(claims.iter().all(|claim| !claim.recipients.is_empty() && !claim.bytes.is_empty()));
                self.claims.extend(claims);
            }
            Step::Settle { claim, verdicts } => {
                if let Some(claim) = pick(&self.claims, *claim) {
                    self.settle(tx, claim, verdicts)?;
                }
            }
            Step::Trouble { claim } => {
                if let Some(claim) = pick(&self.claims, *claim) {
                    queue::settle(tx, claim, &trouble(), &context(now))?;
                }
            }
            Step::Release { claim } => {
                if let Some(claim) = pick(&self.claims, *claim) {
                    queue::release(tx, claim, now, now)?;
                }
            }
            Step::Rescue { at_start } => {
                queue::rescue(tx, at_start.then_some(NODE), now)?;
            }
            Step::Expire => {
                queue::expire(tx, now)?;
            }
            Step::Cancel { message } => {
                if let Some((id, _)) = pick(&self.messages, *message) {
                    allow_refusal(queue::cancel(tx, *id, now))?;
                }
            }
            Step::Retry { message, uncertain } => {
                if let Some((id, _)) = pick(&self.messages, *message) {
                    let retry = if *uncertain { queue::Retry::All } else { queue::Retry::NotArrived };
                    allow_refusal(queue::retry_now(tx, *id, retry, now))?;
                    return Ok(Some(*id));
                }
            }
            Step::TimePasses { minutes } => self.now += std::time::Duration::from_secs(minutes * 60),
        }
        Ok(None)
    }

    fn accept(
        &mut self,
        tx: &mut Tx<'_>,
        recipients: usize,
        leased: bool,
        expires: bool,
        kind: usize,
    ) -> Result<(), QueueError> {
        self.next_id += 1;
        let id = Id(Uuid::from_u128(self.next_id));
        let to = &["ann@example.com", "bob@example.com", "cy@example.com"][..recipients];
        let mut new = new_message(id, Kind::ALL[kind], to, self.now);
        new.expires_at = expires.then(|| self.now + std::time::Duration::from_secs(3600));
        let lease = leased.then(|| self.lease(NODE));
        let accepted = queue::accept(tx, &new, lease.as_ref(), self.now)?;
        self.messages.push((id, new.kind));
        if let queue::Accepted::New { claim: Some(claim), .. } = accepted {
            self.claims.push(claim);
        }
        Ok(())
    }

    /// Settles a claim, stale or not: only deliveries that the checker saw as sending under this claim may change.
    fn settle(&self, tx: &mut Tx<'_>, claim: &Claim, verdicts: &[usize; 3]) -> Result<(), QueueError> {
        let before = states(tx, claim.id)?;
        let all = [Verdict::Delivered, Verdict::Deferred, Verdict::Refused, Verdict::Kept];
        let verdicts = claim.recipients.iter().zip(verdicts);
        let verdicts = verdicts.filter_map(|(to, verdict)| {
            // Half of the deferrals are lost replies; one number stands for no verdict.
            let says = says(to, *all.get(verdict % 5)?);
            Some(RecipientVerdict { may_have_arrived: says.verdict == Verdict::Deferred && *verdict >= 5, ..says })
        });
        let verdicts = verdicts.collect();
        let settled = queue::settle(tx, claim, &report(Outcome::Tried(verdicts)), &context(self.now))?;
        let after = states(tx, claim.id)?;
        match settled {
            SettleResult::Stale => assert_eq!(before, after, "a stale settle changed something"),
            SettleResult::Done { states, .. } => {
                assert_eq!(states.len(), claim.recipients.len());
                let changed = before.iter().zip(&after).filter(|(before, after)| before != after).count();
                assert_eq!(changed, claim.recipients.len());
            }
        }
        Ok(())
    }

    fn lease(&self, owner: Uuid) -> Lease {
        Lease { owner, until: self.now + LEASE }
    }
}

fn pick<T>(from: &[T], number: usize) -> Option<&T> {
    from.get(number.checked_rem(from.len())?)
}

fn states(tx: &mut Tx<'_>, id: Id) -> Result<Vec<State>, QueueError> {
    Ok(queue::detail(tx, id)?.deliveries.iter().map(|delivery| delivery.state).collect())
}

/// Accepts a refusal as a result, but no error of the database.
fn allow_refusal<T>(answer: Result<T, QueueError>) -> Result<(), QueueError> {
    match answer {
        Err(QueueError::Db(error)) => Err(error.into()),
        _ => Ok(()),
    }
}

#[test]
fn no_order_of_events_loses_or_repeats_a_delivery() {
    let queue = TestQueue::new();
    let steps = proptest::collection::vec(step(), 1..60);
    proptest!(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() }, |(steps in steps)| {
        let start = queue.now;
        // All steps run in one transaction that is rolled back at the end: no fsync, and an empty outbox for the next
        // case.
        let ran = queue.write(move |tx| {
            let mut world =
                World { now: start, next_id: 0, messages: vec![], claims: vec![], seen: HashMap::new() };
            for step in &steps {
                world.run(tx, step)?;
            }
            Err::<(), _>(QueueError::NotFound)
        });
        match ran {
            Err(QueueError::NotFound) => {}
            Err(QueueError::Db(DbError::Panicked(text))) => prop_assert!(false, "{}", text),
            other => prop_assert!(false, "{:?}", other),
        }
    });
}
