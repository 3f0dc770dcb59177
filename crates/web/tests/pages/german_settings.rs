//! Tests of *Email Settings*, its versions, tests and consents, in a browser that prefers German.

use axum::body::Body;
use axum::http::{StatusCode, header};
use fluent_bundle::FluentResource;
use fluent_syntax::ast;

use super::{ANN, Answer, PASSWORD, Pages};
use i18n::Language;
use testserver::percent_encoded;

const SETTINGS: &str = "/configuration/email-settings";

const SERVER: &[(&str, &str)] = &[
    ("method", "password"),
    ("password.host", "smtp.example.com"),
    ("password.port", "2525"),
    ("password.security", "implicit_tls"),
    ("password.username", "ann"),
    ("password.password", "s3cret-of-ann"),
    ("from.email", "noreply@example.com"),
];

const MICROSOFT: &[(&str, &str)] = &[
    ("method", "oauth"),
    ("oauth.provider", "microsoft"),
    ("oauth.grant", "mailbox"),
    ("oauth.send_through", "api"),
    ("oauth.client_id", "7d1b6c0e-5d0c-4c8e-9d0e-2f1f4f1c7a11"),
    ("oauth.client_secret", "s3cret-of-the-client"),
    ("oauth.client_secret_expires", "2026-12-01"),
    ("from.email", ANN),
];

const CUSTOM: &[(&str, &str)] = &[
    ("method", "oauth"),
    ("oauth.provider", "custom"),
    ("oauth.grant", "mailbox"),
    ("oauth.client_id", "owlpost"),
    ("oauth.client_secret", "s3cret-of-the-client"),
    ("oauth.custom.authorize_url", "https://login.example.com/authorize"),
    ("oauth.custom.token_url", "https://login.example.com/token"),
    ("oauth.custom.scopes", "openid email smtp"),
    ("oauth.custom.host", "smtp.example.com"),
    ("oauth.custom.port", "587"),
    ("oauth.custom.security", "starttls"),
    ("from.email", ANN),
];

impl Pages {
    async fn post_german_form(&self, path: &str, form: &[(&str, &str)], accept: &str) -> Answer {
        let body: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
        let request = self
            .request("POST", path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT_LANGUAGE, "de")
            .header(header::ACCEPT, accept);
        self.call(request.body(Body::from(body.join("&"))).expect("a request")).await
    }

    /// Starts a consent; returns its id and its `state`.
    async fn begin_consent(&self) -> (String, String) {
        let answer = self.post_german_form(&format!("{SETTINGS}/consent"), &[], "application/json").await;
        let start: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
        let authorize_url = start["authorize_url"].as_str().expect("an address");
        let (_, query) = authorize_url.split_once('?').expect("a query");
        let state = query.split('&').find_map(|pair| pair.strip_prefix("state=")).expect("a state").to_owned();
        (start["consent"].as_str().expect("an id").to_owned(), state)
    }
}

/// The English texts without variables that are long enough to be specific, each with its key.
fn english_texts() -> Vec<(String, String)> {
    let files =
        [include_str!("../../../i18n/texts/en/email_settings.ftl"), include_str!("../../../i18n/texts/en/consent.ftl")];
    let mut texts = Vec::new();
    for file in files {
        let resource = FluentResource::try_new(file.to_owned()).map_err(|(_, errors)| errors).expect("Fluent's form");
        for entry in resource.entries() {
            let ast::Entry::Message(ast::Message { id, value: Some(pattern), .. }) = entry else { continue };
            let is_plain = pattern.elements.iter().all(|part| matches!(part, ast::PatternElement::TextElement { .. }));
            if !is_plain {
                continue;
            }
            let english = Language::English.tr(id.name);
            if english.len() > 12 && english != Language::German.tr(id.name) {
                texts.push((id.name.to_owned(), english.into_owned()));
            }
        }
    }
    assert!(texts.len() > 100, "the texts were read");
    texts
}

/// Checks that the response contains no English text, neither raw nor as text or attribute of HTML.
#[track_caller]
fn contains_no_english(body: &str) {
    let found: Vec<String> = english_texts()
        .into_iter()
        .filter(|(_, english)| body.contains(english) || body.contains(&english.replace('\'', "&#39;")))
        .map(|(key, english)| format!("{key}: {english}"))
        .collect();
    assert!(found.is_empty(), "English in a German page: {found:#?}");
}

/// Checks that a whole page is in German.
#[track_caller]
fn is_german(answer: &Answer, words: &[&str]) {
    answer.says("<html lang=\"de\"");
    for words in words {
        answer.says(words);
    }
    contains_no_english(&answer.body);
}

#[track_caller]
fn saved(answer: &Answer, number: u32) {
    assert_eq!(answer.header(header::LOCATION), format!("{SETTINGS}?saved={number}"), "{}", answer.body);
}

#[tokio::test]
async fn the_page_is_german_from_the_first_start() {
    let pages = Pages::set_up().await;
    let page = pages.get_german(&format!("{SETTINGS}?welcome=1")).await;
    is_german(
        &page,
        &[
            "<title>E-Mail-Einstellungen – owlpost</title>",
            "<h1>E-Mail-Einstellungen</h1>",
            "owlpost ist eingerichtet",
            "<strong>owlpost-E-Mail-Dienst</strong>",
            "<strong>Benutzername und Passwort</strong>",
            "<strong>OAuth 2.0</strong>",
            "Automatische Blindkopie (BCC)",
            "Bewahrt E-Mails hier auf",
            "data-proposed=\"Port 465\"",
            "data-key-filled=\"{file} ist eingetragen\"",
        ],
    );
    is_german(&pages.get_german(&format!("{SETTINGS}/versions")).await, &["Es wurde noch nichts gespeichert"]);
}

#[tokio::test]
async fn username_and_password_are_german() {
    let pages = Pages::set_up().await;
    saved(&pages.post(SETTINGS, SERVER).await, 1);
    let page = pages.get_german(&format!("{SETTINGS}?saved=1")).await;
    is_german(&page, &["<strong>Gespeichert.</strong>", "placeholder=\"gespeichert\"", "value=\"2525\""]);
    let fixed = [SERVER, &[("fill", "fix:2587:implicit_tls")]].concat();
    let page = pages.post_german_form(&format!("{SETTINGS}/fill"), &fixed, "text/html").await;
    is_german(&page, &["Port 2587 mit implizitem TLS ist eingetragen."]);
    let preset = [SERVER, &[("preset", "sendgrid"), ("fill", "preset")]].concat();
    let page = pages.post_german_form(&format!("{SETTINGS}/fill"), &preset, "text/html").await;
    is_german(&page, &["Host, Port und Sicherheit für SendGrid sind eingetragen."]);
}

#[tokio::test]
async fn faults_have_a_german_headline() {
    let pages = Pages::set_up().await;
    let unencrypted = SERVER.iter().map(|(name, value)| match *name {
        "password.security" => (*name, "none"),
        _ => (*name, *value),
    });
    let answer = pages.post_german_form(SETTINGS, &unencrypted.collect::<Vec<_>>(), "text/html").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_german(
        &answer,
        &["<title>Fehler: E-Mail-Einstellungen – owlpost</title>", "Das Passwort würde unverschlüsselt übertragen."],
    );
    let answer = pages.post_german_form(&format!("{SETTINGS}/test-email"), &[("method", "builtin")], "text/html").await;
    is_german(&answer, &["Der Test wurde nicht gestartet", "Geben Sie die Adresse ein, an die die Test-E-Mail"]);
}

#[tokio::test]
async fn warnings_offer_their_fix_in_german() {
    let pages = Pages::set_up().await;
    let form = [&SERVER[..2], &[("password.security", "implicit_tls"), ("password.port", "587")]].concat();
    let answer = pages.post_german_form(&format!("{SETTINGS}/warnings"), &form, "application/json").await;
    answer.says("Port 465 mit implizitem TLS verwenden");
}

#[tokio::test]
async fn the_steps_of_a_test_are_german_in_the_page_and_in_the_stream() {
    let pages = Pages::set_up().await;
    let form = [("method", "builtin"), ("test.to", ANN)];
    let path = format!("{SETTINGS}/test-email");
    let page = pages.post_german_form(&path, &form, "text/html").await;
    is_german(&page, &["Nachricht senden (DATA)", "Die Test-E-Mail liegt im Postfach", "Mitschrift"]);
    let stream = pages.post_german_form(&path, &form, "application/x-ndjson, text/html").await;
    assert_eq!(stream.header(header::CONTENT_TYPE), "application/x-ndjson");
    stream.says("Nachricht senden (DATA)");
    stream.says("Die Test-E-Mail liegt im Postfach");
    contains_no_english(&stream.body);
}

#[tokio::test]
async fn a_failed_test_names_field_and_fix_in_german() {
    let pages = Pages::set_up().await;
    // A port on which nothing listens.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("binds").local_addr().expect("an address").port();
    let port = closed.to_string();
    let form = [
        ("method", "password"),
        ("password.host", "127.0.0.1"),
        ("password.port", port.as_str()),
        ("password.security", "none"),
        ("from.email", ANN),
    ];
    let page = pages.post_german_form(&format!("{SETTINGS}/test-connection"), &form, "text/html").await;
    is_german(&page, &["Mit dem Server verbinden", "fehlgeschlagen", "Was zu tun ist:", "Zum Feld „"]);
}

#[tokio::test]
async fn every_oauth_provider_is_german_and_waits_for_consent() {
    let pages = Pages::set_up().await;
    let google = [&[("oauth.provider", "google")], &MICROSOFT[2..], &MICROSOFT[..1]].concat();
    for (number, form, go_on) in [
        (1, google, "Weiter zu Google"),
        (2, MICROSOFT.to_vec(), "Weiter zu Microsoft 365"),
        (3, CUSTOM.to_vec(), "Weiter zum Anbieter"),
    ] {
        saved(&pages.post(SETTINGS, &form).await, number);
        let page = pages.get_german(SETTINGS).await;
        let waits = format!("Version {number} ist gespeichert und wartet auf Ihre Zustimmung");
        is_german(&page, &[&waits, go_on, "OAuth-Weiterleitungs-URL", "Geheimer Clientschlüssel"]);
        let leave = pages.post_german_form(&format!("{SETTINGS}/consent"), &[], "text/html").await;
        is_german(&leave, &["<title>Weiter zum Anbieter – owlpost</title>", go_on, "Jetzt nicht"]);
    }
    let app_only = [MICROSOFT, &[("oauth.tenant", "example.com")]].concat();
    let app_only: Vec<_> =
        app_only.into_iter().map(|(name, value)| (name, if name == "oauth.grant" { "app" } else { value })).collect();
    saved(&pages.post(SETTINGS, &app_only).await, 4);
    // The fault of the extension comes from another crate and contains the name of a field.
    let page = pages.get_german(SETTINGS).await;
    for words in ["<strong>OAuth 2.0</strong>", " läuft ab am <time", "Was demnächst abläuft und was zu tun ist"] {
        page.says(words);
    }
}

#[tokio::test]
async fn the_versions_are_german() {
    let pages = Pages::set_up().await;
    saved(&pages.post(SETTINGS, SERVER).await, 1);
    saved(&pages.post(SETTINGS, MICROSOFT).await, 2);
    let page = pages.get_german(&format!("{SETTINGS}/versions")).await;
    is_german(
        &page,
        &[
            "<title>Versionen der E-Mail-Einstellungen – owlpost</title>",
            "von ann@example.com",
            "Aktiv",
            "Wartet auf Zustimmung",
            "Wiederherstellen<span class=\"visually-hidden\"> von Version 2</span>",
            "Geändert: Versandweg, ",
            " weitere.",
            "<td role=\"cell\">SMTP-Hostname</td>",
        ],
    );
}

#[tokio::test]
async fn the_outcome_of_a_consent_is_german() {
    let pages = Pages::set_up().await;
    saved(&pages.post(SETTINGS, SERVER).await, 1);
    saved(&pages.post(SETTINGS, MICROSOFT).await, 2);
    let (id, state) = pages.begin_consent().await;
    let page = pages.get_german(&format!("{SETTINGS}/consent/{id}")).await;
    is_german(&page, &["<title>Zustimmung – owlpost</title>", "Die Zustimmung läuft", "Weiter in den E-Mail-Ein"]);
    let back = format!("/oauth/callback?state={state}&error=access_denied");
    pages.get_german(&back).await;
    is_german(&pages.get_german(&format!("{SETTINGS}/consent/{id}")).await, &["Zustimmung"]);
    is_german(&pages.get_german(SETTINGS).await, &["Noch einmal zustimmen", "Was zu tun ist:", "Doch nicht?"]);
    is_german(&pages.get_german(&back).await, &["Diese Zustimmung wurde schon verarbeitet"]);
    is_german(
        &pages.get_german(&format!("{SETTINGS}?disconnected=nothing")).await,
        &["Es war kein Postfach verbunden."],
    );
    let disconnected = pages.get_german(&format!("{SETTINGS}?disconnected=not-offered")).await;
    is_german(&disconnected, &["Microsoft 365 bietet keinen Widerruf an"]);
}

#[tokio::test]
async fn an_expired_consent_is_refused_in_german() {
    let mut pages = Pages::set_up().await;
    saved(&pages.post(SETTINGS, MICROSOFT).await, 1);
    is_german(&pages.get_german("/oauth/callback?state=x&code=y").await, &["Diese Zustimmung ist unbekannt"]);

    let (_, state) = pages.begin_consent().await;
    let sign_in = [("email", ANN), ("password", PASSWORD)];
    let session = pages.post("/sign-in", &sign_in).await.session();
    let first = pages.ann.cookie.replace(session);
    let back = format!("/oauth/callback?state={state}&code=y");
    is_german(&pages.get_german(&back).await, &["Diese Zustimmung hat jemand anderes begonnen"]);
    pages.ann.cookie = None;
    is_german(&pages.get_german(&back).await, &["Sie sind hier nicht angemeldet"]);

    pages.ann.cookie = first;
    let (_, state) = pages.begin_consent().await;
    pages.app.clock.turn(std::time::Duration::from_secs(11 * 60));
    let back = format!("/oauth/callback?state={state}&code=y");
    is_german(&pages.get_german(&back).await, &["Die Zustimmung hat zu lange gedauert"]);
}
