//! Two replacements of the product's transports: one that asks the test for each result, and one that can be switched
//! off.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use delivery::{CheckFailure, Progress, Transport};
use mail::{EmailAddress, Outcome, Outgoing, Problem, RecipientVerdict, Reply, Report, Verdict};
use sending::delivery_loop::{MakeTransport, standard_transports};
use sending::mailbox::Mailbox;
use settings::Connection;
use tokio::sync::{mpsc, oneshot};

/// Maximum time that a test waits for the delivery loop; reached only if a test fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// The connection of a report that makes the transport panic.
const PANIC: &str = "panic";

type Check = oneshot::Sender<Result<(), Problem>>;
type CheckResult<'a> = Pin<Box<dyn Future<Output = Result<(), CheckFailure>> + Send + 'a>>;
type Delivery<'a> = Pin<Box<dyn Future<Output = Report> + Send + 'a>>;
type Closing<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Asks the test for the result of each attempt and each connection check.
pub struct ManualTransport {
    attempts: mpsc::UnboundedReceiver<PendingAttempt>,
    checks: mpsc::UnboundedReceiver<Check>,
    shared: Arc<Shared>,
}

struct Shared {
    attempts: mpsc::UnboundedSender<PendingAttempt>,
    checks: mpsc::UnboundedSender<Check>,
    /// `opened smtp.example.com:25`, `closed …`.
    changes: Mutex<Vec<String>>,
}

/// An attempt that waits for its result.
pub struct PendingAttempt {
    /// The message and its recipients.
    pub outgoing: Outgoing,
    /// The connection that the transport was opened for.
    pub connection: String,
    result: oneshot::Sender<Report>,
}

struct OpenTransport {
    name: String,
    shared: Arc<Shared>,
}

impl Default for ManualTransport {
    fn default() -> Self {
        let (send_attempt, attempts) = mpsc::unbounded_channel();
        let (send_check, checks) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared { attempts: send_attempt, checks: send_check, changes: Mutex::default() });
        Self { attempts, checks, shared }
    }
}

impl ManualTransport {
    /// The function with which the server opens transports.
    pub fn opener(&self) -> MakeTransport {
        let shared = self.shared.clone();
        Arc::new(move |active| {
            let name = match &active.connection {
                Connection::Mailbox => "mailbox".to_owned(),
                Connection::Api(_) => unreachable!("no API is chosen here"),
                Connection::Smtp(account) => i18n::Language::English.render(&account.connection()),
            };
            shared.note(format!("opened {name}"));
            Arc::new(OpenTransport { name, shared: shared.clone() })
        })
    }

    /// The next attempt.
    pub async fn attempt(&mut self) -> PendingAttempt {
        let attempt = tokio::time::timeout(PATIENCE, self.attempts.recv()).await;
        attempt.expect("the delivery loop starts an attempt").expect("this end is open")
    }

    /// Delivers the next messages in the order of their attempts; returns their subjects.
    pub async fn deliver(&mut self, count: usize) -> Vec<String> {
        let mut subjects = Vec::new();
        for _ in 0..count {
            let attempt = self.attempt().await;
            subjects.push(attempt.subject());
            attempt.delivered();
        }
        subjects
    }

    /// Whether no attempt waits.
    pub fn is_idle(&mut self) -> bool {
        self.attempts.is_empty()
    }

    /// Answers the next connection check.
    pub async fn check(&mut self, result: Result<(), Problem>) {
        let check = tokio::time::timeout(PATIENCE, self.checks.recv()).await;
        let _ = check.expect("the delivery loop checks").expect("this end is open").send(result);
    }

    /// Whether a connection check waits.
    pub fn is_checked(&self) -> bool {
        !self.checks.is_empty()
    }

    /// The transports that were opened and closed so far.
    pub fn changes(&self) -> Vec<String> {
        self.shared.changes.lock().expect("no panic").clone()
    }
}

impl PendingAttempt {
    /// The message's subject.
    pub fn subject(&self) -> String {
        let text = String::from_utf8_lossy(&self.outgoing.bytes);
        text.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default().to_owned()
    }

    /// The recipients of this attempt.
    pub fn recipients(&self) -> Vec<String> {
        self.outgoing.recipients.iter().map(|recipient| recipient.expose().to_owned()).collect()
    }

    /// Ends with 250 for every recipient.
    pub fn delivered(self) {
        let report = delivered(&self.outgoing);
        self.finish(report);
    }

    /// Ends with 451 for every recipient; `throttled`: the server asks to slow down.
    pub fn deferred(self, throttled: bool) {
        let report = Report { throttled, ..report_with(&self.outgoing, Verdict::Deferred, 451) };
        self.finish(report);
    }

    /// The connection is lost after the complete message and before the reply.
    pub fn reply_lost(self) {
        let mut report = report_with(&self.outgoing, Verdict::Deferred, 451);
        if let Outcome::Tried(verdicts) = &mut report.outcome {
            for verdict in verdicts {
                (verdict.reply, verdict.may_have_arrived) = (None, true);
            }
        }
        self.finish(report);
    }

    /// Ends with 550 for every recipient.
    pub fn refused(self) {
        let report = report_with(&self.outgoing, Verdict::Refused, 550);
        self.finish(report);
    }

    /// Ends with a problem of the connection.
    pub fn connection_problem(self, code: &str) {
        let outcome = Outcome::ConnectionProblem(problem(code));
        let report = Report { outcome, ..delivered(&self.outgoing) };
        self.finish(report);
    }

    /// Makes the transport panic.
    pub fn panics(self) {
        let report = Report { connection: mail::Text::verbatim(PANIC), ..delivered(&self.outgoing) };
        self.finish(report);
    }

    /// Ends with any report.
    pub fn finish(self, report: Report) {
        // The delivery loop may have abandoned the attempt.
        let _ = self.result.send(report);
    }
}

/// A report with a delivery to every recipient.
pub fn delivered(outgoing: &Outgoing) -> Report {
    report_with(outgoing, Verdict::Delivered, 250)
}

/// A problem with this code.
pub fn problem(code: &str) -> Problem {
    Problem::verbatim(
        code,
        mail::ProblemSentences {
            what: format!("{code} happened."),
            meaning: "Something is wrong.".into(),
            remedy: "Mend it.".into(),
        },
    )
}

fn report_with(outgoing: &Outgoing, verdict: Verdict, code: u16) -> Report {
    let one = |recipient: &EmailAddress| RecipientVerdict {
        recipient: recipient.clone(),
        verdict,
        reply: Some(Reply { code, enhanced: None, text: "so it is".into() }),
        problem: (verdict != Verdict::Delivered).then(|| problem("answer")),
        may_have_arrived: false,
        retry_after: None,
    };
    report(Outcome::Tried(outgoing.recipients.iter().map(one).collect()))
}

fn report(outcome: Outcome) -> Report {
    Report {
        outcome,
        stages: Vec::new(),
        transcript: "C: …\n".into(),
        connection: mail::Text::verbatim("fake"),
        throttled: false,
        passes_on_notifications: false,
        failed_at: None,
    }
}

impl Shared {
    fn note(&self, change: String) {
        self.changes.lock().expect("no panic").push(change);
    }
}

impl Transport for OpenTransport {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing, progress: Progress) -> Delivery<'a> {
        Box::pin(async move {
            progress.message_may_arrive().expect("it can be recorded");
            let (result, report) = oneshot::channel();
            let attempt = PendingAttempt { outgoing: outgoing.clone(), connection: self.name.clone(), result };
            let _ = self.shared.attempts.send(attempt);
            match report.await {
                Ok(report) if report.connection.as_verbatim() == Some(PANIC) => panic!("the transport panics"),
                Ok(report) => report,
                // The test dropped the attempt: a server that never replies.
                Err(_) => std::future::pending().await,
            }
        })
    }

    fn check<'a>(&'a self, _sender: &'a EmailAddress) -> CheckResult<'a> {
        Box::pin(async move {
            let (check, result) = oneshot::channel();
            let _ = self.shared.checks.send(check);
            match result.await {
                Ok(result) => result.map_err(CheckFailure::from),
                Err(_) => std::future::pending().await,
            }
        })
    }

    fn close(&self) -> Closing<'_> {
        Box::pin(async move { self.shared.note(format!("closed {}", self.name)) })
    }
}

/// Switches the product's transports off and on.
#[derive(Clone, Default)]
pub struct OutageSwitch {
    is_down: Arc<AtomicBool>,
    /// If set, messages are collected here instead of in the mailbox.
    collected: Arc<Mutex<Option<Vec<Vec<u8>>>>>,
}

struct SwitchedTransport {
    switch: OutageSwitch,
    inner: Arc<dyn Transport>,
}

impl OutageSwitch {
    /// The product's transports behind this switch.
    pub fn transports(&self, mailbox: Mailbox) -> MakeTransport {
        let inner = standard_transports(Arc::new(mailbox));
        let switch = self.clone();
        Arc::new(move |active| Arc::new(SwitchedTransport { switch: switch.clone(), inner: inner(active) }))
    }

    /// Switches the transports off or on.
    pub fn set_down(&self, is_down: bool) {
        self.is_down.store(is_down, Ordering::SeqCst);
    }

    /// From now on messages leave the server and are collected, as by a real mail server.
    pub fn collect(&self) {
        *self.collected.lock().expect("no panic") = Some(Vec::new());
    }

    /// The collected messages, oldest first.
    pub fn collected(&self) -> Vec<Vec<u8>> {
        self.collected.lock().expect("no panic").clone().unwrap_or_default()
    }

    fn is_down(&self) -> bool {
        self.is_down.load(Ordering::SeqCst)
    }
}

impl Transport for SwitchedTransport {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing, progress: Progress) -> Delivery<'a> {
        if self.switch.is_down() {
            return Box::pin(async { report(Outcome::ConnectionProblem(problem("down"))) });
        }
        match &mut *self.switch.collected.lock().expect("no panic") {
            None => self.inner.deliver(outgoing, progress),
            Some(collected) => {
                collected.push(outgoing.bytes.to_vec());
                Box::pin(async { delivered(outgoing) })
            }
        }
    }

    fn check<'a>(&'a self, sender: &'a EmailAddress) -> CheckResult<'a> {
        if self.switch.is_down() { Box::pin(async { Err(problem("down").into()) }) } else { self.inner.check(sender) }
    }

    fn close(&self) -> Closing<'_> {
        self.inner.close()
    }
}
