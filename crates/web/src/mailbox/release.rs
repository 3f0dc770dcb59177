//! Releasing mail from the mailbox to the mail server: first a question with the number of messages, then the release.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use storage::Tx;
use uuid::Uuid;

use crate::error_pages::{PageError, PageResult};
use crate::extract::{Form, Query};
use crate::layout::{self, Frame, NavEntry};
use crate::session::{Administrator, Visitor};
use crate::translation::{filters, tr};
use accounts::audit::Action;
use app::App;
use sending::mailbox::{ReleaseError, Released, Selection};

/// The selection: `all`, ids of entries, or `message` with an id of the outbox; each is a key of the query string or
/// form.
type SelectionForm = BTreeMap<String, String>;

#[derive(Template)]
#[template(path = "mailbox/release.html")]
struct Question {
    frame: Frame,
    found: Released,
    /// The number of selected entries that cannot be released.
    left_out: usize,
    /// The keys of the form, which repeats the selection.
    names: Vec<(String, String)>,
    /// Whether no mail server is configured.
    without_server: bool,
}

fn selection(chosen: &SelectionForm) -> Selection {
    if chosen.contains_key("all") {
        return Selection::All;
    }
    if let Some(message) = chosen.get("message") {
        return Selection::Messages(message.parse().into_iter().collect());
    }
    Selection::Entries(chosen.keys().filter_map(|name| name.parse::<Uuid>().ok()).collect())
}

/// `GET /mailbox/release`: asks, with the number of messages.
pub async fn ask(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Query(chosen): Query<SelectionForm>,
) -> PageResult {
    Ok(layout::render(&question(&app, &visitor, &chosen).await?))
}

async fn question(app: &App, visitor: &Visitor, chosen: &SelectionForm) -> Result<Question, PageError> {
    let selection = selection(chosen);
    let named = |name: &str, value: String| (name.to_owned(), value);
    let (names, chosen) = match &selection {
        Selection::Entries(entries) => {
            (entries.iter().map(|id| named(&id.to_string(), "on".to_owned())).collect(), entries.len())
        }
        Selection::Messages(messages) => {
            (messages.iter().map(|id| named("message", id.to_string())).collect(), messages.len())
        }
        Selection::All => (vec![named("all", "on".to_owned())], 0),
    };
    let found = app.mailbox.releasable(selection).await?;
    Ok(Question {
        frame: Frame::new(tr("mailbox-release-title"), NavEntry::Mailbox, visitor),
        left_out: chosen.saturating_sub(found.messages),
        found,
        names,
        without_server: app.settings.is_to_mailbox(),
    })
}

/// `POST /mailbox/release`.
pub async fn release(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Form(chosen): Form<SelectionForm>,
) -> PageResult {
    let entry = app.audit.entry(Action::MailReleased, visitor.actor(), None);
    let note = move |tx: &mut Tx<'_>, planned: Released| {
        let subject = accounts::texts::audit_mail_released(planned.messages, planned.deliveries);
        entry.about(subject).insert(tx)
    };
    match app.mailbox.release(selection(&chosen), &app.delivery_loop, note).await {
        Ok(released) => Ok(Redirect::to(&format!("/mailbox?released={}", released.messages)).into_response()),
        Err(ReleaseError::NoServer) => {
            let page = question(&app, &visitor, &chosen).await?;
            Ok((StatusCode::CONFLICT, layout::render(&page)).into_response())
        }
        Err(ReleaseError::Queue(error)) => Err(error.into()),
    }
}
