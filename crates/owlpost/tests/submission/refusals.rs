//! What a client is told that may not do what it asks.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use accounts::{Actor, Scope, TypedKeyLimits};
use config::{Network, TrustedNetwork};
use mail::EmailAddress;
use permissions::{NetworkSender, Sender};
use rustls::pki_types::ServerName;
use secrecy::ExposeSecret;
use testkit::certificates;
use testserver::ANN;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::support::{Dialogue, RECIPIENT, SENDER, SubmissionServer, auth_plain, message};

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sends_without_a_login() {
    let server = SubmissionServer::start().await;
    let mut client = server.client().await;
    client.expect("EHLO client.example", "250-").await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "530 5.7.0").await;
    client.expect(&auth_plain("owl_wrong"), "535 5.7.8").await;
    client.expect(&auth_plain(&server.key), "235 2.7.0").await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_survives_starttls() {
    let server = SubmissionServer::start().await;
    let mut client = server.logged_in().await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
    client.expect("STARTTLS", "220").await;
    let config = tls::client_config(Some(certificates::ca_pem())).expect("trusted");
    let name = ServerName::try_from("localhost").expect("a name");
    let stream = TlsConnector::from(config).connect(name, client.stream).await.expect("a handshake");
    let mut client = Dialogue::over(stream);
    client.expect(&format!("RCPT TO:<{RECIPIENT}>"), "503 5.5.1").await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "503 5.5.1").await;
    let hello = client.expect("EHLO client.example", "250-").await;
    assert!(!hello.contains("STARTTLS") && hello.contains("AUTH PLAIN LOGIN"), "{hello}");
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "530 5.7.0").await;
    client.expect("STARTTLS", "502 5.5.1").await;
    client.expect(&auth_plain(&server.key), "235").await;
    assert!(client.send(&message("over TLS")).await.starts_with("250 2.0.0 accepted as "));
    let arrived = server.arrived(1).await;
    assert!(arrived[0].2.contains("with ESMTPSA"), "{arrived:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pipelined_behind_starttls_ends_the_session() {
    let server = SubmissionServer::start().await;
    let mut client = server.client().await;
    client.expect("EHLO client.example", "250-").await;
    client.expect(&format!("STARTTLS\r\nMAIL FROM:<{SENDER}>"), "554 5.5.0").await;
    assert!(client.is_closed().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_recipient_is_refused_on_its_own() {
    let server = SubmissionServer::start().await;
    let limits =
        TypedKeyLimits { recipients: "example.org".into(), senders: SENDER.into(), ..TypedKeyLimits::default() };
    let key = server.key_with("limited", limits).await;
    let mut client = server.client().await;
    client.log_in(&key).await;
    client.expect("MAIL FROM:<eve@example.com>", "550 5.7.1 The API key limited may not send as eve@example.com").await;
    client.expect("MAIL FROM:<not an address>", "501 5.5.4").await;
    client.expect("MAIL FROM:<root>", "553 5.1.7").await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
    client.expect("RCPT TO:<root>", "553 5.1.3").await;
    client.expect("RCPT TO:<bob@example.net>", "550 5.7.1 The API key limited may not send to bob@example.net").await;
    client.expect(&format!("RCPT TO:<{RECIPIENT}>"), "250").await;
    client.expect("DATA", "354").await;
    client.expect(&format!("{}.", message("to one")), "250 2.0.0 accepted as ").await;
    assert_eq!(server.arrived(1).await[0].1, RECIPIENT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_can_replace_a_sender_that_is_not_allowed() {
    let server = SubmissionServer::start().await;
    let limits = TypedKeyLimits { rewrites_from: true, ..TypedKeyLimits::default() };
    let key = server.key_with("rewrites", limits).await;
    let mut client = server.client().await;
    client.log_in(&key).await;
    client.expect("MAIL FROM:<eve@example.com>", "250").await;
    client.expect(&format!("RCPT TO:<{RECIPIENT}>"), "250").await;
    client.expect("DATA", "354").await;
    let text = message("from eve").replace(SENDER, "eve@example.com");
    client.expect(&format!("{text}."), "250 2.0.0 accepted as ").await;
    let (sender, _, text) = server.arrived(1).await.remove(0);
    assert_eq!(sender, SENDER);
    assert!(text.contains(&format!("From: {SENDER}\r\nReply-To: eve@example.com\r\n")), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_refused_with_what_is_wrong() {
    let server = SubmissionServer::start().await;
    let mut client = server.logged_in().await;
    let other = message("x").replace(SENDER, "eve@example.com");
    let reply = client.send(&other).await;
    assert!(reply.starts_with("550 5.7.1") || reply.starts_with("550-5.7.1"), "{reply}");
    let reply = client.send("no header field\r\n\r\nx\r\n").await;
    assert!(reply.starts_with("554 5.6.0") || reply.starts_with("554-5.6.0"), "{reply}");
    let reply = client.send(&format!("{}{}\r\n", message("x"), "x".repeat(1_000))).await;
    assert!(reply.starts_with("554 5.6.0"), "{reply}");
    client.expect(&format!("MAIL FROM:<{SENDER}> SIZE=30000000"), "552 5.3.4").await;
    assert!(client.send(&message("good")).await.starts_with("250 2.0.0"));
    server.arrived(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_limits_of_a_key_hold() {
    let server = SubmissionServer::start().await;
    let now = server.server.now();
    let limits = TypedKeyLimits {
        recipients_per_hour: Some(1),
        expires_at: Some(now + Duration::from_secs(3_600)),
        ..TypedKeyLimits::default()
    };
    let key = server.key_with("small", limits).await;
    let mut client = server.client().await;
    client.log_in(&key).await;
    assert!(client.send(&message("first")).await.starts_with("250 2.0.0"));
    let reply = client.send(&message("second")).await;
    assert!(reply.starts_with("452 4.2.2"), "{reply}");
    // It expires while the client is connected.
    server.server.turn(Duration::from_secs(3_601));
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "550 5.7.1 The API key small has expired").await;

    let elsewhere = TypedKeyLimits { networks: "192.0.2.0/24".into(), ..TypedKeyLimits::default() };
    let key = server.key_with("elsewhere", elsewhere).await;
    let mut client = server.client().await;
    client.expect("EHLO client.example", "250-").await;
    client.expect(&auth_plain(&key), "535 5.7.8 The API key elsewhere does not work from your address").await;

    let made = server.server.app.accounts.make_key("reader", &[Scope::MessagesRead], &Actor::account(ANN)).await;
    let reader = made.expect("a key").1.expose_secret().to_owned();
    client.expect(&auth_plain(&reader), "535 5.7.8 The API key reader may not send").await;
    server.arrived(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_deleted_stops_working_at_once() {
    let server = SubmissionServer::start().await;
    let (mut client, mut sending) = (server.logged_in().await, server.logged_in().await);
    sending.begin_message().await;
    let keys = server.server.app.accounts.keys().await.expect("keys");
    server.server.app.accounts.delete_key(keys[0].id, &Actor::account(ANN)).await.expect("deleted");
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "550 5.7.1 The password is").await;
    // A message that had begun is not accepted.
    sending.expect(&format!("{}.", message("late")), "550 5.7.1 The password is").await;
    assert!(server.sink.arrivals().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_expires_while_its_message_arrives_sends_nothing() {
    let server = SubmissionServer::start().await;
    let expires_at = Some(server.server.now() + Duration::from_secs(3_600));
    let key = server.key_with("small", TypedKeyLimits { expires_at, ..TypedKeyLimits::default() }).await;
    let mut client = server.client().await;
    client.log_in(&key).await;
    client.begin_message().await;
    server.server.turn(Duration::from_secs(3_601));
    client.expect(&format!("{}.", message("late")), "550 5.7.1 The API key small has expired").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_replaces_no_sender_by_one_that_it_may_not_use() {
    let server = SubmissionServer::start().await;
    let limits = TypedKeyLimits { senders: "bob@ok.test".into(), rewrites_from: true, ..TypedKeyLimits::default() };
    let key = server.key_with("bob", limits).await;
    let mut client = server.client().await;
    client.log_in(&key).await;
    client.expect("MAIL FROM:<ceo@bank.test>", "550 5.7.1 The API key bob may not send as ceo@bank.test").await;
    client.expect("MAIL FROM:<>", "250").await;
    client.expect(&format!("RCPT TO:<{RECIPIENT}>"), "250").await;
    client.expect("DATA", "354").await;
    let text = message("from the boss").replace(SENDER, "ceo@bank.test");
    client.expect(&format!("{text}."), "550 5.7.1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_in_a_loop_and_a_header_in_utf8_have_codes_of_their_own() {
    let server = SubmissionServer::start().await;
    let mut client = server.logged_in().await;
    let received = "Received: from a by b; Tue, 1 Dec 2026 10:00:00 +0000\r\n".repeat(101);
    let reply = client.send(&format!("{received}{}", message("again"))).await;
    assert!(reply.starts_with("554 5.4.6 "), "{reply}");
    let reply = client.send(&message("M\u{fc}nzen")).await;
    assert!(reply.starts_with("554 5.6.7 "), "{reply}");
    client.expect(&format!("MAIL FROM:<{SENDER}> SMTPUTF8"), "250").await;
    client.expect(&format!("RCPT TO:<{RECIPIENT}>"), "250").await;
    client.expect("DATA", "354").await;
    client.expect(&format!("{}.", message("M\u{fc}nzen")), "250").await;
}

/// A program with an old password is told so each time, and stops nobody behind the same address.
#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_are_slowed_down_and_right_ones_are_not() {
    let server = SubmissionServer::start().await;
    for _ in 0..4 {
        let mut client = server.client().await;
        client.expect("EHLO client.example", "250-").await;
        for _ in 0..3 {
            if client.ask(&auth_plain("guess")).await.is_empty() {
                break;
            }
        }
    }
    let mut client = server.client().await;
    client.expect("EHLO client.example", "250-").await;
    client.expect(&auth_plain("guess"), "535 5.7.8 The password is").await;
    assert!(client.is_closed().await, "after one refusal");
    // It never logged in before.
    assert!(server.logged_in().await.send(&message("goes on")).await.starts_with("250 2.0.0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_network_sends_as_its_sender_alone() {
    let trusted = TrustedNetwork {
        network: "127.0.0.0/8".parse::<Network>().expect("a network"),
        sender: EmailAddress::parse(SENDER).expect("an address"),
    };
    let server = SubmissionServer::start_with(|config| config.submission.trusted_networks = vec![trusted]).await;
    let mut client = server.client().await;
    client.expect("HELO scanner", "250 ").await;
    client.expect("MAIL FROM:<eve@example.com>", "550 5.7.1 The network 127.0.0.0/8 may not send as").await;
    assert!(client.send(&message("a scan")).await.starts_with("250 2.0.0"));
    let other = message("x").replace(&format!("From: {SENDER}"), "From: eve@example.com");
    assert!(client.send(&other).await.starts_with("550 5.7.1"));
    let arrived = server.arrived(1).await;
    assert!(arrived[0].2.contains("with SMTP"), "{arrived:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_network_has_a_limit_that_a_restart_does_not_reset() {
    let trusted = |network: &str| TrustedNetwork {
        network: network.parse::<Network>().expect("a network"),
        sender: EmailAddress::parse(SENDER).expect("an address"),
    };
    let networks = vec![trusted("127.0.0.0/8")];
    let server = SubmissionServer::start_with(|config| {
        config.submission.trusted_networks = networks;
        config.limits.trusted_network_hour = 2;
    });
    let server = server.await;
    let mut client = server.client().await;
    client.expect("HELO scanner", "250 ").await;
    for _ in 0..2 {
        assert!(client.send(&message("a scan")).await.starts_with("250 2.0.0"));
    }
    let reply = client.send(&message("one too many")).await;
    assert!(reply.starts_with("452 4.2.2 This trusted network may send to 2 recipients within an hour"), "{reply}");
    server.arrived(2).await;
    // What was counted is read from the database by the next process.
    let limits = server.server.app.config.limits;
    let counted_as = |network: &str| Sender::Network(NetworkSender::new(trusted(network), &limits)).quotas().remove(0);
    let fresh = server.server.app.intake.quotas().copy();
    let used = async |network: &str| fresh.used(&counted_as(network), server.server.now()).await.expect("read").hour;
    assert_eq!((used("127.0.0.0/8").await, used("127.0.0.1").await), (2, 0), "each network for itself");
    server.server.turn(Duration::from_secs(3_660));
    assert!(client.send(&message("an hour later")).await.starts_with("250 2.0.0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_is_named_in_received_only_where_that_is_configured() {
    let server = SubmissionServer::start_with(|config| config.submission.client_in_received = true).await;
    assert!(server.logged_in().await.send(&message("x")).await.starts_with("250"));
    let arrived = server.arrived(1).await;
    let address = IpAddr::from([127, 0, 0, 1]).to_string();
    assert!(arrived[0].2.contains("client.example") && arrived[0].2.contains(&address), "{arrived:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_shows_what_was_submitted() {
    let server = SubmissionServer::start().await;
    let reply = server.logged_in().await.send(&message("Seen on a page")).await;
    let id = reply.strip_prefix("250 2.0.0 accepted as ").expect("an id").to_owned();
    server.arrived(1).await;
    let key = server.server.key("reader", &[Scope::MessagesRead]).await;
    let read = server.server.call_with("GET", &format!("/api/v1/messages/{id}"), &[("authorization", &key)], "").await;
    assert_eq!(
        (read.json["kind"].as_str(), read.json["subject"].as_str()),
        (Some("submission"), Some("Seen on a page"))
    );
    assert!(read.json["origin"].as_str().is_some_and(|origin| origin.contains("shop")), "{}", read.body);
    let client =
        serde_json::json!({"protocol": "smtp", "address": "127.0.0.1", "hello": "client.example", "tls": null});
    assert_eq!(read.json["client"], client);
    let page = server.outbox_page(&id).await;
    for shown in ["shop", "127.0.0.1", "client.example", "None, sent in clear"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let metrics = server.server.call_with("GET", "/metrics", &[], "").await.body;
    assert!(metrics.contains("owlpost_messages_accepted_total{kind=\"submission\"} 1"), "{metrics}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_names_the_version_of_tls() {
    let server = SubmissionServer::start().await;
    let config = tls::client_config(Some(certificates::ca_pem())).expect("trusted");
    let name = ServerName::try_from("localhost").expect("a name");
    let stream = TcpStream::connect(server.tls).await.expect("connects");
    let mut client = Dialogue::begin(TlsConnector::from(config).connect(name, stream).await.expect("encrypted")).await;
    client.log_in(&server.key).await;
    let reply = client.send(&message("encrypted")).await;
    let id = reply.strip_prefix("250 2.0.0 accepted as ").expect("an id").to_owned();
    let page = server.outbox_page(&id).await;
    assert!(page.contains("TLS 1.3") && !page.contains("sent in clear"), "{page}");
}

/// A handshake with a certificate that was replaced.
#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_certificate_is_used_by_the_next_connection() {
    let server = SubmissionServer::start().await;
    let names = vec!["localhost".to_owned()];
    let made = tls::server::self_signed(names).expect("made");
    let config = Arc::new(tls::client_config(Some(&made.certificate)).expect("trusted"));
    let connect = async || {
        let stream = TcpStream::connect(server.tls).await.expect("connects");
        let name = ServerName::try_from("localhost").expect("a name");
        TlsConnector::from(config.as_ref().clone()).connect(name, stream).await
    };
    assert!(connect().await.is_err(), "another certificate");
    let write = |name: &str, text: &str| std::fs::write(server.server.folder.path().join(name), text).expect("written");
    write("key.pem", &format!("new\n{}", made.key));
    write("certificate.pem", &format!("new\n{}", made.certificate));
    let mut client = Dialogue::begin(connect().await.expect("the new one")).await;
    client.log_in(&server.key).await;
}
