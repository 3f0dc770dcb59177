//! Whole sessions: what clients send, and what they are answered, however the network splits it.

mod chunks;

use std::time::Duration;

use proptest::prelude::*;
use secrecy::ExposeSecret;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::sync::watch;

use super::*;

/// Accepts `good` as password and everything else but senders and recipients that begin with `bad`.
#[derive(Default)]
struct FakeHost {
    accepted: Vec<String>,
    transaction: Vec<String>,
    reserved: usize,
    memory: usize,
}

impl Host for FakeHost {
    async fn log_in(&mut self, credentials: Credentials) -> Answer {
        if credentials.password.expose_secret() == "good" {
            Answer::new(235, "2.7.0", format!("Hello {}", credentials.username))
        } else {
            let answer = Answer::new(535, "5.7.8", "No");
            if credentials.username == "again" { answer.and_close() } else { answer }
        }
    }

    async fn mail(&mut self, mail: MailCommand) -> Result<(), Answer> {
        if mail.sender.starts_with("bad") {
            return Err(Answer::new(550, "5.7.1", "No"));
        }
        self.transaction = vec![mail.sender];
        Ok(())
    }

    async fn rcpt(&mut self, rcpt: RcptCommand) -> Result<(), Answer> {
        if rcpt.recipient.starts_with("bad") {
            return Err(Answer::new(550, "5.1.1", "No"));
        }
        self.transaction.push(rcpt.recipient);
        Ok(())
    }

    fn reset(&mut self) {
        self.transaction.clear();
        self.reserved = 0;
    }

    async fn reserve(&mut self, octets: usize) -> Result<(), Answer> {
        if self.memory > 0 && octets > self.memory {
            return Err(Answer::new(452, "4.3.1", "No memory"));
        }
        self.reserved = octets;
        Ok(())
    }

    async fn accept(&mut self, message: Incoming) -> Answer {
        assert!(self.reserved >= message.octets.len(), "more than was reserved");
        let text = String::from_utf8(message.octets).expect("text");
        self.accepted.push(format!("{}: {}: {text:?}", message.hello.name, self.transaction.join(" ")));
        self.reset();
        Answer::new(250, "2.0.0", "accepted as 1")
    }
}

fn terms() -> Terms {
    Terms {
        host_name: "mx.test".to_owned(),
        message_octets: 1_000,
        recipients: 3,
        messages: 5,
        starttls: true,
        login: LoginOffer::Offered,
        times: Times::default(),
    }
}

struct Outcome {
    /// The first lines and the codes of all replies.
    replies: String,
    accepted: Vec<String>,
    end: End<()>,
}

async fn run(host: FakeHost, terms: Terms, pieces: &[&[u8]]) -> Outcome {
    let (client, server) = duplex(1 << 20);
    let (_stop, stopped) = watch::channel(false);
    let mut host = host;
    let serving = async {
        let end = match serve(server, &terms, &mut host, Opening::Greeting, stopped).await {
            End::Closed(why) => End::Closed(why),
            End::StartTls(_) => End::StartTls(()),
        };
        (host, end)
    };
    let talking = async {
        let (mut read, mut write) = tokio::io::split(client);
        for piece in pieces {
            // The server may have closed the connection.
            let _ = write.write_all(piece).await;
            let _ = write.flush().await;
            tokio::task::yield_now().await;
        }
        let _ = write.shutdown().await;
        let mut text = String::new();
        read.read_to_string(&mut text).await.expect("replies are text");
        text
    };
    let ((host, end), replies) = tokio::join!(serving, talking);
    Outcome { replies, accepted: host.accepted, end }
}

/// What is answered, without the greeting and the reply to EHLO.
async fn talk(wire: &str) -> Outcome {
    run(FakeHost::default(), terms(), &[wire.as_bytes()]).await
}

/// Code and enhanced code of each reply after the greeting.
fn codes(replies: &str) -> Vec<String> {
    let last = replies.lines().filter(|line| line.as_bytes().get(3) == Some(&b' ')).skip(1);
    last.map(|line| {
        let enhanced = line[4..].split(' ').next().filter(|word| word.matches('.').count() == 2 && word.len() < 9);
        enhanced.map_or(line[..3].to_owned(), |enhanced| format!("{} {enhanced}", &line[..3]))
    })
    .collect()
}

const LOG_IN: &str = "AUTH PLAIN AGFubgBnb29k\r\n";
const START: &str = "EHLO c\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\n";

#[track_caller]
fn check(outcome: &Outcome, expected: &[&str]) {
    assert_eq!(codes(&outcome.replies), expected, "{}", outcome.replies);
}

#[tokio::test]
async fn a_message_is_accepted() {
    let outcome = talk(&format!("{START}DATA\r\nSubject: x\r\n\r\n..a\r\n.\r\nQUIT\r\n")).await;
    check(&outcome, &["250", "250 2.1.0", "250 2.1.5", "354", "250 2.0.0", "221 2.0.0"]);
    assert_eq!(outcome.accepted, [r#"c: a@b.c d@e.f: "Subject: x\r\n\r\n.a\r\n""#]);
    assert!(outcome.replies.starts_with("220 mx.test ESMTP"), "{}", outcome.replies);
    for line in [
        "250-mx.test",
        "250-PIPELINING",
        "250-SIZE 1000",
        "250-8BITMIME",
        "250-SMTPUTF8",
        "250-CHUNKING",
        "250-ENHANCEDSTATUSCODES",
        "250-DSN",
        "250-STARTTLS",
        "250-AUTH PLAIN LOGIN",
        "250 LIMITS RCPTMAX=3 MAILMAX=5",
    ] {
        assert!(outcome.replies.contains(&format!("{line}\r\n")), "{line}: {}", outcome.replies);
    }
}

#[tokio::test]
async fn commands_have_an_order() {
    check(&talk("MAIL FROM:<a@b.c>\r\n").await, &["503 5.5.1"]);
    check(
        &talk("EHLO c\r\nRCPT TO:<a@b.c>\r\nDATA\r\nBDAT 0 LAST\r\n").await,
        &["250", "503 5.5.1", "503 5.5.1", "503 5.5.1"],
    );
    check(
        &talk("EHLO c\r\nMAIL FROM:<a@b.c>\r\nMAIL FROM:<a@b.c>\r\nDATA\r\nRSET\r\nDATA\r\n").await,
        &["250", "250 2.1.0", "503 5.5.1", "554 5.5.1", "250 2.0.0", "503 5.5.1"],
    );
    check(&talk(&format!("{START}EHLO d\r\nDATA\r\n")).await, &["250", "250 2.1.0", "250 2.1.5", "250", "503 5.5.1"]);
}

#[tokio::test]
async fn each_recipient_is_refused_on_its_own() {
    let rcpt = |to: &str| format!("RCPT TO:<{to}>\r\n");
    let wire = format!("{START}{}{}{}{}DATA\r\n.\r\n", rcpt("bad@x"), rcpt("g@e.f"), rcpt("h@e.f"), rcpt("i@e.f"));
    let outcome = talk(&wire).await;
    check(
        &outcome,
        &["250", "250 2.1.0", "250 2.1.5", "550 5.1.1", "250 2.1.5", "250 2.1.5", "452 4.5.3", "354", "250 2.0.0"],
    );
    assert_eq!(outcome.accepted, [r#"c: a@b.c d@e.f g@e.f h@e.f: """#]);
}

#[tokio::test]
async fn a_message_that_is_too_large_is_refused_and_the_session_goes_on() {
    check(
        &talk("EHLO c\r\nMAIL FROM:<a@b.c> SIZE=1001\r\nMAIL FROM:<a@b.c> SIZE=1000\r\n").await,
        &["250", "552 5.3.4", "250 2.1.0"],
    );
    let large = "a\r\n".repeat(400);
    let outcome = talk(&format!("{START}DATA\r\n{large}.\r\nNOOP\r\n")).await;
    check(&outcome, &["250", "250 2.1.0", "250 2.1.5", "354", "552 5.3.4", "250 2.0.0"]);
    let exact = "a".repeat(998) + "\r\n";
    assert_eq!(talk(&format!("{START}DATA\r\n{exact}.\r\n")).await.accepted.len(), 1);
    assert_eq!(talk(&format!("{START}DATA\r\nb{exact}.\r\n")).await.accepted.len(), 0);
    let outcome = talk(&format!("{START}BDAT 1200\r\n{large}BDAT 3 LAST\r\na\r\nNOOP\r\n")).await;
    check(&outcome, &["250", "250 2.1.0", "250 2.1.5", "552 5.3.4", "552 5.3.4", "250 2.0.0"]);
    assert!(outcome.accepted.is_empty());
}

#[tokio::test]
async fn a_message_without_bound_ends_the_session() {
    for wire in [format!("DATA\r\n{}", "a\r\n".repeat(2_000)), "BDAT 99999999\r\nNOOP\r\n".to_owned()] {
        let outcome = talk(&format!("{START}{wire}NOOP\r\n")).await;
        assert_eq!(codes(&outcome.replies).last().map(String::as_str), Some("552 5.3.4"), "{}", outcome.replies);
    }
}

#[tokio::test]
async fn memory_that_is_not_there_is_a_refusal_for_now() {
    let host = FakeHost { memory: 100, ..FakeHost::default() };
    let wire =
        format!("EHLO c\r\nMAIL FROM:<a@b.c> SIZE=101\r\nRCPT TO:<d@e.f>\r\nDATA\r\n{START}BDAT 3 LAST\r\na\r\n");
    check(
        &run(host, terms(), &[wire.as_bytes()]).await,
        &["250", "250 2.1.0", "250 2.1.5", "452 4.3.1", "250", "250 2.1.0", "250 2.1.5", "452 4.3.1"],
    );
    let host = FakeHost { memory: 100, ..FakeHost::default() };
    let large = "a\r\n".repeat(100);
    let wire = format!("EHLO c\r\nMAIL FROM:<a@b.c> SIZE=9\r\nRCPT TO:<d@e.f>\r\nDATA\r\n{large}.\r\nNOOP\r\n");
    check(
        &run(host, terms(), &[wire.as_bytes()]).await,
        &["250", "250 2.1.0", "250 2.1.5", "354", "452 4.3.1", "250 2.0.0"],
    );
}

#[tokio::test]
async fn bare_line_ends_are_refused_and_end_no_message() {
    for body in ["a\n.\r\nMAIL FROM:<x@y.z>", "a\r\n.\nRCPT TO:<x@y.z>", "a\r.\rDATA", "a\r\r\n.\r\r\nb"] {
        let outcome = talk(&format!("{START}DATA\r\n{body}\r\n.\r\nNOOP\r\n")).await;
        check(&outcome, &["250", "250 2.1.0", "250 2.1.5", "354", "554 5.6.0", "250 2.0.0"]);
        assert!(outcome.accepted.is_empty());
    }
    let outcome = talk("EHLO c\nMAIL FROM:<a@b.c>\r\n").await;
    check(&outcome, &["500 5.5.2"]);
    assert!(matches!(outcome.end, End::Closed(Some(Ended::Input(LineFault::BareLineEnd)))), "{:?}", outcome.end);
}

#[tokio::test]
async fn logins_in_all_forms() {
    let (good, bad) = ("AGFubgBnb29k", "AGFubgBiYWQ=");
    for login in [
        format!("AUTH PLAIN {good}\r\n"),
        format!("AUTH PLAIN\r\n{good}\r\n"),
        "AUTH LOGIN\r\nYW5u\r\nZ29vZA==\r\n".to_owned(),
        "AUTH LOGIN YW5u\r\nZ29vZA==\r\n".to_owned(),
        "AUTH LOGIN =\r\nZ29vZA==\r\n".to_owned(),
    ] {
        let outcome = talk(&format!("EHLO c\r\n{login}AUTH PLAIN {good}\r\n")).await;
        let codes = codes(&outcome.replies);
        assert_eq!(codes[codes.len() - 2..], ["235 2.7.0", "503 5.5.1"], "{login}: {}", outcome.replies);
    }
    check(&talk("AUTH PLAIN AGFubgBnb29k\r\n").await, &["503 5.5.1"]);
    check(
        &talk("EHLO c\r\nAUTH PLAIN\r\n*\r\nAUTH LOGIN\r\nYW5u\r\n*\r\nNOOP\r\n").await,
        &["250", "334", "501 5.7.0", "334", "334", "501 5.7.0", "250 2.0.0"],
    );
    check(
        &talk("EHLO c\r\nAUTH PLAIN !\r\nAUTH CRAM-MD5\r\nAUTH PLAIN =\r\n").await,
        &["250", "501 5.5.2", "504 5.5.4", "501 5.5.2"],
    );
    let wrong = format!("AUTH PLAIN {bad}\r\n");
    let outcome = talk(&format!("EHLO c\r\n{wrong}{wrong}{wrong}NOOP\r\n")).await;
    check(&outcome, &["250", "535 5.7.8", "535 5.7.8", "535 5.7.8"]);
}

#[tokio::test]
async fn no_password_is_taken_in_clear() {
    let terms = Terms { login: LoginOffer::NeedsTls, ..terms() };
    let outcome = run(FakeHost::default(), terms, &[b"EHLO c\r\nAUTH PLAIN AGFubgBnb29k\r\n"]).await;
    check(&outcome, &["250", "538 5.7.11"]);
    assert!(!outcome.replies.contains("AUTH PLAIN"), "{}", outcome.replies);
}

#[tokio::test]
async fn starttls_hands_the_stream_over_unless_something_follows() {
    let outcome = talk("EHLO c\r\nSTARTTLS\r\n").await;
    check(&outcome, &["250", "220 2.0.0"]);
    assert!(matches!(outcome.end, End::StartTls(())));
    let outcome = talk("EHLO c\r\nSTARTTLS\r\nMAIL FROM:<a@b.c>\r\n").await;
    check(&outcome, &["250", "554 5.5.0"]);
    assert!(matches!(outcome.end, End::Closed(None)));
    let terms = Terms { starttls: false, ..terms() };
    check(
        &run(FakeHost::default(), terms, &[b"EHLO c\r\nSTARTTLS\r\nNOOP\r\n"]).await,
        &["250", "502 5.5.1", "250 2.0.0"],
    );
}

#[tokio::test]
async fn sessions_are_bounded() {
    let outcome = talk(&format!("EHLO c\r\n{}", "NOPE\r\n".repeat(50))).await;
    let codes_of = codes(&outcome.replies);
    assert_eq!((codes_of.len(), codes_of[20].as_str()), (21, "421 4.7.0"));
    let message = "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n.\r\n";
    let outcome = talk(&format!("EHLO c\r\n{}", message.repeat(6))).await;
    assert_eq!(outcome.accepted.len(), 5);
    assert_eq!(codes(&outcome.replies).last().map(String::as_str), Some("421 4.7.0"));
    check(&talk("GET / HTTP/1.1\r\nHost: a\r\n\r\n").await, &["554 5.5.0"]);
    check(&talk("\u{16}\u{3}\u{1}").await, &["500 5.5.2"]);
    check(
        &talk("EHLO c\r\nMAIL FROM:<a@b.c> BODY=BINARYMIME\r\nMAIL FROM:<ä@b.c>\r\nMAIL FROM:<a@b.c> BY=9;R\r\n").await,
        &["250", "501 5.5.4", "553 5.6.7", "555 5.5.4"],
    );
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_a_login_that_ends_the_session_takes_a_while() {
    let begun = tokio::time::Instant::now();
    let outcome = talk("EHLO c\r\nAUTH LOGIN YWdhaW4=\r\neA==\r\nNOOP\r\n").await;
    check(&outcome, &["250", "334", "535 5.7.8"]);
    assert!(begun.elapsed() >= Duration::from_secs(5), "{:?}", begun.elapsed());
    let begun = tokio::time::Instant::now();
    check(&talk("EHLO c\r\nAUTH PLAIN AGFubgBiYWQ=\r\nNOOP\r\n").await, &["250", "535 5.7.8", "250 2.0.0"]);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

/// A page chooses the target, the number of fields and the body of a request, and some of its methods.
#[tokio::test]
async fn a_request_of_http_submits_nothing_whatever_its_length() {
    let body = format!("{START}DATA\r\nFrom: a@b.c\r\n\r\nx\r\n.\r\nQUIT\r\n");
    for method in ["POST", "get", "NOOP", "EHLO", "X"] {
        for target in [1, 480, 490, 497, 500, 520, 600, 2_100, 65_000, 70_000] {
            for fields in 0..=30 {
                let header = "Host: a\r\n".repeat(fields);
                let wire = format!("{method} /{} HTTP/1.1\r\n{header}\r\n{body}", "a".repeat(target));
                let outcome = talk(&wire).await;
                assert_eq!(codes(&outcome.replies).len(), 1, "{method} {target} {fields}: {}", outcome.replies);
                assert!(outcome.accepted.is_empty() && matches!(outcome.end, End::Closed(_)), "{method} {target}");
            }
        }
    }
    check(&talk("POST /\r\n").await, &["554 5.5.0"]);
    check(&talk("PRI * HTTP/2.0\r\n\r\nSM\r\n").await, &["554 5.5.0"]);
    check(&talk("\r\nEHLO c\r\n").await, &["500 5.5.2"]);
    check(&talk("hello\r\nEHLO c\r\n").await, &["500 5.5.2"]);
    // A field of a header ends a session that has begun as well.
    for field in ["Host: a", "content-length: 9"] {
        check(&talk(&format!("EHLO c\r\n{field}\r\n{START}")).await, &["250", "554 5.5.0"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_has_a_minute_to_log_in_and_few_commands() {
    let (mut client, server) = duplex(1 << 16);
    let (_stop, stopped) = watch::channel(false);
    let begun = tokio::time::Instant::now();
    let asking = async {
        client.write_all(b"EHLO c\r\n").await.expect("written");
        while client.write_all(b"NOOP\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(7)).await;
        }
    };
    let (terms, mut host) = (terms(), FakeHost::default());
    let end = tokio::select! {
        end = serve(server, &terms, &mut host, Opening::Greeting, stopped) => end,
        () = asking => panic!("it is served for ever"),
    };
    assert!(matches!(end, End::Closed(Some(Ended::Idle))), "{end:?}");
    assert!(begun.elapsed() < Duration::from_secs(70), "{:?}", begun.elapsed());

    let outcome = talk(&format!("EHLO c\r\n{}", "NOOP\r\n".repeat(25))).await;
    assert_eq!(codes(&outcome.replies).len(), 21, "{}", outcome.replies);
    assert!(outcome.replies.contains("421 4.7.0 Too many commands before a login"), "{}", outcome.replies);
    for login in ["AUTH PLAIN AGFubgBnb29k\r\n", "MAIL FROM:<a@b.c>\r\n"] {
        let outcome = talk(&format!("EHLO c\r\n{login}{}", "NOOP\r\n".repeat(25))).await;
        assert_eq!(codes(&outcome.replies).len(), 27, "{}", outcome.replies);
    }
}

#[tokio::test]
async fn refused_recipients_are_counted() {
    let refused = "RCPT TO:<bad@e.f>\r\n".repeat(2);
    let outcome = talk(&format!("{START}{refused}RSET\r\nMAIL FROM:<a@b.c>\r\n{refused}NOOP\r\n")).await;
    assert_eq!(codes(&outcome.replies).last().map(String::as_str), Some("421 4.7.0"), "{}", outcome.replies);
    assert_eq!(outcome.replies.matches("550 5.1.1").count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_sends_nothing_is_left_after_five_minutes() {
    let (mut client, server) = duplex(1 << 16);
    client.write_all(b"EHLO c\r\nAUTH PLAIN AGFubgBnb29k\r\n").await.expect("written");
    let (_stop, stopped) = watch::channel(false);
    let begun = tokio::time::Instant::now();
    let end = serve(server, &terms(), &mut FakeHost::default(), Opening::Greeting, stopped).await;
    assert!(matches!(end, End::Closed(Some(Ended::Idle))), "{end:?}");
    assert!(begun.elapsed() >= Duration::from_secs(300));
    drop(client);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_trickles_is_given_up() {
    let (mut client, server) = duplex(1 << 16);
    let (_stop, stopped) = watch::channel(false);
    let trickling = async {
        client.write_all(format!("{START}DATA\r\n").as_bytes()).await.expect("written");
        while client.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    let terms = terms();
    let mut host = FakeHost::default();
    let end = tokio::select! {
        end = serve(server, &terms, &mut host, Opening::Greeting, stopped) => end,
        () = trickling => panic!("it is written for ever"),
    };
    assert!(matches!(end, End::Closed(Some(Ended::TooSlow))), "{end:?}");
}

#[tokio::test]
async fn a_stop_ends_a_session_that_waits() {
    let (mut client, server) = duplex(1 << 16);
    let (stop, stopped) = watch::channel(false);
    stop.send_replace(true);
    let (terms, mut host) = (terms(), FakeHost::default());
    let end = serve(server, &terms, &mut host, Opening::Greeting, stopped);
    let (end, text) = tokio::join!(end, async {
        let mut text = String::new();
        let mut begun = [0; 1024];
        let read = client.read(&mut begun).await.expect("a reply");
        text.push_str(std::str::from_utf8(&begun[..read]).expect("text"));
        let _ = client.shutdown().await;
        client.read_to_string(&mut text).await.expect("the rest");
        text
    });
    assert!(matches!(end, End::Closed(Some(Ended::Stopped))), "{end:?}");
    assert!(text.contains("421 4.3.2"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn splits_change_nothing(
        commands in prop::collection::vec(prop::sample::select(vec![
            "EHLO c\r\n", "MAIL FROM:<a@b.c>\r\n", "RCPT TO:<d@e.f>\r\n", "DATA\r\n", "a\r\n..b\r\n.\r\n", ".\r\n",
            "BDAT 5\r\nNOOP\r", "BDAT 3 LAST\r\na\r\n", "RSET\r\n", "NOOP\r\n", "x\n", "AUTH PLAIN\r\n", "QUIT\r\n",
        ]), 0..12),
        size in 1usize..9,
    ) {
        let wire = commands.concat();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().expect("a runtime");
        let pieces: Vec<&[u8]> = wire.as_bytes().chunks(size).collect();
        let whole = runtime.block_on(run(FakeHost::default(), terms(), &[wire.as_bytes()]));
        let split = runtime.block_on(run(FakeHost::default(), terms(), &pieces));
        prop_assert_eq!(whole.accepted, split.accepted);
        prop_assert_eq!(whole.replies, split.replies);
    }
}
