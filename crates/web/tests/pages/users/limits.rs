//! Tests of rate limits for strangers, and that responses do not reveal who has an account.

use axum::http::{HeaderMap, StatusCode, header};

use super::*;

/// Advances the clock until every limit is reset.
fn rest(pages: &Pages) {
    pages.turn(LONG);
}

#[track_caller]
fn is_too_many(what: &str, answer: &Answer) -> u64 {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{what}: {}", answer.body);
    answer.header(header::RETRY_AFTER).parse().unwrap_or_else(|_| panic!("{what}: {:?}", answer.headers))
}

#[tokio::test]
async fn a_fourth_letter_to_an_address_is_refused_with_a_wait() {
    let pages = Pages::set_up().await;
    let bob = pages.person(BOB, false, None).await;
    let bob = pages.browser_of(&bob).await;
    let sign_up = [("email", "carol@example.com"), ("name", ""), ("password", PASSWORD)];
    let address = [("email", "ann@example.org"), ("address_password", PASSWORD)];
    for (browser, path, form) in [
        (&NOBODY, "/reset-password", &[("email", "nobody@example.com")][..]),
        (&NOBODY, "/reset-password", &[("email", ANN)]),
        (&NOBODY, "/sign-up", &sign_up),
        (&bob, "/validation/resend", &[]),
        (&pages.ann, "/account/change-address", &address),
    ] {
        for number in 1..=3 {
            let answer = pages.send(browser, path, form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path} {number}: {}", answer.body);
        }
        let refused = pages.send(browser, path, form).await;
        let wait = is_too_many(path, &refused);
        assert!((500..=600).contains(&wait), "{path}: {wait} s");
        refused.says("minutes");
        rest(&pages);
        assert_eq!(pages.send(browser, path, form).await.status, StatusCode::SEE_OTHER, "{path} afterwards");
        rest(&pages);
    }
}

#[tokio::test]
async fn an_eleventh_letter_from_a_network_is_refused_with_a_wait() {
    let pages = Pages::set_up().await;
    for number in 1..=10 {
        let email = format!("{number}@example.com");
        let answer = pages.send(&NOBODY, "/reset-password", &[("email", &email)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}");
    }
    let sign_up = [("email", "carol@example.com"), ("name", ""), ("password", PASSWORD)];
    for (path, form) in [("/reset-password", &[("email", ANN)][..]), ("/sign-up", &sign_up)] {
        let wait = is_too_many(path, &pages.send(&NOBODY, path, form).await);
        assert!((1..=60).contains(&wait), "{path}: {wait} s");
    }
}

#[tokio::test]
async fn too_many_passwords_behind_a_link_are_refused_with_a_wait() {
    let pages = Pages::set_up().await;
    let [validation, _, address, _] = pages.one_of_each().await;
    pages.person("carla@example.com", true, None).await;
    pages.invite("carla@example.com", Role::Editor).await.expect("invites");
    let invitation = Link { path: "/invitation", ticket: pages.ticket_to("carla@example.com").await, owner: NOBODY };
    rest(&pages);
    for link in [&validation, &invitation] {
        let form = [("ticket", link.ticket.as_str()), ("password", "wrong")];
        let mut last = pages.send(&NOBODY, link.path, &form).await;
        for _ in 0..31 {
            if last.status != StatusCode::UNPROCESSABLE_ENTITY {
                break;
            }
            last = pages.send(&NOBODY, link.path, &form).await;
        }
        is_too_many(link.path, &last);
        last.says("Too many attempts");
        rest(&pages);
    }
    // Ann has signed in from here before: only the network's limit applies to her.
    let (ann, wrong) = (pages.ann.clone(), "not this one, sorry");
    let signed_in = pages.send(&NOBODY, "/sign-in", &[("email", ANN), ("password", PASSWORD)]).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
    let forms = [
        (&NOBODY, "/account/address", vec![("ticket", address.ticket.as_str()), ("password", wrong)]),
        (&ann, "/account/password", vec![("current", wrong), ("password", NEW_PASSWORD)]),
        (&ann, "/account/change-address", vec![("email", "ann@example.net"), ("address_password", wrong)]),
        (&ann, "/account/delete", vec![("delete_password", wrong)]),
    ];
    let (browser, path, form) = &forms[0];
    let refused = async |browser: &Browser, path: &str, form: &[(&str, &str)]| {
        pages.send(browser, path, form).await.status == StatusCode::UNPROCESSABLE_ENTITY
    };
    while refused(browser, path, form).await {}
    for (browser, path, form) in &forms {
        let answer = pages.send(browser, path, form).await;
        is_too_many(path, &answer);
        answer.says("Too many attempts");
    }
}

#[tokio::test]
async fn forms_of_strangers_are_limited_in_size() {
    let pages = Pages::set_up().await;
    let huge = format!("email={}", "x".repeat(17 * 1024));
    for path in [
        "/sign-in",
        "/sign-out",
        "/sign-up",
        "/setup",
        "/reset-password",
        "/reset-password/new",
        "/invitation",
        "/validation",
        "/account/address",
    ] {
        let answer = pages.ask(&NOBODY, "POST", path, &huge).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        answer.says("The form is too large");
        let small = pages.ask(&NOBODY, "POST", path, &huge[..15 * 1024]).await;
        assert_ne!(small.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
    // This route takes no form; its body is not read.
    let answer = pages.ask(&NOBODY, "POST", "/validation/resend", &huge).await;
    assert_eq!(answer.header(header::LOCATION), "/sign-in?ended=1");
}

/// The parts of a response that a stranger can see.
fn seen(answer: &Answer, email: &str) -> (StatusCode, HeaderMap, String) {
    let mut headers = answer.headers.clone();
    headers.remove(header::DATE);
    (answer.status, headers, answer.body.replace(email, "X"))
}

#[tokio::test]
async fn responses_do_not_reveal_accounts() {
    let pages = Pages::set_up().await;
    pages.person(BOB, false, None).await;
    // All have the same length, so that the length of a response does not depend on them.
    let (known, waiting, unknown) = (ANN, BOB, "nob@example.com");
    for (path, password) in [("/reset-password", ""), ("/sign-up", PASSWORD), ("/sign-up", "short")] {
        let mut answers = Vec::new();
        for email in [known, waiting, unknown] {
            let form = [("email", email), ("name", ""), ("password", password)];
            let mut of_it = vec![seen(&pages.send(&NOBODY, path, &form).await, email)];
            let to = of_it[0].1.get(header::LOCATION).map(|to| to.to_str().expect("ASCII").to_owned());
            if let Some(to) = to {
                of_it.push(seen(&pages.read(&NOBODY, &to).await, email));
                for _ in 0..3 {
                    of_it.push(seen(&pages.send(&NOBODY, path, &form).await, email));
                }
                let (status, headers, _) = of_it.last().expect("some");
                assert_eq!(*status, StatusCode::TOO_MANY_REQUESTS, "{path}");
                assert!(headers.contains_key(header::RETRY_AFTER), "{path}");
            }
            answers.push(of_it);
            rest(&pages);
        }
        assert_eq!(answers[0], answers[2], "{path}: validated and unknown");
        assert_eq!(answers[1], answers[2], "{path}: not validated and unknown");
    }
}
