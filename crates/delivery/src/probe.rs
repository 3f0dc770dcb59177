//! The staged test: the same conversation as real mail, over a session of its own, with a live observer.
//!
//! Where the port or security seems wrong, the usual others are looked at: greeting and TLS alone, no credentials, since
//! a stored password goes to the destination it was saved for and to no other.

use std::time::Duration;

use mail::{Fix, Outcome, Problem, Report, Security, Stage, StageRecord};
use tokio::time::{Instant, sleep};

use crate::methods::{ApiTransport, outcome, report};
use crate::oauth::{AccessToken, Wish};
use crate::smtp::destination::{Destination, Limits};
use crate::smtp::dial;
use crate::smtp::journal::Journal;
use crate::smtp::mishap::{Failure, Mishap};
use crate::smtp::session::{Session, Until, open};
use crate::smtp::tls::{client_config, handshake};
use crate::smtp::transaction::{Age, hand_over};
use crate::trouble::{Scene, has_other_way, of_connection};
use crate::{ApiAccount, Login, Outgoing, Patience, SmtpAccount};

/// How long a test may take in all, the look at other ports not counted.
const TEST: Duration = Duration::from_secs(45);
/// How long the look at other ports may take.
const SEARCH: Duration = Duration::from_secs(15);
/// The pause before each other port, so that the server does not take us for a scanner.
const PAUSE: Duration = Duration::from_millis(500);
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(2);

/// What a test came to.
#[derive(Clone, Debug)]
pub struct Tested {
    /// The attempt, as for real mail; for a connection test without recipients.
    pub report: Report,
    /// What went wrong, with a fix where one was probed and works; `None` when all went well.
    pub problem: Option<Problem>,
}

/// Logs in, sends nothing. Each stage is told to `on_stage` as it ends.
pub async fn test_connection(
    account: &SmtpAccount,
    patience: &Patience,
    on_stage: &mut (dyn FnMut(&StageRecord) + Send),
) -> Tested {
    let to = destination(account, patience);
    let mut journal = Journal::new(Some(on_stage));
    let (outcome, throttled) = match open(&to, Until::LoggedIn(Wish::Renewed), &mut journal).await {
        Ok(session) => {
            session.wire.quit(GOODBYE).await;
            (Outcome::Tried(Vec::new()), false)
        }
        Err(failure) => trouble(account, &failure, &mut journal).await,
    };
    tested(report(account, outcome, throttled, journal))
}

/// Sends `outgoing` over a fresh session. Each stage is told to `on_stage` as it ends.
///
/// On a connect, TLS or security failure the usual other ports are probed once each, without credentials, and one that
/// works becomes the problem's fix.
pub async fn test_email(
    account: &SmtpAccount,
    patience: &Patience,
    outgoing: &Outgoing,
    on_stage: &mut (dyn FnMut(&StageRecord) + Send),
) -> Tested {
    let to = destination(account, patience);
    let mut journal = Journal::new(Some(on_stage));
    let (outcome, throttled) = match open(&to, Until::LoggedIn(Wish::Renewed), &mut journal).await {
        Ok(session) => send(&to, session, outgoing, &mut journal).await,
        Err(failure) => trouble(account, &failure, &mut journal).await,
    };
    tested(report(account, outcome, throttled, journal))
}

/// As [`test_connection`], for a provider's API: reaches it, and gets an access token anew, which shows that renewing works.
pub async fn test_api_connection(account: &ApiAccount, on_stage: &mut (dyn FnMut(&StageRecord) + Send)) -> Tested {
    let way = ApiTransport::for_test(account.clone());
    let mut journal = Journal::new(Some(on_stage));
    let outcome = match reach_api(&way, &mut journal).await {
        Ok(_) => Outcome::Tried(Vec::new()),
        Err(problem) => Outcome::ConnectionTrouble(problem),
    };
    tested(way.report(outcome, false, journal))
}

/// As [`test_email`], for a provider's API.
pub async fn test_api_email(
    account: &ApiAccount,
    outgoing: &Outgoing,
    on_stage: &mut (dyn FnMut(&StageRecord) + Send),
) -> Tested {
    let way = ApiTransport::for_test(account.clone());
    let mut journal = Journal::new(Some(on_stage));
    let (outcome, throttled) = match reach_api(&way, &mut journal).await {
        Ok(token) => way.send(outgoing, token, Wish::Renewed, &mut journal).await,
        Err(problem) => (Outcome::ConnectionTrouble(problem), false),
    };
    tested(way.report(outcome, throttled, journal))
}

/// Resolve, connect, TLS, and a token: over a connection of its own, so that each stage can be seen.
async fn reach_api(way: &ApiTransport, journal: &mut Journal<'_>) -> Result<AccessToken, Problem> {
    let reached = api_stages(way, journal).await;
    reached.map_err(|mishap| {
        journal.failed(mishap.to_string());
        journal.remark(format_args!("{mishap}"));
        way.unreached(&mishap.to_string())
    })?;
    way.token(Wish::Renewed, journal).await
}

async fn api_stages(way: &ApiTransport, journal: &mut Journal<'_>) -> Result<(), Mishap> {
    let patience = Patience::interactive();
    let (host, port) = way.host_and_port();
    journal.enter(Stage::Resolve);
    let addresses = dial::resolve(&host, port, patience.resolve).await?;
    let shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    journal.passed(shown.join(", "));
    journal.enter(Stage::Connect);
    let (stream, address) = dial::connect(&addresses, patience.connect).await?;
    journal.passed(address.to_string());
    if way.is_encrypted() {
        journal.enter(Stage::Tls);
        let config = client_config(way.account().ca_certificate.as_deref()).map_err(Mishap::Tls)?;
        let (_, agreed) = handshake(config, &host, Box::new(stream), patience.tls).await?;
        journal.passed(agreed);
    }
    Ok(())
}

fn destination(account: &SmtpAccount, patience: &Patience) -> Destination {
    Destination::new(account.clone(), Limits::new(patience.clone(), Some(Instant::now() + TEST)))
}

async fn send(
    to: &Destination,
    mut session: Session,
    outgoing: &Outgoing,
    journal: &mut Journal<'_>,
) -> (Outcome, bool) {
    let scene = Scene { account: &to.account, sender: Some(&outgoing.sender) };
    let handed = hand_over(&mut session, Age::Fresh, &to.limits, &scene, outgoing, journal).await;
    if handed.session_free {
        session.wire.quit(GOODBYE).await;
    }
    (outcome(handed.end), handed.throttled)
}

/// The problem, with a way around it where one is found.
async fn trouble(account: &SmtpAccount, failure: &Failure, journal: &mut Journal<'_>) -> (Outcome, bool) {
    let scene = Scene { account, sender: None };
    let (mut problem, throttled) = of_connection(&scene, failure);
    // A provider's own server is where the provider says it is.
    let is_typed = !matches!(account.login, Some(Login::Bearer(_)));
    if is_typed && has_other_way(failure) {
        problem.fix = find_fix(account, journal).await;
    }
    (Outcome::ConnectionTrouble(problem), throttled)
}

/// The first other port and security that answers with TLS and a certificate that holds.
async fn find_fix(account: &SmtpAccount, journal: &mut Journal<'_>) -> Option<Fix> {
    let until = Instant::now() + SEARCH;
    for way in other_ways(account.port, account.security) {
        sleep(PAUSE).await;
        if Instant::now() >= until {
            return None;
        }
        let works = answers(account, &way, until).await;
        let found = if works { "works" } else { "does not work" };
        journal.remark(format_args!("port {} with {}: {found}", way.port, words(way.security)));
        if works {
            return Some(Fix::Server { port: way.port, security: way.security });
        }
    }
    None
}

/// A port and security that may serve.
#[derive(PartialEq, Eq)]
struct OtherWay {
    port: u16,
    security: Security,
}

/// The other TLS on the same port first, then the usual pairs. Never without TLS: that is not ours to propose.
fn other_ways(port: u16, security: Security) -> Vec<OtherWay> {
    let same_port = [Security::ImplicitTls, Security::Starttls].map(|security| OtherWay { port, security });
    let usual = [(465, Security::ImplicitTls), (587, Security::Starttls), (25, Security::Starttls)];
    let mut ways: Vec<OtherWay> = Vec::new();
    for way in same_port.into_iter().chain(usual.map(|(port, security)| OtherWay { port, security })) {
        if way != (OtherWay { port, security }) && !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

/// Whether a server greets us there over TLS, and offers a login where one is configured.
async fn answers(account: &SmtpAccount, way: &OtherWay, until: Instant) -> bool {
    let other = SmtpAccount { port: way.port, security: way.security, login: None, ..account.clone() };
    const STEP: Duration = Duration::from_secs(4);
    let patience = Patience {
        resolve: STEP,
        connect: STEP,
        tls: STEP,
        greeting: STEP,
        command: STEP,
        data_block: STEP,
        final_dot: STEP,
    };
    let to = Destination::new(other, Limits::new(patience, Some(until)));
    let Ok(session) = open(&to, Until::Greeted, &mut Journal::new(None)).await else { return false };
    let login_fits = account.login.is_none() || !session.server.mechanisms.is_empty();
    session.wire.quit(GOODBYE).await;
    login_fits
}

fn words(security: Security) -> &'static str {
    match security {
        Security::ImplicitTls => "implicit TLS",
        Security::Starttls => "STARTTLS",
        Security::None => "no TLS",
    }
}

/// The first problem of the attempt is the test's.
fn tested(report: Report) -> Tested {
    let problem = match &report.outcome {
        Outcome::ConnectionTrouble(problem) => Some(problem.clone()),
        Outcome::Tried(verdicts) => verdicts.iter().find_map(|verdict| verdict.problem.clone()),
    };
    Tested { report, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(port: u16, security: Security, expected: &str) {
        let ways: Vec<String> =
            other_ways(port, security).iter().map(|way| format!("{} {}", way.port, words(way.security))).collect();
        assert_eq!(ways.join(", "), expected);
    }

    #[test]
    fn the_other_tls_on_the_same_port_comes_first_and_nothing_is_proposed_in_clear() {
        check(587, Security::ImplicitTls, "587 STARTTLS, 465 implicit TLS, 25 STARTTLS");
        check(465, Security::Starttls, "465 implicit TLS, 587 STARTTLS, 25 STARTTLS");
        check(25, Security::None, "25 implicit TLS, 25 STARTTLS, 465 implicit TLS, 587 STARTTLS");
        check(2525, Security::ImplicitTls, "2525 STARTTLS, 465 implicit TLS, 587 STARTTLS, 25 STARTTLS");
    }
}
