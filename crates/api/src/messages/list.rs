//! `GET /messages`: search the outbox and its history, newest first.

use axum::Json as Answer;
use axum::extract::State;
use i18n::language;
use jiff::Timestamp;
use mail::{Fault, Text};
use queue::{Filter, Summary};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::caller::{Caller, MessagesRead};
use crate::input::{ListQuery, number_of, shown};
use crate::names::{KindName, StateFilterName, StateName};
use crate::problem::Problem;
use crate::texts;
use app::App;

/// Default messages per page.
const LIMIT: usize = 50;
/// Maximum messages per page.
const LIMIT_MAX: usize = 500;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// The filters; a message must match all of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// A delivery is in this state, or in one of a group: `waiting` (`queued`, `sending`, `deferred`) or
    /// `unsuccessful` (`failed`, `uncertain`, `expired`).
    #[param(inline, value_type = Option<StateFilterName>, example = "waiting")]
    state: Option<String>,
    /// A recipient's address contains this.
    recipient: Option<String>,
    /// The kind of message.
    #[param(value_type = Option<KindName>, example = "api")]
    kind: Option<String>,
    /// The subject or a recipient's address contains this.
    q: Option<String>,
    /// Accepted at this time or later (RFC 3339).
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<String>,
    /// Accepted before this time (RFC 3339).
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<String>,
    /// Messages per page: 1 to 500, 50 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 500)]
    limit: Option<String>,
    /// `next` of the previous page.
    #[param(value_type = Option<Uuid>)]
    cursor: Option<String>,
}

/// A page of messages.
#[derive(Serialize, ToSchema)]
struct MessageList {
    /// Newest first.
    items: Vec<MessageSummary>,
    /// Messages of this page whose stored data is damaged, so that only their ids are known.
    damaged: Vec<Uuid>,
    /// The `cursor` of the next page; `null` on the last.
    next: Option<Uuid>,
}

/// A message in a list.
#[derive(Serialize, ToSchema)]
struct MessageSummary {
    id: Uuid,
    /// The kind of message.
    #[schema(value_type = KindName, example = "api")]
    kind: &'static str,
    /// Who caused it, in the language of the request.
    #[schema(example = "API key “shop”")]
    origin: String,
    /// The first address of From.
    #[schema(example = "noreply@example.com")]
    from: String,
    subject: String,
    /// The first recipients; `deliveries` says how many there are.
    recipients: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    accepted_at: Timestamp,
    /// The most significant state of all deliveries: pending ones first, then failures, then successes.
    #[schema(value_type = StateName, example = "sent")]
    state: &'static str,
    /// The number of deliveries by state.
    deliveries: DeliveryCounts,
}

/// The number of a message's deliveries by state.
#[derive(Serialize, ToSchema)]
struct DeliveryCounts {
    queued: u64,
    sending: u64,
    sent: u64,
    kept: u64,
    deferred: u64,
    failed: u64,
    uncertain: u64,
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
            kept: of(State::Kept),
            deferred: of(State::Deferred),
            failed: of(State::Failed),
            uncertain: of(State::Uncertain),
            expired: of(State::Expired),
            cancelled: of(State::Cancelled),
        };
        Self {
            id: summary.id.0,
            kind: summary.kind.name(),
            origin: language().render(&summary.origin),
            from: summary.from.expose().to_owned(),
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
/// Newest first, each with the states of its deliveries.
#[utoipa::path(get, path = "/messages", tag = "Messages", operation_id = "listMessages",
    security(("bearer" = ["messages:read"])),
    params(Query),
    responses((status = OK, description = "A page", body = MessageList)))]
async fn list(
    _caller: Caller<MessagesRead>,
    State(app): State<App>,
    ListQuery(query): ListQuery<Query>,
) -> Result<Answer<MessageList>, Problem> {
    let filter = query.into_filter().map_err(Problem::faults)?;
    let page = app.db.read(move |rx| queue::list(rx, &filter)).await?;
    let items = page.items.into_iter().map(MessageSummary::from).collect();
    let damaged = page.damaged.into_iter().map(|id| id.0).collect();
    Ok(Answer(MessageList { items, damaged, next: page.next.map(|id| id.0) }))
}

impl Query {
    /// The filter, or all faults.
    fn into_filter(self) -> Result<Filter, Vec<Fault>> {
        let mut faults = Vec::new();
        let filter = Filter {
            states: parse("state", self.state, &mut faults, queue::states_named, |value| {
                texts::value_not_one_of(value, [names(queue::State::ALL), names(queue::StateGroup::ALL)].concat())
            })
            .unwrap_or_default(),
            recipient: self.recipient,
            kind: parse("kind", self.kind, &mut faults, queue::Kind::from_name, |value| {
                texts::value_not_one_of(value, names(queue::Kind::ALL))
            }),
            text: self.q,
            since: parse("since", self.since, &mut faults, |text| text.parse().ok(), texts::value_not_a_time),
            until: parse("until", self.until, &mut faults, |text| text.parse().ok(), texts::value_not_a_time),
            before: parse("cursor", self.cursor, &mut faults, |text| text.parse().ok(), texts::value_not_a_cursor),
            limit: number_of("limit", self.limit.as_deref(), 1..=LIMIT_MAX, LIMIT, &mut faults),
        };
        if faults.is_empty() { Ok(filter) } else { Err(faults) }
    }
}

fn names(all: &[impl std::fmt::Display]) -> Vec<String> {
    all.iter().map(|one| format!("`{one}`")).collect()
}

/// The value of `field`, or a fault.
fn parse<T>(
    field: &str,
    text: Option<String>,
    faults: &mut Vec<Fault>,
    read: fn(&str) -> Option<T>,
    fault: fn(String) -> Text,
) -> Option<T> {
    let text = text?;
    let value = read(&text);
    if value.is_none() {
        faults.push(Fault::new(field, fault(shown(&text))));
    }
    value
}
