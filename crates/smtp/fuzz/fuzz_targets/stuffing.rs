//! Arbitrary message bytes: no line is a single dot, and no bare CR or LF is sent.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
#[path = "../../src/stuffing.rs"]
mod stuffing;

fuzz_target!(|message: &[u8]| {
    let wire: Vec<u8> = stuffing::stuffed(message).collect::<Vec<_>>().concat();
    assert!(wire.is_empty() || wire.ends_with(b"\r\n"));
    let mut rest = wire.as_slice();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let line = &rest[..end];
        assert!(line != b"." && !line.contains(&b'\r') && !line.contains(&b'\n'));
        rest = &rest[end + 2..];
    }
    assert!(rest.is_empty());
});
