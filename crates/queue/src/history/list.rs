//! Lists of messages, newest first, in pages.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::Timestamp;
use mail::{EmailAddress, ReversePath, Text};
use storage::{Read, Value, params};

use super::{Tally, time};
use crate::damage::skip_unreadable;
use crate::stored::{address, read_text, reverse_path};
use crate::{Id, Kind, QueueError, State};

/// Maximum recipients in a summary.
const NAMED: usize = 3;

/// Maximum messages in a page.
const MAX_PAGE: usize = 500;

/// Which messages to list; all set conditions must match. Texts match anywhere, ignoring ASCII case.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A delivery is in one of these states; empty for all messages.
    pub states: Vec<State>,
    /// A recipient's address contains this.
    pub recipient: Option<String>,
    /// The kind of message.
    pub kind: Option<Kind>,
    /// The subject or a recipient's address contains this.
    pub text: Option<String>,
    /// Accepted at this time or later.
    pub since: Option<Timestamp>,
    /// Accepted before this time.
    pub until: Option<Timestamp>,
    /// Only older messages than this one: the `next` of the previous page.
    pub before: Option<Id>,
    /// Maximum number, up to 500; 0 means 500.
    pub limit: usize,
}

/// A page of a list, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    /// The messages.
    pub items: Vec<Summary>,
    /// Messages of the page that cannot be read.
    pub damaged: Vec<Id>,
    /// For [`Filter::before`] of the next page; `None` on the last.
    pub next: Option<Id>,
}

/// A message in a list.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Its id.
    pub id: Id,
    /// The kind of message.
    pub kind: Kind,
    /// The first address of From.
    pub from: EmailAddress,
    /// The envelope sender.
    pub sender: ReversePath,
    /// Subject, decoded.
    pub subject: String,
    /// What caused it, for people.
    pub origin: Text,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// The first three recipients.
    pub recipients: Vec<EmailAddress>,
    /// Counts of deliveries by state.
    pub deliveries: Tally,
}

/// Lists messages, newest first.
pub fn list(rx: &mut impl Read, filter: &Filter) -> Result<Page, QueueError> {
    let limit = if filter.limit == 0 { MAX_PAGE } else { filter.limit.min(MAX_PAGE) };
    let mut ids = ids(rx, filter, limit + 1)?;
    let more = ids.len() > limit;
    ids.truncate(limit);
    let next = if more { ids.last().copied() } else { None };
    let (mut items, mut damaged) = (Vec::with_capacity(ids.len()), Vec::new());
    for id in ids {
        let summary = summary(rx, id);
        match skip_unreadable(id, summary)? {
            Some(summary) => items.push(summary),
            None => damaged.push(id),
        }
    }
    Ok(Page { items, damaged, next })
}

/// The ids of a page, newest first. One search for each state, because each has a range of an index to itself.
fn ids(rx: &mut impl Read, filter: &Filter, limit: usize) -> Result<Vec<Id>, QueueError> {
    let mut search_one = |state| {
        let (sql, values) = search(filter, state, limit);
        rx.query(&sql, &values, |row| row.get::<Id>(0))
    };
    if filter.states.is_empty() {
        return Ok(search_one(None)?);
    }
    let mut ids = BTreeSet::new();
    for state in &filter.states {
        ids.extend(search_one(Some(*state))?);
    }
    Ok(ids.into_iter().rev().take(limit).collect())
}

/// The statement that finds a page's ids, of one state or of all.
///
/// Starts with the deliveries if an index has those of the state in the order of their messages; otherwise with the
/// messages, newest first.
pub(crate) fn search(filter: &Filter, state: Option<State>, limit: usize) -> (String, Vec<Value<'static>>) {
    let mut values = Vec::new();
    let mut place = |value: Value<'static>| {
        values.push(value);
        format!("${}", values.len())
    };
    let mut sql = match state {
        None => "SELECT m.id FROM message m WHERE 1 = 1".to_owned(),
        Some(State::Sent) => "SELECT m.id FROM message m WHERE \
             EXISTS (SELECT 1 FROM delivery d WHERE d.message = m.id AND d.state = 'sent')"
            .to_owned(),
        Some(state) => {
            // The conditions of the partial indices, verbatim.
            let indexed = if state == State::Sending {
                "d.due IS NOT NULL AND d.on_hold IN (0, 1)"
            } else {
                "d.state NOT IN ('sent', 'sending')"
            };
            format!(
                "SELECT DISTINCT d.message FROM delivery d CROSS JOIN message m WHERE m.id = d.message AND {indexed} \
                 AND d.state = {}",
                place(state.into())
            )
        }
    };
    let id = if matches!(state, None | Some(State::Sent)) { "m.id" } else { "d.message" };
    let to = "EXISTS (SELECT 1 FROM delivery r WHERE r.message = m.id AND lower(r.recipient) LIKE";
    let upper = [filter.before, filter.until.map(Id::first_at)].into_iter().flatten().min();
    if let Some(upper) = upper {
        let _ = write!(sql, " AND {id} < {}", place(upper.into()));
    }
    if let Some(since) = filter.since {
        let _ = write!(sql, " AND {id} >= {}", place(Id::first_at(since).into()));
    }
    if let Some(kind) = filter.kind {
        let _ = write!(sql, " AND m.kind = {}", place(kind.into()));
    }
    if let Some(recipient) = &filter.recipient {
        let _ = write!(sql, " AND {to} {} ESCAPE '\\')", place(like_pattern(recipient)));
    }
    if let Some(text) = &filter.text {
        let pattern = place(like_pattern(text));
        let _ = write!(sql, " AND (lower(m.subject) LIKE {pattern} ESCAPE '\\' OR {to} {pattern} ESCAPE '\\'))");
    }
    let _ = write!(sql, " ORDER BY {id} DESC LIMIT {}", place(limit.into()));
    (sql, values)
}

/// A pattern for LIKE that finds `text` anywhere.
fn like_pattern(text: &str) -> Value<'static> {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c.to_ascii_lowercase());
    }
    pattern.push('%');
    pattern.into()
}

pub(super) fn summary(rx: &mut impl Read, id: Id) -> Result<Summary, QueueError> {
    let found = rx.query_first(
        "SELECT kind, sender, subject, origin, accepted_at, author FROM message WHERE id = $1",
        params![id],
        |row| {
            let author = row.get::<Option<String>>(5)?;
            Ok((row.get(0)?, row.get::<String>(1)?, row.get(2)?, row.get(3)?, row.get::<i64>(4)?, author))
        },
    )?;
    let (kind, sender, subject, origin, accepted_at, author) = found.ok_or(QueueError::NotFound)?;
    let recipients = rx.query(
        "SELECT recipient FROM delivery WHERE message = $1 ORDER BY position LIMIT $2",
        params![id, NAMED],
        |row| row.get::<String>(0),
    )?;
    let deliveries =
        rx.query("SELECT state, count(*) FROM delivery WHERE message = $1 GROUP BY state", params![id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(Summary {
        id,
        kind,
        from: address(author.as_deref().unwrap_or(&sender))?,
        sender: reverse_path(&sender)?,
        subject,
        origin: read_text(origin),
        accepted_at: time(accepted_at)?,
        recipients: recipients.iter().map(|text| address(text)).collect::<Result<_, _>>()?,
        deliveries: deliveries.into_iter().collect(),
    })
}
