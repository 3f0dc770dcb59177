//! Tests that the sink accepts mail, obeys special recipients, and counts.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use testkit::{Sink, SinkOptions};

/// Sends lines one by one and returns the reply codes, `-` if the sink disconnected.
fn codes(sink: &Sink, lines: &[&str]) -> String {
    let mut client = TcpStream::connect(sink.address()).expect("a connection");
    let mut replies = BufReader::new(client.try_clone().expect("a second handle"));
    let mut codes = vec![code(&mut replies)];
    for line in lines {
        let _ = client.write_all(format!("{line}\r\n").as_bytes());
        codes.push(code(&mut replies));
    }
    codes.join(" ")
}

fn code(replies: &mut impl BufRead) -> String {
    loop {
        let mut line = String::new();
        if replies.read_line(&mut line).unwrap_or(0) == 0 {
            return "-".to_owned();
        }
        if line.as_bytes().get(3) != Some(&b'-') {
            return line[..3].to_owned();
        }
    }
}

const MAIL: &str = "MAIL FROM:<s@x> SIZE=9";
const BODY: &str = "X-Sequence: 7\r\n\r\n..dot\r\n.";

#[track_caller]
fn check(options: SinkOptions, lines: &[&str], expected: &str, received: usize) {
    let sink = Sink::start(options).expect("a sink");
    assert_eq!(codes(&sink, lines), expected);
    assert_eq!(sink.received().get("7").copied().unwrap_or(0), received);
}

#[test]
fn a_message_is_accepted_and_counted_by_its_sequence() {
    let lines = ["EHLO me", MAIL, "RCPT TO:<a@x>", "RCPT TO:<b@x>", "DATA", BODY, "QUIT"];
    check(SinkOptions::default(), &lines, "220 250 250 250 250 354 250 221", 2);
}

#[test]
fn the_recipient_selects_the_behaviour() {
    let order = |recipient: &str, expected: &str, received: usize| {
        let rcpt = format!("RCPT TO:<{recipient}@x>");
        check(SinkOptions::default(), &[MAIL, &rcpt, &rcpt, "DATA", BODY], expected, received);
    };
    order("refuse-a", "220 250 550 550 554 500", 0);
    order("defer-a", "220 250 451 451 554 500", 0);
    order("defer-once-a", "220 250 451 250 354 250", 1);
    order("late-refuse-a", "220 250 250 250 354 550", 0);
    order("late-defer-once-a", "220 250 250 250 354 451", 0);
    order("lose-once-a", "220 250 250 250 354 -", 2);
}

#[test]
fn the_same_seed_resets_after_the_same_messages() {
    let run = |seed| {
        let sink = Sink::start(SinkOptions { resets_after_dot_percent: 30, seed, ..SinkOptions::default() });
        let sink = sink.expect("a sink");
        let all: Vec<_> = (0..40).map(|_| codes(&sink, &[MAIL, "RCPT TO:<a@x>", "DATA", BODY])).collect();
        assert!(sink.wait_for(1, Duration::ZERO));
        assert_eq!(sink.received()["7"], 40, "a message whose connection is reset has been taken");
        all.iter().map(|codes| codes.ends_with('-')).collect::<Vec<_>>()
    };
    let lost = run(1);
    assert_eq!(lost, run(1));
    assert_ne!(lost, run(2));
    assert!((4..=20).contains(&lost.iter().filter(|lost| **lost).count()), "{lost:?}");
}

#[test]
fn login_is_required_and_checked() {
    let options = || SinkOptions { login: Some(("u".into(), "p".into())), ..SinkOptions::default() };
    check(options(), &[MAIL], "220 530", 0);
    check(options(), &["AUTH PLAIN AHUAcA==", MAIL], "220 235 250", 0);
    check(options(), &["AUTH PLAIN AHUAcQ==", MAIL], "220 535 530", 0);
    check(options(), &["AUTH LOGIN", "dQ==", "cA==", MAIL], "220 334 334 235 250", 0);
    check(options(), &["AUTH NTLM"], "220 504", 0);
}

#[test]
fn a_message_over_the_limit_is_refused_before_and_after_data() {
    let options = || SinkOptions { size_limit: Some(8), ..SinkOptions::default() };
    check(options(), &[MAIL], "220 552", 0);
    check(options(), &["MAIL FROM:<s@x>", "RCPT TO:<a@x>", "DATA", BODY], "220 250 250 354 552", 0);
}

#[test]
fn clients_are_rejected_until_mail_is_accepted_again() {
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    sink.reject_all(Some("421 4.3.2 Closed for repairs"));
    assert_eq!(codes(&sink, &["EHLO me"]), "421 -");
    sink.reject_all(None);
    assert_eq!(codes(&sink, &["EHLO me"]), "220 250");
    assert_eq!(sink.connections(), 2);
}
