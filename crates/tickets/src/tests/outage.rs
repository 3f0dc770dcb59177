//! While the mail server is down everything answers as ever; what waits is taken back with its link, or expires with it.

use std::time::Instant;

use super::*;

/// How long an answer may take while nothing can be sent: what strangers wait in any case, and a busy machine.
const AT_ONCE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn sign_up_reset_and_invitation_answer_at_once_and_all_mail_leaves_when_the_server_is_back() {
    let house = House::open().await;
    house.mail_goes_down().await;
    let begun = Instant::now();
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    house.ask_reset(ANN).await.expect("asks");
    let made = house.invite(EVE, Role::Viewer).await.expect("invites");
    assert!(begun.elapsed() < AT_ONCE);
    let listed = house.app.tickets.invitations(house.workspace).await.expect("lists");
    assert_eq!(listed[0].letter.as_ref().map(|letter| letter.state), Some(State::Queued));
    let bob = house.account(BOB).await;
    let letter = house.app.tickets.validation_letter(&bob).await.expect("answers").expect("a letter");
    assert_eq!(letter.state, State::Queued);

    house.mail_comes_back().await;
    house.validate(&house.link_from_mail_to(BOB).await, BOB).await.expect("validates");
    house.reset(&house.link_from_mail_to(ANN).await, OTHER_PASSWORD).await.expect("resets");
    house.join_new(&house.link_from_mail_to(EVE).await, PASSWORD).await.expect("joins");
    assert_eq!(house.state(made.message.expect("a letter")).await, State::Sent);
}

#[tokio::test]
async fn an_invitation_sent_again_takes_the_waiting_letter_back() {
    let house = House::open().await;
    house.mail_goes_down().await;
    let made = house.invite(BOB, Role::Viewer).await.expect("invites");
    let first = made.message.expect("a letter");
    assert_eq!(house.state(first).await, State::Queued);
    let again = house.app.tickets.resend_invitation(house.workspace, made.id, "Ann", &house.ann()).await;
    let second = again.expect("sends again").message.expect("a letter");
    assert_eq!((house.state(first).await, house.state(second).await), (State::Cancelled, State::Queued));

    house.mail_comes_back().await;
    assert_eq!(house.letters_to(BOB).await.len(), 1, "one letter arrives, with the link that works");
    house.join_new(&house.link_from_mail_to(BOB).await, PASSWORD).await.expect("joins");
}

#[tokio::test]
async fn an_invitation_that_is_revoked_or_copied_takes_the_waiting_letter_back() {
    let house = House::open().await;
    house.mail_goes_down().await;
    let revoked = house.invite(BOB, Role::Viewer).await.expect("invites");
    house.app.tickets.revoke_invitation(house.workspace, revoked.id, &house.ann()).await.expect("revokes");
    let copied = house.invite(EVE, Role::Viewer).await.expect("invites");
    let (_, link) =
        house.app.tickets.copy_invitation_link(house.workspace, copied.id, &house.ann()).await.expect("copies");
    for letter in [revoked.message, copied.message] {
        assert_eq!(house.state(letter.expect("a letter")).await, State::Cancelled);
    }
    house.mail_comes_back().await;
    assert!(house.letters_to(BOB).await.is_empty() && house.letters_to(EVE).await.is_empty());
    let secret = link.expose_secret().split_once("?ticket=").expect("a link").1.to_owned();
    house.join_new(&secret, PASSWORD).await.expect("joins by the link that was handed over");
}

#[tokio::test]
async fn whatever_ends_a_link_takes_its_waiting_letter_back() {
    let house = House::open().await;
    let here = house.sign_in(ANN, PASSWORD).await.expect("signs in");
    let ann = house.account(ANN).await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    let bobs = house.link_from_mail_to(BOB).await;
    let bob = house.account(BOB).await;
    house.mail_goes_down().await;

    house.ask_reset(ANN).await.expect("asks");
    let reset = house.letter_of("password_reset", ann.id).await;
    house.ask_reset(ANN).await.expect("asks");
    let newer = house.letter_of("password_reset", ann.id).await;
    assert_eq!(house.state(reset).await, State::Cancelled, "another was asked for");
    house.ask_address_change(ANN, EVE).await.expect("asks");
    let change = house.letter_of("address_change", ann.id).await;
    let (current, new) = (PASSWORD.into(), OTHER_PASSWORD.into());
    house
        .app
        .tickets
        .change_password(&ann, current, new, here.expose_secret(), Language::English, HOME)
        .await
        .expect("changes");
    assert_eq!((house.state(newer).await, house.state(change).await), (State::Cancelled, State::Cancelled));

    house.validate(&bobs, BOB).await.expect("validates");
    house.ask_reset(BOB).await.expect("asks");
    let reset = house.letter_of("password_reset", bob.id).await;
    house.app.tickets.delete_account(bob.id, &house.ann()).await.expect("deletes");
    assert_eq!(house.state(reset).await, State::Cancelled, "the account is gone");

    let invitation = house.invite(BOB, Role::Viewer).await.expect("invites");
    house.app.tickets.delete_workspace(house.workspace, &house.ann()).await.expect("deletes");
    assert_eq!(house.state(invitation.message.expect("a letter")).await, State::Cancelled, "the workspace is gone");
}

#[tokio::test]
async fn a_cancelled_letter_cannot_be_sent_by_hand() {
    let house = House::open().await;
    house.mail_goes_down().await;
    let made = house.invite(BOB, Role::Viewer).await.expect("invites");
    house.app.tickets.revoke_invitation(house.workspace, made.id, &house.ann()).await.expect("revokes");
    let (letter, now) = (made.message.expect("a letter"), house.app.clock.now());
    let again = house.app.db.write(move |tx| queue::retry_now(tx, letter, now)).await;
    assert!(matches!(again, Err(queue::QueueError::HoldsTicket)), "{again:?}");
}

#[tokio::test]
async fn a_letter_expires_with_its_link() {
    let house = House::open().await;
    house.mail_goes_down().await;
    house.ask_reset(ANN).await.expect("asks");
    let reset = house.letter_of("password_reset", house.account(ANN).await.id).await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    let validation = house.letter_of("validation", house.account(BOB).await.id).await;
    let invitation = house.invite(EVE, Role::Viewer).await.expect("invites").message.expect("a letter");
    house.turn(HOUR);
    house.until("the reset has expired", async || house.state(reset).await == State::Expired).await;
    assert_eq!((house.state(validation).await, house.state(invitation).await), (State::Queued, State::Queued));
    house.turn(DAY);
    house.until("the validation has expired", async || house.state(validation).await == State::Expired).await;
    house.mail_comes_back().await;
    assert!(house.letters_to(ANN).await.iter().all(|letter| letter.subject != "Choose a new password"));
    assert!(house.letters_to(BOB).await.is_empty());
    assert_eq!(house.letters_to(EVE).await.len(), 1);
    assert_eq!(house.state(reset).await, State::Expired);
}

#[tokio::test]
async fn an_error_after_the_letter_was_stored_leaves_neither_letter_nor_row() {
    let house = House::open().await;
    let ann = house.account(ANN).await;
    let tickets = house.app.tickets.clone();
    let before = house.rows().await;
    let letter = ::letters::Letter { subject: "One".into(), text: "Two".into(), html: String::new() };
    let post = tickets
        .post(letter, &address(BOB), queue::Kind::PasswordReset, texts::origin_password_reset(), None)
        .expect("sound");
    let ticket = ticket::NewTicket::mint(&house.app.random, Purpose::PasswordReset, ann.id, house.app.clock.now());
    let refused: Result<(), TicketsError> = house
        .app
        .db
        .write(move |tx| {
            let message = post.store(tx)?;
            ticket.insert(tx, Some(message))?;
            Err(TicketsError::Db(DbError::Conflict))
        })
        .await;
    assert!(matches!(refused, Err(TicketsError::Db(DbError::Conflict))), "{refused:?}");
    assert_eq!(house.rows().await, before);
}
