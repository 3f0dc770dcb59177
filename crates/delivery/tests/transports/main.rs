//! Transports over real sockets and TLS: kept and replaced sessions, the connection test and the fixes it proposes.
//! `certificates` has valid and invalid certificates, `mailbox` the transport that sends nothing.

mod certificates;
mod mailbox;

use std::sync::Arc;
use std::time::Duration;

use delivery::probe::{self, ProbeObserver};
use delivery::{AccountSource, Login, Progress, SmtpAccount, SmtpTransport, Transport};
use mail::{EmailAddress, Fix, Outcome, Problem, Report, Security, Stage, Verdict};
use smtp::{CleartextLogin, Mechanism, PasswordLogin, Server, Timeouts};
use testkit::{CertificateKind, Script, ScriptedServer, Sink, SinkOptions, SinkSecurity, outgoing};

const PASSWORD: &str = "correct horse battery staple";

fn account(port: u16, security: Security) -> SmtpAccount {
    let server = Server {
        host: "localhost".to_owned(),
        port,
        security,
        ehlo_name: "client.example.org".to_owned(),
        ca_certificate: Some(testkit::certificates::ca_pem().to_owned()),
    };
    SmtpAccount { server, login: None, source: AccountSource::Settings }
}

fn login(mechanism: Option<Mechanism>, cleartext: CleartextLogin) -> Option<Login> {
    let (username, password) = ("ann@example.org".to_owned(), PASSWORD.to_owned().into());
    Some(Login::Password(PasswordLogin { username, password, mechanism, cleartext }))
}

/// The configured From.
fn sender() -> EmailAddress {
    EmailAddress::parse("sender@example.org").expect("an address")
}

fn sink(options: SinkOptions) -> Sink {
    Sink::start(options).expect("a sink")
}

#[track_caller]
fn problem(report: &Report) -> &Problem {
    match &report.outcome {
        Outcome::ConnectionProblem(problem) => problem,
        Outcome::Tried(verdicts) => panic!("no problem of the connection: {verdicts:?}\n{}", report.transcript),
    }
}

#[track_caller]
fn assert_delivered(report: &Report) {
    match &report.outcome {
        Outcome::Tried(verdicts) if verdicts.iter().all(|verdict| verdict.verdict == Verdict::Delivered) => {}
        other => panic!("not delivered: {other:?}\n{}", report.transcript),
    }
}

fn stages(report: &Report) -> String {
    let names: Vec<String> =
        report.stages.iter().map(|stage| format!("{:?}{}", stage.name, if stage.ok { "" } else { "!" })).collect();
    names.join(" ")
}

#[tokio::test]
async fn every_security_mode_and_mechanism_delivers() {
    let good = CertificateKind::Good;
    for (sink_security, security) in [
        (SinkSecurity::Clear, Security::None),
        (SinkSecurity::Starttls(good), Security::Starttls),
        (SinkSecurity::ImplicitTls(good), Security::ImplicitTls),
    ] {
        for mechanism in [None, Some(Mechanism::Plain), Some(Mechanism::Login), Some(Mechanism::CramMd5)] {
            let sink = sink(SinkOptions {
                security: sink_security,
                login: Some(("ann@example.org".to_owned(), PASSWORD.to_owned())),
                ..SinkOptions::default()
            });
            let mut account = account(sink.port(), security);
            account.login = login(mechanism, CleartextLogin::Allowed);
            let transport = SmtpTransport::new(account, Timeouts::interactive());
            let report = transport.deliver(&outgoing("one@example.net two@example.net"), Progress::default()).await;
            assert_delivered(&report);
            let expected = match security {
                Security::None => "Resolve Connect Greeting Login MailFrom RcptTo Data",
                Security::Starttls => "Resolve Connect Greeting Tls Login MailFrom RcptTo Data",
                Security::ImplicitTls => "Resolve Connect Tls Greeting Login MailFrom RcptTo Data",
            };
            assert_eq!(stages(&report), expected);
            assert!(!report.transcript.contains("confidential"), "{}", report.transcript);
            assert_eq!(sink.arrivals().len(), 2);
        }
    }
}

#[tokio::test]
async fn a_session_is_reused_and_replaced_after_it_has_ended() {
    let sink = sink(SinkOptions::default());
    let transport = SmtpTransport::new(account(sink.port(), Security::None), Timeouts::interactive());
    for _ in 0..3 {
        assert_delivered(&transport.deliver(&outgoing("one@example.net"), Progress::default()).await);
    }
    assert_eq!(sink.connections(), 1);
    sink.cut_connections();
    let report = transport.deliver(&outgoing("one@example.net"), Progress::default()).await;
    assert_delivered(&report);
    assert_eq!(sink.connections(), 2);
    assert!(stages(&report).ends_with("MailFrom RcptTo Data"));
    transport.close().await;
    assert_delivered(&transport.deliver(&outgoing("one@example.net"), Progress::default()).await);
    assert_delivered(&transport.deliver(&outgoing("one@example.net"), Progress::default()).await);
    assert_eq!(sink.connections(), 4, "nothing is kept after close");
}

/// The problem's code and fix of a connection test.
async fn tested(account: &SmtpAccount) -> (String, Option<Fix>, Vec<Stage>) {
    let mut seen = Vec::new();
    let tested = probe::test_connection(
        account,
        &Timeouts::interactive(),
        ProbeObserver::new(&mut |stage| seen.push(stage.name)),
    )
    .await;
    let reported: Vec<Stage> = tested.report.stages.iter().map(|stage| stage.name).collect();
    assert_eq!(seen, reported, "each stage is reported when it ends");
    match tested.problem {
        Some(problem) => (problem.code.into_owned(), problem.fix, seen),
        None => ("works".to_owned(), None, seen),
    }
}

#[tokio::test]
async fn the_connection_test_proposes_another_security_mode() {
    let good = CertificateKind::Good;
    let implicit = sink(SinkOptions { security: SinkSecurity::ImplicitTls(good), ..SinkOptions::default() });
    let starttls = sink(SinkOptions { security: SinkSecurity::Starttls(good), ..SinkOptions::default() });
    let clear = sink(SinkOptions::default());
    let fix = |sink: &Sink, security| Some(Fix::Server { port: sink.port(), security });

    let (code, fixed, seen) = tested(&account(starttls.port(), Security::ImplicitTls)).await;
    assert_eq!((code.as_str(), fixed), ("tls_not_spoken", fix(&starttls, Security::Starttls)));
    assert_eq!(seen, [Stage::Resolve, Stage::Connect, Stage::Tls]);

    let mut brisk = Timeouts::interactive();
    brisk.greeting = Duration::from_millis(300);
    let account_in_clear = account(implicit.port(), Security::Starttls);
    let problem = probe::test_connection(&account_in_clear, &brisk, ProbeObserver::new(&mut |_| {}))
        .await
        .problem
        .expect("a problem");
    assert!(matches!(problem.code.as_ref(), "greeting_missing" | "tls_expected"), "{}", problem.code);
    assert_eq!(problem.fix, fix(&implicit, Security::ImplicitTls));

    let (code, fixed, _) = tested(&account(clear.port(), Security::Starttls)).await;
    assert_eq!((code.as_str(), fixed), ("starttls_missing", None), "a connection without TLS is never proposed");

    let (code, fixed, _) = tested(&account(clear.port(), Security::None)).await;
    assert_eq!((code.as_str(), fixed), ("works", None));
}

#[tokio::test]
async fn a_closed_port_is_diagnosed_within_the_limit() {
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let (code, ..) = tested(&account(gone, Security::Starttls)).await;
    assert_eq!(code, "connection_refused");
}

#[tokio::test]
async fn a_wrong_password_fails_the_login_and_is_never_shown() {
    let sink = sink(SinkOptions {
        security: SinkSecurity::ImplicitTls(CertificateKind::Good),
        login: Some(("ann@example.org".to_owned(), "another one".to_owned())),
        ..SinkOptions::default()
    });
    let mut account = account(sink.port(), Security::ImplicitTls);
    account.login = login(None, CleartextLogin::Refused);
    let mut reported = Vec::new();
    let mut on_stage = |stage: &mail::StageRecord| reported.push(format!("{stage:?}"));
    let follower = ProbeObserver::new(&mut on_stage);
    let tested = probe::test_email(&account, &Timeouts::interactive(), &outgoing("one@example.net"), follower).await;
    let transport = SmtpTransport::new(account.clone(), Timeouts::interactive());
    let report = transport.deliver(&outgoing("one@example.net"), Progress::default()).await;
    assert_eq!(problem(&report).code, "login_refused");
    assert!(transport.check(&sender()).await.is_err_and(|failure| failure.problem.code == "login_refused"));
    assert_eq!(tested.problem.as_ref().map(|problem| problem.code.as_ref()), Some("login_refused"));
    assert!(stages(&tested.report).ends_with("Login!"));

    let encoded = "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ==";
    let everything =
        format!("{tested:?} {report:?} {transport:?} {account:?} {reported:?} {:?}", outgoing("x@y.example"));
    for secret in [PASSWORD, encoded, "AGFubkBleGFtcGxl", "confidential", "ann@example.org"] {
        assert!(!everything.contains(secret), "{secret} shows in {everything}");
    }
}

#[tokio::test]
async fn idle_sessions_are_closed_before_a_check() {
    let message = "C: MAIL FROM:<sender@example.org>*\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nS: 354 go\n!read-data\nS: 250 ok\n";
    let script = format!(
        "---\nS: 220 mx\nC: EHLO *\nS: 250 mx\n{message}C: QUIT\nS: 221 bye\n!close\n---\nS: 220 mx\nC: EHLO *\nS: 250 mx\n{message}C: QUIT\nS: 221 bye\n!close\n"
    );
    let server = ScriptedServer::start(&Script::parse(&script).expect("a script")).expect("a server");
    let transport = SmtpTransport::new(account(server.port(), Security::None), Timeouts::interactive());
    assert_delivered(&transport.deliver(&outgoing("one@example.net"), Progress::default()).await);
    assert_eq!(transport.check(&sender()).await, Ok(()));
    // The session of the check is kept for the next message.
    assert_delivered(&transport.deliver(&outgoing("one@example.net"), Progress::default()).await);
    transport.close().await;
    server.finish().assert_as_written();
}

#[tokio::test]
async fn the_check_tests_the_configured_sender_after_a_refusal() {
    let blocked = "C: MAIL FROM:<sender@example.org>*
S: 550 5.1.8 Access denied, bad outbound sender
C: RSET
S: 250 ok
";
    let script = format!(
        "---\nS: 220 mx\nC: EHLO *\nS: 250 mx\n{blocked}C?: QUIT\n---\nS: 220 mx\nC: EHLO *\nS: 250 mx\nC: MAIL FROM:<sender@example.org>\nS: 550 5.1.8 Access denied, bad outbound sender\n!close\n---\nS: 220 mx\nC: EHLO *\nS: 250 mx\nC: MAIL FROM:<sender@example.org>\nS: 250 ok\nC: RSET\nS: 250 ok\nC?: QUIT\n"
    );
    let server = ScriptedServer::start(&Script::parse(&script).expect("a script")).expect("a server");
    let transport = SmtpTransport::new(account(server.port(), Security::None), Timeouts::interactive());
    let report = transport.deliver(&outgoing("one@example.net"), Progress::default()).await;
    assert_eq!(problem(&report).code, "sender_blocked");
    assert!(transport.check(&sender()).await.is_err_and(|failure| failure.problem.code == "sender_blocked"));
    assert!(transport.check(&sender()).await.is_ok());
    transport.close().await;
    server.finish().assert_as_written();
}

#[tokio::test]
async fn a_message_of_any_size_arrives_byte_for_byte() {
    let security = SinkSecurity::ImplicitTls(CertificateKind::Good);
    for lines in [0usize, 1, 800, 30_000] {
        let sink = sink(SinkOptions { security, keep_messages: true, ..SinkOptions::default() });
        let mut outgoing = outgoing("one@example.net");
        let mut bytes = outgoing.bytes.to_vec();
        for line in 0..lines {
            let dots = ".".repeat(line % 3);
            bytes.extend_from_slice(format!("{dots}line {line} of a long message that goes on and on\r\n").as_bytes());
        }
        outgoing.bytes = bytes.into();
        let transport = SmtpTransport::new(account(sink.port(), Security::ImplicitTls), Timeouts::interactive());
        assert_delivered(&transport.deliver(&outgoing, Progress::default()).await);
        let arrived = sink.arrivals().remove(0).message.expect("the message is kept");
        assert!(*arrived == *outgoing.bytes, "{lines} lines arrive unchanged");
    }
}

#[tokio::test]
async fn opens_no_more_sessions_than_needed() {
    let sink = sink(SinkOptions { reply_delay: Duration::from_millis(5), ..SinkOptions::default() });
    let transport = Arc::new(SmtpTransport::new(account(sink.port(), Security::None), Timeouts::interactive()));
    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let transport = Arc::clone(&transport);
        sending.spawn(async move {
            for _ in 0..10 {
                assert_delivered(&transport.deliver(&outgoing("one@example.net"), Progress::default()).await);
            }
        });
    }
    sending.join_all().await;
    assert!(sink.connections() <= 4, "{} connections for four at once", sink.connections());
    assert_eq!(sink.arrivals().len(), 40);
    transport.close().await;
}
