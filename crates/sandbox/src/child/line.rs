//! The line to the parent: says, asks, and counts what goes to the console. Without a parent the child ends.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Write};
use std::process::exit;
use std::rc::Rc;

use serde_json::Value;

use crate::Limits;
use crate::call::RefusedCall;
use crate::host::{ConsoleLine, Level};
use crate::run::LINE_COST;
use crate::wire::{Answer, Ask, Said};

/// The line to the parent; clones are the same line.
#[derive(Clone)]
pub(super) struct ToParent(Rc<Inner>);

struct Inner {
    limits: Limits,
    console_bytes: Cell<usize>,
    console_full: Cell<bool>,
    heard: RefCell<Vec<u8>>,
}

impl ToParent {
    pub(super) fn new(limits: Limits) -> Self {
        ToParent(Rc::new(Inner {
            limits,
            console_bytes: Cell::new(0),
            console_full: Cell::new(false),
            heard: RefCell::default(),
        }))
    }

    /// What the run may use.
    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Whether the console takes no more, so that nothing needs to be worded for it.
    pub(super) fn console_full(&self) -> bool {
        self.0.console_full.get()
    }

    /// Writes to the console while there is room; says once that there is none.
    pub(super) fn console(&self, level: Level, text: String) {
        if self.console_full() {
            return;
        }
        let bytes = self.0.console_bytes.get() + text.len() + LINE_COST;
        if bytes > self.0.limits.console_bytes {
            self.0.console_full.set(true);
            let text = format!(
                "The console is full ({} KB); what the script writes from here on is not kept.",
                self.0.limits.console_bytes >> 10
            );
            self.say(&Said::Console(ConsoleLine { level: Level::Warn, text }));
            self.say(&Said::ConsoleCut);
            return;
        }
        self.0.console_bytes.set(bytes);
        self.say(&Said::Console(ConsoleLine { level, text }));
    }

    /// Says something that has no answer.
    pub(super) fn say(&self, said: &Said) {
        if let Ok(line) = serde_json::to_vec(said) {
            write_line(line);
        }
    }

    /// Asks and waits. `Err` is a sentence for the script's author.
    pub(super) fn ask(&self, ask: Ask) -> Result<Value, String> {
        let said = Said::Ask(ask);
        let Ok(line) = serde_json::to_vec(&said) else { exit(1) };
        if line.len() > self.0.limits.call_bytes {
            let reason = format!(
                "the call is larger than {} MB with its texts and attachments; large files go by name: file(\"…\")",
                self.0.limits.call_bytes >> 20
            );
            let refused = match said {
                Said::Ask(Ask::SendEmail(call)) => RefusedCall::of(&call, reason.clone()),
                _ => RefusedCall { reason: reason.clone(), ..RefusedCall::default() },
            };
            self.say(&Said::Refused(refused));
            return Err(reason);
        }
        write_line(line);
        let mut heard = self.0.heard.borrow_mut();
        heard.clear();
        match io::stdin().lock().read_until(b'\n', &mut heard) {
            Ok(bytes) if bytes > 0 => {}
            _ => exit(1),
        }
        match serde_json::from_slice(&heard) {
            Ok(Answer::Ok(value)) => Ok(value),
            Ok(Answer::Err(reason)) => Err(reason),
            Err(_) => exit(1),
        }
    }
}

fn write_line(mut line: Vec<u8>) {
    line.push(b'\n');
    let mut out = io::stdout().lock();
    if out.write_all(&line).and_then(|()| out.flush()).is_err() {
        exit(1);
    }
}
