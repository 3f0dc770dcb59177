//! While the mail server is down, requests are answered as usual; letters that wait are cancelled with their links or
//! expire with them.

use std::time::Instant;

use super::*;

/// Maximum time of a response while nothing can be sent: the minimum time of responses to strangers, plus a busy
/// machine.
const AT_ONCE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn requests_are_answered_at_once_and_mail_leaves_when_the_server_is_back() {
    let server = LinkServer::start().await;
    server.mail_goes_down().await;
    let begun = Instant::now();
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    server.request_reset(ANN).await.expect("asks");
    let made = server.invite(EVE, Role::Viewer).await.expect("invites");
    assert!(begun.elapsed() < AT_ONCE);
    let listed = server.app.tickets.invitations(server.workspace).await.expect("lists");
    assert_eq!(listed[0].letter.as_ref().map(|letter| letter.state), Some(State::Queued));
    let bob = server.account(BOB).await;
    let letter = server.app.tickets.validation_letter(&bob).await.expect("answers").expect("a letter");
    assert_eq!(letter.state, State::Queued);

    server.mail_comes_back().await;
    server.validate(&server.ticket_to(BOB).await, BOB).await.expect("validates");
    server.reset(&server.ticket_to(ANN).await, OTHER_PASSWORD).await.expect("resets");
    server.join_new(&server.ticket_to(EVE).await, PASSWORD).await.expect("joins");
    assert_eq!(server.state(made.message.expect("a letter")).await, State::Kept);
}

#[tokio::test]
async fn resending_an_invitation_cancels_the_waiting_letter() {
    let server = LinkServer::start().await;
    server.mail_goes_down().await;
    let made = server.invite(BOB, Role::Viewer).await.expect("invites");
    let first = made.message.expect("a letter");
    assert_eq!(server.state(first).await, State::Queued);
    let again = server.app.tickets.resend_invitation(server.workspace, made.id, "Ann", &server.by_ann()).await;
    let second = again.expect("sends again").message.expect("a letter");
    assert_eq!((server.state(first).await, server.state(second).await), (State::Cancelled, State::Queued));

    server.mail_comes_back().await;
    assert_eq!(server.letters_to(BOB).await.len(), 1, "one letter arrives, with the link that works");
    server.join_new(&server.ticket_to(BOB).await, PASSWORD).await.expect("joins");
}

#[tokio::test]
async fn revoking_or_copying_an_invitation_cancels_its_waiting_letter() {
    let server = LinkServer::start().await;
    server.mail_goes_down().await;
    let revoked = server.invite(BOB, Role::Viewer).await.expect("invites");
    server.app.tickets.revoke_invitation(server.workspace, revoked.id, &server.by_ann()).await.expect("revokes");
    let copied = server.invite(EVE, Role::Viewer).await.expect("invites");
    let (_, link) =
        server.app.tickets.copy_invitation_link(server.workspace, copied.id, &server.by_ann()).await.expect("copies");
    for letter in [revoked.message, copied.message] {
        assert_eq!(server.state(letter.expect("a letter")).await, State::Cancelled);
    }
    server.mail_comes_back().await;
    assert!(server.letters_to(BOB).await.is_empty() && server.letters_to(EVE).await.is_empty());
    let secret = link.expose_secret().split_once("?ticket=").expect("a link").1.to_owned();
    server.join_new(&secret, PASSWORD).await.expect("joins with the copied link");
}

#[tokio::test]
async fn ending_a_link_cancels_its_waiting_letter() {
    let server = LinkServer::start().await;
    let here = server.sign_in(ANN, PASSWORD).await.expect("signs in");
    let ann = server.account(ANN).await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    let bobs = server.ticket_to(BOB).await;
    let bob = server.account(BOB).await;
    server.mail_goes_down().await;

    server.request_reset(ANN).await.expect("asks");
    let reset = server.letter_of("password_reset", ann.id).await;
    server.request_reset(ANN).await.expect("asks");
    let newer = server.letter_of("password_reset", ann.id).await;
    assert_eq!(server.state(reset).await, State::Cancelled, "a new link was requested");
    server.request_address_change(ANN, EVE).await.expect("asks");
    let change = server.letter_of("address_change", ann.id).await;
    let password_change =
        PasswordChange { current: PASSWORD.into(), new: OTHER_PASSWORD.into(), kept_session: here.expose_secret() };
    server.app.tickets.change_password(&ann, password_change, Language::English, ANNS_ADDRESS).await.expect("changes");
    assert_eq!((server.state(newer).await, server.state(change).await), (State::Cancelled, State::Cancelled));

    server.validate(&bobs, BOB).await.expect("validates");
    server.request_reset(BOB).await.expect("asks");
    let reset = server.letter_of("password_reset", bob.id).await;
    server.app.tickets.delete_account(bob.id, &server.by_ann()).await.expect("deletes");
    assert_eq!(server.state(reset).await, State::Cancelled, "the account was deleted");

    let invitation = server.invite(BOB, Role::Viewer).await.expect("invites");
    server.app.tickets.delete_workspace(server.workspace, &server.by_ann()).await.expect("deletes");
    assert_eq!(server.state(invitation.message.expect("a letter")).await, State::Cancelled, "the workspace is gone");
}

#[tokio::test]
async fn a_cancelled_letter_cannot_be_sent_by_hand() {
    let server = LinkServer::start().await;
    server.mail_goes_down().await;
    let made = server.invite(BOB, Role::Viewer).await.expect("invites");
    server.app.tickets.revoke_invitation(server.workspace, made.id, &server.by_ann()).await.expect("revokes");
    let (letter, now) = (made.message.expect("a letter"), server.app.clock.now());
    let again = server.app.db.write(move |tx| queue::retry_now(tx, letter, queue::Retry::NotArrived, now)).await;
    assert!(matches!(again, Err(queue::QueueError::ContainsTicket)), "{again:?}");
}

#[tokio::test]
async fn a_letter_expires_with_its_link() {
    let server = LinkServer::start().await;
    server.mail_goes_down().await;
    server.request_reset(ANN).await.expect("asks");
    let reset = server.letter_of("password_reset", server.account(ANN).await.id).await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    let validation = server.letter_of("validation", server.account(BOB).await.id).await;
    let invitation = server.invite(EVE, Role::Viewer).await.expect("invites").message.expect("a letter");
    server.turn(HOUR);
    server.until("the reset has expired", async || server.state(reset).await == State::Expired).await;
    assert_eq!((server.state(validation).await, server.state(invitation).await), (State::Queued, State::Queued));
    server.turn(DAY);
    server.until("the validation has expired", async || server.state(validation).await == State::Expired).await;
    server.mail_comes_back().await;
    assert!(server.letters_to(ANN).await.iter().all(|letter| letter.subject != "Choose a new password"));
    assert!(server.letters_to(BOB).await.is_empty());
    assert_eq!(server.letters_to(EVE).await.len(), 1);
    assert_eq!(server.state(reset).await, State::Expired);
}
