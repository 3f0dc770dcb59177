//! A thread that is joined by its owner.

use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// Joined when dropped, so the thread must be asked to end before that: declare it after the field whose drop ends the
/// thread. Fields are dropped in the order of their declaration.
pub(crate) struct JoinedThread(Mutex<Option<JoinHandle<()>>>);

impl JoinedThread {
    /// Starts `run` on a thread of this name.
    pub(crate) fn start(name: &str, run: impl FnOnce() + Send + 'static) -> std::io::Result<Self> {
        let thread = thread::Builder::new().name(name.into()).spawn(run)?;
        Ok(Self(Mutex::new(Some(thread))))
    }

    /// The handle, for a caller that joins it elsewhere.
    pub(crate) fn take(&self) -> Option<JoinHandle<()>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for JoinedThread {
    fn drop(&mut self) {
        // The last handle may be dropped on the thread itself, by a closure that owns it: a thread cannot join itself.
        if let Some(thread) = self.take().filter(|thread| thread.thread().id() != thread::current().id()) {
            let _ = thread.join();
        }
    }
}
