//! Scripts through the API, with the real sandbox: trying, running, watching, stopping, and starting by webhook.

use accounts::Scope;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Answer, TestServer, start};

/// A script of Ann's workspace, and a key for it.
struct ScriptTest {
    server: TestServer,
    key: String,
    script: String,
    hook: String,
}

impl ScriptTest {
    async fn new(source: &str) -> Self {
        Self::with(json!({"source": source})).await
    }

    async fn with(mut script: Value) -> Self {
        let server = start().await;
        let key = server.key("scripts", &[Scope::Scripts, Scope::MessagesRead]).await;
        let workspaces = server.app.accounts.workspaces().await.expect("workspaces");
        script["workspace_id"] = json!(workspaces[0].id);
        script["name"] = json!("Tried");
        script["triggers"] = json!({"webhook": true});
        let made = server.send_json("POST", "/api/v1/scripts", &key, &script.to_string()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let made = read(&made);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let url = text(&made["triggers"]["webhook"]["url"]);
        let hook = url.strip_prefix("http://localhost:8020").expect("below the public URL").to_owned();
        Self { script: format!("/api/v1/scripts/{}", text(&made["id"])), server, key, hook }
    }

    async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        self.server.send_json(method, path, &self.key, &body.to_string()).await
    }

    /// Requests a run with this body, unchanged.
    async fn call_text(&self, body: &str) -> Answer {
        self.server.send_json("POST", &format!("{}/runs", self.script), &self.key, body).await
    }

    async fn start(&self, body: Value) -> String {
        let started = self.call("POST", &format!("{}/runs", self.script), body).await;
        assert_eq!(started.status, StatusCode::ACCEPTED, "{}", started.body);
        let run = read(&started);
        assert_eq!(started.header("location"), format!("/api/v1/runs/{}", run["id"].as_str().expect("an id")));
        run["id"].as_str().expect("an id").to_owned()
    }

    async fn dry_run(&self, mut body: Value) -> Value {
        body["dry_run"] = json!(true);
        let answer = self.call("POST", &format!("{}/runs", self.script), body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        read(&answer)
    }

    async fn look(&self, run: &str, query: &str) -> Value {
        let answer = self
            .server
            .call_with("GET", &format!("/api/v1/runs/{run}{query}"), &[("authorization", &self.key)], "")
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        read(&answer)
    }

    async fn ended(&self, run: &str) -> Value {
        let run = self.look(run, "?wait=30").await;
        assert!(!run["finished_at"].is_null(), "{run}");
        run
    }
}

fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).expect("JSON")
}

const MERGE: &str = r#"for (const row of input.rows) {
  const sent = sendEmail({to: row.email, subject: "Hello " + row.name, html: "<p>Dear <b>" + row.name + "</b></p>"});
  if (sent.error) console.warn(row.name, sent.error);
}
console.log(input.rows.length + " rows");"#;

fn people() -> Value {
    json!({"rows": [{"email": "ann@example.com", "name": "Ann"}, {"email": "nobody", "name": "Bob"},
        {"email": "eve@example.com", "name": "Eve"}]})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_shows_the_mails_and_sends_and_stores_nothing() {
    let test = ScriptTest::new(MERGE).await;
    let ran = test.dry_run(json!({"input": people()})).await;
    assert_eq!((&ran["dry_run"], &ran["state"], &ran["error"]), (&json!(true), &json!("finished"), &Value::Null));
    assert_eq!((&ran["mails"], &ran["refused"]), (&json!(2), &json!(1)));
    let [first, second, _] = &ran["emails"].as_array().expect("emails")[..] else { panic!("three calls: {ran}") };
    assert_eq!((&first["to"], &first["subject"]), (&json!(["ann@example.com"]), &json!("Hello Ann")));
    assert_eq!((&first["line"], &first["error"]), (&json!(2), &Value::Null));
    assert!(first["html"].as_str().is_some_and(|html| html.contains("Dear <b>Ann</b>")), "{first}");
    assert!(first["text"].as_str().is_some_and(|text| text.contains("Dear Ann")), "{first}");
    assert!(second["error"].as_str().is_some_and(|error| error.contains("nobody")), "{second}");
    assert_eq!(ran["console"][1], json!({"level": "log", "text": "3 rows"}));

    let other = test.dry_run(json!({"source": "let x;\nx.y();"})).await;
    assert_eq!((&other["state"], &other["error"]["line"]), (&json!("failed"), &json!(2)));
    assert_eq!(other["error"]["source_line"], "x.y();");
    let runs = test.call("GET", &format!("{}/runs", test.script), Value::Null).await;
    assert_eq!(read(&runs), json!({"items": [], "next": null}));
    let messages = test.call("GET", "/api/v1/messages", Value::Null).await;
    assert_eq!(read(&messages), json!({"items": [], "damaged": [], "next": null}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_returns_its_console_mails_and_their_states() {
    let test = ScriptTest::new(MERGE).await;
    let run = test.start(json!({"input": people()})).await;
    let ended = test.ended(&run).await;
    assert_eq!((&ended["state"], &ended["trigger"], &ended["version"]), (&json!("finished"), &json!("api"), &json!(1)));
    assert_eq!(ended["started_by"], "API key “scripts”");
    assert_eq!((&ended["mails"], &ended["refused"], &ended["input_rows"]), (&json!(2), &json!(1), &json!(3)));
    assert_eq!(ended["console"][1]["text"], "3 rows");
    assert_eq!((&ended["emails"][0]["to"], &ended["emails"][0]["line"]), (&json!(["ann@example.com"]), &json!(2)));
    let states = ["queued", "sending", "kept"];
    assert!(states.iter().any(|state| ended["emails"][0]["state"] == *state), "{ended}");
    assert_eq!((&ended["emails"][1]["id"], &ended["emails"][1]["state"]), (&Value::Null, &Value::Null));
    assert!(ended["emails"][1]["error"].as_str().is_some_and(|error| error.contains("nobody")), "{ended}");

    let page = test.look(&run, "?limit=2").await;
    assert_eq!((page["emails"].as_array().map(Vec::len), &page["emails_next"]), (Some(2), &json!(2)));
    let page = test.look(&run, "?limit=2&emails_after=2").await;
    assert_eq!((&page["emails"][0]["subject"], &page["emails_next"]), (&json!("Hello Eve"), &Value::Null));

    let again = test.call("POST", &format!("/api/v1/runs/{run}/cancel"), json!({})).await;
    assert_eq!((again.status, &read(&again)["type"]), (StatusCode::CONFLICT, &json!("urn:owlpost:problem:run-ended")));
}

#[tokio::test]
async fn a_mail_names_the_script_version_run_trigger_and_person_that_sent_it() {
    let test = ScriptTest::new("sendEmail({to: \"ann@example.com\", subject: \"Hello\", text: \"Hi\"});").await;
    let run = test.start(json!({})).await;
    let ended = test.ended(&run).await;
    let mail = format!("/api/v1/messages/{}", ended["emails"][0]["id"].as_str().expect("an id"));
    let sent = read(&test.call("GET", &mail, json!({})).await);
    let of = &sent["script"];
    assert!(test.script.ends_with(of["id"].as_str().expect("an id")), "{of}");
    assert_eq!((&of["name"], &of["version"], &of["line"]), (&json!("Tried"), &json!(1), &json!(1)), "{of}");
    assert_eq!((&of["run_id"], &of["trigger"]), (&json!(run), &json!("api")), "{of}");
    assert!(of["started_by"].as_str().is_some_and(|by| by.contains("scripts")), "{of}");

    assert_eq!(test.call("DELETE", &test.script, json!({})).await.status, StatusCode::NO_CONTENT);
    let after = read(&test.call("GET", &mail, json!({})).await);
    assert_eq!((&after["script"], &after["origin"]), (&Value::Null, &sent["origin"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_run_shows_the_position_of_the_fault() {
    let test = ScriptTest::new("console.error('look');\n\nconst a = input.order.id;").await;
    let ended = test.ended(&test.start(json!({})).await).await;
    assert_eq!((&ended["state"], &ended["console"][0]), (&json!("failed"), &json!({"level": "error", "text": "look"})));
    assert_eq!((&ended["error"]["reason"], &ended["error"]["line"]), (&json!("script"), &json!(3)));
    assert_eq!(ended["error"]["source_line"], "const a = input.order.id;");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_without_end_is_stopped() {
    let test = ScriptTest::new("console.log('begun');\nfor (;;) {}").await;
    let run = test.start(json!({})).await;
    let cancelled = test.call("POST", &format!("/api/v1/runs/{run}/cancel"), json!({})).await;
    assert_eq!(cancelled.status, StatusCode::OK, "{}", cancelled.body);
    assert_eq!(test.ended(&run).await["state"], "cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsaved_source_can_be_tried_and_not_run() {
    let test = ScriptTest::new("").await;
    let refused = test.call("POST", &format!("{}/runs", test.script), json!({"source": "1;"})).await;
    assert_eq!(
        (refused.status, &read(&refused)["errors"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("source"))
    );
    let large = json!({"dry_run": true, "source": "x".repeat(300 << 10), "input": "x".repeat(9 << 20)});
    let refused = read(&test.call("POST", &format!("{}/runs", test.script), large).await);
    assert_eq!((&refused["errors"][0]["field"], &refused["errors"][1]["field"]), (&json!("source"), &json!("input")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_without_times_is_a_fault() {
    let test = ScriptTest::new("").await;
    let schedule = |cron: Value| json!({"triggers": {"schedule": cron}});
    let made = test.call("PUT", &test.script, schedule(json!({"cron": "0 8 * * *"}))).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    for empty in ["", "  "] {
        let refused = test.call("PUT", &test.script, schedule(json!({"cron": empty}))).await;
        let field = &read(&refused)["errors"][0]["field"];
        assert_eq!((refused.status, field), (StatusCode::UNPROCESSABLE_ENTITY, &json!("triggers.schedule.cron")));
    }
    let ended = read(&test.call("PUT", &test.script, schedule(Value::Null)).await);
    assert_eq!(ended["triggers"]["schedule"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_dry_runs_of_a_workspace_are_refused_temporarily() {
    let test = ScriptTest::new("").await;
    let runs = format!("{}/runs", test.script);
    let body = json!({"dry_run": true, "source": "for (let i = 0; i < 1e7; i += 1);"}).to_string();
    // A body without an announced length would wait for memory first.
    let length = body.len().to_string();
    let headers = [("authorization", &*test.key), ("content-type", "application/json"), ("content-length", &length)];
    let answers =
        futures_util::future::join_all((0..6).map(|_| test.server.call_with("POST", &runs, &headers, &body))).await;
    let busy: Vec<_> = answers.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).collect();
    // At most four wait; at least two are refused.
    assert!(busy.len() >= 2, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    assert!(answers.iter().any(|answer| answer.status == StatusCode::OK));
    for answer in busy {
        assert!(answer.headers.contains_key("retry-after"), "{}", answer.body);
        assert!(answer.body.contains("only one dry run per workspace"), "{}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_starts_the_script_with_its_body() {
    let source = "sendEmail({to: input.email, subject: 'Order ' + input.order, text: 'Thank you'});";
    let test = ScriptTest::new(source).await;
    let form = [("email", "ann@example.com"), ("order", "42 + 1")];
    let called = test.server.post_form(&test.hook, &[("webhook-id", "order-42")], &form).await;
    assert_eq!(called.status, StatusCode::ACCEPTED, "{}", called.body);
    let ended = test.ended(read(&called)["run_id"].as_str().expect("a run")).await;
    assert_eq!((&ended["state"], &ended["trigger"]), (&json!("finished"), &json!("webhook")));
    assert_eq!(ended["emails"][0]["subject"], "Order 42 + 1");
}

#[tokio::test(flavor = "multi_thread")]
async fn deep_input_reaches_the_script_or_is_refused() {
    let test =
        ScriptTest::new("let depth = 0; for (let at = input; at; at = at[0]) depth += 1; console.log(depth);").await;
    for depth in [64, 120] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let called = test.server.call_with("POST", &test.hook, &[("content-type", "application/json")], &deep).await;
        let ended = test.ended(read(&called)["run_id"].as_str().expect("a run")).await;
        assert_eq!(ended["console"][0]["text"], depth.to_string(), "{ended}");
    }
    for depth in [121, 127, 128, 500_000] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let called = test.server.call_with("POST", &test.hook, &[("content-type", "application/json")], &deep).await;
        assert_eq!(
            (called.status, &read(&called)["errors"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("input"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deeply_nested_bodies_are_refused_at_every_entry_point() {
    let test = ScriptTest::new("").await;
    // Slightly less than the largest body of a webhook.
    const BRACKETS: usize = 900_000;
    let bomb = "[".repeat(BRACKETS);
    let called = test.server.call_with("POST", &test.hook, &[("content-type", "application/json")], &bomb).await;
    let detail = read(&called)["detail"].to_string();
    assert_eq!(called.status, StatusCode::BAD_REQUEST, "{detail}");
    assert!(detail.contains("line 1 column 900000"), "{detail}");
    for (body, status) in [
        (format!("{{\"input\": {bomb}"), StatusCode::BAD_REQUEST),
        (format!("{{\"input\": {bomb}{}}}", "]".repeat(BRACKETS)), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(test.call_text(&body).await.status, status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn input_reaches_the_script_as_it_was_written() {
    // The script sees the numbers that JSON.parse makes of the caller's text, which is passed on unchanged.
    let source =
        "console.log(JSON.stringify(input)); console.log(String(input.rows.length), Object.keys(input).join());";
    let test = ScriptTest::new(source).await;
    let input = r#"{"z": 12345678901234567890, "price": 1.10, "huge": 1e999, "rows": [1, 2, 3], "half": "\ud800", "\u0072ows": [{}]}"#;
    for body in [format!("{{\"input\": {input}}}"), format!("{{\"input\": {input}, \"dry_run\": true}}")] {
        let answer = test.call_text(&body).await;
        let started = read(&answer);
        let ended = match started["id"].as_str() {
            Some(run) => test.ended(run).await,
            None => started,
        };
        let console = ended["console"].as_array().expect("a console");
        assert_eq!(
            console[0]["text"],
            r#"{"z":12345678901234567000,"price":1.1,"huge":null,"rows":[{}],"half":"\ud800"}"#
        );
        assert_eq!(console[1]["text"], "1 z,price,huge,rows,half");
        if ended["id"].is_string() {
            assert_eq!(ended["input_rows"], 1);
            let run = ended["id"].as_str().expect("an id").parse().expect("a UUID");
            let kept = test.server.app.scripts.input(run).await.expect("read").expect("an input");
            assert_eq!(
                kept.json(),
                r#"{"z":12345678901234567890,"price":1.10,"huge":1e999,"rows":[1,2,3],"half":"\ud800","\u0072ows":[{}]}"#
            );
        }
    }
}
