//! *Configuration → Audit log*: what was done and by whom, for instance administrators, with filters.
//!
//! Shows the stored entries and changes nothing. Works without JavaScript.

mod labels;

use std::borrow::Cow;
use std::net::IpAddr;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;
use uuid::Uuid;

use super::error_pages::PageResult;
use super::labels::TimeElement;
use super::layout::{self, Frame, NavEntry};
use super::outbox::start_of;
use super::session::{Administrator, percent_encoded};
use super::translation::{filters, language, tr};
use accounts::audit::{Action, Entry, Filter, MailLocation};
use app::App;

const PER_PAGE: usize = 50;

/// The filters in the query string. Invalid values count as not set.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct EntryQuery {
    action: String,
    q: String,
    since: String,
    until: String,
    /// The time zone of the list: the browser's, which `page.js` fills in.
    zone: String,
    before: Option<Uuid>,
}

impl EntryQuery {
    fn filter(&self) -> Filter {
        let text = self.q.trim();
        Filter {
            action: Action::from_name(&self.action),
            text: (!text.is_empty()).then(|| text.to_owned()),
            since: start_of(&self.since, 0, &self.zone),
            // The last day is included.
            until: start_of(&self.until, 1, &self.zone),
            before: self.before,
            limit: PER_PAGE,
        }
    }

    fn is_filtered(&self) -> bool {
        [&self.action, &self.q, &self.since, &self.until].iter().any(|value| !value.trim().is_empty())
    }

    fn address(&self, before: Option<Uuid>) -> String {
        let mut address = String::from("/configuration/audit-log?");
        for (name, value) in [
            ("action", &self.action),
            ("q", &self.q),
            ("since", &self.since),
            ("until", &self.until),
            ("zone", &self.zone),
        ] {
            if !value.is_empty() {
                address.push_str(&format!("{name}={}&", percent_encoded(value)));
            }
        }
        if let Some(id) = before {
            address.push_str(&format!("before={id}"));
        }
        address.trim_end_matches(['&', '?']).to_owned()
    }
}

#[derive(Template)]
#[template(path = "audit/page.html")]
struct Page {
    frame: Frame,
    query: EntryQuery,
    groups: Vec<Group>,
    rows: Vec<Row>,
    newest: Option<String>,
    older: Option<String>,
}

/// A group of actions in the filter's list.
struct Group {
    label: Cow<'static, str>,
    choices: Vec<Choice>,
}

struct Choice {
    name: &'static str,
    label: Cow<'static, str>,
    chosen: bool,
}

/// An entry in the list.
struct Row {
    what: Cow<'static, str>,
    /// Something was refused.
    is_refusal: bool,
    at: TimeElement,
    actor: Cow<'static, str>,
    subject: Option<Subject>,
    client: Option<IpAddr>,
}

/// The subject of an entry.
struct Subject {
    words: String,
    /// The page that shows it.
    href: Option<String>,
}

impl From<Entry> for Row {
    fn from(entry: Entry) -> Self {
        Self {
            what: tr(labels::key(entry.action)),
            is_refusal: entry.action == Action::SignInFailed,
            at: TimeElement(entry.at),
            actor: labels::actor(&entry),
            subject: Subject::of(&entry),
            client: entry.client,
        }
    }
}

impl Subject {
    fn of(entry: &Entry) -> Option<Self> {
        let subject = entry.subject.as_ref()?;
        let kept = MailLocation::from_subject(subject).filter(|_| entry.action == Action::MailRead);
        Some(match kept {
            Some(kept) => Self { words: language().render(&kept.text()), href: Some(address_of(kept)) },
            None => Self { words: language().render(subject), href: None },
        })
    }
}

fn address_of(kept: MailLocation) -> String {
    match kept {
        MailLocation::Outbox(id) => format!("/outbox/{id}"),
        // Opening it is recorded as reading the mail.
        MailLocation::Mailbox(id) => format!("/mailbox/{id}"),
    }
}

/// `GET /configuration/audit-log`.
pub async fn show(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    super::extract::Query(query): super::extract::Query<EntryQuery>,
) -> PageResult {
    let listed = app.audit.list(query.filter()).await?;
    let page = Page {
        frame: Frame::new(tr("audit-title"), NavEntry::AuditLog, &visitor),
        groups: labels::groups()
            .into_iter()
            .map(|(label, actions)| Group::new(label, actions, &query.action))
            .collect(),
        rows: listed.items.into_iter().map(Row::from).collect(),
        newest: query.before.map(|_| query.address(None)),
        older: listed.next.map(|next| query.address(Some(next))),
        query,
    };
    Ok(layout::render(&page))
}

impl Group {
    fn new(label: Cow<'static, str>, actions: &[Action], chosen: &str) -> Self {
        let choice = |action: &Action| {
            let name = action.name();
            Choice { name, label: tr(labels::key(*action)), chosen: name == chosen }
        };
        Self { label, choices: actions.iter().map(choice).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_filters_are_ignored() {
        let query =
            EntryQuery { action: "dance".into(), since: "yesterday".into(), q: " ".into(), ..EntryQuery::default() };
        let filter = query.filter();
        assert!(filter.action.is_none() && filter.since.is_none() && filter.text.is_none());
    }

    #[test]
    fn the_last_day_of_a_search_is_included() {
        let query = EntryQuery { since: "2026-11-22".into(), until: "2026-11-22".into(), ..EntryQuery::default() };
        let filter = query.filter();
        let times = [filter.since, filter.until].map(|time| time.expect("a time").to_string());
        assert_eq!(times, ["2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"]);
    }

    #[test]
    fn the_next_page_keeps_the_filters() {
        let query = EntryQuery { action: "key_made".into(), q: "a&b".into(), ..EntryQuery::default() };
        assert_eq!(
            query.address(Some(Uuid::nil())),
            "/configuration/audit-log?action=key_made&q=a%26b&before=00000000-0000-0000-0000-000000000000"
        );
        assert_eq!(EntryQuery::default().address(None), "/configuration/audit-log");
    }
}
