//! What a disk may contain after a power failure, made from a record of all writes.
//!
//! Everything that a sync reported as written is on the disk. Of everything written since, any part may be missing:
//! each page (4 KiB) of a file independently, and a page may be cut at a multiple of 512 bytes. Files are created,
//! renamed, removed and truncated in the original order, up to any moment after the last sync, as in a journalling file
//! system.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

const PAGE: u64 = 4096;
const SECTOR: usize = 512;

/// One call that changed or synced something.
#[derive(Clone, Debug)]
struct Call {
    name: String,
    what: CallKind,
    /// Offset in the record at which the call ends, in bytes.
    end: u64,
}

#[derive(Clone, Debug)]
enum CallKind {
    Write { offset: u64, data: Vec<u8> },
    Sync,
    Cut { length: u64 },
    Create,
    Rename { to: String },
    Remove,
}

impl CallKind {
    /// Whether it changes the folder or the length of a file, which the journal records.
    fn is_of_the_journal(&self) -> bool {
        matches!(self, Self::Cut { .. } | Self::Create | Self::Rename { .. } | Self::Remove)
    }
}

/// A folder at the start of a process, and everything that the process wrote there.
#[derive(Debug)]
pub struct Recording {
    before: BTreeMap<String, Vec<u8>>,
    calls: Vec<Call>,
}

/// The files of a disk after a power failure.
#[derive(Debug)]
pub struct DiskImage {
    files: BTreeMap<String, Vec<u8>>,
    /// Offset in the record at which the power failed, in bytes: calls that ended before it are in the image.
    pub end: u64,
}

/// The files of a folder, without shared memory (`-shm`).
///
/// # Errors
/// If a file cannot be read.
pub fn files_of(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_file() && !name.ends_with("-shm") {
            files.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(files)
}

impl Recording {
    /// `before` is the content of the folder at the start ([`files_of`]), `record` the file that
    /// [`crate::WriteFault::Record`] wrote.
    ///
    /// # Errors
    /// If the record is malformed.
    pub fn read(before: BTreeMap<String, Vec<u8>>, record: &[u8]) -> io::Result<Self> {
        let mut calls = Vec::new();
        let mut rest = record;
        while !rest.is_empty() {
            let (what, name, after) = call(rest).ok_or_else(|| io::Error::other("the record is cut short"))?;
            rest = after;
            calls.push(Call { name, what, end: (record.len() - rest.len()) as u64 });
        }
        Ok(Self { before, calls })
    }

    /// The number of calls.
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Whether there are no calls.
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// The disk after a power failure that happens after `calls` calls. `random` decides which unsynced data was
    /// written.
    pub fn image(&self, calls: usize, mut random: impl FnMut() -> u64) -> DiskImage {
        let calls = &self.calls[..calls];
        let last_sync = calls.iter().rposition(|call| matches!(call.what, CallKind::Sync)).map_or(0, |at| at + 1);
        let journal_end = last_sync + (random() as usize) % (calls.len() - last_sync + 1);
        let mut disk = Disk { files: self.before.clone(), unsynced: BTreeMap::new() };
        for (at, call) in calls.iter().enumerate() {
            if at < journal_end || !call.what.is_of_the_journal() {
                disk.apply(call);
            }
        }
        disk.lose(&mut random);
        DiskImage { files: disk.files, end: calls.last().map_or(0, |call| call.end) }
    }
}

impl DiskImage {
    /// The content of a file, if it exists.
    pub fn file(&mut self, name: &str) -> Option<&mut Vec<u8>> {
        self.files.get_mut(name)
    }

    /// Replaces the content of `folder` with these files.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn write_to(&self, folder: &Path) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            std::fs::remove_file(entry?.path())?;
        }
        for (name, content) in &self.files {
            std::fs::write(folder.join(name), content)?;
        }
        Ok(())
    }
}

/// A disk with a page cache.
struct Disk {
    files: BTreeMap<String, Vec<u8>>,
    /// Previous contents of pages that were written since the last sync of their file.
    unsynced: BTreeMap<(String, u64), Vec<u8>>,
}

impl Disk {
    fn apply(&mut self, call: &Call) {
        match &call.what {
            CallKind::Write { offset, data } => self.write(&call.name, *offset, data),
            // Syncing a folder has no effect here: its changes are in the journal anyway.
            CallKind::Sync => self.unsynced.retain(|(name, _), _| *name != call.name),
            CallKind::Cut { length } => {
                self.files.entry(call.name.clone()).or_default().resize(*length as usize, 0);
                self.unsynced.retain(|(name, page), _| *name != call.name || page * PAGE < *length);
            }
            CallKind::Create => {
                self.files.entry(call.name.clone()).or_default();
            }
            CallKind::Rename { to } => {
                if let Some(content) = self.files.remove(&call.name) {
                    self.files.insert(to.clone(), content);
                }
                self.forget(to);
                let moved: Vec<_> = self.unsynced.keys().filter(|(name, _)| *name == call.name).cloned().collect();
                for key in moved {
                    if let Some(before) = self.unsynced.remove(&key) {
                        self.unsynced.insert((to.clone(), key.1), before);
                    }
                }
            }
            CallKind::Remove => {
                self.files.remove(&call.name);
                self.forget(&call.name.clone());
            }
        }
    }

    fn forget(&mut self, name: &str) {
        self.unsynced.retain(|(of, _), _| of != name);
    }

    fn write(&mut self, name: &str, offset: u64, data: &[u8]) {
        let content = self.files.entry(name.to_owned()).or_default();
        let end = offset + data.len() as u64;
        for page in offset / PAGE..end.div_ceil(PAGE) {
            let range = (page * PAGE) as usize..(((page + 1) * PAGE) as usize).min(content.len());
            let before = content.get(range).unwrap_or_default().to_vec();
            self.unsynced.entry((name.to_owned(), page)).or_insert(before);
        }
        if content.len() < end as usize {
            content.resize(end as usize, 0);
        }
        content[offset as usize..end as usize].copy_from_slice(data);
    }

    /// Decides for each page that was not synced whether all, none or a part of it reached the disk.
    fn lose(&mut self, random: &mut impl FnMut() -> u64) {
        let mut cut: BTreeSet<String> = BTreeSet::new();
        for ((name, page), before) in std::mem::take(&mut self.unsynced) {
            let Some(content) = self.files.get_mut(&name) else { continue };
            let start = (page * PAGE) as usize;
            let end = (start + PAGE as usize).min(content.len());
            let arrived = match random() % 4 {
                0 | 1 => end.saturating_sub(start),
                2 => 0,
                _ => (random() as usize % (PAGE as usize / SECTOR)) * SECTOR,
            };
            let lost = (start + arrived).min(end)..end;
            let earlier = before.iter().copied().skip(lost.start - start).chain(std::iter::repeat(0));
            for (byte, earlier) in content[lost].iter_mut().zip(earlier) {
                *byte = earlier;
            }
            if arrived == 0 && before.is_empty() {
                cut.insert(name);
            }
        }
        // If the end of the file was never written, the length may not have reached the disk either.
        for name in cut {
            let Some(content) = self.files.get_mut(&name) else { continue };
            while random().is_multiple_of(2) && content.len() >= PAGE as usize && content.ends_with(&[0; PAGE as usize])
            {
                content.truncate(content.len() - PAGE as usize);
            }
        }
    }
}

/// The first call of a record, and the rest of the record.
fn call(record: &[u8]) -> Option<(CallKind, String, &[u8])> {
    let (operation, rest) = record.split_first()?;
    let (name_length, rest) = rest.split_first_chunk::<2>()?;
    let (offset, rest) = rest.split_first_chunk::<8>()?;
    let (length, rest) = rest.split_first_chunk::<8>()?;
    let (name, rest) = rest.split_at_checked(u16::from_le_bytes(*name_length).into())?;
    let (data, rest) = rest.split_at_checked(u64::from_le_bytes(*length) as usize)?;
    let offset = u64::from_le_bytes(*offset);
    let what = match operation {
        b'W' => CallKind::Write { offset, data: data.to_vec() },
        b'S' => CallKind::Sync,
        b'T' => CallKind::Cut { length: offset },
        b'Z' => CallKind::Cut { length: 0 },
        b'C' => CallKind::Create,
        b'R' => CallKind::Rename { to: String::from_utf8_lossy(data).into_owned() },
        b'U' => CallKind::Remove,
        _ => return None,
    };
    Some((what, String::from_utf8_lossy(name).into_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(calls: &[(char, &str, u64, &[u8])]) -> Vec<u8> {
        let mut record = Vec::new();
        for (operation, name, offset, data) in calls {
            record.push(*operation as u8);
            record.extend((name.len() as u16).to_le_bytes());
            record.extend(offset.to_le_bytes());
            record.extend((data.len() as u64).to_le_bytes());
            record.extend(name.as_bytes());
            record.extend(*data);
        }
        record
    }

    fn images(calls: &[(char, &str, u64, &[u8])]) -> BTreeSet<Vec<(String, Vec<u8>)>> {
        let recording = Recording::read(BTreeMap::new(), &record(calls)).expect("a record");
        let mut state = 7_u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state >> 33
        };
        let images = (0..100).map(|_| recording.image(recording.len(), &mut random));
        images.map(|image| image.files.into_iter().collect()).collect()
    }

    #[test]
    fn synced_data_is_kept_and_unsynced_data_may_be_lost_in_whole_or_in_part() {
        let (old, new) = ([1; 4096], [2; 4096]);
        let synced = [('C', "f", 0, &[][..]), ('W', "f", 0, &old), ('S', "f", 0, &[])];
        assert_eq!(images(&synced), BTreeSet::from([vec![("f".to_owned(), old.to_vec())]]));
        let unsynced = images(&[synced[0], synced[1], synced[2], ('W', "f", 0, &new)]);
        assert!(unsynced.contains(&vec![("f".to_owned(), old.to_vec())]));
        assert!(unsynced.contains(&vec![("f".to_owned(), new.to_vec())]));
        assert!(unsynced.len() > 4, "pages arrive in part: {}", unsynced.len());
    }

    #[test]
    fn renames_are_kept_in_order_and_may_be_lost_after_the_last_sync() {
        let calls: [(char, &str, u64, &[u8]); 4] =
            [('C', "new", 0, &[]), ('W', "new", 0, b"text"), ('S', "new", 0, &[]), ('R', "new", 0, b"name")];
        let file = |name: &str| vec![(name.to_owned(), b"text".to_vec())];
        assert_eq!(images(&calls), BTreeSet::from([file("new"), file("name")]));
        let synced = [calls[0], calls[1], calls[2], calls[3], ('S', ".", 0, &[])];
        assert_eq!(images(&synced), BTreeSet::from([file("name")]));
    }
}
