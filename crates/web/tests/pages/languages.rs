//! Tests that each page is in German, without an English text of its files.
//!
//! A page is a row: its path, the files of its texts (the layout's are always added), and German words that it must
//! contain.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use axum::body::Body;
use axum::http::{StatusCode, header};
use fluent_bundle::FluentResource;
use fluent_syntax::ast;
use mail::{Attachment, Draft, Outcome, Problem, RecipientVerdict, Report, Text, Verdict};
use queue::Kind;
use uuid::Uuid;

use super::{ANN, Answer, Pages};
use accounts::Actor;
use sending::intake::Request;

type Row<'r> = (&'r str, &'static [&'static str], &'static [&'static str]);

/// Shorter pieces are words such as “Text”, which may be the same in both languages or be part of a mail.
const LONG: usize = 12;

impl Pages {
    /// Reads a page with a browser that prefers German.
    pub(super) async fn get_german(&self, path: &str) -> Answer {
        let request = self.request("GET", path).header(header::ACCEPT_LANGUAGE, "de-DE,de;q=0.9,en;q=0.8");
        self.call(request.body(Body::empty()).expect("a request")).await
    }

    async fn post_german(&self, path: &str, form: &str) -> Answer {
        let request = self
            .request("POST", path)
            .header(header::ACCEPT_LANGUAGE, "de")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.call(request.body(Body::from(form.to_owned())).expect("a request")).await
    }

    async fn check_german_pages(&self, rows: &[Row<'_>]) {
        for (path, files, words) in rows {
            self.get_german(path).await.is_german(path, files, words);
        }
    }

    /// A mail of a program to five recipients with an attachment, settled with `outcome`.
    async fn with_story(&self, outcome: impl Fn(&queue::Claim) -> Outcome) -> Uuid {
        let app = &self.app;
        let to = (1..=5).map(|number| format!("reader{number}@example.com"));
        let file = Attachment { name: "a.bin".into(), content: vec![1, 2, 3], ..Attachment::default() };
        let draft = Draft {
            from: Some("elsewhere@example.net".into()),
            to: to.collect(),
            text: Some("Hallo".into()),
            attachments: vec![file],
            ..Draft::default()
        };
        let expires_at = Some("2026-11-23T10:00:00Z".parse().expect("a time"));
        let request = Request {
            draft,
            kind: Kind::Api,
            origin: Actor::api_key("by hand").text(),
            source: queue::Source::default(),
            key: None,
            expires_at,
            client: None,
        };
        let settings = app.settings.active().settings.clone();
        let claim = app.intake.accept_test(request, &settings).await.expect("is accepted");
        let (id, outcome) = (claim.id.0, outcome(&claim));
        let report = Report {
            outcome,
            stages: Vec::new(),
            transcript: "C: QUIT".into(),
            connection: Text::verbatim("smtp.example.com:25"),
            throttled: true,
            passes_on_notifications: false,
            failed_at: None,
        };
        let context = queue::RetryContext { now: app.clock.now(), random: 0.5, max_repetitions: 3 };
        app.db.write(move |tx| queue::settle(tx, &claim, &report, &context)).await.expect("is settled");
        id
    }
}

/// Checks of a German page.
pub(super) trait GermanPage {
    /// Fails if a page is not in German: it lacks the words, or contains a text of the English files.
    fn is_german(&self, page: &str, files: &[&str], words: &[&str]);
}

impl GermanPage for Answer {
    #[track_caller]
    fn is_german(&self, page: &str, files: &[&str], words: &[&str]) {
        let shown = unescaped(&self.body);
        assert!(shown.contains("<html lang=\"de\""), "{page}: {shown}");
        for word in words {
            assert!(shown.contains(word), "{page}: {word:?} is not in {shown}");
        }
        let ours = without_quoted(&shown);
        for file in files.iter().chain(&["frame"]) {
            for piece in english_pieces(file) {
                assert!(!ours.contains(&piece), "{page}: {piece:?} of {file}.ftl is in {ours}");
            }
        }
    }
}

/// The page as a reader sees it, including attributes.
fn unescaped(html: &str) -> String {
    [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&#38;", "&")]
        .iter()
        .fold(html.to_owned(), |text, (code, character)| text.replace(code, character))
}

/// Without the content of `<pre>`, which shows text of others: mails, their sources, transcripts.
fn without_quoted(html: &str) -> String {
    html.split("<pre").enumerate().fold(String::new(), |ours, (at, part)| {
        // The attributes of the element are kept.
        let (tag, rest) = if at == 0 { (part, "") } else { part.split_once('>').unwrap_or((part, "")) };
        ours + tag + rest.split_once("</pre>").map_or("", |(_, after)| after)
    })
}

/// The pieces between variables of the English texts that the German texts do not contain.
fn english_pieces(file: &str) -> Vec<String> {
    let german = pieces("de", file);
    let mut found = Vec::new();
    for (key, english) in pieces("en", file) {
        let german = german.get(&key).map_or(String::new(), |pieces| pieces.join("\n"));
        found.extend(english.into_iter().filter(|piece| piece.chars().count() > LONG && !german.contains(piece)));
    }
    found
}

fn pieces(language: &str, file: &str) -> BTreeMap<String, Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../i18n/texts").join(language);
    let text = fs::read_to_string(folder.join(file).with_extension("ftl")).expect("a file of texts");
    let resource = FluentResource::try_new(text).map_err(|(_, errors)| errors).expect("Fluent's form");
    let mut found = BTreeMap::new();
    for entry in resource.entries() {
        if let ast::Entry::Message(ast::Message { id, value: Some(pattern), .. }) = entry {
            gather(pattern, found.entry(id.name.to_owned()).or_default());
        }
    }
    found
}

fn gather(pattern: &ast::Pattern<&str>, into: &mut Vec<String>) {
    for element in &pattern.elements {
        match element {
            ast::PatternElement::TextElement { value } => into.push(value.trim().to_owned()),
            ast::PatternElement::Placeable { expression: ast::Expression::Select { variants, .. } } => {
                variants.iter().for_each(|variant| gather(&variant.value, into));
            }
            ast::PatternElement::Placeable { .. } => {}
        }
    }
}

/// Three verdicts in one attempt: the first recipient is refused, the second deferred, the others are delivered.
fn mixed(claim: &queue::Claim) -> Outcome {
    let fates = [Verdict::Refused, Verdict::Deferred, Verdict::Delivered, Verdict::Delivered, Verdict::Delivered];
    let verdicts = claim.recipients.iter().zip(fates).map(|(recipient, verdict)| RecipientVerdict {
        recipient: recipient.clone(),
        verdict,
        reply: None,
        problem: (verdict == Verdict::Refused).then(problem),
        may_have_arrived: verdict == Verdict::Deferred,
        retry_after: None,
    });
    Outcome::Tried(verdicts.collect())
}

fn problem() -> Problem {
    Problem::verbatim(
        "mailbox_unknown",
        mail::ProblemSentences {
            what: "Was geschah.".into(),
            meaning: "Was es heißt.".into(),
            remedy: "Was hilft.".into(),
        },
    )
}

#[tokio::test]
async fn public_pages_are_german() {
    let pages = Pages::new().await;
    let setup = format!("/setup?token={}", pages.setup_token().await);
    pages
        .check_german_pages(&[
            (&setup, &["setup"], &["owlpost einrichten", "Mindestens 12 Zeichen", "Ihre E-Mail-Adresse"]),
            ("/setup?token=wrong", &["setup"], &["Dieser Einrichtungslink funktioniert nicht"]),
            ("/sign-in", &["sign_in"], &["Es gibt noch kein Konto.", "Anmelden"]),
            ("/nowhere", &["error_pages"], &["Seite nicht gefunden", "Zur Übersicht"]),
        ])
        .await;
    let refused = pages.post_german("/setup", "token=wrong").await;
    refused.is_german("/setup", &["setup"], &["Dieser Einrichtungslink"]);
    let form = format!("token={}&email=&password=&workspace=", pages.setup_token().await);
    let refused = pages.post_german("/setup", &form).await;
    refused.is_german("/setup", &["setup"], &["Fehler: owlpost einrichten", "Es wurde nichts gespeichert"]);
}

#[tokio::test]
async fn signing_in_and_out_is_german() {
    let pages = Pages::set_up().await.signed_out();
    pages
        .check_german_pages(&[
            ("/setup", &["setup"], &["owlpost ist schon eingerichtet"]),
            ("/sign-in?out=1", &["sign_in"], &["Sie sind abgemeldet."]),
            ("/sign-in?ended=1", &["sign_in"], &["Ihre Sitzung war beendet"]),
        ])
        .await;
    let wrong = pages.post_german("/sign-in", "email=ann@example.com&password=wrong").await;
    wrong.is_german("/sign-in", &["sign_in"], &["E-Mail oder Passwort ist falsch."]);
}

#[tokio::test]
async fn empty_pages_are_german() {
    let pages = Pages::set_up().await;
    pages
        .check_german_pages(&[
            ("/", &["overview", "outbox"], &["Übersicht", "Erste Schritte", "Noch zu senden"]),
            ("/outbox", &["outbox"], &["Postausgang", "Noch keine Nachrichten", "Zurückgestellt"]),
            ("/outbox?kind=script", &["outbox"], &["Keine Treffer", "SMTP-Einlieferung"]),
            ("/mailbox", &["mailbox"], &["Postfach", "Noch keine E-Mails"]),
            ("/mailbox?deleted=1", &["mailbox"], &["1 E-Mail wurde gelöscht."]),
            ("/mailbox?deleted=1204", &["mailbox"], &["1.204 E-Mails wurden gelöscht."]),
            ("/configuration/api-keys", &["api_keys"], &["Noch keine Schlüssel", "Nachrichten senden"]),
            ("/configuration/api-keys?deleted=1", &["api_keys"], &["Der Schlüssel ist gelöscht."]),
            ("/nowhere", &["error_pages"], &["Seite nicht gefunden"]),
        ])
        .await;
}

#[tokio::test]
async fn the_outbox_is_german() {
    let pages = Pages::set_up().await;
    let id = pages.with_story(mixed).await;
    let stuck = pages.with_story(|_| Outcome::ConnectionProblem(problem())).await;
    let at = |rest: &str| format!("/outbox/{id}{rest}");
    pages
        .check_german_pages(&[
            ("/", &["overview", "outbox"], &["Zuletzt ohne Erfolg", "Neueste Nachrichten", "(ohne Betreff)"]),
            ("/outbox", &["outbox"], &["(ohne Betreff)", "und 2 weitere", "Gesendet 3"]),
            (
                &at(""),
                &["outbox"],
                &[
                    "3 übergeben, 1 zurückgestellt, 1 abgelehnt",
                    "<strong>Was zu tun ist:</strong>",
                    "falls sie nicht vorher gesendet wird",
                    "<dd>1 Versuch</dd>",
                    "zweimal angekommen",
                    "langsamer zu senden",
                    "Mitschrift von Versuch 1",
                ],
            ),
            (&at("?done=cancel"), &["outbox"], &["Alle Zustellungen, die noch warteten, sind abgebrochen."]),
            (&at("?done=retry"), &["outbox"], &["Der Versand wird jetzt erneut versucht."]),
            (&at("/resend"), &["outbox"], &["Diese Nachricht noch einmal senden?", "Nur an mich"]),
            (&at("/mail"), &["outbox", "reading"], &["Die E-Mail, wie sie gesendet wurde.", "Die E-Mail als Text"]),
            (&at("/mail?show=source"), &["outbox", "reading"], &["Quelltext herunterladen"]),
            (&at("/mail?show=attachments"), &["outbox", "reading"], &["Anhänge (1)", "nie hier geöffnet"]),
            (&format!("/outbox/{stuck}"), &["outbox"], &["deshalb zählt dieser Versuch nicht"]),
        ])
        .await;
    let again = pages.post_german(&at("/resend"), "to=same").await.header(header::LOCATION).to_owned();
    let words = &["Das ist die neue Nachricht", "eine frühere Nachricht</a>"];
    pages.get_german(&again).await.is_german(&again, &["outbox"], words);
    assert_eq!(pages.post_german(&at("/cancel"), "").await.status, StatusCode::SEE_OTHER);
    let refused = pages.post_german(&at("/cancel"), "").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.is_german("/cancel", &["outbox"], &["Es wurde nichts geändert", "Abgebrochen 1"]);
}

#[tokio::test]
async fn the_mailbox_is_german() {
    let pages = Pages::set_up().await;
    pages.post("/configuration/email-settings/test-email", &[("method", "builtin"), ("test.to", ANN)]).await;
    let id = pages.app.mailbox.list("", None, 1).await.expect("lists")[0].id;
    pages
        .check_german_pages(&[
            ("/mailbox", &["mailbox"], &["1 E-Mail aufbewahrt", "An ann@example.com", "Alle löschen"]),
            ("/mailbox?q=nobody", &["mailbox"], &["Nichts gefunden für „nobody“"]),
            (&format!("/mailbox?before={}", Uuid::nil()), &["mailbox"], &["Keine älteren E-Mails"]),
            (&format!("/mailbox/{id}"), &["mailbox", "reading"], &["<dt>Absender im Umschlag</dt>"]),
            (&format!("/mailbox/{id}?show=text"), &["mailbox", "reading"], &["Die E-Mail als Text", "<dt>Von</dt>"]),
            ("/mailbox/delete-all", &["mailbox"], &["Postfach leeren?", "1 E-Mail löschen"]),
        ])
        .await;
}

#[tokio::test]
async fn keys_are_german() {
    let pages = Pages::set_up().await;
    let refused = pages.post_german("/configuration/api-keys", "name=").await;
    refused.is_german("/configuration/api-keys", &["api_keys"], &["Es wurde kein Schlüssel angelegt"]);
    let made = pages.post_german("/configuration/api-keys", "name=Laden&messages:send=on").await;
    let words = &["Der Schlüssel „Laden“ ist bereit", "\"text\": \"Von owlpost gesendet.\"", "Nie verwendet"];
    made.is_german("/configuration/api-keys", &["api_keys"], words);
    let id = pages.app.accounts.keys().await.expect("lists")[0].id;
    let path = format!("/configuration/api-keys/{id}/delete");
    pages.check_german_pages(&[(&path, &["api_keys"], &["Schlüssel „Laden“ löschen?", "Angelegt am <time"])]).await;
}

#[tokio::test]
async fn other_languages_get_english() {
    let pages = Pages::set_up().await;
    for path in ["/", "/outbox", "/mailbox", "/configuration/api-keys"] {
        pages.get(path).await.says("<html lang=\"en\"");
    }
}
