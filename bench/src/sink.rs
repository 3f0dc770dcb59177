//! The sink: a minimal SMTP server that parses and checks every message.
//!
//! A thread per connection, blocking sockets, pipelined replies in one write. It is a load tool: it trusts its client.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Instant;

use base64::Engine;

use crate::texts;
use crate::truth::ArrivalLog;
use crate::void::{IoContext, Void};

/// Listens on a loopback port until the process ends, and reports arrivals to `truth`.
pub fn start(truth: ArrivalLog) -> Result<SocketAddr, Void> {
    start_noting(move |message, at| note(&truth, message, at))
}

/// Like [`start`], but calls `note` with each received message and its time.
pub fn start_noting(note: impl Fn(&[u8], Instant) + Clone + Send + 'static) -> Result<SocketAddr, Void> {
    let listener = TcpListener::bind("127.0.0.1:0").doing("opening a port for the sink")?;
    let address = listener.local_addr().doing("asking the sink's port")?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let note = note.clone();
            // An I/O error ends only this connection; its messages are then missing in the comparison.
            std::thread::spawn(move || drop(converse(stream, &note)));
        }
    });
    Ok(address)
}

/// Serves one connection until QUIT or its end.
fn converse(stream: TcpStream, note: &impl Fn(&[u8], Instant)) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut reader = BufReader::with_capacity(128 * 1024, stream);
    let mut replies: Vec<u8> = b"220 sink.example ESMTP\r\n".to_vec();
    let mut line = Vec::new();
    loop {
        // Pipelined commands are answered together (RFC 2920 §3.2): one write when nothing more is waiting.
        if reader.buffer().is_empty() && !replies.is_empty() {
            out.write_all(&replies)?;
            replies.clear();
        }
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        line.make_ascii_uppercase();
        match line.get(..4).unwrap_or_default() {
            b"EHLO" => replies
                .extend_from_slice(b"250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 104857600\r\n"),
            b"DATA" => {
                replies.extend_from_slice(b"354 go on\r\n");
                if reader.buffer().is_empty() {
                    out.write_all(&replies)?;
                    replies.clear();
                }
                let message = read_data(&mut reader)?;
                let at = Instant::now();
                replies.extend_from_slice(b"250 2.0.0 taken\r\n");
                if reader.buffer().is_empty() {
                    out.write_all(&replies)?;
                    replies.clear();
                }
                note(&message, at);
            }
            b"QUIT" => {
                replies.extend_from_slice(b"221 2.0.0 bye\r\n");
                return out.write_all(&replies);
            }
            _ => replies.extend_from_slice(b"250 2.0.0 ok\r\n"),
        }
    }
}

/// Reads to the final dot and unstuffs dots (RFC 5321 §4.5.2).
fn read_data(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut message = Vec::with_capacity(8 * 1024);
    loop {
        let from = message.len();
        if reader.read_until(b'\n', &mut message)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if message[from..] == *b".\r\n" {
            message.truncate(from);
            return Ok(message);
        }
        if message[from] == b'.' {
            message.remove(from);
        }
    }
}

/// Decodes the transfer encoding of a single-part message, and records its text.
fn note(truth: &ArrivalLog, message: &[u8], at: Instant) {
    let body_at = message.windows(4).position(|end| end == b"\r\n\r\n").map_or(message.len(), |end| end + 4);
    let header = String::from_utf8_lossy(&message[..body_at]).to_ascii_lowercase();
    let body = &message[body_at..];
    let text = match header.split("content-transfer-encoding:").nth(1).map(str::trim_start) {
        Some(encoding) if encoding.starts_with("base64") => decode_base64(body),
        Some(encoding) if encoding.starts_with("quoted-printable") => decode_quoted_printable(body),
        _ => body.to_vec(),
    };
    let first_line = String::from_utf8_lossy(text.split(|byte| *byte == b'\r' || *byte == b'\n').next().unwrap_or(b""));
    truth.note(&first_line, texts::fingerprint(&text), at);
}

/// Invalid Base64 becomes an empty text, which the comparison rejects.
fn decode_base64(body: &[u8]) -> Vec<u8> {
    let packed: Vec<u8> = body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    base64::engine::general_purpose::STANDARD.decode(packed).unwrap_or_default()
}

/// RFC 2045 §6.7; an invalid escape is kept unchanged, which changes the digest.
fn decode_quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, after)) = rest.split_first() {
        if let Some(after_break) = rest.strip_prefix(b"=\r\n") {
            rest = after_break;
            continue;
        }
        let escaped = (byte == b'=')
            .then(|| std::str::from_utf8(after.get(..2)?).ok())
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match escaped {
            Some(decoded) => {
                text.push(decoded);
                rest = &after[2..];
            }
            None => {
                text.push(byte);
                rest = after;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_encodings_are_decoded() {
        assert_eq!(decode_quoted_printable(b"a=3Db=\r\nc\r\n=zz"), b"a=bc\r\n=zz");
        assert_eq!(decode_base64(b"aGVs\r\nbG8=\r\n"), b"hello");
    }

    #[test]
    fn data_ends_at_a_single_dot_and_is_unstuffed() {
        let mut wire: &[u8] = b"one\r\n..two\r\n.\r\nMAIL";
        assert_eq!(read_data(&mut wire).expect("the data is whole"), b"one\r\n.two\r\n");
        assert_eq!(wire, b"MAIL");
    }
}
