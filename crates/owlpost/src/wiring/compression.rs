//! Compresses responses whose length reveals nothing.
//!
//! The length of a compressed response depends on repetitions: an attacker who can put text into a response next to a
//! secret, and sees its length, can guess the secret (BREACH). Pages contain addresses next to text that others
//! entered, so they are not compressed. Assets, the API document, metrics and responses of the API to GET are: a
//! foreign website cannot make a browser send an API key, and no GET returns a secret (docs/decisions/http.md).

use axum::Router;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_DISPOSITION};
use axum::http::{Extensions, HeaderMap, Method, StatusCode, Version};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};

/// Smaller responses fit into one packet anyway.
const SMALLEST_BYTES: u64 = 1024;
/// Paths whose responses to GET may be compressed.
const PLACES: [&str; 3] = ["/assets/", "/api/v1/", "/metrics"];

/// Adds compression to the whole server.
pub(super) fn layer(router: Router) -> Router {
    // Event streams and images are excluded by the default of tower-http.
    let worthwhile = DefaultPredicate::new().and(SizeAbove::new(SMALLEST_BYTES)).and(is_shown);
    router
        .layer(CompressionLayer::new().compress_when(worthwhile))
        .layer(middleware::from_fn(only_where_it_reveals_nothing))
}

/// Downloads are excluded: they are files of people, usually compressed already.
fn is_shown(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(CONTENT_DISPOSITION)
}

async fn only_where_it_reveals_nothing(mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let may_be = request.method() == Method::GET && PLACES.iter().any(|place| path.starts_with(place));
    if !may_be {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    next.run(request).await
}
