//! The response to a stranger takes as long for an address with an account as for one without.

use std::time::Instant;

use futures_util::future::join_all;

use super::*;

const ROUNDS: usize = 15;
/// Maximum difference between medians: far below what a letter's transaction takes on a slow disk, and above the noise
/// of a busy machine.
const MAX_DIFFERENCE: Duration = Duration::from_millis(15);

async fn timed(work: impl Future<Output = Result<(), TicketsError>>) -> Duration {
    let begun = Instant::now();
    work.await.expect("the same response");
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[track_caller]
fn assert_same_time(what: &str, times: [Vec<Duration>; 3]) {
    let medians = times.map(median);
    let (least, most) = (medians.iter().min().expect("some"), medians.iter().max().expect("some"));
    assert!(*least >= MINIMUM_RESPONSE_TIME, "{what}: {medians:?}");
    assert!(*most - *least < MAX_DIFFERENCE, "{what}: known, not validated, unknown: {medians:?}");
}

/// Three concurrent requests that differ only in the state of the address; their order changes.
///
/// Of a sign-up only the part after the hash is measured. The hash is computed before anything is looked up, and on a
/// busy machine its time varies by more than the difference tested for.
#[tokio::test(flavor = "multi_thread")]
async fn the_time_of_a_response_does_not_reveal_accounts() {
    let server = TestServer::start().await;
    let tickets = tickets_of(&server);
    let of = |what: &str, kind: &str, round: usize| format!("{what}{kind}{round}@example.com");
    for round in 0..ROUNDS {
        for what in ["reset", "sign_up"] {
            server.person(&of(what, "known", round), true, None).await;
            server.person(&of(what, "waiting", round), false, None).await;
        }
    }
    let ask = async |kind: &str, round: usize| {
        timed(tickets.request_reset(&of("reset", kind, round), Language::English, server.stranger())).await
    };
    let sign_up = async |kind: &str, round: usize| {
        let (email, by) = (address(&of("sign_up", kind, round)), server.by_ann());
        let (name, password_hash) = (String::new(), "$argon2id$".to_owned());
        let person = crate::sign_up::Checked { email, name, password_hash, language: Language::English };
        timed(tickets.with_minimum_time(tickets.register(person, by))).await
    };
    let mut resets = [const { Vec::new() }; 3];
    let mut sign_ups = [const { Vec::new() }; 3];
    for round in 0..ROUNDS {
        let mut kinds = [(0, "known"), (1, "waiting"), (2, "unknown")];
        kinds.rotate_left(round % 3);
        for (kind, took) in kinds.iter().zip(join_all(kinds.map(|(_, name)| ask(name, round))).await) {
            resets[kind.0].push(took);
        }
        for (kind, took) in kinds.iter().zip(join_all(kinds.map(|(_, name)| sign_up(name, round))).await) {
            sign_ups[kind.0].push(took);
        }
    }
    assert_same_time("asking for a reset", resets);
    assert_same_time("signing up", sign_ups);
}
