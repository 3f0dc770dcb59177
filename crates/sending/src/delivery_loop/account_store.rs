//! The tables `account_recipients` and `account_server`: what is known about accounts at providers across restarts.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::Timestamp;
use storage::{DbError, Read, Row, Tx, params};

use super::day_count::{DayCount, first_hour, hour_of};
use super::learned::{Account, ServerKnowledge};

/// How long knowledge about a server is kept after it was last confirmed.
const RETENTION: Duration = Duration::from_secs(7 * 24 * 3600);
/// Unchanged knowledge is stored again, as confirmed, after this long.
pub const CONFIRMED_EVERY: Duration = Duration::from_secs(24 * 3600);

/// What is stored about accounts.
#[derive(Debug, Default)]
pub struct KnownAccounts {
    /// The recipients of the last day, by account.
    pub days: HashMap<Account, DayCount>,
    /// What is known about servers, and when it was last confirmed.
    pub servers: HashMap<Account, (ServerKnowledge, Timestamp)>,
}

impl KnownAccounts {
    /// What is known about the server of an account.
    pub fn server(&self, account: &Account) -> Option<&ServerKnowledge> {
        self.servers.get(account).map(|(known, _)| known)
    }
}

/// Reads what is stored, and deletes what is too old. If recipients were never counted by account (before migration
/// 0016), those of the last day are counted for `active`.
///
/// # Errors
/// If the database cannot be read or written.
pub fn open(tx: &mut Tx<'_>, active: &Account, now: Timestamp) -> Result<KnownAccounts, queue::QueueError> {
    forget_old(tx, now)?;
    if !is_counted(tx)? {
        let since = Timestamp::from_second(first_hour(now) * 3600).unwrap_or(Timestamp::MIN);
        for (hour, recipients) in queue::sent_by_hour(tx, since)? {
            add(tx, active, hour, recipients)?;
        }
    }
    // Hours in the future were counted by a clock that was ahead; they count as the current hour.
    let ahead = tx.query(
        "DELETE FROM account_recipients WHERE hour > $1 RETURNING account, recipients",
        params![hour_of(now)],
        |row| Ok(row.get::<String>(0).ok().zip(row.get::<u64>(1).ok())),
    )?;
    for (account, recipients) in ahead.into_iter().flatten() {
        add(tx, &Account::stored(account), hour_of(now), recipients)?;
    }
    Ok(KnownAccounts { days: days(tx)?, servers: servers(tx)? })
}

/// Counts recipients that the server of `account` accepted a message for.
///
/// # Errors
/// If the database cannot be written.
pub fn count(tx: &mut Tx<'_>, account: &Account, recipients: u64, now: Timestamp) -> Result<(), DbError> {
    if recipients == 0 { Ok(()) } else { add(tx, account, hour_of(now), recipients) }
}

/// Stores what is known about the server of `account`.
///
/// # Errors
/// If the database cannot be written.
pub fn remember(tx: &mut Tx<'_>, account: &Account, known: &ServerKnowledge, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO account_server (account, learned, confirmed_at) VALUES ($1, $2, $3) \
         ON CONFLICT (account) DO UPDATE SET learned = excluded.learned, confirmed_at = excluded.confirmed_at",
        params![account.name(), known.stored(), now.as_millisecond()],
    )?;
    Ok(())
}

/// Deletes hours that are older than a day, and knowledge that was not confirmed for a week. A jump of the clock
/// deletes no hours: once the clock is set right, they count again.
///
/// # Errors
/// If the database cannot be written.
pub fn forget_old(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), queue::QueueError> {
    let first_hour = first_hour(queue::retention_time(tx, now)?);
    tx.execute("DELETE FROM account_recipients WHERE hour < $1", params![first_hour])?;
    let before = now.checked_sub(RETENTION).unwrap_or(Timestamp::MIN).as_millisecond();
    tx.execute("DELETE FROM account_server WHERE confirmed_at <= $1", params![before])?;
    Ok(())
}

fn is_counted(rx: &mut impl Read) -> Result<bool, DbError> {
    let row = rx.query_first("SELECT 1 FROM account_recipients LIMIT 1", params![], |row| row.get::<i64>(0))?;
    Ok(row.is_some())
}

fn add(tx: &mut Tx<'_>, account: &Account, hour: i64, recipients: u64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO account_recipients (account, hour, recipients) VALUES ($1, $2, $3) \
         ON CONFLICT (account, hour) DO UPDATE SET recipients = recipients + excluded.recipients",
        params![account.name(), hour, recipients],
    )?;
    Ok(())
}

fn days(rx: &mut impl Read) -> Result<HashMap<Account, DayCount>, DbError> {
    let sql = "SELECT account, hour, recipients FROM account_recipients";
    let rows = readable(rx, sql, |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<u64>(2)?)))?;
    let mut by_account: HashMap<Account, BTreeMap<i64, u64>> = HashMap::new();
    for (account, hour, recipients) in rows {
        by_account.entry(Account::stored(account)).or_default().insert(hour, recipients);
    }
    Ok(by_account.into_iter().map(|(account, hours)| (account, hours.into_iter().collect())).collect())
}

fn servers(rx: &mut impl Read) -> Result<HashMap<Account, (ServerKnowledge, Timestamp)>, DbError> {
    let sql = "SELECT account, learned, confirmed_at FROM account_server";
    let rows = readable(rx, sql, |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)))?;
    // Knowledge in the format of a newer version is ignored and learned again.
    let known = rows.into_iter().filter_map(|(account, json, at)| {
        let (known, at) = (ServerKnowledge::read(&json)?, Timestamp::from_millisecond(at).ok()?);
        Some((Account::stored(account), (known, at)))
    });
    Ok(known.collect())
}

/// The rows that can be read. The others are logged and skipped: they must not keep the server from starting.
fn readable<T>(
    rx: &mut impl Read,
    sql: &str,
    read: impl Fn(&Row<'_>) -> Result<T, DbError>,
) -> Result<Vec<T>, DbError> {
    let rows = rx.query(sql, params![], |row| Ok(read(row)))?;
    let skipped = rows.iter().filter(|row| row.is_err()).count();
    if skipped > 0 {
        tracing::error!(
            rows = skipped,
            "stored rows about accounts at providers are damaged and are skipped; check the database with `owlpost check --deep`"
        );
    }
    Ok(rows.into_iter().flatten().collect())
}
