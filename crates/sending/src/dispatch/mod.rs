//! The door out: lanes, pace, health; lease → deliver → settle.
//!
//! One owner task (`owner`) decides what leaves when; attempts run beside it and report back. `ready` is what waits in
//! memory, `gauge` how fast it may leave, `health` whether the connection works, `trial` the two test buttons.
//! Never looks at a status code and never decides about a retry.

mod attempt;
mod fetch;
mod gauge;
mod health;
mod in_hand;
mod node;
mod owner;
mod ready;
mod trial;
mod upkeep;

pub use ready::{Amount, Room};

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use delivery::{ApiTransport, MailboxStore, MailboxTransport, SmtpTransport, Transport};
use queue::{Claim, Lane, Lease};
use smtp::Timeouts;
use storage::Db;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::maillog::MailLog;
use crate::notices::Notices;
use clock::{Clock, Random};
use config::Config;
use in_hand::InHand;
use owner::{Orders, Owner};
use ready::Ready;
use settings::{Connection, Settings};

/// Events that a slow page may fall behind before it loses the oldest.
const EVENTS: usize = 256;

/// The room's handle; clones share it.
#[derive(Clone)]
pub struct Dispatch {
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

/// The rooms that both doors work with.
#[derive(Clone)]
pub struct Rooms {
    /// Where the outbox is.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// What is active, and how it fares.
    pub settings: Settings,
    /// The alarm.
    pub notices: Notices,
    /// The log of mail.
    pub maillog: MailLog,
}

/// Makes a way out of a connection; tests put a fake in its place.
pub type OpenWay = Arc<dyn Fn(&Connection) -> Arc<dyn Transport> + Send + Sync>;

/// The ways out of the product: SMTP with the patience that real mail needs, and the local mailbox.
pub fn ways_out(keep: Arc<dyn MailboxStore>) -> OpenWay {
    Arc::new(move |connection| match connection {
        Connection::Mailbox => Arc::new(MailboxTransport::new(keep.clone())),
        Connection::Smtp(account) => Arc::new(SmtpTransport::new(account.clone(), Timeouts::default())),
        Connection::Api(account) => Arc::new(ApiTransport::new(account.clone())),
    })
}

struct Shared {
    rooms: Rooms,
    keep: Arc<dyn MailboxStore>,
    /// Who leases: this node.
    node: Uuid,
    ready: Arc<Ready>,
    in_hand: InHand,
    /// `None` once the process stops: streams of events end then, instead of holding their connections open.
    events: Mutex<Option<broadcast::Sender<Event>>>,
    orders: watch::Sender<Orders>,
    /// Verdicts that could not be written yet.
    stuck: AtomicUsize,
}

/// The running owner; [`Running::stop`] ends it.
pub struct Running {
    shared: Arc<Shared>,
    owner: JoinHandle<()>,
}

/// Why dispatch did not start.
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

impl Dispatch {
    /// Frees what this node held when it ended, and starts sending over the ways out that `open_way` makes.
    ///
    /// # Errors
    /// Where the node's name or the outbox cannot be read or written.
    pub async fn start(
        rooms: Rooms,
        keep: Arc<dyn MailboxStore>,
        config: &Config,
        open_way: OpenWay,
    ) -> Result<(Self, Running), StartError> {
        let now = rooms.clock.now();
        let node = node::name(&config.data_dir, || rooms.random.id(now))?;
        // The lock of the data folder is ours, so whoever leased something is gone, whatever its name was.
        let freed = rooms.db.write(move |tx| queue::rescue_all(tx, now)).await?;
        if freed > 0 {
            tracing::warn!(deliveries = freed, "freed what was being sent when the process ended; it may arrive twice");
        }
        let shared = Arc::new(Shared {
            rooms,
            keep,
            node,
            ready: Arc::default(),
            in_hand: InHand::default(),
            events: Mutex::new(Some(broadcast::Sender::new(EVENTS))),
            orders: watch::Sender::new(Orders::default()),
            stuck: AtomicUsize::new(0),
        });
        let owner = Owner::new(shared.clone(), open_way, config.limits.keep_text_days).await?;
        let owner = tokio::spawn(owner.run());
        Ok((Self { shared: shared.clone() }, Running { shared, owner }))
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

    /// Something happened that may have broken the connection, or mended it (a consent given, refused or taken back): it
    /// is tried without mail, and sending pauses or goes on by what is found.
    pub fn doubt(&self) {
        self.shared.orders.send_modify(|orders| orders.doubt = true);
    }

    /// A place in memory for a message that is about to be accepted, with the lease to accept it under. `None` where
    /// there is none: it waits on disk then, and [`Dispatch::wake`] tells of it.
    pub fn reserve(&self, lane: Lane, bytes: usize) -> Option<(Room, Lease)> {
        let room = self.shared.ready.reserve(lane, bytes)?;
        Some((room, self.lease()))
    }

    /// A lease for a test that is tried at once by [`Dispatch::try_now`].
    pub fn lease(&self) -> Lease {
        self.shared.lease()
    }

    /// A message was accepted that found no place in memory.
    pub fn accepted_on_disk(&self, lane: Lane) {
        self.shared.ready.wake_for(lane);
    }

    /// A claim that was accepted under the lease of `room` is on disk now.
    pub fn hand_over(&self, room: Room, claim: Claim) {
        let id = claim.id;
        let late = room.fill(vec![claim], self.shared.rooms.clock.now());
        if !late.is_empty() {
            self.shared.orders.send_modify(|orders| orders.late.extend(late));
        }
        self.shared.tell(Event::Message(id));
    }
}

impl Running {
    /// Stops sending: what is ready goes back to the outbox, what is in flight may take until `limit` to end. What takes
    /// longer is freed at the next start, and marked because it may have arrived.
    pub async fn stop(self, limit: Duration) {
        self.shared.orders.send_modify(|orders| orders.stop_within = Some(limit));
        if let Err(error) = self.owner.await {
            tracing::error!(%error, "the owner of dispatch ended by a fault of its own");
        }
    }
}

impl Shared {
    fn lease(&self) -> Lease {
        Lease { owner: self.node, until: self.rooms.clock.now() + attempt::LEASE }
    }

    fn tell(&self, event: Event) {
        if let Some(events) = &*self.events() {
            // Nobody may be watching.
            let _ = events.send(event);
        }
    }

    fn events(&self) -> MutexGuard<'_, Option<broadcast::Sender<Event>>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a verdict cannot be written: nothing new may be started then.
    fn is_stuck(&self) -> bool {
        self.stuck.load(Ordering::Relaxed) > 0
    }

    /// A test of the active connection went through: if sending is paused, the next probe is due now.
    fn recheck(&self) {
        self.orders.send_modify(|orders| orders.probe_now = true);
    }
}
