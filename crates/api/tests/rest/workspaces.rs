//! Tests of `/workspaces` and their members and quotas.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::TestApi;

const NOBODY: &str = "019ab000-0000-7000-8000-000000000000";

impl TestApi {
    /// The id of a new workspace.
    pub(super) async fn workspace(&self, key: &str, name: &str) -> String {
        let made = self.send_json("POST", key, "/workspaces", &json!({ "name": name }).to_string()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
        made.json["id"].as_str().expect("an id").to_owned()
    }

    /// The account id of a new member, who followed an invitation.
    pub(super) async fn member(&self, key: &str, workspace: &str, email: &str, role: &str) -> String {
        self.invite(key, workspace, email, role).await;
        let secret = self.ticket_in_letter_to(email, 1).await;
        let password = "four unrelated plain words".to_owned().into();
        self.app.tickets.join_new(&secret, "Bob", password, [192, 0, 2, 1].into()).await.expect("joins");
        let members = self.get(key, &format!("/workspaces/{workspace}/members")).await.json;
        let member = members["items"].as_array().expect("items").iter().find(|member| member["email"] == email);
        member.expect("a member")["account_id"].as_str().expect("an id").to_owned()
    }
}

fn names(list: &Value) -> Vec<&str> {
    list["items"].as_array().expect("items").iter().filter_map(|item| item["name"].as_str()).collect()
}

#[tokio::test]
async fn a_workspace_is_created_read_renamed_and_deleted() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let made = api.send_json("POST", &key, "/workspaces", r#"{"name": " Käse & Söhne "}"#).await;
    assert_eq!((made.status, &made.json["name"]), (StatusCode::CREATED, &json!("Käse & Söhne")));
    assert_eq!(made.json["created_at"], "2026-11-22T10:00:00Z");
    let path = format!("/workspaces/{}", made.json["id"].as_str().expect("an id"));
    assert_eq!(made.header(header::LOCATION), format!("/api/v1{path}"));
    assert_eq!(api.get(&key, &path).await.json, made.json);
    assert_eq!(api.get(&key, &format!("{path}/members")).await.json, json!({"items": [], "next": null}));

    api.workspace(&key, "Archive").await;
    let renamed = api.send_json("PATCH", &key, &path, r#"{"name": "Zoo"}"#).await;
    assert_eq!((renamed.status, &renamed.json["name"]), (StatusCode::OK, &json!("Zoo")));
    assert_eq!(names(&api.get(&key, "/workspaces").await.json), ["Archive", "Zoo"]);

    assert_eq!(api.send_json("DELETE", &key, &path, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(names(&api.get(&key, "/workspaces").await.json), ["Archive"]);
    assert_eq!(api.send_json("DELETE", &key, &path, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_workspace_with_faults_is_refused() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    let too_long = json!({"name": "x".repeat(101)}).to_string();
    for body in [r#"{"name": " "}"#, r#"{"name": "a\nb"}"#, r#"{"name": "a\u202eb"}"#, too_long.as_str(), "{}"] {
        for (method, path) in [("POST", "/workspaces"), ("PATCH", &format!("/workspaces/{workspace}"))] {
            let answer = api.send_json(method, &key, path, body).await;
            let found = (answer.status, &answer.json["errors"][0]["field"]);
            assert_eq!(found, (StatusCode::UNPROCESSABLE_ENTITY, &json!("name")), "{method} {body}");
        }
    }
    assert_eq!(names(&api.get(&key, "/workspaces").await.json), ["Example"]);
}

#[tokio::test]
async fn a_member_is_listed_gets_another_role_and_is_removed() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    let ann = api.member(&key, &workspace, "ann@example.com", "admin").await;
    let bob = api.member(&key, &workspace, "bob@example.com", "viewer").await;
    let members = format!("/workspaces/{workspace}/members");
    let listed = api.get(&key, &members).await.json;
    assert_eq!(listed["items"][0]["account_id"], ann.as_str());
    assert_eq!(
        listed["items"][1],
        json!({"account_id": bob, "email": "bob@example.com", "name": "Bob", "role": "viewer",
            "joined_at": "2026-11-22T10:00:00Z"})
    );

    let path = format!("{members}/{bob}");
    let changed = api.send_json("PATCH", &key, &path, r#"{"role": "editor"}"#).await;
    assert_eq!((changed.status, &changed.json["role"]), (StatusCode::OK, &json!("editor")));
    assert_eq!(api.send_json("DELETE", &key, &path, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get(&key, &members).await.json["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(api.send_json("DELETE", &key, &path, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_last_administrator_cannot_be_removed_or_lose_the_role() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    let ann = api.member(&key, &workspace, "ann@example.com", "admin").await;
    let path = format!("/workspaces/{workspace}/members/{ann}");
    for (method, body) in [("PATCH", r#"{"role": "viewer"}"#), ("DELETE", "")] {
        let refused = api.send_json(method, &key, &path, body).await;
        let found = (refused.status, &refused.json["type"]);
        assert_eq!(found, (StatusCode::CONFLICT, &json!("urn:owlpost:problem:last-administrator")), "{method}");
        assert!(refused.json["detail"].as_str().is_some_and(|detail| detail.contains("another member")));
    }
    assert_eq!(api.send_json("PATCH", &key, &path, r#"{"role": "admin"}"#).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_fault_of_a_role_lists_the_known_roles() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let path = format!("/workspaces/{NOBODY}/members/{NOBODY}");
    let refused = api.send_json("PATCH", &key, &path, r#"{"role": "owner"}"#).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let errors = &refused.json["errors"];
    assert_eq!(errors[0]["field"], "role");
    assert_eq!(errors[0]["message"], "“owner” is not a known value; use one of `admin`, `editor`, `viewer`");
}

#[tokio::test]
async fn unknown_resources_are_not_found_and_the_error_names_their_list() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    let (role, name) = (r#"{"role": "editor"}"#, r#"{"name": "x"}"#);
    for (method, path, body, list) in [
        ("GET", format!("/workspaces/{NOBODY}"), "", "/workspaces "),
        ("PATCH", format!("/workspaces/{NOBODY}"), name, "/workspaces "),
        ("DELETE", format!("/workspaces/{NOBODY}"), "", "/workspaces "),
        ("GET", format!("/workspaces/{NOBODY}/members"), "", "/workspaces "),
        ("PATCH", format!("/workspaces/{NOBODY}/members/{NOBODY}"), role, "/workspaces "),
        ("PATCH", format!("/workspaces/{workspace}/members/{NOBODY}"), role, "/members "),
        ("DELETE", format!("/workspaces/{workspace}/members/{NOBODY}"), "", "/members "),
        ("DELETE", format!("/workspaces/{workspace}/members/42"), "", "“42” is not a valid ID"),
    ] {
        let answer = api.send_json(method, &key, &path, body).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
        let detail = answer.json["detail"].as_str().expect("a detail");
        assert!(detail.contains(list), "{method} {path}: {detail}");
    }
}

#[tokio::test]
async fn the_quota_of_a_workspace_is_read_and_changed() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let path = format!("/workspaces/{}/quota", api.workspace(&key, "Example").await);
    let limits =
        json!({"recipients_per_hour": 2000, "recipients_per_day": 10000, "mails_per_recipient": 20, "waiting_mb": 500});
    let used = json!({"recipients_per_hour": 0, "recipients_per_day": 0, "waiting_mb": 0});
    assert_eq!(api.get(&key, &path).await.json, json!({"limits": limits, "used": used}));

    let changed =
        api.send_json("PUT", &key, &path, r#"{"limits": {"recipients_per_hour": 5, "waiting_mb": null}}"#).await;
    assert_eq!((changed.status, &changed.json["limits"]["recipients_per_hour"]), (StatusCode::OK, &json!(5)));
    let workspace = path.trim_end_matches("/quota").trim_start_matches("/workspaces/").to_owned();
    api.invite(&key, &workspace, "bob@example.org", "viewer").await;
    let quota = api.get(&key, &path).await.json;
    assert_eq!(
        (&quota["limits"]["recipients_per_day"], &quota["used"]["recipients_per_hour"]),
        (&json!(10000), &json!(1))
    );

    let back = api.send_json("PUT", &key, &path, &quota.to_string()).await;
    assert_eq!(
        (back.status, &back.json["limits"]),
        (StatusCode::OK, &quota["limits"]),
        "what was read is written back"
    );
    for (wrong, status) in [("", StatusCode::BAD_REQUEST), (r#"{"limits": [5]}"#, StatusCode::UNPROCESSABLE_ENTITY)] {
        assert_eq!(api.send_json("PUT", &key, &path, wrong).await.status, status, "{wrong}");
    }

    let too_high = r#"{"limits": {"recipients_per_hour": 1000001, "waiting_mb": 1000001}}"#;
    let refused = api.send_json("PUT", &key, &path, too_high).await;
    let fields: Vec<_> =
        refused.json["errors"].as_array().expect("faults").iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!(
        (refused.status, fields),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["limits.recipients_per_hour", "limits.waiting_mb"])
    );
    let unknown = format!("/workspaces/{NOBODY}/quota");
    assert_eq!(api.get(&key, &unknown).await.status, StatusCode::NOT_FOUND);
    assert_eq!(api.send_json("PUT", &key, &unknown, r#"{"limits": {}}"#).await.status, StatusCode::NOT_FOUND);
    let entries = api.app.audit.list(accounts::audit::Filter::default()).await;
    assert!(format!("{entries:?}").contains("audit_workspace_quota"), "the change is in the audit log");
}
