//! The last administrator stays; accounts and workspaces that are deleted.

use super::*;

#[track_caller]
fn assert_last<T: std::fmt::Debug>(answer: Result<T, AccountsError>) {
    assert!(matches!(answer, Err(AccountsError::LastAdministrator)), "{answer:?}");
}

#[tokio::test]
async fn the_last_administrator_of_a_workspace_keeps_the_role_and_stays() {
    let house = House::open().await;
    let ann = house.account(ANN).await.id;
    let bob = house.member(BOB, Role::Editor).await.id;
    let accounts = &house.app.accounts;
    let before = house.rows().await;
    for role in [Role::Editor, Role::Viewer] {
        assert_last(accounts.change_role(house.workspace, ann, role, &house.ann()).await);
    }
    assert_last(accounts.remove_member(house.workspace, ann, &house.ann()).await);
    accounts.change_role(house.workspace, ann, Role::Admin, &house.ann()).await.expect("nothing to change");
    assert_eq!(house.rows().await, before);

    accounts.change_role(house.workspace, bob, Role::Admin, &house.ann()).await.expect("changes");
    accounts.remove_member(house.workspace, ann, &house.ann()).await.expect("removes");
    assert_last(accounts.remove_member(house.workspace, bob, &house.ann()).await);
    let members = accounts.members(house.workspace).await.expect("lists");
    assert_eq!(members.len(), 1);
    let gone = accounts.change_role(house.workspace, ann, Role::Viewer, &house.ann()).await;
    assert!(matches!(gone, Err(AccountsError::NotFound)), "{gone:?}");
}

#[tokio::test]
async fn the_last_instance_administrator_stays_one() {
    let house = House::open().await;
    let ann = house.account(ANN).await.id;
    let accounts = &house.app.accounts;
    assert_last(accounts.set_instance_admin(ann, false, &house.ann()).await);
    let refused = house.app.tickets.delete_account(ann, &house.ann()).await;
    assert!(matches!(refused, Err(TicketsError::Accounts(AccountsError::LastAdministrator))), "{refused:?}");

    house.sign_up(EVE, PASSWORD).await.expect("signs up");
    let eve = house.account(EVE).await.id;
    let refused = accounts.set_instance_admin(eve, true, &house.ann()).await;
    assert!(matches!(refused, Err(AccountsError::NotValidated)), "{refused:?}");

    let bob = house.resident(BOB).await.id;
    accounts.set_instance_admin(bob, true, &house.ann()).await.expect("makes");
    accounts.set_instance_admin(ann, false, &house.ann()).await.expect("ends");
    assert_last(accounts.set_instance_admin(bob, false, &house.ann()).await);
}

#[tokio::test]
async fn an_account_that_alone_administers_a_workspace_is_not_deleted() {
    let house = House::open().await;
    let bob = house.resident(BOB).await.id;
    let accounts = &house.app.accounts;
    let by = house.ann();
    accounts.make_workspace("Shop", Some(bob), &by).await.expect("makes");
    let lab = accounts.make_workspace("Lab", Some(bob), &by).await.expect("makes");
    house.member("cy@example.com", Role::Admin).await;
    let before = house.rows().await;
    match house.app.tickets.delete_account(bob, &by).await {
        Err(TicketsError::Accounts(AccountsError::OnlyAdministrator { workspaces })) => {
            assert_eq!(workspaces, ["Lab", "Shop"]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(house.rows().await, before);
    house.app.tickets.delete_workspace(lab.id, &by).await.expect("deletes");
    let shop = accounts.memberships(bob).await.expect("lists").remove(0).0;
    let cy = house.account("cy@example.com").await.id;
    let joined: Result<_, DbError> =
        house.app.db.write(move |tx| workspace::join(tx, shop.id, cy, Role::Admin, 0)).await;
    joined.expect("joins");
    house.app.tickets.delete_account(bob, &by).await.expect("deletes");
    let gone = house.app.tickets.delete_account(bob, &by).await;
    assert!(matches!(gone, Err(TicketsError::NotFound)), "{gone:?}");
}

#[tokio::test]
async fn with_an_account_its_sessions_memberships_and_links_end() {
    let house = House::open().await;
    let bob = house.member(BOB, Role::Editor).await;
    let session = house.sign_in(BOB, PASSWORD).await.expect("signs in");
    house.ask_reset(BOB).await.expect("asks");
    house.ask_address_change(BOB, EVE).await.expect("asks");
    let change = house.link_from_mail_to(EVE).await;
    house.app.tickets.delete_account(bob.id, &house.ann()).await.expect("deletes");
    assert!(!house.is_signed_in(&session).await && !house.can_sign_in(BOB, PASSWORD).await);
    assert_eq!(house.value::<i64>("SELECT COUNT(*) FROM membership").await, 1);
    assert_eq!(house.value::<i64>("SELECT COUNT(*) FROM ticket WHERE ended IS NULL").await, 0);
    let answer = house.app.tickets.change_address(&change, &bob, Language::English, HOME).await;
    assert_eq!(dead(answer), Dead::Revoked);
    house.sign_up(BOB, OTHER_PASSWORD).await.expect("the address is free");
    assert!(house.can_sign_in(BOB, OTHER_PASSWORD).await);
}

#[tokio::test]
async fn an_account_administers_fifty_workspaces_at_most() {
    let house = House::open().await;
    let ann = house.account(ANN).await.id;
    let accounts = &house.app.accounts;
    for number in 1..workspace::ADMINISTERED_MAX {
        accounts.make_workspace(&format!("Room {number}"), Some(ann), &house.ann()).await.expect("makes");
    }
    let refused = accounts.make_workspace("One too many", Some(ann), &house.ann()).await;
    assert_eq!(fields(refused.map_err(TicketsError::from)), ["name"]);
}
