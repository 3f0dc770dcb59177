//! The record of one attempt: stages with their durations, and the transcript.
//!
//! Lines begin with `C: ` (client), `S: ` (server) or `-- ` (remark). No line contains a secret or message text: code
//! that sends a secret passes its redacted form to the journal.

use std::collections::VecDeque;
use std::fmt::{self, Write as _};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mail::{Reply, Stage, StageRecord, Text};
use tokio::time::Instant;

use crate::error::{Failure, SmtpError};

/// Maximum bytes kept from the beginning of a transcript: that of a message to a thousand recipients would fill pages.
const HEAD_BYTES: usize = 24 * 1024;
/// Maximum lines kept from the end of a longer transcript.
const TAIL_LINES: usize = 20;

/// Called with each stage when it ends.
pub type Observer<'a> = &'a mut (dyn FnMut(&StageRecord) + Send);

/// Called before the last octets of a message are sent. If it fails, they are not sent.
pub type Note = Arc<dyn Fn() -> io::Result<()> + Send + Sync>;

/// The progress of an attempt, for a caller that ends the attempt early or displays it; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<ProgressState>);

#[derive(Default)]
struct ProgressState {
    may_have_arrived: AtomicBool,
    note: Option<Note>,
    /// The stage in progress, and when it began.
    stage: Mutex<Option<(Stage, Instant)>>,
}

impl Progress {
    /// A new progress; `note` is called each time before the last octets of the message are sent.
    pub fn with_note(note: Note) -> Self {
        Self(Arc::new(ProgressState { note: Some(note), ..ProgressState::default() }))
    }

    /// Records that the last octets of the message are about to be sent: it may arrive from now on.
    ///
    /// # Errors
    /// Those of the [`Note`]. The octets must not be sent then.
    pub fn message_may_arrive(&self) -> io::Result<()> {
        if let Some(note) = &self.0.note {
            note()?;
        }
        self.0.may_have_arrived.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Whether the message may have arrived.
    pub fn may_have_arrived(&self) -> bool {
        self.0.may_have_arrived.load(Ordering::Relaxed)
    }

    /// The stage in progress, and how long it has taken so far.
    pub fn stage(&self) -> Option<(Stage, Duration)> {
        let stage = *self.0.stage.lock().unwrap_or_else(PoisonError::into_inner);
        stage.map(|(stage, entered)| (stage, entered.elapsed()))
    }

    fn set_stage(&self, stage: Option<(Stage, Instant)>) {
        *self.0.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }
}

impl fmt::Debug for ProgressState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let may_have_arrived = self.may_have_arrived.load(Ordering::Relaxed);
        f.debug_struct("ProgressState").field("may_have_arrived", &may_have_arrived).finish_non_exhaustive()
    }
}

/// The record of one attempt.
pub struct Journal<'a> {
    stages: Vec<StageRecord>,
    transcript: String,
    /// The last lines of a long transcript.
    tail: VecDeque<String>,
    lines_left_out: usize,
    stage: Stage,
    entered: Option<Instant>,
    progress: Progress,
    greeting: Option<String>,
    observer: Option<Observer<'a>>,
}

impl<'a> Journal<'a> {
    /// An empty journal; `observer` is called with each stage when it ends.
    pub fn new(observer: Option<Observer<'a>>) -> Self {
        Self {
            stages: Vec::with_capacity(8),
            transcript: String::with_capacity(1024),
            tail: VecDeque::new(),
            lines_left_out: 0,
            stage: Stage::Resolve,
            entered: None,
            progress: Progress::default(),
            greeting: None,
            observer,
        }
    }

    /// Reports to `progress` the stage in progress, and that the message may arrive.
    #[must_use]
    pub fn with_progress(self, progress: Progress) -> Self {
        Self { progress, ..self }
    }

    /// The progress that this journal reports to.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Begins a stage.
    pub fn enter(&mut self, stage: Stage) {
        let now = Instant::now();
        self.stage = stage;
        self.entered = Some(now);
        self.progress.set_stage(Some((stage, now)));
    }

    /// The current stage.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Records the server's greeting.
    pub fn greeted(&mut self, greeting: &Reply) {
        self.server(greeting);
        self.greeting = Some(greeting.text.clone());
    }

    /// Ends the current stage as successful.
    pub fn passed(&mut self, detail: Text) {
        self.end(true, detail);
    }

    /// Ends the current stage as failed.
    pub fn failed(&mut self, detail: Text) {
        self.end(false, detail);
    }

    /// Records `error` as the end of the current stage.
    pub fn fail(&mut self, error: SmtpError) -> Failure {
        self.failed(error.text());
        self.remark(format_args!("{error}"));
        Failure { stage: self.stage, error, greeting: self.greeting.clone() }
    }

    fn end(&mut self, ok: bool, detail: Text) {
        // A stage ends once: an error after its end belongs to no stage.
        let Some(entered) = self.entered.take() else { return };
        self.progress.set_stage(None);
        let ms = u64::try_from(entered.elapsed().as_millis()).unwrap_or(u64::MAX);
        let record = StageRecord { name: self.stage, ok, ms, detail };
        if let Some(observer) = &mut self.observer {
            observer(&record);
        }
        self.stages.push(record);
    }

    /// Starts over for a new session: discards the stages, which were reported to the observer, and keeps the
    /// transcript.
    pub fn restart(&mut self) {
        self.stages.clear();
        self.entered = None;
        self.greeting = None;
    }

    /// Records a line that the client sends.
    pub fn client(&mut self, line: &str) {
        self.line(format_args!("C: {line}"));
    }

    /// Records a reply of the server.
    pub fn server(&mut self, reply: &Reply) {
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

    /// Records a remark.
    pub fn remark(&mut self, remark: std::fmt::Arguments<'_>) {
        self.line(format_args!("-- {remark}"));
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        if self.transcript.len() < HEAD_BYTES {
            // Writing to a String cannot fail.
            let _ = writeln!(self.transcript, "{line}");
            return;
        }
        if self.tail.len() == TAIL_LINES {
            self.tail.pop_front();
            self.lines_left_out += 1;
        }
        self.tail.push_back(format!("{line}\n"));
    }

    /// Ends the record. Returns the stages and the transcript.
    pub fn close(mut self) -> (Vec<StageRecord>, String) {
        if self.lines_left_out > 0 {
            let _ = writeln!(self.transcript, "-- {} lines are left out", self.lines_left_out);
        }
        self.transcript.extend(self.tail);
        (self.stages, self.transcript)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts;
    use mail::EnhancedCode;

    #[test]
    fn the_transcript_marks_client_and_server() {
        let mut journal = Journal::new(None);
        journal.remark(format_args!("connected"));
        journal.client("EHLO me");
        journal.server(&Reply { code: 250, enhanced: None, text: "mx\nSIZE 1".to_owned() });
        let enhanced = Some(EnhancedCode::new(5, 7, 1));
        journal.server(&Reply { code: 550, enhanced, text: "no".to_owned() });
        assert_eq!(journal.close().1, "-- connected\nC: EHLO me\nS: 250-mx\nS: 250 SIZE 1\nS: 550 5.7.1 no\n");
    }

    #[test]
    fn a_long_transcript_keeps_beginning_and_end() {
        let mut journal = Journal::new(None);
        for number in 0..5000 {
            journal.client(&format!("RCPT TO:<{number}@example.com>"));
        }
        let (_, transcript) = journal.close();
        assert!(transcript.starts_with("C: RCPT TO:<0@"));
        assert!(transcript.ends_with("C: RCPT TO:<4999@example.com>\n"));
        assert!(transcript.contains(" lines are left out\n"));
        assert!(transcript.len() < HEAD_BYTES + 2048);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stage_is_reported_when_it_ends_and_ends_once() {
        let mut reported = Vec::new();
        let mut observer = |stage: &StageRecord| reported.push(format!("{:?} {} {}", stage.name, stage.ok, stage.ms));
        let progress = Progress::default();
        let mut journal = Journal::new(Some(&mut observer)).with_progress(progress.clone());
        journal.enter(Stage::Connect);
        tokio::time::advance(Duration::from_millis(30)).await;
        assert_eq!(progress.stage(), Some((Stage::Connect, Duration::from_millis(30))));
        journal.passed(texts::smtp_connected("192.0.2.7"));
        assert_eq!(progress.stage(), None);
        journal.failed(texts::smtp_connection_closed());
        journal.enter(Stage::Tls);
        journal.failed(texts::tls_certificate_expired());
        assert_eq!(journal.close().0.len(), 2);
        assert_eq!(reported, ["Connect true 30", "Tls false 0"]);
    }
}
