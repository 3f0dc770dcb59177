//! Forged requests: redirects, hosts, cookies, forwarded clients, decompression bombs.

use accounts::Scope;
use axum::http::StatusCode;

use crate::support::{ANN, PASSWORD, start, start_with};

#[tokio::test]
async fn signing_in_and_out_never_redirect_to_another_site() {
    let server = start().await;
    for next in [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/\t/evil.example",
        " //evil.example",
        "/outbox\r\nSet-Cookie: owlpost=x",
        "evil.example",
        "@evil.example",
    ] {
        let form = [("email", ANN), ("password", PASSWORD), ("next", next)];
        let answer = server.post_form("/sign-in", &[], &form).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"), "{next:?}");
        let cookie = answer.header("set-cookie").split(';').next().expect("a cookie").to_owned();
        let asked = format!("/sign-in?next={}", crate::support::percent_encoded(next));
        let signed_in = server.call_with("GET", &asked, &[("cookie", &cookie)], "").await;
        assert_eq!(signed_in.header("location"), "/", "{next:?} for who is signed in");
        let out = server.post_form("/sign-out", &[("cookie", &cookie)], &[("next", next)]).await;
        assert_eq!(out.header("location"), "/sign-in?out=1", "{next:?} at signing out");
    }
    // An encoded slash is a character of a path on this server: no browser reads it as a host.
    let form = [("email", ANN), ("password", PASSWORD), ("next", "/%2f%2fevil.example")];
    assert_eq!(server.post_form("/sign-in", &[], &form).await.header("location"), "/%2f%2fevil.example");
}

#[tokio::test]
async fn the_host_header_is_never_trusted() {
    let server = start_with(|config| config.public_url = "https://mail.example.com".to_owned()).await;
    let session = server.session().await;
    let key = server.key("all", &Scope::ALL).await;
    let evil = [("host", "evil.example"), ("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")];
    for path in [
        "/",
        "/outbox",
        "/sign-in",
        "/sign-up",
        "/sign-up/sent",
        "/reset-password",
        "/reset-password/new?ticket=x",
        "/invitation?ticket=x",
        "/validation",
        "/validation?ticket=x",
        "/account/address?ticket=x",
        "/setup",
        "/account",
        "/workspaces",
        "/configuration/accounts",
        "/configuration/email-settings",
        "/configuration/api-keys",
    ] {
        for cookie in [session.as_str(), "owlpost=none"] {
            let answer = server.call_with("GET", path, &[&evil[..], &[("cookie", cookie)]].concat(), "").await;
            assert!(!answer.body.contains("evil.example"), "{path}");
            assert!(!answer.header("location").contains("evil.example"), "{path}");
        }
    }
    let headers = [&evil[..], &[("authorization", key.as_str()), ("content-type", "application/json")]].concat();
    let tested =
        server.call_with("POST", "/api/v1/email-settings/test-email", &headers, r#"{"to": "ann@example.com"}"#).await;
    assert_eq!(tested.status, StatusCode::OK, "{}", tested.body);
    let entry = server.app.mailbox.list("", None, 1).await.expect("a list").remove(0);
    let (_, bytes) = server.app.mailbox.get(entry.id).await.expect("read").expect("kept");
    let text = String::from_utf8_lossy(&bytes).replace("=\r\n", "");
    assert!(text.contains("https://mail.example.com/") && !text.contains("evil.example"), "{text}");
}

#[tokio::test]
async fn the_link_of_a_letter_never_contains_the_host_header() {
    let server = start_with(|config| config.public_url = "https://mail.example.com".to_owned()).await;
    let evil = [("host", "evil.example"), ("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")];
    let mut events = server.app.delivery_loop.events();
    for (path, form) in [
        ("/reset-password", vec![("email", ANN)]),
        ("/sign-up", vec![("email", "bob@example.com"), ("name", ""), ("password", PASSWORD)]),
        ("/sign-up", vec![("email", ANN), ("name", ""), ("password", PASSWORD)]),
    ] {
        let answer = server.post_form(path, &evil, &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
    }
    let mailbox = &server.app.mailbox;
    while mailbox.count().await.expect("counts") < 3 {
        let patience = std::time::Duration::from_millis(20);
        let _ = tokio::time::timeout(patience, events.recv()).await;
    }
    for entry in mailbox.list("", None, 10).await.expect("a list") {
        let (_, bytes) = mailbox.get(entry.id).await.expect("read").expect("kept");
        let text = String::from_utf8_lossy(&bytes).replace("=\r\n", "");
        assert!(text.contains("https://mail.example.com/") && !text.contains("evil.example"), "{text}");
    }
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let server = start_with(|config| config.public_url = "https://mail.example.com".to_owned()).await;
    let form = [("email", ANN), ("password", PASSWORD)];
    let answer = server.post_form("/sign-in", &[("cookie", "__Host-owlpost=planted")], &form).await;
    let cookie = answer.header("set-cookie").to_owned();
    let (pair, attributes) = cookie.split_once("; ").expect("attributes");
    assert_eq!(attributes, "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure");
    assert!(pair.starts_with("__Host-owlpost=") && !pair.contains("planted"), "a new session: {pair}");
    assert_eq!(server.call_with("GET", "/outbox", &[("cookie", pair)], "").await.status, StatusCode::OK);
    // A sibling host can set a cookie without the prefix, which gives no access.
    let plain = pair.replace("__Host-", "");
    assert_eq!(server.call_with("GET", "/outbox", &[("cookie", &plain)], "").await.status, StatusCode::SEE_OTHER);
    let out = server.post_form("/sign-out", &[("cookie", pair)], &[]).await;
    assert!(out.header("set-cookie").starts_with("__Host-owlpost=; Path=/; Max-Age=0"), "{:?}", out.headers);
    assert_eq!(
        server.call_with("GET", "/outbox", &[("cookie", pair)], "").await.status,
        StatusCode::SEE_OTHER,
        "replayed"
    );
}

#[tokio::test]
async fn forwarded_addresses_are_trusted_only_from_proxies() {
    let server = start_with(|config| config.trusted_proxies = vec!["10.0.0.0/8".parse().expect("a network")]).await;
    let tries = async |peer: [u8; 4]| {
        for number in 0..31 {
            let (email, client) = (format!("{number}@example.com"), format!("198.51.100.{number}"));
            let body = format!("email={email}&password=wrong");
            let headers = [("content-type", "application/x-www-form-urlencoded"), ("x-forwarded-for", client.as_str())];
            let answer = server.call_from(peer.into(), "POST", "/sign-in", &headers, &body).await;
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                return number;
            }
        }
        31
    };
    assert_eq!(tries([203, 0, 113, 5]).await, 30, "a stranger who claims to be many is one");
    assert_eq!(tries([10, 0, 0, 1]).await, 31, "the clients behind a proxy are many");
}

#[tokio::test]
async fn a_bomb_is_refused() {
    let server = start().await;
    let key = server.key("all", &Scope::ALL).await;
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    for body in [deep("[", "]"), deep("{\"to\":", "}"), format!("{{\"to\": {}}}", deep("[", "]")), "9".repeat(900_000)]
    {
        for (method, path) in
            [("POST", "/api/v1/messages"), ("PUT", "/api/v1/email-settings"), ("POST", "/api/v1/api-keys")]
        {
            let answer = server.send_json(method, path, &key, &body).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            assert!(answer.body.len() < 4096, "{path}: the bomb is not repeated");
        }
    }
    let huge = "x".repeat(20_000);
    for path in ["/sign-in", "/sign-up", "/reset-password", "/reset-password/new", "/invitation", "/validation"] {
        let answer = server.post_form(path, &[], &[("email", &huge), ("ticket", &huge), ("password", "x")]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

/// The value of a field that tries to inject a header.
const BREAK: &str = "x\r\nX-Evil: 1\r\n\r\nevil";

#[tokio::test]
async fn no_field_can_inject_a_header() {
    let server = start().await;
    let key = server.key("all", &Scope::ALL).await;
    let good = r#"{"to": "bob@example.com", "subject": "s", "text": "t"}"#;
    let mut good: serde_json::Value = serde_json::from_str(good).expect("JSON");
    good["attachments"] =
        serde_json::json!([{"name": "a.txt", "content_type": "text/plain", "base64": "eA==", "content_id": "c"}]);
    good["headers"] = serde_json::json!({"X-Order": "1"});
    assert_eq!(
        server.send_json("POST", "/api/v1/messages", &key, &good.to_string()).await.status,
        StatusCode::ACCEPTED
    );
    let fields = [
        "/from",
        "/to",
        "/cc",
        "/bcc",
        "/reply_to",
        "/subject",
        "/attachments/0/name",
        "/attachments/0/content_type",
        "/attachments/0/content_id",
        "/headers/X-Order",
    ];
    let mut looked_at = 0;
    for field in fields {
        for value in [
            BREAK,
            "x\nX-Evil: 1\n\n",
            "x\rX-Evil: 1\r\r",
            "x <a@example.com>\r\nX-Evil: 1",
            "x\u{2028}X-Evil: 1",
            "x\0X-Evil: 1",
        ] {
            let mut hostile = good.clone();
            let (parent, name) = field.rsplit_once('/').expect("a path");
            hostile.pointer_mut(parent).expect("there")[name] = value.into();
            let answer = server.send_json("POST", "/api/v1/messages", &key, &hostile.to_string()).await;
            if answer.status == StatusCode::ACCEPTED {
                looked_at += 1;
                let accepted: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
                let raw = format!("/api/v1/messages/{}/raw", accepted["id"].as_str().expect("an id"));
                let raw = server.call_with("GET", &raw, &[("authorization", &key)], "").await;
                assert_eq!(raw.status, StatusCode::OK);
                let smuggled = raw.body.split(['\r', '\n']).any(|line| line.starts_with("X-Evil"));
                assert!(!smuggled, "{field} {value:?}: {}", raw.body);
            } else {
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value:?}: {}", answer.body);
            }
        }
    }
    assert!(looked_at > 0, "some are accepted with the break taken out, and their bytes are looked at");
    let mut named = good.clone();
    named["headers"] = serde_json::json!({"X-A: 1\r\nX-Evil": "1"});
    assert_eq!(
        server.send_json("POST", "/api/v1/messages", &key, &named.to_string()).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for (section, field) in [
        ("password", "host"),
        ("password", "username"),
        ("password", "password"),
        ("password", "ehlo"),
        ("from", "name"),
        ("from", "email"),
        ("from", "reply_to"),
    ] {
        let mut settings = serde_json::json!({"method": "password", "from": {"email": "a@example.com"},
            "password": {"host": "smtp.example.com", "username": "u", "password": "p"}});
        settings[section][field] = BREAK.into();
        let answer = server.send_json("PUT", "/api/v1/email-settings", &key, &settings.to_string()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{section}.{field}: {}", answer.body);
    }
}
