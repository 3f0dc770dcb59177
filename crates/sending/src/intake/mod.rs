//! Intake of mail: checks a draft, or a message that a client made itself, applies From, Automatic BCC, class and expiry,
//! makes its bytes once and accepts it.

mod digest;
mod policy;
mod prepare;
mod ready;
mod request;
mod resend;
mod submission_policy;

use std::sync::Arc;

use mail::Fault;
use queue::{Accepted, Claim, Id, Lane, Lease, NewMessage, QueueError};
use storage::Tx;

use crate::delivery_loop::{DeliveryHandle, Deps};
use crate::quotas::{Exceeded, Quota, Quotas, ReserveError, WaitingExceeded, WaitingLimit};
use settings::EmailSettings;

pub use ready::Ready;
pub use request::{AllowedAddresses, CallerKey, FromPolicy, KEYS_KEPT, Request, SubmittedRequest};

/// The handle of intake; clones share it.
#[derive(Clone)]
pub struct Intake {
    shared: Arc<Shared>,
}

struct Shared {
    deps: Deps,
    delivery_loop: DeliveryHandle,
    quotas: Quotas,
}

/// Accepted, and on disk once the transaction is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The message.
    pub id: Id,
    /// How many recipients it goes to.
    pub deliveries: usize,
    /// The same key and content were accepted before: this is that message.
    pub repeated: bool,
}

/// Why it was refused.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// Every fault, by field of the API's JSON.
    #[error("the message has faults")]
    Faults(Vec<Fault>),
    /// The sender of a submitted message is not allowed; every such fault.
    #[error("the sender is not allowed")]
    SenderRefused(Vec<Fault>),
    /// Same idempotency key, other content.
    #[error("this idempotency key was used for other content")]
    KeyReused {
        /// The message that has the key.
        id: Id,
    },
    /// A quota has no room.
    #[error("a quota has no room")]
    Quota(Box<Exceeded>),
    /// Too much mail of the workspace or account waits.
    #[error("too much mail waits")]
    Waiting(WaitingExceeded),
    /// So little disk space is free that only urgent mail is accepted.
    #[error("too little disk space is free for bulk mail")]
    LowSpace,
    /// No space left on the disk; what was accepted before is kept.
    #[error("no space left to store mail: the disk is full")]
    Full,
    /// Anything else.
    #[error("storing mail")]
    Queue(#[source] queue::QueueError),
}

impl From<storage::DbError> for IntakeError {
    fn from(error: storage::DbError) -> Self {
        Self::from(queue::QueueError::from(error))
    }
}

impl From<queue::QueueError> for IntakeError {
    fn from(error: queue::QueueError) -> Self {
        match error {
            queue::QueueError::KeyReused { id } => Self::KeyReused { id },
            queue::QueueError::Db(storage::DbError::Full) => Self::Full,
            error => Self::Queue(error),
        }
    }
}

impl Intake {
    /// Intake; what it accepts leaves through `delivery_loop`.
    pub fn new(deps: &Deps, delivery_loop: DeliveryHandle) -> Self {
        let quotas = Quotas::new(deps.db.clone(), deps.clock.clone());
        Self { shared: Arc::new(Shared { deps: deps.clone(), delivery_loop, quotas }) }
    }

    /// Checks and renders by the active settings; pure work on the caller's thread.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn prepare(&self, request: Request) -> Result<Ready, IntakeError> {
        let active = self.shared.deps.settings.active();
        self.prepare_by(request, &active.settings)
    }

    /// As [`Intake::prepare`]; what is large is rendered beside the server's threads, which have others to serve.
    ///
    /// # Errors
    /// Every fault at once.
    pub async fn prepare_blocking(&self, request: Request) -> Result<Ready, IntakeError> {
        let active = self.shared.deps.settings.active();
        self.prepare_blocking_by(request, active.settings.clone()).await
    }

    /// Whether the key of a request stands for an earlier one: [`Intake::accept_in`] returns that one then, or refuses a
    /// key that was used for other content.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn is_repeated(&self, ready: &Ready) -> Result<bool, IntakeError> {
        let Some(key) = ready.new.key.clone() else { return Ok(false) };
        Ok(self.shared.deps.db.read(move |rx| queue::is_key_used(rx, &key)).await?)
    }

    /// Reserves the octets of a message of a workspace, until it is stored or dropped. A repeated key needs no room.
    ///
    /// # Errors
    /// [`IntakeError::Waiting`]; the database.
    pub async fn reserve_waiting(&self, ready: &mut Ready, limit: &WaitingLimit) -> Result<(), IntakeError> {
        let bytes = ready.new.message.bytes.len() as u64;
        match self.shared.quotas.reserve_waiting(limit, bytes).await {
            Ok(reservation) => {
                ready.waiting = Some(reservation);
                Ok(())
            }
            Err(ReserveError::Db(error)) => Err(error.into()),
            Err(ReserveError::Exceeded(exceeded)) => Err(IntakeError::Quota(exceeded)),
            Err(ReserveError::Waiting(exceeded)) => {
                if self.is_repeated(ready).await? {
                    Ok(())
                } else {
                    Err(IntakeError::Waiting(exceeded))
                }
            }
        }
    }

    /// Whether the disk has space for a message: bulk mail needs more than urgent mail.
    ///
    /// # Errors
    /// [`IntakeError::LowSpace`].
    pub fn has_space(&self, ready: &Ready) -> Result<(), IntakeError> {
        if ready.new.lane == Lane::Urgent {
            return Ok(());
        }
        self.shared.deps.storage_status.low_space().map_or(Ok(()), |_| Err(IntakeError::LowSpace))
    }

    /// What was used of quotas.
    pub fn quotas(&self) -> &Quotas {
        &self.shared.quotas
    }

    /// Reserves the recipients of the draft in `quotas`, until the message is stored or dropped. A repeated key needs no
    /// room: its message was counted.
    ///
    /// # Errors
    /// [`IntakeError::Quota`]; the database.
    pub async fn reserve(&self, ready: &mut Ready, quotas: &[Quota]) -> Result<(), IntakeError> {
        if quotas.is_empty() {
            return Ok(());
        }
        match self.shared.quotas.reserve(quotas, &ready.asked, ready.accepted_at).await {
            Ok(reservation) => {
                ready.new.usage = Some(reservation.usage());
                ready.reservation = Some(reservation);
                Ok(())
            }
            Err(ReserveError::Db(error)) => Err(error.into()),
            Err(ReserveError::Waiting(exceeded)) => Err(IntakeError::Waiting(exceeded)),
            Err(ReserveError::Exceeded(exceeded)) => {
                if self.is_repeated(ready).await? {
                    Ok(())
                } else {
                    Err(IntakeError::Quota(exceeded))
                }
            }
        }
    }

    /// Stores in the caller's transaction (a flow that makes mail and rows together); [`Intake::committed`] follows the
    /// commit.
    ///
    /// # Errors
    /// Where the key was used for other content, or it cannot be stored.
    pub fn accept_in(&self, tx: &mut Tx<'_>, ready: &Ready) -> Result<Receipt, IntakeError> {
        let accepted = queue::accept(tx, &ready.new, None, ready.accepted_at)?;
        Ok(Receipt::of(&accepted))
    }

    /// After the commit of a transaction with [`Intake::accept_in`]: the mail is sent without waiting for a timer.
    pub fn committed(&self, ready: &Ready) {
        ready.is_stored();
        self.log(ready);
        self.shared.delivery_loop.accepted_on_disk(ready.new.lane, &ready.new.source);
    }

    /// Prepares, stores and hands over to the delivery loop: what API, pages and scripts call. On disk when it answers.
    ///
    /// # Errors
    /// See [`IntakeError`]; nothing is stored then.
    pub async fn accept(&self, request: Request) -> Result<Receipt, IntakeError> {
        self.accept_within(request, &[]).await
    }

    /// As [`Intake::accept`], counted for `quotas`.
    ///
    /// # Errors
    /// See [`IntakeError`]; nothing is stored then.
    pub async fn accept_within(&self, request: Request, quotas: &[Quota]) -> Result<Receipt, IntakeError> {
        let ready = self.prepare_blocking(request).await?;
        self.accept_ready(ready, quotas).await
    }

    /// As [`Intake::accept_within`], for a message that a client made itself: what SMTP submission and `POST /messages/raw`
    /// call.
    ///
    /// # Errors
    /// See [`IntakeError`]; nothing is stored then.
    pub async fn accept_submitted(&self, request: SubmittedRequest, quotas: &[Quota]) -> Result<Receipt, IntakeError> {
        let waiting = request.waiting.clone();
        let mut ready = self.prepare_submitted(request).await?;
        if let Some(limit) = &waiting {
            self.reserve_waiting(&mut ready, limit).await?;
        }
        self.accept_ready(ready, quotas).await
    }

    async fn accept_ready(&self, mut ready: Ready, quotas: &[Quota]) -> Result<Receipt, IntakeError> {
        if let Err(error) = self.has_space(&ready)
            && !self.is_repeated(&ready).await?
        {
            return Err(error);
        }
        self.reserve(&mut ready, quotas).await?;
        let lane = ready.new.lane;
        let reserved = self.shared.delivery_loop.reserve(lane, &ready.new.source, ready.new.message.bytes.len());
        let intake = self.clone();
        carried(async move {
            let (reservation, lease) = reserved.unzip();
            let ready = Arc::new(ready);
            let accepted = intake.store(ready.clone(), lease).await?;
            let receipt = Receipt::of(&accepted);
            if let Accepted::New { claim, .. } = accepted {
                ready.is_stored();
                intake.log(&ready);
                match (reservation, claim) {
                    (Some(reservation), Some(claim)) => intake.shared.delivery_loop.hand_over(reservation, claim),
                    _ => intake.shared.delivery_loop.accepted_on_disk(lane, &ready.new.source),
                }
            }
            Ok(receipt)
        })
        .await
    }

    /// For *Send test email*: rendered with the typed settings and leased to the caller, who hands the claim to
    /// `delivery_loop.send_test`. Tried once: a test that is deferred fails.
    ///
    /// # Errors
    /// See [`IntakeError`]; nothing is stored then.
    pub async fn accept_test(&self, request: Request, typed: &EmailSettings) -> Result<Claim, IntakeError> {
        let ready = Arc::new(self.prepare_blocking_by(request, typed.clone()).await?);
        let accepted = self.store(ready.clone(), Some(self.shared.delivery_loop.lease())).await?;
        self.log(&ready);
        match accepted {
            Accepted::New { claim: Some(claim), .. } => Ok(claim),
            Accepted::New { id, .. } | Accepted::Before { id, .. } => Err(IntakeError::KeyReused { id }),
        }
    }

    async fn store(&self, ready: Arc<Ready>, lease: Option<Lease>) -> Result<Accepted, IntakeError> {
        let stored =
            self.shared.deps.db.write(move |tx| queue::accept(tx, &ready.new, lease.as_ref(), ready.accepted_at));
        Ok(stored.await?)
    }

    fn log(&self, ready: &Ready) {
        let NewMessage { id, kind, message, .. } = &ready.new;
        self.shared.deps.maillog.accepted(*id, *kind, &message.sender, message.recipients.len(), message.bytes.len());
    }
}

impl Receipt {
    fn of(accepted: &Accepted) -> Self {
        match accepted {
            Accepted::New { id, deliveries, .. } => Self { id: *id, deliveries: *deliveries, repeated: false },
            Accepted::Before { id, deliveries } => Self { id: *id, deliveries: *deliveries, repeated: true },
        }
    }
}

/// Runs to its end also when the caller goes away: a claim that nobody hands over would wait until its lease ends.
async fn carried<T: Send + 'static>(
    work: impl Future<Output = Result<T, IntakeError>> + Send + 'static,
) -> Result<T, IntakeError> {
    match tokio::spawn(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime ends before the work began or ended; nobody gets a confirmation that it was accepted.
            Err(_) => Err(IntakeError::Queue(QueueError::Db(storage::DbError::Closed))),
        },
    }
}
