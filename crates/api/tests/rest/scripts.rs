//! Tests of `/scripts`, their versions, webhooks and allowed recipients. Scripts are run in owlpost/tests/http.

use axum::body::Body;
use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::{Answer, TestApi};

const NOBODY: &str = "019ab000-0000-7000-8000-000000000000";

/// A workspace with a key that may do everything.
pub(super) struct ScriptTest {
    pub api: TestApi,
    pub key: String,
    pub workspace: String,
}

impl ScriptTest {
    pub(super) async fn new() -> Self {
        let api = TestApi::new().await;
        let key = api.key_with_all_scopes().await;
        let workspace = api.workspace(&key, "Example").await;
        Self { api, key, workspace }
    }

    async fn post(&self, mut script: Value) -> Answer {
        script["workspace_id"] = json!(self.workspace);
        self.api.send_json("POST", &self.key, "/scripts", &script.to_string()).await
    }

    /// Creates a script; returns the response.
    pub(super) async fn script(&self, script: Value) -> Value {
        let made = self.post(script).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
        made.json
    }

    pub(super) async fn get(&self, path: &str) -> Value {
        let answer = self.api.get(&self.key, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.json);
        answer.json
    }

    pub(super) async fn put(&self, script: &Value, change: &Value) -> Answer {
        self.api.send_json("PUT", &self.key, &path(script), &change.to_string()).await
    }

    async fn changed(&self, script: &Value, change: Value) -> Value {
        let answer = self.put(script, &change).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.json);
        answer.json
    }
}

pub(super) fn path(script: &Value) -> String {
    format!("/scripts/{}", script["id"].as_str().expect("an id"))
}

fn fields(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.json);
    let errors = answer.json["errors"].as_array().expect("errors");
    errors.iter().map(|error| error["field"].as_str().expect("a field")).collect()
}

#[tokio::test]
async fn a_change_of_an_older_version_of_a_script_is_refused_with_if_match() {
    let test = ScriptTest::new().await;
    let script = test.script(json!({"name": "Invoices", "source": "1;"})).await;
    let put = |tag: &'static str, change: Value| {
        let (test, path) = (&test, path(&script));
        async move { test.api.put_if_match(&test.key, &path, tag, &change.to_string()).await }
    };
    let shown = test.api.get(&test.key, &path(&script)).await;
    assert_eq!(shown.header("etag"), "\"1\"");
    let changed = put("\"1\"", json!({"source": "2;"})).await;
    assert_eq!((changed.status, changed.header("etag")), (StatusCode::OK, "\"2\""));
    for change in [json!({"source": "3;"}), json!({"limits": {"mails_per_run": 5}})] {
        let refused = put("\"1\"", change).await;
        assert_eq!(refused.status, StatusCode::PRECONDITION_FAILED, "{}", refused.json);
        assert_eq!(refused.json["type"], "urn:owlpost:problem:precondition-failed");
    }
    assert_eq!(put("\"2\"", test.get(&path(&script)).await).await.status, StatusCode::OK, "all of it comes back");
}

#[tokio::test]
async fn a_script_is_created_read_changed_and_deleted() {
    let test = ScriptTest::new().await;
    let made = test.post(json!({"name": " Invoices ", "source": "1;"})).await;
    let script = &made.json;
    assert_eq!(made.status, StatusCode::CREATED);
    assert_eq!(made.header(header::LOCATION), format!("/api/v1{}", path(script)));
    let expected = json!({
        "id": script["id"], "workspace_id": test.workspace, "name": "Invoices", "version": 1, "source": "1;",
        "language": "en", "time_zone": "UTC", "triggers": {"schedule": null, "webhook": null},
        "limits": {"mails_per_run": 1000, "mails_per_hour": 2000, "mails_per_day": 10000, "mails_per_recipient": 20},
        "created_at": "2026-11-22T10:00:00Z", "changed_at": "2026-11-22T10:00:00Z", "changed_by": "API key “key 1”",
    });
    assert_eq!(script, &expected);
    assert_eq!(test.get(&path(script)).await, expected);

    let changed = test.changed(script, json!({"source": "2;", "language": "de", "based_on": 1})).await;
    assert_eq!((&changed["version"], &changed["source"]), (&json!(2), &json!("2;")));
    assert_eq!((&changed["language"], &changed["name"]), (&json!("de"), &json!("Invoices")));
    let versions = test.get(&format!("{}/versions", path(script))).await;
    assert_eq!((&versions["items"][0]["number"], &versions["items"][1]["number"]), (&json!(2), &json!(1)));
    assert_eq!(versions["items"][0]["saved_by"], "API key “key 1”");
    assert_eq!(test.get(&format!("{}/versions/1", path(script))).await["source"], "1;");

    assert_eq!(test.api.send_json("DELETE", &test.key, &path(script), "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(test.api.get(&test.key, &path(script)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn scripts_are_listed_by_workspace_without_their_sources() {
    let test = ScriptTest::new().await;
    let script = test.script(json!({"name": "b", "source": "1;"})).await;
    test.script(json!({"name": "A", "source": ""})).await;
    let other = test.api.workspace(&test.key, "Other").await;
    let listed = test.get(&format!("/scripts?workspace_id={}", test.workspace)).await;
    assert_eq!((&listed["items"][0]["name"], &listed["items"][1]["name"]), (&json!("A"), &json!("b")));
    assert_eq!((&listed["items"][1]["source"], &listed["items"][1]["last_run"]), (&Value::Null, &Value::Null));
    assert_eq!(listed["items"][1]["id"], script["id"]);
    assert_eq!(test.get(&format!("/scripts?workspace_id={other}")).await, json!({"items": [], "next": null}));
    assert_eq!(test.get("/scripts").await["items"].as_array().map(Vec::len), Some(2));
    let wrong = test.api.get(&test.key, "/scripts?workspace_id=42").await;
    assert_eq!(fields(&wrong), ["workspace_id"]);
    let unknown = test.api.get(&test.key, &format!("/scripts?workspace_id={NOBODY}")).await;
    assert_eq!(fields(&unknown), ["workspace_id"]);
}

#[tokio::test]
async fn the_response_of_get_can_be_put_and_changes_nothing() {
    let test = ScriptTest::new().await;
    let script = test
        .script(
            json!({"name": "Invoices", "source": "1;", "time_zone": "Europe/Berlin", "limits": {"mails_per_day": 5},
            "triggers": {"schedule": {"cron": "0 8 * * MON-FRI"}, "webhook": true}}),
        )
        .await;
    let read = test.get(&path(&script)).await;
    assert_eq!(test.changed(&script, read.clone()).await, read);
    // A default that was shown stays the default and does not become an explicit limit.
    let stored = test.api.app.scripts.script(script["id"].as_str().expect("an id").parse().expect("a UUID")).await;
    let limits = stored.expect("reads").expect("a script").limits;
    assert_eq!((limits.mails_per_run, limits.mails_per_day), (None, Some(5)));

    let mut elsewhere = read.clone();
    (elsewhere["workspace_id"], elsewhere["id"]) = (json!(NOBODY), json!(NOBODY));
    elsewhere["language"] = json!("fr");
    elsewhere["time_zone"] = json!("Europe/Berlim");
    let refused = test.put(&script, &elsewhere).await;
    assert_eq!(fields(&refused), ["id", "workspace_id", "language", "time_zone"]);
    assert_eq!(test.get(&path(&script)).await, read);
}

#[tokio::test]
async fn all_faults_of_a_new_script_are_reported_at_once_and_nothing_is_created() {
    let test = ScriptTest::new().await;
    let wrong = json!({"name": "", "source": "\0", "language": "fr", "time_zone": "Mars", "limits": {"mails_per_run": 0},
        "triggers": {"schedule": {"cron": "99 * * * *", "time_zone": "Mars"}, "webhook": "yes"}});
    let refused = test.post(wrong.clone()).await;
    let expected = ["language", "triggers.webhook", "name", "source", "time_zone", "limits.mails_per_run"];
    let found = fields(&refused);
    assert!(expected.iter().all(|field| found.contains(field)), "{}", refused.json);
    assert!(found.contains(&"triggers.schedule.cron"), "{}", refused.json);
    let mut nowhere = wrong;
    nowhere["workspace_id"] = json!(NOBODY);
    let refused = test.api.send_json("POST", &test.key, "/scripts", &nowhere.to_string()).await;
    assert!(fields(&refused).contains(&"workspace_id"));
    assert_eq!(test.get("/scripts").await["items"], json!([]));

    test.script(json!({"name": "Invoices", "source": ""})).await;
    assert_eq!(fields(&test.post(json!({"name": "invoices", "source": ""})).await), ["name"], "taken");
    assert_eq!(fields(&test.post(json!({"name": "x"})).await), ["source"], "missing");
    assert_eq!(
        fields(&test.post(json!({"name": "x", "source": "", "triggers": {"cron": "1"}})).await),
        ["triggers.cron"]
    );
}

#[tokio::test]
async fn a_source_based_on_an_older_version_is_refused() {
    let test = ScriptTest::new().await;
    let script = test.script(json!({"name": "Invoices", "source": "1;"})).await;
    test.changed(&script, json!({"source": "2;"})).await;
    let refused = test.put(&script, &json!({"source": "3;", "based_on": 1})).await;
    assert_eq!(
        (refused.status, &refused.json["type"]),
        (StatusCode::CONFLICT, &json!("urn:owlpost:problem:overtaken"))
    );
    assert!(
        refused.json["detail"].as_str().is_some_and(|detail| detail.contains("\"based_on\": 2")),
        "{}",
        refused.json
    );
    assert_eq!(test.changed(&script, json!({"source": "3;", "based_on": 2})).await["version"], 3);
}

#[tokio::test]
async fn a_schedule_is_created_changed_and_removed() {
    let test = ScriptTest::new().await;
    let triggers = json!({"schedule": {"cron": "0 8 * * *", "time_zone": "Europe/Berlin"}});
    let script = test.script(json!({"name": "Reminder", "source": "", "triggers": triggers})).await;
    let schedule = json!({"cron": "0 8 * * *", "time_zone": "Europe/Berlin", "next_at": "2026-11-23T07:00:00Z"});
    assert_eq!((&script["triggers"]["schedule"], &script["time_zone"]), (&schedule, &json!("Europe/Berlin")));

    // The whole response is sent back with one of the two zones changed: that one counts.
    for (of_script, of_schedule) in [("UTC", "Europe/Berlin"), ("UTC", "America/New_York")] {
        let mut change = test.get(&path(&script)).await;
        change["time_zone"] = json!(of_script);
        change["triggers"]["schedule"]["time_zone"] = json!(of_schedule);
        let expected = if of_schedule == "Europe/Berlin" { of_script } else { of_schedule };
        assert_eq!(test.changed(&script, change).await["time_zone"], expected);
    }
    let both = json!({"time_zone": "Asia/Tokyo", "triggers": {"schedule": {"cron": "0 8 * * *", "time_zone": "UTC"}}});
    assert_eq!(fields(&test.put(&script, &both).await), ["triggers.schedule.time_zone"]);
    let wrong = json!({"triggers": {"schedule": {"cron": "0 25 * * *"}}});
    assert_eq!(fields(&test.put(&script, &wrong).await), ["triggers.schedule.cron"]);
    let kept = test.changed(&script, json!({"name": "Other", "triggers": {}})).await;
    assert_eq!(kept["triggers"]["schedule"]["cron"], "0 8 * * *");
    let ended = test.changed(&script, json!({"triggers": {"schedule": null}})).await;
    assert_eq!(ended["triggers"]["schedule"], Value::Null);
}

#[tokio::test]
async fn limits_are_set_kept_and_reset_to_the_default() {
    let test = ScriptTest::new().await;
    let script = test.script(json!({"name": "x", "source": "", "limits": {"mails_per_run": 7}})).await;
    let changed = test.changed(&script, json!({"limits": {"mails_per_hour": 8}})).await;
    assert_eq!((&changed["limits"]["mails_per_run"], &changed["limits"]["mails_per_hour"]), (&json!(7), &json!(8)));
    let changed = test.changed(&script, json!({"limits": {"mails_per_run": null}})).await;
    assert_eq!((&changed["limits"]["mails_per_run"], &changed["limits"]["mails_per_hour"]), (&json!(1000), &json!(8)));
    let refused = test.put(&script, &json!({"limits": {"mails_per_day": 1_000_001}, "name": ""})).await;
    assert_eq!(fields(&refused), ["name", "limits.mails_per_day"]);
}

#[tokio::test]
async fn the_allowed_recipients_of_a_workspace_are_anybody_or_a_list() {
    let test = ScriptTest::new().await;
    let path = format!("/workspaces/{}/script-recipients", test.workspace);
    assert_eq!(test.get(&path).await, json!({"recipients": null}));
    let put = async |body: Value| test.api.send_json("PUT", &test.key, &path, &body.to_string()).await;
    let list = json!({"recipients": ["example.com", "ann@example.org"]});
    let decided = put(list.clone()).await;
    assert_eq!((decided.status, &decided.json), (StatusCode::OK, &list));
    for wrong in [json!({}), json!({"recipients": []}), json!({"recipients": [" "]}), json!({"recipients": ["nobody"]})]
    {
        assert_eq!(fields(&put(wrong.clone()).await), ["recipients"], "{wrong}");
    }
    assert_eq!(test.get(&path).await, list, "kept");
    assert_eq!(put(json!({"recipients": null})).await.json, json!({"recipients": null}));
}

#[tokio::test]
async fn unknown_resources_are_not_found() {
    let test = ScriptTest::new().await;
    let script = test.script(json!({"name": "x", "source": ""})).await;
    let versions = path(&script);
    for (method, path, names) in [
        ("GET", format!("/scripts/{NOBODY}"), "GET /api/v1/scripts "),
        ("PUT", format!("/scripts/{NOBODY}"), "GET /api/v1/scripts "),
        ("DELETE", format!("/scripts/{NOBODY}"), "GET /api/v1/scripts "),
        ("POST", format!("/scripts/{NOBODY}/webhook"), "GET /api/v1/scripts "),
        ("POST", format!("/scripts/{NOBODY}/runs"), "GET /api/v1/scripts "),
        ("GET", format!("/scripts/{NOBODY}/runs"), "GET /api/v1/scripts "),
        ("GET", format!("/scripts/{NOBODY}/versions"), "GET /api/v1/scripts "),
        ("GET", format!("{versions}/versions/2"), "/versions lists all"),
        ("GET", format!("{versions}/versions/x"), "“x” is not a version number"),
        ("GET", format!("/runs/{NOBODY}"), "/runs lists the runs"),
        ("GET", format!("/runs/{NOBODY}?wait=30"), "/runs lists the runs"),
        ("POST", format!("/runs/{NOBODY}/cancel"), "/runs lists the runs"),
        ("GET", format!("/workspaces/{NOBODY}/script-recipients"), "/workspaces "),
    ] {
        let answer = test.api.send_json(method, &test.key, &path, "{}").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
        let detail = answer.json["detail"].as_str().expect("a detail");
        assert!(detail.contains(names), "{method} {path}: {detail}");
    }
    for query in ["limit=0", "limit=x", "cursor=x"] {
        let path = format!("{}/runs?{query}", path(&script));
        assert_eq!(fields(&test.api.get(&test.key, &path).await), [query.split('=').next().expect("a name")]);
    }
    for query in ["wait=31", "limit=1001", "emails_after=-1"] {
        let path = format!("/runs/{NOBODY}?{query}");
        assert_eq!(fields(&test.api.get(&test.key, &path).await), [query.split('=').next().expect("a name")]);
    }
}

/// A run that failed, with a refused call, as the runner stores it.
async fn failed_run(test: &ScriptTest, script: &Value) -> uuid::Uuid {
    let id: uuid::Uuid = script["id"].as_str().expect("an id").parse().expect("a UUID");
    let run = test.api.app.random.id(test.api.app.clock.now());
    let written = test.api.app.db.write(move |tx| {
        tx.execute(
            "INSERT INTO script_run (id, script_id, version, made_by, started_by, late, state, asked_at, ended_at, mails, \
             refused, console_cut, error_reason, error) VALUES ($1, $2, 1, 'api', \
             '{\"v\":2,\"kind\":\"api_key\",\"name\":\"by hand\"}', 0, 'failed', 0, 0, 0, 1, 0, 'cpu', \
             '{\"v\":2,\"text\":{\"code\":\"script_cpu_limit\",\"args\":{\"seconds\":\"10\"}}}')",
            storage::params![run.as_bytes(), id.as_bytes()],
        )?;
        tx.execute(
            "INSERT INTO script_mail (run_id, number, script_id, at, repeated, recipients, subject, error) \
             VALUES ($1, 1, $2, 0, 0, '[]', 'nothing', '{\"v\":2,\"faults\":[{\"key\":\"to\",\"text\":{\"code\":\
             \"address_without_at\",\"args\":{\"value\":\"`by hand`\"}}}]}')",
            storage::params![run.as_bytes(), id.as_bytes()],
        )
    });
    written.await.map(|_: usize| ()).expect("a run");
    run
}

#[tokio::test]
async fn a_run_is_read_in_the_language_of_the_request() {
    let test = ScriptTest::new().await;
    let script = test.script(json!({"name": "Invoices", "source": "1;"})).await;
    let path = format!("/runs/{}", failed_run(&test, &script).await);
    let read = async |language| {
        let request = super::request("GET", &path, Some(&test.key)).header(header::ACCEPT_LANGUAGE, language);
        let answer = test.api.call(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.header(header::VARY), "accept-language");
        answer.json
    };
    let (english, german) = (read("en").await, read("de").await);
    assert_eq!(english["started_by"], "API key “by hand”");
    assert_eq!(german["started_by"], "API-Schlüssel „by hand“");
    for run in [&english, &german] {
        assert_eq!(run["error"]["code"], "script_cpu_limit");
        assert_eq!(run["error"]["args"], json!({"seconds": "10"}));
        let call = &run["emails"][0];
        assert_eq!(call["subject"], "nothing");
        assert_eq!(
            (&call["errors"][0]["field"], &call["errors"][0]["code"]),
            (&json!("to"), &json!("address_without_at"))
        );
        assert_eq!(call["errors"][0]["args"], json!({"value": "`by hand`"}));
        assert!(call["error"].as_str().is_some_and(|error| error.starts_with("to: `by hand` ")), "{call}");
    }
    assert!(english["error"]["message"].as_str().is_some_and(|error| error.contains("processor time")), "{english}");
    assert!(german["error"]["message"].as_str().is_some_and(|error| error.contains("Rechenzeit")), "{german}");
    assert_ne!(english["emails"][0]["error"], german["emails"][0]["error"]);
}
