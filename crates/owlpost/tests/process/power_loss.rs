//! Disks as a power failure may leave them, made from a record of a server's writes; a server is started on each.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use testkit::power_loss::files_of;
use testkit::{DiskImage, Recording, Sink, SinkOptions, WriteFault};

use crate::crash::{random, seed};
use crate::home::{Home, Owlpost};

/// Number of disks; `OWLPOST_TEST_POWER_FAILURES` sets another.
const FAILURES: usize = 10;
/// Messages in the record.
const MESSAGES: usize = 80;

/// What is known about a message; numbers are lengths of the record in bytes.
struct KnownMessage {
    id: String,
    /// The length of the record when the response 202 had been received.
    accepted: u64,
}

/// An arrival in the sink, between two lengths of the record.
struct ArrivalTime {
    recipient: String,
    after: u64,
    before: u64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_power_failure_loses_accepted_mail_or_repeats_it_unmarked() {
    let failures = std::env::var("OWLPOST_TEST_POWER_FAILURES").ok().and_then(|count| count.parse().ok());
    let failures: usize = failures.unwrap_or(FAILURES);
    let seed = seed();
    let mut state = seed;
    let home = Home::set_up();
    let sink = Arc::new(Sink::start(SinkOptions::default()).expect("a sink"));
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), None).await;
    assert!(owlpost.terminate().success());

    let folder = tempfile::tempdir().expect("a folder");
    let record = folder.path().join("record");
    let before = files_of(home.data()).expect("the folder is read");
    let (known, arrived) = record_a_life(&home, &sink, &record).await;
    let recording = Recording::read(before, &std::fs::read(&record).expect("a record")).expect("a whole record");
    assert!(recording.len() > 4 * MESSAGES, "{} calls are recorded", recording.len());

    let (mut accepted, mut twice) = (0, 0);
    for failure in 0..failures {
        let calls = random(&mut state) as usize % (recording.len() + 1);
        let image = recording.image(calls, || random(&mut state));
        let run = format!("seed {seed}, failure {failure} after call {calls}");
        let judged = start_on(&home, &sink, image, &known, &arrived).await;
        let judged = judged.unwrap_or_else(|fault| panic!("{run}: {fault}"));
        accepted += judged.accepted;
        twice += judged.twice;
    }
    println!(
        "{failures} power failures, seed {seed}: {accepted} accepted, 0 lost, {twice} twice and all marked; {} calls",
        recording.len()
    );
}

/// Records all writes of a server that accepts messages, delivers them and stops.
async fn record_a_life(
    home: &Home,
    sink: &Arc<Sink>,
    record: &Path,
) -> (BTreeMap<String, KnownMessage>, Vec<ArrivalTime>) {
    let owlpost = home.launch_with(&WriteFault::Record(record.into()));
    owlpost.is_ready().await;
    let is_over = Arc::new(AtomicBool::new(false));
    let watch = std::thread::spawn({
        let (sink, record, is_over) = (sink.clone(), record.to_owned(), is_over.clone());
        move || watch_arrivals(&sink, &record, &is_over)
    });
    let (next, known) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let post = async || loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= MESSAGES {
            return;
        }
        let recipient = format!("r{number}@example.com");
        let id = owlpost.accepts(&recipient, "a message").await;
        known.lock().expect("no panic").insert(recipient, KnownMessage { id, accepted: length(record) });
    };
    tokio::join!(post(), post(), post(), post());
    let known = known.into_inner().expect("no panic");
    for known in known.values() {
        owlpost.delivery_is(&known.id, "sent").await;
    }
    assert!(owlpost.terminate().success());
    is_over.store(true, Ordering::Relaxed);
    (known, watch.join().expect("no panic"))
}

fn watch_arrivals(sink: &Sink, record: &Path, is_over: &AtomicBool) -> Vec<ArrivalTime> {
    let mut arrived = Vec::new();
    let mut after = 0;
    while !is_over.load(Ordering::Relaxed) {
        let looked = length(record);
        let new = sink.arrivals().split_off(arrived.len());
        let before = length(record);
        arrived.extend(new.into_iter().map(|arrival| ArrivalTime { recipient: arrival.recipient, after, before }));
        after = looked;
        std::thread::sleep(Duration::from_millis(1));
    }
    arrived
}

/// The length of the record in bytes.
fn length(record: &Path) -> u64 {
    std::fs::metadata(record).map_or(0, |file| file.len())
}

struct StartResult {
    accepted: usize,
    twice: usize,
}

/// Starts a server on a disk and lets it deliver what waits; compares the result with what is known about the first
/// server.
async fn start_on(
    home: &Home,
    sink: &Sink,
    image: DiskImage,
    known: &BTreeMap<String, KnownMessage>,
    arrived: &[ArrivalTime],
) -> Result<StartResult, String> {
    let end = image.end;
    lay_out(image, home.data());
    let so_far = sink.arrivals().len();
    let owlpost = home.start().await;
    let accepted: Vec<_> = known.iter().filter(|(_, known)| known.accepted <= end).collect();
    for (recipient, known) in &accepted {
        let found = owlpost.must("GET", &format!("/api/v1/messages/{}", known.id), None).await;
        if found.status != 200 {
            return Err(format!("{recipient} was accepted and is lost: {}", found.text));
        }
        owlpost.delivery_is(&known.id, "sent").await;
    }
    nothing_waits(&owlpost).await;
    let again = sink.arrivals().split_off(so_far);
    let mut twice = 0;
    for (recipient, known) in known {
        let of_first = || arrived.iter().filter(|arrival| arrival.recipient == *recipient);
        let surely = of_first().filter(|arrival| arrival.before <= end).count();
        let perhaps = of_first().filter(|arrival| arrival.after <= end).count();
        let now = again.iter().filter(|arrival| arrival.recipient == *recipient).count();
        if known.accepted <= end && perhaps + now == 0 {
            return Err(format!("{recipient} was accepted and never arrived"));
        }
        if now > 0 && surely + now > 1 {
            twice += 1;
            if owlpost.delivery(&known.id).await["may_have_arrived_twice"] != true {
                return Err(format!("{recipient} arrived twice and is not marked"));
            }
        }
    }
    owlpost.kill();
    Ok(StartResult { accepted: accepted.len(), twice })
}

async fn nothing_waits(owlpost: &Owlpost) {
    loop {
        let status = owlpost.must("GET", "/api/v1/email-settings/status", None).await.json();
        if status["waiting"] == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Writes an image into a data folder, as if the machine had been restarted with this disk: the marker file identifies
/// the database file by inode and birth time, and the record of what was being sent identifies the boot.
fn lay_out(mut image: DiskImage, data: &Path) {
    if let Some(sending) = image.file("owlpost.sending")
        && let Some(boot) = sending.get_mut(24..40)
    {
        boot.fill(0);
    }
    let marker = image.file("owlpost.running").cloned();
    image.write_to(data).expect("the image is written");
    let database = std::fs::metadata(data.join("owlpost.db")).expect("a database");
    let Some(marker) = marker.and_then(|marker| String::from_utf8(marker).ok()) else { return };
    let mut words: Vec<&str> = marker.trim_end_matches('\n').split(' ').collect();
    let identity = identity(&database);
    if let Some(word) = words.get_mut(1) {
        *word = &identity;
    }
    std::fs::write(data.join("owlpost.running"), words.join(" ") + "\n").expect("the marker is written");
}

fn identity(file: &Metadata) -> String {
    let born = file.created().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    format!("{}-{}", file.ino(), born.unwrap_or_default().as_nanos())
}
