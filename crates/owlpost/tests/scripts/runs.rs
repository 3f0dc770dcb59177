//! How runs begin, wait, end, are stopped and cut off.

use accounts::Actor;
use i18n::Language;
use scripting::{Input, NewScript, RunState, ScriptsError};
use serde_json::{Value, json};
use storage::Read as _;

use crate::support::{Ended, TestApp};

/// Writes a line and sends a mail, then goes round for ever.
const FOR_EVER: &str =
    "console.log('begun');\nsendEmail({to: 'bob@example.org', subject: 'x', text: 'y'});\nfor (;;) {}";

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_goes_on_is_stopped_and_what_it_sent_is_delivered() {
    let app = TestApp::start().await;
    let script = app.script(FOR_EVER).await;
    let run = app.start_run(&script, Value::Null).await;
    app.is(run, |run| run.mails == 1).await;
    let waits = app.start_run(&script, Value::Null).await;
    app.app.scripts.cancel(waits, &app.by()).await.expect("cancelled");
    assert_eq!(app.ends(waits).await.run.state, RunState::Cancelled, "it never began");
    app.app.scripts.cancel(run, &app.by()).await.expect("cancelled");
    let ended = app.ends(run).await;
    assert_eq!((ended.run.state, ended.accepted()), (RunState::Cancelled, 1));
    app.mailbox_holds(1).await;
    let again = app.app.scripts.cancel(run, &app.by()).await;
    assert!(matches!(again, Err(ScriptsError::Ended)), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_of_a_script_go_one_after_another_and_those_of_others_beside() {
    let app = TestApp::start().await;
    let slow = app.script(FOR_EVER).await;
    let first = app.start_run(&slow, Value::Null).await;
    app.is(first, |run| run.mails == 1).await;
    let second = app.start_run(&slow, Value::Null).await;
    let other = app.run("console.log('other')").await;
    assert_eq!(other.run.state, RunState::Finished);
    let waiting = app.app.scripts.run(second).await.expect("read").expect("a run");
    assert_eq!(waiting.state, RunState::Waiting);
    app.app.scripts.cancel(first, &app.by()).await.expect("cancelled");
    app.is(second, |run| run.state == RunState::Running).await;
    app.app.scripts.cancel(second, &app.by()).await.expect("cancelled");
    app.ends(second).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_of_the_server_interrupts_what_runs_and_starts_what_waits_afterwards() {
    let app = TestApp::start().await;
    let script = app.script(FOR_EVER).await;
    let run = app.start_run(&script, Value::Null).await;
    app.is(run, |run| run.mails == 1).await;
    let waits = app.start_run(&script, json!({"nth": 2})).await;
    let app = app.stop().await.start().await;
    let ended = app.ends(run).await;
    assert_eq!((ended.run.state, ended.accepted()), (RunState::Interrupted, 1));
    assert_eq!(ended.console, ["begun"]);
    app.is(waits, |run| run.state == RunState::Running).await;
    app.app.scripts.cancel(waits, &app.by()).await.expect("cancelled");
    app.ends(waits).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_of_the_version_that_it_was_asked_for() {
    let app = TestApp::start().await;
    let script = app.script("for (;;) {}").await;
    let first = app.start_run(&script, Value::Null).await;
    app.is(first, |run| run.state == RunState::Running).await;
    let second = app.start_run(&script, Value::Null).await;
    let change = scripting::Change { source: Some("console.log('two')".into()), ..Default::default() };
    app.change(&script, change).await.expect("saved");
    let third = app.start_run(&script, Value::Null).await;
    for run in [first, second] {
        app.is(run, |run| run.state == RunState::Running).await;
        app.app.scripts.cancel(run, &app.by()).await.expect("cancelled");
    }
    let ended = app.ends(third).await;
    assert_eq!((ended.run.version, ended.console), (2, vec!["two".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_stands_in_the_run_with_line_column_and_text() {
    let app = TestApp::start().await;
    let ended = app.run("const a = 1;\nmissing(a);").await;
    let fault = ended.run.fault.expect("a fault");
    assert_eq!(fault.thrown(), Some("ReferenceError: missing is not defined"));
    assert_eq!((fault.line, fault.column, fault.source_line.as_deref()), (Some(2), Some(1), Some("missing(a);")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_input_goes_with_the_end_of_its_run_and_a_small_one_stays() {
    let app = TestApp::start().await;
    let script = app.script("console.log(input.text.length)").await;
    for (length, kept) in [(1_000, true), (100_000, false)] {
        let ended = app.run_again(&script, json!({"text": "x".repeat(length)})).await;
        assert_eq!(ended.console, [length.to_string()]);
        assert_eq!(app.app.scripts.input(ended.run.id).await.expect("read").is_some(), kept);
    }
}

#[test]
fn an_input_that_is_too_large_is_refused_before_it_is_kept() {
    let refused = Input::of(&json!({"text": "x".repeat(9 << 20)})).expect_err("too large");
    assert_eq!(refused.field, "input");
    assert_eq!(refused.text, scripting::texts::script_input_too_large(9_437_195, 8 << 20));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_is_deleted_stops_and_its_mail_stays() {
    let app = TestApp::start().await;
    let script = app.script(FOR_EVER).await;
    let run = app.start_run(&script, Value::Null).await;
    app.is(run, |run| run.mails == 1).await;
    app.app.scripts.delete(script.id, &app.by()).await.expect("deleted");
    assert!(app.app.scripts.run(run).await.expect("read").is_none());
    app.mailbox_holds(1).await;
    let after = app.run("console.log('next')").await;
    assert_eq!(after.console, ["next"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_runs_are_forgotten() {
    let app = TestApp::start().await;
    let ended = app.run("sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'}); console.log('x')").await;
    app.turn(std::time::Duration::from_secs(91 * 24 * 3600));
    app.app.scripts.forget(app.now()).await.expect("forgotten");
    assert!(app.app.scripts.run(ended.run.id).await.expect("read").is_none());
    assert!(app.app.scripts.mails(ended.run.id, 0, 10, false).await.expect("read").is_empty());
}

/// A run with more calls than are forgotten in one write.
async fn with_many_calls(app: &TestApp) -> Ended {
    let ended = app.run("sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'})").await;
    let run = ended.run.id;
    let more = app.app.db.write(move |tx| {
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

/// How many calls are stored, seen by somebody or not.
async fn calls_stored(app: &TestApp) -> u64 {
    let count =
        app.app.db.read(|rx| rx.query_first("SELECT COUNT(*) FROM script_mail", storage::params![], |row| row.get(0)));
    count.await.expect("counted").unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_run_with_many_calls_is_forgotten_piece_by_piece() {
    let app = TestApp::start().await;
    let run = with_many_calls(&app).await.run.id;
    app.turn(std::time::Duration::from_secs(91 * 24 * 3600));
    app.app.scripts.forget(app.now()).await.expect("forgotten");
    assert!(app.app.scripts.run(run).await.expect("read").is_none());
    assert_eq!(calls_stored(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_goes_at_once_and_what_its_runs_did_afterwards() {
    let app = TestApp::start().await;
    let Ended { run, .. } = with_many_calls(&app).await;
    let script = app.app.scripts.script(run.script).await.expect("read").expect("a script");
    let message = app.app.scripts.messages(run.id).await.expect("read")[0];
    assert!(app.app.scripts.run_of(message).await.expect("read").is_some());
    app.app.scripts.delete(script.id, &app.by()).await.expect("deleted");

    assert_eq!(calls_stored(&app).await, 12_000, "one write does not hold the others up");
    assert!(app.app.scripts.run(run.id).await.expect("read").is_none());
    assert!(app.app.scripts.runs(script.id, None, 10).await.expect("read").is_empty());
    assert!(app.app.scripts.input(run.id).await.expect("read").is_none());
    assert!(app.app.scripts.run_of(message).await.expect("read").is_none());
    assert!(matches!(app.app.scripts.cancel(run.id, &app.by()).await, Err(ScriptsError::NotFound)));

    app.app.scripts.forget(app.now()).await.expect("forgotten");
    assert_eq!(calls_stored(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_scripts_of_a_deleted_workspace_did_is_forgotten() {
    let app = TestApp::start().await;
    let kept = app.run("sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'})").await;
    let workspace = app.app.accounts.make_workspace("Other", None, &app.by()).await.expect("made");
    let new = NewScript { name: "Doomed".to_owned(), source: "sendEmail({})".to_owned(), ..NewScript::default() };
    let script = app.app.scripts.make(workspace.id, new, &app.by()).await.expect("made");
    let run = app.start_run(&script, Value::Null).await;
    app.is(run, |run| run.state.is_final()).await;
    assert_eq!(calls_stored(&app).await, 2);
    app.app.tickets.delete_workspace(workspace.id, &app.by()).await.expect("deleted");
    assert!(app.app.scripts.run(run).await.expect("read").is_none());
    app.app.scripts.forget(app.now()).await.expect("forgotten");
    assert_eq!(calls_stored(&app).await, 1);
    assert!(app.app.scripts.run(kept.run.id).await.expect("read").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_are_counted_by_how_they_ended() {
    let app = TestApp::start().await;
    app.run("").await;
    app.run("nonsense").await;
    let text = app.app.maillog.metrics().text().expect("encodes");
    for line in ["owlpost_script_runs_total{outcome=\"finished\"} 1", "owlpost_script_runs_total{outcome=\"failed\"} 1"]
    {
        assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_that_version_1_stored_are_read_as_they_were() {
    let app = TestApp::start().await;
    let ended = app.run("sendEmail({to: 5, subject: 'x'});\nthrow new Error('boom');").await;
    let (run, refusal) = (ended.run.id, "to: expected an address as text, got the number 5");
    let written = app.app.db.write(move |tx| {
        let error = "Error: the list of customers is empty";
        tx.execute("UPDATE script_run SET error = $2 WHERE id = $1", storage::params![run.as_bytes(), error])?;
        tx.execute("UPDATE script_mail SET error = $2 WHERE run_id = $1", storage::params![run.as_bytes(), refusal])
    });
    written.await.map(|_: usize| ()).expect("written");
    let read = app.look(app.app.scripts.run(run).await.expect("read").expect("a run")).await;
    let fault = read.run.fault.expect("a fault");
    assert_eq!((fault.thrown(), fault.line), (Some("Error: the list of customers is empty"), Some(2)));
    assert_eq!(read.mails[0].refusal.as_ref().and_then(|refusal| refusal.faults[0].text.as_verbatim()), Some(refusal));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_started_and_saved_in_version_1_is_read_as_it_was_stored() {
    let app = TestApp::start().await;
    let script = app.script("one").await;
    let ended = app.run("").await;
    let (run, key) = (ended.run.id, "api key \"by hand\"");
    let written = app.app.db.write(move |tx| {
        tx.execute("UPDATE script_run SET started_by = $2 WHERE id = $1", storage::params![run.as_bytes(), key])?;
        tx.execute("UPDATE script SET changed_by = $1", storage::params![key])?;
        tx.execute("UPDATE script_version SET saved_by = $1", storage::params![key])
    });
    written.await.map(|_: usize| ()).expect("written");
    let stored = Actor::Stored { text: key.to_owned() };
    let scripts = &app.app.scripts;
    assert_eq!(scripts.run(run).await.expect("read").expect("a run").started_by.as_ref(), Some(&stored));
    assert_eq!(scripts.script(script.id).await.expect("read").expect("a script").changed_by, stored);
    assert_eq!(scripts.versions(script.id).await.expect("read")[0].saved_by, stored);
    assert_eq!(Language::German.render(&stored.text()), key);
}
