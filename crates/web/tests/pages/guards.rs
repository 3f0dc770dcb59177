//! Tests of access to pages, and of their protection.

use axum::body::Body;
use axum::http::{StatusCode, header};

use super::{ANN, PASSWORD, Pages};

/// Every path for GET; `{id}` identifies nothing that exists.
pub(super) const PAGES: &[&str] = &[
    "/",
    "/outbox",
    "/outbox/{id}",
    "/outbox/{id}/mail",
    "/outbox/{id}/mail/html",
    "/outbox/{id}/mail/source",
    "/outbox/{id}/mail/attachments/1",
    "/mailbox",
    "/mailbox/delete-all",
    "/mailbox/{id}",
    "/mailbox/{id}/html",
    "/mailbox/{id}/source",
    "/mailbox/{id}/attachments/1",
    "/configuration/email-settings",
    "/configuration/email-settings/consent/{id}",
    "/configuration/email-settings/versions",
    "/configuration/api-keys",
    "/configuration/api-keys/{id}/delete",
    "/account",
    "/account/delete",
    "/workspaces",
    "/workspaces/{id}",
    "/workspaces/{id}/events",
    "/workspaces/{id}/delete",
    "/workspaces/{id}/members/{id}/remove",
    "/workspaces/{id}/invitations/{id}/revoke",
    "/workspaces/{id}/invitations/{id}/link",
    "/workspaces/{id}/files",
    "/workspaces/{id}/files/a.txt",
    "/workspaces/{id}/files/a.txt/delete",
    "/workspaces/{id}/scripts",
    "/workspaces/{id}/scripts/{id}",
    "/workspaces/{id}/scripts/{id}/delete",
    "/workspaces/{id}/scripts/{id}/triggers",
    "/workspaces/{id}/scripts/{id}/triggers/webhook",
    "/workspaces/{id}/scripts/{id}/triggers/webhook/end",
    "/workspaces/{id}/scripts/{id}/starts/{id}",
    "/workspaces/{id}/scripts/{id}/versions",
    "/workspaces/{id}/scripts/{id}/versions/1",
    "/workspaces/{id}/scripts/{id}/runs",
    "/workspaces/{id}/scripts/{id}/dry-runs/{id}",
    "/workspaces/{id}/scripts/{id}/dry-runs/{id}/mails/1",
    "/workspaces/{id}/scripts/{id}/dry-runs/{id}/mails/1/html",
    "/workspaces/{id}/scripts/{id}/dry-runs/{id}/mails/1/source",
    "/workspaces/{id}/scripts/{id}/dry-runs/{id}/mails/1/attachments/1",
    "/workspaces/{id}/runs/{id}",
    "/workspaces/{id}/runs/{id}/again",
    "/workspaces/{id}/runs/{id}/events",
    "/workspaces/{id}/mails/{id}",
    "/workspaces/{id}/mails/{id}/text",
    "/workspaces/{id}/mails/{id}/text/html",
    "/workspaces/{id}/mails/{id}/text/source",
    "/workspaces/{id}/mails/{id}/text/attachments/1",
    "/configuration/accounts",
    "/configuration/accounts/{id}/instance-admin",
    "/configuration/accounts/{id}/delete",
    "/configuration/audit-log",
    "/docs/problems",
    "/configuration/letters",
    "/configuration/letters/test",
    "/configuration/letters/test/html",
    "/events",
];

/// Every path for POST.
const POSTS: &[&str] = &[
    "/outbox/{id}/cancel",
    "/outbox/{id}/retry",
    "/outbox/{id}/resend",
    "/mailbox/delete-all",
    "/configuration/email-settings",
    "/configuration/email-settings/fill",
    "/configuration/email-settings/warnings",
    "/configuration/email-settings/test-connection",
    "/configuration/email-settings/test-email",
    "/configuration/email-settings/consent",
    "/configuration/email-settings/consent/{id}/answer",
    "/configuration/email-settings/disconnect",
    "/configuration/email-settings/versions/1/restore",
    "/configuration/api-keys",
    "/configuration/api-keys/{id}/delete",
    "/validation/resend",
    "/account",
    "/account/password",
    "/account/change-address",
    "/account/sign-out-everywhere",
    "/account/delete",
    "/workspaces",
    "/workspaces/{id}/rename",
    "/workspaces/{id}/quota",
    "/workspaces/{id}/delete",
    "/workspaces/{id}/members/{id}/role",
    "/workspaces/{id}/members/{id}/remove",
    "/workspaces/{id}/invitations",
    "/workspaces/{id}/invitations/{id}/resend",
    "/workspaces/{id}/invitations/{id}/revoke",
    "/workspaces/{id}/invitations/{id}/link",
    "/workspaces/{id}/files",
    "/workspaces/{id}/files/a.txt/delete",
    "/workspaces/{id}/scripts",
    "/workspaces/{id}/scripts/recipients",
    "/workspaces/{id}/scripts/{id}",
    "/workspaces/{id}/scripts/{id}/delete",
    "/workspaces/{id}/scripts/{id}/triggers",
    "/workspaces/{id}/scripts/{id}/triggers/webhook",
    "/workspaces/{id}/scripts/{id}/triggers/webhook/end",
    "/workspaces/{id}/scripts/{id}/starts/{id}",
    "/workspaces/{id}/scripts/{id}/triggers/limits",
    "/workspaces/{id}/scripts/{id}/versions/1/restore",
    "/workspaces/{id}/runs/{id}/cancel",
    "/workspaces/{id}/runs/{id}/again",
    "/configuration/accounts/sign-up",
    "/configuration/accounts/{id}/instance-admin",
    "/configuration/accounts/{id}/delete",
];

pub(super) fn address(row: &str) -> String {
    row.replace("{id}", "01a204f1-97a7-72d3-a7b9-86f2450af640")
}

#[tokio::test]
async fn without_a_session_every_page_redirects_to_sign_in_and_back() {
    let pages = Pages::set_up().await;
    let stranger = pages.signed_out();
    for row in PAGES {
        let answer = stranger.get(&address(row)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{row}");
        let next = if *row == "/" { "/sign-in".to_owned() } else { format!("/sign-in?next={}", address(row)) };
        assert_eq!(answer.header(header::LOCATION), next, "{row}");
    }
}

#[tokio::test]
async fn without_a_session_nothing_can_be_posted() {
    let pages = Pages::set_up().await;
    let stranger = pages.signed_out();
    for row in POSTS {
        let answer = stranger.post(&address(row), &[("name", "shop"), ("messages:send", "on")]).await;
        assert_eq!(answer.header(header::LOCATION), "/sign-in?ended=1", "{row}: {}", answer.status);
    }
    assert_eq!(stranger.app.accounts.keys().await.expect("lists").len(), 0);
}

#[tokio::test]
async fn a_planted_cookie_gives_no_access() {
    let mut pages = Pages::set_up().await;
    pages.ann.cookie = Some("owlpost=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into());
    assert_eq!(pages.get("/outbox").await.header(header::LOCATION), "/sign-in?next=/outbox");
}

#[tokio::test]
async fn cross_site_posts_are_refused() {
    let pages = Pages::set_up().await;
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        let request = pages.request("POST", "/mailbox/delete-all").header(name, value);
        let answer = pages.call(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        answer.says("The form was rejected");
    }
    let request = pages.request("POST", "/mailbox/delete-all").header("sec-fetch-site", "same-origin");
    let answer = pages.call(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.header(header::LOCATION), "/mailbox?deleted=0");
}

#[tokio::test]
async fn a_form_over_plain_http_or_behind_a_proxy_that_changes_host_is_accepted() {
    let pages = Pages::set_up().await;
    let public = pages.app.settings.redirect_url().replace("/oauth/callback", "");
    for (host, origin, is_accepted) in [
        // Over plain HTTP to a name of the local network, browsers send no Sec-Fetch-Site.
        ("owl.lab:8020", "http://owl.lab:8020", true),
        // nginx replaces Host by the address in proxy_pass.
        ("127.0.0.1:8020", public.as_str(), true),
        ("owl.lab:8020", "http://evil.example", false),
        ("owl.lab:8020", "null", false),
    ] {
        let request = pages.request("POST", "/mailbox/delete-all").header("host", host).header("origin", origin);
        let answer = pages.call(request.body(Body::empty()).expect("a request")).await;
        let expected = if is_accepted { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(answer.status, expected, "{host} {origin}");
    }
}

#[tokio::test]
async fn a_url_with_a_final_slash_redirects_to_the_page() {
    let pages = Pages::set_up().await;
    for (path, expected) in [
        ("/oauth/callback/?state=x&code=y", "/oauth/callback?state=x&code=y"),
        ("/outbox/", "/outbox"),
        ("/configuration/email-settings//", "/configuration/email-settings"),
    ] {
        let answer = pages.get(path).await;
        assert_eq!(
            (answer.status, answer.header(header::LOCATION)),
            (StatusCode::PERMANENT_REDIRECT, expected),
            "{path}"
        );
    }
    for path in ["//evil.example/", "/\\evil.example/", "/nowhere"] {
        assert_eq!(pages.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_head_request_to_the_callback_does_not_use_up_the_consent() {
    let pages = Pages::set_up().await;
    let request = pages.request("HEAD", "/oauth/callback?state=x&code=y");
    let answer = pages.call(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_icon_is_at_the_usual_url_and_pages_have_descriptions() {
    let stranger = Pages::set_up().await.signed_out();
    let icon = stranger.get("/favicon.ico").await;
    let mark = stranger.get(icon.header(header::LOCATION)).await;
    assert_eq!((mark.status, mark.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/svg+xml"));
    stranger.get("/sign-in").await.says("<meta name=\"description\" content=\"owlpost sends");
}

#[tokio::test]
async fn every_response_has_security_headers() {
    let pages = Pages::set_up().await;
    for path in [
        "/",
        "/sign-in",
        "/sign-up",
        "/setup?token=x",
        "/invitation?ticket=x",
        "/nowhere",
        "/configuration/email-settings",
    ] {
        let answer = pages.get(path).await;
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        // The settings page keeps its reference to the consent popup while that is at the provider.
        let opener = if path.contains("email-settings") && !path.contains("versions") {
            "same-origin-allow-popups"
        } else {
            "same-origin"
        };
        assert_eq!(answer.header("cross-origin-opener-policy"), opener, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn with_an_https_public_url_browsers_are_told_to_use_only_https() {
    for (url, expected) in [("https://mail.example.com", Some("max-age=31536000")), ("http://owl.lab:8020", None)] {
        let pages = Pages::set_up_with(|config| config.public_url = url.to_owned()).await;
        for path in ["/sign-in", "/nowhere", "/assets/x/y"] {
            let answer = pages.get(path).await;
            let header = answer.headers.get("strict-transport-security");
            assert_eq!(header.map(|value| value.to_str().expect("text")), expected, "{url}{path}");
        }
    }
}

#[tokio::test]
async fn no_page_contains_an_inline_script_or_style() {
    let pages = Pages::set_up().await;
    // A letter in its frame has another policy: mail has only inline styles.
    for row in PAGES.iter().filter(|row| !["/events", "/configuration/letters/test/html"].contains(row)) {
        let answer = pages.get(&address(row)).await;
        for inline in ["style=\"", " onclick=", " onsubmit=", "<style", "javascript:", "<script>"] {
            assert!(!answer.body.contains(inline), "{row}: {inline}");
        }
    }
}

#[tokio::test]
async fn unknown_ids_are_not_found() {
    let pages = Pages::set_up().await;
    for row in PAGES.iter().filter(|row| row.contains("{id}")) {
        let answer = pages.get(&address(row)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{row}");
        answer.says("Page not found");
    }
    for path in [
        "/nowhere",
        "/mailbox/not-an-id",
        "/outbox?before=not-an-id",
        "/configuration/audit-log?before=no-id",
        "/configuration",
    ] {
        let answer = pages.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        answer.says("Page not found");
    }
    let answer = pages.get("/sign-out").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    answer.says("Method not allowed");
}

#[tokio::test]
async fn an_invalid_form_is_refused_with_a_page() {
    let pages = Pages::set_up().await;
    let json = pages.request("POST", "/configuration/email-settings").header(header::CONTENT_TYPE, "application/json");
    let answer = pages.call(json.body(Body::from("{}")).expect("a request")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    answer.says("The form could not be read");
    let huge = "x".repeat(3 * 1024 * 1024);
    let answer = pages.post("/configuration/email-settings", &[("from.name", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    answer.says("The form is too large");
}

#[tokio::test]
async fn the_setup_link_works_once_and_a_wrong_one_is_explained() {
    let pages = Pages::new().await;
    let token = pages.setup_token().await;
    pages.get("/setup?token=wrong").await.says("This setup link does not work");
    pages.get("/setup").await.says("This setup link does not work");
    pages.get(&format!("/setup?token={token}")).await.says("Create the first administrator");
    let form = [("token", token.as_str()), ("email", ANN), ("password", PASSWORD), ("workspace", "Example")];
    assert_eq!(pages.post("/setup", &form).await.status, StatusCode::SEE_OTHER);
    pages.get(&format!("/setup?token={token}")).await.says("owlpost is already set up");
    pages.post("/setup", &form).await.says("owlpost is already set up");
}

#[tokio::test]
async fn a_setup_with_faults_keeps_the_entered_values_except_the_password() {
    let pages = Pages::new().await;
    let token = pages.setup_token().await;
    let form = [("token", token.as_str()), ("email", ANN), ("password", "tooshort"), ("workspace", "<b>Example</b>")];
    let answer = pages.post("/setup", &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says("id=\"password-fault\"");
    answer.says("value=\"ann@example.com\"");
    answer.says("value=\"&#60;b&#62;Example&#60;/b&#62;\"");
    answer.does_not_say("tooshort");
}

#[tokio::test]
async fn signing_in_redirects_only_to_the_requested_page() {
    let pages = Pages::set_up().await;
    for (next, expected) in [("/outbox?state=failed", "/outbox?state=failed"), ("//evil.example", "/"), ("", "/")] {
        let answer = pages.post("/sign-in", &[("email", ANN), ("password", PASSWORD), ("next", next)]).await;
        assert_eq!(answer.header(header::LOCATION), expected);
        assert_ne!(Some(answer.session()), pages.ann.cookie, "each sign-in has a session of its own");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_response() {
    let pages = Pages::set_up().await;
    let wrong = pages.post("/sign-in", &[("email", ANN), ("password", "not this one, sorry")]).await;
    let unknown = pages.post("/sign-in", &[("email", "bob@example.com"), ("password", "not this one, sorry")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.body.replace(ANN, "X"), unknown.body.replace("bob@example.com", "X"));
}

#[tokio::test]
async fn too_many_attempts_are_refused_with_a_readable_wait() {
    let pages = Pages::set_up().await;
    let mut last = pages.post("/sign-in", &[("email", ANN), ("password", "wrong")]).await;
    for _ in 0..50 {
        last = pages.post("/sign-in", &[("email", ANN), ("password", "wrong")]).await;
        if last.status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    last.says("Too many attempts");
    assert!(!last.header(header::RETRY_AFTER).is_empty());
}

#[tokio::test]
async fn signing_out_ends_the_session_and_its_cookie() {
    let pages = Pages::set_up().await;
    let answer = pages.post("/sign-out", &[]).await;
    assert!(answer.header(header::SET_COOKIE).starts_with("owlpost=; Path=/; Max-Age=0"), "{:?}", answer.headers);
    assert_eq!(pages.get("/outbox").await.header(header::LOCATION), "/sign-in?next=/outbox");
}
