//! Endpoints without a key for monitoring: `/healthz` (the process answers), `/readyz` (can accept mail), `/metrics`.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{Router, get};

use storage::DbError;

use super::problem::{Kind, Problem};
use crate::texts;
use app::App;

const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

pub(super) fn routes() -> Router<App> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready)).route("/metrics", get(metrics))
}

/// The process runs and responds; says nothing about mail. For supervisors that restart a hanging process.
async fn alive() -> &'static str {
    "alive\n"
}

/// Mail can be accepted: a write has just reached the disk. For load balancers that route requests elsewhere
/// otherwise.
async fn ready(State(app): State<App>) -> Result<&'static str, Problem> {
    match app.db.check_writable().await {
        Ok(()) => Ok("ready\n"),
        // 507 is for requests that store something; health checks expect 503.
        Err(DbError::Full) => Err(Problem::new(Kind::Unavailable, texts::request_disk_full())),
        Err(error) => Err(error.into()),
    }
}

/// Counters and gauges; waiting deliveries are counted now.
async fn metrics(State(app): State<App>) -> Result<impl IntoResponse, Problem> {
    let metrics = app.maillog.metrics();
    metrics.waiting(app.db.read(|rx| queue::waiting(rx)).await?.iter());
    metrics.disk(*app.db.disk().borrow());
    metrics.paused(app.settings.is_paused());
    metrics.script_runs_waiting(app.scripts.waiting().await?);
    let text = metrics.text().map_err(|error| Problem::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, METRICS_TYPE)], text))
}
