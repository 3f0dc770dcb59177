//! Bounds on clients: connections, memory, time.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::{Dialogue, SENDER, SubmissionServer, auth_plain, message};

#[tokio::test(flavor = "multi_thread")]
async fn commands_of_one_write_are_answered_in_order() {
    let server = SubmissionServer::start().await;
    let mut client = server.client().await;
    let text = message("pipelined");
    let commands = format!(
        "EHLO c\r\n{}\r\nMAIL FROM:<{SENDER}>\r\nRCPT TO:<root>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\n",
        auth_plain(&server.key)
    );
    client.write(&commands).await;
    for expected in ["250-", "235", "250 2.1.0", "553 5.1.3", "250 2.1.5", "354"] {
        let reply = client.reply().await;
        assert!(reply.starts_with(expected), "{reply}");
    }
    client.write(&format!("{text}.\r\nMAIL FROM:<>\r\nQUIT\r\n")).await;
    for expected in ["250 2.0.0 accepted as ", "250 2.1.0", "221"] {
        let reply = client.reply().await;
        assert!(reply.starts_with(expected), "{reply}");
    }
    assert!(client.is_closed().await);
    server.arrived(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_of_messages_is_counted_until_they_are_accepted() {
    let server = SubmissionServer::start().await;
    let budget = server.server.app.budget.clone();
    let mut client = server.logged_in().await;
    client.expect(&format!("MAIL FROM:<{SENDER}> SIZE=1000000"), "250").await;
    client.expect("RCPT TO:<ann@example.org>", "250").await;
    client.expect("DATA", "354").await;
    assert!((1_000_000..1_100_000).contains(&budget.used_bytes()), "{}", budget.used_bytes());
    client.expect(&format!("{}.", message("large")), "250 2.0.0").await;
    assert_eq!(budget.used_bytes(), 0);
    // Without an announced size it grows with the message.
    client.begin_message().await;
    client.write(&message("grows")).await;
    for _ in 0..100 {
        client.write(&format!("{}\r\n", "x".repeat(900))).await;
    }
    server.server.until("it is counted", async || budget.used_bytes() > 64_000).await;
    client.expect(".", "250 2.0.0").await;
    assert_eq!(budget.used_bytes(), 0);
    // A client that leaves in the middle leaves nothing behind.
    client.begin_message().await;
    client.stream.shutdown().await.expect("closed");
    server.server.until("it is free", async || budget.used_bytes() == 0).await;
    server.arrived(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_finishes_the_message_that_arrives() {
    let server = SubmissionServer::start().await;
    let (mut idle, mut busy) = (server.client().await, server.logged_in().await);
    busy.begin_message().await;
    server.stop_soon();
    assert!(idle.reply().await.starts_with("421 4.3.2"));
    busy.expect(&format!("{}.", message("the last")), "250 2.0.0").await;
    assert!(busy.reply().await.starts_with("421 4.3.2"));
    server.arrived(1).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_finds_no_place_is_told_so() {
    let server = SubmissionServer::start().await;
    let mut clients = Vec::new();
    // As many as the test server has places for.
    for _ in 0..100 {
        clients.push(server.client().await);
    }
    let mut late = Dialogue::over(TcpStream::connect(server.clear).await.expect("connects"));
    assert!(late.reply().await.starts_with("421 4.3.2 The server is busy"));
    clients.truncate(50);
    let server_is_free = async || {
        let mut client = Dialogue::over(TcpStream::connect(server.clear).await.expect("connects"));
        client.reply().await.starts_with("220 ")
    };
    server.server.until("there is a place again", server_is_free).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_smtp_is_sent_away() {
    let server = SubmissionServer::start().await;
    let mut client = server.client().await;
    client.expect("POST / HTTP/1.1", "554 5.5.0 This is not a web server").await;
    assert!(client.is_closed().await);
    let mut client = Dialogue::begin(TcpStream::connect(server.clear).await.expect("connects")).await;
    client.stream.write_all(b"\x16\x03\x01\x02\x00\x01").await.expect("written");
    assert!(client.reply().await.starts_with("500 5.5.2 This port begins in clear"));
    assert!(client.is_closed().await);
}
