//! Links in letters as people use them, in a running server. Letters are read from the mailbox.

mod address;
mod audit;
mod endings;
mod guests;
mod invitations;
mod limits;
mod outage;
mod passwords;
mod races;
mod reset;
mod secrets;
mod sign_up;

use std::net::IpAddr;
use std::ops::Deref;
use std::time::Duration;

use accounts::audit::Audit;
use accounts::{AccountsError, ActorContext, Role, workspace};
use i18n::Language;
use mail::EmailAddress;
use queue::State;
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, Read, params};
use testserver::{ANN, ANNS_ADDRESS, OutageSwitch, PASSWORD, TestServer, faults_in, invitation, link_error, person};
use tickets::{
    Invitation, InvitationEnd, LinkError, ListedInvitation, NewInvitation, PasswordChange, SignUp, TicketsError,
};
use uuid::Uuid;

const BOB: &str = "bob@example.com";
const EVE: &str = "eve@example.net";
const OTHER_PASSWORD: &str = "another bunch of sober words";
const THIRD_PASSWORD: &str = "some third heap of grey words";
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);
/// A moment before a limit, and what is added to reach it.
const MOMENT: Duration = Duration::from_millis(1_000);

/// A server whose mail server can fail.
struct LinkServer {
    server: TestServer,
    switch: OutageSwitch,
}

impl Deref for LinkServer {
    type Target = TestServer;

    fn deref(&self) -> &TestServer {
        &self.server
    }
}

impl LinkServer {
    /// Ann has set up.
    async fn start() -> Self {
        let switch = OutageSwitch::default();
        let transports = switch.clone();
        let builder = TestServer::builder().transports(move |mailbox| transports.transports(mailbox));
        Self { server: builder.start().await, switch }
    }

    /// The mail server is down, and the delivery loop knows it.
    async fn mail_goes_down(&self) {
        self.switch.set_down(true);
        self.app.delivery_loop.recheck_connection();
        self.until("sending pauses", async || self.app.settings.pause().is_some()).await;
    }

    /// The mail server is back, and the delivery loop knows it.
    async fn mail_comes_back(&self) {
        self.switch.set_down(false);
        self.app.delivery_loop.recheck_connection();
        self.until("sending goes on", async || self.app.settings.pause().is_none()).await;
    }

    /// How many letters were ever accepted.
    async fn accepted(&self) -> i64 {
        self.value("SELECT COUNT(*) FROM message").await
    }
}
