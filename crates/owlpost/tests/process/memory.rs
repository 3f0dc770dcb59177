//! Memory is returned to the system after large uploads.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;
use testkit::{Sink, SinkOptions};

use crate::home::{Home, Owlpost};

/// Size of each upload in bytes.
const UPLOAD_BYTES: usize = 24_000_000;
/// Clients that upload at the same time.
const CLIENTS: usize = 4;
/// Maximum resident memory of the idle process, in MiB.
const IDLE_MIB: u64 = 100;
/// Maximum time after the last upload until it is reached.
const WITHIN: Duration = Duration::from_secs(60);

/// Number of uploads of each kind; `OWLPOST_TEST_UPLOADS` sets another.
fn uploads() -> usize {
    std::env::var("OWLPOST_TEST_UPLOADS").ok().and_then(|count| count.parse().ok()).unwrap_or(12)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_is_returned_after_large_messages_and_files() {
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    let home = Home::set_up();
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), None).await;
    let at_start = resident_mib(owlpost.process());

    let messages = uploads();
    post_messages(&owlpost, messages).await;
    let after_messages = resident_mib(owlpost.process());
    upload_files(&owlpost, messages).await;
    let after_files = resident_mib(owlpost.process());
    assert!(sink.wait_for(messages, WITHIN), "the messages leave");

    let idle_since = Instant::now();
    let mut resident = resident_mib(owlpost.process());
    while resident >= IDLE_MIB && idle_since.elapsed() < WITHIN {
        tokio::time::sleep(Duration::from_millis(200)).await;
        resident = resident_mib(owlpost.process());
    }
    println!(
        "memory: {at_start} MiB at the start, {after_messages} after {messages} messages, {after_files} after as many \
         forms, {resident} MiB {} s later",
        idle_since.elapsed().as_secs()
    );
    assert!(resident < IDLE_MIB, "{resident} MiB are resident a minute after the last upload");
}

/// Posts messages with an attachment from several clients.
async fn post_messages(owlpost: &Owlpost, count: usize) {
    let mut base64 = String::with_capacity(UPLOAD_BYTES);
    // The size of a message is that of its attachment in Base64 with line endings.
    while base64.len() < UPLOAD_BYTES * 76 / 78 {
        let _ = write!(base64, "{:08}", base64.len());
    }
    let base64 = base64.as_str();
    let post = async |client: usize| {
        for number in (client..count).step_by(CLIENTS) {
            let message = json!({
                "to": format!("r{number}@example.com"), "subject": "large", "text": "see the attachment",
                "attachments": [{"name": "large.bin", "base64": base64}],
            });
            let answer = owlpost.must("POST", "/api/v1/messages", Some(message)).await;
            assert_eq!(answer.status, 202, "{}", answer.text);
        }
    };
    tokio::join!(post(0), post(1), post(2), post(3));
}

/// Posts forms with three files each, which replace the previous ones.
async fn upload_files(owlpost: &Owlpost, count: usize) {
    let workspaces = owlpost.must("GET", "/api/v1/workspaces", None).await.json();
    let workspace = workspaces["items"][0]["id"].as_str().expect("a workspace");
    let file = vec![b'x'; UPLOAD_BYTES / 3];
    let visitor = owlpost.administrator().await;
    for _ in 0..count {
        let files = [("one.bin", &*file), ("two.bin", &*file), ("three.bin", &*file)];
        let answer = visitor.upload(&format!("/workspaces/{workspace}/files"), "file", &files).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
    }
}

/// The proportional set size of the process.
fn resident_mib(process: u32) -> u64 {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).expect("the process runs");
    let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).expect("Linux tells it");
    let kib: u64 = pss.split_whitespace().next().and_then(|kib| kib.parse().ok()).expect("a number");
    kib / 1024
}
