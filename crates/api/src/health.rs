//! Endpoints for monitoring, without a key: `/healthz` (the process responds), `/readyz` (mail can be accepted),
//! `/metrics`.

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

/// Responds while the process runs, whether or not mail can be accepted. For supervisors that restart a hanging
/// process.
async fn alive() -> &'static str {
    "alive\n"
}

/// Responds with 200 if mail can be accepted: a write has just reached the disk. For load balancers, which otherwise
/// route requests elsewhere.
async fn ready(State(app): State<App>) -> Result<&'static str, Problem> {
    match app.db.check_writable().await {
        Ok(()) => Ok("ready\n"),
        // 507 is for requests that store something; health checks expect 503.
        Err(DbError::Full) => Err(Problem::new(Kind::Unavailable, texts::request_disk_full())),
        Err(error) => Err(error.into()),
    }
}

/// All metrics in the OpenMetrics format; gauges are read now.
async fn metrics(State(app): State<App>) -> Result<impl IntoResponse, Problem> {
    let metrics = app.maillog.metrics();
    metrics.waiting(app.db.read(|rx| queue::waiting(rx)).await?.iter());
    metrics.disk(*app.db.disk().borrow());
    metrics.paused(app.settings.is_paused());
    metrics.script_runs_waiting(app.scripts.waiting().await?);
    let text = metrics.text().map_err(|error| Problem::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, METRICS_TYPE)], text))
}
