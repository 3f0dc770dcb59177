//! Changing a password that is known.

use super::*;

impl House {
    async fn change_password(&self, current: &str, new: &str, kept: &SecretString) -> Result<(), TicketsError> {
        let account = self.account(ANN).await;
        let client = self.stranger();
        let (current, new, kept) = (current.into(), new.into(), kept.expose_secret());
        self.app.tickets.change_password(&account, current, new, kept, Language::English, client).await
    }
}

#[tokio::test]
async fn a_change_keeps_this_session_ends_the_others_and_tells_the_owner() {
    let house = House::open().await;
    let here = house.sign_in(ANN, PASSWORD).await.expect("signs in");
    let elsewhere = house.sign_in(ANN, PASSWORD).await.expect("signs in");
    house.resident(BOB).await;
    let bobs = house.sign_in(BOB, PASSWORD).await.expect("signs in");
    house.change_password(PASSWORD, OTHER_PASSWORD, &here).await.expect("changes");
    assert!(
        house.is_signed_in(&here).await && !house.is_signed_in(&elsewhere).await && house.is_signed_in(&bobs).await
    );
    assert!(!house.can_sign_in(ANN, PASSWORD).await && house.can_sign_in(ANN, OTHER_PASSWORD).await);
    assert_eq!(house.subjects_to(ANN).await, ["Your password was changed"]);
}

#[tokio::test]
async fn a_change_needs_the_password_and_a_good_new_one() {
    let house = House::open().await;
    let here = house.sign_in(ANN, PASSWORD).await.expect("signs in");
    let before = house.rows().await;
    assert_eq!(fields(house.change_password(OTHER_PASSWORD, THIRD_PASSWORD, &here).await), ["current"]);
    assert_eq!(fields(house.change_password(PASSWORD, "short", &here).await), ["password"]);
    assert_eq!(house.rows().await, before);
    assert!(house.can_sign_in(ANN, PASSWORD).await);
}

#[tokio::test]
async fn a_change_ends_the_links_that_were_asked_for_before() {
    let house = House::open().await;
    let here = house.sign_in(ANN, PASSWORD).await.expect("signs in");
    house.ask_reset(ANN).await.expect("asks");
    let reset = house.link_from_mail_to(ANN).await;
    house.ask_address_change(ANN, EVE).await.expect("asks");
    let change = house.link_from_mail_to(EVE).await;
    house.change_password(PASSWORD, OTHER_PASSWORD, &here).await.expect("changes");
    assert_eq!(dead(house.reset(&reset, THIRD_PASSWORD).await), Dead::Revoked);
    assert_eq!(dead(house.change_address(&change, ANN).await), Dead::Revoked);
}

#[tokio::test]
async fn guessing_the_current_password_is_limited() {
    let house = House::open().await;
    let account = house.account(ANN).await;
    let mut answers = Vec::new();
    for _ in 0..11 {
        let (wrong, new) = (OTHER_PASSWORD.into(), THIRD_PASSWORD.into());
        answers.push(house.app.tickets.change_password(&account, wrong, new, "", Language::English, HOME).await);
    }
    let last = answers.pop().expect("an answer");
    assert!(matches!(last, Err(TicketsError::Accounts(AccountsError::TooMany { seconds: 60 }))), "{last:?}");
    for answer in answers {
        assert_eq!(fields(answer), ["current"]);
    }
}
