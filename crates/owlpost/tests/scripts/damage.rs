//! A stored schedule or run that cannot be read is set aside, and the others go on.

use std::time::Duration;

use scripting::{Change, RunState};
use serde_json::Value;
use storage::{DbError, params};
use uuid::Uuid;

use crate::support::TestApp;

async fn execute(app: &TestApp, sql: &'static str, id: Uuid, other: Uuid) {
    let values = (*id.as_bytes(), *other.as_bytes());
    let changed = app.app.db.write(move |tx| tx.execute(sql, params![&values.0, &values.1])).await;
    assert!(changed.map_err(|error: DbError| error).expect("changed") > 0, "{sql}");
}

fn codes(app: &TestApp) -> Vec<String> {
    app.app.storage_status.problems().iter().map(|problem| problem.code.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_that_cannot_be_read_is_switched_off_and_the_others_fire() {
    let app = TestApp::start().await;
    let mut scripts = Vec::new();
    for _ in 0..2 {
        let script = app.script("console.log('fired')").await;
        let change = Change { cron: Some(Some("30 13 * * *".to_owned())), ..Change::default() };
        scripts.push(app.change(&script, change).await.expect("scheduled"));
    }
    execute(&app, "UPDATE script SET created_at = 'never' WHERE id IN ($1, $2)", scripts[0].id, scripts[0].id).await;
    let mut events = app.app.scripts.events();
    app.turn(Duration::from_secs(24 * 3600));
    while app.app.scripts.runs(scripts[1].id, None, 10).await.expect("read").iter().all(|run| !run.state.is_final()) {
        let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
    }
    while codes(&app).is_empty() {
        let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
    }
    assert_eq!(codes(&app), ["stored_schedules_unreadable"]);
    let next = app.app.db.read(move |rx| {
        storage::Read::query_first(
            rx,
            "SELECT next_at FROM script WHERE id = $1",
            params![scripts[0].id.as_bytes()],
            |row| row.get::<Option<i64>>(0),
        )
    });
    assert_eq!(next.await.map_err(|error: DbError| error).expect("read"), Some(None), "switched off");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_version_is_missing_ends_as_failed_and_the_others_run() {
    let app = TestApp::start().await;
    let (broken, whole) = (app.script("console.log('never')").await, app.script("console.log('runs')").await);
    let run = Uuid::from_u128(7);
    execute(
        &app,
        "INSERT INTO script_run (id, script_id, version, made_by, started_by, late, state, asked_at, mails, refused, \
         console_cut) VALUES ($1, $2, 99, 'hand', 'ann@example.com', 0, 'waiting', 1, 0, 0, 0)",
        run,
        broken.id,
    )
    .await;
    let other = app.start_run(&whole, Value::Null).await;
    assert_eq!(app.ends(other).await.run.state, RunState::Finished);
    let ended = app.ends(run).await;
    assert_eq!(ended.run.state, RunState::Failed);
    let fault = ended.run.fault.expect("a reason");
    assert_eq!((fault.reason.as_str(), fault.text.code()), ("storage", "script_run_unreadable"));
    assert_eq!(codes(&app), ["stored_runs_unreadable"]);
}
