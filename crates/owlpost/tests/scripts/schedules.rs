//! Schedules fire once, at their time, and once for what was missed.

use std::time::Duration;

use scripting::{Change, Run, RunState, Script, Trigger};

use crate::support::TestApp;

async fn scheduled(app: &TestApp, cron: &str, zone: &str) -> Script {
    let script = app.script("console.log(input.scheduled_for)").await;
    let change = Change { cron: Some(Some(cron.to_owned())), time_zone: Some(zone.to_owned()), ..Change::default() };
    app.change(&script, change).await.expect("scheduled")
}

/// Waits until the script has so many ended runs; the oldest first.
async fn has_run(app: &TestApp, script: &Script, times: usize) -> Vec<Run> {
    let mut events = app.app.scripts.events();
    loop {
        let mut runs = app.app.scripts.runs(script.id, None, 100).await.expect("read");
        if runs.iter().filter(|run| run.state.is_final()).count() >= times {
            runs.reverse();
            return runs;
        }
        let _ = events.recv().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_fires_at_its_time_in_its_zone() {
    let app = TestApp::start().await;
    let script = scheduled(&app, "30 13 * * *", "Europe/Berlin").await;
    assert_eq!(script.next_at.expect("a time").to_string(), "2026-11-22T12:30:00Z");
    app.turn(Duration::from_secs(30 * 60));
    let runs = has_run(&app, &script, 1).await;
    assert_eq!((runs[0].trigger, runs[0].late, runs[0].state), (Trigger::Schedule, false, RunState::Finished));
    let console = app.app.scripts.console(runs[0].id, 0).await.expect("read");
    assert_eq!(console[0].text, "2026-11-22T12:30:00Z");
    app.turn(Duration::from_secs(24 * 3600));
    assert_eq!(has_run(&app, &script, 2).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_due_while_the_server_was_down_runs_once_and_is_marked_late() {
    let app = TestApp::start().await;
    let script = scheduled(&app, "0 * * * *", "UTC").await;
    let stopped = app.stop().await;
    stopped.turn(Duration::from_secs(5 * 3600 + 60 * 30));
    let app = stopped.start().await;
    let runs = has_run(&app, &script, 1).await;
    assert_eq!((runs.len(), runs[0].late), (1, true));
    let script = app.app.scripts.script(script.id).await.expect("read").expect("there");
    assert_eq!(script.next_at.expect("a time").to_string(), "2026-11-22T18:00:00Z");
    app.turn(Duration::from_secs(30 * 60));
    let runs = has_run(&app, &script, 2).await;
    assert_eq!((runs.len(), runs[1].late), (2, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_that_is_ended_or_changed_fires_no_more_at_the_old_time() {
    let app = TestApp::start().await;
    let ended = scheduled(&app, "0 13 * * *", "UTC").await;
    let changed = scheduled(&app, "0 13 * * *", "UTC").await;
    let witness = scheduled(&app, "0 13 * * *", "UTC").await;
    app.change(&ended, Change { cron: Some(None), ..Change::default() }).await.expect("ended");
    app.change(&changed, Change { cron: Some(Some("0 14 * * *".into())), ..Change::default() }).await.expect("changed");
    app.turn(Duration::from_secs(3600));
    has_run(&app, &witness, 1).await;
    app.turn(Duration::from_secs(3600));
    has_run(&app, &changed, 1).await;
    assert!(app.app.scripts.runs(ended.id, None, 10).await.expect("read").is_empty());
    assert_eq!(app.app.scripts.runs(changed.id, None, 10).await.expect("read").len(), 1);
}
