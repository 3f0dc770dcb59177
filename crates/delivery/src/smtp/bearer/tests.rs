//! What is said in a login with an access token, and what is shown of it.

use std::sync::Arc;

use mail::{Problem, Security};

use super::*;
use crate::oauth::{Provider, Tokens, Wish};
use crate::transport::Boxed;

#[derive(Debug)]
struct NoTokens;

impl Tokens for NoTokens {
    fn token(&self, _: Wish) -> Boxed<'_, Result<AccessToken, Problem>> {
        unreachable!("an exchange has its token already")
    }
}

fn login(username: &str, mechanism: Option<BearerMechanism>) -> BearerLogin {
    BearerLogin {
        provider: Provider::Google,
        username: username.to_owned(),
        tokens: Arc::new(NoTokens),
        mechanism,
        cleartext: CleartextLogin::Refused,
    }
}

fn account() -> SmtpAccount {
    SmtpAccount {
        host: "smtp.example.com".to_owned(),
        port: 587,
        security: Security::Starttls,
        login: None,
        ehlo_name: "owl.example".to_owned(),
        ca_certificate: None,
    }
}

fn token(secret: &str) -> AccessToken {
    AccessToken { secret: secret.to_owned().into(), number: 1 }
}

#[track_caller]
fn check_choice(offered: &str, wanted: Option<BearerMechanism>, expected: &str) {
    let mechanisms = offered.split_whitespace().map(str::to_owned).collect();
    let server = Capabilities { mechanisms, ..Default::default() };
    let chosen = match choose(&server, &login("u", wanted), true) {
        Ok(mechanism) => mechanism.name().to_owned(),
        Err(mishap) => mishap.to_string(),
    };
    assert_eq!(chosen, expected, "{offered}");
}

#[test]
fn the_documented_mechanism_is_preferred_and_a_chosen_one_is_kept() {
    check_choice("LOGIN PLAIN XOAUTH2 OAUTHBEARER", None, "XOAUTH2");
    check_choice("OAUTHBEARER PLAIN", None, "OAUTHBEARER");
    check_choice("XOAUTH2 OAUTHBEARER", Some(BearerMechanism::OAuthBearer), "OAUTHBEARER");
    check_choice("PLAIN LOGIN", None, "the server offers only PLAIN, LOGIN");
    check_choice("", None, "the server offers no login");
}

#[test]
fn no_token_is_sent_in_clear() {
    let server = Capabilities { mechanisms: vec!["XOAUTH2".to_owned()], ..Default::default() };
    assert!(matches!(choose(&server, &login("u", None), false), Err(Mishap::CleartextRefused)));
}

/// What is said: the command with its blob decoded, then the answer to each challenge.
#[track_caller]
fn check_said(mechanism: BearerMechanism, username: &str, challenges: &[&str], expected: &[&str]) {
    let token = token("ya29.tok");
    let mut exchange = Exchange::new(mechanism, &account(), &login(username, None), &token).expect("usable");
    let mut said = vec![exchange.first()];
    for challenge in challenges {
        said.push(exchange.answer(&BASE64.encode(challenge)).expect("an answer"));
    }
    let words: Vec<String> = said
        .iter()
        .map(|said| {
            assert!(!said.shown.contains("ya29") && !said.shown.contains(&exchange.blob), "{}", said.shown);
            let (command, blob) = said.line.rsplit_once(' ').unwrap_or(("", &said.line));
            let decoded = BASE64.decode(blob).map(|bytes| String::from_utf8_lossy(&bytes).replace('\u{1}', "^A"));
            format!("{command} {}", decoded.unwrap_or_else(|_| blob.to_owned())).trim().to_owned()
        })
        .collect();
    assert_eq!(words, expected);
}

#[test]
fn each_mechanism_says_what_its_document_wants() {
    let refusal = r#"{"status":"401","schemes":"bearer mac","scope":"https://mail.google.com/"}"#;
    check_said(
        BearerMechanism::XOAuth2,
        "ann@example.com",
        &[refusal],
        &["AUTH XOAUTH2 user=ann@example.com^Aauth=Bearer ya29.tok^A^A", ""],
    );
    check_said(
        BearerMechanism::OAuthBearer,
        "a=n,n@example.com",
        &[refusal],
        &[
            "AUTH OAUTHBEARER n,a=a=3Dn=2Cn@example.com,^Ahost=smtp.example.com^Aport=587^Aauth=Bearer ya29.tok^A^A",
            "^A",
        ],
    );
    check_said(
        BearerMechanism::XOAuth2,
        "u",
        &["", refusal],
        &["AUTH XOAUTH2 user=u^Aauth=Bearer ya29.tok^A^A", "user=u^Aauth=Bearer ya29.tok^A^A", ""],
    );
}

#[test]
fn the_reason_of_a_refusal_is_read_and_a_riddle_is_none() {
    let token = token("t");
    for (challenge, expected) in [
        (
            r#"{"status":"400","schemes":"Bearer","scope":"mail"}"#,
            "the server's reason: 400, a token for mail is needed",
        ),
        (r#"{"status":"invalid_token"}"#, "the server's reason: invalid_token"),
        ("no JSON", "the server's reason: without a status"),
    ] {
        let login = login("u", None);
        let mut exchange = Exchange::new(BearerMechanism::XOAuth2, &account(), &login, &token).expect("usable");
        exchange.first();
        exchange.answer(&BASE64.encode(challenge)).expect("an answer");
        assert_eq!(exchange.refusal.as_ref().expect("a refusal").words(), expected);
        assert!(matches!(exchange.answer("e30="), Err(Mishap::ChallengeUnreadable)), "one refusal is enough");
    }
}

#[test]
fn a_long_token_follows_the_challenge() {
    let token = token(&"x".repeat(10_000));
    let login = login("u", None);
    let mut exchange = Exchange::new(BearerMechanism::XOAuth2, &account(), &login, &token).expect("usable");
    assert_eq!(exchange.first().line, "AUTH XOAUTH2");
    let said = exchange.answer("").expect("the blob");
    assert_eq!((said.line.as_str(), said.shown.as_str()), (exchange.blob.as_str(), "***"));
}

#[test]
fn what_would_end_a_field_or_a_line_is_refused() {
    for (username, secret) in [("a\u{1}b", "t"), ("a\r\nb", "t"), ("a", "t\u{1}"), ("a", "t\n")] {
        let (login, token) = (login(username, None), token(secret));
        let made = Exchange::new(BearerMechanism::XOAuth2, &account(), &login, &token);
        assert!(matches!(made, Err(Mishap::CredentialUnusable)));
    }
}

#[test]
fn a_server_that_repeats_the_token_is_not_quoted() {
    let token = token("ya29.secret-token");
    let login = login("u", None);
    let exchange = Exchange::new(BearerMechanism::XOAuth2, &account(), &login, &token).expect("usable");
    let text = format!("bad {} {} {}", exchange.blob, "ya29.secret-token", BASE64.encode("ya29.secret-token"));
    assert_eq!(exchange.scrubbed(&text), "bad *** *** ***");
}
