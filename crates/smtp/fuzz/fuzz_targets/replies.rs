//! Arbitrary server output, split at arbitrary positions: the splits change nothing, and nothing grows without bound.

#![no_main]

use libfuzzer_sys::fuzz_target;

// The reader is private to the crate, so its file is included.
#[allow(dead_code)]
#[path = "../../src/reply.rs"]
mod reply;

use reply::ReplyReader;

fuzz_target!(|input: (Vec<u8>, Vec<u8>)| {
    let (bytes, cuts) = input;
    let whole = read(std::iter::once(bytes.as_slice()));
    let mut rest = bytes.as_slice();
    let mut pieces = Vec::new();
    for cut in cuts {
        let (piece, after) = rest.split_at(usize::from(cut).min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    let cut = read(pieces.into_iter());
    assert_eq!(whole.0, cut.0, "the replies do not depend on the splits");
    assert_eq!(whole.1, cut.1, "nor does the error");
    for reply in whole.0 {
        assert!((200..600).contains(&reply.code));
        assert!(!reply.text.contains(|c: char| c.is_control() && c != '\n'));
        assert!(reply.text.len() < 64 * 1024);
    }
});

fn read<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> (Vec<mail::Reply>, bool) {
    let mut reader = ReplyReader::default();
    let mut replies = Vec::new();
    for piece in pieces {
        reader.feed(piece);
        loop {
            match reader.next() {
                Ok(Some(reply)) => replies.push(reply),
                Ok(None) => break,
                Err(_) => return (replies, true),
            }
        }
    }
    (replies, false)
}
