//! `GET /messages`: search the outbox and its history, newest first.

use axum::Json as Answer;
use axum::extract::State;
use jiff::Timestamp;
use mail::Fault;
use queue::{Filter, Id, Summary};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::caller::{Caller, MessagesRead};
use crate::input::{Asked, shown};
use crate::names::{KindName, StateName};
use crate::problem::Problem;
use app::App;

/// Messages of a page where the caller does not say.
const LIMIT: usize = 50;
/// Messages of a page at most.
const LIMIT_MAX: usize = 500;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// What to list; everything given must hold.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Some delivery is in this state.
    #[param(value_type = Option<StateName>, example = "deferred")]
    state: Option<String>,
    /// Some recipient's address holds this.
    recipient: Option<String>,
    /// Why it exists.
    #[param(value_type = Option<KindName>, example = "api")]
    kind: Option<String>,
    /// The subject or some recipient's address holds this.
    q: Option<String>,
    /// Accepted at this time or later (RFC 3339).
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<String>,
    /// Accepted before this time (RFC 3339).
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<String>,
    /// Messages of a page: 1 to 500, 50 where it is missing.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 500)]
    limit: Option<String>,
    /// `next` of the page before.
    #[param(value_type = Option<Uuid>)]
    cursor: Option<String>,
}

/// A page of messages.
#[derive(Serialize, ToSchema)]
struct MessageList {
    /// Newest first.
    items: Vec<MessageSummary>,
    /// The `cursor` of the next page; `null` on the last.
    next: Option<Uuid>,
}

/// A message in a list.
#[derive(Serialize, ToSchema)]
struct MessageSummary {
    id: Uuid,
    /// Why it exists.
    #[schema(value_type = KindName, example = "api")]
    kind: &'static str,
    /// Who caused it, in words.
    #[schema(example = "api key \"shop\"")]
    origin: String,
    /// The envelope sender.
    #[schema(example = "noreply@example.com")]
    from: String,
    subject: String,
    /// The first recipients; `deliveries` says how many there are.
    recipients: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    accepted_at: Timestamp,
    /// The state that says most about the whole: what still moves before what went wrong before what went well.
    #[schema(value_type = StateName, example = "sent")]
    state: &'static str,
    /// How many deliveries are in which state.
    deliveries: DeliveryCounts,
}

/// How many deliveries of a message are in which state.
#[derive(Serialize, ToSchema)]
struct DeliveryCounts {
    queued: u64,
    sending: u64,
    sent: u64,
    deferred: u64,
    failed: u64,
    expired: u64,
    cancelled: u64,
}

impl From<Summary> for MessageSummary {
    fn from(summary: Summary) -> Self {
        use queue::State;
        let of = |state| summary.deliveries.of(state);
        let deliveries = DeliveryCounts {
            queued: of(State::Queued),
            sending: of(State::Sending),
            sent: of(State::Sent),
            deferred: of(State::Deferred),
            failed: of(State::Failed),
            expired: of(State::Expired),
            cancelled: of(State::Cancelled),
        };
        Self {
            id: summary.id.0,
            kind: summary.kind.name(),
            origin: summary.origin,
            from: summary.sender.expose().to_owned(),
            subject: summary.subject,
            recipients: summary.recipients.iter().map(|recipient| recipient.expose().to_owned()).collect(),
            accepted_at: summary.accepted_at,
            state: summary.deliveries.overall().name(),
            deliveries,
        }
    }
}

/// List messages
///
/// Newest first, with what became of each.
#[utoipa::path(get, path = "/messages", tag = "Messages", operation_id = "listMessages",
    security(("bearer" = ["messages:read"])),
    params(Query),
    responses((status = OK, description = "A page", body = MessageList)))]
async fn list(
    _caller: Caller<MessagesRead>,
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Answer<MessageList>, Problem> {
    let filter = query.into_filter().map_err(Problem::faults)?;
    let page = app.db.read(move |rx| queue::list(rx, &filter)).await?;
    let items = page.items.into_iter().map(MessageSummary::from).collect();
    Ok(Answer(MessageList { items, next: page.next.map(|id| id.0) }))
}

impl Query {
    /// Everything that is wrong, at once.
    fn into_filter(self) -> Result<Filter, Vec<Fault>> {
        let mut faults = Faults::default();
        let filter = Filter {
            state: faults.look("state", self.state, STATES, queue::State::from_name),
            recipient: self.recipient,
            kind: faults.look("kind", self.kind, KINDS, queue::Kind::from_name),
            text: self.q,
            since: faults.look("since", self.since, TIMES, |text| text.parse().ok()),
            until: faults.look("until", self.until, TIMES, |text| text.parse().ok()),
            before: faults.look("cursor", self.cursor, CURSORS, |text| text.parse::<Id>().ok()),
            limit: faults.look("limit", self.limit, LIMITS, limit).unwrap_or(LIMIT),
        };
        if faults.0.is_empty() { Ok(filter) } else { Err(faults.0) }
    }
}

const STATES: &str = "is no state; use queued, sending, sent, deferred, failed, expired or cancelled";
const KINDS: &str = "is no kind; use invitation, password_reset, validation, script, api, submission, test or notice";
const TIMES: &str = "is no time; write it as RFC 3339 has it, such as 2026-11-22T10:00:00Z";
const CURSORS: &str = "is no cursor; use `next` of the page before";
const LIMITS: &str = "is no number from 1 to 500; leave it out for 50";

fn limit(text: &str) -> Option<usize> {
    text.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit))
}

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    /// The value of `field`, or a fault that says why not.
    fn look<T>(&mut self, field: &str, text: Option<String>, why: &str, read: fn(&str) -> Option<T>) -> Option<T> {
        let text = text?;
        let value = read(&text);
        if value.is_none() {
            self.0.push(Fault::new(field, format!("\"{}\" {why}", shown(&text))));
        }
        value
    }
}
