//! Webhooks: a token starts a run, once per key.

use scripting::{Input, ScriptsError, Trigger, WebhookCall};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::support::start;

fn call(key: Option<&str>) -> WebhookCall {
    WebhookCall { input: Input::of(&json!({"order": 42})).expect("an input"), key: key.map(str::to_owned) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_starts_a_run_with_its_body_as_input() {
    let server = start().await;
    let script = server.script("console.log(input.order)").await;
    let token = server.app.scripts.create_webhook(script.id, &server.by_ann()).await.expect("made");
    let called = server.app.scripts.call_hook(token.expose_secret(), call(None)).await.expect("called");
    let ended = server.run_ends(called.run).await;
    assert_eq!((ended.run.trigger, ended.console), (Trigger::Webhook, vec!["42".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_starts_one_run() {
    let server = start().await;
    let script = server.script("").await;
    let token = server.app.scripts.create_webhook(script.id, &server.by_ann()).await.expect("made");
    let token = token.expose_secret();
    let calls = (0..5).map(|_| server.app.scripts.call_hook(token, call(Some("event-1"))));
    let called = futures_util::future::try_join_all(calls).await.expect("called");
    assert_eq!(called.iter().filter(|called| !called.repeated).count(), 1);
    assert!(called.iter().all(|other| other.run == called[0].run));
    let other = server.app.scripts.call_hook(token, call(Some("event-2"))).await.expect("called");
    assert!(!other.repeated && other.run != called[0].run);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_with_another_input_starts_nothing() {
    let server = start().await;
    let script = server.script("").await;
    let token = server.app.scripts.create_webhook(script.id, &server.by_ann()).await.expect("made");
    let token = token.expose_secret();
    let other = || WebhookCall { input: Input::of(&json!({"order": 43})).expect("an input"), ..call(Some("event-1")) };
    let first = server.app.scripts.call_hook(token, call(Some("event-1"))).await.expect("called");
    let refused = server.app.scripts.call_hook(token, other()).await;
    assert!(matches!(refused, Err(ScriptsError::KeyReused { run }) if run == first.run), "{refused:?}");
    let again = server.app.scripts.call_hook(token, call(Some("event-1"))).await.expect("called");
    assert_eq!((again.run, again.repeated), (first.run, true), "the first one still stands");
    assert_eq!(server.app.scripts.runs(script.id, None, 10).await.expect("read").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_or_removed_token_starts_nothing() {
    let server = start().await;
    let script = server.script("").await;
    let old = server.app.scripts.create_webhook(script.id, &server.by_ann()).await.expect("made");
    let new = server.app.scripts.create_webhook(script.id, &server.by_ann()).await.expect("made");
    let refused = server.app.scripts.call_hook(old.expose_secret(), call(None)).await;
    assert!(matches!(refused, Err(ScriptsError::NotFound)), "{refused:?}");
    server.app.scripts.call_hook(new.expose_secret(), call(None)).await.expect("called");
    server.app.scripts.remove_webhook(script.id, &server.by_ann()).await.expect("ended");
    let refused = server.app.scripts.call_hook(new.expose_secret(), call(None)).await;
    assert!(matches!(refused, Err(ScriptsError::NotFound)), "{refused:?}");
}
