//! Mail that was written to harm its reader: it runs nothing, loads nothing, and breaks no page.

use std::time::Duration;

use accounts::Scope;
use axum::http::StatusCode;
use delivery::MailboxStore;
use mail::EmailAddress;
use mail::Outgoing;

use crate::support::{TestServer, start};

/// Stores a message in the mailbox as if it had been sent; returns the path of its page.
async fn kept(server: &TestServer, bytes: &str) -> String {
    let address = |text: &str| EmailAddress::parse(text).expect("an address");
    let outgoing = Outgoing {
        unique: 1,
        sender: address("noreply@example.com").into(),
        recipients: vec![address("\"<evil>\"@example.com")],
        notifications: None,
        smtputf8: false,
        eight_bit: true,
        bytes: bytes.as_bytes().into(),
    };
    let mailbox = &server.app.mailbox;
    // Ids of the same millisecond have no order.
    server.app.clock.turn(Duration::from_millis(1));
    mailbox.store(&outgoing).await.expect("kept");
    let newest = mailbox.list("", None, 1).await.expect("a list").remove(0);
    format!("/mailbox/{}", newest.id)
}

fn html_mail(html: &str) -> String {
    format!(
        "Subject: =?utf-8?q?=3Cevil=3E_=22_=27?=\r\nFrom: \"<evil>\" <a@example.com>\r\nTo: \"</dd><evil>\" <b@example.com>\r\n\
        Message-ID: <evil><script>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n"
    )
}

fn attached(kind: &str, disposition: &str) -> String {
    format!(
        "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n\
        --b\r\nContent-Type: {kind}\r\nContent-Disposition: {disposition}\r\n\r\n<script>alert(1)</script>\r\n--b--\r\n"
    )
}

fn nested(kind: &str, depth: usize) -> String {
    let mut text = "Subject: nested\r\nMIME-Version: 1.0\r\n".to_owned();
    for level in 0..depth {
        match kind {
            "multipart" => {
                text.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"))
            }
            _ => text.push_str("Content-Type: message/rfc822\r\n\r\nSubject: inner\r\nMIME-Version: 1.0\r\n"),
        }
    }
    text + "\r\nthe end\r\n"
}

fn gallery() -> Vec<String> {
    let mut mails: Vec<String> = [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "<form action=https://evil.example><input name=password></form>",
        "<img src=https://evil.example/p.gif><link rel=preconnect href=https://evil.example>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<base href=https://evil.example/><a href=x>x</a>",
        "<iframe src=/configuration/api-keys></iframe><object data=/></object>",
        "<img src=\"cid:../../x\"><img src=\"cid:https://evil.example\">",
        "</iframe></body></html><evil>",
    ]
    .map(html_mail)
    .into();
    mails.push(html_mail(&"<div>".repeat(100_000)));
    mails.push(nested("multipart", 5_000));
    mails.push(nested("rfc822", 5_000));
    mails.push(attached("text/html", "attachment; filename=\"../../etc/<evil>.html\""));
    mails.push(attached("image/svg+xml", "inline; filename=\"x.svg\""));
    mails.push(attached("text/html", "attachment; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20evil%3D1%22.html"));
    mails.push(attached("application/\"><evil>", "attachment; filename=\"\""));
    mails.push("\0\0\0<evil>".to_owned());
    mails.push(String::new());
    mails
}

/// Checks that a page does not contain markup of the mail.
#[track_caller]
fn check_page(body: &str, what: &str) {
    for markup in ["<evil", "<script>", "onerror=", "<form action=https", "<iframe src=/conf"] {
        let harmless = body.contains(markup) && markup == "onerror=" && body.contains("&#60;img src=x onerror=");
        assert!(!body.contains(markup) || harmless, "{what}: {markup} in {body}");
    }
}

#[tokio::test]
async fn hostile_mail_harms_no_page() {
    let server = start().await;
    let session = server.session().await;
    let get = async |path: &str| server.call_with("GET", path, &[("cookie", &session)], "").await;
    let (mut frames, mut files) = (0, 0);
    for (number, mail) in gallery().into_iter().enumerate() {
        let page = kept(&server, &mail).await;
        for show in ["", "?show=html", "?show=text", "?show=source", "?show=attachments"] {
            let answer = get(&format!("{page}{show}")).await;
            let fine = [StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY].contains(&answer.status);
            assert!(fine, "mail {number}{show}: {}", answer.status);
            check_page(&answer.body, &format!("mail {number}{show}"));
        }
        let frame = get(&format!("{page}/html")).await;
        let policy = frame.header("content-security-policy").to_owned();
        assert!(policy.contains("default-src 'none'"), "{policy}");
        if frame.status == StatusCode::OK {
            frames += 1;
            assert!(policy.contains("; sandbox allow-popups") && !policy.contains("allow-scripts"), "{policy}");
            assert!(!policy.contains("allow-same-origin") && policy.contains("form-action 'none'"), "{policy}");
            for call in ["<link", "<meta"] {
                assert!(!frame.body.to_ascii_lowercase().contains(call), "{call} in {}", frame.body);
            }
        }
        for part in 1..4 {
            let file = get(&format!("{page}/attachments/{part}")).await;
            if file.status == StatusCode::OK {
                files += 1;
                assert_eq!(file.header("content-type"), "application/octet-stream", "mail {number}");
                assert!(file.header("content-disposition").starts_with("attachment; filename=\""), "mail {number}");
                assert!(!file.header("content-disposition").contains(['/', '\\', '<']), "{:?}", file.headers);
                assert_eq!(file.header("x-content-type-options"), "nosniff");
                assert!(file.headers.get("set-cookie").is_none());
            }
        }
        let source = get(&format!("{page}/source")).await;
        assert_eq!(source.header("content-type"), "message/rfc822");
        assert!(source.header("content-disposition").starts_with("attachment"));
    }
    assert!(frames >= 9 && files >= 4, "{frames} frames and {files} files were looked at");
    check_page(&get("/mailbox").await.body, "the list");
    check_page(&get("/mailbox?q=%3Cevil%3E%22").await.body, "a search");
}

/// Names a person and a workspace, and invites an address, with hostile texts; returns the path of the workspace's
/// page.
async fn hostile_people(server: &TestServer, session: &str) -> String {
    let cookie = [("cookie", session)];
    let hostile = "<evil>\"'><script>alert(1)</script>";
    let named = server.post_form("/account", &cookie, &[("name", hostile), ("language", "")]).await;
    assert_eq!(named.header("location"), "/account?saved=1", "{}", named.body);
    let made = server.post_form("/workspaces", &cookie, &[("name", hostile)]).await;
    let workspace = made.header("location").split('?').next().expect("a page").to_owned();
    let form = [("email", "\"<evil>'\"@example.com"), ("role", "editor"), ("language", "en")];
    let invited = server.post_form(&format!("{workspace}/invitations"), &cookie, &form).await;
    assert_eq!(invited.header("location"), format!("{workspace}?invited=1"), "{}", invited.body);
    workspace
}

#[tokio::test]
async fn hostile_text_in_the_outbox_is_shown_as_text() {
    let server = start().await;
    let session = server.session().await;
    let key = server.key("<evil>\" onclick=\"", &Scope::ALL).await;
    let body = serde_json::json!({
        "to": "\"<evil> </a>\" <\"<evil>\"@example.com>", "subject": "<evil>\"'><script>alert(1)</script>",
        "text": "<evil>", "from": "\"<evil>\" <other@example.com>", "headers": {"X-Order": "<evil>"},
    });
    let answer = server.send_json("POST", "/api/v1/messages", &key, &body.to_string()).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.body);
    let accepted: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    let id = accepted["id"].as_str().expect("an id");
    let workspace = hostile_people(&server, &session).await;
    for path in [
        "/",
        "/outbox",
        "/outbox?q=%3Cevil%3E%22&state=%3Cevil%3E",
        "/configuration/api-keys",
        "/configuration/audit-log",
        "/configuration/accounts",
        "/configuration/accounts?saved=%3Cevil%3E",
        "/configuration/letters",
        "/workspaces",
        &workspace,
        &format!("{workspace}/delete"),
        "/account",
        "/account/delete",
        "/configuration/audit-log?q=%3Cevil%3E%22&action=%3Cevil%3E&since=%3Cevil%3E",
    ] {
        let page = server.call_with("GET", path, &[("cookie", &session)], "").await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        check_page(&page.body, path);
    }
    for below in ["", "/mail?show=text", "/mail?show=source"] {
        let page = server.call_with("GET", &format!("/outbox/{id}{below}"), &[("cookie", &session)], "").await;
        assert_eq!(page.status, StatusCode::OK, "{below}");
        assert!(page.body.contains("&#60;evil&#62;"), "{below}: the words are shown");
        check_page(&page.body, below);
    }
}
