//! A server in memory that plays a few lines to the client, for tests with the clock in hand.
//!
//! `S: ` is said, `C: ` must be how the client's next line begins, `C: <message>` reads a message, `-- silence` says
//! nothing more, `-- trickle` says a byte a second from here on. The end of the script closes the connection.

use std::sync::Arc;
use std::time::Duration;

use mail::{EmailAddress, Security};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::wire::BoxedStream;
use crate::{Outgoing, SmtpAccount};

/// An account without TLS or login.
pub(crate) fn account() -> SmtpAccount {
    SmtpAccount {
        host: "mx.example.com".to_owned(),
        port: 25,
        security: Security::None,
        login: None,
        ehlo_name: "client.example.org".to_owned(),
        ca_certificate: None,
    }
}

/// A message with a dot to stuff, for these recipients.
pub(crate) fn outgoing(recipients: &str) -> Outgoing {
    let address = |text: &str| EmailAddress::parse(text).expect("an address");
    Outgoing {
        sender: address("sender@example.org"),
        recipients: recipients.split_whitespace().map(address).collect(),
        smtputf8: false,
        eight_bit: false,
        bytes: Arc::from(b"Subject: x\r\n\r\n.dots\r\n".as_slice()),
    }
}

/// Plays `script`; the task answers the messages it read, as they came.
pub(crate) fn play(script: &'static str) -> (BoxedStream, JoinHandle<Vec<String>>) {
    let (client, server) = duplex(64 * 1024);
    (Box::new(client), tokio::spawn(perform(BufReader::new(server), script)))
}

async fn perform(mut stream: BufReader<DuplexStream>, script: &str) -> Vec<String> {
    let mut messages = Vec::new();
    for line in script.lines().map(str::trim_start).filter(|line| !line.is_empty()) {
        if let Some(said) = line.strip_prefix("S: ") {
            stream.write_all(format!("{said}\r\n").as_bytes()).await.expect("the client listens");
        } else if line == "C: <message>" {
            messages.push(message(&mut stream).await);
        } else if let Some(expected) = line.strip_prefix("C: ") {
            let mut heard = String::new();
            stream.read_line(&mut heard).await.expect("the client speaks");
            assert!(heard.starts_with(expected), "expected {expected:?}, heard {heard:?}");
        } else if line == "-- silence" {
            let mut rest = Vec::new();
            // The end, or the client's reset.
            let _ = stream.read_to_end(&mut rest).await;
        } else if line == "-- trickle" {
            while stream.write_all(b"2").await.is_ok() {
                sleep(Duration::from_secs(1)).await;
            }
        } else {
            panic!("not a line of a script: {line:?}");
        }
    }
    messages
}

async fn message(stream: &mut BufReader<DuplexStream>) -> String {
    let mut message = Vec::new();
    while message != b".\r\n" && !message.ends_with(b"\r\n.\r\n") {
        let read = stream.read_until(b'\n', &mut message).await.expect("the client speaks");
        assert!(read > 0, "the client hung up in the message");
    }
    String::from_utf8(message).expect("tests send text")
}
