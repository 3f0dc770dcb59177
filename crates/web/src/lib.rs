//! The pages: server-rendered HTML, one folder per page with its handler and template.
//!
//! Handlers make typed views from the results of other crates; templates never see rows. Every page works without
//! JavaScript; the small modules in `assets/` add live updates and copy buttons. A page needs a session, except those
//! for signing in, signing up and following links; [`guard`] sets the security headers and refuses cross-site posts.
//! This crate never connects to a mail server: tests go through `intake` and `delivery_loop` like real mail.

mod account;
mod accounts;
mod api_keys;
mod assets;
mod audit;
mod confirmation;
mod docs;
mod email_settings;
mod error_pages;
mod events;
mod extract;
mod files;
mod guard;
mod labels;
mod layout;
mod letters;
mod links;
mod mail_state;
mod mailbox;
mod message_view;
mod outbox;
mod overview;
mod paging;
mod reset_password;
mod scripts;
mod session;
mod setup;
mod sign_in;
mod sign_up;
mod step_up;
pub mod texts;
mod translation;
mod watchers;
mod workspaces;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};

use app::App;
pub use docs::PROBLEMS;
pub use guard::with_safe_headers;
pub use session::with_client;

/// All pages, ready to be merged into the server's router.
///
/// The server must be run with `into_make_service_with_connect_info::<std::net::SocketAddr>()`: the sign-in rate
/// limit uses the network address.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .route("/", get(overview::show))
        .route("/setup", get(setup::show).post(setup::submit))
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/sign-up", get(sign_up::show).post(sign_up::submit))
        .route("/sign-up/sent", get(sign_up::sent))
        .route("/reset-password", get(reset_password::show).post(reset_password::submit))
        .route("/reset-password/sent", get(reset_password::sent))
        .merge(links::routes())
        .nest("/account", account::routes())
        .nest("/workspaces", workspaces::routes())
        .merge(scripts::routes())
        .nest("/workspaces/{id}/files", files::routes())
        .nest("/configuration/accounts", accounts::routes())
        .nest("/configuration/email-settings", email_settings::routes())
        .route(settings::oauth::REDIRECT_PATH, get(email_settings::consent::callback).head(error_pages::wrong_method))
        .nest("/configuration/api-keys", api_keys::routes())
        .route("/configuration/audit-log", get(audit::show))
        .nest("/configuration/letters", letters::routes())
        .merge(docs::routes())
        .nest("/mailbox", mailbox::routes())
        .nest("/outbox", outbox::routes())
        .route("/events", get(events::stream))
        .route("/assets/{hash}/{name}", get(assets::serve))
        .route("/favicon.ico", get(assets::icon))
        .fallback(error_pages::not_found)
        .method_not_allowed_fallback(error_pages::wrong_method);
    let pages = guard::protect(pages, &app.config.public_url);
    let pages = pages.layer(middleware::from_fn_with_state(app.clone(), translation::translate));
    guard::with_safe_headers(pages, &app.config).with_state(app)
}
