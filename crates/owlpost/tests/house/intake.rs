//! What intake makes of a request, as it is stored.

use queue::{Kind, State};
use sending::intake::{CallerKey, IntakeError, Request};

use crate::support::{TestApp, request, server};

fn keyed(to: &str, key: &str) -> Request {
    Request { key: Some(CallerKey { scope: "key-1".into(), key: key.into(), stands_for: None }), ..request(to) }
}

#[tokio::test]
async fn the_same_key_with_the_same_content_is_accepted_once() {
    let app = TestApp::start().await;
    let first = app.try_accept(keyed("ann@example.org", "invoice-42")).await.expect("accepted");
    let again = app.try_accept(keyed("ann@example.org", "invoice-42")).await.expect("accepted before");
    assert_eq!((again.id, again.deliveries, first.repeated, again.repeated), (first.id, 1, false, true));
    let other = app.try_accept(keyed("bob@example.org", "invoice-42")).await;
    assert!(matches!(other, Err(IntakeError::KeyReused { id }) if id == first.id));
    app.try_accept(keyed("bob@example.org", "invoice-43")).await.expect("another key");
}

#[tokio::test]
async fn every_fault_is_answered_at_once_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let mut faulty = keyed("not an address", "");
    faulty.draft.subject = "a\nb".into();
    let Err(IntakeError::Faults(faults)) = app.try_accept(faulty).await else { panic!("faults") };
    let mut fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["key", "subject", "to"]);
    let page = app.app.db.read(|rx| queue::list(rx, &queue::Filter::default())).await.expect("a list");
    assert_eq!(page.items.len(), 0);
}

#[tokio::test]
async fn what_the_settings_changed_is_remarked_and_copied() {
    let settings = server("smtp.example.com", "").replacen('{', r#"{"automatic_bcc": "archive@example.com","#, 1);
    let mut app = TestApp::with_settings(&settings).await;
    let mut asked = Request { kind: Kind::Script, ..request("ann@example.org") };
    asked.draft.from = Some("Sales <sales@example.net>".into());
    let id = app.try_accept(asked).await.expect("accepted").id;
    let attempt = app.way_out.attempt().await;
    assert_eq!(attempt.outgoing.sender.expose(), "noreply@example.com");
    assert_eq!(attempt.recipients(), ["ann@example.org", "archive@example.com"]);
    let text = String::from_utf8_lossy(&attempt.outgoing.bytes).into_owned();
    assert!(text.contains("Reply-To: ") && text.contains("sales@example.net"), "{text}");
    assert!(!text.contains("archive@example.com"), "{text}");
    attempt.delivered();
    app.reaches(id, State::Sent).await;
    let remark = app.detail(id).await.remark.expect("a remark");
    assert_eq!(remark.code(), "remark_from_became_reply_to");
    assert_eq!(remark.args().get("address"), Some(&"sales@example.net".into()));
}

#[tokio::test]
async fn mail_of_a_transaction_that_fails_is_never_sent() {
    let mut app = TestApp::start().await;
    let ready = app.app.intake.prepare(request("ghost@example.org")).expect("sound");
    let intake = app.app.intake.clone();
    let undone: Result<(), IntakeError> = app
        .app
        .db
        .write(move |tx| {
            intake.accept_in(tx, &ready)?;
            Err(IntakeError::Full)
        })
        .await;
    assert!(undone.is_err());
    app.accept("real@example.org").await;
    assert_eq!(app.way_out.deliver(1).await, ["real"]);
}

#[tokio::test]
async fn a_caller_who_goes_away_loses_nothing() {
    let mut app = TestApp::start().await;
    let intake = app.app.intake.clone();
    let mut accepting = Box::pin(async move { intake.accept(request("ann@example.org")).await });
    let polled_once = std::future::poll_fn(|context| std::task::Poll::Ready(accepting.as_mut().poll(context))).await;
    assert!(polled_once.is_pending());
    drop(accepting);
    assert_eq!(app.way_out.deliver(1).await, ["ann"], "handed over at once, not when its lease ends");
}

#[tokio::test]
async fn a_large_mail_is_rendered_and_sent_like_any_other() {
    let mut app = TestApp::start().await;
    let mut large = request("ann@example.org");
    large.draft.attachments =
        vec![mail::Attachment { name: "a.bin".into(), content: vec![7; 3 << 20], ..Default::default() }];
    app.try_accept(large).await.expect("accepted");
    let attempt = app.way_out.attempt().await;
    assert!(attempt.outgoing.bytes.len() > 4 << 20);
    attempt.delivered();
}
