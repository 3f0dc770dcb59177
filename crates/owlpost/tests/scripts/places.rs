//! Places of runs are shared in time: scripts without end make place for others, are suspended, and go on in turn.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use accounts::Actor;
use scripting::{Input, NewScript, RunState, Start, Trigger};
use serde_json::Value;
use uuid::Uuid;

use crate::support::{TestServer, start};

/// After this time a run makes place for others.
const SLICE: Duration = Duration::from_secs(2);
/// How long the processes may take to become what they should be; reached only if something is broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts a script of a workspace and of a person of its own.
async fn start_run(server: &TestServer, nth: usize, source: &str) -> Uuid {
    let by = server.by_ann();
    let workspace = server.app.accounts.make_workspace(&format!("Workspace {nth}"), None, &by).await.expect("made").id;
    let new = NewScript { name: "Script".into(), source: source.into(), ..NewScript::default() };
    let script = server.app.scripts.make(workspace, new, &by).await.expect("made");
    let started_by = Some(Actor::account(format!("person-{nth}@example.com")));
    let start =
        Start { trigger: Trigger::Hand, started_by, input: Input::of(&Value::Null).expect("an input"), late: false };
    server.app.scripts.start(script.id, start).await.expect("started")
}

/// The child processes of this process by state, as proc(5) has it: `T` is stopped.
fn children() -> BTreeMap<char, usize> {
    let tasks = fs::read_dir("/proc/self/task").expect("our threads").flatten();
    let ids =
        tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok()).collect::<Vec<_>>().join(" ");
    let mut states = BTreeMap::new();
    for id in ids.split_whitespace() {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let state =
            status.lines().find_map(|line| line.strip_prefix("State:\t")).and_then(|state| state.chars().next());
        if let Some(state) = state.filter(|state| *state != 'Z') {
            *states.entry(if state == 'T' { 'T' } else { 'R' }).or_default() += 1;
        }
    }
    states
}

async fn children_are(active: usize, suspended: usize) {
    let started = Instant::now();
    let counts = |states: &BTreeMap<char, usize>| ['R', 'T'].map(|state| states.get(&state).copied().unwrap_or(0));
    while counts(&children()) != [active, suspended] {
        assert!(started.elapsed() < PATIENCE, "{:?}, not {active} and {suspended}", children());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_starts_after_a_time_slice_although_scripts_without_end_have_all_places() {
    let server = start().await;
    let mut endless = Vec::new();
    for nth in 0..8 {
        endless.push(start_run(&server, nth, "for (;;) {}").await);
    }
    for run in &endless {
        server.run_is(*run, |run| run.state == RunState::Running).await;
    }
    children_are(8, 0).await;
    for nth in 8..12 {
        endless.push(start_run(&server, nth, "for (;;) {}").await);
    }
    let other = start_run(&server, 12, "console.log('here')").await;
    let waits = server.app.scripts.run(other).await.expect("read").expect("a run");
    assert_eq!(waits.state, RunState::Waiting);
    server.turn(SLICE);
    let ended = server.run_ends(other).await;
    assert_eq!((ended.run.state, ended.console), (RunState::Finished, vec!["here".to_owned()]));
    for run in &endless {
        let run = server.run_is(*run, |run| run.state != RunState::Waiting).await;
        assert_eq!(run.state, RunState::Running, "one that is suspended is shown as running");
    }
    children_are(8, 4).await;

    // One of the five that made place was resumed in the place of the other run. One is stopped, and the next has its place.
    server.app.scripts.cancel(endless[0], &server.by_ann()).await.expect("cancelled");
    assert_eq!(server.run_ends(endless[0]).await.run.state, RunState::Cancelled);
    children_are(8, 3).await;
    server.turn(SLICE);
    children_are(8, 3).await;
    let server = server.stop().await;
    children_are(0, 0).await;
    drop(server);
}
