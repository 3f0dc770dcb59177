//! The crash test: a server is repeatedly killed with SIGKILL under load, and loses nothing.
//!
//! The comparison is independent of the server: a ledger of accepted messages, and a sink that counts arrivals.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use testkit::{Sink, SinkOptions};

use crate::home::{Home, Owlpost, PATIENCE};

/// Number of kills; `OWLPOST_TEST_KILLS` sets another.
const KILLS: usize = 30;
/// Clients that post at the same time.
const CLIENTS: usize = 8;
/// Maximum number of acceptances or arrivals before a kill.
const MOST_EVENTS: u64 = 60;
/// Maximum pause in microseconds between an event and the kill that it triggers: long enough for a commit or a
/// delivery.
const MOST_PAUSE_US: u64 = 15_000;

/// What clients posted and which responses they got, over all processes of the server.
#[derive(Default)]
pub(crate) struct Ledger {
    /// Every recipient of a posted message; each message has its own.
    pub(crate) asked: BTreeSet<String>,
    /// The recipients whose message got a 202, with the message's id.
    pub(crate) accepted: BTreeMap<String, String>,
    /// Responses other than 202.
    pub(crate) odd: Vec<String>,
}

/// When a process of the server is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// During the start: recovery, migration, rescue.
    Listening,
    /// After this number of acceptances by this process.
    Accepted(u64),
    /// After this number of arrivals in the sink during this process.
    Arrived(u64),
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repeatedly_killed_server_loses_nothing_and_marks_possible_duplicates() {
    let kills = std::env::var("OWLPOST_TEST_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(KILLS);
    let seed = seed();
    let mut state = seed;

    let home = Home::set_up();
    let sink = Arc::new(Sink::start(SinkOptions { keep_messages: true, ..SinkOptions::default() }).expect("a sink"));
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), None).await;
    owlpost.kill();

    for life in 0..kills {
        let moment = match random(&mut state) % 4 {
            0 => Moment::Listening,
            1 => Moment::Accepted(random(&mut state) % MOST_EVENTS),
            _ => Moment::Arrived(random(&mut state) % MOST_EVENTS),
        };
        let pause = Duration::from_micros(random(&mut state) % MOST_PAUSE_US);
        live_until(&home, life, moment, pause, &ledger, &sink).await;
    }

    let ledger = std::mem::take(&mut *ledger.lock().expect("no client panicked"));
    assert!(ledger.accepted.len() > kills, "seed {seed}: {} messages are no load", ledger.accepted.len());
    ends_well(&home, &sink, ledger, &format!("{kills} kills under load, seed {seed}")).await;
}

/// Starts a last server that delivers what waits, then compares ledger and sink, and prints the counts.
pub(crate) async fn ends_well(home: &Home, sink: &Sink, ledger: Ledger, run: &str) {
    let Ledger { asked, accepted, odd } = ledger;
    assert!(odd.is_empty(), "{run}: responses other than 202: {odd:?}");
    let owlpost = home.start().await;
    for id in accepted.values() {
        owlpost.delivery_is(id, "sent").await;
    }
    let judged = judge(&owlpost, sink, &asked, &accepted).await;
    println!("{run}: {}", judged.unwrap_or_else(|fault| panic!("{run}: {fault}")));
    assert!(owlpost.terminate().success(), "{run}: the last server did not end well");
}

/// Runs the server until it is killed at its moment, while clients post.
async fn live_until(
    home: &Home,
    life: usize,
    moment: Moment,
    pause: Duration,
    ledger: &Arc<Mutex<Ledger>>,
    sink: &Arc<Sink>,
) {
    let owlpost = home.launch();
    if let Moment::Listening = moment {
        owlpost.listens().await;
        tokio::time::sleep(pause).await;
        return owlpost.kill();
    }
    owlpost.is_ready().await;
    let owlpost = Arc::new(owlpost);
    let (next, accepted) = (Arc::new(AtomicUsize::new(0)), tokio::sync::watch::Sender::new(0_u64));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (owlpost, ledger, next, accepted) = (owlpost.clone(), ledger.clone(), next.clone(), accepted.clone());
            tokio::spawn(async move { post_until_silence(&owlpost, life, &next, &ledger, &accepted).await })
        })
        .collect();
    match moment {
        Moment::Listening => {}
        Moment::Accepted(count) => {
            let mut so_far = accepted.subscribe();
            let came = tokio::time::timeout(PATIENCE, so_far.wait_for(|so_far| *so_far >= count)).await;
            assert!(came.is_ok(), "{moment:?} did not happen:\n{}", owlpost.log());
        }
        Moment::Arrived(count) => {
            let (sink, before) = (sink.clone(), sink.received().len());
            let came = tokio::task::spawn_blocking(move || sink.wait_for(before + count as usize, PATIENCE)).await;
            assert!(came.expect("waiting does not panic"), "{moment:?} did not happen:\n{}", owlpost.log());
        }
    }
    tokio::time::sleep(pause).await;
    owlpost.kill();
    for client in clients {
        client.await.expect("a client does not panic");
    }
}

/// A client that posts one message after the other until it gets no response.
pub(crate) async fn post_until_silence(
    owlpost: &Owlpost,
    life: usize,
    next: &AtomicUsize,
    ledger: &Mutex<Ledger>,
    accepted: &tokio::sync::watch::Sender<u64>,
) {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let recipient = format!("life{life}-{number}@example.com");
        // Recorded before the request: a message whose request is cut off may have been stored.
        ledger.lock().expect("no client panicked").asked.insert(recipient.clone());
        let Some(answer) = owlpost.post_message(&recipient, &text_for(&recipient)).await else { return };
        let mut ledger = ledger.lock().expect("no client panicked");
        if answer.status != 202 {
            ledger.odd.push(format!("{} {}", answer.status, answer.text));
            return;
        }
        let id = answer.json()["id"].as_str().expect("an accepted message has an id").to_owned();
        ledger.accepted.insert(recipient, id);
        accepted.send_modify(|count| *count += 1);
    }
}

/// Compares posted, accepted and arrived messages; returns a summary.
pub(crate) async fn judge(
    owlpost: &Owlpost,
    sink: &Sink,
    asked: &BTreeSet<String>,
    accepted: &BTreeMap<String, String>,
) -> Result<String, String> {
    let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
    for arrival in sink.arrivals() {
        let message = String::from_utf8_lossy(arrival.message.as_deref().unwrap_or_default()).into_owned();
        if !message.contains(&text_for(&arrival.recipient)) {
            return Err(format!("{} got a text that was not meant for it:\n{message}", arrival.recipient));
        }
        *arrived.entry(arrival.recipient).or_default() += 1;
    }
    let lost: Vec<_> = accepted.keys().filter(|recipient| !arrived.contains_key(*recipient)).collect();
    if !lost.is_empty() {
        return Err(format!("{} of {} accepted messages are lost: {lost:?}", lost.len(), accepted.len()));
    }
    let strange: Vec<_> = arrived.keys().filter(|recipient| !asked.contains(*recipient)).collect();
    if !strange.is_empty() {
        return Err(format!("nobody sent these: {strange:?}"));
    }
    let twice: Vec<_> = arrived.iter().filter(|(_, count)| **count > 1).map(|(recipient, _)| recipient).collect();
    for recipient in &twice {
        let delivery = delivery_for(owlpost, recipient).await;
        if delivery["may_have_arrived_twice"] != true {
            return Err(format!("{recipient} got its message twice and it is not marked: {delivery}"));
        }
    }
    let mut marked = 0;
    for id in accepted.values() {
        marked += usize::from(owlpost.delivery(id).await["may_have_arrived_twice"] == true);
    }
    Ok(format!(
        "{} asked, {} accepted, {} arrived, {} of them twice, {marked} marked",
        asked.len(),
        accepted.len(),
        arrived.len(),
        twice.len()
    ))
}

/// The delivery to a recipient, even of a message whose 202 was lost.
async fn delivery_for(owlpost: &Owlpost, recipient: &str) -> serde_json::Value {
    let found = owlpost.must("GET", &format!("/api/v1/messages?recipient={recipient}"), None).await.json();
    let id = found["items"][0]["id"].as_str().unwrap_or_else(|| panic!("{recipient} is not in the outbox: {found}"));
    owlpost.delivery(id).await
}

pub(crate) fn text_for(recipient: &str) -> String {
    format!("for {recipient} alone")
}

/// The seed of a run. OWLPOST_CRASH_SEED repeats one that failed, as far as scheduling allows.
pub(crate) fn seed() -> u64 {
    let given = std::env::var("OWLPOST_CRASH_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| RandomState::new().hash_one(0));
    println!("OWLPOST_CRASH_SEED={seed}");
    seed
}

/// SplitMix64.
pub(crate) fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
