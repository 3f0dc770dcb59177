//! What the audit log tells of each flow; what fails leaves no entry.

use super::*;
use accounts::audit::{Entry, Filter};

impl House {
    /// Action, actor, subject and client of what was noted since the last call, oldest first.
    async fn noted(&self) -> Vec<String> {
        let entries = Audit::new(self.app.db.clone(), self.app.clock.clone(), self.app.random.clone())
            .list(Filter::default())
            .await
            .expect("reads")
            .items;
        let delete: Result<_, DbError> = self.app.db.write(|tx| tx.execute("DELETE FROM audit_entry", params![])).await;
        delete.expect("deletes");
        let english = |text: &mail::Text| Language::English.render(text);
        let client = |client: Option<IpAddr>| client.map(|client| client.to_string()).unwrap_or_default();
        let line = |entry: &Entry| {
            let subject = entry.subject.as_ref().map(english).unwrap_or_default();
            format!("{} | {} | {subject} | {}", entry.action.name(), entry.actor, client(entry.client))
        };
        entries.iter().rev().map(line).collect()
    }
}

#[tokio::test]
async fn flows_of_an_account_are_noted_with_who_and_from_where() {
    let house = House::open().await;
    let client = IpAddr::from([198, 51, 100, 7]);
    let tickets = &house.app.tickets;
    house.noted().await;

    tickets.sign_up(person(BOB, PASSWORD), client).await.expect("signs up");
    assert_eq!(house.noted().await, ["signed_up | bob@example.com |  | 198.51.100.7"]);
    let bob = house.account(BOB).await;
    tickets.validate(&house.link_from_mail_to(BOB).await, &bob, client).await.expect("validates");
    assert_eq!(house.noted().await, ["validated | bob@example.com |  | 198.51.100.7"]);
    house.ask_reset(BOB).await.expect("asks");
    let secret = house.link_from_mail_to(BOB).await;
    assert!(house.noted().await.is_empty(), "what a stranger asks for is no deed");
    tickets.reset(&secret, OTHER_PASSWORD.into(), Language::English, client).await.expect("resets");
    assert_eq!(house.noted().await, ["password_reset | bob@example.com |  | 198.51.100.7"]);
    let (current, new) = (OTHER_PASSWORD.into(), PASSWORD.into());
    tickets.change_password(&bob, current, new, "", Language::English, client).await.expect("changes");
    assert_eq!(house.noted().await, ["password_changed | bob@example.com |  | 198.51.100.7"]);
    house.turn(HOUR);
    let bob = house.account(BOB).await;
    tickets.ask_address_change(&bob, EVE, PASSWORD.into(), Language::English, client).await.expect("asks");
    let secret = house.link_from_mail_to(EVE).await;
    tickets.change_address(&secret, &bob, Language::English, client).await.expect("changes");
    assert_eq!(
        house.noted().await,
        ["address_changed | bob@example.com | bob@example.com → eve@example.net | 198.51.100.7"]
    );
    let eve = house.account(EVE).await;
    house.app.accounts.sign_out_everywhere(&eve, &ActorContext::account(EVE, client)).await.expect("ends");
    assert_eq!(house.noted().await, ["signed_out_everywhere | eve@example.net | eve@example.net | 198.51.100.7"]);
    house.app.accounts.set_instance_admin(eve.id, true, &house.ann()).await.expect("makes");
    house.turn(MOMENT);
    house.app.accounts.set_instance_admin(eve.id, false, &house.ann()).await.expect("ends");
    house.turn(MOMENT);
    house.app.accounts.decide_sign_up(false, &house.ann()).await.expect("decides");
    house.turn(MOMENT);
    tickets.delete_account(eve.id, &house.ann()).await.expect("deletes");
    assert_eq!(
        house.noted().await,
        [
            "instance_admin_made | ann@example.com | eve@example.net | 192.0.2.1",
            "instance_admin_ended | ann@example.com | eve@example.net | 192.0.2.1",
            "sign_up_closed | ann@example.com |  | 192.0.2.1",
            "account_deleted | ann@example.com | eve@example.net | 192.0.2.1",
        ]
    );
}

#[tokio::test]
async fn flows_of_a_workspace_are_noted_with_who_and_from_where() {
    let house = House::open().await;
    let (tickets, accounts) = (&house.app.tickets, &house.app.accounts);
    let shop = ActorContext::api_key("shop");
    house.noted().await;
    let made = tickets.invite(house.workspace, invited(BOB, Role::Editor), &shop).await.expect("invites");
    assert_eq!(house.noted().await, ["invited | api key \"shop\" | bob@example.com → Example: editor | "]);
    house.turn(MOMENT);
    tickets.resend_invitation(house.workspace, made.id, "", &shop).await.expect("sends again");
    house.turn(MOMENT);
    tickets.copy_invitation_link(house.workspace, made.id, &house.ann()).await.expect("copies");
    house.turn(MOMENT);
    tickets.revoke_invitation(house.workspace, made.id, &house.ann()).await.expect("revokes");
    assert_eq!(
        house.noted().await,
        [
            "invitation_resent | api key \"shop\" | bob@example.com → Example: editor | ",
            "invitation_link_copied | ann@example.com | bob@example.com → Example: editor | 192.0.2.1",
            "invitation_revoked | ann@example.com | bob@example.com → Example: editor | 192.0.2.1",
        ]
    );
    house.invite(BOB, Role::Admin).await.expect("invites");
    house.noted().await;
    let secret = house.link_from_mail_to(BOB).await;
    tickets.join_new(&secret, "", PASSWORD.into(), IpAddr::from([198, 51, 100, 7])).await.expect("joins");
    assert_eq!(house.noted().await, ["joined | bob@example.com | Example: administrator | 198.51.100.7"]);

    let bob = house.account(BOB).await.id;
    house.turn(MOMENT);
    accounts.change_role(house.workspace, bob, Role::Viewer, &house.ann()).await.expect("changes");
    house.turn(MOMENT);
    accounts.rename_workspace(house.workspace, "Sample", &house.ann()).await.expect("renames");
    house.turn(MOMENT);
    accounts.remove_member(house.workspace, bob, &house.ann()).await.expect("removes");
    house.turn(MOMENT);
    let other = accounts.make_workspace("Other", None, &shop).await.expect("makes");
    house.turn(MOMENT);
    tickets.delete_workspace(other.id, &house.ann()).await.expect("deletes");
    assert_eq!(
        house.noted().await,
        [
            "role_changed | ann@example.com | bob@example.com, Example: administrator → viewer | 192.0.2.1",
            "workspace_renamed | ann@example.com | Example → Sample | 192.0.2.1",
            "member_removed | ann@example.com | bob@example.com, Sample | 192.0.2.1",
            "workspace_made | api key \"shop\" | Other | ",
            "workspace_deleted | ann@example.com | Other | 192.0.2.1",
        ]
    );
}

#[tokio::test]
async fn what_fails_leaves_no_entry() {
    let house = House::open().await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    let validation = house.link_from_mail_to(BOB).await;
    let (ann, bob) = (house.account(ANN).await, house.account(BOB).await);
    house.noted().await;
    let tickets = &house.app.tickets;
    let accounts = &house.app.accounts;
    house.sign_up(ANN, PASSWORD).await.expect("an address that is known is no sign-up");
    house.reset("nonsense", OTHER_PASSWORD).await.expect_err("dead");
    house.validate(&validation, ANN).await.expect_err("another account's");
    house.join(&validation, BOB).await.expect_err("another purpose");
    house.change_address("nonsense", ANN).await.expect_err("dead");
    house.invite(ANN, Role::Viewer).await.expect_err("a member already");
    tickets.revoke_invitation(house.workspace, Uuid::nil(), &house.ann()).await.expect_err("unknown");
    tickets.copy_invitation_link(house.workspace, Uuid::nil(), &house.ann()).await.expect_err("unknown");
    tickets.delete_account(ann.id, &house.ann()).await.expect_err("the last administrator");
    tickets.delete_workspace(Uuid::nil(), &house.ann()).await.expect_err("unknown");
    accounts.change_role(house.workspace, ann.id, Role::Viewer, &house.ann()).await.expect_err("the last");
    accounts.remove_member(house.workspace, ann.id, &house.ann()).await.expect_err("the last");
    accounts.remove_member(house.workspace, bob.id, &house.ann()).await.expect_err("no member");
    accounts.set_instance_admin(bob.id, true, &house.ann()).await.expect_err("not validated");
    accounts.rename_workspace(house.workspace, " ", &house.ann()).await.expect_err("no name");
    assert_eq!(house.noted().await, Vec::<String>::new());
}
