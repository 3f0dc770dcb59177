//! The conformance suite of providers: rules for all of them, and the data of each.

use std::collections::HashSet;

use mail::{EmailAddress, Security};
use oauth::{
    AuthorizationRequest, Credential, Endpoints, Grant, Provider, Registration, SendThrough, authorize_url, secret_text,
};
use secrecy::{ExposeSecret, SecretString};

const GRANTS: [Grant; 2] = [Grant::Mailbox, Grant::App];
const WAYS: [SendThrough; 2] = [SendThrough::Smtp, SendThrough::Api];

fn known() -> impl Iterator<Item = Provider> {
    Provider::ALL.into_iter().filter(|provider| *provider != Provider::Custom)
}

fn addresses(endpoints: &Endpoints) -> Vec<String> {
    let Endpoints { authorize_url, token_url, revoke_url, api_url, .. } = endpoints.clone();
    [Some(authorize_url), Some(token_url), revoke_url, api_url].into_iter().flatten().collect()
}

#[test]
fn names_are_unique_and_parse() {
    let ids: HashSet<&str> = Provider::ALL.iter().map(|provider| provider.facts().id).collect();
    let names: HashSet<&str> = Provider::ALL.iter().map(|provider| provider.facts().name).collect();
    assert_eq!((ids.len(), names.len()), (Provider::ALL.len(), Provider::ALL.len()));
    for provider in Provider::ALL {
        assert_eq!(Provider::named(provider.facts().id), Some(provider));
    }
    assert_eq!(Provider::named("nobody"), None);
}

#[test]
fn endpoints_with_a_tenant_are_https_urls() {
    for provider in known() {
        let facts = provider.facts();
        let endpoints = provider.endpoints().with_tenant(facts.default_tenant.unwrap_or_default());
        for address in addresses(&endpoints) {
            assert!(oauth::is_safe_url(&address) && address.starts_with("https://"), "{address}");
            assert!(!address.contains('{') && !address.ends_with('/'), "{address}");
        }
        assert_eq!(Provider::of_mail_host(&endpoints.smtp.host), Some(provider));
        assert_ne!(endpoints.smtp.security, Security::None);
        assert!(!facts.mechanisms.is_empty());
        let has_tenant = provider.endpoints().token_url.contains("{tenant}");
        assert_eq!(has_tenant, facts.default_tenant.is_some(), "{}", facts.id);
        assert_eq!(has_tenant, facts.tenant_hint.is_some(), "{}", facts.id);
    }
    assert!(addresses(&Provider::Custom.endpoints()).iter().all(String::is_empty));
}

#[test]
fn the_scopes_of_a_request_belong_to_one_resource() {
    for provider in known() {
        for grant in GRANTS {
            for way in WAYS {
                let scopes = provider.scopes(grant, way);
                let resources: HashSet<&str> =
                    scopes.iter().filter_map(|scope| scope.strip_prefix("https://")?.split('/').next()).collect();
                assert_eq!(resources.len(), 1, "{scopes:?}");
                assert_eq!(scopes.contains(&"openid"), grant == Grant::Mailbox, "{scopes:?}");
                assert!(provider.supports(grant, way).is_ok());
            }
        }
    }
}

#[test]
fn a_custom_provider_has_no_api() {
    for grant in GRANTS {
        assert_eq!(Provider::Custom.supports(grant, SendThrough::Smtp), Ok(()));
        let why = Provider::Custom.supports(grant, SendThrough::Api).expect_err("no API");
        assert!(why.contains("send through SMTP"), "{why}");
        assert!(Provider::Custom.scopes(grant, SendThrough::Smtp).is_empty());
    }
}

#[test]
fn every_provider_has_instructions() {
    for provider in Provider::ALL {
        let facts = provider.facts();
        let mut texts = vec![facts.where_to_register, facts.client_id_hint, facts.secret_hint, facts.redirect_hint];
        texts.extend(facts.tenant_hint);
        for way in WAYS {
            texts.extend(provider.app_setup(way));
            let pace = provider.pace(way);
            assert!(provider == Provider::Custom || pace.connections.is_some(), "{pace:?}");
        }
        for text in texts {
            assert!(text.ends_with('.') && text.len() > 20 && !text.contains("  "), "{text}");
        }
    }
}

#[test]
fn limits_are_the_published_ones() {
    let row = |provider: Provider, way| {
        let pace = provider.pace(way);
        (pace.connections, pace.messages_per_minute, pace.recipients_per_day, pace.recipients_per_message)
    };
    let (google, microsoft) = (Provider::Google, Provider::Microsoft);
    assert_eq!(row(google, SendThrough::Smtp), (Some(5), None, Some(2_000), Some(100)));
    assert_eq!(row(google, SendThrough::Api), (Some(2), Some(150), Some(2_000), Some(500)));
    assert_eq!(row(microsoft, SendThrough::Smtp), (Some(3), Some(30), Some(10_000), Some(500)));
    assert_eq!(row(microsoft, SendThrough::Api), (Some(4), Some(30), Some(10_000), Some(500)));
}

#[test]
fn a_consent_of_seven_days_means_testing_at_google() {
    let days = |days: u64| Some(std::time::Duration::from_secs(days * 86_400 - 1));
    assert!(Provider::Google.is_testing_trap(days(7)));
    assert!(!Provider::Google.is_testing_trap(days(180)));
    assert!(!Provider::Google.is_testing_trap(None));
    assert!(!Provider::Microsoft.is_testing_trap(days(7)));
}

/// `faults` contains a word of each fault, in order; empty for a valid URL.
#[track_caller]
fn check_redirect(provider: Provider, url: &str, faults: &[&str]) {
    let found = provider.redirect_faults(url);
    let fits = found.len() == faults.len() && found.iter().zip(faults).all(|(found, word)| found.contains(word));
    assert!(fits, "{url}\nexpected {faults:?}\nfound {found:#?}");
    for fault in &found {
        assert!(fault.contains("public_url") && fault.ends_with('.'), "says what to do: {fault}");
    }
}

#[test]
fn every_provider_accepts_public_https_urls_and_localhost() {
    for provider in Provider::ALL {
        check_redirect(provider, "https://mail.example.com/oauth/callback", &[]);
        check_redirect(provider, "https://mail.example.co.uk:8443/oauth/callback", &[]);
        check_redirect(provider, "http://localhost:8020/oauth/callback", &[]);
        check_redirect(provider, "https://localhost/oauth/callback", &[]);
    }
}

#[test]
fn every_provider_rejects_invalid_redirect_urls() {
    for provider in Provider::ALL {
        check_redirect(provider, "", &["no URL"]);
        check_redirect(provider, "mail.example.com/oauth/callback", &["no URL"]);
        check_redirect(provider, "http://mail.example.com/oauth/callback", &["https only"]);
        check_redirect(provider, "ftp://mail.example.com/oauth/callback", &["not with ftp"]);
        check_redirect(provider, "https://user:x@mail.example.com/oauth/callback", &["user before the host"]);
        check_redirect(provider, "https://mail.example.com/oauth/callback#top", &["fragment"]);
        check_redirect(provider, "https://mail.example.com/a/../oauth/callback", &["/.."]);
        check_redirect(provider, "https://mail.example.com/*/callback", &["wildcard"]);
        check_redirect(provider, "data:text/plain,hello", &["a host name only"]);
    }
}

#[test]
fn google_rejects_ip_addresses_and_intranet_names() {
    let refuses = |host: &str, word: &str| {
        check_redirect(Provider::Google, &format!("https://{host}/oauth/callback"), &[word]);
    };
    refuses("10.0.0.5", "no IP address");
    refuses("[2001:db8::5]", "no IP address");
    for host in [
        "mail.firma.local",
        "intranet",
        "mail.internal",
        "mail.lan",
        "mail.corp",
        "mail.home.arpa",
        "mail.test",
        "mail.example",
        "com",
        "abcdefgh.onion",
    ] {
        refuses(host, "intranet name");
    }
    check_redirect(Provider::Google, "http://10.0.0.5/oauth/callback", &["https only", "no IP address"]);
    check_redirect(Provider::Google, "http://127.0.0.1:8020/oauth/callback", &[]);
    check_redirect(Provider::Google, "http://[::1]:8020/oauth/callback", &[]);
    check_redirect(Provider::Google, "https://mail.müller.de/oauth/callback", &[]);
    check_redirect(Provider::Google, "https://MAIL.Example.COM/oauth/callback", &[]);
}

#[test]
fn microsoft_limits_length_and_characters() {
    let microsoft = Provider::Microsoft;
    check_redirect(microsoft, "https://mail.firma.local/oauth/callback", &[]);
    check_redirect(microsoft, "https://10.0.0.5/oauth/callback", &[]);
    check_redirect(microsoft, "http://127.0.0.1:8020/oauth/callback", &["localhost by name"]);
    for c in "!$'(),;".chars() {
        check_redirect(microsoft, &format!("https://mail.example.com/{c}"), &["characters"]);
    }
    let long = |length: usize| format!("{:a<length$}", "https://mail.example.com/");
    check_redirect(microsoft, &long(256), &[]);
    check_redirect(microsoft, &long(257), &["256 characters"]);
}

#[test]
fn a_custom_provider_requires_https_except_for_loopback() {
    check_redirect(Provider::Custom, "http://127.0.0.1:8020/oauth/callback", &[]);
    check_redirect(Provider::Custom, "http://[::1]:8020/oauth/callback", &[]);
    check_redirect(Provider::Custom, "https://mail.firma.local/oauth/callback", &[]);
}

fn registration(provider: Provider) -> Registration {
    Registration {
        provider,
        endpoints: provider.endpoints().with_tenant("contoso.com"),
        client_id: "client-1".to_owned(),
        credential: Credential::Secret(SecretString::from("sesame")),
        authentication: None,
    }
}

/// The verifier and challenge of RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[track_caller]
fn check_consent(registration: &Registration, hint: Option<&str>, expected: &str) {
    let hint = hint.map(|address| EmailAddress::parse(address).expect("an address"));
    let found = authorize_url(
        registration,
        &AuthorizationRequest {
            redirect_uri: "https://mail.example.com/oauth/callback",
            scopes: &["https://mail.example/send".to_owned(), "openid".to_owned()],
            state: &SecretString::from("state-1"),
            verifier: &SecretString::from(VERIFIER),
            login_hint: hint.as_ref(),
        },
    );
    let common = format!(
        "response_type=code&client_id=client-1&redirect_uri=https%3A%2F%2Fmail.example.com%2Foauth%2Fcallback\
         &scope=https%3A%2F%2Fmail.example%2Fsend+openid&state=state-1&code_challenge={CHALLENGE}\
         &code_challenge_method=S256"
    );
    assert_eq!(found, expected.replace("{common}", &common));
    assert!(!found.contains("sesame") && !found.contains(VERIFIER));
}

#[test]
fn the_consent_url_has_pkce_and_the_providers_parameters() {
    let google = registration(Provider::Google);
    check_consent(
        &google,
        None,
        "https://accounts.google.com/o/oauth2/v2/auth?{common}&access_type=offline&prompt=consent",
    );
    check_consent(
        &google,
        Some("news+a@example.com"),
        "https://accounts.google.com/o/oauth2/v2/auth?{common}&access_type=offline&prompt=consent\
         &login_hint=news%2Ba%40example.com",
    );
    let microsoft = registration(Provider::Microsoft);
    let authorize = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize";
    check_consent(&microsoft, None, &format!("{authorize}?{{common}}&prompt=select_account"));
    check_consent(&microsoft, Some("n@example.com"), &format!("{authorize}?{{common}}&login_hint=n%40example.com"));
}

#[test]
fn an_existing_query_is_kept_and_does_not_override_the_protocol() {
    let mut custom = registration(Provider::Custom);
    custom.endpoints.authorize_url = "https://login.example/auth?realm=a%20b&state=evil&client_id=x#top".to_owned();
    check_consent(&custom, None, "https://login.example/auth?realm=a+b&{common}");
    let mut google = registration(Provider::Google);
    google.endpoints.authorize_url.push_str("?prompt=none");
    check_consent(
        &google,
        None,
        "https://accounts.google.com/o/oauth2/v2/auth?prompt=none&{common}&access_type=offline",
    );
}

#[test]
fn secret_text_is_a_valid_pkce_verifier() {
    let text = secret_text(&[0xfb; 32]);
    let text = text.expose_secret();
    assert_eq!(text.len(), 43);
    assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{text}");
}
