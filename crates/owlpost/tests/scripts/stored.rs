//! Scripts and their versions.

use accounts::Actor;
use i18n::Language;
use scripting::{Change, NewScript, RunState, ScriptLimits, ScriptsError};

use crate::support::{ANN, start};

#[tokio::test(flavor = "multi_thread")]
async fn each_saved_source_is_a_version_with_author_and_time() {
    let server = start().await;
    let script = server.script("one").await;
    let two =
        server.change_script(&script, Change { source: Some("two".into()), ..Change::default() }).await.expect("saved");
    assert_eq!((two.version, &two.changed_by), (2, &Actor::account(ANN)));
    let same =
        server.change_script(&script, Change { source: Some("two".into()), ..Change::default() }).await.expect("saved");
    assert_eq!(same.version, 2, "the same text is no new version");
    let renamed = Change { name: Some("Reminders".into()), language: Some(Language::German), ..Change::default() };
    let renamed = server.change_script(&script, renamed).await.expect("saved");
    assert_eq!((renamed.version, renamed.name.as_str(), renamed.language), (2, "Reminders", Language::German));
    let versions = server.app.scripts.versions(script.id).await.expect("read");
    let texts: Vec<_> = versions.iter().map(|version| (version.number, version.source.as_str())).collect();
    assert_eq!(texts, [(2, "two"), (1, "one")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_over_an_unseen_version_is_refused() {
    let server = start().await;
    let script = server.script("one").await;
    let save = |text: &str| Change { source: Some(text.into()), based_on: Some(1), ..Change::default() };
    server.change_script(&script, save("two")).await.expect("saved");
    let overtaken = server.change_script(&script, save("mine")).await.expect_err("overtaken");
    assert!(
        matches!(&overtaken, ScriptsError::NewerVersion { newest: 2, by } if *by == Actor::account(ANN)),
        "{overtaken:?}"
    );
    let stored = server.app.scripts.script(script.id).await.expect("read").expect("there");
    assert_eq!(stored.source, "two");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_a_script_names_its_field() {
    let server = start().await;
    let script = server.script("one").await;
    let change = Change {
        name: Some(" ".into()),
        source: Some("x".repeat(300_000)),
        time_zone: Some("Berlin".into()),
        limits: Some(ScriptLimits { mails_per_run: Some(0), ..ScriptLimits::default() }),
        cron: Some(Some("every day".into())),
        ..Change::default()
    };
    let Err(ScriptsError::Faults(faults)) = server.change_script(&script, change).await else { panic!("faults") };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["name", "source", "time_zone", "limits.mails_per_run", "cron"]);
    let taken = NewScript { name: script.name.to_uppercase(), ..NewScript::default() };
    let Err(ScriptsError::Faults(faults)) = server.app.scripts.make(server.workspace, taken, &server.by_ann()).await
    else {
        panic!("a fault")
    };
    assert_eq!(faults[0].text.code(), "script_name_taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_zone_is_stored_with_its_canonical_spelling() {
    let server = start().await;
    let script = server.script("one").await;
    let change = Change { time_zone: Some(" europe/berlin ".into()), ..Change::default() };
    assert_eq!(server.change_script(&script, change).await.expect("changed").time_zone, "Europe/Berlin");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_500_versions_are_kept_and_those_that_wait_to_run() {
    let server = start().await;
    let script = server.script("for (;;) {}").await;
    let first = server.start_run(&script, serde_json::Value::Null).await;
    server.run_is(first, |run| run.state == RunState::Running).await;
    let second = server.start_run(&script, serde_json::Value::Null).await;
    for nth in 0..501 {
        server
            .change_script(&script, Change { source: Some(format!("// {nth}")), ..Change::default() })
            .await
            .expect("saved");
    }
    let numbers: Vec<_> =
        server.app.scripts.versions(script.id).await.expect("read").iter().map(|version| version.number).collect();
    assert_eq!((numbers.len(), numbers[0], numbers[499], numbers[500]), (501, 502, 3, 1));
    for run in [first, second] {
        server.run_is(run, |run| run.state == RunState::Running).await;
        server.app.scripts.cancel(run, &server.by_ann()).await.expect("cancelled");
    }
    server.run_ends(second).await;
}
