//! Another address for an account.

use futures_util::future::join_all;

use super::*;

const NEW: &str = "ann@example.org";
const CONFIRM: &str = "Confirm your new email address";

#[tokio::test]
async fn the_new_address_is_shown_first_and_the_old_one_told() {
    let house = House::open().await;
    let session = house.sign_in(ANN, PASSWORD).await.expect("signs in");
    house.ask_reset(ANN).await.expect("asks");
    let reset = house.link_from_mail_to(ANN).await;
    house.ask_address_change(ANN, NEW).await.expect("asks");
    let letter = house.letter_to(NEW).await;
    assert_eq!(letter.subject, CONFIRM);
    assert!(letter.link().contains("/account/address?ticket="), "{}", letter.link());
    let (account, email) = house.app.tickets.look_address_change(&letter.secret()).await.expect("looks");
    assert_eq!((account.email.expose(), email.expose()), (ANN, NEW));
    assert!(house.find_account(NEW).await.is_none(), "looking changes nothing");

    house.change_address(&letter.secret(), ANN).await.expect("changes");
    assert!(house.find_account(ANN).await.is_none());
    let account = house.account(NEW).await;
    assert!(account.validated && account.instance_admin);
    assert!(house.is_signed_in(&session).await);
    assert!(house.can_sign_in(NEW, PASSWORD).await && !house.can_sign_in(ANN, PASSWORD).await);
    let told = house.letter_to(ANN).await;
    assert_eq!(told.subject, "The email address of your account was changed");
    assert!(!told.text.contains(NEW) && !told.html.contains(NEW), "the old mailbox does not learn the new address");
    assert_eq!(dead(house.change_address(&letter.secret(), NEW).await), Dead::Used);
    assert_eq!(
        dead(house.reset(&reset, OTHER_PASSWORD).await),
        Dead::Revoked,
        "what the old address holds is worth nothing"
    );
}

#[tokio::test]
async fn a_change_needs_the_password_and_another_address() {
    let house = House::open().await;
    let ann = house.account(ANN).await;
    let before = house.rows().await;
    let ask = async |email: &str, password: &str| {
        let client = house.stranger();
        house.app.tickets.ask_address_change(&ann, email, password.into(), Language::English, client).await
    };
    assert_eq!(fields(ask(NEW, OTHER_PASSWORD).await), ["password"]);
    assert_eq!(fields(ask("nobody", PASSWORD).await), ["email"]);
    assert_eq!(fields(ask("ANN@example.com", PASSWORD).await), ["email"]);
    assert_eq!(fields(ask("ann@example.org\r\nBcc: eve@example.net", PASSWORD).await), ["email"]);
    assert_eq!(house.rows().await, before);
}

#[tokio::test]
async fn an_account_that_is_not_validated_keeps_its_address() {
    let house = House::open().await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    let before = house.accepted().await;
    let refused = house.ask_address_change(BOB, EVE).await;
    assert!(matches!(refused, Err(TicketsError::Accounts(AccountsError::NotValidated))), "{refused:?}");
    assert_eq!(house.accepted().await, before);
}

#[tokio::test]
async fn the_address_of_another_account_is_answered_alike_and_its_owner_told() {
    let house = House::open().await;
    house.resident(BOB).await;
    house.ask_address_change(ANN, BOB).await.expect("the answer is the same");
    assert_eq!(house.subjects_to(BOB).await, ["You already have an account"]);
    assert_eq!(house.value::<i64>("SELECT COUNT(*) FROM ticket").await, 0);
}

#[tokio::test]
async fn an_address_that_was_taken_meanwhile_leaves_everything_as_it_was() {
    let house = House::open().await;
    house.ask_address_change(ANN, NEW).await.expect("asks");
    let secret = house.link_from_mail_to(NEW).await;
    let other = house.resident(NEW).await;
    let before = house.rows().await;
    assert_eq!(fields(house.change_address(&secret, ANN).await), ["email"]);
    assert_eq!(house.rows().await, before, "neither letter nor entry, and the ticket is open");
    assert!(house.letters_to(ANN).await.is_empty());
    house.app.tickets.delete_account(other.id, &house.ann()).await.expect("deletes");
    house.change_address(&secret, ANN).await.expect("the link is still good");
    assert!(house.find_account(NEW).await.is_some());
}

#[tokio::test]
async fn the_link_serves_the_account_that_asked() {
    let house = House::open().await;
    house.resident(BOB).await;
    house.ask_address_change(ANN, NEW).await.expect("asks");
    let secret = house.link_from_mail_to(NEW).await;
    let refused = house.change_address(&secret, BOB).await;
    assert!(matches!(refused, Err(TicketsError::OtherAccount)), "{refused:?}");
    house.change_address(&secret, ANN).await.expect("still good");
}

#[tokio::test]
async fn a_link_works_for_a_day_and_until_another_is_asked_for() {
    let house = House::open().await;
    house.ask_address_change(ANN, EVE).await.expect("asks");
    let first = house.link_from_mail_to(EVE).await;
    house.ask_address_change(ANN, NEW).await.expect("asks");
    let second = house.link_from_mail_to(NEW).await;
    assert_eq!(dead(house.change_address(&first, ANN).await), Dead::Replaced);
    house.turn(DAY - MOMENT);
    house.app.tickets.look_address_change(&second).await.expect("still good");
    house.turn(MOMENT);
    assert_eq!(dead(house.change_address(&second, ANN).await), Dead::Expired);
}

#[tokio::test]
async fn what_is_asked_for_while_the_address_changes_does_not_open_the_account() {
    let house = House::open().await;
    let mut changes = Vec::new();
    for round in 0..10 {
        let (old, new) = (format!("old{round}@example.com"), format!("new{round}@example.com"));
        house.resident(&old).await;
        changes.push((old, new));
    }
    for answer in join_all(changes.iter().map(|(old, new)| house.ask_address_change(old, new))).await {
        answer.expect("asks");
    }
    let mut links = Vec::new();
    for (_, new) in &changes {
        links.push(house.link_from_mail_to(new).await);
    }
    let rounds = changes.iter().zip(&links).map(async |((old, _), link)| {
        let (asked, changed) = tokio::join!(house.ask_reset(old), house.change_address(link, old));
        asked.expect("the same answer");
        changed.expect("changes");
    });
    join_all(rounds).await;
    // The link for the old address was ended, or never made.
    assert_eq!(house.value::<i64>("SELECT COUNT(*) FROM ticket WHERE ended IS NULL").await, 0);
}
