//! How runs start, wait, end, are stopped and interrupted.

use accounts::Actor;
use i18n::Language;
use scripting::{Input, NewScript, RunState, ScriptsError};
use serde_json::{Value, json};
use storage::Read as _;

use crate::support::{EndedRun, TestServer, start};

/// A source that writes a line, sends a mail and then loops forever.
const FOR_EVER: &str =
    "console.log('begun');\nsendEmail({to: 'bob@example.org', subject: 'x', text: 'y'});\nfor (;;) {}";

#[tokio::test(flavor = "multi_thread")]
async fn a_running_run_is_stopped_and_its_mail_is_delivered() {
    let server = start().await;
    let script = server.script(FOR_EVER).await;
    let run = server.start_run(&script, Value::Null).await;
    server.run_is(run, |run| run.mails == 1).await;
    let waits = server.start_run(&script, Value::Null).await;
    server.app.scripts.cancel(waits, &server.by_ann()).await.expect("cancelled");
    assert_eq!(server.run_ends(waits).await.run.state, RunState::Cancelled, "it never began");
    server.app.scripts.cancel(run, &server.by_ann()).await.expect("cancelled");
    let ended = server.run_ends(run).await;
    assert_eq!((ended.run.state, ended.accepted()), (RunState::Cancelled, 1));
    server.mailbox_has(1).await;
    let again = server.app.scripts.cancel(run, &server.by_ann()).await;
    assert!(matches!(again, Err(ScriptsError::Ended)), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_of_one_script_are_sequential_and_those_of_others_concurrent() {
    let server = start().await;
    let slow = server.script(FOR_EVER).await;
    let first = server.start_run(&slow, Value::Null).await;
    server.run_is(first, |run| run.mails == 1).await;
    let second = server.start_run(&slow, Value::Null).await;
    let other = server.run("console.log('other')").await;
    assert_eq!(other.run.state, RunState::Finished);
    let waiting = server.app.scripts.run(second).await.expect("read").expect("a run");
    assert_eq!(waiting.state, RunState::Waiting);
    server.app.scripts.cancel(first, &server.by_ann()).await.expect("cancelled");
    server.run_is(second, |run| run.state == RunState::Running).await;
    server.app.scripts.cancel(second, &server.by_ann()).await.expect("cancelled");
    server.run_ends(second).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shutdown_interrupts_running_runs_and_waiting_ones_start_afterwards() {
    let server = start().await;
    let script = server.script(FOR_EVER).await;
    let run = server.start_run(&script, Value::Null).await;
    server.run_is(run, |run| run.mails == 1).await;
    let waits = server.start_run(&script, json!({"nth": 2})).await;
    let server = server.stop().await.start().await;
    let ended = server.run_ends(run).await;
    assert_eq!((ended.run.state, ended.accepted()), (RunState::Interrupted, 1));
    assert_eq!(ended.console, ["begun"]);
    server.run_is(waits, |run| run.state == RunState::Running).await;
    server.app.scripts.cancel(waits, &server.by_ann()).await.expect("cancelled");
    server.run_ends(waits).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_executes_the_version_it_was_requested_for() {
    let server = start().await;
    let script = server.script("for (;;) {}").await;
    let first = server.start_run(&script, Value::Null).await;
    server.run_is(first, |run| run.state == RunState::Running).await;
    let second = server.start_run(&script, Value::Null).await;
    let change = scripting::Change { source: Some("console.log('two')".into()), ..Default::default() };
    server.change_script(&script, change).await.expect("saved");
    let third = server.start_run(&script, Value::Null).await;
    for run in [first, second] {
        server.run_is(run, |run| run.state == RunState::Running).await;
        server.app.scripts.cancel(run, &server.by_ann()).await.expect("cancelled");
    }
    let ended = server.run_ends(third).await;
    assert_eq!((ended.run.version, ended.console), (2, vec!["two".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_stored_with_line_column_and_text() {
    let server = start().await;
    let ended = server.run("const a = 1;\nmissing(a);").await;
    let fault = ended.run.fault.expect("a fault");
    assert_eq!(fault.thrown(), Some("ReferenceError: missing is not defined"));
    assert_eq!((fault.line, fault.column, fault.source_line.as_deref()), (Some(2), Some(1), Some("missing(a);")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_input_is_deleted_with_the_end_of_its_run_and_a_small_one_kept() {
    let server = start().await;
    let script = server.script("console.log(input.text.length)").await;
    for (length, kept) in [(1_000, true), (100_000, false)] {
        let ended = server.run_script(&script, json!({"text": "x".repeat(length)})).await;
        assert_eq!(ended.console, [length.to_string()]);
        assert_eq!(server.app.scripts.input(ended.run.id).await.expect("read").is_some(), kept);
    }
}

#[test]
fn an_oversized_input_is_refused_before_it_is_stored() {
    let refused = Input::of(&json!({"text": "x".repeat(9 << 20)})).expect_err("too large");
    assert_eq!(refused.field, "input");
    assert_eq!(refused.text, scripting::texts::script_input_too_large(9_437_195, 8_000_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_script_stops_its_run_and_keeps_its_mail() {
    let server = start().await;
    let script = server.script(FOR_EVER).await;
    let run = server.start_run(&script, Value::Null).await;
    server.run_is(run, |run| run.mails == 1).await;
    server.app.scripts.delete(script.id, &server.by_ann()).await.expect("deleted");
    assert!(server.app.scripts.run(run).await.expect("read").is_none());
    server.mailbox_has(1).await;
    let after = server.run("console.log('next')").await;
    assert_eq!(after.console, ["next"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_runs_are_deleted() {
    let server = start().await;
    let ended = server.run("sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'}); console.log('x')").await;
    server.turn(std::time::Duration::from_secs(91 * 24 * 3600));
    server.app.scripts.forget(server.now()).await.expect("forgotten");
    assert!(server.app.scripts.run(ended.run.id).await.expect("read").is_none());
    assert!(server.app.scripts.mails(ended.run.id, 0, 10, false).await.expect("read").is_empty());
}

/// A run with more calls than one transaction deletes.
async fn with_many_calls(server: &TestServer) -> EndedRun {
    let ended = server.run("sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'})").await;
    let run = ended.run.id;
    let more = server.app.db.write(move |tx| {
        tx.execute(
            "WITH RECURSIVE more (number) AS (SELECT 2 UNION ALL SELECT number + 1 FROM more WHERE number < 12000) \
             INSERT INTO script_mail SELECT run_id, more.number, script_id, at, line, message, repeated, recipients, \
             subject, error FROM script_mail, more WHERE run_id = $1",
            storage::params![run.as_bytes()],
        )?;
        tx.execute("UPDATE script_run SET mails = 12000 WHERE id = $1", storage::params![run.as_bytes()])
    });
    more.await.map(|_: usize| ()).expect("more calls");
    ended
}

/// The number of stored calls, including those of deleted runs.
async fn calls_stored(server: &TestServer) -> u64 {
    let count = server
        .app
        .db
        .read(|rx| rx.query_first("SELECT COUNT(*) FROM script_mail", storage::params![], |row| row.get(0)));
    count.await.expect("counted").unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_run_with_many_calls_is_deleted_in_steps() {
    let server = start().await;
    let run = with_many_calls(&server).await.run.id;
    server.turn(std::time::Duration::from_secs(91 * 24 * 3600));
    server.app.scripts.forget(server.now()).await.expect("forgotten");
    assert!(server.app.scripts.run(run).await.expect("read").is_none());
    assert_eq!(calls_stored(&server).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_is_deleted_immediately_and_the_data_of_its_runs_later() {
    let server = start().await;
    let EndedRun { run, .. } = with_many_calls(&server).await;
    let script = server.app.scripts.script(run.script).await.expect("read").expect("a script");
    let message = server.app.scripts.messages(run.id).await.expect("read")[0];
    assert!(server.app.scripts.run_of(message).await.expect("read").is_some());
    server.app.scripts.delete(script.id, &server.by_ann()).await.expect("deleted");

    assert_eq!(calls_stored(&server).await, 12_000, "one write does not hold the others up");
    assert!(server.app.scripts.run(run.id).await.expect("read").is_none());
    assert!(server.app.scripts.runs(script.id, None, 10).await.expect("read").is_empty());
    assert!(server.app.scripts.input(run.id).await.expect("read").is_none());
    assert!(server.app.scripts.run_of(message).await.expect("read").is_none());
    assert!(matches!(server.app.scripts.cancel(run.id, &server.by_ann()).await, Err(ScriptsError::NotFound)));

    server.app.scripts.forget(server.now()).await.expect("forgotten");
    assert_eq!(calls_stored(&server).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_scripts_of_a_deleted_workspace_is_deleted() {
    let server = start().await;
    let kept = server.run("sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'})").await;
    let workspace = server.app.accounts.make_workspace("Other", None, &server.by_ann()).await.expect("made");
    let new = NewScript { name: "Doomed".to_owned(), source: "sendEmail({})".to_owned(), ..NewScript::default() };
    let script = server.app.scripts.make(workspace.id, new, &server.by_ann()).await.expect("made");
    let run = server.start_run(&script, Value::Null).await;
    server.run_is(run, |run| run.state.is_final()).await;
    assert_eq!(calls_stored(&server).await, 2);
    server.app.tickets.delete_workspace(workspace.id, &server.by_ann()).await.expect("deleted");
    assert!(server.app.scripts.run(run).await.expect("read").is_none());
    server.app.scripts.forget(server.now()).await.expect("forgotten");
    assert_eq!(calls_stored(&server).await, 1);
    assert!(server.app.scripts.run(kept.run.id).await.expect("read").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_are_counted_by_their_end() {
    let server = start().await;
    server.run("").await;
    server.run("nonsense").await;
    let text = server.app.maillog.metrics().text().expect("encodes");
    for line in ["owlpost_script_runs_total{outcome=\"finished\"} 1", "owlpost_script_runs_total{outcome=\"failed\"} 1"]
    {
        assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_stored_by_version_1_are_shown_unchanged() {
    let server = start().await;
    let ended = server.run("sendEmail({to: 5, subject: 'x'});\nthrow new Error('boom');").await;
    let (run, refusal) = (ended.run.id, "to: expected an address as text, got the number 5");
    let written = server.app.db.write(move |tx| {
        let error = "Error: the list of customers is empty";
        tx.execute("UPDATE script_run SET error = $2 WHERE id = $1", storage::params![run.as_bytes(), error])?;
        tx.execute("UPDATE script_mail SET error = $2 WHERE run_id = $1", storage::params![run.as_bytes(), refusal])
    });
    written.await.map(|_: usize| ()).expect("written");
    let read = server.read_run(server.app.scripts.run(run).await.expect("read").expect("a run")).await;
    let fault = read.run.fault.expect("a fault");
    assert_eq!((fault.thrown(), fault.line), (Some("Error: the list of customers is empty"), Some(2)));
    assert_eq!(read.mails[0].refusal.as_ref().and_then(|refusal| refusal.faults[0].text.as_verbatim()), Some(refusal));
}

#[tokio::test(flavor = "multi_thread")]
async fn actors_stored_by_version_1_are_shown_unchanged() {
    let server = start().await;
    let script = server.script("one").await;
    let ended = server.run("").await;
    let (run, key) = (ended.run.id, "api key \"by hand\"");
    let written = server.app.db.write(move |tx| {
        tx.execute("UPDATE script_run SET started_by = $2 WHERE id = $1", storage::params![run.as_bytes(), key])?;
        tx.execute("UPDATE script SET changed_by = $1", storage::params![key])?;
        tx.execute("UPDATE script_version SET saved_by = $1", storage::params![key])
    });
    written.await.map(|_: usize| ()).expect("written");
    let stored = Actor::Stored { text: key.to_owned() };
    let scripts = &server.app.scripts;
    assert_eq!(scripts.run(run).await.expect("read").expect("a run").started_by.as_ref(), Some(&stored));
    assert_eq!(scripts.script(script.id).await.expect("read").expect("a script").changed_by, stored);
    assert_eq!(scripts.versions(script.id).await.expect("read")[0].saved_by, stored);
    assert_eq!(Language::German.render(&stored.text()), key);
}
