//! The server is killed before, during or after one of its writes, and loses nothing.

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};

use testkit::{KillMoment, Sink, SinkOptions, WriteFault};

use crate::crash::{Ledger, ends_well, post_until_silence, random, seed};
use crate::home::Home;

/// Number of kills; `OWLPOST_TEST_WRITE_KILLS` sets another.
const KILLS: usize = 24;
/// Number of folders whose first two starts are killed.
const FIRST_STARTS: usize = 10;
/// About the number of calls of the first start, which applies all migrations.
const FIRST_START_CALLS: u64 = 150;
/// Maximum number of the call at which the server is killed: a start makes about 40 calls, a message about 20.
const MOST_CALLS: u64 = 400;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_at_single_writes_loses_nothing_and_marks_possible_duplicates() {
    let kills = std::env::var("OWLPOST_TEST_WRITE_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(KILLS);
    let seed = seed();
    let mut state = seed;
    let home = Home::set_up();
    let sink = Sink::start(SinkOptions { keep_messages: true, ..SinkOptions::default() }).expect("a sink");
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), None).await;
    owlpost.kill();

    let ledger = Arc::new(Mutex::new(Ledger::default()));
    for life in 0..kills {
        let moments = [KillMoment::Before, KillMoment::Half, KillMoment::After];
        let moment = moments[random(&mut state) as usize % moments.len()];
        let call = 1 + random(&mut state) % MOST_CALLS;
        let owlpost = Arc::new(home.launch_with(&WriteFault::KillAt(call, moment)));
        owlpost.is_ready_or_has_ended().await;
        let (next, accepted) = (AtomicUsize::new(0), tokio::sync::watch::Sender::new(0_u64));
        let post = || post_until_silence(&owlpost, life, &next, &ledger, &accepted);
        tokio::join!(post(), post(), post(), post());
        let ended = owlpost.ends().await.unwrap_or_else(|| panic!("call {call} was not made:\n{}", owlpost.log()));
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&ended), Some(9), "call {call}: {ended}");
    }
    let ledger = std::mem::take(&mut *ledger.lock().expect("no client panicked"));
    ends_well(&home, &sink, ledger, &format!("{kills} kills at single writes, seed {seed}")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_killed_first_start_the_next_one_serves() {
    let seed = seed();
    let mut state = seed;
    for _ in 0..FIRST_STARTS {
        let home = Home::empty();
        std::fs::create_dir_all(home.data()).expect("a data folder");
        for moment in [KillMoment::Half, KillMoment::After] {
            let call = 1 + random(&mut state) % FIRST_START_CALLS;
            let owlpost = home.launch_with(&WriteFault::KillAt(call, moment));
            owlpost.is_ready_or_has_ended().await;
            owlpost.kill();
        }
        let owlpost = home.start().await;
        assert!(owlpost.terminate().success(), "seed {seed}: {}", owlpost.log());
    }
    println!("{} first starts killed at single writes, seed {seed}: each next one serves", 2 * FIRST_STARTS);
}
