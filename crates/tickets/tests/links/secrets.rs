//! Tickets cannot be read where they must not be, and text entered by strangers cannot change the structure of a
//! letter.

use std::io;
use std::sync::{Arc, Mutex};

use super::*;
use testserver::parse_letter;

/// Both halves of a secret, so that it is found even if a line break splits it.
fn halves(secret: &str) -> [&str; 2] {
    secret.split_at(secret.len() / 2).into()
}

impl LinkServer {
    /// Every value of every table, in hexadecimal, except the stored mail texts.
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

    /// Every byte of the server's files.
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

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// One link of each kind, from letters that left the server.
async fn one_of_each(server: &LinkServer) -> Vec<String> {
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    server.request_reset(ANN).await.expect("asks");
    server.request_address_change(ANN, EVE).await.expect("asks");
    server.invite("guest@example.com", Role::Viewer).await.expect("invites");
    server.all_mail_leaves().await;
    let secrets: Vec<String> = server.switch.collected().iter().map(|bytes| parse_letter(bytes).secret()).collect();
    assert_eq!(secrets.len(), 4);
    secrets
}

#[tokio::test]
async fn a_link_is_stored_only_in_its_waiting_letter() {
    let server = LinkServer::start().await;
    server.switch.collect();
    server.mail_goes_down().await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    server.request_reset(ANN).await.expect("asks");
    server.invite("guest@example.com", Role::Viewer).await.expect("invites");
    let waiting = server.tables().await;
    let texts: i64 = server.value("SELECT COUNT(*) FROM body").await;
    server.mail_comes_back().await;
    server.all_mail_leaves().await;
    let secrets: Vec<String> = server.switch.collected().iter().map(|bytes| parse_letter(bytes).secret()).collect();
    assert_eq!((secrets.len(), texts), (3, 3));
    let delivered = server.tables().await;
    for tables in [&waiting, &delivered] {
        assert!(tables.contains(&hex(ANN)), "the search works");
        for secret in &secrets {
            assert!(!tables.contains(&hex(secret)), "a ticket can be read");
        }
    }
    assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM body").await, 0, "the texts are deleted with the delivery");
}

#[tokio::test]
async fn no_ticket_is_left_in_the_files() {
    let server = LinkServer::start().await;
    server.switch.collect();
    let secrets = one_of_each(&server).await;
    let joined = server.join_new(&secrets[3], PASSWORD).await;
    joined.expect("joins");
    server.app.db.close().await;
    let files = server.files();
    assert!(contains(&files, ANN), "the search works");
    for secret in &secrets {
        for half in halves(secret) {
            assert!(!contains(&files, half), "a ticket can be read");
        }
    }
}

#[tokio::test]
async fn public_types_do_not_show_a_ticket() {
    let server = LinkServer::start().await;
    server.switch.collect();
    let secrets = one_of_each(&server).await;
    let tickets = &server.app.tickets;
    let listed = tickets.invitations(server.workspace).await.expect("lists");
    let (copied, link) = tickets
        .copy_invitation_link(server.workspace, listed[0].invitation.id, &server.by_ann())
        .await
        .expect("copies");
    let guest_link = link.expose_secret().split_once("?ticket=").expect("a link").1.to_owned();
    let shown = format!(
        "{listed:?} {copied:?} {link:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        person(BOB, PASSWORD),
        tickets.open_invitation(&guest_link).await,
        tickets.open_validation(&secrets[0]).await,
        tickets.open_reset(&secrets[1]).await,
        tickets.open_address_change(&secrets[2]).await,
        tickets.open_reset(&secrets[0]).await,
    );
    for secret in secrets.iter().chain([&guest_link, &PASSWORD.to_owned()]) {
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
async fn the_log_contains_no_ticket_password_or_address() {
    let log = Log::default();
    let writer = log.clone();
    // Another test of the same process may have set a subscriber before; then there is nothing to check.
    let is_ours = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .try_init()
        .is_ok();
    let server = LinkServer::start().await;
    server.switch.collect();
    let secrets = one_of_each(&server).await;
    server.validate(&secrets[0], BOB).await.expect("validates");
    server.reset(&secrets[1], OTHER_PASSWORD).await.expect("resets");
    server.change_address(&secrets[2], ANN).await.expect_err("the reset ended it");
    server.join_new(&secrets[3], THIRD_PASSWORD).await.expect("joins");
    server.reset(&secrets[1], OTHER_PASSWORD).await.expect_err("used");
    server.all_mail_leaves().await;
    let log = String::from_utf8_lossy(&log.0.lock().expect("no panic")).into_owned();
    assert!(!is_ours || log.contains("accepted"), "the search works");
    let words = [PASSWORD, OTHER_PASSWORD, THIRD_PASSWORD, ANN, BOB, EVE, "guest@example.com"];
    for secret in secrets.iter().map(String::as_str).chain(words) {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test]
async fn names_of_people_and_workspaces_cannot_break_a_line() {
    let server = LinkServer::start().await;
    let hostile = "Ann\r\nBcc: eve@example.net";
    let ann = server.account(ANN).await.id;
    let before = server.row_counts().await;
    let accounts = &server.app.accounts;
    let person = SignUp { name: hostile.into(), ..person(BOB, PASSWORD) };
    assert_eq!(faults_in(server.app.tickets.sign_up(person, ANNS_ADDRESS).await), ["name"]);
    let made = accounts.make_workspace(hostile, Some(ann), &server.by_ann()).await;
    assert_eq!(faults_in(made.map_err(TicketsError::from)), ["name"]);
    let renamed = accounts.rename_workspace(server.workspace, hostile, &server.by_ann()).await;
    assert_eq!(faults_in(renamed.map_err(TicketsError::from)), ["name"]);
    assert_eq!(faults_in(accounts.change_profile(ann, hostile, None).await.map_err(TicketsError::from)), ["name"]);
    for email in
        ["bob@example.com\r\nBcc: eve@example.net", "bob@example.com, eve@example.net", "\"bob\"\r\n@example.com"]
    {
        assert_eq!(faults_in(server.sign_up(email, PASSWORD).await), ["email"]);
        assert_eq!(faults_in(server.request_reset(email).await), ["email"]);
        assert_eq!(faults_in(server.invite(email, Role::Viewer).await), ["email"]);
    }
    assert_eq!(server.row_counts().await, before);
}

#[tokio::test]
async fn a_quoted_address_is_one_recipient_whatever_it_contains() {
    let server = LinkServer::start().await;
    let odd = "\"a, eve@example.net; b <c\"@example.com";
    server.sign_up(odd, PASSWORD).await.expect("signs up");
    server.all_mail_leaves().await;
    let entries = server.app.mailbox.list("", None, 10).await.expect("lists");
    let recipients: Vec<_> = entries.iter().flat_map(|entry| &entry.recipients).map(EmailAddress::expose).collect();
    assert_eq!(recipients, [odd]);
}

#[tokio::test]
async fn markup_in_names_is_text_in_the_letter() {
    let server = LinkServer::start().await;
    let hostile = "<b onclick=\"x\">Ann</b> & Co";
    let accounts = &server.app.accounts;
    accounts.rename_workspace(server.workspace, hostile, &server.by_ann()).await.expect("renames");
    let new = NewInvitation { invited_by: hostile.into(), ..invitation(BOB, Role::Editor) };
    server.app.tickets.invite(server.workspace, new, &server.by_ann()).await.expect("invites");
    let person = SignUp { name: hostile.into(), ..person(EVE, PASSWORD) };
    server.app.tickets.sign_up(person, server.stranger()).await.expect("signs up");
    for email in [BOB, EVE] {
        let letter = server.letter_to(email).await;
        assert!(!letter.html.contains("<b ") && !letter.html.contains("onclick=\""), "{}", letter.html);
        assert!(letter.html.contains("Co") && letter.text.contains("Co"), "the name is there");
    }
}

#[tokio::test]
async fn the_inviters_name_cannot_break_the_subject() {
    let server = LinkServer::start().await;
    let new = NewInvitation { invited_by: "Ann\r\nBcc: eve@example.net".into(), ..invitation(BOB, Role::Editor) };
    server.app.tickets.invite(server.workspace, new, &server.by_ann()).await.expect("invites");
    server.all_mail_leaves().await;
    let entries = server.app.mailbox.list("", None, 10).await.expect("lists");
    assert_eq!(entries.iter().map(|entry| entry.recipients.len()).sum::<usize>(), 1);
    let subject = server.letter_to(BOB).await.subject;
    assert!(!subject.contains(['\r', '\n']), "{subject}");
}
