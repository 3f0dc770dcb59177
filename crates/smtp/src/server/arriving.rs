//! The message of a transaction while it arrives: by DATA, or in chunks by BDAT (RFC 3030).

use tokio::io::{AsyncRead, AsyncWrite};

use super::answer::Answer;
use super::data::{BareLineEnd, DataReader, bare_line_end};
use super::terms::{Host, Terms};
use super::wire::{Ended, Wire};

/// Memory of a message whose size was not announced. It doubles when it is full.
const FIRST_OCTETS: usize = 16 * 1024;
/// Memory of a complete message that may stay unused.
const UNUSED_OCTETS: usize = 64 * 1024;
/// A message that is refused is read to its end, up to this many times the largest size. After that the session ends.
const SKIPPED_SIZES: u64 = 4;

/// A message that arrives.
#[derive(Debug, Default)]
pub(super) struct Arriving {
    octets: Vec<u8>,
    /// Memory that the host has reserved.
    reserved: usize,
    /// Why it will be refused. What comes then is read and dropped.
    refusal: Option<Answer>,
    /// Everything that was read of it.
    read: u64,
}

/// The reply to a message that is too large.
pub(super) fn too_large(limit: usize) -> Answer {
    Answer::new(552, "5.3.4", format!("The message is too large; at most {limit} octets are accepted"))
}

/// Reads a chunk and drops it.
pub(super) async fn skip_chunk<S: AsyncRead + AsyncWrite + Unpin>(
    octets: u64,
    wire: &mut Wire<S>,
) -> Result<(), Ended> {
    let (mut left, mut pace) = (octets, wire.pace());
    while left > 0 {
        let found = wire.input.unread().len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if found == 0 {
            wire.more(&mut pace).await?;
            continue;
        }
        wire.input.consume(found);
        left -= found as u64;
    }
    Ok(())
}

impl Arriving {
    /// Reserves the memory of a message whose size the client has announced.
    pub(super) async fn announced(size: Option<u64>, host: &mut impl Host, limit: usize) -> Result<Self, Answer> {
        let mut arriving = Self::default();
        let octets = size.map_or(FIRST_OCTETS, |size| usize::try_from(size).unwrap_or(limit).saturating_add(1));
        arriving.make_room(octets.min(limit + 1), host, limit).await?;
        Ok(arriving)
    }

    /// Reads the message after DATA.
    pub(super) async fn read_data<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        wire: &mut Wire<S>,
        host: &mut impl Host,
        terms: &Terms,
    ) -> Result<(), Ended> {
        let limit = terms.message_octets;
        let (mut reader, mut pace) = (DataReader::default(), wire.pace());
        loop {
            let found = wire.input.unread().len();
            if found == 0 {
                wire.more(&mut pace).await?;
                continue;
            }
            self.check_room(found, host, limit).await;
            // A message that is refused has no room left: nothing is kept of it.
            let keep = if self.refusal.is_some() { 0 } else { limit };
            let progress = reader.read(wire.input.unread(), &mut self.octets, keep);
            wire.input.consume(progress.consumed);
            self.read += progress.consumed as u64;
            if let Some(fault) = reader.fault() {
                self.refuse(bare(fault));
            }
            self.check_size(limit);
            if progress.ended {
                return Ok(());
            }
            if self.read > SKIPPED_SIZES * limit as u64 {
                self.refusal = Some(too_large(limit).and_close());
                return Ok(());
            }
        }
    }

    /// Reads a chunk.
    pub(super) async fn read_chunk<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        octets: u64,
        wire: &mut Wire<S>,
        host: &mut impl Host,
        terms: &Terms,
    ) -> Result<(), Ended> {
        let limit = terms.message_octets;
        if self.read.saturating_add(octets) > SKIPPED_SIZES * limit as u64 {
            self.refusal = Some(too_large(limit).and_close());
            return Ok(());
        }
        if octets > (limit - self.octets.len().min(limit)) as u64 {
            self.refuse(too_large(limit));
        }
        let (mut left, mut pace) = (octets, wire.pace());
        while left > 0 {
            let found = wire.input.unread().len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if found == 0 {
                wire.more(&mut pace).await?;
                continue;
            }
            self.check_room(found, host, limit).await;
            if self.refusal.is_none() {
                self.octets.extend_from_slice(&wire.input.unread()[..found]);
            }
            wire.input.consume(found);
            self.read += found as u64;
            left -= found as u64;
        }
        Ok(())
    }

    /// Refuses the message. What was kept of it is dropped. The first reason counts.
    pub(super) fn refuse(&mut self, answer: Answer) {
        self.refusal.get_or_insert(answer);
        self.octets = Vec::new();
    }

    /// Why the message will be refused.
    pub(super) fn refusal(&self) -> Option<&Answer> {
        self.refusal.as_ref()
    }

    /// The message. One that came in chunks is checked for bare CR and LF here.
    pub(super) fn complete(mut self, in_chunks: bool) -> Result<Vec<u8>, Answer> {
        if let Some(refusal) = self.refusal {
            return Err(refusal);
        }
        if in_chunks && let Some(fault) = bare_line_end(&self.octets) {
            return Err(bare(fault));
        }
        if self.octets.capacity() - self.octets.len() > UNUSED_OCTETS {
            self.octets.shrink_to_fit();
        }
        Ok(self.octets)
    }

    fn check_size(&mut self, limit: usize) {
        if self.octets.len() > limit {
            self.refuse(too_large(limit));
        }
    }

    /// Makes room for more octets, or refuses the message.
    async fn check_room(&mut self, more: usize, host: &mut impl Host, limit: usize) {
        if self.refusal.is_some() {
            return;
        }
        // A CR that was read before may be added with its LF.
        let needed = (self.octets.len() + more + 1).min(limit + 1);
        if needed > self.reserved
            && let Err(answer) = self.make_room(needed, host, limit).await
        {
            self.refuse(answer);
        }
    }

    async fn make_room(&mut self, needed: usize, host: &mut impl Host, limit: usize) -> Result<(), Answer> {
        let whole = needed.max(2 * self.reserved).min(limit + 1);
        host.reserve(whole).await?;
        self.reserved = whole;
        self.octets.reserve_exact(whole - self.octets.len().min(whole));
        Ok(())
    }
}

fn bare(BareLineEnd { line, is_cr }: BareLineEnd) -> Answer {
    let (found, missing) = if is_cr { ("a CR", "LF") } else { ("an LF", "CR") };
    Answer::new(
        554,
        "5.6.0",
        format!("Line {line} of the message has {found} without {missing}. Only CRLF ends a line: send with CRLF"),
    )
}
