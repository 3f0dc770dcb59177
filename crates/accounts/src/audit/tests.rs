//! Tests of the audit log with a real database: listing, retention, and recording the reading of mail.

use std::time::Duration;

use storage::Location;

use super::retention::Bounds;
use super::*;
use crate::texts;

const DAY: Duration = Duration::from_hours(24);

/// The subject in English.
fn subject(entry: &Entry) -> String {
    entry.subject.as_ref().map(|text| i18n::Language::English.render(text)).unwrap_or_default()
}

struct Fixture {
    audit: Audit,
    clock: Clock,
    db: Db,
    _folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&Location::Sqlite(folder.path().to_owned())).expect("opens");
        let clock = Clock::manual("2026-11-22T10:00:00Z".parse().expect("a time"));
        let audit = Audit::new(db.clone(), clock.clone(), Random::seeded(1));
        Self { audit, clock, db, _folder: folder }
    }

    /// Stores an entry dated one second after the previous one.
    async fn note(&self, action: Action, actor: &str, subject: &str) {
        let entry = self.audit.entry(action, Actor::account(actor), texts::audit_name(subject));
        self.audit.note(entry).await.expect("recorded");
        self.clock.turn(Duration::from_secs(1));
    }

    /// The subjects of matching entries.
    async fn found(&self, filter: Filter) -> Vec<String> {
        let page = self.audit.list(filter).await.expect("lists");
        page.items.iter().map(subject).collect()
    }

    async fn all(&self) -> Vec<String> {
        self.found(Filter::default()).await
    }
}

#[tokio::test]
async fn an_entry_is_listed_as_it_was_recorded() {
    let fixture = Fixture::new();
    let client = IpAddr::from([192, 0, 2, 7]);
    let entry = fixture
        .audit
        .entry(Action::KeyMade, Actor::account("ann@example.com"), texts::audit_name("nothing"))
        .from_client(client);
    fixture.audit.note(entry.clone()).await.expect("recorded");
    assert_eq!(fixture.audit.list(Filter::default()).await.expect("lists").items, [entry]);
}

#[tokio::test]
async fn entries_of_a_request_contain_its_client() {
    let fixture = Fixture::new();
    let entry = |fixture: &Fixture| fixture.audit.entry(Action::SettingsSaved, Actor::account("ann@example.com"), None);
    assert_eq!(entry(&fixture).client, None);
    let mapped = "::ffff:192.0.2.7".parse().ok();
    let asked = with_client(mapped, async { entry(&fixture).client }).await;
    assert_eq!(asked, Some(IpAddr::from([192, 0, 2, 7])), "an IPv4-mapped IPv6 address is recorded as IPv4");
    // What an API key changes; the key knows no client.
    let by = ActorContext { actor: Actor::account("ann@example.com"), client: None };
    let changed = with_client(mapped, async { fixture.audit.entry_by(Action::ScriptMade, &by, None).client }).await;
    assert_eq!(changed, asked);
}

#[tokio::test]
async fn entries_are_listed_newest_first_and_pages_have_no_gaps() {
    let fixture = Fixture::new();
    for number in 0..5 {
        fixture.note(Action::KeyMade, "ann@example.com", &number.to_string()).await;
    }
    let mut before = None;
    let mut pages = Vec::new();
    loop {
        let page = fixture.audit.list(Filter { before, limit: 2, ..Filter::default() }).await.expect("lists");
        pages.push(page.items.iter().map(subject).collect::<Vec<_>>());
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(pages, [vec!["4", "3"], vec!["2", "1"], vec!["0"]]);
}

#[tokio::test]
async fn entries_are_found_by_action_text_and_time() {
    let fixture = Fixture::new();
    fixture.note(Action::KeyMade, "ann@example.com", "Büro 100%").await;
    fixture.clock.turn(DAY);
    let second_day = fixture.clock.now();
    fixture.note(Action::KeyDeleted, "bob@example.com", "shop_1").await;
    let from = fixture
        .audit
        .entry(Action::RoleChanged, Actor::account("eve@example.com"), texts::audit_name("shop 1"))
        .from_client([192, 0, 2, 7].into());
    fixture.audit.note(from).await.expect("recorded");

    let text = |text: &str| Filter { text: Some(text.to_owned()), ..Filter::default() };
    for (filter, expected) in [
        (Filter { action: Some(Action::KeyMade), ..Filter::default() }, &["Büro 100%"][..]),
        (Filter { action: Some(Action::MailRead), ..Filter::default() }, &[]),
        (text("BÜRO"), &["Büro 100%"]),
        (text("100%"), &["Büro 100%"]),
        (text("10%0"), &[]),
        (text("p_1"), &["shop_1"]),
        (text("Bob@Example"), &["shop_1"]),
        (text("192.0.2."), &["shop 1"]),
        (text("' OR 1 = 1 --"), &[]),
        (Filter { since: Some(second_day), ..Filter::default() }, &["shop 1", "shop_1"]),
        (Filter { until: Some(second_day), ..Filter::default() }, &["Büro 100%"]),
        (Filter { since: Some(second_day), ..text("ann") }, &[]),
    ] {
        assert_eq!(fixture.found(filter.clone()).await, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn entries_with_an_unknown_action_are_skipped() {
    let fixture = Fixture::new();
    fixture.note(Action::KeyMade, "ann@example.com", "older").await;
    fixture.note(Action::KeyMade, "ann@example.com", "newer").await;
    let rename = |tx: &mut Tx<'_>| tx.execute("UPDATE audit_entry SET action = 'x' WHERE subject LIKE '%newer%'", &[]);
    fixture.db.write::<_, DbError, _>(rename).await.expect("renamed");
    let page = fixture.audit.list(Filter { limit: 1, ..Filter::default() }).await.expect("lists");
    assert!(page.items.is_empty() && page.next.is_some());
    assert_eq!(fixture.found(Filter { before: page.next, ..Filter::default() }).await, ["older"]);
}

#[tokio::test]
async fn entries_older_than_400_days_are_deleted() {
    let fixture = Fixture::new();
    fixture.note(Action::SetUp, "ann@example.com", "old").await;
    fixture.clock.turn(DAY);
    fixture.note(Action::KeyMade, "ann@example.com", "new").await;
    fixture.clock.turn(DAY * 399);
    assert_eq!(fixture.audit.forget(fixture.clock.now()).await.expect("forgets"), 1);
    assert_eq!(fixture.all().await, ["new"]);
    assert_eq!(fixture.audit.forget(fixture.clock.now()).await.expect("forgets"), 0);
}

#[tokio::test]
async fn failed_sign_ins_do_not_displace_other_entries() {
    let fixture = Fixture::new();
    fixture.note(Action::SetUp, "ann@example.com", "set up").await;
    for number in 0..6 {
        fixture.note(Action::SignInFailed, "eve@example.com", &number.to_string()).await;
    }
    fixture.note(Action::KeyMade, "ann@example.com", "shop").await;
    let bounds = Bounds { age: DAY, failures: 2, entries: 4 };
    assert_eq!(fixture.audit.delete_beyond(bounds, fixture.clock.now()).await.expect("forgets"), 4);
    assert_eq!(fixture.all().await, ["shop", "5", "4", "set up"]);
}

#[tokio::test]
async fn the_oldest_entries_above_the_maximum_are_deleted() {
    let fixture = Fixture::new();
    for number in 0..6 {
        fixture.note(Action::KeyMade, "ann@example.com", &number.to_string()).await;
    }
    let bounds = Bounds { age: DAY, failures: 2, entries: 4 };
    assert_eq!(fixture.audit.delete_beyond(bounds, fixture.clock.now()).await.expect("forgets"), 2);
    assert_eq!(fixture.all().await, ["5", "4", "3", "2"]);
}

#[tokio::test]
async fn entries_dated_in_the_future_do_not_displace_new_ones() {
    let fixture = Fixture::new();
    for number in 0..4 {
        fixture.note(Action::KeyMade, "ann@example.com", &format!("ahead {number}")).await;
    }
    fixture.clock.turn_back(DAY);
    fixture.note(Action::KeyMade, "ann@example.com", "new").await;
    fixture.clock.turn(Duration::from_secs(5));
    let bounds = Bounds { age: DAY, failures: 2, entries: 2 };
    assert_eq!(fixture.audit.delete_beyond(bounds, fixture.clock.now()).await.expect("deleted"), 0);
    assert!(fixture.all().await.contains(&"new".to_owned()));
}

#[tokio::test]
async fn more_than_one_batch_is_deleted() {
    let fixture = Fixture::new();
    let entries: Vec<Entry> = (0..2_500)
        .map(|_| fixture.audit.entry(Action::SignInFailed, Actor::account("eve@example.com"), None))
        .collect();
    let insert = move |tx: &mut Tx<'_>| entries.iter().try_for_each(|entry| entry.insert(tx));
    fixture.db.write::<_, DbError, _>(insert).await.expect("recorded");
    let bounds = Bounds { age: DAY, failures: 10, entries: 100 };
    assert_eq!(fixture.audit.delete_beyond(bounds, fixture.clock.now()).await.expect("forgets"), 2_490);
}

#[tokio::test]
async fn reading_a_mail_is_recorded_once_an_hour() {
    let fixture = Fixture::new();
    let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    for _ in 0..3 {
        fixture.audit.mail_read(&Actor::account("ann@example.com"), "1", MailLocation::Outbox(one)).await;
        fixture.clock.turn(Duration::from_secs(60));
    }
    assert_eq!(fixture.all().await.len(), 1);
    fixture.audit.mail_read(&Actor::account("ann@example.com"), "1", MailLocation::Mailbox(one)).await;
    fixture.audit.mail_read(&Actor::account("ann@example.com"), "1", MailLocation::Outbox(other)).await;
    fixture.audit.mail_read(&Actor::account("bob@example.com"), "2", MailLocation::Outbox(one)).await;
    assert_eq!(fixture.all().await.len(), 4, "another place, mail or reader is another reading");
    fixture.clock.turn(Duration::from_hours(1));
    fixture.audit.mail_read(&Actor::account("ann@example.com"), "1", MailLocation::Outbox(one)).await;
    assert_eq!(fixture.all().await.len(), 5, "an hour later it is another reading");
}

#[test]
fn the_subject_of_both_versions_identifies_the_mail() {
    for location in [MailLocation::Outbox(Uuid::from_u128(1)), MailLocation::Mailbox(Uuid::from_u128(2))] {
        assert_eq!(MailLocation::from_subject(&location.text()), Some(location));
    }
    let stored = Text::verbatim("outbox 00000000-0000-0000-0000-000000000001");
    assert_eq!(MailLocation::from_subject(&stored), Some(MailLocation::Outbox(Uuid::from_u128(1))));
    for other in ["", "outbox", "outbox x", "attic 00000000-0000-0000-0000-000000000001"] {
        assert_eq!(MailLocation::from_subject(&Text::verbatim(other)), None);
    }
}

#[tokio::test]
async fn an_entry_of_version_1_is_shown_as_stored() {
    let fixture = Fixture::new();
    let insert = |tx: &mut Tx<'_>| {
        tx.execute(
            "INSERT INTO audit_entry (id, at, action, actor, subject, client, sought) \
             VALUES ($1, 1, 'key_made', 'api key \"shop\"', '{\"code\":\"role_admin\"}', '', 'shop')",
            params![Uuid::from_u128(7).as_bytes()],
        )
    };
    fixture.db.write::<_, DbError, _>(insert).await.expect("stored");
    let entry = fixture.audit.list(Filter::default()).await.expect("lists").items.remove(0);
    assert_eq!(entry.actor, Actor::Stored { text: "api key \"shop\"".to_owned() });
    assert_eq!(entry.subject, Some(Text::verbatim("{\"code\":\"role_admin\"}")));
}

#[test]
fn names_of_actions_are_distinct() {
    for action in Action::ALL {
        assert_eq!(Action::from_name(action.name()), Some(*action));
    }
}
