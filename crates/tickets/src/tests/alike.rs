//! What strangers hear is the same, after the same time, whoever has an account; and how much they may ask for.

use std::time::Instant;

use futures_util::future::join_all;

use super::*;

const ROUNDS: usize = 15;
/// Far below what a letter's transaction takes on a slow disk, and above what a busy machine adds to a median.
const ALIKE: Duration = Duration::from_millis(15);

async fn timed(work: impl Future<Output = Result<(), TicketsError>>) -> Duration {
    let begun = Instant::now();
    work.await.expect("the same answer");
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[track_caller]
fn assert_alike(what: &str, times: [Vec<Duration>; 3]) {
    let medians = times.map(median);
    let (least, most) = (medians.iter().min().expect("some"), medians.iter().max().expect("some"));
    assert!(*least >= ANSWERED_AFTER, "{what}: {medians:?}");
    assert!(*most - *least < ALIKE, "{what}: known, not validated, unknown: {medians:?}");
}

/// Three at a time, who are told apart by nothing but who has an account; who is first changes.
///
/// Of signing up only what follows the hash is measured: the hash is computed before anything is looked up, and on a busy
/// machine its time differs by more than is looked for.
#[tokio::test(flavor = "multi_thread")]
async fn the_time_of_an_answer_does_not_tell_who_has_an_account() {
    let house = House::open().await;
    let of = |what: &str, kind: &str, round: usize| format!("{what}{kind}{round}@example.com");
    for round in 0..ROUNDS {
        for what in ["reset", "sign_up"] {
            house.resident(&of(what, "known", round)).await;
            house.resident_as(&of(what, "waiting", round), false).await;
        }
    }
    let ask = async |kind: &str, round: usize| timed(house.ask_reset(&of("reset", kind, round))).await;
    let sign_up = async |kind: &str, round: usize| {
        let (email, by) = (address(&of("sign_up", kind, round)), house.ann());
        let (name, password_hash) = (String::new(), "$argon2id$".to_owned());
        let person = super::super::sign_up::Checked { email, name, password_hash, language: Language::English };
        let tickets = &house.app.tickets;
        timed(tickets.alike(tickets.register(person, by))).await
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
    assert_alike("asking for a reset", resets);
    assert_alike("signing up", sign_ups);
}

#[tokio::test]
async fn signing_up_with_a_known_address_hashes_the_password_as_well() {
    let house = House::open().await;
    for email in [ANN, BOB] {
        let took = timed(house.sign_up(email, OTHER_PASSWORD)).await;
        assert!(took > ANSWERED_AFTER, "{took:?}");
    }
}

#[tokio::test]
async fn an_address_gets_three_letters_and_then_one_in_ten_minutes_whether_it_is_known_or_not() {
    let house = House::open().await;
    for email in [ANN, "nobody@example.com"] {
        for answer in join_all((0..3).map(|_| house.ask_reset(email))).await {
            answer.expect("asks");
        }
        let letters = house.accepted().await;
        let refused = house.ask_reset(email).await;
        assert!(matches!(refused, Err(TicketsError::TooMany { seconds: 600 })), "{refused:?}");
        let refused = house.sign_up(&email.to_uppercase(), PASSWORD).await;
        assert!(matches!(refused, Err(TicketsError::TooMany { .. })), "by other ways as well: {refused:?}");
        assert_eq!(house.accepted().await, letters);
        house.turn(Duration::from_mins(10));
        house.ask_reset(email).await.expect("asks");
        let refused = house.ask_reset(email).await;
        assert!(matches!(refused, Err(TicketsError::TooMany { .. })), "{refused:?}");
    }
}

#[tokio::test]
async fn a_network_causes_ten_letters_and_then_one_a_minute() {
    let house = House::open().await;
    let tickets = &house.app.tickets;
    let ask = async |number: u16, host: u16| {
        let client = IpAddr::from([0x2001, 0xdb8, 1, 2, 0, 0, 0, host]);
        tickets.ask_reset(&format!("person{number}@example.com"), Language::English, client).await
    };
    for answer in join_all((0..10).map(|number| ask(number, number))).await {
        answer.expect("asks");
    }
    let refused = ask(11, 99).await;
    assert!(matches!(refused, Err(TicketsError::TooMany { seconds: 60 })), "{refused:?}");
    house.ask_reset("person12@example.com").await.expect("others may ask");
    house.turn(Duration::from_mins(1));
    ask(13, 1).await.expect("asks");
}

#[tokio::test]
async fn a_workspace_sends_two_hundred_invitations_at_once() {
    let house = House::open().await;
    for answer in join_all((0..200).map(async |number| {
        let new = invited(&format!("guest{number}@example.com"), Role::Viewer);
        house.app.tickets.invite(house.workspace, new, &house.ann()).await
    }))
    .await
    {
        answer.expect("invites");
    }
    let open = house.app.tickets.invitations(house.workspace).await.expect("lists");
    let refused =
        house.app.tickets.resend_invitation(house.workspace, open[0].invitation.id, "Ann", &house.ann()).await;
    assert!(matches!(refused, Err(TicketsError::TooMany { seconds: 10 })), "{refused:?}");
    let before = house.rows().await;
    let refused = house.app.tickets.invite(house.workspace, invited(BOB, Role::Viewer), &house.ann()).await;
    assert!(matches!(refused, Err(TicketsError::TooMany { seconds: 10 })), "{refused:?}");
    assert_eq!(house.rows().await, before);

    let ann = house.account(ANN).await.id;
    let other = house.app.accounts.make_workspace("Other", Some(ann), &house.ann()).await.expect("makes");
    house.app.tickets.invite(other.id, invited(BOB, Role::Viewer), &house.ann()).await.expect("invites");
    house.turn(Duration::from_secs(10));
    house.invite(BOB, Role::Viewer).await.expect("invites");
}
