//! `/messages`: send, list, read, and act on messages in the outbox.

mod act;
mod draft;
mod list;
mod read;
mod release;
mod send;

use utoipa_axum::router::OpenApiRouter;

use super::body_memory::BodyMemory;
use app::App;

pub(super) use send::{Accepted, HeaderKey, accepted, one_key};

/// `largest_bytes` is the largest body of a new message.
pub(super) fn routes(largest_bytes: usize) -> OpenApiRouter<App> {
    let read_and_act = list::routes().merge(read::routes()).merge(act::routes()).merge(release::routes());
    send::routes(BodyMemory::new(largest_bytes)).merge(read_and_act)
}
