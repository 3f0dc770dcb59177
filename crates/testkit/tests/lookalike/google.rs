//! Tests of Google's tokens: who gets a refresh token, its lifetime, and its revocation.

use testkit::{Choice, Client, GoogleOptions, Publishing, plain_http};

use crate::oauth_client::*;

const DEAD: &str = "Token has been expired or revoked.";

#[track_caller]
fn check_revoked(answer: &plain_http::Answer) {
    check_refused(answer, 400, "invalid_grant", 0);
    assert_eq!(text(&answer.json(), "error_description"), DEAD);
}

#[test]
fn a_consent_is_exchanged_for_tokens_with_the_persons_identity() {
    let google = google();
    let answer = tokens(&google, GOOGLE_SCOPE, &[("nonce", "n-1")]);
    assert_eq!(answer["expires_in"], 3599);
    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(answer["scope"], "openid https://www.googleapis.com/auth/userinfo.email https://mail.google.com/");
    assert!(!text(&answer, "refresh_token").is_empty());
    assert!(answer.get("refresh_token_expires_in").is_none());
    let claims = claims(&text(&answer, "id_token"));
    assert_eq!(claims["iss"], "https://accounts.google.com");
    assert_eq!((&claims["aud"], &claims["email"]), (&ID.into(), &ANN.into()));
    assert_eq!((&claims["email_verified"], &claims["nonce"]), (&true.into(), &"n-1".into()));
    assert!(claims["exp"].as_u64() > claims["iat"].as_u64() && claims["sub"].is_string());
    assert!(google.faults().is_empty());
}

#[test]
fn a_refresh_token_is_issued_only_offline_and_again_only_with_prompt_consent() {
    let google = google();
    let has = |changes: &[(&str, &str)]| tokens(&google, GOOGLE_SCOPE, changes).get("refresh_token").is_some();
    assert!(!has(&[("access_type", "")]), "online");
    assert!(!has(&[]), "consented before, without a page");
    assert!(has(&[("prompt", "consent")]));
    assert!(!has(&[("prompt", "consent"), ("access_type", "online")]));
}

#[test]
fn renewing_returns_an_access_token_and_no_refresh_token() {
    let google = google();
    let refresh = text(&tokens(&google, GOOGLE_SCOPE, &[]), "refresh_token");
    let answer = renew(&google, &refresh);
    assert_eq!(answer.status, 200);
    assert!(answer.json().get("refresh_token").is_none() && answer.json().get("id_token").is_some());
    assert_eq!(renew(&google, &refresh).status, 200, "it can be used again");
    assert_eq!((google.token_requests(), google.renewals(), google.counts().exchanges), (3, 2, 1));
}

#[test]
fn an_unticked_permission_is_not_in_the_scope() {
    let google = google();
    let scope = format!("{GOOGLE_SCOPE} {SEND}");
    let back = google.consent(&link(&google, &scope, &[]), ANN, PASSWORD, Choice::Untick(&[MAIL])).expect("back");
    let answer = redeem(&google, &parameter(&back, "code")).json();
    assert_eq!(answer["scope"], format!("openid https://www.googleapis.com/auth/userinfo.email {SEND}"));
    let back = google.consent(&link(&google, MAIL, &[]), ANN, PASSWORD, Choice::Untick(&[MAIL])).expect("back");
    assert_eq!(parameter(&back, "error"), "access_denied", "nothing at all was granted");
}

#[test]
fn a_code_works_once_and_its_second_use_revokes_the_tokens() {
    let google = google();
    let code = code(&google, GOOGLE_SCOPE, &[]);
    let first = redeem(&google, &code).json();
    check_refused(&redeem(&google, &code), 400, "invalid_grant", 0);
    check_revoked(&renew(&google, &text(&first, "refresh_token")));
    let mut smtp = Smtp::implicit(google.smtp_implicit_tls());
    assert!(smtp.login(ANN, &text(&first, "access_token")).starts_with("334"));
    assert_eq!(google.faults().len(), 1);
}

#[test]
fn a_code_works_for_ten_minutes() {
    let google = google();
    let old = code(&google, GOOGLE_SCOPE, &[]);
    google.turn_clock(DAY / 144);
    check_refused(&redeem(&google, &old), 400, "invalid_grant", 0);
}

#[test]
fn a_code_is_bound_to_client_redirect_url_and_verifier() {
    let google = google();
    google.register_client(Client::new("other", "other-secret", REDIRECT)).expect("registered");
    let code = code(&google, GOOGLE_SCOPE, &[]);
    let grant = ("grant_type", "authorization_code");
    let (the_code, redirect, verifier) = (("code", &*code), ("redirect_uri", REDIRECT), ("code_verifier", VERIFIER));
    let other = [("client_id", "other"), ("client_secret", "other-secret")];
    check_refused(&ask(&google, &[grant, the_code, redirect, verifier, other[0], other[1]]), 400, "invalid_grant", 0);
    check_refused(
        &ask(&google, &[grant, the_code, ("redirect_uri", "http://localhost/"), verifier]),
        400,
        "redirect_uri_mismatch",
        0,
    );
    check_refused(&ask(&google, &[grant, the_code, redirect]), 400, "invalid_grant", 0);
    let wrong = ("code_verifier", "another-verifier-of-at-least-forty-three-characters");
    check_refused(&ask(&google, &[grant, the_code, redirect, wrong]), 400, "invalid_grant", 0);
    check_refused(&ask(&google, &[grant, ("code", "4/0Anonsense"), redirect, verifier]), 400, "invalid_grant", 0);
    assert_eq!(redeem(&google, &code).status, 200);
}

#[test]
fn the_client_id_and_secret_are_checked() {
    let google = google();
    let refresh = text(&tokens(&google, GOOGLE_SCOPE, &[]), "refresh_token");
    let grant = [("grant_type", "refresh_token"), ("refresh_token", &refresh)];
    let unknown = ask(&google, &[grant[0], grant[1], ("client_id", "nobody")]);
    check_refused(&unknown, 401, "invalid_client", 0);
    assert_eq!(text(&unknown.json(), "error_description"), "The OAuth client was not found.");
    let wrong = ask(&google, &[grant[0], grant[1], ("client_secret", "wrong")]);
    check_refused(&wrong, 401, "invalid_client", 0);
    assert_eq!(text(&wrong.json(), "error_description"), "Unauthorized");
    check_refused(&ask(&google, &[("grant_type", "password")]), 400, "unsupported_grant_type", 0);
    // `client-id:client+secret/value~`, each part form-encoded first (RFC 6749 §2.3.1).
    let basic = ("Authorization", "Basic Y2xpZW50LWlkOmNsaWVudCUyQnNlY3JldCUyRnZhbHVlfg==");
    assert_eq!(plain_http::post_form(&google.token_url(), &[basic], &grant).expect("an answer").status, 200);
}

#[test]
fn in_testing_a_refresh_token_expires_after_seven_days_even_if_the_project_is_published() {
    let google = google_with(GoogleOptions { publishing: Publishing::Testing, ..GoogleOptions::default() });
    let answer = tokens(&google, GOOGLE_SCOPE, &[]);
    assert_eq!(answer["refresh_token_expires_in"], 604_799);
    let old = text(&answer, "refresh_token");
    google.publish(Publishing::Production);
    let new = text(&tokens(&google, GOOGLE_SCOPE, &[("prompt", "consent")]), "refresh_token");
    google.turn_clock(DAY * 6);
    assert_eq!(renew(&google, &old).status, 200);
    google.turn_clock(DAY);
    check_revoked(&renew(&google, &old));
    assert_eq!(renew(&google, &new).status, 200);
}

#[test]
fn a_refresh_token_expires_after_six_months_without_use() {
    let google = google();
    let refresh = text(&tokens(&google, GOOGLE_SCOPE, &[]), "refresh_token");
    google.turn_clock(DAY * 170);
    assert_eq!(renew(&google, &refresh).status, 200);
    google.turn_clock(DAY * 170);
    assert_eq!(renew(&google, &refresh).status, 200);
    google.turn_clock(DAY * 181);
    check_revoked(&renew(&google, &refresh));
}

#[test]
fn changing_the_password_revokes_grants_for_mail() {
    let google = google();
    let mail = text(&tokens(&google, GOOGLE_SCOPE, &[]), "refresh_token");
    let other = text(&tokens(&google, "openid email", &[("prompt", "consent")]), "refresh_token");
    google.change_password(ANN, "new password");
    check_revoked(&renew(&google, &mail));
    assert_eq!(renew(&google, &other).status, 200);
    assert!(google.consent(&link(&google, MAIL, &[]), ANN, PASSWORD, Choice::Allow).is_err(), "the old password");
}

#[test]
fn above_a_hundred_refresh_tokens_the_oldest_is_silently_revoked() {
    let google = google();
    let one = || text(&tokens(&google, GOOGLE_SCOPE, &[("prompt", "consent")]), "refresh_token");
    let first = one();
    let all: Vec<String> = (0..99).map(|_| one()).collect();
    assert_eq!(renew(&google, &first).status, 200, "a hundred are valid");
    one();
    check_revoked(&renew(&google, &first));
    assert_eq!(renew(&google, &all[0]).status, 200);
}

#[test]
fn revoking_ends_the_grant_and_the_consent() {
    let google = google();
    let answer = tokens(&google, GOOGLE_SCOPE, &[]);
    let refresh = text(&answer, "refresh_token");
    let revoke = || plain_http::post_form(&google.revoke_url(), &[], &[("token", &refresh)]).expect("an answer");
    assert_eq!(revoke().status, 200);
    check_revoked(&renew(&google, &refresh));
    check_refused(&revoke(), 400, "invalid_token", 0);
    let again = tokens(&google, GOOGLE_SCOPE, &[]);
    assert!(!text(&again, "refresh_token").is_empty(), "it is the first consent again");
    google.revoke_everything(ANN);
    check_revoked(&renew(&google, &text(&again, "refresh_token")));
}

#[test]
fn redirect_urls_that_google_refuses_cannot_be_registered() {
    let google = google();
    let register = |redirect: &str| google.register_client(Client::new("x", "y", redirect));
    assert!(register("https://mail.example.com/oauth/callback").is_ok());
    assert!(register("https://mail.firma.local/oauth/callback").is_err());
    assert!(register("https://10.0.0.5/oauth/callback").is_err());
    assert!(register("http://mail.example.com/oauth/callback").is_err());
}

#[test]
fn every_secret_is_listed() {
    let google = google();
    let the_code = code(&google, GOOGLE_SCOPE, &[]);
    let answer = redeem(&google, &the_code).json();
    let secrets = google.secrets();
    let all = [SECRET, VERIFIER, &the_code, &text(&answer, "access_token"), &text(&answer, "refresh_token")];
    for secret in all {
        assert!(secrets.iter().any(|known| known == secret), "{secret} is missing");
    }
}
