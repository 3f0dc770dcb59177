//! The room over a real house, with a clock turned by hand and the product's verbs. Letters are read from the mailbox.
//!
//! Each verb of a stranger comes from a client of its own, so that the limits on letters are reached only where a test
//! means to.

mod address;
mod alike;
mod audit;
mod endings;
mod guests;
mod invitations;
mod mechanism;
mod outage;
mod passwords;
mod races;
mod reset;
mod secrets;
mod sign_up;

mod letters;
mod way_out;

use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use mail::EmailAddress;
use queue::State;
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, FromValue, Read, params};
use uuid::Uuid;

use super::*;
use accounts::ActorContext;
use accounts::account::{self, Account, NewAccount};
use accounts::{Role, workspace};
use clock::{Clock, Random};
use config::Config;
use i18n::Language;
use sending::delivery_loop::{DeliveryHandle, Deps, Running};
use sending::intake::Intake;
use sending::mailbox::Mailbox;
use sending::maillog::MailLog;
use settings::Settings;
use settings::vault::Vault;
use way_out::Line;

const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";
const EVE: &str = "eve@example.net";
const PASSWORD: &str = "four unrelated plain words";
const OTHER_PASSWORD: &str = "another bunch of sober words";
const THIRD_PASSWORD: &str = "some third heap of grey words";
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);
/// A moment before a limit, and what is added to reach it.
const MOMENT: Duration = Duration::from_millis(1_000);
/// Longest that a test waits for the house to do something; reached only where a test fails.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where the administrator sits.
const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

/// What the tests work with, put together as the server does it.
#[derive(Clone)]
struct App {
    config: Config,
    clock: Clock,
    random: Random,
    db: Db,
    accounts: Accounts,
    tickets: Tickets,
    delivery_loop: DeliveryHandle,
    mailbox: Mailbox,
    settings: Settings,
}

impl App {
    async fn open(config: Config, clock: Clock, random: Random, line: Line) -> (Self, Running) {
        let db = Db::open(&storage::Location::Sqlite(config.data_dir.clone())).expect("opens");
        let vault = Vault::open(&db, &config.master_key_file, random.clone()).await.expect("a master key");
        let settings = Settings::open(db.clone(), clock.clone(), random.clone(), vault, &config).await;
        let deps = Deps {
            settings: settings.expect("settings"),
            maillog: MailLog::default(),
            db: db.clone(),
            clock: clock.clone(),
            random: random.clone(),
        };
        let mailbox = Mailbox::open(db.clone(), clock.clone(), random.clone(), config.limits).await.expect("a mailbox");
        let keep = Arc::new(mailbox.clone());
        let started = DeliveryHandle::start(deps.clone(), keep, &config, line.over(mailbox.clone())).await;
        let (delivery_loop, running) = started.expect("starts");
        let intake = Intake::new(&deps, delivery_loop.clone());
        let accounts = Accounts::new(db.clone(), clock.clone(), random.clone());
        let tickets =
            Tickets::new(db.clone(), clock.clone(), random.clone(), accounts.clone(), intake, &config.public_url);
        let settings = deps.settings;
        (Self { config, clock, random, db, accounts, tickets, delivery_loop, mailbox, settings }, running)
    }
}

/// A server that Ann has set up, with one workspace.
struct House {
    app: App,
    /// Ann's workspace.
    workspace: Uuid,
    line: Line,
    clients: AtomicU32,
    /// Of [`PASSWORD`]: hashing is costly.
    hash: tokio::sync::OnceCell<String>,
    _running: Running,
    folder: tempfile::TempDir,
}

impl House {
    async fn open() -> Self {
        let house = Self::open_without_administrator().await;
        let made = house.app.accounts.set_up(None, ANN, PASSWORD.into(), "Example").await;
        let (_, workspace) = made.expect("sets up");
        Self { workspace, ..house }
    }

    async fn open_without_administrator() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::by_hand("2026-11-22T10:00:00Z".parse::<Timestamp>().expect("a time"));
        let config = Config::standard_in(folder.path());
        let line = Line::default();
        let (app, running) = App::open(config, clock, Random::seeded(7), line.clone()).await;
        Self {
            app,
            workspace: Uuid::nil(),
            line,
            clients: AtomicU32::new(1),
            hash: tokio::sync::OnceCell::new(),
            _running: running,
            folder,
        }
    }

    fn turn(&self, by: Duration) {
        self.app.clock.turn(by);
    }

    /// A client that nobody has seen before.
    fn stranger(&self) -> IpAddr {
        let number = self.clients.fetch_add(1, Ordering::Relaxed);
        IpAddr::V4(std::net::Ipv4Addr::from_bits(0x0a00_0000 + number))
    }

    fn ann(&self) -> ActorContext {
        ActorContext::account(ANN, HOME)
    }

    async fn sign_up(&self, email: &str, password: &str) -> Result<(), TicketsError> {
        self.turn(Duration::from_millis(1));
        self.app.tickets.sign_up(person(email, password), self.stranger()).await
    }

    async fn sign_in(&self, email: &str, password: &str) -> Result<SecretString, AccountsError> {
        self.app.accounts.sign_in(email, password.into(), self.stranger()).await
    }

    async fn can_sign_in(&self, email: &str, password: &str) -> bool {
        match self.sign_in(email, password).await {
            Ok(_) => true,
            Err(AccountsError::WrongPassword) => false,
            Err(other) => panic!("{other}"),
        }
    }

    async fn is_signed_in(&self, session: &SecretString) -> bool {
        self.app.accounts.session(session.expose_secret()).await.expect("answers").is_some()
    }

    async fn ask_reset(&self, email: &str) -> Result<(), TicketsError> {
        self.turn(Duration::from_millis(1));
        self.app.tickets.ask_reset(email, Language::English, self.stranger()).await
    }

    async fn reset(&self, secret: &str, password: &str) -> Result<(), TicketsError> {
        self.turn(Duration::from_millis(1));
        self.app.tickets.reset(secret, password.into(), Language::English, self.stranger()).await
    }

    async fn validate(&self, secret: &str, email: &str) -> Result<(), TicketsError> {
        self.app.tickets.validate(secret, &self.account(email).await, self.stranger()).await
    }

    async fn ask_address_change(&self, from: &str, to: &str) -> Result<(), TicketsError> {
        self.turn(Duration::from_millis(1));
        let account = self.account(from).await;
        let client = self.stranger();
        self.app.tickets.ask_address_change(&account, to, PASSWORD.into(), Language::English, client).await
    }

    async fn change_address(&self, secret: &str, email: &str) -> Result<(), TicketsError> {
        self.turn(Duration::from_millis(1));
        let account = self.account(email).await;
        self.app.tickets.change_address(secret, &account, Language::English, self.stranger()).await
    }

    async fn invite(&self, email: &str, role: Role) -> Result<Invitation, TicketsError> {
        self.turn(Duration::from_millis(1));
        self.app.tickets.invite(self.workspace, invited(email, role), &self.ann()).await
    }

    async fn join(&self, secret: &str, email: &str) -> Result<Uuid, TicketsError> {
        self.app.tickets.join(secret, &self.account(email).await, self.stranger()).await
    }

    async fn join_new(&self, secret: &str, password: &str) -> Result<(Uuid, SecretString), TicketsError> {
        self.app.tickets.join_new(secret, "", password.into(), self.stranger()).await
    }

    async fn role(&self, email: &str) -> Option<Role> {
        let account = self.account(email).await;
        self.app.accounts.role_in(self.workspace, account.id).await.expect("answers")
    }

    async fn find_account(&self, email: &str) -> Option<Account> {
        let key = account::email_key(&address(email));
        let found: Result<_, DbError> = self.app.db.read(move |rx| account::by_email(rx, &key)).await;
        found.expect("reads").map(|(account, _)| account)
    }

    async fn account(&self, email: &str) -> Account {
        self.find_account(email).await.expect("an account")
    }

    /// Somebody whose account is validated, with [`PASSWORD`].
    async fn resident(&self, email: &str) -> Account {
        self.resident_as(email, true).await
    }

    async fn resident_as(&self, email: &str, validated: bool) -> Account {
        let hash = async || self.app.accounts.hash_password(PASSWORD.into()).await.expect("hashes");
        let password_hash = self.hash.get_or_init(hash).await.clone();
        let now = self.app.clock.now();
        let account = Account {
            id: self.app.random.id(now),
            email: address(email),
            name: String::new(),
            instance_admin: false,
            language: None,
            validated,
        };
        let new = NewAccount { account: account.clone(), password_hash };
        let stored: Result<_, DbError> =
            self.app.db.write(move |tx| account::insert(tx, &new, now.as_millisecond())).await;
        stored.expect("stores");
        account
    }

    /// As [`House::resident`], in Ann's workspace.
    async fn member(&self, email: &str, role: Role) -> Account {
        let account = self.resident(email).await;
        let (workspace, id) = (self.workspace, account.id);
        let joined: Result<_, DbError> = self.app.db.write(move |tx| workspace::join(tx, workspace, id, role, 0)).await;
        assert!(joined.expect("joins"));
        account
    }

    /// The one value of a query, such as a count.
    async fn value<T: FromValue + Send + 'static>(&self, sql: &'static str) -> T {
        let found: Result<_, DbError> =
            self.app.db.read(move |rx| rx.query_first(sql, params![], |row| row.get(0))).await;
        found.expect("reads").expect("a row")
    }

    /// How many letters were ever accepted.
    async fn accepted(&self) -> i64 {
        self.value("SELECT COUNT(*) FROM message").await
    }

    /// As [`rows`].
    async fn rows(&self) -> Vec<i64> {
        rows(&self.app.db).await
    }

    /// The state of a message's one delivery.
    async fn state(&self, message: queue::Id) -> State {
        let deliveries = self.app.db.read(move |rx| queue::deliveries(rx, message)).await;
        deliveries.expect("reads").pop().expect("a delivery").state
    }

    /// The letter that carries the newest link of an account or invitation.
    async fn letter_of(&self, purpose: &'static str, subject: Uuid) -> queue::Id {
        let sql = "SELECT message FROM ticket WHERE purpose = $1 AND subject = $2 AND ended IS NULL";
        let found: Result<_, DbError> = self
            .app
            .db
            .read(move |rx| rx.query_first(sql, params![purpose, subject.as_bytes()], |row| row.get::<[u8; 16]>(0)))
            .await;
        queue::Id(Uuid::from_bytes(found.expect("reads").expect("an open ticket")))
    }
}

/// Everything but the history of the outbox, in numbers, to see that nothing was changed; the open tickets first.
async fn rows(db: &Db) -> Vec<i64> {
    let read: Result<_, DbError> = db
        .read(|rx| {
            let mut rows = Vec::new();
            for sql in [
                "SELECT COUNT(*) FROM ticket WHERE ended IS NULL",
                "SELECT COUNT(*) FROM ticket",
                "SELECT COUNT(*) FROM account",
                "SELECT COUNT(*) FROM account WHERE validated_at IS NOT NULL",
                "SELECT COUNT(*) FROM session",
                "SELECT COUNT(*) FROM membership",
                "SELECT COUNT(*) FROM invitation",
                "SELECT COUNT(*) FROM invitation WHERE ended IS NULL",
                // A wrong password is noted, whatever it was for.
                "SELECT COUNT(*) FROM audit_entry WHERE action <> 'sign_in_failed'",
                "SELECT COUNT(*) FROM message",
            ] {
                rows.push(rx.query_first(sql, params![], |row| row.get(0))?.unwrap_or_default());
            }
            Ok(rows)
        })
        .await;
    read.expect("reads")
}

fn person(email: &str, password: &str) -> SignUp {
    SignUp { email: email.into(), name: "Ann".into(), password: password.into(), language: Language::English }
}

fn invited(email: &str, role: Role) -> NewInvitation {
    NewInvitation { email: email.into(), role, language: Language::English, invited_by: "Ann".into() }
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

/// The fields that have faults, in order.
#[track_caller]
fn fields<T: std::fmt::Debug>(answer: Result<T, TicketsError>) -> Vec<String> {
    match answer {
        Err(TicketsError::Faults(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        other => panic!("no faults: {other:?}"),
    }
}

/// Why the link does not work.
#[track_caller]
fn dead<T: std::fmt::Debug>(answer: Result<T, TicketsError>) -> Dead {
    match answer {
        Err(TicketsError::Dead(dead)) => dead,
        other => panic!("the link is not dead: {other:?}"),
    }
}
