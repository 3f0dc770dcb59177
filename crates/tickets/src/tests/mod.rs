//! Tests of the private parts of this crate: tickets in any order, the time of a response, and a failing transaction.
//!
//! How people use links is tested through a running server, in `tests/links`.

mod mechanism;
mod timing;

use mail::EmailAddress;
use secrecy::ExposeSecret;
use storage::{Read, params};
use testserver::{ANN, TestServer};
use uuid::Uuid;

use super::*;
use i18n::Language;

/// Tickets of this build of the crate, over a running server.
fn tickets_of(server: &TestServer) -> Tickets {
    let app = &server.app;
    let (accounts, intake) = (app.accounts.clone(), app.intake.clone());
    Tickets::new(app.db.clone(), app.clock.clone(), app.random.clone(), accounts, intake, &app.config.public_url)
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

#[tokio::test]
async fn an_error_after_storing_the_letter_rolls_everything_back() {
    let server = TestServer::start().await;
    let ann = server.account(ANN).await;
    let tickets = tickets_of(&server);
    let before = server.row_counts().await;
    let letter = ::letters::Letter { subject: "One".into(), text: "Two".into(), html: String::new() };
    let (to, origin) = (address("bob@example.com"), texts::origin_password_reset());
    let prepared =
        tickets.prepare_letter(letter, &to, queue::Kind::PasswordReset, (origin, queue::Source::default()), None);
    let prepared = prepared.expect("a valid letter");
    let ticket = ticket::NewTicket::mint(&server.app.random, Purpose::PasswordReset, ann.id, server.now());
    let refused: Result<(), TicketsError> = server
        .app
        .db
        .write(move |tx| {
            let message = prepared.store(tx)?;
            ticket.insert(tx, Some(message))?;
            Err(TicketsError::Db(DbError::Conflict))
        })
        .await;
    assert!(matches!(refused, Err(TicketsError::Db(DbError::Conflict))), "{refused:?}");
    assert_eq!(server.row_counts().await, before);
}

#[test]
fn a_new_ticket_does_not_show_its_secret() {
    let now = "2026-11-22T10:00:00Z".parse().expect("a time");
    let new = ticket::NewTicket::mint(&Random::seeded(3), Purpose::Validation, Uuid::nil(), now);
    let link = new.link("");
    let secret = link.expose_secret().split_once("?ticket=").expect("a link").1;
    let shown = format!("{new:?} {link:?}");
    assert!(shown.contains("expires_at") && !shown.contains(secret), "{shown}");
}
