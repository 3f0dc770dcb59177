//! Tests of hostile names of people and workspaces: every page shows them as text.

use axum::http::{StatusCode, header};

use super::*;

const SCRIPT: &str = "<script>alert(1)</script>";
const IMAGE: &str = "\"><img src=x onerror=alert(1)>";
const EMAIL: &str = "\"<b>x</b>'\"@example.com";

/// Checks that the names appear as text, not as markup.
#[track_caller]
fn check(page: &str, answer: &Answer, shown: &[&str]) {
    for markup in ["<script>alert", "<img src=x", "<b>x</b>"] {
        assert!(!answer.body.contains(markup), "{page}: {markup} is in {}", answer.body);
    }
    for words in shown {
        assert!(answer.body.contains(words), "{page}: {words} is not in {}", answer.body);
    }
}

const SHOWN_SCRIPT: &str = "&#60;script&#62;alert(1)&#60;/script&#62;";
const SHOWN_IMAGE: &str = "&#34;&#62;&#60;img src=x onerror=alert(1)&#62;";
const SHOWN_EMAIL: &str = "&#60;b&#62;x&#60;/b&#62;";

#[tokio::test]
async fn a_hostile_name_is_plain_text_on_every_page() {
    let pages = Pages::set_up().await;
    let (ann, id) = (pages.ann.clone(), pages.workspace);
    let renamed = pages.send(&ann, &format!("/workspaces/{id}/rename"), &[("name", IMAGE)]).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
    let eve = pages.person(EMAIL, true, Some(Role::Admin)).await;
    let browser = pages.browser_of(&eve).await;
    let named = pages.send(&browser, "/account", &[("name", SCRIPT), ("language", "")]).await;
    assert_eq!(named.header(header::LOCATION), "/account?saved=1", "{}", named.body);
    // Its invitations contain the name of the inviter.
    let invited = [("email", BOB), ("role", "editor"), ("language", "en")];
    let invited = pages.send(&browser, &format!("/workspaces/{id}/invitations"), &invited).await;
    assert_eq!(invited.status, StatusCode::SEE_OTHER, "{}", invited.body);

    let by = ActorContext::api_key("test");
    pages.app.files.put(id, IMAGE, None, b"x".to_vec(), &by).await.expect("is stored");
    let part = scripting::files::in_address(IMAGE);

    let rows: &[(String, &[&str])] = &[
        (format!("/workspaces/{id}/files"), &[SHOWN_IMAGE]),
        (format!("/workspaces/{id}/files/{part}/delete"), &[SHOWN_IMAGE]),
        ("/workspaces".into(), &[SHOWN_IMAGE]),
        (format!("/workspaces/{id}"), &[SHOWN_IMAGE, SHOWN_SCRIPT, SHOWN_EMAIL]),
        (format!("/workspaces/{id}/delete"), &[SHOWN_IMAGE]),
        (format!("/workspaces/{id}/members/{}/remove", eve.id), &[SHOWN_IMAGE, SHOWN_EMAIL]),
        ("/configuration/accounts".into(), &[SHOWN_SCRIPT, SHOWN_EMAIL]),
        (format!("/configuration/accounts/{}/delete", eve.id), &[SHOWN_EMAIL]),
        ("/configuration/audit-log".into(), &[SHOWN_IMAGE, SHOWN_EMAIL]),
        ("/configuration/audit-log?q=%3Cscript%3Ealert".into(), &["&#60;script&#62;alert"]),
        ("/".into(), &[]),
        ("/outbox".into(), &[]),
        ("/mailbox".into(), &[]),
    ];
    for (path, shown) in rows {
        let answer = pages.read(&ann, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        check(path, &answer, shown);
    }
    let own: &[(String, &[&str])] = &[
        ("/workspaces".into(), &[SHOWN_IMAGE, SHOWN_EMAIL]),
        (format!("/workspaces/{id}"), &[SHOWN_IMAGE, SHOWN_SCRIPT, SHOWN_EMAIL]),
        ("/account".into(), &[SHOWN_SCRIPT, SHOWN_EMAIL]),
        ("/account/delete".into(), &[SHOWN_EMAIL]),
    ];
    for (path, shown) in own {
        check(path, &pages.read(&browser, path).await, shown);
    }
    let link = format!("/invitation?ticket={}", pages.ticket_to(BOB).await);
    check("the invitation", &pages.read(&NOBODY, &link).await, &[SHOWN_IMAGE]);
    check("the other account", &pages.read(&browser, &link).await, &[SHOWN_EMAIL]);
    let bob = pages.person(BOB, true, None).await;
    check("the question", &pages.read(&pages.browser_of(&bob).await, &link).await, &[SHOWN_IMAGE]);
}

#[tokio::test]
async fn refused_input_is_shown_as_plain_text() {
    let pages = Pages::set_up().await;
    let (ann, id) = (pages.ann.clone(), pages.workspace);
    let long = format!("{IMAGE}{SCRIPT}{}", "x".repeat(100));
    pages.send(&ann, &format!("/workspaces/{id}/rename"), &[("name", IMAGE)]).await;
    pages.invite(BOB, Role::Editor).await.expect("invites");
    let ticket = pages.ticket_to(BOB).await;
    let other = pages.person(EVE, true, None).await;
    let by = ActorContext::api_key("test");
    pages.app.accounts.set_instance_admin(other.id, true, &by).await.expect("another administrator");
    for (browser, path, form) in [
        (&NOBODY, "/sign-up".to_owned(), vec![("email", EMAIL), ("name", long.as_str()), ("password", "x")]),
        (&NOBODY, "/sign-in".to_owned(), vec![("email", IMAGE), ("password", "x"), ("next", IMAGE)]),
        (&NOBODY, "/reset-password".to_owned(), vec![("email", IMAGE)]),
        (&NOBODY, "/invitation".to_owned(), vec![("ticket", &ticket), ("name", long.as_str()), ("password", "x")]),
        (&ann, "/account".to_owned(), vec![("name", long.as_str()), ("language", IMAGE)]),
        (&ann, "/account/change-address".to_owned(), vec![("email", IMAGE), ("address_password", IMAGE)]),
        (&ann, "/workspaces".to_owned(), vec![("name", long.as_str())]),
        (&ann, format!("/workspaces/{id}/rename"), vec![("name", long.as_str())]),
        (&ann, format!("/workspaces/{id}/invitations"), vec![("email", IMAGE), ("role", "editor"), ("language", "en")]),
        // Ann is the only administrator of the workspace, which the message names.
        (&ann, "/account/delete".to_owned(), vec![("delete_password", PASSWORD)]),
    ] {
        let answer = pages.send(browser, &path, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", answer.body);
        check(&path, &answer, if path == "/account/delete" { &[SHOWN_IMAGE] } else { &[] });
    }
    for path in ["/validation", "/invitation", "/account/address", "/reset-password/new", "/sign-in"] {
        let hostile = percent_encoded(IMAGE);
        check(path, &pages.read(&NOBODY, &format!("{path}?ticket={hostile}&next={hostile}")).await, &[]);
    }
}
