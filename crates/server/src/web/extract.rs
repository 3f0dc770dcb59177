//! What pages take from a request: axum's extractors, refusing with a page in our style.

use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts};

use super::trouble::PageError;

/// A part of the address.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(PageError))]
pub struct Path<T>(pub T);

/// What follows the question mark.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(PageError))]
pub struct Query<T>(pub T);

/// A form that was posted.
#[derive(FromRequest)]
#[from_request(via(axum::extract::Form), rejection(PageError))]
pub struct Form<T>(pub T);

impl From<PathRejection> for PageError {
    /// An id that cannot be one names nothing.
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

impl From<QueryRejection> for PageError {
    fn from(_: QueryRejection) -> Self {
        Self::NotFound
    }
}

impl From<FormRejection> for PageError {
    fn from(rejection: FormRejection) -> Self {
        tracing::debug!(%rejection, "a form could not be read");
        Self::BadForm
    }
}
