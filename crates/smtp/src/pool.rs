//! Idle sessions kept for the next message. The newest is reused first; each is closed after its idle time, its maximum
//! number of messages, or its maximum age.
//!
//! A pool contains at most as many sessions as were in use at once. One task closes expired sessions; it ends when none
//! is left.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use crate::session::Session;

/// How long a session may be idle by default: less than the minute after which the strictest servers close it.
pub const SESSION_IDLE: Duration = Duration::from_secs(50);
/// The maximum age of a session, so that a change of address or certificate takes effect.
const AGE: Duration = Duration::from_secs(30 * 60);
/// Maximum messages per session: many servers close it after a hundred.
const MESSAGES: u32 = 100;
/// The time limit of QUIT.
const QUIT: Duration = Duration::from_secs(2);

/// A pool of idle sessions.
pub struct Pool {
    shared: Arc<Shared>,
    /// How long a session may be idle.
    idle: Duration,
    sweeper: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Shared {
    idle: Mutex<IdleSessions>,
    changed: Notify,
    open: Arc<AtomicUsize>,
}

#[derive(Default)]
struct IdleSessions {
    kept: Vec<IdleSession>,
    /// The pool is closed: no session is kept from now on.
    closed: bool,
    /// The task that closes expired sessions is running.
    swept: bool,
}

/// Counts a session as open in its pool until it is dropped.
pub(crate) struct OpenGuard(Arc<AtomicUsize>);

impl OpenGuard {
    fn new(open: Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(open)
    }
}

impl Drop for OpenGuard {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

struct IdleSession {
    session: Session,
    /// When it is to be closed.
    until: Instant,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").field("kept", &self.shared.idle().kept.len()).finish()
    }
}

impl Default for Pool {
    fn default() -> Self {
        Self::new(SESSION_IDLE)
    }
}

impl Pool {
    /// An empty pool; a session may be idle for `idle`.
    pub fn new(idle: Duration) -> Self {
        Self { shared: Arc::default(), idle, sweeper: Mutex::default() }
    }

    /// The newest idle session that is still open as far as can be seen. Drops sessions that the server closed.
    pub async fn take(&self) -> Option<Session> {
        loop {
            let mut session = self.shared.take_newest()?;
            if session.wire.is_quiet().await {
                return Some(session);
            }
        }
    }

    /// Counts a new session as open until it is dropped.
    pub fn count(&self, session: &mut Session) {
        session.open_guard = Some(OpenGuard::new(Arc::clone(&self.shared.open)));
    }

    /// The number of counted sessions that are open, in use or idle.
    pub fn open(&self) -> usize {
        self.shared.open.load(Ordering::Relaxed)
    }

    /// Closes the idle sessions with QUIT, so that they do not use up the server's limit on sessions.
    pub async fn close_idle(&self) {
        let idle: Vec<IdleSession> = std::mem::take(&mut self.shared.idle().kept);
        let closing: JoinSet<()> = idle.into_iter().map(|kept| kept.session.quit(QUIT)).collect();
        closing.join_all().await;
    }

    /// Keeps a session for the next message, or closes it if it has reached its maximum of messages or age.
    pub fn put(&self, session: Session) {
        let now = Instant::now();
        let is_exhausted = session.transactions >= MESSAGES || session.opened + AGE <= now;
        let until = if is_exhausted { now } else { (now + self.idle).min(session.opened + AGE) };
        let mut idle = self.shared.idle();
        if idle.closed {
            return;
        }
        idle.kept.push(IdleSession { session, until });
        if idle.swept {
            drop(idle);
            if is_exhausted {
                self.shared.changed.notify_one();
            }
            return;
        }
        idle.swept = true;
        drop(idle);
        let shared = Arc::clone(&self.shared);
        *self.sweeper() = Some(tokio::spawn(async move { shared.sweep().await }));
    }

    /// Closes all sessions with QUIT, and keeps none from now on.
    pub async fn close(&self) {
        self.shared.idle().closed = true;
        self.shared.changed.notify_one();
        let sweeper = self.sweeper().take();
        if let Some(sweeper) = sweeper {
            // If the task panicked, it dropped its sessions, which closes them as well.
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
    fn idle(&self) -> MutexGuard<'_, IdleSessions> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The newest session that has not expired. Leaves expired ones to the task that closes them.
    fn take_newest(&self) -> Option<Session> {
        let now = Instant::now();
        let mut idle = self.idle();
        let newest = idle.kept.iter().rposition(|kept| kept.until > now)?;
        Some(idle.kept.remove(newest).session)
    }

    /// Closes each session when it expires, until none is left.
    async fn sweep(&self) {
        loop {
            let closing: JoinSet<()> = self.take_expired().into_iter().map(|session| session.quit(QUIT)).collect();
            closing.join_all().await;
            let Some(next) = self.next_expiry() else { return };
            tokio::select! {
                () = sleep_until(next) => {}
                () = self.changed.notified() => {}
            }
        }
    }

    /// The expired sessions; all of them after [`Pool::close`].
    fn take_expired(&self) -> Vec<Session> {
        let now = Instant::now();
        let mut idle = self.idle();
        let closed = idle.closed;
        idle.kept.extract_if(.., |kept| closed || kept.until <= now).map(|kept| kept.session).collect()
    }

    /// When the next session expires. Returns `None` and marks the task as ended if there is none.
    fn next_expiry(&self) -> Option<Instant> {
        let mut idle = self.idle();
        let next = idle.kept.iter().map(|kept| kept.until).min();
        idle.swept = next.is_some();
        next
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{advance, sleep};

    use super::*;
    use testkit::in_memory::play;

    use crate::capabilities::Capabilities;
    use crate::wire::Wire;

    const QUIT_RECEIVED: &str = "C: QUIT\nS: 221 bye\n";

    /// A session, and the task of its server, which fails if the client does not follow the script.
    fn session(script: &'static str, transactions: u32) -> (Session, JoinHandle<Vec<String>>) {
        let (stream, server) = play(script);
        let session = Session {
            wire: Wire::new(Box::new(stream)),
            capabilities: Capabilities::default(),
            opened: Instant::now(),
            transactions,
            open_guard: None,
        };
        (session, server)
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_session_is_closed_with_quit() {
        let pool = Pool::default();
        let (kept, server) = session(QUIT_RECEIVED, 1);
        let started = Instant::now();
        pool.put(kept);
        server.await.expect("the server receives QUIT");
        assert_eq!(started.elapsed(), SESSION_IDLE);
        assert!(pool.take().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn the_idle_time_is_configurable() {
        let pool = Pool::new(Duration::from_secs(5));
        let (kept, server) = session(QUIT_RECEIVED, 1);
        let started = Instant::now();
        pool.put(kept);
        server.await.expect("the server receives QUIT");
        assert_eq!(started.elapsed(), Duration::from_secs(5));
    }

    #[tokio::test(start_paused = true)]
    async fn the_newest_session_is_taken_first() {
        let pool = Pool::default();
        let (older, older_server) = session(QUIT_RECEIVED, 1);
        let (newer, newer_server) = session(QUIT_RECEIVED, 2);
        pool.put(older);
        advance(Duration::from_secs(20)).await;
        pool.put(newer);
        let taken = pool.take().await.expect("a session");
        assert_eq!(taken.transactions, 2);
        older_server.await.expect("the older one is closed when it expires");
        pool.put(taken);
        newer_server.await.expect("the newer one is closed when it expires");
    }

    #[tokio::test(start_paused = true)]
    async fn a_session_is_closed_after_its_maximum_of_messages() {
        let pool = Pool::default();
        let (fresh, fresh_server) = session(QUIT_RECEIVED, 1);
        let (exhausted, exhausted_server) = session(QUIT_RECEIVED, MESSAGES);
        let started = Instant::now();
        pool.put(fresh);
        pool.put(exhausted);
        exhausted_server.await.expect("the server receives QUIT");
        assert!(started.elapsed() < Duration::from_secs(1));
        assert_eq!(pool.take().await.expect("the fresh one is kept").transactions, 1);
        assert!(!fresh_server.is_finished());
    }

    #[tokio::test(start_paused = true)]
    async fn a_busy_session_is_closed_at_its_maximum_age() {
        let pool = Pool::default();
        let (kept, server) = session(QUIT_RECEIVED, 1);
        pool.put(kept);
        let mut waited = Duration::ZERO;
        while let Some(kept) = pool.take().await {
            assert!(waited <= AGE, "taken after {waited:?}");
            pool.put(kept);
            sleep(SESSION_IDLE / 2).await;
            waited += SESSION_IDLE / 2;
        }
        server.await.expect("the server receives QUIT");
    }

    #[tokio::test(start_paused = true)]
    async fn a_session_that_has_unread_bytes_or_was_closed_is_not_reused() {
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
    async fn close_sends_quit_to_all_and_waits_a_limited_time() {
        let pool = Pool::default();
        let (answering, answering_server) = session(QUIT_RECEIVED, 1);
        let (silent, silent_server) = session("-- silence\n", 1);
        pool.put(answering);
        pool.put(silent);
        let started = Instant::now();
        pool.close().await;
        assert!(started.elapsed() <= QUIT);
        answering_server.await.expect("the server receives QUIT");
        silent_server.await.expect("the server ends");
        let (late, late_server) = session("-- silence\n", 1);
        pool.put(late);
        late_server.await.expect("nothing is kept after close");
    }
}
