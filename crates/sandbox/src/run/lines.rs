//! Reads the child's lines, with a maximum length. Used only by `run`.

use tokio::io::{AsyncBufRead, AsyncBufReadExt};

/// A larger buffer is freed after its line.
const KEPT_BYTES: usize = 64 << 10;

/// The result of reading a line.
pub(super) enum Line<'a> {
    /// A whole line, without its end.
    Whole(&'a [u8]),
    /// The end of the stream, possibly in the middle of a line.
    End,
    /// More than the maximum without a line ending.
    TooLong,
}

/// The lines of `from`.
pub(super) struct Lines<R> {
    from: R,
    line: Vec<u8>,
    whole: bool,
    bound: usize,
}

impl<R: AsyncBufRead + Unpin> Lines<R> {
    /// Reads lines of at most `bound` bytes.
    pub(super) fn new(from: R, bound: usize) -> Self {
        Lines { from, line: Vec::new(), whole: true, bound }
    }

    /// The next line. Cancel-safe: dropping the future loses no data.
    pub(super) async fn next(&mut self) -> std::io::Result<Line<'_>> {
        if self.whole {
            self.line.clear();
            self.line.shrink_to(KEPT_BYTES);
            self.whole = false;
        }
        loop {
            let read = self.from.fill_buf().await?;
            if read.is_empty() {
                return Ok(Line::End);
            }
            let end = read.iter().position(|byte| *byte == b'\n');
            let part = &read[..end.unwrap_or(read.len())];
            if self.line.len() + part.len() > self.bound {
                return Ok(Line::TooLong);
            }
            self.line.extend_from_slice(part);
            let used = part.len() + usize::from(end.is_some());
            self.from.consume(used);
            if end.is_some() {
                self.whole = true;
                return Ok(Line::Whole(&self.line));
            }
        }
    }
}
