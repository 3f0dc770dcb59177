//! The connection test: the same session as a delivery, not kept, with an observer of each stage.
//!
//! If port or security seem wrong, the usual alternatives are tried up to greeting and TLS, without credentials: a stored
//! password is sent only to the server that it was saved for.

use std::time::Duration;

use mail::{Fix, Outcome, Outgoing, Problem, Report, Security, Stage, StageRecord};
use oauth::{AccessToken, TokenRequest};
use smtp::{Destination, Journal, Limits, Server, Session, SessionOrigin, SmtpError, Timeouts};
use tls::client_config;
use tokio::time::{Instant, sleep, timeout};

use crate::account::security_name;
use crate::diagnosis::{self, Context};
use crate::transports::{ApiTransport, Attempted, OpenError, Outcomes, Sent, open, report, send_in};
use crate::{ApiAccount, Login, SmtpAccount};

/// The time limit of a test, without the alternatives.
const TEST: Duration = Duration::from_secs(45);
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

/// Logs in and sends nothing. Calls `on_stage` with each stage when it ends.
pub async fn test_connection(
    account: &SmtpAccount,
    timeouts: &Timeouts,
    on_stage: &mut (dyn FnMut(&StageRecord) + Send),
) -> ProbeResult {
    let to = destination(account, timeouts);
    let mut journal = Journal::new(Some(on_stage));
    let (outcome, throttled) = match open(account, &to, TokenRequest::Renew, &mut journal).await {
        Ok(session) => {
            session.quit(QUIT).await;
            (Outcome::Tried(Vec::new()), false)
        }
        Err(error) => diagnosed(account, &error, &mut journal).await,
    };
    test_result(report(account, Attempted { outcome, throttled, failed_at: None }, journal))
}

/// Sends `outgoing` in a new session. Calls `on_stage` with each stage when it ends.
///
/// After a connect, TLS or security failure it tries each usual alternative once, without credentials. One that works is
/// the problem's fix.
pub async fn test_email(
    account: &SmtpAccount,
    timeouts: &Timeouts,
    outgoing: &Outgoing,
    on_stage: &mut (dyn FnMut(&StageRecord) + Send),
) -> ProbeResult {
    let to = destination(account, timeouts);
    let mut journal = Journal::new(Some(on_stage));
    let (outcome, throttled) = match open(account, &to, TokenRequest::Renew, &mut journal).await {
        Ok(session) => send(account, &to, session, outgoing, &mut journal).await,
        Err(error) => diagnosed(account, &error, &mut journal).await,
    };
    test_result(report(account, Attempted { outcome, throttled, failed_at: None }, journal))
}

/// Like [`test_connection`], for a provider's API: connects, and renews the access token.
pub async fn test_api_connection(account: &ApiAccount, on_stage: &mut (dyn FnMut(&StageRecord) + Send)) -> ProbeResult {
    let transport = ApiTransport::for_test(account.clone());
    let mut journal = Journal::new(Some(on_stage));
    let outcome = match reach_api(&transport, &mut journal).await {
        Ok(_) => Outcome::Tried(Vec::new()),
        Err(problem) => Outcome::ConnectionTrouble(problem),
    };
    test_result(transport.report(outcome, false, journal))
}

/// Like [`test_email`], for a provider's API.
pub async fn test_api_email(
    account: &ApiAccount,
    outgoing: &Outgoing,
    on_stage: &mut (dyn FnMut(&StageRecord) + Send),
) -> ProbeResult {
    let transport = ApiTransport::for_test(account.clone());
    let mut journal = Journal::new(Some(on_stage));
    let (outcome, throttled) = match reach_api(&transport, &mut journal).await {
        Ok(token) => transport.send(outgoing, token, TokenRequest::Renew, &mut journal).await,
        Err(problem) => (Outcome::ConnectionTrouble(problem), false),
    };
    test_result(transport.report(outcome, throttled, journal))
}

/// Resolve, connect, TLS and token, over a separate connection, so that each stage is visible.
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
    let timeouts = Timeouts::interactive();
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
    let context = Context { account, sender: Some(&outgoing.sender) };
    match send_in(&mut session, SessionOrigin::New, to, &context, outgoing, journal).await {
        Sent::Ended(ended) => {
            if ended.session_reusable {
                session.quit(QUIT).await;
            }
            Outcomes::new(ended.outcomes).into_outcome(&outgoing.recipients)
        }
        Sent::SessionEnded => unreachable!("only a reused session can have ended before the message"),
    }
}

/// The problem, with a fix if an alternative works.
async fn diagnosed(account: &SmtpAccount, error: &OpenError, journal: &mut Journal<'_>) -> (Outcome, bool) {
    let context = Context { account, sender: None };
    let (mut problem, throttled) = diagnosis::of_open_error(&context, error);
    // A provider's own server is configured by owlpost, not by the administrator.
    let is_configured = !matches!(account.login, Some(Login::Bearer(_)));
    if is_configured && diagnosis::may_work_elsewhere(error) {
        problem.fix = find_fix(account, journal).await;
    }
    (Outcome::ConnectionTrouble(problem), throttled)
}

/// The first alternative that answers with TLS and a valid certificate.
async fn find_fix(account: &SmtpAccount, journal: &mut Journal<'_>) -> Option<Fix> {
    let until = Instant::now() + SEARCH;
    for alternative in alternatives(account.server.port, account.server.security) {
        sleep(PAUSE).await;
        if Instant::now() >= until {
            return None;
        }
        let works = answers(account, &alternative, until).await;
        let found = if works { "works" } else { "does not work" };
        journal.remark(format_args!("port {} with {}: {found}", alternative.port, security_name(alternative.security)));
        if works {
            return Some(Fix::Server { port: alternative.port, security: alternative.security });
        }
    }
    None
}

/// Another port and security.
#[derive(PartialEq, Eq)]
struct Alternative {
    port: u16,
    security: Security,
}

/// The other TLS mode on the same port first, then the usual combinations. Never without TLS.
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

/// Whether a server answers there over TLS, and offers AUTH if a login is configured.
async fn answers(account: &SmtpAccount, alternative: &Alternative, until: Instant) -> bool {
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
    let Ok(session) = smtp::connect(&to, &mut Journal::new(None)).await else { return false };
    let login_fits = account.login.is_none() || !session.capabilities().mechanisms.is_empty();
    session.quit(QUIT).await;
    login_fits
}

/// The result of a test; its problem is the first of the attempt.
fn test_result(report: Report) -> ProbeResult {
    let problem = match &report.outcome {
        Outcome::ConnectionTrouble(problem) => Some(problem.clone()),
        Outcome::Tried(verdicts) => verdicts.iter().find_map(|verdict| verdict.problem.clone()),
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

    #[test]
    fn alternatives_begin_with_the_same_port_and_use_tls() {
        check(587, Security::ImplicitTls, "587 STARTTLS, 465 implicit TLS, 25 STARTTLS");
        check(465, Security::Starttls, "465 implicit TLS, 587 STARTTLS, 25 STARTTLS");
        check(25, Security::None, "25 implicit TLS, 25 STARTTLS, 465 implicit TLS, 587 STARTTLS");
        check(2525, Security::ImplicitTls, "2525 STARTTLS, 465 implicit TLS, 587 STARTTLS, 25 STARTTLS");
    }
}
