//! Tests of versions, secrets and status with a real database.

use accounts::audit::Action;
use std::path::Path;
use std::time::Duration;

use super::vault::{Destination, KeyError};
use super::*;
use clock::Random;
use secrecy::ExposeSecret;
use storage::{Location, Read};

mod destinations;

/// A data folder with open settings.
struct Fixture {
    folder: tempfile::TempDir,
    db: Db,
    clock: Clock,
    settings: Settings,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::manual("2026-11-22T12:00:00Z".parse().expect("a time"));
        let (db, settings) = open(folder.path(), &clock).await;
        Self { folder, db, clock, settings }
    }

    async fn restarted(self) -> Self {
        self.db.close().await;
        let (db, settings) = open(self.folder.path(), &self.clock).await;
        Self { db, settings, ..self }
    }

    async fn save(&self, json: &str) -> Result<u32, Vec<String>> {
        let input = serde_json::from_str(json).expect("well-formed input");
        match self.settings.save(input, &ann()).await {
            Ok(version) => Ok(version.number),
            Err(SettingsError::Faults(faults)) => Err(faults.into_iter().map(|fault| fault.field).collect()),
            Err(error) => panic!("{error:?}"),
        }
    }

    /// The password of the active connection, as it would be sent to the mail server.
    fn password(&self) -> Option<String> {
        match self.settings.connection() {
            Connection::Smtp(account) => account.login.map(|login| match login {
                delivery::Login::Password(login) => login.password.expose_secret().to_owned(),
                delivery::Login::Bearer(_) | delivery::Login::PasswordMissing(_) => panic!("no password"),
            }),
            Connection::Mailbox | Connection::Api(_) => None,
        }
    }
}

async fn open(folder: &Path, clock: &Clock) -> (Db, Settings) {
    let db = Db::open(&Location::Sqlite(folder.into())).expect("a database");
    let vault = Vault::open(&db, &folder.join("master.key"), Random::system()).await.expect("a key");
    let config = Config::standard_in(folder);
    let settings = Settings::open(db.clone(), clock.clone(), Random::system(), vault, &config).await.expect("settings");
    (db, settings)
}

fn ann() -> Actor {
    Actor::account("ann@example.com")
}

fn problem(code: &str) -> Problem {
    Problem::verbatim(
        code,
        mail::ProblemSentences {
            what: "What.".to_owned(),
            meaning: "Meaning.".to_owned(),
            remedy: "Remedy.".to_owned(),
        },
    )
}

const SERVER: &str = r#"{"method": "password", "from": {"email": "noreply@example.com"},
    "password": {"host": "smtp.example.com", "port": 465, "username": "u", "password": "s3cret-one"}}"#;

#[tokio::test]
async fn nothing_needs_to_be_saved_for_the_built_in_service() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.settings.active().number, 0);
    assert!(matches!(fixture.settings.connection(), Connection::Mailbox));
    assert_eq!(fixture.settings.status().sender.expose(), "noreply@owlpost.invalid");
    assert_eq!(fixture.settings.versions().await.expect("versions").len(), 0);
}

#[tokio::test]
async fn a_saved_version_is_active_at_once_and_after_a_restart() {
    let fixture = Fixture::new().await;
    let mut watch = fixture.settings.watch();
    assert_eq!(fixture.save(SERVER).await, Ok(1));
    assert!(watch.has_changed().expect("the sender lives"));
    assert_eq!(watch.borrow_and_update().version.number, 1);
    let fixture = fixture.restarted().await;
    assert_eq!(fixture.password().as_deref(), Some("s3cret-one"));
    let version = fixture.settings.active();
    assert_eq!((version.number, version.saved_by.clone()), (1, Some(ann())));
}

#[tokio::test]
async fn a_faulty_save_changes_nothing() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    assert_eq!(
        fixture.save(r#"{"password": {"host": "other.example.com"}, "from": {}}"#).await,
        Err(vec!["from.email".to_owned()])
    );
    assert_eq!(fixture.settings.active().number, 1);
    assert_eq!(fixture.settings.versions().await.expect("versions").len(), 1);
}

#[tokio::test]
async fn values_of_another_method_are_kept() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    fixture.save(r#"{"method": "builtin"}"#).await.expect("saved");
    assert!(matches!(fixture.settings.connection(), Connection::Mailbox));
    fixture.save(r#"{"method": "password"}"#).await.expect("saved");
    assert_eq!(fixture.password().as_deref(), Some("s3cret-one"));
}

#[tokio::test]
async fn a_version_is_restored_with_its_password() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    fixture.save(&SERVER.replace("smtp.", "mail.").replace("one", "two")).await.expect("saved");
    let restored = fixture.settings.restore(1, WaitingMail::Hold, &ann()).await.expect("restored");
    assert_eq!(restored.number, 3);
    assert_eq!(fixture.password().as_deref(), Some("s3cret-one"));
    assert!(matches!(fixture.settings.restore(9, WaitingMail::Hold, &ann()).await, Err(SettingsError::NoSuchVersion)));
}

#[tokio::test]
async fn a_removed_password_is_gone_from_all_versions() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    let removed = r#"{"method": "builtin", "password": {"host": "smtp.example.com", "port": 465, "username": "u", "password": null}}"#;
    fixture.save(removed).await.expect("saved");
    let refused = fixture.settings.restore(1, WaitingMail::Hold, &ann()).await.expect_err("incomplete");
    assert!(matches!(refused, SettingsError::Faults(faults) if faults[0].field == "password.password"));
    let sealed = fixture
        .db
        .read(|rx| {
            rx.query("SELECT number FROM settings_version WHERE password_sealed IS NOT NULL", &[], |row| {
                row.get::<u32>(0)
            })
        })
        .await;
    assert_eq!(sealed.expect("rows"), Vec::<u32>::new());
}

#[tokio::test]
async fn typed_values_use_the_stored_password_only_for_its_destination() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    let typed = |json: &str| {
        let input = serde_json::from_str(json).expect("well-formed input");
        let settings = fixture.settings.clone();
        async move { settings.typed(input).await }
    };
    let (_, connection) =
        typed(r#"{"password": {"host": "smtp.example.com", "port": 465, "username": "u"}}"#).await.expect("typed");
    assert_eq!(fixture.settings.number_if_active(&connection), Some(1));
    let (_, other) =
        typed(r#"{"password": {"host": "smtp.example.com", "port": 465, "username": "u", "password": "other"}}"#)
            .await
            .expect("typed");
    assert_eq!(fixture.settings.number_if_active(&other), None);
    let refused = typed(r#"{"password": {"host": "evil.example.com", "port": 465, "username": "u"}}"#)
        .await
        .expect_err("refused");
    assert!(matches!(refused, SettingsError::Faults(_)));
    assert_eq!(fixture.settings.active().number, 1, "nothing was stored");
}

#[tokio::test]
async fn no_password_is_readable_on_disk_in_views_or_in_debug() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    let version = fixture.settings.active();
    let shown = format!(
        "{:?} {:?} {}",
        fixture.settings.connection(),
        version,
        serde_json::to_string(&version.view(String::new())).expect("JSON")
    );
    assert!(!shown.contains("s3cret"), "{shown}");
    fixture.db.close().await;
    for entry in std::fs::read_dir(fixture.folder.path()).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let bytes = std::fs::read(&path).expect("readable");
            assert!(!bytes.windows(6).any(|window| window == b"s3cret"), "{}", path.display());
        }
    }
}

/// Restores the tables of the version before `0010_connection_status`, which stored the pause in a table of its own.
async fn restore_table_of_alarms(db: &Db, since: Timestamp, problem: &Problem) {
    let problem = serde_json::to_string(problem).expect("a problem is made of texts");
    let taken = db.write(move |tx| {
        tx.execute("ALTER TABLE settings_status DROP COLUMN paused_since", &[])?;
        tx.execute("CREATE TABLE alarm (one BIGINT PRIMARY KEY, since BIGINT NOT NULL, problem TEXT NOT NULL)", &[])?;
        let alarm = storage::params![since.as_millisecond(), &problem];
        tx.execute("INSERT INTO alarm (one, since, problem) VALUES (1, $1, $2)", alarm)?;
        tx.execute("DELETE FROM migration WHERE name = 'connection_status'", &[])
    });
    taken.await.map(|_: usize| ()).expect("taken back");
}

#[tokio::test]
async fn a_pause_that_an_earlier_version_stored_is_known_after_the_upgrade() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    fixture.settings.record_failure(1, &problem("login_refused")).await.expect("recorded");
    let since = fixture.clock.now();
    restore_table_of_alarms(&fixture.db, since, &problem("server_busy")).await;
    fixture.clock.turn(Duration::from_secs(60));
    let fixture = fixture.restarted().await;
    let expected = Pause { since, problem: problem("server_busy"), next_probe_at: None };
    assert_eq!(fixture.settings.pause(), Some(expected));
    assert_eq!(fixture.settings.status().problem, Some(problem("server_busy")));
}

#[tokio::test]
async fn a_pause_outlives_the_process_and_ends_once() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    let since = fixture.clock.now();
    assert!(fixture.settings.record_pause(1, &problem("login_refused"), Some(since)));
    fixture.settings.write_status().await.expect("written");
    let fixture = fixture.restarted().await;
    assert!(fixture.settings.is_paused());
    let mut ended = fixture.settings.ended_pauses();
    let pause = fixture.settings.record_resume(1).expect("a pause");
    fixture.settings.publish_ended_pause(pause.clone(), 7);
    assert_eq!(fixture.settings.record_resume(1), None, "ended already");
    assert_eq!(pause, Pause { since, problem: problem("login_refused"), next_probe_at: None });
    assert_eq!(ended.try_recv(), Ok(EndedPause { pause, until: fixture.clock.now(), waiting: 7 }));
    fixture.settings.write_status().await.expect("written");
    assert!(!fixture.restarted().await.settings.is_paused());
}

#[tokio::test]
async fn the_status_follows_what_happens_to_the_connection() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    let state = |fixture: &Fixture| fixture.settings.status().state;
    let noon = fixture.clock.now();
    assert_eq!(state(&fixture), ConnectionState::NotVerified);
    assert!(fixture.settings.record_test_success(1).await.expect("recorded"));
    fixture.clock.turn(Duration::from_secs(60));
    assert!(!fixture.settings.record_test_success(1).await.expect("recorded"));
    assert_eq!(state(&fixture), ConnectionState::Verified(noon));
    assert!(fixture.settings.record_failure(1, &problem("login_refused")).await.expect("recorded"));
    fixture.clock.turn(Duration::from_secs(60));
    assert!(!fixture.settings.record_failure(1, &problem("login_refused")).await.expect("recorded"));
    let fixture = fixture.restarted().await;
    assert_eq!(state(&fixture), ConnectionState::FailingSince(noon + Duration::from_secs(60)));
    let status = fixture.settings.status();
    assert_eq!(status.problem, Some(problem("login_refused")));
    assert_eq!(status.last_success_at, Some(noon + Duration::from_secs(60)));
    assert!(
        !fixture.settings.record_test_success(0).await.expect("recorded"),
        "another version's success says nothing"
    );
    fixture.save(r#"{"automatic_bcc": "archive@example.com"}"#).await.expect("saved");
    assert_eq!(state(&fixture), ConnectionState::NotVerified);
    assert_eq!(fixture.restarted().await.settings.status().problem, None);
}

#[tokio::test]
async fn two_saves_at_once_are_two_versions() {
    let fixture = Fixture::new().await;
    let (first, second) = (SERVER.replace("one", "two"), SERVER.replace("smtp.", "mail."));
    let (a, b) = tokio::join!(fixture.save(&first), fixture.save(&second));
    assert_eq!([a, b], [Ok(1), Ok(2)]);
    assert_eq!(fixture.settings.active().number, 2);
    assert_eq!(fixture.password().as_deref(), Some("s3cret-one"));
}

#[tokio::test]
async fn a_missing_or_wrong_master_key_says_so_and_changes_nothing() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    let path = fixture.folder.path().join("master.key");
    let open = || Vault::open(&fixture.db, &path, Random::system());
    let right = std::fs::read(&path).expect("the key");
    std::fs::remove_file(&path).expect("removed");
    assert!(matches!(open().await, Err(KeyError::Missing { .. })));
    assert!(!path.exists(), "no new key in place of the one that is needed");
    std::fs::write(&path, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n").expect("written");
    assert!(matches!(open().await, Err(KeyError::Wrong { .. })));
    std::fs::write(&path, "not a key").expect("written");
    assert!(matches!(open().await, Err(KeyError::Malformed { .. })));
    std::fs::write(&path, right).expect("written");
    assert!(open().await.is_ok());
}

#[tokio::test]
async fn with_a_lost_master_key_the_secrets_are_dropped_and_mail_waits_for_the_password() {
    let fixture = Fixture::new().await;
    fixture.save(SERVER).await.expect("saved");
    fixture.save(&SERVER.replace("one", "two")).await.expect("saved");
    fixture.settings.record_test_success(2).await.expect("recorded");
    let path = fixture.folder.path().join("master.key");
    let look = || vault::LostKey::look(&fixture.db, &path, Random::system());
    assert!(look().await.expect("read").is_none(), "the key is there");
    std::fs::remove_file(&path).expect("removed");

    let lost = look().await.expect("read").expect("lost");
    assert_eq!((lost.passwords, lost.credentials, lost.consents), (2, 0, 0));
    // Ids sort by time.
    fixture.clock.turn(Duration::from_secs(1));
    let by = Actor::Operator { command: "test".to_owned() };
    let id = lost.forget(&fixture.db, fixture.clock.clone(), Random::system(), by.clone()).await.expect("dropped");
    assert_eq!(Vault::inspect(&fixture.db, &path, Random::system()).await.expect("fits"), Some(id));
    let audit = Audit::new(fixture.db.clone(), fixture.clock.clone(), Random::system());
    let filter = accounts::audit::Filter { limit: 1, ..Default::default() };
    let page = audit.list(filter).await.expect("read");
    assert_eq!((page.items[0].action, &page.items[0].actor), (Action::MasterKeyForgotten, &by));

    let fixture = fixture.restarted().await;
    let Connection::Smtp(account) = fixture.settings.connection() else { panic!("a mail server") };
    let Some(delivery::Login::PasswordMissing(missing)) = account.login else { panic!("a login without its password") };
    assert_eq!(missing.problem.code, "password_needed");
    assert_eq!(fixture.settings.status().state, ConnectionState::NotVerified);
    let keep = SERVER.replace("s3cret-one", "");
    assert_eq!(fixture.save(&keep).await, Err(vec!["password.password".to_owned()]));
    fixture.save(SERVER).await.expect("entered again");
    assert_eq!(fixture.password().as_deref(), Some("s3cret-one"));
}

#[tokio::test]
async fn an_empty_master_key_file_is_replaced_if_nothing_is_encrypted() {
    let fixture = Fixture::new().await;
    let path = fixture.folder.path().join("master.key");
    let open = || Vault::open(&fixture.db, &path, Random::system());
    for empty in ["", "\n"] {
        std::fs::write(&path, empty).expect("emptied");
        assert!(matches!(Vault::inspect(&fixture.db, &path, Random::system()).await, Ok(None)));
        open().await.expect("made anew");
        open().await.expect("and it is the one that the database needs");
    }
    fixture.save(SERVER).await.expect("saved");
    std::fs::write(&path, "").expect("emptied");
    assert!(matches!(open().await, Err(KeyError::Malformed { .. })), "a password is sealed");
    assert!(std::fs::read(&path).expect("the file").is_empty(), "nothing was changed");
}

#[cfg(unix)]
#[tokio::test]
async fn the_master_key_is_readable_only_by_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new().await;
    let mode = std::fs::metadata(fixture.folder.path().join("master.key")).expect("the key").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_secret_is_decrypted_only_for_its_destination() {
    let fixture = Fixture::new().await;
    let vault =
        Vault::open(&fixture.db, &fixture.folder.path().join("master.key"), Random::seeded(1)).await.expect("a key");
    let destination = |parts: &'static [&'static str]| Destination { purpose: "test", parts };
    let sealed = vault.seal(destination(&["a", "b"]), &"hunter2".to_owned().into());
    assert_eq!(vault.unseal(destination(&["a", "b"]), &sealed).expect("opens").expose_secret(), "hunter2");
    assert!(vault.unseal(destination(&["ab", ""]), &sealed).is_err());
    assert!(vault.unseal(destination(&["a"]), &sealed).is_err());
    assert!(vault.unseal(Destination { purpose: "other", parts: &["a", "b"] }, &sealed).is_err());
    for at in 0..sealed.len() {
        let mut damaged = sealed.clone();
        damaged[at] ^= 1;
        assert!(vault.unseal(destination(&["a", "b"]), &damaged).is_err(), "byte {at}");
    }
}

#[tokio::test]
async fn a_password_that_was_moved_to_another_version_by_hand_is_not_sent() {
    let fixture = Fixture::new().await;
    let other = SERVER.replace("smtp.", "evil.").replace("one", "two");
    fixture.save(SERVER).await.expect("saved");
    fixture.save(&other).await.expect("saved");
    let moved = "UPDATE settings_version SET password_sealed = \
        (SELECT password_sealed FROM settings_version WHERE number = 1) WHERE number = 2";
    fixture.db.write(move |tx| tx.execute(moved, &[])).await.expect("moved");

    let keep = other.replace("s3cret-two", "");
    let refused = fixture.settings.restore(2, WaitingMail::Hold, &ann()).await.expect_err("does not open");
    assert!(
        matches!(refused, SettingsError::Faults(faults) if faults[0].text.code() == "settings_secret_sealed_for_other_destination")
    );
    assert_eq!(fixture.save(&keep).await, Err(vec!["password.password".to_owned()]));
    let typed = fixture.settings.typed(serde_json::from_str(&keep).expect("well-formed input")).await;
    assert!(matches!(typed, Err(SettingsError::Faults(_))));
    assert_eq!(fixture.settings.active().number, 2, "nothing was stored");

    fixture.db.close().await;
    let db = Db::open(&Location::Sqlite(fixture.folder.path().into())).expect("a database");
    let vault = Vault::open(&db, &fixture.folder.path().join("master.key"), Random::system()).await.expect("a key");
    let config = Config::standard_in(fixture.folder.path());
    let started = Settings::open(db, fixture.clock.clone(), Random::system(), vault, &config).await;
    assert!(matches!(started, Err(SettingsError::Unseal(_))));
}
