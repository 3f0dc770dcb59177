//! The connection test: the same session as for a delivery, but not kept, with an observer of each stage.
//!
//! If port or security seem wrong, the usual alternatives are tried up to greeting and TLS, without credentials: a stored
//! password is sent only to the server that it was saved for.

use std::time::Duration;

use mail::{Arg, Fix, Outcome, Outgoing, Problem, Report, Security, Stage, StageRecord};
use oauth::{AccessToken, TokenRequest};
use smtp::{Destination, Journal, Limits, Progress, Server, Session, SessionOrigin, SmtpError, Timeouts};
use tls::client_config;
use tokio::time::{Instant, sleep, timeout};

use crate::account::{security_name, security_text};
use crate::diagnosis::{self, Context};
use crate::problems::not_repeated;
use crate::transports::{ApiTransport, AttemptResult, OpenError, Outcomes, SendResult, open, report, send_in};
use crate::{ApiAccount, Login, SmtpAccount, texts};

/// The time limit of a test, without the alternatives: that of an attempt to send real mail, so that both have the same
/// result.
const TEST: Duration = Duration::from_secs(19 * 60);
/// The time limit of all alternatives.
const SEARCH: Duration = Duration::from_secs(15);
/// The pause before each alternative, so that the server does not take us for a port scanner.
const PAUSE: Duration = Duration::from_millis(500);
/// The time limit of QUIT.
const QUIT: Duration = Duration::from_secs(2);

/// The result of a test.
#[derive(Clone, Debug)]
pub struct ProbeResult {
    /// The attempt, as for a delivery; a connection test has no recipients.
    pub report: Report,
    /// The problem, with a fix if an alternative works; `None` on success.
    pub problem: Option<Problem>,
}

/// The default time limit of a stage, for tests and real mail.
pub fn stage_limit(stage: Stage) -> Duration {
    Timeouts::default().of_stage(stage)
}

/// The observer of a test.
pub struct ProbeObserver<'a> {
    /// Called with each stage when it ends.
    pub on_stage: &'a mut (dyn FnMut(&StageRecord) + Send),
    /// Is notified of the stage in progress.
    pub progress: Progress,
}

impl<'a> ProbeObserver<'a> {
    /// An observer of the stages that end, without progress.
    pub fn new(on_stage: &'a mut (dyn FnMut(&StageRecord) + Send)) -> Self {
        Self { on_stage, progress: Progress::default() }
    }

    fn journal(self) -> Journal<'a> {
        Journal::new(Some(self.on_stage)).with_progress(self.progress)
    }
}

/// Tests a connection: logs in with a new session, and sends nothing. After a connect, TLS or security failure it tries
/// the alternatives like [`test_email`].
pub async fn test_connection(account: &SmtpAccount, timeouts: &Timeouts, follower: ProbeObserver<'_>) -> ProbeResult {
    let to = destination(account, timeouts);
    let mut journal = follower.journal();
    let (outcome, throttled) = match open(account, &to, TokenRequest::Renew, &mut journal).await {
        Ok(session) => {
            session.quit(QUIT).await;
            (Outcome::Tried(Vec::new()), false)
        }
        Err(error) => diagnosed(account, &error, &mut journal).await,
    };
    test_result(report(account, AttemptResult::of_test(outcome, throttled), journal))
}

/// Sends `outgoing` in a new session.
///
/// After a connect, TLS or security failure it tries each usual alternative once, without credentials. The first one
/// that works becomes the problem's fix.
pub async fn test_email(
    account: &SmtpAccount,
    timeouts: &Timeouts,
    outgoing: &Outgoing,
    follower: ProbeObserver<'_>,
) -> ProbeResult {
    let to = destination(account, timeouts);
    let mut journal = follower.journal();
    let (outcome, throttled) = match open(account, &to, TokenRequest::Renew, &mut journal).await {
        Ok(session) => send(account, &to, session, outgoing, &mut journal).await,
        Err(error) => diagnosed(account, &error, &mut journal).await,
    };
    test_result(report(account, AttemptResult::of_test(outcome, throttled), journal))
}

/// Like [`test_connection`], for a provider's API: connects, and renews the access token.
pub async fn test_api_connection(account: &ApiAccount, follower: ProbeObserver<'_>) -> ProbeResult {
    let transport = ApiTransport::new(account.clone());
    let mut journal = follower.journal();
    let outcome = match reach_api(&transport, &mut journal).await {
        Ok(_) => Outcome::Tried(Vec::new()),
        Err(problem) => Outcome::ConnectionProblem(problem),
    };
    test_result(transport.report(outcome, false, journal))
}

/// Like [`test_email`], for a provider's API.
pub async fn test_api_email(account: &ApiAccount, outgoing: &Outgoing, follower: ProbeObserver<'_>) -> ProbeResult {
    let transport = ApiTransport::new(account.clone());
    let mut journal = follower.journal();
    let (outcome, throttled) = match reach_api(&transport, &mut journal).await {
        Ok(token) => transport.send(outgoing, token, TokenRequest::Renew, &mut journal).await,
        Err(problem) => (Outcome::ConnectionProblem(problem), false),
    };
    test_result(transport.report(outcome, throttled, journal))
}

/// Resolves, connects and negotiates TLS over a separate connection, so that each stage is visible, then requests a
/// token.
async fn reach_api(transport: &ApiTransport, journal: &mut Journal<'_>) -> Result<AccessToken, Problem> {
    let reached = api_stages(transport, journal).await;
    reached.map_err(|error| {
        journal.failed(error.text());
        journal.remark(format_args!("{error}"));
        transport.unreachable(&error)
    })?;
    transport.token(TokenRequest::Renew, journal).await
}

async fn api_stages(transport: &ApiTransport, journal: &mut Journal<'_>) -> Result<(), SmtpError> {
    let timeouts = Timeouts::default();
    let (host, port) = transport.host_and_port();
    journal.enter(Stage::Resolve);
    let addresses = smtp::resolve(&host, port, timeouts.resolve).await?;
    let shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    journal.passed(smtp::texts::smtp_addresses(shown));
    journal.enter(Stage::Connect);
    let (stream, address) = smtp::connect_tcp(&addresses, timeouts.connect).await?;
    journal.passed(smtp::texts::smtp_connected(address.to_string()));
    if transport.is_encrypted() {
        journal.enter(Stage::Tls);
        let config = client_config(transport.account().ca_certificate.as_deref()).map_err(SmtpError::Tls)?;
        let (_, summary) = timeout(timeouts.tls, tls::handshake(config, &host, stream))
            .await
            .map_err(|_| SmtpError::TimedOut(timeouts.tls))?
            .map_err(SmtpError::Tls)?;
        journal.passed(smtp::texts::handshake(&summary));
    }
    Ok(())
}

fn destination(account: &SmtpAccount, timeouts: &Timeouts) -> Destination {
    Destination::new(account.server.clone(), Limits::new(timeouts.clone(), Some(Instant::now() + TEST)))
}

async fn send(
    account: &SmtpAccount,
    to: &Destination,
    mut session: Session,
    outgoing: &Outgoing,
    journal: &mut Journal<'_>,
) -> (Outcome, bool) {
    let context = Context { account, sender: outgoing.sender.address(), greeting: None };
    match send_in(&mut session, SessionOrigin::New, to, &context, outgoing, journal).await {
        SendResult::Ended(ended) => {
            if ended.session_reusable {
                session.quit(QUIT).await;
            }
            let (outcome, throttled) = Outcomes::new(ended.outcomes).into_outcome(&outgoing.recipients);
            let outcome = match outcome {
                // Some servers require encryption only when mail is sent.
                Outcome::ConnectionProblem(problem) if problem.code == "tls_required" => {
                    Outcome::ConnectionProblem(searched(account, problem, journal).await)
                }
                outcome => outcome,
            };
            (outcome, throttled)
        }
        SendResult::SessionEnded => unreachable!("only a reused session can have ended before the message"),
    }
}

/// The outcome of a failed connection; its problem includes what the alternatives show.
async fn diagnosed(account: &SmtpAccount, error: &OpenError, journal: &mut Journal<'_>) -> (Outcome, bool) {
    let context = Context { account, sender: None, greeting: None };
    let (mut problem, throttled) = diagnosis::of_open_error(&context, error);
    if diagnosis::may_work_elsewhere(&context, error) {
        problem = searched(account, problem, journal).await;
    }
    (Outcome::ConnectionProblem(problem), throttled)
}

/// The problem after a search of alternatives.
async fn searched(account: &SmtpAccount, problem: Problem, journal: &mut Journal<'_>) -> Problem {
    // A provider's own server is configured by owlpost, not by the administrator.
    if matches!(account.login, Some(Login::Bearer(_))) {
        return problem;
    }
    explained(problem, account.server.bare_host(), &search(account, journal).await)
}

/// The problem with the alternative that works as its fix. If none does, the remedy no longer proposes them.
fn explained(problem: Problem, host: &str, tried: &[(Alternative, AlternativeResult)]) -> Problem {
    if let Some((Alternative { port, security }, _)) =
        tried.iter().find(|(_, answer)| *answer == AlternativeResult::Works)
    {
        let advice = texts::advice_change_works(port.to_string(), security_text(*security));
        return problem.with_advice(advice).with_fix(Fix::Server { port: *port, security: *security });
    }
    // A more specific explanation has a better remedy than other ports.
    if tried.is_empty() || problem.variant.is_some() {
        return problem;
    }
    let is_closed = matches!(problem.code.as_ref(), "connection_refused" | "connection_timed_out");
    let mut ports: Vec<u16> = tried.iter().map(|(alternative, _)| alternative.port).collect();
    ports.dedup();
    let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
    if is_closed && tried.iter().all(|(_, answer)| *answer == AlternativeResult::Nothing) {
        let advice = texts::advice_no_port_answers(host, ports);
        return problem.with_advice(advice).at("password.host");
    }
    let combinations = tried.iter().map(|(alternative, _)| {
        let (port, security) = (alternative.port, security_text(alternative.security));
        Arg::from(texts::port_with_security(port.to_string(), security))
    });
    problem.with_advice(texts::advice_no_port_works(Arg::List(combinations.collect())))
}

/// The result of an alternative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AlternativeResult {
    /// No connection.
    Nothing,
    /// A connection, but not a server with TLS, a valid certificate and, if a login is configured, authentication.
    NotUsable,
    Works,
}

/// Tries the alternatives until one works.
async fn search(account: &SmtpAccount, journal: &mut Journal<'_>) -> Vec<(Alternative, AlternativeResult)> {
    let until = Instant::now() + SEARCH;
    let mut tried = Vec::new();
    for alternative in alternatives(account.server.port, account.server.security) {
        sleep(PAUSE).await;
        if Instant::now() >= until {
            break;
        }
        let answer = answer(account, &alternative, until).await;
        let found = if answer == AlternativeResult::Works { "works" } else { "does not work" };
        journal.remark(format_args!("port {} with {}: {found}", alternative.port, security_name(alternative.security)));
        tried.push((alternative, answer));
        if answer == AlternativeResult::Works {
            break;
        }
    }
    tried
}

/// Another port and security.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Alternative {
    port: u16,
    security: Security,
}

/// The alternatives to try: the other TLS mode on the same port first, then the usual combinations. Never without TLS.
fn alternatives(port: u16, security: Security) -> Vec<Alternative> {
    let same_port = [Security::ImplicitTls, Security::Starttls].map(|security| Alternative { port, security });
    let usual = [(465, Security::ImplicitTls), (587, Security::Starttls), (25, Security::Starttls)];
    let mut found: Vec<Alternative> = Vec::new();
    for alternative in same_port.into_iter().chain(usual.map(|(port, security)| Alternative { port, security })) {
        if alternative != (Alternative { port, security }) && !found.contains(&alternative) {
            found.push(alternative);
        }
    }
    found
}

/// Tries an alternative up to EHLO: the server must use TLS, and offer AUTH if a login is configured. Sends no
/// credentials.
async fn answer(account: &SmtpAccount, alternative: &Alternative, until: Instant) -> AlternativeResult {
    const STEP: Duration = Duration::from_secs(4);
    let server = Server { port: alternative.port, security: alternative.security, ..account.server.clone() };
    let timeouts = Timeouts {
        resolve: STEP,
        connect: STEP,
        tls: STEP,
        greeting: STEP,
        command: STEP,
        kept_session: STEP,
        slow_replies: STEP,
        data_block: STEP,
        final_dot: STEP,
    };
    let to = Destination::new(server, Limits::new(timeouts, Some(until)));
    let session = match smtp::connect(&to, &mut Journal::new(None)).await {
        Ok(session) => session,
        Err(SmtpError::Unreachable(_)) => return AlternativeResult::Nothing,
        Err(_) => return AlternativeResult::NotUsable,
    };
    let login_fits = account.login.is_none() || !session.capabilities().mechanisms.is_empty();
    session.quit(QUIT).await;
    if login_fits { AlternativeResult::Works } else { AlternativeResult::NotUsable }
}

/// The result of a test; its problem is the first one of the attempt. Unlike a delivery, a test is not repeated, so
/// neither the result nor the stored report promises another attempt.
fn test_result(mut report: Report) -> ProbeResult {
    let once = |problem: Problem| not_repeated(problem, texts::advice_test_again());
    let problem = match &mut report.outcome {
        Outcome::ConnectionProblem(problem) => {
            *problem = once(problem.clone());
            Some(problem.clone())
        }
        Outcome::Tried(verdicts) => {
            for verdict in verdicts.iter_mut() {
                verdict.problem = verdict.problem.take().map(once);
            }
            verdicts.iter().find_map(|verdict| verdict.problem.clone())
        }
    };
    ProbeResult { report, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(port: u16, security: Security, expected: &str) {
        let found: Vec<String> = alternatives(port, security)
            .iter()
            .map(|alternative| format!("{} {}", alternative.port, security_name(alternative.security)))
            .collect();
        assert_eq!(found.join(", "), expected);
    }

    #[track_caller]
    fn check_explained(problem: Problem, answers: [AlternativeResult; 3], field: &str, remedy: &str) {
        let tried = alternatives(587, Security::Starttls).into_iter().zip(answers).collect::<Vec<_>>();
        let problem = explained(problem.at("password.port"), "mail.example.com", &tried);
        assert_eq!(problem.field.as_deref(), Some(field));
        let words = i18n::Language::English.problem(&problem).remedy;
        assert!(words.contains(remedy), "{words}");
    }

    #[test]
    fn a_remedy_never_proposes_ports_that_a_test_found_closed() {
        use crate::problems::{connection_refused, connection_refused_local, starttls_missing};
        let closed = [AlternativeResult::Nothing; 3];
        let refused = || connection_refused("event", "587");
        check_explained(refused(), closed, "password.host", "(587, 465, 25) answers at mail.example.com");
        check_explained(
            refused(),
            [AlternativeResult::Nothing, AlternativeResult::NotUsable, AlternativeResult::Nothing],
            "password.port",
            "do not work",
        );
        check_explained(starttls_missing("event"), closed, "password.port", "465 implicit TLS");
        check_explained(connection_refused_local("event", "587"), closed, "password.port", "host.docker.internal");
        let works = [AlternativeResult::Nothing, AlternativeResult::Works, AlternativeResult::Nothing];
        check_explained(refused(), works, "password.port", "Port 465 with implicit TLS was tried and works");
    }

    #[test]
    fn alternatives_begin_with_the_same_port_and_use_tls() {
        check(587, Security::ImplicitTls, "587 STARTTLS, 465 implicit TLS, 25 STARTTLS");
        check(465, Security::Starttls, "465 implicit TLS, 587 STARTTLS, 25 STARTTLS");
        check(25, Security::None, "25 implicit TLS, 25 STARTTLS, 465 implicit TLS, 587 STARTTLS");
        check(2525, Security::ImplicitTls, "2525 STARTTLS, 465 implicit TLS, 587 STARTTLS, 25 STARTTLS");
    }
}
