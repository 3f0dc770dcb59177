//! `/messages`: send, list, read, and act on messages in the outbox.

mod act;
mod draft;
mod list;
mod raw;
mod read;
mod release;
mod send;

use utoipa_axum::router::OpenApiRouter;

use app::App;

pub(super) use send::{Accepted, HeaderKey, accepted, one_key};

pub(super) fn routes() -> OpenApiRouter<App> {
    let read_and_act = list::routes().merge(read::routes()).merge(act::routes()).merge(release::routes());
    send::routes().merge(raw::routes()).merge(read_and_act)
}
