//! Suspending a run for a while, so that another one can use its place. [`Suspension`] is made by whoever shares out
//! places, and given to `run_until`.
//!
//! The child's process group is stopped by the kernel and continues where it was. The parent goes on: it answers a call
//! that it received before, and can end the run. Time limits count only the time in which the run is not suspended.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::sync::watch;

/// Suspends and resumes one run; clones share their state. It can be suspended before its child exists.
#[derive(Clone, Debug, Default)]
pub struct Suspension {
    state: Arc<watch::Sender<State>>,
}

#[derive(Debug, Default)]
struct State {
    is_suspended: bool,
    /// How often the run was suspended.
    times: u64,
    /// The child's process group, from the start of the child until it is waited for: afterwards the id may belong to
    /// another process.
    group: Option<Pid>,
    /// Time in which the run was not suspended, up to `since`.
    active: Duration,
    /// Since when the run is active; `None` before its start and while it is suspended.
    since: Option<Instant>,
}

impl State {
    fn active(&self) -> Duration {
        self.active + self.since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = self.group {
            // It may have ended in the meantime.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Suspension {
    /// Stops the run where it is; has no effect on one that is suspended.
    pub fn suspend(&self) {
        self.state.send_if_modified(|state| {
            if state.is_suspended {
                return false;
            }
            state.signal(Signal::STOP);
            (state.active, state.since) = (state.active(), None);
            (state.is_suspended, state.times) = (true, state.times + 1);
            true
        });
    }

    /// Lets a suspended run continue; has no effect on any other.
    pub fn resume(&self) {
        self.state.send_if_modified(|state| {
            if !state.is_suspended {
                return false;
            }
            state.is_suspended = false;
            if state.group.is_some() {
                state.since = Some(Instant::now());
            }
            state.signal(Signal::CONT);
            true
        });
    }

    /// Whether the run is suspended.
    pub fn is_suspended(&self) -> bool {
        self.state.borrow().is_suspended
    }

    /// The run has started as this process group. It belongs to the run until the result is dropped, which has to
    /// happen before the process is waited for.
    pub(crate) fn started(&self, group: Option<Pid>) -> StartedRun<'_> {
        self.state.send_modify(|state| {
            state.group = group;
            if state.is_suspended {
                state.signal(Signal::STOP);
            } else {
                state.since = Some(Instant::now());
            }
        });
        StartedRun(self)
    }

    /// How long the run has been active.
    pub(crate) fn active(&self) -> Duration {
        self.state.borrow().active()
    }

    /// How often it was suspended.
    pub(crate) fn times(&self) -> u64 {
        self.state.borrow().times
    }

    /// Waits until the run has been active for this long.
    pub(crate) async fn active_for(&self, time: Duration) {
        let mut changes = self.state.subscribe();
        loop {
            let left = {
                let state = changes.borrow_and_update();
                let left = time.saturating_sub(state.active());
                if left.is_zero() {
                    return;
                }
                state.since.map(|_| left)
            };
            let sleep = async {
                match left {
                    Some(left) => tokio::time::sleep(left).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = sleep => {}
                // The sender lives as long as `self`.
                _ = changes.changed() => {}
            }
        }
    }
}

/// While this exists, the process group belongs to the run.
pub(crate) struct StartedRun<'a>(&'a Suspension);

impl Drop for StartedRun<'_> {
    fn drop(&mut self) {
        self.0.state.send_modify(|state| {
            state.group = None;
            (state.active, state.since) = (state.active(), None);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn time_in_which_a_run_is_suspended_does_not_count() {
        let suspension = Suspension::default();
        let _started = suspension.started(None);
        suspension.suspend();
        let (before, times) = (suspension.active(), suspension.times());
        tokio::time::sleep(Duration::from_millis(20)).await;
        suspension.suspend();
        assert_eq!((suspension.active(), suspension.times()), (before, times));
        suspension.active_for(before).await;
        let waits = suspension.active_for(before + Duration::from_millis(1));
        let late = tokio::time::timeout(Duration::from_millis(20), waits).await;
        assert!(late.is_err(), "it is not active");
    }
}
