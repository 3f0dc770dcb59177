//! Sessions up to the login over a stream in memory, with a paused clock.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use mail::Security;
use testkit::in_memory::play;
use testkit::{Script, ScriptedServer};

use crate::session::connect_to;

use crate::{
    CleartextLogin, Destination, Journal, Limits, PasswordLogin, Server, SmtpError, Timeouts, connect_over, log_in,
};

/// A server without TLS.
pub(crate) fn server() -> Server {
    Server {
        host: "mx.example.com".to_owned(),
        port: 25,
        security: Security::None,
        ehlo_name: "client.example.org".to_owned(),
        ca_certificate: None,
    }
}

fn login(cleartext: CleartextLogin) -> PasswordLogin {
    PasswordLogin {
        username: "ann@example.org".to_owned(),
        password: "open sesame".to_owned().into(),
        mechanism: None,
        cleartext,
    }
}

/// The error before MAIL, and the transcript.
async fn fails(server: Server, login: Option<PasswordLogin>, script: &'static str) -> (String, String) {
    let (stream, playing) = play(script);
    let to = Destination::new(server, Limits::new(Timeouts::interactive(), None));
    let mut journal = Journal::new(None);
    let opened = async {
        let mut session = connect_over(&to, stream, &mut journal).await?;
        if let Some(login) = &login {
            log_in(&mut session, &to, login, &mut journal).await?;
        }
        Ok::<_, SmtpError>(())
    };
    let error = match opened.await {
        Ok(()) => "no error".to_owned(),
        Err(error) => error.to_string(),
    };
    playing.await.expect("the client follows the script");
    (error, journal.close().1)
}

#[tokio::test(start_paused = true)]
async fn tries_the_next_mechanism_after_504() {
    let (error, transcript) = fails(
        server(),
        Some(login(CleartextLogin::Allowed)),
        "S: 220 mx
         C: EHLO
         S: 250-mx
         S: 250 AUTH CRAM-MD5 PLAIN
         C: AUTH CRAM-MD5
         S: 504 5.5.4 Unrecognized authentication type
         C: AUTH PLAIN AGFubkBleGFtcGxlLm9yZwBvcGVuIHNlc2FtZQ==
         S: 235 2.7.0 welcome
        ",
    )
    .await;
    assert_eq!(error, "no error");
    assert!(transcript.contains("C: AUTH PLAIN ***\n"));
    assert!(!transcript.contains("AGFub"));
}

#[tokio::test(start_paused = true)]
async fn the_transcript_contains_no_secret() {
    let (error, transcript) = fails(
        server(),
        Some(login(CleartextLogin::Allowed)),
        "S: 220 mx
         C: EHLO
         S: 250 mx
         S: 250 unasked
        ",
    )
    .await;
    assert_eq!(error, "the server offers no login");
    assert!(transcript.starts_with("S: 220 mx\nC: EHLO client.example.org\n"));
    let (error, transcript) = fails(
        server(),
        Some(login(CleartextLogin::Allowed)),
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
    assert_eq!(error, "535 5.7.8 no ann@example.org with *** here");
    assert!(!transcript.contains("sesame") && !transcript.contains("b3Blbi"), "{transcript}");
}

#[tokio::test(start_paused = true)]
async fn no_password_without_tls_unless_allowed() {
    let (error, transcript) =
        fails(server(), Some(login(CleartextLogin::Refused)), "S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 AUTH PLAIN\n")
            .await;
    assert_eq!(error, "the login was not attempted, because the connection is not encrypted");
    assert!(!transcript.contains("AUTH PLAIN *"), "{transcript}");
}

#[tokio::test(start_paused = true)]
async fn starttls_is_required_and_injection_is_detected() {
    let starttls = || Server { security: Security::Starttls, ..server() };
    let cases = [
        ("S: 220 mx\nC: EHLO\nS: 250 mx\n", "the server does not offer STARTTLS"),
        ("S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 4.7.0 no key\n", "454 4.7.0 no key"),
        ("S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nS: 250 forged\n", {
            "unencrypted bytes arrived before the TLS handshake"
        }),
    ];
    for (script, expected) in cases {
        assert_eq!(fails(starttls(), None, script).await.0, expected, "{script}");
    }
}

#[tokio::test(start_paused = true)]
async fn errors_of_greeting_and_ehlo() {
    let cases = [
        ("S: 554 no mail from you\n", "554 no mail from you"),
        ("S: 421 4.7.0 too many connections\n", "421 4.7.0 too many connections"),
        (
            "S: HTTP/1.1 400 Bad Request\n",
            "the server sent a line that is not an SMTP reply: “HTTP/1.1 400 Bad Request”",
        ),
        ("-- silence\n", "no greeting within 12 s"),
        ("-- trickle\n", "no greeting within 12 s"),
        ("S: 220 mx\nC: EHLO\n-- silence\n", "no answer within 15 s"),
        ("S: 220 mx\nC: EHLO\nS: 451 4.3.0 later\n", "451 4.3.0 later"),
        ("S: 220 mx\nC: EHLO\nS: 550 no\nC: HELO\nS: 550 no\n", "550 no"),
    ];
    for (script, expected) in cases {
        assert_eq!(fails(server(), None, script).await.0, expected, "{script}");
    }
}

/// Two servers on different loopback addresses, and the addresses to try in order.
fn two_servers(bad: &str) -> (Vec<SocketAddr>, [ScriptedServer; 2]) {
    let start = |script: &str, address: SocketAddr| {
        let script = Script::parse(&format!("---\n{script}")).expect("a script");
        ScriptedServer::start_on(&script, address).expect("a server")
    };
    let first = start(bad, (Ipv4Addr::LOCALHOST, 0).into());
    let good = "S: 220 mx\nC: EHLO *\nS: 250 mx\n";
    let second = start(good, (Ipv4Addr::new(127, 0, 0, 2), first.port()).into());
    (vec![first.address(), second.address()], [first, second])
}

#[tokio::test]
async fn the_next_address_is_tried_when_the_first_one_opens_no_session() {
    for bad in ["S: 421 4.3.2 too busy\n!close\n", "S: 554 not here\n!close\n", "!close\n", "!silence\n"] {
        let (addresses, servers) = two_servers(bad);
        let timeouts = Timeouts { greeting: Duration::from_millis(300), ..Timeouts::interactive() };
        let to = Destination::new(server(), Limits::new(timeouts, None));
        let mut journal = Journal::new(None);
        let session = connect_to(&to, addresses, &mut journal).await.expect("a session with the second server");
        drop(session);
        let (stages, transcript) = journal.close();
        assert!(stages.iter().all(|stage| stage.ok), "the failed address is in the transcript alone");
        assert!(transcript.contains("trying the next address"), "{transcript}");
        drop(servers);
    }
}

#[tokio::test]
async fn the_other_family_is_tried_when_the_first_one_opens_no_session() {
    let start = |script: &str, address: SocketAddr| {
        let script = Script::parse(&format!("---\n{script}")).expect("a script");
        ScriptedServer::start_on(&script, address).expect("a server")
    };
    let bad = "S: 421 4.3.2 too busy\n!close\n";
    let good = "S: 220 mx\nC: EHLO *\nS: 250 mx\n";
    for (first, second) in [
        (IpAddr::from(Ipv6Addr::LOCALHOST), IpAddr::from(Ipv4Addr::LOCALHOST)),
        (Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()),
    ] {
        let first = start(bad, (first, 0).into());
        let second = start(good, (second, first.port()).into());
        let to = Destination::new(server(), Limits::new(Timeouts::interactive(), None));
        let addresses = vec![first.address(), second.address()];
        let session = connect_to(&to, addresses, &mut Journal::new(None)).await.expect("a session");
        drop(session);
        second.finish().assert_as_written();
    }
}

#[tokio::test]
async fn the_first_error_counts_when_no_address_opens_a_session() {
    let (mut addresses, servers) = two_servers("S: 421 4.3.2 too busy\n!close\n");
    addresses.truncate(1);
    // Nobody listens there.
    addresses.push((Ipv4Addr::new(127, 0, 0, 3), addresses[0].port()).into());
    let to = Destination::new(server(), Limits::new(Timeouts::interactive(), None));
    let error = connect_to(&to, addresses, &mut Journal::new(None)).await.expect_err("no session");
    assert_eq!(error.reply().map(|reply| reply.code), Some(421));
    drop(servers);
}
