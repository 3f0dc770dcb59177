//! Months pass: mail is sent throughout, and expirations are announced on the right day.

use std::time::Duration;

use settings::ExpirationKind;
use testkit::{GoogleOptions, Publishing};

use crate::support::{DAY, OAuthServer, Provider};

#[tokio::test]
async fn mail_is_sent_for_120_days_without_intervention() {
    for provider in [Provider::google(), Provider::microsoft()] {
        let server = OAuthServer::verified(provider, "").await;
        let mut sent = 0;
        for day in 0..120 {
            server.goes_by(DAY).await;
            // Twelve times in four months: in between, only the weekly renewal keeps the token valid.
            if day % 10 == 9 {
                server.accept_subject("to@example.org", &format!("Day {day}")).await;
                sent += 1;
                server.arrived(sent).await;
            }
        }
        assert!(server.app.settings.pause().is_none(), "{:?}", server.app.settings.pause());
        assert_eq!(server.provider.look_alike().arrivals().len(), sent, "each once");
    }
}

#[tokio::test]
async fn an_unused_token_is_renewed_every_week() {
    let server = OAuthServer::verified(Provider::microsoft(), "").await;
    let before = server.provider.look_alike().renewals();
    for day in 1..=20 * 7 {
        server.goes_by(DAY).await;
        assert_eq!(server.provider.look_alike().renewals(), before + day / 7, "day {day}");
    }
}

#[tokio::test]
async fn an_unrenewed_token_expires_and_pauses_sending() {
    for (provider, days) in [(Provider::google(), 180), (Provider::microsoft(), 90)] {
        let server = OAuthServer::connected(provider, "").await;
        let expirations = server.app.settings.expirations().await.expect("expirations");
        let unused = expirations.iter().find(|expiration| expiration.kind == ExpirationKind::RefreshToken);
        let unused = unused.expect("a refresh token that expires unused");
        assert_eq!(unused.at.duration_since(server.now()).as_hours(), days * 24);
        assert!(!unused.needs_action, "a renewal prevents it");
        // Both clocks leap, as after a long power failure.
        server.turn((u32::try_from(days).expect("days") + 10) * DAY);
        server.accept_subject("to@example.org", "Too late").await;
        server.alarmed("consent_needed").await;
        assert!(server.needs_consent());
    }
}

#[tokio::test]
async fn the_seven_days_of_a_project_in_testing_are_announced() {
    let testing = GoogleOptions { publishing: Publishing::Testing, ..GoogleOptions::default() };
    let server = OAuthServer::connected(Provider::google_with(testing), "").await;
    let expirations = server.app.settings.expirations().await.expect("expirations");
    assert_eq!(expirations[0].kind, ExpirationKind::Consent);
    assert_eq!(expirations[0].meaning.code(), "settings_consent_expires_testing");
    let left = expirations[0].at.duration_since(server.now());
    assert!((6 * 24..=7 * 24).contains(&left.as_hours()), "{left:?}");

    server.turn(7 * DAY + Duration::from_secs(3600));
    server.accept_subject("to@example.org", "Too late").await;
    let problem = server.alarmed("consent_needed").await;
    assert_eq!(problem.variant.as_deref(), Some("testing"), "{problem:?}");
}

#[tokio::test]
async fn the_expiration_of_a_client_secret_is_announced_30_7_and_1_days_before() {
    let server = OAuthServer::verified(Provider::microsoft(), r#", "client_secret_expires": "2027-01-31""#).await;
    let app = &server.app;
    let workspace = app.accounts.set_up(None, "root@example.com", "four unrelated plain words".to_owned().into(), "W");
    workspace.await.expect("an administrator");
    let mut reminded = Vec::new();
    for day in 1..=70 {
        server.goes_by(DAY).await;
        let written = server.count(queue::Kind::Notice).await;
        reminded.resize(written, day);
        server.arrived(written).await;
    }
    // The secret expires on 31 January; maintenance looks at 08:00 each day, first on 26 November.
    assert_eq!(reminded, [38, 61, 67]);
    let arrived = server.provider.look_alike().arrivals();
    assert!(arrived.iter().all(|letter| letter.recipients == ["root@example.com"]), "{arrived:?}");
    let subjects: Vec<_> = arrived.iter().map(|letter| subject(&letter.given)).collect();
    assert_eq!(
        subjects,
        [
            "The client secret of your outgoing email expires in 30 days",
            "The client secret of your outgoing email expires in 7 days",
            "The client secret of your outgoing email expires within a day",
        ]
    );
}

fn subject(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default().to_owned()
}
