//! Tests of `/workspaces/{id}/invitations`: the letter arrives with its link, and the list shows its state.

use axum::body::Body;
use axum::http::{StatusCode, header};
use mail_parser::MessageParser;
use serde_json::{Value, json};

use super::{Answer, TestApi, request};
use tickets::{LinkError, TicketsError};

const NOBODY: &str = "019ab000-0000-7000-8000-000000000000";

impl TestApi {
    async fn try_invite(&self, key: &str, workspace: &str, invitation: &Value) -> Answer {
        self.send_json("POST", key, &format!("/workspaces/{workspace}/invitations"), &invitation.to_string()).await
    }

    /// Creates an invitation; returns the response.
    pub(super) async fn invite(&self, key: &str, workspace: &str, email: &str, role: &str) -> Value {
        let made = self.try_invite(key, workspace, &json!({"email": email, "role": role})).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
        made.json
    }

    async fn act(&self, key: &str, invitation: &Value, workspace: &str, act: &str) -> Answer {
        let id = invitation["id"].as_str().expect("an id");
        let path = format!("/workspaces/{workspace}/invitations/{id}/{act}");
        self.call(request("POST", &path, Some(key)).body(Body::empty()).expect("a request")).await
    }

    async fn invitations(&self, key: &str, workspace: &str) -> Vec<Value> {
        let listed = self.get(key, &format!("/workspaces/{workspace}/invitations")).await;
        listed.json["items"].as_array().expect("items").clone()
    }

    /// Waits until `wanted` accepts the only invitation; checks after each event and never sleeps.
    async fn invitation_becomes(&self, key: &str, workspace: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut events = self.app.delivery_loop.events();
        loop {
            let mut all = self.invitations(key, workspace).await;
            if wanted(&all[0]) {
                return all.swap_remove(0);
            }
            events.recv().await.expect("the delivery loop runs");
        }
    }

    /// Subject and text of the newest letter to an address, once `number` letters have arrived.
    async fn letter_to(&self, email: &str, number: usize) -> (String, String) {
        let mut events = self.app.delivery_loop.events();
        loop {
            let arrived = self.app.mailbox.list(email, None, 10).await.expect("lists");
            if arrived.len() == number {
                let (_, bytes) = self.app.mailbox.get(arrived[0].id).await.expect("reads").expect("a mail");
                let mail = MessageParser::default().parse(&bytes).expect("a mail");
                let subject = mail.subject().expect("a subject").to_owned();
                return (subject, mail.body_text(0).expect("a text").into_owned());
            }
            events.recv().await.expect("the delivery loop runs");
        }
    }

    /// The ticket in the link of the newest letter to an address, once `number` letters have arrived.
    pub(super) async fn ticket_in_letter_to(&self, email: &str, number: usize) -> String {
        let (_, text) = self.letter_to(email, number).await;
        let (_, rest) = text.split_once("/invitation?ticket=").expect("a link");
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
    }

    async fn has_link_error(&self, ticket: &str, expected: LinkError) -> bool {
        let opened = self.app.tickets.open_invitation(ticket).await;
        matches!(opened, Err(TicketsError::Link(error)) if error == expected)
    }
}

#[tokio::test]
async fn an_invitation_arrives_with_its_link_and_the_row_shows_it() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    let new = json!({"email": "bob@example.com", "role": "editor", "language": "de", "invited_by": "Ann O'Neil"});
    let made = api.try_invite(&key, &workspace, &new).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
    let shown = json!({
        "id": made.json["id"], "email": "bob@example.com", "role": "editor", "language": "de", "state": "open",
        "invited_by": "API key “key 1”", "created_at": "2026-11-22T10:00:00Z",
        "expires_at": "2026-11-29T10:00:00Z", "ended_at": null, "letter": made.json["letter"]
    });
    assert_eq!(made.json, shown);
    assert!(made.json["letter"]["message_id"].is_string() && made.json["letter"]["problem"].is_null());

    let (subject, _) = api.letter_to("bob@example.com", 1).await;
    assert!(subject.contains("Ann O'Neil") && subject.contains("Example"), "{subject}");
    let ticket = api.ticket_in_letter_to("bob@example.com", 1).await;
    let guest = api.app.tickets.open_invitation(&ticket).await.expect("the link works");
    assert_eq!(guest.invitation.id.to_string(), made.json["id"].as_str().expect("an id"));

    let row = api.invitation_becomes(&key, &workspace, |row| row["letter"]["state"] == "kept").await;
    assert_eq!(row["letter"]["message_id"], made.json["letter"]["message_id"]);
    let listed = api.get(&key, &format!("/workspaces/{workspace}/invitations")).await.json;
    assert!(
        !made.json.to_string().contains(&ticket) && !listed.to_string().contains(&ticket),
        "no response contains the link"
    );
}

#[tokio::test]
async fn a_letter_is_in_english_by_default_and_may_name_no_inviter() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    assert_eq!(api.invite(&key, &workspace, "bob@example.com", "viewer").await["language"], "en");
    let (subject, _) = api.letter_to("bob@example.com", 1).await;
    assert_eq!(
        subject,
        i18n::Language::English.tr_args("letter-invitation-subject-workspace", &[("workspace", "Example".into())])
    );
}

#[tokio::test]
async fn resending_invalidates_the_previous_link() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    let first = api.invite(&key, &workspace, "bob@example.com", "viewer").await;
    let old = api.ticket_in_letter_to("bob@example.com", 1).await;
    api.app.clock.turn(std::time::Duration::from_hours(8 * 24));
    assert_eq!(api.invitations(&key, &workspace).await[0]["state"], "expired");

    let again = api.act(&key, &first, &workspace, "resend").await;
    assert_eq!((again.status, &again.json["state"]), (StatusCode::OK, &json!("open")), "{}", again.json);
    assert_eq!((&again.json["id"], &again.json["expires_at"]), (&first["id"], &json!("2026-12-07T10:00:00Z")));
    assert_ne!(again.json["letter"]["message_id"], first["letter"]["message_id"]);
    let new = api.ticket_in_letter_to("bob@example.com", 2).await;
    assert!(api.has_link_error(&old, LinkError::Replaced).await);
    assert!(api.app.tickets.open_invitation(&new).await.is_ok());
}

#[tokio::test]
async fn a_revoked_invitation_cannot_be_resent_or_revoked_again() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    let made = api.invite(&key, &workspace, "bob@example.com", "viewer").await;
    let ticket = api.ticket_in_letter_to("bob@example.com", 1).await;
    let revoked = api.act(&key, &made, &workspace, "revoke").await;
    assert_eq!((revoked.status, &revoked.json["state"]), (StatusCode::OK, &json!("revoked")), "{}", revoked.json);
    assert_eq!(revoked.json["ended_at"], "2026-11-22T10:00:00Z");
    assert!(api.has_link_error(&ticket, LinkError::Revoked).await);
    for act in ["revoke", "resend"] {
        let refused = api.act(&key, &made, &workspace, act).await;
        let found = (refused.status, &refused.json["type"]);
        assert_eq!(found, (StatusCode::CONFLICT, &json!("urn:owlpost:problem:invitation-ended")), "{act}");
    }
    api.invite(&key, &workspace, "bob@example.com", "viewer").await;
}

#[tokio::test]
async fn an_accepted_invitation_is_listed_as_accepted_and_members_are_not_invited() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    api.member(&key, &workspace, "bob@example.com", "viewer").await;
    let accepted = api.invitations(&key, &workspace).await.swap_remove(0);
    assert_eq!(accepted["state"], "accepted");
    let refused = api.act(&key, &accepted, &workspace, "resend").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.json["detail"].as_str().is_some_and(|detail| detail.contains("accepted")), "{}", refused.json);

    let refused = api.try_invite(&key, &workspace, &json!({"email": "Bob@Example.com", "role": "editor"})).await;
    assert_eq!(
        (refused.status, &refused.json["errors"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("email"))
    );
    assert!(refused.json.to_string().contains("belongs to a member"), "{}", refused.json);
}

#[tokio::test]
async fn every_fault_of_an_invitation_is_reported_at_once() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    let wrong = json!({"email": "bob@", "role": "owner", "language": "fr", "invited_by": "a\nb"});
    let refused = api.try_invite(&key, &workspace, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!(refused.in_words());
    assert!(api.invitations(&key, &workspace).await.is_empty());

    for (body, field) in [
        (json!({"role": "editor"}), "email"),
        (json!({"email": "bob@example.com"}), "role"),
        (json!({"email": "bob@example.com", "role": "editor", "lang": "de"}), "lang"),
        (json!({"email": "bob@example.com", "role": 1}), "role"),
    ] {
        let refused = api.try_invite(&key, &workspace, &body).await;
        let found = (refused.status, &refused.json["errors"][0]["field"]);
        assert_eq!(found, (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)), "{body}");
    }
    let made = api.invite(&key, &workspace, "bob@example.com", "editor").await;
    let path = format!("/workspaces/{workspace}/invitations/{}/resend", made["id"].as_str().expect("an id"));
    let refused = api.send_json("POST", &key, &path, r#"{"invited_by": "a\nb"}"#).await;
    assert_eq!(refused.json["errors"][0]["field"], "invited_by");
}

#[tokio::test]
async fn unknown_workspaces_and_invitations_are_not_found() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let (workspace, other) = (api.workspace(&key, "Example").await, api.workspace(&key, "Other").await);
    let made = api.invite(&key, &workspace, "bob@example.com", "viewer").await;
    let new = json!({"email": "carol@example.com", "role": "viewer"});
    assert_eq!(api.try_invite(&key, NOBODY, &new).await.status, StatusCode::NOT_FOUND);
    let listed = api.get(&key, &format!("/workspaces/{NOBODY}/invitations")).await;
    assert_eq!(listed.status, StatusCode::NOT_FOUND);
    for act in ["resend", "revoke"] {
        for (invitation, workspace) in
            [(&json!({"id": NOBODY}), &workspace), (&made, &other), (&made, &NOBODY.to_owned())]
        {
            let answer = api.act(&key, invitation, workspace, act).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act} {invitation} in {workspace}");
        }
    }
    assert_eq!(api.invitations(&key, &workspace).await[0]["state"], "open");
}

#[tokio::test]
async fn with_the_mail_server_down_the_response_is_immediate_and_the_row_shows_why_it_waits() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let settings = json!({"method": "password", "from": {"email": "a@example.com"},
        "password": {"host": "127.0.0.1", "port": port, "security": "none"}});
    let saved = api.send_json("PUT", &key, "/email-settings", &settings.to_string()).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.json);

    let made = api.invite(&key, &workspace, "bob@example.com", "viewer").await;
    assert_eq!(made["state"], "open", "{made}");
    // An attempt may be running right now.
    assert!(["queued", "sending"].contains(&made["letter"]["state"].as_str().expect("a state")), "{made}");
    let waits = api.invitation_becomes(&key, &workspace, |row| !row["letter"]["problem"].is_null()).await;
    assert!(["queued", "deferred"].contains(&waits["letter"]["state"].as_str().expect("a state")), "{waits}");
    let problem = &waits["letter"]["problem"];
    assert!(["code", "what", "meaning", "remedy"].iter().all(|part| problem[part].is_string()), "{problem}");

    let back =
        api.send_json("PUT", &key, "/email-settings", r#"{"method": "builtin", "waiting_mail": "deliver"}"#).await;
    assert_eq!(back.status, StatusCode::OK, "{}", back.json);
    let kept = api.invitation_becomes(&key, &workspace, |row| row["letter"]["state"] == "kept").await;
    assert!(kept["letter"]["problem"].is_null(), "{kept}");
    api.letter_to("bob@example.com", 1).await;
}

#[tokio::test]
async fn too_many_invitations_are_refused_with_retry_after() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    let new = json!({"email": "bob@example.com", "role": "viewer"});
    let refused = loop {
        let answer = api.try_invite(&key, &workspace, &new).await;
        if ![StatusCode::CREATED, StatusCode::UNPROCESSABLE_ENTITY].contains(&answer.status) {
            break answer;
        }
    };
    assert_eq!((refused.status, refused.header(header::RETRY_AFTER)), (StatusCode::TOO_MANY_REQUESTS, "10"));
    assert_eq!(refused.json["type"], "urn:owlpost:problem:too-many");
}

#[tokio::test]
async fn deleting_a_workspace_invalidates_the_links_of_its_invitations() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let workspace = api.workspace(&key, "Example").await;
    api.invite(&key, &workspace, "bob@example.com", "viewer").await;
    let ticket = api.ticket_in_letter_to("bob@example.com", 1).await;
    api.send_json("DELETE", &key, &format!("/workspaces/{workspace}"), "").await;
    assert!(api.has_link_error(&ticket, LinkError::Revoked).await);
}
