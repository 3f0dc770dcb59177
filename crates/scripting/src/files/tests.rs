//! Tests of files with a real database: storing, replacing, limits, and audit entries.

use std::time::Duration;

use super::*;
use accounts::Accounts;
use accounts::audit::Filter;
use clock::Random;

struct Fixture {
    files: Files,
    accounts: Accounts,
    audit: Audit,
    clock: Clock,
    workspace: Uuid,
    _folder: tempfile::TempDir,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&storage::Location::Sqlite(folder.path().to_owned())).expect("opens");
        let clock = Clock::manual("2026-11-25T10:00:00Z".parse().expect("a time"));
        let accounts = Accounts::new(db.clone(), clock.clone(), Random::seeded(1));
        let audit = Audit::new(db.clone(), clock.clone(), Random::seeded(2));
        let files = Files::new(db, clock.clone(), audit.clone());
        let workspace = accounts.make_workspace("Example", None, &by()).await.expect("a workspace").id;
        Self { files, accounts, audit, clock, workspace, _folder: folder }
    }

    async fn put(&self, name: &str, content: impl Into<Vec<u8>>) -> Result<FileFacts, FilesError> {
        self.clock.turn(Duration::from_secs(1));
        self.files.put(self.workspace, name, None, content.into(), &by()).await
    }

    async fn names(&self) -> Vec<String> {
        self.files.list(self.workspace).await.expect("lists").into_iter().map(|file| file.name).collect()
    }

    /// Audit entries about files, oldest first.
    async fn noted(&self) -> Vec<(Action, String)> {
        let entries = self.audit.list(Filter::default()).await.expect("lists").items;
        let of_files = |action| matches!(action, Action::FileStored | Action::FileDeleted);
        entries.into_iter().rev().filter(|e| of_files(e.action)).map(|e| (e.action, subject(&e))).collect()
    }
}

fn by() -> ActorContext {
    ActorContext { actor: accounts::Actor::account("ann@example.com"), client: None }
}

/// All faults as text; each of them must have a German text too.
fn faults(result: Result<FileFacts, FilesError>) -> Vec<String> {
    match result {
        Err(FilesError::Faults(faults)) => faults
            .into_iter()
            .map(|fault| format!("{}: {}", fault.field, i18n::Language::English.render(&fault.text)))
            .collect(),
        other => panic!("no faults: {other:?}"),
    }
}

#[tokio::test]
async fn a_file_is_returned_as_it_was_stored() {
    let fixture = Fixture::new().await;
    let stored = fixture.put("terms.pdf", b"%PDF-1.7".to_vec()).await.expect("is stored");
    assert_eq!((stored.content_type.as_str(), stored.size), ("application/pdf", 8));
    assert_eq!(stored.changed_by, Actor::account("ann@example.com"));
    assert_eq!(fixture.files.facts(fixture.workspace, "terms.pdf").await.expect("reads"), Some(stored.clone()));
    let read = fixture.files.content(fixture.workspace, "terms.pdf").await.expect("reads");
    assert_eq!(read, Some((stored, b"%PDF-1.7".to_vec())));
    assert_eq!(fixture.files.facts(fixture.workspace, "Terms.pdf").await.expect("reads"), None, "capitals count");
    fixture.put("empty", Vec::new()).await.expect("an empty file is one");
}

#[tokio::test]
async fn storing_a_name_again_replaces_the_file() {
    let fixture = Fixture::new().await;
    let first = fixture.put("a.txt", "one").await.expect("is stored");
    let second = fixture.put("a.txt", "twenty").await.expect("is stored");
    assert!(second.changed_at > first.changed_at);
    assert_eq!(fixture.files.list(fixture.workspace).await.expect("lists"), [second]);
}

#[tokio::test]
async fn files_are_listed_by_name_and_only_those_of_the_workspace() {
    let fixture = Fixture::new().await;
    let other = fixture.accounts.make_workspace("Other", None, &by()).await.expect("a workspace").id;
    for name in ["b.txt", "a.txt"] {
        fixture.put(name, "x").await.expect("is stored");
    }
    fixture.files.put(other, "c.txt", None, b"x".to_vec(), &by()).await.expect("is stored");
    assert_eq!(fixture.names().await, ["a.txt", "b.txt"]);
    assert_eq!(fixture.files.content(other, "a.txt").await.expect("reads"), None);
}

#[tokio::test]
async fn a_deleted_file_is_gone() {
    let fixture = Fixture::new().await;
    fixture.put("a.txt", "x").await.expect("is stored");
    fixture.files.delete(fixture.workspace, "a.txt", &by()).await.expect("is deleted");
    assert!(fixture.names().await.is_empty());
    let again = fixture.files.delete(fixture.workspace, "a.txt", &by()).await;
    assert!(matches!(again, Err(FilesError::NotFound)), "{again:?}");
    let subject = "a.txt, Example".to_owned();
    assert_eq!(fixture.noted().await, [(Action::FileStored, subject.clone()), (Action::FileDeleted, subject)]);
}

#[tokio::test]
async fn a_workspace_is_deleted_with_its_files() {
    let fixture = Fixture::new().await;
    fixture.put("a.txt", "x").await.expect("is stored");
    let (workspace, audit) = (fixture.workspace, fixture.audit.clone());
    let gone = fixture.files.db.write(move |tx| workspace::delete(tx, workspace, &audit, &by())).await;
    gone.expect("is deleted");
    assert!(fixture.names().await.is_empty());
    let late = fixture.put("b.txt", "x").await;
    assert!(matches!(late, Err(FilesError::NotFound)), "{late:?}");
}

#[tokio::test]
async fn all_faults_of_a_file_are_reported_at_once() {
    let fixture = Fixture::new().await;
    let refused = fixture.files.put(fixture.workspace, "../a", Some("pdf"), vec![0; FILE_BYTES + 1], &by()).await;
    assert_eq!(
        faults(refused),
        [
            "content_type: `pdf` is not a media type: write one such as application/pdf, or leave it out",
            "name: `../a` contains a path: write only the file name",
            "file: `../a` has 11 MB, and at most 10 MB are allowed: store a smaller file, or send a link to it",
        ]
    );
    assert!(fixture.names().await.is_empty());
}

#[tokio::test]
async fn the_size_of_all_files_is_limited() {
    let fixture = Fixture::new().await;
    let largest = WORKSPACE_BYTES / FILE_BYTES;
    for number in 0..largest {
        fixture.put(&format!("{number}.bin"), vec![0; FILE_BYTES]).await.expect("is stored");
    }
    assert_eq!(
        faults(fixture.put("more.txt", "x").await),
        [
            "file: with `more.txt` the files of the workspace would have 101 MB, and at most 100 MB are allowed: delete some that no script needs"
        ]
    );
    fixture.put("0.bin", vec![1; FILE_BYTES]).await.expect("one may be replaced");
}

#[tokio::test]
async fn the_number_of_files_is_limited() {
    let fixture = Fixture::new().await;
    let (workspace, audit) =
        (fixture.workspace, fixture.audit.entry(Action::FileStored, accounts::Actor::api_key("test"), None));
    let fill = fixture.files.db.write(move |tx| {
        let at = audit.at;
        for number in 0..WORKSPACE_FILES {
            let facts = FileFacts {
                name: format!("{number}.txt"),
                content_type: "text/plain".into(),
                size: 0,
                changed_at: at,
                changed_by: Actor::Anonymous { email: None },
            };
            insert(tx, workspace, &facts, &[])?;
        }
        Ok::<_, DbError>(())
    });
    fill.await.expect("is stored");
    let expected = "file: the workspace already has 1,000 files, the maximum: delete one that no script needs";
    assert_eq!(faults(fixture.put("more.txt", "x").await), [expected]);
    fixture.put("7.txt", "x").await.expect("one may be replaced");
}

#[test]
fn a_name_is_safe_in_a_header_and_in_an_address() {
    assert_eq!(
        disposition("Preis \"neu\"/ü.pdf"),
        "attachment; filename=\"Preis _neu__ü.pdf\"; filename*=UTF-8''Preis%20%22neu%22%2F%C3%BC.pdf".replace('ü', "_")
    );
    assert_eq!(in_address("a b/c?.txt"), "a%20b%2Fc%3F.txt");
}

/// The subject of an entry in English.
fn subject(entry: &accounts::audit::Entry) -> String {
    entry.subject.as_ref().map(|text| i18n::Language::English.render(text)).unwrap_or_default()
}
