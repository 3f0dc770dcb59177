//! The test harness: an outbox on disk, a manual clock, and methods named after the product's functions.

use std::time::Duration;

use jiff::Timestamp;
use mail::{
    Draft, EmailAddress, Mailbox, Outcome, Problem, RecipientVerdict, Reply, Report, Stage, StageRecord, Stamp, Text,
    Verdict,
};
use queue::{
    Accepted, Amount, Claim, Delivery, Detail, FairShare, Filter, Id, IdempotencyKey, Kind, Lane, Lease,
    MayHaveArrived, NewMessage, OwnLeases, QueueError, Retry, RetryContext, SettleResult, Source, State,
};
use storage::{Db, Location, Rx, Tx};
use uuid::Uuid;

pub const NODE: Uuid = Uuid::from_u128(0xA);
pub const OTHER_NODE: Uuid = Uuid::from_u128(0xB);

/// The duration of this harness's leases.
pub const LEASE: Duration = Duration::from_secs(30 * 60);

pub struct TestQueue {
    pub now: Timestamp,
    db: Db,
    runtime: tokio::runtime::Runtime,
    next_id: u128,
    folder: tempfile::TempDir,
}

impl TestQueue {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let now = "2026-11-22T12:00:00Z".parse().expect("a time");
        Self::open(folder, now, 0)
    }

    fn open(folder: tempfile::TempDir, now: Timestamp, next_id: u128) -> Self {
        let db = Db::open(&Location::Sqlite(folder.path().to_owned())).expect("a database");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("a runtime");
        Self { now, db, runtime, next_id, folder }
    }

    /// Closes the database and opens it again, which applies missing migrations.
    pub fn reopened(self) -> Self {
        let Self { now, db, runtime, next_id, folder } = self;
        runtime.block_on(db.close());
        drop(db);
        Self::open(folder, now, next_id)
    }

    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, QueueError> + Send + 'static,
    ) -> Result<T, QueueError> {
        self.runtime.block_on(self.db.write(work))
    }

    pub fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Rx<'_>) -> Result<T, QueueError> + Send + 'static,
    ) -> Result<T, QueueError> {
        self.runtime.block_on(self.db.read(work))
    }

    pub fn minutes_pass(&mut self, minutes: u64) {
        self.now += Duration::from_secs(minutes * 60);
    }

    /// A UUIDv7 with the current time.
    pub fn new_id(&mut self) -> Id {
        self.next_id += 1;
        let milliseconds = u128::try_from(self.now.as_millisecond()).expect("after 1970");
        Id(Uuid::from_u128(milliseconds << 80 | 0x7 << 76 | self.next_id))
    }

    pub fn message(&mut self, kind: Kind, recipients: &[&str]) -> NewMessage {
        let id = self.new_id();
        new_message(id, kind, recipients, self.now)
    }

    pub fn accept_new(&self, new: NewMessage, lease: Option<Lease>) -> Result<Accepted, QueueError> {
        let now = self.now;
        self.write(move |tx| queue::accept(tx, &new, lease.as_ref(), now))
    }

    pub fn accept(&mut self, kind: Kind, recipients: &[&str]) -> Id {
        let new = self.message(kind, recipients);
        let id = new.id;
        self.accept_new(new, None).expect("accepted");
        id
    }

    pub fn accept_leased(&mut self, kind: Kind, recipients: &[&str]) -> Claim {
        let new = self.message(kind, recipients);
        let lease = self.new_lease(NODE);
        match self.accept_new(new, Some(lease)).expect("accepted") {
            Accepted::New { claim: Some(claim), .. } => claim,
            other => panic!("no claim: {other:?}"),
        }
    }

    pub fn new_lease(&self, owner: Uuid) -> Lease {
        Lease { owner, until: self.now + LEASE }
    }

    /// Leases everything that is due in both lanes, urgent first.
    pub fn lease_all(&self) -> Vec<Claim> {
        let mut claims = self.lease(Lane::Urgent, 1000, usize::MAX);
        claims.extend(self.lease(Lane::Bulk, 1000, usize::MAX));
        claims
    }

    pub fn lease(&self, lane: Lane, most: usize, bytes: usize) -> Vec<Claim> {
        let (lease, now) = (self.new_lease(NODE), self.now);
        self.write(move |tx| lease_in(tx, lane, (most, bytes), &lease, now)).expect("leased")
    }

    /// Leases the only due message; panics if there is not exactly one.
    pub fn lease_one(&self) -> Claim {
        let claims = self.lease_all();
        assert_eq!(claims.len(), 1, "one message is due");
        claims.into_iter().next().expect("one")
    }

    pub fn settle(&self, claim: &Claim, report: Report) -> SettleResult {
        let (claim, context) = (claim.clone(), context(self.now));
        self.write(move |tx| queue::settle(tx, &claim, &report, &context)).expect("settled")
    }

    /// Settles with one verdict for each recipient, in their order, and returns the new states.
    pub fn settle_as(&self, claim: &Claim, verdicts: &[Verdict]) -> Vec<State> {
        let verdicts = claim.recipients.iter().zip(verdicts).map(|(to, verdict)| says(to, *verdict)).collect();
        self.settled_states(claim, report(Outcome::Tried(verdicts)))
    }

    pub fn settled_states(&self, claim: &Claim, report: Report) -> Vec<State> {
        match self.settle(claim, report) {
            SettleResult::Done { states, .. } => states.into_iter().map(|(_, state)| state).collect(),
            SettleResult::Stale => panic!("the lease was lost"),
        }
    }

    pub fn release(&self, claim: &Claim) {
        let (claim, now) = (claim.clone(), self.now);
        self.write(move |tx| queue::release(tx, &claim, now, now)).expect("released");
    }

    pub fn rescue(&self, owner: Option<Uuid>) -> usize {
        let now = self.now;
        self.write(move |tx| queue::rescue(tx, owner, now)).expect("rescued")
    }

    /// Rescues as a running process that has `in_hand` in progress.
    pub fn rescue_ended(&self, in_hand: &[&Claim]) -> usize {
        let under_way = in_hand.iter().map(|claim| (claim.id, claim.token)).collect();
        let in_hand = OwnLeases { under_way, may_have_arrived: MayHaveArrived::All };
        let now = self.now;
        self.write(move |tx| queue::rescue_ended(tx, &in_hand, now + LEASE, now)).expect("rescued").deliveries
    }

    pub fn expire(&self) -> usize {
        let now = self.now;
        self.write(move |tx| queue::expire(tx, now)).expect("expired")
    }

    pub fn cancel(&self, id: Id) -> Result<queue::Cancelled, QueueError> {
        let now = self.now;
        self.write(move |tx| queue::cancel(tx, id, now))
    }

    pub fn retry_now(&self, id: Id) -> Result<usize, QueueError> {
        self.retry(id, Retry::NotArrived)
    }

    pub fn retry(&self, id: Id, retry: Retry) -> Result<usize, QueueError> {
        let now = self.now;
        self.write(move |tx| queue::retry_now(tx, id, retry, now))
    }

    pub fn resend(&mut self, id: Id) -> Result<Id, QueueError> {
        self.resend_to(id, &[])
    }

    pub fn resend_to(&mut self, id: Id, to: &[&str]) -> Result<Id, QueueError> {
        let (new, now) = (self.new_id(), self.now);
        let to = to.iter().map(|to| EmailAddress::parse(to).expect("an address")).collect();
        let resend = queue::Resend { new, actor: api_key("by hand"), to, usage: None };
        self.write(move |tx| queue::resend(tx, id, &resend, now)).map(|_| new)
    }

    pub fn detail(&self, id: Id) -> Detail {
        self.read(move |rx| queue::detail(rx, id)).expect("shown")
    }

    pub fn deliveries(&self, id: Id) -> Vec<Delivery> {
        self.detail(id).deliveries
    }

    pub fn states(&self, id: Id) -> Vec<State> {
        self.deliveries(id).iter().map(|delivery| delivery.state).collect()
    }

    pub fn list(&self, filter: Filter) -> Vec<Id> {
        self.read(move |rx| queue::list(rx, &filter)).expect("listed").items.iter().map(|item| item.id).collect()
    }

    pub fn raw(&self, id: Id) -> Result<Vec<u8>, QueueError> {
        self.read(move |rx| queue::raw(rx, id)).map(|bytes| bytes.to_vec())
    }

    pub fn next_due(&self) -> Option<Timestamp> {
        self.read(|rx| queue::next_due(rx)).expect("read")
    }
}

/// Leases from a lane; in the bulk lane every source may use all memory.
pub fn lease_in(
    tx: &mut Tx<'_>,
    lane: Lane,
    (most, bytes): (usize, usize),
    lease: &Lease,
    now: Timestamp,
) -> Result<Vec<Claim>, QueueError> {
    match lane {
        Lane::Urgent => queue::lease_urgent(tx, most, bytes, lease, now),
        Lane::Bulk => {
            let mut share = FairShare::new(Amount { count: usize::MAX / 4, bytes });
            Ok(queue::lease_bulk(tx, &mut share, most, lease, now)?.claims)
        }
    }
}

/// The middle of the jitter, and the default number of repetitions.
pub fn context(now: Timestamp) -> RetryContext {
    RetryContext { now, random: 0.5, max_repetitions: 3 }
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

pub fn new_message(id: Id, kind: Kind, recipients: &[&str], now: Timestamp) -> NewMessage {
    let draft = Draft {
        to: recipients.iter().map(|to| (*to).to_owned()).collect(),
        subject: format!("A mail for {}", recipients.len()),
        text: Some("Hello.".into()),
        ..Draft::default()
    };
    let sender = Mailbox { name: None, address: address("noreply@example.com") };
    let stamp = Stamp { date: now, unique: id.0.as_u128(), auto_submitted: false };
    let message = draft.check().expect("no faults").render(sender, &[], stamp).expect("small");
    NewMessage {
        id,
        kind,
        lane: kind.lane(),
        message,
        expires_at: None,
        origin: api_key("shop"),
        source: Source::default(),
        key: None,
        remarks: Vec::new(),
        usage: None,
        client: None,
    }
}

/// The origin of a message.
pub fn api_key(name: &str) -> Text {
    Text::new("actor_api_key", [("name", name.into())])
}

pub fn key(scope: &str, key: &str, content: u8) -> Option<IdempotencyKey> {
    Some(IdempotencyKey {
        scope: scope.into(),
        key: key.into(),
        digest: [content; 32],
        kept_for: Duration::from_secs(7 * 24 * 3600),
    })
}

pub fn says(to: &EmailAddress, verdict: Verdict) -> RecipientVerdict {
    let (code, text) = match verdict {
        Verdict::Delivered => (250, "Ok"),
        Verdict::Kept => (250, "stored in the mailbox"),
        Verdict::Deferred => (451, "Try again later"),
        Verdict::Refused => (550, "No such user"),
    };
    RecipientVerdict {
        recipient: to.clone(),
        verdict,
        reply: Some(Reply { code, enhanced: None, text: text.into() }),
        problem: (code != 250).then(|| problem("not_taken")),
        may_have_arrived: false,
        retry_after: None,
    }
}

pub fn report(outcome: Outcome) -> Report {
    Report {
        outcome,
        stages: vec![StageRecord { name: Stage::MailFrom, ok: true, ms: 3, detail: Text::verbatim("250 Ok") }],
        transcript: "C: MAIL FROM:<noreply@example.com>\nS: 250 Ok\n".into(),
        connection: Text::verbatim("smtp.example.com:465 (implicit TLS)"),
        throttled: false,
        passes_on_notifications: false,
        failed_at: None,
    }
}

pub fn trouble() -> Report {
    report(Outcome::ConnectionProblem(problem("login_refused")))
}

pub fn problem(code: &str) -> Problem {
    Problem::verbatim(
        code,
        mail::ProblemSentences {
            what: "What happened.".into(),
            meaning: "What it means.".into(),
            remedy: "What to do.".into(),
        },
    )
}
