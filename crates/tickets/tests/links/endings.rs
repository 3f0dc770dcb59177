//! Deleting accounts and workspaces, and keeping the last administrator.

use super::*;

#[track_caller]
fn assert_last<T: std::fmt::Debug>(answer: Result<T, AccountsError>) {
    assert!(matches!(answer, Err(AccountsError::LastAdministrator)), "{answer:?}");
}

#[tokio::test]
async fn the_last_administrator_of_a_workspace_cannot_leave_or_change_role() {
    let server = LinkServer::start().await;
    let ann = server.account(ANN).await.id;
    let bob = server.person(BOB, true, Some(Role::Editor)).await.id;
    let accounts = &server.app.accounts;
    let before = server.row_counts().await;
    for role in [Role::Editor, Role::Viewer] {
        assert_last(accounts.change_role(server.workspace, ann, role, &server.by_ann()).await);
    }
    assert_last(accounts.remove_member(server.workspace, ann, &server.by_ann()).await);
    accounts.change_role(server.workspace, ann, Role::Admin, &server.by_ann()).await.expect("nothing to change");
    assert_eq!(server.row_counts().await, before);

    accounts.change_role(server.workspace, bob, Role::Admin, &server.by_ann()).await.expect("changes");
    accounts.remove_member(server.workspace, ann, &server.by_ann()).await.expect("removes");
    assert_last(accounts.remove_member(server.workspace, bob, &server.by_ann()).await);
    let members = accounts.members(server.workspace).await.expect("lists");
    assert_eq!(members.len(), 1);
    let gone = accounts.change_role(server.workspace, ann, Role::Viewer, &server.by_ann()).await;
    assert!(matches!(gone, Err(AccountsError::NotFound)), "{gone:?}");
}

#[tokio::test]
async fn the_last_instance_administrator_cannot_be_revoked() {
    let server = LinkServer::start().await;
    let ann = server.account(ANN).await.id;
    let accounts = &server.app.accounts;
    assert_last(accounts.set_instance_admin(ann, false, &server.by_ann()).await);
    let refused = server.app.tickets.delete_account(ann, &server.by_ann()).await;
    assert!(matches!(refused, Err(TicketsError::Accounts(AccountsError::LastAdministrator))), "{refused:?}");

    server.sign_up(EVE, PASSWORD).await.expect("signs up");
    let eve = server.account(EVE).await.id;
    let refused = accounts.set_instance_admin(eve, true, &server.by_ann()).await;
    assert!(matches!(refused, Err(AccountsError::NotValidated)), "{refused:?}");

    let bob = server.person(BOB, true, None).await.id;
    accounts.set_instance_admin(bob, true, &server.by_ann()).await.expect("makes");
    accounts.set_instance_admin(ann, false, &server.by_ann()).await.expect("ends");
    assert_last(accounts.set_instance_admin(bob, false, &server.by_ann()).await);
}

#[tokio::test]
async fn the_only_administrator_of_a_workspace_cannot_be_deleted() {
    let server = LinkServer::start().await;
    let bob = server.person(BOB, true, None).await.id;
    let accounts = &server.app.accounts;
    let by = server.by_ann();
    accounts.make_workspace("Shop", Some(bob), &by).await.expect("makes");
    let lab = accounts.make_workspace("Lab", Some(bob), &by).await.expect("makes");
    server.person("cy@example.com", true, Some(Role::Admin)).await;
    let before = server.row_counts().await;
    match server.app.tickets.delete_account(bob, &by).await {
        Err(TicketsError::Accounts(AccountsError::OnlyAdministrator { workspaces })) => {
            assert_eq!(workspaces, ["Lab", "Shop"]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(server.row_counts().await, before);
    server.app.tickets.delete_workspace(lab.id, &by).await.expect("deletes");
    let shop = accounts.memberships(bob).await.expect("lists").remove(0).0;
    let cy = server.account("cy@example.com").await.id;
    let joined: Result<_, DbError> =
        server.app.db.write(move |tx| workspace::join(tx, shop.id, cy, Role::Admin, 0)).await;
    joined.expect("joins");
    server.app.tickets.delete_account(bob, &by).await.expect("deletes");
    let gone = server.app.tickets.delete_account(bob, &by).await;
    assert!(matches!(gone, Err(TicketsError::NotFound)), "{gone:?}");
}

#[tokio::test]
async fn deleting_an_account_ends_its_sessions_memberships_and_links() {
    let server = LinkServer::start().await;
    let bob = server.person(BOB, true, Some(Role::Editor)).await;
    let session = server.sign_in(BOB, PASSWORD).await.expect("signs in");
    server.request_reset(BOB).await.expect("asks");
    server.request_address_change(BOB, EVE).await.expect("asks");
    let change = server.ticket_to(EVE).await;
    server.app.tickets.delete_account(bob.id, &server.by_ann()).await.expect("deletes");
    assert!(!server.is_signed_in(&session).await && !server.can_sign_in(BOB, PASSWORD).await);
    assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM membership").await, 1);
    assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM ticket WHERE ended IS NULL").await, 0);
    let answer = server.app.tickets.change_address(&change, &bob, Language::English, ANNS_ADDRESS).await;
    assert_eq!(link_error(answer), LinkError::Revoked);
    server.sign_up(BOB, OTHER_PASSWORD).await.expect("the address is free");
    assert!(server.can_sign_in(BOB, OTHER_PASSWORD).await);
}

#[tokio::test]
async fn an_account_administers_at_most_fifty_workspaces() {
    let server = LinkServer::start().await;
    let ann = server.account(ANN).await.id;
    let accounts = &server.app.accounts;
    for number in 1..workspace::ADMINISTERED_MAX {
        accounts.make_workspace(&format!("Room {number}"), Some(ann), &server.by_ann()).await.expect("makes");
    }
    let refused = accounts.make_workspace("One too many", Some(ann), &server.by_ann()).await;
    assert_eq!(faults_in(refused.map_err(TicketsError::from)), ["name"]);
}
