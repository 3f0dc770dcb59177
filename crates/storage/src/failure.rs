//! Whether the disk failed: set by the first write or sync that fails, and never cleared.
//!
//! The engine's sessions set it, the writer and the checkpoints check it, and the server process ends because of it.
//! This file does not decide which errors count; [`crate::sqlite`] does.

use std::future::Future;

use tokio::sync::watch;

use crate::DbError;

/// The first failure, if there was one. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct FailureLatch {
    first: watch::Sender<Option<DbError>>,
}

impl FailureLatch {
    pub(crate) fn new() -> Self {
        Self { first: watch::Sender::new(None) }
    }

    /// Records the first [`DbError::Failed`] or [`DbError::Damaged`]. Ignores other errors, and later ones.
    pub(crate) fn record(&self, error: &DbError) {
        if let DbError::Failed { .. } | DbError::Damaged { .. } = error {
            self.first.send_if_modified(|first| {
                let is_first = first.is_none();
                first.get_or_insert_with(|| error.clone());
                is_first
            });
        }
    }

    /// The first failure, if there was one.
    pub(crate) fn get(&self) -> Option<DbError> {
        self.first.borrow().clone()
    }

    /// # Errors
    /// The first failure.
    pub(crate) fn check(&self) -> Result<(), DbError> {
        self.get().map_or(Ok(()), Err)
    }

    /// Waits for the first failure; for ever if the database is closed without one.
    pub(crate) fn recorded(&self) -> impl Future<Output = DbError> + Send + 'static {
        let mut first = self.first.subscribe();
        async move {
            let failure = first.wait_for(Option::is_some).await.ok().and_then(|failure| failure.clone());
            match failure {
                Some(failure) => failure,
                None => std::future::pending().await,
            }
        }
    }
}
