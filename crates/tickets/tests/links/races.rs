//! Concurrent uses: one succeeds, and the other gets the reason why it did not.

use futures_util::future::join_all;

use super::*;

const ROUNDS: usize = 12;

/// Creates an account for each round, and returns its address with a reset link from its mail.
async fn with_reset_links(server: &LinkServer) -> Vec<(String, String)> {
    let emails: Vec<String> = (0..ROUNDS).map(|round| format!("person{round}@example.com")).collect();
    for email in &emails {
        server.person(email, true, None).await;
    }
    for answer in join_all(emails.iter().map(|email| server.request_reset(email))).await {
        answer.expect("asks");
    }
    let mut links = Vec::new();
    for email in emails {
        let secret = server.ticket_to(&email).await;
        links.push((email, secret));
    }
    links
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_concurrent_uses_of_a_reset_link_one_sets_the_password() {
    let server = LinkServer::start().await;
    for (email, secret) in with_reset_links(&server).await {
        let (one, two) = tokio::join!(server.reset(&secret, OTHER_PASSWORD), server.reset(&secret, THIRD_PASSWORD));
        let (password, lost) = if one.is_ok() { (OTHER_PASSWORD, two) } else { (THIRD_PASSWORD, one) };
        assert_eq!(link_error(lost), LinkError::Used);
        assert!(server.can_sign_in(&email, password).await);
        let subjects = server.subjects_to(&email).await;
        assert_eq!(
            subjects.iter().filter(|subject| *subject == "Your password was changed").count(),
            1,
            "notified once"
        );
    }
    let recorded: i64 = server.value("SELECT COUNT(*) FROM audit_entry WHERE action = 'password_reset'").await;
    assert_eq!(recorded, ROUNDS as i64);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_concurrent_sign_in_with_the_old_password_does_not_survive_a_reset() {
    let server = LinkServer::start().await;
    for (email, secret) in with_reset_links(&server).await {
        let (session, reset) = tokio::join!(server.sign_in(&email, PASSWORD), server.reset(&secret, OTHER_PASSWORD));
        reset.expect("resets");
        match session {
            Ok(session) => {
                assert!(!server.is_signed_in(&session).await, "it started earlier and ended with the others")
            }
            Err(refused) => assert!(matches!(refused, AccountsError::WrongPassword), "{refused:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_concurrent_password_change_does_not_undo_a_reset() {
    let server = LinkServer::start().await;
    for (email, secret) in with_reset_links(&server).await {
        let account = server.account(&email).await;
        let client = server.stranger();
        let change = PasswordChange { current: PASSWORD.into(), new: THIRD_PASSWORD.into(), kept_session: "" };
        let (changed, reset) = tokio::join!(
            server.app.tickets.change_password(&account, change, Language::English, client),
            server.reset(&secret, OTHER_PASSWORD)
        );
        match (&changed, &reset) {
            (Ok(()), Err(TicketsError::Link(LinkError::Revoked))) => {
                assert!(server.can_sign_in(&email, THIRD_PASSWORD).await);
            }
            (Err(TicketsError::Faults(_)), Ok(())) => assert!(server.can_sign_in(&email, OTHER_PASSWORD).await),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_concurrent_uses_of_an_invitation_one_joins() {
    let server = LinkServer::start().await;
    for round in 0..ROUNDS {
        let email = format!("guest{round}@example.com");
        server.invite(&email, Role::Editor).await.expect("invites");
        let secret = server.ticket_to(&email).await;
        let (one, two) = tokio::join!(server.join_new(&secret, PASSWORD), server.join_new(&secret, OTHER_PASSWORD));
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        let (workspace, session) = won.expect("joins");
        assert_eq!(workspace, server.workspace);
        assert!(server.is_signed_in(&session).await);
        assert_eq!(link_error(lost), LinkError::Used);
    }
    assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM membership").await, 1 + ROUNDS as i64);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_concurrent_invitations_of_an_address_one_is_created() {
    let server = LinkServer::start().await;
    for round in 0..ROUNDS {
        let email = format!("guest{round}@example.com");
        let (one, two) = tokio::join!(server.invite(&email, Role::Editor), server.invite(&email, Role::Viewer));
        assert_eq!(faults_in(if one.is_ok() { two } else { one }), ["email"]);
        assert_eq!(server.letters_to(&email).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_who_demote_each_other_concurrently_leave_one() {
    let server = LinkServer::start().await;
    let (ann, bob) = (server.account(ANN).await.id, server.person(BOB, true, Some(Role::Admin)).await.id);
    let accounts = &server.app.accounts;
    for round in 0..ROUNDS {
        let by = server.by_ann();
        let (one, two) = if round % 2 == 0 {
            tokio::join!(
                accounts.change_role(server.workspace, ann, Role::Editor, &by),
                accounts.change_role(server.workspace, bob, Role::Editor, &by)
            )
        } else {
            tokio::join!(
                accounts.remove_member(server.workspace, ann, &by),
                accounts.change_role(server.workspace, bob, Role::Viewer, &by)
            )
        };
        let lost = if one.is_ok() { two } else { one };
        assert!(matches!(lost, Err(AccountsError::LastAdministrator)), "{lost:?}");
        let workspace = server.workspace;
        let again: Result<_, DbError> = server
            .app
            .db
            .write(move |tx| {
                for id in [ann, bob] {
                    workspace::join(tx, workspace, id, Role::Admin, 0)?;
                }
                tx.execute("UPDATE membership SET role = 'admin'", params![])
            })
            .await;
        assert_eq!(again.expect("stores"), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instance_administrators_who_revoke_each_other_concurrently_leave_one() {
    let server = LinkServer::start().await;
    for round in 0..ROUNDS {
        let bob = server.person(BOB, true, None).await.id;
        let accounts = &server.app.accounts;
        accounts.set_instance_admin(bob, true, &server.by_ann()).await.expect("makes");
        let ann = server.account(ANN).await.id;
        let by = server.by_ann();
        let one = async {
            if round % 2 == 0 {
                server.app.tickets.delete_account(bob, &by).await.map_err(|error| error.to_string())
            } else {
                accounts.set_instance_admin(bob, false, &by).await.map_err(|error| error.to_string())
            }
        };
        let (one, two) = tokio::join!(one, accounts.set_instance_admin(ann, false, &by));
        assert_ne!(one.is_ok(), two.is_ok());
        assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM account WHERE instance_admin = 1").await, 1);
        accounts.set_instance_admin(ann, true, &by).await.expect("makes");
        if server.find_account(BOB).await.is_some() {
            server.app.tickets.delete_account(bob, &by).await.expect("deletes");
        }
    }
}
