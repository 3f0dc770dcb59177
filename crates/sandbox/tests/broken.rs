//! Tests of children that die, violate the protocol or do not start, of cancelled runs, and of a child's confinement as
//! the kernel reports it.

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sandbox::{Cause, Control, Limit, Limits, Outcome, SandboxError, Suspension, run, run_until};
use tokio::sync::Notify;

use support::{Recorder, child, children, job, limits};

/// A program that runs a shell script as the child.
fn broken_child(name: &str, body: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.sh"));
    fs::write(&path, format!("#!/bin/sh\n{body}\n")).expect("a program");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a program");
    path
}

async fn cause_with(program: &Path, limits: &Limits) -> Cause {
    let outcome = run(program, job("1"), limits, &mut Recorder::default()).await;
    let Outcome::Failed(error, _) = outcome else { panic!("{outcome:?}") };
    error.cause
}

#[tokio::test]
async fn a_failing_child_is_distinguished_from_a_failing_script() {
    let impatient = Limits { wall: Duration::from_millis(300), ..limits() };
    let cases: [(&str, PathBuf); 7] = [
        ("NotStarted", "/nowhere/owlpost".into()),
        ("NoResult", "/bin/true".into()),
        ("NoResult", "/bin/cat".into()),
        ("Protocol", broken_child("garbage", "read order; echo hello")),
        (
            "Protocol",
            broken_child("extra", "read order; echo '{\"console\":{\"level\":\"log\",\"text\":\"x\",\"more\":1}}'"),
        ),
        (
            "Protocol",
            broken_child(
                "endless",
                "read order; while :; do printf xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done",
            ),
        ),
        (
            "Protocol",
            broken_child(
                "flood",
                "read order; while :; do echo '{\"console\":{\"level\":\"log\",\"text\":\"x\"}}'; done",
            ),
        ),
    ];
    for (name, program) in cases {
        let bounded = Limits { call_bytes: 10_000, console_bytes: 10_000, ..limits() };
        let cause = cause_with(&program, &bounded).await;
        let Cause::Sandbox(error) = cause else { panic!("{}: {cause:?}", program.display()) };
        assert!(format!("{error:?}").starts_with(name), "{}: {error:?}", program.display());
    }
    for name in ["silent", "deaf"] {
        let body = if name == "silent" { "read order; exec sleep 60" } else { "exec sleep 60" };
        let cause = cause_with(&broken_child(name, body), &impatient).await;
        assert_eq!(cause, Cause::Limit(Limit::Wall { time: impatient.wall }), "{name}");
    }
}

#[tokio::test]
async fn a_killed_child_is_reported_and_its_mails_are_counted() {
    let program = broken_child(
        "killed",
        "read order; echo '{\"call\":{\"send_email\":{\"from\":null,\"to\":[\"a@example.com\"],\"cc\":[],\"bcc\":[],\"reply_to\":[],\"subject\":\"x\",\"text\":null,\"html\":null,\"attachments\":[],\"key\":null,\"line\":1}}}'; read answer; kill -9 $$",
    );
    let mut host = Recorder::default();
    let outcome = run(&program, job("1"), &limits(), &mut host).await;
    let Outcome::Failed(error, usage) = outcome else { panic!("{outcome:?}") };
    assert_eq!(error.cause, Cause::Sandbox(SandboxError::Killed));
    assert_eq!((usage.mails, host.mails.len()), (1, 1));
}

#[tokio::test]
async fn a_cancelled_run_ends_at_once_and_its_child_is_gone() {
    let started = Instant::now();
    let mut host = Recorder::default();
    let stop = tokio::time::sleep(Duration::from_millis(100));
    let slow = Limits { cpu: Duration::from_secs(30), ..limits() };
    let outcome =
        run_until(child(), job("sendEmail({ to: 'a@b', subject: 'x' });\nfor (;;);"), &slow, &mut host, until(stop))
            .await;
    let Outcome::Cancelled(usage) = outcome else { panic!("{outcome:?}") };
    assert_eq!(usage.mails, 1);
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn dropping_a_run_kills_its_child() {
    let mut host = Recorder::default();
    let job = job("for (;;);");
    let slow = Limits { cpu: Duration::from_secs(30), ..limits() };
    let dropped = tokio::time::timeout(Duration::from_millis(200), run(child(), job, &slow, &mut host)).await;
    assert!(dropped.is_err());
    for _ in 0..100 {
        if children().iter().all(|id| status(*id).is_none_or(|status| status.contains("State:\tZ"))) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the child is still running");
}

#[tokio::test]
async fn oversized_jobs_are_refused_without_starting_a_child() {
    let small = Limits { source_bytes: 10, ..limits() };
    assert_eq!(cause_of("12345678901", &small).await, Cause::Limit(Limit::Source { bytes: 11, limit: 10 }));
    let small = Limits { input_bytes: 10, ..limits() };
    assert!(matches!(cause_of("1", &small).await, Cause::Limit(Limit::Input { limit: 10, .. })));
}

async fn cause_of(source: &str, limits: &Limits) -> Cause {
    let outcome = run(child(), job(source), limits, &mut Recorder::default()).await;
    let Outcome::Failed(error, _) = outcome else { panic!("{outcome:?}") };
    error.cause
}

#[tokio::test]
async fn nested_input_is_parsed() {
    let mut deep = serde_json::json!(1);
    for _ in 0..100 {
        deep = serde_json::json!([deep]);
    }
    let job = sandbox::Job { input: deep.to_string(), ..job("console.log(input.length);") };
    let mut host = Recorder::default();
    let outcome = run(child(), job, &limits(), &mut host).await;
    assert!(matches!(outcome, Outcome::Finished(_)), "{outcome:?}");
}

#[tokio::test]
async fn input_that_exhausts_memory_is_reported_as_such() {
    let input = format!("[{}{{}}]", "{},".repeat(8_000_000 / 3 - 10));
    let job = sandbox::Job { input, ..job("1") };
    let outcome = run(child(), job, &limits(), &mut Recorder::default()).await;
    let Outcome::Failed(error, _) = outcome else { panic!("{outcome:?}") };
    assert_eq!(error.cause, Cause::Limit(Limit::InputMemory { megabytes: 64 }));
}

#[tokio::test]
async fn the_kernel_enforces_the_confinement() {
    let mut host = Recorder::default();
    let slow = Limits { cpu: Duration::from_secs(30), ..limits() };
    let stop = async {
        // The child is confined before the script starts, which is after it has read the start message.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let id = children().pop_last().expect("a child");
        let status = status(id).expect("its status");
        assert!(status.contains("NoNewPrivs:\t1"), "{status}");
        assert!(status.contains("Seccomp:\t2"), "{status}");
        let environment = fs::read(format!("/proc/{id}/environ")).expect("its environment");
        assert_eq!(environment, b"TZ=UTC0\0");
        let limits = fs::read_to_string(format!("/proc/{id}/limits")).expect("its limits");
        let limit = |name: &str| {
            let line = limits.lines().find(|line| line.starts_with(name)).expect("a limit");
            line[name.len()..].split_whitespace().next().expect("a value").to_owned()
        };
        for name in ["Max open files", "Max core file size", "Max file size", "Max processes"] {
            assert_eq!(limit(name), "0", "{name}");
        }
        assert_eq!(limit("Max cpu time"), "31");
        assert!(limit("Max data size").parse::<u64>().expect("bytes") < 200 << 20);
    };
    let outcome = run_until(child(), job("for (;;);"), &slow, &mut host, until(stop)).await;
    assert!(matches!(outcome, Outcome::Cancelled(_)), "{outcome:?}");
}

fn until<S: Future<Output = ()>>(stop: S) -> Control<S> {
    Control { stop, suspension: Suspension::default() }
}

/// Waits until the only child is in this state of proc(5).
async fn child_is(state: char) {
    let is_so = |id: u32| status(id).is_some_and(|status| status.contains(&format!("State:\t{state}")));
    for _ in 0..1_000 {
        if children().iter().any(|id| is_so(*id)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no child is in the state {state}");
}

#[tokio::test]
async fn the_time_in_which_a_run_is_suspended_does_not_count() {
    let suspension = Suspension::default();
    let control = Control { stop: std::future::pending(), suspension: suspension.clone() };
    let limits = Limits { wall: Duration::from_secs(1), cpu: Duration::from_secs(30), ..limits() };
    let mut host = Recorder::default();
    let run = run_until(child(), job("for (;;);"), &limits, &mut host, control);
    let suspended = async {
        child_is('R').await;
        suspension.suspend();
        child_is('T').await;
        tokio::time::sleep(limits.wall * 2).await;
        child_is('T').await;
        suspension.resume();
        child_is('R').await;
    };
    let (outcome, ()) = tokio::join!(run, suspended);
    let Outcome::Failed(error, usage) = outcome else { panic!("{outcome:?}") };
    assert_eq!(error.cause, Cause::Limit(Limit::Wall { time: limits.wall }));
    assert!(error.position.is_some(), "the child itself noticed the end of its time");
    assert!(usage.wall_ms > 2_900, "{usage:?}");
}

#[tokio::test]
async fn a_suspended_run_can_be_stopped() {
    let suspension = Suspension::default();
    let stop = Notify::new();
    let control = Control { stop: stop.notified(), suspension: suspension.clone() };
    let (limits, mut host) = (limits(), Recorder::default());
    let run = run_until(child(), job("for (;;);"), &limits, &mut host, control);
    let suspended = async {
        child_is('R').await;
        suspension.suspend();
        child_is('T').await;
        stop.notify_one();
    };
    let (outcome, ()) = tokio::join!(run, suspended);
    assert!(matches!(outcome, Outcome::Cancelled(_)), "{outcome:?}");
    assert!(children().is_empty());
}

#[tokio::test]
async fn a_child_that_asks_for_its_time_again_and_again_violates_the_protocol() {
    let asks = "read order; while :; do echo '{\"call\":\"time_left\"}'; read left; done";
    let cause = cause_with(&broken_child("asks", asks), &limits()).await;
    assert_eq!(cause, Cause::Sandbox(SandboxError::Protocol));
}

fn status(process: u32) -> Option<String> {
    fs::read_to_string(format!("/proc/{process}/status")).ok()
}

#[tokio::test]
async fn a_thousand_mails_are_sent_one_after_another() {
    let many = Limits { mails: 1000, ..Limits::default() };
    let mut host = Recorder::default();
    let source = "for (let i = 0; i < 1000; i++) sendEmail({ to: `a${i}@example.com`, subject: `${i}`, html: '<p>'.repeat(500) });";
    let outcome = run(child(), job(source), &many, &mut host).await;
    assert!(matches!(outcome, Outcome::Finished(_)), "{outcome:?}");
    assert_eq!(host.mails.len(), 1000);
    assert!(host.mails.iter().enumerate().all(|(at, call)| call.subject == at.to_string() && call.line == Some(1)));
    if std::env::var_os("OWLPOST_FIGURES").is_some() {
        eprintln!("1,000 mails: {} ms", outcome.usage().wall_ms);
        let started = Instant::now();
        for _ in 0..200 {
            run(child(), job("1"), &many, &mut host).await;
        }
        eprintln!("a run: {:?}", started.elapsed() / 200);
    }
}
