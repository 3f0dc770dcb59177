//! Limits on what strangers and workspaces may request, whether or not an address has an account.

use std::time::Instant;

use futures_util::future::join_all;

use accounts::ActorContext;
use tickets::texts;
use uuid::Uuid;

use super::*;

/// Minimum time of every response to a stranger.
const MINIMUM_RESPONSE_TIME: Duration = Duration::from_millis(400);

#[tokio::test]
async fn sign_up_with_a_known_address_also_hashes_the_password() {
    let server = LinkServer::start().await;
    for email in [ANN, BOB] {
        let begun = Instant::now();
        server.sign_up(email, OTHER_PASSWORD).await.expect("the same response");
        assert!(begun.elapsed() > MINIMUM_RESPONSE_TIME, "{:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_known_or_unknown_address_gets_three_letters_and_then_one_in_ten_minutes() {
    let server = LinkServer::start().await;
    for email in [ANN, "nobody@example.com"] {
        for answer in join_all((0..3).map(|_| server.request_reset(email))).await {
            answer.expect("asks");
        }
        let letters = server.accepted().await;
        let refused = server.request_reset(email).await;
        assert!(matches!(refused, Err(TicketsError::TooMany { seconds: 600 })), "{refused:?}");
        let refused = server.sign_up(&email.to_uppercase(), PASSWORD).await;
        assert!(matches!(refused, Err(TicketsError::TooMany { .. })), "other requests count as well: {refused:?}");
        assert_eq!(server.accepted().await, letters);
        server.turn(Duration::from_mins(10));
        server.request_reset(email).await.expect("asks");
        let refused = server.request_reset(email).await;
        assert!(matches!(refused, Err(TicketsError::TooMany { .. })), "{refused:?}");
    }
}

#[tokio::test]
async fn a_network_may_request_ten_letters_and_then_one_a_minute() {
    let server = LinkServer::start().await;
    let tickets = &server.app.tickets;
    let ask = async |number: u16, host: u16| {
        let client = IpAddr::from([0x2001, 0xdb8, 1, 2, 0, 0, 0, host]);
        tickets.request_reset(&format!("person{number}@example.com"), Language::English, client).await
    };
    for answer in join_all((0..10).map(|number| ask(number, number))).await {
        answer.expect("asks");
    }
    let refused = ask(11, 99).await;
    assert!(matches!(refused, Err(TicketsError::TooMany { seconds: 60 })), "{refused:?}");
    server.request_reset("person12@example.com").await.expect("others may ask");
    server.turn(Duration::from_mins(1));
    ask(13, 1).await.expect("asks");
}

#[tokio::test]
async fn a_workspace_sends_two_hundred_invitations_at_once() {
    let server = LinkServer::start().await;
    for answer in join_all((0..200).map(async |number| {
        let new = invitation(&format!("guest{number}@example.com"), Role::Viewer);
        server.app.tickets.invite(server.workspace, new, &server.by_ann()).await
    }))
    .await
    {
        answer.expect("invites");
    }
    let open = server.app.tickets.invitations(server.workspace).await.expect("lists");
    let refused =
        server.app.tickets.resend_invitation(server.workspace, open[0].invitation.id, "Ann", &server.by_ann()).await;
    assert!(matches!(refused, Err(TicketsError::TooMany { seconds: 10 })), "{refused:?}");
    let before = server.row_counts().await;
    let refused = server.app.tickets.invite(server.workspace, invitation(BOB, Role::Viewer), &server.by_ann()).await;
    assert!(matches!(refused, Err(TicketsError::TooMany { seconds: 10 })), "{refused:?}");
    assert_eq!(server.row_counts().await, before);

    let ann = server.account(ANN).await.id;
    let other = server.app.accounts.make_workspace("Other", Some(ann), &server.by_ann()).await.expect("makes");
    server.app.tickets.invite(other.id, invitation(BOB, Role::Viewer), &server.by_ann()).await.expect("invites");
    server.turn(Duration::from_secs(10));
    server.invite(BOB, Role::Viewer).await.expect("invites");
}

#[tokio::test]
async fn an_unapproved_workspace_sends_at_most_five_invitations() {
    let server = LinkServer::start().await;
    let (accounts, tickets) = (&server.app.accounts, &server.app.tickets);
    let bob = server.person(BOB, true, None).await;
    let by = ActorContext::account(BOB, server.stranger());
    let made = async |name: &str| accounts.make_workspace(name, Some(bob.id), &by).await.expect("makes");
    let invite = async |workspace: Uuid, number: usize| {
        let new = invitation(&format!("guest{number}@example.com"), Role::Viewer);
        tickets.invite(workspace, new, &by).await
    };
    let first = made("First").await;
    assert_eq!(first.approved_at, None);
    for number in 0..5 {
        let invited = invite(first.id, number).await.expect("invites");
        tickets.revoke_invitation(first.id, invited.id, &by).await.expect("revokes");
    }
    let before = server.row_counts().await;
    let at_limit = texts::invitation_limit_unapproved(5);
    let refused = invite(first.id, 5).await;
    assert!(matches!(&refused, Err(TicketsError::Faults(faults)) if faults[0].text == at_limit), "{refused:?}");
    assert_eq!(server.row_counts().await, before, "nothing is stored");

    tickets.delete_workspace(first.id, &by).await.expect("deletes");
    let second = made("Second").await;
    let refused = invite(second.id, 6).await;
    assert!(matches!(&refused, Err(TicketsError::Faults(faults)) if faults[0].text == at_limit), "{refused:?}");

    accounts.approve_workspace(second.id, &server.by_ann()).await.expect("approves");
    for number in 7..20 {
        invite(second.id, number).await.expect("invites");
    }
}
