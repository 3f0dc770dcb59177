//! Tests of a disk without space, and of one that became read-only: accepted work can still be finished, new work is
//! refused, and both are reported.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use std::future::Future;
use std::path::Path;

use storage::{Db, DbError, DiskState, Location, OpenError, Read as _, params};
use testkit::{FailingDisk, FileSystem, SmallDisk};

const ROW_BYTES: usize = 20_000;

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime").block_on(work)
}

fn open(folder: &Path) -> Result<Db, OpenError> {
    Db::open(&Location::Sqlite(folder.to_owned()))
}

async fn make_table(db: &Db) {
    let sql = "CREATE TABLE thing (id BIGINT PRIMARY KEY, bytes BLOB)";
    db.write(move |tx| tx.execute(sql, params![])).await.map(|_: usize| ()).expect("a table");
}

async fn insert(db: &Db, id: i64) -> Result<usize, DbError> {
    let sql = "INSERT INTO thing (id, bytes) VALUES ($1, $2)";
    db.write(move |tx| tx.execute(sql, params![id, vec![7_u8; ROW_BYTES]])).await
}

async fn settle(db: &Db, id: i64) -> Result<usize, DbError> {
    db.with_reserve().write(move |tx| tx.execute("UPDATE thing SET bytes = NULL WHERE id = $1", params![id])).await
}

async fn count(db: &Db) -> Option<i64> {
    let counted = db.read(|rx| rx.query_first("SELECT count(*) FROM thing", params![], |row| row.get(0)));
    counted.await.map_err(|error: DbError| error).expect("a read")
}

/// Writes rows until the disk is full; returns how many were stored.
async fn insert_until_full(db: &Db) -> i64 {
    let mut id = 0;
    loop {
        match insert(db, id).await {
            Ok(_) => id += 1,
            Err(DbError::Full) => return id,
            Err(error) => panic!("{error:?}"),
        }
    }
}

#[test]
fn accepted_work_is_finished_in_the_reserve_and_new_work_waits_for_space() {
    let disk = match SmallDisk::mount(100) {
        Ok(disk) => disk,
        Err(reason) => return eprintln!("SKIPPED: {reason}"),
    };
    run(async {
        let db = open(disk.path().as_path()).expect("a new database");
        db.opened().await;
        let state = db.disk();
        make_table(&db).await;
        assert_eq!(*state.borrow(), DiskState::Writable);
        disk.fill().expect("the space is taken");
        let stored = insert_until_full(&db).await;
        assert_eq!(*state.borrow(), DiskState::Full);
        assert!(matches!(db.check_writable().await, Err(DbError::Full)), "not ready");
        for id in 0..stored {
            settle(&db, id).await.expect("the reserve has space for it");
            assert!(matches!(insert(&db, stored).await, Err(DbError::Full)), "the reserve is not for new work");
        }
        assert_eq!(count(&db).await, Some(stored));
        disk.free().expect("the space is freed");
        db.check_writable().await.expect("ready again");
        assert_eq!(*state.borrow(), DiskState::Writable);
        insert(&db, stored).await.expect("there is space again");
        db.close().await;
    });
    let reserve = std::fs::metadata(disk.path().join("owlpost.reserve")).expect("made again");
    assert_eq!(reserve.len(), 32 << 20);
}

#[test]
fn a_start_on_a_full_disk_finds_accepted_work_and_can_finish_it() {
    let disk = match SmallDisk::mount(100) {
        Ok(disk) => disk,
        Err(reason) => return eprintln!("SKIPPED: {reason}"),
    };
    let folder = disk.path().join("data");
    let stored = run(async {
        let db = open(&folder).expect("a new database");
        db.opened().await;
        make_table(&db).await;
        disk.fill().expect("the space is taken");
        let stored = insert_until_full(&db).await;
        // Another program takes the space of the reserve as well.
        disk.fill().expect("the rest is taken");
        assert!(matches!(insert(&db, stored).await, Err(DbError::Full)));
        db.close().await;
        stored
    });
    for round in 0..3 {
        // Files that the system would remove at a reboot.
        let _ = std::fs::remove_file(folder.join("owlpost.db-shm"));
        run(async {
            let db = open(&folder).unwrap_or_else(|error| panic!("start {round}: {error}"));
            assert_eq!(*db.disk().borrow(), DiskState::Full);
            assert_eq!(count(&db).await, Some(stored));
            settle(&db, round).await.expect("a start can write what frees leases");
            db.opened().await;
            assert!(matches!(db.check_writable().await, Err(DbError::Full)));
            db.close().await;
        });
    }
    disk.free().expect("the space is freed");
    run(async {
        let db = open(&folder).expect("a start with space");
        assert_eq!(*db.disk().borrow(), DiskState::Writable);
        insert(&db, stored).await.expect("there is space again");
    });
}

#[test]
fn a_file_system_that_became_read_only_is_reported_and_can_still_be_read() {
    let mounted = FailingDisk::mount(FileSystem::Ext4);
    let disk = match mounted {
        Ok(disk) => disk,
        Err(reason) => return eprintln!("SKIPPED: {reason}"),
    };
    run(async {
        let db = open(&disk.path()).expect("a new database");
        make_table(&db).await;
        insert(&db, 1).await.expect("a row");
        if let Err(reason) = disk.become_read_only() {
            return eprintln!("SKIPPED: {reason}");
        }
        for id in 2..5 {
            let refused = insert(&db, id).await;
            assert!(matches!(refused, Err(DbError::ReadOnly)), "{refused:?}");
        }
        assert_eq!(*db.disk().borrow(), DiskState::ReadOnly);
        assert_eq!(count(&db).await, Some(1));
        assert!(db.failure().is_none(), "{:?}", db.failure());
    });
}
