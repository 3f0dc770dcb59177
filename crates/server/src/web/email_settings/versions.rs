//! The versions of the email settings: who saved what when, and the way back.
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use crate::app::App;
use crate::settings::Actor;
use crate::web::session::Administrator;
use crate::web::trouble::PageResult;

pub async fn show(State(_app): State<App>, Administrator(_visitor): Administrator) -> PageResult {
    todo!()
}

/// Makes a copy of an earlier version the newest.
pub async fn restore(State(app): State<App>, Administrator(visitor): Administrator, Path(number): Path<u32>) -> PageResult {
    let by = Actor(visitor.account.email.expose().to_owned());
    let version = app.settings.restore(number, &by).await?;
    Ok(Redirect::to(&format!("/configuration/email-settings?saved={}", version.number)).into_response())
}
