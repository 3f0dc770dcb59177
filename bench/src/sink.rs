//! The sink: an SMTP server that parses and checks every message.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use base64::Engine;

use crate::smtp_server::{self, Receiver};
use crate::stream::Identity;
use crate::texts;
use crate::truth::ArrivalLog;
use crate::void::Void;

/// Listens on a loopback port until the process ends, and reports arrivals to `truth`; offers STARTTLS if it has an
/// identity.
pub fn start(truth: ArrivalLog, tls: Option<Arc<Identity>>) -> Result<SocketAddr, Void> {
    smtp_server::start(Arc::new(Noting(move |message: &[u8], at| note(&truth, message, at))), tls)
}

/// Like [`start`] in clear, but calls `note` with each received message and its time.
pub fn start_noting(note: impl Fn(&[u8], Instant) + Send + Sync + 'static) -> Result<SocketAddr, Void> {
    smtp_server::start(Arc::new(Noting(note)), None)
}

/// Accepts everything at once and looks at it afterwards.
struct Noting<N>(N);

impl<N: Fn(&[u8], Instant) + Send + Sync + 'static> Receiver for Noting<N> {
    fn accepted(&self, message: Vec<u8>, at: Instant) {
        (self.0)(&message, at);
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
}
