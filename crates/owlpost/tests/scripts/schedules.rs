//! Schedules fire once at their time, and once for all times that were missed.

use std::time::Duration;

use scripting::{Change, Run, RunState, Script, Trigger};

use crate::support::{TestServer, start};

async fn scheduled(server: &TestServer, cron: &str, zone: &str) -> Script {
    let script = server.script("console.log(input.scheduled_for)").await;
    let change = Change { cron: Some(Some(cron.to_owned())), time_zone: Some(zone.to_owned()), ..Change::default() };
    server.change_script(&script, change).await.expect("scheduled")
}

/// Waits until the script has this number of ended runs; returns them, oldest first.
async fn has_run(server: &TestServer, script: &Script, times: usize) -> Vec<Run> {
    let mut events = server.app.scripts.events();
    loop {
        let mut runs = server.app.scripts.runs(script.id, None, 100).await.expect("read");
        if runs.iter().filter(|run| run.state.is_final()).count() >= times {
            runs.reverse();
            return runs;
        }
        let _ = events.recv().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_fires_at_its_time_in_its_zone() {
    let server = start().await;
    let script = scheduled(&server, "30 13 * * *", "Europe/Berlin").await;
    assert_eq!(script.next_at.expect("a time").to_string(), "2026-11-22T12:30:00Z");
    server.turn(Duration::from_secs(30 * 60));
    let runs = has_run(&server, &script, 1).await;
    assert_eq!((runs[0].trigger, runs[0].late, runs[0].state), (Trigger::Schedule, false, RunState::Finished));
    let console = server.app.scripts.console(runs[0].id, 0).await.expect("read");
    assert_eq!(console[0].text, "2026-11-22T12:30:00Z");
    server.turn(Duration::from_secs(24 * 3600));
    assert_eq!(has_run(&server, &script, 2).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn times_missed_while_the_server_was_down_run_once_and_late() {
    let server = start().await;
    let script = scheduled(&server, "0 * * * *", "UTC").await;
    let stopped = server.stop().await;
    stopped.turn(Duration::from_secs(5 * 3600 + 60 * 30));
    let server = stopped.start().await;
    let runs = has_run(&server, &script, 1).await;
    assert_eq!((runs.len(), runs[0].late), (1, true));
    let script = server.app.scripts.script(script.id).await.expect("read").expect("there");
    assert_eq!(script.next_at.expect("a time").to_string(), "2026-11-22T18:00:00Z");
    server.turn(Duration::from_secs(30 * 60));
    let runs = has_run(&server, &script, 2).await;
    assert_eq!((runs.len(), runs[1].late), (2, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_or_changed_schedule_does_not_fire_at_the_old_time() {
    let server = start().await;
    let ended = scheduled(&server, "0 13 * * *", "UTC").await;
    let changed = scheduled(&server, "0 13 * * *", "UTC").await;
    let witness = scheduled(&server, "0 13 * * *", "UTC").await;
    server.change_script(&ended, Change { cron: Some(None), ..Change::default() }).await.expect("ended");
    server
        .change_script(&changed, Change { cron: Some(Some("0 14 * * *".into())), ..Change::default() })
        .await
        .expect("changed");
    server.turn(Duration::from_secs(3600));
    has_run(&server, &witness, 1).await;
    server.turn(Duration::from_secs(3600));
    has_run(&server, &changed, 1).await;
    assert!(server.app.scripts.runs(ended.id, None, 10).await.expect("read").is_empty());
    assert_eq!(server.app.scripts.runs(changed.id, None, 10).await.expect("read").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_continues_when_the_clock_is_set_back() {
    for (down, back) in [(false, 3600), (true, 3600), (false, 24 * 3600), (true, 400 * 24 * 3600)] {
        let server = start().await;
        let script = scheduled(&server, "0 * * * *", "UTC").await;
        server.turn(Duration::from_secs(3600));
        has_run(&server, &script, 1).await;
        let back = Duration::from_secs(back);
        let server = if down {
            let stopped = server.stop().await;
            stopped.turn_back(back);
            stopped.start().await
        } else {
            server.turn_back(back);
            server
        };
        // Moved by the timekeeper: its next time is the next full hour.
        let expected = server.now() + Duration::from_secs(3600);
        server
            .until("the schedule is moved", async || {
                server.app.scripts.script(script.id).await.expect("read").expect("there").next_at == Some(expected)
            })
            .await;
        server.turn(Duration::from_secs(3599));
        assert_eq!(server.app.scripts.runs(script.id, None, 10).await.expect("read").len(), 1, "nothing is early");
        server.turn(Duration::from_secs(1));
        let runs = has_run(&server, &script, 2).await;
        assert_eq!((runs.len(), runs[1].late), (2, false));
    }
}
