//! A stored schedule or run that cannot be read is set aside, and the others continue.

use std::time::Duration;

use scripting::{Change, RunState};
use serde_json::Value;
use storage::{DbError, params};
use uuid::Uuid;

use crate::support::{TestServer, start};

async fn execute(server: &TestServer, sql: &'static str, id: Uuid, other: Uuid) {
    let values = (*id.as_bytes(), *other.as_bytes());
    let changed = server.app.db.write(move |tx| tx.execute(sql, params![&values.0, &values.1])).await;
    assert!(changed.map_err(|error: DbError| error).expect("changed") > 0, "{sql}");
}

fn codes(server: &TestServer) -> Vec<String> {
    server.app.storage_status.problems().iter().map(|problem| problem.code.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_that_cannot_be_read_is_switched_off_and_the_others_fire() {
    let server = start().await;
    let mut scripts = Vec::new();
    for _ in 0..2 {
        let script = server.script("console.log('fired')").await;
        let change = Change { cron: Some(Some("30 13 * * *".to_owned())), ..Change::default() };
        scripts.push(server.change_script(&script, change).await.expect("scheduled"));
    }
    execute(&server, "UPDATE script SET created_at = 'never' WHERE id IN ($1, $2)", scripts[0].id, scripts[0].id).await;
    let mut events = server.app.scripts.events();
    server.turn(Duration::from_secs(24 * 3600));
    while server.app.scripts.runs(scripts[1].id, None, 10).await.expect("read").iter().all(|run| !run.state.is_final())
    {
        let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
    }
    while codes(&server).is_empty() {
        let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
    }
    assert_eq!(codes(&server), ["stored_schedules_unreadable"]);
    let next = server.app.db.read(move |rx| {
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
    let server = start().await;
    let (broken, whole) = (server.script("console.log('never')").await, server.script("console.log('runs')").await);
    let run = Uuid::from_u128(7);
    execute(
        &server,
        "INSERT INTO script_run (id, script_id, version, made_by, started_by, late, state, asked_at, mails, refused, \
         console_cut) VALUES ($1, $2, 99, 'hand', 'ann@example.com', 0, 'waiting', 1, 0, 0, 0)",
        run,
        broken.id,
    )
    .await;
    let other = server.start_run(&whole, Value::Null).await;
    assert_eq!(server.run_ends(other).await.run.state, RunState::Finished);
    let ended = server.run_ends(run).await;
    assert_eq!(ended.run.state, RunState::Failed);
    let fault = ended.run.fault.expect("a reason");
    assert_eq!((fault.reason.as_str(), fault.text.code()), ("storage", "script_run_unreadable"));
    assert_eq!(codes(&server), ["stored_runs_unreadable"]);
}
