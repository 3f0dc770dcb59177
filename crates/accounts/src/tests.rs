//! The room over a real database, with a clock turned by hand.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::*;

const EMAIL: &str = "ann@example.com";
const PASSWORD: &str = "correct horse battery";
const DAY: Duration = Duration::from_hours(24);
const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

struct House {
    accounts: Accounts,
    clock: Clock,
    db: storage::Db,
    _folder: tempfile::TempDir,
}

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = storage::Db::open(&storage::Location::Sqlite(folder.path().to_owned())).expect("opens");
        let clock = Clock::by_hand("2026-11-22T10:00:00Z".parse::<Timestamp>().expect("a time"));
        let accounts = Accounts::new(db.clone(), clock.clone(), Random::seeded(1));
        Self { accounts, clock, db, _folder: folder }
    }

    async fn set_up() -> Self {
        let house = Self::new();
        house.accounts.set_up(None, EMAIL, PASSWORD.into(), "Example").await.expect("sets up");
        house
    }

    /// The same database after a restart of the process.
    fn restarted(&self) -> Accounts {
        Accounts::new(self.db.clone(), self.clock.clone(), Random::seeded(2))
    }

    async fn sign_in(&self, email: &str, password: &str) -> Result<SecretString, AccountsError> {
        self.accounts.sign_in(email, password.into(), HOME).await
    }

    async fn is_signed_in(&self, session: &SecretString) -> bool {
        self.accounts.session(session.expose_secret()).await.expect("answers").is_some()
    }
}

#[tokio::test]
async fn the_setup_token_makes_the_first_administrator_once() {
    let house = House::new();
    assert!(house.accounts.needs_setup().await.expect("answers"));
    let token = house.accounts.setup_token().await.expect("answers").expect("no administrator yet");
    let token = token.expose_secret();

    let made = house.accounts.set_up(Some(token), EMAIL, PASSWORD.into(), " Example ").await;
    let (account, _) = made.expect("sets up");
    assert_eq!((account.email.expose(), account.instance_admin), (EMAIL, true));
    assert!(!house.accounts.needs_setup().await.expect("answers"));
    assert!(!house.restarted().needs_setup().await.expect("answers"));

    let again = house.accounts.set_up(Some(token), "eve@example.com", PASSWORD.into(), "Other").await;
    assert!(matches!(again, Err(AccountsError::AdministratorExists)), "{again:?}");
    assert!(house.accounts.setup_token().await.expect("answers").is_none());
}

#[tokio::test]
async fn a_new_start_kills_the_old_setup_link() {
    let house = House::new();
    let old = house.accounts.setup_token().await.expect("answers").expect("a token");
    let new = house.restarted().setup_token().await.expect("answers").expect("a token");
    let refused = house.accounts.set_up(Some(old.expose_secret()), EMAIL, PASSWORD.into(), "Example").await;
    assert!(matches!(refused, Err(AccountsError::WrongSetupToken)), "{refused:?}");
    let refused = house.accounts.check_setup_token(old.expose_secret()).await;
    assert!(matches!(refused, Err(AccountsError::WrongSetupToken)), "{refused:?}");
    house.accounts.check_setup_token(new.expose_secret()).await.expect("opens");
    let refused = house.accounts.set_up(Some(""), EMAIL, PASSWORD.into(), "Example").await;
    assert!(matches!(refused, Err(AccountsError::WrongSetupToken)), "{refused:?}");
    house.accounts.set_up(Some(new.expose_secret()), EMAIL, PASSWORD.into(), "Example").await.expect("sets up");
}

#[tokio::test]
async fn of_two_who_use_the_setup_link_at_once_one_wins() {
    let house = House::new();
    let token = house.accounts.setup_token().await.expect("answers").expect("a token");
    let (ann, eve) = tokio::join!(
        house.accounts.set_up(Some(token.expose_secret()), EMAIL, PASSWORD.into(), "Ann's"),
        house.accounts.set_up(Some(token.expose_secret()), "eve@example.com", PASSWORD.into(), "Eve's"),
    );
    let (won, lost) = if ann.is_ok() { (ann, eve) } else { (eve, ann) };
    assert!(won.is_ok());
    assert!(matches!(lost, Err(AccountsError::AdministratorExists)), "{lost:?}");
    let count = |sql: &'static str| {
        house.db.read(move |rx| storage::Read::query_first(rx, sql, storage::params![], |row| row.get::<i64>(0)))
    };
    let accounts: Result<_, storage::DbError> = count("SELECT COUNT(*) FROM account").await;
    let workspaces: Result<_, storage::DbError> = count("SELECT COUNT(*) FROM workspace").await;
    assert_eq!((accounts.expect("counts"), workspaces.expect("counts")), (Some(1), Some(1)));
}

#[tokio::test]
async fn a_set_up_with_faults_names_them_all_and_leaves_the_link_good() {
    let house = House::new();
    let token = house.accounts.setup_token().await.expect("answers").expect("a token");
    let refused = house.accounts.set_up(Some(token.expose_secret()), "nobody", "short".into(), " ").await;
    let Err(AccountsError::Faults(faults)) = refused else { panic!("{refused:?}") };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["email", "password", "workspace"]);
    house.accounts.set_up(Some(token.expose_secret()), EMAIL, PASSWORD.into(), "Example").await.expect("sets up");
}

#[tokio::test]
async fn who_signs_in_has_a_session_until_signing_out() {
    let house = House::set_up().await;
    let session = house.sign_in("Ann@Example.com ", PASSWORD).await.expect("signs in");
    let account = house.accounts.session(session.expose_secret()).await.expect("answers").expect("a session");
    assert_eq!(account.email.expose(), EMAIL);
    house.accounts.sign_out(session.expose_secret()).await.expect("signs out");
    assert!(!house.is_signed_in(&session).await);
}

#[tokio::test]
async fn each_sign_in_has_a_session_of_its_own_and_a_planted_one_is_worth_nothing() {
    let house = House::set_up().await;
    let planted = SecretString::from("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let first = house.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    let second = house.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    assert_ne!(first.expose_secret(), second.expose_secret());
    assert!(!house.is_signed_in(&planted).await);
    house.accounts.sign_out(first.expose_secret()).await.expect("signs out");
    assert!(house.is_signed_in(&second).await);
}

#[tokio::test]
async fn a_session_ends_after_seven_days_without_use() {
    let house = House::set_up().await;
    let session = house.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    house.clock.turn(6 * DAY);
    assert!(house.is_signed_in(&session).await, "and the use is noted");
    house.clock.turn(6 * DAY);
    assert!(house.is_signed_in(&session).await);
    house.clock.turn(7 * DAY);
    assert!(!house.is_signed_in(&session).await);
}

#[tokio::test]
async fn a_session_ends_after_thirty_days_however_much_it_is_used() {
    let house = House::set_up().await;
    let session = house.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    for _ in 1..30 {
        house.clock.turn(DAY);
        assert!(house.is_signed_in(&session).await);
    }
    house.clock.turn(DAY);
    assert!(!house.is_signed_in(&session).await);
}

#[tokio::test]
async fn sessions_that_ended_are_deleted_at_the_next_sign_in() {
    let house = House::set_up().await;
    house.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    house.clock.turn(31 * DAY);
    house.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    let sessions: Result<_, storage::DbError> = house
        .db
        .read(|rx| {
            storage::Read::query_first(rx, "SELECT COUNT(*) FROM session", storage::params![], |row| row.get::<i64>(0))
        })
        .await;
    assert_eq!(sessions.expect("counts"), Some(1));
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_are_the_same_answer_for_the_same_work() {
    let house = House::set_up().await;
    let mut answers = Vec::new();
    for (email, password) in
        [(EMAIL, "wrong horse battery"), ("eve@example.com", PASSWORD), ("no address", PASSWORD), ("", PASSWORD)]
    {
        let before = house.accounts.inner.passwords.done();
        let refused = house.sign_in(email, password).await.expect_err("refused");
        answers.push((refused.to_string(), house.accounts.inner.passwords.done() - before));
    }
    assert!(answers.iter().all(|answer| *answer == ("email or password is wrong".to_owned(), 1)), "{answers:?}");
}

#[tokio::test]
async fn an_endless_password_is_refused_without_hashing_it() {
    let house = House::set_up().await;
    let before = house.accounts.inner.passwords.done();
    let refused = house.sign_in(EMAIL, &"x".repeat(1_000_000)).await;
    assert!(matches!(refused, Err(AccountsError::WrongPassword)), "{refused:?}");
    assert_eq!(house.accounts.inner.passwords.done(), before);
}

#[tokio::test]
async fn too_many_tries_are_refused_until_the_clock_has_gone_on() {
    let house = House::set_up().await;
    for _ in 0..10 {
        let refused = house.accounts.sign_in(EMAIL, "wrong horse battery".into(), HOME).await;
        assert!(matches!(refused, Err(AccountsError::WrongPassword)), "{refused:?}");
    }
    let refused = house.sign_in(EMAIL, PASSWORD).await;
    assert!(matches!(refused, Err(AccountsError::TooMany { seconds: 60 })), "{refused:?}");
    house.clock.turn(Duration::from_secs(60));
    house.sign_in(EMAIL, PASSWORD).await.expect("signs in");
}

#[tokio::test]
async fn a_key_works_until_it_is_deleted() {
    let house = House::set_up().await;
    let (key, secret) =
        house.accounts.make_key("shop", &[Scope::MessagesSend], &Actor::account(EMAIL)).await.expect("makes a key");
    let secret = secret.expose_secret();
    assert!(secret.starts_with("owl_") && secret.len() == 47, "its form");
    for _ in 0..2 {
        let found = house.accounts.key(secret).await.expect("answers").expect("a key");
        assert_eq!((found.id, found.may(Scope::MessagesSend), found.may(Scope::Settings)), (key.id, true, false));
    }
    assert!(house.accounts.delete_key(key.id, &Actor::account(EMAIL)).await.expect("answers"));
    assert!(house.accounts.key(secret).await.expect("answers").is_none());
    assert!(!house.accounts.delete_key(key.id, &Actor::account(EMAIL)).await.expect("answers"));
}

#[tokio::test]
async fn a_key_that_another_process_deletes_stops_within_ten_seconds() {
    let house = House::set_up().await;
    let (key, secret) =
        house.accounts.make_key("shop", &[Scope::MessagesSend], &Actor::account(EMAIL)).await.expect("makes a key");
    house.accounts.key(secret.expose_secret()).await.expect("answers").expect("a key");
    house.restarted().delete_key(key.id, &Actor::account(EMAIL)).await.expect("deletes");
    house.clock.turn(Duration::from_secs(10));
    assert!(house.accounts.key(secret.expose_secret()).await.expect("answers").is_none());
}

#[tokio::test]
async fn what_is_no_key_is_nobodys() {
    let house = House::set_up().await;
    for text in ["", "owl_", "owl_short", &format!("owl_{}", "0".repeat(43)), &format!("owl_{}", "é".repeat(43))] {
        assert!(house.accounts.key(text).await.expect("answers").is_none(), "{text}");
    }
}

#[tokio::test]
async fn a_keys_last_use_is_noted_once_a_minute() {
    let house = House::set_up().await;
    let (_, secret) =
        house.accounts.make_key("shop", &[Scope::MessagesSend], &Actor::account(EMAIL)).await.expect("makes a key");
    let mut noted = Vec::new();
    for _ in 0..4 {
        house.accounts.key(secret.expose_secret()).await.expect("answers").expect("a key");
        noted.push(house.accounts.keys().await.expect("lists")[0].last_used_at.map(|at| at.to_string()));
        house.clock.turn(Duration::from_secs(30));
    }
    let at = |text: &str| Some(format!("2026-11-22T{text}Z"));
    assert_eq!(noted, [at("10:00:00"), at("10:00:00"), at("10:01:00"), at("10:01:00")]);
}

#[tokio::test]
async fn a_key_has_a_name_of_its_own_and_a_scope() {
    let house = House::set_up().await;
    house.accounts.make_key("shop", &Scope::ALL, &Actor::account(EMAIL)).await.expect("makes a key");
    let faults = async |name: &str, scopes: &[Scope]| match house
        .accounts
        .make_key(name, scopes, &Actor::account(EMAIL))
        .await
    {
        Err(AccountsError::Faults(faults)) => faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(faults("shop", &Scope::ALL).await, ["name"]);
    assert_eq!(faults(" ", &[]).await, ["name", "scopes"]);
    assert_eq!(faults("a\r\nb", &[Scope::Settings]).await, ["name"]);
}

#[tokio::test]
async fn the_database_holds_no_secret() {
    let house = House::set_up().await;
    let session = house.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    let (_, key) = house.accounts.make_key("shop", &Scope::ALL, &Actor::account(EMAIL)).await.expect("makes a key");
    house.db.close().await;
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(house._folder.path()).expect("reads the folder") {
        bytes.extend(std::fs::read(entry.expect("an entry").path()).expect("reads a file"));
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(EMAIL), "the search works");
    assert!(!holds(session.expose_secret()) && !holds(key.expose_secret()) && !holds(PASSWORD));
}
