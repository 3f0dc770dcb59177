//! Server-sent events for pages that watch.
use super::session::Visitor;
pub async fn stream(_visitor: Visitor) {}
