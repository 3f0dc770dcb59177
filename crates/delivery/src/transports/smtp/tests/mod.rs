//! Tests of transactions over a stream in memory, with a paused clock: the commands sent, and the verdict of each
//! recipient.

mod any_server;

use std::sync::Arc;

use mail::submitted::{EnvelopeId, NotificationRequest, Notify, OriginalRecipient, Recipient, Ret};
use mail::{Outcome, ReversePath, Security, Verdict};
use smtp::{Server, connect_over};
use testkit::in_memory::play;
use testkit::outgoing;
use tokio::time::Instant;

use super::*;

/// An account without TLS or login.
fn account() -> SmtpAccount {
    let server = Server {
        host: "mx.example.com".to_owned(),
        port: 25,
        security: Security::None,
        ehlo_name: "client.example.org".to_owned(),
        ca_certificate: None,
    };
    SmtpAccount { server, login: None, source: crate::AccountSource::Settings }
}

fn destination() -> Destination {
    Destination::new(account().server, Limits::new(Timeouts::interactive(), None))
}

/// The result of an attempt, as text.
struct TestAttempt {
    verdicts: Vec<String>,
    transcript: String,
    stages: String,
    messages: Vec<String>,
    session_reusable: bool,
}

async fn try_over(outgoing: &Outgoing, script: &'static str) -> TestAttempt {
    let (stream, server) = play(script);
    let (account, to) = (account(), destination());
    let mut journal = Journal::new(None);
    let mut session = connect_over(&to, stream, &mut journal).await.expect("a session");
    let context = Context { account: &account, sender: outgoing.sender.address(), greeting: None };
    let sent = send_in(&mut session, SessionOrigin::New, &to, &context, outgoing, &mut journal).await;
    drop(session);
    let SendResult::Ended(TransactionResult { outcomes, failed_at, session_reusable, .. }) = sent else {
        panic!("the session is new")
    };
    let (outcome, throttled) = Outcomes::new(outcomes).into_outcome(&outgoing.recipients);
    let attempted = AttemptResult { outcome, throttled, failed_at, passes_on_notifications: false };
    let report = report(&account, attempted, journal);
    let verdicts = match report.outcome {
        Outcome::ConnectionProblem(problem) => vec![format!("connection: {}", problem.code)],
        Outcome::Tried(verdicts) => verdicts
            .iter()
            .map(|verdict| {
                let name = verdict.recipient.local_part();
                let word = match verdict.verdict {
                    Verdict::Delivered => "delivered",
                    Verdict::Kept => "kept",
                    Verdict::Deferred => "deferred",
                    Verdict::Refused => "refused",
                };
                let code = verdict.problem.as_ref().map(|problem| format!(" {}", problem.code)).unwrap_or_default();
                let reply = verdict.reply.as_ref().map(|reply| format!(" {}", reply.code)).unwrap_or_default();
                let twice = if verdict.may_have_arrived { " (may have arrived)" } else { "" };
                format!("{name} {word}{reply}{code}{twice}")
            })
            .collect(),
    };
    let stages: Vec<String> =
        report.stages.iter().map(|stage| format!("{:?}{}", stage.name, if stage.ok { "" } else { "!" })).collect();
    TestAttempt {
        verdicts,
        transcript: report.transcript,
        stages: stages.join(" "),
        messages: server.await.expect("the client follows the script"),
        session_reusable,
    }
}

#[track_caller]
fn check(tried: &TestAttempt, expected: &[&str]) {
    assert_eq!(tried.verdicts, expected, "\n{}", tried.transcript);
}

const PIPELINED: &str = "S: 220 mx.example.com\nC: EHLO client.example.org\nS: 250-mx.example.com\nS: 250 PIPELINING\n";

#[tokio::test(start_paused = true)]
async fn the_null_sender_is_named_as_such_and_requests_for_notifications_are_passed_on_where_dsn_is_offered() {
    let outgoing = outgoing("ann@example.net bob@example.net");
    let ann = Recipient {
        notify: Notify::parse("NEVER"),
        original: OriginalRecipient::parse("rfc822;ann@example.org"),
        ..Recipient::from(outgoing.recipients[0].clone())
    };
    let asked = NotificationRequest::of(EnvelopeId::parse("QQ+2B1"), Ret::parse("FULL"), &[ann]);
    let outgoing = Outgoing { sender: ReversePath::NULL, notifications: asked.map(Arc::new), ..outgoing };
    let tried = try_over(
        &outgoing,
        "S: 220 mx.example.com ESMTP
         C: EHLO client.example.org
         S: 250-mx.example.com
         S: 250-DSN
         S: 250 pipelining
         C: MAIL FROM:<> RET=FULL ENVID=QQ+2B1
         C: RCPT TO:<ann@example.net> NOTIFY=NEVER ORCPT=rfc822;ann@example.org
         C: RCPT TO:<bob@example.net>
         C: DATA
         S: 250 2.1.0 Ok
         S: 250 2.1.5 Ok
         S: 250 2.1.5 Ok
         S: 354 go on
         C: <message>
         S: 250 2.0.0 queued as 42
        ",
    )
    .await;
    check(&tried, &["ann delivered 250", "bob delivered 250"]);
    let tried = try_over(
        &outgoing,
        "S: 220 mx.example.com ESMTP
         C: EHLO client.example.org
         S: 250-mx.example.com
         S: 250 pipelining
         C: MAIL FROM:<>
         C: RCPT TO:<ann@example.net>
         C: RCPT TO:<bob@example.net>
         C: DATA
         S: 550 5.1.7 Invalid address
         S: 503 5.5.1 No sender
         S: 503 5.5.1 No sender
         S: 503 5.5.1 No recipients
        ",
    )
    .await;
    check(&tried, &["ann refused 550 sender_malformed", "bob refused 550 sender_malformed"]);
}

#[tokio::test(start_paused = true)]
async fn pipelining_sends_the_envelope_in_one_write() {
    let tried = try_over(
        &outgoing("ann@example.net bob@example.net"),
        "S: 220 mx.example.com ESMTP
         C: EHLO client.example.org
         S: 250-mx.example.com
         S: 250-SIZE 1000000
         S: 250 pipelining
         C: MAIL FROM:<sender@example.org> SIZE=63
         C: RCPT TO:<ann@example.net>
         C: RCPT TO:<bob@example.net>
         C: DATA
         S: 250 2.1.0 Ok
         S: 250 2.1.5 Ok
         S: 550 5.1.1 No such user
         S: 354 go on
         C: <message>
         S: 250 2.0.0 queued as 42
        ",
    )
    .await;
    check(&tried, &["ann delivered 250", "bob refused 550 recipient_unknown"]);
    assert_eq!(tried.stages, "Greeting MailFrom RcptTo Data");
    assert!(tried.session_reusable);
    assert!(tried.messages[0].ends_with("confidential words\r\n.\r\n"), "{:?}", tried.messages);
    assert!(!tried.transcript.contains("confidential"), "no message text in the transcript");
}

#[tokio::test(start_paused = true)]
async fn without_pipelining_each_command_waits_for_its_reply() {
    let tried = try_over(
        &outgoing("ann@example.net bob@example.net"),
        "S: 220 mx
         C: EHLO
         S: 502 5.5.1 what?
         C: HELO client.example.org
         S: 250 mx
         C: MAIL FROM:<sender@example.org>\r\n
         S: 250 ok
         C: RCPT TO:<ann@example.net>
         S: 450 4.2.0 Greylisted for 60 seconds
         C: RCPT TO:<bob@example.net>
         S: 550 5.1.1 No such user
         C: RSET
         S: 250 ok
        ",
    )
    .await;
    check(&tried, &["ann deferred 450 greylisted", "bob refused 550 recipient_unknown"]);
    assert_eq!(tried.stages, "Greeting MailFrom RcptTo!");
    assert!(tried.session_reusable);
}

/// Plays `rest` after the pipelined envelope of one recipient.
async fn after_envelope(rest: &'static str) -> TestAttempt {
    let script = format!("{PIPELINED}C: MAIL\nC: RCPT\nC: DATA\n{rest}").leak();
    try_over(&outgoing("ann@example.net"), script).await
}

#[tokio::test(start_paused = true)]
async fn an_interruption_defers_and_is_marked_after_the_final_dot() {
    let cases = [
        ("", "ann deferred connection_lost"),
        ("S: 250 ok\n", "ann deferred connection_lost"),
        ("S: 250 ok\nS: 250 ok\n", "ann deferred connection_lost"),
        ("S: 250 ok\nS: 250 ok\nS: 354 go\nC: <message>\n", "ann deferred answer_lost (may have arrived)"),
        ("S: 250 ok\nS: 250 ok\nS: 354 go\nC: <message>\n-- silence\n", "ann deferred answer_lost (may have arrived)"),
        ("S: 250 ok\nS: 250 ok\nS: 354 go\nC: <message>\n-- trickle\n", "ann deferred answer_lost (may have arrived)"),
        ("S: 250 ok\nS: 250 ok\nS: 354 go\nC: <message>\nS: wat\n", "ann deferred answer_lost (may have arrived)"),
        ("-- silence\n", "ann deferred server_silent"),
        ("-- trickle\n", "ann deferred server_silent"),
        ("S: nonsense\n", "ann deferred protocol_error"),
        ("S: 421 4.3.2 going down\n", "ann deferred 421 sender_deferred"),
        ("S: 250 ok\nS: 421 4.3.2 going down\n", "ann deferred 421 recipient_deferred"),
        ("S: 250 ok\nS: 250 ok\nS: 421 4.3.2 going down\n", "ann deferred 421 message_deferred"),
        ("S: 250 ok\nS: 250 ok\nS: 354 go\nC: <message>\nS: 421 4.3.2 down\n", "ann deferred 421 message_deferred"),
        ("S: 250 ok\nS: 250 ok\nS: 250 ok\n", "ann deferred 250 protocol_error"),
        ("S: 250 ok\nS: 354 go\nS: 354 go\n", "ann deferred 354 protocol_error"),
        ("S: 354 go\nS: 250 ok\nS: 354 go\n", "ann deferred 354 protocol_error"),
    ];
    for (rest, expected) in cases {
        let tried = after_envelope(rest).await;
        check(&tried, &[expected]);
        assert!(!tried.session_reusable, "the session is not reusable after {rest:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_possible_delivery_outweighs_a_connection_problem() {
    let tried = try_over(
        &outgoing("ann@example.net bob@example.net"),
        "S: 220 mx
         C: EHLO
         S: 250-mx
         S: 250 PIPELINING
         C: MAIL
         C: RCPT
         C: RCPT
         C: DATA
         S: 250 ok
         S: 530 5.7.0 Authentication required
         S: 250 ok
         S: 354 go on
         C: <message>
        ",
    )
    .await;
    check(&tried, &["ann deferred 530 login_required", "bob deferred answer_lost (may have arrived)"]);
}

/// The result of a sender check in an open session.
async fn check_of_sender(rest: &'static str) -> Result<(), String> {
    let script = format!("{PIPELINED}C: MAIL\n{rest}").leak();
    let (stream, server) = play(script);
    let (account, to) = (account(), destination());
    let mut journal = Journal::new(None);
    let mut session = connect_over(&to, stream, &mut journal).await.expect("a session");
    let outgoing = outgoing("ann@example.net");
    let sender = outgoing.sender.address().expect("it is not null");
    let context = Context { account: &account, sender: Some(sender), greeting: None };
    let checked = check_sender(&mut session, &to, &context, sender, &mut journal).await;
    drop(session);
    server.await.expect("the client follows the script");
    checked.map_err(|problem| problem.code.into_owned())
}

#[tokio::test(start_paused = true)]
async fn a_refused_sender_is_not_a_connection_problem() {
    for (rest, expected) in [
        ("S: 250 ok\nC: RSET\nS: 250 ok\n", Ok(())),
        ("S: 550 5.7.60 not allowed to send as this sender\nC: RSET\nS: 250 ok\n", Ok(())),
        ("S: 450 4.1.8 Domain not found\nC: RSET\nS: 250 ok\n", Ok(())),
        ("S: 530 5.7.0 Authentication required\n", Err("login_required".to_owned())),
        ("S: 421 4.3.2 going down\n", Err("sender_deferred".to_owned())),
        ("", Err("connection_lost".to_owned())),
    ] {
        assert_eq!(check_of_sender(rest).await, expected, "{rest:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_reply_exceeds_the_limit_of_the_command() {
    let started = Instant::now();
    let tried = after_envelope("-- trickle\n").await;
    check(&tried, &["ann deferred server_silent"]);
    assert_eq!(started.elapsed().as_secs(), Timeouts::interactive().command.as_secs());
}

#[tokio::test(start_paused = true)]
async fn a_refused_sender_refuses_all_and_keeps_the_session() {
    let tried = try_over(
        &outgoing("ann@example.net bob@example.net"),
        "S: 220 mx
         C: EHLO
         S: 250-mx
         S: 250 PIPELINING
         C: MAIL
         C: RCPT
         C: RCPT
         C: DATA
         S: 550 5.7.60 SMTP; Client does not have permissions to send as this sender
         S: 503 5.5.1 no
         S: 503 5.5.1 no
         S: 503 5.5.1 no
         C: RSET
         S: 250 ok
        ",
    )
    .await;
    check(&tried, &["ann refused 550 sender_not_allowed", "bob refused 550 sender_not_allowed"]);
    assert_eq!(tried.stages, "Greeting MailFrom!");
    assert!(tried.session_reusable);
}

#[tokio::test(start_paused = true)]
async fn not_being_logged_in_is_a_connection_problem_at_any_command() {
    let login = "S: 530 5.7.57 Client not authenticated to send mail\n";
    for (before, after) in [("", "S: 503 no\n"), ("S: 250 ok\n", "")] {
        let rest = format!("{before}{login}{after}S: 503 no\nC: RSET\nS: 250 ok\n").leak();
        check(&after_envelope(rest).await, &["connection: login_required"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_that_needs_a_missing_extension_is_not_sent() {
    let mut big = outgoing("ann@example.net");
    big.bytes = Arc::from(vec![b'x'; 101]);
    let mut eight_bit = outgoing("ann@example.net");
    eight_bit.eight_bit = true;
    let utf8 = outgoing("jürgen@example.net");
    let cases = [
        (big, "ann refused message_too_big"),
        (eight_bit, "ann refused eight_bit_unsupported"),
        (utf8, "jürgen refused smtputf8_unsupported"),
    ];
    for (outgoing, expected) in cases {
        let tried = try_over(&outgoing, "S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 SIZE 100\n").await;
        check(&tried, &[expected]);
        assert_eq!(tried.stages, "Greeting MailFrom!");
        assert!(tried.session_reusable);
    }
}

#[tokio::test(start_paused = true)]
async fn extensions_are_used_if_needed_and_offered() {
    let mut outgoing = outgoing("jürgen@example.net");
    outgoing.eight_bit = true;
    let tried = try_over(
        &outgoing,
        "S: 220 mx
         C: EHLO
         S: 250-mx
         S: 250-8bitmime
         S: 250 smtputf8
         C: MAIL FROM:<sender@example.org> BODY=8BITMIME SMTPUTF8
         S: 250 ok
         C: RCPT TO:<jürgen@example.net>
         S: 250 ok
         C: DATA
         S: 354 go
         C: <message>
         S: 250 ok
        ",
    )
    .await;
    check(&tried, &["jürgen delivered 250"]);
}

#[tokio::test(start_paused = true)]
async fn many_recipients_are_pipelined_in_batches() {
    let recipients: Vec<String> = (0..250).map(|n| format!("r{n}@example.net")).collect();
    let mut script = format!("{PIPELINED}C: MAIL\n");
    // A batch has 100 commands: MAIL and 99 recipients, then 100, then the rest and DATA.
    let mut asked = 0;
    for batch in [99, 100, 51] {
        script.push_str(&"C: RCPT\n".repeat(batch));
        if asked == 0 {
            script.push_str("S: 250 ok\n");
        }
        if batch == 51 {
            script.push_str("C: DATA\n");
        }
        for _ in 0..batch {
            script.push_str(if asked < 100 { "S: 250 ok\n" } else { "S: 452 4.5.3 Too many recipients\n" });
            asked += 1;
        }
    }
    script.push_str("S: 354 go\nC: <message>\nS: 250 ok\n");
    let tried = try_over(&outgoing(&recipients.join(" ")), script.leak()).await;
    assert_eq!(tried.verdicts.iter().filter(|verdict| verdict.ends_with("delivered 250")).count(), 100);
    assert_eq!(tried.verdicts[249], "r249 deferred 452 too_many_recipients");
}
