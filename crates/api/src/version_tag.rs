//! The version of a resource as an entity tag, and `If-Match` (RFC 9110 section 13.1.1): a change that is based on an
//! older version is refused, so that no change is lost.

use axum::extract::FromRequestParts;
use axum::http::header::{ETAG, HeaderName, IF_MATCH};
use axum::http::request::Parts;

use super::input::{one_header, shown};
use super::problem::Problem;
use super::texts;

/// The `ETag` header for a version.
pub(super) fn etag(version: u32) -> [(HeaderName, String); 1] {
    [(ETAG, format!("\"{version}\""))]
}

/// The version that `If-Match` names; `None` without the header, and for `*`.
pub(super) struct IfMatch(pub Option<u32>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let Some(value) = one_header(&parts.headers, IF_MATCH.as_str())? else { return Ok(Self(None)) };
        let value = value.trim();
        if value == "*" {
            return Ok(Self(None));
        }
        // A proxy that compresses responses weakens the tag; it still identifies the version.
        let tag = value.strip_prefix("W/").unwrap_or(value).trim_matches('"');
        match tag.parse() {
            Ok(version) => Ok(Self(Some(version))),
            Err(_) => Err(Problem::fault(IF_MATCH.as_str(), texts::request_if_match_invalid(shown(value)))),
        }
    }
}
