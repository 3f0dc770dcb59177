//! Room for large bodies: how much of what is arriving may be in memory at the same time.
//!
//! A message of 35 MiB is held as text, decoded and rendered at once, so only so many may be on their way. Small ones
//! pass at once: connections bound them. A large one waits for room a while and is then asked to come again.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use super::input::MESSAGE_BODY_BYTES;
use super::problem::{Kind, Problem};

/// Bodies up to this size are not counted.
const SMALL_BYTES: usize = 64 * 1024;
/// All others together: three of the largest.
const ROOM_KIB: usize = 3 * MESSAGE_BODY_BYTES / 1024;
/// How long a large body waits for room.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is left of it, in KiB; clones share it.
#[derive(Clone)]
pub(super) struct Room(Arc<Semaphore>);

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ROOM_KIB)))
    }
}

/// Holds room for the body until the request is answered. A body of unknown length counts as the largest.
pub(super) async fn hold(State(Room(room)): State<Room>, request: Request, next: Next) -> Response {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let bytes = announced.unwrap_or(MESSAGE_BODY_BYTES);
    // What is too large is refused by its reader, before it arrives.
    if bytes <= SMALL_BYTES || bytes > MESSAGE_BODY_BYTES {
        return next.run(request).await;
    }
    let kib = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
    match tokio::time::timeout(PATIENCE, room.acquire_many(kib)).await {
        Ok(Ok(_held)) => next.run(request).await,
        _ => Problem::new(
            Kind::Unavailable,
            "Too many large messages are arriving at the same time; nothing was done. Call again in a few seconds.",
        )
        .into_response(),
    }
}
