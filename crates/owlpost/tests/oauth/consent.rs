//! From *Save* to *Connected*, and every way in which a consent fails.

use std::time::Duration;

use accounts::{Actor, audit};
use secrecy::{ExposeSecret, SecretString};
use settings::Method;
use settings::oauth::{Answer, CallbackResult, ConsentError, ConsentOutcome, DisconnectResult, Question};
use testkit::{Channel, Choice, MicrosoftOptions, Person, SmtpAuth};

use crate::support::{ANN, DAY, OAuthServer, PASSWORD, Provider, REDIRECT, SESSION, actor};

/// Every combination of provider and channel.
fn ways() -> [(Provider, &'static str, Channel); 4] {
    [
        (Provider::google(), "", Channel::Smtp),
        (Provider::google(), r#", "send_through": "api""#, Channel::Api),
        (Provider::microsoft(), "", Channel::Smtp),
        (Provider::microsoft(), r#", "send_through": "api""#, Channel::Api),
    ]
}

#[tokio::test]
async fn each_provider_sends_through_both_channels_and_hides_bcc() {
    for (provider, more, way) in ways() {
        let server = OAuthServer::connected(provider, more).await;
        let draft = mail::Draft {
            to: vec!["to@example.org".to_owned()],
            bcc: vec!["hidden@example.org".to_owned()],
            subject: "Both".to_owned(),
            text: Some("Hello".to_owned()),
            ..mail::Draft::default()
        };
        server.accept_draft(draft).await;
        server.arrived(1).await;
        let arrival = server.provider.look_alike().arrivals().remove(0);
        assert_eq!((arrival.channel, arrival.account.as_str(), arrival.from_shown.contains(ANN)), (way, ANN, true));
        let mut recipients = arrival.recipients.clone();
        recipients.sort();
        assert_eq!(recipients, ["hidden@example.org", "to@example.org"]);
        for recipient in &recipients {
            let seen = String::from_utf8_lossy(arrival.as_seen_by(recipient).expect("delivered")).into_owned();
            assert!(!seen.contains("hidden@"), "{seen}");
        }
        assert_eq!(server.provider.look_alike().faults(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_version_before_stays_active_until_the_consent_is_complete() {
    let server = OAuthServer::of(Provider::google()).await;
    let settings = &server.app.settings;
    assert_eq!(server.save("").await, Ok(1));
    assert_eq!((settings.active().number, settings.active().settings.method), (0, Method::Builtin));
    assert_eq!(settings.consent_view().await.expect("a view").pending, Some(1));
    server.consent(Choice::Allow).await;
    assert_eq!((settings.active().number, settings.active().settings.method), (1, Method::OAuth));
    let view = settings.consent_view().await.expect("a view");
    assert_eq!((view.pending, view.connected.expect("connected").account.as_str()), (None, ANN));
}

#[track_caller]
fn refused(outcome: &ConsentOutcome) -> (String, String) {
    match outcome {
        ConsentOutcome::Refused { problem } => {
            (problem.code.to_string(), i18n::Language::English.problem(problem).remedy)
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_refusal_and_an_unticked_scope_do_not_connect_and_are_explained() {
    let server = OAuthServer::of(Provider::google()).await;
    server.save("").await.expect("saved");
    let outcome = server.consent(Choice::Refuse).await;
    assert_eq!(refused(&outcome).0, "consent_refused");
    let outcome = server.consent(Choice::Untick(&["https://mail.google.com/"])).await;
    assert_eq!(refused(&outcome).0, "scope_missing");
    assert!(refused(&outcome).1.contains("check every box"));
    assert_eq!(server.app.settings.active().number, 0);
    // The next consent succeeds.
    assert!(matches!(server.consent(Choice::Allow).await, ConsentOutcome::Connected { .. }));
}

#[tokio::test]
async fn another_account_requires_confirmation() {
    let server = OAuthServer::of(Provider::google()).await;
    server.provider.look_alike().add_person(Person::new("bob@example.com", "bob").who_may_send_as(ANN));
    server.save("").await.expect("saved");
    let address = server.visit("bob@example.com", "bob", Choice::Allow).await;
    let CallbackResult::Ended { id, outcome } = server.come_back(&address, SESSION).await else {
        panic!("unexpected result")
    };
    let question = Question::OtherAccount { account: "bob@example.com".to_owned() };
    assert_eq!(outcome, ConsentOutcome::OpenQuestion { question });
    let settings = &server.app.settings;
    assert_eq!(settings.active().number, 0, "nothing is in force before the answer");

    settings.answer_question(id, Answer::IsAlias, &actor()).await.expect("answered");
    assert!(settings.answer_question(id, Answer::UseAccount, &actor()).await.is_err(), "answered once");
    let filter = audit::Filter { text: Some("bob@example.com".to_owned()), ..audit::Filter::default() };
    let told = server.app.audit.list(filter).await.expect("lists").items;
    let told: Vec<_> = told.iter().map(|entry| (entry.action, subject(entry))).collect();
    assert_eq!(told, [(audit::Action::ConsentGiven, "Google (bob@example.com)".to_owned())], "when it takes effect");
    server.accept_subject("to@example.org", "As Ann").await;
    server.arrived(1).await;
    let arrival = server.provider.look_alike().arrivals().remove(0);
    assert_eq!(arrival.account, "bob@example.com");
    assert!(arrival.from_shown.contains(ANN), "{}", arrival.from_shown);
}

#[tokio::test]
async fn the_account_may_become_the_from_address() {
    let server = OAuthServer::of(Provider::microsoft()).await;
    server.provider.look_alike().add_person(Person::new("bob@example.com", "bob"));
    server.save("").await.expect("saved");
    let address = server.visit("bob@example.com", "bob", Choice::Allow).await;
    let CallbackResult::Ended { id, .. } = server.come_back(&address, SESSION).await else {
        panic!("unexpected result")
    };
    server.app.settings.answer_question(id, Answer::UseAccount, &actor()).await.expect("answered");
    let active = server.app.settings.active();
    assert_eq!(active.settings.from.email.as_ref().map(mail::EmailAddress::expose), Some("bob@example.com"));
    server.accept_subject("to@example.org", "As Bob").await;
    server.arrived(1).await;
}

#[tokio::test]
async fn a_state_is_valid_once_in_its_session_for_ten_minutes() {
    let server = OAuthServer::of(Provider::google()).await;
    server.save("").await.expect("saved");
    let address = server.visit(ANN, PASSWORD, Choice::Allow).await;
    assert!(matches!(server.come_back(&address, "another session").await, CallbackResult::OtherSession));
    assert!(matches!(server.come_back(&address.replace("state=", "state=x"), SESSION).await, CallbackResult::Unknown));
    assert!(matches!(server.come_back(&address, SESSION).await, CallbackResult::Ended { .. }));
    assert!(matches!(server.come_back(&address, SESSION).await, CallbackResult::UsedAlready));

    server.save(r#", "send_through": "api""#).await.expect("saved");
    let address = server.visit(ANN, PASSWORD, Choice::Allow).await;
    server.app.clock.turn(std::time::Duration::from_secs(601));
    assert!(matches!(server.come_back(&address, SESSION).await, CallbackResult::Expired));
}

#[tokio::test]
async fn a_consent_link_of_a_program_works_once_in_the_session_that_opens_it() {
    let server = OAuthServer::of(Provider::google()).await;
    let settings = &server.app.settings;
    server.save("").await.expect("saved");
    let shop = Actor::api_key("shop");
    let link = settings.offer_consent(&shop).await.expect("a link");
    let (page, token) = link.url.expose_secret().split_once("?link=").expect("a link");
    assert_eq!(page, "http://localhost:8020/configuration/email-settings/consent/open");
    let token = SecretString::from(token);
    assert_eq!(settings.offered_by(&token).await.expect("reads"), Some(shop.clone()));
    // The link's token is not accepted as a `state`.
    let forged = format!("{REDIRECT}?state={}&code=x", token.expose_secret());
    assert!(matches!(server.come_back(&forged, SESSION).await, CallbackResult::Unknown));

    let start = settings.open_consent(&token, SESSION, &actor()).await.expect("begins");
    assert_eq!(start.id, link.id);
    let again = settings.open_consent(&token, "another session", &actor()).await;
    assert!(matches!(again, Err(ConsentError::LinkEnded)), "{again:?}");
    assert_eq!(settings.offered_by(&token).await.expect("reads"), None);
    let address = server.provider.look_alike().consent(&start.authorize_url, ANN, PASSWORD, Choice::Allow);
    let address = address.expect("comes back");
    assert!(matches!(server.come_back(&address, "another session").await, CallbackResult::OtherSession));
    let CallbackResult::Ended { outcome, .. } = server.come_back(&address, SESSION).await else {
        panic!("unexpected result")
    };
    assert!(matches!(outcome, ConsentOutcome::Connected { .. }), "{outcome:?}");

    let token_of = async || {
        let link = settings.offer_consent(&shop).await.expect("a link");
        SecretString::from(link.url.expose_secret().split_once("?link=").expect("a link").1)
    };
    let old = token_of().await;
    server.app.clock.turn(std::time::Duration::from_secs(3600));
    assert!(matches!(settings.open_consent(&old, SESSION, &actor()).await, Err(ConsentError::LinkEnded)));
    let superseded = token_of().await;
    server.save(r#", "send_through": "api""#).await.expect("saved");
    assert!(matches!(settings.open_consent(&superseded, SESSION, &actor()).await, Err(ConsentError::LinkEnded)));
}

#[tokio::test]
async fn an_expired_code_and_a_wrong_secret_are_distinguished() {
    let server = OAuthServer::of(Provider::google()).await;
    server.save("").await.expect("saved");
    let address = server.visit(ANN, PASSWORD, Choice::Allow).await;
    server.provider.look_alike().turn_clock(DAY);
    let CallbackResult::Ended { outcome, .. } = server.come_back(&address, SESSION).await else {
        panic!("unexpected result")
    };
    let (code, _) = refused(&outcome);
    assert!(!code.is_empty());
    let json = format!(
        r#"{{"method": "oauth", "from": {{"email": "{ANN}"}}, "oauth": {{"provider": "google", "client_id": "{}",
            "client_secret": "wrong"}}}}"#,
        crate::support::CLIENT_ID
    );
    server.save_json(&json).await.expect("saved");
    let outcome = server.consent(Choice::Allow).await;
    let ConsentOutcome::Refused { problem } = &outcome else { panic!("{outcome:?}") };
    assert_eq!(problem.field.as_deref(), Some("oauth.client_secret"), "{problem:?}");
}

#[tokio::test]
async fn a_consent_for_a_replaced_version_is_not_used() {
    let server = OAuthServer::of(Provider::google()).await;
    server.save("").await.expect("saved");
    let address = server.visit(ANN, PASSWORD, Choice::Allow).await;
    server.save(r#", "send_through": "api""#).await.expect("saved");
    let CallbackResult::Ended { outcome, .. } = server.come_back(&address, SESSION).await else {
        panic!("unexpected result")
    };
    assert_eq!(refused(&outcome).0, "consent_superseded");
}

#[tokio::test]
async fn unrelated_changes_are_saved_without_a_new_consent() {
    let server = OAuthServer::connected(Provider::google(), "").await;
    let json = r#"{"automatic_bcc": "archive@example.com"}"#;
    let number = server.save_json(json).await.expect("saved");
    assert_eq!(server.app.settings.active().number, number, "in force at once");
    let number = server.save(r#", "send_through": "api""#).await.expect("saved");
    assert_ne!(server.app.settings.active().number, number, "another scope needs another consent");
}

#[tokio::test]
async fn disconnecting_revokes_if_the_provider_can_and_mail_waits() {
    let server = OAuthServer::connected(Provider::google(), "").await;
    let disconnected = server.app.settings.disconnect(&actor()).await.expect("disconnected");
    assert!(matches!(disconnected, DisconnectResult::Revoked), "{disconnected:?}");
    assert_eq!(server.provider.look_alike().counts().revocations, 1);
    let again = server.app.settings.disconnect(&actor()).await.expect("nothing to do");
    assert!(matches!(again, DisconnectResult::Nothing), "{again:?}");
    server.app.delivery_loop.recheck_connection();
    server.accept_subject("to@example.org", "Waits").await;
    server.alarmed("consent_needed").await;
    assert!(server.needs_consent());
    assert!(matches!(server.consent(Choice::Allow).await, ConsentOutcome::Connected { .. }), "reconnected");
    server.arrived(1).await;
    assert!(server.app.settings.pause().is_none() || !server.needs_consent());

    let microsoft = OAuthServer::connected(Provider::microsoft(), "").await;
    let disconnected = microsoft.app.settings.disconnect(&actor()).await.expect("disconnected");
    assert!(matches!(disconnected, DisconnectResult::NotOffered), "{disconnected:?}");
}

#[tokio::test]
async fn disabled_smtp_auth_is_reported_with_command_and_alternative() {
    for (smtp_auth, code) in [
        (SmtpAuth::OffForTenant, "smtp_auth_disabled_tenant"),
        (SmtpAuth::OffForMailboxes(vec![ANN.to_owned()]), "smtp_auth_disabled_mailbox"),
    ] {
        let options = MicrosoftOptions { smtp_auth, ..MicrosoftOptions::default() };
        let server = OAuthServer::connected(Provider::microsoft_with(options), "").await;
        server.accept_subject("to@example.org", "Waits").await;
        let problem = server.alarmed(code).await;
        let command = format!("Set-CASMailbox -Identity {ANN} -SmtpClientAuthenticationDisabled $false");
        let remedy = i18n::Language::English.problem(&problem).remedy;
        assert!(remedy.contains(&command), "{remedy}");
        assert_eq!(
            (problem.field.as_deref(), problem.fix),
            (Some("oauth.send_through"), Some(mail::Fix::SendThroughApi))
        );
    }
}

#[tokio::test]
async fn the_audit_log_records_who_connected_and_disconnected_which_mailbox() {
    let server = OAuthServer::of(Provider::google()).await;
    server.save("").await.expect("saved");
    server.turn(Duration::from_millis(1));
    server.consent(Choice::Refuse).await;
    let address = server.visit(ANN, PASSWORD, Choice::Allow).await;
    let client = std::net::IpAddr::from([192, 0, 2, 7]);
    audit::with_client(Some(client), server.come_back(&address, SESSION)).await;
    server.turn(Duration::from_millis(1));
    server.app.settings.disconnect(&actor()).await.expect("disconnected");
    server.app.settings.disconnect(&actor()).await.expect("nothing to do");
    let listed = server.app.audit.list(audit::Filter::default()).await.expect("lists");
    let told: Vec<_> =
        listed.items.into_iter().rev().map(|e| (e.action, e.actor.to_string(), subject(&e), e.client)).collect();
    let of_ann = |action, subject: &str, client| (action, ANN.to_owned(), subject.to_owned(), client);
    assert_eq!(
        told,
        [
            of_ann(audit::Action::SettingsSaved, "Version 1 (Google)", None),
            of_ann(audit::Action::ConsentGiven, "Google (ann@example.com)", Some(client)),
            of_ann(audit::Action::Disconnected, "Google (ann@example.com)", None),
        ],
        "a refusal connects nothing"
    );
}

/// The subject of an entry in English.
fn subject(entry: &audit::Entry) -> String {
    entry.subject.as_ref().map(|text| i18n::Language::English.render(text)).unwrap_or_default()
}
