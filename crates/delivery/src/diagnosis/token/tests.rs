//! The gallery of refusals, and properties of every refusal.

use mail::EmailAddress;
use oauth::{HttpResponse, ServiceAccountKey, UnusableToken, read_revocation, read_token};
use proptest::prelude::*;
use secrecy::SecretString;

use i18n::ProblemText;

use super::*;
use crate::diagnosis::tests::words;

fn registration(provider: Provider) -> Registration {
    let mut endpoints = provider.endpoints().with_tenant("contoso.com");
    if provider == Provider::Custom {
        endpoints.token_url = "https://login.example/token".to_owned();
    }
    Registration {
        provider,
        endpoints,
        client_id: "client-1".to_owned(),
        credential: Credential::Secret(SecretString::from("GOCSPX-sesame-open-now")),
        authentication: None,
    }
}

fn operation(name: &str) -> TokenOperation {
    match name {
        "consent" => TokenOperation::Authorization,
        "code" => TokenOperation::CodeExchange,
        "renewal" => TokenOperation::Refresh,
        "app" => TokenOperation::AppToken,
        "revocation" => TokenOperation::Revocation,
        other => panic!("unknown operation {other}"),
    }
}

fn response(status: u16, body: &str) -> HttpResponse {
    HttpResponse { status, retry_after: Some(Duration::from_secs(7)), body: body.as_bytes().to_vec() }
}

fn diagnosed(provider: Provider, operation: TokenOperation, status: u16, body: &str) -> TokenProblem {
    let registration = registration(provider);
    let Credential::Secret(secret) = &registration.credential else { panic!("a secret") };
    let response = response(status, body);
    let read = match operation {
        TokenOperation::Revocation => read_revocation(&response, &[secret]),
        _ => read_token(&response, "client-1", &[secret]).map(drop),
    };
    of_token_error(&registration, &error(operation, read.expect_err("it is refused")))
}

fn error(operation: TokenOperation, cause: TokenErrorCause) -> TokenError {
    TokenError {
        operation,
        scopes: vec!["https://mail.google.com/".to_owned()],
        mailbox: EmailAddress::parse("news@example.com").ok(),
        cause,
    }
}

fn assert_texts(problem: &Problem) {
    let ProblemText { what, meaning, remedy } = words(problem);
    for text in [what, meaning, remedy] {
        assert!(text.len() > 15 && text.ends_with('.'), "a sentence: {text}");
        assert!(!text.contains("sesame"), "{text}");
    }
}

#[test]
fn what_nobody_repeats_is_not_promised_and_the_port_is_the_endpoints() {
    let unreachable = || TokenErrorCause::Http(HttpError::Unreachable(HttpFailure::TimedOut));
    let remedy = |operation, cause| {
        let mut registration = registration(Provider::Custom);
        registration.endpoints.token_url = "https://login.example:8443/token".to_owned();
        words(&of_token_error(&registration, &error(operation, cause)).problem).remedy
    };
    assert!(remedy(TokenOperation::Refresh, unreachable()).contains("tries again automatically"));
    assert!(remedy(TokenOperation::Refresh, unreachable()).contains("8443"));
    assert!(remedy(TokenOperation::CodeExchange, unreachable()).contains("8443"));
    let bodies = [(503, ""), (429, ""), (200, "<html>"), (400, r#"{"error":"temporarily_unavailable"}"#)];
    for provider in Provider::ALL {
        for operation in [TokenOperation::CodeExchange, TokenOperation::Revocation] {
            for (status, body) in bodies {
                if operation == TokenOperation::Revocation && status == 200 {
                    continue;
                }
                let remedy = words(&diagnosed(provider, operation, status, body).problem).remedy;
                assert!(remedy.contains("does not repeat"), "{provider:?} {operation:?} {status}: {remedy}");
            }
        }
        for said in ["server_error", "temporarily_unavailable"] {
            let remedy = words(&of_redirect(provider, said, "")).remedy;
            assert!(remedy.contains("consent again"), "{provider:?} {said}: {remedy}");
        }
    }
}

#[test]
fn diagnoses_every_refusal_of_the_gallery() {
    let mut mismatches = Vec::new();
    let mut problems = Vec::new();
    let mut rows = 0;
    for line in include_str!("../../../tests/gallery/token_refusals.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let columns: Vec<&str> = line.split(" | ").collect();
        let provider = Provider::named(columns[0]).expect("a provider");
        let expected = columns[columns.len() - 3..].join(" | ");
        let (kind, problem) = if columns[2] == "-" {
            let problem = of_redirect(provider, columns[3], columns[4].trim());
            // A redirect has no kind, because the person is at the page.
            (columns[columns.len() - 3], problem)
        } else {
            let status: u16 = columns[2].parse().expect("a status");
            let problem = diagnosed(provider, operation(columns[1]), status, columns[3].trim());
            assert_eq!(problem.retry_after.is_some(), problem.kind == TokenProblemKind::Transient, "{line}");
            let kind = match problem.kind {
                TokenProblemKind::Consent => "consent",
                TokenProblemKind::Registration => "registration",
                TokenProblemKind::Transient => "passing",
            };
            (kind, problem.problem)
        };
        assert_texts(&problem);
        let found = format!("{kind} | {} | {}", problem.code, problem.field.as_deref().unwrap_or("-"));
        if found != expected {
            mismatches.push(format!("{line}\n  found {found}"));
        }
        problems.push(problem);
        rows += 1;
    }
    assert!(mismatches.is_empty(), "{}", mismatches.join("\n"));
    assert!(rows > 80, "the gallery has {rows} rows");
    insta::assert_snapshot!(crate::diagnosis::tests::texts(problems.into_iter()));
}

#[test]
fn every_rule_has_a_problem_and_evidence() {
    for rules in Provider::ALL.into_iter().map(provider_rules).chain([standard::RULES]) {
        for rule in rules {
            let explanation = &rule.explanation;
            assert!(!explanation.problem.name.is_empty(), "{rule:?}");
            assert!(!(rule.errors.is_empty() && rule.numbers.is_empty() && rule.contains.is_empty()), "{rule:?}");
            assert!(rule.errors.iter().chain(rule.contains).all(|text| *text == text.to_lowercase()), "{rule:?}");
        }
    }
}

#[test]
fn microsofts_ids_are_part_of_the_meaning() {
    let body = r#"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID. Trace ID: 0aa1b2c3-0000-4444-8888-0123456789ab Correlation ID: 1bb1b2c3-0000-4444-8888-0123456789ab Timestamp: 2026-11-22 10:00:00Z","error_codes":[7000215],"timestamp":"2026-11-22 10:00:00Z","trace_id":"0aa1b2c3-0000-4444-8888-0123456789ab","correlation_id":"1bb1b2c3-0000-4444-8888-0123456789ab"}"#;
    let problem = diagnosed(Provider::Microsoft, TokenOperation::Refresh, 401, body).problem;
    let text = words(&problem);
    assert_eq!(
        text.what,
        "Microsoft 365 did not renew the access: “invalid_client: AADSTS7000215: Invalid client secret provided. Ensure \
         the secret being sent in the request is the client secret value, not the client secret ID” (HTTP 401)."
    );
    let support = "For the provider's support: trace ID 0aa1b2c3-0000-4444-8888-0123456789ab, correlation ID \
                   1bb1b2c3-0000-4444-8888-0123456789ab, time 2026-11-22 10:00:00Z.";
    assert!(text.meaning.ends_with(support), "{}", text.meaning);

    let redirected = words(&of_redirect(
        Provider::Microsoft,
        "access_denied",
        "AADSTS90094: Admin.\r\nTrace ID: 0aa1b2c3\r\nCorrelation ID: 1bb1b2c3\r\nTimestamp: 2026-11-22 10:00:00Z",
    ));
    assert_eq!(redirected.what, "Microsoft 365 did not grant the consent: “access_denied: AADSTS90094: Admin”.");
    assert!(redirected.meaning.contains("trace ID 0aa1b2c3, correlation ID 1bb1b2c3, time 2026"));
}

#[test]
fn a_missing_delegation_contains_the_values_to_paste() {
    let file = SecretString::from(include_str!("../../../../oauth/tests/keys/service_account.json"));
    let mut registration = registration(Provider::Google);
    registration.credential = Credential::ServiceAccount(ServiceAccountKey::parse(&file).expect("a key"));
    let cause = read_token(&response(401, r#"{"error":"unauthorized_client"}"#), "client-1", &[]).expect_err("refused");
    let remedy = words(&of_token_error(&registration, &error(TokenOperation::AppToken, cause)).problem).remedy;
    assert!(remedy.contains("Paste 123456789012345678901 as client ID and https://mail.google.com/ as"), "{remedy}");
}

#[test]
fn the_testing_status_is_explained() {
    let early = diagnosed(Provider::Google, TokenOperation::Refresh, 400, r#"{"error":"invalid_grant"}"#).problem;
    let explained = explain_testing_status(early.clone());
    assert_eq!((&explained.code, words(&explained).what), (&early.code, words(&early).what));
    let explained = words(&explained);
    assert!(explained.meaning.contains("in Testing: its consents end after 7 days"));
    assert!(explained.remedy.contains("Publish app") && explained.remedy.contains("Reconnect"));
}

#[test]
fn an_invalid_token_counts_as_revoked() {
    assert!(read_revocation(&response(200, ""), &[]).is_ok());
    assert!(read_revocation(&response(400, r#"{"error":"invalid_token"}"#), &[]).is_ok());
    assert!(read_revocation(&response(400, ""), &[]).is_err());
}

#[test]
fn errors_without_a_refusal_are_explained() {
    for (cause, kind, code) in [
        (TokenErrorCause::ClientSecretMissing, TokenProblemKind::Registration, "client_secret_missing"),
        (TokenErrorCause::Unusable(UnusableToken::NotBearer), TokenProblemKind::Registration, "token_unusable"),
        (
            TokenErrorCause::Http(HttpError::Unreachable(HttpFailure::Other("refused".to_owned()))),
            TokenProblemKind::Transient,
            "token_server_unreachable",
        ),
        (
            TokenErrorCause::Http(HttpError::NotEncrypted("http://login.example".to_owned())),
            TokenProblemKind::Registration,
            "token_url_not_https",
        ),
    ] {
        let registration = registration(Provider::Custom);
        let problem = of_token_error(&registration, &error(TokenOperation::Refresh, cause));
        assert_eq!((problem.kind, problem.problem.code.as_ref()), (kind, code));
        assert_texts(&problem.problem);
    }
}

proptest! {
    #[test]
    fn no_response_leaks_a_secret_or_panics(
        status in 100u16..600,
        before in ".{0,40}",
        after in ".{0,40}",
        name in "error|error_description|error_subtype|suberror|trace_id|correlation_id|timestamp|message",
    ) {
        let echoed = format!("{before}GOCSPX-sesame-open-now{after}");
        for body in [
            serde_json::json!({"error": "invalid_grant", &name: echoed}).to_string(),
            serde_json::json!({"error": {"status": "X", &name: echoed}}).to_string(),
            echoed.clone(),
        ] {
            let steps = [TokenOperation::CodeExchange, TokenOperation::Refresh, TokenOperation::AppToken];
            for (provider, step) in Provider::ALL.into_iter().flat_map(|provider| steps.map(|step| (provider, step))) {
                let problem = diagnosed(provider, step, status, &body);
                let text = format!("{problem:?}");
                prop_assert!(!text.contains("sesame") && !text.contains("GOCSPX"), "{}", text);
                prop_assert_eq!(
                    problem.kind == TokenProblemKind::Consent,
                    problem.problem.code == "consent_needed"
                );
            }
        }
    }
}
