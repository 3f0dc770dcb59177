//! Lists of entries, newest first, in pages.

use std::fmt::Write as _;

use jiff::Timestamp;
use storage::{DbError, Read, Row, Value};
use uuid::Uuid;

use mail::Text;

use super::{Action, Audit, Entry};
use crate::actor::{Actor, is_version_2};
use clock::first_id;

/// Maximum number of entries of a page.
const LONGEST_PAGE: usize = 500;

/// Which entries to list. Conditions that are set must all match.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// What was done.
    pub action: Option<Action>,
    /// Text that the actor, the subject or the network address contains, ignoring case.
    pub text: Option<String>,
    /// Only entries at this time or later.
    pub since: Option<Timestamp>,
    /// Only entries before this time.
    pub until: Option<Timestamp>,
    /// Only entries older than this one: [`Page::next`] of the previous page.
    pub before: Option<Uuid>,
    /// Maximum number, up to 500; 0 means 500.
    pub limit: usize,
}

/// A page of a list, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    /// The entries.
    pub items: Vec<Entry>,
    /// For [`Filter::before`] of the next page; `None` on the last.
    pub next: Option<Uuid>,
}

impl Audit {
    /// Lists entries, newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn list(&self, filter: Filter) -> Result<Page, DbError> {
        self.db.read(move |rx| list(rx, &filter)).await
    }
}

fn list(rx: &mut impl Read, filter: &Filter) -> Result<Page, DbError> {
    let limit = if filter.limit == 0 { LONGEST_PAGE } else { filter.limit.min(LONGEST_PAGE) };
    let (sql, values) = search(filter, limit + 1);
    let mut rows = rx.query(&sql, &values, from_row)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|(id, _)| *id);
    Ok(Page { items: rows.into_iter().filter_map(|(_, entry)| entry).collect(), next })
}

fn search(filter: &Filter, limit: usize) -> (String, Vec<Value<'static>>) {
    let mut values: Vec<Value<'static>> = Vec::new();
    let mut place = |value: Value<'static>| {
        values.push(value);
        format!("${}", values.len())
    };
    let id = |id: Uuid| Value::from(id.as_bytes().to_vec());
    let mut sql = "SELECT id, at, action, actor, subject, client FROM audit_entry WHERE 1 = 1".to_owned();
    if let Some(action) = filter.action {
        let _ = write!(sql, " AND action = {}", place(action.name().into()));
    }
    // Ids sort by time, so one index serves both paging and time ranges.
    if let Some(upper) = [filter.before, filter.until.map(first_id)].into_iter().flatten().min() {
        let _ = write!(sql, " AND id < {}", place(id(upper)));
    }
    if let Some(since) = filter.since {
        let _ = write!(sql, " AND id >= {}", place(id(first_id(since))));
    }
    if let Some(text) = &filter.text {
        let _ = write!(sql, " AND sought LIKE {} ESCAPE '\\'", place(containing(text).into()));
    }
    let _ = write!(sql, " ORDER BY id DESC LIMIT {}", place(limit.into()));
    (sql, values)
}

/// A LIKE pattern that matches any string containing `text`.
fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// An entry with its id; `None` if a newer version stored an action that this one does not know.
fn from_row(row: &Row<'_>) -> Result<(Uuid, Option<Entry>), DbError> {
    let id = Uuid::from_bytes(row.get(0)?);
    let Some(action) = Action::from_name(&row.get::<String>(2)?) else { return Ok((id, None)) };
    let actor: String = row.get(3)?;
    let entry = Entry {
        id,
        at: Timestamp::from_millisecond(row.get(1)?).unwrap_or(Timestamp::UNIX_EPOCH),
        action,
        actor: Actor::from_stored(&actor),
        subject: subject(&actor, row.get(4)?),
        client: row.get::<String>(5)?.parse().ok(),
    };
    Ok((id, Some(entry)))
}

/// The subject of an entry. The form of the actor tells the version of the row: version 1 stored English text in both
/// columns.
fn subject(actor: &str, stored: String) -> Option<Text> {
    match stored.as_str() {
        "" => None,
        json if is_version_2(actor) => Some(serde_json::from_str(json).unwrap_or_else(|_| Text::verbatim(stored))),
        _ => Some(Text::verbatim(stored)),
    }
}
