//! Tests of `/letters`: letters with links of other platforms, which stay secret.

use std::time::Duration;

use axum::http::StatusCode;
use mail_parser::MessageParser;
use serde_json::{Value, json};

use super::{Answer, TestApi};
use accounts::Scope;

const LINK: &str = "https://shop.example.com/a?token=5kq0&next=%2Fhome";
const PATHS: [&str; 3] = ["/letters/invitation", "/letters/password-reset", "/letters/validation"];
/// Maximum time that a test waits for a mail; reached only if a test fails.
const MAIL_TIMEOUT: Duration = Duration::from_secs(10);

/// A mail in the mailbox.
struct ArrivedMail {
    subject: String,
    text: String,
    html: String,
}

impl TestApi {
    async fn letter(&self, key: &str, path: &str, letter: &Value) -> Answer {
        self.send_json("POST", key, path, &letter.to_string()).await
    }

    /// Waits for the only mail in the mailbox.
    async fn arrived(&self) -> ArrivedMail {
        let arrives = async {
            loop {
                if let Some(entry) = self.app.mailbox.list("", None, 1).await.expect("a list").pop() {
                    return entry.id;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let id = tokio::time::timeout(MAIL_TIMEOUT, arrives).await.expect("a mail arrives");
        let (_, bytes) = self.app.mailbox.get(id).await.expect("reads").expect("a mail");
        let message = MessageParser::default().parse(&*bytes).expect("a mail");
        let part = |part: Option<std::borrow::Cow<'_, str>>| part.unwrap_or_default().into_owned();
        ArrivedMail {
            subject: message.subject().unwrap_or_default().to_owned(),
            text: part(message.body_text(0)).replace('\r', ""),
            html: part(message.body_html(0)),
        }
    }
}

#[tokio::test]
async fn each_letter_arrives_with_its_link_in_each_language() {
    for (path, language, subject, lasting) in [
        (PATHS[0], "en", "Bob <b> invites you to Sales & Co.", "7 days, until 29 November 2026, 10:00 UTC"),
        (PATHS[0], "de", "Bob <b> lädt Sie zu Sales & Co. ein", "7 Tage, bis zum 29. November 2026, 10:00 Uhr UTC"),
        (PATHS[1], "en", "Choose a new password", "1 hour, until 22 November 2026, 11:00 UTC"),
        (PATHS[1], "de", "Neues Passwort wählen", "1 Stunde, bis zum 22. November 2026, 11:00 Uhr UTC"),
        (PATHS[2], "en", "Confirm your email address", "24 hours, until 23 November 2026, 10:00 UTC"),
        (PATHS[2], "de", "E-Mail-Adresse bestätigen", "24 Stunden, bis zum 23. November 2026, 10:00 Uhr UTC"),
    ] {
        let api = TestApi::new().await;
        let key = api.key(&[Scope::MessagesSend]).await;
        let mut letter = json!({"to": "ann@example.com", "name": "Ann", "link": LINK, "language": language});
        if path == PATHS[0] {
            letter["workspace"] = json!("Sales & Co.");
            letter["invited_by"] = json!("Bob <b>");
        }
        let answer = api.letter(&key, path, &letter).await;
        assert_eq!((answer.status, &answer.json["deliveries"]), (StatusCode::ACCEPTED, &json!(1)), "{}", answer.json);
        let arrived = api.arrived().await;
        assert_eq!(arrived.subject, subject);
        assert!(arrived.text.contains(&format!("\n{LINK}\n")), "{}", arrived.text);
        assert!(arrived.html.contains(&format!("href=\"{}\"", LINK.replace('&', "&#38;"))), "{}", arrived.html);
        assert!(arrived.text.contains(lasting) && arrived.html.contains(lasting), "{}", arrived.text);
        assert!(arrived.text.contains("Ann,") && !arrived.html.contains("<b>"), "{}", arrived.html);
    }
}

#[tokio::test]
async fn an_invitation_without_names_is_worded_neutrally_in_english() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let letter = json!({"to": "Ann <ann@example.com>", "link": "http://localhost:3000/join", "expires_at": "2026-11-24T10:00:00+01:00"});
    assert_eq!(api.letter(&key, PATHS[0], &letter).await.status, StatusCode::ACCEPTED);
    let arrived = api.arrived().await;
    assert_eq!(arrived.subject, "You are invited");
    assert!(arrived.text.contains("for 47 hours, until 24 November 2026, 09:00 UTC"), "{}", arrived.text);
}

#[tokio::test]
async fn every_fault_is_reported_at_once_and_nothing_is_sent() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let letter = json!({
        "to": "ann@", "name": "Ann\nBcc: eve@example.com", "link": "/reset", "language": "fr", "expires_at": "tomorrow",
        "workspace": "x".repeat(201), "invited_by": "\u{0}", "key": ""
    });
    let refused = api.letter(&key, PATHS[0], &letter).await;
    insta::assert_snapshot!(refused.in_words());
    assert_eq!(api.get(&key, "/messages").await.json["items"], json!([]));
}

#[tokio::test]
async fn each_invalid_value_has_a_code_and_its_field() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let long = format!("https://example.com/{}", "x".repeat(2_048));
    for path in PATHS {
        for (field, value, code) in [
            ("to", "", "draft_without_recipient"),
            ("to", "ann@example.com, bob@example.com", "letter_recipient_count"),
            ("link", "", "link_empty"),
            ("link", "example.com/reset", "link_not_absolute"),
            ("link", "javascript:alert(1)", "link_not_absolute"),
            ("link", "ftp://example.com/a", "link_scheme"),
            ("link", "http://example.com/a", "link_insecure"),
            ("link", "http://localhost.example.com/a", "link_insecure"),
            ("link", "https://ann:secret@example.com/", "link_credentials"),
            ("link", "https://example.com/a\r\nBcc: x", "link_space"),
            ("link", "https://example.com/a b", "link_space"),
            ("link", long.as_str(), "value_too_long"),
            ("language", "DE-de", "value_not_one_of"),
            ("expires_at", "2026-11-22", "value_not_a_time"),
            ("expires_at", "2026-11-22T10:00:00Z", "expiry_past"),
            ("expires_at", "2026-12-22T10:00:01Z", "expiry_too_late"),
        ] {
            let mut letter = json!({"to": "ann@example.com", "link": LINK});
            letter[field] = json!(value);
            let refused = api.letter(&key, path, &letter).await;
            let errors = &refused.json["errors"];
            assert_eq!(
                (refused.status, &errors[0]["field"]),
                (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)),
                "{value}: {}",
                refused.json
            );
            assert_eq!(errors[0]["code"], code, "{value}: {errors}");
            assert!(!refused.json.to_string().contains("secret"), "a password in a link is not repeated");
        }
    }
    let unknown = api.letter(&key, PATHS[1], &json!({"to": "ann@example.com", "link": LINK, "workspace": "x"})).await;
    assert_eq!(unknown.json["errors"][0]["field"], "workspace");
}

#[tokio::test]
async fn the_link_is_never_shown_and_the_letter_expires_with_it() {
    for path in PATHS {
        let api = TestApi::new().await;
        let key = api.key_with_all_scopes().await;
        let letter = json!({"to": "ann@example.com", "link": LINK, "expires_at": "2026-11-23T10:00:00Z"});
        let answer = api.letter(&key, path, &letter).await;
        api.arrived().await;
        let id = answer.json["id"].as_str().expect("an id");
        let kind = path.trim_start_matches("/letters/").replace('-', "_");
        let read = api.get(&key, &format!("/messages/{id}")).await;
        assert_eq!((&read.json["kind"], &read.json["expires_at"]), (&json!(kind), &json!("2026-11-23T10:00:00Z")));
        let raw = api.get(&key, &format!("/messages/{id}/raw")).await;
        assert_eq!(raw.status, StatusCode::CONFLICT, "{}", raw.json);
        let again = api.send_json("POST", &key, &format!("/messages/{id}/resend"), "").await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.json);
        let list = api.get(&key, "/messages").await;
        for answer in [answer, read, raw, again, list] {
            assert!(!answer.json.to_string().contains("5kq0"), "{}", answer.json);
        }
    }
}

#[tokio::test]
async fn a_repeated_call_sends_one_letter_even_later() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let mut letter = json!({"to": "ann@example.com", "link": LINK, "key": "reset-42"});
    let first = api.letter(&key, PATHS[1], &letter).await;
    api.app.clock.turn(Duration::from_secs(20 * 60));
    let again = api.letter(&key, PATHS[1], &letter).await;
    assert_eq!((again.status, &again.json["id"]), (StatusCode::ACCEPTED, &first.json["id"]));
    letter["link"] = json!("https://shop.example.com/other");
    assert_eq!(api.letter(&key, PATHS[1], &letter).await.status, StatusCode::CONFLICT);
    letter["link"] = json!(LINK);
    assert_eq!(api.letter(&key, PATHS[2], &letter).await.status, StatusCode::CONFLICT, "another kind of letter");
}
