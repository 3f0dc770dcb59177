//! `/messages`: send, list, read, and act on messages in the outbox.

mod act;
mod draft;
mod list;
mod read;
mod send;

use utoipa_axum::router::OpenApiRouter;

use super::room::Room;
use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    send::routes(Room::default()).merge(list::routes()).merge(read::routes()).merge(act::routes())
}
