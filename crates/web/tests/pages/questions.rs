//! Harmful actions ask first, on a page of their own that says what will happen and to how many.

use axum::http::{StatusCode, header};
use mail::Draft;
use testserver::{Answer, Browser};
use uuid::Uuid;

use super::{ANN, Pages};
use accounts::Role;

/// Checks that the page links to the question and has no form that acts at once.
#[track_caller]
fn only_asks(page: &Answer, path: &str) {
    page.says(&format!("href=\"{path}\""));
    page.does_not_say(&format!("action=\"{path}\""));
}

impl Pages {
    /// Checks the question at `path` in both languages; `words` are its English words.
    async fn question(&self, path: &str, words: &[&str], german: &str) {
        let page = self.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        page.says(&format!("method=\"post\" action=\"{path}\""));
        for words in words {
            page.says(words);
        }
        self.read(&self.ann.in_german(), path).await.says(german);
    }

    async fn message_to(&self, count: usize) -> Uuid {
        let to = (0..count).map(|number| format!("reader{number}@example.com")).collect();
        let draft = Draft { to, subject: "News".into(), text: Some("Hello".into()), ..Draft::default() };
        self.accept_draft(draft).await.0
    }
}

#[tokio::test]
async fn sending_again_shows_the_number_of_recipients_and_offers_others() {
    let pages = Pages::set_up().await;
    let id = pages.message_to(300).await;
    let path = format!("/outbox/{id}/resend");
    pages.all_mail_leaves().await;
    only_asks(&pages.get(&format!("/outbox/{id}")).await, &path);
    let words = ["To the same 300 recipients", "reader0@example.com, reader1@example.com", "and 297 more", ANN];
    pages.question(&path, &words, "An dieselben 300 Empfänger").await;
    let recipients = async |answer: Answer| {
        let location = answer.header(header::LOCATION);
        let id = location.trim_start_matches("/outbox/").split('?').next().and_then(|id| id.parse().ok());
        let detail = pages.detail(queue::Id(id.unwrap_or_else(|| panic!("{location}: {}", answer.body)))).await;
        detail.deliveries.iter().map(|delivery| delivery.recipient.expose().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(recipients(pages.post(&path, &[("to", "me")]).await).await, [ANN]);
    let form = [("to", "others"), ("others", "Bob <bob@example.com>\r\ncarol@example.com; bob@example.com")];
    assert_eq!(recipients(pages.post(&path, &form).await).await, ["bob@example.com", "carol@example.com"]);
    assert_eq!(recipients(pages.post(&path, &[("to", "same")]).await).await.len(), 300);
}

#[tokio::test]
async fn sending_again_without_a_valid_recipient_sends_nothing() {
    let pages = Pages::set_up().await;
    let id = pages.message_to(1).await;
    let path = format!("/outbox/{id}/resend");
    for (others, words) in [
        (" ", "Enter at least one address"),
        ("bob@example.com, carol", "has no @"),
        ("carol, bob@example.com\r\ndora@; erik@example..com", "“carol” has no @"),
        ("carol, bob@example.com\r\ndora@; erik@example..com", "“dora@”"),
        ("carol, bob@example.com\r\ndora@; erik@example..com", "“erik@example..com”"),
    ] {
        let refused = pages.post(&path, &[("to", "others"), ("others", others)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("id=\"others-fault\"");
        refused.says(words);
        refused.says("value=\"others\" checked");
    }
    assert_eq!(pages.post(&path, &[]).await.status, StatusCode::BAD_REQUEST, "nobody was chosen");
    assert_eq!(pages.count(queue::Kind::Api).await, 1);
}

#[tokio::test]
async fn instance_administration_is_granted_and_revoked_after_a_question() {
    let pages = Pages::set_up().await;
    let id = |email: &'static str| {
        let pages = &pages;
        async move {
            let all = pages.app.accounts.list().await.expect("lists");
            all.into_iter().find(|listed| listed.account.email.expose() == email).expect("an account").account.id
        }
    };
    let (ann, bob) = (id(ANN).await, pages.person("bob@example.com", true, None).await.id);
    let zoe = pages.person("zoe@example.com", false, None).await.id;
    let path = |id: Uuid| format!("/configuration/accounts/{id}/instance-admin");
    let list = pages.get("/configuration/accounts").await;
    only_asks(&list, &path(ann));
    only_asks(&list, &path(bob));
    list.does_not_say(&path(zoe));
    for (who, words) in [(ann, "last administrator"), (zoe, "not confirmed yet")] {
        let refused = pages.get(&path(who)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says(words);
    }
    let words = ["Make this account an administrator?", "bob@example.com will be able to read all mail"];
    pages.question(&path(bob), &words, "Dieses Konto zum Administrator machen?").await;
    pages.post(&path(bob), &[("may", "1")]).await;
    pages
        .question(&path(bob), &["Remove this administrator?", "1 administrator remains"], "Als Administrator entfernen")
        .await;
    let words = ["Remove yourself as administrator?", "1 administrator remains, who can give you the right again"];
    pages.question(&path(ann), &words, "Sich selbst als Administrator entfernen?").await;
    assert!(pages.account(ANN).await.instance_admin, "a question changes nothing");
}

#[tokio::test]
async fn revoking_an_invitation_and_showing_its_link_ask_first() {
    let pages = Pages::set_up().await;
    let invitation = pages.invite("carol@example.com", Role::Editor).await.expect("invites").id;
    let at = format!("/workspaces/{}", pages.workspace);
    let page = pages.get(&at).await;
    let revoke = format!("{at}/invitations/{invitation}/revoke");
    let link = format!("{at}/invitations/{invitation}/link");
    only_asks(&page, &revoke);
    only_asks(&page, &link);
    let words = ["Show the link of this invitation?", "with the role Editor", "carol@example.com"];
    pages.question(&link, &words, "Link dieser Einladung anzeigen?").await;
    pages.get(&link).await.does_not_say("?ticket=");
    pages.question(&revoke, &["Revoke this invitation?", "carol@example.com"], "Diese Einladung zurückziehen?").await;
    pages.get(&at).await.says("Invited");
    pages.post(&revoke, &[]).await;
    for path in [&revoke, &link] {
        assert_eq!(pages.get(path).await.status, StatusCode::UNPROCESSABLE_ENTITY, "it is no longer open");
    }
}

#[tokio::test]
async fn changing_and_removing_a_webhook_ask_first() {
    let pages = Pages::set_up().await;
    let script = pages.with_script("shop").await;
    let (rotate, end) = (script.below("triggers/webhook"), script.below("triggers/webhook/end"));
    let answer = pages.get(&rotate).await;
    assert_eq!(answer.header(header::LOCATION), script.below("triggers"), "there is none that could be lost");
    pages.post(&rotate, &[]).await.says("URL of the webhook");
    let page = pages.get(&script.below("triggers")).await;
    only_asks(&page, &rotate);
    only_asks(&page, &end);
    let words = ["Create a new URL for this webhook?", "Invoices", "It started none of the last 100 runs."];
    pages.question(&rotate, &words, "Neue URL für diesen Webhook erzeugen?").await;
    pages.question(&end, &["Remove this webhook?"], "Diesen Webhook entfernen?").await;
    let bob: Browser = pages.browser_of_member(Role::Viewer).await;
    assert_eq!(pages.read(&bob, &rotate).await.status, StatusCode::FORBIDDEN);
}
