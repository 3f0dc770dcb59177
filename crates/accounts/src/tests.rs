//! Tests of accounts with a real database and a manual clock.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use mail::EmailAddress;
use secrecy::{ExposeSecret, SecretString};
use storage::DbError;
use uuid::Uuid;

use super::*;
use crate::account::NewAccount;

const EMAIL: &str = "ann@example.com";
const PASSWORD: &str = "correct horse battery";
const DAY: Duration = Duration::from_hours(24);
const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

fn by() -> ActorContext {
    ActorContext::account(EMAIL, HOME)
}

struct Fixture {
    accounts: Accounts,
    clock: Clock,
    db: storage::Db,
    _folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = storage::Db::open(&storage::Location::Sqlite(folder.path().to_owned())).expect("opens");
        let clock = Clock::manual("2026-11-22T10:00:00Z".parse::<Timestamp>().expect("a time"));
        let accounts = Accounts::new(db.clone(), clock.clone(), Random::seeded(1));
        Self { accounts, clock, db, _folder: folder }
    }

    async fn set_up() -> Self {
        let fixture = Self::new();
        fixture.accounts.set_up(None, EMAIL, PASSWORD.into(), "Example").await.expect("sets up");
        fixture
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
async fn the_setup_token_creates_the_first_administrator_once() {
    let fixture = Fixture::new();
    assert!(fixture.accounts.needs_setup().await.expect("answers"));
    let token = fixture.accounts.setup_token().await.expect("answers").expect("no administrator yet");
    let token = token.expose_secret();

    let made = fixture.accounts.set_up(Some(token), EMAIL, PASSWORD.into(), " Example ").await;
    let (account, _) = made.expect("sets up");
    assert_eq!((account.email.expose(), account.instance_admin), (EMAIL, true));
    assert!(!fixture.accounts.needs_setup().await.expect("answers"));
    assert!(!fixture.restarted().needs_setup().await.expect("answers"));

    let again = fixture.accounts.set_up(Some(token), "eve@example.com", PASSWORD.into(), "Other").await;
    assert!(matches!(again, Err(AccountsError::AdministratorExists)), "{again:?}");
    assert!(fixture.accounts.setup_token().await.expect("answers").is_none());
}

#[tokio::test]
async fn a_restart_invalidates_the_old_setup_link() {
    let fixture = Fixture::new();
    let old = fixture.accounts.setup_token().await.expect("answers").expect("a token");
    let new = fixture.restarted().setup_token().await.expect("answers").expect("a token");
    let refused = fixture.accounts.set_up(Some(old.expose_secret()), EMAIL, PASSWORD.into(), "Example").await;
    assert!(matches!(refused, Err(AccountsError::WrongSetupToken)), "{refused:?}");
    let refused = fixture.accounts.check_setup_token(old.expose_secret()).await;
    assert!(matches!(refused, Err(AccountsError::WrongSetupToken)), "{refused:?}");
    fixture.accounts.check_setup_token(new.expose_secret()).await.expect("opens");
    let refused = fixture.accounts.set_up(Some(""), EMAIL, PASSWORD.into(), "Example").await;
    assert!(matches!(refused, Err(AccountsError::WrongSetupToken)), "{refused:?}");
    fixture.accounts.set_up(Some(new.expose_secret()), EMAIL, PASSWORD.into(), "Example").await.expect("sets up");
}

#[tokio::test]
async fn of_two_concurrent_uses_of_the_setup_link_one_succeeds() {
    let fixture = Fixture::new();
    let token = fixture.accounts.setup_token().await.expect("answers").expect("a token");
    let (ann, eve) = tokio::join!(
        fixture.accounts.set_up(Some(token.expose_secret()), EMAIL, PASSWORD.into(), "Ann's"),
        fixture.accounts.set_up(Some(token.expose_secret()), "eve@example.com", PASSWORD.into(), "Eve's"),
    );
    let (won, lost) = if ann.is_ok() { (ann, eve) } else { (eve, ann) };
    assert!(won.is_ok());
    assert!(matches!(lost, Err(AccountsError::AdministratorExists)), "{lost:?}");
    let count = |sql: &'static str| {
        fixture.db.read(move |rx| storage::Read::query_first(rx, sql, storage::params![], |row| row.get::<i64>(0)))
    };
    let accounts: Result<_, storage::DbError> = count("SELECT COUNT(*) FROM account").await;
    let workspaces: Result<_, storage::DbError> = count("SELECT COUNT(*) FROM workspace").await;
    assert_eq!((accounts.expect("counts"), workspaces.expect("counts")), (Some(1), Some(1)));
}

#[tokio::test]
async fn setup_reports_all_faults_and_the_link_stays_valid() {
    let fixture = Fixture::new();
    let token = fixture.accounts.setup_token().await.expect("answers").expect("a token");
    let refused = fixture.accounts.set_up(Some(token.expose_secret()), "nobody", "short".into(), " ").await;
    let Err(AccountsError::Faults(faults)) = refused else { panic!("{refused:?}") };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["email", "password", "workspace"]);
    fixture.accounts.set_up(Some(token.expose_secret()), EMAIL, PASSWORD.into(), "Example").await.expect("sets up");
}

#[tokio::test]
async fn a_session_lasts_from_sign_in_to_sign_out() {
    let fixture = Fixture::set_up().await;
    let session = fixture.sign_in("Ann@Example.com ", PASSWORD).await.expect("signs in");
    let account = fixture.accounts.session(session.expose_secret()).await.expect("answers").expect("a session").account;
    assert_eq!(account.email.expose(), EMAIL);
    fixture.accounts.sign_out(session.expose_secret()).await.expect("signs out");
    assert!(!fixture.is_signed_in(&session).await);
}

#[tokio::test]
async fn each_sign_in_makes_a_new_session_and_planted_ids_are_refused() {
    let fixture = Fixture::set_up().await;
    let planted = SecretString::from("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let first = fixture.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    let second = fixture.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    assert_ne!(first.expose_secret(), second.expose_secret());
    assert!(!fixture.is_signed_in(&planted).await);
    fixture.accounts.sign_out(first.expose_secret()).await.expect("signs out");
    assert!(fixture.is_signed_in(&second).await);
}

#[tokio::test]
async fn a_session_ends_after_seven_days_without_use() {
    let fixture = Fixture::set_up().await;
    let session = fixture.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    fixture.clock.turn(6 * DAY);
    assert!(fixture.is_signed_in(&session).await, "and the use is recorded");
    fixture.clock.turn(6 * DAY);
    assert!(fixture.is_signed_in(&session).await);
    fixture.clock.turn(7 * DAY);
    assert!(!fixture.is_signed_in(&session).await);
}

#[tokio::test]
async fn a_session_ends_after_thirty_days_however_much_it_is_used() {
    let fixture = Fixture::set_up().await;
    let session = fixture.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    for _ in 1..30 {
        fixture.clock.turn(DAY);
        assert!(fixture.is_signed_in(&session).await);
    }
    fixture.clock.turn(DAY);
    assert!(!fixture.is_signed_in(&session).await);
}

#[tokio::test]
async fn a_session_does_not_last_longer_when_the_clock_is_set_back() {
    const BACK: Duration = Duration::from_hours(400 * 24);
    let fixture = Fixture::set_up().await;
    let before = fixture.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    // The clock leaps forward by mistake, and is set back after a day.
    fixture.clock.turn(BACK);
    let ahead = fixture.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    fixture.clock.turn(DAY);
    fixture.clock.turn_back(BACK);
    let now = fixture.clock.now();
    let moved = fixture.db.write(move |tx| crate::session::set_back(tx, BACK, now)).await;
    moved.expect("moved");
    fixture.clock.turn(5 * DAY);
    assert!(fixture.is_signed_in(&ahead).await, "six days old");
    fixture.clock.turn(31 * DAY);
    assert!(!fixture.is_signed_in(&ahead).await, "it does not last 400 days longer");
    assert!(!fixture.is_signed_in(&before).await);
}

#[tokio::test]
async fn sessions_that_ended_are_deleted_at_the_next_sign_in() {
    let fixture = Fixture::set_up().await;
    fixture.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    fixture.clock.turn(31 * DAY);
    fixture.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    let sessions: Result<_, storage::DbError> = fixture
        .db
        .read(|rx| {
            storage::Read::query_first(rx, "SELECT COUNT(*) FROM session", storage::params![], |row| row.get::<i64>(0))
        })
        .await;
    assert_eq!(sessions.expect("counts"), Some(1));
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_cause_the_same_error_after_the_same_work() {
    let fixture = Fixture::set_up().await;
    let mut answers = Vec::new();
    for (email, password) in
        [(EMAIL, "wrong horse battery"), ("eve@example.com", PASSWORD), ("no address", PASSWORD), ("", PASSWORD)]
    {
        let before = fixture.accounts.inner.passwords.done();
        let refused = fixture.sign_in(email, password).await.expect_err("refused");
        answers.push((refused.to_string(), fixture.accounts.inner.passwords.done() - before));
    }
    assert!(answers.iter().all(|answer| *answer == ("email or password is wrong".to_owned(), 1)), "{answers:?}");
}

#[tokio::test]
async fn an_overlong_password_is_refused_without_hashing_it() {
    let fixture = Fixture::set_up().await;
    let before = fixture.accounts.inner.passwords.done();
    let refused = fixture.sign_in(EMAIL, &"x".repeat(1_000_000)).await;
    assert!(matches!(refused, Err(AccountsError::WrongPassword)), "{refused:?}");
    assert_eq!(fixture.accounts.inner.passwords.done(), before);
}

#[tokio::test]
async fn too_many_attempts_are_refused_until_time_has_passed() {
    let fixture = Fixture::set_up().await;
    for _ in 0..10 {
        let refused = fixture.accounts.sign_in(EMAIL, "wrong horse battery".into(), HOME).await;
        assert!(matches!(refused, Err(AccountsError::WrongPassword)), "{refused:?}");
    }
    let refused = fixture.sign_in(EMAIL, PASSWORD).await;
    assert!(matches!(refused, Err(AccountsError::TooMany { seconds: 60 })), "{refused:?}");
    fixture.clock.turn(Duration::from_secs(60));
    fixture.sign_in(EMAIL, PASSWORD).await.expect("signs in");
}

#[tokio::test]
async fn a_key_works_until_it_is_deleted() {
    let fixture = Fixture::set_up().await;
    let (key, secret) =
        fixture.accounts.make_key("shop", &[Scope::MessagesSend], &Actor::account(EMAIL)).await.expect("makes a key");
    let secret = secret.expose_secret();
    assert!(secret.starts_with("owl_") && secret.len() == 47, "its form");
    for _ in 0..2 {
        let found = fixture.accounts.key(secret).await.expect("answers").expect("a key");
        assert_eq!((found.id, found.may(Scope::MessagesSend), found.may(Scope::Settings)), (key.id, true, false));
    }
    assert!(fixture.accounts.delete_key(key.id, &Actor::account(EMAIL)).await.expect("answers"));
    assert!(fixture.accounts.key(secret).await.expect("answers").is_none());
    assert!(!fixture.accounts.delete_key(key.id, &Actor::account(EMAIL)).await.expect("answers"));
}

#[tokio::test]
async fn a_key_that_another_process_deletes_stops_within_ten_seconds() {
    let fixture = Fixture::set_up().await;
    let (key, secret) =
        fixture.accounts.make_key("shop", &[Scope::MessagesSend], &Actor::account(EMAIL)).await.expect("makes a key");
    fixture.accounts.key(secret.expose_secret()).await.expect("answers").expect("a key");
    fixture.restarted().delete_key(key.id, &Actor::account(EMAIL)).await.expect("deletes");
    fixture.clock.turn(Duration::from_secs(10));
    assert!(fixture.accounts.key(secret.expose_secret()).await.expect("answers").is_none());
}

#[tokio::test]
async fn texts_that_are_not_keys_are_refused() {
    let fixture = Fixture::set_up().await;
    for text in ["", "owl_", "owl_short", &format!("owl_{}", "0".repeat(43)), &format!("owl_{}", "é".repeat(43))] {
        assert!(fixture.accounts.key(text).await.expect("answers").is_none(), "{text}");
    }
}

#[tokio::test]
async fn the_last_use_of_a_key_is_recorded_once_a_minute() {
    let fixture = Fixture::set_up().await;
    let (_, secret) =
        fixture.accounts.make_key("shop", &[Scope::MessagesSend], &Actor::account(EMAIL)).await.expect("makes a key");
    let mut noted = Vec::new();
    for _ in 0..4 {
        fixture.accounts.key(secret.expose_secret()).await.expect("answers").expect("a key");
        noted.push(fixture.accounts.keys().await.expect("lists")[0].last_used_at.map(|at| at.to_string()));
        fixture.clock.turn(Duration::from_secs(30));
    }
    let at = |text: &str| Some(format!("2026-11-22T{text}Z"));
    assert_eq!(noted, [at("10:00:00"), at("10:00:00"), at("10:01:00"), at("10:01:00")]);
}

#[tokio::test]
async fn a_key_needs_a_unique_name_and_a_scope() {
    let fixture = Fixture::set_up().await;
    fixture.accounts.make_key("shop", &Scope::ALL, &Actor::account(EMAIL)).await.expect("makes a key");
    let faults = async |name: &str, scopes: &[Scope]| match fixture
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
async fn the_database_contains_no_secret() {
    let fixture = Fixture::set_up().await;
    let session = fixture.sign_in(EMAIL, PASSWORD).await.expect("signs in");
    let (_, key) = fixture.accounts.make_key("shop", &Scope::ALL, &Actor::account(EMAIL)).await.expect("makes a key");
    fixture.db.close().await;
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(fixture._folder.path()).expect("reads the folder") {
        bytes.extend(std::fs::read(entry.expect("an entry").path()).expect("reads a file"));
    }
    let contains = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(contains(EMAIL), "the search works");
    assert!(!contains(session.expose_secret()) && !contains(key.expose_secret()) && !contains(PASSWORD));
}

#[tokio::test]
async fn a_new_installation_allows_sign_up_by_invitation_only() {
    let fixture = Fixture::set_up().await;
    assert_eq!(fixture.accounts.sign_up_policy().await.expect("reads"), SignUpPolicy::InvitationOnly);
    for policy in [SignUpPolicy::Open, SignUpPolicy::Domains(vec!["example.org".into()]), SignUpPolicy::InvitationOnly]
    {
        fixture.accounts.set_sign_up_policy(policy.clone(), &by()).await.expect("decides");
        assert_eq!(fixture.restarted().sign_up_policy().await.expect("reads"), policy);
    }
}

#[tokio::test]
async fn workspaces_need_approval_unless_an_administrator_or_a_key_creates_them() {
    let fixture = Fixture::set_up().await;
    let accounts = &fixture.accounts;
    let administrator = accounts.administrators().await.expect("reads")[0].id;
    let person = Uuid::from_u128(7);
    let stored: Result<(), DbError> = fixture
        .db
        .write(move |tx| {
            let account = Account {
                id: person,
                email: EmailAddress::parse("bob@example.org").expect("an address"),
                name: String::new(),
                instance_admin: false,
                language: None,
                validated: true,
            };
            account::insert(tx, &NewAccount { account, password_hash: String::new() }, 0)
        })
        .await;
    stored.expect("stores");
    for (admin, approved) in [(Some(administrator), true), (None, true), (Some(person), false)] {
        let made = accounts.make_workspace("Example", admin, &by()).await.expect("makes");
        assert_eq!(made.approved_at.is_some(), approved, "{admin:?}");
        assert_eq!(accounts.workspace(made.id).await.expect("reads"), Some(made));
    }
    let unapproved = accounts.unapproved_workspaces(1).await.expect("reads");
    let (rows, 1) = &unapproved else { panic!("one waits: {unapproved:?}") };
    let [waiting] = rows.as_slice() else { panic!("one waits: {rows:?}") };
    let reach = async || {
        let id = waiting.id;
        let addresses = ["BOB@example.org", EMAIL, "eve@example.net"];
        let addresses = addresses.map(|address| EmailAddress::parse(address).expect("an address"));
        let asked = addresses.clone();
        let read: Result<_, DbError> = fixture.db.read(move |rx| approval::reach(rx, id, &asked)).await;
        let reach = read.expect("reads");
        if let ReachableRecipients::Only(reached) = &reach {
            assert_eq!(reached.len(), 2, "only the recipients at hand are looked up");
        }
        addresses.map(|address| reach.covers(&address))
    };
    let changes = accounts.approval_changes();
    assert_eq!(reach().await, [true, true, false]);
    accounts.approve_workspace(waiting.id, &by()).await.expect("approves");
    assert_eq!(reach().await, [true, true, true]);
    accounts.withdraw_approval(waiting.id, &by()).await.expect("withdraws");
    assert_eq!(reach().await, [true, true, false]);
    assert_eq!(accounts.approval_changes(), changes + 2);
    for _ in 0..2 {
        accounts.make_workspace("Further", Some(person), &by()).await.expect("makes");
    }
    let (rows, count) = accounts.unapproved_workspaces(2).await.expect("reads");
    assert_eq!((rows.len(), rows[0].id, count), (2, waiting.id, 3), "the oldest, and how many there are");
    let made = fixture.restarted().without_approval().make_workspace("Example", Some(person), &by()).await;
    assert!(made.expect("makes").approved_at.is_some());
}
