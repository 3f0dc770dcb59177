//! Strings of SMTP smuggling (CVE-2023-51764 and its family): a message never becomes two, here or at the next server.

use crate::support::{SENDER, SubmissionServer, message};

/// Every sequence that some server took for the end of a message.
const ENDS: [&str; 12] = [
    "\n.\n",
    "\n.\r\n",
    "\r\n.\n",
    "\r.\r",
    "\r.\r\n",
    "\r\n.\r",
    "\n.\r",
    "\r.\n",
    "\r\r\n.\r\r\n",
    "\n\n.\r\n",
    "\r\n\r.\r\n",
    "\n.\r\r\n",
];

fn smuggled(end: &str) -> String {
    let second =
        "MAIL FROM:<eve@example.com>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\nSubject: smuggled\r\n\r\nx\r\n.\r\n";
    format!("{}{end}{second}", message("first").trim_end())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_with_another_end_in_it_is_refused_as_one() {
    let server = SubmissionServer::start().await;
    for end in ENDS {
        let mut client = server.logged_in().await;
        client.begin_message().await;
        client.write(&smuggled(end)).await;
        let reply = client.reply().await;
        assert!(reply.starts_with("554 5.6.0 Line "), "{end:?}: {reply}");
        // Nothing of it was taken for a command, and the session goes on.
        client.expect("NOOP", "250").await;
        let reply = client.send(&message("after")).await;
        assert!(reply.starts_with("250 2.0.0 accepted as "), "{end:?}: {reply}");
    }
    let arrived = server.arrived(ENDS.len()).await;
    assert!(arrived.iter().all(|(sender, _, text)| sender == SENDER && text.contains("Subject: after")), "{arrived:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn chunks_smuggle_nothing_either() {
    let server = SubmissionServer::start().await;
    for end in ENDS {
        let mut client = server.logged_in().await;
        client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
        client.expect("RCPT TO:<ann@example.org>", "250").await;
        let text = smuggled(end);
        let reply = client.ask(&format!("BDAT {} LAST\r\n{text}NOOP", text.len())).await;
        assert!(reply.starts_with("554 5.6.0 Line "), "{end:?}: {reply}");
        assert!(client.reply().await.starts_with("250"), "{end:?}");
    }
    // A dot on a line of its own is content of a chunk.
    let mut client = server.logged_in().await;
    client.expect(&format!("MAIL FROM:<{SENDER}>"), "250").await;
    client.expect("RCPT TO:<ann@example.org>", "250").await;
    let text = format!("{}\r\n.\r\nMAIL FROM:<eve@example.com>\r\n", message("one").trim_end());
    client.expect(&format!("BDAT {} LAST\r\n{text}NOOP", text.len()), "250 2.0.0 accepted as ").await;
    let arrived = server.arrived(1).await;
    assert!(arrived[0].2.ends_with("\r\n.\r\nMAIL FROM:<eve@example.com>\r\n"), "{arrived:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_ends_only_at_crlf() {
    let server = SubmissionServer::start().await;
    for line in ["NOOP\n", "NOOP\nNOOP\r\n", "NOOP\rNOOP\r\n", "NOOP\r\r\n", "NO\0OP\r\n"] {
        let mut client = server.client().await;
        client.write(line).await;
        let reply = client.reply().await;
        assert!(reply.starts_with("500 5.5.2"), "{line:?}: {reply}");
        assert!(client.is_closed().await, "{line:?}");
    }
}
