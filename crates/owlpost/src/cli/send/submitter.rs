//! Hands messages to the server, and keeps them in the spool while it is not reached.

use std::io;
use std::path::PathBuf;

use clock::{Clock, Random};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::client::Client;
use super::failure::{Exit, Failure};
use super::report_refused;
use super::request::Request;
use super::settings::Settings;
use super::spool::{Entry, Spool};

/// Messages of the spool that a process sends after its own, so that its caller does not wait for long.
const SENT_ALONG: usize = 100;
/// The server remembers an idempotency key for 7 days. A message that may have arrived is not sent again after that, with
/// a day to spare.
const KEY_LASTS: SignedDuration = SignedDuration::from_hours(6 * 24);

/// Submits messages of this process and of the spool.
pub(super) struct Submitter {
    client: Client,
    spools: Vec<Spool>,
    clock: Clock,
    random: Random,
}

/// What became of a message.
#[derive(Debug)]
pub(super) enum Submitted {
    /// On the server's disk.
    Accepted(Uuid),
    /// In the spool, in this file, because of the failure.
    Spooled(PathBuf, Failure),
}

/// What became of the messages in the spool.
#[derive(Debug, Default)]
pub(super) struct Flushed {
    pub(super) sent: usize,
    pub(super) waiting: usize,
    /// Files of messages that were refused for good now, with the reasons.
    pub(super) refused: Vec<(PathBuf, String)>,
    /// Why the rest waits.
    pub(super) failure: Option<Failure>,
}

impl Submitter {
    pub(super) fn new(settings: &Settings) -> Result<Self, Failure> {
        let (client, spools) = (Client::new(settings)?, Spool::candidates(&settings.spool));
        Ok(Self { client, spools, clock: Clock::system(), random: Random::system() })
    }

    /// A new idempotency key.
    pub(super) fn new_key(&self) -> String {
        self.random.id(self.clock.now()).to_string()
    }

    /// Submits a message. If the server is not reached, it is stored durably.
    ///
    /// # Errors
    /// What the server refuses; a temporary failure if it cannot be stored either.
    pub(super) async fn submit(&self, request: Request) -> Result<Submitted, Failure> {
        let failure = match self.client.post(&request).await {
            Ok(id) => return Ok(Submitted::Accepted(id)),
            Err(failure) if failure.exit() == Exit::TryAgain => failure,
            Err(failure) => return Err(failure),
        };
        let now = self.clock.now();
        let may_have_arrived_at = failure.may_have_arrived().then(|| self.client.identity());
        let entry = Entry { request, submitted_at: now, may_have_arrived_at };
        let id = self.random.id(now);
        let mut not_stored = None;
        for spool in &self.spools {
            match spool.store(id, &entry) {
                Ok(path) => return Ok(Submitted::Spooled(path, failure)),
                Err(error) => not_stored = not_stored.or(Some(error)),
            }
        }
        Err(match not_stored {
            Some(error) => failure.adding(&format!("and the message cannot be kept in the spool: {error}")),
            None => failure,
        })
    }

    /// Sends a part of what waits, after a message for which the server was reached, and reports what was refused.
    pub(super) async fn follow_up(&self, name: &str, submitted: &Submitted) {
        if matches!(submitted, Submitted::Accepted(_)) {
            report_refused(name, &self.flush(SENT_ALONG).await);
        }
    }

    /// Sends all that waits, until the server is not reached.
    pub(super) async fn send_all(&self) -> Flushed {
        self.flush(usize::MAX).await
    }

    async fn flush(&self, most: usize) -> Flushed {
        let mut flushed = Flushed::default();
        for spool in &self.spools {
            if let Err(error) = self.flush_one(spool, most, &mut flushed).await {
                let what = format!("the spool cannot be read or written: {error}");
                let failure =
                    Failure::new(Exit::Io, what, "Mail that waits in it is not sent.", "Check its permissions.");
                flushed.failure.get_or_insert(failure);
            }
            flushed.waiting += spool.waiting().map_or(0, |waiting| waiting.len());
        }
        flushed
    }

    async fn flush_one(&self, spool: &Spool, most: usize, flushed: &mut Flushed) -> io::Result<()> {
        // Without mail no lock file is made.
        if spool.waiting()?.is_empty() || flushed.failure.is_some() {
            return Ok(());
        }
        let Some(_lock) = spool.lock()? else { return Ok(()) };
        // Listed again: another process may have sent some before the lock was taken.
        for id in spool.waiting()?.into_iter().take(most) {
            let sent = match spool.read(id)? {
                Ok(entry) => self.send_waiting(spool, id, entry).await?,
                Err(damage) => {
                    Err(Failure::new(Exit::Data, format!("the file is damaged: {damage}"), "", "").of_message())
                }
            };
            match sent {
                Ok(()) => {
                    spool.remove(id)?;
                    flushed.sent += 1;
                }
                Err(failure) if failure.is_of_message() => {
                    let reason = failure.what();
                    flushed.refused.push((spool.set_aside(id, &reason)?, reason));
                }
                Err(failure) => {
                    flushed.failure = Some(failure);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Sends a message that waits.
    async fn send_waiting(&self, spool: &Spool, id: Uuid, entry: Entry) -> io::Result<Result<(), Failure>> {
        if let Some(refusal) = self.never_again(&entry) {
            return Ok(Err(refusal));
        }
        let posted = self.client.post(&entry.request).await;
        if let Err(failure) = &posted
            && failure.may_have_arrived()
            && entry.may_have_arrived_at.is_none()
        {
            spool.replace(id, &Entry { may_have_arrived_at: Some(self.client.identity()), ..entry })?;
        }
        Ok(posted.map(|_| ()))
    }

    /// Why a message that may have arrived is not sent again: nobody knows its idempotency key any more.
    fn never_again(&self, entry: &Entry) -> Option<Failure> {
        let at = entry.may_have_arrived_at.as_ref()?;
        let why = if *at != self.client.identity() {
            "with another URL or API key"
        } else if is_old(entry.submitted_at, self.clock.now()) {
            "days ago"
        } else {
            return None;
        };
        let what =
            format!("the message may have been accepted {why}, so it is not sent again without a person's decision");
        Some(Failure::new(Exit::Data, what, "", "").of_message())
    }
}

fn is_old(submitted_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(submitted_at) > KEY_LASTS
}
