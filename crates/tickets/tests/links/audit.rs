//! The audit log of each flow; failed calls leave no entry.

use super::*;
use accounts::audit::{Entry, Filter};

impl LinkServer {
    /// Action, actor, subject and client of the entries recorded since the last call, oldest first.
    async fn recorded(&self) -> Vec<String> {
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
async fn flows_of_an_account_are_recorded_with_actor_and_client() {
    let server = LinkServer::start().await;
    let client = IpAddr::from([198, 51, 100, 7]);
    let tickets = &server.app.tickets;
    server.recorded().await;

    tickets.sign_up(person(BOB, PASSWORD), client).await.expect("signs up");
    assert_eq!(server.recorded().await, ["signed_up | bob@example.com |  | 198.51.100.7"]);
    let bob = server.account(BOB).await;
    tickets.validate(&server.ticket_to(BOB).await, &bob, client).await.expect("validates");
    assert_eq!(server.recorded().await, ["validated | bob@example.com |  | 198.51.100.7"]);
    server.request_reset(BOB).await.expect("asks");
    let secret = server.ticket_to(BOB).await;
    assert!(server.recorded().await.is_empty(), "requests by strangers are not recorded");
    tickets.reset(&secret, OTHER_PASSWORD.into(), Language::English, client).await.expect("resets");
    assert_eq!(server.recorded().await, ["password_reset | bob@example.com |  | 198.51.100.7"]);
    let change = PasswordChange { current: OTHER_PASSWORD.into(), new: PASSWORD.into(), kept_session: "" };
    tickets.change_password(&bob, change, Language::English, client).await.expect("changes");
    assert_eq!(server.recorded().await, ["password_changed | bob@example.com |  | 198.51.100.7"]);
    server.turn(HOUR);
    let bob = server.account(BOB).await;
    tickets.request_address_change(&bob, EVE, PASSWORD.into(), Language::English, client).await.expect("asks");
    let secret = server.ticket_to(EVE).await;
    tickets.change_address(&secret, &bob, Language::English, client).await.expect("changes");
    assert_eq!(
        server.recorded().await,
        ["address_changed | bob@example.com | bob@example.com → eve@example.net | 198.51.100.7"]
    );
    let eve = server.account(EVE).await;
    server.app.accounts.sign_out_everywhere(&eve, &ActorContext::account(EVE, client)).await.expect("ends");
    assert_eq!(server.recorded().await, ["signed_out_everywhere | eve@example.net | eve@example.net | 198.51.100.7"]);
    server.app.accounts.set_instance_admin(eve.id, true, &server.by_ann()).await.expect("makes");
    server.turn(MOMENT);
    server.app.accounts.set_instance_admin(eve.id, false, &server.by_ann()).await.expect("ends");
    server.turn(MOMENT);
    server
        .app
        .accounts
        .set_sign_up_policy(accounts::SignUpPolicy::InvitationOnly, &server.by_ann())
        .await
        .expect("decides");
    server.turn(MOMENT);
    tickets.delete_account(eve.id, &server.by_ann()).await.expect("deletes");
    assert_eq!(
        server.recorded().await,
        [
            "instance_admin_made | ann@example.com | eve@example.net | 192.0.2.1",
            "instance_admin_ended | ann@example.com | eve@example.net | 192.0.2.1",
            "sign_up_closed | ann@example.com |  | 192.0.2.1",
            "account_deleted | ann@example.com | eve@example.net | 192.0.2.1",
        ]
    );
}

#[tokio::test]
async fn flows_of_a_workspace_are_recorded_with_actor_and_client() {
    let server = LinkServer::start().await;
    let (tickets, accounts) = (&server.app.tickets, &server.app.accounts);
    let shop = ActorContext::api_key("shop");
    server.recorded().await;
    let made = tickets.invite(server.workspace, invitation(BOB, Role::Editor), &shop).await.expect("invites");
    assert_eq!(server.recorded().await, ["invited | api key \"shop\" | bob@example.com → Example: editor | "]);
    server.turn(MOMENT);
    tickets.resend_invitation(server.workspace, made.id, "", &shop).await.expect("sends again");
    server.turn(MOMENT);
    tickets.copy_invitation_link(server.workspace, made.id, &server.by_ann()).await.expect("copies");
    server.turn(MOMENT);
    tickets.revoke_invitation(server.workspace, made.id, &server.by_ann()).await.expect("revokes");
    assert_eq!(
        server.recorded().await,
        [
            "invitation_resent | api key \"shop\" | bob@example.com → Example: editor | ",
            "invitation_link_copied | ann@example.com | bob@example.com → Example: editor | 192.0.2.1",
            "invitation_revoked | ann@example.com | bob@example.com → Example: editor | 192.0.2.1",
        ]
    );
    server.invite(BOB, Role::Admin).await.expect("invites");
    server.recorded().await;
    let secret = server.ticket_to(BOB).await;
    tickets.join_new(&secret, "", PASSWORD.into(), IpAddr::from([198, 51, 100, 7])).await.expect("joins");
    assert_eq!(server.recorded().await, ["joined | bob@example.com | Example: administrator | 198.51.100.7"]);

    let bob = server.account(BOB).await.id;
    server.turn(MOMENT);
    accounts.change_role(server.workspace, bob, Role::Viewer, &server.by_ann()).await.expect("changes");
    server.turn(MOMENT);
    accounts.rename_workspace(server.workspace, "Sample", &server.by_ann()).await.expect("renames");
    server.turn(MOMENT);
    accounts.remove_member(server.workspace, bob, &server.by_ann()).await.expect("removes");
    server.turn(MOMENT);
    let other = accounts.make_workspace("Other", None, &shop).await.expect("makes");
    server.turn(MOMENT);
    tickets.delete_workspace(other.id, &server.by_ann()).await.expect("deletes");
    assert_eq!(
        server.recorded().await,
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
async fn failed_calls_leave_no_entry() {
    let server = LinkServer::start().await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    let validation = server.ticket_to(BOB).await;
    let (ann, bob) = (server.account(ANN).await, server.account(BOB).await);
    server.recorded().await;
    let tickets = &server.app.tickets;
    let accounts = &server.app.accounts;
    server.sign_up(ANN, PASSWORD).await.expect("sign-up with a known address is not recorded");
    server.reset("nonsense", OTHER_PASSWORD).await.expect_err("dead");
    server.validate(&validation, ANN).await.expect_err("another account's");
    server.join(&validation, BOB).await.expect_err("another purpose");
    server.change_address("nonsense", ANN).await.expect_err("dead");
    server.invite(ANN, Role::Viewer).await.expect_err("a member already");
    tickets.revoke_invitation(server.workspace, Uuid::nil(), &server.by_ann()).await.expect_err("unknown");
    tickets.copy_invitation_link(server.workspace, Uuid::nil(), &server.by_ann()).await.expect_err("unknown");
    tickets.delete_account(ann.id, &server.by_ann()).await.expect_err("the last administrator");
    tickets.delete_workspace(Uuid::nil(), &server.by_ann()).await.expect_err("unknown");
    accounts.change_role(server.workspace, ann.id, Role::Viewer, &server.by_ann()).await.expect_err("the last");
    accounts.remove_member(server.workspace, ann.id, &server.by_ann()).await.expect_err("the last");
    accounts.remove_member(server.workspace, bob.id, &server.by_ann()).await.expect_err("no member");
    accounts.set_instance_admin(bob.id, true, &server.by_ann()).await.expect_err("not validated");
    accounts.rename_workspace(server.workspace, " ", &server.by_ann()).await.expect_err("no name");
    assert_eq!(server.recorded().await, Vec::<String>::new());
}
