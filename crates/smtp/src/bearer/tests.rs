//! The lines sent in an exchange with an access token, and their form in the transcript.

use mail::Security;

use super::*;

fn server() -> Server {
    Server {
        host: "smtp.example.com".to_owned(),
        port: 587,
        security: Security::Starttls,
        ehlo_name: "owl.example".to_owned(),
        ca_certificate: None,
    }
}

fn token(secret: &str) -> SecretString {
    SecretString::from(secret)
}

#[track_caller]
fn check_choice(offered: &str, wanted: Option<BearerMechanism>, expected: &str) {
    let mechanisms = offered.split_whitespace().map(str::to_owned).collect();
    let server = Capabilities { mechanisms, ..Default::default() };
    let chosen = match choose_mechanism(&server, wanted, CleartextLogin::Refused, true) {
        Ok(mechanism) => mechanism.name().to_owned(),
        Err(error) => error.to_string(),
    };
    assert_eq!(chosen, expected, "{offered}");
}

#[test]
fn xoauth2_is_preferred_unless_a_mechanism_is_configured() {
    check_choice("LOGIN PLAIN XOAUTH2 OAUTHBEARER", None, "XOAUTH2");
    check_choice("OAUTHBEARER PLAIN", None, "OAUTHBEARER");
    check_choice("XOAUTH2 OAUTHBEARER", Some(BearerMechanism::OAuthBearer), "OAUTHBEARER");
    check_choice("PLAIN LOGIN", None, "the server offers only PLAIN, LOGIN");
    check_choice("", None, "the server offers no login");
}

#[test]
fn no_token_without_tls() {
    let server = Capabilities { mechanisms: vec!["XOAUTH2".to_owned()], ..Default::default() };
    assert!(matches!(
        choose_mechanism(&server, None, CleartextLogin::Refused, false),
        Err(SmtpError::CleartextAuthRefused)
    ));
}

/// The command with its initial response decoded, then the response to each challenge.
#[track_caller]
fn check_lines(mechanism: BearerMechanism, username: &str, challenges: &[&str], expected: &[&str]) {
    let token = token("ya29.tok");
    let mut exchange = Exchange::new(mechanism, &server(), username, &token).expect("usable");
    let mut lines = vec![exchange.first()];
    for challenge in challenges {
        lines.push(exchange.answer(&BASE64.encode(challenge)).expect("an answer"));
    }
    let decoded: Vec<String> = lines
        .iter()
        .map(|line| {
            assert!(!line.shown.contains("ya29") && !line.shown.contains(&exchange.blob), "{}", line.shown);
            let (command, blob) = line.line.rsplit_once(' ').unwrap_or(("", &line.line));
            let text = BASE64.decode(blob).map(|bytes| String::from_utf8_lossy(&bytes).replace('\u{1}', "^A"));
            format!("{command} {}", text.unwrap_or_else(|_| blob.to_owned())).trim().to_owned()
        })
        .collect();
    assert_eq!(decoded, expected);
}

#[test]
fn each_mechanism_follows_its_documentation() {
    let refusal = r#"{"status":"401","schemes":"bearer mac","scope":"https://mail.google.com/"}"#;
    check_lines(
        BearerMechanism::XOAuth2,
        "ann@example.com",
        &[refusal],
        &["AUTH XOAUTH2 user=ann@example.com^Aauth=Bearer ya29.tok^A^A", ""],
    );
    check_lines(
        BearerMechanism::OAuthBearer,
        "a=n,n@example.com",
        &[refusal],
        &[
            "AUTH OAUTHBEARER n,a=a=3Dn=2Cn@example.com,^Ahost=smtp.example.com^Aport=587^Aauth=Bearer ya29.tok^A^A",
            "^A",
        ],
    );
    check_lines(
        BearerMechanism::XOAuth2,
        "u",
        &["", refusal],
        &["AUTH XOAUTH2 user=u^Aauth=Bearer ya29.tok^A^A", "user=u^Aauth=Bearer ya29.tok^A^A", ""],
    );
}

#[test]
fn the_reason_of_a_refusal_is_read() {
    let token = token("t");
    for (challenge, expected) in [
        (
            r#"{"status":"400","schemes":"Bearer","scope":"mail"}"#,
            "the server's reason: 400, a token for mail is needed",
        ),
        (r#"{"status":"invalid_token"}"#, "the server's reason: invalid_token"),
        ("no JSON", "the server's reason: without a status"),
    ] {
        let mut exchange = Exchange::new(BearerMechanism::XOAuth2, &server(), "u", &token).expect("usable");
        exchange.first();
        exchange.answer(&BASE64.encode(challenge)).expect("an answer");
        assert_eq!(exchange.refusal.as_ref().expect("a refusal").to_string(), expected);
        assert!(matches!(exchange.answer("e30="), Err(SmtpError::ChallengeInvalid)), "one refusal is enough");
    }
}

#[test]
fn a_long_token_is_sent_after_the_challenge() {
    for mechanism in [BearerMechanism::XOAuth2, BearerMechanism::OAuthBearer] {
        let mut inline = 0;
        for length in 1..2_000 {
            let token = token(&"x".repeat(length));
            let mut exchange = Exchange::new(mechanism, &server(), "u", &token).expect("usable");
            let command = exchange.first();
            assert!(command.line.len() + 2 <= 512, "RFC 4954 section 4: {}", command.line.len());
            if command.has_initial_response() {
                inline = length;
                continue;
            }
            assert_eq!(command.line, format!("AUTH {}", mechanism.name()));
            let line = exchange.answer("").expect("the initial response");
            assert_eq!((line.line.as_str(), line.shown.as_str()), (exchange.blob.as_str(), "***"));
            assert!(exchange.answer("e30=").is_ok_and(|line| line.line != exchange.blob), "then a refusal is read");
        }
        assert!((250..400).contains(&inline), "short tokens save a round trip: {inline}");
    }
}

#[test]
fn separators_in_credentials_are_an_error() {
    for (username, secret) in [("a\u{1}b", "t"), ("a\r\nb", "t"), ("a", "t\u{1}"), ("a", "t\n")] {
        let token = token(secret);
        let made = Exchange::new(BearerMechanism::XOAuth2, &server(), username, &token);
        assert!(matches!(made, Err(SmtpError::CredentialsInvalid)));
    }
}

#[test]
fn a_token_repeated_by_the_server_is_redacted() {
    let token = token("ya29.secret-token");
    let exchange = Exchange::new(BearerMechanism::XOAuth2, &server(), "u", &token).expect("usable");
    let text = format!("bad {} {} {}", exchange.blob, "ya29.secret-token", BASE64.encode("ya29.secret-token"));
    assert_eq!(exchange.redacted(&text), "bad *** *** ***");
}
