//! Tests of key files and assertions, with a key pair made for the tests.

use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

use super::*;

const FILE: &str = include_str!("../../tests/keys/service_account.json");
const PUBLIC: &[u8] = include_bytes!("../../tests/keys/service_account.public.der");
const ELLIPTIC: &str = include_str!("../../tests/keys/elliptic.pem");

fn file_with(name: &str, value: Option<&str>) -> String {
    let mut object: Map<String, Value> = serde_json::from_str(FILE).expect("the key file is JSON");
    match value {
        Some(value) => object.insert(name.to_owned(), Value::String(value.to_owned())),
        None => object.remove(name),
    };
    Value::Object(object).to_string()
}

#[track_caller]
fn check(file: &str, expected: &str) {
    let error = ServiceAccountKey::parse(&SecretString::from(file)).expect_err("the file is refused");
    assert_eq!(error.code().strip_prefix("service_account_key_"), Some(expected));
    let error = error.to_string();
    for secret in ["MIIE", "BEGIN", "GOCSPX", "1//0refresh", "sesame"] {
        assert!(!error.contains(secret), "{error}");
    }
}

#[test]
fn reads_a_key_file() {
    let key = ServiceAccountKey::parse(&SecretString::from(format!("\n {FILE} \n"))).expect("the file is whole");
    assert_eq!(key.account, "owlpost@example.iam.gserviceaccount.com");
    assert_eq!(key.client_id.as_deref(), Some("123456789012345678901"));
    assert_eq!(format!("{key:?}"), "ServiceAccountKey { account: \"owlpost@example.iam.gserviceaccount.com\", .. }");
}

#[test]
fn names_other_files_and_quotes_nothing() {
    check("", "not_json");
    check("sesame", "not_json");
    check(&FILE[..FILE.len() / 2], "not_json");
    check("[]", "not_json");
    check("{}", "other_file");
    check(r#"{"web":{"client_id":"x","client_secret":"GOCSPX-sesame"}}"#, "is_oauth_client");
    check(r#"{"installed":{"client_secret":"GOCSPX-sesame"}}"#, "is_oauth_client");
    check(r#"{"type":"authorized_user","refresh_token":"1//0refresh"}"#, "is_user_login");
    check(r#"{"type":"external_account"}"#, "is_workload_identity");
    check(&file_with("private_key", None), "without_field");
    check(&file_with("private_key_id", None), "without_field");
    check(&file_with("client_email", Some(" ")), "without_field");
    check(&file_with("private_key", Some("sesame")), "incomplete");
    check(&file_with("private_key", Some("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n")), "not_rsa");
    check(&file_with("private_key", Some(ELLIPTIC)), "not_rsa");
}

#[test]
fn an_assertion_has_issuer_subject_and_signature() {
    let key = ServiceAccountKey::parse(&SecretString::from(FILE)).expect("the file is whole");
    let mailbox = EmailAddress::parse("news@example.com").expect("an address");
    let now = Timestamp::from_second(1_800_000_000).expect("a time");
    let scopes = ["https://mail.google.com/".to_owned()];
    let assertion = key.assertion("https://oauth2.googleapis.com/token", &scopes, &mailbox, now).expect("it is signed");

    let parts: Vec<&str> = assertion.expose_secret().split('.').collect();
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).expect("base64url");
    let json = |part: &str| serde_json::from_slice::<Value>(&decode(part)).expect("JSON");
    assert_eq!(parts.len(), 3);
    assert_eq!(
        json(parts[0]),
        json!({"alg": "RS256", "typ": "JWT", "kid": "0123456789abcdef0123456789abcdef01234567"})
    );
    assert_eq!(
        json(parts[1]),
        json!({
            "iss": "owlpost@example.iam.gserviceaccount.com",
            "sub": "news@example.com",
            "scope": "https://mail.google.com/",
            "aud": "https://oauth2.googleapis.com/token",
            "iat": 1_800_000_000,
            "exp": 1_800_003_600,
        })
    );
    let signed = format!("{}.{}", parts[0], parts[1]);
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, PUBLIC)
        .verify(signed.as_bytes(), &decode(parts[2]))
        .expect("the signature fits the public key");
}
