//! The pool of read connections, each used by one closure at a time on tokio's threads for blocking work.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::sqlite::Session;
use crate::writer::panic_text;
use crate::{DbError, Rx};

/// Number of read connections. Reads are short; more readers would only share the same two to four cores and delay the
/// restart of the log.
const READERS: usize = 3;

/// Clones share the connections.
#[derive(Clone)]
pub(crate) struct Readers {
    permits: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Session>>>,
}

impl Readers {
    pub(crate) fn open(file: &Path) -> Result<Self, DbError> {
        let idle = (0..READERS).map(|_| Session::reader(file)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { permits: Arc::new(Semaphore::new(READERS)), idle: Arc::new(Mutex::new(idle)) })
    }

    pub(crate) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Rx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| DbError::Closed)?;
        let pool = self.clone();
        tokio::task::spawn_blocking(move || {
            // The permit is released after the connection is returned.
            let _permit = permit;
            let session = pool.take().ok_or(DbError::Closed)?;
            let answer = catch_unwind(AssertUnwindSafe(|| snapshot(&session, work)));
            session.roll_back();
            pool.put_back(session);
            answer.unwrap_or_else(|payload| Err(DbError::Panicked(panic_text(payload.as_ref())).into()))
        })
        .await
        .unwrap_or_else(|_| Err(DbError::Closed.into()))
    }

    /// Waits for running reads, then closes the connections.
    pub(crate) async fn close(&self) {
        let all_permits = u32::try_from(READERS).unwrap_or(u32::MAX);
        // An error means that another call closed the pool.
        if let Ok(all) = self.permits.acquire_many(all_permits).await {
            self.permits.close();
            drop(all);
        }
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn take(&self) -> Option<Session> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn put_back(&self, session: Session) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(session);
    }
}

fn snapshot<T, E: From<DbError>>(session: &Session, work: impl FnOnce(&mut Rx<'_>) -> Result<T, E>) -> Result<T, E> {
    session.begin_read()?;
    work(&mut Rx::new(session))
}
