//! Many recipients, invitations, members and accounts: searching, paging and folding.

use mail::Draft;
use uuid::Uuid;

use super::Pages;
use accounts::Role;

/// How often a page contains these words.
fn count(body: &str, words: &str) -> usize {
    body.matches(words).count()
}

#[tokio::test]
async fn three_hundred_recipients_are_folded_paged_and_searched() {
    let pages = Pages::set_up().await;
    let to = (0..300).map(|number| format!("reader{number}@example.com")).collect();
    let draft = Draft { to, subject: "News".into(), text: Some("Hello".into()), ..Draft::default() };
    let id: Uuid = pages.accept_draft(draft).await.0;
    pages.all_mail_leaves().await;
    let at = format!("/outbox/{id}");
    let page = pages.get(&at).await;
    assert_eq!(count(&page.body, "<details class=\"folded delivery\">"), 50);
    page.says("1–50 of 300");
    page.says(&format!("href=\"{at}?recipient_page=2#recipients\""));
    let last = pages.get(&format!("{at}?recipient_page=6")).await;
    last.says("reader299@example.com");
    last.does_not_say("recipient_page=7");
    let found = pages.get(&format!("{at}?recipient=READER29")).await;
    assert_eq!(count(&found.body, "<details class=\"folded delivery\">"), 11, "29, and 290 to 299");
    pages.get(&format!("{at}?recipient=nobody")).await.says("No results");
    assert!(page.body.len() < 80_000, "{} bytes", page.body.len());
}

#[tokio::test]
async fn each_recipient_is_shown_with_its_header_field() {
    let pages = Pages::set_up().await;
    let json = r#"{"automatic_bcc": "archive@example.com", "automatic_bcc_api": true}"#;
    pages.save_settings(json).await;
    let draft = Draft {
        to: vec!["ann@example.com".into()],
        cc: vec!["Bob <bob@example.com>, ann@example.com".into()],
        bcc: vec!["carol@example.com".into()],
        subject: "News".into(),
        text: Some("Hello".into()),
        ..Draft::default()
    };
    let id: Uuid = pages.accept_draft(draft).await.0;
    let page = pages.get(&format!("/outbox/{id}")).await;
    for (address, field) in [("ann", "to"), ("bob", "cc"), ("carol", "bcc"), ("archive", "Automatic BCC")] {
        page.says(&format!(
            "<strong class=\"long\">{address}@example.com</strong> <span class=\"soft small\">{field}</span>"
        ));
    }
    let german = pages.read(&pages.ann.in_german(), &format!("/outbox/{id}")).await;
    german.says("<span class=\"soft small\">Automatische Blindkopie</span>");
    assert_eq!(count(&page.body, "class=\"folded"), 0, "a few are not folded");
    // A message sent again to others has its recipients in no header field.
    let again = pages.post(&format!("/outbox/{id}/resend"), &[("to", "me")]).await;
    let page = pages.get(again.header("location")).await;
    assert_eq!(count(&page.body, "<span class=\"soft small\">"), 0);
    let again = pages.post(&format!("/outbox/{id}/resend"), &[("to", "same")]).await;
    pages.get(again.header("location")).await.says("<span class=\"soft small\">Automatic BCC</span>");
}

#[tokio::test]
async fn many_invitations_members_and_accounts_are_paged_and_searched() {
    let pages = Pages::set_up().await;
    for number in 0..60 {
        pages.person(&format!("member{number}@example.com"), true, Some(Role::Viewer)).await;
    }
    // More than the limit on invitations, so the clock has to advance.
    for number in 0..60 {
        pages.turn(std::time::Duration::from_secs(3600));
        pages.invite(&format!("guest{number}@example.com"), Role::Viewer).await.expect("invites");
    }
    let at = format!("/workspaces/{}", pages.workspace);
    let page = pages.get(&at).await;
    page.says("1–50 of 61");
    page.says("1–50 of 60");
    page.says("action=\"");
    let found = pages.get(&format!("{at}?member=member59")).await;
    found.says("member59@example.com");
    found.does_not_say("member58@example.com");
    found.says("1–50 of 60");
    let found = pages.get(&format!("{at}?invitation=guest7")).await;
    found.says("guest7@example.com");
    found.does_not_say("guest8@example.com");
    let accounts = pages.get("/configuration/accounts?account_page=2").await;
    accounts.says("51–61 of 61");
    pages.get("/configuration/accounts?account=member33").await.does_not_say("member34@example.com");
    let few = Pages::set_up().await;
    few.get("/configuration/accounts").await.does_not_say("role=\"search\"");
}
