//! What happens to waiting mail when the built-in mailbox becomes active: asked when settings are saved or restored,
//! and decided later for mail on hold.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use mail::Text;
use queue::{QueueError, StateGroup};
use serde::Deserialize;

use crate::error_pages::{PageError, PageResult};
use crate::extract::{Form, Query};
use crate::layout::{self, Frame, NavEntry};
use crate::session::{Administrator, Visitor};
use crate::translation::{filters, tr};
use accounts::audit::Action;
use app::App;
use sending::delivery_loop::Note;
use settings::{EmailSettings, WaitingMail};

const HERE: &str = "/configuration/email-settings/on-hold";

/// A choice; `label` and `hint` are the keys of its texts.
pub struct Choice {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
}

pub fn choices() -> [Choice; 3] {
    WaitingMail::ALL.map(|choice| {
        let (label, hint) = match choice {
            WaitingMail::Hold => ("settings-waiting-hold", "settings-waiting-hold-hint"),
            WaitingMail::Deliver => ("settings-waiting-deliver", "settings-waiting-deliver-hint"),
            WaitingMail::Cancel => ("settings-waiting-cancel", "settings-waiting-cancel-hint"),
        };
        Choice { name: choice.name(), label, hint }
    })
}

/// The number of waiting recipients, if these settings would switch from a mail server to the built-in mailbox and
/// nothing has been chosen for them.
pub async fn to_be_asked(app: &App, settings: &EmailSettings, chosen: &str) -> Result<Option<u64>, PageError> {
    let switches = app.settings.uses_mailbox(settings) && !app.settings.is_to_mailbox();
    if !switches || !chosen.is_empty() {
        return Ok(None);
    }
    let waiting = app.db.read(|rx| queue::waiting(rx)).await?;
    Ok(Some(waiting.of_group(StateGroup::Waiting)).filter(|count| *count > 0))
}

#[derive(Template)]
#[template(path = "email_settings/on_hold.html")]
struct Page {
    frame: Frame,
    count: u64,
    done: Option<&'static str>,
}

#[derive(Deserialize)]
pub struct OnHoldQuery {
    done: Option<String>,
}

#[derive(Deserialize)]
pub struct Decision {
    action: String,
}

/// `GET …/on-hold`: mail on hold, and the possible decisions.
pub async fn show(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Query(query): Query<OnHoldQuery>,
) -> PageResult {
    let count = app.db.read(|rx| queue::on_hold(rx)).await?;
    let done = match query.done.as_deref() {
        Some("deliver") => Some("on-hold-delivered"),
        Some("cancel") => Some("on-hold-cancelled"),
        _ => None,
    };
    let frame = Frame::new(tr("on-hold-title"), NavEntry::EmailSettings, &visitor);
    Ok(layout::render(&Page { frame, count, done }))
}

/// `POST …/on-hold`.
pub async fn decide(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Form(decision): Form<Decision>,
) -> PageResult {
    let done = match WaitingMail::from_name(&decision.action) {
        Some(WaitingMail::Deliver) => {
            let note = note(&app, &visitor, accounts::texts::audit_on_hold_delivered);
            app.delivery_loop.deliver_on_hold(note).await
        }
        Some(WaitingMail::Cancel) => {
            let note = note(&app, &visitor, accounts::texts::audit_on_hold_cancelled);
            app.delivery_loop.cancel_on_hold(note).await
        }
        Some(WaitingMail::Hold) | None => return Ok(Redirect::to(HERE).into_response()),
    };
    done.map_err(|error: QueueError| PageError::from(error))?;
    Ok(Redirect::to(&format!("{HERE}?done={}", decision.action)).into_response())
}

fn note(app: &App, visitor: &Visitor, subject: fn(u64) -> Text) -> Note {
    let entry = app.audit.entry(Action::MailOnHoldDecided, visitor.actor(), None);
    Arc::new(move |tx, deliveries| entry.about(subject(deliveries)).insert(tx))
}
