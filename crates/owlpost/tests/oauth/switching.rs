//! Switching from a password to Google while mail waits: every message arrives once, and none is sent with incomplete
//! settings.

use std::collections::BTreeMap;
use std::time::Duration;

use testkit::{Choice, Sink, SinkOptions};

use crate::support::{ANN, OAuthServer, Provider};

const MESSAGES: usize = 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_messages_arrive_once_across_the_switch() {
    let sink = Sink::start(SinkOptions {
        reply_delay: Duration::from_millis(2),
        keep_messages: true,
        ..SinkOptions::default()
    })
    .expect("a sink");
    let server = OAuthServer::of(Provider::google()).await;
    let password = format!(
        r#"{{"method": "password", "from": {{"email": "{ANN}"}}, "pace": {{"recipients_per_day": 1000000}},
            "password": {{"host": "127.0.0.1", "port": {}, "security": "none"}}}}"#,
        sink.port()
    );
    server.save_json(&password).await.expect("saved");
    for number in 0..MESSAGES {
        server.accept_subject("to@example.org", &format!("number {number}")).await;
        if number == MESSAGES / 3 {
            server.save("").await.expect("saved, and not yet in force");
        }
        if number == MESSAGES / 2 {
            server.consent(Choice::Allow).await;
        }
    }
    let google = server.provider.look_alike();
    let total = || sink.arrivals().len() + google.arrivals().len();
    for _ in 0..1_200 {
        if total() >= MESSAGES {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let subject = |message: &[u8]| {
        let text = String::from_utf8_lossy(message).into_owned();
        text.lines().find(|line| line.starts_with("Subject:")).unwrap_or_default().to_owned()
    };
    for arrival in sink.arrivals() {
        *times.entry(subject(arrival.message.as_deref().unwrap_or_default())).or_default() += 1;
    }
    for arrival in google.arrivals() {
        *times.entry(subject(&arrival.given)).or_default() += 1;
    }
    assert_eq!((times.len(), times.values().filter(|count| **count > 1).count()), (MESSAGES, 0));
    assert!(!sink.arrivals().is_empty() && !google.arrivals().is_empty(), "some left by each");
    assert_eq!(google.faults(), Vec::<String>::new());
}
