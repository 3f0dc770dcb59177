//! A thread with an owner that waits for it.

use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// Joined when dropped, so it must be notified before: declare it after what notifies it, fields drop in order.
pub(crate) struct Owned(Mutex<Option<JoinHandle<()>>>);

impl Owned {
    /// Starts `run` on a thread of this name.
    pub(crate) fn start(name: &str, run: impl FnOnce() + Send + 'static) -> std::io::Result<Self> {
        let thread = thread::Builder::new().name(name.into()).spawn(run)?;
        Ok(Self(Mutex::new(Some(thread))))
    }

    /// The handle, for one who waits elsewhere.
    pub(crate) fn take(&self) -> Option<JoinHandle<()>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // The last handle may be dropped on the very thread, by a closure that held it.
        if let Some(thread) = self.take().filter(|thread| thread.thread().id() != thread::current().id()) {
            let _ = thread.join();
        }
    }
}
