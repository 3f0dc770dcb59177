//! Quotas: how many recipients a script, a workspace, an API key, an account or a trusted network may send to.
//!
//! Every recipient counts, in whichever field a message names it; Automatic BCC does not count. Usage is stored with
//! each message (`queue::usage`) and kept in memory while its subject sends, so that accepting a message reads nothing.
//! A message is reserved before it is stored, because runs of a workspace that send at the same time share one quota. A
//! reservation that is dropped before [`Reservation::stored`] is returned to the quota.
//!
//! This module does not know which workspace or key has which quota: callers pass each quota with its limits.

mod ledger;
mod reservation;
mod waiting;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use mail::{EmailAddress, Text};
use queue::usage::{self, DAY_MINUTES, HOUR_MINUTES};
use sha2::{Digest, Sha256};
use storage::{Db, DbError};
use uuid::Uuid;

use crate::texts;
use clock::Clock;
use ledger::{Ledger, MAILED_MAX, Window};
pub use reservation::{Reservation, WaitingReservation};
use waiting::{Room, Sum, WaitingBytes};
pub use waiting::{WaitingExceeded, WaitingLimit};

/// Maximum subjects whose usage stays in memory; that of others is read again when they send.
const SUBJECTS_MAX: usize = 4_096;

/// Whose quota it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A script.
    Script,
    /// A workspace: its scripts and invitations.
    Workspace,
    /// An API key.
    ApiKey,
    /// A network whose machines send without a login.
    TrustedNetwork,
    /// A mail password of an account.
    MailPassword,
    /// An account: its mail passwords.
    Account,
}

impl Holder {
    fn text(self) -> Text {
        match self {
            Self::Script => texts::quota_of_script(),
            Self::Workspace => texts::quota_of_workspace(),
            Self::ApiKey => texts::quota_of_api_key(),
            Self::TrustedNetwork => texts::quota_of_trusted_network(),
            Self::MailPassword => texts::quota_of_mail_password(),
            Self::Account => texts::quota_of_account(),
        }
    }
}

/// A quota with its limits; `None` is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The id under which usage is counted.
    pub subject: Uuid,
    /// Whose it is.
    pub holder: Holder,
    /// Recipients in any 60 minutes.
    pub per_hour: Option<u32>,
    /// Recipients in any 24 hours.
    pub per_day: Option<u32>,
    /// Mails of scripts or mail passwords to one recipient in any 60 minutes.
    pub per_recipient: Option<u32>,
}

/// The limits that a message counts for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageLimits {
    /// On its recipients.
    pub quotas: Vec<Quota>,
    /// On its octets while it waits; `None` for a message of neither a workspace nor an account.
    pub waiting: Option<WaitingLimit>,
}

/// How many recipients of a quota are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// In the last 60 minutes.
    pub hour: u64,
    /// In the last 24 hours.
    pub day: u64,
}

/// What is left of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The window of the limit.
    pub window: Duration,
    /// The limit.
    pub limit: u32,
    /// Recipients that are left.
    pub left: u64,
    /// The time until more is left; `None` while nothing is used.
    pub renews_in: Option<Duration>,
}

/// Which limit refused a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Recipients in 60 minutes.
    Hour,
    /// Recipients in 24 hours.
    Day,
    /// Mails to one recipient in 60 minutes; with its index among the recipients.
    Recipient(usize, EmailAddress),
}

/// A quota that has no room for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// Whose quota it is.
    pub holder: Holder,
    /// Which limit.
    pub limit: Limit,
    /// The value of the limit.
    pub most: u32,
    /// How much of it is used.
    pub used: u64,
    /// Number of recipients of the message.
    pub count: u32,
    /// The time until there is room for the message; `None` if it has more recipients than the limit.
    pub again_in: Option<Duration>,
}

impl Exceeded {
    /// What is left of the limit.
    pub fn left(&self) -> u64 {
        u64::from(self.most).saturating_sub(self.used)
    }

    /// Seconds until there is room, for `Retry-After`.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        self.again_in.map(|again| again.as_secs().max(1))
    }

    /// The text of the refusal: limit, used, left, and when there is room again.
    pub fn text(&self) -> Text {
        let (holder, most, used, left, count) = (self.holder.text(), self.most, self.used, self.left(), self.count);
        let minutes = self.again_in.map(|again| again.as_secs().div_ceil(60).max(1));
        match (&self.limit, minutes) {
            (Limit::Hour, Some(minutes)) => texts::quota_hour(holder, most, used, left, count, minutes),
            (Limit::Hour, None) => texts::quota_hour_too_small(holder, most, count),
            (Limit::Day, Some(minutes)) => texts::quota_day(holder, most, used, left, count, minutes),
            (Limit::Day, None) => texts::quota_day_too_small(holder, most, count),
            (Limit::Recipient(_, recipient), minutes) => texts::quota_recipient(
                holder,
                recipient.expose(),
                most,
                used,
                minutes.unwrap_or(HOUR_MINUTES.unsigned_abs()),
            ),
        }
    }
}

/// Why nothing was reserved.
#[derive(Debug, thiserror::Error)]
pub enum ReserveError {
    /// A quota has no room for the message.
    #[error("a quota has no room")]
    Exceeded(Box<Exceeded>),
    /// Too much mail of the workspace or account waits.
    #[error("too much mail waits")]
    Waiting(WaitingExceeded),
    /// The usage could not be read.
    #[error("reading quotas")]
    Db(#[from] DbError),
}

/// The handle of the quotas; clones share the usage in memory.
#[derive(Clone)]
pub struct Quotas {
    shared: Arc<Shared>,
}

struct Shared {
    db: Db,
    clock: Clock,
    state: Mutex<State>,
    waiting: Mutex<WaitingBytes>,
    /// Locked while the waiting mail is summed up, so that only one sum is read at a time.
    summing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    ledgers: HashMap<Uuid, Ledger>,
    /// Incremented when ledgers are removed: usage that was read before is not used afterwards.
    generation: u64,
}

impl Quotas {
    /// Makes a handle that reads the stored usage of a subject when it first sends.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self {
            shared: Arc::new(Shared {
                db,
                clock,
                state: Mutex::default(),
                waiting: Mutex::default(),
                summing: tokio::sync::Mutex::default(),
            }),
        }
    }

    /// Quotas over the same stored usage with separate reservations, for a dry run.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self::new(self.shared.db.clone(), self.shared.clock.clone())
    }

    /// How much of a quota is used.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn used(&self, quota: &Quota, now: Timestamp) -> Result<Used, DbError> {
        let minute = usage::minute_of(now);
        let quotas = [*quota];
        self.with_ledgers(&quotas, minute, |ledgers| {
            ledgers.get(&quota.subject).map_or(Used::default(), |ledger| Used {
                hour: ledger.used(Window::Hour, minute),
                day: ledger.used(Window::Day, minute),
            })
        })
        .await
    }

    /// What is left of a quota, for each of its limits on recipients.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn left(&self, quota: &Quota, now: Timestamp) -> Result<Vec<Left>, DbError> {
        let (minute, second) = (usage::minute_of(now), now.as_second());
        let limits = [(Window::Hour, 3_600, quota.per_hour), (Window::Day, 24 * 3_600, quota.per_day)];
        let quotas = [*quota];
        self.with_ledgers(&quotas, minute, |ledgers| {
            let Some(ledger) = ledgers.get(&quota.subject) else { return Vec::new() };
            let left = |(window, seconds, limit): (Window, u64, Option<u32>)| {
                let limit = limit?;
                let renews_at = ledger.renews_at(window, minute);
                Some(Left {
                    window: Duration::from_secs(seconds),
                    limit,
                    left: u64::from(limit).saturating_sub(ledger.used(window, minute)),
                    renews_in: renews_at.map(|at| Duration::from_secs((at * 60 - second).max(0).unsigned_abs())),
                })
            };
            limits.into_iter().filter_map(left).collect()
        })
        .await
    }

    /// Reserves a message to `recipients` in all `quotas`, or in none.
    ///
    /// # Errors
    /// [`ReserveError::Exceeded`] with the first limit that has no room, or [`ReserveError::Db`].
    pub async fn reserve(
        &self,
        quotas: &[Quota],
        recipients: &[EmailAddress],
        now: Timestamp,
    ) -> Result<Reservation, ReserveError> {
        let message = Message {
            minute: usage::minute_of(now),
            second: now.as_second(),
            recipients,
            hashes: recipients.iter().map(hash).collect(),
        };
        let reserved = self.with_ledgers(quotas, message.minute, |ledgers| {
            quotas.iter().try_for_each(|quota| message.check(quota, ledgers.get(&quota.subject)))?;
            for quota in quotas {
                message.add(quota, ledgers.entry(quota.subject).or_default());
            }
            Ok(())
        });
        match reserved.await? {
            Ok(()) => Ok(Reservation {
                quotas: self.clone(),
                reserved: quotas.to_vec(),
                minute: message.minute,
                recipients: message.count(),
                hashes: message.hashes,
                is_stored: AtomicBool::new(false),
            }),
            Err(exceeded) => Err(ReserveError::Exceeded(Box::new(exceeded))),
        }
    }

    /// Reserves octets of a message of a workspace or an account that will wait.
    ///
    /// # Errors
    /// [`ReserveError::Waiting`] or [`ReserveError::Db`].
    pub async fn reserve_waiting(&self, limit: &WaitingLimit, bytes: u64) -> Result<WaitingReservation, ReserveError> {
        let mut is_fresh = false;
        loop {
            let room = self.waiting().take(limit, bytes, self.shared.clock.now());
            match room {
                Room::Taken => {
                    let (quotas, owner) = (self.clone(), limit.owner);
                    return Ok(WaitingReservation { quotas, owner, bytes, is_stored: AtomicBool::new(false) });
                }
                Room::Unknown if !is_fresh => {}
                Room::Full(_) | Room::Unknown => {
                    let used = self.waiting().of(&limit.counted);
                    let (holder, limit) = (limit.holder, limit.bytes);
                    return Err(ReserveError::Waiting(WaitingExceeded { holder, limit, used }));
                }
            }
            is_fresh = true;
            self.sum_up().await?;
        }
    }

    /// Octets of mail of some workspaces that waits, or a little more than that.
    ///
    /// # Errors
    /// The database.
    pub async fn waiting_bytes(&self, workspaces: &[Uuid]) -> Result<u64, DbError> {
        if !self.waiting().is_fresh(self.shared.clock.now()) {
            self.sum_up().await?;
        }
        Ok(self.waiting().of(workspaces))
    }

    async fn sum_up(&self) -> Result<(), DbError> {
        let _one = self.shared.summing.lock().await;
        let included = self.waiting().begin_sum();
        let sum = Sum::read(&self.shared.db, &self.shared.clock).await?;
        self.waiting().end_sum(included, sum);
        Ok(())
    }

    fn waiting(&self) -> MutexGuard<'_, WaitingBytes> {
        self.shared.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls `work` with the ledgers of all `quotas` as of `minute`, and reads those that are not in memory first.
    async fn with_ledgers<T>(
        &self,
        quotas: &[Quota],
        minute: i64,
        work: impl FnOnce(&mut HashMap<Uuid, Ledger>) -> T,
    ) -> Result<T, DbError> {
        loop {
            let (missing, generation) = {
                let mut state = self.lock();
                let missing: Vec<Quota> =
                    quotas.iter().filter(|quota| !state.ledgers.contains_key(&quota.subject)).copied().collect();
                if missing.is_empty() {
                    for quota in quotas {
                        if let Some(ledger) = state.ledgers.get_mut(&quota.subject) {
                            ledger.observe(minute);
                        }
                    }
                    return Ok(work(&mut state.ledgers));
                }
                (missing, state.generation)
            };
            let read = self.shared.db.read(move |rx| {
                let read = |quota: &Quota| {
                    let minutes = usage::recipients_since(rx, quota.subject, minute - DAY_MINUTES)?;
                    let mut mailed = match quota.holder {
                        Holder::ApiKey | Holder::TrustedNetwork => Vec::new(),
                        Holder::Script | Holder::Workspace | Holder::MailPassword | Holder::Account => {
                            usage::mailed_since(rx, quota.subject, minute - HOUR_MINUTES, MAILED_MAX)?
                        }
                    };
                    mailed.reverse();
                    Ok::<_, DbError>((quota.subject, Ledger::of(minutes, mailed, minute)))
                };
                missing.iter().map(read).collect::<Result<Vec<_>, _>>()
            });
            let read = read.await?;
            let mut state = self.lock();
            if state.generation != generation {
                continue;
            }
            state.make_room(read.len());
            for (subject, ledger) in read {
                if let Entry::Vacant(place) = state.ledgers.entry(subject) {
                    place.insert(ledger);
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Removes ledgers without open reservations if there would be too many.
    fn make_room(&mut self, more: usize) {
        if self.ledgers.len() + more > SUBJECTS_MAX {
            self.ledgers.retain(|_, ledger| ledger.open > 0);
            self.generation += 1;
        }
    }
}

/// A message for which room is to be reserved.
struct Message<'a> {
    minute: i64,
    second: i64,
    recipients: &'a [EmailAddress],
    hashes: Vec<i64>,
}

impl Message<'_> {
    fn count(&self) -> u32 {
        u32::try_from(self.recipients.len()).unwrap_or(u32::MAX)
    }

    fn check(&self, quota: &Quota, ledger: Option<&Ledger>) -> Result<(), Exceeded> {
        let Some(ledger) = ledger else { return Ok(()) };
        let count = self.count();
        let exceeded = |limit, most, used, again: Option<i64>| Exceeded {
            holder: quota.holder,
            limit,
            most,
            used,
            count,
            again_in: again.map(|minute| Duration::from_secs((minute * 60 - self.second).max(0).unsigned_abs())),
        };
        for (window, limit, most) in
            [(Window::Hour, Limit::Hour, quota.per_hour), (Window::Day, Limit::Day, quota.per_day)]
        {
            let Some(most) = most else { continue };
            let used = ledger.used(window, self.minute);
            if used + u64::from(count) > u64::from(most) {
                return Err(exceeded(limit, most, used, ledger.room_at(window, most, count, self.minute)));
            }
        }
        let Some(most) = quota.per_recipient else { return Ok(()) };
        for (nth, (recipient, hash)) in self.recipients.iter().zip(&self.hashes).enumerate() {
            let used = ledger.mails_to(*hash);
            if used >= most {
                let again = ledger.room_for(*hash, most, self.minute);
                return Err(exceeded(Limit::Recipient(nth, recipient.clone()), most, u64::from(used), again));
            }
        }
        Ok(())
    }

    fn add(&self, quota: &Quota, ledger: &mut Ledger) {
        ledger.open += 1;
        ledger.add(self.minute, self.count());
        if quota.per_recipient.is_some() {
            self.hashes.iter().for_each(|hash| ledger.add_mail(self.minute, *hash));
        }
    }
}

/// The first 64 bits of the SHA-256 of the address in lower case. With a million addresses each, two addresses collide
/// in one of 37 million workspaces; the result is one mail too few.
fn hash(address: &EmailAddress) -> i64 {
    let digest = Sha256::digest(address.expose().to_lowercase());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}
