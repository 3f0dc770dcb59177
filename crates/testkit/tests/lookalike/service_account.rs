//! Tests of Google's service accounts: an assertion needs a valid signature, time, audience and delegation.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use testkit::plain_http::{self, Answer};
use testkit::{ClockStart, Google, GoogleOptions};

use crate::oauth_client::*;

const ROBOT: &str = "robot@lookalike.iam.gserviceaccount.com";
const NOW: u64 = 1_700_000_000;

fn google_with_service_account() -> (Google, Value) {
    let google = google_with(GoogleOptions { clock: ClockStart::At(NOW), ..GoogleOptions::default() });
    let file = google.register_service_account(ROBOT, &[SEND, MAIL]);
    (google, serde_json::from_str(&file).expect("JSON"))
}

fn assertion(file: &Value, claims: &Value) -> String {
    let pem = text(file, "private_key");
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let key = RsaKeyPair::from_pkcs8(&STANDARD.decode(base64).expect("PEM")).expect("a key");
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&json!({ "alg": "RS256", "typ": "JWT" })), part(claims));
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("signed");
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn claims(google: &Google) -> Value {
    json!({ "iss": ROBOT, "sub": ANN, "scope": SEND, "aud": google.token_url(), "iat": NOW, "exp": NOW + 3600 })
}

fn present(google: &Google, assertion: &str) -> Answer {
    let fields = [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)];
    plain_http::post_form(&google.token_url(), &[], &fields).expect("an answer")
}

#[test]
fn a_valid_assertion_is_exchanged_for_a_token_for_the_person() {
    let (google, file) = google_with_service_account();
    for name in ["type", "project_id", "private_key_id", "client_email", "client_id", "token_uri"] {
        assert!(!text(&file, name).is_empty(), "{name}");
    }
    let signed = assertion(&file, &claims(&google));
    let answer = present(&google, &signed);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["expires_in"], 3599);
    assert!(answer.json().get("refresh_token").is_none());
    let mut for_smtp = claims(&google);
    for_smtp["scope"] = json!(MAIL);
    let token = text(&present(&google, &assertion(&file, &for_smtp)).json(), "access_token");
    assert!(Smtp::implicit(google.smtp_implicit_tls()).login(ANN, &token).starts_with("235"));
    assert!(google.secrets().contains(&signed));
}

#[test]
fn an_invalid_assertion_is_refused() {
    let (google, file) = google_with_service_account();
    let check = |name: &str, value: Value, status: u16, error: &str| {
        let mut claims = claims(&google);
        claims[name] = value;
        check_refused(&present(&google, &assertion(&file, &claims)), status, error, 0);
    };
    check("scope", json!("https://www.googleapis.com/auth/drive"), 401, "unauthorized_client");
    check("sub", json!("nobody@example.com"), 400, "invalid_grant");
    check("iss", json!("other@lookalike.iam.gserviceaccount.com"), 400, "invalid_grant");
    check("aud", json!("https://elsewhere.example.com/token"), 400, "invalid_grant");
    check("exp", json!(NOW + 3601), 400, "invalid_grant");
    check("exp", json!(NOW), 400, "invalid_grant");
    check("iat", json!(NOW + 3000), 400, "invalid_grant");
    let good = assertion(&file, &claims(&google));
    let (signed, _) = good.rsplit_once('.').expect("three parts");
    let forged = present(&google, &format!("{signed}.{}", URL_SAFE_NO_PAD.encode([7; 256])));
    check_refused(&forged, 400, "invalid_grant", 0);
    assert_eq!(text(&forged.json(), "error_description"), "Invalid JWT Signature.");
    google.turn_clock(DAY);
    check_refused(&present(&google, &good), 400, "invalid_grant", 0);
}

#[test]
fn without_a_person_a_service_account_has_no_mailbox() {
    let (google, file) = google_with_service_account();
    let mut claims = claims(&google);
    claims.as_object_mut().expect("an object").remove("sub");
    let token = text(&present(&google, &assertion(&file, &claims)).json(), "access_token");
    let url = format!("{}/gmail/v1/users/me/messages/send", google.api_url());
    let bearer = format!("Bearer {token}");
    let answer = plain_http::post(&url, &[("Authorization", &bearer)], b"{}").expect("an answer");
    assert_eq!((answer.status, &answer.json()["error"]["status"]), (400, &"FAILED_PRECONDITION".into()));
}
