//! Faults of the machine and of the operator: each is reported helpfully, and nothing is lost or changed.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use sha2::{Digest, Sha256};
use testkit::{Sink, SinkOptions};

use crate::home::{Home, said};
use crate::mount::Mount;

/// A sink that stores messages.
fn a_sink() -> Sink {
    Sink::start(SinkOptions { keep_messages: true, ..SinkOptions::default() }).expect("a sink")
}

/// Checks that `text` contains every part: what happened, what it means, what to do.
#[track_caller]
fn says(text: &str, parts: &[&str]) {
    let missing: Vec<_> = parts.iter().filter(|part| !text.contains(**part)).collect();
    assert!(missing.is_empty(), "{missing:?} are not in:\n{text}");
}

/// The lock file names the last process, so it changes with each start.
const LOCK: &str = "owlpost.lock";
/// Reserved space; its content is irrelevant.
const RESERVE: &str = "owlpost.reserve";

/// A digest of every file below a folder except the lock, by path.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let mut digests = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            digests.extend(contents(&path));
        } else if entry.file_name() != LOCK && entry.file_name() != RESERVE {
            let bytes = std::fs::read(&path).expect("a file");
            let digest = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            digests.insert(path.display().to_string(), digest);
        }
    }
    digests
}

/// A data folder with one accepted message that the mail server does not accept yet; the server is stopped.
async fn a_home_with_a_waiting_message(sink: &Sink) -> (Home, String) {
    let home = Home::set_up();
    let id = accept_while_turned_away(&home, sink).await;
    (home, id)
}

async fn accept_while_turned_away(home: &Home, sink: &Sink) -> String {
    sink.reject_all(Some("421 4.3.2 not now"));
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), None).await;
    let id = owlpost.accepts("ann@example.com", "a message that waits").await;
    assert!(owlpost.terminate().success());
    sink.reject_all(None);
    id
}

/// Checks that the server starts without intervention and delivers the waiting message once.
async fn goes_on_where_it_was(home: &Home, sink: &Sink, id: &str) {
    let owlpost = home.start().await;
    owlpost.delivery_is(id, "sent").await;
    assert_eq!(sink.arrivals().len(), 1, "{:?}", sink.arrivals());
    assert!(owlpost.terminate().success());
}

#[tokio::test]
async fn a_read_only_data_folder_stops_the_start_and_changes_nothing() {
    let sink = a_sink();
    let (home, mount) = Mount::below_a_home("size=64m");
    let id = accept_while_turned_away(&home, &sink).await;
    let before = contents(home.data());
    mount.remount("ro");
    says(&home.refuses_to_start(), &["cannot be used", home.data().to_str().expect("a readable path"), "permissions"]);
    mount.remount("rw");
    assert_eq!(contents(home.data()), before);
    goes_on_where_it_was(&home, &sink, &id).await;
}

/// A message waits for a server that requires a password.
async fn a_home_with_a_sealed_password() -> (Sink, Home, String) {
    let options = SinkOptions { login: Some(("ann".into(), "the password".into())), ..SinkOptions::default() };
    let sink = Sink::start(options).expect("a sink");
    let home = Home::set_up();
    sink.reject_all(Some("421 4.3.2 not now"));
    let owlpost = home.start().await;
    owlpost.deliver_to(sink.address(), Some(("ann", "the password"))).await;
    let id = owlpost.accepts("ann@example.com", "a message that waits").await;
    assert!(owlpost.terminate().success());
    sink.reject_all(None);
    (sink, home, id)
}

#[tokio::test]
async fn a_wrong_master_key_stops_the_start_and_changes_nothing() {
    let (sink, home, id) = a_home_with_a_sealed_password().await;
    let (key, kept) = (home.data().join("master.key"), home.data().join("kept.key"));
    std::fs::rename(&key, &kept).expect("putting the key aside");
    let other = Home::set_up();
    std::fs::copy(other.data().join("master.key"), &key).expect("putting another key in its place");
    let before = contents(home.data());
    says(&home.refuses_to_start(), &["master key", "is the wrong one", "Put the right key file"]);
    assert_eq!(contents(home.data()), before);

    std::fs::rename(&kept, &key).expect("putting the right key back");
    goes_on_where_it_was(&home, &sink, &id).await;
}

#[tokio::test]
async fn a_missing_master_key_is_not_replaced_while_a_password_is_stored() {
    let (sink, home, id) = a_home_with_a_sealed_password().await;
    let (key, kept) = (home.data().join("master.key"), home.data().join("kept.key"));
    std::fs::rename(&key, &kept).expect("putting the key aside");
    let before = contents(home.data());
    says(&home.refuses_to_start(), &["master key", "is missing", "from a backup"]);
    assert_eq!(contents(home.data()), before);
    std::fs::rename(&kept, &key).expect("putting the right key back");
    goes_on_where_it_was(&home, &sink, &id).await;
}

#[test]
fn a_broken_configuration_file_stops_the_start_with_line_key_and_remedy() {
    let check = |text: &str, parts: &[&str]| {
        let home = Home::empty();
        std::fs::write(home.configuration(), text).expect("writing the configuration");
        says(&home.refuses_to_start(), parts);
        assert!(!home.data().exists(), "a start that was refused made a data folder");
    };
    check("# mail\npublic_ur = \"https://mail.example.com\"\n", &["owlpost.toml, line 2", "public_ur", "public_url"]);
    check(
        "public_url = \"mail.example.com\"\n",
        &["owlpost.toml, line 1", "public_url", "mail.example.com", "https://"],
    );
    check("[builtin]\nmode = \"rely\"\n", &["owlpost.toml, line 2", "builtin.mode", "rely", "mailbox", "relay"]);
    check("[builtin]\nmode = \"relay\"\n", &["builtin.relay"]);
    check("http = \n", &["owlpost.toml, line 1", "TOML"]);
    check("htp = 1\n[log]\nlevel = \"loud\"\n", &["line 1", "htp", "line 3", "log.level", "loud"]);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_not_opened() {
    let sink = a_sink();
    let (home, id) = a_home_with_a_waiting_message(&sink).await;
    change_versions(home.data(), "INSERT INTO migration VALUES (9999, 'from the future', x'00')");
    let before = contents(home.data());
    says(&home.refuses_to_start(), &["install the newer owlpost again", "backup"]);
    assert_eq!(contents(home.data()), before);
    change_versions(home.data(), "DELETE FROM migration WHERE number = 9999");
    goes_on_where_it_was(&home, &sink, &id).await;
}

#[tokio::test]
async fn a_second_process_on_the_same_folder_is_refused_and_the_first_continues() {
    let sink = a_sink();
    let home = Home::set_up();
    let first = home.start().await;
    first.deliver_to(sink.address(), None).await;
    let data = home.data().to_str().expect("a readable path");
    says(&home.refuses_to_start(), &[data, "another owlpost"]);
    let id = first.accepts("ann@example.com", "still here").await;
    first.delivery_is(&id, "sent").await;
    assert!(first.terminate().success());
}

#[tokio::test]
async fn a_port_in_use_is_reported_with_a_remedy() {
    let home = Home::set_up();
    let holder = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = holder.local_addr().expect("its address").to_string();
    says(&home.refuses_to_start_at(&address), &[&address, "--http"]);
    assert!(home.start().await.terminate().success());
}

/// Adds a migration that this binary does not know, as a newer owlpost would, or removes it. Python's SQLite writes it,
/// because tests of the process do not use the crate that knows the database.
fn change_versions(data: &Path, sql: &str) {
    let program =
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit(); db.close()";
    let output = Command::new("python3").args(["-c", program]).arg(data.join("owlpost.db")).arg(sql).output();
    let output = output.expect("this test needs python3");
    assert!(output.status.success(), "{}", said(&output));
}
