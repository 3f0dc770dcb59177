//! Tests of consents: errors shown on a page, errors reported to the application, and questions to the person.

use testkit::{Browser, Choice, Lookalike, plain_http};

use crate::oauth_client::*;

fn both(check: impl Fn(&Lookalike, &str)) {
    check(&google(), MAIL);
    check(&microsoft(), SMTP_SCOPE);
}

#[test]
fn an_unknown_application_or_redirect_url_ends_on_a_page() {
    both(|lookalike, scope| {
        let end = |change: (&str, &str)| {
            let answer = plain_http::get(&link(lookalike, scope, &[change]), &[]).expect("an answer");
            assert!(answer.status >= 400 && answer.header("location").is_none(), "{change:?}: {}", answer.text());
        };
        end(("client_id", "nobody"));
        end(("client_id", ""));
        end(("redirect_uri", ""));
        end(("redirect_uri", "https://localhost:8020/oauth/callback"));
        end(("redirect_uri", "http://localhost:8020/oauth/Callback"));
        end(("redirect_uri", "http://localhost:8020/oauth/callback/"));
        end(("redirect_uri", "http://localhost:8020/oauth/callback?x=1"));
    });
}

#[test]
fn other_errors_are_reported_to_the_application_with_its_state() {
    both(|lookalike, scope| {
        let back = |change: (&str, &str), error: &str| {
            let answer = plain_http::get(&link(lookalike, scope, &[change]), &[]).expect("an answer");
            let location = answer.header("location").expect("a way back").to_owned();
            assert_eq!((parameter(&location, "error"), parameter(&location, "state")), (error.into(), "st&te".into()));
        };
        back(("response_type", "token"), "unsupported_response_type");
        back(("response_type", ""), "invalid_request");
        back(("scope", ""), "invalid_request");
        back(("scope", "https://nonsense.example/x"), "invalid_scope");
        back(("code_challenge_method", "plain"), "invalid_request");
        back(("prompt", "none"), "login_required");
    });
}

#[test]
fn a_refusal_is_reported_as_access_denied() {
    both(|lookalike, scope| {
        let back = lookalike.consent(&link(lookalike, scope, &[]), ANN, PASSWORD, Choice::Refuse).expect("a way back");
        assert_eq!((parameter(&back, "error"), parameter(&back, "state")), ("access_denied".into(), "st&te".into()));
        assert_eq!(parameter(&back, "code"), "");
    });
}

#[test]
fn a_wrong_password_is_reported_and_does_not_continue() {
    both(|lookalike, scope| {
        let end = lookalike.consent(&link(lookalike, scope, &[]), ANN, "wrong", Choice::Allow).expect_err("a page");
        assert!(end.contains("Wrong email or password"), "{end}");
    });
}

#[test]
fn the_consent_page_names_application_and_scopes_and_needs_no_script() {
    both(|lookalike, scope| {
        let sign_in = [("step", "sign-in"), ("email", ANN), ("password", PASSWORD)];
        let page = plain_http::post_form(&link(lookalike, scope, &[]), &[], &sign_in).expect("a page").text();
        let last = scope.rsplit(' ').next().expect("a scope");
        for expected in ["owlpost", ANN, last, ">Allow</button>", ">Cancel</button>", "lang=\"en\""] {
            assert!(page.contains(expected), "{expected} is not on {page}");
        }
        assert!(!page.contains("<script"));
    });
}

#[test]
fn a_signed_in_person_chooses_an_account_and_consents_once() {
    both(|lookalike, scope| {
        let mut browser = Browser::default();
        let url = link(lookalike, scope, &[]);
        let first = browser.consent(&url, ANN, PASSWORD, Choice::Allow).expect("a way back");
        let pages = lookalike.counts().authorizations;
        // The password is not entered again, and granted scopes are not asked for again.
        let second = browser.consent(&url, ANN, "not needed", Choice::Refuse).expect("a way back");
        assert_eq!(lookalike.counts().authorizations, pages + 2);
        assert_ne!(parameter(&first, "code"), parameter(&second, "code"));
        let hinted = link(lookalike, scope, &[("login_hint", "Ann@example.com")]);
        let answer = browser.consent(&hinted, ANN, "not needed", Choice::Refuse).expect("a way back");
        assert_eq!(lookalike.counts().authorizations, pages + 3, "the hint chooses");
        assert!(!parameter(&answer, "code").is_empty());
        let again = link(lookalike, scope, &[("prompt", "consent"), ("login_hint", ANN)]);
        let answer = browser.consent(&again, ANN, "not needed", Choice::Refuse).expect("a way back");
        assert_eq!(parameter(&answer, "error"), "access_denied", "prompt=consent asks again");
    });
}

#[tokio::test]
async fn consent_and_shutdown_work_inside_a_runtime() {
    let google = google();
    let back = google.consent(&link(&google, MAIL, &[]), ANN, PASSWORD, Choice::Allow).expect("a way back");
    assert!(!parameter(&back, "code").is_empty());
    drop(google);
}
