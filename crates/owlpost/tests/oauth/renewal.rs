//! Tokens renew themselves: once for all, stored before they are used, and told apart where they do not.

use std::time::Duration;

use oauth::TokenRequest;
use testkit::{Choice, Misbehaviour};

use crate::support::{ANN, Home, PATIENCE, Provider};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test(flavor = "multi_thread")]
async fn fifty_sessions_at_once_cause_one_renewal() {
    let home = Home::connected(Provider::microsoft(), "").await;
    let tokens = home.house.app.settings.connection().tokens().expect("tokens").clone();
    let before = home.provider.look_alike().renewals();
    let asked = (0..50).map(|_| {
        let tokens = tokens.clone();
        tokio::spawn(async move { tokens.token(TokenRequest::Valid).await.expect("a token").number })
    });
    let mut numbers = Vec::new();
    for one in asked.collect::<Vec<_>>() {
        numbers.push(one.await.expect("answers"));
    }
    numbers.dedup();
    assert_eq!((numbers.len(), home.provider.look_alike().renewals() - before), (1, 1));
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires_and_once_where_it_is_refused() {
    for provider in [Provider::google(), Provider::microsoft()] {
        let home = Home::connected(provider, "").await;
        home.accept("to@example.org", "One").await;
        home.arrived(1).await;
        home.turn(HOUR);
        home.accept("to@example.org", "Two").await;
        home.arrived(2).await;
        home.provider.look_alike().kill_access_tokens();
        // The session that is logged in already ends, so that the next one logs in anew.
        home.provider.look_alike().misbehave(Misbehaviour::SmtpAnswersDot("421 4.4.2 closing".to_owned()));
        home.accept("to@example.org", "Three").await;
        home.arrived_with_time(3).await;
        assert!(home.house.app.settings.pause().is_none(), "{:?}", home.house.app.settings.pause());
    }
}

#[tokio::test]
async fn a_token_that_the_api_refuses_is_replaced_once() {
    for provider in [Provider::google(), Provider::microsoft()] {
        let home = Home::connected(provider, r#", "send_through": "api""#).await;
        home.accept("to@example.org", "One").await;
        home.arrived(1).await;
        home.provider.look_alike().kill_access_tokens();
        home.accept("to@example.org", "Two").await;
        home.arrived_with_time(2).await;
        assert!(home.house.app.settings.pause().is_none());
    }
}

#[tokio::test]
async fn a_rotated_token_is_known_after_a_restart() {
    let mut home = Home::connected(Provider::microsoft(), "").await;
    for round in 1..=5 {
        home.accept("to@example.org", &format!("Round {round}")).await;
        home.arrived(round).await;
        home = home.restarted().await;
        home.turn(2 * HOUR);
    }
    assert_eq!(home.provider.look_alike().faults(), Vec::<String>::new());
}

/// What the provider does, and what the status says then.
async fn check_alarm(misbehaviour: Misbehaviour, code: &str) {
    let home = Home::connected(Provider::microsoft(), "").await;
    home.provider.look_alike().misbehave_always(misbehaviour.clone());
    home.accept("to@example.org", "Waits").await;
    let problem = home.alarmed(code).await;
    assert!(!i18n::Language::English.problem(&problem).remedy.is_empty());
    assert_eq!(home.needs_consent(), code == "consent_needed", "{misbehaviour:?}");
    assert_eq!(home.provider.look_alike().arrivals().len(), 0);
}

#[tokio::test]
async fn what_needs_a_person_raises_the_alarm() {
    check_alarm(Misbehaviour::TokenInvalidGrant, "consent_needed").await;
    check_alarm(Misbehaviour::TokenInteractionRequired, "consent_needed").await;
}

#[tokio::test]
async fn trouble_of_the_provider_passes_by_itself_and_the_mail_goes_out() {
    for misbehaviour in [
        Misbehaviour::TokenTemporarilyUnavailable,
        Misbehaviour::TokenStatus(503),
        Misbehaviour::TokenTooMany(3),
        Misbehaviour::TokenHtml,
        Misbehaviour::TokenHangsUp,
    ] {
        let home = Home::connected(Provider::microsoft(), "").await;
        home.provider.look_alike().misbehave(misbehaviour.clone());
        home.accept("to@example.org", "Late").await;
        for _ in 0..400 {
            if home.house.app.settings.pause().is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        assert!(!home.needs_consent(), "{misbehaviour:?}");
        home.arrived_with_time(1).await;
    }
}

#[tokio::test]
async fn answers_that_leave_things_out_serve_all_the_same() {
    for misbehaviour in [
        Misbehaviour::TokenWithoutExpiry,
        Misbehaviour::TokenExpiryAsText,
        Misbehaviour::TokenWithoutType,
        Misbehaviour::TokenTypeLowerCase,
    ] {
        let home = Home::connected(Provider::google(), "").await;
        home.provider.look_alike().misbehave_always(misbehaviour);
        home.accept("to@example.org", "One").await;
        home.arrived(1).await;
    }
}

#[tokio::test]
async fn after_a_revocation_mail_waits_and_goes_out_with_the_next_consent() {
    let home = Home::connected(Provider::google(), "").await;
    home.provider.look_alike().revoke_everything(ANN);
    home.accept("to@example.org", "Waits").await;
    home.alarmed("consent_needed").await;
    home.consent(Choice::Allow).await;
    home.arrived(1).await;
    assert!(home.provider.look_alike().wait_for(1, PATIENCE));
}
