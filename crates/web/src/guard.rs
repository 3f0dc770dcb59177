//! Protection of every page: security headers and the refusal of cross-site posts.
//!
//! The Content-Security-Policy allows nothing inline and nothing from elsewhere. A route with a policy of its own (the
//! frame that shows a mail's HTML) sets the header itself and keeps it.

use axum::Router;
use axum::body::Body;
use axum::http::header::Entry;
use axum::http::{HeaderName, HeaderValue, Response};
use axum::middleware;
use axum::response::IntoResponse;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError, ResponseForProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;

use super::error_pages::PageError;
use app::App;
use config::Config;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'";

const HEADERS: [(&str, &str); 8] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    // With `no-referrer`, browsers send `Origin: null` with a form; over plain HTTP to a name other than localhost
    // they send no `Sec-Fetch-Site` either, so that every form would be refused. Other sites still learn nothing.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    // A DNS lookup of a link's host would reveal to its owner that the mail was read.
    ("x-dns-prefetch-control", "off"),
    ("cache-control", "no-store"),
];

/// Wraps the pages. `public_url` is the origin that a proxy in front may have replaced in `Host`.
pub fn protect(pages: Router<App>, public_url: &str) -> Router<App> {
    let mut csrf = CsrfLayer::new();
    match csrf.clone().add_trusted_origin(origin(public_url)) {
        Ok(with_origin) => csrf = with_origin,
        Err(error) => {
            tracing::warn!(%error, "the public URL is not a valid origin: posts through a proxy that changes Host are refused")
        }
    }
    pages
        .layer(csrf.with_rejection_response(CrossSite))
        .layer(CatchPanicLayer::custom(|_| PageError::Broken.into_response()))
}

/// Tells browsers to use only HTTPS for a year (RFC 6797). Subdomains are not included: they may not be ours.
const HTTPS_ONLY: (&str, &str) = ("strict-transport-security", "max-age=31536000");

/// Adds the headers to every response, unless a route sets its own.
pub fn with_safe_headers<S: Clone + Send + Sync + 'static>(router: Router<S>, config: &Config) -> Router<S> {
    let router = router.layer(middleware::map_response(safe_headers));
    if !config.is_https() {
        return router;
    }
    let (name, value) = HTTPS_ONLY;
    let (name, value) = (HeaderName::from_static(name), HeaderValue::from_static(value));
    router.layer(SetResponseHeaderLayer::if_not_present(name, value))
}

async fn safe_headers(mut answer: Response<Body>) -> Response<Body> {
    for (name, value) in HEADERS {
        if let Entry::Vacant(missing) = answer.headers_mut().entry(HeaderName::from_static(name)) {
            missing.insert(HeaderValue::from_static(value));
        }
    }
    answer
}

/// Scheme, host and port of a URL: what browsers send as `Origin`.
fn origin(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    url[authority..].find('/').map_or(url, |end| &url[..authority + end])
}

/// The error page of a refused cross-site request.
#[derive(Clone)]
struct CrossSite;

impl ResponseForProtectionError<Body> for CrossSite {
    fn response_for_protection_error(&mut self, _: ProtectionError) -> Response<Body> {
        PageError::CrossSite.into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for (url, expected) in [
            ("https://mail.example.com", "https://mail.example.com"),
            ("https://mail.example.com:8443/post/", "https://mail.example.com:8443"),
            ("http://localhost:8020", "http://localhost:8020"),
        ] {
            assert_eq!(origin(url), expected);
        }
    }
}
