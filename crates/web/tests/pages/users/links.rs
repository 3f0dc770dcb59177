//! Tests that opening a link changes nothing and reveals it to nobody.

use axum::http::StatusCode;
use axum::http::header;

use super::*;

#[tokio::test]
async fn opening_a_link_changes_nothing_whoever_opens_it() {
    let pages = Pages::set_up().await;
    let links = pages.one_of_each().await;
    let eve = pages.person(EVE, true, None).await;
    let eve = pages.browser_of(&eve).await;
    let before = pages.row_counts().await;
    assert_eq!(before[0], 4, "four open tickets");
    for link in &links {
        for (whose, browser) in [("nobody", &NOBODY), ("the owner", &link.owner), ("somebody else", &eve)] {
            for method in ["GET", "HEAD"] {
                let answer = pages.ask(browser, method, &link.address(), "").await;
                let what = format!("{method} {} by {whose}", link.path);
                let others = whose == "somebody else" && link.path != "/reset-password/new";
                let expected = if others { StatusCode::FORBIDDEN } else { StatusCode::OK };
                assert_eq!(answer.status, expected, "{what}: {}", answer.body);
                assert!(answer.headers.get(header::SET_COOKIE).is_none(), "{what}");
                assert_eq!(answer.body.is_empty(), method == "HEAD", "{what}");
            }
        }
        assert_eq!(pages.row_counts().await, before, "{}", link.path);
    }
}

#[tokio::test]
async fn a_page_with_a_ticket_is_not_cached_and_sends_no_referrer() {
    let pages = Pages::set_up().await;
    let eve = pages.person(EVE, true, None).await;
    let eve = pages.browser_of(&eve).await;
    for link in pages.one_of_each().await {
        let wrong = [("ticket", link.ticket.as_str()), ("password", "short")];
        for answer in [
            pages.read(&NOBODY, &link.address()).await,
            pages.read(&link.owner, &link.address()).await,
            pages.read(&eve, &link.address()).await,
            pages.send(&NOBODY, link.path, &wrong).await,
        ] {
            assert!(answer.body.contains(&link.ticket), "{}: the form contains it", link.path);
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{}", link.path);
            assert_eq!(answer.header("cache-control"), "no-store", "{}", link.path);
            for attribute in ["href=\"", "src=\"", "action=\""] {
                for target in answer.body.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()) {
                    let ours = target.starts_with('/') && !target.starts_with("//") || target.starts_with('#');
                    assert!(ours && !target.contains(&link.ticket), "{}: {target}", link.path);
                }
            }
            assert!(!answer.body.contains("http-equiv"), "{}", link.path);
        }
    }
}

#[tokio::test]
async fn a_link_opens_only_its_own_page() {
    let pages = Pages::set_up().await;
    let links = pages.one_of_each().await;
    let before = pages.row_counts().await;
    for link in &links {
        for page in links.iter().map(|link| link.path).filter(|path| *path != link.path) {
            let elsewhere = format!("{page}?ticket={}", link.ticket);
            let form = [("ticket", link.ticket.as_str()), ("password", NEW_PASSWORD)];
            for answer in [pages.read(&link.owner, &elsewhere).await, pages.send(&link.owner, page, &form).await] {
                assert_eq!(answer.status, StatusCode::GONE, "{} at {page}", link.path);
                answer.says("This link does not work");
                answer.does_not_say(&link.ticket);
            }
        }
    }
    assert_eq!(pages.row_counts().await, before);
}

#[tokio::test]
async fn a_copied_link_is_shown_once_and_not_cached() {
    let pages = Pages::set_up().await;
    let (id, invitation) = (pages.workspace, pages.invite(BOB, Role::Editor).await.expect("invites").id);
    let path = format!("/workspaces/{id}/invitations/{invitation}/link");
    let shown = pages.send(&pages.ann, &path, &[]).await;
    assert_eq!((shown.status, shown.header("cache-control")), (StatusCode::OK, "no-store"), "{}", shown.body);
    let (_, rest) = shown.body.split_once("/invitation?ticket=").expect("a link");
    let ticket = rest.split('<').next().expect("a ticket");
    for page in [format!("/workspaces/{id}"), "/configuration/audit-log".to_owned(), "/outbox".to_owned()] {
        pages.read(&pages.ann, &page).await.does_not_say(ticket);
    }
    let joined = [("ticket", ticket), ("name", "Bob"), ("password", PASSWORD)];
    let answer = pages.send(&NOBODY, "/invitation", &joined).await;
    assert_eq!(answer.header(header::LOCATION), format!("/workspaces/{id}?joined=1"), "{}", answer.body);
}
