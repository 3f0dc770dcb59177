//! Tests of tickets alone, in any order of steps: only one link per purpose and subject works at a time, and each works
//! once.

use proptest::prelude::*;

use super::*;
use crate::ticket::{self, End, NewTicket};

/// A step that tickets of one subject go through.
#[derive(Clone, Copy, Debug)]
enum Step {
    Mint,
    /// Takes the nth ticket, counted from the newest.
    Take(usize),
    End,
    /// Time passes, in minutes.
    Wait(u64),
    Forget,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Mint),
        4 => (0..4_usize).prop_map(Step::Take),
        1 => Just(Step::End),
        1 => (1..90_u64).prop_map(Step::Wait),
        1 => Just(Step::Forget),
    ]
}

/// The expected state of a ticket.
struct ExpectedTicket {
    secret: String,
    ends_at: Timestamp,
    fate: Option<LinkError>,
}

async fn open_rows(db: &Db) -> i64 {
    let sql = "SELECT COUNT(*) FROM ticket WHERE ended IS NULL";
    let counted: Result<_, DbError> = db.read(move |rx| rx.query_first(sql, params![], |row| row.get(0))).await;
    counted.expect("counts").expect("a row")
}

async fn play(steps: Vec<Step>) {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::open(&storage::Location::Sqlite(folder.path().to_owned())).expect("opens");
    let clock = Clock::manual("2026-11-22T10:00:00Z".parse::<Timestamp>().expect("a time"));
    let random = Random::seeded(3);
    let subject = random.id(clock.now());
    let mut minted: Vec<ExpectedTicket> = Vec::new();
    for step in steps {
        let now = clock.now();
        match step {
            Step::Mint => {
                let new = NewTicket::mint(&random, Purpose::PasswordReset, subject, now);
                let link = new.link("");
                let secret = link.expose_secret().split_once("?ticket=").expect("a link").1.to_owned();
                let ends_at = new.expires_at;
                db.write(move |tx| new.insert(tx, None)).await.expect("stores");
                for older in minted.iter_mut().filter(|older| older.fate.is_none()) {
                    older.fate = Some(LinkError::Replaced);
                }
                minted.push(ExpectedTicket { secret, ends_at, fate: None });
            }
            Step::Take(back) => {
                let Some(at) = minted.len().checked_sub(back + 1) else { continue };
                let ticket = &mut minted[at];
                let secret = ticket.secret.clone();
                let taken = db.write(move |tx| ticket::take(tx, Purpose::PasswordReset, &secret, now)).await;
                let expected = match ticket.fate {
                    Some(fate) => Err(fate),
                    None if ticket.ends_at <= now => Err(LinkError::Expired),
                    None => {
                        ticket.fate = Some(LinkError::Used);
                        Ok(subject)
                    }
                };
                assert_eq!(taken.expect("answers").map(|ticket| ticket.subject), expected);
            }
            Step::End => {
                let ended =
                    db.write(move |tx| ticket::end(tx, Purpose::PasswordReset, subject, End::Revoked, now)).await;
                let open: Vec<_> = minted.iter_mut().filter(|ticket| ticket.fate.is_none()).collect();
                assert_eq!(ended.expect("answers"), !open.is_empty());
                open.into_iter().for_each(|ticket| ticket.fate = Some(LinkError::Revoked));
            }
            Step::Wait(minutes) => clock.turn(Duration::from_mins(minutes)),
            Step::Forget => {
                let forgotten = db.write(move |tx| ticket::forget(tx, now)).await;
                assert_eq!(forgotten.expect("answers"), 0, "nothing is so old here");
            }
        }
        let open = minted.iter().filter(|ticket| ticket.fate.is_none()).count();
        assert!(open <= 1);
        assert_eq!(open_rows(&db).await, open as i64);
    }
    db.close().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn in_any_order_one_link_works_at_a_time_and_each_works_once(steps in prop::collection::vec(step(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(play(steps));
    }
}
