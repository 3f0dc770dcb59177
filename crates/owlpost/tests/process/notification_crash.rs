//! The server is killed before, during or after one of its writes while it settles messages whose sender wants to know:
//! each is reported exactly once.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use testkit::{Aiosmtpd, KillMoment, WriteFault};

use crate::crash::{random, seed};
use crate::home::{Home, Owlpost, PATIENCE};

/// Number of kills.
const KILLS: u64 = 12;
/// About the number of calls of a start and of what a few messages need until their reports are sent.
const MOST_CALLS: u64 = 160;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_while_it_settles_reports_each_failure_exactly_once() {
    let seed = seed();
    let mut state = seed;
    let home = Home::set_up();
    let next = Aiosmtpd::start().expect("aiosmtpd");
    let owlpost = home.start().await;
    let settings = json!({
        "method": "password",
        "from": {"email": "noreply@example.com", "allowed": ["example.com"]},
        "password": {"host": "127.0.0.1", "port": next.clear_port(), "security": "none"},
    });
    let saved = owlpost.must("PUT", "/api/v1/email-settings", Some(settings)).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    owlpost.kill();

    let mut accepted = Vec::new();
    for life in 0..KILLS {
        let moments = [KillMoment::Before, KillMoment::Half, KillMoment::After];
        let moment = moments[random(&mut state) as usize % moments.len()];
        let call = 30 + random(&mut state) % MOST_CALLS;
        let owlpost = home.launch_with(&WriteFault::KillAt(call, moment));
        owlpost.is_ready_or_has_ended().await;
        for number in 0_u64.. {
            // Senders of their own: an address gets a limited number of reports in an hour.
            let (sender, to) = (format!("sender{number}@example.com"), format!("refuse-{life}-{number}@example.org"));
            let Some(answer) = owlpost.post_raw(&sender, &to).await else { break };
            assert_eq!(answer.status, 202, "{}", answer.text);
            accepted.push(answer.json()["id"].as_str().expect("an id").to_owned());
        }
        owlpost.ends().await.unwrap_or_else(|| panic!("call {call} was not made:\n{}", owlpost.log()));
    }

    let owlpost = home.start().await;
    for id in &accepted {
        owlpost.delivery_is(id, "failed").await;
    }
    let reported = reports(&owlpost, &accepted).await;
    assert!(reported.values().all(|count| *count == 1), "seed {seed}: {reported:?}");
    println!("{KILLS} kills, seed {seed}: {} failures, each reported once", reported.len());
    assert!(owlpost.terminate().success());
}

/// How many reports there are about each message, once there is one about each that was accepted.
async fn reports(owlpost: &Owlpost, accepted: &[String]) -> BTreeMap<String, usize> {
    let started = std::time::Instant::now();
    loop {
        let mut found = BTreeMap::new();
        let mut cursor = String::new();
        loop {
            let page =
                owlpost.must("GET", &format!("/api/v1/messages?kind=notice&limit=100{cursor}"), None).await.json();
            for item in page["items"].as_array().expect("items") {
                let origin = item["origin"].as_str().expect("an origin");
                let id = origin.rsplit(' ').next().expect("it ends with the id");
                *found.entry(id.to_owned()).or_insert(0) += 1;
            }
            match &page["next"] {
                Value::String(next) => cursor = format!("&cursor={next}"),
                _ => break,
            }
        }
        if accepted.iter().all(|id| found.contains_key(id)) {
            return found;
        }
        assert!(started.elapsed() < PATIENCE, "{} of {} are reported:\n{}", found.len(), accepted.len(), owlpost.log());
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}
