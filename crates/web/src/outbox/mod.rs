//! The outbox: messages with their states, and the actions of an administrator.

mod delivered;
mod labels;
mod list;
mod message;
mod resend;
mod uncertain;

use axum::Router;
use axum::routing::{get, post};

use app::App;

pub use delivered::{RecipientQuery, Recipients, bytes, source_of};
pub use labels::Badge;
pub use list::{Row, start_of, start_of_day, subject_words};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(list::show))
        .route("/{id}", get(message::show))
        .route("/{id}/cancel", post(message::cancel))
        .route("/{id}/retry", post(message::retry))
        .route("/{id}/retry-uncertain", get(uncertain::ask).post(uncertain::retry))
        .route("/{id}/resend", get(resend::ask).post(resend::resend))
        .route("/{id}/mail", get(message::mail))
        .route("/{id}/mail/html", get(message::html))
        .route("/{id}/mail/source", get(message::source))
        .route("/{id}/mail/attachments/{number}", get(message::attachment))
}
