//! The first page.
use axum::response::{IntoResponse, Redirect};
use super::session::Visitor;
use super::trouble::PageResult;
pub async fn show(_visitor: Visitor) -> PageResult { Ok(Redirect::to("/configuration/email-settings").into_response()) }
