//! A way out that asks the test for each answer.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use delivery::Transport;
use mail::Outgoing;
use mail::{EmailAddress, Outcome, Problem, RecipientVerdict, Reply, Report, Verdict};
use sending::delivery_loop::MakeTransport;
use settings::Connection;
use tokio::sync::{mpsc, oneshot};

use super::problem;

/// Longest that a test waits for the delivery loop to do something; reached only where a test fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// The connection of a report that stands for a panic.
const FAULT: &str = "fault";

/// The test's end of the fake.
pub struct WayOut {
    attempts: mpsc::UnboundedReceiver<Attempt>,
    probes: mpsc::UnboundedReceiver<oneshot::Sender<Result<(), Problem>>>,
    shared: Arc<Shared>,
}

struct Shared {
    attempts: mpsc::UnboundedSender<Attempt>,
    probes: mpsc::UnboundedSender<oneshot::Sender<Result<(), Problem>>>,
    /// What happened to the ways: `opened smtp.example.com:25`, `closed …`.
    turns: Mutex<Vec<String>>,
}

/// A message that the delivery loop wants delivered.
pub struct Attempt {
    pub outgoing: Outgoing,
    /// The way it is to leave by.
    pub way: String,
    answer: oneshot::Sender<Report>,
}

struct FakeTransport {
    name: String,
    shared: Arc<Shared>,
}

impl WayOut {
    pub fn new() -> Self {
        let (sent_attempts, attempts) = mpsc::unbounded_channel();
        let (sent_probes, probes) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared { attempts: sent_attempts, probes: sent_probes, turns: Mutex::default() });
        Self { attempts, probes, shared }
    }

    pub fn opener(&self) -> MakeTransport {
        let shared = self.shared.clone();
        Arc::new(move |connection| {
            let name = match connection {
                Connection::Mailbox => "mailbox".to_owned(),
                Connection::Api(_) => unreachable!("no API is chosen here"),
                Connection::Smtp(account) => i18n::Language::English.render(&account.connection()),
            };
            shared.turn(format!("opened {name}"));
            Arc::new(FakeTransport { name, shared: shared.clone() })
        })
    }

    /// The next message that is to leave.
    pub async fn attempt(&mut self) -> Attempt {
        let attempt = tokio::time::timeout(PATIENCE, self.attempts.recv()).await;
        attempt.expect("the delivery loop wants something delivered").expect("the fake lives")
    }

    /// The next messages, delivered as they come; answers their subjects.
    pub async fn deliver(&mut self, count: usize) -> Vec<String> {
        let mut subjects = Vec::new();
        for _ in 0..count {
            let attempt = self.attempt().await;
            subjects.push(attempt.subject());
            attempt.delivered();
        }
        subjects
    }

    /// Whether nothing more is to leave at this moment.
    pub fn is_quiet(&mut self) -> bool {
        self.attempts.is_empty()
    }

    /// Answers the next probe.
    pub async fn probe(&mut self, answer: Result<(), Problem>) {
        let probe = tokio::time::timeout(PATIENCE, self.probes.recv()).await;
        let _ = probe.expect("the delivery loop probes").expect("the fake lives").send(answer);
    }

    pub fn is_probed(&self) -> bool {
        !self.probes.is_empty()
    }

    pub fn turns(&self) -> Vec<String> {
        self.shared.turns.lock().expect("no panic").clone()
    }
}

impl Attempt {
    pub fn subject(&self) -> String {
        let text = String::from_utf8_lossy(&self.outgoing.bytes);
        text.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default().to_owned()
    }

    pub fn recipients(&self) -> Vec<String> {
        self.outgoing.recipients.iter().map(|recipient| recipient.expose().to_owned()).collect()
    }

    pub fn delivered(self) {
        let report = delivered(&self.outgoing);
        self.answer(report);
    }

    /// 451 for everybody, and where asked the word to slow down.
    pub fn deferred(self, throttled: bool) {
        let report = Report { throttled, ..tried(&self.outgoing, Verdict::Deferred, 451) };
        self.answer(report);
    }

    pub fn refused(self) {
        let report = tried(&self.outgoing, Verdict::Refused, 550);
        self.answer(report);
    }

    pub fn trouble(self, code: &str) {
        let outcome = Outcome::ConnectionTrouble(problem(code));
        let report = Report { outcome, ..delivered(&self.outgoing) };
        self.answer(report);
    }

    /// The way out panics.
    pub fn faults(self) {
        let report = Report { connection: FAULT.into(), ..delivered(&self.outgoing) };
        self.answer(report);
    }

    pub fn answer(self, report: Report) {
        // DeliveryHandle may have given the attempt up.
        let _ = self.answer.send(report);
    }
}

/// A report of a message that everybody got.
pub fn delivered(outgoing: &Outgoing) -> Report {
    tried(outgoing, Verdict::Delivered, 250)
}

fn tried(outgoing: &Outgoing, verdict: Verdict, code: u16) -> Report {
    let one = |recipient: &EmailAddress| RecipientVerdict {
        recipient: recipient.clone(),
        verdict,
        reply: Some(Reply { code, enhanced: None, text: "so it is".into() }),
        problem: (verdict != Verdict::Delivered).then(|| problem("answer")),
        may_have_arrived: false,
        retry_after: None,
    };
    Report {
        outcome: Outcome::Tried(outgoing.recipients.iter().map(one).collect()),
        stages: Vec::new(),
        transcript: "C: …\n".into(),
        connection: "fake".into(),
        throttled: false,
    }
}

impl Shared {
    fn turn(&self, turn: String) {
        self.turns.lock().expect("no panic").push(turn);
    }
}

impl Transport for FakeTransport {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Pin<Box<dyn Future<Output = Report> + Send + 'a>> {
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            let attempt = Attempt { outgoing: outgoing.clone(), way: self.name.clone(), answer };
            let _ = self.shared.attempts.send(attempt);
            match answered.await {
                Ok(report) if report.connection.as_verbatim() == Some(FAULT) => panic!("a fault of the way out"),
                Ok(report) => report,
                // The test forgot the attempt: as a server that never answers.
                Err(_) => std::future::pending().await,
            }
        })
    }

    fn check(&self) -> Pin<Box<dyn Future<Output = Result<(), Problem>> + Send + '_>> {
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            let _ = self.shared.probes.send(answer);
            match answered.await {
                Ok(answer) => answer,
                Err(_) => std::future::pending().await,
            }
        })
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move { self.shared.turn(format!("closed {}", self.name)) })
    }
}
