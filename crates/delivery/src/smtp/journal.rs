//! What happened in one attempt: stages with their times, and the transcript.
//!
//! Lines begin with `C: ` (we said), `S: ` (the server said) or `-- ` (a remark). No line holds a secret or message
//! text: whoever writes a command that carries one gives the form to be shown with it.

use std::fmt::Write as _;

use mail::{Reply, Stage, StageRecord};
use tokio::time::Instant;

/// The longest transcript kept: a message for a thousand recipients would fill pages with lines of no news.
const TRANSCRIPT_BYTES: usize = 24 * 1024;

/// Hears of each stage as it ends.
pub(crate) type Observer<'a> = &'a mut (dyn FnMut(&StageRecord) + Send);

/// The record of one attempt.
pub(crate) struct Journal<'a> {
    stages: Vec<StageRecord>,
    transcript: String,
    left_out: usize,
    stage: Stage,
    entered: Option<Instant>,
    observer: Option<Observer<'a>>,
}

impl<'a> Journal<'a> {
    pub(crate) fn new(observer: Option<Observer<'a>>) -> Self {
        Self {
            stages: Vec::with_capacity(8),
            transcript: String::with_capacity(1024),
            left_out: 0,
            stage: Stage::Resolve,
            entered: None,
            observer,
        }
    }

    /// A stage begins.
    pub(crate) fn enter(&mut self, stage: Stage) {
        self.stage = stage;
        self.entered = Some(Instant::now());
    }

    /// The stage that is going on.
    pub(crate) fn stage(&self) -> Stage {
        self.stage
    }

    /// The stage succeeded.
    pub(crate) fn passed(&mut self, detail: impl Into<String>) {
        self.end(true, detail.into());
    }

    /// The stage failed.
    pub(crate) fn failed(&mut self, detail: impl Into<String>) {
        self.end(false, detail.into());
    }

    fn end(&mut self, ok: bool, detail: String) {
        // A stage ends once: what fails after a stage was recorded belongs to no stage.
        let Some(entered) = self.entered.take() else { return };
        let ms = u64::try_from(entered.elapsed().as_millis()).unwrap_or(u64::MAX);
        let record = StageRecord { name: self.stage, ok, ms, detail };
        if let Some(observer) = &mut self.observer {
            observer(&record);
        }
        self.stages.push(record);
    }

    /// We said this.
    pub(crate) fn client(&mut self, line: &str) {
        self.line(format_args!("C: {line}"));
    }

    /// The server said this.
    pub(crate) fn server(&mut self, reply: &Reply) {
        let mut lines = reply.text.split('\n').peekable();
        let mut enhanced = reply.enhanced;
        while let Some(line) = lines.next() {
            let sign = if lines.peek().is_some() { '-' } else { ' ' };
            match enhanced.take() {
                Some(code) => self.line(format_args!("S: {}{sign}{code} {line}", reply.code)),
                None => self.line(format_args!("S: {}{sign}{line}", reply.code)),
            }
        }
    }

    /// A remark of ours.
    pub(crate) fn remark(&mut self, remark: std::fmt::Arguments<'_>) {
        self.line(format_args!("-- {remark}"));
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        if self.transcript.len() >= TRANSCRIPT_BYTES {
            self.left_out += 1;
            return;
        }
        // Writing to a String cannot fail.
        let _ = writeln!(self.transcript, "{line}");
    }

    /// The stages and the transcript, at the end.
    pub(crate) fn close(mut self) -> (Vec<StageRecord>, String) {
        if self.left_out > 0 {
            let _ = writeln!(self.transcript, "-- {} more lines are left out", self.left_out);
        }
        (self.stages, self.transcript)
    }
}
