//! No ticket can be read where it must not be, and nothing that strangers type becomes part of a letter's form.

use std::io;
use std::sync::{Arc, Mutex};

use super::letters::parsed;
use super::*;

/// Of a secret, what is found although the line was broken somewhere.
fn halves(secret: &str) -> [&str; 2] {
    secret.split_at(secret.len() / 2).into()
}

impl House {
    /// Every value of every table but the texts that wait, in hexadecimal.
    async fn tables(&self) -> String {
        let read: Result<_, DbError> = self
            .app
            .db
            .read(|rx| {
                let tables =
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('body', 'mailbox_body')";
                let tables = rx.query(tables, params![], |row| row.get::<String>(0))?;
                let mut all = String::new();
                for table in tables {
                    let columns = format!("SELECT name FROM pragma_table_info('{table}')");
                    for column in rx.query(&columns, params![], |row| row.get::<String>(0))? {
                        let values = format!("SELECT hex(\"{column}\") FROM \"{table}\"");
                        for value in rx.query(&values, params![], |row| row.get::<String>(0))? {
                            all.push_str(&value);
                            all.push('\n');
                        }
                    }
                }
                Ok(all)
            })
            .await;
        read.expect("reads")
    }

    /// Every byte that the house holds on disk.
    fn files(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for entry in std::fs::read_dir(self.folder.path()).expect("reads the folder") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                bytes.extend(std::fs::read(path).expect("reads a file"));
            }
        }
        bytes
    }
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02X}")).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Each kind of link, from letters that left the house.
async fn one_of_each(house: &House) -> Vec<String> {
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    house.ask_reset(ANN).await.expect("asks");
    house.ask_address_change(ANN, EVE).await.expect("asks");
    house.invite("guest@example.com", Role::Viewer).await.expect("invites");
    house.settles().await;
    let secrets: Vec<String> = house.line.arrived().iter().map(|bytes| parsed(bytes).secret()).collect();
    assert_eq!(secrets.len(), 4);
    secrets
}

#[tokio::test]
async fn while_a_letter_waits_its_link_is_in_its_text_alone_and_afterwards_nowhere() {
    let house = House::open().await;
    house.line.leads_far_away();
    house.mail_goes_down().await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    house.ask_reset(ANN).await.expect("asks");
    house.invite("guest@example.com", Role::Viewer).await.expect("invites");
    let waiting = house.tables().await;
    let texts: i64 = house.value("SELECT COUNT(*) FROM body").await;
    house.mail_comes_back().await;
    house.settles().await;
    let secrets: Vec<String> = house.line.arrived().iter().map(|bytes| parsed(bytes).secret()).collect();
    assert_eq!((secrets.len(), texts), (3, 3));
    let delivered = house.tables().await;
    for tables in [&waiting, &delivered] {
        assert!(tables.contains(&hex(ANN)), "the search works");
        for secret in &secrets {
            assert!(!tables.contains(&hex(secret)), "a ticket is readable");
        }
    }
    assert_eq!(house.value::<i64>("SELECT COUNT(*) FROM body").await, 0, "the texts are gone with the delivery");
}

#[tokio::test]
async fn no_ticket_is_left_in_the_files() {
    let house = House::open().await;
    house.line.leads_far_away();
    let secrets = one_of_each(&house).await;
    let joined = house.join_new(&secrets[3], PASSWORD).await;
    joined.expect("joins");
    house.app.db.close().await;
    let files = house.files();
    assert!(holds(&files, ANN), "the search works");
    for secret in &secrets {
        for half in halves(secret) {
            assert!(!holds(&files, half), "a ticket is readable");
        }
    }
}

#[tokio::test]
async fn public_types_do_not_show_a_ticket() {
    let house = House::open().await;
    house.line.leads_far_away();
    let secrets = one_of_each(&house).await;
    let tickets = &house.app.tickets;
    let listed = tickets.invitations(house.workspace).await.expect("lists");
    let (copied, link) =
        tickets.copy_invitation_link(house.workspace, listed[0].invitation.id, &house.ann()).await.expect("copies");
    let new = ticket::NewTicket::mint(&house.app.random, Purpose::Validation, Uuid::nil(), house.app.clock.now());
    let own = new.link("");
    let guest_link = link.expose_secret().split_once("?ticket=").expect("a link").1.to_owned();
    let shown = format!(
        "{listed:?} {copied:?} {link:?} {new:?} {own:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        person(BOB, PASSWORD),
        tickets.look_invitation(&guest_link).await,
        tickets.look_validation(&secrets[0]).await,
        tickets.look_reset(&secrets[1]).await,
        tickets.look_address_change(&secrets[2]).await,
        tickets.look_reset(&secrets[0]).await,
    );
    let own = own.expose_secret().split_once("?ticket=").expect("a link").1.to_owned();
    for secret in secrets.iter().chain([&guest_link, &own, &PASSWORD.to_owned()]) {
        assert!(!shown.contains(secret.as_str()), "{shown}");
    }
    assert!(shown.contains("expires_at"), "the search works");
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_line_of_the_log_holds_a_ticket_a_password_or_an_address() {
    let log = Log::default();
    let writer = log.clone();
    // Where tests share a process another may have set one before: then there is nothing to see.
    let is_ours = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .try_init()
        .is_ok();
    let house = House::open().await;
    house.line.leads_far_away();
    let secrets = one_of_each(&house).await;
    house.validate(&secrets[0], BOB).await.expect("validates");
    house.reset(&secrets[1], OTHER_PASSWORD).await.expect("resets");
    house.change_address(&secrets[2], ANN).await.expect_err("the reset ended it");
    house.join_new(&secrets[3], THIRD_PASSWORD).await.expect("joins");
    house.reset(&secrets[1], OTHER_PASSWORD).await.expect_err("used");
    house.settles().await;
    let log = String::from_utf8_lossy(&log.0.lock().expect("no panic")).into_owned();
    assert!(!is_ours || log.contains("accepted"), "the search works");
    let words = [PASSWORD, OTHER_PASSWORD, THIRD_PASSWORD, ANN, BOB, EVE, "guest@example.com"];
    for secret in secrets.iter().map(String::as_str).chain(words) {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test]
async fn names_of_people_and_workspaces_cannot_break_a_line() {
    let house = House::open().await;
    let hostile = "Ann\r\nBcc: eve@example.net";
    let ann = house.account(ANN).await.id;
    let before = house.rows().await;
    let accounts = &house.app.accounts;
    let person = SignUp { name: hostile.into(), ..person(BOB, PASSWORD) };
    assert_eq!(fields(house.app.tickets.sign_up(person, HOME).await), ["name"]);
    let made = accounts.make_workspace(hostile, Some(ann), &house.ann()).await;
    assert_eq!(fields(made.map_err(TicketsError::from)), ["name"]);
    let renamed = accounts.rename_workspace(house.workspace, hostile, &house.ann()).await;
    assert_eq!(fields(renamed.map_err(TicketsError::from)), ["name"]);
    assert_eq!(fields(accounts.change_profile(ann, hostile, None).await.map_err(TicketsError::from)), ["name"]);
    for email in
        ["bob@example.com\r\nBcc: eve@example.net", "bob@example.com, eve@example.net", "\"bob\"\r\n@example.com"]
    {
        assert_eq!(fields(house.sign_up(email, PASSWORD).await), ["email"]);
        assert_eq!(fields(house.ask_reset(email).await), ["email"]);
        assert_eq!(fields(house.invite(email, Role::Viewer).await), ["email"]);
    }
    assert_eq!(house.rows().await, before);
}

#[tokio::test]
async fn a_quoted_address_is_one_recipient_whatever_stands_in_it() {
    let house = House::open().await;
    let odd = "\"a, eve@example.net; b <c\"@example.com";
    house.sign_up(odd, PASSWORD).await.expect("signs up");
    house.settles().await;
    let entries = house.app.mailbox.list("", None, 10).await.expect("lists");
    let recipients: Vec<_> = entries.iter().flat_map(|entry| &entry.recipients).map(EmailAddress::expose).collect();
    assert_eq!(recipients, [odd]);
}

#[tokio::test]
async fn markup_in_names_is_text_in_the_letter() {
    let house = House::open().await;
    let hostile = "<b onclick=\"x\">Ann</b> & Co";
    let accounts = &house.app.accounts;
    accounts.rename_workspace(house.workspace, hostile, &house.ann()).await.expect("renames");
    let new = NewInvitation { invited_by: hostile.into(), ..invited(BOB, Role::Editor) };
    house.app.tickets.invite(house.workspace, new, &house.ann()).await.expect("invites");
    let person = SignUp { name: hostile.into(), ..person(EVE, PASSWORD) };
    house.app.tickets.sign_up(person, house.stranger()).await.expect("signs up");
    for email in [BOB, EVE] {
        let letter = house.letter_to(email).await;
        assert!(!letter.html.contains("<b ") && !letter.html.contains("onclick=\""), "{}", letter.html);
        assert!(letter.html.contains("Co") && letter.text.contains("Co"), "the name is there");
    }
}

#[tokio::test]
async fn who_invites_in_words_cannot_break_the_subject() {
    let house = House::open().await;
    let new = NewInvitation { invited_by: "Ann\r\nBcc: eve@example.net".into(), ..invited(BOB, Role::Editor) };
    house.app.tickets.invite(house.workspace, new, &house.ann()).await.expect("invites");
    house.settles().await;
    let entries = house.app.mailbox.list("", None, 10).await.expect("lists");
    assert_eq!(entries.iter().map(|entry| entry.recipients.len()).sum::<usize>(), 1);
    let subject = house.letter_to(BOB).await.subject;
    assert!(!subject.contains(['\r', '\n']), "{subject}");
}
