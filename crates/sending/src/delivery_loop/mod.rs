//! The delivery loop: leases what is due, hands it to the transport within the limits of the connection, and writes the
//! results.
//!
//! One task (`run`) decides what leaves when; attempts run beside it and report back. `ready` is what waits in memory,
//! `connection_test` the two test buttons. The state of the connection itself is in `settings`. Never looks at a reply
//! code and never decides about a retry. The policy:
//!
//! **A failure is the connection's, the message's or the recipient's.** `delivery::diagnosis` reads one reply; `evidence`
//! compares several. Trouble at RCPT pauses sending only if recipients of two domains met it without an acceptance in
//! between, or if nobody was accepted in the last ten minutes; otherwise it concerns the recipient. Trouble at MAIL
//! likewise, with senders; a sender other than the configured From fails alone as soon as a probe with the configured
//! From succeeded. A message that was given back once because of such trouble spends an attempt the next time, so that it
//! can end. A recipient at which the server hung up twice is sent to alone, so that the others of its message get it.
//!
//! **Never a storm.** If no session can be opened while none works, sending pauses, and one probe follows after 5, 10,
//! 20, 40, then every 60 s, each up to a quarter later; after a refused login the delays grow to 15 minutes
//! (`probe_backoff`). Only mail that left makes them short again. They belong to the account (host and login), so saving
//! the settings tries once and does not begin anew. Probes use the configured From, and idle sessions are closed first.
//!
//! **Sessions follow the server** (`session_limit`). A connection begins with one session, also after five minutes without
//! mail, so that a login that no longer works fails once and not in every session; a message that succeeds while all are
//! in use doubles them, up to the limit of the settings, and after a pause as many may be used as worked before. A session that is refused while others work means fewer sessions and no pause, however
//! it is refused. The learned number belongs to the account, and is raised by one after 15 s, then ever more rarely
//! while that is refused. Attempts without news for two seconds also allow one more, so that a first message that hangs
//! does not keep the others waiting.
//!
//! **Urgent mail never waits behind bulk mail that hangs** (`run::start`). Of several sessions one is kept for urgent
//! mail. If all are in use, the attempt of bulk mail that has run longest is ended after 30 s, unless its last octets
//! were about to be sent; it spends an attempt. A recipient domain of which nothing is known gets half of the bulk
//! sessions, one that is served quickly gets all, one whose attempts take longer than 10 s gets half, then fewer
//! (`domain_share`); what waits for its share in memory goes back to the outbox for a minute if others wait on disk.
//!
//! **Bulk mail is shared fairly** (`bulk_lane`, `queue::FairShare`). Workspaces and API keys take turns, and the scripts of a
//! workspace; a source whose mail waits on disk does not delay that of others, which finds memory and is next.
//!
//! **Rate limits** (`rate_limit`): messages a minute and recipients a day of the account, and half the speed where a
//! server asks to slow down. Saving the settings does not reset the count of the day (`day_count`).
//!
//! **What was learned survives the process** (`account_store`): the recipients of the day are counted for each account in
//! the transaction of the verdict; sessions, PIPELINING and recipients of a transaction are stored each minute, and
//! forgotten after a week.
//!
//! **Nothing is lost in the mailbox.** When mail leaves to the built-in mailbox instead of a mail server, it is written first
//! what becomes of mail that waits (`route`): on hold unless the administrator chose otherwise.
//!
//! **A mark is true.** *May have arrived twice* is set only where the last octets of the message were about to be sent
//! (`smtp::Progress`). A stop gives the other attempts back unmarked.

mod run;

mod account_store;
mod attempt;
mod bulk_lane;
mod connection_test;
mod day_count;
mod domain_share;
mod evidence;
mod fetch;
mod learned;
mod maintenance;
mod node;
mod probe_backoff;
mod rate_limit;
mod ready;
mod route;
mod sent_record;
mod session_limit;
mod under_way;
mod waiting;

pub use ready::Reservation;
pub use route::Note;
pub use waiting::{Waiting, WaitingFor};

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use delivery::{ApiTransport, MailboxStore, MailboxTransport, SmtpTransport, Transport};
use queue::{Claim, Lane, Lease, Source};
use smtp::Timeouts;
use storage::Db;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::maillog::MailLog;
use crate::storage_status::StorageStatus;
use clock::{Clock, Random};
use config::Config;
use ready::Ready;
use run::{Commands, DeliveryLoop};
use sent_record::SentRecord;
use settings::{Active, Connection, Settings};
use under_way::UnderWay;
use waiting::LaneHolds;

/// Events that a slow page may fall behind before it loses the oldest.
const EVENTS: usize = 256;

/// The handle of the delivery loop; clones share it.
#[derive(Clone)]
pub struct DeliveryHandle {
    shared: Arc<Shared>,
}

/// What happened in the outbox, for pages that watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A message changed.
    Message(queue::Id),
    /// Sending paused or resumed, or the settings' status changed.
    Status,
}

/// What intake and the delivery loop work with.
#[derive(Clone)]
pub struct Deps {
    /// Where the outbox is.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// The active settings and the state of their connection.
    pub settings: Settings,
    /// The log of mail.
    pub maillog: MailLog,
    /// Hears of stored messages that cannot be read.
    pub storage_status: StorageStatus,
    /// How often a message is sent again whose reply after the final dot was lost.
    pub max_repetitions: u32,
}

/// Makes the transport of a version of the settings; tests put a fake in its place.
pub type MakeTransport = Arc<dyn Fn(&Active) -> Arc<dyn Transport> + Send + Sync>;

/// The transports of the product: SMTP with the time limits of real mail, mail APIs, and the local mailbox.
pub fn standard_transports(mailbox_store: Arc<dyn MailboxStore>) -> MakeTransport {
    Arc::new(move |active| match &active.connection {
        Connection::Mailbox => Arc::new(MailboxTransport::new(mailbox_store.clone())),
        Connection::Smtp(account) => {
            let times = active.version.settings.effective_session_times();
            let timeouts = Timeouts { kept_session: times.kept_session_reply, ..Timeouts::default() };
            Arc::new(SmtpTransport::with_idle(account.clone(), timeouts, times.idle))
        }
        Connection::Api(account) => Arc::new(ApiTransport::new(account.clone())),
    })
}

struct Shared {
    deps: Deps,
    mailbox_store: Arc<dyn MailboxStore>,
    /// Who leases: this node.
    node: Uuid,
    ready: Arc<Ready>,
    under_way: UnderWay,
    held_back: LaneHolds,
    /// `None` once the process stops: streams of events end then, instead of holding their connections open.
    events: Mutex<Option<broadcast::Sender<Event>>>,
    commands: watch::Sender<Commands>,
    /// Verdicts that could not be written yet.
    unwritten_verdicts: AtomicUsize,
    texts_ahead: maintenance::TextsAhead,
}

/// The running loop; [`Running::stop`] ends it.
pub struct Running {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

/// Why the delivery loop did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The node's name cannot be read or written.
    #[error(
        "the file {path} cannot be {done}: owlpost keeps its node's name there; check the folder and its permissions"
    )]
    Node {
        /// The file.
        path: std::path::PathBuf,
        /// `read` or `created`.
        done: &'static str,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The outbox.
    #[error("freeing what this node held when it ended")]
    Queue(#[from] queue::QueueError),
}

impl DeliveryHandle {
    /// Frees what this node held when it ended, and starts sending over the transports that `make_transport` makes.
    ///
    /// # Errors
    /// Where the node's name or the outbox cannot be read or written.
    pub async fn start(
        deps: Deps,
        mailbox_store: Arc<dyn MailboxStore>,
        config: &Config,
        make_transport: MakeTransport,
    ) -> Result<(Self, Running), StartError> {
        deps.storage_status.set_floor(config.limits.free_disk_bytes);
        let now = deps.clock.now();
        let node = node::name(&config.data_dir, || deps.random.id(now))?;
        // The lock of the data folder is ours, so whoever leased something is gone, whatever its name was.
        let may_have_arrived = sent_record::read(&config.data_dir, deps.db.cut_off_run());
        let freed = deps.db.write(move |tx| queue::rescue_all(tx, &may_have_arrived, now)).await?;
        if freed.deliveries > 0 {
            tracing::warn!(
                deliveries = freed.deliveries,
                may_arrive_twice = freed.marked,
                "freed what was to be sent when the process ended"
            );
        }
        let sent_record = SentRecord::begin(&config.data_dir, deps.db.run());
        let shared = Arc::new(Shared {
            deps,
            mailbox_store,
            node,
            ready: Arc::default(),
            under_way: UnderWay::new(sent_record),
            held_back: LaneHolds::default(),
            events: Mutex::new(Some(broadcast::Sender::new(EVENTS))),
            commands: watch::Sender::new(Commands::default()),
            unwritten_verdicts: AtomicUsize::new(0),
            texts_ahead: maintenance::TextsAhead::default(),
        });
        let delivery_loop = DeliveryLoop::new(shared.clone(), make_transport, config.limits.keep_text_days).await?;
        let task = tokio::spawn(delivery_loop.run());
        Ok((Self { shared: shared.clone() }, Running { shared, task }))
    }

    /// Events for pages (server-sent events); a receiver that is too slow loses the oldest. Ends when the process stops.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        match &*self.shared.events() {
            Some(events) => events.subscribe(),
            None => broadcast::Sender::new(1).subscribe(),
        }
    }

    /// Ends all streams of events: they would hold the connections open that a stop waits for.
    pub fn end_events(&self) {
        self.shared.events().take();
    }

    /// Something new waits, or is due sooner (after a commit made elsewhere): retry now, resend, cancel.
    pub fn wake(&self) {
        self.shared.ready.wake();
    }

    /// Probes the connection, because something happened that may have broken or repaired it (a consent given, refused or
    /// withdrawn). Sending pauses or resumes by the result.
    pub fn recheck_connection(&self) {
        self.shared.commands.send_modify(|commands| commands.recheck = true);
    }

    /// Whether mail goes to the built-in mailbox.
    pub fn is_to_mailbox(&self) -> bool {
        self.shared.deps.settings.is_to_mailbox()
    }

    /// These messages were released from the mailbox.
    pub fn released(&self, messages: impl Iterator<Item = queue::Id>) {
        self.wake();
        messages.for_each(|id| self.shared.publish(Event::Message(id)));
    }

    /// Reserves memory for a message that is about to be accepted, with the lease to accept it under. `None` where there is
    /// none: it waits on disk then, and [`DeliveryHandle::accepted_on_disk`] reports it.
    pub fn reserve(&self, lane: Lane, source: &Source, bytes: usize) -> Option<(Reservation, Lease)> {
        let reservation = self.shared.ready.reserve(lane, source.key(), bytes)?;
        Some((reservation, self.lease()))
    }

    /// A lease for a test that is tried at once by [`DeliveryHandle::send_test`].
    pub fn lease(&self) -> Lease {
        self.shared.lease()
    }

    /// A message of this source was accepted without a reservation.
    pub fn accepted_on_disk(&self, lane: Lane, source: &Source) {
        self.shared.ready.wake_for(lane, source.key());
    }

    /// A claim that was accepted under the lease of `reservation` is on disk now.
    pub fn hand_over(&self, reservation: Reservation, claim: Claim) {
        let id = claim.id;
        let late = reservation.fill(vec![claim], self.shared.deps.clock.now());
        if !late.is_empty() {
            self.shared.commands.send_modify(|commands| commands.late.extend(late));
        }
        self.shared.publish(Event::Message(id));
    }
}

impl Running {
    /// Stops sending: what is ready goes back to the outbox, what is in flight may take until `limit` to end. What takes
    /// longer is freed at the next start, and marked because it may have arrived.
    pub async fn stop(self, limit: Duration) {
        self.shared.commands.send_modify(|commands| commands.stop_within = Some(limit));
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the delivery loop panicked");
        }
    }
}

impl Shared {
    fn lease(&self) -> Lease {
        Lease { owner: self.node, until: self.deps.clock.now() + attempt::LEASE }
    }

    fn publish(&self, event: Event) {
        if let Some(events) = &*self.events() {
            // There may be no receiver.
            let _ = events.send(event);
        }
    }

    fn events(&self) -> MutexGuard<'_, Option<broadcast::Sender<Event>>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a verdict could not be written yet: nothing new may be started then.
    fn has_unwritten_verdicts(&self) -> bool {
        self.unwritten_verdicts.load(Ordering::Relaxed) > 0
    }

    /// A test of the active connection succeeded: if sending is paused, the next probe is due now.
    fn probe_now(&self) {
        self.commands.send_modify(|commands| commands.probe_now = true);
    }
}
