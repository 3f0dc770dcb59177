//! Tests of the embedded database when the disk, the folder, the file or the process fails.

use std::fs;
use std::future::Future;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use storage::{Db, DbError, Location, OpenError, Read as _, Tx, params};

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime").block_on(work)
}

fn open(folder: &Path) -> Result<Db, OpenError> {
    Db::open(&Location::Sqlite(folder.to_owned()))
}

/// A new database with a table for these tests.
fn open_with_table(folder: &Path) -> Db {
    let db = open(folder).expect("a new database");
    let sql = "CREATE TABLE thing (id BIGINT PRIMARY KEY, bytes BLOB)";
    run(db.write(move |tx| tx.execute(sql, params![]))).expect("a table");
    db
}

fn insert(tx: &mut Tx<'_>, id: i64, bytes: usize) -> Result<(), DbError> {
    tx.execute("INSERT INTO thing (id, bytes) VALUES ($1, $2)", params![id, vec![7_u8; bytes]]).map(|_| ())
}

async fn ids(db: &Db) -> Vec<i64> {
    db.read(|rx| rx.query("SELECT id FROM thing ORDER BY id", params![], |row| row.get(0))).await.expect("a read")
}

/// Limits the database to a number of pages, like a full disk.
async fn pages_at_most(db: &Db, pages: u32) {
    let limit = format!("PRAGMA max_page_count = {pages}");
    db.write(move |tx| tx.query(&limit, params![], |_| Ok(()))).await.map_err(|error: DbError| error).expect("a limit");
}

#[test]
fn a_full_disk_refuses_what_does_not_fit_and_keeps_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_with_table(folder.path());
    run(async {
        pages_at_most(&db, 100).await;
        // Most of them wait for the same commit: together they are too large, one by one only the large ones are.
        let writes: Vec<_> = (0..20_i64)
            .map(|id| {
                let (db, bytes) = (db.clone(), if id % 2 == 0 { 10 } else { 2_000_000 });
                tokio::spawn(async move { db.write(move |tx| insert(tx, id, bytes)).await })
            })
            .collect();
        for (id, write) in (0..).zip(writes) {
            let answer = write.await.unwrap();
            match id % 2 {
                0 => assert!(answer.is_ok(), "{id}: {answer:?}"),
                _ => assert!(matches!(answer, Err(DbError::Full)), "{id}: {answer:?}"),
            }
        }
        let small: Vec<_> = (0..20).filter(|id| id % 2 == 0).collect();
        assert_eq!(ids(&db).await, small);

        pages_at_most(&db, 100_000).await;
        db.write(|tx| insert(tx, 1, 2_000_000)).await.expect("there is space again");
    });
}

#[test]
fn a_closure_that_hides_a_full_disk_leaves_no_partial_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_with_table(folder.path());
    run(async {
        pages_at_most(&db, 100).await;
        let hidden = db
            .write(|tx| {
                let _ = insert(tx, 1, 2_000_000);
                // The engine may have ended the transaction: this must not be stored alone.
                let _ = insert(tx, 2, 10);
                Ok::<_, DbError>(())
            })
            .await;
        let stored = ids(&db).await;
        assert!(hidden.is_err() && stored.is_empty() || hidden.is_ok() && stored == [2], "{hidden:?} {stored:?}");
    });
}

#[test]
fn the_log_is_copied_while_writing_goes_on_and_stays_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_with_table(folder.path());
    run(async {
        for round in 0..15_i64 {
            let writes: Vec<_> = (0..100)
                .map(|number| {
                    let db = db.clone();
                    tokio::spawn(async move { db.write(move |tx| insert(tx, round * 100 + number, 65_536)).await })
                })
                .collect();
            for write in writes {
                write.await.unwrap().unwrap();
            }
        }
    });
    let log = fs::metadata(folder.path().join("owlpost.db-wal")).unwrap().len();
    assert!(log < 64 << 20, "98 MB were written, the log has {log}");
}

#[test]
fn a_closed_database_is_one_file_readable_only_by_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("deep").join("data");
    let db = open_with_table(&data);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for file in ["owlpost.db", "owlpost.db-wal", "owlpost.lock", "owlpost.reserve"] {
        assert_eq!(mode(&data.join(file)), 0o600, "{file}");
    }
    run(db.close());
    let mut left: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["owlpost.db", "owlpost.lock", "owlpost.reserve"]);
}

#[test]
fn one_folder_serves_one_process_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(folder.path()).unwrap();
    let refused = open(folder.path()).err().expect("in use").to_string();
    assert!(
        refused.contains(&format!("another owlpost (process {}) uses the folder", std::process::id())),
        "{refused}"
    );
    drop(db);
    open(folder.path()).expect("free again");
}

#[test]
fn a_database_of_a_newer_owlpost_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(folder.path()).unwrap();
    let sql = "INSERT INTO migration (number, name, checksum) VALUES (9999, 'future', $1)";
    run(db.write(move |tx| tx.execute(sql, params![[0_u8; 32]]))).unwrap();
    drop(db);
    assert!(matches!(open(folder.path()), Err(OpenError::Newer { found: 9999, .. })));
    assert!(!folder.path().join("owlpost.db-wal").exists(), "a refusal leaves the folder as it was");
}

#[test]
fn pending_migrations_are_counted_without_applying_them() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Sqlite(folder.path().join("data"));
    assert!(matches!(Db::pending(&location), Ok(None)));
    assert!(!folder.path().join("data").exists(), "nothing is made");
    let db = Db::open(&location).unwrap();
    assert!(matches!(Db::pending(&location), Err(OpenError::InUse { .. })));
    run(db.write(|tx| tx.execute("DELETE FROM migration WHERE number = 2", params![]))).unwrap();
    drop(db);
    assert!(matches!(Db::pending(&location), Ok(Some(1))));
    assert!(matches!(Db::pending(&location), Ok(Some(1))), "still not applied");
}

#[test]
fn a_migration_whose_text_has_changed_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(folder.path()).unwrap();
    run(db.write(|tx| tx.execute("UPDATE migration SET checksum = $1 WHERE number = 1", params![[0_u8; 32]]))).unwrap();
    drop(db);
    let refused = open(folder.path()).err().expect("changed");
    assert!(matches!(&refused, OpenError::Changed { number: 1, .. }), "{refused}");
    assert!(refused.to_string().contains("0001_outbox"), "{refused}");
}

#[test]
fn migrations_are_applied_once() {
    let folder = tempfile::tempdir().unwrap();
    let count = |db: &Db| {
        let sql = "SELECT count(*) FROM migration";
        run(db.read(move |rx| rx.query_first(sql, params![], |row| row.get::<u32>(0)))).unwrap()
    };
    let db = open(folder.path()).unwrap();
    let first = count(&db);
    drop(db);
    assert!(first >= Some(1));
    assert_eq!(count(&open(folder.path()).unwrap()), first);
}

#[test]
fn a_file_that_is_not_a_database_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("owlpost.db"), "a shopping list, and certainly no database\n".repeat(100)).unwrap();
    let refused = open(folder.path()).err().expect("not a database");
    assert!(matches!(refused, OpenError::NotADatabase { .. }), "{refused}");
}

#[test]
fn a_damaged_database_is_found_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_with_table(folder.path());
    run(async { db.write(|tx| (0..1000).try_for_each(|id| insert(tx, id, 100))).await }).unwrap();
    run(db.close());
    let file = folder.path().join("owlpost.db");
    let mut bytes = fs::read(&file).unwrap();
    let last_page = bytes.len() - 4096;
    bytes[last_page..].fill(0x5A);
    fs::write(&file, bytes).unwrap();
    let refused = open(folder.path()).err().expect("damaged");
    assert!(matches!(refused, OpenError::Damaged { .. }), "{refused}");
    assert!(refused.to_string().contains("restore a backup"), "{refused}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("file");
    fs::write(&in_the_way, "").unwrap();
    let refused = open(&in_the_way.join("data")).err().expect("no folder");
    assert!(matches!(refused, OpenError::Folder { .. }), "{refused}");
    assert!(refused.to_string().contains("file/data"), "{refused}");
}

#[test]
fn free_pages_are_returned_in_small_steps() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_with_table(folder.path());
    run(async {
        for id in 0..20 {
            db.write(move |tx| insert(tx, id, 1_000_000)).await.expect("stored");
        }
        db.write(|tx| tx.execute("DELETE FROM thing WHERE id > 0", params![]))
            .await
            .map(|_: usize| ())
            .expect("deleted");
        let mut steps = 1;
        while db.shrink().await.expect("shrunk") {
            steps += 1;
        }
        assert!(steps > 10, "{steps} steps");
        assert_eq!(ids(&db).await, [0]);
        db.close().await;
    });
    let bytes = fs::metadata(folder.path().join("owlpost.db")).unwrap().len();
    assert!(bytes < 8 << 20, "{bytes}");
    open(folder.path()).expect("whole");
}

/// The folder of a child process of this test binary.
const CHILD: &str = "OWLPOST_TEST_CHILD_FOLDER";

/// Starts this binary again, as the writer below.
fn start_child(folder: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this binary"))
        .args(["child_that_writes", "--exact", "--nocapture"])
        .env(CHILD, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child process")
}

/// The ids that a child acknowledged, until `enough` returns true.
fn acknowledged(child: &mut Child, mut enough: impl FnMut(&[i64]) -> bool) -> Vec<i64> {
    let mut ids = Vec::new();
    for line in BufReader::new(child.stdout.take().expect("a pipe")).lines() {
        if let Some(id) = line.expect("text").strip_prefix("stored ").and_then(|id| id.parse().ok()) {
            ids.push(id);
        }
        if enough(&ids) {
            break;
        }
    }
    ids
}

/// Not a test itself: in a child process, writes from eight tasks and prints what was acknowledged, until it is
/// killed or a write fails.
#[test]
fn child_that_writes() {
    let Some(folder) = std::env::var_os(CHILD) else {
        assert!(std::env::var_os(CHILD).is_none(), "nothing to do in the parent");
        return;
    };
    let db = open(Path::new(&folder)).expect("the parent's database");
    run(async {
        let tasks: Vec<_> = (0..8_i64)
            .map(|task| {
                let db = db.clone();
                tokio::spawn(async move {
                    for id in (task..).step_by(8) {
                        if db.write(move |tx| insert(tx, id, 4096)).await.is_err() {
                            break;
                        }
                        println!("stored {id}");
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("no panic");
        }
        println!("readable {}", ids(&db).await.len());
    });
}

#[test]
fn acknowledged_writes_survive_a_kill_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    drop(open_with_table(folder.path()));
    let mut survivors = 0;
    for kill_after in [1, 7, 50, 333, 1000] {
        let mut child = start_child(folder.path());
        let acknowledged = acknowledged(&mut child, |ids| ids.len() >= kill_after);
        child.kill().unwrap();
        child.wait().unwrap();

        let db = open(folder.path()).expect("opens without repair");
        let stored = run(ids(&db));
        for id in &acknowledged {
            assert!(stored.contains(id), "{id} was acknowledged and is lost");
        }
        survivors += acknowledged.len();
        run(db.write(|tx| tx.execute("DELETE FROM thing", params![]))).unwrap();
        run(db.close());
    }
    assert!(survivors >= 1391);
}
