//! Sessions kept for the next message: taken newest first, closed when they were idle, used or open for long.
//!
//! Holds no more sessions than were in use at once. One task closes what is over, and ends when nothing is kept.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::session::Session;

/// How long a session may wait for a message: below the minute after which the strictest servers hang up.
const IDLE: Duration = Duration::from_secs(50);
/// How long a session is used in all, so that changes of address and certificate are noticed.
const AGE: Duration = Duration::from_secs(30 * 60);
/// How many messages go over one session: many servers end it at a hundred.
const MESSAGES: u32 = 100;
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(2);

/// Sessions waiting for a message.
#[derive(Default)]
pub(crate) struct Pool {
    shared: Arc<Shared>,
    sweeper: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Shared {
    shelf: Mutex<Shelf>,
    changed: Notify,
}

#[derive(Default)]
struct Shelf {
    kept: Vec<Kept>,
    /// Nothing is kept any more.
    closed: bool,
    /// A task looks after the kept ones.
    swept: bool,
}

struct Kept {
    session: Session,
    /// When it is to be closed.
    until: Instant,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").field("kept", &self.shared.shelf().kept.len()).finish()
    }
}

impl Pool {
    /// A session that is open as far as is known. One whose server hung up meanwhile is let go without a word.
    pub(crate) async fn take(&self) -> Option<Session> {
        loop {
            let mut kept = self.shared.take_newest()?;
            if kept.until > Instant::now() && kept.session.wire.is_quiet().await {
                return Some(kept.session);
            }
        }
    }

    /// Keeps a session for the next message, or has it closed when it has served long enough.
    pub(crate) fn put(&self, session: Session) {
        let now = Instant::now();
        let worn_out = session.messages >= MESSAGES || session.opened + AGE <= now;
        let until = if worn_out { now } else { (now + IDLE).min(session.opened + AGE) };
        let mut shelf = self.shared.shelf();
        if shelf.closed {
            return;
        }
        shelf.kept.push(Kept { session, until });
        if shelf.swept {
            drop(shelf);
            if worn_out {
                self.shared.changed.notify_one();
            }
            return;
        }
        shelf.swept = true;
        drop(shelf);
        let shared = Arc::clone(&self.shared);
        *self.sweeper() = Some(tokio::spawn(async move { shared.sweep().await }));
    }

    /// Says goodbye to all, and keeps none from now on.
    pub(crate) async fn close(&self) {
        self.shared.shelf().closed = true;
        self.shared.changed.notify_one();
        let sweeper = self.sweeper().take();
        if let Some(sweeper) = sweeper {
            // A sweeper that panicked has dropped its sessions, which closes them as well.
            let _ = sweeper.await;
        }
    }

    fn sweeper(&self) -> MutexGuard<'_, Option<JoinHandle<()>>> {
        self.sweeper.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(sweeper) = self.sweeper().take() {
            sweeper.abort();
        }
    }
}

impl Shared {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_newest(&self) -> Option<Kept> {
        self.shelf().kept.pop()
    }

    /// Closes sessions as their time comes, until none is left.
    async fn sweep(&self) {
        loop {
            let goodbyes: JoinSet<()> = self.take_over().into_iter().map(|over| over.wire.quit(GOODBYE)).collect();
            goodbyes.join_all().await;
            let Some(next) = self.next_end() else { return };
            tokio::select! {
                () = sleep_until(next) => {}
                () = self.changed.notified() => {}
            }
        }
    }

    /// The sessions whose time is over; all when nothing is kept any more.
    fn take_over(&self) -> Vec<Session> {
        let now = Instant::now();
        let mut shelf = self.shelf();
        let closed = shelf.closed;
        shelf.kept.extract_if(.., |kept| closed || kept.until <= now).map(|kept| kept.session).collect()
    }

    /// When the next session's time is over. Answers `None`, and gives the sweeper's place up, when none is kept.
    fn next_end(&self) -> Option<Instant> {
        let mut shelf = self.shelf();
        let next = shelf.kept.iter().map(|kept| kept.until).min();
        shelf.swept = next.is_some();
        next
    }
}
