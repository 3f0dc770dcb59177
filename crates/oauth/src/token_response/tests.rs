//! Tests with responses of real token endpoints.

use secrecy::ExposeSecret as _;
use serde_json::json;

use super::*;

fn read(answer: Value) -> Result<TokenResponse, UnusableToken> {
    let Value::Object(answer) = answer else { panic!("an object") };
    TokenResponse::read(&answer, "client-1")
}

fn with(name: &str, value: Value) -> TokenResponse {
    let mut answer = json!({"access_token": "token"});
    answer[name] = value;
    read(answer).expect("it is granted")
}

#[track_caller]
fn check_life(value: Value, seconds: u64) {
    assert_eq!(with("expires_in", value.clone()).expires_in.as_secs(), seconds, "{value}");
}

#[test]
fn reads_a_lifetime_in_all_forms_and_bounds_it() {
    check_life(json!(3599), 3599);
    check_life(json!("3599"), 3599);
    check_life(json!(" 3599 "), 3599);
    check_life(json!(3599.9), 3599);
    check_life(json!(null), 3600);
    check_life(json!("soon"), 3600);
    check_life(json!(-5), 3600);
    check_life(json!([1]), 3600);
    check_life(json!(0), 60);
    check_life(json!(1_800_000_000_000_u64), 86_400);
    check_life(json!(1e300), 86_400);
    check_life(json!("inf"), 3600);
    check_life(json!("NaN"), 3600);
    assert_eq!(read(json!({"access_token": "token"})).expect("granted").expires_in.as_secs(), 3600);
}

#[test]
fn reads_the_lifetime_of_a_refresh_token() {
    let life = |value| with("refresh_token_expires_in", value).refresh_token_expires_in.map(|life| life.as_secs());
    assert_eq!(life(json!(604_799)), Some(604_799));
    assert_eq!(life(json!("604799")), Some(604_799));
    assert_eq!(life(json!(0)), None);
    assert_eq!(life(json!(null)), None);
    assert_eq!(life(json!(1e300)), Some(10 * 365 * 86_400));
}

#[test]
fn accepts_bearer_tokens_only() {
    for kind in [json!("Bearer"), json!("bearer"), json!("BEARER "), json!(""), json!(null)] {
        with("token_type", kind);
    }
    for kind in [json!("DPoP"), json!("mac"), json!(7)] {
        let refused = read(json!({"access_token": "token", "token_type": kind}));
        assert_eq!(refused.expect_err("not a bearer token"), UnusableToken::NotBearer);
    }
    for token in [json!(""), json!(null), json!(7)] {
        assert!(read(json!({"access_token": token})).is_err());
    }
}

#[test]
fn reads_scopes_and_refresh_token() {
    assert_eq!(with("scope", json!("a  b")).scopes, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(with("scope", json!("a,b")).scopes, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(with("scope", json!(["a", "b"])).scopes, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(with("scope", json!("")).scopes, None);
    assert_eq!(with("scope", json!(7)).scopes, None);
    let renewed = with("refresh_token", json!("next"));
    assert_eq!(renewed.refresh_token.map(|token| token.expose_secret().to_owned()).as_deref(), Some("next"));
    assert!(with("refresh_token", json!("")).refresh_token.is_none());
    assert!(with("foo", json!({"bar": [1]})).refresh_token.is_none());
}

fn id_token(claims: &Value) -> Value {
    json!(format!("eyJhbGciOiJub25lIn0.{}.c2lnbmF0dXJl", URL_SAFE_NO_PAD.encode(claims.to_string())))
}

#[track_caller]
fn check_account(token: Value, expected: Option<&str>) {
    assert_eq!(with("id_token", token.clone()).account.as_deref(), expected, "{token}");
}

#[test]
fn reads_the_account_from_the_id_token() {
    check_account(
        id_token(&json!({"aud": "client-1", "email": "a@example.com", "upn": "b@example.com"})),
        Some("a@example.com"),
    );
    check_account(
        id_token(&json!({"aud": ["x", "client-1"], "preferred_username": "b@example.com"})),
        Some("b@example.com"),
    );
    check_account(
        id_token(&json!({"aud": "client-1", "preferred_username": "+49 30 1234", "upn": "c@example.com"})),
        Some("c@example.com"),
    );
    check_account(id_token(&json!({"aud": "another", "email": "a@example.com"})), None);
    check_account(id_token(&json!({"email": "a@example.com"})), None);
    check_account(id_token(&json!({"aud": "client-1", "email": 7})), None);
    check_account(id_token(&json!([])), None);
    check_account(json!("no token"), None);
    check_account(json!("a.!!!.c"), None);
    check_account(json!(7), None);
}

#[test]
fn debug_prints_no_token() {
    let granted = read(json!({"access_token": "sesame", "refresh_token": "sesame"})).expect("granted");
    assert!(!format!("{granted:?}").contains("sesame"));
}
