//! Resetting a forgotten password.

use super::*;

const CHANGED: &str = "Your password was changed";
const CHOOSE: &str = "Choose a new password";

#[tokio::test]
async fn a_reset_sets_the_password_ends_every_session_and_notifies_the_owner() {
    let server = LinkServer::start().await;
    let sessions = [
        server.sign_in(ANN, PASSWORD).await.expect("signs in"),
        server.sign_in(ANN, PASSWORD).await.expect("signs in"),
    ];
    server.request_reset(" Ann@Example.com ").await.expect("asks");
    let letter = server.letter_to(ANN).await;
    assert_eq!(letter.subject, CHOOSE);
    assert!(letter.link().contains("/reset-password/new?ticket="), "{}", letter.link());
    for _ in 0..2 {
        let resetting = server.app.tickets.open_reset(&letter.secret()).await.expect("looks");
        assert_eq!(resetting.email.expose(), ANN);
    }
    assert!(server.is_signed_in(&sessions[0]).await, "opening the link changes nothing");

    server.reset(&letter.secret(), OTHER_PASSWORD).await.expect("resets");
    for session in &sessions {
        assert!(!server.is_signed_in(session).await);
    }
    assert!(!server.can_sign_in(ANN, PASSWORD).await && server.can_sign_in(ANN, OTHER_PASSWORD).await);
    assert_eq!(server.subjects_to(ANN).await, [CHANGED, CHOOSE]);
    assert_eq!(link_error(server.reset(&letter.secret(), PASSWORD).await), LinkError::Used);
    assert_eq!(link_error(server.app.tickets.open_reset(&letter.secret()).await), LinkError::Used);
    assert_eq!(server.subjects_to(ANN).await.len(), 2, "a refused reset notifies nobody");
}

#[tokio::test]
async fn a_reset_link_works_for_an_hour() {
    let server = LinkServer::start().await;
    server.request_reset(ANN).await.expect("asks");
    let secret = server.ticket_to(ANN).await;
    server.turn(HOUR - MOMENT);
    server.app.tickets.open_reset(&secret).await.expect("still good");
    server.turn(MOMENT);
    assert_eq!(link_error(server.app.tickets.open_reset(&secret).await), LinkError::Expired);
    assert_eq!(link_error(server.reset(&secret, OTHER_PASSWORD).await), LinkError::Expired);
    assert!(server.can_sign_in(ANN, PASSWORD).await);
}

#[tokio::test]
async fn a_newer_link_invalidates_the_older() {
    let server = LinkServer::start().await;
    server.request_reset(ANN).await.expect("asks");
    let older = server.ticket_to(ANN).await;
    server.request_reset(ANN).await.expect("asks");
    let newer = server.ticket_to(ANN).await;
    assert_eq!(link_error(server.reset(&older, OTHER_PASSWORD).await), LinkError::Replaced);
    server.reset(&newer, OTHER_PASSWORD).await.expect("resets");
}

#[tokio::test]
async fn a_link_works_only_for_its_purpose() {
    let server = LinkServer::start().await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    let validation = server.ticket_to(BOB).await;
    server.request_reset(BOB).await.expect("asks");
    let reset = server.ticket_to(BOB).await;
    server.invite(EVE, Role::Viewer).await.expect("invites");
    let invitation = server.ticket_to(EVE).await;
    server.request_address_change(ANN, "ann@example.org").await.expect("asks");
    let change = server.ticket_to("ann@example.org").await;
    let before = server.row_counts().await;

    for secret in [&validation, &invitation, &change] {
        assert_eq!(link_error(server.app.tickets.open_reset(secret).await), LinkError::Unknown);
        assert_eq!(link_error(server.reset(secret, OTHER_PASSWORD).await), LinkError::Unknown);
    }
    for secret in [&reset, &invitation, &change] {
        assert_eq!(link_error(server.app.tickets.open_validation(secret).await), LinkError::Unknown);
        assert_eq!(link_error(server.validate(secret, BOB).await), LinkError::Unknown);
    }
    for secret in [&reset, &validation, &change] {
        assert_eq!(link_error(server.app.tickets.open_invitation(secret).await), LinkError::Unknown);
        assert_eq!(link_error(server.join(secret, BOB).await), LinkError::Unknown);
        assert_eq!(link_error(server.join_new(secret, OTHER_PASSWORD).await), LinkError::Unknown);
    }
    for secret in [&reset, &validation, &invitation] {
        assert_eq!(link_error(server.app.tickets.open_address_change(secret).await), LinkError::Unknown);
        assert_eq!(link_error(server.change_address(secret, BOB).await), LinkError::Unknown);
    }
    assert_eq!(server.row_counts().await, before);
    for nonsense in ["", "AAAA", &"A".repeat(43), &"é".repeat(100_000), &reset.to_lowercase(), &format!("{reset} ")] {
        assert_eq!(link_error(server.app.tickets.open_reset(nonsense).await), LinkError::Unknown);
    }
    server.app.tickets.open_reset(&reset).await.expect("each link still works for its own purpose");
    server.app.tickets.open_validation(&validation).await.expect("good");
    server.app.tickets.open_invitation(&invitation).await.expect("good");
    server.app.tickets.open_address_change(&change).await.expect("good");
}

#[tokio::test]
async fn the_link_still_works_after_faults_of_the_new_password() {
    let server = LinkServer::start().await;
    let session = server.sign_in(ANN, PASSWORD).await.expect("signs in");
    server.request_reset(ANN).await.expect("asks");
    let secret = server.ticket_to(ANN).await;
    let before = server.row_counts().await;
    for password in ["short", "123456789012", &"x".repeat(2_000)] {
        assert_eq!(faults_in(server.reset(&secret, password).await), ["password"]);
    }
    assert_eq!(server.row_counts().await, before);
    assert!(server.is_signed_in(&session).await);
    server.reset(&secret, OTHER_PASSWORD).await.expect("resets");
}

#[tokio::test]
async fn a_reset_validates_the_address() {
    let server = LinkServer::start().await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    let validation = server.ticket_to(BOB).await;
    server.request_reset(BOB).await.expect("asks");
    server.reset(&server.ticket_to(BOB).await, OTHER_PASSWORD).await.expect("resets");
    assert!(server.account(BOB).await.validated);
    assert_eq!(link_error(server.validate(&validation, BOB).await), LinkError::Used);
}

#[tokio::test]
async fn a_deleted_account_cannot_be_reset() {
    let server = LinkServer::start().await;
    let bob = server.person(BOB, true, None).await;
    server.request_reset(BOB).await.expect("asks");
    let secret = server.ticket_to(BOB).await;
    server.app.tickets.delete_account(bob.id, &server.by_ann()).await.expect("deletes");
    assert_eq!(link_error(server.app.tickets.open_reset(&secret).await), LinkError::Revoked);
    assert_eq!(link_error(server.reset(&secret, OTHER_PASSWORD).await), LinkError::Revoked);

    server.person(BOB, true, None).await;
    assert_eq!(
        link_error(server.reset(&secret, OTHER_PASSWORD).await),
        LinkError::Revoked,
        "a new one is another account"
    );
}

#[tokio::test]
async fn an_unknown_address_gets_no_letter_and_is_not_stored() {
    let server = LinkServer::start().await;
    let before = server.row_counts().await;
    server.request_reset("nobody@example.com").await.expect("the response is the same");
    assert_eq!(server.row_counts().await, before);
    assert_eq!(faults_in(server.request_reset("nobody").await), ["email"]);
}

#[tokio::test]
async fn a_reset_ends_a_requested_change_of_address() {
    let server = LinkServer::start().await;
    server.request_address_change(ANN, EVE).await.expect("the intruder asks");
    let change = server.ticket_to(EVE).await;
    server.request_reset(ANN).await.expect("asks");
    server.reset(&server.ticket_to(ANN).await, OTHER_PASSWORD).await.expect("resets");
    assert_eq!(link_error(server.change_address(&change, ANN).await), LinkError::Revoked);
    assert!(server.find_account(EVE).await.is_none());
}

#[tokio::test]
async fn a_link_is_deleted_a_month_after_it_expired() {
    let server = LinkServer::start().await;
    server.request_reset(ANN).await.expect("asks");
    let secret = server.ticket_to(ANN).await;
    server.turn(30 * DAY);
    server.app.tickets.forget(server.app.clock.now()).await.expect("forgets");
    assert_eq!(link_error(server.app.tickets.open_reset(&secret).await), LinkError::Expired);
    server.turn(DAY);
    server.app.tickets.forget(server.app.clock.now()).await.expect("forgets");
    assert_eq!(link_error(server.app.tickets.open_reset(&secret).await), LinkError::Unknown);
}
