//! The memory of one request, from its first byte to the end of its response, and the time limit of its body.

use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequestParts, Request};
use axum::http::header::CONTENT_LENGTH;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use tower_http::timeout::{TimeoutBody, TimeoutError};

use crate::{Budget, BudgetFull, Holder, Reservation, SMALL_BYTES};

/// A body of which nothing arrives for this time fails.
pub const STALL_MAX: Duration = Duration::from_secs(20);

/// The memory that a request takes, stored in the request's extensions. Clones share it.
#[derive(Clone)]
pub struct RequestMemory {
    shared: Arc<Shared>,
}

struct Shared {
    budget: Budget,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    holders: Vec<Holder>,
    held: Vec<Reservation>,
}

impl RequestMemory {
    /// The memory of a request that is counted for `holders`.
    pub fn new(budget: Budget, holders: Vec<Holder>) -> Self {
        Self { shared: Arc::new(Shared { budget, state: Mutex::new(State { holders, held: Vec::new() }) }) }
    }

    /// The memory of a request; `None` for a request of a unit test, which did not come through the server.
    pub fn of(extensions: &Extensions) -> Option<Self> {
        extensions.get::<Self>().cloned()
    }

    /// Further reservations of this request are counted for `holder` as well: its account or key becomes known later.
    pub fn add_holder(&self, holder: Holder) {
        self.shared.state(|state| state.holders.push(holder));
    }

    /// Reserves memory until the response is created, and waits until it is free.
    ///
    /// # Errors
    /// [`BudgetFull`].
    pub async fn reserve(&self, bytes: usize) -> Result<(), BudgetFull> {
        let reservation = self.reservation(bytes).await?;
        self.shared.state(|state| state.held.push(reservation));
        Ok(())
    }

    /// Reserves memory for a body before it is read: the announced size, or `most` if none is announced or if no more
    /// of the body is in memory at a time.
    ///
    /// # Errors
    /// [`BudgetFull`].
    pub async fn reserve_body(&self, headers: &HeaderMap, most: usize) -> Result<(), BudgetFull> {
        let bytes = announced(headers).unwrap_or(most).min(most);
        if bytes > 0 { self.reserve(bytes).await } else { Ok(()) }
    }

    /// Reserves memory until the returned reservation is dropped, for a response that is sent in pieces.
    ///
    /// # Errors
    /// [`BudgetFull`].
    pub async fn reservation(&self, bytes: usize) -> Result<Reservation, BudgetFull> {
        let holders = self.shared.state(|state| state.holders.clone());
        self.shared.budget.reserve(holders, bytes).await
    }

    /// Called with the response: releases the memory of the request, and counts a large response until it is sent.
    pub fn answered(&self, response: Response) -> Response {
        let (holders, held) = self.shared.state(|state| (state.holders.clone(), std::mem::take(&mut state.held)));
        drop(held);
        match response.body().size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok()) {
            Some(bytes) if bytes > SMALL_BYTES => {
                let reservation = self.shared.budget.charge(holders, bytes);
                response.map(|body| holding(body, reservation))
            }
            _ => response,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestMemory {
    type Rejection = StatusCode;

    /// Every request of the server has one.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        Self::of(&parts.extensions).ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl Shared {
    fn state<T>(&self, with: impl FnOnce(&mut State) -> T) -> T {
        with(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The length that a body announces in `Content-Length` (RFC 9110 section 8.6), in bytes.
pub fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Returns the request with a body that fails if nothing of it arrives for [`STALL_MAX`].
pub fn limited(request: Request) -> Request {
    if request.body().is_end_stream() {
        return request;
    }
    request.map(|body| Body::new(TimeoutBody::new(STALL_MAX, body)))
}

/// Whether a body failed because nothing of it arrived for [`STALL_MAX`].
pub fn has_stalled(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<TimeoutError>() {
            return true;
        }
        next = error.source();
    }
    false
}

/// A body that keeps `held` alive until it is sent: a reservation, or another count.
pub fn holding(body: Body, held: impl Send + Sync + Unpin + 'static) -> Body {
    Body::new(HoldingBody { body, _held: held })
}

struct HoldingBody<H> {
    body: Body,
    _held: H,
}

impl<H: Unpin> HttpBody for HoldingBody<H> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        // Otherwise the connection would drop the body, and with it what it holds, before its last piece is sent.
        false
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use futures_util::stream;

    use super::*;
    use crate::Limits;

    fn memory() -> (Budget, RequestMemory) {
        let budget = Budget::new(Limits::for_bodies(36_000_000));
        (budget.clone(), RequestMemory::new(budget, vec![Holder::Account(uuid::Uuid::from_u128(1))]))
    }

    fn headers(length: &str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_LENGTH, length.parse().expect("a value"))])
    }

    #[tokio::test]
    async fn a_body_is_counted_by_its_announced_length_until_the_response() {
        let (budget, request) = memory();
        for (length, counted) in [("1000", 1_000), ("0", 0), ("50000000", 9_000_000)] {
            request.reserve_body(&headers(length), 9_000_000).await.expect("is free");
            assert_eq!(budget.used_bytes(), counted, "{length}");
            let _ = request.answered(Response::default());
            assert_eq!(budget.used_bytes(), 0);
        }
        request.reserve_body(&HeaderMap::new(), 9_000_000).await.expect("is free");
        assert_eq!(budget.used_bytes(), 9_000_000, "of unknown length");
    }

    #[tokio::test]
    async fn a_large_response_is_counted_until_it_is_sent() {
        let (budget, request) = memory();
        let response = request.answered(Response::new(Body::from(vec![0; 100_000])));
        assert_eq!(budget.used_bytes(), 100_000);
        assert_eq!(response.body().size_hint().exact(), Some(100_000), "its length is known as before");
        to_bytes(response.into_body(), usize::MAX).await.expect("is read");
        assert_eq!(budget.used_bytes(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stalled_body_fails() {
        let stalls = stream::pending::<Result<&'static str, std::io::Error>>();
        let request = limited(Request::new(Body::from_stream(stalls)));
        let error = to_bytes(request.into_body(), 100).await.expect_err("it stalls");
        assert!(has_stalled(&error), "{error:?}");
        let broken = stream::iter([Err::<&'static str, _>(std::io::Error::other("reset"))]);
        let request = limited(Request::new(Body::from_stream(broken)));
        assert!(!has_stalled(&to_bytes(request.into_body(), 100).await.expect_err("it breaks")));
    }
}
