//! Tests that text of people, scripts and mail servers appears unchanged on German pages, even if the catalogue has
//! the same text.

use super::content::{Content, Words};
use testserver::{Browser, NOBODY};

/// English texts that owlpost itself has, or had, a translation for.
const WORDS: Words = Words {
    workspace: "by hand",
    script: "order 7 (no TLS)",
    source: "nothing;",
    file: "the list of customers is empty.txt",
    thrown: "the list of customers is empty",
    console: "order 7 (no TLS): nothing",
    refused: "nothing",
    subject: "email or password is wrong",
    recipient_name: "No such file",
    reply: "the message has no recipient",
    account: "administrator",
    api_key: "password reset",
};

/// The page as a reader sees it.
fn unescaped(html: &str) -> String {
    [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
        .iter()
        .fold(html.to_owned(), |text, (code, character)| text.replace(code, character))
}

/// Checks that the German page shows each text, between tags or in the quotes of the language.
async fn check(content: &Content, browser: &Browser, path: &str, texts: &[&str]) {
    let answer = content.pages.read(&browser.in_german(), path).await;
    let shown = unescaped(&answer.body);
    assert!(shown.contains("<html lang=\"de\""), "{path}: {shown}");
    for text in texts {
        assert!(shown.contains(text), "{path}: {text:?} is not in {shown}");
    }
}

#[tokio::test]
async fn text_of_people_scripts_and_servers_is_shown_unchanged_on_german_pages() {
    let content = Content::new(&WORDS).await;
    let (w, ann, bob) = (&WORDS, content.pages.ann.clone(), content.pages.browser_of(&content.bob).await);
    let (script, workspace) = (&content.script, content.at(""));
    let (run, mail) =
        (content.at(&format!("/runs/{}", content.run)), content.at(&format!("/mails/{}", content.message)));
    let message = format!("/outbox/{}", content.message);
    let kept = format!("/mailbox/{}", content.kept);
    let key = format!("„{}“", w.api_key);
    for browser in [&ann, &bob] {
        let rows: &[(&str, &[&str])] = &[
            ("/workspaces", &[w.workspace]),
            (&workspace, &[w.workspace]),
            (&content.at("/files"), &[w.workspace, w.file]),
            (&content.at("/scripts"), &[w.workspace, w.script]),
            (script, &[w.script, w.source]),
            (&format!("{script}/versions"), &[w.script]),
            (&format!("{script}/versions/2"), &[w.script, w.source]),
            (&format!("{script}/runs"), &[w.script, w.thrown, &key]),
            (&run, &[w.script, w.thrown, w.console, w.refused, w.subject, w.source, &key]),
            (&mail, &[w.subject, w.reply]),
            (&format!("{mail}/text"), &[w.subject, w.console, w.recipient_name]),
            (&format!("{mail}/text?show=attachments"), &[w.file]),
        ];
        for (path, texts) in rows {
            check(&content, browser, path, texts).await;
        }
    }
    let rows: &[(&str, &[&str])] = &[
        ("/account", &[w.account]),
        ("/outbox", &[w.subject, &format!("Skript „{}“", w.script), &key]),
        (&message, &[w.subject, w.reply, &format!("Skript „{}“", w.script), &key]),
        (&format!("{message}/mail"), &[w.subject, w.console, w.recipient_name]),
        ("/mailbox", &[w.subject]),
        (&kept, &[w.subject]),
        (&format!("{kept}?show=text"), &[w.console, w.recipient_name]),
        ("/configuration/api-keys", &[w.api_key]),
        ("/configuration/audit-log", &[w.file, w.api_key, w.script, w.workspace]),
    ];
    for (path, texts) in rows {
        check(&content, &ann, path, texts).await;
    }
    check(&content, &NOBODY, &content.invitation, &[w.workspace]).await;
}
