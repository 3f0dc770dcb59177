//! Inviting: the letter, another one, taking it back, and the link by hand.

use super::*;

impl House {
    async fn resend(&self, id: Uuid) -> Result<Invitation, TicketsError> {
        self.turn(Duration::from_millis(1));
        self.app.tickets.resend_invitation(self.workspace, id, "Ann", &self.ann()).await
    }

    async fn revoke(&self, id: Uuid) -> Result<Invitation, TicketsError> {
        self.app.tickets.revoke_invitation(self.workspace, id, &self.ann()).await
    }

    async fn copy_link(&self, id: Uuid) -> Result<(Invitation, SecretString), TicketsError> {
        self.app.tickets.copy_invitation_link(self.workspace, id, &self.ann()).await
    }

    async fn list(&self) -> Vec<Invited> {
        self.app.tickets.invitations(self.workspace).await.expect("lists")
    }
}

#[track_caller]
fn assert_not_found<T: std::fmt::Debug>(answer: Result<T, TicketsError>) {
    assert!(matches!(answer, Err(TicketsError::NotFound)), "{answer:?}");
}

#[tokio::test]
async fn an_invitation_is_listed_with_the_state_of_its_letter() {
    let house = House::open().await;
    let new = NewInvitation { language: Language::German, ..invited(" Bob@Example.com ", Role::Editor) };
    let made = house.app.tickets.invite(house.workspace, new, &house.ann()).await.expect("invites");
    let letter = house.letter_to("Bob@example.com").await;
    assert!(letter.subject.contains("Example") && letter.text.contains("lädt Sie ein"), "{}", letter.text);
    assert!(letter.link().contains("/invitation?ticket="), "{}", letter.link());
    let listed = house.list().await;
    let [Invited { invitation, letter: Some(delivery) }] = &listed[..] else { panic!("{listed:?}") };
    assert_eq!((invitation.id, invitation.role, invitation.language), (made.id, Role::Editor, Language::German));
    assert_eq!(
        (invitation.email.expose(), &invitation.invited_by),
        ("Bob@example.com", &accounts::Actor::account(ANN))
    );
    assert_eq!((invitation.ended, delivery.state), (None, State::Sent));
    assert_eq!(invitation.expires_at.duration_since(invitation.created_at).as_hours(), 7 * 24);
}

#[tokio::test]
async fn who_is_a_member_or_invited_is_not_invited() {
    let house = House::open().await;
    house.member(BOB, Role::Viewer).await;
    house.invite(EVE, Role::Viewer).await.expect("invites");
    let before = house.rows().await;
    let said = async |email: &str| match house.invite(email, Role::Editor).await {
        Err(TicketsError::Faults(faults)) => {
            faults.into_iter().map(|fault| i18n::Language::English.render(&fault.text)).collect::<String>()
        }
        other => panic!("{other:?}"),
    };
    assert!(said("BOB@example.com").await.contains("belongs to a member"));
    assert!(said("Eve@example.net").await.contains("is already invited"));
    assert_eq!(fields(house.invite("nobody", Role::Editor).await), ["email"]);
    assert_eq!(fields(house.invite("eve@example.org, bob@example.org", Role::Editor).await), ["email"]);
    assert_eq!(house.rows().await, before);
    assert_not_found(house.app.tickets.invite(Uuid::nil(), invited(EVE, Role::Viewer), &house.ann()).await);
}

#[tokio::test]
async fn sending_again_kills_the_older_link() {
    let house = House::open().await;
    let made = house.invite(BOB, Role::Viewer).await.expect("invites");
    let older = house.link_from_mail_to(BOB).await;
    house.turn(6 * DAY);
    let again = house.resend(made.id).await.expect("sends again");
    assert_eq!(again.expires_at.duration_since(house.app.clock.now()).as_hours(), 7 * 24);
    assert_ne!(again.message, made.message);
    let newer = house.link_from_mail_to(BOB).await;
    assert_eq!(dead(house.join_new(&older, PASSWORD).await), Dead::Replaced);
    house.turn(6 * DAY);
    house.join_new(&newer, PASSWORD).await.expect("joins");
    assert_not_found(house.resend(made.id).await);
    assert_not_found(house.revoke(made.id).await);
    assert_not_found(house.copy_link(made.id).await);
}

#[tokio::test]
async fn an_invitation_that_was_taken_back_makes_room_for_another() {
    let house = House::open().await;
    let made = house.invite(BOB, Role::Viewer).await.expect("invites");
    let secret = house.link_from_mail_to(BOB).await;
    let revoked = house.revoke(made.id).await.expect("revokes");
    assert!(matches!(revoked.ended, Some((Ended::Revoked, _))), "{revoked:?}");
    assert_eq!(dead(house.app.tickets.look_invitation(&secret).await), Dead::Revoked);
    assert_eq!(dead(house.join_new(&secret, PASSWORD).await), Dead::Revoked);
    assert_not_found(house.revoke(made.id).await);
    assert_not_found(house.resend(made.id).await);
    house.invite(BOB, Role::Admin).await.expect("invites");
    house.join_new(&house.link_from_mail_to(BOB).await, PASSWORD).await.expect("joins");
    assert_eq!(house.role(BOB).await, Some(Role::Admin));
    let ended: Vec<_> = house.list().await.iter().map(|listed| listed.invitation.ended.map(|(how, _)| how)).collect();
    assert_eq!(ended, [Some(Ended::Accepted), Some(Ended::Revoked)], "the newest first");
}

#[tokio::test]
async fn an_address_whose_link_has_expired_is_invited_again() {
    let house = House::open().await;
    let made = house.invite(BOB, Role::Viewer).await.expect("invites");
    let older = house.link_from_mail_to(BOB).await;
    house.turn(7 * DAY - MOMENT);
    assert_eq!(fields(house.invite(BOB, Role::Editor).await), ["email"]);
    house.turn(MOMENT);
    house.invite(BOB, Role::Editor).await.expect("invites");
    assert_not_found(house.resend(made.id).await);
    assert_eq!(dead(house.join_new(&older, PASSWORD).await), Dead::Replaced);
    house.join_new(&house.link_from_mail_to(BOB).await, PASSWORD).await.expect("joins");
    assert_eq!(house.role(BOB).await, Some(Role::Editor));
}

#[tokio::test]
async fn an_expired_invitation_can_be_sent_again() {
    let house = House::open().await;
    let made = house.invite(BOB, Role::Viewer).await.expect("invites");
    house.settles().await;
    house.turn(8 * DAY);
    house.resend(made.id).await.expect("sends again");
    house.join_new(&house.link_from_mail_to(BOB).await, PASSWORD).await.expect("joins");
}

#[tokio::test]
async fn a_copied_link_kills_the_one_in_the_letter() {
    let house = House::open().await;
    let made = house.invite(BOB, Role::Viewer).await.expect("invites");
    let mailed = house.link_from_mail_to(BOB).await;
    house.turn(DAY);
    let (copied, link) = house.copy_link(made.id).await.expect("copies");
    assert_eq!((copied.message, copied.expires_at.duration_since(house.app.clock.now()).as_hours()), (None, 7 * 24));
    let secret = link.expose_secret().split_once("?ticket=").expect("a link").1.to_owned();
    assert!(link.expose_secret().starts_with(&house.app.config.public_url));
    assert_eq!(dead(house.join_new(&mailed, PASSWORD).await), Dead::Replaced);
    let listed = house.list().await;
    assert!(listed[0].letter.is_none() && listed[0].invitation.message.is_none(), "{listed:?}");
    house.join_new(&secret, PASSWORD).await.expect("joins");
    assert_eq!(house.value::<i64>("SELECT COUNT(*) FROM message").await, 1, "no letter was sent");
}

#[tokio::test]
async fn an_invitation_is_another_workspaces_nowhere_else() {
    let house = House::open().await;
    let ann = house.account(ANN).await.id;
    let other = house.app.accounts.make_workspace("Other", Some(ann), &house.ann()).await.expect("makes");
    let made = house.invite(BOB, Role::Viewer).await.expect("invites");
    let before = house.rows().await;
    let tickets = &house.app.tickets;
    assert_not_found(tickets.revoke_invitation(other.id, made.id, &house.ann()).await);
    assert_not_found(tickets.resend_invitation(other.id, made.id, "Ann", &house.ann()).await);
    assert_not_found(tickets.copy_invitation_link(other.id, made.id, &house.ann()).await);
    assert!(tickets.invitations(other.id).await.expect("lists").is_empty());
    assert_eq!(house.rows().await, before);
    tickets.invite(other.id, invited(BOB, Role::Admin), &house.ann()).await.expect("invited into both");
}

#[tokio::test]
async fn with_a_workspace_its_invitations_end() {
    let house = House::open().await;
    house.invite(BOB, Role::Viewer).await.expect("invites");
    let secret = house.link_from_mail_to(BOB).await;
    house.app.tickets.delete_workspace(house.workspace, &house.ann()).await.expect("deletes");
    assert_eq!(dead(house.app.tickets.look_invitation(&secret).await), Dead::Revoked);
    assert_eq!(dead(house.join_new(&secret, PASSWORD).await), Dead::Revoked);
    assert!(house.find_account(BOB).await.is_none());
    assert_not_found(house.app.tickets.delete_workspace(house.workspace, &house.ann()).await);
    assert_not_found(house.invite(EVE, Role::Viewer).await);
}

#[tokio::test]
async fn what_ended_long_ago_is_forgotten() {
    let house = House::open().await;
    let made = house.invite(BOB, Role::Viewer).await.expect("invites");
    house.revoke(made.id).await.expect("revokes");
    house.invite(EVE, Role::Viewer).await.expect("invites");
    house.turn(90 * DAY - MOMENT);
    house.app.tickets.forget(house.app.clock.now()).await.expect("forgets");
    assert_eq!(house.list().await.len(), 2);
    house.turn(8 * DAY);
    house.app.tickets.forget(house.app.clock.now()).await.expect("forgets");
    assert!(house.list().await.is_empty());
}
