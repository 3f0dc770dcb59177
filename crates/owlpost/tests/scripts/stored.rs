//! Scripts and their versions.

use accounts::Actor;
use i18n::Language;
use scripting::{Change, NewScript, RunState, ScriptLimits, ScriptsError};

use crate::support::{ANN, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn each_text_is_a_version_with_who_and_when() {
    let app = TestApp::start().await;
    let script = app.script("one").await;
    let two = app.change(&script, Change { source: Some("two".into()), ..Change::default() }).await.expect("saved");
    assert_eq!((two.version, &two.changed_by), (2, &Actor::account(ANN)));
    let same = app.change(&script, Change { source: Some("two".into()), ..Change::default() }).await.expect("saved");
    assert_eq!(same.version, 2, "the same text is no new version");
    let renamed = Change { name: Some("Reminders".into()), language: Some(Language::German), ..Change::default() };
    let renamed = app.change(&script, renamed).await.expect("saved");
    assert_eq!((renamed.version, renamed.name.as_str(), renamed.language), (2, "Reminders", Language::German));
    let versions = app.app.scripts.versions(script.id).await.expect("read");
    let texts: Vec<_> = versions.iter().map(|version| (version.number, version.source.as_str())).collect();
    assert_eq!(texts, [(2, "two"), (1, "one")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saves_over_a_version_that_they_have_not_seen_is_told() {
    let app = TestApp::start().await;
    let script = app.script("one").await;
    let save = |text: &str| Change { source: Some(text.into()), based_on: Some(1), ..Change::default() };
    app.change(&script, save("two")).await.expect("saved");
    let overtaken = app.change(&script, save("mine")).await.expect_err("overtaken");
    assert!(
        matches!(&overtaken, ScriptsError::Overtaken { newest: 2, by } if *by == Actor::account(ANN)),
        "{overtaken:?}"
    );
    let stored = app.app.scripts.script(script.id).await.expect("read").expect("there");
    assert_eq!(stored.source, "two");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_a_script_names_its_field() {
    let app = TestApp::start().await;
    let script = app.script("one").await;
    let change = Change {
        name: Some(" ".into()),
        source: Some("x".repeat(300_000)),
        time_zone: Some("Berlin".into()),
        limits: Some(ScriptLimits { mails_per_run: Some(0), ..ScriptLimits::default() }),
        cron: Some(Some("every day".into())),
        ..Change::default()
    };
    let Err(ScriptsError::Faults(faults)) = app.change(&script, change).await else { panic!("faults") };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["name", "source", "time_zone", "limits.mails_per_run", "cron"]);
    let taken = NewScript { name: script.name.to_uppercase(), ..NewScript::default() };
    let Err(ScriptsError::Faults(faults)) = app.app.scripts.make(app.workspace, taken, &app.by()).await else {
        panic!("a fault")
    };
    assert_eq!(faults[0].text.code(), "script_name_taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_zone_is_kept_as_the_database_of_time_zones_writes_it() {
    let app = TestApp::start().await;
    let script = app.script("one").await;
    let change = Change { time_zone: Some(" europe/berlin ".into()), ..Change::default() };
    assert_eq!(app.change(&script, change).await.expect("changed").time_zone, "Europe/Berlin");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_500_versions_are_kept_and_those_that_wait_to_run() {
    let app = TestApp::start().await;
    let script = app.script("for (;;) {}").await;
    let first = app.start_run(&script, serde_json::Value::Null).await;
    app.is(first, |run| run.state == RunState::Running).await;
    let second = app.start_run(&script, serde_json::Value::Null).await;
    for nth in 0..501 {
        app.change(&script, Change { source: Some(format!("// {nth}")), ..Change::default() }).await.expect("saved");
    }
    let numbers: Vec<_> =
        app.app.scripts.versions(script.id).await.expect("read").iter().map(|version| version.number).collect();
    assert_eq!((numbers.len(), numbers[0], numbers[499], numbers[500]), (501, 502, 3, 1));
    for run in [first, second] {
        app.is(run, |run| run.state == RunState::Running).await;
        app.app.scripts.cancel(run, &app.by()).await.expect("cancelled");
    }
    app.ends(second).await;
}
