//! Room for large bodies: how much of what is arriving may be in memory at the same time.
//!
//! A large message is held as text, decoded and rendered at once, so only so many may be on their way. Small ones
//! pass at once: connections bound them. A large one waits for room a while and is then asked to come again.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use super::problem::{Kind, Problem};

/// Bodies up to this size are not counted.
const SMALL_BYTES: usize = 64 * 1024;
/// All others together have room for so many of the largest.
const LARGEST_AT_ONCE: usize = 3;
/// How long a large body waits for room.
const PATIENCE: Duration = Duration::from_secs(10);

/// The room that is left; clones share it.
#[derive(Clone)]
pub(super) struct Room {
    kib: Arc<Semaphore>,
    largest_bytes: usize,
    patience: Duration,
}

impl Room {
    /// For bodies of at most `largest_bytes`.
    pub(super) fn new(largest_bytes: usize) -> Self {
        Self::of(largest_bytes, LARGEST_AT_ONCE)
    }

    /// For bodies of at most `largest_bytes`, so many of the largest at once.
    pub(super) fn of(largest_bytes: usize, at_once: usize) -> Self {
        let kib = at_once * largest_bytes.div_ceil(1024);
        Self { kib: Arc::new(Semaphore::new(kib.min(Semaphore::MAX_PERMITS))), largest_bytes, patience: PATIENCE }
    }
}

/// Holds room for the body until the request is answered. A body of unknown length counts as the largest.
pub(super) async fn hold(State(room): State<Room>, request: Request, next: Next) -> Response {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let bytes = announced.unwrap_or(room.largest_bytes);
    // What is too large is refused by its reader, before it arrives.
    if bytes <= SMALL_BYTES || bytes > room.largest_bytes {
        return next.run(request).await;
    }
    let kib = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
    match tokio::time::timeout(room.patience, room.kib.acquire_many(kib)).await {
        Ok(Ok(_held)) => next.run(request).await,
        _ => Problem::new(
            Kind::Unavailable,
            "Too many large messages or files are arriving at the same time; nothing was done. Call again in a few seconds.",
        )
        .into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::middleware;
    use axum::routing::post;
    use tower::ServiceExt;

    use super::*;

    const LARGEST: usize = 1024 * 1024;

    async fn status(room: &Room, announced: Option<usize>) -> StatusCode {
        let layer = middleware::from_fn_with_state(room.clone(), hold);
        let router: Router = Router::new().route("/", post(async || "read")).layer(layer);
        let request = Request::post("/");
        let request = match announced {
            Some(bytes) => request.header(CONTENT_LENGTH, bytes),
            None => request,
        };
        router.oneshot(request.body(Body::empty()).expect("a request")).await.expect("infallible").status()
    }

    #[tokio::test]
    async fn a_large_body_without_room_is_asked_to_come_again() {
        let room = Room { patience: Duration::ZERO, ..Room::new(LARGEST) };
        let two = room.kib.clone().acquire_many_owned(2 * 1024 + 1).await.expect("open");
        assert_eq!(status(&room, Some(LARGEST)).await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status(&room, None).await, StatusCode::SERVICE_UNAVAILABLE, "of unknown length");
        assert_eq!(status(&room, Some(SMALL_BYTES)).await, StatusCode::OK);
        drop(two);
        assert_eq!(status(&room, Some(LARGEST)).await, StatusCode::OK);
        assert_eq!(room.kib.available_permits(), 3 * 1024, "room is given back");
    }
}
