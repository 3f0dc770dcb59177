//! Limits how much memory the bodies of concurrent requests take.
//!
//! A large message is in memory as text, decoded and rendered at the same time, so only a few may be processed
//! concurrently. Small ones are not limited here, but by the number of connections. A large one waits for memory for
//! a while and is then refused with `Retry-After`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::input::drain_refused;
use super::problem::{Kind, Problem};
use super::texts;

/// Bodies up to this size are not counted.
const SMALL_BYTES: usize = 64 * 1024;
/// The total is a multiple of the largest body.
const LARGEST_AT_ONCE: usize = 3;
/// How long a large body waits for memory.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// The free memory; clones share it.
#[derive(Clone)]
pub(super) struct BodyMemory {
    kib: Arc<Semaphore>,
    largest_bytes: usize,
    wait_max: Duration,
}

impl BodyMemory {
    /// For bodies of at most `largest_bytes`.
    pub(super) fn new(largest_bytes: usize) -> Self {
        Self::of(largest_bytes, LARGEST_AT_ONCE)
    }

    /// For bodies of at most `largest_bytes`, `at_once` of the largest at the same time.
    pub(super) fn of(largest_bytes: usize, at_once: usize) -> Self {
        let kib = at_once * largest_bytes.div_ceil(1024);
        Self { kib: Arc::new(Semaphore::new(kib.min(Semaphore::MAX_PERMITS))), largest_bytes, wait_max: WAIT_MAX }
    }

    /// A body waits for so long.
    #[cfg(test)]
    pub(super) fn waiting(self, wait_max: Duration) -> Self {
        Self { wait_max, ..self }
    }
}

/// Memory that is reserved until this is dropped.
pub(super) struct HeldMemory {
    _permits: Vec<OwnedSemaphorePermit>,
}

impl BodyMemory {
    /// Reserves memory for a body with these headers; a body of unknown length counts as the largest. Where `own` is given,
    /// it is the part of the memory that this caller may use, and is waited for first. `None` where there was none in time.
    pub(super) async fn reserve(&self, headers: &HeaderMap, own: Option<Arc<Semaphore>>) -> Option<HeldMemory> {
        let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        let bytes = announced.unwrap_or(self.largest_bytes);
        // An oversized body is refused before it is received.
        if bytes <= SMALL_BYTES || bytes > self.largest_bytes {
            return Some(HeldMemory { _permits: Vec::new() });
        }
        let kib = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
        let held = async {
            let mut held = Vec::new();
            for memory in own.into_iter().chain([self.kib.clone()]) {
                held.push(memory.acquire_many_owned(kib).await.ok()?);
            }
            Some(HeldMemory { _permits: held })
        };
        tokio::time::timeout(self.wait_max, held).await.ok().flatten()
    }
}

/// Reserves memory for the body until the request is answered.
pub(super) async fn reserve(State(memory): State<BodyMemory>, request: Request, next: Next) -> Response {
    match memory.reserve(request.headers(), None).await {
        Some(_held) => next.run(request).await,
        None => {
            // Many clients read no response before they have sent everything. What is drained takes no memory.
            let (parts, body) = request.into_parts();
            drain_refused(&parts.headers, body).await;
            Problem::new(Kind::Unavailable, texts::request_memory_full()).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::http::header::{EXPECT, RETRY_AFTER};
    use axum::middleware;
    use axum::routing::post;
    use futures_util::StreamExt;
    use tower::ServiceExt;

    use super::*;

    const LARGEST: usize = 1024 * 1024;

    async fn status(memory: &BodyMemory, announced: Option<usize>) -> StatusCode {
        let layer = middleware::from_fn_with_state(memory.clone(), reserve);
        let router: Router = Router::new().route("/", post(async || "read")).layer(layer);
        let request = Request::post("/");
        let request = match announced {
            Some(bytes) => request.header(CONTENT_LENGTH, bytes),
            None => request,
        };
        router.oneshot(request.body(Body::empty()).expect("a request")).await.expect("infallible").status()
    }

    #[tokio::test]
    async fn the_body_of_a_refused_request_is_drained_unless_it_was_not_sent() {
        for (expects, drained) in [(false, LARGEST), (true, 0)] {
            let memory = BodyMemory { wait_max: Duration::ZERO, ..BodyMemory::of(LARGEST, 0) };
            let layer = middleware::from_fn_with_state(memory, reserve);
            let router: Router = Router::new().route("/", post(async || "read")).layer(layer);
            let read = Arc::new(AtomicUsize::new(0));
            let counter = read.clone();
            let chunks = futures_util::stream::iter(vec![[0; 1024]; LARGEST / 1024]).map(move |chunk| {
                counter.fetch_add(chunk.len(), Ordering::Relaxed);
                Ok::<_, std::convert::Infallible>(chunk.to_vec())
            });
            let mut request = Request::post("/").header(CONTENT_LENGTH, LARGEST);
            if expects {
                request = request.header(EXPECT, "100-continue");
            }
            let request = request.body(Body::from_stream(chunks)).expect("a request");
            let answer = router.oneshot(request).await.expect("infallible");
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert!(answer.headers().contains_key(RETRY_AFTER), "{answer:?}");
            assert_eq!(read.load(Ordering::Relaxed), drained);
        }
    }

    #[tokio::test]
    async fn a_large_body_without_memory_is_refused() {
        let memory = BodyMemory { wait_max: Duration::ZERO, ..BodyMemory::new(LARGEST) };
        let two = memory.kib.clone().acquire_many_owned(2 * 1024 + 1).await.expect("open");
        assert_eq!(status(&memory, Some(LARGEST)).await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status(&memory, None).await, StatusCode::SERVICE_UNAVAILABLE, "of unknown length");
        assert_eq!(status(&memory, Some(SMALL_BYTES)).await, StatusCode::OK);
        drop(two);
        assert_eq!(status(&memory, Some(LARGEST)).await, StatusCode::OK);
        assert_eq!(memory.kib.available_permits(), 3 * 1024, "memory is given back");
    }
}
