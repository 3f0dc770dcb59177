//! Tests of the behaviour that every engine must have, using only [`Db`]: a second engine would run the same tests.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use storage::{Blob, Db, DbError, Location, Read as _, Tx, params};

/// An opened database with the table that these tests write to.
struct TestDatabase {
    db: Db,
    location: Location,
}

fn check<F: Future<Output = ()>>(test: impl FnOnce(TestDatabase) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::Sqlite(folder.path().join("data"));
        let db = Db::open(&location).expect("a new database");
        db.write(|tx| {
            tx.execute("CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT UNIQUE, bytes BLOB)", params![])
        })
        .await
        .expect("a table");
        test(TestDatabase { db, location }).await;
    });
}

fn insert(tx: &mut Tx<'_>, id: i64, name: &str) -> Result<usize, DbError> {
    tx.execute("INSERT INTO thing (id, name) VALUES ($1, $2)", params![id, name])
}

async fn ids(db: &Db) -> Vec<i64> {
    db.read(|rx| rx.query("SELECT id FROM thing ORDER BY id", params![], |row| row.get(0))).await.expect("a read")
}

#[test]
fn a_blob_is_read_in_parts() {
    check(|opened| async move {
        let bytes: Vec<u8> = (0..100_000_u32).map(|at| (at % 251) as u8).collect();
        let stored = bytes.clone();
        opened
            .db
            .write(move |tx| tx.execute("INSERT INTO thing (id, bytes) VALUES ($1, $2)", params![7_i64, &stored]))
            .await
            .expect("a write");
        let part = async |id: i64, offset: usize, most: usize| {
            const BYTES: Blob = Blob { table: "thing", column: "bytes" };
            let read = opened.db.read(move |rx| rx.blob_part(BYTES, ("id = $1", params![id]), offset, most));
            read.await.expect("a read")
        };
        for (offset, most, end) in
            [(0, 10, 10), (70_000, 20_000, 90_000), (99_990, 100, 100_000), (0, 200_000, 100_000)]
        {
            assert_eq!(part(7, offset, most).await.as_deref(), Some(&bytes[offset..end]), "{offset}");
        }
        assert_eq!(part(7, 100_000, 10).await, Some(Vec::new()), "after its end");
        assert_eq!(part(7, 200_000, 10).await, Some(Vec::new()));
        assert_eq!(part(8, 0, 10).await, None);
    });
}

#[test]
fn what_is_written_is_read() {
    check(|opened| async move {
        let long = vec![7_u8; 100_000];
        let stored = long.clone();
        opened
            .db
            .write(move |tx| {
                tx.execute(
                    "INSERT INTO thing (id, name, bytes) VALUES ($1, $2, $3)",
                    params![i64::MIN, "naïve \u{1F40C}", &stored],
                )
            })
            .await
            .unwrap();
        let read = opened
            .db
            .read(|rx| {
                rx.query_first("SELECT id, name, bytes FROM thing", params![], |row| {
                    Ok((row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<Vec<u8>>(2)?))
                })
            })
            .await
            .unwrap();
        assert_eq!(read, Some((i64::MIN, "naïve \u{1F40C}".to_owned(), long)));
    });
}

#[test]
fn parameters_are_bound_by_their_number_in_any_order_and_more_than_once() {
    check(|opened| async move {
        let sql = "INSERT INTO thing (name, id, bytes) VALUES ($2, $1, NULL) RETURNING id + $1, name, $2";
        let found = opened
            .db
            .write(move |tx| {
                tx.query(sql, params![21, "twice"], |row| {
                    Ok((row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
                })
            })
            .await
            .unwrap();
        assert_eq!(found, [(42, "twice".to_owned(), "twice".to_owned())]);
    });
}

#[test]
fn a_statement_takes_exactly_as_many_values_as_it_has_parameters() {
    check(|opened| async move {
        for values in [params![], params![1, 2]] {
            let values = values.to_vec();
            let refused = opened.db.write(move |tx| tx.execute("INSERT INTO thing (id) VALUES ($1)", &values)).await;
            assert!(matches!(refused, Err(DbError::Engine { .. })), "{refused:?}");
        }
        assert_eq!(ids(&opened.db).await, [0_i64; 0]);
    });
}

#[test]
fn null_is_read_as_none_and_as_nothing_else() {
    check(|opened| async move {
        opened.db.write(|tx| tx.execute("INSERT INTO thing (id) VALUES ($1)", params![1])).await.unwrap();
        let sql = "SELECT name FROM thing";
        let optional = opened.db.read(|rx| rx.query_first(sql, params![], |row| row.get::<Option<String>>(0))).await;
        assert!(matches!(optional, Ok(Some(None))), "{optional:?}");
        let required = opened.db.read(|rx| rx.query_first(sql, params![], |row| row.get::<String>(0))).await;
        assert!(matches!(required, Err(DbError::Engine { .. })), "{required:?}");
    });
}

#[test]
fn numbers_out_of_range_are_refused_on_reading() {
    check(|opened| async move {
        let read = opened.db.read(|rx| rx.query_first("SELECT $1 + 0", params![300], |row| row.get::<u8>(0))).await;
        assert!(matches!(read, Err(DbError::Engine { .. })), "{read:?}");
    });
}

#[test]
fn a_second_row_with_the_same_key_is_a_conflict() {
    check(|opened| async move {
        opened.db.write(|tx| insert(tx, 1, "a")).await.unwrap();
        for (id, name) in [(1, "b"), (2, "a")] {
            let second = opened.db.write(move |tx| insert(tx, id, name)).await;
            assert!(matches!(second, Err(DbError::Conflict)), "{second:?}");
        }
        assert_eq!(ids(&opened.db).await, [1]);
    });
}

#[test]
fn an_error_undoes_only_its_own_closure() {
    check(|opened| async move {
        let writes = (0..100_i64).map(|id| {
            let db = opened.db.clone();
            tokio::spawn(async move {
                db.write(move |tx| {
                    insert(tx, id, &id.to_string())?;
                    if id % 3 == 0 { Err(DbError::Conflict) } else { Ok(id) }
                })
                .await
            })
        });
        for (id, write) in (0..).zip(writes.collect::<Vec<_>>()) {
            let answer = write.await.unwrap();
            assert_eq!(answer.is_err(), id % 3 == 0, "{id}");
        }
        assert_eq!(ids(&opened.db).await, (0..100).filter(|id| id % 3 != 0).collect::<Vec<_>>());
    });
}

#[test]
fn a_panic_undoes_only_its_own_closure_and_is_reported() {
    check(|opened| async move {
        let panicking = opened.db.write(|tx| -> Result<(), DbError> {
            insert(tx, 1, "a")?;
            panic!("a fault of ours")
        });
        let other = opened.db.write(|tx| insert(tx, 2, "b"));
        let (panicked, kept) = tokio::join!(panicking, other);
        assert!(matches!(panicked, Err(DbError::Panicked(text)) if text == "a fault of ours"));
        kept.unwrap();
        assert_eq!(ids(&opened.db).await, [2]);

        let panicked = opened.db.read(|_| -> Result<(), DbError> { panic!("{}", "another") }).await;
        assert!(matches!(panicked, Err(DbError::Panicked(text)) if text == "another"));
        assert_eq!(ids(&opened.db).await, [2]);
    });
}

#[test]
fn a_reader_sees_one_snapshot_while_others_write() {
    check(|opened| async move {
        let (started, has_started) = std::sync::mpsc::channel();
        let (resume, resumed) = std::sync::mpsc::channel();
        let reading = opened.db.read(move |rx| {
            let count = |rx: &mut storage::Rx<'_>| rx.query("SELECT id FROM thing", params![], |row| row.get::<i64>(0));
            let before = count(rx)?.len();
            started.send(()).unwrap();
            resumed.recv().unwrap();
            Ok::<_, DbError>((before, count(rx)?.len()))
        });
        let writing = async {
            tokio::task::spawn_blocking(move || has_started.recv().unwrap()).await.unwrap();
            opened.db.write(|tx| insert(tx, 1, "a")).await.unwrap();
            resume.send(()).unwrap();
        };
        let (seen, ()) = tokio::join!(reading, writing);
        assert_eq!(seen.unwrap(), (0, 0));
        assert_eq!(ids(&opened.db).await, [1]);
    });
}

#[test]
fn a_closure_sees_what_those_before_it_wrote() {
    check(|opened| async move {
        let add = || {
            opened.db.write(|tx| {
                let next = tx.query_first("SELECT count(*) FROM thing", params![], |row| row.get::<i64>(0))?;
                let next = next.unwrap_or(0);
                insert(tx, next, &next.to_string())
            })
        };
        let (first, second, third) = tokio::join!(add(), add(), add());
        assert!(first.is_ok() && second.is_ok() && third.is_ok());
        assert_eq!(ids(&opened.db).await, [0, 1, 2]);
    });
}

#[test]
fn a_reader_cannot_write() {
    check(|opened| async move {
        let sql = "INSERT INTO thing (id) VALUES (1) RETURNING id";
        let wrote = opened.db.read(|rx| rx.query(sql, params![], |row| row.get::<i64>(0))).await;
        assert!(matches!(wrote, Err(DbError::ReadOnly)), "{wrote:?}");
        assert_eq!(ids(&opened.db).await, [0_i64; 0]);
    });
}

#[test]
fn closing_finishes_queued_calls_and_refuses_later_ones() {
    check(|opened| async move {
        let ran = Arc::new(AtomicUsize::new(0));
        let writes: Vec<_> = (0..50_i64)
            .map(|id| {
                let (db, ran) = (opened.db.clone(), ran.clone());
                tokio::spawn(async move {
                    let answer = db.write(move |tx| insert(tx, id, &id.to_string())).await;
                    if answer.is_ok() {
                        ran.fetch_add(1, Ordering::SeqCst);
                    }
                    answer
                })
            })
            .collect();
        opened.db.close().await;
        for write in writes {
            let answer = write.await.unwrap();
            assert!(matches!(answer, Ok(1) | Err(DbError::Closed)), "{answer:?}");
        }
        let later = opened.db.write(|tx| insert(tx, 100, "late")).await;
        assert!(matches!(later, Err(DbError::Closed)));
        let later = opened.db.read(|rx| rx.query("SELECT 1", params![], |row| row.get::<i64>(0))).await;
        assert!(matches!(later, Err(DbError::Closed)));
        opened.db.close().await;

        let again = Db::open(&opened.location).unwrap();
        assert_eq!(ids(&again).await.len(), ran.load(Ordering::SeqCst));
    });
}

#[test]
fn a_caller_that_went_away_leaves_a_whole_write_or_none() {
    check(|opened| async move {
        let writing = tokio::spawn({
            let db = opened.db.clone();
            async move { db.write(|tx| insert(tx, 1, "a").and_then(|_| insert(tx, 2, "b"))).await }
        });
        tokio::task::yield_now().await;
        writing.abort();
        let _ = writing.await;
        opened.db.write(|tx| insert(tx, 3, "c")).await.unwrap();
        assert!(matches!(ids(&opened.db).await.as_slice(), [3] | [1, 2, 3]));
    });
}

#[test]
fn the_thorough_check_finds_nothing_in_a_sound_database() {
    check(|opened| async move {
        opened.db.write(|tx| insert(tx, 1, "a")).await.unwrap();
        assert_eq!(opened.db.check().await.unwrap(), None);
    });
}
