//! Scripts while something is broken: the disk is full, sending is paused, the workspace is deleted.

use std::time::Duration;

use queue::State;
use scripting::{HookCall, Input, NewScript, RunState, Script, ScriptLimits, ScriptsError, Start, Trigger};
use secrecy::ExposeSecret;
use serde_json::Value;
use storage::{DbError, Read, params};
use uuid::Uuid;

use crate::support::{ANN, TestApp};

/// Lets the database grow to `pages` and no further: what the engine answers then is what it answers on a full disk.
async fn limit_database(app: &TestApp, pages: u32) {
    let limited =
        app.app.db.write(move |tx| tx.query(&format!("PRAGMA max_page_count = {pages}"), &[], |row| row.get::<i64>(0)));
    limited.await.map(|_: Vec<i64>| ()).expect("a limit");
}

/// Fills the disk to the last page.
async fn fill_disk(app: &TestApp) {
    let table = app.app.db.write(|tx| tx.execute("CREATE TABLE IF NOT EXISTS filler (bytes BLOB)", &[]));
    table.await.map(|_: usize| ()).expect("a table");
    limit_database(app, 1).await;
    for bytes in [100_000_usize, 10_000, 1_000, 100, 1] {
        let fill = move |tx: &mut storage::Tx<'_>| {
            tx.execute("INSERT INTO filler (bytes) VALUES ($1)", params![vec![7; bytes]])
        };
        while app.app.db.write(fill).await.map_or_else(|error| !matches!(error, DbError::Full), |_: usize| true) {}
    }
}

async fn free_disk(app: &TestApp) {
    limit_database(app, 1 << 30).await;
}

async fn without_limits(app: &TestApp, script: &Script) {
    let most = Some(1_000_000);
    let limits =
        ScriptLimits { mails_per_run: most, mails_per_hour: most, mails_per_day: most, mails_per_recipient: most };
    app.limit(script, limits).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_an_error_of_the_call_and_the_run_is_kept_when_there_is_room() {
    let app = TestApp::start().await;
    let script = app
        .script(
            "const text = 'word '.repeat(8000);\nfor (let nth = 0; ; nth++) {\n  \
             const {error} = sendEmail({to: `p${nth}@example.org`, subject: 'x', text, key: `k${nth}`});\n  \
             if (error) { console.log(error); break; }\n}",
        )
        .await;
    without_limits(&app, &script).await;
    let run = app.start_run(&script, Value::Null).await;
    app.is(run, |run| run.mails > 2).await;
    let mut events = app.app.scripts.events();
    loop {
        // The script may be between two calls for as long as the disk is full: then it fills up once more.
        fill_disk(&app).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        free_disk(&app).await;
        // Its end may have found the disk full, and waits for its next try.
        app.turn(Duration::from_secs(5));
        let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
        if app.app.scripts.run(run).await.expect("read").expect("a run").state.is_final() {
            break;
        }
    }
    let ended = app.ends(run).await;
    assert_eq!((ended.run.state, ended.run.refused), (RunState::Finished, 1), "{:?}", ended.run.fault);
    assert!(ended.console[0].contains("disk is full"), "{:?}", ended.console);
    assert_eq!(ended.accepted() as u64, ended.run.mails);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_of_the_server_does_not_wait_for_room_on_the_disk() {
    let app = TestApp::start().await;
    let script = app
        .script(
            // So many recipients that not even the refused call fits into what is left of a page.
            "const to = Array.from({length: 90}, (_, nth) => 'p'.repeat(50) + `${nth}@example.org`);\n\
             for (;;) sendEmail({to, subject: 'x', text: 'word '.repeat(8000)});",
        )
        .await;
    without_limits(&app, &script).await;
    let run = app.start_run(&script, Value::Null).await;
    app.is(run, |run| run.mails > 2).await;
    fill_disk(&app).await;
    // Long enough that the run has ended for want of room, and tries to have that kept.
    tokio::time::sleep(Duration::from_secs(1)).await;
    // DeliveryHandle has verdicts that it cannot write, and gives up by the clock.
    let clock = app.app.clock.clone();
    let time_passes = async {
        loop {
            clock.turn(Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let stopped = tokio::select! {
        stopped = tokio::time::timeout(Duration::from_secs(20), app.stop()) => stopped.expect("it stops"),
        () = time_passes => unreachable!("time passes on"),
    };
    let app = stopped.start().await;
    let ended = app.ends(run).await;
    assert_eq!(ended.run.state, RunState::Interrupted);
    assert_eq!(ended.accepted() as u64, ended.run.mails);
    let ids = app.app.scripts.messages(run).await.expect("read");
    let there =
        app.app.db.read(move |rx| ids.iter().map(|id| queue::deliveries(rx, *id)).collect::<Result<Vec<_>, _>>());
    assert!(there.await.expect("read").iter().all(|deliveries| !deliveries.is_empty()), "what it reports is on disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_on_a_full_disk_is_refused_and_starts_nothing() {
    let app = TestApp::start().await;
    let script = app.script("").await;
    let token = app.app.scripts.make_hook(script.id, &app.by()).await.expect("made");
    fill_disk(&app).await;
    let input = Input::of(&"x".repeat(200_000)).expect("an input");
    let call = || HookCall { input: input.clone(), key: Some("event-1".to_owned()) };
    let refused = app.app.scripts.call_hook(token.expose_secret(), call()).await;
    assert!(matches!(refused, Err(ScriptsError::Db(DbError::Full))), "{refused:?}");
    free_disk(&app).await;
    let called = app.app.scripts.call_hook(token.expose_secret(), call()).await.expect("called");
    assert!(!called.repeated, "the key was not used up");
    app.ends(called.run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_taken_while_sending_is_paused_and_its_mail_waits() {
    let app = TestApp::start().await;
    app.send_to_nobody().await;
    app.run("sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'})").await;
    let mut events = app.app.delivery_loop.events();
    while app.app.settings.pause().is_none() {
        let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
    }
    let script = app.script("sendEmail({to: 'eve@example.org', subject: 'x', text: 'y'})").await;
    let token = app.app.scripts.make_hook(script.id, &app.by()).await.expect("made");
    let call = HookCall { input: Input::default(), key: None };
    let called = app.app.scripts.call_hook(token.expose_secret(), call).await.expect("called");
    let ended = app.ends(called.run).await;
    assert_eq!((ended.run.state, ended.accepted()), (RunState::Finished, 1));
    let id = ended.mails[0].id.expect("accepted");
    let deliveries = app.app.db.read(move |rx| queue::deliveries(rx, id)).await.expect("read");
    assert_eq!(deliveries.iter().map(|delivery| delivery.state).collect::<Vec<_>>(), [State::Queued]);
}

async fn endless(app: &TestApp, workspace: Uuid, name: &str) -> Uuid {
    let new = NewScript { name: name.to_owned(), source: "for (;;) {}".to_owned(), ..NewScript::default() };
    let script = app.app.scripts.make(workspace, new, &app.by()).await.expect("made");
    // The limit on processor time grows with that on mails: it would end the loop too early for this test.
    without_limits(app, &script).await;
    let start = Start { trigger: Trigger::Hand, started_by: ANN.to_owned(), input: Input::default(), late: false };
    let run = app.app.scripts.start(script.id, start).await.expect("started");
    app.is(run, |run| run.state == RunState::Running).await;
    run
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_of_a_workspace_that_is_deleted_are_stopped() {
    let app = TestApp::start().await;
    let mut made = Vec::new();
    let mut others = Vec::new();
    // All places are taken.
    for name in ["A", "B", "C", "D", "E", "F", "G", "H"] {
        made.push(app.app.accounts.make_workspace(name, None, &app.by()).await.expect("made"));
        others.push(endless(&app, made[made.len() - 1].id, name).await);
    }
    app.app.tickets.delete_workspace(made[0].id, &app.by()).await.expect("deleted");
    app.turn(Duration::from_secs(6));
    let next = app.run("console.log('next')").await;
    assert_eq!(next.console, ["next"]);
    for run in &others[1..] {
        app.app.scripts.cancel(*run, &app.by()).await.expect("it goes on");
    }
}
