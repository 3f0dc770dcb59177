//! Migrates a database to the version of this binary: numbered files, each applied once, in order, in one
//! transaction.
//!
//! The table `migration` stores number, name and checksum. A released file is never edited, because databases exist
//! that it has changed; later changes get a new number. The SQL is portable except for three terms, which another
//! engine would have to replace: `BLOB`, `INTEGER PRIMARY KEY` (a number that the engine assigns) and `WITHOUT ROWID`
//! (rows are ordered by their key).

use sha2::{Digest as _, Sha256};

use crate::sqlite::Session;
use crate::{DbError, params};

/// One file of the folder `migrations/`, named `NNNN_name.sql`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    pub(crate) number: u32,
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

/// The migrations of this binary, by number.
pub(crate) const MIGRATIONS: &[Migration] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Why a database could not be migrated.
#[derive(Debug)]
pub(crate) enum MigrateError {
    Newer { found: u32, known: u32 },
    Changed { number: u32, name: String },
    Failed { doing: String, source: DbError },
}

/// A row of the table `migration`.
struct AppliedMigration {
    number: u32,
    name: String,
    checksum: Vec<u8>,
}

/// Checks the applied migrations, then applies the others.
pub(crate) fn migrate(session: &Session, known: &[Migration]) -> Result<(), MigrateError> {
    let failed = |doing: &str| {
        let doing = doing.to_owned();
        move |source| MigrateError::Failed { doing, source }
    };
    session
        .execute_all(
            "CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum BLOB NOT NULL)",
        )
        .map_err(failed("making the table of versions"))?;
    let applied = applied(session).map_err(failed("reading the version"))?;
    compare(&applied, known)?;

    for migration in known.iter().filter(|known| applied.iter().all(|applied| applied.number != known.number)) {
        let doing = format!("applying migration {:04}_{}", migration.number, migration.name);
        tracing::info!(number = migration.number, name = migration.name, "applying migration");
        apply(session, migration).map_err(failed(&doing))?;
    }
    Ok(())
}

/// The number of migrations that a start would apply. Changes nothing.
pub(crate) fn pending(session: &Session, known: &[Migration]) -> Result<usize, MigrateError> {
    let failed = |source| MigrateError::Failed { doing: "reading the version".into(), source };
    let tables = session.query("SELECT 1 FROM sqlite_master WHERE name = 'migration'", params![], |_| Ok(()));
    if tables.map_err(failed)?.is_empty() {
        return Ok(known.len());
    }
    let applied = applied(session).map_err(failed)?;
    compare(&applied, known)?;
    Ok(known.len() - applied.len())
}

fn applied(session: &Session) -> Result<Vec<AppliedMigration>, DbError> {
    session.query("SELECT number, name, checksum FROM migration ORDER BY number", params![], |row| {
        Ok(AppliedMigration { number: row.get(0)?, name: row.get(1)?, checksum: row.get(2)? })
    })
}

fn compare(applied: &[AppliedMigration], known: &[Migration]) -> Result<(), MigrateError> {
    let newest_known = known.last().map_or(0, |migration| migration.number);
    if let Some(newest) = applied.last().filter(|newest| newest.number > newest_known) {
        return Err(MigrateError::Newer { found: newest.number, known: newest_known });
    }
    let same = |applied: &AppliedMigration| {
        known.iter().any(|known| known.number == applied.number && checksum(known.text).as_slice() == applied.checksum)
    };
    match applied.iter().find(|applied| !same(applied)) {
        Some(applied) => Err(MigrateError::Changed { number: applied.number, name: applied.name.clone() }),
        None => Ok(()),
    }
}

fn apply(session: &Session, migration: &Migration) -> Result<(), DbError> {
    session.begin_write()?;
    let applied = session.execute_all(migration.text).and_then(|()| {
        session.execute(
            "INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)",
            params![migration.number, migration.name, checksum(migration.text)],
        )
    });
    let committed = applied.and_then(|_| session.commit());
    session.roll_back();
    committed
}

/// The checksum of the text with LF line ends, so that a checkout with other line ends has the same checksum.
fn checksum(text: &str) -> [u8; 32] {
    Sha256::digest(text.replace("\r\n", "\n")).into()
}
