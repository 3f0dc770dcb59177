//! Links in letters as people use them, in a running server. Letters are read from the local mailbox.

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
/// Subtracted from a limit to stay below it, and then added to reach it.
const MOMENT: Duration = Duration::from_millis(1_000);

/// A server whose outgoing mail can fail.
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
    /// Starts a server that Ann has set up.
    async fn start() -> Self {
        let switch = OutageSwitch::default();
        let transports = switch.clone();
        let builder = TestServer::builder().transports(move |mailbox| transports.transports(mailbox));
        Self { server: builder.start().await, switch }
    }

    /// Takes the mail server down and waits until the delivery loop has noticed.
    async fn mail_goes_down(&self) {
        self.switch.set_down(true);
        self.app.delivery_loop.recheck_connection();
        self.until("sending pauses", async || self.app.settings.pause().is_some()).await;
    }

    /// Brings the mail server back and waits until the delivery loop has noticed.
    async fn mail_comes_back(&self) {
        self.switch.set_down(false);
        self.app.delivery_loop.recheck_connection();
        self.until("sending goes on", async || self.app.settings.pause().is_none()).await;
    }

    /// The number of letters ever accepted.
    async fn accepted(&self) -> i64 {
        self.value("SELECT COUNT(*) FROM message").await
    }
}
