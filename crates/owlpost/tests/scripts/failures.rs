//! Scripts while something fails: the disk is full, sending is paused, the workspace is deleted.

use accounts::WorkspaceQuota;
use std::time::Duration;

use queue::State;
use scripting::{Input, NewScript, RunState, Script, ScriptLimits, ScriptsError, Start, Trigger, WebhookCall};
use secrecy::ExposeSecret;
use serde_json::Value;
use storage::{DbError, Read, params};
use uuid::Uuid;

use crate::support::{ANN, TestServer, start};

/// Limits the database to `pages`; beyond that the engine reports the same error as on a full disk.
async fn limit_database(server: &TestServer, pages: u32) {
    let limited = server
        .app
        .db
        .write(move |tx| tx.query(&format!("PRAGMA max_page_count = {pages}"), &[], |row| row.get::<i64>(0)));
    limited.await.map(|_: Vec<i64>| ()).expect("a limit");
}

/// Fills the disk to the last page.
async fn fill_disk(server: &TestServer) {
    let table = server.app.db.write(|tx| tx.execute("CREATE TABLE IF NOT EXISTS filler (bytes BLOB)", &[]));
    table.await.map(|_: usize| ()).expect("a table");
    limit_database(server, 1).await;
    for bytes in [100_000_usize, 10_000, 1_000, 100, 1] {
        let fill = move |tx: &mut storage::Tx<'_>| {
            tx.execute("INSERT INTO filler (bytes) VALUES ($1)", params![vec![7; bytes]])
        };
        while server.app.db.write(fill).await.map_or_else(|error| !matches!(error, DbError::Full), |_: usize| true) {}
    }
}

async fn free_disk(server: &TestServer) {
    limit_database(server, 1 << 30).await;
}

async fn without_limits(server: &TestServer, script: &Script) {
    let most = Some(1_000_000);
    let limits =
        ScriptLimits { mails_per_run: most, mails_per_hour: most, mails_per_day: most, mails_per_recipient: most };
    server.limit_script(script, limits).await;
    let quota = WorkspaceQuota {
        recipients_per_hour: most,
        recipients_per_day: most,
        mails_per_recipient: most,
        ..WorkspaceQuota::default()
    };
    let workspace = server.workspace;
    server.app.accounts.set_workspace_quota(workspace, quota, &server.by_ann()).await.expect("changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_an_error_of_the_call_and_the_run_is_stored_when_there_is_space() {
    let server = start().await;
    let script = server
        .script(
            "const text = 'word '.repeat(8000);\nfor (let nth = 0; ; nth++) {\n  \
             const {error} = sendEmail({to: `p${nth}@example.org`, subject: 'x', text, key: `k${nth}`});\n  \
             if (error) { console.log(error); break; }\n}",
        )
        .await;
    without_limits(&server, &script).await;
    let run = server.start_run(&script, Value::Null).await;
    server.run_is(run, |run| run.mails > 2).await;
    let mut events = server.app.scripts.events();
    loop {
        // While the disk is full, the script may be between two calls; then the disk is filled again.
        fill_disk(&server).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        free_disk(&server).await;
        // Storing its end may have failed on the full disk, and waits for the next try.
        server.turn(Duration::from_secs(5));
        let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
        if server.app.scripts.run(run).await.expect("read").expect("a run").state.is_final() {
            break;
        }
    }
    let ended = server.run_ends(run).await;
    assert_eq!((ended.run.state, ended.run.refused), (RunState::Finished, 1), "{:?}", ended.run.fault);
    assert!(ended.console[0].contains("disk is full"), "{:?}", ended.console);
    assert_eq!(ended.accepted() as u64, ended.run.mails);
}

#[tokio::test(flavor = "multi_thread")]
async fn shutdown_does_not_wait_for_space_on_the_disk() {
    let server = start().await;
    let script = server
        .script(
            // So many recipients that not even the refused call fits into the rest of a page.
            "const to = Array.from({length: 90}, (_, nth) => 'p'.repeat(50) + `${nth}@example.org`);\n\
             for (;;) sendEmail({to, subject: 'x', text: 'word '.repeat(8000)});",
        )
        .await;
    without_limits(&server, &script).await;
    let run = server.start_run(&script, Value::Null).await;
    server.run_is(run, |run| run.mails > 2).await;
    fill_disk(&server).await;
    // Long enough that the run has failed for lack of space and tries to store its end.
    tokio::time::sleep(Duration::from_secs(1)).await;
    // The delivery loop has verdicts that it cannot write, and gives up after a time by the clock.
    let clock = server.app.clock.clone();
    let time_passes = async {
        loop {
            clock.turn(Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let stopped = tokio::select! {
        stopped = tokio::time::timeout(Duration::from_secs(20), server.stop()) => stopped.expect("it stops"),
        () = time_passes => unreachable!("time does not stop"),
    };
    let server = stopped.start().await;
    let ended = server.run_ends(run).await;
    assert_eq!(ended.run.state, RunState::Interrupted);
    assert_eq!(ended.accepted() as u64, ended.run.mails);
    let ids = server.app.scripts.messages(run).await.expect("read");
    let there =
        server.app.db.read(move |rx| ids.iter().map(|id| queue::deliveries(rx, *id)).collect::<Result<Vec<_>, _>>());
    assert!(there.await.expect("read").iter().all(|deliveries| !deliveries.is_empty()), "what it reports is on disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_on_a_full_disk_is_refused_and_starts_nothing() {
    let server = start().await;
    let script = server.script("").await;
    let token = server.app.scripts.create_webhook(script.id, &server.by_ann()).await.expect("made");
    fill_disk(&server).await;
    let input = Input::of(&"x".repeat(200_000)).expect("an input");
    let call = || WebhookCall { input: input.clone(), key: Some("event-1".to_owned()) };
    let refused = server.app.scripts.call_hook(token.expose_secret(), call()).await;
    assert!(matches!(refused, Err(ScriptsError::Db(DbError::Full))), "{refused:?}");
    free_disk(&server).await;
    let called = server.app.scripts.call_hook(token.expose_secret(), call()).await.expect("called");
    assert!(!called.repeated, "the key was not used up");
    server.run_ends(called.run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_accepted_while_sending_is_paused_and_its_mail_waits() {
    let server = start().await;
    server.send_to_nobody().await;
    server.run("sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'})").await;
    let mut events = server.app.delivery_loop.events();
    while server.app.settings.pause().is_none() {
        let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
    }
    let script = server.script("sendEmail({to: 'eve@example.org', subject: 'x', text: 'y'})").await;
    let token = server.app.scripts.create_webhook(script.id, &server.by_ann()).await.expect("made");
    let call = WebhookCall { input: Input::default(), key: None };
    let called = server.app.scripts.call_hook(token.expose_secret(), call).await.expect("called");
    let ended = server.run_ends(called.run).await;
    assert_eq!((ended.run.state, ended.accepted()), (RunState::Finished, 1));
    let id = ended.mails[0].id.expect("accepted");
    let deliveries = server.app.db.read(move |rx| queue::deliveries(rx, id)).await.expect("read");
    assert_eq!(deliveries.iter().map(|delivery| delivery.state).collect::<Vec<_>>(), [State::Queued]);
}

/// Starts an endless run as this person.
async fn endless(server: &TestServer, workspace: Uuid, name: &str, person: &str) -> Uuid {
    let new = NewScript { name: name.to_owned(), source: "for (;;) {}".to_owned(), ..NewScript::default() };
    let script = server.app.scripts.make(workspace, new, &server.by_ann()).await.expect("made");
    // The limit on processor time grows with the limit on mails; it would end the loop too early for this test.
    without_limits(server, &script).await;
    let start = Start {
        trigger: Trigger::Hand,
        started_by: Some(accounts::Actor::account(person)),
        input: Input::default(),
        late: false,
    };
    let run = server.app.scripts.start(script.id, start).await.expect("started");
    server.run_is(run, |run| run.state == RunState::Running).await;
    run
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_with_many_workspaces_cannot_block_the_runs_of_others() {
    let server = start().await;
    let mut endless_runs = Vec::new();
    for name in ["A", "B", "C", "D", "E", "F"] {
        let made = server.app.accounts.make_workspace(name, None, &server.by_ann()).await.expect("made");
        endless_runs.push(endless(&server, made.id, name, ANN).await);
    }
    // A webhook runs the version that she saved.
    let script = server.script("console.log('hers')").await;
    let token = server.app.scripts.create_webhook(script.id, &server.by_ann()).await.expect("made");
    let call = WebhookCall { input: Input::default(), key: None };
    let hers = server.app.scripts.call_hook(token.expose_secret(), call).await.expect("called").run;
    let others = server.app.accounts.make_workspace("Others", None, &server.by_ann()).await.expect("made");
    endless_runs.push(endless(&server, others.id, "Others", "bob@example.com").await);
    let run = server.app.scripts.run(hers).await.expect("read").expect("a run");
    assert_eq!(run.state, RunState::Waiting, "two places are for others");
    for run in endless_runs {
        server.app.scripts.cancel(run, &server.by_ann()).await.expect("it goes on");
    }
    assert_eq!(server.run_ends(hers).await.console, ["hers"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_of_a_workspace_that_is_deleted_are_stopped() {
    let server = start().await;
    let mut made = Vec::new();
    let mut others = Vec::new();
    // All places for runs are taken.
    for name in ["A", "B", "C", "D", "E", "F", "G", "H"] {
        made.push(server.app.accounts.make_workspace(name, None, &server.by_ann()).await.expect("made"));
        let person = format!("{name}@example.com");
        others.push(endless(&server, made[made.len() - 1].id, name, &person).await);
    }
    server.app.tickets.delete_workspace(made[0].id, &server.by_ann()).await.expect("deleted");
    server.turn(Duration::from_secs(6));
    let next = server.run("console.log('next')").await;
    assert_eq!(next.console, ["next"]);
    for run in &others[1..] {
        server.app.scripts.cancel(*run, &server.by_ann()).await.expect("it goes on");
    }
}
