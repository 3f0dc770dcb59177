//! Tests of sessions: each sign-in starts a new one, whatever cookie was set before; and nothing redirects to another
//! site.

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};

use super::*;

/// A cookie that an attacker set in the browser.
const PLANTED: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// URLs to which signing in or out must not redirect.
const ELSEWHERE: &[&str] = &[
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/invitation?ticket=x",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/invitation\r\nSet-Cookie: owlpost=x",
    "/invitation\nLocation: //evil.example",
    "evil.example",
];

/// Everything that starts a session: signing in, and each link that does. Returns the responses with their names.
async fn each_way_in(pages: &Pages, browser: &Browser) -> Vec<(&'static str, Answer)> {
    let mut answers = Vec::new();
    let form = [("email", ANN), ("password", PASSWORD)];
    answers.push(("signing in", pages.send(browser, "/sign-in", &form).await));

    let form = [("email", BOB), ("name", ""), ("password", PASSWORD)];
    pages.send(&NOBODY, "/sign-up", &form).await;
    let ticket = pages.ticket_to(BOB).await;
    let form = [("ticket", ticket.as_str()), ("password", PASSWORD)];
    answers.push(("validation", pages.send(browser, "/validation", &form).await));

    let form = [("email", "ann@example.org"), ("address_password", PASSWORD)];
    pages.send(&pages.ann, "/account/change-address", &form).await;
    let ticket = pages.ticket_to("ann@example.org").await;
    let form = [("ticket", ticket.as_str()), ("password", PASSWORD)];
    answers.push(("a change of address", pages.send(browser, "/account/address", &form).await));

    pages.invite(BOB, Role::Editor).await.expect("invites");
    let ticket = pages.ticket_to(BOB).await;
    let form = [("ticket", ticket.as_str()), ("password", PASSWORD)];
    answers.push(("joining", pages.send(browser, "/invitation", &form).await));

    pages.invite("carol@example.com", Role::Editor).await.expect("invites");
    let ticket = pages.ticket_to("carol@example.com").await;
    let form = [("ticket", ticket.as_str()), ("name", "Carol"), ("password", PASSWORD)];
    answers.push(("joining with a new account", pages.send(browser, "/invitation", &form).await));
    answers
}

#[tokio::test]
async fn each_sign_in_starts_a_new_session_and_never_uses_a_planted_one() {
    for (url, name, attributes) in [
        ("http://localhost:8020", "owlpost", "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"),
        ("https://mail.example.com", "__Host-owlpost", "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure"),
    ] {
        let pages = Pages::set_up_with(|config| config.public_url = url.to_owned()).await;
        let planted = Browser::with(format!("{name}={PLANTED}"));
        let mut begun = BTreeSet::from([PLANTED.to_owned()]);
        for (way, answer) in each_way_in(&pages, &planted).await {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{way}: {}", answer.body);
            let cookies: Vec<_> = answer.headers.get_all(header::SET_COOKIE).iter().collect();
            assert_eq!(cookies.len(), 1, "{way}: {cookies:?}");
            let (pair, rest) = answer.header(header::SET_COOKIE).split_once("; ").expect("attributes");
            assert_eq!(rest, attributes, "{way}");
            let (found, secret) = pair.split_once('=').expect("a cookie");
            assert_eq!((found, secret.len()), (name, PLANTED.len()), "{way}");
            assert!(begun.insert(secret.to_owned()), "{way}: a session of its own");
            assert_eq!(pages.read(&Browser::with(pair), "/account").await.status, StatusCode::OK, "{way}");
            let still_nobody = pages.read(&planted, "/account").await;
            assert_eq!(still_nobody.header(header::LOCATION), "/sign-in?next=/account", "{way}: the planted one");
        }
        assert_eq!(begun.len(), 6);
    }
}

#[tokio::test]
async fn a_planted_session_gives_no_access_to_others() {
    let pages = Pages::set_up().await;
    let eve = pages.person(EVE, true, None).await;
    let eve = pages.browser_of(&eve).await;
    // The victim's browser has Eve's session and signs in as Ann: Eve's session remains Eve's.
    let answer = pages.send(&eve, "/sign-in", &[("email", ANN), ("password", PASSWORD)]).await;
    assert_ne!(Some(answer.session()), eve.cookie);
    pages.read(&eve, "/account").await.says(EVE);
    pages.read(&Browser::with(answer.session()), "/account").await.says(ANN);
    // It follows links of others: nothing is done for Eve, and no session starts.
    for link in pages.one_of_each().await {
        if link.path == "/reset-password/new" {
            continue;
        }
        for answer in [
            pages.read(&eve, &link.address()).await,
            pages.send(&eve, link.path, &[("ticket", &link.ticket), ("password", PASSWORD)]).await,
        ] {
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", link.path);
            answer.says("You are signed in with another account");
            assert!(answer.headers.get(header::SET_COOKIE).is_none(), "{}", link.path);
        }
        assert_ne!(pages.read(&link.owner, &link.address()).await.status, StatusCode::GONE, "{}", link.path);
    }
}

#[tokio::test]
async fn a_reset_starts_no_session_and_ends_the_browsers() {
    let pages = Pages::set_up().await;
    let [_, reset, ..] = pages.one_of_each().await;
    let eve = pages.person(EVE, true, None).await;
    let eve = pages.browser_of(&eve).await;
    let form = [("ticket", reset.ticket.as_str()), ("password", NEW_PASSWORD)];
    let answer = pages.send(&eve, reset.path, &form).await;
    assert_eq!(answer.header(header::LOCATION), "/sign-in?reset=1", "{}", answer.body);
    assert!(answer.header(header::SET_COOKIE).starts_with("owlpost=; Path=/; Max-Age=0;"), "{:?}", answer.headers);
    assert_eq!(pages.read(&pages.ann, "/account").await.header(header::LOCATION), "/sign-in?next=/account");
}

#[tokio::test]
async fn signing_in_and_out_never_redirect_to_another_site() {
    let pages = Pages::set_up().await;
    for next in ELSEWHERE {
        let asked = format!("/sign-in?next={}", percent_encoded(next));
        let page = pages.read(&NOBODY, &asked).await;
        assert!(page.body.matches("evil").count() <= 1, "in the hidden field alone: {}", page.body);
        assert_eq!(pages.read(&pages.ann, &asked).await.header(header::LOCATION), "/", "{next:?}");
        let form = [("email", ANN), ("password", PASSWORD), ("next", next)];
        let signed_in = pages.send(&NOBODY, "/sign-in", &form).await;
        assert_eq!(signed_in.header(header::LOCATION), "/", "{next:?}");
        let out = pages.send(&Browser::with(signed_in.session()), "/sign-out", &[("next", next)]).await;
        assert_eq!(out.header(header::LOCATION), "/sign-in?out=1", "{next:?}");
        assert_eq!(out.headers.get_all(header::SET_COOKIE).iter().count(), 1, "{next:?}");
    }
    // The page for the wrong account returns to its link.
    let back = "/invitation?ticket=AbC-_9";
    assert_eq!(pages.send(&NOBODY, "/sign-out", &[("next", back)]).await.header(header::LOCATION), back);
}

#[tokio::test]
async fn an_unvalidated_account_sees_one_page_and_can_request_another_letter() {
    let pages = Pages::set_up().await;
    let [validation, ..] = pages.one_of_each().await;
    let bob = validation.owner;
    for path in ["/", "/workspaces", "/account", "/account/delete", "/outbox", "/mailbox", "/configuration/accounts"] {
        assert_eq!(pages.read(&bob, path).await.header(header::LOCATION), "/validation", "{path}");
    }
    for path in ["/account", "/account/password", "/account/change-address", "/account/delete", "/workspaces"] {
        let answer = pages.send(&bob, path, &[("name", "Bob"), ("email", EVE)]).await;
        assert_eq!(answer.header(header::LOCATION), "/validation", "{path}");
    }
    pages.read(&bob, "/validation").await.says("Your address is not confirmed yet");
    let again = pages.send(&bob, "/validation/resend", &[]).await;
    assert_eq!(again.header(header::LOCATION), "/validation?sent=1");
    pages.read(&bob, "/validation?sent=1").await.says("Another email is on its way.");
    let old = format!("/validation?ticket={}", validation.ticket);
    pages.read(&bob, &old).await.says("A newer link was sent");
    let ticket = pages.ticket_to(BOB).await;
    let done = pages.send(&bob, "/validation", &[("ticket", &ticket)]).await;
    assert_eq!(done.header(header::LOCATION), "/workspaces?validated=1", "{}", done.body);
    assert!(done.headers.get(header::SET_COOKIE).is_none(), "the session continues");
    assert_eq!(pages.read(&bob, "/account").await.status, StatusCode::OK);
}
