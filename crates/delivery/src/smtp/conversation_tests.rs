//! Whole conversations over a stream in memory, the clock in hand: what is said, and what it meant.

use std::sync::Arc;

use mail::{EmailAddress, Outcome, Security, Verdict};
use tokio::time::Instant;

use super::destination::{Destination, Limits};
use super::journal::Journal;
use super::scripted::play;
use super::session::{Until, converse};
use super::transaction::{Age, hand_over};
use crate::methods::{outcome, report};
use crate::trouble::Scene;
use crate::{CleartextLogin, Login, Outgoing, Patience, SmtpAccount};

fn account() -> SmtpAccount {
    SmtpAccount {
        host: "mx.example.com".to_owned(),
        port: 25,
        security: Security::None,
        login: None,
        ehlo_name: "client.example.org".to_owned(),
        ca_certificate: None,
    }
}

fn outgoing(recipients: &str) -> Outgoing {
    let address = |text: &str| EmailAddress::parse(text).expect("an address");
    Outgoing {
        sender: address("sender@example.org"),
        recipients: recipients.split_whitespace().map(address).collect(),
        smtputf8: false,
        eight_bit: false,
        bytes: Arc::from(b"Subject: x\r\n\r\n.dots\r\n".as_slice()),
    }
}

/// Everything a try came to, one line each.
struct Tried {
    verdicts: Vec<String>,
    transcript: String,
    stages: String,
    messages: Vec<String>,
    session_free: bool,
}

async fn try_over(account: SmtpAccount, age: Age, outgoing: &Outgoing, script: &'static str) -> Tried {
    let (stream, server) = play(script);
    let to = Destination::new(account, Limits::new(Patience::interactive(), None));
    let mut journal = Journal::new(None);
    let mut session = converse(&to, stream, Until::LoggedIn, &mut journal).await.expect("a session");
    let scene = Scene { account: &to.account, sender: Some(&outgoing.sender) };
    let handed = hand_over(&mut session, age, &to.limits, &scene, outgoing, &mut journal).await;
    drop(session);
    let session_free = handed.session_free;
    let report = report(&to.account, outcome(handed.end), handed.throttled, journal);
    let verdicts = match report.outcome {
        Outcome::ConnectionTrouble(problem) => vec![format!("connection: {}", problem.code)],
        Outcome::Tried(verdicts) => verdicts
            .iter()
            .map(|verdict| {
                let name = verdict.recipient.local_part();
                let word = match verdict.verdict {
                    Verdict::Delivered => "delivered",
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
    Tried {
        verdicts,
        transcript: report.transcript,
        stages: stages.join(" "),
        messages: server.await.expect("the script was kept to"),
        session_free,
    }
}

#[track_caller]
fn check(tried: &Tried, expected: &[&str]) {
    assert_eq!(tried.verdicts, expected, "\n{}", tried.transcript);
}

const PIPELINED: &str = "S: 220 mx.example.com\nC: EHLO client.example.org\nS: 250-mx.example.com\nS: 250 PIPELINING\n";

#[tokio::test(start_paused = true)]
async fn a_message_goes_out_in_two_writes_where_pipelining_is_offered() {
    let tried = try_over(
        account(),
        Age::Fresh,
        &outgoing("ann@example.net bob@example.net"),
        "S: 220 mx.example.com ESMTP
         C: EHLO client.example.org
         S: 250-mx.example.com
         S: 250-SIZE 1000000
         S: 250 pipelining
         C: MAIL FROM:<sender@example.org> SIZE=21
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
    assert_eq!(tried.messages, ["Subject: x\r\n\r\n..dots\r\n.\r\n"]);
    assert_eq!(tried.stages, "Greeting MailFrom RcptTo Data");
    assert!(tried.session_free);
    assert!(!tried.transcript.contains("dots"), "no message text in the transcript");
}

#[tokio::test(start_paused = true)]
async fn without_pipelining_each_command_waits_for_its_answer() {
    let tried = try_over(
        account(),
        Age::Fresh,
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
    assert!(tried.session_free);
}

#[tokio::test(start_paused = true)]
async fn when_all_are_refused_and_data_is_accepted_an_empty_message_ends_it() {
    let tried = try_over(
        account(),
        Age::Fresh,
        &outgoing("bob@example.net"),
        "S: 220 mx
         C: EHLO
         S: 250-mx
         S: 250 PIPELINING
         C: MAIL
         C: RCPT
         C: DATA
         S: 250 ok
         S: 550 5.1.1 No such user
         S: 354 go on
         C: <message>
         S: 554 5.5.1 no valid recipients
        ",
    )
    .await;
    check(&tried, &["bob refused 550 recipient_unknown"]);
    assert_eq!(tried.messages, [".\r\n"]);
    assert!(tried.session_free);
}

/// What follows the envelope of one recipient, pipelined.
async fn after_envelope(rest: &'static str) -> Tried {
    let script = format!("{PIPELINED}C: MAIL\nC: RCPT\nC: DATA\n{rest}").leak();
    try_over(account(), Age::Fresh, &outgoing("ann@example.net"), script).await
}

#[tokio::test(start_paused = true)]
async fn a_loss_is_a_deferral_and_marked_only_after_the_final_dot() {
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
    ];
    for (rest, expected) in cases {
        let tried = after_envelope(rest).await;
        check(&tried, &[expected]);
        assert!(!tried.session_free, "the session is closed after {rest:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_trickling_server_is_given_up_when_the_limit_of_the_command_passes() {
    let started = Instant::now();
    let tried = after_envelope("-- trickle\n").await;
    check(&tried, &["ann deferred server_silent"]);
    assert_eq!(started.elapsed().as_secs(), Patience::interactive().command.as_secs());
}

#[tokio::test(start_paused = true)]
async fn a_refused_sender_decides_for_all_and_the_session_goes_on() {
    let tried = try_over(
        account(),
        Age::Fresh,
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
    assert!(tried.session_free);
}

#[tokio::test(start_paused = true)]
async fn not_being_logged_in_is_trouble_of_the_connection_whenever_it_is_said() {
    let login = "S: 530 5.7.57 Client not authenticated to send mail\n";
    for (before, after) in [("", "S: 503 no\n"), ("S: 250 ok\n", "")] {
        let rest = format!("{before}{login}{after}S: 503 no\nC: RSET\nS: 250 ok\n").leak();
        check(&after_envelope(rest).await, &["connection: login_required"]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_server_cannot_take_is_refused_before_a_word_is_said() {
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
        let tried =
            try_over(account(), Age::Fresh, &outgoing, "S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 SIZE 100\n").await;
        check(&tried, &[expected]);
        assert_eq!(tried.stages, "Greeting MailFrom!");
        assert!(tried.session_free);
    }
}

#[tokio::test(start_paused = true)]
async fn extensions_are_used_where_they_are_needed_and_offered() {
    let mut outgoing = outgoing("jürgen@example.net");
    outgoing.eight_bit = true;
    let tried = try_over(
        account(),
        Age::Fresh,
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
async fn a_thousand_recipients_fly_in_flights_and_too_many_are_deferred() {
    let recipients: Vec<String> = (0..250).map(|n| format!("r{n}@example.net")).collect();
    let mut script = format!("{PIPELINED}C: MAIL\n");
    // A hundred commands fly together: MAIL and 99 recipients, then 100, then the rest and DATA.
    let mut asked = 0;
    for flight in [99, 100, 51] {
        script.push_str(&"C: RCPT\n".repeat(flight));
        if asked == 0 {
            script.push_str("S: 250 ok\n");
        }
        if flight == 51 {
            script.push_str("C: DATA\n");
        }
        for _ in 0..flight {
            script.push_str(if asked < 100 { "S: 250 ok\n" } else { "S: 452 4.5.3 Too many recipients\n" });
            asked += 1;
        }
    }
    script.push_str("S: 354 go\nC: <message>\nS: 250 ok\n");
    let tried = try_over(account(), Age::Fresh, &outgoing(&recipients.join(" ")), script.leak()).await;
    assert_eq!(tried.verdicts.iter().filter(|verdict| verdict.ends_with("delivered 250")).count(), 100);
    assert_eq!(tried.verdicts[249], "r249 deferred 452 too_many_recipients");
}

fn with_login(cleartext: CleartextLogin) -> SmtpAccount {
    let login = Login {
        username: "ann@example.org".to_owned(),
        password: "open sesame".to_owned().into(),
        mechanism: None,
        cleartext,
    };
    SmtpAccount { login: Some(login), ..account() }
}

/// The mishap that ends a conversation before MAIL, and the transcript.
async fn fails(account: SmtpAccount, script: &'static str) -> (String, String) {
    let (stream, server) = play(script);
    let to = Destination::new(account, Limits::new(Patience::interactive(), None));
    let mut journal = Journal::new(None);
    let mishap = match converse(&to, stream, Until::LoggedIn, &mut journal).await {
        Ok(_) => "no mishap".to_owned(),
        Err(mishap) => mishap.to_string(),
    };
    server.await.expect("the script was kept to");
    (mishap, journal.close().1)
}

#[tokio::test(start_paused = true)]
async fn a_mechanism_the_server_does_not_know_after_all_is_followed_by_the_next() {
    let tried = try_over(
        with_login(CleartextLogin::Allowed),
        Age::Fresh,
        &outgoing("ann@example.net"),
        "S: 220 mx
         C: EHLO
         S: 250-mx
         S: 250 AUTH CRAM-MD5 PLAIN
         C: AUTH CRAM-MD5
         S: 504 5.5.4 Unrecognized authentication type
         C: AUTH PLAIN AGFubkBleGFtcGxlLm9yZwBvcGVuIHNlc2FtZQ==
         S: 235 2.7.0 welcome
         C: MAIL
         S: 250 ok
         C: RCPT
         S: 250 ok
         C: DATA
         S: 354 go
         C: <message>
         S: 250 ok
        ",
    )
    .await;
    check(&tried, &["ann delivered 250"]);
    assert!(tried.transcript.contains("C: AUTH PLAIN ***\n"));
    assert!(!tried.transcript.contains("AGFub"));
}

#[tokio::test(start_paused = true)]
async fn no_secret_is_in_the_transcript_even_when_the_server_repeats_it() {
    let (mishap, transcript) = fails(
        with_login(CleartextLogin::Allowed),
        "S: 220 mx
         C: EHLO
         S: 250 mx
         S: 250 unasked
        ",
    )
    .await;
    assert_eq!(mishap, "the server offers no login");
    assert!(transcript.starts_with("S: 220 mx\nC: EHLO client.example.org\n"));
    let (mishap, transcript) = fails(
        with_login(CleartextLogin::Allowed),
        "S: 220 mx
         C: EHLO
         S: 250-mx
         S: 250 AUTH LOGIN
         C: AUTH LOGIN
         S: 334 VXNlcm5hbWU6
         C: YW5uQGV4YW1wbGUub3Jn
         S: 334 UGFzc3dvcmQ6
         C: b3BlbiBzZXNhbWU=
         S: 535 5.7.8 no ann@example.org with open sesame here
        ",
    )
    .await;
    assert_eq!(mishap, "535 5.7.8 no ann@example.org with *** here");
    assert!(!transcript.contains("sesame") && !transcript.contains("b3Blbi"), "{transcript}");
}

#[tokio::test(start_paused = true)]
async fn a_password_does_not_travel_in_clear_unless_allowed() {
    let (mishap, transcript) =
        fails(with_login(CleartextLogin::Refused), "S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 AUTH PLAIN\n").await;
    assert_eq!(mishap, "the login was not tried, because the connection is not encrypted");
    assert!(!transcript.contains("AUTH PLAIN *"), "{transcript}");
}

#[tokio::test(start_paused = true)]
async fn starttls_is_required_where_chosen_and_nothing_may_be_injected() {
    let starttls = || SmtpAccount { security: Security::Starttls, ..account() };
    let cases = [
        ("S: 220 mx\nC: EHLO\nS: 250 mx\n", "the server does not offer STARTTLS"),
        ("S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 4.7.0 no key\n", "454 4.7.0 no key"),
        ("S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nS: 250 forged\n", {
            "unencrypted bytes came before the TLS handshake"
        }),
    ];
    for (script, expected) in cases {
        assert_eq!(fails(starttls(), script).await.0, expected, "{script}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_greets_us_is_judged() {
    let cases = [
        ("S: 554 no mail from you\n", "554 no mail from you"),
        ("S: 421 4.7.0 too many connections\n", "421 4.7.0 too many connections"),
        ("S: HTTP/1.1 400 Bad Request\n", "the server sent a line that is no SMTP reply: “HTTP/1.1 400 Bad Request”"),
        ("-- silence\n", "no greeting within 12 s"),
        ("-- trickle\n", "no greeting within 12 s"),
        ("S: 220 mx\nC: EHLO\n-- silence\n", "no answer within 15 s"),
        ("S: 220 mx\nC: EHLO\nS: 451 4.3.0 later\n", "451 4.3.0 later"),
        ("S: 220 mx\nC: EHLO\nS: 550 no\nC: HELO\nS: 550 no\n", "550 no"),
    ];
    for (script, expected) in cases {
        assert_eq!(fails(account(), script).await.0, expected, "{script}");
    }
}
