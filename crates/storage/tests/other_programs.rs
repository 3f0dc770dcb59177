//! Tests that other programs, such as `sqlite3` or a backup, may open and close the database while a server uses it.

use std::path::Path;
use std::process::Command;

use storage::{Db, DbError, Location, params};

/// Writes a row with Python's `sqlite3`, which closes the database afterwards, and returns the number of rows.
fn insert_from_another_program(database: &Path, id: i64) -> String {
    const PROGRAM: &str = "import sqlite3, sys\n\
                           db = sqlite3.connect(sys.argv[1], timeout=10)\n\
                           db.execute('INSERT INTO thing (id) VALUES (?)', (int(sys.argv[2]),))\n\
                           db.commit()\n\
                           print(db.execute('SELECT count(*) FROM thing').fetchone()[0])\n\
                           db.close()\n";
    let output = Command::new("python3").args(["-c", PROGRAM]).arg(database).arg(id.to_string()).output();
    let output = output.expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

async fn count(db: &Db) -> Option<i64> {
    use storage::Read as _;
    db.read(|rx| rx.query_first("SELECT count(*) FROM thing", params![], |row| row.get(0))).await.expect("a read")
}

/// The last connection that closes a database deletes its log; a server that has lost its locks would not be counted as
/// a connection.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_in_use_survives_other_programs_that_close_the_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let (database, log) = (folder.path().join("owlpost.db"), folder.path().join("owlpost.db-wal"));
    let db = Db::open(&Location::Sqlite(folder.path().to_owned())).expect("a new database");
    db.opened().await;
    db.write(|tx| tx.execute("CREATE TABLE thing (id BIGINT PRIMARY KEY)", params![]))
        .await
        .map_err(|error: DbError| error)
        .expect("a table");
    for id in 1..=3 {
        assert_eq!(insert_from_another_program(&database, id), (2 * id - 1).to_string());
        assert!(log.exists(), "the log of the server was deleted by another program");
        db.write(move |tx| tx.execute("INSERT INTO thing (id) VALUES ($1)", params![id + 100]))
            .await
            .map_err(|error: DbError| error)
            .expect("a row");
        assert_eq!(count(&db).await, Some(2 * id), "the server and the other program write to one database");
    }
}
