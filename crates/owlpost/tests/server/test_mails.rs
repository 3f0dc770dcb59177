//! *Test connection* and *Send test email*: at once, over what is typed; the status follows only the active values.

use delivery::probe::Follower;
use mail::StageRecord;
use queue::{Kind, State};
use sending::intake::Request;
use settings::{Connection, ConnectionState, SettingsInput};
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

#[tokio::test]
async fn a_test_mail_into_the_mailbox_shows_its_one_stage() {
    let server = ManualServer::start().await;
    let active = server.app.settings.active();
    let claim = server.app.intake.accept_test(test_mail(), &active.settings).await.expect("accepted");
    let id = claim.id;
    let mut stages = Vec::new();
    let tested = server
        .app
        .delivery_loop
        .send_test(claim, &Connection::Mailbox, Follower::new(&mut |stage: &StageRecord| stages.push(stage.name)))
        .await;
    assert_eq!((tested.problem, stages), (None, vec![mail::Stage::Data]));
    assert_eq!(server.states(id).await, [State::Kept]);
    assert_eq!(server.app.mailbox.count().await.expect("a count"), 1);
    assert_eq!(server.app.settings.status().state, ConnectionState::Verified(server.now()));
}

#[tokio::test]
async fn a_test_of_typed_values_reaches_the_server_and_changes_no_status() {
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    let server = ManualServer::start().await;
    let (settings, connection) = server.app.settings.typed(typed(sink.port())).await.expect("typed");
    let claim = server.app.intake.accept_test(test_mail(), &settings).await.expect("accepted");
    let id = claim.id;
    let tested = server.app.delivery_loop.send_test(claim, &connection, Follower::new(&mut |_| {})).await;
    assert_eq!(tested.problem, None, "{}", tested.report.transcript);
    assert_eq!(server.states(id).await, [State::Sent]);
    assert_eq!(sink.arrivals().len(), 1);
    assert_eq!(server.app.settings.status().state, ConnectionState::NotVerified, "the typed values are not saved");
    server
        .save_settings(&format!(
            r#"{{"method": "password", "from": {{"email": "noreply@example.com"}},
            "password": {{"host": "127.0.0.1", "port": {}, "security": "none"}}}}"#,
            sink.port()
        ))
        .await;
    let tested = server.app.delivery_loop.test_connection(&connection, Follower::new(&mut |_| {})).await;
    assert_eq!(tested.problem, None);
    assert_eq!(server.app.settings.status().state, ConnectionState::Verified(server.now()), "now they are");
}

#[tokio::test]
async fn a_failed_test_is_never_tried_again() {
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    sink.reject_all(Some("554 5.7.1 no service"));
    let server = ManualServer::start().await;
    let (settings, connection) = server.app.settings.typed(typed(sink.port())).await.expect("typed");
    let claim = server.app.intake.accept_test(test_mail(), &settings).await.expect("accepted");
    let id = claim.id;
    let tested = server.app.delivery_loop.send_test(claim, &connection, Follower::new(&mut |_| {})).await;
    assert!(tested.problem.is_some());
    assert_eq!(server.states(id).await, [State::Failed]);
    assert_eq!(server.app.settings.pause(), None);
}
