//! Arbitrary octets after DATA: the message ends at the first CRLF.CRLF and nowhere else, and the splits change nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;

// The module is included, because the crate has dependencies that a fuzzer need not build.
#[allow(dead_code)]
#[path = "../../src/server/data.rs"]
mod data;

use data::{BareLineEnd, DataReader, bare_line_end};

const LIMIT: usize = 1_000;

fuzz_target!(|input: (Vec<u8>, Vec<u8>)| {
    let (bytes, cuts) = input;
    let whole = read(&[&bytes]);
    let mut rest = bytes.as_slice();
    let mut pieces = Vec::new();
    for cut in cuts {
        let (piece, after) = rest.split_at(usize::from(cut).min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    assert_eq!(whole, read(&pieces), "the message does not depend on the splits");
    let (message, fault, end) = whole;
    let expected = if bytes.starts_with(b".\r\n") {
        Some(3)
    } else {
        bytes.windows(5).position(|five| five == b"\r\n.\r\n").map(|at| at + 5)
    };
    assert_eq!(end, expected, "only CRLF.CRLF ends a message");
    if end.is_some() && fault.is_none() && message.len() <= LIMIT {
        assert_eq!(bare_line_end(&message), None);
    }
});

/// The message, its fault, and how many octets it had on the wire.
fn read(pieces: &[&[u8]]) -> (Vec<u8>, Option<BareLineEnd>, Option<usize>) {
    let (mut reader, mut message, mut consumed) = (DataReader::default(), Vec::new(), 0);
    for piece in pieces {
        let progress = reader.read(piece, &mut message, LIMIT);
        assert!(message.len() <= LIMIT + 1);
        consumed += progress.consumed;
        if progress.ended {
            return (message, reader.fault(), Some(consumed));
        }
    }
    (message, reader.fault(), None)
}
