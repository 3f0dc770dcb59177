//! Delivery status notifications (RFC 3461, RFC 3464): asked for at the port, sent through real servers, read by Python.

use std::process::Stdio;
use std::time::Duration;

use queue::{Filter, Id, Kind, State};
use serde_json::{Value, json};
use testkit::{Aiosmtpd, Postfix, StoredMessage, python};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::support::{Dialogue, SENDER, SubmissionServer, message};

impl SubmissionServer {
    /// Sends through the server at this port from now on, as `sender`.
    async fn deliver_to(&self, port: u16, sender: &str) {
        let settings = json!({
            "method": "password", "from": {"email": sender},
            "password": {"host": "127.0.0.1", "port": port, "security": "none"},
        });
        self.server.save_settings(&settings.to_string()).await;
    }

    /// Submits a message; each recipient with its parameters.
    async fn submit(&self, mail: &str, recipients: &[&str]) -> Id {
        let mut client = self.logged_in().await;
        client.expect(&format!("MAIL FROM:{mail}"), "250 2.1.0").await;
        for recipient in recipients {
            client.expect(&format!("RCPT TO:{recipient}"), "250 2.1.5").await;
        }
        self.finish(&mut client).await
    }

    async fn finish(&self, client: &mut Dialogue<tokio::net::TcpStream>) -> Id {
        let sender = self.server.app.settings.active_sender();
        let text = message("An order")
            .replace(SENDER, sender.expose())
            .replace("\r\n\r\n", "\r\nMessage-ID: <1@here>\r\n\r\n");
        client.expect("DATA", "354").await;
        let reply = client.expect(&format!("{text}."), "250 2.0.0 accepted as ").await;
        reply["250 2.0.0 accepted as ".len()..].parse().expect("an id")
    }

    async fn notices(&self) -> Vec<Id> {
        let filter = Filter { kind: Some(Kind::Notice), ..Filter::default() };
        let page = self.server.app.db.read(move |rx| queue::list(rx, &filter)).await.expect("a list");
        page.items.iter().map(|item| item.id).collect()
    }

    async fn has_ended(&self, id: Id) -> Vec<State> {
        self.server
            .until("it has ended", async || self.server.states(id).await.iter().all(|state| state.is_final()))
            .await;
        self.server.states(id).await
    }
}

/// What aiosmtpd got, once there are so many messages.
async fn arrived(server: &SubmissionServer, next: &Aiosmtpd, messages: usize) -> Vec<StoredMessage> {
    let kept = || next.kept().expect("readable");
    server.server.until("the mail has arrived", async || kept().len() >= messages).await;
    let kept = kept();
    assert_eq!(kept.len(), messages, "no more than that");
    kept
}

/// A notification as Python's email package reads it.
async fn read(bytes: &[u8]) -> Value {
    let mut run = Command::new(python());
    run.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/submission/report.py"));
    let mut child = run.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("this test needs python3");
    child.stdin.take().expect("a pipe").write_all(bytes).await.expect("written");
    let output = child.wait_with_output().await.expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(bytes));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&report["type"], &report["report_type"]), (&json!("multipart/report"), &json!("delivery-status")));
    assert_eq!(report["defects"], json!([]), "{report}");
    report
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sender_learns_what_it_asked_for_where_the_next_server_has_no_dsn() {
    let server = SubmissionServer::start().await;
    let next = Aiosmtpd::start().expect("aiosmtpd");
    server.deliver_to(next.clear_port(), SENDER).await;
    let recipients = [
        "<refuse-one@example.org> NOTIFY=FAILURE ORCPT=rfc822;one+2Bx@example.org",
        "<refuse-two@example.org> NOTIFY=FAILURE,DELAY",
        "<refuse-never@example.org> NOTIFY=NEVER",
        "<ann@example.org> NOTIFY=SUCCESS,FAILURE",
        "<bob@example.org> NOTIFY=FAILURE",
    ];
    let id = server.submit(&format!("<{SENDER}> RET=FULL ENVID=order+2042"), &recipients).await;
    let kept = arrived(&server, &next, 3).await;
    assert_eq!(kept[0].recipients, ["ann@example.org", "bob@example.org"]);
    let mut reports = Vec::new();
    for report in &kept[1..] {
        assert_eq!((report.sender.as_str(), &*report.recipients), ("<>", [SENDER.to_owned()].as_slice()));
        reports.push(read(&report.message).await);
    }
    reports.sort_by_key(|report| report["recipients"][0]["Action"].to_string());
    let [failed, relayed] = &reports[..] else { panic!("two: {reports:?}") };

    assert_eq!(failed["parts"], json!(["text/plain", "message/delivery-status", "message/rfc822"]));
    let header = &failed["header"];
    assert_eq!((&header["To"], &header["Auto-Submitted"]), (&json!(SENDER), &json!("auto-replied")));
    assert_eq!((&header["In-Reply-To"], &header["References"]), (&json!("<1@here>"), &json!("<1@here>")));
    assert_eq!(header["From"], format!("Mail Delivery System <{SENDER}>"));
    assert_eq!(failed["message"]["Original-Envelope-Id"], "order 42");
    assert_eq!(failed["message"]["Reporting-MTA"], format!("dns; {}", server.server.app.config.own_name()));
    assert!(failed["message"]["Arrival-Date"].as_str().is_some_and(|date| date.ends_with("2026 10:00:00 +0000")));
    let [one, two] = &failed["recipients"].as_array().expect("recipients")[..] else { panic!("two: {failed}") };
    assert_eq!(one["Original-Recipient"], "rfc822; one+x@example.org");
    assert_eq!(one["Final-Recipient"], "rfc822; refuse-one@example.org");
    assert_eq!((&one["Action"], &one["Status"]), (&json!("failed"), &json!("5.1.1")));
    assert_eq!(one["Remote-MTA"], "dns; 127.0.0.1");
    assert!(one["Diagnostic-Code"].as_str().is_some_and(|code| code.starts_with("smtp; 550 5.1.1 ")), "{one}");
    assert!(one["Last-Attempt-Date"].is_string(), "{one}");
    assert_eq!(
        (&two["Final-Recipient"], &two["Original-Recipient"]),
        (&json!("rfc822; refuse-two@example.org"), &Value::Null)
    );
    assert!(failed["text"].as_str().is_some_and(|text| text.contains("<refuse-one@example.org>")), "{failed}");
    assert!(failed["returned"].as_str().is_some_and(|text| text.contains("Hello.")), "RET=FULL: {failed}");

    let [ann] = &relayed["recipients"].as_array().expect("recipients")[..] else { panic!("one: {relayed}") };
    assert_eq!((&ann["Final-Recipient"], &ann["Action"]), (&json!("rfc822; ann@example.org"), &json!("relayed")));
    assert!(ann["Status"].as_str().is_some_and(|status| status.starts_with("2.")), "{ann}");
    assert_eq!(relayed["parts"], json!(["text/plain", "message/delivery-status", "text/rfc822-headers"]));
    let returned = relayed["returned"].as_str().expect("a part");
    assert!(returned.contains("Subject: An order") && !returned.contains("Hello."), "{returned}");

    // Each is mail of the outbox, of low priority, that says what it is about.
    let notices = server.notices().await;
    assert_eq!(notices.len(), 2);
    let origin = server.server.detail(notices[0]).await.summary.origin;
    assert_eq!((origin.code(), origin.to_string().contains(&id.to_string())), ("origin_status_notification", true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_next_server_with_dsn_takes_over_the_duty() {
    let server = SubmissionServer::start().await;
    let next = Postfix::start().expect("Postfix");
    server.deliver_to(next.clear_port(), SENDER).await;
    let recipients =
        ["<ann@example.org> NOTIFY=SUCCESS ORCPT=rfc822;a@example.org", "<x@refused.example> NOTIFY=FAILURE"];
    server.submit(&format!("<{SENDER}> RET=HDRS ENVID=order+2042"), &recipients).await;
    let sink = next.sink();
    server.server.until("the message and both reports have arrived", async || sink.arrivals().len() >= 3).await;
    let mut actions = Vec::new();
    for arrival in sink.arrivals().into_iter().filter(|arrival| arrival.sender.is_empty()) {
        assert_eq!(arrival.recipient, SENDER);
        let report = read(&arrival.message.expect("kept")).await;
        assert_eq!(report["message"]["Original-Envelope-Id"], "order 42", "{report}");
        let of = |field: &str| report["recipients"][0][field].as_str().unwrap_or_default().to_owned();
        actions.push([
            report["message"]["Reporting-MTA"].as_str().expect("a server").to_owned(),
            of("Action"),
            of("Original-Recipient"),
        ]);
    }
    actions.sort();
    let own = format!("dns; {}", server.server.app.config.own_name());
    let postfix = ["dns; mx.postfix.test", "relayed", "rfc822;a@example.org"].map(str::to_owned);
    assert_eq!(actions, [postfix, [own, "failed".to_owned(), String::new()]]);
    assert_eq!(server.notices().await.len(), 1, "owlpost itself reports only what was refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_notified_who_did_not_ask_unless_it_is_configured() {
    for bounces in [false, true] {
        let server = SubmissionServer::start_with(move |config| config.submission.bounces = bounces).await;
        let next = Aiosmtpd::start().expect("aiosmtpd");
        // A sender does not learn about automatic BCC.
        let settings = json!({
            "method": "password", "from": {"email": SENDER},
            "automatic_bcc": "refuse-archive@example.org", "automatic_bcc_submission": true,
            "password": {"host": "127.0.0.1", "port": next.clear_port(), "security": "none"},
        });
        server.server.save_settings(&settings.to_string()).await;
        let plain = server.submit(&format!("<{SENDER}>"), &["<refuse-one@example.org>"]).await;
        let null = server.submit("<>", &["<refuse-two@example.org> NOTIFY=FAILURE"]).await;
        let never = server.submit(&format!("<{SENDER}>"), &["<refuse-three@example.org> NOTIFY=NEVER"]).await;
        for id in [plain, null, never] {
            assert_eq!(server.has_ended(id).await, [State::Failed; 2]);
        }
        let asked = server.submit(&format!("<{SENDER}>"), &["<refuse-four@example.org> NOTIFY=FAILURE"]).await;
        server.has_ended(asked).await;
        let kept = arrived(&server, &next, if bounces { 2 } else { 1 }).await;
        let mut about = Vec::new();
        for kept in &kept {
            let report = read(&kept.message).await;
            let [one] = &report["recipients"].as_array().expect("recipients")[..] else { panic!("one: {report}") };
            about.push(one["Final-Recipient"].as_str().expect("one").to_owned());
        }
        about.sort();
        let four = "rfc822; refuse-four@example.org".to_owned();
        let one = "rfc822; refuse-one@example.org".to_owned();
        assert_eq!(about, if bounces { vec![four, one] } else { vec![four] });
        let unasked = read(&kept[0].message).await;
        assert_eq!(unasked["parts"][2], "text/rfc822-headers", "without RET the header is enough");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notification_that_fails_is_not_reported() {
    let server = SubmissionServer::start_with(|config| config.submission.bounces = true).await;
    let next = Aiosmtpd::start().expect("aiosmtpd");
    let own = "refuse-me@example.com";
    server.deliver_to(next.clear_port(), own).await;
    let id = server.submit(&format!("<{own}>"), &["<refuse-one@example.org> NOTIFY=SUCCESS,FAILURE,DELAY"]).await;
    server.has_ended(id).await;
    server.server.until("it is reported", async || server.notices().await.len() == 1).await;
    let notice = server.notices().await[0];
    assert_eq!(server.has_ended(notice).await, [State::Failed]);
    // Whatever else is due is due by now.
    server.server.turn(Duration::from_secs(5 * 60 * 60));
    let later = server.submit(&format!("<{own}>"), &["<refuse-two@example.org>"]).await;
    server.has_ended(later).await;
    server.server.until("it is reported", async || server.notices().await.len() >= 2).await;
    assert_eq!(server.notices().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delay_is_reported_once() {
    let server = SubmissionServer::start().await;
    server.deliver_to(1, SENDER).await;
    let id = server.submit(&format!("<{SENDER}>"), &["<ann@example.org> NOTIFY=DELAY", "<bob@example.org>"]).await;
    server.server.turn(queue::DELAYED_AFTER - Duration::from_secs(60));
    server.server.turn(Duration::from_secs(120));
    server.server.until("it is reported", async || !server.notices().await.is_empty()).await;
    let notice = server.notices().await[0];
    let raw = server.server.app.db.read(move |rx| queue::raw(rx, notice)).await.expect("the notification");
    let report = read(&raw).await;
    let [ann] = &report["recipients"].as_array().expect("recipients")[..] else { panic!("one: {report}") };
    assert_eq!((&ann["Final-Recipient"], &ann["Action"]), (&json!("rfc822; ann@example.org"), &json!("delayed")));
    assert!(ann["Status"].as_str().is_some_and(|status| status.starts_with("4.")), "{ann}");
    server.server.turn(queue::DELAYED_AFTER * 2);
    assert!(server.server.states(id).await.iter().all(|state| state.waits()));
    assert_eq!(server.notices().await.len(), 1);
}
