//! The file `owlpost.sending`: which messages may have arrived while their verdicts are not stored yet.
//!
//! A claim is noted before the last octets of its message are sent, and its note is removed when its verdict is on
//! disk. If the process is killed, the next start marks exactly the noted claims as *may have arrived twice*. A note is
//! one small write without a sync: it survives the end of the process, and no message waits for the disk. If the system
//! itself stops (a power failure, a file system that was shut down), notes may be missing. The next start notices that
//! and marks everything that was leased: see [`read`].
//!
//! The file consists of pages of 4 KiB. The first 64 bytes are the header: magic number, run of the database, boot of
//! the machine, checksum. Slots of 32 bytes follow: message, token, checksum; a free slot is all zeros. No slot crosses
//! a page.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use queue::{Id, MayHaveArrived, Token};
use uuid::Uuid;

const NAME: &str = "owlpost.sending";
const MAGIC: &[u8; 16] = b"owlpost-sending1";
const PAGE: usize = 4096;
const HEAD: usize = 64;
const SLOT: usize = 32;
/// Maximum bytes of the file; a longer one was not written by owlpost.
const LONGEST: u64 = 16 << 20;

/// The file in which the kernel reports the id of this boot.
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

/// The record of the running process; clones share it.
#[derive(Clone, Debug)]
pub struct SentRecord {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    /// `None` if it could not be created: then the next start marks everything that is leased.
    file: Option<File>,
    slots: Mutex<Slots>,
}

#[derive(Debug, Default)]
struct Slots {
    used: HashMap<(Id, Token), usize>,
    free: BinaryHeap<Reverse<usize>>,
    /// How many slots the file has.
    count: usize,
}

/// What the previous process noted in `folder`. `killed_run` is the run of the database that it used
/// ([`storage::Db::killed_run`]).
///
/// [`MayHaveArrived::All`] if the notes may be incomplete: the file is missing, damaged or from another run, the
/// machine was restarted, or the file is no longer in the page cache, for example because its file system was
/// remounted.
pub fn read(folder: &Path, killed_run: Option<i32>) -> MayHaveArrived {
    let noted = killed_run.and_then(|run| {
        let bytes = in_memory(&folder.join(NAME)).ok()??;
        parse(&bytes, &head(run, boot()?))
    });
    noted.map_or(MayHaveArrived::All, MayHaveArrived::Only)
}

/// The content of a file if all of it is in the page cache; `None` if it is not, or if the file is too long. A file
/// system that cannot tell (`EOPNOTSUPP`) counts as if it were: then the boot id alone decides.
fn in_memory(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > LONGEST {
        return Ok(None);
    }
    let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
    #[cfg(target_os = "linux")]
    {
        use rustix::io::{Errno, ReadWriteFlags, preadv2};
        let read = preadv2(&file, &mut [io::IoSliceMut::new(&mut bytes)], 0, ReadWriteFlags::NOWAIT);
        match read {
            Ok(read) => return Ok((read == bytes.len()).then_some(bytes)),
            Err(Errno::AGAIN) => return Ok(None),
            Err(Errno::OPNOTSUPP | Errno::NOSYS) => {}
            Err(error) => return Err(error.into()),
        }
    }
    file.read_exact_at(&mut bytes, 0)?;
    Ok(Some(bytes))
}

fn boot() -> Option<Uuid> {
    std::fs::read_to_string(BOOT_ID).ok()?.trim().parse().ok()
}

fn head(run: i32, boot: Uuid) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[..16].copy_from_slice(MAGIC);
    head[16..20].copy_from_slice(&run.to_le_bytes());
    head[24..40].copy_from_slice(boot.as_bytes());
    let sum = checksum(&head[..HEAD - 8]);
    head[HEAD - 8..].copy_from_slice(&sum.to_le_bytes());
    head
}

/// The claims in a file with this header; `None` if the header differs or a slot is damaged.
fn parse(bytes: &[u8], head: &[u8; HEAD]) -> Option<HashSet<(Id, Token)>> {
    let slots = bytes.strip_prefix(head)?;
    let mut noted = HashSet::new();
    for slot in slots.chunks(SLOT) {
        let slot: &[u8; SLOT] = slot.try_into().ok()?;
        if *slot != [0; SLOT] {
            noted.insert(claim_of(slot)?);
        }
    }
    Some(noted)
}

fn slot_of((id, token): (Id, Token)) -> [u8; SLOT] {
    let mut slot = [0; SLOT];
    slot[..16].copy_from_slice(id.0.as_bytes());
    slot[16..24].copy_from_slice(&token.number().to_le_bytes());
    let sum = checksum(&slot[..24]);
    slot[24..].copy_from_slice(&sum.to_le_bytes());
    slot
}

fn claim_of(slot: &[u8; SLOT]) -> Option<(Id, Token)> {
    let id = Id(Uuid::from_slice(&slot[..16]).ok()?);
    let claim = (id, Token::from_number(i64::from_le_bytes(slot[16..24].try_into().ok()?)));
    (slot_of(claim) == *slot).then_some(claim)
}

/// FNV-1a, but never 0, so that no note looks like a free slot.
fn checksum(bytes: &[u8]) -> u64 {
    let sum = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    sum.max(1)
}

impl SentRecord {
    /// Begins the record of `run` in `folder` and overwrites that of the previous process. If the file cannot be
    /// created, logs a warning and keeps the notes in memory only.
    pub fn begin(folder: &Path, run: i32) -> Self {
        let path = folder.join(NAME);
        let begun = create(&path, run).inspect_err(|error| {
            tracing::warn!(
                %error, path = %path.display(),
                "the record of messages being sent cannot be written; if owlpost is killed, all messages in its memory \
                 are marked as possibly arrived twice"
            );
            // If the old file cannot be removed, that does no harm: it belongs to another run.
            let _ = std::fs::remove_file(&path);
        });
        let count = (PAGE - HEAD) / SLOT;
        let slots = Slots { used: HashMap::new(), free: (0..count).map(Reverse).collect(), count };
        Self { shared: Arc::new(Shared { path, file: begun.ok(), slots: Mutex::new(slots) }) }
    }

    /// Notes that the message may arrive from now on. Does nothing if the claim is noted already.
    ///
    /// # Errors
    /// If the note could not be written. The last octets must not be sent then.
    pub fn note(&self, claim: (Id, Token)) -> io::Result<()> {
        let slot = {
            let mut slots = self.slots();
            if slots.used.contains_key(&claim) {
                return Ok(());
            }
            let slot = self.free_slot(&mut slots)?;
            slots.used.insert(claim, slot);
            slot
        };
        self.write(slot, &slot_of(claim)).inspect_err(|error| {
            let mut slots = self.slots();
            slots.used.remove(&claim);
            slots.free.push(Reverse(slot));
            tracing::error!(%error, path = %self.shared.path.display(), "a message was not sent, because it could not be noted");
        })
    }

    /// Removes the note of a claim, because its verdict is stored.
    pub fn remove(&self, claim: (Id, Token)) {
        let Some(slot) = self.slots().used.remove(&claim) else { return };
        // A note that cannot be removed belongs to a lease that has ended, so it has no effect.
        if self.write(slot, &[0; SLOT]).is_ok() {
            self.slots().free.push(Reverse(slot));
        }
    }

    /// The claims that are noted now.
    pub fn noted(&self) -> HashSet<(Id, Token)> {
        self.slots().used.keys().copied().collect()
    }

    fn free_slot(&self, slots: &mut Slots) -> io::Result<usize> {
        if let Some(Reverse(slot)) = slots.free.pop() {
            return Ok(slot);
        }
        if let Some(file) = &self.shared.file {
            file.write_all_at(&[0; PAGE], offset(slots.count))?;
        }
        let first = slots.count;
        slots.count += PAGE / SLOT;
        slots.free.extend((first + 1..slots.count).map(Reverse));
        Ok(first)
    }

    fn write(&self, slot: usize, bytes: &[u8; SLOT]) -> io::Result<()> {
        match &self.shared.file {
            Some(file) => file.write_all_at(bytes, offset(slot)),
            None => Ok(()),
        }
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.shared.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn offset(slot: usize) -> u64 {
    (HEAD + slot * SLOT) as u64
}

fn create(path: &Path, run: i32) -> io::Result<File> {
    let boot = boot().ok_or_else(|| io::Error::other(format!("{BOOT_ID} cannot be read")))?;
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let mut page = [0; PAGE];
    page[..HEAD].copy_from_slice(&head(run, boot));
    file.write_all_at(&page, 0)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: i32 = 7;

    fn claim(number: u128) -> (Id, Token) {
        (Id(Uuid::from_u128(number)), Token::from_number(1))
    }

    fn only(numbers: impl IntoIterator<Item = u128>) -> MayHaveArrived {
        MayHaveArrived::Only(numbers.into_iter().map(claim).collect())
    }

    #[test]
    fn the_next_start_reads_the_notes_that_were_not_removed() {
        let folder = tempfile::tempdir().unwrap();
        let record = SentRecord::begin(folder.path(), RUN);
        for number in 0..1000 {
            record.note(claim(number)).unwrap();
            record.note(claim(number)).unwrap();
        }
        (5..1000).for_each(|number| record.remove(claim(number)));
        record.note(claim(1000)).unwrap();
        let expected = || [0, 1, 2, 3, 4, 1000];
        assert_eq!(MayHaveArrived::Only(record.noted()), only(expected()));
        assert_eq!(read(folder.path(), Some(RUN)), only(expected()));
        assert_eq!(read(folder.path(), Some(RUN)), only(expected()), "reading changes nothing");
    }

    #[test]
    fn notes_of_another_run_or_boot_are_not_used() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path(), Some(RUN)), MayHaveArrived::All, "no record");
        let _record = SentRecord::begin(folder.path(), RUN);
        assert_eq!(read(folder.path(), Some(RUN)), only([]));
        assert_eq!(read(folder.path(), Some(RUN + 1)), MayHaveArrived::All);
        assert_eq!(read(folder.path(), None), MayHaveArrived::All, "the folder was not left by a kill");

        let mut other_boot = [0; PAGE];
        other_boot[..HEAD].copy_from_slice(&head(RUN, Uuid::from_u128(1)));
        std::fs::write(folder.path().join(NAME), other_boot).unwrap();
        assert_eq!(read(folder.path(), Some(RUN)), MayHaveArrived::All);
    }

    #[test]
    fn a_damaged_record_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let record = SentRecord::begin(folder.path(), RUN);
        record.note(claim(1)).unwrap();
        let path = folder.path().join(NAME);
        let whole = std::fs::read(&path).unwrap();
        for at in [0, 17, 30, 60, HEAD, HEAD + 20, HEAD + 31, PAGE - 1] {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            std::fs::write(&path, &damaged).unwrap();
            assert_eq!(read(folder.path(), Some(RUN)), MayHaveArrived::All, "byte {at}");
        }
        for length in [0, 10, HEAD + 40] {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(read(folder.path(), Some(RUN)), MayHaveArrived::All, "{length} bytes");
        }
    }

    /// The content on disk may be older than the notes: the file system was remounted.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_record_that_is_not_in_the_page_cache_is_not_used() {
        // Next to the test program, because /tmp may be in memory.
        let program = std::env::current_exe().unwrap();
        let folder = tempfile::tempdir_in(program.parent().unwrap()).unwrap();
        let record = SentRecord::begin(folder.path(), RUN);
        record.note(claim(1)).unwrap();
        assert_eq!(read(folder.path(), Some(RUN)), only([1]));
        let file = File::open(folder.path().join(NAME)).unwrap();
        // The kernel skips a page that another processor has in use at that moment.
        let is_dropped = (0..1_000).any(|_| {
            file.sync_all().unwrap();
            rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed).unwrap();
            std::thread::yield_now();
            read(folder.path(), Some(RUN)) == MayHaveArrived::All
        });
        assert!(is_dropped, "the record is read although it is not in memory");
    }

    #[test]
    fn a_message_that_cannot_be_noted_is_not_sent() {
        let folder = tempfile::tempdir().unwrap();
        let record = SentRecord::begin(folder.path(), RUN);
        let shared = Shared {
            path: folder.path().into(),
            file: Some(File::open(folder.path().join(NAME)).unwrap()),
            slots: Mutex::new(std::mem::take(&mut *record.slots())),
        };
        let read_only = SentRecord { shared: Arc::new(shared) };
        assert!(read_only.note(claim(1)).is_err());
        assert!(read_only.noted().is_empty());
    }
}
