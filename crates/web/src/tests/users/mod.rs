//! What people do by themselves, through the router: signing up, following links, joining. Letters are read from the mailbox.
//!
//! Each call says whose browser it comes from, so that several people can be told apart in one test.

mod files;
mod german;
mod limits;
mod links;
mod names;
mod sessions;

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use mail::EmailAddress;
use mail_parser::MessageParser;
use queue::QueueError;
use secrecy::ExposeSecret;
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::{ANN, Answer, PASSWORD, Pages};
use accounts::ActorContext;
use accounts::account::{self, Account, NewAccount};
use accounts::{Role, workspace};
use i18n::Language;
use tickets::NewInvitation;

const BOB: &str = "bob@example.com";
const EVE: &str = "eve@example.net";
const NEW_PASSWORD: &str = "another bunch of sober words";
/// Longest that a test waits for a letter; reached only where a test fails.
const PATIENCE: Duration = Duration::from_secs(30);
/// After it every limit on letters and tries is as new.
const LONG: Duration = Duration::from_hours(2);

/// Whose browser calls, and what it asks for.
#[derive(Clone, Default)]
pub(super) struct Browser {
    cookie: Option<String>,
    language: Option<&'static str>,
}

/// Of somebody who is not signed in.
const NOBODY: Browser = Browser { cookie: None, language: None };

impl Browser {
    fn with(cookie: impl Into<String>) -> Self {
        Self { cookie: Some(cookie.into()), language: None }
    }

    fn in_german(&self) -> Self {
        Self { language: Some("de"), ..self.clone() }
    }
}

impl Pages {
    /// The administrator's browser, which is signed in.
    fn ann(&self) -> Browser {
        Browser { cookie: self.cookie.clone(), language: None }
    }

    pub(super) async fn read(&self, browser: &Browser, path: &str) -> Answer {
        self.ask(browser, "GET", path, "").await
    }

    pub(super) async fn send(&self, browser: &Browser, path: &str, form: &[(&str, &str)]) -> Answer {
        let encoded = |value: &str| crate::session::percent_encoded(value);
        let fields: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.ask(browser, "POST", path, &fields.join("&")).await
    }

    async fn ask(&self, browser: &Browser, method: &str, path: &str, body: &str) -> Answer {
        // Ids of the same millisecond have no order.
        self.turn(Duration::from_millis(1));
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost:8020")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(cookie) = &browser.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(language) = browser.language {
            request = request.header(header::ACCEPT_LANGUAGE, language);
        }
        self.call(request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    fn turn(&self, by: Duration) {
        self.house.app.clock.turn(by);
    }

    /// Ann's workspace.
    pub(super) async fn workspace(&self) -> Uuid {
        self.house.app.accounts.workspaces().await.expect("lists")[0].id
    }

    /// Somebody with an account that has [`PASSWORD`], in Ann's workspace where a role is given.
    pub(super) async fn person(&self, email: &str, validated: bool, role: Option<Role>) -> Account {
        static HASH: OnceCell<String> = OnceCell::const_new();
        let app = &self.house.app;
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
        let (new, joins) = (NewAccount { account: account.clone(), password_hash }, self.workspace().await);
        let stored: Result<(), storage::DbError> = app
            .db
            .write(move |tx| {
                account::insert(tx, &new, now.as_millisecond())?;
                if let Some(role) = role {
                    workspace::join(tx, joins, new.account.id, role, now.as_millisecond())?;
                }
                Ok(())
            })
            .await;
        stored.expect("stores");
        account
    }

    /// The browser of somebody who has just signed in.
    pub(super) async fn browser_of(&self, account: &Account) -> Browser {
        let session = self.house.app.accounts.begin_session(account.id).await.expect("begins");
        Browser::with(format!("owlpost={}", session.expose_secret()))
    }

    /// Ann invites, in the room: pages limit nothing here.
    async fn invite(&self, email: &str) -> Uuid {
        self.turn(Duration::from_millis(1));
        let new = NewInvitation {
            email: email.to_owned(),
            role: Role::Editor,
            language: Language::English,
            invited_by: "Ann".to_owned(),
        };
        let by = ActorContext::account(ANN, [192, 0, 2, 7].into());
        self.house.app.tickets.invite(self.workspace().await, new, &by).await.expect("invites").id
    }

    /// The text of the newest letter to an address, once nothing waits any more.
    async fn letter_to(&self, email: &str) -> String {
        let app = &self.house.app;
        let mut events = app.delivery_loop.events();
        let arriving = async {
            loop {
                let waiting = app.db.read(|rx| queue::waiting(rx)).await.map_err(|error: QueueError| error.to_string());
                if waiting.expect("counts").total() == 0 {
                    break;
                }
                let _ = tokio::time::timeout(Duration::from_millis(20), events.recv()).await;
            }
        };
        tokio::time::timeout(PATIENCE, arriving).await.expect("all mail leaves");
        let entry = app.mailbox.list(email, None, 1).await.expect("lists").remove(0);
        let (_, bytes) = app.mailbox.get(entry.id).await.expect("reads").expect("kept");
        let message = MessageParser::default().parse(&bytes).expect("a message");
        message.body_text(0).expect("a text").into_owned()
    }

    /// What the link of the newest letter to an address holds.
    async fn ticket_to(&self, email: &str) -> String {
        let text = self.letter_to(email).await;
        let (_, rest) = text.split_once("?ticket=").unwrap_or_else(|| panic!("no link in {text}"));
        rest.split_whitespace().next().expect("a ticket").to_owned()
    }

    /// A link of each purpose, with the browser of who it is for: Bob signs up, Ann forgot her password and moves to
    /// another address, Carol is invited.
    async fn one_of_each(&self) -> [Link; 4] {
        let form = [("email", BOB), ("name", ""), ("password", PASSWORD)];
        assert_eq!(self.send(&NOBODY, "/sign-up", &form).await.header(header::LOCATION), "/sign-up/sent");
        let validation = self.ticket_to(BOB).await;
        let signed_in = self.send(&NOBODY, "/sign-in", &[("email", BOB), ("password", PASSWORD)]).await;
        let bob = Browser::with(signed_in.session());
        assert_eq!(
            self.send(&NOBODY, "/reset-password", &[("email", ANN)]).await.header(header::LOCATION),
            "/reset-password/sent"
        );
        let reset = self.ticket_to(ANN).await;
        let form = [("email", "ann@example.org"), ("address_password", PASSWORD)];
        let asked = self.send(&self.ann(), "/account/change-address", &form).await;
        assert_eq!(asked.header(header::LOCATION), "/account?asked=1", "{}", asked.body);
        let address = self.ticket_to("ann@example.org").await;
        self.invite("carol@example.com").await;
        let invitation = self.ticket_to("carol@example.com").await;
        [
            Link { path: "/validation", ticket: validation, owner: bob },
            Link { path: "/reset-password/new", ticket: reset, owner: self.ann() },
            Link { path: "/account/address", ticket: address, owner: self.ann() },
            Link { path: "/invitation", ticket: invitation, owner: NOBODY },
        ]
    }
}

/// The link of a letter.
struct Link {
    path: &'static str,
    ticket: String,
    owner: Browser,
}

impl Link {
    fn address(&self) -> String {
        format!("{}?ticket={}", self.path, self.ticket)
    }
}
