//! Extractors for pages: axum's, which answer a refusal with an error page.
//!
//! Forms are limited in size and time, so that nobody can fill the memory or block connections with them.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_LENGTH;
use serde::de::DeserializeOwned;

use super::error_pages::PageError;

/// The largest form: Email Settings with a chain of certificates, percent-encoded.
pub const LARGE_FORM: usize = 512 * 1024;
/// The largest form without a session: an address, a password and a name.
pub const SMALL_FORM: usize = 16 * 1024;
/// A form must be complete within this time.
const FORM_WITHIN: Duration = Duration::from_secs(30);

/// A part of the path.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(PageError))]
pub struct Path<T>(pub T);

/// The query string.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(PageError))]
pub struct Query<T>(pub T);

/// A posted form of at most `MOST` bytes.
pub struct Form<T, const MOST: usize = LARGE_FORM>(pub T);

impl<T: DeserializeOwned, S: Send + Sync, const MOST: usize> FromRequest<S> for Form<T, MOST> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let (parts, body) = request.into_parts();
        let announced = parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if announced.is_some_and(|bytes| bytes > MOST) {
            return Err(PageError::TooLarge);
        }
        let arrived = tokio::time::timeout(FORM_WITHIN, to_bytes(body, MOST)).await.map_err(|_| PageError::TooSlow)?;
        // Either it is too large or the connection broke, and then nobody receives the answer.
        let bytes = arrived.map_err(|_| PageError::TooLarge)?;
        let whole = Request::from_parts(parts, Body::from(bytes));
        let axum::Form(form) = axum::Form::from_request(whole, state).await?;
        Ok(Self(form))
    }
}

impl From<PathRejection> for PageError {
    /// An invalid id identifies nothing.
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use axum::http::StatusCode;
    use axum::response::IntoResponse;
    use futures_util::stream;

    use super::*;

    async fn status(body: Body, media_type: &str) -> StatusCode {
        let request = Request::post("/").header("content-type", media_type).body(body).expect("a request");
        match Form::<HashMap<String, String>, 100>::from_request(request, &()).await {
            Ok(_) => StatusCode::OK,
            Err(error) => error.into_response().status(),
        }
    }

    const FORM: &str = "application/x-www-form-urlencoded";

    #[tokio::test]
    async fn only_a_form_within_its_size_is_read() {
        let chunks = |count| Body::from_stream(stream::iter((0..count).map(|_| Ok::<_, std::io::Error>("a=bcdefgh&"))));
        assert_eq!(status(Body::from("a=b&c=d"), FORM).await, StatusCode::OK);
        assert_eq!(status(chunks(11), FORM).await, StatusCode::PAYLOAD_TOO_LARGE, "of unknown length");
        assert_eq!(status(Body::from("{}"), "application/json").await, StatusCode::BAD_REQUEST);
    }

    #[tokio::test(start_paused = true)]
    async fn a_form_that_does_not_end_is_given_up() {
        let endless = Body::from_stream(stream::pending::<Result<&'static str, std::io::Error>>());
        assert_eq!(status(endless, FORM).await, StatusCode::REQUEST_TIMEOUT);
    }
}
