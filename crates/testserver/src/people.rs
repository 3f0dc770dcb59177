//! Accounts: making them without a form, finding them, and reading their rows.

use accounts::account::{self, Account, NewAccount};
use accounts::audit::{Entry, Filter};
use accounts::{AccountsError, Role, workspace};
use i18n::Language;
use mail::EmailAddress;
use secrecy::{ExposeSecret, SecretString};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::Ordering;
use std::time::Duration;
use storage::{Db, DbError, FromValue, Read, params};
use tickets::{NewInvitation, SignUp};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::{ANN, Browser, PASSWORD, TestServer};

/// What a person who signs up enters.
pub fn person(email: &str, password: &str) -> SignUp {
    SignUp { email: email.into(), name: "Ann".into(), password: password.into(), language: Language::English }
}

/// Ann's invitation in English.
pub fn invitation(email: &str, role: Role) -> NewInvitation {
    NewInvitation { email: email.into(), role, language: Language::English, invited_by: "Ann".into() }
}

impl TestServer {
    /// An address that no request came from before, so that limits per client are not shared.
    pub fn stranger(&self) -> IpAddr {
        let number = self.strangers.fetch_add(1, Ordering::Relaxed);
        IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + number))
    }

    /// A person with an account and [`PASSWORD`]; a member of Ann's workspace if a role is given.
    pub async fn person(&self, email: &str, validated: bool, role: Option<Role>) -> Account {
        // Hashing is expensive.
        static HASH: OnceCell<String> = OnceCell::const_new();
        let app = &self.app;
        let hash = async || app.accounts.hash_password(PASSWORD.into()).await.expect("hashes");
        let password_hash = HASH.get_or_init(hash).await.clone();
        self.turn(Duration::from_millis(1));
        let now = app.clock.now();
        let account = Account {
            id: app.random.id(now),
            email: EmailAddress::parse(email).expect("an address"),
            name: String::new(),
            instance_admin: false,
            language: None,
            validated,
        };
        let new = NewAccount { account: account.clone(), password_hash };
        let stored: Result<_, DbError> = app.db.write(move |tx| account::insert(tx, &new, now.as_millisecond())).await;
        stored.expect("stores");
        if let Some(role) = role {
            self.add_member(self.workspace, account.id, role).await;
        }
        account
    }

    /// A person with a validated account, in any workspace.
    pub async fn member(&self, email: &str, workspace: Uuid, role: Role) -> Account {
        let account = self.person(email, true, None).await;
        self.add_member(workspace, account.id, role).await;
        account
    }

    async fn add_member(&self, workspace: Uuid, account: Uuid, role: Role) {
        let now_ms = self.now().as_millisecond();
        let joined: Result<_, DbError> =
            self.app.db.write(move |tx| workspace::join(tx, workspace, account, role, now_ms)).await;
        assert!(joined.expect("joins"));
    }

    /// A browser in which the account has just signed in.
    pub async fn browser_of(&self, account: &Account) -> Browser {
        let session = self.app.accounts.begin_session(account.id).await.expect("begins");
        Browser::with(format!("owlpost={}", session.expose_secret()))
    }

    /// Sets Ann's language.
    pub async fn ann_reads(&self, language: Language) {
        let ann = self.account(ANN).await;
        self.app.accounts.change_profile(ann.id, &ann.name, Some(language)).await.expect("changed");
    }

    /// The account of an address, if it has one.
    pub async fn find_account(&self, email: &str) -> Option<Account> {
        let key = account::email_key(&EmailAddress::parse(email).expect("an address"));
        let found: Result<_, DbError> = self.app.db.read(move |rx| account::by_email(rx, &key)).await;
        found.expect("reads").map(|(account, _)| account)
    }

    /// The account of an address that has one.
    pub async fn account(&self, email: &str) -> Account {
        self.find_account(email).await.expect("an account")
    }

    /// The role of a person in Ann's workspace.
    pub async fn role(&self, email: &str) -> Option<Role> {
        let account = self.account(email).await;
        self.app.accounts.role_in(self.workspace, account.id).await.expect("answers")
    }

    /// Signs in, as a stranger.
    ///
    /// # Errors
    /// Those of [`accounts::Accounts::sign_in`].
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SecretString, AccountsError> {
        self.app.accounts.sign_in(email, password.into(), self.stranger()).await
    }

    /// Whether one can sign in with a password.
    pub async fn can_sign_in(&self, email: &str, password: &str) -> bool {
        match self.sign_in(email, password).await {
            Ok(_) => true,
            Err(AccountsError::WrongPassword) => false,
            Err(other) => panic!("{other}"),
        }
    }

    /// Whether a session is valid.
    pub async fn is_signed_in(&self, session: &SecretString) -> bool {
        self.app.accounts.session(session.expose_secret()).await.expect("answers").is_some()
    }

    /// The one value of a query, such as a count.
    pub async fn value<T: FromValue + Send + 'static>(&self, sql: &'static str) -> T {
        let found: Result<_, DbError> =
            self.app.db.read(move |rx| rx.query_first(sql, params![], |row| row.get(0))).await;
        found.expect("reads").expect("a row")
    }

    /// Executes a statement for which the product has no function.
    pub async fn execute(&self, sql: &'static str) {
        let executed: Result<usize, DbError> = self.app.db.write(move |tx| tx.execute(sql, &[])).await;
        executed.expect("written");
    }

    /// The entries of the audit log, newest first.
    pub async fn audit_entries(&self) -> Vec<Entry> {
        self.app.audit.list(Filter::default()).await.expect("lists").items
    }

    /// Row counts of everything that a link can change, to check that nothing was changed. The open tickets come
    /// first.
    pub async fn row_counts(&self) -> Vec<i64> {
        row_counts(&self.app.db).await
    }

    /// The message with the newest link of an account or invitation.
    pub async fn letter_of(&self, purpose: &'static str, subject: Uuid) -> queue::Id {
        let sql = "SELECT message FROM ticket WHERE purpose = $1 AND subject = $2 AND ended IS NULL";
        let found: Result<_, DbError> = self
            .app
            .db
            .read(move |rx| rx.query_first(sql, params![purpose, subject.as_bytes()], |row| row.get::<[u8; 16]>(0)))
            .await;
        queue::Id(Uuid::from_bytes(found.expect("reads").expect("an open ticket")))
    }
}

async fn row_counts(db: &Db) -> Vec<i64> {
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
                // A wrong password is always recorded.
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
