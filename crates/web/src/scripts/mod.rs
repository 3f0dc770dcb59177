//! Scripts of a workspace: editing, dry runs, runs and their results; a folder per page.
//!
//! Administrators and editors of the workspace write and run scripts, viewers read. Others do not learn whether there
//! are scripts.

mod access;
mod editor;
mod examples;
mod fields;
mod head;
mod labels;

mod dry;
mod list;
mod mail;
mod recent;
mod runs;
mod start;
mod triggers;
mod versions;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Extension, Router};

use app::App;

pub use dry::recipient_words;
pub use labels::trigger as trigger_words;

pub fn routes() -> Router<App> {
    let one = Router::new()
        .route("/", get(editor::show).post(editor::submit))
        .route("/delete", get(list::confirm_delete).post(list::delete))
        .route("/triggers", get(triggers::show).post(triggers::save))
        .route("/triggers/webhook", get(triggers::ask_hook).post(triggers::create_webhook))
        .route("/triggers/webhook/end", get(triggers::ask_end_hook).post(triggers::remove_webhook))
        .route("/triggers/limits", post(triggers::set_limits))
        .route("/versions", get(versions::list))
        .route("/versions/{number}", get(versions::show))
        .route("/versions/{number}/restore", post(versions::restore))
        .route("/runs", get(runs::list))
        .route("/starts/{start}", get(start::ask).post(start::start))
        .route("/dry-runs/{dry}", get(dry::show))
        .route("/dry-runs/{dry}/mails/{number}", get(dry::mail))
        .route("/dry-runs/{dry}/mails/{number}/html", get(dry::html))
        .route("/dry-runs/{dry}/mails/{number}/source", get(dry::source))
        .route("/dry-runs/{dry}/mails/{number}/attachments/{attachment}", get(dry::attachment));
    let memory = editor::Memory::default();
    Router::new()
        .route("/workspaces/{id}/scripts", get(list::show).post(list::make))
        .route("/workspaces/{id}/scripts/recipients", post(list::set_recipients))
        .nest("/workspaces/{id}/scripts/{script}", one)
        .route("/workspaces/{id}/runs/{run}", get(runs::one::show))
        .route("/workspaces/{id}/runs/{run}/events", get(runs::events::stream))
        .route("/workspaces/{id}/runs/{run}/cancel", post(runs::one::cancel))
        .route("/workspaces/{id}/runs/{run}/again", get(runs::one::ask_again).post(runs::one::again))
        .route("/workspaces/{id}/mails/{mail}", get(mail::show))
        .route("/workspaces/{id}/mails/{mail}/text", get(mail::text))
        .route("/workspaces/{id}/mails/{mail}/text/html", get(mail::html))
        .route("/workspaces/{id}/mails/{mail}/text/source", get(mail::source))
        .route("/workspaces/{id}/mails/{mail}/text/attachments/{number}", get(mail::attachment))
        // `fields` limits the size.
        .layer(DefaultBodyLimit::disable())
        .layer(Extension(memory.dry_runs.clone()))
        .layer(Extension(memory.tried.clone()))
        .layer(Extension(memory.starts.clone()))
        .layer(Extension(memory))
        .layer(Extension(runs::tally::Tallies::default()))
}
