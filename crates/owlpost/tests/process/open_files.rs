//! A process without free file descriptors reports it, waits, and continues when some are free.

use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;
use testkit::{Sink, SinkOptions};

use crate::home::{Home, Owlpost, PATIENCE};

/// How long the process is observed while it cannot accept connections: several of its pauses.
const WATCHED: Duration = Duration::from_secs(4);
/// Clock ticks in a second (sysconf(3), `_SC_CLK_TCK`): 100 on every Linux.
const TICKS: u64 = 100;

#[tokio::test]
async fn running_out_of_open_files_is_reported_and_the_server_recovers() {
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    let home = Home::set_up();
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), None).await;

    // One more than it has open, so that the connection of this test is kept.
    limit_open_files(&owlpost, open_files(&owlpost) + 1);
    let crowd: Vec<TcpStream> =
        (0..8).map(|_| TcpStream::connect(owlpost.address()).expect("the backlog has room")).collect();
    logs(&owlpost, "no connection can be accepted").await;
    assert!(owlpost.log().contains("Too many open files"), "{}", owlpost.log());

    let id = owlpost.accepts("ann@example.com", "no socket is left for it").await;
    let status = status_when(&owlpost, |status| !status["problem"].is_null()).await;
    assert_eq!(status["problem"]["code"], "too_many_open_files", "{status}");
    assert_eq!(owlpost.delivery(&id).await["attempts"], 0);

    let (ticks, since) = (ticks(&owlpost), Instant::now());
    tokio::time::sleep(WATCHED).await;
    let used = self::ticks(&owlpost) - ticks;
    let share = used * 100 / (since.elapsed().as_secs().max(1) * TICKS);
    assert!(share < 25, "{share} % of a processor while nothing can be accepted");

    limit_open_files(&owlpost, 1024);
    assert_eq!(owlpost.delivery_is(&id, "sent").await["may_have_arrived_twice"], false);
    drop(crowd);
    assert_eq!(owlpost.as_administrator("/outbox").await, 200, "new connections are accepted");
}

#[test]
fn a_limit_that_is_too_low_is_reported_at_the_start() {
    let home = Home::set_up();
    for limit in [12, 24, 63] {
        let mut serve = Command::new("prlimit");
        serve.arg(format!("--nofile={limit}:{limit}")).arg(env!("CARGO_BIN_EXE_owlpost"));
        serve.args(["serve", "--smtp", "off", "--http", "127.0.0.1:0", "--data-dir"]).arg(home.data());
        let output = serve.output().expect("prlimit of util-linux");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{limit}: {said}");
        assert!(said.contains("open files") && said.contains("LimitNOFILE"), "{limit}: {said}");
    }
}

/// Waits until a line is logged.
async fn logs(owlpost: &Owlpost, line: &str) {
    let started = Instant::now();
    while !owlpost.log().contains(line) {
        assert!(started.elapsed() < PATIENCE, "{line:?} is not logged:\n{}", owlpost.log());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn status_when(owlpost: &Owlpost, wanted: impl Fn(&Value) -> bool) -> Value {
    let started = Instant::now();
    loop {
        let status = owlpost.must("GET", "/api/v1/email-settings/status", None).await.json();
        if wanted(&status) {
            return status;
        }
        assert!(started.elapsed() < PATIENCE, "the status stays {status}:\n{}", owlpost.log());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn open_files(owlpost: &Owlpost) -> usize {
    std::fs::read_dir(format!("/proc/{}/fd", owlpost.process())).expect("the process runs").count()
}

fn limit_open_files(owlpost: &Owlpost, files: usize) {
    let limit = format!("--nofile={files}:");
    let set = Command::new("prlimit").args(["--pid", &owlpost.process().to_string(), &limit]).status();
    assert!(set.expect("prlimit of util-linux").success());
}

/// The processor time that the process used so far, in ticks.
fn ticks(owlpost: &Owlpost) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", owlpost.process())).expect("the process runs");
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    // utime and stime, fields 14 and 15 of proc(5); the first after the name is field 3.
    fields[11..=12].iter().map(|field| field.parse::<u64>().expect("a number")).sum()
}
