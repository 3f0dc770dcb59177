//! The list with its filters; `outbox.js` requests the same URL again when something changed.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use queue::{Filter, Id, Kind, QueueError, State, StateGroup, Summary, Tally};
use serde::Deserialize;
use uuid::Uuid;

use super::labels::{Badge, group_label, kind_label, state_label, state_meaning};
use crate::error_pages::PageResult;
use crate::extract::Query;
use crate::labels::{TimeElement, grouped};
use crate::layout::{self, Frame, NavEntry};
use crate::session::{Administrator, percent_encoded};
use crate::translation::{filters, language, tr, tr_args};
use app::App;

const PER_PAGE: usize = 50;

/// The filters in the query string. Invalid values count as not set.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct OutboxQuery {
    state: String,
    kind: String,
    q: String,
    since: String,
    until: String,
    /// The time zone of the list: the browser's, which `page.js` fills in.
    zone: String,
    before: Option<Uuid>,
}

impl OutboxQuery {
    fn filter(&self) -> Filter {
        let text = self.q.trim();
        Filter {
            states: queue::states_named(&self.state).unwrap_or_default(),
            kind: Kind::from_name(&self.kind),
            text: (!text.is_empty()).then(|| text.to_owned()),
            since: start_of(&self.since, 0, &self.zone),
            // The last day is included.
            until: start_of(&self.until, 1, &self.zone),
            before: self.before.map(Id),
            limit: PER_PAGE,
            ..Filter::default()
        }
    }

    fn is_filtered(&self) -> bool {
        [&self.state, &self.kind, &self.q, &self.since, &self.until].iter().any(|value| !value.trim().is_empty())
    }

    fn address(&self, before: Option<Id>) -> String {
        let mut address = String::from("/outbox?");
        for (name, value) in [
            ("state", &self.state),
            ("kind", &self.kind),
            ("q", &self.q),
            ("since", &self.since),
            ("until", &self.until),
            ("zone", &self.zone),
        ] {
            if !value.is_empty() {
                address.push_str(&format!("{name}={}&", percent_encoded(value)));
            }
        }
        if let Some(Id(id)) = before {
            address.push_str(&format!("before={id}"));
        }
        address.trim_end_matches(['&', '?']).to_owned()
    }
}

/// The start of a day in a time zone, `later` days after `day`. An unknown zone counts as UTC, the zone of lists
/// without JavaScript.
pub fn start_of(day: &str, later: i64, zone: &str) -> Option<Timestamp> {
    let date: Date = day.parse().ok()?;
    start_of_day_in(date.checked_add(later.days()).ok()?, TimeZone::get(zone).unwrap_or(TimeZone::UTC))
}

/// The start of a day in UTC.
pub fn start_of_day(date: Date) -> Option<Timestamp> {
    start_of_day_in(date, TimeZone::UTC)
}

fn start_of_day_in(date: Date, zone: TimeZone) -> Option<Timestamp> {
    Some(date.to_zoned(zone).ok()?.timestamp())
}

#[derive(Template)]
#[template(path = "outbox/list.html")]
struct Page {
    frame: Frame,
    query: OutboxQuery,
    tiles: Vec<Tile>,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
    meanings: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    rows: Vec<Row>,
    newest: Option<String>,
    older: Option<String>,
}

/// The number of messages in a state or a group of states, with a link to them.
struct Tile {
    state: &'static str,
    label: Cow<'static, str>,
    count: String,
}

struct Choice {
    name: &'static str,
    label: Cow<'static, str>,
    chosen: bool,
}

/// A message in a list.
pub struct Row {
    pub id: Uuid,
    pub subject: String,
    pub recipients: String,
    pub kind: Cow<'static, str>,
    pub origin: String,
    pub accepted_at: TimeElement,
    pub badges: Vec<Badge>,
    /// Whether the message is damaged, so that only its id is known.
    pub is_damaged: bool,
}

impl Row {
    /// The rows of a page, newest first, including messages that cannot be read.
    pub fn all(page: queue::Page) -> Vec<Self> {
        let damaged = page.damaged.into_iter().map(Self::damaged);
        let mut rows: Vec<Self> = page.items.into_iter().map(Self::from).chain(damaged).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.id));
        rows
    }

    fn damaged(id: Id) -> Self {
        Self {
            id: id.0,
            subject: tr("outbox-damaged").into_owned(),
            recipients: String::new(),
            kind: Cow::Borrowed(""),
            origin: String::new(),
            accepted_at: TimeElement(id.accepted_at()),
            badges: vec![Badge::damaged()],
            is_damaged: true,
        }
    }
}

impl From<Summary> for Row {
    fn from(summary: Summary) -> Self {
        let named: Vec<&str> = summary.recipients.iter().map(|recipient| recipient.expose()).collect();
        let more = summary.deliveries.total().saturating_sub(named.len() as u64);
        let named = named.join(", ");
        Self {
            id: summary.id.0,
            subject: subject_words(summary.subject),
            recipients: if more == 0 {
                named
            } else {
                tr_args("outbox-and-more", &[("named", named.into()), ("count", more.into())]).into_owned()
            },
            kind: kind_label(summary.kind),
            origin: language().render(&summary.origin),
            accepted_at: TimeElement(summary.accepted_at),
            badges: Badge::all(&summary.deliveries),
            is_damaged: false,
        }
    }
}

pub fn subject_words(subject: String) -> String {
    if subject.trim().is_empty() { tr("outbox-no-subject").into_owned() } else { subject }
}

/// `GET /outbox`.
pub async fn show(
    Shared(app): Shared<App>,
    Administrator(visitor): Administrator,
    Query(query): Query<OutboxQuery>,
) -> PageResult {
    let filter = query.filter();
    let (listed, tally) = app
        .db
        .read(move |rx| Ok::<_, QueueError>((queue::list(rx, &filter)?, queue::counts(rx, Timestamp::UNIX_EPOCH)?)))
        .await?;
    let page = Page {
        frame: Frame::new(tr("outbox-title"), NavEntry::Outbox, &visitor),
        tiles: tiles(&tally),
        states: state_choices(&query.state),
        kinds: Kind::ALL.iter().map(|kind| choice(kind.name(), kind_label(*kind), &query.kind)).collect(),
        meanings: State::ALL.iter().map(|state| (state_label(*state), state_meaning(*state))).collect(),
        newest: query.before.map(|_| query.address(None)),
        older: listed.next.map(|next| query.address(Some(next))),
        rows: Row::all(listed),
        query,
    };
    Ok(layout::render(&page))
}

/// The numbers of waiting, sent and failed messages, each with a link to its list. Mail in the built-in mailbox is
/// shown only if there is any.
fn tiles(tally: &Tally) -> Vec<Tile> {
    let of_group = |group: StateGroup| Tile {
        state: group.name(),
        label: group_label(group),
        count: grouped(tally.of_group(group)),
    };
    let of_state =
        |state: State| Tile { state: state.name(), label: state_label(state), count: grouped(tally.of(state)) };
    let mut tiles = vec![of_group(StateGroup::Waiting), of_state(State::Sent)];
    if tally.of(State::Kept) > 0 {
        tiles.push(of_state(State::Kept));
    }
    tiles.push(of_group(StateGroup::Unsuccessful));
    tiles
}

/// The groups, then the single states.
fn state_choices(chosen: &str) -> Vec<Choice> {
    let groups = StateGroup::ALL.iter().map(|group| choice(group.name(), group_label(*group), chosen));
    let states = State::ALL.iter().map(|state| choice(state.name(), state_label(*state), chosen));
    groups.chain(states).collect()
}

fn choice(name: &'static str, label: Cow<'static, str>, chosen: &str) -> Choice {
    Choice { name, label, chosen: name == chosen }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_of_a_search_is_included() {
        let query = OutboxQuery { since: "2026-11-22".into(), until: "2026-11-22".into(), ..OutboxQuery::default() };
        let filter = query.filter();
        let times = [filter.since, filter.until].map(|time| time.expect("a time").to_string());
        assert_eq!(times, ["2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"]);
    }

    #[test]
    fn a_day_is_in_the_time_zone_of_the_list() {
        for (zone, expected) in [
            ("Europe/Berlin", "2026-11-21T23:00:00Z"),
            ("America/New_York", "2026-11-22T05:00:00Z"),
            ("", "2026-11-22T00:00:00Z"),
            ("Nowhere/Else", "2026-11-22T00:00:00Z"),
        ] {
            assert_eq!(start_of("2026-11-22", 0, zone).map(|at| at.to_string()).as_deref(), Some(expected), "{zone}");
        }
        // The day on which clocks are set back has 25 hours.
        let hours =
            |zone| start_of("2026-10-25", 1, zone)?.duration_since(start_of("2026-10-25", 0, zone)?).as_hours().into();
        assert_eq!((hours("Europe/Berlin"), hours("UTC")), (Some(25), Some(24)));
    }

    #[test]
    fn invalid_filters_are_ignored() {
        let query = OutboxQuery {
            state: "lost".into(),
            kind: "pigeon".into(),
            since: "yesterday".into(),
            ..OutboxQuery::default()
        };
        let filter = query.filter();
        assert!(filter.states.is_empty() && filter.kind.is_none() && filter.since.is_none());
    }

    #[test]
    fn the_next_page_keeps_the_filters() {
        let query = OutboxQuery { state: "failed".into(), q: "a&b".into(), ..OutboxQuery::default() };
        assert_eq!(
            query.address(Some(Id(Uuid::nil()))),
            "/outbox?state=failed&q=a%26b&before=00000000-0000-0000-0000-000000000000"
        );
        assert_eq!(OutboxQuery::default().address(None), "/outbox");
    }
}
