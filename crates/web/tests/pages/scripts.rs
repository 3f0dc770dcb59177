//! Tests of the pages of scripts without running one: `owlpost/tests/http/scripts.rs` has a sandbox.

use axum::body::Body;
use axum::http::{StatusCode, header};
use uuid::Uuid;

use super::languages::GermanPage;
use super::{Answer, Pages};
use accounts::Role;
use testserver::Browser;

const BOB: &str = "bob@example.com";

impl Pages {
    /// Creates a script from an example in Ann's workspace.
    pub(super) async fn with_script(&self, example: &str) -> Script {
        let workspace = self.workspace;
        let at = format!("/workspaces/{workspace}/scripts");
        let made = self.post(&at, &[("name", "Invoices"), ("example", example), ("time_zone", "Europe/Berlin")]).await;
        let at = made.header(header::LOCATION).trim_end_matches("?made=1").to_owned();
        assert!(at.contains("/scripts/"), "{}: {}", made.status, made.body);
        Script { workspace, at }
    }

    pub(super) async fn browser_of_member(&self, role: Role) -> Browser {
        let account = self.person(BOB, true, Some(role)).await;
        self.browser_of(&account).await
    }

    async fn save(&self, script: &Script, source: &str, based_on: &str) -> Answer {
        let form = [("do", "save"), ("name", "Invoices"), ("source", source), ("based_on", based_on)];
        self.post(&script.at, &form).await
    }
}

pub(super) struct Script {
    workspace: Uuid,
    at: String,
}

impl Script {
    fn list(&self) -> String {
        format!("/workspaces/{}/scripts", self.workspace)
    }

    pub(super) fn below(&self, rest: &str) -> String {
        format!("{}/{rest}", self.at)
    }
}

#[tokio::test]
async fn a_script_begins_with_an_example_and_is_listed() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("mail_merge").await;
    let list = pages.get(&script.list()).await;
    list.says("<strong>Invoices</strong>");
    list.says("never run");
    list.says("A webhook for a shop");
    let editor = pages.get(&script.at).await;
    editor.says("for (const row of input.rows)");
    editor.says("name=\"based_on\" value=\"1\"");
    editor.says("Functions for scripts");
    editor.says("enctype=\"multipart/form-data\"");
    pages.get(&script.below("triggers")).await.says("value=\"Europe/Berlin\"");
}

#[tokio::test]
async fn faults_are_shown_at_their_fields_and_entered_values_are_kept() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("one_mail").await;
    let again = pages.post(&script.list(), &[("name", "invoices"), ("example", "shop")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.says("is already called “Invoices”");
    again.says("value=\"shop\" checked");
    let form = [("do", "run"), ("name", "Invoices"), ("source", "let my = 1;\r\n"), ("input", "{\n  a: 1\n}")];
    let refused = pages.post(&script.at, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("line 2, column 3 cannot be read");
    refused.says("let my = 1;");
    refused.says("data-dirty");
    pages.get(&script.at).await.does_not_say("let my = 1;");
    let nameless = pages.post(&script.at, &[("do", "save"), ("name", ""), ("source", "1")]).await;
    nameless.says("id=\"name-fault\"");
    pages.get(&script.below("runs")).await.says("This script has not run yet");
}

#[tokio::test]
async fn saving_over_another_version_is_refused_and_keeps_the_text() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("empty").await;
    let bob = pages.browser_of_member(Role::Editor).await;
    let form = [("do", "save"), ("name", "Invoices"), ("source", "bobs();"), ("based_on", "1")];
    let saved = pages.send(&bob, &script.at, &form).await;
    assert_eq!(saved.header(header::LOCATION), format!("{}?saved=1", script.at));
    let refused = pages.save(&script, "anns();", "1").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.says("bob@example.com has saved version 2 in the meantime");
    refused.says("anns();");
    refused.says("name=\"based_on\" value=\"2\"");
    refused.says("data-dirty");
    let meant = pages.save(&script, "anns();", "2").await;
    assert_eq!(meant.status, StatusCode::SEE_OTHER, "{}", meant.body);
    let versions = pages.get(&script.below("versions")).await;
    versions.says("Version 3");
    versions.says("1 line added, 1 removed");
}

#[tokio::test]
async fn an_earlier_version_becomes_the_newest() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("empty").await;
    for (source, based_on) in [("one();\ntwo();", "1"), ("one();\nthree();", "2")] {
        pages.save(&script, source, based_on).await;
    }
    let version = pages.get(&script.below("versions/3")).await;
    version.says("Changes since version 2");
    version.says("<td class=\"said\">three();</td>");
    let restored = pages.post(&script.below("versions/2/restore"), &[]).await;
    assert_eq!(restored.header(header::LOCATION), format!("{}?restored=1", script.at));
    pages.get(&script.at).await.says("two();");
    pages.get(&script.below("versions")).await.says("Version 4");
    assert_eq!(pages.get(&script.below("versions/9")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_viewer_reads_and_changes_nothing() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("one_mail").await;
    let bob = pages.browser_of_member(Role::Viewer).await;
    let editor = pages.read(&bob, &script.at).await;
    editor.says("readonly");
    editor.says("You can read this script");
    editor.does_not_say("name=\"do\"");
    pages.read(&bob, &script.list()).await.does_not_say("New script");
    let triggers = pages.read(&bob, &script.below("triggers")).await;
    triggers.says("Recipients per run");
    triggers.does_not_say("Create webhook");
    let refused = pages.send(&bob, &script.at, &[("do", "run"), ("source", "1")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    refused.says("You have read-only access");
}

#[tokio::test]
async fn others_cannot_see_that_it_exists() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("one_mail").await;
    let account = pages.person(BOB, true, None).await;
    let bob = pages.browser_of(&account).await;
    for path in [script.list(), script.at.clone(), script.below("versions/1")] {
        assert_eq!(pages.read(&bob, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let by = accounts::ActorContext::api_key("test");
    let other = pages.app.accounts.make_workspace("Other", Some(account.id), &by).await.expect("a workspace").id;
    let path = script.at.replace(&script.workspace.to_string(), &other.to_string());
    assert_eq!(pages.read(&bob, &path).await.status, StatusCode::NOT_FOUND, "through a workspace of one's own");
}

#[tokio::test]
async fn a_schedule_is_previewed_before_it_is_saved() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("reminder").await;
    let look = pages.get(&script.below("triggers?cron=0%208%20*%20*%20MON-FRI")).await;
    look.says("Monday to Friday at 08:00 (Europe/Berlin)");
    look.says("This schedule is not saved yet");
    look.says("Next start times (time zone Europe/Berlin):");
    look.says("<li>23 Nov 2026, 08:00</li>");
    let form = [("cron", "0 8 * * *"), ("time_zone", "Europe/Berlin"), ("language", "de")];
    let saved = pages.post(&script.below("triggers"), &form).await;
    assert_eq!(saved.header(header::LOCATION), script.below("triggers?saved=1"));
    let shown = pages.get(&script.below("triggers")).await;
    shown.says("Every day at 08:00 (Europe/Berlin)");
    shown.does_not_say("This schedule is not saved yet");
    pages.get(&script.list()).await.says("starts automatically");
    let form = [("cron", "every day"), ("time_zone", "Berlin"), ("language", "de")];
    let refused = pages.post(&script.below("triggers"), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("id=\"cron-fault\"");
    refused.says("value=\"every day\"");
}

#[tokio::test]
async fn the_url_of_a_webhook_is_shown_once() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("shop").await;
    let made = pages.post(&script.below("triggers/webhook"), &[]).await;
    made.says("http://localhost:8020/hooks/");
    made.says("Idempotency-Key: order-1042");
    let shown = pages.get(&script.below("triggers")).await;
    shown.does_not_say("/hooks/");
    shown.says("Create a new URL");
    let ended = pages.post(&script.below("triggers/webhook/end"), &[]).await;
    assert_eq!(ended.header(header::LOCATION), script.below("triggers?ended=1"));
    pages.get(&script.below("triggers")).await.says("This script has no webhook");
}

#[tokio::test]
async fn everybody_sees_limits_and_instance_administrators_change_them() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("empty").await;
    let saved = pages.post(&script.below("triggers/limits"), &[("limits.mails_per_run", "5000")]).await;
    assert_eq!(saved.header(header::LOCATION), script.below("triggers?saved=1"), "{}", saved.body);
    let refused = pages.post(&script.below("triggers/limits"), &[("limits.mails_per_day", "many")]).await;
    refused.says("id=\"limits-mails-per-day-fault\"");
    let bob = pages.browser_of_member(Role::Admin).await;
    let shown = pages.read(&bob, &script.below("triggers")).await;
    shown.says("5,000");
    shown.does_not_say("Change limits");
    let path = script.below("triggers/limits");
    assert_eq!(pages.send(&bob, &path, &[("limits.mails_per_run", "9")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn workspace_administrators_set_the_allowed_recipients() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("empty").await;
    let path = format!("{}/recipients", script.list());
    let refused = pages.post(&path, &[("recipients", "nobody")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("is neither an address nor a domain");
    let saved = pages.post(&path, &[("recipients", "ann@example.com, example.org")]).await;
    assert!(saved.header(header::LOCATION).ends_with("/scripts?saved=1#recipients-title"));
    let bob = pages.browser_of_member(Role::Editor).await;
    pages.read(&bob, &script.list()).await.says("example.org");
    assert_eq!(pages.send(&bob, &path, &[("recipients", "")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn deleting_a_script_asks_first() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("empty").await;
    pages.get(&script.below("delete")).await.says("Delete this script?");
    let deleted = pages.post(&script.below("delete"), &[]).await;
    assert_eq!(deleted.header(header::LOCATION), format!("{}?deleted=1", script.list()));
    assert_eq!(pages.get(&script.at).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_that_is_not_a_table_is_refused_with_the_reason() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("mail_merge").await;
    let body = "--b\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nrun\r\n\
        --b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nInvoices\r\n\
        --b\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\nlet kept = 1;\r\n\
        --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n\r\n--b--\r\n";
    let request = pages.request("POST", &script.at).header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    let refused = pages.call(request.body(Body::from(body)).expect("a request")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("The file is empty");
    refused.says("let kept = 1;");
}

#[tokio::test]
async fn the_pages_of_scripts_are_german() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("one_mail").await;
    pages.save(&script, "andere();", "1").await;
    let list = script.list();
    for (path, files, words) in [
        (list.clone(), vec!["scripts"], vec!["Skripte", "noch nie gelaufen", "Erlaubte Empfänger von Skripten"]),
        (
            script.at.clone(),
            vec!["scripts", "script_reference"],
            vec!["Probelauf", "nicht gespeichert", "Funktionen für Skripte"],
        ),
        (script.below("triggers"), vec!["script_triggers"], vec!["Zeitplan, Zeitzone und Sprache", "werktags um 8"]),
        (script.below("versions"), vec!["scripts"], vec!["Jede Änderung des Quelltexts bleibt erhalten"]),
        (script.below("versions/2"), vec!["scripts"], vec!["Änderungen seit Version 1"]),
        (script.below("runs"), vec!["script_runs"], vec!["Dieses Skript ist noch nicht gelaufen"]),
        (script.below("delete"), vec!["scripts"], vec!["Dieses Skript löschen?"]),
    ] {
        pages.get_german(&path).await.is_german(&path, &files, &words);
    }
}
