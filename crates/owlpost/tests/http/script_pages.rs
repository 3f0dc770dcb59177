//! The pages of scripts with a real sandbox: the examples, a dry run and its mails, a run and its results.

use std::time::Duration;

use accounts::ActorContext;
use accounts::audit::{Action, Filter};
use axum::http::StatusCode;
use i18n::Language;
use scripting::{DryRun, DryRunRequest, Input, NewScript, ScriptLimits};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Answer, TestServer, start};

/// Maximum time that a test waits for a run; reached only if a test fails.
const PATIENCE: Duration = Duration::from_secs(30);

macro_rules! example {
    ($language:literal, $name:literal) => {
        include_str!(concat!("../../../web/src/scripts/examples/", $language, "/", $name, ".js"))
    };
}

/// A signed-in administrator, and a script of the first workspace.
struct ScriptTest {
    server: TestServer,
    cookie: String,
    workspace: Uuid,
    at: String,
}

impl ScriptTest {
    async fn new(source: &str) -> Self {
        let server = start().await;
        let cookie = server.session().await;
        let rooms = &server.app;
        let workspace = rooms.accounts.workspaces().await.expect("lists")[0].id;
        let new = NewScript { name: "Invoices".into(), source: source.into(), ..NewScript::default() };
        let script = rooms.scripts.make(workspace, new, &ActorContext::api_key("test")).await.expect("a script").id;
        Self { cookie, workspace, at: format!("/workspaces/{workspace}/scripts/{script}"), server }
    }

    async fn get(&self, path: &str) -> Answer {
        self.server.call_with("GET", path, &[("cookie", &self.cookie)], "").await
    }

    async fn get_german(&self, path: &str) -> Answer {
        self.server.call_with("GET", path, &[("cookie", &self.cookie), ("accept-language", "de")], "").await
    }

    /// The path of the first mail on a page of a run.
    fn mail_on(&self, page: &Answer) -> String {
        let start = format!("/workspaces/{}/mails/", self.workspace);
        let (_, rest) = page.body.split_once(&start).expect("a link to the mail");
        format!("{start}{}", &rest[..36])
    }

    async fn press(&self, button: &str, source: &str, input: &str) -> String {
        let form = [("do", button), ("name", "Invoices"), ("source", source), ("based_on", "1"), ("input", input)];
        let answer = self.server.post_form(&self.at, &[("cookie", &self.cookie)], &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let location = answer.header("location");
        if button == "run" { self.confirm(location).await } else { location.to_owned() }
    }

    /// Confirms a run; returns the path of the run.
    async fn confirm(&self, question: &str) -> String {
        says(&self.get(question).await, "Run and send real mail?");
        let answer = self.server.post_form(question, &[("cookie", &self.cookie)], &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.header("location").to_owned()
    }

    /// The page of a run, once it contains `words`.
    async fn run_that_says(&self, run: &str, words: &str) -> Answer {
        let look = async {
            loop {
                let page = self.get(run).await;
                if page.body.contains(words) {
                    return page;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, look).await.unwrap_or_else(|_| panic!("{run} never contains {words}"))
    }
}

#[track_caller]
fn says(answer: &Answer, words: &str) {
    assert!(answer.body.contains(words), "{words:?} is not in {}", answer.body);
}

macro_rules! texts {
    ($($name:literal),*) => {
        [$((include_str!(concat!("../../../i18n/texts/en/", $name, ".ftl")),
            include_str!(concat!("../../../i18n/texts/de/", $name, ".ftl")))),*]
    };
}

/// Checks that a page is in German, without English texts of the pages of runs and mails.
#[track_caller]
fn is_german(page: &Answer, words: &[&str]) {
    says(page, "<html lang=\"de\"");
    for words in words {
        says(page, words);
    }
    for (english, german) in texts!["scripts", "script_runs", "script_triggers", "outbox", "reading", "frame"] {
        let texts = english.lines().filter_map(|line| line.split_once(" = ")).map(|(_, text)| text);
        // Short texts may be part of a German word; texts with quotes are escaped.
        for text in
            texts.filter(|text| text.len() >= 8 && !text.contains(['{', '<', '"', '\'']) && !german.contains(text))
        {
            assert!(!page.body.contains(text), "{text:?} is in {}", page.body);
        }
    }
}

async fn tried(server: &TestServer, source: &str, input: Value) -> DryRun {
    let workspace = server.app.accounts.workspaces().await.expect("lists")[0].id;
    let rehearsal = DryRunRequest {
        script: None,
        workspace,
        source: source.to_owned(),
        language: Language::English,
        time_zone: "Europe/Berlin".into(),
        limits: ScriptLimits::default(),
        input: Input::of(&input).expect("an input"),
        started_by: accounts::Actor::account("ann@example.com"),
    };
    server.app.scripts.dry_run(rehearsal).await.expect("is tried")
}

#[tokio::test]
async fn each_example_runs_unchanged() {
    let server = start().await;
    let english = json!({"rows": [{"number": "1042", "name": "Ann", "email": "ann@example.com", "amount": "1250.5", "due": "2026-12-31"}]});
    let german = json!({"rows": [{"nummer": "1042", "name": "Anna", "email": "anna@example.com", "betrag": 1250.5, "faellig": "2026-12-31"}]});
    let order = json!({"order": {"number": "A-1", "name": "Ann", "email": "ann@example.com",
        "items": [{"title": "Teapot", "quantity": 2, "price": 39.9}]}});
    for (source, input, subject, text) in [
        (example!("en", "one_mail"), Value::Null, "Hello from owlpost", "sent by a script"),
        (example!("de", "one_mail"), Value::Null, "Guten Tag von owlpost", "ein Skript gesendet"),
        (example!("en", "mail_merge"), english, "Invoice 1042", "1,250.50 euros for invoice 1042 by 31 December 2026"),
        (
            example!("de", "mail_merge"),
            german,
            "Rechnung 1042",
            "1.250,50 Euro zur Rechnung 1042 bis zum 31. Dezember 2026",
        ),
        (example!("en", "reminder"), Value::Null, "Please enter your hours", "today is Sunday, 22 November 2026"),
        (
            example!("de", "reminder"),
            Value::Null,
            "Bitte tragen Sie Ihre Stunden ein",
            "heute ist Sonntag, 22. November 2026",
        ),
        (example!("en", "shop"), order.clone(), "Your order A-1", "Total: 79.80 euros"),
        (example!("de", "shop"), order, "Ihre Bestellung A-1", "Summe: 79,80 Euro"),
    ] {
        let ran = tried(&server, source, input).await;
        assert_eq!((ran.fault, ran.accepted, ran.refused), (None, 1, 0), "{subject}: {:?}", ran.console);
        assert_eq!(ran.mails[0].subject, subject);
        let bytes = ran.mails[0].message.clone().expect("is rendered");
        let message = mail_parser::MessageParser::default().parse(&*bytes).expect("a mail");
        let body = message.body_text(0).expect("a text").replace("\r\n", " ").replace('\n', " ");
        assert!(body.contains(text), "{text:?} is not in {body}");
    }
}

#[tokio::test]
async fn examples_that_need_an_input_say_so() {
    let server = start().await;
    for (source, words) in [
        (example!("en", "mail_merge"), "choose a CSV file"),
        (example!("de", "mail_merge"), "eine CSV-Datei"),
        (example!("en", "shop"), "contains no order"),
        (example!("de", "shop"), "keine Bestellung"),
    ] {
        let fault = tried(&server, source, Value::Null).await.fault.expect("fails");
        let message = i18n::Language::English.render(&fault.text);
        assert!(message.contains(words), "{message}");
    }
}

const TWO: &str = "sendEmail({ to: 'ann@example.com', subject: 'Hello Ann', text: 'Good morning', html: '<b>Good</b>' });\n\
    const bad = sendEmail({ to: 'nobody', subject: 'Bad', text: 'x' });\nconsole.warn('careful');\n";

#[tokio::test]
async fn a_dry_run_shows_each_mail_and_sends_none() {
    let test = ScriptTest::new("").await;
    let dry = test.press("dry", TWO, "").await;
    let page = test.get(&dry).await;
    says(&page, "Nothing was sent or stored");
    says(&page, "Hello Ann");
    says(&page, "To ann@example.com");
    says(&page, "Line 2");
    says(&page, "Warning:");
    let mail = test.get(&format!("{dry}/mails/1?show=text")).await;
    says(&mail, "Good morning");
    says(&mail, "This email was not sent");
    says(&test.get(&format!("{dry}/mails/1/html")).await, "<b>Good</b>");
    assert_eq!(test.get(&format!("{dry}/mails/2")).await.status, StatusCode::NOT_FOUND, "it was refused");
    let id = dry.rsplit('/').next().expect("an id");
    let editor = test.get(&format!("{}?dry={id}", test.at)).await;
    says(&editor, "Hello Ann");
    says(&editor, "data-dirty");
    assert!(!test.get(&test.at).await.body.contains("Hello Ann"), "nothing was saved");
    assert!(
        test.server
            .app
            .scripts
            .runs(test.at[test.at.len() - 36..].parse().expect("an id"), None, 9)
            .await
            .expect("lists")
            .is_empty()
    );
    test.server.app.clock.turn(Duration::from_secs(15 * 60));
    let gone = test.get(&dry).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    says(&gone, "This dry run is no longer available");
}

#[tokio::test]
async fn the_output_of_a_script_is_shown_unchanged_on_german_pages() {
    let test = ScriptTest::new("").await;
    let source = "console.log('nothing');\n\
        sendEmail({ to: 'ann@example.com', subject: 'order 7 (no TLS)', text: 'x' });\n\
        sendEmail({ to: 'ann@example.com', subject: 'by hand', text: 'x', foo: 'the list of customers is empty' });\n\
        throw new Error('the list of customers is empty');\n";
    let dry = test.press("dry", source, "").await;
    let run = test.press("run", source, "").await;
    test.run_that_says(&run, "Failed").await;
    for address in [&dry, &run] {
        let page = test.get_german(address).await;
        says(&page, "<q>Error: the list of customers is empty</q>");
        says(&page, "<span class=\"said\">nothing</span>");
        says(&page, "<strong>order 7 (no TLS)</strong>");
        says(&page, "<strong>by hand</strong>");
        says(&page, "foo: unbekannter Schlüssel (Wert: die Zeichenkette „the list of customers is empty“)");
    }
    for address in [format!("{}/runs", test.at), test.at.clone()] {
        says(&test.get_german(&address).await, "<q>Error: the list of customers is empty</q>");
    }
    let files = &test.server.app.files;
    files
        .put(test.workspace, "the list of customers is empty", None, vec![1], &ActorContext::api_key("test"))
        .await
        .expect("put");
    let page = test.get_german(&format!("/workspaces/{}/files", test.workspace)).await;
    says(&page, "the list of customers is empty");
}

#[tokio::test]
async fn a_run_shows_the_states_of_its_mails() {
    let test = ScriptTest::new("").await;
    let run = test.press("run", TWO, "").await;
    test.run_that_says(&run, "Finished").await;
    let page = test.run_that_says(&run, "Kept here 1").await;
    says(&page, "manually, ann@example.com");
    says(&page, "careful");
    says(&page, "Hello Ann");
    says(&page, "Refused");
    let refused = test.get(&format!("{run}?show=refused")).await;
    assert!(!refused.body.contains("Hello Ann"), "only what was refused");
    let mail = test.mail_on(&page);
    let shown = test.get(&mail).await;
    says(&shown, "ann@example.com");
    says(&shown, "Invoices");
    says(&shown, "Line 1");
    says(&test.get(&format!("{mail}/text?show=text")).await, "Good morning");
    let read = Filter { action: Some(Action::MailRead), ..Filter::default() };
    assert_eq!(test.server.app.audit.list(read).await.expect("lists").items.len(), 1, "reading leaves a trace");
    let outbox = test.get(&format!("/outbox/{}", &mail[mail.len() - 36..])).await;
    says(&outbox, &run);
    says(&outbox, "version 2");
    let question = format!("{run}/again");
    says(&test.get(&question).await, "The earlier run sent 1 email, which is sent again unless it has a key.");
    let again = test.confirm(&question).await;
    assert_ne!(again, run);
    test.run_that_says(&again, "Finished").await;
}

#[tokio::test]
async fn a_failed_run_links_to_its_line() {
    let test = ScriptTest::new("").await;
    let run = test.press("run", "let a = 1;\nnowhere();\n", "{\"a\": [1, 2]}").await;
    let page = test.run_that_says(&run, "Why it failed").await;
    says(&page, "nowhere is not defined");
    says(&page, "Line 2, column");
    says(&page, &format!("{}?line=2", test.at));
    let editor = test.get(&format!("{}?line=2", test.at)).await;
    says(&editor, "data-line=\"2\"");
    says(&editor, "Stopped on line 2");
}

#[tokio::test]
async fn a_run_can_be_cancelled() {
    let test = ScriptTest::new("").await;
    let run = test.press("run", "for (;;) { emailStatus('x'); }", "").await;
    test.run_that_says(&run, "Cancel run").await;
    let cancelled = test.server.post_form(&format!("{run}/cancel"), &[("cookie", &test.cookie)], &[]).await;
    assert_eq!(cancelled.header("location"), format!("{run}?done=cancel"));
    test.run_that_says(&run, "Run again").await;
    let again = test.server.post_form(&format!("{run}/cancel"), &[("cookie", &test.cookie)], &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "whoever comes late sees how it ended");
}

#[tokio::test]
async fn dry_run_run_mail_and_webhook_are_german() {
    let test = ScriptTest::new("").await;
    let source = "sendEmail({ to: 'ann@example.com', subject: 'Guten Tag', text: 'Hallo' });\n\
        sendEmail({ to: 'niemand', subject: 'x', text: 'y' });\nconsole.warn('Vorsicht');\nnirgends();\n";
    let dry = test.press("dry", source, "").await;
    let page = test.get_german(&dry).await;
    is_german(
        &page,
        &[
            "Probelauf",
            "In Zeile 4, Spalte 1 angehalten.",
            "Abgelehnte Aufrufe",
            "to: „niemand“ enthält kein @",
            "Warnung:",
        ],
    );
    let mail = test.get_german(&format!("{dry}/mails/1?show=text")).await;
    is_german(&mail, &["Diese E-Mail wurde nicht gesendet", "Würde gesendet an"]);
    let run = test.press("run", source, "").await;
    test.run_that_says(&run, "Why it failed").await;
    let page = test.get_german(&run).await;
    is_german(
        &page,
        &[
            "Fehlgeschlagen",
            "Warum der Lauf fehlschlug",
            "Zeile 4, Spalte",
            "Hier aufbewahrt 1",
            "to: „niemand“ enthält kein @",
        ],
    );
    let mail = test.mail_on(&page);
    is_german(
        &test.get_german(&mail).await,
        &["Empfänger", "Das eingebaute Postfach bewahrt", "manuell, ann@example.com", "Aufruf"],
    );
    is_german(&test.get_german(&format!("{mail}/text?show=text")).await, &["Dass Sie sie lesen"]);
    is_german(&test.get_german(&format!("{}/runs", test.at)).await, &["1 E-Mail, 1 abgelehnt"]);
    let headers = [("cookie", test.cookie.as_str()), ("accept-language", "de")];
    let made = test.server.post_form(&format!("{}/triggers/webhook", test.at), &headers, &[]).await;
    is_german(&made, &["URL des Webhooks", "Kopieren Sie sie jetzt"]);
}

#[tokio::test]
async fn the_file_of_a_dry_run_is_used_again_for_the_run() {
    let test = ScriptTest::new("").await;
    let source = "for (const row of input.rows) sendEmail({ to: row.email, subject: 'Hello', text: 'x' });";
    let table = "email\nann@example.com\nbob@example.com\n";
    let part =
        |name: &str, value: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n";
    let body = format!(
        "{}{}{}{file}{table}\r\n--b--\r\n",
        part("do", "dry"),
        part("name", "Invoices"),
        part("source", source)
    );
    let headers = [("cookie", test.cookie.as_str()), ("content-type", "multipart/form-data; boundary=b")];
    let tried = test.server.call_with("POST", &test.at, &headers, &body).await;
    let dry = tried.header("location").rsplit('/').next().expect("an id").to_owned();
    let editor = test.get(&format!("{}?dry={dry}", test.at)).await;
    says(&editor, "Use people.csv from the dry run again");
    let form = [("do", "run"), ("name", "Invoices"), ("source", source), ("based_on", "1"), ("dry", dry.as_str())];
    let run = test.server.post_form(&test.at, &[("cookie", &test.cookie)], &form).await;
    let question = run.header("location");
    let asked = test.get(question).await;
    says(&asked, "The table has 2 rows.");
    says(&asked, "In the dry run of this version with this input it created 2 emails.");
    let page = test.run_that_says(&test.confirm(question).await, "Kept here 2").await;
    says(&page, "with a file, ann@example.com");
}

/// The primary button of the editor.
fn primary(page: &Answer) -> &str {
    let (_, rest) = page
        .body
        .split_once("<button class=\"button primary\" type=\"submit\" name=\"do\" value=\"")
        .expect("a button");
    rest.split('"').next().expect("a value")
}

#[tokio::test]
async fn a_run_asks_first_and_an_untried_source_suggests_a_dry_run() {
    let test = ScriptTest::new("").await;
    assert_eq!(primary(&test.get(&test.at).await), "dry");
    let form = [("do", "run"), ("name", "Invoices"), ("source", TWO), ("based_on", "1"), ("input", "")];
    let asked = test.server.post_form(&test.at, &[("cookie", &test.cookie)], &form).await;
    let question = asked.header("location").to_owned();
    let page = test.get(&question).await;
    says(&page, "Version 2 of Invoices runs now");
    says(&page, "The input has no table.");
    says(&page, "This version was not tried yet");
    let runs = test.server.app.scripts.runs(test.at[test.at.len() - 36..].parse().expect("an id"), None, 9).await;
    assert_eq!(runs.expect("lists").len(), 0, "nothing runs before the answer");
    is_german(&test.get_german(&question).await, &["Ausführen und wirklich senden?", "noch nicht ausprobiert"]);

    let dry = test.press("dry", TWO, "").await;
    says(&test.get(&dry).await, "would be sent");
    assert_eq!(primary(&test.get(&test.at).await), "run", "it was tried");
    says(&test.get(&question).await, "it created 1 email.");
    let run = test.confirm(&question).await;
    test.run_that_says(&run, "Finished").await;
    let again = test.server.post_form(&question, &[("cookie", &test.cookie)], &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "confirmed once, it runs once");
    says(&again, "no longer waiting to be confirmed");
}

#[tokio::test]
async fn confirming_one_version_does_not_run_another() {
    let test = ScriptTest::new("").await;
    let form = [("do", "run"), ("name", "Invoices"), ("source", "1;"), ("based_on", "1"), ("input", "")];
    let question = test.server.post_form(&test.at, &[("cookie", &test.cookie)], &form).await;
    let form = [("do", "save"), ("name", "Invoices"), ("source", TWO), ("based_on", "2")];
    test.server.post_form(&test.at, &[("cookie", &test.cookie)], &form).await;
    for method in ["GET", "POST"] {
        let headers = [("cookie", test.cookie.as_str())];
        let answer = test.server.call_with(method, question.header("location"), &headers, "").await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, &*test.at), "{method}");
    }
}

#[tokio::test]
async fn the_source_typed_for_a_deleted_script_is_returned() {
    let test = ScriptTest::new("").await;
    test.server.post_form(&format!("{}/delete", test.at), &[("cookie", &test.cookie)], &[]).await;
    let form = [("do", "save"), ("name", "Invoices"), ("source", "let mine = 1;"), ("based_on", "1")];
    let answer = test.server.post_form(&test.at, &[("cookie", &test.cookie)], &form).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    says(&answer, "This script was deleted in the meantime");
    says(&answer, "let mine = 1;");
}

#[tokio::test]
async fn versions_name_their_author_in_the_language_of_the_page() {
    let test = ScriptTest::new("console.log(1);").await;
    for path in [format!("{}/versions", test.at), format!("{}/versions/1", test.at)] {
        let german = test.get_german(&path).await;
        assert!(german.body.contains("API-Schlüssel „test“"), "{path}: {}", german.in_words());
        let english = test.get(&path).await;
        assert!(english.body.contains("API key “test”"), "{path}: {}", english.in_words());
    }
}
