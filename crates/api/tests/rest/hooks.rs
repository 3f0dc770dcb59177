//! Tests of `POST /hooks/{token}`.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use transfer::{Holder, Limits};
use uuid::Uuid;

use super::scripts::{ScriptTest, path};
use super::{Answer, TestApi};

impl ScriptTest {
    /// A script with a webhook, and the path of its URL.
    async fn hook(&self) -> (Value, String) {
        let script = self.script(json!({"name": "Shop", "source": "", "triggers": {"webhook": {}}})).await;
        let hook = path_of(&script["triggers"]["webhook"]["url"]);
        (script, hook)
    }

    /// The script's `input` in a run.
    async fn input(&self, called: &Answer) -> Value {
        assert_eq!(called.status, StatusCode::ACCEPTED, "{}", called.json);
        let run = called.json["run_id"].as_str().expect("a run").parse().expect("a UUID");
        let input = self.api.app.scripts.input(run).await.expect("reads").expect("an input");
        serde_json::from_str(input.json()).expect("JSON")
    }
}

impl TestApi {
    async fn call_hook(&self, hook: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let request = headers.iter().fold(Request::post(hook), |request, (name, value)| request.header(*name, *value));
        self.call(request.body(body.into()).expect("a request")).await
    }
}

fn path_of(url: &Value) -> String {
    let url = url.as_str().expect("a URL");
    url.strip_prefix("http://localhost:8020").expect("below the public URL").to_owned()
}

const JSON: (&str, &str) = ("content-type", "application/json");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded; charset=utf-8");

#[tokio::test]
async fn the_body_of_a_call_is_the_input() {
    let test = ScriptTest::new().await;
    let (_, hook) = test.hook().await;
    for (headers, body, input) in [
        (&[JSON][..], r#"{"order": 42, "to": ["a", "b"]}"#, json!({"order": 42, "to": ["a", "b"]})),
        (&[JSON], "[1, null]", json!([1, null])),
        (&[JSON], "\"text\"", json!("text")),
        (&[JSON], "", Value::Null),
        (&[("content-type", "application/cloudevents+json; charset=UTF-8")], "7", json!(7)),
        (
            &[FORM],
            "name=Ann+Lee&to=a%40x.org&tag=1&tag=2&tag=3&empty=",
            json!({"name": "Ann Lee", "to": "a@x.org", "tag": ["1", "2", "3"], "empty": ""}),
        ),
        (&[FORM], "", json!({})),
        (&[], "", Value::Null),
        (&[("content-type", "text/plain")], "", Value::Null),
    ] {
        let called = test.api.call_hook(&hook, headers, body).await;
        assert_eq!(called.json["repeated"], false);
        assert_eq!(test.input(&called).await, input, "{headers:?} {body}");
    }
}

#[tokio::test]
async fn a_form_keeps_its_order_and_its_charset() {
    let test = ScriptTest::new().await;
    let (_, hook) = test.hook().await;
    let latin = [("content-type", "application/x-www-form-urlencoded; charset=\"ISO-8859-1\"")];
    let called = test.api.call_hook(&hook, &latin, "name=M%FCller&price=%80+5").await;
    assert_eq!(test.input(&called).await, json!({"name": "Müller", "price": "€ 5"}), "as browsers take ISO-8859-1");
    let called = test.api.call_hook(&hook, &[FORM], "z=1&a=2&z=3&m=100%25%zz&n").await;
    let run = called.json["run_id"].as_str().expect("a run").parse().expect("a UUID");
    let input = test.api.app.scripts.input(run).await.expect("reads").expect("an input");
    assert_eq!(input.json(), r#"{"z":["1","3"],"a":"2","m":"100%%zz","n":""}"#);
    for (headers, body, status, code) in [
        ([FORM], "name=M%FCller", StatusCode::BAD_REQUEST, "webhook_form_not_in_charset"),
        (
            [("content-type", "application/x-www-form-urlencoded; charset=klingon")],
            "a=1",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "webhook_form_charset_unknown",
        ),
    ] {
        let refused = test.api.call_hook(&hook, &headers, body).await;
        assert_eq!((refused.status, &refused.json["code"]), (status, &json!(code)), "{}", refused.json);
    }
}

#[tokio::test]
async fn a_call_that_cannot_be_read_starts_nothing_and_is_answered_with_the_reason() {
    let test = ScriptTest::new().await;
    let (script, hook) = test.hook().await;
    let large = format!("\"{}\"", "x".repeat(1024 * 1024));
    let key = ("idempotency-key", "a\tb");
    let long = "x".repeat(257);
    let words = [
        test.api.call_hook(&hook, &[JSON], "{\"a\": 1,\n x}").await,
        test.api.call_hook(&hook, &[JSON], large).await,
        test.api.call_hook(&hook, &[("content-type", "text/xml")], "<a/>").await,
        test.api.call_hook(&hook, &[], "a=b").await,
        test.api.call_hook(&hook, &[JSON, key], "{}").await,
        test.api.call_hook(&hook, &[JSON, ("webhook-id", long.as_str())], "{}").await,
        test.api.call(Request::get(&hook).body(Body::empty()).expect("a request")).await,
        test.api.call_hook("/hooks/AAAA", &[JSON], "{}").await,
        test.api.call_hook("/hooks/%ff", &[JSON], "{}").await,
    ]
    .map(|answer| answer.in_words())
    .join("\n\n");
    let token = hook.rsplit('/').next().expect("a token");
    assert!(!words.contains(token), "no answer repeats the token");
    insta::assert_snapshot!(words);
    let runs = test.get(&format!("{}/runs", path(&script))).await;
    assert_eq!(runs, json!({"items": [], "next": null}));
}

#[tokio::test]
async fn the_same_call_starts_one_run() {
    let test = ScriptTest::new().await;
    let (script, hook) = test.hook().await;
    for header in ["Idempotency-Key", "webhook-id"] {
        let call = async || test.api.call_hook(&hook, &[JSON, (header, header)], "{}").await;
        let (first, second) = (call().await, call().await);
        assert_eq!((first.status, &first.json["repeated"]), (StatusCode::ACCEPTED, &json!(false)), "{header}");
        assert_eq!(second.json, json!({"run_id": first.json["run_id"], "repeated": true}), "{header}");
    }
    let runs = test.get(&format!("{}/runs?limit=1", path(&script))).await;
    assert_eq!((&runs["items"][0]["trigger"], &runs["items"][0]["started_by"]), (&json!("webhook"), &json!("webhook")));
    let next = runs["next"].as_str().expect("a second page");
    let second = test.get(&format!("{}/runs?limit=1&cursor={next}", path(&script))).await;
    assert_eq!((second["items"].as_array().map(Vec::len), &second["next"]), (Some(1), &Value::Null));
}

#[tokio::test]
async fn a_key_that_was_used_with_another_body_is_refused() {
    let test = ScriptTest::new().await;
    let (script, hook) = test.hook().await;
    let key = ("webhook-id", "order-42");
    let first = test.api.call_hook(&hook, &[JSON, key], r#"{"order": 42}"#).await;
    let again = test.api.call_hook(&hook, &[JSON, key], "{\"order\":\n42}").await;
    assert_eq!((&again.json["run_id"], &again.json["repeated"]), (&first.json["run_id"], &json!(true)));
    let refused = test.api.call_hook(&hook, &[JSON, key], r#"{"order": 43}"#).await;
    assert_eq!(
        (refused.status, &refused.json["type"]),
        (StatusCode::CONFLICT, &json!("urn:owlpost:problem:idempotency-key-reused"))
    );
    let run = first.json["run_id"].as_str().expect("a run");
    assert!(refused.json["detail"].as_str().is_some_and(|detail| detail.contains(run)), "{}", refused.json);
    let runs = test.get(&format!("{}/runs", path(&script))).await;
    assert_eq!(runs["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn json_declared_as_a_form_is_refused_with_a_hint() {
    let test = ScriptTest::new().await;
    let (script, hook) = test.hook().await;
    for body in [r#"{"a":1}"#, " [1, {\"b\": \"c&d=e\"}]\n", "{}", "[]"] {
        let refused = test.api.call_hook(&hook, &[FORM], body).await;
        assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{body}: {}", refused.json);
        let detail = refused.json["detail"].as_str().expect("a detail");
        assert!(detail.contains("Content-Type: application/json"), "{detail}");
    }
    assert_eq!(test.get(&format!("{}/runs", path(&script))).await["items"], json!([]));
    for (body, input) in [
        ("{a}=1", json!({"{a}": "1"})),
        ("[tag]=1&[tag]=2", json!({"[tag]": ["1", "2"]})),
        ("payload=%7B%22a%22%3A1%7D", json!({"payload": "{\"a\":1}"})),
        ("7", json!({"7": ""})),
    ] {
        let called = test.api.call_hook(&hook, &[FORM], body).await;
        assert_eq!(test.input(&called).await, input, "{body}");
    }
}

#[tokio::test]
async fn a_url_is_shown_once_replaced_and_removed() {
    let test = ScriptTest::new().await;
    let (script, first) = test.hook().await;
    let works = async |hook: &str| test.api.call_hook(hook, &[], "").await.status == StatusCode::ACCEPTED;
    assert!(works(&first).await);
    let shown = test.get(&path(&script)).await;
    assert_eq!(shown["triggers"]["webhook"], json!({"made_at": "2026-11-22T10:00:00Z"}));
    let kept = test.put(&script, &json!({"triggers": {"webhook": true}})).await;
    assert_eq!(
        (&kept.json["triggers"]["webhook"]["url"], works(&first).await),
        (&Value::Null, true),
        "there is one already"
    );

    let rotated = test.api.send_json("POST", &test.key, &format!("{}/webhook", path(&script)), "").await;
    let second = path_of(&rotated.json["url"]);
    assert_eq!((rotated.status, works(&first).await, works(&second).await), (StatusCode::OK, false, true));

    for end in [json!(null), json!(false)] {
        let ended = test.put(&script, &json!({"triggers": {"webhook": end}})).await;
        assert_eq!((&ended.json["triggers"]["webhook"], works(&second).await), (&Value::Null, false));
        let made = test.put(&script, &json!({"triggers": {"webhook": true}})).await;
        assert!(works(&path_of(&made.json["triggers"]["webhook"]["url"])).await);
    }
}

#[tokio::test]
async fn an_api_key_does_not_replace_the_token_of_a_webhook() {
    let test = ScriptTest::new().await;
    let bearer = format!("Bearer {}", test.key);
    let answer = test.api.call_hook("/hooks/AAAA", &[JSON, (header::AUTHORIZATION.as_str(), &bearer)], "{}").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_call_is_refused_with_retry_after_if_too_many_runs_wait() {
    let test = ScriptTest::new().await;
    let (script, hook) = test.hook().await;
    let id: uuid::Uuid = script["id"].as_str().expect("an id").parse().expect("a UUID");
    // Inserted without waking the runner, so that they wait.
    let waiting = test.api.app.db.write(move |tx| {
        tx.execute(
            "WITH RECURSIVE more (nth) AS (SELECT 1 UNION ALL SELECT nth + 1 FROM more WHERE nth < 1000) \
             INSERT INTO script_run (id, script_id, version, made_by, started_by, late, state, asked_at, mails, refused, \
             console_cut) SELECT randomblob(16), $1, 1, 'webhook', 'webhook', 0, 'waiting', 0, 0, 0, 0 FROM more",
            storage::params![id.as_bytes()],
        )
    });
    waiting.await.map(|_: usize| ()).expect("runs that wait");
    let refused = test.api.call_hook(&hook, &[JSON], "{}").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{}", refused.json);
    assert_eq!(refused.headers[header::RETRY_AFTER], "60");
    assert!(refused.json["detail"].as_str().is_some_and(|detail| detail.contains("1,000 runs")), "{}", refused.json);
}

#[tokio::test]
async fn a_call_on_a_full_disk_is_refused_with_507() {
    let test = ScriptTest::new().await;
    let (_, hook) = test.hook().await;
    let limit = async |pages: u32| {
        let limited = test.api.app.db.write(move |tx| {
            storage::Read::query(tx, &format!("PRAGMA max_page_count = {pages}"), &[], |row| row.get::<i64>(0))
        });
        limited.await.map(|_: Vec<i64>| ()).expect("a limit");
    };
    limit(1).await;
    let body = format!("\"{}\"", "x".repeat(500_000));
    let refused = test.api.call_hook(&hook, &[JSON], body.clone()).await;
    assert_eq!(refused.status, StatusCode::INSUFFICIENT_STORAGE, "{}", refused.json);
    limit(1 << 30).await;
    assert_eq!(test.api.call_hook(&hook, &[JSON], body).await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn a_body_without_a_known_token_is_not_read() {
    let test = ScriptTest::new().await;
    let body = Body::from_stream(futures_util::stream::once(async {
        panic!("a stranger's body was read");
        #[expect(unreachable_code, reason = "says the type")]
        Ok::<_, std::io::Error>("")
    }));
    let answer = test.api.call_hook("/hooks/AAAA", &[JSON], body).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_with_too_many_fields_is_refused() {
    let test = ScriptTest::new().await;
    let (_, hook) = test.hook().await;
    let refused = test.api.call_hook(&hook, &[FORM], "a&".repeat(10_001)).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", refused.json);
}

#[tokio::test]
async fn a_large_body_counts_for_the_workspace_of_the_webhook() {
    let test = ScriptTest::new().await;
    let (script, hook) = test.hook().await;
    let workspace = script["workspace_id"].as_str().expect("an id").parse().expect("a UUID");
    let app = &test.api.app;
    let share = Limits::for_bodies(app.config.limits.request_bytes).large.of_one_bytes;
    let body = format!("\"{}\"", "x".repeat(100_000));
    let length = body.len().to_string();
    let call = async || test.api.call_hook(&hook, &[JSON, ("content-length", &length)], body.clone()).await.status;
    let others = app.budget.charge(vec![Holder::Workspace(Uuid::from_u128(1))], share);
    assert_eq!(call().await, StatusCode::ACCEPTED, "another workspace uses what it may");
    drop(others);
    let own = app.budget.charge(vec![Holder::Workspace(workspace)], share);
    // With the clock paused, a request that waits for memory times out at once.
    tokio::time::pause();
    let refused = call().await;
    tokio::time::resume();
    assert_eq!(refused, StatusCode::SERVICE_UNAVAILABLE);
    drop(own);
    assert_eq!(call().await, StatusCode::ACCEPTED);
}
