//! A stored message that cannot be read is set aside, and the others go on.

use std::sync::Arc;

use queue::{Id, State};
use sending::intake::IntakeError;
use storage::params;

use crate::support::{TestApp, request};

/// Accepts a message that is broken before anybody can lease it.
async fn accept_broken(app: &TestApp, break_it: &'static str) -> Id {
    let (intake, ready) = (app.app.intake.clone(), app.app.intake.prepare(request("broken@example.org")));
    let ready = Arc::new(ready.expect("sound"));
    let accepted = app.app.db.write(move |tx| {
        let receipt = intake.accept_in(tx, &ready)?;
        assert!(tx.execute(break_it, params![receipt.id])? > 0, "{break_it}");
        Ok::<_, IntakeError>(receipt.id)
    });
    accepted.await.expect("accepted")
}

/// Breaks one of three messages that wait, and expects the others to be sent.
async fn check(break_it: &'static str) {
    let mut app = TestApp::start().await;
    let broken = accept_broken(&app, break_it).await;
    let others = [app.accept_untold("first@example.org").await, app.accept_untold("second@example.org").await];
    app.app.delivery_loop.wake();
    let mut sent = app.way_out.deliver(2).await;
    sent.sort();
    assert_eq!(sent, ["first", "second"], "{break_it}");
    for id in others {
        app.reaches(id, State::Sent).await;
    }
    app.reaches(broken, State::Failed).await;
    let problem = app.detail(broken).await.deliveries[0].problem.clone().expect("a problem");
    assert_eq!(problem.code, "message_unreadable");
    let shown = app.app.storage_status.problems();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].code, "stored_messages_unreadable");
    assert!(shown[0].to_string().contains(&broken.0.to_string()), "{}", shown[0]);
    let app = app.stop_within(crate::support::seconds(1)).await.start().await;
    assert_eq!(app.app.storage_status.problems(), shown, "also after a restart");
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
async fn a_message_with_a_sender_that_is_no_address_is_set_aside_and_the_others_are_sent() {
    check("UPDATE message SET sender = 'nobody' WHERE id = $1").await;
}
