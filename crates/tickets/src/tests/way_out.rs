//! A way out that the test can take down; while it is up, letters get into the mailbox.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use delivery::Transport;
use mail::Outgoing;
use mail::{Outcome, Problem, RecipientVerdict, Report, Verdict};

use super::House;
use sending::delivery_loop::{MakeTransport, standard_transports};
use sending::mailbox::Mailbox;

/// The line to the mail server.
#[derive(Clone, Default)]
pub struct Line {
    is_down: Arc<AtomicBool>,
    /// Where set, letters leave the house and are kept here instead of in the mailbox.
    far_away: Arc<Mutex<Option<Vec<Vec<u8>>>>>,
}

struct Way {
    line: Line,
    inner: Arc<dyn Transport>,
}

impl Line {
    pub fn over(self, mailbox: Mailbox) -> MakeTransport {
        let inner = standard_transports(Arc::new(mailbox));
        Arc::new(move |connection| Arc::new(Way { line: self.clone(), inner: inner(connection) }))
    }

    fn is_down(&self) -> bool {
        self.is_down.load(Ordering::SeqCst)
    }

    /// From now on letters leave the house, as to a real mail server.
    pub fn leads_far_away(&self) {
        *self.far_away.lock().expect("no panic") = Some(Vec::new());
    }

    /// What left the house, oldest first.
    pub fn arrived(&self) -> Vec<Vec<u8>> {
        self.far_away.lock().expect("no panic").clone().unwrap_or_default()
    }
}

impl House {
    /// The mail server is down, and the delivery loop knows it.
    pub async fn mail_goes_down(&self) {
        self.line.is_down.store(true, Ordering::SeqCst);
        self.app.delivery_loop.recheck_connection();
        self.until("sending pauses", async || self.app.settings.pause().is_some()).await;
    }

    /// It is back, and the delivery loop knows it.
    pub async fn mail_comes_back(&self) {
        self.line.is_down.store(false, Ordering::SeqCst);
        self.app.delivery_loop.recheck_connection();
        self.until("sending goes on", async || self.app.settings.pause().is_none()).await;
    }

    /// Waits until something is so. Looks when something happened, and now and then, as not everything is told.
    pub async fn until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        let mut events = self.app.delivery_loop.events();
        let looking = async {
            while !is_so().await {
                let _ = tokio::time::timeout(std::time::Duration::from_millis(20), events.recv()).await;
            }
        };
        tokio::time::timeout(super::PATIENCE, looking).await.unwrap_or_else(|_| panic!("waited in vain until {what}"));
    }
}

fn trouble() -> Problem {
    Problem::verbatim(
        "down",
        mail::ProblemSentences {
            what: "The mail server is down.".into(),
            meaning: "Nothing leaves.".into(),
            remedy: "Wait.".into(),
        },
    )
}

fn report(outcome: Outcome) -> Report {
    Report { outcome, stages: Vec::new(), transcript: String::new(), connection: "fake".into(), throttled: false }
}

fn delivered(outgoing: &Outgoing) -> Outcome {
    let one = |recipient: &mail::EmailAddress| RecipientVerdict {
        recipient: recipient.clone(),
        verdict: Verdict::Delivered,
        reply: None,
        problem: None,
        may_have_arrived: false,
        retry_after: None,
    };
    Outcome::Tried(outgoing.recipients.iter().map(one).collect())
}

impl Transport for Way {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Pin<Box<dyn Future<Output = Report> + Send + 'a>> {
        if self.line.is_down() {
            return Box::pin(async { report(Outcome::ConnectionTrouble(trouble())) });
        }
        match &mut *self.line.far_away.lock().expect("no panic") {
            None => self.inner.deliver(outgoing),
            Some(arrived) => {
                arrived.push(outgoing.bytes.to_vec());
                Box::pin(async { report(delivered(outgoing)) })
            }
        }
    }

    fn check(&self) -> Pin<Box<dyn Future<Output = Result<(), Problem>> + Send + '_>> {
        if self.line.is_down() { Box::pin(async { Err(trouble()) }) } else { self.inner.check() }
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.inner.close()
    }
}
