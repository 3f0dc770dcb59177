//! Tests that a database survives a disk that fails to write for some seconds and then works again.
//!
//! The disk is a real file system on a volume that ran out of space: see [`FailingDisk`].

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a child reports to its parent, a skipped test says so")]

use std::collections::BTreeSet;
use std::future::Future;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use storage::{Db, DbError, Location, OpenError, Read as _, Rx, Tx, params};
use testkit::{FailingDisk, FileSystem};

/// The folder of the database, for a child process of this test binary.
const CHILD: &str = "OWLPOST_TEST_FAILING_DISK_FOLDER";
/// The first id that the child writes.
const CHILD_FIRST_ID: &str = "OWLPOST_TEST_FAILING_DISK_FIRST_ID";
/// The exit status of a child whose disk failed.
const FAILED: i32 = 74;
/// Rows before the space is taken: more than fit into the log, so that it has been copied and restarted.
const WARM_UP: usize = 10_000;
/// Rows written after the restart.
const AFTERWARDS: usize = 500;
/// Maximum time during which the space is taken.
const OUTAGE: Duration = Duration::from_secs(4);
/// How long the process may take to end after the space is freed.
const PATIENCE: Duration = Duration::from_secs(5);

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime").block_on(work)
}

fn open(folder: &Path) -> Result<Db, OpenError> {
    Db::open(&Location::Sqlite(folder.to_owned()))
}

/// Not a test itself: writes from eight tasks and prints what was acknowledged, until the disk fails.
#[test]
fn child_that_writes_until_the_disk_fails() {
    let Some(folder) = std::env::var_os(CHILD) else {
        assert!(std::env::var_os(CHILD).is_none(), "nothing to do in the parent");
        return;
    };
    let first: i64 = std::env::var(CHILD_FIRST_ID).expect("a first id").parse().expect("a number");
    let db = open(Path::new(&folder)).expect("the database");
    run(async {
        let sql = "CREATE TABLE IF NOT EXISTS thing (id BIGINT PRIMARY KEY, bytes BLOB)";
        db.write(move |tx| tx.execute(sql, params![])).await.map_err(|error: DbError| error).expect("a table");
        let tasks: Vec<_> = (0..8).map(|task| tokio::spawn(write(db.clone(), first + task))).collect();
        for task in tasks {
            task.await.expect("no panic");
        }
        fail(&db).await;
    });
}

async fn write(db: Db, first: i64) {
    for id in (first..).step_by(8) {
        let sql = "INSERT INTO thing (id, bytes) VALUES ($1, $2)";
        let stored: Result<usize, DbError> = db.write(move |tx| tx.execute(sql, params![id, vec![7_u8; 4096]])).await;
        match stored {
            Ok(_) => println!("stored {id}"),
            Err(DbError::Failed { .. }) => return,
            // A full disk: the next write may find space.
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

/// Checks what is promised after a failure, prints the failure, and ends.
async fn fail(db: &Db) {
    let failure = db.failed().await;
    let write = |tx: &mut Tx<'_>| tx.execute("DELETE FROM thing", params![]);
    let refused: Result<usize, DbError> = db.write(write).await;
    assert!(matches!(refused, Err(DbError::Failed { .. })), "{refused:?}");
    let count = |rx: &mut Rx<'_>| rx.query_first("SELECT count(*) FROM thing", params![], |row| row.get::<u32>(0));
    let counted: Result<Option<u32>, DbError> = db.read(count).await;
    assert!(matches!(counted, Ok(Some(1..))), "reading still works: {counted:?}");
    println!("failed {failure}");
    db.close().await;
    assert!(db.failure().is_some(), "it stays so");
    std::process::exit(FAILED);
}

/// A child process and its output.
struct Writer {
    child: Child,
    lines: Receiver<i64>,
    acknowledged: BTreeSet<i64>,
    failure: Arc<Mutex<Option<String>>>,
}

impl Writer {
    /// `limits` are shell commands that run first.
    fn start(folder: &Path, first: i64, limits: &str) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", &format!("{limits} exec \"$0\" child_that_writes_until_the_disk_fails --exact --nocapture")])
            .arg(std::env::current_exe().expect("this binary"))
            .env(CHILD, folder)
            .env(CHILD_FIRST_ID, first.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a child process");
        let (sender, lines) = mpsc::channel();
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let failure = Arc::new(Mutex::new(None));
        let failed = failure.clone();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if let Some(why) = line.strip_prefix("failed ") {
                    failed.lock().expect("no panic").get_or_insert_with(|| why.to_owned());
                } else if let Some(id) = line.strip_prefix("stored ").and_then(|id| id.parse().ok()) {
                    let _ = sender.send(id);
                }
            }
        });
        Self { child, lines, acknowledged: BTreeSet::new(), failure }
    }

    /// Waits until this number of rows was acknowledged.
    fn acknowledges(&mut self, rows: usize) -> Result<(), String> {
        while self.acknowledged.len() < rows {
            let next = self.lines.recv_timeout(Duration::from_secs(30));
            let so_far = self.acknowledged.len();
            self.acknowledged.insert(next.map_err(|error| format!("after {so_far} of {rows} rows: {error}"))?);
        }
        Ok(())
    }

    /// Waits until it ends because its disk failed; returns what failed.
    fn fails(&mut self) -> String {
        let ended = self.ends_within(Duration::from_secs(60)).expect("it ends");
        let failure = self.failure.lock().expect("no panic").clone();
        assert_eq!(ended.code(), Some(FAILED), "{failure:?}");
        failure.expect("what failed")
    }

    /// Reads its output until it ends or the time is over.
    fn ends_within(&mut self, limit: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + limit;
        loop {
            match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(id) => drop(self.acknowledged.insert(id)),
                Err(mpsc::RecvTimeoutError::Timeout) => return None,
                // It closed its output: it is ending, or has ended.
                Err(mpsc::RecvTimeoutError::Disconnected) => return Some(self.child.wait().expect("a status")),
            }
        }
    }

    /// Kills it if it still runs, and returns every row that was acknowledged.
    fn kill(mut self) -> BTreeSet<i64> {
        let _ = self.child.kill();
        self.child.wait().expect("it ends");
        let lines = std::mem::replace(&mut self.lines, mpsc::channel().1);
        self.acknowledged.extend(lines.iter());
        std::mem::take(&mut self.acknowledged)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes a disk fail under a writer, repairs it, restarts the writer, and compares.
fn round(disk: &FailingDisk, file_system: FileSystem) -> Result<(), String> {
    let folder = disk.path().join("data");
    let mut first = Writer::start(&folder, 0, "");
    first.acknowledges(WARM_UP)?;
    disk.take_space().expect("the space is taken");
    let ended = first.ends_within(OUTAGE);
    disk.free_space().expect("the space is freed");
    let ended = ended.or_else(|| first.ends_within(PATIENCE));
    let failure = first.failure.lock().expect("no panic").clone();
    let mut acknowledged = first.kill();
    eprintln!("{file_system:?}: {} rows, ended with {ended:?}: {failure:?}", acknowledged.len());

    // As after a restart by the service manager: the system still caches the files. If the file system itself has
    // shut down, a new mount is needed, as after a restart of the machine.
    if !disk.is_usable() {
        disk.remount().map_err(|error| error.to_string())?;
    }
    compare(&folder, &acknowledged).map_err(|fault| format!("after the start: {fault:?}"))?;
    let mut second = Writer::start(&folder, 1_000_000, "");
    let wrote = second.acknowledges(AFTERWARDS);
    acknowledged.append(&mut second.kill());
    wrote.map_err(|fault| format!("after the restart: {fault}"))?;
    disk.remount().map_err(|error| error.to_string())?;
    compare(&folder, &acknowledged).map_err(|fault| format!("after a new mount: {fault:?}"))?;
    match ended {
        Some(status) if status.code() == Some(FAILED) => Ok(()),
        other => Err(format!("nothing is lost, but the writer did not end: {other:?}")),
    }
}

#[derive(Debug)]
enum Fault {
    /// It cannot be opened.
    Unusable(#[allow(dead_code, reason = "printed")] String),
    Damaged(#[allow(dead_code, reason = "printed")] String),
    Lost(#[allow(dead_code, reason = "printed")] usize),
}

/// Opens the database as it was left, checks it in full, and looks for each row.
fn compare(folder: &Path, acknowledged: &BTreeSet<i64>) -> Result<(), Fault> {
    let db = open(folder).map_err(|error| match error {
        OpenError::Damaged { .. } | OpenError::NotADatabase { .. } => Fault::Damaged(error.to_string()),
        other => Fault::Unusable(format!("{other:?}")),
    })?;
    let (fault, stored) = run(async {
        let sql = "SELECT id FROM thing ORDER BY id";
        let stored = db.read(move |rx| rx.query(sql, params![], |row| row.get::<i64>(0))).await;
        (db.check().await, stored.map_err(|error: DbError| Fault::Damaged(format!("{error:?}"))))
    });
    match fault {
        Ok(None) => {}
        Ok(Some(fault)) => return Err(Fault::Damaged(fault)),
        Err(error) => return Err(Fault::Damaged(format!("{error:?}"))),
    }
    let stored: BTreeSet<_> = stored?.into_iter().collect();
    match acknowledged.difference(&stored).count() {
        0 => Ok(()),
        lost => Err(Fault::Lost(lost)),
    }
}

/// Number of rounds: 1, or what the environment variable says.
fn rounds() -> usize {
    std::env::var("OWLPOST_TEST_DISK_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1)
}

fn survives(file_system: FileSystem) {
    let mut faults = Vec::new();
    for _ in 0..rounds() {
        match FailingDisk::mount(file_system) {
            Ok(disk) => faults.extend(round(&disk, file_system).err()),
            Err(reason) => return eprintln!("SKIPPED {file_system:?}: {reason}"),
        }
    }
    assert!(faults.is_empty(), "{} of {} rounds on {file_system:?}: {faults:#?}", faults.len(), rounds());
}

#[test]
fn a_database_on_ext4_survives_a_disk_that_fails_and_recovers() {
    survives(FileSystem::Ext4);
}

#[test]
fn a_database_on_ext4_without_a_journal_survives_a_disk_that_fails_and_recovers() {
    survives(FileSystem::Ext4WithoutJournal);
}

#[test]
fn a_database_on_xfs_survives_a_disk_that_fails_and_recovers() {
    survives(FileSystem::Xfs);
}

/// A limit on the size of files in KiB: a write beyond it fails with EFBIG, an I/O error to the engine. It needs
/// neither root nor a mount.
fn files_up_to(kib: u32) -> String {
    format!("trap '' XFSZ; ulimit -f {} || exit 1;", kib * 2)
}

/// Opens the database again and checks that nothing is lost.
fn recovers(folder: &Path, acknowledged: &BTreeSet<i64>) {
    let log = folder.join("owlpost.db-wal");
    let length = std::fs::metadata(&log).expect("the log is there").len();
    assert!(length > 0, "the log is empty");
    Db::pending(&Location::Sqlite(folder.to_owned())).expect("it can be read");
    assert_eq!(std::fs::metadata(&log).expect("the log is there").len(), length, "looking changed the log");
    assert!(!acknowledged.is_empty());
    compare(folder, acknowledged).expect("everything that was acknowledged");
}

#[test]
fn a_log_that_cannot_be_written_stops_everything_but_reading_and_is_recovered() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::start(folder.path(), 0, &files_up_to(2048));
    let failure = writer.fails();
    assert!(failure.contains("the disk failed while running `"), "{failure}");
    recovers(folder.path(), &writer.kill());
}

#[test]
fn a_checkpoint_that_cannot_be_written_stops_everything_and_the_log_is_recovered() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::start(folder.path(), 0, "");
    writer.acknowledges(4_000).expect("rows");
    let mut acknowledged = writer.kill();
    // Closing copies the log into the database: the file is then larger than the limit, and the log restarts below
    // it.
    run(open(folder.path()).expect("a database").close());
    let mut writer = Writer::start(folder.path(), 1_000_000, &files_up_to(15_000));
    let failure = writer.fails();
    assert!(failure.contains("the disk failed while copying the log into the database"), "{failure}");
    acknowledged.append(&mut writer.kill());
    recovers(folder.path(), &acknowledged);
}

#[test]
fn a_full_disk_during_a_checkpoint_is_not_a_failure() {
    let disk = match FailingDisk::mount(FileSystem::Ext4) {
        Ok(disk) => disk,
        Err(reason) => return eprintln!("SKIPPED: {reason}"),
    };
    let folder = disk.pool().join("data");
    run(async {
        let db = open(&folder).expect("a new database");
        let insert = |id: i64| {
            let insert = "INSERT INTO thing (id, bytes) VALUES ($1, $2)";
            let db = db.clone();
            async move { db.write(move |tx| tx.execute(insert, params![id, vec![7_u8; 100_000]])).await }
        };
        let table = "CREATE TABLE thing (id BIGINT PRIMARY KEY, bytes BLOB)";
        db.write(move |tx| tx.execute(table, params![])).await.map_err(|error: DbError| error).expect("a table");
        insert(1).await.map_err(|error: DbError| error).expect("a row");
        disk.take_space().expect("the space is taken");
        let refused: Result<usize, DbError> = insert(2).await;
        assert!(matches!(refused, Err(DbError::Full)), "{refused:?}");
        // Closing copies the log and finds no space, because that of the reserve is taken as well.
        disk.take_space().expect("the space is taken");
        db.close().await;
        assert!(db.failure().is_none(), "{:?}", db.failure());
    });
    assert!(std::fs::metadata(folder.join("owlpost.db-wal")).expect("the log is left").len() > 100_000);
    disk.free_space().expect("the space is freed");
    recovers(&folder, &BTreeSet::from([1]));
}
