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
            let mut session = self.shared.take_newest()?;
            if session.wire.is_quiet().await {
                return Some(session);
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

    /// Those whose time is over are the sweeper's.
    fn take_newest(&self) -> Option<Session> {
        let now = Instant::now();
        let mut shelf = self.shelf();
        let newest = shelf.kept.iter().rposition(|kept| kept.until > now)?;
        Some(shelf.kept.remove(newest).session)
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

#[cfg(test)]
mod tests {
    use tokio::time::{advance, sleep};

    use super::*;
    use crate::smtp::capabilities::Capabilities;
    use crate::smtp::scripted::play;
    use crate::smtp::wire::Wire;

    const GOODBYE_HEARD: &str = "C: QUIT\nS: 221 bye\n";

    /// A session, and a task that ends well when its server hears what the script wants.
    fn session(script: &'static str, messages: u32) -> (Session, JoinHandle<Vec<String>>) {
        let (stream, server) = play(script);
        let session =
            Session { wire: Wire::new(stream), server: Capabilities::default(), opened: Instant::now(), messages };
        (session, server)
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_session_is_closed_politely_when_its_time_comes() {
        let pool = Pool::default();
        let (kept, server) = session(GOODBYE_HEARD, 1);
        let started = Instant::now();
        pool.put(kept);
        server.await.expect("the server hears QUIT");
        assert_eq!(started.elapsed(), IDLE);
        assert!(pool.take().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn the_session_used_last_is_taken_first_and_not_swept() {
        let pool = Pool::default();
        let (older, older_server) = session(GOODBYE_HEARD, 1);
        let (newer, newer_server) = session(GOODBYE_HEARD, 2);
        pool.put(older);
        advance(Duration::from_secs(20)).await;
        pool.put(newer);
        let taken = pool.take().await.expect("a session");
        assert_eq!(taken.messages, 2);
        older_server.await.expect("the older one is closed in its time");
        pool.put(taken);
        newer_server.await.expect("the newer one is closed in its time");
    }

    #[tokio::test(start_paused = true)]
    async fn a_session_that_served_long_enough_is_closed_at_once() {
        let pool = Pool::default();
        let (fresh, fresh_server) = session(GOODBYE_HEARD, 1);
        let (worn, worn_server) = session(GOODBYE_HEARD, MESSAGES);
        let started = Instant::now();
        pool.put(fresh);
        pool.put(worn);
        worn_server.await.expect("the server hears QUIT");
        assert!(started.elapsed() < Duration::from_secs(1));
        assert_eq!(pool.take().await.expect("the fresh one is kept").messages, 1);
        assert!(!fresh_server.is_finished());
    }

    #[tokio::test(start_paused = true)]
    async fn no_session_outlives_its_age_however_busy_it_is() {
        let pool = Pool::default();
        let (kept, server) = session(GOODBYE_HEARD, 1);
        pool.put(kept);
        let mut waited = Duration::ZERO;
        while let Some(kept) = pool.take().await {
            assert!(waited <= AGE, "taken after {waited:?}");
            pool.put(kept);
            sleep(IDLE / 2).await;
            waited += IDLE / 2;
        }
        server.await.expect("the server hears QUIT");
    }

    #[tokio::test(start_paused = true)]
    async fn a_session_whose_server_spoke_or_left_is_not_given_out() {
        for script in ["S: 421 4.4.2 idle too long\n-- silence\n", "S: 250 unasked\n-- silence\n", ""] {
            let pool = Pool::default();
            let (kept, server) = session(script, 1);
            pool.put(kept);
            advance(Duration::from_secs(1)).await;
            assert!(pool.take().await.is_none(), "{script:?}");
            server.await.expect("the server ends");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn close_says_goodbye_to_all_and_waits_only_so_long() {
        let pool = Pool::default();
        let (polite, polite_server) = session(GOODBYE_HEARD, 1);
        let (silent, silent_server) = session("-- silence\n", 1);
        pool.put(polite);
        pool.put(silent);
        let started = Instant::now();
        pool.close().await;
        assert!(started.elapsed() <= GOODBYE);
        polite_server.await.expect("the server hears QUIT");
        silent_server.await.expect("the server ends");
        let (late, late_server) = session("-- silence\n", 1);
        pool.put(late);
        late_server.await.expect("nothing is kept after close");
    }
}
