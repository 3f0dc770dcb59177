//! Hostile scripts: each ends with a clear error within its limits, while a concurrent script runs normally.
//!
//! Memory is read from `/proc` while the child runs. `OWLPOST_FIGURES=1` prints the time and memory of each attack.

mod support;

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use sandbox::{ConsoleLine, Limits, Outcome};

use support::{Recorder, child, children, ended_by, job};

/// An attack: its name, the script, and how it may end (`done` means without an error).
///
/// When memory is exhausted the engine may be unable to record a line, so `memory` is compared without one.
type Attack = (&'static str, &'static str, &'static [&'static str]);

const LOOPS: &[Attack] = &[
    ("endless loop", "let i = 0;\nfor (;;) i++;", &["cpu"]),
    ("loop with catch", "for (;;) { try { for (;;); } catch {} finally { for (;;); } }", &["cpu 1"]),
    ("promise loop", "(function again() { Promise.resolve().then(again); })();", &["cpu"]),
    ("await loop", "for (;;) await null;", &["cpu"]),
    ("getter loop", "const o = { get a() { return this.a2; }, get a2() { for (;;); } };\no.a;", &["cpu 1"]),
    ("getter loop in the call", "sendEmail({ get to() { for (;;); } });", &["cpu 1"]),
    ("getter loop in the console", "console.log({ get to() { for (;;); } });", &["cpu"]),
    ("proxy without end", "sendEmail(new Proxy({}, { ownKeys() { for (;;); } }));", &["cpu 1"]),
    ("toString loop", "`${{ toString() { for (;;); } }}`;", &["cpu 1"]),
    ("sort with a loop", "[3, 2, 1].sort(() => { for (;;); });", &["cpu 1"]),
    ("generator", "function* g() { for (;;) yield 1; }\nfor (const x of g());", &["cpu"]),
    ("regular expression", "/^(a+)+$/.test('a'.repeat(40) + 'b');", &["cpu 1"]),
    (
        "stack trace hook",
        "Error.prepareStackTrace = () => { for (;;); };\nsendEmail({ to: 'a@b', subject: 'x' });",
        &["cpu"],
    ),
];

const NATIVE_LOOPS: &[Attack] = &[
    ("joined array", "new Array(1e9) + '';", &["cpu", "memory"]),
    ("sorted length", "const a = [];\na.length = 4294967295;\na.sort();", &["cpu", "memory"]),
    ("index of", "'a'.repeat(4e6).indexOf('a'.repeat(2e6) + 'b');", &["cpu"]),
    ("reversed length", "const a = { length: 2 ** 53 - 1 };\nArray.prototype.reverse.call(a);", &["cpu", "memory"]),
    ("big integer", "let a = 7n ** 100000n;\nfor (;;) a = a * a;", &["cpu", "memory", "script"]),
];

const MEMORY: &[Attack] = &[
    ("array bomb", "const a = [];\nfor (;;) a.push(new Array(1000).fill(1));", &["memory"]),
    ("text bomb", "let s = 'x';\nfor (;;) s += s;", &["memory", "script 2"]),
    ("repeat", "const all = [];\nfor (;;) all.push('é'.repeat(1e6) + all.length);", &["memory"]),
    ("typed arrays", "const all = [];\nfor (;;) all.push(new Uint8Array(1e7).fill(1));", &["memory"]),
    ("maps", "const m = new Map();\nfor (let i = 0; ; i++) m.set(i, { i });", &["memory", "cpu"]),
    ("closures", "let f = () => 1;\nfor (;;) { const g = f; f = () => g; }", &["memory", "cpu"]),
    (
        "memory caught",
        "const a = [];\nfor (;;) { try { for (;;) a.push(new Array(1000).fill(1)); } catch { } }",
        &["memory", "cpu"],
    ),
    ("deep recursion", "function f() { f(); }\nf();", &["stack 1"]),
    ("deep recursion by getters", "const o = { get a() { return this.a; } };\no.a;", &["stack 1"]),
    ("deep JSON", "JSON.parse('['.repeat(1e6));", &["stack 1", "script 1"]),
    ("deep value for the console", "let o = {};\nfor (let i = 0; i < 1e5; i++) o = { o };\nconsole.log(o);", &["done"]),
    ("deep source", "eval('('.repeat(1e5));", &["stack", "script 1"]),
    ("rejected promises", "for (;;) Promise.reject(new Error('x'));", &["memory", "cpu"]),
    (
        "pending promises",
        "const a = [];\nfor (;;) a.push((async () => { await new Promise(() => {}); })());",
        &["memory", "cpu"],
    ),
];

const FLOODS: &[Attack] = &[
    ("console flood", "for (;;) console.log('x');", &["cpu"]),
    ("console flood of empty lines", "for (;;) console.log();", &["cpu"]),
    ("a line of 30 MB", "console.log('x'.repeat(3e7));", &["done"]),
    ("a line of 100 MB", "console.log('x'.repeat(1e8));", &["memory"]),
    ("a big object on the console", "console.log(new Array(1e6).fill('x'.repeat(1000)));", &["done"]),
    ("mail flood", "for (;;) sendEmail({ to: 'a@b', subject: 'x' });", &["calls", "cpu"]),
    ("bad mail flood", "for (;;) sendEmail({ to: 1 });", &["calls", "cpu"]),
    ("status flood", "for (;;) emailStatus('id-1');", &["calls", "cpu"]),
    ("file flood", "for (;;) files();", &["calls", "cpu"]),
    (
        "a mail of 30 MB",
        "const s = sendEmail({ to: 'a@b', text: 'x'.repeat(3e7) });\nif (!s.error.includes('CallTooLarge { megabytes: 16 }')) throw 1;",
        &["done"],
    ),
    (
        "a mail that swells as JSON",
        "const s = sendEmail({ to: 'a@b', text: '\\x01'.repeat(1.5e7) });\nif (!s.error.includes('CallTooLarge')) throw 1;",
        &["done", "memory"],
    ),
    (
        "the same text often",
        "const s = 'x'.repeat(1e7);\nsendEmail({ to: new Array(10000).fill(s) });",
        &["memory", "done"],
    ),
];

fn limits() -> Limits {
    Limits { cpu: Duration::from_millis(400), ..support::limits() }
}

fn ending(outcome: &Outcome) -> String {
    let Outcome::Failed(fault, _) = outcome else { return "done".to_owned() };
    let kind = ended_by(&fault.cause);
    fault.position.as_ref().map_or_else(|| kind.to_owned(), |at| format!("{kind} {}", at.line))
}

/// The peak memory of a process, in KB.
fn peak_kb(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Measures the memory of all children until `over` is set.
fn watch(peak: Arc<AtomicU64>, over: Arc<AtomicBool>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        while !over.load(Ordering::Relaxed) {
            for kb in children().into_iter().filter_map(peak_kb) {
                peak.fetch_max(kb, Ordering::Relaxed);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    })
}

/// Runs every attack, each with a concurrent harmless script.
#[allow(clippy::print_stderr)]
async fn check(attacks: &[Attack]) {
    let mut report = String::new();
    for (name, source, endings) in attacks {
        let (peak, over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let watcher = watch(Arc::clone(&peak), Arc::clone(&over));
        let neighbours = tokio::spawn({
            let over = Arc::clone(&over);
            async move {
                let mut worst = Duration::ZERO;
                while !over.load(Ordering::Relaxed) {
                    let started = Instant::now();
                    let mut host = Recorder::default();
                    let source = "sendEmail({ to: 'n@example.com', subject: 'x' });";
                    let outcome = sandbox::run(child(), job(source), &limits(), &mut host).await;
                    assert!(matches!(outcome, Outcome::Finished(_)) && host.mails.len() == 1, "{outcome:?}");
                    worst = worst.max(started.elapsed());
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                worst
            }
        });
        let mut host = Recorder::default();
        let started = Instant::now();
        let outcome = sandbox::run(child(), job(source), &limits(), &mut host).await;
        let took = started.elapsed();
        over.store(true, Ordering::Relaxed);
        let neighbour = neighbours.await.expect("the concurrent scripts end");
        watcher.join().expect("the watcher");
        let (is, peak_mb) = (ending(&outcome), peak.load(Ordering::Relaxed) >> 10);
        if std::env::var_os("OWLPOST_FIGURES").is_some() {
            eprintln!(
                "{name:32} {is:12} {:5} ms {peak_mb:4} MB neighbour {:4} ms",
                took.as_millis(),
                neighbour.as_millis()
            );
        }
        let fits = endings.iter().any(|ending| is == *ending || is.starts_with(&format!("{ending} ")));
        if !fits {
            report.push_str(&format!("\n  {name}: ended as {is}, not {endings:?}: {outcome:?}"));
        }
        if peak_mb > 192 {
            report.push_str(&format!("\n  {name}: {peak_mb} MB"));
        }
        let written: usize = host.console.iter().map(|ConsoleLine { text, .. }| text.len()).sum();
        if written > limits().console_bytes + 200 || host.mails.len() as u64 > limits().mails {
            report.push_str(&format!("\n  {name}: {written} bytes on the console, {} mails", host.mails.len()));
        }
    }
    assert!(report.is_empty(), "{report}");
    assert!(children().is_empty(), "children are left");
}

#[tokio::test(flavor = "multi_thread")]
async fn loops_end_at_the_limit_of_processor_time() {
    check(LOOPS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn native_loops_that_never_check_the_deadline_are_killed() {
    check(NATIVE_LOOPS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_and_depth_are_bounded() {
    check(MEMORY).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn floods_are_bounded() {
    check(FLOODS).await;
}
