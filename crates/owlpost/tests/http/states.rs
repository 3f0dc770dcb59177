//! The states `kept` and `uncertain` on pages, in the API and in metrics.

use accounts::audit::Action;
use axum::http::StatusCode;
use queue::{Id, State};
use testserver::{ManualTransport, TestServer};

/// Ann's server, whose mail server loses replies and which repeats nothing.
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
async fn sending_again_an_uncertain_message_asks_first() {
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
    assert!(transport.is_idle(), "asking sends nothing");

    let answer = server.post(&again, &[]).await;
    assert_eq!(answer.header("location"), format!("/outbox/{id}?done=retry"));
    transport.attempt().await.delivered();
    server.until("it is sent", async || server.state(id).await == State::Sent).await;
    assert_eq!(server.get(&again).await.header("location"), format!("/outbox/{id}"), "nothing is left to ask about");
}

#[tokio::test]
async fn a_program_sends_an_uncertain_message_again_on_request() {
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
async fn mail_in_the_built_in_mailbox_is_shown_as_kept_everywhere() {
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

/// Ann's server with the built-in mailbox; the test answers for mail servers.
async fn with_mailbox() -> (TestServer, String) {
    let server = TestServer::builder().start_signed_in().await;
    let key = server.key("all", &accounts::Scope::ALL).await;
    (server, key)
}

/// Accepts a message that the built-in mailbox stores.
async fn kept(server: &TestServer, to: &str) -> Id {
    let id = server.accept(to).await;
    server.until("it is kept", async || server.state(id).await == State::Kept).await;
    id
}

#[tokio::test]
async fn pages_say_that_nothing_is_sent_while_the_built_in_mailbox_is_active() {
    let (server, key) = with_mailbox().await;
    let banner = "Emails are kept in <a href=\"/mailbox\">the mailbox</a> and not sent";
    let welcome = server.get("/configuration/email-settings?welcome=1").await;
    welcome.says("Nothing is sent yet");
    welcome.says("Keeps emails here");
    welcome.does_not_say("Mail is already sent");
    kept(&server, "bob@example.org").await;
    let overview = server.get("/").await;
    overview.says(banner);
    overview.says("Keeps emails here");
    overview.says("<strong>1</strong><span>Kept here in 7 days</span>");
    overview.says("<strong>0</strong><span>Sent in 7 days</span>");
    overview.does_not_say("Verified");
    overview.does_not_say("Not verified");
    server.get("/outbox").await.says(banner);
    let status = server.send_json("GET", "/api/v1/email-settings/status", &key, "").await.json;
    assert_eq!((&status["state"], &status["last_success_at"]), (&"mailbox".into(), &().into()), "{status}");

    server.send_to_nobody().await;
    server.get("/outbox").await.does_not_say(banner);
    server.get("/").await.says("Not verified");
}

#[tokio::test]
async fn members_are_told_as_well() {
    let (server, _) = with_mailbox().await;
    let eve = server.member("eve@example.com", server.workspace, accounts::Role::Admin).await;
    let browser = server.browser_of(&eve).await;
    let page = server.read(&browser, "/workspaces").await;
    page.says("Emails are kept on this server and not sent");
    page.does_not_say("/mailbox");
}

#[tokio::test]
async fn the_lists_contain_what_the_numbers_count() {
    let (server, key) = with_mailbox().await;
    server.send_to_nobody().await;
    let ids = [server.accept("one@example.org").await, server.accept("two@example.org").await];
    server.until("sending pauses", async || server.app.settings.is_paused()).await;
    server.execute("UPDATE delivery SET state = 'deferred', attempts = 1 WHERE recipient = 'two@example.org'").await;
    let overview = server.get("/").await;
    overview.says("href=\"/outbox?state=waiting\"><strong>2</strong>");
    let list = server.get("/outbox?state=waiting").await;
    list.says("href=\"/outbox?state=waiting\"><strong>2</strong>");
    for id in ids {
        list.says(&format!("/outbox/{id}"));
    }
    let listed = server.send_json("GET", "/api/v1/messages?state=waiting", &key, "").await.json;
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(2), "{listed}");
    server.get("/configuration/email-settings").await.says("href=\"/outbox?state=waiting\"");

    server.execute("UPDATE delivery SET state = 'failed', due = NULL WHERE recipient = 'one@example.org'").await;
    server.execute("UPDATE delivery SET state = 'expired', due = NULL WHERE recipient = 'two@example.org'").await;
    let overview = server.get("/").await;
    overview.says("<strong>2</strong><span>Unsuccessful in 7 days</span>");
    let link = overview.body.split('"').find(|part| part.starts_with("/outbox?state=unsuccessful")).expect("a link");
    let list = server.get(&link.replace("&amp;", "&")).await;
    for id in ids {
        list.says(&format!("/outbox/{id}"));
    }
    let wrong = server.send_json("GET", "/api/v1/messages?state=gone", &key, "").await;
    assert!(wrong.body.contains("`waiting`") && wrong.body.contains("`kept`"), "{}", wrong.body);
}

#[tokio::test]
async fn switching_to_the_mailbox_while_mail_waits_asks_first() {
    let (server, key) = with_mailbox().await;
    server.send_to_nobody().await;
    let id = server.accept("bob@example.org").await;
    server.turn(std::time::Duration::from_millis(1));
    let settings = "/configuration/email-settings";
    let asked = server.post(settings, &[("method", "builtin")]).await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.body);
    asked.says("Mail to 1 recipient is waiting to be sent");
    asked.says("name=\"waiting_mail\" value=\"hold\" checked");
    assert!(!server.app.settings.is_to_mailbox(), "nothing was saved");

    let saved = server.post(settings, &[("method", "builtin"), ("waiting_mail", "hold")]).await;
    assert_eq!(saved.header("location"), "/configuration/email-settings?saved=2", "{}", saved.body);
    let on_hold = async || server.app.db.read(|rx| queue::on_hold(rx)).await.expect("counted") == 1;
    server.until("it is on hold", on_hold).await;
    server.get(settings).await.says("1 on hold");
    server.get(&format!("/outbox/{id}")).await.says("On hold: the built-in mailbox is active");
    let read = server.send_json("GET", &format!("/api/v1/messages/{id}"), &key, "").await.json;
    assert_eq!((&read["state"], &read["deliveries"][0]["on_hold"]), (&"queued".into(), &true.into()), "{read}");
    let status = server.send_json("GET", "/api/v1/email-settings/status", &key, "").await.json;
    assert_eq!((&status["waiting"], &status["on_hold"]), (&1.into(), &1.into()), "{status}");

    let page = server.get("/configuration/email-settings/on-hold").await;
    page.says("Deliver to the mailbox (1)");
    let decided = server.post("/configuration/email-settings/on-hold", &[("action", "deliver")]).await;
    assert_eq!(decided.header("location"), "/configuration/email-settings/on-hold?done=deliver");
    server.until("it is kept", async || server.state(id).await == State::Kept).await;
    let entries = server.audit_entries().await;
    assert!(entries.iter().any(|entry| entry.action == Action::MailOnHoldDecided), "{entries:?}");
}

#[tokio::test]
async fn restoring_a_version_with_the_mailbox_asks_as_well() {
    let (server, _) = with_mailbox().await;
    server.save_settings(r#"{"method": "builtin"}"#).await;
    server.send_to_nobody().await;
    let id = server.accept("bob@example.org").await;
    server.turn(std::time::Duration::from_millis(1));
    let restore = "/configuration/email-settings/versions/1/restore";
    let asked = server.post(restore, &[]).await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.body);
    asked.says("Mail to 1 recipient is waiting to be sent");
    let restored = server.post(restore, &[("waiting_mail", "cancel")]).await;
    assert_eq!(restored.header("location"), "/configuration/email-settings?saved=3", "{}", restored.body);
    server.until("it is cancelled", async || server.state(id).await == State::Cancelled).await;
}

#[tokio::test]
async fn a_program_chooses_what_happens_to_waiting_mail_and_mail_on_hold() {
    let (server, key) = with_mailbox().await;
    server.send_to_nobody().await;
    let id = server.accept("bob@example.org").await;
    server.turn(std::time::Duration::from_millis(1));
    let put = async |json: &str| server.send_json("PUT", "/api/v1/email-settings", &key, json).await;
    let wrong = put(r#"{"method": "builtin", "waiting_mail": "burn"}"#).await;
    assert_eq!(
        (wrong.status, &wrong.json["errors"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &"waiting_mail".into())
    );
    assert_eq!(put(r#"{"method": "builtin"}"#).await.status, StatusCode::OK);
    let on_hold = async || server.app.db.read(|rx| queue::on_hold(rx)).await.expect("counted") == 1;
    server.until("it is on hold, because nothing else was said", on_hold).await;
    let path = "/api/v1/email-settings/on-hold";
    let wrong = server.send_json("POST", path, &key, r#"{"action": "hold"}"#).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    let decided = server.send_json("POST", path, &key, r#"{"action": "cancel"}"#).await;
    assert_eq!((decided.status, &decided.json["deliveries"]), (StatusCode::OK, &1.into()), "{}", decided.body);
    assert_eq!(server.state(id).await, State::Cancelled);
}

/// Three messages in the mailbox, and a mail server for which the test answers.
async fn with_kept_mail() -> (TestServer, ManualTransport, String, Vec<Id>) {
    let mut transport = ManualTransport::default();
    let manual = transport.opener();
    let transports = move |mailbox: sending::mailbox::Mailbox| {
        let product = sending::delivery_loop::standard_transports(std::sync::Arc::new(mailbox));
        let choose: sending::delivery_loop::MakeTransport =
            std::sync::Arc::new(move |active| match active.connection {
                settings::Connection::Mailbox => product(active),
                _ => manual(active),
            });
        choose
    };
    let server = TestServer::builder().transports(transports).start_signed_in().await;
    let key = server.key("all", &accounts::Scope::ALL).await;
    let mut ids = Vec::new();
    for to in ["one@example.org", "two@example.org", "three@example.org"] {
        ids.push(kept(&server, to).await);
        server.turn(std::time::Duration::from_millis(1));
    }
    assert!(transport.is_idle());
    (server, transport, key, ids)
}

async fn connect(server: &TestServer) {
    server.save_settings(
        r#"{"method": "password", "from": {"email": "noreply@example.com"}, "password": {"host": "smtp.example.com"}}"#,
    )
    .await;
}

#[tokio::test]
async fn kept_mail_is_released_one_several_or_all_after_a_question() {
    let (server, mut transport, _, ids) = with_kept_mail().await;
    server.get("/mailbox").await.does_not_say("Release all");
    let early = server.post("/mailbox/release", &[("all", "on")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.body);
    early.says("No mail server is connected");
    connect(&server).await;

    let list = server.get("/mailbox").await;
    list.says("Release all");
    let entries = server.app.mailbox.list("", None, 10).await.expect("listed");
    let one = entries[2].id;
    server.get(&format!("/mailbox/{one}")).await.says(&format!("/mailbox/release?{one}=on"));
    let question = server.get(&format!("/mailbox/release?{one}=on")).await;
    question.says("Release 1 email?");
    question.says("1 real recipient");
    assert!(transport.is_idle(), "asking sends nothing");
    let released = server.post("/mailbox/release", &[(&one.to_string(), "on")]).await;
    assert_eq!(released.header("location"), "/mailbox?released=1", "{}", released.body);
    assert_eq!(transport.deliver(1).await, ["one"]);
    server.until("it is sent", async || server.state(ids[0]).await == State::Sent).await;

    let question = server.get("/mailbox/release?all=on").await;
    question.says("Release 2 emails?");
    let released = server.post("/mailbox/release", &[("all", "on")]).await;
    assert_eq!(released.header("location"), "/mailbox?released=2", "{}", released.body);
    assert_eq!(transport.deliver(2).await.len(), 2);
    server.get("/mailbox/release?all=on").await.says("Nothing can be released");
    let entries = server.audit_entries().await;
    assert_eq!(entries.iter().filter(|entry| entry.action == Action::MailReleased).count(), 2, "{entries:?}");
}

#[tokio::test]
async fn a_program_releases_kept_mail() {
    let (server, mut transport, key, ids) = with_kept_mail().await;
    let post = async |path: &str, json: &str| server.send_json("POST", path, &key, json).await;
    let one = format!("/api/v1/messages/{}/release", ids[0]);
    let early = post(&one, "").await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.body);
    connect(&server).await;
    let released = post(&one, "").await;
    assert_eq!((released.status, &released.json["messages"]), (StatusCode::OK, &1.into()), "{}", released.body);
    assert_eq!(transport.deliver(1).await, ["one"]);
    assert_eq!(post(&one, "").await.status, StatusCode::CONFLICT, "it was released before");

    for (wrong, field) in [("{}", "ids"), (r#"{"ids": [], "all": true}"#, "ids"), (r#"{"all": false}"#, "ids")] {
        let answer = post("/api/v1/messages/release", wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {}", answer.body);
        assert_eq!(answer.json["errors"][0]["field"], field);
    }
    let some = format!(r#"{{"ids": ["{}"]}}"#, ids[1]);
    assert_eq!(post("/api/v1/messages/release", &some).await.json["deliveries"], 1);
    assert_eq!(post("/api/v1/messages/release", r#"{"all": true}"#).await.json["messages"], 1);
    assert_eq!(transport.deliver(2).await, ["two", "three"]);
    server.app.mailbox.delete_all().await.expect("emptied");
    assert_eq!(post("/api/v1/messages/release", r#"{"all": true}"#).await.json["messages"], 0);
}
