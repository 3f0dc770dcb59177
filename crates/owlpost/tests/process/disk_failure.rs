//! A disk that fails under the server: the process ends with its own exit status, and the next one continues with
//! everything that was accepted.

use std::sync::Arc;
use std::time::{Duration, Instant};

use testkit::{FailingDisk, FileSystem, Sink, SinkOptions};

use crate::home::{Home, Owlpost};

/// `EX_IOERR`.
const DISK_FAILED: i32 = 74;
/// Maximum time from the first refusal to the end of the process; generous, because the machine may be busy.
const PROMPT: Duration = Duration::from_secs(10);
/// Clients that post at the same time.
const CLIENTS: usize = 8;

/// The responses that clients got until the server was gone.
#[derive(Default)]
struct Answers {
    accepted: Vec<String>,
    /// Status and text of every response other than 202.
    refused: Vec<(u16, String)>,
    /// When the first of those was received.
    refused_at: Option<Instant>,
}

/// Posts from several clients until none gets a response.
async fn post_until_silence(owlpost: &Arc<Owlpost>) -> Answers {
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let owlpost = owlpost.clone();
            tokio::spawn(async move {
                let mut answers = Answers::default();
                for number in 0.. {
                    let to = format!("client{client}-{number}@example.com");
                    let Some(answer) = owlpost.post_message(&to, &"all work and no play\n".repeat(500)).await else {
                        break;
                    };
                    if answer.status == 202 {
                        assert!(answers.refused.is_empty(), "accepted after a refusal");
                        answers.accepted.push(answer.json()["id"].as_str().expect("an id").to_owned());
                    } else {
                        answers.refused_at.get_or_insert_with(Instant::now);
                        answers.refused.push((answer.status, answer.text));
                    }
                }
                answers
            })
        })
        .collect();
    let mut all = Answers::default();
    for client in clients {
        let answers = client.await.expect("a client does not panic");
        all.accepted.extend(answers.accepted);
        all.refused.extend(answers.refused);
        all.refused_at = [all.refused_at, answers.refused_at].into_iter().flatten().min();
    }
    all
}

/// Checks that the server ended as expected, and refused what it could not store.
async fn ended_well(owlpost: &Owlpost, answers: &Answers) {
    let status = owlpost.ends().await.unwrap_or_else(|| panic!("it did not end:\n{}", owlpost.log()));
    assert_eq!(status.code(), Some(DISK_FAILED), "{}", owlpost.log());
    assert!(answers.refused_at.is_none_or(|at| at.elapsed() < PROMPT), "{:?}", answers.refused_at);
    for (status, text) in &answers.refused {
        assert_eq!(*status, 503, "{text}");
    }
    let log = owlpost.log();
    for part in ["the disk failed while", "owlpost ends now", "Check the disk"] {
        assert!(log.contains(part), "{part:?} is not in:\n{log}");
    }
}

/// Checks that the next start delivers everything that was accepted.
async fn next_start_delivers(home: &Home, sink: &Sink, accepted: &[String]) {
    let owlpost = home.start().await;
    for id in accepted {
        owlpost.delivery_is(id, "sent").await;
    }
    assert!(sink.received().len() >= accepted.len());
    assert!(owlpost.terminate().success(), "{}", owlpost.log());
    let checked = home.run("check", &[]);
    assert!(checked.status.success(), "{}", crate::home::said(&checked));
}

async fn a_home_that_delivers_to(home: &Home, sink: &Sink) {
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), None).await;
    assert!(owlpost.terminate().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_write_ends_the_server_and_the_next_start_delivers() {
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    let home = Home::set_up();
    a_home_that_delivers_to(&home, &sink).await;
    let owlpost = Arc::new(home.launch_with_files_up_to(3_000));
    owlpost.is_ready().await;
    let answers = post_until_silence(&owlpost).await;
    ended_well(&owlpost, &answers).await;
    assert!(!answers.accepted.is_empty());
    next_start_delivers(&home, &sink, &answers.accepted).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_write_during_the_start_ends_it_with_the_same_status() {
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    let home = Home::set_up();
    a_home_that_delivers_to(&home, &sink).await;
    let owlpost = home.start().await;
    let mut accepted = Vec::new();
    for number in 0..20 {
        accepted.push(owlpost.accepts(&format!("r{number}@example.com"), "it makes the log grow").await);
    }
    owlpost.kill();
    for kib in [40, 64] {
        // The log is already larger, so that nothing can be appended to it.
        let owlpost = home.launch_with_files_up_to(kib);
        let status = owlpost.ends().await.unwrap_or_else(|| panic!("it did not end:\n{}", owlpost.log()));
        assert_eq!(status.code(), Some(DISK_FAILED), "files up to {kib} KiB:\n{}", owlpost.log());
        assert!(owlpost.log().contains("owlpost ends now"), "{}", owlpost.log());
    }
    next_start_delivers(&home, &sink, &accepted).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fails_temporarily_ends_the_server_and_the_next_start_delivers() {
    let disk = match FailingDisk::mount(FileSystem::Xfs) {
        Ok(disk) => disk,
        Err(reason) => return eprintln!("SKIPPED: {reason}"),
    };
    let sink = Sink::start(SinkOptions::default()).expect("a sink");
    let home = Home::set_up_at(disk.path().join("data"));
    a_home_that_delivers_to(&home, &sink).await;
    let owlpost = Arc::new(home.start().await);
    let mut accepted = vec![owlpost.accepts("first@example.com", "while there is room").await];
    disk.take_space().expect("the space is taken");
    let answers = post_until_silence(&owlpost).await;
    ended_well(&owlpost, &answers).await;
    disk.free_space().expect("the space is freed");
    accepted.extend(answers.accepted);
    next_start_delivers(&home, &sink, &accepted).await;
}
