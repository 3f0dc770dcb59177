//! Runs on a disk that fills up: reported mails are kept, the rest is refused with a reason, and recovery is automatic.

use serde_json::{Value, json};

use testkit::{Sink, SinkOptions};

use crate::home::{Owlpost, PATIENCE};
use crate::mount::Mount;

/// Mails of 100 KB: more than fit on the disk.
const SCRIPT: &str = "for (let nth = 0; nth < 400; nth++) {
  const sent = sendEmail({ to: 'p' + nth + '@example.com', subject: 'large', text: 'x'.repeat(100000) + nth });
  console.log(sent.id, sent.error);
  if (input.one) break;
}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_fills_the_disk_keeps_reported_mail_and_the_next_run_works() {
    let (home, mount) = Mount::below_a_home("size=64m");
    let owlpost = home.start().await;
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    owlpost.deliver_to(sink.address(), None).await;
    let workspace = owlpost.must("GET", "/api/v1/workspaces", None).await.json()["items"][0]["id"].clone();
    let script = json!({"workspace_id": workspace, "name": "Large", "source": SCRIPT});
    let made = owlpost.must("POST", "/api/v1/scripts", Some(script)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let script = made.json()["id"].as_str().expect("an id").to_owned();

    let run = start(&owlpost, &script, json!({})).await;
    // There may be no space to store the end of the run until some is freed.
    let has_ended = |run: &Value| run["state"] == "failed" || owlpost.log().contains("storing the end of a run failed");
    until(&owlpost, &run, has_ended).await;
    mount.remount("size=200m");
    let ended = until(&owlpost, &run, |run| run["state"] == "failed").await;
    assert_eq!(ended["error"]["reason"], "storage", "{ended}");
    assert!(ended["error"]["message"].as_str().is_some_and(|message| message.contains("disk is full")), "{ended}");
    let mails = ended["emails"].as_array().expect("mails").clone();
    let (sent, refused): (Vec<_>, Vec<_>) = mails.iter().partition(|mail| mail["id"].is_string());
    assert!(!sent.is_empty() && !refused.is_empty(), "{} sent, {} refused", sent.len(), refused.len());
    assert!(refused[0]["error"].as_str().is_some_and(|error| error.contains("disk is full")), "{}", refused[0]);
    let ids: Vec<_> = sent.iter().filter_map(|mail| mail["id"].as_str()).collect();
    for line in ended["console"].as_array().expect("lines") {
        let id = line["text"].as_str().and_then(|text| text.split(' ').next()).expect("an id");
        assert!(ids.contains(&id), "the console tells of a mail that was not accepted: {line}");
    }
    for mail in sent {
        owlpost.delivery_is(mail["id"].as_str().expect("an id"), "sent").await;
    }

    let next = start(&owlpost, &script, json!({"one": true})).await;
    let ended = until(&owlpost, &next, |run| run["state"] == "finished").await;
    assert!(ended["console"][0]["text"].as_str().is_some_and(|text| text.ends_with(" null")), "{ended}");
    assert!(owlpost.terminate().success());
}

async fn start(owlpost: &Owlpost, script: &str, input: Value) -> String {
    let path = format!("/api/v1/scripts/{script}/runs");
    let started = owlpost.must("POST", &path, Some(json!({ "input": input }))).await;
    assert_eq!(started.status, 202, "{}", started.text);
    started.json()["id"].as_str().expect("an id").to_owned()
}

async fn until(owlpost: &Owlpost, run: &str, found: impl Fn(&Value) -> bool) -> Value {
    let started = std::time::Instant::now();
    loop {
        let now = owlpost.must("GET", &format!("/api/v1/runs/{run}?limit=1000"), None).await.json();
        if found(&now) {
            return now;
        }
        assert!(started.elapsed() < PATIENCE, "the run stays {now}\n{}", owlpost.log());
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
