//! No visible text bypasses the Fluent files: in the pseudo language every word of ours has accents.

use axum::body::Body;
use axum::http::header;

use super::guards::{PAGES, address};
use super::{ANN, Pages};

/// Visible words that no language translates.
const NOT_TRANSLATED: &[&[&str]] = &[
    // Data of this test.
    &["owlpost", "Example", ANN, "noreply@owlpost.invalid"],
    // Languages name themselves.
    &["English", "Deutsch"],
    // Terms.
    &["(UTC)", "HTML", "SMTP", "API", "CRAM-MD5", "LOGIN", "PLAIN", "OAUTHBEARER", "XOAUTH2"],
    // Providers and their products.
    &["Amazon SES", "Brevo", "Fastmail", "Gmail", "Gmail API", "Google", "Google Workspace SMTP relay", "IONOS"],
    &["Mailgun", "Mailjet", "Microsoft 365", "Microsoft Graph", "OVHcloud", "Postmark", "SendGrid", "Yahoo Mail"],
    &["Zoho Mail", "iCloud Mail"],
];

/// A text that `oauth` still reports in English; those are translated by their sentence.
fn is_reported_in_english(words: &str) -> bool {
    let words = words.replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&").replace("&#39;", "'");
    i18n::Language::German.sentence(&words) != words.as_str()
}

/// The page without what is not shown as text: scripts, styles, code, fields of people, and the tags themselves.
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
    let is_ours = |line: &&str| !NOT_TRANSLATED.concat().contains(line) && !is_reported_in_english(line);
    lines.filter(plain).filter(is_ours).map(str::to_owned).collect()
}

async fn check(pages: &Pages, paths: impl Iterator<Item = String>) -> Vec<String> {
    let mut escaped = Vec::new();
    for path in paths {
        let request = pages.request("GET", &path).header(header::ACCEPT_LANGUAGE, "en-XA");
        let answer = pages.call(request.body(Body::empty()).expect("a request")).await;
        let content_type = answer.header(header::CONTENT_TYPE).to_owned();
        if !content_type.starts_with("text/html") {
            continue;
        }
        escaped.extend(visible_words(&answer.body).into_iter().map(|words| format!("{path}: {words}")));
    }
    escaped
}

#[tokio::test]
async fn every_visible_text_comes_from_the_fluent_files() {
    let pages = Pages::set_up().await;
    // A letter in its frame is in the language of its reader.
    let is_page = |row: &&&str| !["/events", "/configuration/letters/test/html"].contains(*row);
    let rows = PAGES.iter().filter(is_page).map(|row| address(row));
    let mut escaped = check(&pages, rows).await;
    let workspace = pages.app.accounts.workspaces().await.expect("lists")[0].id;
    let own = ["", "/files", "/scripts", "/scripts/new"].map(|page| format!("/workspaces/{workspace}{page}"));
    escaped.extend(check(&pages, own.into_iter()).await);
    let stranger = pages.signed_out();
    let open = ["/sign-in", "/sign-up", "/reset-password", "/setup?token=x", "/invitation?ticket=x", "/nowhere"];
    escaped.extend(check(&stranger, open.into_iter().map(str::to_owned)).await);
    escaped.sort();
    escaped.dedup();
    assert!(escaped.is_empty(), "texts that are not in the Fluent files:\n{}", escaped.join("\n"));
}
