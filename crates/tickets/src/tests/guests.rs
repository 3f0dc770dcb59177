//! Following an invitation's link, with an account and without.

use super::*;

#[tokio::test]
async fn who_has_no_account_joins_with_a_new_one_that_is_validated() {
    let house = House::open().await;
    let new = NewInvitation { language: Language::German, ..invited(BOB, Role::Editor) };
    house.app.tickets.invite(house.workspace, new, &house.ann()).await.expect("invites");
    let secret = house.link_from_mail_to(BOB).await;
    for _ in 0..2 {
        let guest = house.app.tickets.look_invitation(&secret).await.expect("looks");
        assert_eq!((guest.workspace.name.as_str(), guest.invitation.role), ("Example", Role::Editor));
        assert!(guest.account.is_none());
    }
    assert!(house.find_account(BOB).await.is_none(), "looking changes nothing");
    let (workspace, session) =
        house.app.tickets.join_new(&secret, " Bob ", PASSWORD.into(), house.stranger()).await.expect("joins");
    let account = house.app.accounts.session(session.expose_secret()).await.expect("answers").expect("a session");
    assert_eq!((workspace, account.email.expose(), account.name.as_str()), (house.workspace, BOB, "Bob"));
    assert_eq!((account.validated, account.language), (true, Some(Language::German)));
    assert_eq!(house.role(BOB).await, Some(Role::Editor));
    assert!(house.can_sign_in(BOB, PASSWORD).await);
    assert_eq!(dead(house.app.tickets.look_invitation(&secret).await), Dead::Used);
    assert_eq!(dead(house.join_new(&secret, PASSWORD).await), Dead::Used);
    assert_eq!(dead(house.join(&secret, BOB).await), Dead::Used);
}

#[tokio::test]
async fn faults_leave_the_link_good() {
    let house = House::open().await;
    house.invite(BOB, Role::Editor).await.expect("invites");
    let secret = house.link_from_mail_to(BOB).await;
    let before = house.rows().await;
    let answer = house.app.tickets.join_new(&secret, "a\r\nb", "short".into(), house.stranger()).await;
    assert_eq!(fields(answer), ["name", "password"]);
    assert_eq!(fields(house.join_new(&secret, "Bob@Example.com").await), ["password"]);
    assert_eq!(house.rows().await, before);
    house.join_new(&secret, PASSWORD).await.expect("joins");
}

#[tokio::test]
async fn who_has_an_account_signs_in_and_joins_with_it() {
    let house = House::open().await;
    house.resident(BOB).await;
    house.invite("BOB@example.com", Role::Viewer).await.expect("invites");
    let secret = house.link_from_mail_to("BOB@example.com").await;
    let guest = house.app.tickets.look_invitation(&secret).await.expect("looks");
    assert!(guest.account.is_some());
    let refused = house.join_new(&secret, OTHER_PASSWORD).await;
    assert!(matches!(refused, Err(TicketsError::OtherAccount)), "{refused:?}");
    assert!(house.can_sign_in(BOB, PASSWORD).await, "the password stays");
    assert_eq!(house.join(&secret, BOB).await.expect("joins"), house.workspace);
    assert_eq!(house.role(BOB).await, Some(Role::Viewer));
    assert_eq!(dead(house.join(&secret, BOB).await), Dead::Used);
}

#[tokio::test]
async fn another_account_that_is_signed_in_does_not_join_and_leaves_the_link_good() {
    let house = House::open().await;
    house.resident(EVE).await;
    house.invite(BOB, Role::Admin).await.expect("invites");
    let secret = house.link_from_mail_to(BOB).await;
    let before = house.rows().await;
    let refused = house.join(&secret, EVE).await;
    assert!(matches!(refused, Err(TicketsError::OtherAccount)), "{refused:?}");
    assert_eq!(house.rows().await, before);
    assert_eq!(house.role(EVE).await, None);
    house.join_new(&secret, PASSWORD).await.expect("joins");
}

#[tokio::test]
async fn an_account_that_was_never_validated_is_taken_over() {
    let house = House::open().await;
    house.sign_up("BOB@example.com", OTHER_PASSWORD).await.expect("the attacker signs up");
    let attacker = house.sign_in(BOB, OTHER_PASSWORD).await.expect("signs in");
    let validation = house.link_from_mail_to("BOB@example.com").await;
    house.invite(BOB, Role::Editor).await.expect("invites");
    let secret = house.link_from_mail_to(BOB).await;
    let guest = house.app.tickets.look_invitation(&secret).await.expect("looks");
    assert!(guest.account.is_none(), "nobody has shown that the address is theirs");
    let (_, session) = house.join_new(&secret, PASSWORD).await.expect("joins");
    assert!(!house.is_signed_in(&attacker).await && house.is_signed_in(&session).await);
    assert!(!house.can_sign_in(BOB, OTHER_PASSWORD).await && house.can_sign_in(BOB, PASSWORD).await);
    let account = house.account(BOB).await;
    assert_eq!((account.validated, account.email.expose()), (true, BOB));
    assert_eq!(dead(house.validate(&validation, BOB).await), Dead::Used);
    assert_eq!(house.value::<i64>("SELECT COUNT(*) FROM account").await, 2);
}

#[tokio::test]
async fn who_signed_up_and_joins_with_that_account_is_validated() {
    let house = House::open().await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    let session = house.sign_in(BOB, PASSWORD).await.expect("signs in");
    house.invite(BOB, Role::Editor).await.expect("invites");
    house.join(&house.link_from_mail_to(BOB).await, BOB).await.expect("joins");
    assert!(house.account(BOB).await.validated && house.is_signed_in(&session).await);
}

#[tokio::test]
async fn an_invitation_works_for_seven_days() {
    let house = House::open().await;
    house.invite(BOB, Role::Editor).await.expect("invites");
    let secret = house.link_from_mail_to(BOB).await;
    house.turn(7 * DAY - MOMENT);
    house.app.tickets.look_invitation(&secret).await.expect("still good");
    house.turn(MOMENT);
    assert_eq!(dead(house.app.tickets.look_invitation(&secret).await), Dead::Expired);
    assert_eq!(dead(house.join_new(&secret, PASSWORD).await), Dead::Expired);
    assert!(house.find_account(BOB).await.is_none());
}

#[tokio::test]
async fn invitations_work_where_signing_up_is_switched_off() {
    let house = House::open().await;
    house.app.accounts.decide_sign_up(false, &house.ann()).await.expect("decides");
    house.invite(BOB, Role::Editor).await.expect("invites");
    house.join_new(&house.link_from_mail_to(BOB).await, PASSWORD).await.expect("joins");
}

#[tokio::test]
async fn who_is_a_member_by_now_keeps_the_role() {
    let house = House::open().await;
    house.invite(BOB, Role::Viewer).await.expect("invites");
    let secret = house.link_from_mail_to(BOB).await;
    house.member(BOB, Role::Admin).await;
    house.join(&secret, BOB).await.expect("joins");
    assert_eq!(house.role(BOB).await, Some(Role::Admin));
}

#[tokio::test]
async fn who_has_another_address_by_now_does_not_join_with_the_old_one() {
    let house = House::open().await;
    let before = house.resident(BOB).await;
    house.invite(BOB, Role::Viewer).await.expect("invites");
    let invitation = house.link_from_mail_to(BOB).await;
    house.ask_address_change(BOB, EVE).await.expect("asks");
    house.change_address(&house.link_from_mail_to(EVE).await, BOB).await.expect("changes");
    let refused = house.app.tickets.join(&invitation, &before, house.stranger()).await;
    assert!(matches!(refused, Err(TicketsError::OtherAccount)), "the account as it is counts: {refused:?}");
}
