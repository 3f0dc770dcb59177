//! A full disk: it is reported everywhere, accepted mail is delivered even after a restart, and recovery is automatic.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use testkit::{Sink, SinkOptions};

use crate::home::{ADMINISTRATOR, Answer, Owlpost, PATIENCE};
use crate::mount::Mount;

#[tokio::test]
async fn a_full_disk_is_reported_accepted_mail_is_delivered_and_recovery_is_automatic() {
    let sink = Sink::start(SinkOptions { keep_messages: true, ..SinkOptions::default() }).expect("a sink");
    let (home, _mount) = Mount::below_a_home("size=128m");
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), None).await;
    is_full(&owlpost, false).await;
    let mut accepted = vec![owlpost.accepts("first@example.com", "while there is room").await];

    let filler = home.data().join("filler");
    fill(&filler);
    let (accepted_meanwhile, refusal) = post_until_refused(&owlpost).await;
    accepted.extend(accepted_meanwhile);
    assert_eq!(refusal.status, 507, "{}", refusal.text);
    for part in ["disk", "full", "Free space"] {
        assert!(refusal.text.contains(part), "{}", refusal.text);
    }
    is_full(&owlpost, true).await;
    assert_eq!(owlpost.as_administrator("/configuration/email-settings").await, 200, "an administrator can sign in");
    for id in &accepted {
        owlpost.delivery_is(id, "sent").await;
    }
    is_full(&owlpost, true).await;
    administrators_are_told(&sink);

    // Another program takes the remaining space, and the server is restarted without any.
    owlpost.kill();
    fill(&home.data().join("more"));
    let owlpost = home.launch();
    owlpost.listens().await;
    is_full(&owlpost, true).await;
    let log = owlpost.log();
    assert!(log.contains("the disk of the database is full"), "{log}");

    for name in ["filler", "more"] {
        std::fs::remove_file(home.data().join(name)).expect("making room");
    }
    accepted.push(accepts_again(&owlpost).await);
    is_full(&owlpost, false).await;
    for id in &accepted {
        owlpost.delivery_is(id, "sent").await;
    }
    let arrived = sink.received();
    assert_eq!(arrived.len(), accepted.len() + 1, "and the letter about the disk: {arrived:?}");
    assert!(owlpost.terminate().success());
    assert!(home.start().await.terminate().success(), "the database is whole");
}

/// Checks that readiness, metric and status say whether the disk is full.
async fn is_full(owlpost: &Owlpost, expected: bool) {
    let ready = owlpost.must("GET", "/readyz", None).await;
    assert_eq!(ready.status, if expected { 503 } else { 200 }, "{}", ready.text);
    let metrics = owlpost.must("GET", "/metrics", None).await.text;
    assert!(metrics.contains(&format!("owlpost_disk_full {}", u8::from(expected))), "{metrics}");
    let status = owlpost.must("GET", "/api/v1/email-settings/status", None).await.json();
    assert_eq!(status["disk"], if expected { "full" } else { "writable" }, "{status}");
}

/// Waits for a letter about the disk while it is full.
fn administrators_are_told(sink: &Sink) {
    let started = Instant::now();
    let is_told = || sink.arrivals().iter().any(|arrival| arrival.recipient == ADMINISTRATOR);
    while !is_told() {
        assert!(started.elapsed() < PATIENCE, "no letter came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Takes all free space.
fn fill(path: &Path) {
    let mut file = std::fs::File::create(path).expect("creating the filler");
    for size in [1 << 20, 4096, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

/// Posts large messages until one is refused; returns the ids of the accepted ones. Free pages in the database's own
/// files may still hold a few.
async fn post_until_refused(owlpost: &Owlpost) -> (Vec<String>, Answer) {
    let mut accepted = Vec::new();
    for number in 0..1000 {
        let to = format!("full{number}@example.com");
        let answer = owlpost.post_message(&to, &"all work and no play\n".repeat(10_000)).await.expect("an answer");
        if answer.status != 202 {
            return (accepted, answer);
        }
        accepted.push(answer.json()["id"].as_str().expect("an id").to_owned());
    }
    panic!("a full disk took {} messages of 200 KB", accepted.len());
}

/// Posts until a message is accepted.
async fn accepts_again(owlpost: &Owlpost) -> String {
    let started = Instant::now();
    loop {
        let answer = owlpost.post_message("again@example.com", "there is room again").await.expect("an answer");
        match answer.status {
            202 => return answer.json()["id"].as_str().expect("an id").to_owned(),
            507 => assert!(started.elapsed() < PATIENCE, "there is room and it is not used: {}", answer.text),
            other => panic!("{other} {}", answer.text),
        }
        tokio::task::yield_now().await;
    }
}
