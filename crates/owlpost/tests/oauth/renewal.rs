//! Renewal of tokens: once for all callers, stored before use, and with distinct problems when it fails.

use std::time::Duration;

use oauth::TokenRequest;
use testkit::{Choice, Misbehaviour};

use crate::support::{ANN, OAuthServer, PATIENCE, Provider};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test(flavor = "multi_thread")]
async fn fifty_sessions_at_once_cause_one_renewal() {
    let server = OAuthServer::connected(Provider::microsoft(), "").await;
    let tokens = server.app.settings.connection().tokens().expect("tokens").clone();
    let before = server.provider.look_alike().renewals();
    let asked = (0..50).map(|_| {
        let tokens = tokens.clone();
        tokio::spawn(async move { tokens.token(TokenRequest::Valid).await.expect("a token").number })
    });
    let mut numbers = Vec::new();
    for one in asked.collect::<Vec<_>>() {
        numbers.push(one.await.expect("answers"));
    }
    numbers.dedup();
    assert_eq!((numbers.len(), server.provider.look_alike().renewals() - before), (1, 1));
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires_and_once_if_refused() {
    for provider in [Provider::google(), Provider::microsoft()] {
        let server = OAuthServer::connected(provider, "").await;
        server.accept_subject("to@example.org", "One").await;
        server.arrived(1).await;
        server.turn(HOUR);
        server.accept_subject("to@example.org", "Two").await;
        server.arrived(2).await;
        server.provider.look_alike().kill_access_tokens();
        // Closes the existing session, so that the next one has to log in.
        server.provider.look_alike().misbehave(Misbehaviour::SmtpAnswersDot("421 4.4.2 closing".to_owned()));
        server.accept_subject("to@example.org", "Three").await;
        server.arrived_with_time(3).await;
        assert!(server.app.settings.pause().is_none(), "{:?}", server.app.settings.pause());
    }
}

#[tokio::test]
async fn a_token_that_the_api_refuses_is_replaced_once() {
    for provider in [Provider::google(), Provider::microsoft()] {
        let server = OAuthServer::connected(provider, r#", "send_through": "api""#).await;
        server.accept_subject("to@example.org", "One").await;
        server.arrived(1).await;
        server.provider.look_alike().kill_access_tokens();
        server.accept_subject("to@example.org", "Two").await;
        server.arrived_with_time(2).await;
        assert!(server.app.settings.pause().is_none());
    }
}

#[tokio::test]
async fn a_rotated_token_is_known_after_a_restart() {
    let mut server = OAuthServer::connected(Provider::microsoft(), "").await;
    for round in 1..=5 {
        server.accept_subject("to@example.org", &format!("Round {round}")).await;
        server.arrived(round).await;
        server = server.restarted().await;
        server.turn(2 * HOUR);
    }
    assert_eq!(server.provider.look_alike().faults(), Vec::<String>::new());
}

/// Checks the problem of the connection under this misbehaviour.
async fn check_alarm(misbehaviour: Misbehaviour, code: &str) {
    let server = OAuthServer::connected(Provider::microsoft(), "").await;
    server.provider.look_alike().misbehave_always(misbehaviour.clone());
    server.accept_subject("to@example.org", "Waits").await;
    let problem = server.alarmed(code).await;
    assert!(!i18n::Language::English.problem(&problem).remedy.is_empty());
    assert_eq!(server.needs_consent(), code == "consent_needed", "{misbehaviour:?}");
    assert_eq!(server.provider.look_alike().arrivals().len(), 0);
}

#[tokio::test]
async fn problems_that_need_a_person_pause_sending() {
    check_alarm(Misbehaviour::TokenInvalidGrant, "consent_needed").await;
    check_alarm(Misbehaviour::TokenInteractionRequired, "consent_needed").await;
}

#[tokio::test]
async fn a_temporary_problem_of_the_provider_ends_and_the_mail_is_sent() {
    for misbehaviour in [
        Misbehaviour::TokenTemporarilyUnavailable,
        Misbehaviour::TokenStatus(503),
        Misbehaviour::TokenTooMany(3),
        Misbehaviour::TokenHtml,
        Misbehaviour::TokenHangsUp,
    ] {
        let server = OAuthServer::connected(Provider::microsoft(), "").await;
        server.provider.look_alike().misbehave(misbehaviour.clone());
        server.accept_subject("to@example.org", "Late").await;
        for _ in 0..400 {
            if server.app.settings.pause().is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        assert!(!server.needs_consent(), "{misbehaviour:?}");
        server.arrived_with_time(1).await;
    }
}

#[tokio::test]
async fn incomplete_responses_are_accepted() {
    for misbehaviour in [
        Misbehaviour::TokenWithoutExpiry,
        Misbehaviour::TokenExpiryAsText,
        Misbehaviour::TokenWithoutType,
        Misbehaviour::TokenTypeLowerCase,
    ] {
        let server = OAuthServer::connected(Provider::google(), "").await;
        server.provider.look_alike().misbehave_always(misbehaviour);
        server.accept_subject("to@example.org", "One").await;
        server.arrived(1).await;
    }
}

#[tokio::test]
async fn after_a_revocation_mail_waits_for_the_next_consent() {
    let server = OAuthServer::connected(Provider::google(), "").await;
    server.provider.look_alike().revoke_everything(ANN);
    server.accept_subject("to@example.org", "Waits").await;
    server.alarmed("consent_needed").await;
    server.consent(Choice::Allow).await;
    server.arrived(1).await;
    assert!(server.provider.look_alike().wait_for(1, PATIENCE));
}
