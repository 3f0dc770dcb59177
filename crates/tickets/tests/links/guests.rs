//! Following the link of an invitation, with and without an account.

use super::*;

#[tokio::test]
async fn joining_without_an_account_creates_a_validated_one() {
    let server = LinkServer::start().await;
    let new = NewInvitation { language: Language::German, ..invitation(BOB, Role::Editor) };
    server.app.tickets.invite(server.workspace, new, &server.by_ann()).await.expect("invites");
    let secret = server.ticket_to(BOB).await;
    for _ in 0..2 {
        let guest = server.app.tickets.open_invitation(&secret).await.expect("looks");
        assert_eq!((guest.workspace.name.as_str(), guest.invitation.role), ("Example", Role::Editor));
        assert!(guest.account.is_none());
    }
    assert!(server.find_account(BOB).await.is_none(), "opening the link changes nothing");
    let (workspace, session) =
        server.app.tickets.join_new(&secret, " Bob ", PASSWORD.into(), server.stranger()).await.expect("joins");
    let account =
        server.app.accounts.session(session.expose_secret()).await.expect("answers").expect("a session").account;
    assert_eq!((workspace, account.email.expose(), account.name.as_str()), (server.workspace, BOB, "Bob"));
    assert_eq!((account.validated, account.language), (true, Some(Language::German)));
    assert_eq!(server.role(BOB).await, Some(Role::Editor));
    assert!(server.can_sign_in(BOB, PASSWORD).await);
    assert_eq!(link_error(server.app.tickets.open_invitation(&secret).await), LinkError::Used);
    assert_eq!(link_error(server.join_new(&secret, PASSWORD).await), LinkError::Used);
    assert_eq!(link_error(server.join(&secret, BOB).await), LinkError::Used);
}

#[tokio::test]
async fn the_link_still_works_after_faults() {
    let server = LinkServer::start().await;
    server.invite(BOB, Role::Editor).await.expect("invites");
    let secret = server.ticket_to(BOB).await;
    let before = server.row_counts().await;
    let answer = server.app.tickets.join_new(&secret, "a\r\nb", "short".into(), server.stranger()).await;
    assert_eq!(faults_in(answer), ["name", "password"]);
    assert_eq!(faults_in(server.join_new(&secret, "Bob@Example.com").await), ["password"]);
    assert_eq!(server.row_counts().await, before);
    server.join_new(&secret, PASSWORD).await.expect("joins");
}

#[tokio::test]
async fn an_existing_account_signs_in_and_joins() {
    let server = LinkServer::start().await;
    server.person(BOB, true, None).await;
    server.invite("BOB@example.com", Role::Viewer).await.expect("invites");
    let secret = server.ticket_to("BOB@example.com").await;
    let guest = server.app.tickets.open_invitation(&secret).await.expect("looks");
    assert!(guest.account.is_some());
    let refused = server.join_new(&secret, OTHER_PASSWORD).await;
    assert!(matches!(refused, Err(TicketsError::OtherAccount)), "{refused:?}");
    assert!(server.can_sign_in(BOB, PASSWORD).await, "the password is unchanged");
    assert_eq!(server.join(&secret, BOB).await.expect("joins"), server.workspace);
    assert_eq!(server.role(BOB).await, Some(Role::Viewer));
    assert_eq!(link_error(server.join(&secret, BOB).await), LinkError::Used);
}

#[tokio::test]
async fn another_account_cannot_join_and_the_link_still_works() {
    let server = LinkServer::start().await;
    server.person(EVE, true, None).await;
    server.invite(BOB, Role::Admin).await.expect("invites");
    let secret = server.ticket_to(BOB).await;
    let before = server.row_counts().await;
    let refused = server.join(&secret, EVE).await;
    assert!(matches!(refused, Err(TicketsError::OtherAccount)), "{refused:?}");
    assert_eq!(server.row_counts().await, before);
    assert_eq!(server.role(EVE).await, None);
    server.join_new(&secret, PASSWORD).await.expect("joins");
}

#[tokio::test]
async fn an_account_that_was_never_validated_is_taken_over() {
    let server = LinkServer::start().await;
    server.sign_up("BOB@example.com", OTHER_PASSWORD).await.expect("the attacker signs up");
    let attacker = server.sign_in(BOB, OTHER_PASSWORD).await.expect("signs in");
    let validation = server.ticket_to("BOB@example.com").await;
    server.invite(BOB, Role::Editor).await.expect("invites");
    let secret = server.ticket_to(BOB).await;
    let guest = server.app.tickets.open_invitation(&secret).await.expect("looks");
    assert!(guest.account.is_none(), "an account that is not validated does not count");
    let (_, session) = server.join_new(&secret, PASSWORD).await.expect("joins");
    assert!(!server.is_signed_in(&attacker).await && server.is_signed_in(&session).await);
    assert!(!server.can_sign_in(BOB, OTHER_PASSWORD).await && server.can_sign_in(BOB, PASSWORD).await);
    let account = server.account(BOB).await;
    assert_eq!((account.validated, account.email.expose()), (true, BOB));
    assert_eq!(link_error(server.validate(&validation, BOB).await), LinkError::Used);
    assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM account").await, 2);
}

#[tokio::test]
async fn joining_validates_an_account_that_signed_up() {
    let server = LinkServer::start().await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    let session = server.sign_in(BOB, PASSWORD).await.expect("signs in");
    server.invite(BOB, Role::Editor).await.expect("invites");
    server.join(&server.ticket_to(BOB).await, BOB).await.expect("joins");
    assert!(server.account(BOB).await.validated && server.is_signed_in(&session).await);
}

#[tokio::test]
async fn an_invitation_works_for_seven_days() {
    let server = LinkServer::start().await;
    server.invite(BOB, Role::Editor).await.expect("invites");
    let secret = server.ticket_to(BOB).await;
    server.turn(7 * DAY - MOMENT);
    server.app.tickets.open_invitation(&secret).await.expect("still good");
    server.turn(MOMENT);
    assert_eq!(link_error(server.app.tickets.open_invitation(&secret).await), LinkError::Expired);
    assert_eq!(link_error(server.join_new(&secret, PASSWORD).await), LinkError::Expired);
    assert!(server.find_account(BOB).await.is_none());
}

#[tokio::test]
async fn invitations_work_while_sign_up_is_closed() {
    let server = LinkServer::start().await;
    server
        .app
        .accounts
        .set_sign_up_policy(accounts::SignUpPolicy::InvitationOnly, &server.by_ann())
        .await
        .expect("decides");
    server.invite(BOB, Role::Editor).await.expect("invites");
    server.join_new(&server.ticket_to(BOB).await, PASSWORD).await.expect("joins");
}

#[tokio::test]
async fn an_existing_member_keeps_the_role() {
    let server = LinkServer::start().await;
    server.invite(BOB, Role::Viewer).await.expect("invites");
    let secret = server.ticket_to(BOB).await;
    server.person(BOB, true, Some(Role::Admin)).await;
    server.join(&secret, BOB).await.expect("joins");
    assert_eq!(server.role(BOB).await, Some(Role::Admin));
}

#[tokio::test]
async fn an_account_whose_address_changed_cannot_join_with_the_old_one() {
    let server = LinkServer::start().await;
    let before = server.person(BOB, true, None).await;
    server.invite(BOB, Role::Viewer).await.expect("invites");
    let invitation = server.ticket_to(BOB).await;
    server.request_address_change(BOB, EVE).await.expect("asks");
    server.change_address(&server.ticket_to(EVE).await, BOB).await.expect("changes");
    let refused = server.app.tickets.join(&invitation, &before, server.stranger()).await;
    assert!(matches!(refused, Err(TicketsError::OtherAccount)), "the current address counts: {refused:?}");
}
