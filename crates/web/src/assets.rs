//! Styles, scripts and the logo, embedded in the binary.
//!
//! One hash of all of them is part of every URL, so browsers may cache them for a year and modules may import each
//! other by relative paths.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};

struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
}

macro_rules! asset {
    ($name:literal, $content_type:literal) => {
        Asset { name: $name, content_type: $content_type, bytes: include_bytes!(concat!("assets/", $name)) }
    };
}

const CSS: &str = concat!(
    include_str!("assets/tokens.css"),
    include_str!("assets/base.css"),
    include_str!("assets/frame.css"),
    include_str!("assets/parts.css"),
    include_str!("assets/pages.css"),
    include_str!("assets/scripts.css"),
);

static ASSETS: &[Asset] = &[
    Asset { name: "owlpost.css", content_type: "text/css; charset=utf-8", bytes: CSS.as_bytes() },
    asset!("owl.svg", "image/svg+xml"),
    asset!("page.js", "text/javascript; charset=utf-8"),
    asset!("consent.js", "text/javascript; charset=utf-8"),
    asset!("consent-done.js", "text/javascript; charset=utf-8"),
    asset!("email-settings.js", "text/javascript; charset=utf-8"),
    asset!("outbox.js", "text/javascript; charset=utf-8"),
    asset!("live.js", "text/javascript; charset=utf-8"),
    asset!("watch.js", "text/javascript; charset=utf-8"),
    asset!("editor.js", "text/javascript; charset=utf-8"),
    asset!("run.js", "text/javascript; charset=utf-8"),
];

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = Sha256::new();
    for asset in ASSETS {
        hasher.update(asset.name);
        hasher.update(asset.bytes);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
});

/// The URL of an asset, with the common hash.
pub fn url(name: &str) -> String {
    debug_assert!(ASSETS.iter().any(|asset| asset.name == name), "no asset is called {name}");
    format!("/assets/{}/{name}", *HASH)
}

/// `GET /assets/{hash}/{name}`: an outdated hash gets the newest bytes, but they must not be cached.
pub async fn serve(Path((hash, name)): Path<(String, String)>) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = if hash == *HASH { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, keep)], asset.bytes).into_response()
}

/// `GET /favicon.ico`: where programs that do not read a page look for the icon.
pub async fn icon() -> Redirect {
    Redirect::temporary(&url("owl.svg"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_urls_with_the_current_hash_may_be_cached() {
        for (hash, keep) in [(HASH.as_str(), "public, max-age=31536000, immutable"), ("0000", "no-cache")] {
            let response = serve(Path((hash.into(), "owlpost.css".into()))).await;
            assert_eq!(response.headers()[header::CACHE_CONTROL], keep, "{hash}");
        }
    }

    #[tokio::test]
    async fn unknown_assets_are_not_found() {
        let response = serve(Path((HASH.clone(), "../mod.rs".into()))).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }
}
