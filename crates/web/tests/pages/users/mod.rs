//! Tests of what people do without an administrator: signing up, following links, joining. Letters are read from the
//! mailbox.
//!
//! Each request names the browser it comes from, because several people take part in one test.

mod files;
mod german;
mod limits;
mod links;
mod names;
mod sessions;

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};

use super::{ANN, Answer, PASSWORD, Pages};
use accounts::{ActorContext, Role};
use testserver::{Browser, NOBODY, percent_encoded};

const BOB: &str = "bob@example.com";
const EVE: &str = "eve@example.net";
const NEW_PASSWORD: &str = "another bunch of sober words";
/// After this time every limit on letters and attempts is reset.
const LONG: Duration = Duration::from_hours(2);

impl Pages {
    /// A link of each purpose, with the browser of its recipient: Bob signs up, Ann forgot her password and changes
    /// her address, Carol is invited.
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
        let asked = self.send(&self.ann, "/account/change-address", &form).await;
        assert_eq!(asked.header(header::LOCATION), "/account?asked=1", "{}", asked.body);
        let address = self.ticket_to("ann@example.org").await;
        self.invite("carol@example.com", Role::Editor).await.expect("invites");
        let invitation = self.ticket_to("carol@example.com").await;
        [
            Link { path: "/validation", ticket: validation, owner: bob },
            Link { path: "/reset-password/new", ticket: reset, owner: self.ann.clone() },
            Link { path: "/account/address", ticket: address, owner: self.ann.clone() },
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
