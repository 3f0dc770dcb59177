//! The REST API: `/api/v1`, one file per resource, the webhooks of scripts (`/hooks`), and monitoring (`/healthz`,
//! `/readyz`, `/metrics`).
//!
//! One macro generates the routes and the OpenAPI document, so they cannot differ. Every error is a problem document
//! (RFC 9457), including axum's own. A handler names the scope that it needs in its signature and makes no decisions
//! about mail: it calls other crates and returns typed views, never rows.

mod caller;
mod input;
mod names;
mod problem;
pub mod texts;
mod version_tag;

mod accounts;
mod actors;
mod api_keys;
mod connection_tests;
mod email_settings;
mod files;
mod invitations;
mod key_limits;
mod letters;
mod mail_passwords;
mod members;
mod messages;
mod runs;
mod scripts;
mod workspace_quota;
mod workspaces;

mod hooks;

mod document;
mod health;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Request};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use i18n::Language;
use utoipa_axum::router::OpenApiRouter;

use app::App;
use problem::{Kind, Problem};

/// The API, webhooks and monitoring endpoints, ready to be merged into the server's router.
pub fn router(app: App) -> Router {
    let (api, document) = resources().split_for_parts();
    let document = Bytes::from(document::text(document));
    let api = api
        .route("/openapi.json", get(move || serve_document(document.clone())))
        .fallback(no_such_call)
        .method_not_allowed_fallback(no_such_method);
    let api = Router::new().nest("/api/v1", api).merge(hooks::routes());
    // Programs call these paths, so they must not get the HTML error page.
    let others = ["/api", "/api/{*rest}", "/hooks", "/hooks/", "/hooks/{token}/{*rest}"];
    let api = others.into_iter().fold(api, |api, path| api.route(path, any(no_such_call)));
    api.layer(middleware::from_fn(negotiate_language)).merge(health::routes()).with_state(app)
}

/// Handles a request in the language of `Accept-Language` (RFC 9110 section 12.5.4), English by default.
async fn negotiate_language(request: Request, next: Next) -> Response {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = accepted.map_or(Language::default(), Language::accepted);
    let mut response = i18n::with_language(language, next.run(request)).await;
    response.headers_mut().entry(header::VARY).or_insert(HeaderValue::from_static("accept-language"));
    response
}

/// The OpenAPI document without a running server.
pub fn openapi() -> String {
    document::text(resources().into_openapi())
}

fn resources() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(document::head())
        .merge(messages::routes())
        .merge(letters::routes())
        .merge(email_settings::routes())
        .merge(connection_tests::routes())
        .merge(api_keys::routes())
        .merge(accounts::routes())
        .merge(mail_passwords::routes())
        .merge(workspaces::routes())
        .merge(workspace_quota::routes())
        .merge(members::routes())
        .merge(invitations::routes())
        .merge(files::routes())
        .merge(scripts::routes())
        .merge(runs::routes())
}

/// All responses share the document's bytes: it is large, and anybody can request it.
async fn serve_document(document: Bytes) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document).into_response()
}

async fn no_such_call(OriginalUri(uri): OriginalUri) -> Problem {
    Problem::new(Kind::NotFound, texts::request_path_unknown(input::shown(uri.path())))
}

async fn no_such_method(method: Method, OriginalUri(uri): OriginalUri) -> Problem {
    let (path, method) = (input::shown(uri.path()), input::shown(method.as_str()));
    Problem::new(Kind::MethodNotAllowed, texts::request_method_unsupported(path, method))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn responses_share_the_bytes_of_the_document() {
        let document = Bytes::from(openapi());
        let response = serve_document(document.clone()).await;
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        assert_eq!((body.as_ptr(), body.len()), (document.as_ptr(), document.len()));
    }
}
