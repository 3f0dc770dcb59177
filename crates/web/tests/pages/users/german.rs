//! Tests of people's pages in German, and of the choice of the language.

use axum::http::{StatusCode, header};
use uuid::Uuid;

use super::*;
use crate::languages::GermanPage;

type Row<'r> = (&'r str, &'static [&'static str], &'static [&'static str]);

const DAY: Duration = Duration::from_hours(24);

impl Pages {
    /// Reads each page of the rows with a browser that prefers German.
    async fn check_german(&self, browser: &Browser, rows: &[Row<'_>]) {
        for (path, files, words) in rows {
            self.read(&browser.in_german(), path).await.is_german(path, files, words);
        }
    }

    /// Checks in German the page that refuses a form.
    async fn refuses_in_german(
        &self,
        browser: &Browser,
        path: &str,
        form: &[(&str, &str)],
        files: &[&str],
        words: &[&str],
    ) {
        let answer = self.send(&browser.in_german(), path, form).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        answer.is_german(path, files, words);
    }

    /// Gives an account a language of its own.
    async fn speaks(&self, browser: &Browser, language: &str) {
        let saved = self.send(browser, "/account", &[("name", ""), ("language", language)]).await;
        assert_eq!(saved.header(header::LOCATION), "/account?saved=1", "{}", saved.body);
    }
}

#[tokio::test]
async fn sign_up_and_password_reset_are_german() {
    let pages = Pages::set_up().await;
    pages
        .check_german(
            &NOBODY,
            &[
                ("/sign-up", &["sign_up"], &["Konto anlegen", "Damit melden Sie sich an.", "Mindestens 12 Zeichen"]),
                ("/sign-up/sent", &["sign_up"], &["Sehen Sie in Ihrem Postfach nach", "innerhalb von 24 Stunden"]),
                ("/reset-password", &["reset_password", "sign_in"], &["Passwort vergessen?", "Link senden"]),
                ("/reset-password/sent", &["reset_password", "sign_up"], &["Der Link gilt eine Stunde."]),
                ("/sign-in", &["sign_in"], &["Passwort vergessen?", "Konto anlegen"]),
                ("/sign-in?reset=1", &["sign_in"], &["Ihr neues Passwort ist gesetzt."]),
                ("/sign-in?deleted=1", &["sign_in"], &["Ihr Konto ist gelöscht."]),
            ],
        )
        .await;
    let form = [("email", "bob"), ("name", "a\nb"), ("password", "short")];
    let words = &["Es wurde kein Konto angelegt", "Fehler: Konto anlegen"];
    pages.refuses_in_german(&NOBODY, "/sign-up", &form, &["sign_up", "accounts_texts"], words).await;
    let words = &["Es wurde keine E-Mail gesendet"];
    let files = &["reset_password", "accounts_texts"];
    pages.refuses_in_german(&NOBODY, "/reset-password", &[("email", "")], files, words).await;
    for _ in 0..3 {
        pages.send(&NOBODY, "/reset-password", &[("email", ANN)]).await;
    }
    let words = &["Es wurden zu viele E-Mails angefordert"];
    pages.refuses_in_german(&NOBODY, "/reset-password", &[("email", ANN)], &["sign_up"], words).await;
    pages
        .app
        .accounts
        .set_sign_up_policy(accounts::SignUpPolicy::InvitationOnly, &ActorContext::api_key("test"))
        .await
        .expect("decides");
    let words = &["Konten werden nur auf Einladung angelegt", "Ihr Konto an."];
    pages.check_german(&NOBODY, &[("/sign-up", &["sign_up"], words)]).await;
}

#[tokio::test]
async fn pages_behind_links_are_german() {
    let pages = Pages::set_up().await;
    let [validation, reset, address, invitation] = pages.one_of_each().await;
    let [at_validation, at_reset, at_address, at_invitation] =
        [&validation, &reset, &address, &invitation].map(Link::address);
    let nobodys: &[Row<'_>] = &[
        (&at_validation, &["links", "sign_in"], &["Adresse bestätigen", "<strong>bob@example.com</strong>"]),
        (&at_reset, &["links", "reset_password"], &["Neues Passwort setzen", "Mindestens 12 Zeichen"]),
        (&at_address, &["links"], &["Adresse ändern", "<strong>ann@example.org</strong>"]),
        (&at_invitation, &["links", "sign_up"], &["Sie sind eingeladen", "Rolle <strong>Bearbeiter</strong>"]),
    ];
    pages.check_german(&NOBODY, nobodys).await;
    let bob = &validation.owner;
    let bobs: &[Row<'_>] = &[
        (&at_validation, &["links"], &["Adresse bestätigen"]),
        ("/validation", &["links"], &["Ihre Adresse ist noch nicht bestätigt", "Weitere E-Mail senden", "gesendet"]),
        ("/validation?sent=1", &["links"], &["Eine weitere E-Mail ist unterwegs."]),
        (&at_address, &["links"], &["Sie sind mit einem anderen Konto angemeldet", "Abmelden und weiter"]),
        (&at_invitation, &["links"], &["Es wurde nichts geändert."]),
    ];
    pages.check_german(bob, bobs).await;
    let form =
        |link: &'_ Link, password: &'static str| [("ticket", link.ticket.clone()), ("password", password.into())];
    for (link, password, words) in [
        (&validation, "wrong", "Das ist nicht das Passwort des Kontos."),
        (&address, "wrong", "Das ist nicht das Passwort des Kontos."),
        (&reset, "short", "Das Passwort wurde nicht geändert"),
        (&invitation, "short", "Es wurde nichts geändert"),
    ] {
        let form = form(link, password);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let files = &["links", "sign_up", "accounts_texts"];
        pages.refuses_in_german(&NOBODY, link.path, &form, files, &[words]).await;
    }
    // An account of the invited address is asked for its password instead.
    let carol = pages.person("carol@example.com", true, None).await;
    pages.check_german(&NOBODY, &[(&at_invitation, &["links"], &["Anmelden und beitreten"])]).await;
    let carol = pages.browser_of(&carol).await;
    pages.check_german(&carol, &[(&at_invitation, &["links"], &["Beitreten"])]).await;
    for number in 1..=3 {
        let again = pages.send(bob, "/validation/resend", &[]).await;
        assert_eq!(again.status == StatusCode::SEE_OTHER, number < 3, "{number}");
    }
    let words = &["Es wurden zu viele E-Mails angefordert"];
    pages.refuses_in_german(bob, "/validation/resend", &[], &["links"], words).await;
}

#[tokio::test]
async fn link_errors_are_german() {
    let pages = Pages::set_up().await;
    let at = |path: &str, ticket: &str| format!("{path}?ticket={ticket}");
    for path in ["/validation", "/reset-password/new", "/account/address", "/invitation"] {
        let row = [(at(path, "x"), "Dieser Link funktioniert nicht")];
        check_link_error(&pages, &row).await;
    }
    // Each is replaced by another link, which is used.
    let first = pages.one_of_each().await;
    let second = pages.one_of_each_again().await;
    let replaced = first.iter().map(|link| (link.address(), "Es wurde ein neuerer Link gesendet"));
    check_link_error(&pages, &replaced.collect::<Vec<_>>()).await;
    for link in [&second[0], &second[2], &second[3]] {
        let form = [("ticket", link.ticket.as_str()), ("password", NEW_PASSWORD)];
        let used = pages.send(&link.owner, link.path, &form).await;
        assert_eq!(used.status, StatusCode::SEE_OTHER, "{}: {}", link.path, used.body);
    }
    pages.send(&NOBODY, "/reset-password", &[("email", BOB)]).await;
    let reset = pages.ticket_to(BOB).await;
    let form = [("ticket", reset.as_str()), ("password", NEW_PASSWORD)];
    assert_eq!(pages.send(&NOBODY, "/reset-password/new", &form).await.status, StatusCode::SEE_OTHER);
    let used = [&second[0], &second[2], &second[3]].map(|link| (link.address(), "Dieser Link wurde schon benutzt"));
    check_link_error(&pages, &used).await;
    check_link_error(&pages, &[(at("/reset-password/new", &reset), "Dieser Link wurde schon benutzt")]).await;
    // The change of address revoked it.
    check_link_error(&pages, &[(second[1].address(), "Dieser Link wurde zurückgezogen")]).await;

    let revoked = pages.invite("dan@example.com", Role::Editor).await.expect("invites").id;
    let ticket = pages.ticket_to("dan@example.com").await;
    let by = ActorContext::api_key("test");
    let workspace = pages.workspace;
    pages.app.tickets.revoke_invitation(workspace, revoked, &by).await.expect("revokes");
    check_link_error(&pages, &[(at("/invitation", &ticket), "Dieser Link wurde zurückgezogen")]).await;

    pages.invite("erin@example.com", Role::Editor).await.expect("invites");
    let ticket = pages.ticket_to("erin@example.com").await;
    pages.turn(7 * DAY);
    check_link_error(&pages, &[(at("/invitation", &ticket), "Dieser Link ist abgelaufen")]).await;
}

async fn check_link_error(pages: &Pages, rows: &[(String, &'static str)]) {
    for (address, title) in rows {
        let answer = pages.read(&NOBODY.in_german(), address).await;
        assert_eq!(answer.status, StatusCode::GONE, "{address}: {}", answer.body);
        answer.is_german(address, &["links"], &[title]);
    }
}

impl Pages {
    /// Another link for each of [`Pages::one_of_each`].
    async fn one_of_each_again(&self) -> [Link; 4] {
        let bob = self.send(&NOBODY, "/sign-in", &[("email", BOB), ("password", PASSWORD)]).await.session();
        let bob = Browser::with(bob);
        self.send(&bob, "/validation/resend", &[]).await;
        let validation = self.ticket_to(BOB).await;
        self.send(&NOBODY, "/reset-password", &[("email", ANN)]).await;
        let reset = self.ticket_to(ANN).await;
        let form = [("email", "ann@example.org"), ("address_password", PASSWORD)];
        self.send(&self.ann, "/account/change-address", &form).await;
        let address = self.ticket_to("ann@example.org").await;
        let (workspace, by) = (self.workspace, ActorContext::api_key("test"));
        let open = self.app.tickets.invitations(workspace).await.expect("lists").remove(0).invitation.id;
        self.turn(Duration::from_millis(1));
        self.app.tickets.resend_invitation(workspace, open, "Ann", &by).await.expect("sends again");
        let invitation = self.ticket_to("carol@example.com").await;
        [
            Link { path: "/validation", ticket: validation, owner: bob },
            Link { path: "/reset-password/new", ticket: reset, owner: NOBODY },
            Link { path: "/account/address", ticket: address, owner: self.ann.clone() },
            Link { path: "/invitation", ticket: invitation, owner: NOBODY },
        ]
    }
}

#[tokio::test]
async fn the_account_is_german() {
    let pages = Pages::set_up().await;
    let ann = pages.ann.clone();
    pages
        .check_german(
            &ann,
            &[
                ("/account", &["account", "links", "sign_up"], &["Name und Sprache", "Überall abmelden"]),
                ("/account?saved=1", &["account"], &["Gespeichert."]),
                ("/account?password=1", &["account"], &["Ihr Passwort ist geändert."]),
                ("/account?address=1", &["account"], &["Ihre Adresse ist geändert."]),
                ("/account?asked=1", &["account"], &["Sehen Sie im Postfach der neuen Adresse nach"]),
                ("/account/delete", &["account"], &["Konto löschen?", "Abbrechen"]),
            ],
        )
        .await;
    let files = &["account", "accounts_texts"];
    let wrong = "not this one, sorry";
    for (path, form, words) in [
        ("/account", vec![("name", "a\nb"), ("language", "")], "Es wurde nichts geändert"),
        ("/account/password", vec![("current", wrong), ("password", NEW_PASSWORD)], "Fehler: Ihr Konto"),
        ("/account/password", vec![("current", PASSWORD), ("password", "short")], "Fehler: Ihr Konto"),
        ("/account/change-address", vec![("email", ANN), ("address_password", wrong)], "Fehler: Ihr Konto"),
        ("/account/change-address", vec![("email", EVE), ("address_password", wrong)], "Fehler: Ihr Konto"),
        ("/account/delete", vec![("delete_password", wrong)], "Das Konto wurde nicht gelöscht"),
        ("/account/delete", vec![("delete_password", PASSWORD)], "Das ist der letzte Administrator dieses Servers."),
    ] {
        pages.refuses_in_german(&ann, path, &form, files, &[words]).await;
    }
}

#[tokio::test]
async fn workspaces_are_german_with_invitations_in_every_state() {
    let pages = Pages::set_up().await;
    let id = pages.workspace;
    let (tickets, by) = (&pages.app.tickets, ActorContext::api_key("test"));
    pages.invite("expired@example.com", Role::Editor).await.expect("invites");
    pages.turn(8 * DAY);
    let revoked = pages.invite("revoked@example.com", Role::Editor).await.expect("invites").id;
    tickets.revoke_invitation(id, revoked, &by).await.expect("revokes");
    let copied = pages.invite("copied@example.com", Role::Editor).await.expect("invites").id;
    tickets.copy_invitation_link(id, copied, &by).await.expect("copies");
    pages.invite("joined@example.com", Role::Editor).await.expect("invites");
    let ticket = pages.ticket_to("joined@example.com").await;
    tickets.join_new(&ticket, "", PASSWORD.into(), [192, 0, 2, 7].into()).await.expect("joins");
    let open = pages.invite(BOB, Role::Editor).await.expect("invites").id;
    pages.ticket_to(BOB).await;
    let signed_in = pages.send(&NOBODY, "/sign-in", &[("email", ANN), ("password", PASSWORD)]).await;
    let ann = Browser::with(signed_in.session());
    let viewer = pages.person(EVE, true, Some(Role::Viewer)).await;
    let eve = pages.browser_of(&viewer).await;

    let page = format!("/workspaces/{id}");
    let at = |rest: &str| format!("{page}{rest}");
    let states = &["offen", "angenommen", "zurückgezogen", "abgelaufen", "Der Link wurde manuell kopiert."];
    let files = &["workspaces", "links"];
    pages.check_german(&ann, &[(&page, files, states), (&page, files, &["Jemanden einladen", "(Sie)"])]).await;
    for (done, words) in [
        ("made", "Der Workspace ist angelegt."),
        ("joined", "Sie sind jetzt Mitglied."),
        ("invited", "Die Einladung ist unterwegs."),
        ("resent", "Der Link in der früheren gilt nicht mehr."),
        ("revoked", "Ihr Link gilt nicht mehr."),
        ("role", "Die Rolle ist geändert."),
        ("removed", "Das Mitglied ist entfernt."),
        ("renamed", "Der Workspace wurde umbenannt."),
    ] {
        let path = at(&format!("?{done}=1"));
        pages.read(&ann.in_german(), &path).await.is_german(&path, files, &[words]);
    }
    let remove = at(&format!("/members/{}/remove", viewer.id));
    let anns: &[Row<'_>] = &[
        ("/workspaces", &["workspaces"], &["Ein Workspace gehört einem Team", "Administrator"]),
        ("/workspaces?validated=1", &["workspaces"], &["Ihre Adresse ist bestätigt."]),
        ("/workspaces?left=1", &["workspaces"], &["Sie haben den Workspace verlassen."]),
        ("/workspaces?deleted=1", &["workspaces"], &["Der Workspace ist gelöscht."]),
        (&at("/delete"), &["workspaces", "account"], &["Diesen Workspace löschen?"]),
        (&remove, &["workspaces"], &["Dieses Mitglied entfernen?"]),
    ];
    pages.check_german(&ann, anns).await;
    let eves: &[Row<'_>] = &[
        (&page, files, &["Leser", "Mitglied seit"]),
        (&remove, &["workspaces"], &["Diesen Workspace verlassen?", "Zurück"]),
        ("/configuration/accounts", &["error_pages"], &[]),
        (&at("/delete"), &["error_pages"], &[]),
    ];
    pages.check_german(&eve, eves).await;
    let outsider = pages.person("fay@example.com", true, None).await;
    let fay = pages.browser_of(&outsider).await;
    pages.check_german(&fay, &[("/workspaces", &["workspaces"], &["Sie sind noch in keinem Workspace"])]).await;

    let files = &["workspaces", "links", "sign_up", "accounts_texts"];
    let shown = pages.send(&ann.in_german(), &at(&format!("/invitations/{open}/link")), &[]).await;
    shown.is_german("the link", files, &["Link für bob@example.com", "Er wird nur jetzt angezeigt."]);
    let ended = at(&format!("/invitations/{revoked}/resend"));
    pages.refuses_in_german(&ann, &ended, &[], files, &["Diese Einladung ist nicht mehr offen"]).await;
    for email in ["nobody", BOB, EVE] {
        let form = [("email", email), ("role", "viewer"), ("language", "de")];
        pages.refuses_in_german(&ann, &at("/invitations"), &form, files, &["Fehler: Example"]).await;
    }
    pages.refuses_in_german(&ann, "/workspaces", &[("name", "")], files, &["Der Workspace wurde nicht angelegt"]).await;
    pages.refuses_in_german(&ann, &at("/rename"), &[("name", "")], files, &["Fehler: Example"]).await;
    let own = id_of(&pages, ANN).await;
    let last = "Das ist der letzte Administrator des Workspace.";
    pages.refuses_in_german(&ann, &at(&format!("/members/{own}/remove")), &[], files, &[last]).await;
    let role = at(&format!("/members/{own}/role"));
    pages.refuses_in_german(&ann, &role, &[("role", "viewer")], files, &[last]).await;
}

/// The id of an account.
async fn id_of(pages: &Pages, email: &str) -> Uuid {
    let all = pages.app.accounts.list().await.expect("lists");
    all.into_iter().find(|listed| listed.account.email.expose() == email).expect("an account").account.id
}

#[tokio::test]
async fn accounts_letters_and_the_audit_log_are_german() {
    let pages = Pages::set_up().await;
    let ann = pages.ann.clone();
    let bob = pages.person(BOB, false, None).await.id;
    pages.person(EVE, true, Some(Role::Viewer)).await;
    pages.send(&NOBODY, "/sign-in", &[("email", EVE), ("password", "wrong")]).await;
    let delete = format!("/configuration/accounts/{bob}/delete");
    let rows: &[Row<'_>] = &[
        ("/configuration/accounts", &["accounts"], &["Konten", "nicht bestätigt", "in keinem Workspace"]),
        ("/configuration/accounts?saved=1", &["accounts"], &["Gespeichert."]),
        ("/configuration/accounts?deleted=1", &["accounts"], &["Das Konto ist gelöscht."]),
        (&delete, &["accounts", "account"], &["Dieses Konto löschen?", "Abbrechen"]),
        ("/configuration/audit-log", &["audit"], &["Anmeldung fehlgeschlagen", "Server eingerichtet"]),
        ("/configuration/audit-log?q=nobody", &["audit"], &["Nichts gefunden"]),
        ("/configuration/letters", &["letters_page"], &["System-E-Mails", "Einladung"]),
        ("/configuration/letters/validation", &["letters_page"], &["Konto bestätigen", "Reiner Text"]),
        ("/configuration/letters/alarm", &["letters_page"], &["Versand geht weiter"]),
    ];
    pages.check_german(&ann, rows).await;
    let own = id_of(&pages, ANN).await;
    let admin = |id: Uuid| format!("/configuration/accounts/{id}/instance-admin");
    let files = &["accounts", "account"];
    let words = &["Das ist der letzte Administrator dieses Servers."];
    pages.refuses_in_german(&ann, &admin(own), &[], files, words).await;
    let words = &["Die Adresse des Kontos ist noch nicht bestätigt."];
    pages.refuses_in_german(&ann, &admin(bob), &[("may", "1")], files, words).await;
}

#[tokio::test]
async fn the_language_of_an_account_takes_precedence_over_the_browsers() {
    let pages = Pages::set_up().await;
    let ann = pages.ann.clone();
    pages.speaks(&ann, "de").await;
    let english = Browser { language: Some("en-GB,en"), ..ann.clone() };
    for path in ["/workspaces", "/account", "/invitation?ticket=x", "/nowhere", "/configuration/letters"] {
        pages.read(&english, path).await.says("<html lang=\"de\"");
    }
    // The letter is in its recipient's language, whoever requested it.
    let asked = Browser { language: Some("en"), ..NOBODY };
    pages.send(&asked, "/reset-password", &[("email", ANN)]).await;
    let letter = pages.letter_to(ANN).await.text;
    assert!(letter.contains("Passwort"), "{letter}");
    let form = [("email", "ann@example.org"), ("address_password", PASSWORD)];
    pages.send(&english, "/account/change-address", &form).await;
    let letter = pages.letter_to("ann@example.org").await.text;
    assert!(letter.contains("Adresse"), "{letter}");

    pages.speaks(&ann, "en").await;
    pages.read(&ann.in_german(), "/workspaces").await.says("<html lang=\"en\"");
    pages.send(&NOBODY.in_german(), "/reset-password", &[("email", ANN)]).await;
    let letter = pages.letter_to(ANN).await.text;
    assert!(letter.contains("password") && !letter.contains("Passwort"), "{letter}");

    // An account without a language gets the browser's, also in the letter.
    pages.speaks(&ann, "").await;
    pages.read(&ann.in_german(), "/workspaces").await.says("<html lang=\"de\"");
    pages.send(&NOBODY.in_german(), "/reset-password", &[("email", ANN)]).await;
    let letter = pages.letter_to(ANN).await.text;
    assert!(letter.contains("Passwort"), "{letter}");
    let form = [("email", BOB), ("name", ""), ("password", PASSWORD)];
    pages.send(&NOBODY.in_german(), "/sign-up", &form).await;
    let letter = pages.letter_to(BOB).await.text;
    assert!(letter.contains("Konto") && letter.contains("Adresse"), "{letter}");
}
