//! Tests of transactions with a server that sends arbitrary replies, or replies slowly.

use std::time::Duration;

use proptest::prelude::*;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex};

use super::*;

/// Arbitrary replies to MAIL, two recipients, DATA and the final dot.
fn any_replies() -> impl Strategy<Value = Vec<&'static str>> {
    let replies = [
        "250 2.0.0 ok",
        "250-several\r\n250 lines",
        "354 go",
        "421 4.3.2 bye",
        "450 4.2.0 later",
        "503 5.5.1 bad sequence",
        "530 5.7.57 Client not authenticated",
        "550 5.1.1 User unknown",
        "552 5.3.4 too big",
        "554 5.2.0 SendAsDenied",
        "nonsense",
        "250-half\r\n550 another",
    ];
    prop::collection::vec(prop::sample::select(replies.to_vec()), 0..7)
}

/// A server that needs `delay` for each recipient.
async fn slow_server(stream: DuplexStream, delay: Duration) {
    let mut server = BufReader::new(stream);
    server.write_all(b"220 mx\r\n").await.expect("a client");
    let mut line = String::new();
    while server.read_line(&mut line).await.unwrap_or(0) > 0 {
        if line.starts_with("RCPT") {
            tokio::time::sleep(delay).await;
        }
        if server.write_all(b"250 ok\r\n").await.is_err() {
            return;
        }
        line.clear();
    }
}

#[tokio::test(start_paused = true)]
async fn slow_replies_to_an_envelope_are_limited_together() {
    let (stream, server) = duplex(64 * 1024);
    tokio::spawn(slow_server(server, Duration::from_secs(120)));
    let account = account();
    let to = Destination::new(account.server.clone(), Limits::new(Timeouts::default(), None));
    let mut journal = Journal::new(None);
    let mut session = connect_over(&to, stream, &mut journal).await.expect("a session");
    let outgoing = outgoing("a@example.net b@example.net c@example.net d@example.net e@example.net");
    let context = Context { account: &account, sender: outgoing.sender.address(), greeting: None };
    let started = Instant::now();
    let sent = send_in(&mut session, SessionOrigin::New, &to, &context, &outgoing, &mut journal).await;
    let SendResult::Ended(ended) = sent else { panic!("the session is new") };
    let limit = Timeouts::default().slow_replies;
    assert!(started.elapsed() <= limit + 4 * Timeouts::PROMPT, "{:?}", started.elapsed());
    assert_eq!(ended.failed_at, Some(FailedAt::Recipient(outgoing.recipients[2].clone())));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_replies_lead_to_one_verdict_per_recipient(
        replies in any_replies(),
        pipelining in any::<bool>(),
        kept in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        let (verdicts, delivered, accepted) = runtime.expect("a runtime").block_on(async {
            let (stream, server) = duplex(64 * 1024);
            let ehlo = if pipelining { "250-mx\r\n250 PIPELINING" } else { "250 mx" };
            let answering = tokio::spawn(answer(server, ehlo, replies));
            let (account, to) = (account(), destination());
            let outgoing = outgoing("ann@example.net bob@example.net");
            let context = Context { account: &account, sender: outgoing.sender.address(), greeting: None };
            let origin = if kept {
                SessionOrigin::Reused { is_exhausted: diagnosis::is_session_exhausted }
            } else {
                SessionOrigin::New
            };
            let mut journal = Journal::new(None);
            let mut session = connect_over(&to, stream, &mut journal).await.expect("a session");
            let sent = send_in(&mut session, origin, &to, &context, &outgoing, &mut journal).await;
            drop(session);
            let accepted = answering.await.expect("the server ends");
            match sent {
                SendResult::Ended(ended) => {
                    let delivered = |outcome: &RecipientOutcome| matches!(outcome, RecipientOutcome::Delivered(_));
                    (ended.outcomes.len(), ended.outcomes.iter().any(delivered), accepted)
                }
                SendResult::SessionEnded => (2, false, accepted),
            }
        });
        prop_assert_eq!(verdicts, 2);
        prop_assert!(!delivered || accepted, "delivered, but not accepted after the final dot");
    }
}

/// Greets, answers EHLO, then sends one reply to each line or message, and closes the connection. Returns whether it
/// accepted a message.
async fn answer(server: DuplexStream, ehlo: &str, replies: Vec<&'static str>) -> bool {
    let mut server = BufReader::new(server);
    server.write_all(b"220 mx\r\n").await.expect("a client");
    server.read_line(&mut String::new()).await.expect("EHLO");
    server.write_all(format!("{ehlo}\r\n").as_bytes()).await.expect("a client");
    let mut in_message = false;
    let mut accepted = false;
    for reply in replies {
        let mut line = String::new();
        loop {
            line.clear();
            if server.read_line(&mut line).await.unwrap_or(0) == 0 {
                return accepted;
            }
            if !in_message || line == ".\r\n" {
                break;
            }
        }
        accepted |= in_message && reply.starts_with("250");
        in_message = line == "DATA\r\n" && reply.starts_with("354");
        if server.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() {
            return accepted;
        }
    }
    accepted
}
