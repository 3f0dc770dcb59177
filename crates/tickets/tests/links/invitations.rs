//! Inviting: sending, resending, revoking, and copying the link.

use super::*;

impl LinkServer {
    async fn resend(&self, id: Uuid) -> Result<Invitation, TicketsError> {
        self.turn(Duration::from_millis(1));
        self.app.tickets.resend_invitation(self.workspace, id, "Ann", &self.by_ann()).await
    }

    async fn revoke(&self, id: Uuid) -> Result<Invitation, TicketsError> {
        self.app.tickets.revoke_invitation(self.workspace, id, &self.by_ann()).await
    }

    async fn copy_link(&self, id: Uuid) -> Result<(Invitation, SecretString), TicketsError> {
        self.app.tickets.copy_invitation_link(self.workspace, id, &self.by_ann()).await
    }

    async fn list(&self) -> Vec<ListedInvitation> {
        self.app.tickets.invitations(self.workspace).await.expect("lists")
    }
}

#[track_caller]
fn assert_not_found<T: std::fmt::Debug>(answer: Result<T, TicketsError>) {
    assert!(matches!(answer, Err(TicketsError::NotFound)), "{answer:?}");
}

#[tokio::test]
async fn an_invitation_is_listed_with_the_state_of_its_letter() {
    let server = LinkServer::start().await;
    let new = NewInvitation { language: Language::German, ..invitation(" Bob@Example.com ", Role::Editor) };
    let made = server.app.tickets.invite(server.workspace, new, &server.by_ann()).await.expect("invites");
    let letter = server.letter_to("Bob@example.com").await;
    assert!(letter.subject.contains("Example") && letter.text.contains("lädt Sie ein"), "{}", letter.text);
    assert!(letter.link().contains("/invitation?ticket="), "{}", letter.link());
    let listed = server.list().await;
    let [ListedInvitation { invitation, letter: Some(delivery) }] = &listed[..] else { panic!("{listed:?}") };
    assert_eq!((invitation.id, invitation.role, invitation.language), (made.id, Role::Editor, Language::German));
    assert_eq!(
        (invitation.email.expose(), &invitation.invited_by),
        ("Bob@example.com", &accounts::Actor::account(ANN))
    );
    assert_eq!((invitation.ended, delivery.state), (None, State::Kept));
    assert_eq!(invitation.expires_at.duration_since(invitation.created_at).as_hours(), 7 * 24);
}

#[tokio::test]
async fn members_and_invited_addresses_cannot_be_invited() {
    let server = LinkServer::start().await;
    server.person(BOB, true, Some(Role::Viewer)).await;
    server.invite(EVE, Role::Viewer).await.expect("invites");
    let before = server.row_counts().await;
    let fault_of = async |email: &str| match server.invite(email, Role::Editor).await {
        Err(TicketsError::Faults(faults)) => {
            faults.into_iter().map(|fault| i18n::Language::English.render(&fault.text)).collect::<String>()
        }
        other => panic!("{other:?}"),
    };
    assert!(fault_of("BOB@example.com").await.contains("belongs to a member"));
    assert!(fault_of("Eve@example.net").await.contains("is already invited"));
    assert_eq!(faults_in(server.invite("nobody", Role::Editor).await), ["email"]);
    assert_eq!(faults_in(server.invite("eve@example.org, bob@example.org", Role::Editor).await), ["email"]);
    assert_eq!(server.row_counts().await, before);
    assert_not_found(server.app.tickets.invite(Uuid::nil(), invitation(EVE, Role::Viewer), &server.by_ann()).await);
}

#[tokio::test]
async fn resending_invalidates_the_older_link() {
    let server = LinkServer::start().await;
    let made = server.invite(BOB, Role::Viewer).await.expect("invites");
    let older = server.ticket_to(BOB).await;
    server.turn(6 * DAY);
    let again = server.resend(made.id).await.expect("sends again");
    assert_eq!(again.expires_at.duration_since(server.app.clock.now()).as_hours(), 7 * 24);
    assert_ne!(again.message, made.message);
    let newer = server.ticket_to(BOB).await;
    assert_eq!(link_error(server.join_new(&older, PASSWORD).await), LinkError::Replaced);
    server.turn(6 * DAY);
    server.join_new(&newer, PASSWORD).await.expect("joins");
    assert_not_found(server.resend(made.id).await);
    assert_not_found(server.revoke(made.id).await);
    assert_not_found(server.copy_link(made.id).await);
}

#[tokio::test]
async fn an_address_can_be_invited_again_after_revocation() {
    let server = LinkServer::start().await;
    let made = server.invite(BOB, Role::Viewer).await.expect("invites");
    let secret = server.ticket_to(BOB).await;
    let revoked = server.revoke(made.id).await.expect("revokes");
    assert!(matches!(revoked.ended, Some((InvitationEnd::Revoked, _))), "{revoked:?}");
    assert_eq!(link_error(server.app.tickets.open_invitation(&secret).await), LinkError::Revoked);
    assert_eq!(link_error(server.join_new(&secret, PASSWORD).await), LinkError::Revoked);
    assert_not_found(server.revoke(made.id).await);
    assert_not_found(server.resend(made.id).await);
    server.invite(BOB, Role::Admin).await.expect("invites");
    server.join_new(&server.ticket_to(BOB).await, PASSWORD).await.expect("joins");
    assert_eq!(server.role(BOB).await, Some(Role::Admin));
    let ended: Vec<_> = server.list().await.iter().map(|listed| listed.invitation.ended.map(|(how, _)| how)).collect();
    assert_eq!(ended, [Some(InvitationEnd::Accepted), Some(InvitationEnd::Revoked)], "newest first");
}

#[tokio::test]
async fn an_address_can_be_invited_again_after_its_link_expired() {
    let server = LinkServer::start().await;
    let made = server.invite(BOB, Role::Viewer).await.expect("invites");
    let older = server.ticket_to(BOB).await;
    server.turn(7 * DAY - MOMENT);
    assert_eq!(faults_in(server.invite(BOB, Role::Editor).await), ["email"]);
    server.turn(MOMENT);
    server.invite(BOB, Role::Editor).await.expect("invites");
    assert_not_found(server.resend(made.id).await);
    assert_eq!(link_error(server.join_new(&older, PASSWORD).await), LinkError::Replaced);
    server.join_new(&server.ticket_to(BOB).await, PASSWORD).await.expect("joins");
    assert_eq!(server.role(BOB).await, Some(Role::Editor));
}

#[tokio::test]
async fn an_expired_invitation_can_be_resent() {
    let server = LinkServer::start().await;
    let made = server.invite(BOB, Role::Viewer).await.expect("invites");
    server.all_mail_leaves().await;
    server.turn(8 * DAY);
    server.resend(made.id).await.expect("sends again");
    server.join_new(&server.ticket_to(BOB).await, PASSWORD).await.expect("joins");
}

#[tokio::test]
async fn copying_the_link_invalidates_the_one_in_the_letter() {
    let server = LinkServer::start().await;
    let made = server.invite(BOB, Role::Viewer).await.expect("invites");
    let mailed = server.ticket_to(BOB).await;
    server.turn(DAY);
    let (copied, link) = server.copy_link(made.id).await.expect("copies");
    assert_eq!((copied.message, copied.expires_at.duration_since(server.app.clock.now()).as_hours()), (None, 7 * 24));
    let secret = link.expose_secret().split_once("?ticket=").expect("a link").1.to_owned();
    assert!(link.expose_secret().starts_with(&server.app.config.public_url));
    assert_eq!(link_error(server.join_new(&mailed, PASSWORD).await), LinkError::Replaced);
    let listed = server.list().await;
    assert!(listed[0].letter.is_none() && listed[0].invitation.message.is_none(), "{listed:?}");
    server.join_new(&secret, PASSWORD).await.expect("joins");
    assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM message").await, 1, "no letter was sent");
}

#[tokio::test]
async fn an_invitation_is_found_only_in_its_own_workspace() {
    let server = LinkServer::start().await;
    let ann = server.account(ANN).await.id;
    let other = server.app.accounts.make_workspace("Other", Some(ann), &server.by_ann()).await.expect("makes");
    let made = server.invite(BOB, Role::Viewer).await.expect("invites");
    let before = server.row_counts().await;
    let tickets = &server.app.tickets;
    assert_not_found(tickets.revoke_invitation(other.id, made.id, &server.by_ann()).await);
    assert_not_found(tickets.resend_invitation(other.id, made.id, "Ann", &server.by_ann()).await);
    assert_not_found(tickets.copy_invitation_link(other.id, made.id, &server.by_ann()).await);
    assert!(tickets.invitations(other.id).await.expect("lists").is_empty());
    assert_eq!(server.row_counts().await, before);
    tickets.invite(other.id, invitation(BOB, Role::Admin), &server.by_ann()).await.expect("invited into both");
}

#[tokio::test]
async fn deleting_a_workspace_ends_its_invitations() {
    let server = LinkServer::start().await;
    server.invite(BOB, Role::Viewer).await.expect("invites");
    let secret = server.ticket_to(BOB).await;
    server.app.tickets.delete_workspace(server.workspace, &server.by_ann()).await.expect("deletes");
    assert_eq!(link_error(server.app.tickets.open_invitation(&secret).await), LinkError::Revoked);
    assert_eq!(link_error(server.join_new(&secret, PASSWORD).await), LinkError::Revoked);
    assert!(server.find_account(BOB).await.is_none());
    assert_not_found(server.app.tickets.delete_workspace(server.workspace, &server.by_ann()).await);
    assert_not_found(server.invite(EVE, Role::Viewer).await);
}

#[tokio::test]
async fn invitations_that_ended_long_ago_are_deleted() {
    let server = LinkServer::start().await;
    let made = server.invite(BOB, Role::Viewer).await.expect("invites");
    server.revoke(made.id).await.expect("revokes");
    server.invite(EVE, Role::Viewer).await.expect("invites");
    server.turn(90 * DAY - MOMENT);
    server.app.tickets.forget(server.app.clock.now()).await.expect("forgets");
    assert_eq!(server.list().await.len(), 2);
    server.turn(8 * DAY);
    server.app.tickets.forget(server.app.clock.now()).await.expect("forgets");
    assert!(server.list().await.is_empty());
}
