//! The first page.
use super::session::Visitor;
use super::trouble::PageResult;
use axum::response::{IntoResponse, Redirect};
pub async fn show(_visitor: Visitor) -> PageResult {
    Ok(Redirect::to("/configuration/email-settings").into_response())
}
