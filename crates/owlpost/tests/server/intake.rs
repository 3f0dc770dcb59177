//! What intake stores for a request.

use queue::{Kind, State};
use sending::intake::{CallerKey, IntakeError, KEYS_KEPT, Request};

use crate::support::{ManualServer, request, smtp_settings};

fn keyed(to: &str, key: &str) -> Request {
    Request {
        key: Some(CallerKey { scope: "key-1".into(), key: key.into(), stands_for: None, kept_for: KEYS_KEPT }),
        ..request(to)
    }
}

#[tokio::test]
async fn the_same_key_with_the_same_content_is_accepted_once() {
    let server = ManualServer::start().await;
    let first = server.try_accept(keyed("ann@example.org", "invoice-42")).await.expect("accepted");
    let again = server.try_accept(keyed("ann@example.org", "invoice-42")).await.expect("accepted before");
    assert_eq!((again.id, again.deliveries, first.repeated, again.repeated), (first.id, 1, false, true));
    let other = server.try_accept(keyed("bob@example.org", "invoice-42")).await;
    assert!(matches!(other, Err(IntakeError::KeyReused { id }) if id == first.id));
    server.try_accept(keyed("bob@example.org", "invoice-43")).await.expect("another key");
}

#[tokio::test]
async fn all_faults_are_reported_at_once_and_nothing_is_stored() {
    let server = ManualServer::start().await;
    let mut faulty = keyed("not an address", "");
    faulty.draft.subject = "a\nb".into();
    let Err(IntakeError::Faults(faults)) = server.try_accept(faulty).await else { panic!("faults") };
    let mut fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["key", "subject", "to"]);
    let page = server.app.db.read(|rx| queue::list(rx, &queue::Filter::default())).await.expect("a list");
    assert_eq!(page.items.len(), 0);
}

#[tokio::test]
async fn changes_by_the_settings_are_remarks_and_bcc_is_added() {
    let settings =
        smtp_settings("smtp.example.com", "").replacen('{', r#"{"automatic_bcc": "archive@example.com","#, 1);
    let mut server = ManualServer::with_settings(&settings).await;
    let mut asked = Request { kind: Kind::Script, ..request("ann@example.org") };
    asked.draft.from = Some("Sales <sales@example.net>".into());
    let id = server.try_accept(asked).await.expect("accepted").id;
    let attempt = server.transport.attempt().await;
    assert_eq!(attempt.outgoing.sender.expose(), "noreply@example.com");
    assert_eq!(attempt.recipients(), ["ann@example.org", "archive@example.com"]);
    let text = String::from_utf8_lossy(&attempt.outgoing.bytes).into_owned();
    assert!(text.contains("Reply-To: ") && text.contains("sales@example.net"), "{text}");
    assert!(!text.contains("archive@example.com"), "{text}");
    attempt.delivered();
    server.reaches(id, State::Sent).await;
    let remarks = server.detail(id).await.remarks;
    let [remark] = &remarks[..] else { panic!("{remarks:?}") };
    assert_eq!(remark.code(), "remark_from_became_reply_to");
    assert_eq!(remark.args().get("address"), Some(&"sales@example.net".into()));
}

#[tokio::test]
async fn repaired_headers_are_remarks() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let mut asked = request("ann@example.org");
    asked.draft.from = Some("Sales <sales@example.net>".into());
    asked.draft.headers = vec![("In-Reply-To".into(), "no identifier".into()), ("Date".into(), "yesterday".into())];
    let id = server.try_accept(asked).await.expect("accepted").id;
    server.transport.attempt().await.delivered();
    let remarks = server.detail(id).await.remarks;
    let codes: Vec<_> = remarks.iter().map(|remark| remark.code()).collect();
    assert_eq!(codes, ["header_message_ids_unusable", "header_date_replaced", "remark_from_became_reply_to"]);
}

#[tokio::test]
async fn mail_of_a_transaction_that_fails_is_never_sent() {
    let mut server = ManualServer::start().await;
    let ready = server.app.intake.prepare(request("ghost@example.org")).expect("sound");
    let intake = server.app.intake.clone();
    let undone: Result<(), IntakeError> = server
        .app
        .db
        .write(move |tx| {
            intake.accept_in(tx, &ready)?;
            Err(IntakeError::Full)
        })
        .await;
    assert!(undone.is_err());
    server.accept("real@example.org").await;
    assert_eq!(server.transport.deliver(1).await, ["real"]);
}

#[tokio::test]
async fn a_caller_that_disconnects_loses_nothing() {
    let mut server = ManualServer::start().await;
    let intake = server.app.intake.clone();
    let mut accepting = Box::pin(async move { intake.accept(request("ann@example.org")).await });
    let polled_once = std::future::poll_fn(|context| std::task::Poll::Ready(accepting.as_mut().poll(context))).await;
    assert!(polled_once.is_pending());
    drop(accepting);
    assert_eq!(server.transport.deliver(1).await, ["ann"], "handed over at once, not when its lease ends");
}

#[tokio::test]
async fn a_large_mail_is_rendered_and_sent_like_any_other() {
    let mut server = ManualServer::start().await;
    let mut large = request("ann@example.org");
    large.draft.attachments =
        vec![mail::Attachment { name: "a.bin".into(), content: vec![7; 3 << 20], ..Default::default() }];
    server.try_accept(large).await.expect("accepted");
    let attempt = server.transport.attempt().await;
    assert!(attempt.outgoing.bytes.len() > 4 << 20);
    attempt.delivered();
}
