//! The first page after signing in: the state of sending, and the next steps of the setup.

use askama::Template;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use queue::{Filter, Kind, QueueError, State, StateGroup};

use super::email_settings::StatusView;
use super::error_pages::PageResult;
use super::labels::grouped;
use super::layout::{self, Frame, NavEntry};
use super::outbox::{Row, start_of_day};
use super::session::Visitor;
use crate::translation::{filters, tr};
use app::App;

/// Maximum number of messages listed of each kind.
const NAMED: usize = 5;

#[derive(Template)]
#[template(path = "overview/page.html")]
struct Page {
    frame: Frame,
    status: StatusView,
    waiting: String,
    sent: String,
    /// Number kept by the built-in mailbox in the last days; `None` if it is not active and there are none.
    kept: Option<String>,
    unsuccessful: String,
    /// The first day that the numbers include, for the links to the lists.
    since: String,
    /// Number of workspaces that wait for approval.
    unapproved: usize,
    steps: Vec<Step>,
    failures: Vec<Row>,
    latest: Vec<Row>,
}

/// A step of the setup, with the keys of its texts.
struct Step {
    done: bool,
    title: &'static str,
    hint: &'static str,
    href: &'static str,
    button: &'static str,
}

/// The data of the outbox for the overview.
struct Sending {
    waiting: u64,
    sent: u64,
    kept: u64,
    unsuccessful: u64,
    tested: bool,
    used_api: bool,
    failures: queue::Page,
    latest: queue::Page,
}

/// `GET /`.
pub async fn show(Shared(app): Shared<App>, visitor: Visitor) -> PageResult {
    if !visitor.account.instance_admin {
        return Ok(Redirect::to("/workspaces").into_response());
    }
    let now = app.clock.now();
    let since = now.to_zoned(TimeZone::UTC).date() - 6.days();
    let sending = app.db.read(move |rx| sending(rx, since)).await?;
    let has_key = !app.accounts.keys().await?.is_empty();
    let to_mailbox = app.settings.is_to_mailbox();
    let page = Page {
        frame: Frame::new(tr("overview-title"), NavEntry::Overview, &visitor),
        status: StatusView::of(&app, sending.waiting),
        waiting: grouped(sending.waiting),
        sent: grouped(sending.sent),
        kept: (to_mailbox || sending.kept > 0).then(|| grouped(sending.kept)),
        unsuccessful: grouped(sending.unsuccessful),
        since: since.to_string(),
        unapproved: app.accounts.count_unapproved_workspaces().await?,
        steps: steps(sending.tested, !to_mailbox, has_key, sending.used_api),
        // Rendered here, because the thread that reads the database does not know the reader's language.
        failures: Row::all(sending.failures),
        latest: Row::all(sending.latest),
    };
    Ok(layout::render(&page))
}

/// `since` is the start of a day, so that the linked lists contain what was counted.
fn sending(rx: &mut storage::Rx<'_>, since: Date) -> Result<Sending, QueueError> {
    let week = queue::counts(rx, start_of_day(since).unwrap_or(Timestamp::MIN))?;
    let any = |rx: &mut storage::Rx<'_>, kind| {
        let filter = Filter { kind: Some(kind), limit: 1, ..Filter::default() };
        let page = queue::list(rx, &filter)?;
        Ok::<_, QueueError>(!page.items.is_empty() || !page.damaged.is_empty())
    };
    let rows = |rx: &mut storage::Rx<'_>, states| {
        let filter = Filter { states, limit: NAMED, ..Filter::default() };
        queue::list(rx, &filter)
    };
    Ok(Sending {
        waiting: queue::waiting(rx)?.of_group(StateGroup::Waiting),
        sent: week.of(State::Sent),
        kept: week.of(State::Kept),
        unsuccessful: week.of_group(StateGroup::Unsuccessful),
        tested: any(rx, Kind::Test)?,
        used_api: any(rx, Kind::Api)?,
        failures: rows(rx, StateGroup::Unsuccessful.states().to_vec())?,
        latest: rows(rx, Vec::new())?,
    })
}

/// The steps of the setup; empty if all are done.
fn steps(tested: bool, real: bool, has_key: bool, used_api: bool) -> Vec<Step> {
    let settings = "/configuration/email-settings";
    let steps = vec![
        Step {
            done: tested,
            title: "overview-step-test",
            hint: if real { "overview-step-test-hint" } else { "overview-step-test-hint-mailbox" },
            href: settings,
            button: "overview-step-test-button",
        },
        Step {
            done: real,
            title: "overview-step-connect",
            hint: "overview-step-connect-hint",
            href: settings,
            button: "overview-step-connect-button",
        },
        Step {
            done: has_key || used_api,
            title: "overview-step-key",
            hint: "overview-step-key-hint",
            href: "/configuration/api-keys",
            button: "overview-step-key-button",
        },
        Step {
            done: used_api,
            title: "overview-step-program",
            hint: "overview-step-program-hint",
            href: "/configuration/api-keys",
            button: "overview-step-program-button",
        },
    ];
    if steps.iter().all(|step| step.done) { Vec::new() } else { steps }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_disappear_when_all_are_done() {
        assert!(steps(true, true, true, true).is_empty());
        let open: Vec<bool> = steps(true, false, false, false).iter().map(|step| step.done).collect();
        assert_eq!(open, [true, false, false, false]);
    }
}
