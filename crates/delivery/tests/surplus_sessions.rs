//! Tests with servers that accept one session and refuse a second one in different ways: the report always says that a
//! session was refused while another one works, so that no attempt is counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use delivery::{AccountSource, Login, Progress, SmtpAccount, SmtpTransport, Transport};
use mail::{FailedAt, Outcome, Report, Security, Verdict};
use smtp::{CleartextLogin, PasswordLogin, Server, Timeouts};
use testkit::{CertificateKind, Sink, SinkOptions, SinkSecurity, certificates, outgoing};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// The replies on a surplus connection: the first is sent at once, the others answer a line each. Then the connection
/// is closed.
type Refusal = &'static [&'static str];

/// Forwards up to `most` concurrent connections to `port`, and answers others with `refusal`. Returns its own port.
async fn limited(port: u16, most: usize, refusal: Refusal) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let own_port = listener.local_addr().expect("an address").port();
    let open = Arc::new(AtomicUsize::new(0));
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let open = open.clone();
            if open.fetch_add(1, Ordering::SeqCst) < most {
                tokio::spawn(async move {
                    let mut server = TcpStream::connect(("127.0.0.1", port)).await.expect("the sink");
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            } else {
                open.fetch_sub(1, Ordering::SeqCst);
                tokio::spawn(refuse(client, refusal));
            }
        }
    });
    own_port
}

async fn refuse(client: TcpStream, refusal: Refusal) {
    let mut client = BufReader::new(client);
    for (number, reply) in refusal.iter().enumerate() {
        if number > 0 {
            let mut line = String::new();
            if client.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
        }
        if client.write_all(reply.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn account(port: u16, security: Security) -> SmtpAccount {
    SmtpAccount {
        server: Server {
            host: "localhost".to_owned(),
            port,
            security,
            ehlo_name: "client.example.org".to_owned(),
            ca_certificate: Some(certificates::ca_pem().to_owned()),
        },
        login: Some(Login::Password(PasswordLogin {
            username: "ann@example.org".to_owned(),
            password: "open sesame".to_owned().into(),
            mechanism: None,
            cleartext: CleartextLogin::Allowed,
        })),
        source: AccountSource::Settings,
    }
}

fn is_delivered(report: &Report) -> bool {
    matches!(&report.outcome, Outcome::Tried(verdicts) if verdicts[0].verdict == Verdict::Delivered)
}

/// Sends two messages concurrently to a server that accepts one session.
async fn two_at_once(security: Security, refusal: Refusal) -> [Report; 2] {
    let sink_security = match security {
        Security::ImplicitTls => SinkSecurity::ImplicitTls(CertificateKind::Good),
        _ => SinkSecurity::Clear,
    };
    let sink = Sink::start(SinkOptions {
        security: sink_security,
        reply_delay: Duration::from_millis(200),
        login: Some(("ann@example.org".to_owned(), "open sesame".to_owned())),
        ..SinkOptions::default()
    });
    let sink = sink.expect("a sink");
    let port = limited(sink.port(), 1, refusal).await;
    let transport = Arc::new(SmtpTransport::new(account(port, security), Timeouts::interactive()));
    let first = tokio::spawn({
        let transport = transport.clone();
        async move { transport.deliver(&outgoing("one@example.net"), Progress::default()).await }
    });
    // 600 ms after it connected the first session is logged in, and its message takes as long again.
    while sink.connections() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(850)).await;
    let second = transport.deliver(&outgoing("two@example.net"), Progress::default()).await;
    let first = first.await.expect("no panic");
    transport.close().await;
    [first, second]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_refused_while_another_works_is_not_a_failure_of_the_message() {
    const EHLO: &str = "250-mx\r\n250 AUTH PLAIN\r\n";
    let refusals: [(&str, Security, Refusal); 10] = [
        ("generic 421 at the greeting", Security::None, &["421 Service not available, closing channel\r\n"]),
        ("421 with words at the greeting", Security::None, &["421 4.7.0 Too many connections from your host\r\n"]),
        ("554 at the greeting", Security::None, &["554 5.7.1 too many connections\r\n"]),
        ("hang-up without a word", Security::None, &[""]),
        ("421 at EHLO", Security::None, &["220 mx\r\n", "421 4.3.2 try later\r\n"]),
        ("432 at AUTH", Security::None, &["220 mx\r\n", EHLO, "432 4.3.2 Concurrent connections limit exceeded\r\n"]),
        ("454 at AUTH", Security::None, &["220 mx\r\n", EHLO, "454 4.7.0 Too many login attempts\r\n"]),
        ("421 at AUTH", Security::None, &["220 mx\r\n", EHLO, "421 4.7.0 Too many concurrent sessions\r\n"]),
        (
            "432 at MAIL",
            Security::None,
            &[
                "220 mx\r\n",
                EHLO,
                "235 2.7.0 ok\r\n",
                "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded\r\n",
                "250 ok\r\n",
            ],
        ),
        (
            "clear 421 on an implicit TLS port",
            Security::ImplicitTls,
            &["421 mx.example.org: Too many concurrent SMTP connections from this IP address\r\n"],
        ),
    ];
    let mut faults = Vec::new();
    let tries = refusals.map(|(name, security, refusal)| (name, tokio::spawn(two_at_once(security, refusal))));
    for (name, reports) in tries {
        let [first, second] = reports.await.expect("no panic");
        if !is_delivered(&first) {
            faults.push(format!("{name}: the first message is not delivered:\n{}", first.transcript));
        }
        let is_refused_session = matches!(second.outcome, Outcome::ConnectionProblem(_))
            && matches!(second.failed_at, Some(FailedAt::Session { others_open: 1.., .. }));
        if !is_refused_session {
            faults.push(format!("{name}: {:?}, {:?}\n{}", second.failed_at, second.outcome, second.transcript));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
