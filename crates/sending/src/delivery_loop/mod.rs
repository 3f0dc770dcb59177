//! The delivery loop: leases due mail, passes it to the transport within the limits of the connection, and writes the
//! results.
//!
//! One task (`run`) decides what is sent and when; attempts run in tasks of their own and report back. `ready` contains
//! the mail that waits in memory, `connection_test` is behind the two test buttons. The state of the connection is in
//! `settings`. The loop neither interprets reply codes nor decides about retries. The policy:
//!
//! **A failure concerns the connection, the message or a recipient.** `delivery::diagnosis` reads one reply; `evidence`
//! compares several. A connection problem at RCPT pauses sending only if recipients of two domains had it without an
//! acceptance in between, or if no recipient was accepted in the last ten minutes; otherwise it concerns the recipient.
//! The same applies to senders at MAIL; a sender other than the configured From also fails alone if a probe with the
//! configured From succeeded in the last ten minutes. When a message that was returned once because of such a problem
//! has it again, the attempt counts, so that the message ends at some point. A recipient at which the server closed the
//! connection twice is sent to alone, so that the other recipients of its message get it.
//!
//! **A failing server is not flooded.** If no session can be opened while none works, sending pauses. Probes follow
//! after delays of 5, 10, 20, 40, then 60 s, each prolonged by up to a quarter; after a refused login the delays grow
//! to 15 minutes (`probe_backoff`). Only sent mail resets the delays. They belong to the account (host and login), so
//! saving the settings tries once and does not reset them. Probes use the configured From; idle sessions are closed
//! first.
//!
//! **The number of sessions follows the server** (`session_limit`). A connection begins with one session, also after
//! five minutes without mail, so that a login that no longer works fails once and not in every session. A message that
//! succeeds while all sessions are in use doubles their number, up to the configured limit; after a pause, one success
//! allows as many as worked before. A session that is refused while others work means fewer sessions, not a pause,
//! however it is refused. The learned number belongs to the account; it is raised by one after 15 s, then less and less
//! often while that is refused. If no attempt ends for two seconds, one more session is allowed, so that a first
//! message that hangs does not keep the others waiting.
//!
//! **Urgent mail never waits behind bulk mail that hangs** (`run::start`). If there are several sessions, one is
//! reserved for urgent mail. If all are in use, the bulk attempt that has run longest is ended after 30 s, unless its
//! last octets were about to be sent; the attempt counts. An unknown recipient domain may use half of the bulk
//! sessions, one whose attempts are quick may use all, one whose attempts take longer than 10 s may use half, then
//! fewer (`domain_share`). Mail that waits in memory for its domain's share is returned to the outbox for a minute if
//! other mail waits on disk.
//!
//! **Bulk mail is shared fairly** (`bulk_lane`, `queue::FairShare`). Workspaces and API keys take turns, and so do the
//! scripts of a workspace. A source whose mail waits on disk does not delay other sources: there is memory for their
//! mail, and it is sent next.
//!
//! **Rate limits** (`rate_limit`): messages per minute and recipients per day of the account, and half the rate if a
//! server asks to slow down. Saving the settings does not reset the daily count (`day_count`).
//!
//! **What was learned survives a restart** (`account_store`): the recipients of the day are counted per account in the
//! transaction of the verdict. The number of sessions, PIPELINING and the recipients per transaction are stored every
//! minute, and kept for a week.
//!
//! **Nothing is lost in the mailbox.** When mail is about to go to the built-in mailbox instead of a mail server, the
//! loop first writes what happens to waiting mail (`route`): it is put on hold unless the administrator chose
//! otherwise.
//!
//! **Senders that want to know are notified** (`notifications`): the queue notes in the transaction of a verdict what a
//! sender asked to be told (RFC 3461), and the notification is stored in the transaction that removes the note.
//!
//! **Marks are true.** *May have arrived twice* is set only if the last octets of the message were about to be sent
//! (`smtp::Progress`). When the process stops, all other attempts are returned unmarked.

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
mod notifications;
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
use notifications::{NotificationRules, SentNotifications};
use ready::Ready;
use run::{Commands, DeliveryLoop};
use sent_record::SentRecord;
use settings::{Active, Connection, Settings};
use under_way::UnderWay;
use waiting::LaneHolds;

/// Maximum events that a page may fall behind before it loses the oldest.
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
    /// The database with the outbox.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// Random numbers.
    pub random: Random,
    /// The active settings and the state of their connection.
    pub settings: Settings,
    /// The mail log.
    pub maillog: MailLog,
    /// Where stored messages that cannot be read are reported.
    pub storage_status: StorageStatus,
    /// Maximum times a message is sent again because the reply to its final dot was lost.
    pub max_repetitions: u32,
}

/// Makes the transport for a version of the settings; tests use a fake.
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
    /// The name of this node, under which it leases.
    node: Uuid,
    ready: Arc<Ready>,
    under_way: UnderWay,
    held_back: LaneHolds,
    /// `None` once the process stops, so that event streams end instead of keeping their connections open.
    events: Mutex<Option<broadcast::Sender<Event>>>,
    commands: watch::Sender<Commands>,
    /// Verdicts that could not be written yet.
    unwritten_verdicts: AtomicUsize,
    texts_ahead: maintenance::TextsAhead,
    notification_rules: NotificationRules,
    sent_notifications: SentNotifications,
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
        /// The system's error.
        #[source]
        source: std::io::Error,
    },
    /// The outbox cannot be read or written.
    #[error("freeing the leases of the previous process")]
    Queue(#[from] queue::QueueError),
}

impl DeliveryHandle {
    /// Frees the leases of the previous process and starts sending over the transports that `make_transport` makes.
    ///
    /// # Errors
    /// If the node's name or the outbox cannot be read or written.
    pub async fn start(
        deps: Deps,
        mailbox_store: Arc<dyn MailboxStore>,
        config: &Config,
        make_transport: MakeTransport,
    ) -> Result<(Self, Running), StartError> {
        deps.storage_status.set_floor(config.limits.free_disk_bytes);
        let now = deps.clock.now();
        let node = node::name(&config.data_dir, || deps.random.id(now))?;
        // This process has the lock on the data folder, so the process that leased the mail has ended, even if it had
        // another node name.
        let may_have_arrived = sent_record::read(&config.data_dir, deps.db.killed_run());
        let freed = deps.db.write(move |tx| queue::rescue_all(tx, &may_have_arrived, now)).await?;
        if freed.deliveries > 0 {
            tracing::warn!(
                deliveries = freed.deliveries,
                may_arrive_twice = freed.marked,
                "freed the mail that was leased when the process ended"
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
            notification_rules: NotificationRules { bounces: config.submission.bounces, own_name: config.own_name() },
            sent_notifications: SentNotifications::default(),
        });
        let delivery_loop = DeliveryLoop::new(shared.clone(), make_transport, config.limits.keep_text_days).await?;
        let task = tokio::spawn(delivery_loop.run());
        Ok((Self { shared: shared.clone() }, Running { shared, task }))
    }

    /// Events for pages (server-sent events). A receiver that is too slow loses the oldest. Ends when the process
    /// stops.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        match &*self.shared.events() {
            Some(events) => events.subscribe(),
            None => broadcast::Sender::new(1).subscribe(),
        }
    }

    /// Ends all event streams, because a stop waits for their connections to close.
    pub fn end_events(&self) {
        self.shared.events().take();
    }

    /// Tells the loop, after a commit made elsewhere, that mail is new or due sooner: retry now, resend, cancel.
    pub fn wake(&self) {
        self.shared.ready.wake();
    }

    /// Probes the connection after an event that may have broken or repaired it (a consent given, refused or
    /// withdrawn). Sending pauses or resumes depending on the result.
    pub fn recheck_connection(&self) {
        self.shared.commands.send_modify(|commands| commands.recheck = true);
    }

    /// Whether mail goes to the built-in mailbox.
    pub fn is_to_mailbox(&self) -> bool {
        self.shared.deps.settings.is_to_mailbox()
    }

    /// Tells the loop and pages that messages were released from the mailbox.
    pub fn released(&self, messages: impl Iterator<Item = queue::Id>) {
        self.wake();
        messages.for_each(|id| self.shared.publish(Event::Message(id)));
    }

    /// Reserves memory for a message that is about to be accepted, and returns the lease to accept it with. `None` if
    /// no memory is left: the message then waits on disk, and the caller reports it with
    /// [`DeliveryHandle::accepted_on_disk`].
    pub fn reserve(&self, lane: Lane, source: &Source, bytes: usize) -> Option<(Reservation, Lease)> {
        let reservation = self.shared.ready.reserve(lane, source.key(), bytes)?;
        Some((reservation, self.lease()))
    }

    /// A lease for a test email that [`DeliveryHandle::send_test`] sends at once.
    pub fn lease(&self) -> Lease {
        self.shared.lease()
    }

    /// Tells the loop that a message of this source was accepted without a reservation.
    pub fn accepted_on_disk(&self, lane: Lane, source: &Source) {
        self.shared.ready.wake_for(lane, source.key());
    }

    /// Passes on a claim that was accepted with the lease of `reservation` and is on disk now.
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
    /// Stops sending: mail in memory goes back to the outbox, and attempts in progress have `limit` to end. After that,
    /// attempts whose message cannot have arrived are returned unmarked; the others are freed at the next start and
    /// marked.
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

    /// Whether a verdict could not be written yet. If so, nothing new may start.
    fn has_unwritten_verdicts(&self) -> bool {
        self.unwritten_verdicts.load(Ordering::Relaxed) > 0
    }

    /// Makes the next probe due now, if sending is paused, because a test of the active connection succeeded.
    fn probe_now(&self) {
        self.commands.send_modify(|commands| commands.probe_now = true);
    }
}
