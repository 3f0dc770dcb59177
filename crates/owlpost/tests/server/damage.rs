//! A stored message that cannot be read is set aside, and the others go on.

use std::sync::Arc;

use queue::{Id, State};
use sending::intake::IntakeError;
use storage::params;

use crate::support::{ManualServer, request};

/// Accepts a message that is broken before anybody can lease it.
async fn accept_broken(server: &ManualServer, break_it: &'static str) -> Id {
    let (intake, ready) = (server.app.intake.clone(), server.app.intake.prepare(request("broken@example.org")));
    let ready = Arc::new(ready.expect("sound"));
    let accepted = server.app.db.write(move |tx| {
        let receipt = intake.accept_in(tx, &ready)?;
        assert!(tx.execute(break_it, params![receipt.id])? > 0, "{break_it}");
        Ok::<_, IntakeError>(receipt.id)
    });
    accepted.await.expect("accepted")
}

/// Breaks one of three messages that wait, and expects the others to be sent.
async fn check(break_it: &'static str) {
    let mut server = ManualServer::start().await;
    let broken = accept_broken(&server, break_it).await;
    let others =
        [server.accept_unnoticed("first@example.org").await, server.accept_unnoticed("second@example.org").await];
    server.app.delivery_loop.wake();
    let mut sent = server.transport.deliver(2).await;
    sent.sort();
    assert_eq!(sent, ["first", "second"], "{break_it}");
    for id in others {
        server.reaches(id, State::Sent).await;
    }
    server.reaches(broken, State::Failed).await;
    let problem = server.detail(broken).await.deliveries[0].problem.clone().expect("a problem");
    assert_eq!(problem.code, "message_unreadable");
    let shown = server.app.storage_status.problems();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].code, "stored_messages_unreadable");
    assert!(shown[0].to_string().contains(&broken.0.to_string()), "{}", shown[0]);
    let server = server.stop_within(crate::support::seconds(1)).await.start().await;
    assert_eq!(server.app.storage_status.problems(), shown, "also after a restart");
}

#[tokio::test]
async fn a_message_whose_text_is_missing_is_set_aside_and_the_others_are_sent() {
    check("DELETE FROM body WHERE message = $1").await;
}

#[tokio::test]
async fn a_message_without_a_reference_to_its_text_is_set_aside_and_the_others_are_sent() {
    check("UPDATE message SET body = NULL WHERE id = $1").await;
}

#[tokio::test]
async fn a_message_whose_text_is_cut_short_is_set_aside_and_the_others_are_sent() {
    check("UPDATE body SET bytes = substr(bytes, 1, 10) WHERE message = $1").await;
}

#[tokio::test]
async fn a_message_whose_size_disagrees_with_its_text_is_set_aside_and_the_others_are_sent() {
    check("UPDATE message SET size = size + 1 WHERE id = $1").await;
}

#[tokio::test]
async fn administrators_get_one_letter_a_day_about_damaged_messages() {
    let mut server = ManualServer::start().await;
    server.administrator(i18n::Language::English).await;
    for _ in 0..2 {
        let broken = accept_broken(&server, "DELETE FROM body WHERE message = $1").await;
        server.app.delivery_loop.wake();
        server.reaches(broken, State::Failed).await;
    }
    server.turn(crate::support::seconds(11));
    assert_eq!(server.transport.deliver(1).await, ["ann"], "one letter for both");
    let broken = accept_broken(&server, "DELETE FROM body WHERE message = $1").await;
    server.turn(crate::support::seconds(24 * 3600));
    server.reaches(broken, State::Failed).await;
    server.turn(crate::support::seconds(11));
    assert_eq!(server.transport.deliver(1).await, ["ann"], "the next day");
}

#[tokio::test]
async fn a_message_with_unreadable_columns_is_listed_as_damaged_and_fails_no_page() {
    let server = ManualServer::start().await;
    let whole = server.accept_unnoticed("whole@example.org").await;
    let damages = [
        "UPDATE message SET sender = 'nobody' WHERE id = $1",
        "UPDATE message SET accepted_at = 9e18 WHERE id = $1",
        "UPDATE delivery SET recipient = x'ff' WHERE message = $1",
        "UPDATE delivery SET state = 'lost' WHERE message = $1",
    ];
    let mut damaged = Vec::new();
    for damage in damages {
        damaged.insert(0, accept_broken(&server, damage).await);
    }
    let page = server.app.db.read(|rx| queue::list(rx, &queue::Filter::default())).await.expect("a list");
    assert_eq!(page.items.iter().map(|item| item.id).collect::<Vec<_>>(), [whole]);
    assert_eq!(page.damaged, damaged);
    for id in damaged {
        let read = server.app.db.read(move |rx| queue::detail(rx, id)).await;
        assert!(matches!(read, Err(queue::QueueError::Message { id: named, .. }) if named == id), "{read:?}");
    }
}
