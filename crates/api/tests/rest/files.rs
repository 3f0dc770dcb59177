//! Tests of `/workspaces/{id}/files`.

use axum::body::Body;
use axum::http::{StatusCode, header};
use serde_json::json;

use super::{Answer, TestApi, request};
use accounts::Scope;
use scripting::files::FILE_BYTES;

impl TestApi {
    async fn put_file(&self, key: &str, path: &str, content_type: Option<&str>, body: impl Into<Body>) -> Answer {
        let mut request = request("PUT", path, Some(key));
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        self.call(request.body(body.into()).expect("a request")).await
    }

    /// A key for files, and the path of the files of a workspace.
    async fn files(&self) -> (String, String) {
        let workspace = self.workspace(&self.key_with_all_scopes().await, "Example").await;
        (self.key(&[Scope::Scripts]).await, format!("/workspaces/{workspace}/files"))
    }
}

#[tokio::test]
async fn a_file_is_stored_listed_read_and_deleted() {
    let api = TestApi::new().await;
    let (key, files) = api.files().await;
    let path = format!("{files}/Preis%20%C3%BC.pdf");
    let stored = api.put_file(&key, &path, None, "%PDF-1.7").await;
    let facts = json!({
        "name": "Preis ü.pdf", "content_type": "application/pdf", "size": 8,
        "changed_at": "2026-11-22T10:00:00Z", "changed_by": "API key “key 2”",
    });
    assert_eq!((stored.status, &stored.json), (StatusCode::OK, &facts));
    assert_eq!(api.get(&key, &files).await.json, json!({"items": [facts], "next": null}));

    let read = api.get(&key, &path).await;
    assert_eq!((read.status, &read.json), (StatusCode::OK, &json!("%PDF-1.7")));
    assert_eq!(read.header(header::CONTENT_TYPE), "application/pdf");
    assert_eq!(read.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    let disposition = "attachment; filename=\"Preis _.pdf\"; filename*=UTF-8''Preis%20%C3%BC.pdf";
    assert_eq!(read.header(header::CONTENT_DISPOSITION), disposition);

    let gone = api.call(request("DELETE", &path, Some(&key)).body(Body::empty()).expect("a request")).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get(&key, &path).await.status, StatusCode::NOT_FOUND);
    let again = api.call(request("DELETE", &path, Some(&key)).body(Body::empty()).expect("a request")).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_meaningful_content_type_is_stored() {
    let api = TestApi::new().await;
    let (key, files) = api.files().await;
    for (announced, expected) in [
        (None, "text/csv"),
        (Some("text/plain; charset=utf-8"), "text/plain; charset=utf-8"),
        (Some("application/octet-stream"), "text/csv"),
        (Some("application/x-www-form-urlencoded"), "text/csv"),
    ] {
        let stored = api.put_file(&key, &format!("{files}/a.csv"), announced, "a;b").await;
        assert_eq!(stored.json["content_type"], expected, "{announced:?}");
    }
}

#[tokio::test]
async fn a_file_with_faults_is_refused_by_field() {
    let api = TestApi::new().await;
    let (key, files) = api.files().await;
    let refused = api.put_file(&key, &format!("{files}/a%2Fb"), Some("pdf"), "x").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<_> =
        refused.json["errors"].as_array().expect("errors").iter().map(|fault| &fault["field"]).collect();
    assert_eq!(fields, ["content_type", "name"]);

    let large = api.put_file(&key, &format!("{files}/a.bin"), None, vec![0; FILE_BYTES + 1]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let detail = large.json["detail"].as_str().expect("a detail");
    assert!(detail.contains("larger than 10 MB") && detail.contains("smaller file"), "{detail}");
    assert_eq!(api.put_file(&key, &format!("{files}/a.bin"), None, vec![0; FILE_BYTES]).await.status, StatusCode::OK);

    let nowhere = "/workspaces/019ab000-0000-7000-8000-000000000000/files";
    assert_eq!(api.get(&key, nowhere).await.status, StatusCode::NOT_FOUND);
    assert_eq!(api.put_file(&key, &format!("{nowhere}/a.txt"), None, "x").await.status, StatusCode::NOT_FOUND);
}
