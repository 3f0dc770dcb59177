//! Compresses responses where that reveals nothing.
//!
//! The length of a compressed response tells what repeats in it: who can put words into a response beside a secret, and
//! sees its length, can guess the secret (BREACH). Pages of people contain addresses beside what others typed, so they are
//! not compressed. Assets, the API document, metrics and what the API answers to GET are: a browser of somebody else
//! cannot be made to send an API key, and no GET answers a secret (docs/decisions/http.md).

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
/// Where responses to GET may be compressed.
const PLACES: [&str; 3] = ["/assets/", "/api/v1/", "/metrics"];

/// Adds the compression to everything that is served.
pub(super) fn layer(router: Router) -> Router {
    // No event streams and no images: the default of tower-http.
    let worthwhile = DefaultPredicate::new().and(SizeAbove::new(SMALLEST_BYTES)).and(is_shown);
    router
        .layer(CompressionLayer::new().compress_when(worthwhile))
        .layer(middleware::from_fn(only_where_it_reveals_nothing))
}

/// Downloads are files of people, most of them compressed already.
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
