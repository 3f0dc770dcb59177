//! The connection to the parent: sends messages, calls the host, and counts the bytes written to the console. If the
//! parent is gone, the child exits.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Write};
use std::process::exit;
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value;

use crate::call::{CallFault, CallFaultKind, RefusedCall};
use crate::host::{ConsoleLine, Level};
use crate::run::LINE_COST;
use crate::wire::{Answer, ChildMessage, HostCall};
use crate::{HostException, Limits};

/// The connection to the parent; clones share it.
#[derive(Clone)]
pub(super) struct ParentChannel(Rc<Inner>);

struct Inner {
    limits: Limits,
    console_bytes: Cell<usize>,
    console_full: Cell<bool>,
    received: RefCell<Vec<u8>>,
}

impl ParentChannel {
    pub(super) fn new(limits: Limits) -> Self {
        ParentChannel(Rc::new(Inner {
            limits,
            console_bytes: Cell::new(0),
            console_full: Cell::new(false),
            received: RefCell::default(),
        }))
    }

    /// The limits of the run.
    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Whether the console has reached its limit, so that nothing more needs to be formatted for it.
    pub(super) fn console_full(&self) -> bool {
        self.0.console_full.get()
    }

    /// Writes to the console up to its limit; reports once that the limit is reached.
    pub(super) fn console(&self, level: Level, text: String) {
        if self.console_full() {
            return;
        }
        let bytes = self.0.console_bytes.get() + text.len() + LINE_COST;
        if bytes > self.0.limits.console_bytes {
            self.0.console_full.set(true);
            self.send(&ChildMessage::ConsoleCut);
            return;
        }
        self.0.console_bytes.set(bytes);
        self.send(&ChildMessage::Console(ConsoleLine { level, text }));
    }

    /// Sends a message that expects no answer.
    pub(super) fn send(&self, message: &ChildMessage) {
        if let Ok(line) = serde_json::to_vec(message) {
            write_line(line);
        }
    }

    /// How much of its time the run has left.
    pub(super) fn time_left(&self) -> Duration {
        let left = self.call(HostCall::TimeLeft).ok().and_then(|left| left.as_u64());
        left.map_or(Duration::ZERO, Duration::from_millis)
    }

    /// Calls the host and waits for its answer.
    pub(super) fn call(&self, call: HostCall) -> Result<Value, CallError> {
        let message = ChildMessage::Call(call);
        let Ok(line) = serde_json::to_vec(&message) else { exit(1) };
        if line.len() > self.0.limits.call_bytes {
            let megabytes = self.0.limits.call_bytes / 1_000_000;
            return match message {
                ChildMessage::Call(HostCall::SendEmail(call)) => {
                    let fault = CallFault::of_call(CallFaultKind::CallTooLarge { megabytes });
                    self.call(HostCall::Refused { call: RefusedCall::of(&call, vec![fault]), readable: None })
                }
                ChildMessage::Call(HostCall::Refused { call, readable: Some(_) }) => {
                    self.call(HostCall::Refused { call, readable: None })
                }
                _ => Err(CallError::Exception(HostException::CallTooLarge { megabytes })),
            };
        }
        write_line(line);
        let mut received = self.0.received.borrow_mut();
        received.clear();
        match io::stdin().lock().read_until(b'\n', &mut received) {
            Ok(bytes) if bytes > 0 => {}
            _ => exit(1),
        }
        match serde_json::from_slice(&received) {
            Ok(Answer::Ok(value)) => Ok(value),
            Ok(Answer::Err(error)) => Err(CallError::Returned(error)),
            Ok(Answer::Unavailable) => Err(CallError::Exception(HostException::Unavailable)),
            Err(_) => exit(1),
        }
    }
}

/// Why a call of a host function has no result.
pub(super) enum CallError {
    /// The function returns this text as its `error`.
    Returned(String),
    /// The function throws this.
    Exception(HostException),
}

fn write_line(mut line: Vec<u8>) {
    line.push(b'\n');
    let mut out = io::stdout().lock();
    if out.write_all(&line).and_then(|()| out.flush()).is_err() {
        exit(1);
    }
}
