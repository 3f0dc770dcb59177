//! A mail server in memory that follows rules, and the transport that talks to it.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use clock::Clock;
use delivery::{CheckFailure, Progress, ServerTraits, Transport};
use jiff::{SignedDuration, Timestamp};
use mail::{EmailAddress, FailedAt, Outcome, Outgoing, Problem, RecipientVerdict, Reply, Report, Verdict};

/// How long the client waits for a reply (`smtp::Timeouts`).
const REPLY_LIMIT: Duration = Duration::from_secs(300);

/// How the server behaves.
#[derive(Debug)]
pub struct Rules {
    /// Maximum sessions; more are refused.
    pub max_sessions: usize,
    /// Every connection is refused with 421.
    pub refuses_connections: bool,
    /// One in this many connections is refused.
    pub refuses_one_in: Option<usize>,
    /// Every login is refused.
    pub refuses_logins: bool,
    /// How long a message takes.
    pub message_takes: Duration,
    /// Recipient domains whose RCPT is never answered.
    pub silent_domains: BTreeSet<&'static str>,
    /// Recipients at which the connection is closed.
    pub hangs_up_at: BTreeSet<&'static str>,
    /// Recipients that get a reply that looks like a connection problem.
    pub trouble_at: BTreeSet<&'static str>,
    /// Senders that get such a reply.
    pub trouble_from: BTreeSet<&'static str>,
    /// Recipients that are refused with 550.
    pub refuses: BTreeSet<&'static str>,
    /// A recipient is deferred until this time has passed since it was first named.
    pub greylists: Option<Duration>,
    /// Maximum recipients in any 24 hours; more are deferred, and the client is asked to slow down.
    pub daily_quota: Option<usize>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            max_sessions: usize::MAX,
            refuses_connections: false,
            refuses_one_in: None,
            refuses_logins: false,
            message_takes: Duration::ZERO,
            silent_domains: BTreeSet::new(),
            hangs_up_at: BTreeSet::new(),
            trouble_at: BTreeSet::new(),
            trouble_from: BTreeSet::new(),
            refuses: BTreeSet::new(),
            greylists: None,
            daily_quota: None,
        }
    }
}

/// What happened at the server.
#[derive(Debug, Default)]
pub struct Log {
    /// When each connection was made.
    pub connections: Vec<Timestamp>,
    /// When each login was attempted.
    pub logins: Vec<Timestamp>,
    /// When each login was refused.
    pub refused_logins: Vec<Timestamp>,
    /// Number of refused connections.
    pub refused: usize,
    /// When a message was accepted for each recipient.
    pub accepted: BTreeMap<String, Timestamp>,
    /// How often a message was accepted for each recipient.
    pub times_accepted: BTreeMap<String, usize>,
    /// How often each recipient was named.
    pub tried: BTreeMap<String, usize>,
    /// When each recipient was first named.
    pub first_tried: BTreeMap<String, Timestamp>,
    /// Recipients that were answered with 550.
    pub permanently_refused: BTreeSet<String>,
    /// Whether the quota of the day was used up in the last attempt.
    pub is_over_quota: bool,
    busy: usize,
    idle: usize,
    /// The maximum sessions that were open at once.
    pub max_open: usize,
    /// How many messages were accepted when that many sessions were first open.
    pub accepted_at_max: usize,
    /// What the transport knows about the server.
    pub traits: ServerTraits,
}

impl Log {
    /// A number that changes with everything the server receives.
    pub fn activity(&self) -> usize {
        self.connections.len() + self.tried.values().sum::<usize>() + self.times_accepted.len() + self.busy
    }
}

/// The server; clones share it.
#[derive(Clone)]
pub struct Server {
    clock: Clock,
    state: Arc<Mutex<(Rules, Log)>>,
}

/// A session in use; it is closed when dropped.
struct Busy<'s>(&'s Server);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.state().1.busy -= 1;
    }
}

impl Server {
    pub fn new(clock: Clock, rules: Rules) -> Self {
        Self { clock, state: Arc::new(Mutex::new((rules, Log::default()))) }
    }

    pub fn rules<T>(&self, read: impl FnOnce(&Rules) -> T) -> T {
        read(&self.state().0)
    }

    pub fn change(&self, change: impl FnOnce(&mut Rules)) {
        change(&mut self.state().0);
    }

    /// Sets what the transport knows about the server.
    pub fn set_traits(&self, traits: ServerTraits) {
        self.state().1.traits = traits;
    }

    pub fn log<T>(&self, read: impl FnOnce(&Log) -> T) -> T {
        read(&self.state().1)
    }

    fn state(&self) -> MutexGuard<'_, (Rules, Log)> {
        self.state.lock().expect("no panic")
    }

    fn open(&self) -> Result<Busy<'_>, (&'static str, FailedAt)> {
        let now = self.clock.now();
        let mut state = self.state();
        let (rules, log) = &mut *state;
        if log.idle > 0 {
            log.idle -= 1;
            log.busy += 1;
            return Ok(Busy(self));
        }
        log.connections.push(now);
        let others_open = log.busy;
        let failed = |code, at_login| Err((code, FailedAt::Session { others_open, at_login }));
        let is_one_in = rules.refuses_one_in.is_some_and(|count| log.connections.len() % count == 0);
        if rules.refuses_connections || is_one_in || others_open >= rules.max_sessions {
            log.refused += 1;
            return failed("server_busy", false);
        }
        log.logins.push(now);
        if rules.refuses_logins {
            log.refused_logins.push(now);
            return failed("login_refused", true);
        }
        log.busy += 1;
        if log.busy > log.max_open {
            log.max_open = log.busy;
            log.accepted_at_max = log.accepted.len();
        }
        Ok(Busy(self))
    }

    async fn send(&self, outgoing: &Outgoing, progress: Progress) -> Report {
        let session = match self.open() {
            Ok(session) => session,
            Err((code, failed_at)) => {
                return report(Outcome::ConnectionProblem(problem(code)), Some(failed_at));
            }
        };
        if self.state().0.trouble_from.contains(outgoing.sender.expose()) {
            self.keep(session);
            return report(Outcome::ConnectionProblem(problem("sender_blocked")), Some(FailedAt::Sender));
        }
        for recipient in &outgoing.recipients {
            let (name, now) = (recipient.expose().to_owned(), self.clock.now());
            let log = &mut self.state().1;
            log.first_tried.entry(name.clone()).or_insert(now);
            *log.tried.entry(name).or_default() += 1;
        }
        for recipient in &outgoing.recipients {
            let (is_silent, hangs_up, is_trouble) = {
                let rules = &self.state().0;
                let name = recipient.expose();
                (
                    rules.silent_domains.contains(recipient.domain()),
                    rules.hangs_up_at.contains(name),
                    rules.trouble_at.contains(name),
                )
            };
            let failed_at = Some(FailedAt::Recipient(recipient.clone()));
            if is_silent {
                self.clock.sleep(REPLY_LIMIT).await;
            }
            if hangs_up || is_silent {
                return report(tried(outgoing, Verdict::Deferred), failed_at);
            }
            if is_trouble {
                self.keep(session);
                return report(Outcome::ConnectionProblem(problem("ip_blocked")), failed_at);
            }
        }
        progress.message_may_arrive().expect("it can be noted");
        let takes = self.state().0.message_takes;
        self.clock.sleep(takes).await;
        let mut throttled = false;
        let verdicts = outgoing.recipients.iter().map(|recipient| {
            let verdict = self.decide(recipient);
            throttled |= verdict == Verdict::Deferred && self.state().1.is_over_quota;
            recipient_verdict(recipient, verdict)
        });
        let outcome = Outcome::Tried(verdicts.collect());
        self.keep(session);
        Report { throttled, ..report(outcome, None) }
    }

    /// What the server does with a message for one recipient.
    fn decide(&self, recipient: &EmailAddress) -> Verdict {
        let (now, name) = (self.clock.now(), recipient.expose());
        let mut state = self.state();
        let (rules, log) = &mut *state;
        if rules.refuses.contains(name) {
            log.permanently_refused.insert(name.to_owned());
            return Verdict::Refused;
        }
        let known_for = now.duration_since(log.first_tried[name]);
        if rules.greylists.is_some_and(|after| known_for < SignedDuration::try_from(after).expect("a delay")) {
            return Verdict::Deferred;
        }
        let today = log.accepted.values().filter(|at| now.duration_since(**at) < SignedDuration::from_hours(24));
        log.is_over_quota = rules.daily_quota.is_some_and(|most| today.count() >= most);
        if log.is_over_quota {
            return Verdict::Deferred;
        }
        log.accepted.insert(name.to_owned(), now);
        *log.times_accepted.entry(name.to_owned()).or_default() += 1;
        Verdict::Delivered
    }

    fn keep(&self, session: Busy<'_>) {
        drop(session);
        self.state().1.idle += 1;
    }
}

impl Transport for Server {
    fn deliver<'a>(
        &'a self,
        outgoing: &'a Outgoing,
        progress: Progress,
    ) -> Pin<Box<dyn Future<Output = Report> + Send + 'a>> {
        Box::pin(self.send(outgoing, progress))
    }

    fn check<'a>(
        &'a self,
        sender: &'a EmailAddress,
    ) -> Pin<Box<dyn Future<Output = Result<(), CheckFailure>> + Send + 'a>> {
        Box::pin(async move {
            self.state().1.idle = 0;
            let session = self.open().map_err(|(code, failed_at)| CheckFailure {
                problem: problem(code),
                at_login: matches!(failed_at, FailedAt::Session { at_login: true, .. }),
            })?;
            if self.state().0.trouble_from.contains(sender.expose()) {
                return Err(problem("sender_blocked").into());
            }
            self.keep(session);
            Ok(())
        })
    }

    fn traits(&self) -> ServerTraits {
        self.state().1.traits
    }

    fn recall(&self, traits: ServerTraits) {
        self.state().1.traits = traits;
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async { self.state().1.idle = 0 })
    }
}

pub fn problem(code: &str) -> Problem {
    let text = || "Something happened.".to_owned();
    Problem::verbatim(code, mail::ProblemSentences { what: text(), meaning: text(), remedy: text() })
}

fn report(outcome: Outcome, failed_at: Option<FailedAt>) -> Report {
    Report {
        outcome,
        stages: Vec::new(),
        transcript: String::new(),
        connection: mail::Text::verbatim("server"),
        throttled: false,
        passes_on_notifications: false,
        failed_at,
    }
}

fn tried(outgoing: &Outgoing, verdict: Verdict) -> Outcome {
    Outcome::Tried(outgoing.recipients.iter().map(|recipient| recipient_verdict(recipient, verdict)).collect())
}

fn recipient_verdict(recipient: &EmailAddress, verdict: Verdict) -> RecipientVerdict {
    let reply = |code, text: &str| Reply { code, enhanced: None, text: text.into() };
    RecipientVerdict {
        recipient: recipient.clone(),
        verdict,
        reply: match verdict {
            Verdict::Delivered | Verdict::Kept => Some(reply(250, "ok")),
            Verdict::Deferred => None,
            Verdict::Refused => Some(reply(550, "no")),
        },
        problem: (verdict != Verdict::Delivered).then(|| problem("connection_lost")),
        may_have_arrived: false,
        retry_after: None,
    }
}
