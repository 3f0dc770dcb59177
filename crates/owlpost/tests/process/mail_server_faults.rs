//! Faults of the mail server, with the real binary: lost connections, temporary refusals, silence.

use std::collections::BTreeMap;
use std::time::Instant;

use testkit::{Arrival, Sink, SinkOptions};

use crate::home::{Home, Owlpost, PATIENCE, free_address};
use crate::mount::Mount;

#[tokio::test]
async fn connections_lost_after_the_dot_cause_marked_second_deliveries() {
    let options = SinkOptions { resets_after_dot_percent: 5, seed: 7, ..SinkOptions::default() };
    let sink = Sink::start(options).expect("a sink");
    let home = Home::set_up();
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), None).await;
    let mut ids = BTreeMap::new();
    for number in 0..200 {
        let recipient = format!("r{number}@example.com");
        ids.insert(recipient.clone(), owlpost.accepts(&recipient, "a message").await);
    }
    for id in ids.values() {
        is_sent_after_retry(&owlpost, id).await;
    }
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for ((_, recipient), count) in sink.received_by_recipient() {
        *times.entry(recipient).or_default() += count;
    }
    assert_eq!(sink.received().len(), ids.len(), "a second try has the same Message-ID");
    for (recipient, id) in &ids {
        let delivery = owlpost.delivery(id).await;
        let twice = times[recipient] > 1;
        assert_eq!(delivery["may_have_arrived_twice"], twice, "{recipient} came {} times", times[recipient]);
    }
    assert!(times.values().any(|count| *count > 1), "the sink lost no connection");
}

#[tokio::test]
async fn a_recipient_that_is_deferred_once_gets_its_message_once() {
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    let home = Home::set_up();
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), None).await;
    let id = owlpost.accepts("defer-once-ann@example.com", "a message").await;
    let deferred = owlpost.delivery_is(&id, "deferred").await;
    assert_eq!(deferred["attempts"], 1, "{deferred}");
    assert!(deferred["next_attempt_at"].is_string(), "{deferred}");
    let sent = is_sent_after_retry(&owlpost, &id).await;
    assert_eq!(sent["may_have_arrived_twice"], false, "{sent}");
    assert_eq!(sink.arrivals().len(), 1);
}

/// Waits until a message is sent; if it is deferred, requests the next attempt at once.
async fn is_sent_after_retry(owlpost: &Owlpost, id: &str) -> serde_json::Value {
    loop {
        let delivery = owlpost.delivery_becomes(id, |it| it["state"] == "sent" || it["state"] == "deferred").await;
        if delivery["state"] == "sent" {
            return delivery;
        }
        let answer = owlpost.must("POST", &format!("/api/v1/messages/{id}/retry"), None).await;
        // 409: the next attempt started between the two calls.
        assert!(answer.status < 300 || answer.status == 409, "{} {}", answer.status, answer.text);
    }
}

#[tokio::test]
async fn a_server_that_is_down_pauses_sending_and_spends_no_attempt() {
    let address = free_address();
    let home = Home::set_up();
    let owlpost = home.start().await;
    owlpost.deliver_to(address, None).await;
    let id = owlpost.accepts("ann@example.com", "a message").await;
    let status = fails(&owlpost).await;
    assert!(status.contains(&address.port().to_string()), "{status}");
    let waiting = owlpost.delivery(&id).await;
    assert_eq!(waiting["attempts"], 0, "{waiting}");

    let sink = Sink::start(SinkOptions { address, ..SinkOptions::default() }).expect("the port is still free");
    let sent = owlpost.delivery_is(&id, "sent").await;
    assert_eq!((&sent["attempts"], &sent["may_have_arrived_twice"]), (&1.into(), &false.into()), "{sent}");
    assert_eq!(sink.arrivals().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_accepted_after_a_save_is_sent_with_the_saved_settings() {
    // Several servers, so that scheduling varies at every point between save and delivery.
    let servers: Vec<_> = (0..4).map(|_| tokio::spawn(switch_to_and_fro(50))).collect();
    for server in servers {
        server.await.expect("every message left by the settings of its time");
    }
}

/// One server whose settings change before each message. Its data is in memory, so that messages are stored as fast as
/// possible and may overtake the change.
async fn switch_to_and_fro(rounds: usize) {
    let sinks = [(); 2].map(|()| Sink::start(SinkOptions::default()).expect("a sink"));
    let (home, _mount) = Mount::below_a_home("size=64m");
    let owlpost = home.start().await;
    for round in 0..rounds {
        let (new, old) = (&sinks[round % 2], &sinks[(round + 1) % 2]);
        owlpost.deliver_to(new.address(), None).await;
        let recipient = format!("round{round}@example.com");
        let id = owlpost.accepts(&recipient, "a message").await;
        owlpost.delivery_is(&id, "sent").await;
        let is_for_it = |arrival: &Arrival| arrival.recipient == recipient;
        assert!(!old.arrivals().iter().any(is_for_it), "round {round}: it left by the old settings");
        assert!(new.arrivals().iter().any(is_for_it), "round {round}: it left by no settings that are known");
    }
}

/// Waits until the status of the email settings shows a problem; returns its text.
async fn fails(owlpost: &Owlpost) -> String {
    let started = Instant::now();
    loop {
        let answer = owlpost.must("GET", "/api/v1/email-settings/status", None).await;
        if answer.json()["failing_since"].is_string() {
            return answer.text;
        }
        assert!(started.elapsed() < PATIENCE, "nothing fails: {}", answer.text);
        tokio::task::yield_now().await;
    }
}
