//! Changing the address of an account.

use futures_util::future::join_all;

use super::*;

const NEW: &str = "ann@example.org";
const CONFIRM: &str = "Confirm your new email address";

#[tokio::test]
async fn a_change_of_address_notifies_the_old_address() {
    let server = LinkServer::start().await;
    let session = server.sign_in(ANN, PASSWORD).await.expect("signs in");
    server.request_reset(ANN).await.expect("asks");
    let reset = server.ticket_to(ANN).await;
    server.request_address_change(ANN, NEW).await.expect("asks");
    let letter = server.letter_to(NEW).await;
    assert_eq!(letter.subject, CONFIRM);
    assert!(letter.link().contains("/account/address?ticket="), "{}", letter.link());
    let (account, email) = server.app.tickets.open_address_change(&letter.secret()).await.expect("looks");
    assert_eq!((account.email.expose(), email.expose()), (ANN, NEW));
    assert!(server.find_account(NEW).await.is_none(), "opening the link changes nothing");

    server.change_address(&letter.secret(), ANN).await.expect("changes");
    assert!(server.find_account(ANN).await.is_none());
    let account = server.account(NEW).await;
    assert!(account.validated && account.instance_admin);
    assert!(server.is_signed_in(&session).await);
    assert!(server.can_sign_in(NEW, PASSWORD).await && !server.can_sign_in(ANN, PASSWORD).await);
    let notice = server.letter_to(ANN).await;
    assert_eq!(notice.subject, "The email address of your account was changed");
    assert!(!notice.text.contains(NEW) && !notice.html.contains(NEW), "the old mailbox does not learn the new address");
    assert_eq!(link_error(server.change_address(&letter.secret(), NEW).await), LinkError::Used);
    assert_eq!(
        link_error(server.reset(&reset, OTHER_PASSWORD).await),
        LinkError::Revoked,
        "links sent to the old address stop working"
    );
}

#[tokio::test]
async fn a_change_of_address_requires_the_password_and_a_different_address() {
    let server = LinkServer::start().await;
    let ann = server.account(ANN).await;
    let before = server.row_counts().await;
    let ask = async |email: &str, password: &str| {
        let client = server.stranger();
        server.app.tickets.request_address_change(&ann, email, password.into(), Language::English, client).await
    };
    assert_eq!(faults_in(ask(NEW, OTHER_PASSWORD).await), ["password"]);
    assert_eq!(faults_in(ask("nobody", PASSWORD).await), ["email"]);
    assert_eq!(faults_in(ask("ANN@example.com", PASSWORD).await), ["email"]);
    assert_eq!(faults_in(ask("ann@example.org\r\nBcc: eve@example.net", PASSWORD).await), ["email"]);
    assert_eq!(server.row_counts().await, before);
}

#[tokio::test]
async fn an_account_that_is_not_validated_keeps_its_address() {
    let server = LinkServer::start().await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    let before = server.accepted().await;
    let refused = server.request_address_change(BOB, EVE).await;
    assert!(matches!(refused, Err(TicketsError::Accounts(AccountsError::NotValidated))), "{refused:?}");
    assert_eq!(server.accepted().await, before);
}

#[tokio::test]
async fn an_address_in_use_gets_the_same_response_and_its_owner_is_notified() {
    let server = LinkServer::start().await;
    server.person(BOB, true, None).await;
    server.request_address_change(ANN, BOB).await.expect("the response is the same");
    assert_eq!(server.subjects_to(BOB).await, ["You already have an account"]);
    assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM ticket").await, 0);
}

#[tokio::test]
async fn an_address_taken_in_the_meantime_changes_nothing() {
    let server = LinkServer::start().await;
    server.request_address_change(ANN, NEW).await.expect("asks");
    let secret = server.ticket_to(NEW).await;
    let other = server.person(NEW, true, None).await;
    let before = server.row_counts().await;
    assert_eq!(faults_in(server.change_address(&secret, ANN).await), ["email"]);
    assert_eq!(server.row_counts().await, before, "no letter and no entry, and the ticket is still open");
    assert!(server.letters_to(ANN).await.is_empty());
    server.app.tickets.delete_account(other.id, &server.by_ann()).await.expect("deletes");
    server.change_address(&secret, ANN).await.expect("the link still works");
    assert!(server.find_account(NEW).await.is_some());
}

#[tokio::test]
async fn the_link_works_only_for_the_account_that_requested_it() {
    let server = LinkServer::start().await;
    server.person(BOB, true, None).await;
    server.request_address_change(ANN, NEW).await.expect("asks");
    let secret = server.ticket_to(NEW).await;
    let refused = server.change_address(&secret, BOB).await;
    assert!(matches!(refused, Err(TicketsError::OtherAccount)), "{refused:?}");
    server.change_address(&secret, ANN).await.expect("still good");
}

#[tokio::test]
async fn a_link_works_for_a_day_or_until_a_new_one_is_requested() {
    let server = LinkServer::start().await;
    server.request_address_change(ANN, EVE).await.expect("asks");
    let first = server.ticket_to(EVE).await;
    server.request_address_change(ANN, NEW).await.expect("asks");
    let second = server.ticket_to(NEW).await;
    assert_eq!(link_error(server.change_address(&first, ANN).await), LinkError::Replaced);
    server.turn(DAY - MOMENT);
    server.app.tickets.open_address_change(&second).await.expect("still good");
    server.turn(MOMENT);
    assert_eq!(link_error(server.change_address(&second, ANN).await), LinkError::Expired);
}

#[tokio::test]
async fn a_reset_requested_during_a_change_of_address_does_not_open_the_account() {
    let server = LinkServer::start().await;
    let mut changes = Vec::new();
    for round in 0..10 {
        let (old, new) = (format!("old{round}@example.com"), format!("new{round}@example.com"));
        server.person(&old, true, None).await;
        changes.push((old, new));
    }
    for answer in join_all(changes.iter().map(|(old, new)| server.request_address_change(old, new))).await {
        answer.expect("asks");
    }
    let mut links = Vec::new();
    for (_, new) in &changes {
        links.push(server.ticket_to(new).await);
    }
    let rounds = changes.iter().zip(&links).map(async |((old, _), link)| {
        let (requested, changed) = tokio::join!(server.request_reset(old), server.change_address(link, old));
        requested.expect("the same response");
        changed.expect("changes");
    });
    join_all(rounds).await;
    // The link for the old address was ended or never created.
    assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM ticket WHERE ended IS NULL").await, 0);
}
