//! Arbitrary client output, split at arbitrary positions: the splits change no command, only CRLF ends one, no command makes
//! the parser panic, and nothing grows without bound.

#![no_main]

use libfuzzer_sys::fuzz_target;

// The modules are included, because the crate has dependencies that a fuzzer need not build.
#[allow(dead_code)]
#[path = "../../src/server/answer.rs"]
mod answer;
#[allow(dead_code)]
#[path = "../../src/server/command.rs"]
mod command;
#[allow(dead_code)]
#[path = "../../src/server/line.rs"]
mod line;
#[allow(dead_code)]
#[path = "../../src/server/parameters.rs"]
mod parameters;

use command::Command;
use line::{Input, LineFault, LineKind};

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
    assert_eq!(whole, read(pieces.into_iter()), "the lines do not depend on the splits");
    for line in whole.iter().filter_map(|line| line.as_ref().ok()) {
        assert!(!line.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)), "only CRLF ends a line");
        match command::parse(line) {
            Ok(Command::Mail(mail)) => assert!(!mail.sender.chars().any(char::is_control)),
            Ok(Command::Rcpt(rcpt)) => assert!(!rcpt.recipient.is_empty()),
            Ok(_) => {}
            Err(answer) => assert!(answer.is_refusal()),
        }
    }
});

/// The lines until a fault that ends the session; such faults are not told apart.
fn read<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Vec<Result<Vec<u8>, bool>> {
    let mut input = Input::default();
    let mut lines = Vec::new();
    for piece in pieces {
        input.feed(piece);
        while let Some(line) = input.line(LineKind::Command) {
            let is_end = matches!(line, Err(fault) if fault != LineFault::TooLong);
            lines.push(line.map_err(|_| is_end));
            if is_end {
                return lines;
            }
        }
    }
    lines
}
