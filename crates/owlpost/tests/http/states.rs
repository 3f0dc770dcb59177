//! The states `kept` and `uncertain` on pages, in the API and in metrics.

use axum::http::StatusCode;
use queue::{Id, State};
use testserver::{ManualTransport, TestServer};

/// Ann's server, whose mail server loses replies; nothing is repeated.
async fn without_repetitions() -> (TestServer, ManualTransport, String) {
    let transport = ManualTransport::default();
    let opener = transport.opener();
    let builder = TestServer::builder().transports(|_| opener);
    let server = builder.config(|config| config.limits.lost_reply_repetitions = 0).start_signed_in().await;
    let key = server.key("all", &accounts::Scope::ALL).await;
    (server, transport, key)
}

async fn uncertain(server: &TestServer, transport: &mut ManualTransport, to: &str) -> Id {
    let id = server.accept(to).await;
    transport.attempt().await.reply_lost();
    server.until("the delivery has ended", async || server.state(id).await == State::Uncertain).await;
    id
}

#[tokio::test]
async fn a_message_that_may_have_arrived_is_marked_everywhere() {
    let (server, mut transport, key) = without_repetitions().await;
    let id = uncertain(&server, &mut transport, "bob@example.org").await;

    let read = server.send_json("GET", &format!("/api/v1/messages/{id}"), &key, "").await.json;
    let delivery = &read["deliveries"][0];
    assert_eq!((&read["state"], &delivery["state"]), (&"uncertain".into(), &"uncertain".into()), "{read}");
    assert_eq!((&delivery["problem"]["code"], &delivery["next_attempt_at"]), (&"arrival_uncertain".into(), &().into()));
    let listed = server.send_json("GET", "/api/v1/messages?state=uncertain", &key, "").await.json;
    assert_eq!(listed["items"][0]["deliveries"]["uncertain"], 1, "{listed}");
    let metrics = server.app.maillog.metrics().text().expect("a text");
    assert!(metrics.contains("owlpost_deliveries_settled_total{state=\"uncertain\"} 1"), "{metrics}");

    let page = server.get(&format!("/outbox/{id}")).await;
    page.says("May have arrived");
    page.says("1 recipient may have received this message");
    page.says("The message was transmitted completely, and the mail server&#39;s reply was lost.");
    server.get("/outbox?state=uncertain").await.says(&format!("/outbox/{id}"));
}

#[tokio::test]
async fn sending_again_what_may_have_arrived_is_asked_about_first() {
    let (server, mut transport, key) = without_repetitions().await;
    let id = uncertain(&server, &mut transport, "bob@example.org").await;
    let again = format!("/outbox/{id}/retry-uncertain");

    let plain = server.post(&format!("/outbox/{id}/retry"), &[]).await;
    assert_eq!(plain.status, StatusCode::CONFLICT, "an ordinary retry leaves it alone");
    let plain = server.send_json("POST", &format!("/api/v1/messages/{id}/retry"), &key, "").await;
    assert_eq!(plain.status, StatusCode::CONFLICT, "{}", plain.body);
    let question = server.get(&again).await;
    question.says("Send it again to a recipient who may have it?");
    question.says("it may arrive twice");
    question.says("bob@example.org");
    assert!(transport.is_idle(), "the question sends nothing");

    let answer = server.post(&again, &[]).await;
    assert_eq!(answer.header("location"), format!("/outbox/{id}?done=retry"));
    transport.attempt().await.delivered();
    server.until("it is sent", async || server.state(id).await == State::Sent).await;
    assert_eq!(server.get(&again).await.header("location"), format!("/outbox/{id}"), "nothing is left to ask about");
}

#[tokio::test]
async fn a_program_sends_again_what_may_have_arrived_where_it_says_so() {
    let (server, mut transport, key) = without_repetitions().await;
    let id = uncertain(&server, &mut transport, "bob@example.org").await;
    let path = format!("/api/v1/messages/{id}/retry?uncertain=");
    let wrong = server.send_json("POST", &format!("{path}maybe"), &key, "").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    assert_eq!(wrong.json["errors"][0]["field"], "uncertain");
    let retried = server.send_json("POST", &format!("{path}true"), &key, "").await;
    assert_eq!((retried.status, &retried.json["deliveries"]), (StatusCode::OK, &1.into()), "{}", retried.body);
    transport.attempt().await.delivered();
    server.until("it is sent", async || server.state(id).await == State::Sent).await;
}

#[tokio::test]
async fn mail_in_the_built_in_mailbox_is_kept_everywhere() {
    let server = TestServer::builder().start_signed_in().await;
    let key = server.key("all", &accounts::Scope::ALL).await;
    let id = server.accept("bob@example.org").await;
    server.mailbox_has(1).await;
    server.until("it is kept", async || server.state(id).await == State::Kept).await;

    let read = server.send_json("GET", &format!("/api/v1/messages/{id}"), &key, "").await.json;
    assert_eq!((&read["state"], &read["deliveries"][0]["state"]), (&"kept".into(), &"kept".into()), "{read}");
    let listed = server.send_json("GET", "/api/v1/messages?state=kept", &key, "").await.json;
    assert_eq!(listed["items"][0]["deliveries"]["kept"], 1, "{listed}");
    let metrics = server.app.maillog.metrics().text().expect("a text");
    assert!(metrics.contains("owlpost_deliveries_settled_total{state=\"kept\"} 1"), "{metrics}");
    assert!(!metrics.contains("state=\"sent\"} 1"), "{metrics}");

    let page = server.get(&format!("/outbox/{id}")).await;
    page.says("Kept here");
    page.says("The built-in mailbox keeps it. Nothing was sent.");
    page.does_not_say("The next mail server accepted it");
}
