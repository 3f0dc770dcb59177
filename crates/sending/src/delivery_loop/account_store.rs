//! The tables `account_recipients` and `account_server`: what is known of accounts at providers beyond a process.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::Timestamp;
use storage::{DbError, Read, Row, Tx, params};

use super::day_count::{DayCount, first_hour, hour_of};
use super::learned::{Account, ServerKnowledge};

/// What was learned of a server is forgotten after it was not true for this long.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);
/// What is still true is stored again after this long.
pub const CONFIRMED_EVERY: Duration = Duration::from_secs(24 * 3600);

/// What is stored of accounts.
#[derive(Debug, Default)]
pub struct KnownAccounts {
    /// The recipients of the last day.
    pub days: HashMap<Account, DayCount>,
    /// What is known of servers, and when that was last confirmed.
    pub servers: HashMap<Account, (ServerKnowledge, Timestamp)>,
}

impl KnownAccounts {
    /// What is known of the server of an account.
    pub fn server(&self, account: &Account) -> Option<&ServerKnowledge> {
        self.servers.get(account).map(|(known, _)| known)
    }
}

/// Reads what is stored, and forgets what is too old. Where recipients were never counted by account (before version
/// 0016 of the tables), those of the last day are held to be of `active`.
///
/// # Errors
/// The database.
pub fn open(tx: &mut Tx<'_>, active: &Account, now: Timestamp) -> Result<KnownAccounts, queue::QueueError> {
    forget_old(tx, now)?;
    if !is_counted(tx)? {
        let since = Timestamp::from_second(first_hour(now) * 3600).unwrap_or(Timestamp::MIN);
        for (hour, recipients) in queue::sent_by_hour(tx, since)? {
            add(tx, active, hour, recipients)?;
        }
    }
    // Counted by a clock that was ahead.
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

/// Counts recipients that a message of `account` was accepted for.
///
/// # Errors
/// The database.
pub fn count(tx: &mut Tx<'_>, account: &Account, recipients: u64, now: Timestamp) -> Result<(), DbError> {
    if recipients == 0 { Ok(()) } else { add(tx, account, hour_of(now), recipients) }
}

/// Stores what is known of the server of `account`.
///
/// # Errors
/// The database.
pub fn remember(tx: &mut Tx<'_>, account: &Account, known: &ServerKnowledge, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO account_server (account, learned, confirmed_at) VALUES ($1, $2, $3) \
         ON CONFLICT (account) DO UPDATE SET learned = excluded.learned, confirmed_at = excluded.confirmed_at",
        params![account.name(), known.stored(), now.as_millisecond()],
    )?;
    Ok(())
}

/// Forgets hours that are older than a day, and what was not confirmed for a week. A leap of the clock forgets no hour:
/// when it is set back, they count again.
///
/// # Errors
/// The database.
pub fn forget_old(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), queue::QueueError> {
    let first_hour = first_hour(queue::retention_time(tx, now)?);
    tx.execute("DELETE FROM account_recipients WHERE hour < $1", params![first_hour])?;
    let before = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN).as_millisecond();
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
    // A form of a newer version is left alone, and learned anew.
    let known = rows.into_iter().filter_map(|(account, json, at)| {
        let (known, at) = (ServerKnowledge::read(&json)?, Timestamp::from_millisecond(at).ok()?);
        Some((Account::stored(account), (known, at)))
    });
    Ok(known.collect())
}

/// The rows that can be read. One that cannot is logged and passed over: it must not end the server.
fn readable<T>(
    rx: &mut impl Read,
    sql: &str,
    read: impl Fn(&Row<'_>) -> Result<T, DbError>,
) -> Result<Vec<T>, DbError> {
    let rows = rx.query(sql, params![], |row| Ok(read(row)))?;
    let passed_over = rows.iter().filter(|row| row.is_err()).count();
    if passed_over > 0 {
        tracing::error!(
            rows = passed_over,
            "what is known of accounts at providers is damaged and is passed over; check the database with `owlpost check --deep`"
        );
    }
    Ok(rows.into_iter().flatten().collect())
}
