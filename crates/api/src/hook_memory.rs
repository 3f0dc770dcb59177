//! The memory for bodies of webhooks: one pool for all, of which the scripts of one workspace use a part at most.
//!
//! As [`super::body_memory`]; the workspace is that of the token, so strangers without a token hold no memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::body_memory::{BodyMemory, HeldMemory};

/// How many of the largest bodies may be in memory at once: each as received, and as the text of the run's input.
const LARGEST_AT_ONCE: usize = 8;
/// How many of them may be of one workspace.
const OF_ONE_WORKSPACE: usize = 2;

/// The free memory; clones share it.
#[derive(Clone)]
pub(super) struct HookMemory {
    all: BodyMemory,
    workspaces: Arc<Mutex<HashMap<Uuid, Arc<Semaphore>>>>,
    kib_of_workspace: usize,
}

impl HookMemory {
    /// For bodies of at most `largest_bytes`.
    pub(super) fn new(largest_bytes: usize) -> Self {
        Self::of(BodyMemory::of(largest_bytes, LARGEST_AT_ONCE), largest_bytes)
    }

    fn of(all: BodyMemory, largest_bytes: usize) -> Self {
        let kib_of_workspace = OF_ONE_WORKSPACE * largest_bytes.div_ceil(1024);
        Self { all, workspaces: Arc::default(), kib_of_workspace }
    }

    /// Reserves memory for a body with these headers, of a script of `workspace`; `None` where there was none in time.
    pub(super) async fn reserve(&self, workspace: Uuid, headers: &HeaderMap) -> Option<HeldMemory> {
        self.all.reserve(headers, Some(self.of_workspace(workspace))).await
    }

    /// The memory of a workspace; those that nobody uses are removed.
    fn of_workspace(&self, workspace: Uuid) -> Arc<Semaphore> {
        let mut workspaces = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner);
        workspaces.retain(|_, memory| Arc::strong_count(memory) > 1);
        let new = || Arc::new(Semaphore::new(self.kib_of_workspace));
        workspaces.entry(workspace).or_insert_with(new).clone()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::header::CONTENT_LENGTH;

    use super::*;

    const LARGEST: usize = 1024 * 1024;

    #[tokio::test]
    async fn one_workspace_does_not_use_the_memory_of_others() {
        let memory = HookMemory::of(BodyMemory::of(LARGEST, LARGEST_AT_ONCE).waiting(Duration::ZERO), LARGEST);
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_LENGTH, LARGEST.into());
        let (busy, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut held = Vec::new();
        while let Some(of_busy) = memory.reserve(busy, &headers).await {
            held.push(of_busy);
        }
        assert_eq!(held.len(), OF_ONE_WORKSPACE);
        assert!(memory.reserve(other, &headers).await.is_some());
        assert!(
            memory.reserve(busy, &HeaderMap::new()).await.is_none(),
            "a body of unknown length counts as the largest"
        );
        headers.insert(CONTENT_LENGTH, 1_000.into());
        assert!(memory.reserve(busy, &headers).await.is_some(), "small ones are not counted");
        held.clear();
        drop(memory.reserve(other, &headers).await);
        assert_eq!(memory.workspaces.lock().expect("workspaces").len(), 1, "those without a body are forgotten");
        headers.insert(CONTENT_LENGTH, LARGEST.into());
        assert!(memory.reserve(busy, &headers).await.is_some(), "memory is given back");
    }
}
