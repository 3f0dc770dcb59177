//! *Test connection* and *Send test email*: they run at once with the typed values; the status follows only the active
//! values.

use std::time::Duration;

use delivery::probe::ProbeObserver;
use i18n::Language;
use mail::{Problem, StageRecord};
use queue::{Kind, State};
use sending::intake::Request;
use settings::{Actor, Connection, ConnectionState, SettingsInput};
use testkit::{Sink, SinkOptions};

use crate::support::{ManualServer, request};

fn test_mail() -> Request {
    Request { kind: Kind::Test, ..request("ann@example.org") }
}

fn typed(port: u16) -> SettingsInput {
    let json = format!(
        r#"{{"method": "password", "from": {{"email": "noreply@example.com"}},
            "password": {{"host": "127.0.0.1", "port": {port}, "security": "none"}}}}"#
    );
    serde_json::from_str(&json).expect("well-formed settings")
}

fn sink() -> Sink {
    Sink::start(SinkOptions::default()).expect("a sink")
}

#[tokio::test]
async fn a_test_mail_to_the_mailbox_has_one_stage() {
    let server = ManualServer::start().await;
    let active = server.app.settings.active();
    let claim = server.app.intake.accept_test(test_mail(), &active.settings).await.expect("accepted");
    let id = claim.id;
    let mut stages = Vec::new();
    let tested = server
        .app
        .delivery_loop
        .send_test(claim, &Connection::Mailbox, ProbeObserver::new(&mut |stage: &StageRecord| stages.push(stage.name)))
        .await;
    assert_eq!((tested.problem, stages), (None, vec![mail::Stage::Data]));
    assert_eq!(server.states(id).await, [State::Kept]);
    assert_eq!(server.app.mailbox.count().await.expect("a count"), 1);
    assert_eq!(server.app.settings.status().state, ConnectionState::Mailbox, "nothing was sent");
    assert_eq!(server.app.settings.status().last_success_at, None);
}

#[tokio::test]
async fn a_test_of_typed_values_reaches_the_server_and_changes_no_status() {
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    let server = ManualServer::start().await;
    let (settings, connection) = server.app.settings.typed(typed(sink.port())).await.expect("typed");
    let claim = server.app.intake.accept_test(test_mail(), &settings).await.expect("accepted");
    let id = claim.id;
    let tested = server.app.delivery_loop.send_test(claim, &connection, ProbeObserver::new(&mut |_| {})).await;
    assert_eq!(tested.problem, None, "{}", tested.report.transcript);
    assert_eq!(server.states(id).await, [State::Sent]);
    assert_eq!(sink.arrivals().len(), 1);
    assert_eq!(server.app.settings.status().state, ConnectionState::Mailbox, "the typed values are not saved");
    server
        .save_settings(&format!(
            r#"{{"method": "password", "from": {{"email": "noreply@example.com"}},
            "password": {{"host": "127.0.0.1", "port": {}, "security": "none"}}}}"#,
            sink.port()
        ))
        .await;
    let tested = server.app.delivery_loop.test_connection(&connection, ProbeObserver::new(&mut |_| {})).await;
    assert_eq!(tested.problem, None);
    assert_eq!(server.app.settings.status().state, ConnectionState::Verified(server.now()), "now they are");
}

#[tokio::test]
async fn a_passed_test_counts_only_for_the_same_values_saved_within_an_hour() {
    let (sink, other) = (sink(), sink());
    for (saved, after, counts) in [(&sink, 60, true), (&other, 60, false), (&sink, 3700, false)] {
        let server = ManualServer::start().await;
        let (settings, connection) = server.app.settings.typed(typed(sink.port())).await.expect("typed");
        let claim = server.app.intake.accept_test(test_mail(), &settings).await.expect("accepted");
        let tested = server.app.delivery_loop.send_test(claim, &connection, ProbeObserver::new(&mut |_| {})).await;
        assert_eq!(tested.problem, None, "{}", tested.report.transcript);
        let tested_at = server.now();
        server.turn(Duration::from_secs(after));
        server.app.settings.save(typed(saved.port()), &Actor::account("ann@example.com")).await.expect("saved");
        let expected = if counts { ConnectionState::Verified(tested_at) } else { ConnectionState::NotVerified };
        assert_eq!(server.app.settings.status().state, expected, "after {after} s");
    }
}

#[tokio::test]
async fn a_failed_test_revokes_the_result_of_an_earlier_one() {
    let sink = sink();
    let server = ManualServer::start().await;
    let (_, connection) = server.app.settings.typed(typed(sink.port())).await.expect("typed");
    assert_eq!(
        server.app.delivery_loop.test_connection(&connection, ProbeObserver::new(&mut |_| {})).await.problem,
        None
    );
    sink.reject_all(Some("554 5.7.1 no service"));
    assert!(
        server.app.delivery_loop.test_connection(&connection, ProbeObserver::new(&mut |_| {})).await.problem.is_some()
    );
    server.app.settings.save(typed(sink.port()), &Actor::account("ann@example.com")).await.expect("saved");
    assert_eq!(server.app.settings.status().state, ConnectionState::NotVerified);
}

#[tokio::test]
async fn neither_a_failed_test_nor_its_message_announces_a_retry() {
    let sink = sink();
    sink.reject_all(Some("421 4.3.2 try again later"));
    let server = ManualServer::start().await;
    let (settings, connection) = server.app.settings.typed(typed(sink.port())).await.expect("typed");
    let claim = server.app.intake.accept_test(test_mail(), &settings).await.expect("accepted");
    let id = claim.id;
    let tested = server.app.delivery_loop.send_test(claim, &connection, ProbeObserver::new(&mut |_| {})).await;
    let remedy = |problem: Option<Problem>| Language::English.problem(&problem.expect("a problem")).remedy;
    let expected = "A test is not repeated automatically";
    assert!(remedy(tested.problem).starts_with(expected));
    let detail = server.detail(id).await;
    assert_eq!(detail.deliveries[0].state, State::Failed);
    for problem in [detail.deliveries[0].problem.clone(), detail.attempts[0].problem.clone()].into_iter().flatten() {
        assert!(remedy(Some(problem)).starts_with(expected));
    }
}

#[tokio::test]
async fn a_failed_test_is_never_retried() {
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    sink.reject_all(Some("554 5.7.1 no service"));
    let server = ManualServer::start().await;
    let (settings, connection) = server.app.settings.typed(typed(sink.port())).await.expect("typed");
    let claim = server.app.intake.accept_test(test_mail(), &settings).await.expect("accepted");
    let id = claim.id;
    let tested = server.app.delivery_loop.send_test(claim, &connection, ProbeObserver::new(&mut |_| {})).await;
    assert!(tested.problem.is_some());
    assert_eq!(server.states(id).await, [State::Failed]);
    assert_eq!(server.app.settings.pause(), None);
}
