//! Tests of expirations, for each provider.

use oauth::Provider;

use super::*;
use crate::OAuthMethod;

fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn grant(granted_at: &str, renewed_at: &str, refresh_ends_at: Option<&str>) -> Grant {
    Grant {
        id: uuid::Uuid::nil(),
        account: "ann@example.com".into(),
        scopes: Vec::new(),
        granted_at: time(granted_at),
        granted_by: accounts::Actor::account("ann@example.com"),
        renewed_at: time(renewed_at),
        renewals: 0,
        refresh_sealed: Some(vec![1]),
        refresh_ends_at: refresh_ends_at.map(time),
        refusal: None,
    }
}

fn settings(provider: Provider, client_secret_expires: Option<&str>) -> EmailSettings {
    let client_secret_expires = client_secret_expires.map(|day| day.parse().expect("a day"));
    let method = OAuthMethod { provider, client_secret_expires, ..OAuthMethod::empty() };
    EmailSettings { method: Method::OAuth, oauth: Some(method), ..EmailSettings::before_the_first_save() }
}

#[track_caller]
fn check(settings: &EmailSettings, grant: Option<&Grant>, expected: &[&str]) {
    let found: Vec<String> = expirations(settings, grant)
        .into_iter()
        .map(|expiration| {
            let prevented = if expiration.needs_action { "" } else { ", prevented" };
            format!("{} {}{prevented}", expiration.kind.name(), expiration.at.strftime("%F"))
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn an_unused_refresh_token_expires_when_its_provider_says() {
    let grant = grant("2026-01-01T00:00:00Z", "2026-11-25T00:00:00Z", None);
    check(&settings(Provider::Google, None), Some(&grant), &["refresh_token 2027-05-24, prevented"]);
    check(&settings(Provider::Microsoft, None), Some(&grant), &["refresh_token 2027-02-23, prevented"]);
    check(&settings(Provider::Custom, None), Some(&grant), &[]);
}

#[test]
fn the_seven_days_of_a_project_in_testing_are_named() {
    let grant = grant("2026-11-25T00:00:00Z", "2026-11-25T00:00:00Z", Some("2026-12-02T00:00:00Z"));
    let google = settings(Provider::Google, None);
    check(&google, Some(&grant), &["consent 2026-12-02", "refresh_token 2027-05-24, prevented"]);
    assert!(expirations(&google, Some(&grant))[0].meaning.code() == "settings_consent_expires_testing");
    let microsoft = settings(Provider::Microsoft, None);
    let meaning = &expirations(&microsoft, Some(&grant))[0].meaning;
    assert_eq!(meaning.code(), "settings_consent_expires_meaning", "only Google has projects in testing");
}

#[test]
fn a_client_secret_is_valid_until_the_end_of_its_last_day() {
    check(&settings(Provider::Microsoft, Some("2027-11-30")), None, &["client_secret 2027-12-01"]);
}

#[test]
fn revoked_grants_and_other_methods_do_not_expire() {
    let mut revoked = grant("2026-01-01T00:00:00Z", "2026-11-25T00:00:00Z", Some("2026-12-02T00:00:00Z"));
    revoked.refresh_sealed = None;
    let google = settings(Provider::Google, None);
    check(&google, Some(&revoked), &[]);
    let other = EmailSettings { method: Method::Builtin, ..settings(Provider::Google, Some("2027-11-30")) };
    check(&other, None, &[]);
}
