//! The gallery of refusals, and what holds for every refusal there could be.

use proptest::prelude::*;

use super::*;

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
    }
}

fn step(name: &str) -> TokenStep {
    match name {
        "consent" => TokenStep::Consent,
        "code" => TokenStep::Code,
        "renewal" => TokenStep::Renewal,
        "app" => TokenStep::App,
        "revocation" => TokenStep::Revocation,
        other => panic!("nothing is called {other}"),
    }
}

fn answer(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer { status, retry_after: Some(Duration::from_secs(7)), body: body.as_bytes().to_vec() }
}

fn judged(provider: Provider, step: TokenStep, status: u16, body: &str) -> TokenTrouble {
    let registration = registration(provider);
    let Credential::Secret(secret) = &registration.credential else { panic!("a secret") };
    let mailbox = EmailAddress::parse("news@example.com").expect("an address");
    let scopes = ["https://mail.google.com/".to_owned()];
    let scene = TokenScene {
        provider,
        registration: Some(&registration),
        step,
        scopes: &scopes,
        mailbox: Some(&mailbox),
        secrets: &[secret],
    };
    let answer = answer(status, body);
    let judged = match step {
        TokenStep::Revocation => revoked(&scene, &answer),
        _ => granted(&scene, &answer).map(drop),
    };
    judged.expect_err("it is refused")
}

fn assert_words(problem: &Problem) {
    for text in [&problem.what, &problem.meaning, &problem.remedy] {
        assert!(text.len() > 15 && text.ends_with('.'), "a sentence: {text}");
        assert!(!text.contains("{client") && !text.contains("{s") && !text.contains("{m"), "filled in: {text}");
        assert!(!text.contains("sesame"), "{text}");
    }
}

#[test]
fn every_refusal_of_the_gallery_means_what_it_says() {
    let mut faults = Vec::new();
    let mut problems = Vec::new();
    let mut rows = 0;
    for line in include_str!("../../../tests/gallery/tokens.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let columns: Vec<&str> = line.split(" | ").collect();
        let provider = Provider::named(columns[0]).expect("a provider");
        let expected = columns[columns.len() - 3..].join(" | ");
        let (kind, problem) = if columns[2] == "-" {
            let problem = of_redirect(provider, columns[3], columns[4].trim());
            // A redirect has no kind of its own: whoever reads it stands before the page.
            (columns[columns.len() - 3], problem)
        } else {
            let status: u16 = columns[2].parse().expect("a status");
            let trouble = judged(provider, step(columns[1]), status, columns[3].trim());
            assert_eq!(trouble.retry_after.is_some(), trouble.kind == TokenTroubleKind::Passing, "{line}");
            let kind = match trouble.kind {
                TokenTroubleKind::Consent => "consent",
                TokenTroubleKind::Registration => "registration",
                TokenTroubleKind::Passing => "passing",
            };
            (kind, trouble.problem)
        };
        assert_words(&problem);
        let found = format!("{kind} | {} | {}", problem.code, problem.field.as_deref().unwrap_or("-"));
        if found != expected {
            faults.push(format!("{line}\n  found {found}"));
        }
        problems.push(problem);
        rows += 1;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(rows > 80, "the gallery has {rows} rows");
    // Read by `server`'s languages, which translate every one of them.
    insta::assert_snapshot!(crate::trouble::tests::words(problems.into_iter()));
}

#[test]
fn every_row_of_every_provider_has_words_and_a_name() {
    for rows in Provider::ALL.iter().map(|provider| provider.facts().errors).chain([rules::ROWS]) {
        for row in rows {
            let known = &row.means;
            assert!(!known.code.is_empty() && known.meaning.ends_with('.') && known.remedy.ends_with('.'), "{row:?}");
            assert!(!(row.errors.is_empty() && row.numbers.is_empty() && row.says.is_empty()), "{row:?}");
            assert!(row.errors.iter().chain(row.says).all(|text| *text == text.to_lowercase()), "{row:?}");
        }
    }
}

#[test]
fn microsofts_ids_are_kept_for_its_support_and_not_quoted_twice() {
    let body = r#"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID. Trace ID: 0aa1b2c3-0000-4444-8888-0123456789ab Correlation ID: 1bb1b2c3-0000-4444-8888-0123456789ab Timestamp: 2026-11-22 10:00:00Z","error_codes":[7000215],"timestamp":"2026-11-22 10:00:00Z","trace_id":"0aa1b2c3-0000-4444-8888-0123456789ab","correlation_id":"1bb1b2c3-0000-4444-8888-0123456789ab"}"#;
    let problem = judged(Provider::Microsoft, TokenStep::Renewal, 401, body).problem;
    assert_eq!(
        problem.what,
        "Microsoft 365 did not renew the access: “invalid_client: AADSTS7000215: Invalid client secret provided. Ensure \
         the secret being sent in the request is the client secret value, not the client secret ID” (HTTP 401)."
    );
    let support = "For the provider's support: trace ID 0aa1b2c3-0000-4444-8888-0123456789ab, correlation ID \
                   1bb1b2c3-0000-4444-8888-0123456789ab, time 2026-11-22 10:00:00Z.";
    assert!(problem.meaning.ends_with(support), "{}", problem.meaning);

    let redirected = of_redirect(
        Provider::Microsoft,
        "access_denied",
        "AADSTS90094: Admin.\r\nTrace ID: 0aa1b2c3\r\nCorrelation ID: 1bb1b2c3\r\nTimestamp: 2026-11-22 10:00:00Z",
    );
    assert_eq!(redirected.what, "Microsoft 365 did not give the consent: “access_denied: AADSTS90094: Admin”.");
    assert!(redirected.meaning.contains("trace ID 0aa1b2c3, correlation ID 1bb1b2c3, time 2026"));
}

#[test]
fn a_missing_delegation_names_what_to_paste_where() {
    let key = "../../../tests/keys/service_account.json";
    let file = SecretString::from(include_str!("../../../tests/keys/service_account.json"));
    let key = crate::oauth::ServiceAccountKey::parse(&file).unwrap_or_else(|fault| panic!("{key}: {fault}"));
    let mut registration = registration(Provider::Google);
    registration.credential = Credential::ServiceAccount(key);
    let scopes = ["https://mail.google.com/".to_owned()];
    let scene = TokenScene {
        provider: Provider::Google,
        registration: Some(&registration),
        step: TokenStep::App,
        scopes: &scopes,
        mailbox: None,
        secrets: &[],
    };
    let trouble = granted(&scene, &answer(401, r#"{"error":"unauthorized_client"}"#)).expect_err("it is refused");
    let remedy = trouble.problem.remedy;
    assert!(remedy.contains("Paste 123456789012345678901 as client ID and https://mail.google.com/ as"), "{remedy}");
}

#[test]
fn the_testing_trap_is_named() {
    let early = judged(Provider::Google, TokenStep::Renewal, 400, r#"{"error":"invalid_grant"}"#).problem;
    let trap = testing_trap(early.clone());
    assert_eq!((&trap.code, &trap.what), (&early.code, &early.what));
    assert!(trap.meaning.contains("in Testing: its consents end after 7 days"));
    assert!(trap.remedy.contains("Publish app") && trap.remedy.contains("Reconnect"));
}

#[test]
fn a_token_that_is_dead_already_is_revoked() {
    let registration = registration(Provider::Google);
    let scene = TokenScene {
        provider: Provider::Google,
        registration: Some(&registration),
        step: TokenStep::Revocation,
        scopes: &[],
        mailbox: None,
        secrets: &[],
    };
    assert!(revoked(&scene, &answer(200, "")).is_ok());
    assert!(revoked(&scene, &answer(400, r#"{"error":"invalid_token"}"#)).is_ok());
    assert!(revoked(&scene, &answer(400, "")).is_err());
}

proptest! {
    #[test]
    fn no_answer_whatever_it_is_says_a_secret_or_panics(
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
            let steps = [TokenStep::Code, TokenStep::Renewal, TokenStep::App];
            for (provider, step) in Provider::ALL.into_iter().flat_map(|provider| steps.map(|step| (provider, step))) {
                let trouble = judged(provider, step, status, &body);
                let text = format!("{trouble:?}");
                prop_assert!(!text.contains("sesame") && !text.contains("GOCSPX"), "{}", text);
                prop_assert_eq!(
                    trouble.kind == TokenTroubleKind::Consent,
                    trouble.problem.code == "consent_needed"
                );
            }
        }
    }
}
