//! Tests that no visible text bypasses the Fluent files: in the pseudo language every translated word has accents.

use axum::http::header;

use super::content::{BOB, Content, EVE, Words};
use super::guards::{PAGES, address};
use super::{ANN, NOBODY, Pages};
use testserver::Browser;

/// Visible words that are not translated.
const NOT_TRANSLATED: &[&[&str]] = &[
    // Data of this test.
    &["owlpost", "Example", ANN, BOB, EVE, "carol@example.com", "noreply@owlpost.invalid", "smtp.example.com:465"],
    &["(message.eml)", "Europe/Berlin"],
    // Names of the API.
    &["scripts"],
    // Languages name themselves.
    &["English", "Deutsch"],
    // Terms.
    &["(UTC)", "Message-ID", "HTML", "SMTP", "API", "CRAM-MD5", "LOGIN", "PLAIN", "OAUTHBEARER", "XOAUTH2"],
    // Providers and their products.
    &["Amazon SES", "Brevo", "Fastmail", "Gmail", "Gmail API", "Google", "Google Workspace SMTP relay", "IONOS"],
    &["Mailgun", "Mailjet", "Microsoft 365", "Microsoft Graph", "OVHcloud", "Postmark", "SendGrid", "Yahoo Mail"],
    &["Zoho Mail", "iCloud Mail"],
];

/// The visible texts of a page: without scripts, styles, code, form fields with text of people, and tags.
fn visible_words(page: &str) -> Vec<String> {
    let mut rest = page.find("<body").map_or(page, |body| &page[body..]);
    let mut text = String::new();
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push('\n');
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        rest = match name {
            "script" | "style" | "code" | "pre" | "textarea" | "time" | "svg" => {
                after.split_once(&format!("</{name}>")).map_or("", |(_, rest)| rest)
            }
            _ => after,
        };
    }
    text.push_str(rest);
    let plain = |line: &&str| {
        let longest = line.split(|c: char| !c.is_ascii_alphabetic()).map(str::len).max().unwrap_or_default();
        line.is_ascii() && longest >= 3
    };
    let lines = text.lines().map(str::trim);
    let is_ours = |line: &&str| !NOT_TRANSLATED.concat().contains(line) && !line.ends_with("@owlpost.invalid");
    lines.filter(plain).filter(is_ours).map(str::to_owned).collect()
}

/// Text written by people and scripts. Lines with non-ASCII letters are ignored, so these texts are distinguished from
/// untranslated ones.
const WORDS: Words = Words {
    workspace: "Nörd",
    script: "Rechnungen für März",
    source: "throw new Error('x');",
    file: "kündigung.csv",
    thrown: "Error: die Übersicht fehlt",
    console: "drei für Müller",
    refused: "Müller",
    subject: "Grüße",
    recipient_name: "Jörg",
    reply: "keine Empfänger möglich",
    account: "Ännchen",
    api_key: "Läden",
};

async fn check(pages: &Pages, browser: &Browser, paths: impl IntoIterator<Item = String>) -> Vec<String> {
    let browser = Browser { language: Some("en-XA"), ..browser.clone() };
    let mut escaped = Vec::new();
    for path in paths {
        let answer = pages.read(&browser, &path).await;
        let content_type = answer.header(header::CONTENT_TYPE).to_owned();
        if !content_type.starts_with("text/html") {
            continue;
        }
        escaped.extend(visible_words(&answer.body).into_iter().map(|words| format!("{path}: {words}")));
    }
    escaped
}

#[track_caller]
fn assert_none(mut escaped: Vec<String>) {
    escaped.sort();
    escaped.dedup();
    assert!(escaped.is_empty(), "texts that are not in the Fluent files:\n{}", escaped.join("\n"));
}

/// The paths of all pages, except the frame of a letter, which is in the language of its recipient.
fn all_pages() -> impl Iterator<Item = String> {
    let is_page = |row: &&&str| !["/events", "/configuration/letters/test/html"].contains(*row);
    PAGES.iter().filter(is_page).map(|row| address(row))
}

#[tokio::test]
async fn every_visible_text_comes_from_the_fluent_files() {
    let pages = Pages::set_up().await;
    let ann = pages.ann.clone();
    let mut escaped = check(&pages, &ann, all_pages()).await;
    let workspace = pages.app.accounts.workspaces().await.expect("lists")[0].id;
    let own = ["", "/files", "/scripts", "/scripts/new"].map(|page| format!("/workspaces/{workspace}{page}"));
    escaped.extend(check(&pages, &ann, own).await);
    let open = ["/sign-in", "/sign-up", "/reset-password", "/setup?token=x", "/invitation?ticket=x", "/nowhere"];
    escaped.extend(check(&pages, &NOBODY, open.map(str::to_owned)).await);
    assert_none(escaped);
}

#[tokio::test]
async fn every_visible_text_of_pages_with_content_comes_from_the_fluent_files() {
    let content = Content::new(&WORDS).await;
    let pages = &content.pages;
    let ann = pages.ann.clone();
    let administrator = content.member_pages().into_iter().chain(content.administrator_pages(WORDS.file));
    let mut escaped = check(pages, &ann, administrator).await;
    for (account, role) in [(&content.bob, "editor"), (&content.eve, "viewer")] {
        let browser = pages.browser_of(account).await;
        let paths = content.member_pages().into_iter().chain([content.invitation.clone()]).chain(all_pages());
        escaped.extend(check(pages, &browser, paths).await.into_iter().map(|words| format!("{role}: {words}")));
    }
    escaped.extend(check(pages, &NOBODY, [content.invitation.clone()]).await);
    assert_none(escaped);
}
