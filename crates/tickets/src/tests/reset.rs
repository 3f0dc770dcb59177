//! Getting back in after a forgotten password.

use super::*;

const CHANGED: &str = "Your password was changed";
const CHOOSE: &str = "Choose a new password";

#[tokio::test]
async fn a_reset_sets_the_password_ends_every_session_and_tells_the_owner() {
    let house = House::open().await;
    let sessions =
        [house.sign_in(ANN, PASSWORD).await.expect("signs in"), house.sign_in(ANN, PASSWORD).await.expect("signs in")];
    house.ask_reset(" Ann@Example.com ").await.expect("asks");
    let letter = house.letter_to(ANN).await;
    assert_eq!(letter.subject, CHOOSE);
    assert!(letter.link().contains("/reset-password/new?ticket="), "{}", letter.link());
    for _ in 0..2 {
        let resetting = house.app.tickets.look_reset(&letter.secret()).await.expect("looks");
        assert_eq!(resetting.email.expose(), ANN);
    }
    assert!(house.is_signed_in(&sessions[0]).await, "looking changes nothing");

    house.reset(&letter.secret(), OTHER_PASSWORD).await.expect("resets");
    for session in &sessions {
        assert!(!house.is_signed_in(session).await);
    }
    assert!(!house.can_sign_in(ANN, PASSWORD).await && house.can_sign_in(ANN, OTHER_PASSWORD).await);
    assert_eq!(house.subjects_to(ANN).await, [CHANGED, CHOOSE]);
    assert_eq!(dead(house.reset(&letter.secret(), PASSWORD).await), Dead::Used);
    assert_eq!(dead(house.app.tickets.look_reset(&letter.secret()).await), Dead::Used);
    assert_eq!(house.subjects_to(ANN).await.len(), 2, "what was refused tells nobody");
}

#[tokio::test]
async fn a_reset_link_works_for_an_hour() {
    let house = House::open().await;
    house.ask_reset(ANN).await.expect("asks");
    let secret = house.link_from_mail_to(ANN).await;
    house.turn(HOUR - MOMENT);
    house.app.tickets.look_reset(&secret).await.expect("still good");
    house.turn(MOMENT);
    assert_eq!(dead(house.app.tickets.look_reset(&secret).await), Dead::Expired);
    assert_eq!(dead(house.reset(&secret, OTHER_PASSWORD).await), Dead::Expired);
    assert!(house.can_sign_in(ANN, PASSWORD).await);
}

#[tokio::test]
async fn a_newer_link_kills_the_older() {
    let house = House::open().await;
    house.ask_reset(ANN).await.expect("asks");
    let older = house.link_from_mail_to(ANN).await;
    house.ask_reset(ANN).await.expect("asks");
    let newer = house.link_from_mail_to(ANN).await;
    assert_eq!(dead(house.reset(&older, OTHER_PASSWORD).await), Dead::Replaced);
    house.reset(&newer, OTHER_PASSWORD).await.expect("resets");
}

#[tokio::test]
async fn a_link_serves_its_purpose_alone() {
    let house = House::open().await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    let validation = house.link_from_mail_to(BOB).await;
    house.ask_reset(BOB).await.expect("asks");
    let reset = house.link_from_mail_to(BOB).await;
    house.invite(EVE, Role::Viewer).await.expect("invites");
    let invitation = house.link_from_mail_to(EVE).await;
    house.ask_address_change(ANN, "ann@example.org").await.expect("asks");
    let change = house.link_from_mail_to("ann@example.org").await;
    let before = house.rows().await;

    for secret in [&validation, &invitation, &change] {
        assert_eq!(dead(house.app.tickets.look_reset(secret).await), Dead::Unknown);
        assert_eq!(dead(house.reset(secret, OTHER_PASSWORD).await), Dead::Unknown);
    }
    for secret in [&reset, &invitation, &change] {
        assert_eq!(dead(house.app.tickets.look_validation(secret).await), Dead::Unknown);
        assert_eq!(dead(house.validate(secret, BOB).await), Dead::Unknown);
    }
    for secret in [&reset, &validation, &change] {
        assert_eq!(dead(house.app.tickets.look_invitation(secret).await), Dead::Unknown);
        assert_eq!(dead(house.join(secret, BOB).await), Dead::Unknown);
        assert_eq!(dead(house.join_new(secret, OTHER_PASSWORD).await), Dead::Unknown);
    }
    for secret in [&reset, &validation, &invitation] {
        assert_eq!(dead(house.app.tickets.look_address_change(secret).await), Dead::Unknown);
        assert_eq!(dead(house.change_address(secret, BOB).await), Dead::Unknown);
    }
    assert_eq!(house.rows().await, before);
    for nonsense in ["", "AAAA", &"A".repeat(43), &"é".repeat(100_000), &reset.to_lowercase(), &format!("{reset} ")] {
        assert_eq!(dead(house.app.tickets.look_reset(nonsense).await), Dead::Unknown);
    }
    house.app.tickets.look_reset(&reset).await.expect("each is still good for what it is");
    house.app.tickets.look_validation(&validation).await.expect("good");
    house.app.tickets.look_invitation(&invitation).await.expect("good");
    house.app.tickets.look_address_change(&change).await.expect("good");
}

#[tokio::test]
async fn faults_of_the_new_password_leave_the_link_good() {
    let house = House::open().await;
    let session = house.sign_in(ANN, PASSWORD).await.expect("signs in");
    house.ask_reset(ANN).await.expect("asks");
    let secret = house.link_from_mail_to(ANN).await;
    let before = house.rows().await;
    for password in ["short", "123456789012", &"x".repeat(2_000)] {
        assert_eq!(fields(house.reset(&secret, password).await), ["password"]);
    }
    assert_eq!(house.rows().await, before);
    assert!(house.is_signed_in(&session).await);
    house.reset(&secret, OTHER_PASSWORD).await.expect("resets");
}

#[tokio::test]
async fn a_reset_shows_that_the_address_is_the_owners() {
    let house = House::open().await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    let validation = house.link_from_mail_to(BOB).await;
    house.ask_reset(BOB).await.expect("asks");
    house.reset(&house.link_from_mail_to(BOB).await, OTHER_PASSWORD).await.expect("resets");
    assert!(house.account(BOB).await.validated);
    assert_eq!(dead(house.validate(&validation, BOB).await), Dead::Used);
}

#[tokio::test]
async fn nobody_resets_an_account_that_is_gone() {
    let house = House::open().await;
    let bob = house.resident(BOB).await;
    house.ask_reset(BOB).await.expect("asks");
    let secret = house.link_from_mail_to(BOB).await;
    house.app.tickets.delete_account(bob.id, &house.ann()).await.expect("deletes");
    assert_eq!(dead(house.app.tickets.look_reset(&secret).await), Dead::Revoked);
    assert_eq!(dead(house.reset(&secret, OTHER_PASSWORD).await), Dead::Revoked);

    house.resident(BOB).await;
    assert_eq!(dead(house.reset(&secret, OTHER_PASSWORD).await), Dead::Revoked, "a new one is another account");
}

#[tokio::test]
async fn an_unknown_address_gets_no_letter_and_leaves_no_trace() {
    let house = House::open().await;
    let before = house.rows().await;
    house.ask_reset("nobody@example.com").await.expect("the answer is the same");
    assert_eq!(house.rows().await, before);
    assert_eq!(fields(house.ask_reset("nobody").await), ["email"]);
}

#[tokio::test]
async fn a_reset_ends_a_change_of_address_that_somebody_began() {
    let house = House::open().await;
    house.ask_address_change(ANN, EVE).await.expect("the intruder asks");
    let change = house.link_from_mail_to(EVE).await;
    house.ask_reset(ANN).await.expect("asks");
    house.reset(&house.link_from_mail_to(ANN).await, OTHER_PASSWORD).await.expect("resets");
    assert_eq!(dead(house.change_address(&change, ANN).await), Dead::Revoked);
    assert!(house.find_account(EVE).await.is_none());
}

#[tokio::test]
async fn a_link_is_forgotten_a_month_after_its_time() {
    let house = House::open().await;
    house.ask_reset(ANN).await.expect("asks");
    let secret = house.link_from_mail_to(ANN).await;
    house.turn(30 * DAY);
    house.app.tickets.forget(house.app.clock.now()).await.expect("forgets");
    assert_eq!(dead(house.app.tickets.look_reset(&secret).await), Dead::Expired);
    house.turn(DAY);
    house.app.tickets.forget(house.app.clock.now()).await.expect("forgets");
    assert_eq!(dead(house.app.tickets.look_reset(&secret).await), Dead::Unknown);
}
