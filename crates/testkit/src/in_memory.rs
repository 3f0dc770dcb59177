//! A server in memory that plays a script, for tests with a paused clock.
//!
//! `S: ` is sent, `C: ` is the beginning of the client's next line, `C: <message>` reads a message, `-- silence`
//! sends nothing more, `-- trickle` sends a byte per second from then on. The end of the script closes the
//! connection.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// Plays `script`. The task returns the messages that it received.
pub fn play(script: &'static str) -> (DuplexStream, JoinHandle<Vec<String>>) {
    let (client, server) = duplex(64 * 1024);
    (client, tokio::spawn(perform(BufReader::new(server), script)))
}

async fn perform(mut stream: BufReader<DuplexStream>, script: &str) -> Vec<String> {
    let mut messages = Vec::new();
    for line in script.lines().map(str::trim_start).filter(|line| !line.is_empty()) {
        if let Some(sent) = line.strip_prefix("S: ") {
            stream.write_all(format!("{sent}\r\n").as_bytes()).await.expect("the client listens");
        } else if line == "C: <message>" {
            messages.push(message(&mut stream).await);
        } else if let Some(expected) = line.strip_prefix("C: ") {
            let mut received = String::new();
            stream.read_line(&mut received).await.expect("the client sends a line");
            assert!(received.starts_with(expected), "expected {expected:?}, received {received:?}");
        } else if line == "-- silence" {
            let mut rest = Vec::new();
            // Reads to the end of the stream or the client's reset.
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
        let read = stream.read_until(b'\n', &mut message).await.expect("the client sends a message");
        assert!(read > 0, "the client disconnected within the message");
    }
    String::from_utf8(message).expect("tests send text")
}
