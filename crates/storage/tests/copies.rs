//! Tests that a folder copied from a running server is distinguished from one that was left by a clean stop or a crash,
//! and is checked in full before it is trusted.

use std::fs;
use std::future::Future;
use std::path::Path;
use std::time::{Duration, Instant};

use storage::{Db, DbError, Location, OpenError, Read as _, params};

/// Maximum time that a test waits for an event before it fails.
const PATIENCE: Duration = Duration::from_secs(60);
/// More than is checked while a database is opened.
const LARGE_BYTES: i64 = 260 << 20;

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime").block_on(work)
}

fn open(folder: &Path) -> Result<Db, OpenError> {
    let db = Db::open(&Location::Sqlite(folder.to_owned()))?;
    run_beside(db.opened());
    Ok(db)
}

/// Like [`run`], also within another runtime.
fn run_beside<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|scope| scope.spawn(|| run(work)).join().expect("no panic"))
}

async fn execute(db: &Db, sql: &str) {
    let text = sql.to_owned();
    let done = db.write(move |tx| tx.execute(&text, params![])).await;
    done.map_err(|error: DbError| panic!("{sql}: {error:?}")).map(|_: usize| ()).expect("done");
}

/// A database with a table and an index; `bytes` of ballast make it large.
async fn fill(db: &Db, bytes: i64) {
    execute(db, "CREATE TABLE thing (id BIGINT PRIMARY KEY, word TEXT)").await;
    execute(db, "CREATE INDEX thing_word ON thing (word)").await;
    execute(
        db,
        "INSERT INTO thing WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) \
                 SELECT i, 'word ' || i FROM n",
    )
    .await;
    if bytes > 0 {
        execute(db, "CREATE TABLE ballast (bytes BLOB)").await;
        execute(db, &format!("INSERT INTO ballast VALUES (zeroblob({bytes}))")).await;
    }
}

/// Makes the index disagree with its table, as after a copy of pages from different times: a quick check finds nothing.
async fn tear(db: &Db) {
    let torn = db.write(|tx| {
        tx.query("PRAGMA writable_schema = ON", params![], |_| Ok(()))?;
        tx.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX thing_word ON thing (id)' \
             WHERE name = 'thing_word'",
            params![],
        )
    });
    assert_eq!(torn.await.map_err(|error: DbError| error).expect("torn"), 1);
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        if entry.file_name() != "owlpost.reserve" {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
}

/// Copies a folder while its database is open, with `bytes` of ballast; torn if `is_torn`.
fn copy_of_running(bytes: i64, is_torn: bool) -> tempfile::TempDir {
    let (original, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    run(async {
        let db = open(original.path()).expect("a new database");
        fill(&db, bytes).await;
        if is_torn {
            tear(&db).await;
        }
        // In the log or in the database file: both are copied.
        copy(original.path(), folder.path());
    });
    folder
}

#[test]
fn a_torn_copy_of_a_running_folder_is_refused_with_a_remedy() {
    let folder = copy_of_running(0, true);
    let refused = open(folder.path()).err().expect("damaged");
    assert!(matches!(refused, OpenError::Damaged { .. }), "{refused}");
    for part in ["copied while owlpost ran", "Backup", "check --deep"] {
        assert!(refused.to_string().contains(part), "{refused}");
    }
}

#[test]
fn a_whole_copy_of_a_running_folder_is_checked_and_served() {
    let folder = copy_of_running(0, false);
    run(async {
        let db = open(folder.path()).expect("whole");
        assert!(db.is_verified());
        let count = db.read(|rx| rx.query_first("SELECT count(*) FROM thing", params![], |row| row.get::<i64>(0)));
        assert_eq!(count.await.map_err(|error: DbError| error).expect("read"), Some(500));
        db.close().await;
    });
    assert!(!folder.path().join("owlpost.running").exists(), "a clean stop");
}

#[test]
fn folders_left_by_a_clean_stop_or_a_crash_are_not_taken_for_copies() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let db = open(folder.path()).expect("a new database");
        assert!(folder.path().join("owlpost.running").exists());
        fill(&db, 0).await;
        // Only a full check, which neither folder gets, would find it.
        tear(&db).await;
        db.close().await;
        open(folder.path()).expect("after a clean stop").close().await;
    });
    // The marker of a process that was killed, in its own folder.
    let db = open(folder.path()).expect("open");
    let marker = fs::read(folder.path().join("owlpost.running")).unwrap();
    run(db.close());
    fs::write(folder.path().join("owlpost.running"), marker).unwrap();
    open(folder.path()).expect("after a crash");
}

#[test]
fn a_database_of_a_running_server_that_was_copied_alone_is_checked_in_full() {
    let (original, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run(async {
        let db = open(original.path()).expect("a new database");
        fill(&db, 0).await;
        tear(&db).await;
        db.close().await;
        let db = open(original.path()).expect("running again");
        execute(&db, "UPDATE thing SET word = 'other' WHERE id = 450").await;
        // Until the log has been copied into the database.
        let file = original.path().join("owlpost.db");
        let changed = |before: &[u8]| fs::read(&file).unwrap() != before;
        let before = fs::read(&file).unwrap();
        let started = Instant::now();
        while !changed(&before) {
            assert!(started.elapsed() < PATIENCE, "the log is not copied into the database");
            std::thread::sleep(Duration::from_millis(20));
        }
        fs::copy(&file, folder.path().join("owlpost.db")).unwrap();
    });
    assert!(matches!(open(folder.path()), Err(OpenError::Damaged { .. })));
}

#[test]
fn a_large_copy_is_opened_unverified_and_found_damaged_in_the_background() {
    let folder = copy_of_running(LARGE_BYTES, true);
    run(async {
        let db = open(folder.path()).expect("too large to be checked at the start");
        assert!(!db.is_verified());
        assert!(db.check_tables(&["thing"]).await.expect("checked").is_some(), "the tables that matter first");
        assert_eq!(db.check_tables(&["ballast"]).await.expect("checked"), None);
        let found = db.verify().await;
        assert!(matches!(found, Err(DbError::Damaged { .. })), "{found:?}");
        assert!(matches!(db.failed().await, DbError::Damaged { .. }));
        let refused = db.check_writable().await;
        assert!(matches!(refused, Err(DbError::Damaged { .. })), "{refused:?}");
        db.close().await;
    });
    let refused = open(folder.path()).err().expect("remembered");
    assert!(matches!(refused, OpenError::Damaged { .. }), "{refused}");
}

#[test]
fn a_large_whole_copy_is_trusted_only_after_it_was_checked() {
    let folder = copy_of_running(LARGE_BYTES, false);
    for is_checked in [false, true, true] {
        run(async {
            let db = open(folder.path()).expect("open");
            assert_eq!(db.is_verified(), is_checked && folder.path().join("checked").exists());
            if is_checked && !db.is_verified() {
                db.verify().await.expect("whole");
                assert!(db.is_verified());
                fs::write(folder.path().join("checked"), "").unwrap();
            }
            db.close().await;
        });
    }
}

#[test]
fn inspecting_a_folder_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    run(open(folder.path()).expect("a new database").close());
    fs::remove_file(folder.path().join("owlpost.reserve")).unwrap();
    let before = fs::read(folder.path().join("owlpost.db")).unwrap();
    run(async {
        let db = Db::inspect(&Location::Sqlite(folder.path().to_owned())).expect("open");
        assert!(!folder.path().join("owlpost.running").exists());
        db.close().await;
    });
    assert_eq!(fs::read(folder.path().join("owlpost.db")).unwrap(), before);
    assert!(!folder.path().join("owlpost.reserve").exists());
}
