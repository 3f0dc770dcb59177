//! A server is repeatedly killed with SIGKILL during runs: every mail that a run reported is delivered, a run that sent
//! something is not started again, and a run that sent nothing is.
//!
//! A mail counts as reported if its id was visible outside: in the run's list of mails, or on the console.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use testkit::{Sink, SinkOptions};

use crate::crash::{judge, random, seed};
use crate::home::{Home, Owlpost, PATIENCE};

/// Number of kills.
const KILLS: usize = 20;
/// Number of mails of a run: more than it can send before it is killed.
const MAILS: u64 = 3_000;
/// Maximum number of reported mails before a kill.
const MOST_REPORTED: u64 = 900;
/// Maximum pause in microseconds between a report and the kill.
const MOST_PAUSE_US: u64 = 20_000;

const SCRIPT: &str = "for (let nth = 0; nth < input.mails; nth++) {
  const to = input.run + '-' + nth + '@example.com';
  const sent = sendEmail({ to, subject: 'a message', text: 'for ' + to + ' alone' });
  if (nth % 10 === 0) console.log(sent.id, to);
}";

/// What a run reported before the server was killed.
#[derive(Default)]
struct RunReport {
    /// Ids by recipient.
    mails: BTreeMap<String, String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_during_runs_delivers_every_reported_mail() {
    let seed = seed();
    let mut state = seed;
    let Setup { home, sink, owlpost, script } = Setup::set_up().await;
    owlpost.terminate();

    let (mut asked, mut reported, mut runs) = (BTreeSet::new(), BTreeMap::new(), Vec::new());
    for life in 0..KILLS {
        let owlpost = home.start().await;
        let name = format!("run{life}");
        asked.extend((0..MAILS).map(|nth| format!("{name}-{nth}@example.com")));
        let input = json!({"mails": MAILS, "run": name});
        let started =
            owlpost.must("POST", &format!("/api/v1/scripts/{script}/runs"), Some(json!({"input": input}))).await;
        assert_eq!(started.status, 202, "{}", started.text);
        let run = started.json()["id"].as_str().expect("a run has an id").to_owned();
        // At least one, because a run that sent nothing is started again.
        let until = 1 + random(&mut state) % MOST_REPORTED;
        let told = watch(&owlpost, &run, until).await;
        tokio::time::sleep(Duration::from_micros(random(&mut state) % MOST_PAUSE_US)).await;
        owlpost.kill();
        reported.extend(told.mails);
        runs.push(run);
    }

    let owlpost = home.start().await;
    for run in &runs {
        let now = owlpost.must("GET", &format!("/api/v1/runs/{run}"), None).await.json();
        assert_eq!(now["state"], "interrupted", "seed {seed}: {now}");
    }
    assert!(reported.len() > KILLS, "seed {seed}: {} mails are no load", reported.len());
    for id in reported.values() {
        owlpost.delivery_is(id, "sent").await;
    }
    let judged = judge(&owlpost, &sink, &asked, &reported).await;
    println!("{}", judged.unwrap_or_else(|fault| panic!("seed {seed}: {fault}")));
    assert!(owlpost.terminate().success(), "seed {seed}: the last server did not end well");
}

/// A server that delivers to a sink and has the script.
struct Setup {
    home: Home,
    sink: Arc<Sink>,
    owlpost: Owlpost,
    script: String,
}

impl Setup {
    async fn set_up() -> Self {
        let home = Home::set_up();
        let sink = Sink::start(SinkOptions { keep_messages: true, ..SinkOptions::default() }).expect("a sink");
        let owlpost = home.start().await;
        owlpost.deliver_to(sink.address(), None).await;
        let script = make_script(&owlpost).await;
        Self { home, sink: Arc::new(sink), owlpost, script }
    }
}

/// Stores the script with limits above what the runs send.
async fn make_script(owlpost: &Owlpost) -> String {
    let workspaces = owlpost.must("GET", "/api/v1/workspaces", None).await.json();
    let workspace = workspaces["items"][0]["id"].clone();
    let path = format!("/api/v1/workspaces/{}/quota", workspace.as_str().expect("an id"));
    let mut quota = owlpost.must("GET", &path, None).await.json();
    for limit in ["recipients_per_hour", "recipients_per_day"] {
        quota["limits"][limit] = json!(1_000_000);
    }
    let changed = owlpost.must("PUT", &path, Some(quota)).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let limits = json!({"mails_per_run": 100_000, "mails_per_hour": 1_000_000, "mails_per_day": 1_000_000});
    let script = json!({"workspace_id": workspace, "name": "Many", "source": SCRIPT, "limits": limits});
    let made = owlpost.must("POST", "/api/v1/scripts", Some(script)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["id"].as_str().expect("a script has an id").to_owned()
}

/// Polls a run until it has reported this number of mails; returns everything it reported.
async fn watch(owlpost: &Owlpost, run: &str, until: u64) -> RunReport {
    let started = std::time::Instant::now();
    let (mut told, mut after) = (RunReport::default(), 0_u64);
    loop {
        let path = format!("/api/v1/runs/{run}?emails_after={after}&limit=1000");
        let now = owlpost.must("GET", &path, None).await.json();
        let mails = now["emails"].as_array().expect("a list of mails");
        for mail in mails {
            let (to, id) = (mail["to"][0].as_str(), mail["id"].as_str());
            told.mails.extend(to.zip(id).map(|(to, id)| (to.to_owned(), id.to_owned())));
        }
        after += mails.len() as u64;
        for line in now["console"].as_array().expect("a list of lines") {
            let text = line["text"].as_str().expect("a line has a text");
            let (id, to) = text.split_once(' ').expect("an id and a recipient");
            told.mails.insert(to.to_owned(), id.to_owned());
        }
        let so_far = now["mails"].as_u64().expect("a count");
        if so_far >= until || now["state"] != "running" && now["state"] != "waiting" {
            assert_eq!(now["error"], Value::Null, "{now}");
            return told;
        }
        assert!(started.elapsed() < PATIENCE, "the run does not go on: {now}\n{}", owlpost.log());
    }
}

/// Number of webhook calls after whose response the server is killed.
const CALLS: usize = 20;
/// Maximum time in milliseconds between a response and the kill.
const MOST_AFTER_ANSWER_MS: u64 = 35;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_accepted_webhook_call_is_executed_although_the_server_is_killed() {
    let seed = seed();
    let mut state = seed;
    let Setup { home, sink, owlpost, script } = Setup::set_up().await;
    let made = owlpost.must("POST", &format!("/api/v1/scripts/{script}/webhook"), None).await.json();
    let url = made["url"].as_str().expect("a webhook has a URL");
    let hook = url[url.find("/hooks/").expect("a path")..].to_owned();
    owlpost.terminate();

    let mut runs = BTreeMap::new();
    for life in 0..CALLS {
        let owlpost = home.start().await;
        let (key, called) = call_hook(&owlpost, &hook, life).await;
        assert_eq!(called["repeated"], false, "seed {seed}: {called}");
        runs.insert(key, called["run_id"].as_str().expect("an id").to_owned());
        tokio::time::sleep(Duration::from_millis(random(&mut state) % MOST_AFTER_ANSWER_MS)).await;
        owlpost.kill();
    }

    let owlpost = home.start().await;
    for (life, run) in runs.values().enumerate() {
        let ended = loop {
            let now = owlpost.must("GET", &format!("/api/v1/runs/{run}?wait=30"), None).await.json();
            if now["state"] != "waiting" && now["state"] != "running" {
                break now;
            }
        };
        // Interrupted between its mail and its end: the mail was sent nevertheless.
        assert!(ended["state"] == "finished" || ended["mails"] == 1, "seed {seed}, call {life}: {ended}");
        assert_eq!(ended["mails"], 1, "seed {seed}, call {life}: {ended}");
        if ended["state"] == "finished" {
            let again = call_hook(&owlpost, &hook, life).await.1;
            assert_eq!((&again["repeated"], again["run_id"].as_str()), (&Value::from(true), Some(run.as_str())));
        }
    }
    let asked: BTreeSet<String> = (0..CALLS).map(|life| format!("call{life:02}-0@example.com")).collect();
    let arrived: BTreeSet<String> = {
        let started = std::time::Instant::now();
        loop {
            let arrived: BTreeSet<String> = sink.arrivals().into_iter().map(|arrival| arrival.recipient).collect();
            if arrived.len() >= asked.len() || started.elapsed() > PATIENCE {
                break arrived;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert_eq!(arrived, asked, "seed {seed}");
}

/// Calls the webhook for one mail, with a key; returns the key and the response.
async fn call_hook(owlpost: &Owlpost, hook: &str, life: usize) -> (String, Value) {
    let (client, key) = (reqwest::Client::builder().no_proxy().build().expect("a client"), format!("call{life:02}"));
    let call = client
        .post(format!("http://{}{hook}", owlpost.address()))
        .header("idempotency-key", &key)
        .json(&json!({"mails": 1, "run": key}));
    let answer = call.send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 202);
    (key, answer.json().await.expect("JSON"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_that_is_suspended_ends_with_a_server_that_is_killed() {
    let home = Home::set_up();
    let owlpost = home.start().await;
    let workspace = owlpost.must("GET", "/api/v1/workspaces", None).await.json()["items"][0]["id"].clone();
    let script = json!({"workspace_id": workspace, "name": "Endless", "source": "for (;;) {}"});
    let script = owlpost.must("POST", "/api/v1/scripts", Some(script)).await.json()["id"].clone();
    let path = format!("/api/v1/scripts/{}/runs", script.as_str().expect("an id"));
    assert_eq!(owlpost.must("POST", &path, Some(json!({}))).await.status, 202);
    let started = std::time::Instant::now();
    let child = loop {
        if let Some(child) = owlpost.children().first() {
            break *child;
        }
        assert!(started.elapsed() < PATIENCE, "no script started:\n{}", owlpost.log());
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    let stopped =
        std::process::Command::new("kill").args(["-STOP", &child.to_string()]).status().expect("running kill");
    assert!(stopped.success());
    owlpost.kill();
    let state = || {
        let status = std::fs::read_to_string(format!("/proc/{child}/status")).ok()?;
        status.lines().find_map(|line| line.strip_prefix("State:\t").map(str::to_owned))
    };
    // One that nobody has waited for yet is a zombie.
    while let Some(state) = state().filter(|state| !state.starts_with('Z')) {
        assert!(started.elapsed() < PATIENCE, "the script outlives its server: {state}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
